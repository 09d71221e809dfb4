"""The trash: what was deleted, bringing it back, and deleting it for good.

A deleted question, deck or document keeps its row, with `removed_at`. For thirty days it can be
brought back with its schedule; then the worker deletes the row for good. The log of reviews is
never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from studyapp import changes, decks, decktree, presets
from studyapp.changes import Effect
from studyapp.errors import NotFoundError
from studyapp.tables import Card, Change, Deck, Document, QuestionVersion, StoredQuestion, Table

KEPT_FOR = timedelta(days=30)
MOST_SHOWN = 200
_BATCH = 500


@dataclass(frozen=True)
class Removed:
    """A deck or a document in the trash; *questions* are those that went with it."""

    id: str
    title: str
    removed_at: datetime
    questions: int = 0


@dataclass(frozen=True)
class Contents:
    """What lies in the trash; only the latest questions are listed, *questions* counts them all."""

    decks: list[Removed]
    documents: list[Removed]
    latest: list[StoredQuestion]
    questions: int

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to bring back."""
        return not (self.decks or self.documents or self.questions)


def contents(session: Session, learner_id: str) -> Contents:
    """Return what lies in the trash, the latest first; a deck stands for what went with it."""
    alone = _alone(learner_id)
    latest = session.exec(
        select_rows(StoredQuestion)
        .where(alone)
        .order_by(col(StoredQuestion.removed_at).desc(), col(StoredQuestion.id))
        .limit(MOST_SHOWN)
    ).all()
    number = session.execute(
        select(func.count()).select_from(StoredQuestion).where(alone)
    ).scalar_one()
    return Contents(
        _topmost(_removed(session, Deck, learner_id, _went_along(session, learner_id))),
        _removed(session, Document, learner_id, {}),
        list(latest),
        number,
    )


def number(session: Session, learner_id: str) -> int:
    """Return how many rows the trash shows: a deck stands for what went with it."""
    documents = (col(Document.learner_id) == learner_id, col(Document.removed_at).is_not(None))
    counts = [
        select(func.count()).select_from(model).where(*where).scalar_subquery()
        for model, where in ((StoredQuestion, (_alone(learner_id),)), (Document, documents))
    ]
    decks = _topmost(_removed(session, Deck, learner_id, {}))
    return len(decks) + sum(map(int, session.execute(select(*counts)).one()))


def _removed(
    session: Session, model: Any, learner_id: str, numbers: dict[str, int]
) -> list[Removed]:
    rows = session.execute(
        select(col(model.id), col(model.title), col(model.removed_at))
        .where(col(model.learner_id) == learner_id, col(model.removed_at).is_not(None))
        .order_by(col(model.removed_at).desc(), col(model.id))
    )
    return [Removed(row[0], row[1], row[2], numbers.get(row[0], 0)) for row in rows]


def _topmost(removed: list[Removed]) -> list[Removed]:
    """Let a deck stand for those below it that were deleted with it."""
    top: list[Removed] = []
    for one in sorted(removed, key=lambda deck: deck.title):
        above = next((deck for deck in top if _went_with(one, deck)), None)
        if above is None:
            top.append(one)
        else:
            top[top.index(above)] = replace(above, questions=above.questions + one.questions)
    return sorted(top, key=lambda deck: deck.removed_at, reverse=True)


def _went_with(one: Removed, other: Removed) -> bool:
    below = one.title.startswith(f"{other.title}{decks.NESTED}")
    return below and one.removed_at == other.removed_at


def _went_along(session: Session, learner_id: str) -> dict[str, int]:
    """Count by deck the questions that were deleted together with it."""
    rows = session.execute(
        select(col(Deck.id), func.count())
        .join(StoredQuestion, _TOGETHER)
        .where(col(Deck.learner_id) == learner_id, col(Deck.removed_at).is_not(None))
        .group_by(col(Deck.id))
    )
    return {row[0]: row[1] for row in rows}


