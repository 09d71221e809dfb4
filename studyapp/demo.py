"""A learner with simulated reviews: made-up questions, true memory of known parameters.

The learner answers day after day through the same scheduling as everybody else; whether a card
is remembered is drawn from a memory that follows FSRS-6 with parameters of its own. So the pages
have something to show, and what is fitted or forecast can be compared with the truth.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from questions import choices
from questions.faces import parts_of
from questions.model import Answer, Choice, Kind, Question
from studyapp import decks, learners, reviews
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.ids import derived_id
from studyapp.learners import Clock
from studyapp.reviews import Attempt
from studyapp.scheduling import DEFAULT_PARAMETERS, LEARN_AHEAD, Rating, retrievability
from studyapp.scheduling.fsrs import Trace
from studyapp.scheduling.models import BEST_MODEL
from studyapp.scheduling.parameters import RANGES
from studyapp.scheduling.simulator import FIRST_ANSWERS, PASSES, SECONDS
from studyapp.tables import Card, Deck, Learner, Preset, Review, StoredQuestion

NAME = "Simulated learner"
MOST_CARDS, MOST_REVIEWS = 200_000, 2_000_000
_TITLES = ("Arithmetic::Products", "Arithmetic::Squares", "Arithmetic::Sums")
_AT_ONCE = 2_000
_REST_DAYS = 0.08
_SAME_DAY_RECALL = 0.93
# People differ most in how long a first answer lasts.
_SPREADS = (0.6,) * 4 + (0.25,) * 17


@dataclass(frozen=True)
class Made:
    """Who was made, and how that learner's memory really works."""

    learner_id: str
    name: str
    cards: int
    reviews: int
    parameters: tuple[float, ...]


@dataclass
class _Row:
    """A card on its way through the days, with its question and what is truly remembered."""

    card: Card
    question: Question
    alternatives: int
    trace: Trace | None = None
    last: date | None = None


