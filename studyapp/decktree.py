"""The tree of decks: `A::B` lies under `A`. Making, renaming, moving, merging, removing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from questions.search_words import folded
from studyapp import changes, decks, presets
from studyapp.changes import Effect
from studyapp.decks import NESTED, Counts, Share
from studyapp.errors import RefusedError
from studyapp.learners import MARKERS, default_preset_id, next_marker
from studyapp.messages import Message, say
from studyapp.tables import Card, Deck, StoredQuestion

LONGEST_TITLE = 300
_DEEPEST = 20


@dataclass
class Branch:
    """A deck in the tree; *deck* is None where only decks below it exist."""

    title: str
    name: str
    deck: Deck | None = None
    own: Counts = field(default_factory=Counts)
    whole: Counts = field(default_factory=Counts)
    questions: int = 0
    children: list[Branch] = field(default_factory=list)


def tree(
    rows: Iterable[Deck],
    waiting: Mapping[str, Counts],
    questions: Mapping[str, int],
    share: Share,
) -> list[Branch]:
    """Return decks as a tree, each with what waits in it and below; in the order of titles."""
    root = Branch("", "")
    found: dict[str, Branch] = {"": root}
    for deck in sorted(rows, key=_place):
        branch = _branch(found, deck.title)
        branch.deck = branch.deck or deck
        branch.own += waiting.get(deck.id, Counts())
        branch.questions += questions.get(deck.id, 0)
    for branch in root.children:
        _roll_up(branch, share)
    return root.children


def _place(deck: Deck) -> tuple[bool, list[str], str]:
    return deck.is_demo, [folded(part) for part in deck.title.split(NESTED)], deck.title


def _branch(found: dict[str, Branch], title: str) -> Branch:
    if title not in found:
        above, _, name = title.rpartition(NESTED)
        found[title] = Branch(title, name)
        _branch(found, above).children.append(found[title])
    return found[title]


def _roll_up(branch: Branch, share: Share) -> None:
    for child in branch.children:
        _roll_up(child, share)
    branch.whole = decks.together([branch.own, *(one.whole for one in branch.children)], share)
    branch.questions += sum(child.questions for child in branch.children)


def below(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Yield each branch and those below it, from top to bottom."""
    for branch in branches:
        yield branch
        yield from below(branch.children)


def clean_title(text: str) -> str:
    """Return a title as it is kept, or say why it cannot be one."""
    parts = [" ".join(part.split()) for part in text.split(NESTED)]
    if not all(parts):
        raise RefusedError(say("A deck needs a title, also between two pairs of colons."))
    title = NESTED.join(parts)
    if len(title) > LONGEST_TITLE:
        raise RefusedError(
            say("A title has at most %(most)s letters, with those above it.", most=LONGEST_TITLE)
        )
    if len(parts) > _DEEPEST:
        raise RefusedError(say("Decks nest at most %(most)s deep.", most=_DEEPEST))
    return title


def _taken(title: str) -> Message:
    return say(
        "There is a deck called “%(title)s” already. Merge the two, or choose another title.",
        title=title,
    )


def make(session: Session, learner_id: str, deck_id: str, title: str, now: datetime) -> str:
    """Make a deck under the id that the form was given, and return the id; once."""
    title = clean_title(title)
    if session.get(Deck, (learner_id, deck_id)):
        return deck_id
    if decks.titled(session, learner_id, title):
        raise RefusedError(_taken(title))
    deck = Deck(
        learner_id=learner_id,
        id=deck_id,
        preset_id=default_preset_id(learner_id),
        title=title,
        marker=next_marker(session, learner_id),
        created_at=now,
    )
    session.add(deck)
    session.flush()
    changes.record(session, learner_id, "deck-new", [changes.created(deck)], now)
    return deck_id


@dataclass(frozen=True)
class Settings:
    """What can be changed of a deck; its place in the tree is in the title."""

    title: str
    marker: str
    preset_id: str
    language: str | None


def change(
    session: Session, learner_id: str, deck_id: str, wanted: Settings, now: datetime
) -> None:
    """Rename a deck, those below it following, and give it its marker, preset and language."""
    deck = decks.get(session, learner_id, deck_id)
    title = clean_title(wanted.title)
    if wanted.marker not in MARKERS:
        raise RefusedError(say("Choose one of the markers."))
    if wanted.language and len(wanted.language) > decks.LONGEST_LANGUAGE:
        raise RefusedError(say("This is no language tag. Write one like en, de or pt-BR."))
    effects = _renamed(session, deck, title) if title != deck.title else []
    effects += presets.take(session, deck, wanted.preset_id)
    effects.append(changes.changed(deck, marker=wanted.marker, language=wanted.language))
    changes.record(session, learner_id, "deck", effects, now)


