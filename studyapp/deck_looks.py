"""What a deck may show: pictures of other sites, and its cards as their maker made them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast
from sqlmodel import Session, col, or_, select

from questions.formats.anki import own_look
from questions.markup import elsewhere
from questions.model import Question
from studyapp import changes, decks
from studyapp.errors import RefusedError
from studyapp.messages import say
from studyapp.tables import Deck, NoteType, StoredQuestion

MOST_HOSTS = 50
# A deck that names pictures in more questions than these names the same sites in the rest.
_MOST_LOOKED_AT = 2000


@dataclass(frozen=True)
class Wanted:
    """The sites whose pictures a deck shows, and whether it shows its cards in their own look."""

    hosts: tuple[str, ...]
    own_look: bool


def change(session: Session, learner_id: str, deck_id: str, wanted: Wanted, now: datetime) -> None:
    """Let a deck show what is wanted, and nothing else."""
    deck = decks.get(session, learner_id, deck_id)
    hosts = _checked(wanted.hosts)
    if (hosts, wanted.own_look) == (list(deck.picture_hosts), deck.own_look):
        return
    effect = changes.changed(deck, picture_hosts=hosts, own_look=wanted.own_look)
    changes.record(session, learner_id, "deck-look", [effect], now)


def allow(
    session: Session,
    learner_id: str,
    deck_id: str,
    now: datetime,
    *,
    hosts: Iterable[str] = (),
    own_look: bool = False,
) -> None:
    """Let a deck show more than it does."""
    deck = decks.get(session, learner_id, deck_id)
    wanted = Wanted((*deck.picture_hosts, *hosts), deck.own_look or own_look)
    change(session, learner_id, deck_id, wanted, now)


def _checked(hosts: Iterable[str]) -> list[str]:
    found = sorted(set(hosts))
    if not all(map(elsewhere.can_be_allowed, found)):
        raise RefusedError(say("This is no site whose pictures can be shown."))
    if len(found) > MOST_HOSTS:
        raise RefusedError(
            say("A deck shows pictures of at most %(most)s other sites.", most=MOST_HOSTS)
        )
    return found


def hosts_named(session: Session, learner_id: str, deck_id: str) -> list[str]:
    """Return the sites whose pictures the questions of a deck want to show."""
    told = cast(col(StoredQuestion.body), Text)
    bodies = session.exec(
        select(StoredQuestion.body)
        .where(
            StoredQuestion.learner_id == learner_id,
            StoredQuestion.deck_id == deck_id,
            col(StoredQuestion.removed_at).is_(None),
            told.like("%://%"),
            or_(told.like("%<img%"), told.like("%![%")),
        )
        .limit(_MOST_LOOKED_AT)
    )
    return sorted({host for body in bodies for text in _texts(body) for host in _hosts(text)})


def _hosts(text: str) -> Iterable[str]:
    return elsewhere.hosts_named(text) if "://" in text else ()


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def hosts_by_deck(session: Session, learner_id: str) -> dict[str, frozenset[str]]:
    """Return by title the decks that show pictures of other sites, and of which."""
    rows = session.execute(
        select(Deck.title, Deck.picture_hosts).where(
            Deck.learner_id == learner_id, col(Deck.removed_at).is_(None)
        )
    )
    return {title: frozenset(hosts) for title, hosts in rows if hosts}


def own_type(session: Session, learner_id: str, question: Question) -> dict[str, Any] | None:
    """Return the note type that gives a question a look of its own, if there is one."""
    key = own_look.named_type(question)
    if key is None or "occlusion" in question.extra:
        return None
    body = session.exec(
        select(NoteType.body).where(NoteType.learner_id == learner_id, NoteType.key == key).limit(1)
    ).first()
    return dict(body) if body and own_look.has_own(body) else None


def has_notes(session: Session, learner_id: str, deck_id: str) -> bool:
    """Tell whether questions of a deck came with a note type."""
    found = session.exec(
        select(StoredQuestion.id)
        .where(
            StoredQuestion.learner_id == learner_id,
            StoredQuestion.deck_id == deck_id,
            col(StoredQuestion.removed_at).is_(None),
            cast(col(StoredQuestion.body), Text).like('%"anki"%'),
        )
        .limit(1)
    )
    return found.first() is not None
