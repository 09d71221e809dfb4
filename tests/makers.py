"""Makers of rows, and the two learners whom tests name: Amina, whose app it is, and Bo.

A maker adds what it is asked for, with everything that it needs, and returns ids: a row is gone
with its session. Two learners in one database let every test see whether one gets at the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
from sqlmodel import Session

from questions.extract import extract
from questions.model import Answer, Finding, Kind, Question, Source, fingerprint
from questions.scoring import Response
from studyapp import (
    banks,
    cards,
    decks,
    documents,
    generation,
    jobs,
    learners,
    media,
    presets,
    quizzes,
    uploads,
)
from studyapp.db import Database
from studyapp.ids import derived_id, new_id
from studyapp.importing import imports
from studyapp.learners import Clock
from studyapp.quizzes import Given, Wish
from studyapp.tables import Card, Draft, Learner, StoredQuestion

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 12, tzinfo=UTC)
AMINA, BO = "Amina", "Bo"
TEXT = """Rivers of Europe

The Volga flows into the Caspian Sea. The Danube flows into the Black Sea.

The Rhine rises in the Alps. The Thames flows through London.
"""
T = TypeVar("T")
_ADDED = {AMINA: LONG_AGO, BO: NOW}


@dataclass(frozen=True)
class Kept:
    """A question that a maker put into a deck."""

    question_id: str
    deck_id: str
    card_ids: tuple[str, ...]

    @property
    def card_id(self) -> str:
        """Return the id of its only card."""
        (card_id,) = self.card_ids
        return card_id


def made(database: Database, maker: Callable[..., T], *args: Any, **named: Any) -> T:
    """Let one maker write, in a transaction of its own."""
    return database.write(lambda session: maker(session, *args, **named))


def a_learner(session: Session, name: str = AMINA, **columns: Any) -> str:
    """Add a learner; the one called Amina is the first, whose app it is."""
    learner = learners.add(session, name, "UTC", _ADDED.get(name, NOW))
    _set(learner, columns)
    return learner.id


def clock_of(session: Session, learner_id: str, now: datetime = NOW) -> Clock:
    """Return a learner's clock at *now*."""
    return learners.clock_of(session.get_one(Learner, learner_id), now)


def a_deck(
    session: Session, learner_id: str, title: str = "Geography", *, is_demo: bool = False
) -> str:
    deck, _effects = decks.ensure(session, learner_id, title, NOW, key=new_id(), is_demo=is_demo)
    return deck.id


def a_preset(session: Session, learner_id: str, name: str = "Slow") -> str:
    """Add a preset that says the same as the default."""
    row = presets.get(session, learner_id, learners.default_preset_id(learner_id))
    wanted = replace(presets.wanted_of(row), name=name)
    preset_id = new_id()
    presets.add(session, learner_id, preset_id, wanted, NOW)
    return preset_id


def a_picture(session: Session, learner_id: str) -> str:
    """Note a picture, without its file; the SHA-256 is the id twice."""
    media_id = new_id()
    kept = media.Kept(media_id * 2, "image/png", 100, "map.png")
    media.add(session, learner_id, kept, NOW)
    return media_id


def a_version(session: Session, learner_id: str, question_id: str) -> str:
    """Edit a question, and return the id of the words that it had."""
    row = session.get_one(StoredQuestion, (learner_id, question_id))
    version = cards.earlier_wording(row, "edit", NOW)
    session.add(version)
    return version.id


def a_document(
    session: Session, learner_id: str, text: str = TEXT, *, title: str = "Rivers of Europe"
) -> str:
    extracted = extract(text, title, "text/plain")
    document, _new = documents.keep(session, learner_id, new_id(), extracted, NOW)
    document.title = title
    return document.id


def an_upload(session: Session, learner_id: str, data: bytes = b"A text. It is short.") -> str:
    """Leave a file for a worker to read."""
    key = new_id()
    uploads.keep(session, learner_id, key, uploads.Given(data, "rivers.txt"), NOW)
    return key


def an_import(
    session: Session,
    learner_id: str,
    data: bytes = b"front,back\na,b\n",
    shows: str | None = None,
) -> str:
    """Keep a bank file, looked into if it *shows* a picture with an id, and return its own."""
    import_id = new_id()
    imports.keep(session, learner_id, import_id, data, "cards.csv", NOW)
    if shows:
        files = {shows: {"type": "image/png", "data": ""}}
        told = {"files": files, "has_decks": False, "total": 0}
        imports.take_preview(session, learner_id, import_id, told)
    return import_id


def a_job(session: Session, learner_id: str, document_id: str, now: datetime = NOW) -> str:
    """Ask for drafts of a document."""
    document = documents.get(session, learner_id, document_id)
    blocks = documents.blocks_of(document)
    return generation.request(session, document, blocks, new_id(), now).id


def a_claim(session: Session, learner_id: str, document_id: str, now: datetime = NOW) -> jobs.Claim:
    """Ask for drafts of a document, and take the job."""
    a_job(session, learner_id, document_id, now)
    claim = jobs.claim(session, "a worker", now)
    assert claim is not None
    return claim


