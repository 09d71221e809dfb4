"""Acts on many questions at once: what was chosen on a page, or all that a search finds.

Each is one act, done in one transaction and taken back by one undo. The id of the act comes from
the page, so that a form that is sent twice does nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from questions.faces import parts_of
from questions.model import Question
from studyapp import changes, decks, decktree, presets, search
from studyapp.changes import Effect
from studyapp.decks import NEW
from studyapp.errors import RefusedError
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.search import folded, listed
from studyapp.tables import Card, StoredQuestion

LONGEST_TAG = 100
MOST_TAGS = 100


@dataclass(frozen=True)
class Chosen:
    """Which questions an act is about: some ids, or what a query finds.

    With *card_ids* an act on cards is about these alone.
    """

    ids: tuple[str, ...] = ()
    query: search.Query | None = None
    card_ids: tuple[str, ...] = ()

    def condition(self, session: Session, learner_id: str, clock: Clock) -> ColumnElement[bool]:
        """Return the condition for rows of `question` that are meant."""
        if self.query is not None:
            return search.questions_under(session, learner_id, self.query, clock)
        return and_(
            col(StoredQuestion.learner_id) == learner_id,
            col(StoredQuestion.removed_at).is_(None),
            col(StoredQuestion.id).in_(self.ids),
        )


@dataclass(frozen=True)
class Bulk:
    """What every act on many questions needs; *key* is the id that the page gave to the act."""

    session: Session
    learner_id: str
    chosen: Chosen
    clock: Clock
    key: str

    @property
    def condition(self) -> ColumnElement[bool]:
        """Return the condition for the questions that are meant."""
        return self.chosen.condition(self.session, self.learner_id, self.clock)

    def record(self, label: str, effects: Sequence[Effect]) -> int:
        """Remember the act and return how many questions or cards it touched."""
        now = self.clock.now
        changes.record(self.session, self.learner_id, label, effects, now, key=self.key)
        return len({effect["k"] for effect in effects if effect["t"] in {"question", "card"}})


def number(session: Session, learner_id: str, chosen: Chosen, clock: Clock) -> int:
    """Return how many questions are meant."""
    found: int = session.execute(
        select(func.count())
        .select_from(StoredQuestion)
        .where(chosen.condition(session, learner_id, clock))
    ).scalar_one()
    return found


def tags_of(text: str) -> tuple[str, ...]:
    """Read tags as people write them: with commas between, or blanks; "::" nests them."""
    words = text.split(",") if "," in text else text.split()
    found = tuple(dict.fromkeys("".join(word.split()) for word in words if word.strip()))
    if not found:
        raise RefusedError(say("Write a tag."))
    if any(len(tag) > LONGEST_TAG for tag in found) or len(found) > MOST_TAGS:
        raise RefusedError(say("A tag has at most %(most)s letters.", most=LONGEST_TAG))
    return found


def tag(bulk: Bulk, names: Collection[str]) -> int:
    """Give the questions tags that they do not have yet."""

    def tagged(tags: Sequence[str]) -> list[str]:
        known = {folded(one) for one in tags}
        return [*tags, *(name for name in names if folded(name) not in known)]

    return bulk.record("tag", _with_tags(bulk, tagged))


def untag(bulk: Bulk, names: Collection[str]) -> int:
    """Take tags away."""
    gone = {folded(name) for name in names}
    return bulk.record(
        "untag", _with_tags(bulk, lambda tags: [one for one in tags if folded(one) not in gone])
    )


def _with_tags(bulk: Bulk, change: Callable[[Sequence[str]], list[str]]) -> list[Effect]:
    rows = bulk.session.execute(
        select(
            col(StoredQuestion.id),
            col(StoredQuestion.body)["tags"],
            col(StoredQuestion.tag_list),
            col(StoredQuestion.updated_at),
        ).where(bulk.condition)
    )
    told = []
    for key, tags, tag_list, updated_at in rows:
        wanted = change(tags or [])
        if wanted == (tags or []):
            continue
        before = {"body.tags": tags, "tag_list": tag_list, "updated_at": updated_at}
        after = {
            "body.tags": wanted or None,
            "tag_list": listed(wanted),
            "updated_at": bulk.clock.now,
        }
        told.append((key, before, after))
    return changes.changed_many(bulk.session, StoredQuestion, bulk.learner_id, told)


def move(bulk: Bulk, deck_id: str) -> int:
    """Move the questions with their cards into a deck."""
    deck = decks.get(bulk.session, bulk.learner_id, deck_id)
    effects = decktree.moved(bulk.session, bulk.learner_id, bulk.condition, deck)
    order = presets.get(bulk.session, bulk.learner_id, deck.preset_id).new_order
    arrived = col(Card.deck_id) == deck.id
    effects += presets.lined_up(bulk.session, bulk.learner_id, arrived, order)
    bulk.record("move", effects)
    return sum(effect["t"] == "question" for effect in effects)


def delete(bulk: Bulk) -> int:
    """Put the questions into the trash."""
    effects = decks.put_away(bulk.session, bulk.learner_id, bulk.condition, bulk.clock.now)
    bulk.record("deletion", effects)
    return sum(effect["t"] == "question" for effect in effects)


def suspend(bulk: Bulk) -> int:
    """Set the questions' cards aside until they are brought back."""
    rows = cards_of(bulk, col(Card.suspended).is_(False))
    effects = _change_cards(
        bulk, rows, {"suspended": True, "available_at": None, "buried_until": None}
    )
    return bulk.record("suspend", effects)


