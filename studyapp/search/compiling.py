"""From a query to a condition in SQL, for SQLite and PostgreSQL alike.

A query is put to each card of a question, so that `is:due -is:marked` finds questions with a card
that is due and not marked. Titles of decks and documents are compared here, in Python, because
no two databases fold letters alike; a collection has few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlmodel import Session, col

from questions.search_words import folded
from studyapp.learners import Clock
from studyapp.search.queries import Either, Every, Not, Query, Term, terms_of
from studyapp.tables import Card, Deck, Document, Preset, Review, StoredQuestion

Condition = ColumnElement[bool]
_ANY = re.compile(r"\*+")
_ESCAPE = "\\"


@dataclass(frozen=True)
class Titled:
    """Something with a title that a query can name."""

    id: str
    title: str


@dataclass(frozen=True)
class Surroundings:
    """What a query means depends on whose it is, and on when and among what it is asked."""

    learner_id: str
    clock: Clock
    decks: tuple[Titled, ...] = ()
    documents: tuple[Titled, ...] = ()


def surroundings(session: Session, learner_id: str, query: Query, clock: Clock) -> Surroundings:
    """Read what *query* needs to be understood."""
    keys = {term.key for term in terms_of(query)}
    return Surroundings(
        learner_id,
        clock,
        _titles(session, Deck, learner_id) if "deck" in keys else (),
        _titles(session, Document, learner_id) if "source" in keys else (),
    )


def _titles(session: Session, model: Any, learner_id: str) -> tuple[Titled, ...]:
    rows = session.execute(
        select(col(model.id), col(model.title)).where(
            col(model.learner_id) == learner_id, col(model.removed_at).is_(None)
        )
    )
    return tuple(Titled(row[0], folded(row[1])) for row in rows)


def questions_where(query: Query, around: Surroundings) -> Condition:
    """Return the condition under which a row of `question` is found."""
    found = _condition(query, around)
    if about_cards(query):
        found = _with_a_card(found)
    return and_(_kept(around.learner_id), found)


def cards_where(query: Query, around: Surroundings) -> Condition:
    """Return the condition under which a row of `card`, joined to its question, is found."""
    return and_(_kept(around.learner_id), _condition(query, around))


def decks_meant(query: Query, around: Surroundings) -> list[str] | None:
    """Return the ids of the decks whose cards are meant; None where more than decks is asked."""
    only = query.parts[0] if isinstance(query, Every) and len(query.parts) == 1 else query
    if not isinstance(only, Term) or only.key != "deck":
        return None
    wanted = matcher(only, nested=True)
    return [deck.id for deck in around.decks if wanted(deck.title)]


def about_cards(query: Query) -> bool:
    """Say whether *query* asks anything of cards, and not of questions alone."""
    return any(
        term.key == "rated" or (term.key == "is" and term.value != "reported")
        for term in terms_of(query)
    )


def _kept(learner_id: str) -> Condition:
    return and_(
        col(StoredQuestion.learner_id) == learner_id, col(StoredQuestion.removed_at).is_(None)
    )


def _with_a_card(found: Condition) -> Condition:
    """Say that one of the question's cards fits; a question without cards is asked as it is."""
    one = select(literal(1).label("one")).subquery("one")
    card = Card.__table__  # type: ignore[attr-defined]
    own = and_(
        card.c.learner_id == col(StoredQuestion.learner_id),
        card.c.question_id == col(StoredQuestion.id),
    )
    return exists(
        select(literal(1))
        .select_from(one.outerjoin(card, own))
        .where(found)
        .correlate(StoredQuestion)
    )


def _condition(query: Query, around: Surroundings) -> Condition:
    if isinstance(query, Term):
        return _TERMS[query.key](query, around)
    if isinstance(query, Not):
        return not_(_condition(query.part, around))
    parts = [_condition(part, around) for part in query.parts]
    return or_(false(), *parts) if isinstance(query, Either) else and_(true(), *parts)


def _words(term: Term, _around: Surroundings) -> Condition:
    pattern = f"%{_pattern(term)}%"
    return or_(
        col(StoredQuestion.search_text).like(pattern, escape=_ESCAPE),
        col(StoredQuestion.tag_list).like(pattern, escape=_ESCAPE),
    )


def _pattern(term: Term) -> str:
    """Write a value as LIKE understands it: only a star of the learner's stands for anything."""
    parts = [term.value] if term.literal else _ANY.split(term.value)
    return "%".join(re.sub(r"([\\%_])", r"\\\1", folded(part)) for part in parts)


