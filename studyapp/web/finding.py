"""From what a search finds to what its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from sqlalchemy import select
from sqlmodel import Session, col

from questions.faces import face, parts_of, plain_stem
from questions.model import Question
from studyapp import cards, decks, indexing, search
from studyapp.ids import is_id, new_id
from studyapp.learners import Clock
from studyapp.search import Place, Query, QueryError
from studyapp.tables import Card, Deck, StoredQuestion
from studyapp.web import scopes
from studyapp.web import show as shown
from studyapp.web.state import learner_id
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

_LONGEST_ANSWER = 160


@dataclass(frozen=True)
class FoundRow:
    """A question in the table of what was found."""

    id: str
    stem: str
    answer: str
    kind: str
    language: str
    deck_id: str
    deck_title: str
    marker: str
    tags: tuple[str, ...]
    state: str
    flags: list[str]
    findings: int


@dataclass(frozen=True)
class PartView:
    """A part of the query, how many questions it finds alone, and the address of that search."""

    text: str
    number: int
    url: str


@dataclass(frozen=True)
class Choice:
    """A deck to move to, or a way to sort."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class FoundView:
    """What a query finds: one page of it, or why there is nothing."""

    total: int
    rows: list[FoundRow]
    sort: str
    sorts: list[Choice]
    before: str | None
    after: str | None
    understood: str
    parts: list[PartView]
    decks: list[Choice]
    scope: str
    act_id: str
    waiting: int
    unchecked: int
    own_deck: str


@dataclass(frozen=True)
class FaultView:
    """What is wrong with a query: in words, where, and a query that works."""

    sentence: str
    start: str
    spot: str
    end: str
    position: int
    suggestion: str


def found_view(
    session: Session, query: Query, text: str, clock: Clock, *, own_deck: str = ""
) -> FoundView:
    """Return one page of what *query* finds, as the address asks for it.

    *own_deck* is the title of the deck whose page this is; its questions need not name it.
    """
    sort = request.args.get("sort", "")
    sort = sort if sort in search.SORTS else next(iter(search.SORTS))
    page = search.page(session, learner_id(), query, clock, sort=sort, place=_place())
    rows = search.rows_of(session, learner_id(), page.ids)
    known = {deck.id: deck for deck in decks.all_of(session, learner_id())}
    return FoundView(
        total=page.total,
        rows=_rows(session, rows, known, clock),
        sort=sort,
        sorts=[Choice(name, label, name == sort) for name, label in _sort_names().items()],
        before=page.before,
        after=page.after,
        understood=str(query),
        parts=[] if page.total else _parts(session, query, clock),
        decks=[Choice(deck.id, deck.title) for deck in known.values()],
        scope=scopes.of_search(text),
        act_id=new_id(),
        waiting=scopes.cards_waiting(session, query, clock),
        unchecked=_unchecked(session, query),
        own_deck=own_deck,
    )


def _place() -> Place:
    before, after = request.args.get("before", ""), request.args.get("after", "")
    return Place(after=after if is_id(after) else None, before=before if is_id(before) else None)


def _sort_names() -> dict[str, str]:
    return {
        "added": _("newest first"),
        "edited": _("last edited first"),
        "question": _("by the question, A to Z"),
        "due": _("due soonest first"),
        "lapses": _("most often forgotten first"),
    }


def _unchecked(session: Session, query: Query) -> int:
    keys = {term.key for term in search.terms_of(query)}
    return indexing.unchecked(session, learner_id()) if "finding" in keys else 0


def _parts(session: Session, query: Query, clock: Clock) -> list[PartView]:
    return [
        PartView(part.text, part.number, url_for("search.show", q=part.text))
        for part in search.explained(session, learner_id(), query, clock)
    ]


def _rows(
    session: Session,
    rows: Sequence[StoredQuestion],
    known: dict[str, Deck],
    clock: Clock,
) -> list[FoundRow]:
    of_question: dict[str, list[Card]] = {row.id: [] for row in rows}
    found = session.execute(
        select(Card)
        .where(col(Card.learner_id) == learner_id(), col(Card.question_id).in_(of_question))
        .order_by(col(Card.id))
    ).scalars()
    for card in found:
        of_question[card.question_id].append(card)
    return [_row(row, known[row.deck_id], of_question[row.id], clock) for row in rows]


