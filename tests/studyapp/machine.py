"""A learner who does anything in any order, and an observer who compares all rows each time.

The observer keeps what the rows were before and after each act. Undo has to bring back exactly
what was before, redo exactly what came after, and a new act ends what could be done again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from sqlmodel import Session, select

from questions.model import Answer, Question
from studyapp import (
    banks,
    cards,
    changes,
    decktree,
    documents,
    generation,
    learners,
    reviews,
)
from studyapp.db import Database
from studyapp.errors import StudyError
from studyapp.ids import new_id
from studyapp.scheduling import Rating
from studyapp.tables import (
    Card,
    Change,
    Decision,
    Deck,
    Document,
    Draft,
    Job,
    Learner,
    Preset,
    Quiz,
    QuizAnswer,
    Review,
)
from studyapp.tables import StoredQuestion as Stored
from tests.makers import (
    NOW,
    a_cloze,
    a_deck,
    a_document,
    a_draft,
    a_flashcard,
    a_job,
    a_learner,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
)
from tests.studyapp.curating import PICK
from tests.studyapp.gathering import ADDED, QUOTES, SPARE_QUOTES, Gathering
from tests.studyapp.quizzing import WISHES

COMPARED = (Learner, Preset, Deck, Decision, Document, Draft, Stored, Card, Job, Quiz, QuizAnswer)
CLOZES = (
    "{{c1::Oslo}} is the capital of {{c2::Norway}}.",
    "{{c1::Oslo}} is the capital of Norway.",
    "{{c2::Oslo}} is the capital of {{c3::Norway}}.",
)
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Act:
    """What the rows were before and after something that the learner did."""

    before: Rows
    after: Rows


class Learning(Gathering):
    """Everything a learner can do, over one learner made for this run."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.moment = NOW
        self.done: list[Act] = []
        self.undone: list[Act] = []
        self.reviews = 0

    @initialize()
    def begin(self) -> None:
        self.me = made(self.database, a_learner, f"Amina {new_id()}")
        self.other = made(self.database, a_learner, f"Bo {new_id()}")
        for learner_id in (self.me, self.other):
            made(self.database, furnish, learner_id)
        self.now, self.others = self.rows(self.me), self.rows(self.other)
        self.beginning = self.now
        # From the beginning there is one to take back, and one to answer, flag and end.
        self.bring_file()
        self.begin_quiz(WISHES[0])

    # -- What can be done ----------------------------------------------------------------

    @rule(pick=PICK, rating=st.sampled_from(Rating))
    def answer(self, pick: int, rating: Rating) -> None:
        if card := self.one_of(Card, pick, lambda card: card.available_at is not None):
            sent = reviews.Attempt(new_id(), card.id, rating, card.version, 4000, "flip")
            self.reviews += 1
            self.act(lambda session: reviews.record(session, self.me, sent, self.moment))

    @rule(pick=PICK)
    def keep(self, pick: int) -> None:
        if draft := self.one_of(Draft, pick, lambda _draft: True):
            self.act(lambda session: self.kept(session, [draft.id]))

    @rule()
    def keep_all(self) -> None:
        if drafts := self.all_of(Draft, lambda one: one.state == "waiting" and not one.findings):
            self.act(lambda session: self.kept(session, [draft.id for draft in drafts]))

    @rule(pick=PICK)
    def reject(self, pick: int) -> None:
        if draft := self.one_of(Draft, pick, lambda draft: draft.state == "waiting"):
            self.act(
                lambda session: generation.reject(
                    session, self.me, session.get_one(Draft, (self.me, draft.id)), self.moment
                )
            )

    @rule(pick=PICK, version=st.integers(0, 2))
    def edit_draft(self, pick: int, version: int) -> None:
        if draft := self.one_of(Draft, pick, lambda _draft: True):
            edited = another(Question.model_validate(draft.body), version)

            def action(session: Session) -> None:
                row = session.get_one(Draft, (self.me, draft.id))
                generation.edit(session, self.me, row, edited, self.moment)

            self.act(action)

    @rule(pick=PICK, marked=st.booleans())
    def mark(self, pick: int, marked: bool) -> None:
        self.act_on_card(pick, lambda *place: cards.mark(*place, marked, self.moment))

    @rule(pick=PICK, whole=st.booleans())
    def bury(self, pick: int, whole: bool) -> None:
        def action(session: Session, me: str, card_id: str) -> None:
            clock = clock_of(session, me, self.moment)
            cards.bury(session, me, card_id, clock, whole_question=whole)

        self.act_on_card(pick, action)

    @rule(pick=PICK, suspended=st.booleans(), whole=st.booleans())
    def suspend(self, pick: int, suspended: bool, whole: bool) -> None:
        def action(session: Session, me: str, card_id: str) -> None:
            cards.suspend(session, me, card_id, suspended, self.moment, whole_question=whole)

        self.act_on_card(pick, action)

    @rule(pick=PICK)
    def report(self, pick: int) -> None:
        self.act_on_card(pick, lambda *place: cards.report(*place, "It is wrong.", self.moment))

    @rule(pick=PICK, version=st.integers(0, 2))
    def edit(self, pick: int, version: int) -> None:
        row = self.one_of(Stored, pick, lambda row: row.removed_at is None)
        if row:
            edited = another(cards.question_of(row), version)
            self.act(lambda session: cards.edit(session, self.me, row.id, edited, self.moment))

    @rule(pick=PICK, typed=st.sampled_from(["Lyma", "  Oslo ", "Lima"]))
    def accept(self, pick: int, typed: str) -> None:
        self.act_on_card(pick, lambda *place: cards.accept(*place, typed, self.moment))

    @rule(pick=PICK)
    def remove_deck(self, pick: int) -> None:
        if deck := self.one_of(Deck, pick, lambda deck: deck.removed_at is None):
            remove = banks.remove_demo if deck.is_demo else decktree.remove
            self.act(lambda session: remove(session, self.me, deck.id, self.moment))

    @rule(pick=PICK)
    def remove_document(self, pick: int) -> None:
        document = self.one_of(Document, pick, lambda document: document.removed_at is None)
        if document:
            self.act(lambda session: documents.remove(session, self.me, document.id, self.moment))

    @rule(hour=st.integers(0, 23), zone=st.sampled_from(["UTC", "Asia/Kolkata"]), new=PICK)
    def set_up(self, hour: int, zone: str, new: int) -> None:
        def action(session: Session) -> None:
            learners.set_up(
                session,
                session.get_one(Learner, self.me),
                learners.Wishes(
                    zone=zone,
                    rollover_hour=hour,
                    theme="dark" if hour > 12 else "auto",
                    new_per_day=new,
                    desired_retention=0.8 + hour / 200,
                    look={"size": "large" if hour % 2 else "normal"},
                    two_buttons=hour % 3 == 0,
                ),
                self.moment,
            )

        self.act(action)

    @rule(key=st.sampled_from(["", "x", "g t"]))
    def change_a_key(self, key: str) -> None:
        self.act(
            lambda session: learners.set_keys(
                session, session.get_one(Learner, self.me), {"u": key}, self.moment
            )
        )

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.moment += timedelta(days=days)

    # -- Taking back ---------------------------------------------------------------------

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        assert self.step(changes.undo, self.tick()), "there was something to undo"
        self.taken_back()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        act = self.undone.pop()
        assert self.step(changes.redo), "there was something to do again"
        self.compare(act.after)
        self.done.append(act)

    @precondition(lambda self: not self.undone)
    @rule()
    def redo_in_vain(self) -> None:
        assert self.step(changes.redo) is False
        self.compare(self.now)

    def teardown(self) -> None:
        if not hasattr(self, "beginning"):
            return
        taken_back = self.repeat(changes.undo, lambda: (self.tick(),))
        assert taken_back == len(self.done)
        self.compare(self.beginning)
        assert self.repeat(changes.redo, tuple) == taken_back + len(self.undone)
        assert self.repeat(changes.undo, lambda: (self.tick(),)) == taken_back + len(self.undone)
        self.compare(self.beginning)
        assert self.rows(self.other) == self.others, "another learner's rows changed"
        self.compare_log()

    # -- How it is done ------------------------------------------------------------------

    def act(self, action: Callable[[Session], Any], *, is_logged: bool = False) -> None:
        """Do something; what *is_logged* is an act although it changes no row."""
        self.tick()
        before, refused = self.now, False
        try:
            self.database.write(lambda session: action(session) and None)
        except StudyError:
            refused = True
        self.now = self.rows(self.me)
        if before != self.now or is_logged:
            assert not refused, "what was refused changed something"
            self.done_since(before)

    def done_since(self, before: Rows) -> None:
        self.done.append(Act(before, self.now))
        self.undone.clear()

    def taken_back(self) -> None:
        act = self.done.pop()
        self.compare(act.before)
        self.undone.append(act)

    def act_on_card(self, pick: int, action: Callable[[Session, str, str], Any]) -> None:
        if card := self.one_of(Card, pick, lambda _card: True):
            self.act(lambda session: action(session, self.me, card.id))

    def kept(self, session: Session, draft_ids: list[str]) -> None:
        drafts = [session.get_one(Draft, (self.me, key)) for key in draft_ids]
        generation.keep(session, self.me, drafts, clock_of(session, self.me, self.moment))

    def tick(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment

    def step(self, turn: Callable[..., Any], *moment: datetime) -> bool:
        return self.database.write(lambda session: turn(session, self.me, *moment) is not None)

    def repeat(self, turn: Callable[..., Any], moments: Callable[[], tuple[Any, ...]]) -> int:
        number = 0
        while self.step(turn, *moments()):
            number += 1
        return number

    def all_of(self, model: Any, fits: Callable[[Any], bool]) -> list[Any]:
        with self.database.reading() as session:
            rows = session.exec(
                select(model).where(model.learner_id == self.me).order_by(model.id)
            ).all()
            return [row for row in rows if fits(row)]

    def one_of(self, model: Any, pick: int, fits: Callable[[Any], bool]) -> Any:
        rows = self.all_of(model, fits)
        return rows[pick % len(rows)] if rows else None

    def rows(self, learner_id: str) -> Rows:
        with self.database.reading() as session:
            found = {model.__tablename__: rows_of(session, model, learner_id) for model in COMPARED}
        return without_texts_taken_back(without_quizzes_put_away(found))

    def compare(self, wanted: Rows) -> None:
        self.now = found = self.rows(self.me)
        for table, rows in wanted.items():
            assert found[table] == rows, table

    def compare_log(self) -> None:
        with self.database.reading() as session:
            log = rows_of(session, Review, self.me)
            undone = rows_of(session, Change, self.me)
        assert len(log) == self.reviews, "a review was deleted, or one too many written"
        assert all(row["voided_at"] for row in log)
        assert all(row["undone_at"] for row in undone)


def rows_of(session: Session, model: Any, learner_id: str) -> list[dict[str, Any]]:
    owner = model.id if model is Learner else model.learner_id
    rows = session.exec(select(model).where(owner == learner_id))
    return sorted((row.model_dump() for row in rows), key=lambda row: str(row["id"]))


def without_quizzes_put_away(rows: Rows) -> Rows:
    """Leave out quizzes whose start was taken back: their rows stay, and nobody sees them."""
    quizzes = [row for row in rows["quiz"] if row["removed_at"] is None]
    kept = {row["id"] for row in quizzes}
    answers = [row for row in rows["answer"] if row["quiz_id"] in kept]
    return rows | {"quiz": quizzes, "answer": answers}


def without_texts_taken_back(rows: Rows) -> Rows:
    """Leave out added texts that lie in the trash, and the wish for questions about them."""
    gone = {
        row["id"]
        for row in rows["document"]
        if row["removed_at"] and row["title"].startswith(ADDED)
    }
    texts = [row for row in rows["document"] if row["id"] not in gone]
    wishes = [row for row in rows["job"] if row["document_id"] not in gone]
    return rows | {"document": texts, "job": wishes}


def furnish(session: Session, learner_id: str) -> None:
    """Give a learner something of each kind."""
    document = a_document(session, learner_id)
    a_job(session, learner_id, document)
    for number, quote in enumerate(QUOTES):
        a_draft(session, learner_id, document, quote, findings=number % 2)
    for quote in SPARE_QUOTES:
        a_draft(session, learner_id, document, quote, state=generation.SPARE)
    a_question(session, learner_id, a_flashcard(reverse=True))
    a_question(session, learner_id, a_short(), deck_title="Cities")
    cloze = a_cloze("Oslo is the capital of Norway.").model_copy(update={"stem": CLOZES[0]})
    a_question(session, learner_id, cloze, deck_title="Cities")
    a_review_card(session, learner_id)
    a_deck(session, learner_id, "Demo", is_demo=True)
    article = a_document(session, learner_id, title="Article")
    a_question(session, learner_id, deck_title="Demo", document_id=article)
    a_question(session, learner_id, deck_title="Demo")


def another(question: Question, version: int) -> Question:
    """Return the question in other words, with more or fewer cards."""
    if question.kind == "cloze":
        return question.model_copy(update={"stem": CLOZES[version]})
    answers = (Answer(text=f"Answer {version}"),)
    return question.model_copy(update={"answers": answers, "reverse": version == 1})
