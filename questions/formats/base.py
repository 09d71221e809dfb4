"""What a module of a format offers, and what a person may settle for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from questions.bank import Bank
from questions.formats.media import MediaFile
from questions.formats.pieces import Piece
from questions.formats.results import Reading, Writing
from questions.formats.schedule import Schedule
from questions.model import Kind

CERTAIN: Final = 1.0
LIKELY: Final = 0.8
POSSIBLE: Final = 0.5
NO: Final = 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """How to read a file, where a person corrects what was guessed; None leaves it to the reader.

    *separator* stands between the columns and *row_separator* between the rows; *columns* names
    for each column what it holds (`tables.roles`); *header* says whether the first row names them.
    *sheet* is the one of a workbook that is read.
    """

    encoding: str | None = None
    separator: str | None = None
    row_separator: str | None = None
    columns: tuple[str, ...] | None = None
    header: bool | None = None
    html: bool | None = None
    sheet: str | None = None


class Feature(StrEnum):
    """What a file may hold beside the stems and answers of its questions."""

    TITLE = "title"
    DECK = "deck"
    TAGS = "tags"
    EXPLANATION = "explanation"
    FEEDBACK = "feedback"
    HINTS = "hints"
    WEIGHTS = "weights"
    SEVERAL_ANSWERS = "several answers"
    MARKUP = "markup"
    MEDIA = "media"
    SCHEDULE = "schedule"
    SOURCES = "sources"
    POINTS = "points"
    REVERSE = "reverse"
    IDS = "ids"
    GRADING = "grading"


@dataclass(frozen=True, slots=True)
class Holds:
    """The kinds and features that a written file keeps.

    *as_cards* are the kinds that become a front and a back; *choices* is the most of one question.
    """

    kinds: frozenset[Kind] = frozenset()
    features: frozenset[Feature] = frozenset()
    as_cards: frozenset[Kind] = frozenset()
    choices: int | None = None


EVERYTHING: Final = Holds(frozenset(Kind), frozenset(Feature))
NO_OPTIONS: Final = Options()
_NO_MEDIA: Final[Mapping[str, MediaFile]] = {}

Reader = Callable[[bytes, str, Options], Reading]
Taker = Callable[[bytes, str, Options], Iterator[Piece]]
Writer = Callable[[Bank, Mapping[str, MediaFile], Schedule | None], Writing]


@dataclass(frozen=True, slots=True)
class Format:
    """What a format's module offers: how to know it, read it and write it.

    *recognises* gets the bytes and the name of a file and says how sure it is, from 0 to 1, by
    content; `read` raises nothing but BankFormatError. A format that is only written has no *read*,
    one that is only read no *write*. *take* reads a piece at a time, where files are that large.
    *suffixes* begins with the one that written files get.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes, str], float]
    read: Reader | None = None
    write: Writer | None = None
    take: Taker | None = None
    holds: Holds = field(default_factory=Holds)
    media_type: str = "application/octet-stream"
    is_table: bool = False
