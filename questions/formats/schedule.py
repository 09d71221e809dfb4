"""What a bank file tells of studying: where each card stands, and every answer that was given.

Neutral values: the formats that hold a schedule fill them, the application brings them into its
tables, and the other way round. `held` keeps what has no name here, so that a file written in the
same format again says what the first one said.

Of cards and answers a file may have many hundred thousands: they are tuples, which are made and
handed from process to process in a third of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple

State = Literal["new", "learning", "review", "relearning"]
Ease = Literal["normal", "reduced", "minimum"]
Kind = Literal["learn", "review", "relearn", "cram", "manual", "rescheduled"]

_NOTHING: Final[Mapping[str, Any]] = {}


class CardState(NamedTuple):
    """One card of a question: *part* is named as `questions.faces.parts_of` names it.

    A new card has a *position* in the line, a card in its steps has *due_at*, one in review
    *due_day*. *interval* is in days, *step* counts the steps that are behind it. *flag* is 0 for
    none, 1 to 7 for a colour.
    """

    id: int
    question: str
    part: str
    deck: str
    state: State
    position: int | None = None
    due_at: datetime | None = None
    due_day: date | None = None
    interval: int = 0
    reps: int = 0
    lapses: int = 0
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    desired_retention: float | None = None
    last_review_at: datetime | None = None
    suspended: bool = False
    buried: bool = False
    flag: int = 0
    held: Mapping[str, Any] = _NOTHING


class LoggedReview(NamedTuple):
    """One line of the review log; *id* is the moment in milliseconds since 1970.

    *rating* is 0 where a person or a program moved the card without an answer, else 1 to 4.
    Intervals are days, or seconds below nought; *ease* is in thousandths, *ms* the time taken.
    """

    id: int
    card: int
    rating: int
    interval: int
    last_interval: int
    ease: int
    ms: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class PresetValues:
    """Named settings; steps are seconds, the interval is days, *new_per_day* is for each deck.

    *easy_days* says for each weekday from Monday how many cards it takes; nothing: all alike.
    """

    name: str
    desired_retention: float = 0.9
    learning_steps: tuple[int, ...] = (60, 600)
    relearning_steps: tuple[int, ...] = (600,)
    maximum_interval: int = 36500
    leech_threshold: int = 8
    leech_action: Literal["suspend", "mark"] = "suspend"
    new_per_day: int = 20
    new_order: Literal["made", "random"] = "made"
    bury_siblings: bool = False
    parameters: tuple[float, ...] = ()
    easy_days: tuple[Ease, ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeckValues:
    """A deck of the file, its path joined with `::`, and the preset that it takes."""

    title: str
    preset: str | None = None
    description: str = ""
    held: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that a file tells of studying; *started_at* is where its days are counted from."""

    cards: tuple[CardState, ...] = ()
    reviews: tuple[LoggedReview, ...] = ()
    presets: tuple[PresetValues, ...] = ()
    decks: tuple[DeckValues, ...] = ()
    started_at: datetime | None = None
    held: Mapping[str, Any] = field(default_factory=dict)
