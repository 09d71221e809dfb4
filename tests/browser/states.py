"""States of the app, written by its own services beside the running server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete
from sqlmodel import Session, select

from questions.bank import Bank
from questions.model import Question, fingerprint
from studyapp import banks, decks, generation, learners, queue, reviews
from studyapp.db import Database
from studyapp.ids import derived_id, new_id
from studyapp.learners import Clock
from studyapp.scheduling import Rating
from studyapp.start import first_learner
from studyapp.tables import Card, Document, Draft, Job, Table
from tests.browser import material
from tests.servers import Server

T = TypeVar("T")
_WHO_AND_HOW = {"learner", "preset"}
_SECONDS_PER_ANSWER = 7
_FIRST_HOUR = 17


class Desk:
    """Changes what one server has stored."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.learner_id = first_learner(database, datetime.now(UTC))

    def write(self, action: Callable[[Session], T]) -> T:
        """Do *action* in one transaction."""
        return self.database.write(action)

    def clock(self, moment: datetime | None = None) -> Clock:
        """Return the learner's clock at *moment*, or now."""
        with self.database.reading() as session:
            learner = learners.load(session, self.learner_id)
        return learners.clock_of(learner, moment or datetime.now(UTC))

    def bring_in(self, bank: Bank, moment: datetime | None = None, key: str = "") -> None:
        """Import *bank* as of *moment*."""
        clock, texts = self.clock(moment), banks.texts_of(bank)
        self.write(
            lambda session: banks.bring_in(
                session, self.learner_id, bank, texts, clock, key=key or new_id()
            )
        )

    def add_deck(self, title: str) -> None:
        """Add a deck with nothing in it."""
        moment = datetime.now(UTC)
        self.write(
            lambda session: decks.ensure(session, self.learner_id, title, moment, key=new_id())
        )

    def deck(self, title: str) -> str:
        """Return the id of the deck called *title*."""
        with self.database.reading() as session:
            deck = decks.titled(session, self.learner_id, title)
        assert deck is not None
        return deck.id

    def start_anew(self, bank: Bank, drafts: Sequence[Question] = ()) -> None:
        """Forget all but the learner, then bring in *bank* and *drafts* about its document."""

        def action(session: Session) -> None:
            for table in reversed(Table.metadata.sorted_tables):
                if table.name not in _WHO_AND_HOW:
                    session.execute(delete(table))

        self.write(action)
        self.bring_in(bank)
        if drafts:
            self.add_drafts(self.document(bank.documents[0].title), drafts)

    def remove_demo(self) -> None:
        """Take the demo away, as a learner would who wants none."""
        with self.database.reading() as session:
            found = [deck for deck in decks.all_of(session, self.learner_id) if deck.is_demo]
        for deck in found:
            self.write(
                lambda session, deck_id=deck.id: banks.remove_demo(
                    session, self.learner_id, deck_id, datetime.now(UTC)
                )
            )

    def document(self, title: str) -> str:
        """Return the id of the document called *title*."""
        with self.database.reading() as session:
            return session.exec(select(Document.id).where(Document.title == title)).one()

    def add_drafts(self, document_id: str, questions: Sequence[Question]) -> None:
        """Add drafts, and the finished work that made them."""
        moment = datetime.now(UTC)

        def action(session: Session) -> None:
            rows = [self._draft(document_id, question, moment) for question in questions]
            session.add_all([*rows, self._job(document_id, moment)])

        self.write(action)

    def _draft(self, document_id: str, question: Question, moment: datetime) -> Draft:
        source = question.sources[0]
        return Draft(
            learner_id=self.learner_id,
            id=derived_id(document_id, f"draft/{question.id}"),
            document_id=document_id,
            kind=question.kind.value,
            body=question.model_dump(mode="json", exclude_defaults=True),
            fingerprint=fingerprint(question),
            source_start=source.start,
            source_end=source.end,
            findings=len(question.findings),
            created_at=moment,
        )

    def _job(self, document_id: str, moment: datetime, **values: Any) -> Job:
        standing = {"state": "done", "done": 10, "total": 10, "finished_at": moment} | values
        return Job(
            learner_id=self.learner_id,
            id=new_id(),
            kind=generation.KIND,
            document_id=document_id,
            run_at=moment,
            created_at=moment,
            **standing,
        )

    def set_job(self, document_id: str, **values: Any) -> None:
        """Add a later job about a document, in whatever state."""
        moment = datetime.now(UTC)
        self.write(lambda session: session.add(self._job(document_id, moment, **values)))

    def study(self, day: datetime, most: int, rate: Callable[[Card], Rating]) -> None:
        """Answer up to *most* cards that wait on a day in the past."""
        moment = day
        for _ in range(most):
            moment += timedelta(seconds=_SECONDS_PER_ANSWER)
            if not self.write(lambda session, at=moment: self._answer(session, at, rate)):
                return

    def _answer(self, session: Session, moment: datetime, rate: Callable[[Card], Rating]) -> bool:
        me = learners.load(session, self.learner_id)
        clock = learners.clock_of(me, moment)
        left = queue.new_left(session, me.id, clock, me.new_per_day)
        card_id = queue.next_card(session, me.id, clock, left)
        if card_id is None:
            return False
        card = session.get(Card, (me.id, card_id))
        assert card is not None
        rating = rate(card)
        attempt = reviews.Attempt(
            id=new_id(),
            card_id=card.id,
            rating=rating,
            version=card.version,
            ms=_SECONDS_PER_ANSWER * 1000,
            format="flip",
        )
        reviews.record(session, me.id, attempt, clock.now)
        return True


@contextmanager
def desk(server: Server) -> Iterator[Desk]:
    """Open what *server* has stored, for writing beside it."""
    database = Database(f"sqlite:///{server.data_dir / 'studyapp.db'}")
    try:
        yield Desk(database)
    finally:
        database.close()


def days_ago(number: int) -> datetime:
    """Return an hour in the evening, *number* days ago."""
    evening = datetime.now(UTC).replace(hour=_FIRST_HOUR, minute=0, second=0, microsecond=0)
    return evening - timedelta(days=number)


def fill(server: Server, key: str = "") -> None:
    """Leave a learner who has studied for a week, with drafts that wait."""
    with desk(server) as here:
        here.bring_in(material.bank(), days_ago(7), key)
        for number in range(7, 0, -1):
            here.study(days_ago(number), 4, lambda card: _rating(card))
        here.add_drafts(here.document(material.TITLE), material.drafts())


def _rating(card: Card) -> Rating:
    return Rating.AGAIN if card.reps == 1 and card.part == "c1" else Rating.GOOD
