"""The processes of an install: one server a folder, children that end with it and come back."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from studyapp import serving as serving_module
from studyapp.settings import Settings
from tests.faults import aftermath
from tests.faults.clients import Giver, Ledger
from tests.faults.install import Install, Member, refusal, until

pytestmark = pytest.mark.faults
SOON = 15.0


def test_a_second_server_of_the_same_folder_is_refused_and_told_of_the_first(serving: Install):
    line = refusal(serving.command("serve", "--port", str(serving.port + 1)))
    assert serving.url in line
    assert str(serving.data_dir) in line


def test_children_of_a_killed_server_end_with_it(serving: Install):
    until(serving.worker)
    os.kill(serving.running.pid, signal.SIGKILL)
    serving.running.wait(5)
    serving.wait_until_empty()
    serving.start()
    serving.wait_until_it_answers()


def test_a_worker_that_is_killed_comes_back_and_goes_on(serving: Install, ledger: Ledger):
    giver = Giver(serving.url, ledger, random.Random(3), words=1200)
    giver.turn()
    until(lambda: serving.progress() > 0)
    first = until(serving.worker)
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: other_than(first, serving.worker()))
    until(lambda: not serving.unfinished(), patience=60)
    with serving.reading() as session:
        aftermath.check_jobs(session)
        aftermath.check_documents(session, ledger)
        aftermath.check_drafts(session, ledger)


def test_no_process_is_forked_while_a_worker_is_being_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # It would keep the pipe on which Popen waits, and the worker would never be watched.
    begun, ended, told_to_stop = threading.Event(), threading.Event(), threading.Event()

    def slow(*_words: object, **_settings: object) -> SimpleNamespace:
        begun.set()
        time.sleep(0.3)
        ended.set()
        return SimpleNamespace(wait=told_to_stop.wait, poll=lambda: 0)

    monkeypatch.setattr(serving_module.subprocess, "Popen", slow)
    with (tmp_path / "lock").open("w") as held:
        keeper = serving_module.WorkerKeeper(Settings(data_dir=tmp_path), held)
        keeper.start()
        begun.wait(SOON)
        assert forked(ended.is_set)
        keeper.stop()
        told_to_stop.set()


def test_a_web_process_that_is_killed_comes_back(serving: Install):
    first = until(serving.web_child)
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: other_than(first, serving.web_child()) and serving.answers())


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_end_ends_with_its_children(
    serving: Install, sign: signal.Signals
):
    until(serving.worker)
    # Ctrl+C reaches the whole group; who stops a service reaches the server alone.
    (os.killpg if sign is signal.SIGINT else os.kill)(serving.running.pid, sign)
    assert serving.running.wait(20) == 0
    serving.wait_until_empty()
    assert "Traceback" not in serving.log


def test_a_web_process_that_ends_before_the_server_hears_of_it_is_no_failure(serving: Install):
    until(serving.worker)
    server = serving.running.pid
    os.kill(server, signal.SIGSTOP)
    os.killpg(server, signal.SIGINT)
    until(lambda: serving.web_child() is None)
    os.kill(server, signal.SIGCONT)
    assert serving.running.wait(20) == 0
    serving.wait_until_empty()
    assert "Traceback" not in serving.log


def test_a_backup_is_not_restored_under_a_running_server(serving: Install):
    backup = serving.folder / "backup.zip"
    serving.done("backup", backup)
    line = refusal(serving.command("restore", "--yes", backup))
    assert serving.url in line
    assert serving.answers()


def test_a_port_in_use_is_told_in_one_line(install: Install):
    with socket.create_server(("127.0.0.1", install.port)):
        line = refusal(install.command("serve", "--port", str(install.port)))
    assert str(install.port) in line
    assert "--port" in line


def test_no_other_machine_is_answered(install: Install):
    line = refusal(install.command("serve", "--host", "0.0.0.0"))
    assert "127.0.0.1" in line


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:{port}", 200),
        ("[::1]:{port}", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1.nip.io:{port}", 400),
        ("", 400),
    ],
)
def test_only_names_of_this_machine_are_answered(shared: Install, host: str, status: int):
    with closing(http.client.HTTPConnection("127.0.0.1", shared.port, timeout=20)) as connection:
        connection.request("GET", "/", headers={"Host": host.format(port=shared.port)})
        answer = connection.getresponse()
        body = answer.read()
    assert answer.status == status
    assert b"csrf_token" not in body or status == 200
    assert "Traceback" not in shared.log


@pytest.mark.postgres
def test_a_database_of_postgresql_is_migrated_by_its_owner_only(on_postgres: Install):
    line = refusal(on_postgres.command("serve", "--port", str(on_postgres.port)))
    assert "studyapp migrate" in line
    on_postgres.done("migrate")
    on_postgres.start()
    on_postgres.wait_until_it_answers()


def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path: Path):
    nowhere = Install(tmp_path, STUDYAPP_DATABASE_URL="postgresql+psycopg://localhost:1/none")
    line = refusal(nowhere.command("serve", "--port", str(nowhere.port)))
    assert "does not answer" in line


def forked(asked: Callable[[], bool]) -> bool:
    """Return what *asked* says in a process forked now."""
    with warnings.catch_warnings():
        # From Python 3.12 on a fork beside threads is warned of; the web server does it.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        os._exit(0 if asked() else 1)
    _pid, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0


def other_than(first: Member, found: Member | None) -> Member | None:
    """Return what was found, if it is another process than the first."""
    return found if found and found.pid != first.pid else None


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """Return an install that answers, for tests that do it no harm."""
    made = Install(tmp_path_factory.mktemp("shared"))
    made.start()
    made.wait_until_it_answers()
    yield made
    made.end()