def _renamed(session: Session, deck: Deck, title: str) -> list[Effect]:
    """Give *deck* and those below it titles that begin with *title*."""
    moving = [deck, *_below(session, deck)]
    titles = {one.id: title + one.title[len(deck.title) :] for one in moving}
    staying = {one.title for one in decks.all_of(session, deck.learner_id) if one.id not in titles}
    for wanted in titles.values():
        if wanted in staying:
            raise RefusedError(_taken(wanted))
        clean_title(wanted)
    effects = [changes.changed(one, title=titles[one.id]) for one in moving]
    session.flush()
    return effects


def _below(session: Session, deck: Deck) -> list[Deck]:
    beginning = f"{deck.title}{NESTED}"
    return [
        one for one in decks.all_of(session, deck.learner_id) if one.title.startswith(beginning)
    ]


def merge(session: Session, learner_id: str, deck_id: str, into_id: str, now: datetime) -> None:
    """Put the questions of a deck into another, those below it likewise, and remove it."""
    deck = decks.even_removed(session, learner_id, deck_id)
    into = decks.get(session, learner_id, into_id)
    if deck.removed_at:
        return
    if deck.id == into.id:
        raise RefusedError(say("A deck cannot be merged into itself. Choose another one."))
    # What it is merged into stays where it is, even if that lies below the deck.
    staying = {into.id, *(one.id for one in _below(session, into))}
    effects = _merged(session, deck, into, now)
    for child in _below(session, deck):
        if child.id not in staying:
            effects += _moved_under(session, child, deck, into, now)
    changes.record(session, learner_id, "deck-merge", effects, now)


def _moved_under(
    session: Session, child: Deck, deck: Deck, into: Deck, now: datetime
) -> list[Effect]:
    title = clean_title(into.title + child.title[len(deck.title) :])
    other = decks.titled(session, child.learner_id, title)
    if other is None:
        effects = [changes.changed(child, title=title)]
        session.flush()
        return effects
    return _merged(session, child, other, now)


def _merged(session: Session, deck: Deck, into: Deck, now: datetime) -> list[Effect]:
    # What lies in the trash goes along, or it could never come back.
    effects = moved(session, deck.learner_id, col(StoredQuestion.deck_id) == deck.id, into)
    effects.append(changes.changed(deck, removed_at=now))
    session.flush()
    return effects


def moved(
    session: Session, learner_id: str, chosen: ColumnElement[bool], into: Deck
) -> list[Effect]:
    """Move the *chosen* questions, with their cards, into a deck and return the effects."""
    wanted = and_(
        col(StoredQuestion.learner_id) == learner_id,
        chosen,
        col(StoredQuestion.deck_id) != into.id,
    )
    questions = session.execute(
        select(col(StoredQuestion.id), col(StoredQuestion.deck_id)).where(wanted)
    ).all()
    # A card lies where its question lies.
    cards = session.execute(
        select(col(Card.id), col(Card.deck_id), col(Card.queue))
        .join(StoredQuestion, decks.OF_QUESTION)
        .where(wanted)
    ).all()
    return [
        *changes.changed_many(
            session,
            StoredQuestion,
            learner_id,
            [(key, {"deck_id": deck_id}, {"deck_id": into.id}) for key, deck_id in questions],
        ),
        *changes.changed_many(
            session,
            Card,
            learner_id,
            [(key, *_deck_of_card(deck_id, queue, into.id)) for key, deck_id, queue in cards],
        ),
    ]


def _deck_of_card(deck_id: str, queue: int, into: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a card was and will be: one to be tried stands among all in its new deck."""
    if queue != decks.LAST:
        return {"deck_id": deck_id}, {"deck_id": into}
    return {"deck_id": deck_id, "queue": queue}, {"deck_id": into, "queue": decks.NEW}


def remove(session: Session, learner_id: str, deck_id: str, now: datetime) -> None:
    """Put a deck into the trash with those below it and all their questions, as one act."""
    deck = decks.even_removed(session, learner_id, deck_id)
    if deck.removed_at:
        return
    effects: list[Effect] = []
    for one in [*_below(session, deck), deck]:
        effects += decks.removal(session, one, now)
    changes.record(session, learner_id, "deck-removal", effects, now)
