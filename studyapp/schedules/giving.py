"""Give out what is known of studying some questions, for a file that can hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast, get_args

from sqlalchemy import select
from sqlmodel import Session, col

from questions.faces import parts_of
from questions.formats.schedule import (
    CardState,
    DeckValues,
    Ease,
    Kind,
    LoggedReview,
    PresetValues,
    Schedule,
    State,
)
from questions.model import Question
from studyapp import decks, presets
from studyapp.schedules.bringing import EASE, ELSEWHERE, portions
from studyapp.tables import Card, Deck, NoteType, Preset, Review

_KINDS = cast(tuple[str, ...], get_args(Kind))
_FIRST_NUMBER = 1_577_851_200_000


def give(session: Session, learner_id: str, questions: Iterable[tuple[str, Question]]) -> Schedule:
    """Return what is known of studying these questions, by their row ids, for an export."""
    held = dict(questions)
    rows = _cards_of(session, learner_id, list(held))
    titles = {one.id: one for one in decks.all_of(session, learner_id)}
    numbers = _numbers(rows, held)
    states = tuple(
        _state(row, held[row.question_id], titles, numbers[row.id])
        for row in rows
        if row.deck_id in titles and row.part in parts_of(held[row.question_id])
    )
    used = {row.deck_id for row in rows}
    taken = [one for key, one in titles.items() if key in used]
    found = {row.id: row for row, _number in presets.all_of(session, learner_id)}
    start = _start_of(held.values())
    return Schedule(
        cards=states,
        reviews=tuple(_logged(session, learner_id, numbers)),
        presets=tuple(_values(found[key]) for key in sorted({one.preset_id for one in taken})),
        decks=tuple(DeckValues(one.title, found[one.preset_id].name) for one in taken),
        started_at=start[0],
        held={"day_nought": start[1]} if start[1] else {},
    )


def note_types_of(
    session: Session, learner_id: str, questions: Iterable[Question]
) -> dict[str, Any]:
    """Return the note types that questions name, as `Bank.note_types` holds them."""
    wanted = {key for one in questions if (key := _type_key(one))}
    found: dict[str, Any] = {}
    for some in portions(sorted(wanted)):
        rows = session.execute(
            select(NoteType).where(
                col(NoteType.learner_id) == learner_id, col(NoteType.key).in_(some)
            )
        ).scalars()
        found |= {row.key: row.body for row in rows}
    return found


def _type_key(question: Question) -> str | None:
    told = question.extra.get("anki")
    key = told.get("type") if isinstance(told, dict) else None
    return key if isinstance(key, str) else None


def _studied(question: Question) -> dict[str, Any]:
    told = (question.model_extra or {}).get("studied")
    return told if isinstance(told, dict) else {}


def _start_of(questions: Iterable[Question]) -> tuple[datetime | None, str | None]:
    """Return where the days of the first collection among them are counted from."""
    for one in questions:
        told = _studied(one).get("cards_from")
        if isinstance(told, dict) and told.get("started_at"):
            return datetime.fromisoformat(told["started_at"]), told.get("day_nought")
    return None, None


def _cards_of(session: Session, learner_id: str, keys: list[str]) -> list[Card]:
    found: list[Card] = []
    for some in portions(keys):
        found += session.execute(
            select(Card)
            .where(col(Card.learner_id) == learner_id, col(Card.question_id).in_(some))
            .order_by(col(Card.id))
        ).scalars()
    return found


def _numbers(rows: Iterable[Card], held: Mapping[str, Question]) -> dict[str, int]:
    """Return the number that each card has in the file: its own of before, or a new one."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    following = _FIRST_NUMBER
    for row in rows:
        number = _kept(held[row.question_id], row.part).get("id")
        if not isinstance(number, int) or number in taken:
            while following in taken:
                following += 1
            number = following
        taken.add(number)
        numbers[row.id] = number
    return numbers


def _kept(question: Question, part: str) -> dict[str, Any]:
    cards = _studied(question).get("cards")
    told = cards.get(part) if isinstance(cards, dict) else None
    return told if isinstance(told, dict) else {}


def _state(row: Card, question: Question, titles: Mapping[str, Deck], number: int) -> CardState:
    kept = _kept(question, row.part)
    untouched = bool(kept) and row.version == 0
    held = {name: value for name, value in kept.items() if name not in {"id", "flag"}}
    return CardState(
        id=number,
        question=row.question_id,
        part=row.part,
        deck=titles[row.deck_id].title,
        state=cast(State, row.state),
        position=None if row.state != "new" else 0,
        due_at=row.due_at if row.state in {"learning", "relearning"} else None,
        due_day=row.due_day if row.state == "review" else None,
        interval=row.interval,
        reps=row.reps,
        lapses=row.lapses,
        step=row.step,
        stability=row.stability,
        difficulty=row.difficulty,
        desired_retention=row.desired_retention,
        last_review_at=row.last_review_at,
        suspended=row.suspended,
        buried=row.buried_until is not None,
        flag=int(kept.get("flag") or 0) if untouched else int(row.marked),
        held=held if untouched else {},
    )


def _logged(
    session: Session, learner_id: str, numbers: Mapping[str, int]
) -> Iterator[LoggedReview]:
    taken: set[int] = set()
    for some in portions(list(numbers)):
        rows = session.execute(
            select(Review)
            .where(col(Review.learner_id) == learner_id, col(Review.card_id).in_(some))
            .order_by(col(Review.reviewed_at), col(Review.id))
        ).scalars()
        for row in rows:
            if row.voided_at is not None and not (row.rating_rule == ELSEWHERE and not row.rating):
                continue
            moment = round(row.reviewed_at.timestamp() * 1000)
            while moment in taken:
                moment += 1
            taken.add(moment)
            yield _line(row, moment, numbers[row.card_id])


def _line(row: Review, moment: int, card: int) -> LoggedReview:
    ease = next((one[EASE] for one in row.effects if EASE in one), 0)
    kind = row.kind if row.kind in _KINDS else "learn"
    return LoggedReview(
        id=moment,
        card=card,
        rating=row.rating,
        interval=-row.delay if row.delay else row.interval,
        last_interval=row.last_interval,
        ease=int(ease),
        ms=row.ms,
        kind=cast(Kind, kind),
    )


def _values(row: Preset) -> PresetValues:
    return PresetValues(
        name=row.name,
        desired_retention=row.desired_retention,
        learning_steps=tuple(row.learning_steps),
        relearning_steps=tuple(row.relearning_steps),
        maximum_interval=row.maximum_interval,
        leech_threshold=row.leech_threshold,
        leech_action="mark" if row.leech_action == "mark" else "suspend",
        new_per_day=20 if row.new_per_day is None else row.new_per_day,
        new_order="random" if row.new_order == "random" else "made",
        bury_siblings=row.bury_siblings,
        parameters=tuple(row.parameters or ()),
        easy_days=cast(tuple[Ease, ...], tuple(row.easy_days)),
    )
