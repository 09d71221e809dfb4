"""The floor: a Flask app of two views, served with the very settings of this app's server.

`python -m tests.benchmarks.bare PORT` serves it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, redirect
from granian.constants import Interfaces
from granian.server import Server
from werkzeug.wrappers import Response

from studyapp.serving import BACKLOG, THREADS
from tests.benchmarks.browser import Browser
from tests.faults.install import ROOT
from tests.servers import free_port

PAGE = "<!doctype html><title>Bare</title><h1>Bare</h1>" + "<p>A line of a page.</p>" * 200


def make_app() -> Flask:
    """Return an app that does nothing but answer."""
    app = Flask("bare")

    @app.get("/")
    def show() -> str:
        return PAGE

    @app.post("/")
    def create() -> Response:
        return redirect("/", code=303)

    return app


@contextmanager
def bare_server(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve the bare app; give its process and its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (folder / "bare.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.bare", str(port)],
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", os.defpath)},
            stdout=log,
            stderr=log,
        )
        try:
            while not Browser(url).answers("/"):
                time.sleep(0.01)
            yield process, url
        finally:
            process.terminate()
            process.wait(20)


def serve(port: int) -> None:
    """Serve until told to stop."""
    Server(
        "tests.benchmarks.bare:make_app",
        factory=True,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        backpressure=BACKLOG,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