def _row(row: StoredQuestion, deck: Deck, its_cards: list[Card], clock: Clock) -> FoundRow:
    question = cards.question_of(row)
    return FoundRow(
        id=row.id,
        stem=plain_stem(question) or _("A question of a kind that cannot be asked here yet"),
        answer=answer_line(question),
        kind=kind_name(row.kind),
        language=deck.language or "en",
        deck_id=deck.id,
        deck_title=deck.title,
        marker=deck.marker,
        tags=question.tags,
        state=_state(its_cards, clock),
        flags=_flags(row, its_cards),
        findings=row.finding_list.count("\n") - 1 if row.finding_list else 0,
    )


def answer_line(question: Question) -> str:
    """Return the answers of a question on one line."""
    answers = (face(question, part).answer for part in parts_of(question))
    words = (
        " · ".join(" ".join(line.split()) for line in one.splitlines() if line.strip())
        for one in answers
    )
    told = plain_stem(question)
    line = " · ".join(one for one in dict.fromkeys(words) if one and one != told)
    if question.kind == "truefalse":
        line = {"true": _("True"), "false": _("False")}.get(line, line)
    return line if len(line) <= _LONGEST_ANSWER else f"{line[:_LONGEST_ANSWER].rstrip()}…"


def kind_name(kind: str) -> str:
    """Say in words what kind a question is of."""
    names = {
        "flashcard": _("Flashcard"),
        "cloze": _("Cloze"),
        "choice": _("Choice"),
        "truefalse": _("True or false"),
        "short": _("Typed answer"),
        "numeric": _("Number"),
        "matching": _("Matching"),
        "ordering": _("Ordering"),
        "gaps": _("Gaps"),
        "hottext": _("Words to pick"),
        "hotspot": _("Places to pick"),
        "essay": _("Essay"),
        "composite": _("Several parts"),
        "info": _("Information"),
    }
    return names.get(kind, _("Of another program"))


def _state(its_cards: list[Card], clock: Clock) -> str:
    """Say where the card stands that is next."""
    awake = [card for card in its_cards if not card.suspended]
    if not its_cards:
        return _("no card")
    if not awake:
        return _("set aside")
    first = min(awake, key=lambda card: (card.state == "new", card.due_day))
    words = shown.due_label(first, clock) or shown.state_label(first)
    if len(its_cards) == 1:
        return words
    number = ngettext("%(num)s card", "%(num)s cards", len(its_cards))
    return f"{number}, {words}"


def _flags(row: StoredQuestion, its_cards: list[Card]) -> list[str]:
    some_rest = any(card.suspended for card in its_cards)
    all_rest = all(card.suspended for card in its_cards)
    flags = (
        (any(card.marked for card in its_cards), _("marked")),
        (row.reported is not None, _("reported")),
        (some_rest and not all_rest, _("partly set aside")),
    )
    return [words for is_so, words in flags if is_so]


def fault_view(error: QueryError, text: str) -> FaultView:
    """Return what is wrong with a query, with the spot marked."""
    start, end = error.spot.start, max(error.spot.end, error.spot.start + 1)
    return FaultView(
        sentence=query_fault(error),
        start=text[:start],
        spot=text[start:end],
        end=text[end:],
        position=start + 1,
        suggestion=error.suggestion,
    )


def query_fault(error: QueryError) -> str:
    """Return what is wrong with a query, as a sentence."""
    most, name, known, value, example = (
        error.values.get(word, "") for word in ("most", "name", "known", "value", "example")
    )
    sentences = {
        "too-long": _("This search is longer than %(most)s characters.", most=most),
        "stray-bracket": _("This bracket closes nothing."),
        "too-deep": _("Brackets nest too deeply here."),
        "lonely-or": _("Something must stand on both sides of “or”."),
        "open-bracket": _("This bracket is never closed."),
        "empty-brackets": _("There is nothing between these brackets."),
        "lonely-minus": _("“-” leaves out what follows it at once: -word."),
        "too-many": _("This search has more than %(most)s parts.", most=most),
        "unknown-word": _("There is no search word “%(name)s:”.", name=name),
        "open-quote": _("This quotation mark is never closed."),
        "no-value": _("Nothing follows “%(name)s:”.", name=name),
        "empty-quotes": _("There is nothing to look for between these marks."),
        "unknown-value": _(
            "“%(value)s” does not go with %(name)s: — %(known)s do.",
            value=value,
            name=name,
            known=known,
        ),
        "no-days": _(
            "After %(name)s: stands a number of days, as in %(example)s.",
            name=name,
            example=example,
        ),
        "no-answer": _("After the days stands an answer: %(known)s.", known=known),
    }
    return sentences[error.fault]
