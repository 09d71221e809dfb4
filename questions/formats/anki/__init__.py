"""Anki's packages: whole collections and shared decks, of all three generations."""

from collections.abc import Iterator, Mapping
from typing import Final

from questions.bank import Bank
from questions.formats.anki import package, reading, writing
from questions.formats.base import CERTAIN, LIKELY, NO, Feature, Format, Holds, Options
from questions.formats.media import MediaFile
from questions.formats.pieces import Piece, whole
from questions.formats.results import Reading, Writing
from questions.formats.schedule import Schedule
from questions.model import Kind

_HOLDS: Final = Holds(
    frozenset({Kind.FLASHCARD, Kind.CLOZE, Kind.SHORT}),
    frozenset({
        Feature.DECK,
        Feature.TAGS,
        Feature.EXPLANATION,
        Feature.MARKUP,
        Feature.MEDIA,
        Feature.SCHEDULE,
        Feature.REVERSE,
        Feature.IDS,
    }),
)  # fmt: skip
_TYPE: Final = "application/octet-stream"


def recognises(data: bytes, _name: str) -> float:
    """Tell a zip that holds a collection, or a bare collection, by its content."""
    if package.is_package(data):
        return CERTAIN
    if data.startswith(package.SQLITE):
        return CERTAIN if b"revlog" in data[: 1 << 16] or b"sfld" in data[: 1 << 16] else LIKELY
    return NO


def read(data: bytes, name: str, _options: Options) -> Reading:
    """Read a package or a bare collection; what is not sound is left out or mended, by name."""
    return whole(reading.pieces(data, name))


def take(data: bytes, name: str, _options: Options) -> Iterator[Piece]:
    """Read the same a note at a time."""
    return reading.pieces(data, name)


def _write(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    return writing.write(bank, media, schedule)


def _write_legacy(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    return writing.write(bank, media, schedule, is_legacy=True)


def _is_deck(data: bytes, name: str) -> float:
    return NO if data.startswith(package.SQLITE) else recognises(data, name)


FORMAT: Final = Format(
    name="apkg",
    title="Anki deck",
    suffixes=(".apkg",),
    recognises=_is_deck,
    read=read,
    take=take,
    write=_write,
    holds=_HOLDS,
    media_type=_TYPE,
)
COLLECTION: Final = Format(
    name="colpkg",
    title="Anki collection",
    suffixes=(".colpkg", ".anki2", ".anki21"),
    recognises=recognises,
    read=read,
    take=take,
    write=_write,
    holds=_HOLDS,
    media_type=_TYPE,
)
LEGACY: Final = Format(
    name="apkg-legacy",
    title="Anki deck for versions before 2.1.50",
    suffixes=(".apkg",),
    recognises=lambda _data, _name: NO,
    write=_write_legacy,
    holds=_HOLDS,
    media_type=_TYPE,
)
