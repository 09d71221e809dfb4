"""The database: one way to read, one door to write."""

from __future__ import annotations

import os
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from studyapp.errors import BusyError
from studyapp.messages import say

T = TypeVar("T")
Action = Callable[[Session], T]

_RETRIES = 10
_LONGEST_WAIT = 0.5
_NOT_SERIALISED = {"40001", "40P01"}
# Two that made the same row at once: run again, the second finds the row of the first.
_MADE_TWICE = "23505"
_GROUP = 64


class Database:
    """Opens sessions, each one transaction long.

    An action given to `write` may run twice and may share a commit with others: it touches only
    its session and returns plain values.
    """

    def __init__(self, url: str, pool_size: int = 12) -> None:
        self.url = url
        self.engine = _engine(url, pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._reader = self.engine.execution_options(reads_only=True)
        self._writer = _GroupWriter(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session whose changes, if any, are thrown away."""
        with Session(self._reader, autoflush=False) as session:
            yield session

    def write(self, action: Action[T]) -> T:
        """Run *action* in one transaction, commit it and return its result."""
        return self._writer.submit(action) if self.is_sqlite else self._retried(action)

    def close(self) -> None:
        """Close every connection."""
        self._writer.stop()
        self.engine.dispose()

    @cached_property
    def _strict(self) -> Engine:
        # What an action read must still hold when it writes; otherwise it runs again.
        return self.engine.execution_options(isolation_level="REPEATABLE READ")

    def _retried(self, action: Action[T]) -> T:
        for attempt in range(_RETRIES):
            try:
                with Session(self._strict, expire_on_commit=False) as session, session.begin():
                    return action(session)
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if state not in _NOT_SERIALISED and (state != _MADE_TWICE or attempt > 1):
                    raise
            time.sleep(random.uniform(0, min(_LONGEST_WAIT, 0.02 * 2**attempt)))  # noqa: S311 - not a secret
        raise BusyError(say("The database is busy. Nothing was lost; try again."))


@dataclass
class _Order:
    action: Action[Any]
    answer: Future[Any]


class _GroupWriter:
    """One thread that writes for all threads of this process, many actions to a commit.

    A disk that needs 5 ms for each fsync then serves hundreds of answers a second, and the
    threads of one process never fight for SQLite's lock. A process that forks starts its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._pid = 0
        self._start = threading.Lock()

    def submit(self, action: Action[T]) -> T:
        self._ensure_started()
        # The action finds the caller's request, as if the caller ran it itself.
        context = copy_context()
        order = _Order(lambda session: context.run(action, session), Future())
        self._orders.put(order)
        answer: T = order.answer.result()
        return answer

    def stop(self) -> None:
        if self._thread is not None and self._pid == os.getpid():
            self._orders.put(None)
            self._thread.join()
        self._thread = None

    def _ensure_started(self) -> None:
        with self._start:
            if self._thread is not None and self._pid == os.getpid():
                return
            self._orders = queue.SimpleQueue()
            self._pid = os.getpid()
            self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (first := self._orders.get()) is not None:
            group, last = self._drained(first)
            self._commit(group)
            if last:
                return

    def _drained(self, first: _Order) -> tuple[list[_Order], bool]:
        group = [first]
        while len(group) < _GROUP and not self._orders.empty():
            order = self._orders.get()
            if order is None:
                return group, True
            group.append(order)
        return group, False

    def _commit(self, group: list[_Order]) -> None:
        results: list[tuple[_Order, Any]] = []
        try:
            with Session(self._engine, expire_on_commit=False) as session, session.begin():
                # A lone action needs no savepoint: if it fails, the whole transaction does.
                if len(group) == 1:
                    results.append((group[0], group[0].action(session)))
                else:
                    results.extend(_each_in_a_savepoint(session, group))
        except BaseException as error:  # noqa: BLE001 - handed to the threads that wait
            _refuse([order for order in group if not order.answer.done()], error)
            return
        for order, result in results:
            order.answer.set_result(result)


def _each_in_a_savepoint(session: Session, group: list[_Order]) -> Iterator[tuple[_Order, Any]]:
    for order in group:
        try:
            with session.begin_nested():
                result = order.action(session)
        except OperationalError:
            # The disk or the lock failed, not the action: the whole group must be told.
            raise
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            session.expunge_all()
            order.answer.set_exception(error)
            continue
        session.expunge_all()
        yield order, result


def _refuse(group: list[_Order], error: BaseException) -> None:
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        busy = BusyError(say("The database is busy. Nothing was lost; try again."))
        busy.__cause__ = error
        error = busy
    for order in group:
        order.answer.set_exception(error)


def _engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=4, pool_pre_ping=not url.startswith("sqlite")
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # begin and commit exactly when SQLAlchemy says so
    connection.execute("PRAGMA journal_mode=WAL")
    # NORMAL loses acknowledged reviews at a power cut.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Any) -> None:
    # A write lock taken at the start is waited for; one taken half-way fails at once.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
