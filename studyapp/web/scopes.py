"""What a sitting is about: everything, a deck with those below it, or what a search finds.

In addresses and forms it is one text: nothing, the id of a deck, or "q:" and the search.
"""

from __future__ import annotations

from sqlmodel import Session

from studyapp import decks, progress, search
from studyapp.decks import Counts
from studyapp.ids import is_id
from studyapp.learners import Clock
from studyapp.queue import EVERYTHING, Scope
from studyapp.web.state import learner_id

_SEARCH = "q:"


def checked(session: Session, wanted: str) -> str:
    """Return *wanted* if it names a deck that is there or a search; "" for anything else."""
    if is_id(wanted):
        return decks.get(session, learner_id(), wanted).id
    return wanted if query_of(wanted) is not None else ""


def query_of(scope: str) -> search.Query | None:
    """Return the search that a sitting is about, if it is about one."""
    if not scope.startswith(_SEARCH):
        return None
    try:
        return search.parse(scope.removeprefix(_SEARCH))
    except search.QueryError:
        return None


def of_search(text: str) -> str:
    """Return how a sitting about a search is written."""
    return f"{_SEARCH}{text}"


def of_deck_title(title: str) -> str:
    """Return how a sitting is written that is about all decks below a title."""
    return of_search(str(search.Term("deck", title, literal=True)))


def in_queue(session: Session, scope: str, clock: Clock) -> Scope:
    """Return what the queue understands by a scope."""
    query = query_of(scope)
    if query is not None:
        return Scope(condition=search.cards_under(session, learner_id(), query, clock))
    if not scope:
        return EVERYTHING
    return Scope(tuple(decks.family(session, decks.get(session, learner_id(), scope))))


def waiting_in(session: Session, waiting: progress.Today, scope: str, clock: Clock) -> Counts:
    """Return what waits in a scope today."""
    query = query_of(scope)
    if query is not None:
        found = search.cards_under(session, learner_id(), query, clock)
        return decks.counts_under(session, learner_id(), clock, waiting.share, found)
    if not scope:
        return waiting.total
    ids = in_queue(session, scope, clock).deck_ids
    several = (waiting.by_deck[deck_id] for deck_id in ids if deck_id in waiting.by_deck)
    return decks.together(several, waiting.share)


def cards_waiting(session: Session, query: search.Query, clock: Clock) -> int:
    """Return how many cards that a search finds could be shown today."""
    found = search.cards_under(session, learner_id(), query, clock)
    return decks.cards_under(session, learner_id(), clock, found)
