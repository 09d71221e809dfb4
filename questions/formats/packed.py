"""The project's bank file with its media: a zip of the JSON and, beside it, files by SHA-256."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from pydantic import JsonValue

from questions.errors import BankFormatError
from questions.formats.media import MediaFile
from questions.formats.results import Problem
from questions.formats.unpacking import Bundle, is_zip

SUFFIX: Final = ".studybank.zip"
KEY: Final = "media"
_BANK: Final = "bank.studybank.json"
_FOLDER: Final = "media/"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME: Final = 200
# The zip's clock begins here; a fixed moment keeps two exports of the same bank equal.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def is_packed(data: bytes) -> bool:
    """Tell a zip with a bank in it."""
    if not is_zip(data):
        return False
    try:
        return _BANK in Bundle(data).names
    except BankFormatError:
        return False


def pack(held: dict[str, Any], media: Mapping[str, MediaFile]) -> bytes:
    """Return the zip of a bank's JSON and its files, whose names and types the JSON says."""
    told = {key: {"name": one.name, "type": one.type} for key, one in sorted(media.items())}
    text = json.dumps({**held, KEY: told}, ensure_ascii=False, indent=1) + "\n"
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as zipped:
        zipped.writestr(zipfile.ZipInfo(_BANK, _MOMENT), text.encode(), zipfile.ZIP_DEFLATED)
        # Pictures and sounds are as small as they get.
        for key, one in sorted(media.items()):
            zipped.writestr(zipfile.ZipInfo(f"{_FOLDER}{key}", _MOMENT), one.data)
    return into.getvalue()


def unpack(data: bytes, problems: list[Problem]) -> tuple[bytes, dict[str, bytes]]:
    """Return the JSON and the files by SHA-256; one that is not what its name says is named."""
    bundle = Bundle(data)
    found: dict[str, bytes] = {}
    for name in bundle.names:
        key = name.removeprefix(_FOLDER)
        if name == _BANK:
            continue
        if not name.startswith(_FOLDER) or not _SHA256.fullmatch(key):
            problems.append(Problem(name[:80], "it is no part of a bank; it was left out"))
            continue
        content = bundle.read(name)
        if hashlib.sha256(content).hexdigest() != key:
            problems.append(Problem(name[:80], "its content is not what its name says"))
            continue
        found[key] = content
    return bundle.read(_BANK), found


def named(files: Mapping[str, bytes], told: JsonValue) -> dict[str, MediaFile]:
    """Return the files with the names and types that the JSON says."""
    notes = told if isinstance(told, dict) else {}
    return {key: MediaFile(*_note(key, data, notes.get(key))) for key, data in files.items()}


def _note(key: str, data: bytes, told: JsonValue) -> tuple[str, bytes, str | None]:
    note = told if isinstance(told, dict) else {}
    name, kind = note.get("name"), note.get("type")
    return (
        name[:_LONGEST_NAME] if isinstance(name, str) and name else key,
        data,
        kind[:100] if isinstance(kind, str) else None,
    )
