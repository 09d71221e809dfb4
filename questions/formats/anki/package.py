"""The file around a collection: a zip of one of three generations, or the bare database.

Nothing of it is trusted: members are read by name and counted while they are unpacked, and what a
header says of sizes is only a claim.
"""

import io
import json
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, Literal

import zstandard

from questions.errors import BankFormatError
from questions.formats.anki import wire
from questions.messages import say

Generation = Literal["legacy 1", "legacy 2", "latest", "bare"]
SQLITE = b"SQLite format 3\0"
MAX_MEMBERS = 20_000
MAX_COLLECTION = 512 * 1024 * 1024
MAX_MEDIA_FILE = 256 * 1024 * 1024
MAX_MEDIA = 1024 * 1024 * 1024
_MAX_LIST = 32 * 1024 * 1024
_MAX_RATIO = 200
_FREE = 128 * 1024 * 1024
_CHUNK = 256 * 1024
_WINDOW = 128 * 1024 * 1024
_LONGEST_NAME = 120
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError,
            NotImplementedError, zstandard.ZstdError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that the package lists: the member that holds it, and its size if that is told."""

    member: str
    name: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of the package that is not taken, and why."""

    name: str
    reason: str


class Package:
    """A package that was given as bytes or lies in a file."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        head = source[:16] if isinstance(source, bytes) else _head(source)
        self._zip = None if head == SQLITE else _opened(source)
        self.generation: Generation = self._generation() if self._zip else "bare"

    def collection(self) -> bytearray:
        """Return the database of the collection."""
        if self._zip is None:
            return bytearray(self._bytes())
        member = _COLLECTIONS[self.generation]
        if member not in self._zip.NameToInfo:
            raise BankFormatError(
                say("the package lacks its collection (%(member)s)", member=member)
            )
        most = min(MAX_COLLECTION, max(_FREE, self._size() * _MAX_RATIO))
        unpacked = bytearray()
        for piece in self._pieces(member, zstd=self.generation == "latest"):
            unpacked += piece
            if len(unpacked) > most:
                raise BankFormatError(
                    say("the collection grows beyond all measure when it is unpacked")
                )
        return unpacked

    def entries(self) -> Iterator[Entry | Refused]:
        """Yield the files that the package lists, in its order; each name once."""
        if self._zip is None:
            return
        seen: set[str] = set()
        for member, name, size in self._listed():
            plain = unicodedata.normalize("NFC", name)
            if reason := self._reason_against(member, plain):
                yield Refused(name, reason)
            elif plain in seen:
                yield Refused(name, "another file of the package has this name")
            else:
                seen.add(plain)
                yield Entry(member, plain, size)

    def media(self, entry: Entry) -> bytes:
        """Return the bytes of a listed file; one that is not as it says is a BankFormatError."""
        limit = MAX_MEDIA_FILE if entry.size is None else entry.size
        parts, length = [], 0
        for piece in self._pieces(entry.member, zstd=self.generation == "latest"):
            length += len(piece)
            if length > min(limit, MAX_MEDIA_FILE):
                raise BankFormatError(say("it is larger than the package says"))
            parts.append(piece)
        if entry.size is not None and length != entry.size:
            raise BankFormatError(say("it is smaller than the package says"))
        return b"".join(parts)

    def _size(self) -> int:
        source = self._source
        return len(source) if isinstance(source, bytes) else source.stat().st_size

    def _bytes(self) -> bytes:
        return self._source if isinstance(self._source, bytes) else self._source.read_bytes()

    def _generation(self) -> Generation:
        names = self._names()
        if "meta" in names:
            version = next((v for n, v in wire.fields(self._small("meta")) if n == 1), 0)
            if version not in _VERSIONS:
                raise BankFormatError(
                    say(
                        "the package has version %(version)s, newer than this program knows",
                        version=repr(version),
                    )
                )
            return _VERSIONS[version]
        if "collection.anki21b" in names:
            return "latest"
        return "legacy 2" if "collection.anki21" in names else "legacy 1"

    def _names(self) -> Mapping[str, zipfile.ZipInfo]:
        return self._zip.NameToInfo if self._zip else {}

    def _small(self, member: str) -> bytes:
        return b"".join(self._pieces(member, zstd=False, limit=_MAX_LIST))

    def _listed(self) -> Iterator[tuple[str, str, int | None]]:
        if "media" not in self._names():
            return
        if self.generation == "latest":
            listed = b"".join(self._pieces("media", zstd=True, limit=_MAX_LIST))
            yield from _messages(listed)
        else:
            yield from _json_list(self._small("media"))

    def _reason_against(self, member: str, name: str) -> str | None:
        info = self._names().get(member)
        if not is_plain_name(name):
            return "its name could lead out of the folder or cannot be kept"
        if info is None:
            return "the package lists it and does not hold it"
        if stat.S_ISLNK(info.external_attr >> 16):
            return "it is a link, not a file"
        return None

    def _pieces(self, member: str, *, zstd: bool, limit: int = MAX_COLLECTION) -> Iterator[bytes]:
        if self._zip is None:
            return
        try:
            with self._zip.open(member) as packed:
                length = 0
                for piece in _chunks(_unzstd(packed) if zstd else packed):
                    length += len(piece)
                    if length > limit:
                        raise BankFormatError(
                            say("%(member)s grows beyond all measure", member=member)
                        )
                    yield piece
        except BankFormatError:
            raise
        except (*_DAMAGED, KeyError) as error:
            raise BankFormatError(
                say(
                    "%(member)s inside the package is damaged: %(error)s",
                    member=member,
                    error=str(error)[:150],
                )
            ) from None


def is_plain_name(name: str) -> bool:
    """Say whether a media file may have this name: one part, printable, not too long."""
    return bool(
        name
        and name not in {".", ".."}
        and not _UNSAFE.search(name)
        and not _DEVICES.fullmatch(name)
        and len(name.encode("utf-8", "replace")) <= _LONGEST_NAME * 2
    )


def is_package(data: bytes) -> bool:
    """Say whether these bytes are a zip that holds a collection."""
    if data[:4] != b"PK\x03\x04":
        return False
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except _DAMAGED:
        # Cut off: the name of the first members still stands in the front.
        return b"collection.anki2" in data[:4096]
    return any(name in names for name in _COLLECTIONS.values())


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _opened(source: bytes | Path) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        infos = opened.infolist()
    except _DAMAGED:
        raise BankFormatError(
            say("this is no Anki package, or it is cut off: export it from Anki again")
        ) from None
    if len(infos) > MAX_MEMBERS:
        raise BankFormatError(
            say(
                "the package has %(number)s files, the most is %(most)s",
                number=f"{len(infos):,}",
                most=f"{MAX_MEMBERS:,}",
            )
        )
    if any(one.flag_bits & 1 for one in infos):
        raise BankFormatError(say("the package is locked with a password"))
    if len({one.filename for one in infos}) < len(infos):
        raise BankFormatError(
            say("the package holds two files of one name: which counts is unclear")
        )
    if len({one.header_offset for one in infos}) < len(infos) or _overlap(infos):
        raise BankFormatError(say("files inside the package overlap: it was made to do harm"))
    return opened


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Say whether the packed bytes of one member reach into the next."""
    placed = sorted((one.header_offset, one.compress_size) for one in infos)
    return any(start + size > following for (start, size), (following, _size) in pairwise(placed))


