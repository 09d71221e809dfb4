"""Banks as files: one module a format, found by its name or by what is in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from questions import attached
from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import (
    aiken,
    anki,
    anki_text,
    blooket,
    csv_table,
    gift,
    kahoot,
    markdown,
    mnemosyne,
    moodle_cloze,
    moodle_xml,
    native,
    obsidian,
    opentdb,
    opentriviaqa,
    quizizz,
    quizlet,
    supermemo,
    text2qti,
    tsv_table,
    xlsx,
)
from questions.formats.base import NO_OPTIONS, Feature, Format, Holds, Options, Reader, Writer
from questions.formats.media import MediaFile
from questions.formats.pieces import Asked, Piece, pieces_of
from questions.formats.results import Problem, Reading, Writing
from questions.formats.schedule import LoggedReview, Schedule
from questions.garbage import uncollected
from questions.messages import say

__all__ = [
    "BY_NAME",
    "FORMATS",
    "Asked",
    "Feature",
    "Format",
    "Guess",
    "Holds",
    "LoggedReview",
    "MediaFile",
    "Options",
    "Piece",
    "Problem",
    "Reading",
    "Schedule",
    "Writing",
    "detect",
    "pieces_of",
    "read",
    "take",
    "write",
]

FORMATS: Final[tuple[Format, ...]] = (
    native.FORMAT,
    anki.FORMAT,
    anki.COLLECTION,
    anki.LEGACY,
    anki_text.FORMAT,
    csv_table.FORMAT,
    tsv_table.FORMAT,
    xlsx.FORMAT,
    quizlet.FORMAT,
    kahoot.FORMAT,
    blooket.FORMAT,
    quizizz.FORMAT,
    opentdb.FORMAT,
    opentriviaqa.FORMAT,
    markdown.FORMAT,
    aiken.FORMAT,
    gift.FORMAT,
    gift.WITH_MEDIA,
    moodle_xml.FORMAT,
    moodle_cloze.FORMAT,
    obsidian.FORMAT,
    text2qti.FORMAT,
    mnemosyne.FORMAT,
    supermemo.FORMAT,
)
BY_NAME: Final[Mapping[str, Format]] = MappingProxyType({form.name: form for form in FORMATS})
# Between formats that the content shows equally well the name decides, and nothing more.
_NAME_COUNTS = 0.05
_NO_MEDIA: Final[Mapping[str, MediaFile]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Guess:
    """A format that a file may be in, and how sure its module is, from 0 to 1."""

    format: str
    confidence: float


def read(
    data: bytes, name: str, format: str | None = None, options: Options = NO_OPTIONS
) -> Reading:
    """Read a bank file; without *format*, as what its content shows it to be."""
    found = _named(format) if format else _recognised(data, name)
    with uncollected():
        return _reader(found)(data, name, options)


def take(
    data: bytes, name: str, format: str | None = None, options: Options = NO_OPTIONS
) -> Iterator[Piece]:
    """Read a bank file a piece at a time; the refusal of a file may come between two of them."""
    found = _named(format) if format else _recognised(data, name)
    if found.take:
        return found.take(data, name, options)
    return pieces_of(_reader(found)(data, name, options))


def write(
    bank: Bank,
    format: str,
    media: Mapping[str, MediaFile] = _NO_MEDIA,
    schedule: Schedule | None = None,
) -> Writing:
    """Write *bank*; what the format cannot hold is among the problems."""
    form = _named(format)
    if media and form is not native.FORMAT and Feature.MEDIA in form.holds.features:
        questions = tuple(attached.embedded(one, media) for one in bank.questions)
        bank = bank.model_copy(update={"questions": questions})
    return _writer(form)(bank, media, schedule)


def detect(data: bytes, name: str) -> tuple[Guess, ...]:
    """Say which formats a file may be in, the likeliest first."""
    scored = ((form, form.recognises(data, name)) for form in FORMATS if form.read)
    known = [(form, score) for form, score in scored if score > 0]
    ranked = sorted(known, key=lambda one: -(one[1] + _NAME_COUNTS * _is_named(one[0], name)))
    return tuple(Guess(form.name, score) for form, score in ranked)


def _is_named(form: Format, name: str) -> bool:
    return name.lower().endswith(form.suffixes)


def _named(name: str) -> Format:
    if name not in BY_NAME:
        raise BankFormatError(
            say(
                "there is no format %(name)s; there is %(known)s",
                name=repr(name[:40]),
                known=", ".join(BY_NAME),
            )
        )
    return BY_NAME[name]


def _reader(form: Format) -> Reader:
    if form.read is None:
        raise BankFormatError(say("%(title)s can be written, but not read", title=form.title))
    return form.read


def _writer(form: Format) -> Writer:
    if form.write is None:
        raise BankFormatError(say("%(title)s can be read, but not written", title=form.title))
    return form.write


def _recognised(data: bytes, name: str) -> Format:
    if guesses := detect(data, name):
        return BY_NAME[guesses[0].format]
    for form in FORMATS:
        if form.read and _is_named(form, name):
            return form
    raise BankFormatError(
        say(
            "%(name)s is in no format that can be read; choose the format if you know it",
            name=repr(name[:80]),
        )
    )