def a_draft(
    session: Session,
    learner_id: str,
    document_id: str,
    quote: str = "",
    *,
    findings: int = 0,
    state: str = "waiting",
) -> str:
    """Add a draft about one sentence of a document."""
    document = documents.get(session, learner_id, document_id)
    quote = quote or "The Volga flows into the Caspian Sea."
    question = a_cloze(quote, document_id=document_id, start=document.text.index(quote))
    flaws = tuple(
        Finding(name=f"flaw-{number}", reason="It is vague.") for number in range(findings)
    )
    question = question.model_copy(update={"findings": flaws})
    row = _draft_row(learner_id, document_id, question)
    row.state = state
    session.add(row)
    return row.id


def _draft_row(learner_id: str, document_id: str, question: Question) -> Draft:
    return Draft(
        learner_id=learner_id,
        id=derived_id(document_id, f"draft/{fingerprint(question)}"),
        document_id=document_id,
        kind=question.kind.value,
        body=question.model_dump(mode="json", exclude_defaults=True),
        fingerprint=fingerprint(question),
        source_start=question.sources[0].start,
        source_end=question.sources[0].end,
        findings=len(question.findings),
        created_at=NOW,
    )


def a_cloze(quote: str, *, document_id: str | None = None, start: int = 0) -> Question:
    """Return a cloze that hides the last word of *quote*."""
    body, _, last = quote.rstrip(".").rpartition(" ")
    source = Source(document=document_id or "d1", start=start, end=start + len(quote), quote=quote)
    return Question(
        id=new_id(),
        kind=Kind.CLOZE,
        stem=f"{body} {{{{c1::{last}}}}}.",
        sources=(source,) if document_id else (),
    )


def a_flashcard(front: str = "Capital of Peru", back: str = "Lima", **fields: Any) -> Question:
    """Return a question with one card; `reverse=True` gives it a second."""
    return Question(
        id=new_id(), kind=Kind.FLASHCARD, stem=front, answers=(Answer(text=back),), **fields
    )


def a_short(stem: str = "What is the capital of Peru?", right: str = "Lima") -> Question:
    """Return a question whose answer is typed."""
    return Question(id=new_id(), kind=Kind.SHORT, stem=stem, answers=(Answer(text=right),))


def a_question(
    session: Session,
    learner_id: str,
    question: Question | None = None,
    *,
    deck_title: str = "Geography",
    document_id: str | None = None,
    **columns: Any,
) -> Kept:
    """Keep a question in a deck, with a new card for each part; *columns* change its cards."""
    clock = clock_of(session, learner_id, LONG_AGO)
    deck, _made = decks.ensure(session, learner_id, deck_title, clock.now, key=new_id())
    effects = decks.keep(
        session,
        deck,
        question or a_flashcard(f"Front {new_id()}"),
        key=new_id(),
        document_id=document_id,
        clock=clock,
    )
    keys = [effect["k"] for effect in effects]
    for key in keys[1:]:
        _set(session.get_one(Card, (learner_id, key)), columns)
    return Kept(question_id=keys[0], deck_id=deck.id, card_ids=tuple(keys[1:]))


def a_card(session: Session, learner_id: str, **columns: Any) -> str:
    """Add a question with one card, which is new and waits, unless *columns* say otherwise."""
    return a_question(session, learner_id, **columns).card_id


def a_review_card(session: Session, learner_id: str, **columns: Any) -> str:
    """Add a card that was learned and is due since this morning."""
    known = {
        "state": "review",
        "queue": decks.REVIEW,
        "stability": 12.5,
        "difficulty": 5.0,
        "interval": 12,
        "reps": 3,
        "last_day": LONG_AGO.date(),
        "last_review_at": LONG_AGO,
        "due_at": NOW.replace(hour=4),
        "due_day": NOW.date(),
        "available_at": NOW.replace(hour=4),
    }
    return a_card(session, learner_id, **{**known, **columns})


def a_quiz(session: Session, learner_id: str) -> str:
    """Start a quiz about all questions that are typed, and answer the first one wrong."""
    key, clock = new_id(), clock_of(session, learner_id)
    quizzes.start(session, learner_id, key, "A quiz", Wish(groups=("short",)), clock)
    wrong = Given(Response(typed="No idea"))
    quizzes.answer(session, learner_id, key, 1, wrong, clock.now)
    return key


def the_demo(session: Session, learner_id: str) -> str:
    """Add the demo deck, as a first start does, and return its id."""
    bank, texts = banks.demo()
    clock = clock_of(session, learner_id)
    banks.bring_in(session, learner_id, bank, texts, clock, is_demo=True)
    return next(deck.id for deck in decks.all_of(session, learner_id) if deck.is_demo)


def long_text(sentences: int = 260, *, words: Sequence[str] = ()) -> str:
    """Write a text of several windows, each sentence of which states something to ask."""
    names = words or ("Ada", "Bruno", "Clara", "Dario", "Elsa", "Felix", "Greta", "Hugo")
    lines = [
        f"{names[number % len(names)]} Miller founded the town of Newtown {number} in "
        f"{1200 + number} near the river Tamar."
        for number in range(sentences)
    ]
    paragraphs = [" ".join(lines[start : start + 5]) for start in range(0, len(lines), 5)]
    return "\n\n".join(paragraphs)


def _set(row: Any, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        assert hasattr(row, name), f"there is no column {name}"
        setattr(row, name, value)


@pytest.fixture
def amina(database: Database) -> str:
    """Return the id of the learner whose app it is."""
    return made(database, a_learner, AMINA)


@pytest.fixture
def bo(database: Database, amina: str) -> str:
    """Return the id of another learner in the same database."""
    return made(database, a_learner, BO)
