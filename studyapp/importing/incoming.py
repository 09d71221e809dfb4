"""The questions of a file made ready for the database, each under its deck and its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from questions.formats import Asked, Guess, LoggedReview, Reading, pieces_of
from studyapp.importing.told import Told, digest, told, worded
from studyapp.packing import Portions

Policy = Literal["update", "skip", "add"]
POLICIES: tuple[Policy, ...] = ("update", "skip", "add")
# A question keeps the licence of the bank that it came in.
LICENCE = "licence"
# A name so long is the file's own for this question alone; a short one may be in any file.
_GLOBAL_NAME = 8


@dataclass(frozen=True)
class Wanted:
    """What a learner wants of a file; an empty *deck* takes the file's own decks or its title."""

    deck: str = ""
    tags: tuple[str, ...] = ()
    changed: Policy = "update"

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Wanted:
        """Read what was kept of a form."""
        policy = told.get("changed")
        return cls(
            str(told.get("deck", "")),
            tuple(told.get("tags", ())),
            policy if policy in POLICIES else "update",
        )


@dataclass(frozen=True)
class Delivery:
    """A file read apart: its questions and its log packed, and the rest of the reading.

    *guesses* are the formats that it may be in, the likeliest first.
    """

    rest: Reading
    questions: Portions[Told]
    reviews: Portions[LoggedReview]
    guesses: tuple[Guess, ...] = ()

    @classmethod
    def of(cls, reading: Reading, guesses: tuple[Guess, ...] = ()) -> Delivery:
        """Pack what was read as a whole."""
        asked = (told(one) for one in pieces_of(reading) if isinstance(one, Asked))
        reviews = reading.schedule.reviews if reading.schedule else ()
        rest = next(one for one in pieces_of(reading) if isinstance(one, Reading))
        log = Portions.of(LoggedReview._make, reviews)
        return cls(rest, Portions.of(Told._make, asked), log, guesses)


class Incoming(NamedTuple):
    """A question with all that is known of it before the database is asked."""

    told: Told
    deck: str
    key: str
    position: int


class Arrivals:
    """The questions of a file as they were wanted, made ready a portion at a time."""

    def __init__(self, delivery: Delivery, wanted: Wanted) -> None:
        self._questions, self._wanted = delivery.questions, wanted
        self._title, self._licence = delivery.rest.bank.title, delivery.rest.bank.licence

    def __len__(self) -> int:
        return len(self._questions)

    def __iter__(self) -> Iterator[Incoming]:
        for some in self.portions():
            yield from some

    def portions(self) -> Iterator[list[Incoming]]:
        """Yield the questions in the order of the file; each time again they are the same."""
        times: Counter[str] = Counter()
        position = 0
        for some in self._questions.portions():
            yield [self._ready(one, times, position + at) for at, one in enumerate(some)]
            position += len(some)

    def _ready(self, one: Told, times: Counter[str], position: int) -> Incoming:
        deck = self._wanted.deck or one.deck or self._title
        name = self._name(one, deck)
        key = digest(name)
        # The same front twice in a file is two things to know.
        times[key] += 1
        if times[key] > 1:
            key = digest(f"{name}\x1f{times[key]}")
        return Incoming(self._as_wanted(one), deck, key, position)

    def _name(self, one: Told, deck: str) -> str:
        """Name a question by what its file calls it, else by what it asks and in which deck."""
        own = one.key
        if own and len(own) >= _GLOBAL_NAME and not own.isdigit():
            return f"own\x1f{own}"
        if own:
            return f"file\x1f{self._title}\x1f{own}"
        root = deck.partition("::")[0]
        return f"asks\x1f{root}\x1f{one.kind}\x1f{one.asks}"

    def _as_wanted(self, one: Told) -> Told:
        """Give a question the tags that are wanted, and the licence of its bank."""
        if not self._wanted.tags and not self._licence:
            return one
        question = one.question
        tags = tuple(dict.fromkeys((*question.tags, *self._wanted.tags)))
        extra = question.extra | ({LICENCE: self._licence} if self._licence else {})
        return worded(one, question.model_copy(update={"tags": tags, "extra": extra}))