def true_parameters(seed: int) -> tuple[float, ...]:
    """Return how the memory of the learner with this seed works."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    drawn = [
        round(min(max(value * chance.lognormvariate(0, spread), low), high), 4)
        for value, (low, high), spread in zip(DEFAULT_PARAMETERS, RANGES, _SPREADS, strict=True)
    ]
    return (*sorted(drawn[:4]), *drawn[4:])


def make(
    database: Database, now: datetime, zone: str, *, cards: int, answers: int, seed: int, name: str
) -> Made:
    """Add the learner *name* with so many cards and answers, up to the day before *now*.

    Raises:
        RefusedError: there is a learner of that name, or the numbers are out of range
    """
    if not (1 <= cards <= MOST_CARDS and 0 <= answers <= MOST_REVIEWS):
        raise RefusedError(f"Give 1 to {MOST_CARDS} cards and 0 to {MOST_REVIEWS} reviews.")
    # Chance in scheduling comes from ids: the same seed and name make the same learner again.
    key = derived_id("0" * 32, f"demo/{seed}/{name}")
    learner_id, clock = database.write(lambda session: _new_learner(session, key, name, zone, now))
    with database.reading() as session:
        preset = learners.preset_of(session, learner_id, learners.default_preset_id(learner_id))
    truth = true_parameters(seed)
    chance = random.Random(seed)  # noqa: S311 - not a secret
    days = _days_for(cards, answers)
    rows = _rows(database, learner_id, clock, cards, now - timedelta(days=days))
    life = _Life(rows, preset, truth, chance, clock)
    number = 0
    for part in _parts(life.answers(days, answers)):
        number += len(part)
        _insert(database, Review, part)
    _store_cards(database, rows)
    return Made(learner_id, name, cards, number, truth)


def _new_learner(
    session: Session, key: str, name: str, zone: str, now: datetime
) -> tuple[str, Clock]:
    if session.exec(select(Learner).where(Learner.name == name)).first():
        raise RefusedError(f"There is a learner called {name}. Choose another name.")
    learner = learners.add(session, name, zone, now, key=key)
    return learner.id, learners.clock_of(learner, now)


def _days_for(cards: int, answers: int) -> int:
    """Return over how many days a person would give so many answers."""
    return round(min(max(80 * answers / cards, 30), 3000))


def _rows(
    database: Database, learner_id: str, clock: Clock, cards: int, begun: datetime
) -> list[_Row]:
    """Store the questions; the cards follow once it is known what became of them."""

    def titled(session: Session) -> list[Deck]:
        return [
            decks.ensure(session, learner_id, title, begun, key=learner_id)[0] for title in _TITLES
        ]

    places = database.write(titled)
    rows: list[_Row] = []
    for start in range(0, cards, _AT_ONCE):
        stored: list[StoredQuestion] = []
        for number in range(start, min(start + _AT_ONCE, cards)):
            question = _question(number)
            key = derived_id(learner_id, f"demo/{number}")
            moment = begun + timedelta(microseconds=number)
            row = decks.stored_row(
                places[number % len(places)], question, key=key, document_id=None, now=moment
            )
            stored.append(row)
            card = decks.new_card(row, parts_of(question)[0], moment, clock)
            rows.append(_Row(card, question, choices.alternatives(question)))
        _store(database, StoredQuestion, stored)
    return rows


def _store_cards(database: Database, rows: Sequence[_Row]) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        _store(database, Card, [row.card for row in rows[start : start + _AT_ONCE]])


def _store(database: Database, model: Any, rows: Sequence[Any]) -> None:
    _insert(database, model, [row.model_dump() for row in rows])


def _insert(database: Database, model: Any, values: list[dict[str, Any]]) -> None:
    def action(session: Session) -> None:
        session.execute(insert(model), values)

    database.write(action)


def _parts(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    part: list[dict[str, Any]] = []
    for row in rows:
        # Rows of one statement have the same columns.
        part.append({"options": None, "chosen": None, **row})
        if len(part) == _AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _question(number: int) -> Question:
    """Return the question with this number: three subjects, four kinds."""
    one, other = 11 + number // 3 % 89, 3 + number // 267
    subject = number % 3
    if subject == 0:
        asked, result = f"{one} × {other}", one * other
    elif subject == 1:
        asked, result = f"{one + other * 97}²", (one + other * 97) ** 2
    else:
        asked, result = f"{one * 13} + {other * 17 + one}", one * 14 + other * 17
    return _asked(number, asked, result, ("products", "squares", "sums")[subject])


def _asked(number: int, asked: str, result: int, tag: str) -> Question:
    fields: dict[str, Any] = {"id": f"q{number}", "tags": (tag,)}
    if number % 7 == 3:
        wrong = (result + 10, result - 2, result + 1)
        picks = (Choice(text=str(result), fraction=1), *(Choice(text=str(n)) for n in wrong))
        return Question(kind=Kind.CHOICE, stem=f"What is {asked}?", choices=picks, **fields)
    if number % 7 == 5:
        right = number % 2 == 0
        stem = f"{asked} = {result if right else result + 10}"
        answer = Answer(text="true" if right else "false")
        return Question(kind=Kind.TRUEFALSE, stem=stem, answers=(answer,), **fields)
    kind = Kind.SHORT if number % 7 in (1, 4) else Kind.FLASHCARD
    return Question(
        kind=kind, stem=f"What is {asked}?", answers=(Answer(text=str(result)),), **fields
    )


@dataclass
class _Life:
    """The learner's days; cards move, and each answer is a row of the log."""

    rows: Sequence[_Row]
    preset: Preset
    truth: tuple[float, ...]
    chance: random.Random
    clock: Clock
    _waiting: list[tuple[datetime, int]] = field(default_factory=list)
    _unseen: int = 0

    def answers(self, days: int, number: int) -> Iterator[dict[str, Any]]:
        """Yield at most *number* answers over so many days, the last of them yesterday."""
        left = number
        for ahead in range(days, 0, -1):
            if self.chance.random() < _REST_DAYS and ahead > 1:
                continue
            budget = round(left / ahead * self.chance.uniform(0.6, 1.5)) if ahead > 1 else left
            for row in self._session(self.clock.today - timedelta(days=ahead), min(budget, left)):
                left -= 1
                yield row

    def _session(self, day: date, budget: int) -> Iterator[dict[str, Any]]:
        begun = self.clock.starts_at(day) + timedelta(minutes=self.chance.randrange(120, 900))
        end = self.clock.starts_at(day + timedelta(days=1)) - timedelta(minutes=1)
        moment = begun
        for _number in range(budget):
            at = self._next(moment)
            if at is None or moment >= end:
                return
            moment, row = self._answered(self.rows[at], moment)
            card = self.rows[at].card
            if card.available_at is not None:
                heapq.heappush(self._waiting, (card.available_at, at))
            yield row

    def _next(self, moment: datetime) -> int | None:
        """Return the card to ask: what waits, else a new one, else one that is nearly due."""
        if self._waiting and self._waiting[0][0] <= moment:
            return heapq.heappop(self._waiting)[1]
        if self._unseen < len(self.rows):
            self._unseen += 1
            return self._unseen - 1
        if self._waiting and self._waiting[0][0] <= moment + LEARN_AHEAD:
            return heapq.heappop(self._waiting)[1]
        return None

    def _answered(self, row: _Row, moment: datetime) -> tuple[datetime, dict[str, Any]]:
        clock = Clock(moment, self.clock.zone, self.clock.rollover_hour)
        rating, right = self._drawn(row, clock.today)
        seconds = SECONDS[rating - 1] * self.chance.lognormvariate(0, 0.5)
        attempt = _attempt(row, rating, right, int(seconds * 1000), self.chance)
        card = row.card
        schedule = reviews.schedules(card, self.preset, clock, row.alternatives)[rating]
        after = reviews.card_after(card, schedule, clock)
        after |= reviews.leech_of(card, schedule, self.preset)
        effects = [reviews.effect_of(card, after)]
        told = reviews.review_row(card, attempt, schedule, clock, effects)
        for name, value in after.items():
            setattr(card, name, value)
        days = 0 if row.last is None else (clock.today - row.last).days
        row.trace = BEST_MODEL(self.truth, 0.9, row.trace, days)[rating].trace
        row.last = clock.today
        return moment + timedelta(seconds=seconds + 2), told

    def _drawn(self, row: _Row, today: date) -> tuple[Rating, bool]:
        """Draw the rating, and whether the answer was right."""
        if row.trace is None or row.last is None:
            rating = Rating(self.chance.choices(range(1, 5), FIRST_ANSWERS)[0])
            return rating, rating > 1
        days = (today - row.last).days
        known = retrievability(row.trace.stability, days, self.truth[20])
        if self.chance.random() < (known if days else _SAME_DAY_RECALL):
            return Rating(self.chance.choices((2, 3, 4), PASSES)[0]), True
        return Rating.AGAIN, False


def _attempt(
    row: _Row, rating: Rating, right: bool, milliseconds: int, chance: random.Random
) -> Attempt:
    question, card = row.question, row.card
    format_ = "flip"
    if question.kind is not Kind.FLASHCARD:
        format_ = "typed" if question.kind is Kind.SHORT else question.kind.value
    options = choices.shuffled(question, f"{card.id}{card.reps}")
    texts = tuple(option.text or option.key for option in options)
    picked = [option.text or option.key for option in options if option.right is right]
    return Attempt(
        id=derived_id(card.id, f"review/{card.reps}"),
        card_id=card.id,
        rating=rating,
        version=card.version,
        ms=milliseconds,
        format=format_,
        typed=None if format_ != "typed" else question.answers[0].text if right else "12",
        correct=None if format_ == "flip" else right,
        options=texts or None,
        chosen=(chance.choice(picked),) if picked else None,
    )
