"""What a rule is: a name for good, what it looks for, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from questions.checks.passages import Passage, Place
from questions.checks.seen import Seen
from questions.model import Finding, Kind, Question


class Weight(StrEnum):
    """How much a finding matters, worst first."""

    WRONG = "wrong"
    CUE = "cue"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a rule found: a sentence that names it, and where it is."""

    what: str
    place: Place | None = None


Find = Callable[[Seen], Flaw | None]
# What is left of the question when it is mended; the text is its document's, where it is known.
Mend = Callable[[Question, Finding, str | None], Question | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason why a question may be flawed.

    *about* says for the documentation what is found and why it matters; *advice* says what to do
    and ends every reason. An *english* rule knows English words. A rule that holds *alone* is not
    asked about the parts of a composite, which lean on its stem.
    """

    name: str
    about: str
    advice: str
    find: Find
    kinds: frozenset[Kind]
    weight: Weight = Weight.FORM
    english: bool = False
    alone: bool = False
    mend: Mend | None = None

    def applies_to(self, seen: Seen) -> bool:
        return (
            seen.kind in self.kinds
            and (seen.alone or not self.alone)
            and (not self.english or seen.english)
        )


def quoted(text: str, most: int = 60) -> str:
    """Quote some words of a question on one line."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= most else f"“{line[: most - 1].rstrip()}…”"


def whole(passage: Passage) -> Place:
    return passage.place()


TYPED = frozenset({Kind.SHORT, Kind.CLOZE, Kind.NUMERIC})
CARDS = TYPED | {Kind.FLASHCARD}
ASKED = CARDS | {Kind.CHOICE, Kind.GAPS}
STATED = ASKED | {Kind.TRUEFALSE}
WORDED = STATED | {Kind.MATCHING, Kind.ORDERING, Kind.ESSAY, Kind.HOTTEXT, Kind.HOTSPOT}
EVERYTHING = frozenset(Kind) - {Kind.OPAQUE}
