"""The worker: takes jobs one after the other until it is told to stop."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy.exc import OperationalError

from questions.errors import QuestionsError
from studyapp import fitting, generation, jobs, paragraphs, uploads
from studyapp.db import Database
from studyapp.errors import BusyError
from studyapp.importing import imports
from studyapp.importing import reading as importing
from studyapp.messages import packed, say
from studyapp.settings import Settings
from studyapp.upkeep import Upkeep

_LOG = logging.getLogger("studyapp")
IDLE_SECONDS = 0.4
# A job that takes its worker down again and again is given up.
MOST_CRASHES = 10
# The worker takes a whole core while it reads; the pages come first.
NICENESS = 5
Now = Callable[[], datetime]


def _bring_in(database: Database, job: jobs.Claim, now: Now, *, stop: Callable[[], bool]) -> None:
    importing.run_write(Settings().media_dir, database, job, now, stop=stop)


_FAULT = say("A fault of ours; see the log.")
_CRASHED = say("The worker ended unexpectedly each time. The document may be too large.")
_RUNNERS = {
    fitting.KIND: fitting.run,
    generation.KIND: generation.run,
    paragraphs.KIND: paragraphs.run,
    uploads.KIND: uploads.run,
    imports.READ: importing.run_read,
    imports.WRITE: _bring_in,
}


def utc_now() -> datetime:
    """Return the moment."""
    return datetime.now(UTC)


def work(database: Database, stop: threading.Event, now: Now = utc_now) -> None:
    """Do jobs until *stop* is set."""
    name = f"{os.getpid()}-{secrets.token_hex(4)}"
    upkeep = Upkeep()
    while not stop.is_set():
        try:
            busy = run_one(database, name, now, stop.is_set) or upkeep.step(database, now())
        except (BusyError, OperationalError):
            _LOG.warning("the database did not answer; trying again", exc_info=True)
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)


def run_all(database: Database, now: Now) -> int:
    """Do every job that waits, and return how many there were; for tests and the command line."""
    number = 0
    while run_one(database, "once", now, lambda: False):
        number += 1
    return number


def run_one(database: Database, name: str, now: Now, stop: Callable[[], bool]) -> bool:
    """Do the next job, if there is one; a job that fails is put off or given up."""
    job = database.write(lambda session: jobs.claim(session, name, now()))
    if job is None:
        return False
    if job.attempts > MOST_CRASHES:
        database.write(lambda session: jobs.give_up(session, job, packed(_CRASHED), now()))
        return True
    try:
        _RUNNERS[job.kind](database, job, now, stop=stop)
    except (BusyError, OperationalError):
        raise
    except Exception as error:  # noqa: BLE001 - a poison job must not stop the others
        _LOG.exception("job %s failed", job.id)
        message = packed(error.told if isinstance(error, QuestionsError) else _FAULT)
        database.write(lambda session: jobs.fail(session, job, message, now()))
    return True


def give_way() -> None:
    """Let the pages go first: nobody waits for this process as one waits for the next card."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def stop_on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and Ctrl+C end the worker after the step that it is in."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())


def end_with(descriptor: int) -> None:
    """End this process as soon as the one that holds the other end of a pipe is gone."""

    def watch() -> None:
        os.read(descriptor, 1)
        # No clean-up: every step is safe to lose, and an orphan must not linger.
        os._exit(0)

    threading.Thread(target=watch, name="watch", daemon=True).start()