def _unzstd(packed: IO[bytes]) -> IO[bytes]:
    return zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(packed)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_CHUNK):
        yield piece


def _messages(listed: bytes) -> Iterator[tuple[str, str, int | None]]:
    for place, (number, value) in enumerate(wire.fields(listed)):
        if number != 1 or not isinstance(value, bytes):
            continue
        inside = dict(wire.fields(value))
        name, size = inside.get(1, b""), inside.get(2, 0)
        told = name.decode("utf-8", "replace") if isinstance(name, bytes) else ""
        yield str(place), told, size if isinstance(size, int) else None


def _json_list(data: bytes) -> Iterator[tuple[str, str, int | None]]:
    if not data.strip():
        return
    try:
        listed = json.loads(data)
    except (ValueError, RecursionError):
        raise BankFormatError(say("the list of media files is not JSON")) from None
    if not isinstance(listed, dict):
        raise BankFormatError(say("the list of media files is no list of names"))
    for member, name in listed.items():
        yield str(member), str(name), None


_COLLECTIONS: dict[Generation, str] = {
    "legacy 1": "collection.anki2",
    "legacy 2": "collection.anki21",
    "latest": "collection.anki21b",
}
_VERSIONS: dict[wire.Value, Generation] = {1: "legacy 1", 2: "legacy 2", 3: "latest"}
