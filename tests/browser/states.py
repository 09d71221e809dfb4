"""States of the app, written by its own services beside the running server."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlmodel import Session, select

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import Options
from questions.model import Question, fingerprint
from studyapp import banks, decks, generation, learners, queue, reviews, uploads
from studyapp.db import Database
from studyapp.ids import derived_id, new_id
from studyapp.importing import imports
from studyapp.importing import reading as importing
from studyapp.importing.incoming import Wanted
from studyapp.learners import Clock
from studyapp.scheduling import Rating, study_day
from studyapp.start import first_learner
from studyapp.tables import Card, Document, Draft, Job, Table
from tests.browser import material
from tests.servers import Server

T = TypeVar("T")
_WHO_AND_HOW = {"learner", "preset"}
_SECONDS_PER_ANSWER = 7
_ROLLOVER_HOUR = 4
#: Where it is noon now: no test begins on one study day and ends on the next.
ZONE = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
_EVENING = time(17, tzinfo=ZoneInfo(ZONE))


class Desk:
    """Changes what one server has stored."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.learner_id = first_learner(database, datetime.now(UTC))
        self.write(self._live_where_it_is_noon)

    def _live_where_it_is_noon(self, session: Session) -> None:
        learners.load(session, self.learner_id).zone = ZONE

    def write(self, action: Callable[[Session], T]) -> T:
        """Do *action* in one transaction."""
        return self.database.write(action)

    def now(self) -> datetime:
        """Return the moment."""
        return datetime.now(UTC)

    def clock(self, moment: datetime | None = None) -> Clock:
        """Return the learner's clock at *moment*, or now."""
        with self.database.reading() as session:
            learner = learners.load(session, self.learner_id)
        return learners.clock_of(learner, moment or datetime.now(UTC))

    def bring_in(
        self, bank: Bank, moment: datetime | None = None, *, is_demo: bool = False
    ) -> None:
        """Import *bank* as of *moment*; its ids are the same each time, and with them chance."""
        clock, texts = self.clock(moment), banks.texts_of(bank)
        key = hashlib.md5(bank.title.encode(), usedforsecurity=False).hexdigest()
        self.write(
            lambda session: banks.bring_in(
                session, self.learner_id, bank, texts, clock, key=key, is_demo=is_demo
            )
        )

    def start_anew(self) -> None:
        """Forget all but who learns here."""

        def action(session: Session) -> None:
            for table in reversed(Table.metadata.sorted_tables):
                if table.name not in _WHO_AND_HOW:
                    session.execute(delete(table))

        self.write(action)

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
        standing: dict[str, Any] = {
            "state": "done",
            "done": 10,
            "total": 10,
            "finished_at": moment,
        } | values
        return Job(
            learner_id=self.learner_id,
            id=new_id(),
            kind=generation.KIND,
            document_id=document_id,
            run_at=moment,
            created_at=moment,
            **standing,
        )

    def leave_a_file(self, name: str, **values: Any) -> None:
        """Leave a file to be read, its job in whatever state."""
        key, moment = new_id(), datetime.now(UTC)

        def action(session: Session) -> None:
            uploads.keep(session, self.learner_id, key, uploads.Given(b"A text.", name), moment)
            job = uploads.job_of(session, self.learner_id, key)
            for column, value in values.items():
                setattr(job, column, value)

        self.write(action)

    def leave_an_import(self, name: str, data: bytes) -> None:
        """Leave a bank file that was looked into, or could not be read."""
        key, given = new_id(), importing.Given(data, name, None, Options(), Wanted())
        moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.write(lambda session: imports.keep(session, self.learner_id, key, data, name, moment))
        try:
            told = importing.preview(self.database, self.learner_id, given) or {}
        except BankFormatError as error:
            reason = str(error)
            self.write(lambda session: imports.refuse(session, self.learner_id, key, reason))
        else:
            self.write(lambda session: imports.take_preview(session, self.learner_id, key, told))

    def set_job(self, document_id: str, **values: Any) -> None:
        """Add a later job about a document, in whatever state."""
        moment = datetime.now(UTC)

        def action(session: Session) -> None:
            session.add(self._job(document_id, moment, **values))

        self.write(action)

    def study(self, day: datetime, most: int, rate: Callable[[Card], Rating]) -> None:
        """Answer up to *most* cards that wait on a day in the past."""
        moment = day
        for _ in range(most):
            moment += timedelta(seconds=_SECONDS_PER_ANSWER)
            if not self._answered(moment, rate):
                return

    def _answered(self, moment: datetime, rate: Callable[[Card], Rating]) -> bool:
        return self.write(lambda session: self._answer(session, moment, rate))

    def _answer(self, session: Session, moment: datetime, rate: Callable[[Card], Rating]) -> bool:
        me = learners.load(session, self.learner_id)
        clock = learners.clock_of(me, moment)
        share = queue.share(session, me.id, clock, me.new_per_day)
        card_id = queue.next_card(session, me.id, clock, share)
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
    """Return an hour in the evening of the study day that was *number* days ago."""
    today = study_day(datetime.now(UTC), ZoneInfo(ZONE), _ROLLOVER_HOUR)
    return datetime.combine(today - timedelta(days=number), _EVENING)


def fill(server: Server) -> None:
    """Leave a learner who has studied for a week, with drafts that wait and a demo to try."""
    with desk(server) as here:
        here.start_anew()
        here.bring_in(material.bank(), days_ago(7))
        here.bring_in(material.demo(), is_demo=True)
        for number in range(7, 0, -1):
            here.study(days_ago(number), 4, _rating)
        here.add_drafts(here.document(material.TITLE), material.drafts())


def _rating(card: Card) -> Rating:
    return Rating.AGAIN if card.reps == 1 and card.part == "c1" else Rating.GOOD
