"""Start the real server process, wait until it answers, and end it with all its children."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """A running `serve`; *folder* holds its data, its HOME and its log."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def data_dir(self) -> Path:
        """Return the server's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> str:
        """Return what the server and its children have written so far."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")


@contextmanager
def running_server(
    studyapp: Sequence[str | Path], folder: Path, *, cwd: Path, settings: dict[str, str]
) -> Iterator[Server]:
    """Run the program *studyapp* as `serve` on a free port, with its data and HOME in *folder*."""
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*studyapp, "serve", "--port", str(port)],
            cwd=cwd,
            env=_environment(folder) | settings,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        server = Server(f"http://127.0.0.1:{port}", folder, process)
        try:
            _wait_until_it_answers(server)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment that knows nothing of the person who runs the tests."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "STUDYAPP_DATA_DIR": str(folder / "data"),
    }


def _wait_until_it_answers(server: Server) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise AssertionError(f"the server ended at once:\n{server.log}")
        if _answers(server.url):
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not answer within {PATIENCE:.0f} s:\n{server.log}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            healthy: bool = answer.status == 200
            return healthy
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    finally:
        # A child that outlives its parent would keep the port, and the next test waiting.
        _kill_the_group(process.pid)
        process.wait(5)


def _kill_the_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