def resume(bulk: Bulk) -> int:
    """Bring back the cards that were set aside, as far as their questions still ask them."""
    rows = cards_of(bulk, col(Card.suspended).is_(True))
    asked = _parts(bulk, {card.question_id for card in rows})
    line = presets.Line(bulk.session, bulk.learner_id)
    told = [
        with_version(
            card, {"suspended": False, "available_at": line.of(card), "buried_until": None}
        )
        for card in rows
        if card.part in asked[card.question_id]
    ]
    return bulk.record("resume", changes.changed_many(bulk.session, Card, bulk.learner_id, told))


def _parts(bulk: Bulk, question_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    rows = bulk.session.execute(
        select(col(StoredQuestion.id), col(StoredQuestion.body)).where(bulk.condition)
    )
    return {
        key: parts_of(Question.model_validate({**body, "id": key}))
        for key, body in rows
        if key in question_ids
    }


def mark(bulk: Bulk, marked: bool) -> int:
    """Mark the questions' cards, or take the marks away."""
    rows = cards_of(bulk, col(Card.marked).is_(not marked))
    effects = _change_cards(bulk, rows, {"marked": marked})
    return bulk.record("mark" if marked else "unmark", effects)


def reset(bulk: Bulk) -> int:
    """Let the cards be new again, in the order of their making; the log of answers stays."""
    rows = cards_of(bulk, col(Card.reps) > 0)
    place = {
        deck_id: presets.place_in_deck(bulk.session, bulk.learner_id, deck_id)
        for deck_id in {card.deck_id for card in rows}
    }
    told = [
        with_version(card, _as_new(card, bulk.clock, place[card.deck_id](card.id, card.created_at)))
        for card in rows
    ]
    return bulk.record("reset", changes.changed_many(bulk.session, Card, bulk.learner_id, told))


def _as_new(card: Card, clock: Clock, moment: datetime) -> dict[str, Any]:
    return {
        "state": "new",
        "queue": NEW,
        "step": 0,
        "due_at": card.created_at,
        "due_day": clock.today,
        "available_at": None if card.suspended else moment,
        "stability": None,
        "difficulty": None,
        "interval": 0,
        "reps": 0,
        "lapses": 0,
        "last_day": None,
        "last_review_at": None,
        "buried_until": None,
    }


def cards_of(bulk: Bulk, condition: ColumnElement[bool]) -> list[Card]:
    """Return the cards under a *condition* that are meant."""
    if bulk.chosen.card_ids:
        condition = and_(condition, col(Card.id).in_(bulk.chosen.card_ids))
    rows = bulk.session.execute(
        select(Card)
        .join(StoredQuestion, decks.OF_QUESTION)
        .where(bulk.condition, condition)
        .order_by(col(Card.id))
    )
    return list(rows.scalars())


def _change_cards(bulk: Bulk, rows: Sequence[Card], values: dict[str, Any]) -> list[Effect]:
    told = [with_version(card, values) for card in rows]
    return changes.changed_many(bulk.session, Card, bulk.learner_id, told)


def with_version(card: Card, values: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return what `changes.changed_many` takes to give a card *values*."""
    before = {name: getattr(card, name) for name in values}
    return (
        card.id,
        {**before, "version": card.version},
        {**values, "version": card.version + 1},
    )
