"""The pictures and sounds of a file while it is only looked at.

Nothing is stored of a file before its learner says so. What the first questions show is kept with
the preview itself, as far as that stays small, and goes with it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from questions.formats import MediaFile, Problem, Reading
from questions.model import Question
from studyapp import media
from studyapp.errors import RefusedError

# All of them together, as bytes.
MOST = 4 * 1024 * 1024
_REASON = "no picture or sound that can be shown, such as PNG, JPEG, WebP, MP3 or Ogg; left out"


def previewed(reading: Reading, questions: Iterable[Question]) -> dict[str, dict[str, str]]:
    """Return the files that *questions* show, by their ids: type, and bytes in base 64."""
    kept: dict[str, dict[str, str]] = {}
    left = MOST
    for sha256 in dict.fromkeys(one for question in questions for one in files_of(question)):
        file = reading.media.get(sha256)
        media_type = _type(file) if file else None
        if file is None or media_type is None or len(file.data) > left:
            continue
        left -= len(file.data)
        told = base64.b64encode(file.data).decode("ascii")
        kept[media.id_of(sha256)] = {"type": media_type, "data": told}
    return kept


def opened(preview: Mapping[str, Any] | None, media_id: str) -> tuple[bytes, str] | None:
    """Return bytes and type of a file that a preview shows."""
    found = (preview or {}).get("files", {}).get(media_id)
    return (base64.b64decode(found["data"]), found["type"]) if found else None


def files_of(question: Question) -> Iterator[str]:
    """Yield the SHA-256s of the files that a question shows."""
    yield from question.media
    named = question.extra.get("files")
    if isinstance(named, dict):
        yield from (one for one in named.values() if isinstance(one, str))
    for part in question.parts:
        yield from files_of(part)


def unshowable(reading: Reading) -> list[Problem]:
    """Name the files that stay out because no browser may show them."""
    return [
        Problem(file.name, _REASON, outcome="reduced")
        for file in reading.media.values()
        if _type(file) is None
    ]


def _type(file: MediaFile) -> str | None:
    try:
        return media.type_of(file.data)
    except RefusedError:
        return None
