"""One install of the app that is started, hurt and started again: a data folder and a port."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session, col, select

from studyapp import jobs
from studyapp.db import Database
from studyapp.tables import Job
from tests.servers import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
T = TypeVar("T")


@dataclass(frozen=True)
class Member:
    """A living process of an install."""

    pid: int
    parent: int
    command: str

    @property
    def is_worker(self) -> bool:
        """Say whether it is the worker."""
        return " worker " in self.command


class Install:
    """An install run by the real `./run`, each time in a session of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data_dir(self) -> Path:
        """Return the data folder."""
        return self.folder / "data"

    @property
    def database_url(self) -> str:
        """Return the address of the database."""
        here = f"sqlite:///{self.data_dir / 'studyapp.db'}"
        return self._settings.get("STUDYAPP_DATABASE_URL", here)

    @property
    def log(self) -> str:
        """Return what every run of this install has written."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def command(self, *words: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a command of the app to its end."""
        with self.begun(*words) as process:
            out, err = process.communicate(timeout=timeout)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def begun(self, *words: str | Path) -> subprocess.Popen[str]:
        """Begin a command of the app."""
        return subprocess.Popen(
            [ROOT / "run", *words],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def done(self, *words: str | Path) -> str:
        """Run a command that must succeed; return what it wrote."""
        ended = self.command(*words)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout + ended.stderr

    def start(self) -> None:
        """Start `serve`, and do not wait for it."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [ROOT / "run", "serve", "--port", str(self.port)],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_it_answers(self) -> None:
        """Wait for the first answer."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.running.poll() is None, f"the server ended:\n{self.log[-4000:]}"
            if self.answers():
                return
            time.sleep(0.05)
        raise AssertionError(f"no answer within {PATIENCE:.0f} s:\n{self.log[-4000:]}")

    def answers(self) -> bool:
        """Say whether a page comes back."""
        try:
            with urllib.request.urlopen(f"{self.url}/help", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def kill(self) -> None:
        """Kill every process at once, as a power switch would, and wait until none is left."""
        end = time.monotonic() + PATIENCE
        # The supervisor comes first: it would start the others again.
        for pid in (self.running.pid, *(one.pid for one in self.members())):
            _kill(pid)
        while left := self.members():
            assert time.monotonic() < end, f"these live on: {left}"
            for one in left:
                _kill(one.pid)
        self.running.wait(10)

    def stop(self) -> int:
        """End the server politely; return its exit status."""
        self.running.send_signal(signal.SIGTERM)
        status = self.running.wait(20)
        self.wait_until_empty()
        return status

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        if self._process is not None:
            self.kill()

    def members(self) -> list[Member]:
        """Return the processes that live: the supervisor and all that came from it."""
        folders = (folder for folder in Path("/proc").iterdir() if folder.name.isdecimal())
        found = (_member(self.running.pid, folder) for folder in folders)
        return [member for member in found if member]

    def worker(self) -> Member | None:
        """Return the worker, if it runs."""
        return next((one for one in self.members() if one.is_worker), None)

    def web_child(self) -> Member | None:
        """Return the process that answers, if it runs."""
        return next(
            (one for one in self.members() if one.parent == self.running.pid and not one.is_worker),
            None,
        )

    def wait_until_empty(self) -> None:
        """Wait until no process of the last run lives."""
        end = time.monotonic() + 15
        while self.members():
            assert time.monotonic() < end, f"these live on: {self.members()}"
            time.sleep(0.02)

    @property
    def running(self) -> subprocess.Popen[bytes]:
        """Return the supervisor's process."""
        assert self._process is not None, "not started"
        return self._process

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open the database beside the app."""
        database = Database(self.database_url)
        try:
            with database.reading() as session:
                yield session
        finally:
            database.close()

    def progress(self) -> int:
        """Return how many windows of documents the worker has finished."""
        with self.reading() as session:
            return sum(session.exec(select(Job.cursor)))

    def unfinished(self) -> int:
        """Return how many jobs are not at their end."""
        with self.reading() as session:
            return len(session.exec(select(Job.id).where(col(Job.state).in_(jobs.OPEN))).all())

    def _environment(self) -> dict[str, str]:
        """Return an environment that knows nothing of the person who runs the tests."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.folder),
            "STUDYAPP_DATA_DIR": str(self.data_dir),
            **self._settings,
        }


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _member(session: int, folder: Path) -> Member | None:
    try:
        after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, parent, _group, its_session = after_name[:4]
    if int(its_session) != session or state in "ZX":
        return None
    return Member(int(folder.name), int(parent), command)


def until(found: Callable[[], T | None], patience: float = 20.0) -> T:
    """Ask until there is an answer; fail when there is none in time."""
    end = time.monotonic() + patience
    while not (answer := found()):
        assert time.monotonic() < end, "that did not happen"
        time.sleep(0.05)
    return answer


def refusal(ended: subprocess.CompletedProcess[str]) -> str:
    """Return the one line with which a command was refused."""
    assert ended.returncode == 1, ended.stderr
    assert ended.stdout == ""
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    return lines[0]
