"""A text with embedded answers as a file of its own: one question in Moodle's Cloze syntax."""

from collections.abc import Mapping
from typing import Final

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import decoding, losses
from questions.formats.base import LIKELY, NO, NO_OPTIONS, Feature, Format, Holds, Options
from questions.formats.collecting import Collector
from questions.formats.media import MediaFile
from questions.formats.moodle.embedded import EmbeddedError, gaps_of, is_embedded, written
from questions.formats.moodle.texts import has_markup
from questions.formats.results import Problem, Reading, Writing
from questions.formats.schedule import Schedule
from questions.messages import say
from questions.model import Kind

NAME: Final = "cloze"
_HOLDS: Final = Holds(
    frozenset({Kind.GAPS}),
    frozenset({Feature.WEIGHTS, Feature.FEEDBACK, Feature.SEVERAL_ANSWERS, Feature.MARKUP}),
)


def recognises(data: bytes, name: str) -> float:
    """Tell the syntax by an opened answer; formats that hold it among others are surer."""
    try:
        text = decoding.decode(data[: 64 * 1024]).text
    except BankFormatError:
        return NO
    return LIKELY if is_embedded(text) and text.lstrip()[:1] != "<" else NO


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a file as one question."""
    decoded = decoding.decode(data, options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    try:
        stem, gaps, is_joined = gaps_of(decoded.text.strip())
    except EmbeddedError as error:
        raise BankFormatError(
            say("the answers in the text cannot be read: %(error)s", error=str(error))
        ) from None
    if not gaps:
        raise BankFormatError(say("the text has no answers such as {1:SHORTANSWER:=Paris}"))
    if is_joined:
        told = "line ends between its answers were left out"
        collector.tell("question 1", told, outcome="repaired")
    form = "html" if has_markup(stem) else "text"
    collector.add({"kind": Kind.GAPS, "stem": stem, "gaps": gaps, "format": form})
    return collector.reading(NAME, name, guessed={"encoding": decoded.encoding})


def write(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    """Write the first question with gaps: a file of this kind holds one."""
    kept, problems = losses.fitting(bank, _HOLDS)
    told = "a file of this kind holds one question"
    problems += [Problem(f"question {one.id}", told, one.stem[:200]) for one in kept[1:]]
    text = written(kept[0].stem, kept[0].gaps) if kept else ""
    return Writing(text.encode(), tuple(problems))


FORMAT: Final = Format(
    name=NAME,
    title="Moodle Cloze",
    suffixes=(".cloze.txt", ".txt"),
    recognises=recognises,
    read=read,
    write=write,
    holds=_HOLDS,
    media_type="text/plain",
)