def _alone(learner_id: str) -> ColumnElement[bool]:
    """Return the condition for questions that were deleted by themselves."""
    with_deck = select(col(Deck.id)).where(_TOGETHER).correlate(StoredQuestion).exists()
    return and_(
        col(StoredQuestion.learner_id) == learner_id,
        col(StoredQuestion.removed_at).is_not(None),
        ~with_deck,
    )


_TRASHED = frozenset({"question", "deck", "document"})
_TOGETHER = and_(
    col(Deck.learner_id) == col(StoredQuestion.learner_id),
    col(Deck.id) == col(StoredQuestion.deck_id),
    col(Deck.removed_at) == col(StoredQuestion.removed_at),
)


def restore_question(session: Session, learner_id: str, question_id: str, now: datetime) -> None:
    """Bring a question back, with its schedule; and its deck, if that is gone too."""
    row = session.get(StoredQuestion, (learner_id, question_id))
    if row is None:
        raise NotFoundError("question", question_id)
    if row.removed_at is None:
        return
    deck = decks.even_removed(session, learner_id, row.deck_id)
    effects = _restored_deck(session, deck) if deck.removed_at else []
    effects += _restored(session, learner_id, col(StoredQuestion.id) == question_id)
    changes.record(session, learner_id, "restore", effects, now)


def restore_deck(session: Session, learner_id: str, deck_id: str, now: datetime) -> None:
    """Bring a deck back with the decks and questions that were deleted together with it."""
    deck = decks.even_removed(session, learner_id, deck_id)
    if deck.removed_at is None:
        return
    effects: list[Effect] = []
    for one in _family(session, deck, deck.removed_at):
        together = and_(
            col(StoredQuestion.deck_id) == one.id,
            col(StoredQuestion.removed_at) == one.removed_at,
        )
        effects += _restored(session, learner_id, together)
        effects += _restored_deck(session, one)
    changes.record(session, learner_id, "restore", effects, now)


def _family(session: Session, deck: Deck, removed_at: datetime) -> list[Deck]:
    """Return a deck and those below it that were deleted with it."""
    rows = session.exec(
        select_rows(Deck)
        .where(Deck.learner_id == deck.learner_id, Deck.removed_at == removed_at)
        .order_by(col(Deck.title), col(Deck.id))
    )
    beginning = f"{deck.title}{decks.NESTED}"
    return [one for one in rows if one.id == deck.id or one.title.startswith(beginning)]


def restore_document(session: Session, learner_id: str, document_id: str, now: datetime) -> None:
    """Bring a document back with its drafts."""
    document = session.get(Document, (learner_id, document_id))
    if document is None:
        raise NotFoundError("document", document_id)
    if document.removed_at is not None:
        effect = changes.changed(document, removed_at=None)
        changes.record(session, learner_id, "restore", [effect], now)


def _restored_deck(session: Session, deck: Deck) -> list[Effect]:
    """Bring a deck's row back; where its title is taken meanwhile, its questions go there."""
    other = decks.titled(session, deck.learner_id, deck.title)
    if other is None:
        effects = [changes.changed(deck, removed_at=None)]
        session.flush()
        return effects
    return decktree.moved(session, deck.learner_id, col(StoredQuestion.deck_id) == deck.id, other)


def _restored(session: Session, learner_id: str, chosen: ColumnElement[bool]) -> list[Effect]:
    wanted = and_(col(StoredQuestion.learner_id) == learner_id, chosen)
    questions = session.execute(
        select(col(StoredQuestion.id), col(StoredQuestion.removed_at)).where(wanted)
    ).all()
    line = presets.Line(session, learner_id)
    standing = (col(Card.id), col(Card.deck_id), col(Card.state), col(Card.due_at))
    cards = session.execute(
        select(*standing, col(Card.buried_until), col(Card.version))
        .join(StoredQuestion, decks.OF_QUESTION)
        .where(wanted, col(Card.suspended).is_(False), col(Card.available_at).is_(None))
    ).all()
    awake = [
        (
            key,
            {"available_at": None, "version": version},
            {"available_at": max(place, buried or place), "version": version + 1},
        )
        for key, *at, buried, version in cards
        for place in (line.moment(key, *at),)
    ]
    back = [(key, {"removed_at": at}, {"removed_at": None}) for key, at in questions]
    return [
        *changes.changed_many(session, StoredQuestion, learner_id, back),
        *changes.changed_many(session, Card, learner_id, awake),
    ]