def _tag(term: Term, _around: Surroundings) -> Condition:
    tags = col(StoredQuestion.tag_list)
    pattern = _pattern(term)
    if pattern == "%":
        return tags != ""
    return or_(
        tags.like(f"%\n{pattern}\n%", escape=_ESCAPE),
        tags.like(f"%\n{pattern}::%", escape=_ESCAPE),
    )


def _finding(term: Term, _around: Surroundings) -> Condition:
    findings = col(StoredQuestion.finding_list)
    pattern = _pattern(term)
    return findings != "" if pattern == "%" else findings.like(f"%\n{pattern}\n%", escape=_ESCAPE)


def _kind(term: Term, _around: Surroundings) -> Condition:
    return col(StoredQuestion.kind) == term.value


def _deck(term: Term, around: Surroundings) -> Condition:
    wanted = matcher(term, nested=True)
    return _in(StoredQuestion.deck_id, [deck.id for deck in around.decks if wanted(deck.title)])


def _source(term: Term, around: Surroundings) -> Condition:
    wanted = matcher(term, inside=True)
    fitting = [one.id for one in around.documents if wanted(one.title)]
    return _in(StoredQuestion.document_id, fitting)


def _in(column: Any, ids: Collection[str]) -> Condition:
    return and_(col(column).is_not(None), col(column).in_(ids)) if ids else false()


def matcher(term: Term, *, nested: bool = False, inside: bool = False) -> Callable[[str], bool]:
    """Return what says whether a folded title is meant; *nested*: or one below it."""
    parts = [term.value] if term.literal else _ANY.split(term.value)
    pattern = ".*".join(re.escape(folded(part)) for part in parts)
    if nested:
        pattern = f"{pattern}(::.*)?"
    if inside:
        pattern = f".*{pattern}.*"
    compiled = re.compile(pattern, re.DOTALL)
    return lambda title: compiled.fullmatch(title) is not None


def _added(term: Term, around: Surroundings) -> Condition:
    return col(StoredQuestion.created_at) >= around.clock.starts_at(_since(term.value, around))


def _rated(term: Term, around: Surroundings) -> Condition:
    days, _, ease = term.value.partition(":")
    answered = [
        col(Review.learner_id) == around.learner_id,
        col(Review.day) >= _since(days, around),
        col(Review.voided_at).is_(None),
    ]
    if ease:
        answered.append(col(Review.rating) == int(ease))
    return _sure(col(Card.id).in_(select(col(Review.card_id)).where(*answered)))


def _since(days: str, around: Surroundings) -> Any:
    return around.clock.today - timedelta(days=int(days) - 1)


def _state(term: Term, around: Surroundings) -> Condition:
    return _STATES[term.value](around)


def _due(around: Surroundings) -> Condition:
    tomorrow = around.clock.starts_at(around.clock.today + timedelta(days=1))
    return and_(col(Card.state) != "new", col(Card.available_at) < tomorrow)


def _buried(around: Surroundings) -> Condition:
    return col(Card.buried_until) > around.clock.now


def _leech(around: Surroundings) -> Condition:
    threshold = (
        select(col(Preset.leech_threshold))
        .join(
            Deck,
            and_(
                col(Deck.learner_id) == col(Preset.learner_id),
                col(Deck.preset_id) == col(Preset.id),
            ),
        )
        .where(
            col(Deck.learner_id) == around.learner_id,
            col(Deck.id) == col(StoredQuestion.deck_id),
            col(Preset.leech_threshold) > 0,
        )
        .correlate(StoredQuestion)
        .scalar_subquery()
    )
    # Most cards never lapsed; only the others are worth a look at their preset.
    return and_(col(Card.lapses) > 0, col(Card.lapses) >= threshold)


def _sure(condition: Condition) -> Condition:
    """Let what is said of a card that is not there be untrue, not unknown."""
    return func.coalesce(condition, false())


_STATES: dict[str, Callable[[Surroundings], Condition]] = {
    "due": lambda around: _sure(_due(around)),
    "new": lambda _around: _sure(col(Card.state) == "new"),
    "learning": lambda _around: _sure(col(Card.state).in_(("learning", "relearning"))),
    "review": lambda _around: _sure(col(Card.state) == "review"),
    "suspended": lambda _around: _sure(col(Card.suspended).is_(True)),
    "buried": lambda around: _sure(_buried(around)),
    "marked": lambda _around: _sure(col(Card.marked).is_(True)),
    "leech": lambda around: _sure(_leech(around)),
    "reported": lambda _around: col(StoredQuestion.reported).is_not(None),
}
_TERMS: dict[str, Callable[[Term, Surroundings], Condition]] = {
    "": _words,
    "deck": _deck,
    "tag": _tag,
    "kind": _kind,
    "is": _state,
    "added": _added,
    "rated": _rated,
    "finding": _finding,
    "source": _source,
}
