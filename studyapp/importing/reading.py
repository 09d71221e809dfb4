"""Looking into a file before it is brought in, and bringing it in: what pages and workers run."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import Session

from questions.errors import BankFormatError
from questions.formats import Options, Problem, Reading
from studyapp import banks, jobs, learners, media, parsing
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.importing import imports, showing
from studyapp.importing.bringing import Brought, Cargo, bring
from studyapp.importing.incoming import Arrivals, Delivery, Wanted
from studyapp.importing.matching import Matched, home, matched
from studyapp.messages import packed
from studyapp.tables import BankImport

# What a preview shows; the counts are of all.
SHOWN = 50
# Problems that are kept to be looked at and taken away as a file.
MOST_PROBLEMS = 10_000
# The most that a page waits for; what takes longer is read by the worker.
PATIENCE = 4.0
_RENEWED = timedelta(seconds=5)
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Given:
    """A file with what its learner settled."""

    data: bytes
    name: str
    format: str | None
    options: Options
    wanted: Wanted


def given_of(row: BankImport) -> Given:
    """Return the file of an import; its row must come with the bytes."""
    held = dict(row.options)
    return Given(row.data, row.name, held.get("format"), options_of(held), Wanted.of(row.wanted))


def options_of(held: Mapping[str, Any]) -> Options:
    """Read options that were kept as JSON."""
    known = {one.name for one in fields(Options)}
    values = {name: value for name, value in held.items() if name in known}
    if values.get("columns") is not None:
        values["columns"] = tuple(values["columns"])
    return Options(**values)


def preview(
    database: Database,
    learner_id: str,
    given: Given,
    *,
    seconds: float | None = None,
    going: Callable[[], bool] = lambda: True,
) -> dict[str, Any] | None:
    """Say what a file holds and what of it is there already; None as soon as *going* says no.

    Raises BankFormatError, and parsing.TooSlowError after *seconds*.
    """
    delivery = parsing.deliver(
        given.data, given.name, given.format, given.options, seconds=seconds, going=going
    )
    if delivery is None:
        return None
    questions = Arrivals(delivery, given.wanted)
    with database.reading() as session:
        known = _home(session, learner_id, delivery, given.wanted, questions)
        if known:
            questions = Arrivals(delivery, replace(given.wanted, deck=known))
        found = matched(session, learner_id, questions)
    return _told(delivery, questions, found, known)


def _home(
    session: Session, learner_id: str, delivery: Delivery, wanted: Wanted, questions: Arrivals
) -> str | None:
    """Return the deck that is meant where neither file nor learner names one."""
    if wanted.deck or _names_decks(delivery):
        return None
    return home(session, learner_id, questions)


def _names_decks(delivery: Delivery) -> bool:
    return any(one.deck for one in delivery.questions)


def _told(
    delivery: Delivery, questions: Arrivals, found: Matched, known: str | None
) -> dict[str, Any]:
    reading = delivery.rest
    first = list(islice(questions, SHOWN))
    decks, cards = _decks_and_cards(questions)
    return {
        "deck": known,
        "format": reading.format,
        "formats": [guess.format for guess in delivery.guesses],
        "guessed": dict(reading.guessed),
        "title": reading.bank.title,
        "total": len(questions),
        "counts": found.counts(),
        "shown": [
            {"question": json.loads(one.told.body), "status": found.status[one.position]}
            for one in first
        ],
        "decks": decks[:100],
        "has_decks": _names_decks(delivery),
        "problems": [asdict(one) for one in problems_of(reading)[:MOST_PROBLEMS]],
        "files": showing.previewed(reading, (one.told.question for one in first)),
        "media": len(reading.media),
        "reviews": len(delivery.reviews),
        "cards": cards,
    }


def _decks_and_cards(questions: Arrivals) -> tuple[list[str], int]:
    """Return the decks in the order of the file, and how many cards have a state."""
    decks: dict[str, None] = {}
    cards = 0
    for one in questions:
        decks.setdefault(one.deck)
        cards += len(one.told.held)
    return list(decks), cards


def run_read(database: Database, job: jobs.Claim, now: Now, *, stop: Callable[[], bool]) -> None:
    """Look into a file, as a job."""
    given = _given(database, job)
    if given is None:
        database.write(lambda session: jobs.finish(session, job, now()))
        return
    try:
        told = preview(database, job.learner_id, given, going=_keeper(database, job, now, stop))
    except BankFormatError as error:
        reason = packed(error.told)
        database.write(lambda session: _refuse(session, job, reason, now()))
        return
    if told is not None:
        database.write(lambda session: _show(session, job, told, now()))


def run_write(
    media_dir: Path, database: Database, job: jobs.Claim, now: Now, *, stop: Callable[[], bool]
) -> None:
    """Bring a file in, as a job: read again, reckoned, and written in one transaction."""
    given = _given(database, job)
    if given is None:
        database.write(lambda session: jobs.finish(session, job, now()))
        return
    going = _keeper(database, job, now, stop)
    try:
        delivery = parsing.deliver(given.data, given.name, given.format, given.options, going=going)
    except BankFormatError as error:
        reason = packed(error.told)
        database.write(lambda session: _refuse(session, job, reason, now()))
        return
    if delivery is None:
        return
    cargo = cargo_of(delivery, given.wanted, media_dir)
    half = len(cargo.questions) // 2
    database.write(lambda session: jobs.advance(session, job, now(), done=half))
    database.write(lambda session: _take(session, job, cargo, now()))


def cargo_of(delivery: Delivery, wanted: Wanted, media_dir: Path) -> Cargo:
    """Reckon all that an import writes, and put its files where files lie."""
    return Cargo(
        delivery=delivery,
        questions=Arrivals(delivery, wanted),
        wanted=wanted,
        texts=banks.texts_of(delivery.rest.bank),
        files=_files(delivery.rest, media_dir),
    )


def problems_of(reading: Reading) -> list[Problem]:
    """Return all that does not go in, or not whole: questions as well as files."""
    return [*reading.problems, *showing.unshowable(reading)]


def _files(reading: Reading, folder: Path) -> list[media.Kept]:
    """Keep the pictures and sounds that can be shown; the others are among the problems."""
    kept = []
    for file in reading.media.values():
        with contextlib.suppress(RefusedError):
            kept.append(media.keep(folder, file.data, file.name))
    return kept


def _given(database: Database, job: jobs.Claim) -> Given | None:
    with database.reading() as session:
        row = session.get(BankImport, (job.learner_id, job.document_id))
        return given_of(row) if row else None


def _keeper(
    database: Database, job: jobs.Claim, now: Now, stop: Callable[[], bool]
) -> Callable[[], bool]:
    """Return what keeps the job while it is asked again and again, and says whether to go on."""
    renewed = now()

    def going() -> bool:
        nonlocal renewed
        if stop():
            return False
        moment = now()
        if moment - renewed < _RENEWED:
            return True
        renewed = moment
        return database.write(lambda session: jobs.renew(session, job, moment))

    return going


def _refuse(session: Session, job: jobs.Claim, reason: str, now: datetime) -> None:
    if jobs.give_up(session, job, reason, now) and job.document_id:
        imports.refuse(session, job.learner_id, job.document_id, reason)


def _show(session: Session, job: jobs.Claim, told: dict[str, Any], now: datetime) -> None:
    if jobs.finish(session, job, now) and job.document_id:
        imports.take_preview(session, job.learner_id, job.document_id, told)


def _take(session: Session, job: jobs.Claim, cargo: Cargo, now: datetime) -> Brought | None:
    """Write everything, if the job is still this worker's."""
    import_id = job.document_id
    if not jobs.finish(session, job, now) or import_id is None:
        return None
    clock = learners.clock_of(learners.load(session, job.learner_id), now)
    brought = bring(session, job.learner_id, cargo, clock, key=import_id)
    imports.done(session, job.learner_id, import_id, brought)
    return brought
