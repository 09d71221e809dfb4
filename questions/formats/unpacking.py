"""Zip files of strangers that carry text and media: members by name, each within a budget."""

import io
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Final

from questions.errors import BankFormatError
from questions.messages import say

MOST_MEMBERS: Final = 20_000
LONGEST_MEMBER: Final = 64 * 1024 * 1024
LONGEST_TOTAL: Final = 512 * 1024 * 1024
_ENCRYPTED: Final = 1
_LONGEST_NAME: Final = 120
_DAMAGES: Final = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError,
    ValueError, KeyError, UnicodeError,
)  # fmt: skip


class Bundle:
    """An opened zip; nothing is ever written to a disk, and no more unpacked than was asked for."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            members = self._zip.infolist()
        except _DAMAGES as error:
            raise BankFormatError(
                say("the zip is damaged: %(error)s", error=str(error)[:100])
            ) from None
        if len(members) > MOST_MEMBERS:
            raise BankFormatError(
                say(
                    "the zip has %(number)s members, the most is 20,000", number=f"{len(members):,}"
                )
            )
        # A member without a name, which a damaged zip may have, is nothing to ask for.
        named = (one for one in members if one.filename and not one.filename.endswith("/"))
        self._members = {one.filename: one for one in named}
        self._left = LONGEST_TOTAL

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """Unpack one member; raises BankFormatError for one that is damaged or far too long."""
        member = self._members[name]
        if member.flag_bits & _ENCRYPTED:
            raise BankFormatError(say("the zip has a password: save it without one"))
        most = min(LONGEST_MEMBER, self._left)
        try:
            with self._zip.open(member) as packed:
                data = packed.read(most + 1)
        except _DAMAGES as error:
            raise BankFormatError(
                say(
                    "%(name)s in the zip is damaged: %(error)s",
                    name=name[:80],
                    error=str(error)[:100],
                )
            ) from None
        if len(data) > most:
            raise BankFormatError(
                say(
                    "%(name)s in the zip is longer than %(most)s bytes",
                    name=name[:80],
                    most=f"{most:,}",
                )
            )
        self._left -= len(data)
        return data


def is_zip(data: bytes) -> bool:
    """Tell a zip by how it begins."""
    return data[:4] == b"PK\x03\x04"


def plain_name(path: str) -> str | None:
    """Return the name of a file without its folders; None for one that no file should have."""
    name = unicodedata.normalize("NFC", PurePosixPath(path.replace("\\", "/")).name).strip()
    if name in {"", ".", ".."} or any(not char.isprintable() for char in name):
        return None
    return name if len(name.encode("utf-8", "replace")) <= _LONGEST_NAME else None
