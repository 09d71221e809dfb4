"""`studyapp serve`: one web process and one worker, started, watched and ended together."""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from studyapp import backups, lock, migrations
from studyapp.errors import RefusedError, SettingsError
from studyapp.settings import Settings, prepare_data_dir, secret_key

_LOG = logging.getLogger("studyapp")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
THREADS = 8
# Idle keep-alive connections count against it; the default refuses learners at a few hundred.
BACKLOG = 8192
# How many seconds a child has to end by itself.
PATIENCE = 5


@dataclass(frozen=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """Return what to type in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def serve(
    settings: Settings,
    address: Address,
    *,
    with_worker: bool,
    open_browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serve until told to stop. Raises a StudyError where the start makes no sense."""
    if address.host not in LOOPBACK and not settings.has_accounts:
        raise SettingsError(
            f"Without accounts Studyapp answers this machine only, so it cannot listen at "
            f"{address.host}. Use --host 127.0.0.1, or set STUDYAPP_ACCOUNTS=on."
        )
    prepare_data_dir(settings)
    held = lock.acquire(settings.data_dir, f"Studyapp at {address.url}")
    _refuse_taken_port(address)
    _refuse_damage(settings)
    bring_up_to_date(settings, say)
    secret_key(settings)
    keeper = WorkerKeeper(settings, held) if with_worker else None
    if keeper:
        keeper.start()
    say(f"Studyapp is at {address.url}  (Ctrl+C ends it; data in {settings.data_dir})")
    if open_browser:
        threading.Timer(1.5, webbrowser.open, [address.url]).start()
    try:
        _serve_until_told_to_end(_web_server(address))
    finally:
        if keeper:
            keeper.stop()
        held.close()


def _refuse_damage(settings: Settings) -> None:
    """Serve no damaged file: what is written into it may be lost, and the backups rot with it."""
    file = settings.sqlite_file
    if file and file.is_file() and (reason := backups.damage(file)):
        raise RefusedError(
            f"The database {file} is damaged ({reason}). "
            "Put a backup in its place: studyapp restore BACKUP"
        )


def bring_up_to_date(settings: Settings, say: Callable[[str], None]) -> None:
    """Migrate a SQLite file after a copy of it; on PostgreSQL only say what to do."""
    current, head = migrations.current(settings.url), migrations.head()
    if current == head:
        return
    backups.refuse_newer(current)
    if not settings.is_sqlite:
        raise RefusedError(
            f"The database is at revision {current or 'none'}, this version needs {head}. "
            "Run: studyapp migrate"
        )
    if current is not None and settings.sqlite_file:
        copy = settings.sqlite_file.with_name(f"{settings.sqlite_file.name}.before-{head}")
        backups.copy_database(settings.sqlite_file, copy)
        say(f"The database is being brought from {current} to {head}; a copy is at {copy}")
    migrations.upgrade(settings.url)


def _refuse_taken_port(address: Address) -> None:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise RefusedError(
                f"Port {address.port} cannot be used ({error.strerror}). "
                "Choose another with --port."
            ) from error


def _web_server(address: Address) -> Any:
    # Whoever only brings a database up to date needs no server.
    from granian.constants import Interfaces
    from granian.server import Server

    return Server(
        "studyapp.web.wsgi:make_app",
        factory=True,
        address="127.0.0.1" if address.host == "localhost" else address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        respawn_failed_workers=True,
        # A web process that is told to end just as it begins may not hear it.
        workers_kill_timeout=PATIENCE,
        log_enabled=False,
    )


def _serve_until_told_to_end(server: Any) -> None:
    try:
        server.serve()
    except SystemExit:
        # Ctrl+C reaches the web process too. Where it is the faster of the two, Granian takes its
        # end for a failure, which it is only where nobody has told the server to end.
        if not server.interrupt_signal:
            raise


class WorkerKeeper:
    """Keeps one worker process alive while the server runs."""

    def __init__(self, settings: Settings, held: IO[str]) -> None:
        self._settings = settings
        self._held = held
        # The worker reads one end; when this process is gone, however it went, it reads the end.
        self._watched, self._kept = os.pipe()
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-keeper", daemon=True)
        # A web process forked in the midst of Popen would hold Popen's own pipe open, and Popen
        # would wait for the end of it as long as that process lives.
        self._forking = threading.Lock()
        os.register_at_fork(
            before=self._forking.acquire,
            after_in_parent=self._forking.release,
            after_in_child=self._forking.release,
        )

    def start(self) -> None:
        """Start the worker."""
        self._thread.start()

    def stop(self) -> None:
        """End the worker after the step that it is in; at once if that takes long."""
        self._stop.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _keep(self) -> None:
        while not self._stop.is_set():
            begun = time.monotonic()
            self._process = self._spawn()
            self._process.wait()
            if not self._stop.is_set():
                _LOG.warning("the worker ended and is started again")
                self._stop.wait(0.2 if time.monotonic() - begun > 5 else 1)

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "studyapp", "worker", "--watch", str(self._watched)]
        if self._settings.is_sqlite:
            command.append("--alone")
        environment = os.environ | {"STUDYAPP_DATA_DIR": str(self._settings.data_dir)}
        with self._forking:
            return subprocess.Popen(  # noqa: S603 - our own program, our own words
                command,
                pass_fds=(self._watched, self._held.fileno()),
                env=environment,
                # Ctrl+C is for this process, which then ends its children in order.
                process_group=0,
            )


def end_with_parent() -> None:
    """End this process when the one that started it is gone, so that no orphan keeps the port."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=watch, name="watch", daemon=True).start()