def empty(session: Session, learner_id: str, before: datetime | None = None) -> int:
    """Delete for good what lies in the trash (since *before*, if given); return how many rows.

    Acts that spoke of it can no longer take back that part of what they did.
    """
    gone = {
        model.__tablename__: _old(session, model, learner_id, before)
        for model in (StoredQuestion, Deck, Document)
    }
    if not any(gone.values()):
        return 0
    cards = _cards_of(session, learner_id, gone["question"])
    _forget(session, learner_id, {key for keys in (*gone.values(), cards) for key in keys})
    for model in (StoredQuestion, Deck, Document):
        _delete(session, model, learner_id, gone[model.__tablename__])
    return sum(map(len, gone.values()))


def _old(session: Session, model: Any, learner_id: str, before: datetime | None) -> list[str]:
    removed = col(model.removed_at)
    is_old = removed < before if before else removed.is_not(None)
    rows = session.execute(select(col(model.id)).where(col(model.learner_id) == learner_id, is_old))
    return list(rows.scalars())


def _cards_of(session: Session, learner_id: str, question_ids: list[str]) -> list[str]:
    return [
        key
        for some in _batches(question_ids)
        for key in session.execute(
            select(col(Card.id)).where(
                col(Card.learner_id) == learner_id, col(Card.question_id).in_(some)
            )
        ).scalars()
    ]


def _delete(session: Session, model: Any, learner_id: str, keys: list[str]) -> None:
    for some in _batches(keys):
        session.execute(
            delete(model)
            .where(col(model.learner_id) == learner_id, col(model.id).in_(some))
            .execution_options(synchronize_session=False)
        )
        if model is StoredQuestion:
            session.execute(
                delete(QuestionVersion)
                .where(
                    col(QuestionVersion.learner_id) == learner_id,
                    col(QuestionVersion.question_id).in_(some),
                )
                .execution_options(synchronize_session=False)
            )


def _batches(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))


def _forget(session: Session, learner_id: str, gone: Collection[str]) -> None:
    """Take what is *gone* out of the acts: they must not make again half of a question."""
    rows = session.execute(
        select(col(Change.id), col(Change.effects)).where(col(Change.learner_id) == learner_id)
    ).all()
    for key, effects in rows:
        kept = [effect for effect in effects if not _speaks_of(effect, gone)]
        of_change = and_(col(Change.learner_id) == learner_id, col(Change.id) == key)
        if not kept:
            session.execute(delete(Change).where(of_change))
        elif len(kept) < len(effects):
            session.execute(update(Change).where(of_change).values(effects=kept))


def _speaks_of(effect: Effect, gone: Collection[str]) -> bool:
    """Say whether an effect is about a row that is gone, or would let one hang on it."""
    sides = (effect["b"] or {}, effect["a"] or {})
    named = {side.get(name) for side in sides for name in _hanging(effect["t"])}
    return effect["k"] in gone or not named.isdisjoint(gone)


@lru_cache
def _hanging(table: str) -> tuple[str, ...]:
    """Return the columns by which a row hangs on what can lie in the trash."""
    keys = Table.metadata.tables[table].foreign_keys
    found = {key.parent.name for key in keys if key.column.table.name in _TRASHED}
    return tuple(sorted(found - {"learner_id"}))


def purge(session: Session, learner_id: str, now: datetime) -> int:
    """Delete for good what has lain in the trash for thirty days."""
    return empty(session, learner_id, now - KEPT_FOR)
