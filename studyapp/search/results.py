"""What a query finds: how many, which page of them, and which part of it found nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlmodel import Session, col

from studyapp.learners import Clock
from studyapp.search.compiling import cards_where, decks_meant, questions_where, surroundings
from studyapp.search.queries import Query, terms_of
from studyapp.tables import Card, StoredQuestion

MOST_ROWS = 50
_NEVER = date(9999, 12, 31)
# The ways to sort, each with whether the greatest comes first.
SORTS = {"added": True, "edited": True, "question": False, "due": False, "lapses": True}


@dataclass(frozen=True)
class Page:
    """A stretch of what was found; *before* and *after* name where its neighbours begin."""

    ids: tuple[str, ...]
    total: int
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Part:
    """One part of a query, and how many questions it finds by itself."""

    text: str
    number: int


@dataclass(frozen=True)
class Facet:
    """A tag or a finding, and how many questions have it."""

    name: str
    number: int


@dataclass(frozen=True)
class Place:
    """Where a page begins: *after* a question, or *before* one; at the top without either."""

    after: str | None = None
    before: str | None = None


def count(session: Session, learner_id: str, query: Query, clock: Clock) -> int:
    """Return how many questions *query* finds."""
    return _count(session, questions_under(session, learner_id, query, clock))


def questions_under(
    session: Session, learner_id: str, query: Query, clock: Clock
) -> ColumnElement[bool]:
    """Return the condition on questions that *query* stands for."""
    return questions_where(query, surroundings(session, learner_id, query, clock))


def cards_under(
    session: Session, learner_id: str, query: Query, clock: Clock
) -> ColumnElement[bool]:
    """Return the condition on cards, joined to their questions, that *query* stands for."""
    return cards_where(query, surroundings(session, learner_id, query, clock))


def decks_under(session: Session, learner_id: str, query: Query, clock: Clock) -> list[str] | None:
    """Return the ids of decks if *query* means the cards of decks, and nothing else."""
    return decks_meant(query, surroundings(session, learner_id, query, clock))


def ids(session: Session, learner_id: str, query: Query, clock: Clock) -> list[str]:
    """Return the ids of all questions that *query* finds, in the order of their making."""
    found = questions_under(session, learner_id, query, clock)
    statement = select(col(StoredQuestion.id)).where(found).order_by(col(StoredQuestion.id))
    return list(session.execute(statement).scalars())


def page(
    session: Session,
    learner_id: str,
    query: Query,
    clock: Clock,
    *,
    sort: str = "added",
    place: Place = Place(),
) -> Page:
    """Return one page of what *query* finds; a row that is gone is a place no more."""
    found = questions_under(session, learner_id, query, clock)
    key, falls = _sort_key(sort), SORTS[sort]
    anchor = place.before or place.after
    backwards = place.before is not None
    beyond = _beyond(session, learner_id, key, anchor, falls != backwards) if anchor else None
    if beyond is None:
        backwards = False
    rows = _rows(session, found if beyond is None else and_(found, beyond), key, falls, backwards)
    shown = rows[:MOST_ROWS]
    if backwards:
        shown.reverse()
    more = len(rows) > MOST_ROWS
    has_before = more if backwards else beyond is not None
    has_after = True if backwards else more
    return Page(
        ids=tuple(shown),
        total=_count(session, found),
        before=shown[0] if shown and has_before else None,
        after=shown[-1] if shown and has_after else None,
    )


def _rows(
    session: Session, found: ColumnElement[bool], key: Any, falls: bool, backwards: bool
) -> list[str]:
    statement: Select[Any] = select(col(StoredQuestion.id)).where(found)
    own = col(StoredQuestion.id)
    order = (key.desc(), own.desc()) if falls != backwards else (key.asc(), own.asc())
    return list(session.execute(statement.order_by(*order).limit(MOST_ROWS + 1)).scalars())


def _beyond(
    session: Session, learner_id: str, key: Any, anchor: str, falls: bool
) -> ColumnElement[bool] | None:
    """Return the condition for the rows that follow *anchor* in the order of *key*."""
    row = session.execute(
        select(key).where(
            col(StoredQuestion.learner_id) == learner_id, col(StoredQuestion.id) == anchor
        )
    ).first()
    if row is None:
        return None
    own = col(StoredQuestion.id)
    follows, same = (key < row[0], own < anchor) if falls else (key > row[0], own > anchor)
    return or_(follows, and_(key == row[0], same))


def _sort_key(sort: str) -> Any:
    if sort == "due":
        return func.coalesce(
            _of_cards(func.min(col(Card.due_day)), col(Card.state) != "new"), _NEVER
        )
    if sort == "lapses":
        return func.coalesce(_of_cards(func.max(col(Card.lapses))), 0)
    columns = {
        "added": StoredQuestion.created_at,
        "edited": StoredQuestion.updated_at,
        "question": StoredQuestion.search_text,
    }
    return col(columns[sort])


def _of_cards(figure: Any, *conditions: ColumnElement[bool]) -> Any:
    return (
        select(figure)
        .where(
            col(Card.learner_id) == col(StoredQuestion.learner_id),
            col(Card.question_id) == col(StoredQuestion.id),
            *conditions,
        )
        .correlate(StoredQuestion)
        .scalar_subquery()
    )


def explained(session: Session, learner_id: str, query: Query, clock: Clock) -> list[Part]:
    """Return what each part of *query* finds by itself."""
    return [Part(str(term), count(session, learner_id, term, clock)) for term in terms_of(query)]


def names_found(session: Session, learner_id: str, column: str) -> list[Facet]:
    """Return a learner's tags ("tag_list") or findings ("finding_list"), the most used first."""
    lists = getattr(StoredQuestion, column)
    rows = session.execute(
        select(col(lists), func.count())
        .where(
            col(StoredQuestion.learner_id) == learner_id,
            col(StoredQuestion.removed_at).is_(None),
            col(lists) != "",
        )
        .group_by(col(lists))
    )
    numbers: Counter[str] = Counter()
    for text, number in rows:
        for name in text.strip("\n").split("\n"):
            numbers[name] += number
    return [Facet(name, number) for name, number in sorted(numbers.items(), key=_most_first)]


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def rows_of(session: Session, learner_id: str, wanted: Sequence[str]) -> list[StoredQuestion]:
    """Return the questions with these ids, in this order."""
    found = session.execute(
        select(StoredQuestion).where(
            col(StoredQuestion.learner_id) == learner_id, col(StoredQuestion.id).in_(wanted)
        )
    ).scalars()
    by_id = {row.id: row for row in found}
    return [by_id[key] for key in wanted if key in by_id]


def _count(session: Session, found: ColumnElement[bool]) -> int:
    number: int = session.execute(
        select(func.count()).select_from(StoredQuestion).where(found)
    ).scalar_one()
    return number
