"""Documents read in a process of their own, so that a hostile file can end nothing else.

The child is this module run as a program: it takes a line of JSON and the file's bytes on its
standard input, gives itself limits on memory, time and files, and answers in JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, BinaryIO

from questions.errors import DocumentError
from questions.extract import MAX_BYTES, decoding, extract, sniffing
from questions.text import Block, Extracted
from studyapp.messages import packed, say, unpacked

MEMORY = 1536 * 1024 * 1024
SECONDS = 300
# The most that a page waits for; what takes longer is read by the worker.
PATIENCE = 4.0
# Documents that pages wait for at the same moment; the other threads answer other pages.
_AT_ONCE = 2
_SMALL_TEXT = 200_000
_LARGEST_ANSWER = 256 * 1024 * 1024
_POLL = 1.0
_slots = threading.BoundedSemaphore(_AT_ONCE)


class TooSlowError(Exception):
    """A document that takes longer to read than somebody waits for a page."""


def extract_while_waiting(
    data: bytes | str, name: str, media_type: str | None, max_bytes: int, seconds: float = PATIENCE
) -> Extracted:
    """Read a document for a page that waits for so many *seconds*.

    Raises DocumentError, and TooSlowError where the worker should read it instead.
    """
    if not _is_risky(data, name):
        return extract(data, name, media_type, max_bytes=max_bytes)
    if seconds <= 0 or not _slots.acquire(blocking=False):
        raise TooSlowError
    try:
        return _extract_apart(data, name, media_type, max_bytes, seconds)
    except subprocess.TimeoutExpired:
        raise TooSlowError from None
    finally:
        _slots.release()


def extract_patiently(
    data: bytes, name: str, media_type: str | None, max_bytes: int, going: Callable[[], bool]
) -> Extracted | None:
    """Read a document for the worker; None as soon as *going*, asked each second, says no.

    Raises DocumentError.
    """
    try:
        return _attempt(data, name, media_type, max_bytes, SECONDS, going)
    except subprocess.TimeoutExpired:
        raise _too_long(name) from None


def _is_risky(data: bytes | str, name: str) -> bool:
    """Tell what needs a process of its own: large libraries take it apart, or it is long."""
    if len(data) > _SMALL_TEXT:
        return True
    return isinstance(data, bytes) and sniffing.kind_of(data, name) is not None


def extract_apart(
    data: bytes | str, name: str, media_type: str | None = None, max_bytes: int = MAX_BYTES
) -> Extracted:
    """Read a document in a child process, however long it takes; raises DocumentError."""
    try:
        return _extract_apart(data, name, media_type, max_bytes, SECONDS)
    except subprocess.TimeoutExpired:
        raise _too_long(name) from None


def _extract_apart(
    data: bytes | str, name: str, media_type: str | None, max_bytes: int, seconds: float
) -> Extracted:
    found = _attempt(data, name, media_type, max_bytes, seconds, lambda: True)
    if found is None:
        raise RuntimeError("only whoever is asked whether to go on can say no")
    return found


def _too_long(name: str) -> DocumentError:
    return DocumentError(
        say(
            "%(file)s takes more than %(minutes)s minutes to read. Give it in parts.",
            file=decoding.named(name),
            minutes=SECONDS // 60,
        )
    )


def _attempt(
    data: bytes | str,
    name: str,
    media_type: str | None,
    max_bytes: int,
    seconds: float,
    going: Callable[[], bool],
) -> Extracted | None:
    """Ask a child; subprocess.TimeoutExpired when *seconds* are over."""
    question = {
        "name": name,
        "media_type": media_type,
        "max_bytes": max_bytes,
        "text": isinstance(data, str),
        "seconds": int(seconds) + 2,
    }
    given = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    with tempfile.TemporaryFile() as sent:
        sent.write(json.dumps(question).encode() + b"\n" + given)
        sent.seek(0)
        with _child(sent) as child:
            answer = _asked(child, seconds, going)
    return None if answer is None else _found(answer, child.returncode, name)


@contextlib.contextmanager
def _child(sent: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child; it is gone when the block is left, however that happens."""
    root = Path(__file__).parent.parent
    child = subprocess.Popen(
        [sys.executable, "-m", "studyapp.extraction"],
        # A file and not a pipe: a wait that times out would leave a pipe half written.
        stdin=sent,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env=_environment(),
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()


def _environment() -> dict[str, str]:
    """Hand over nothing that a hostile file could want to know: no secret, no database."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _asked(
    child: subprocess.Popen[bytes], seconds: float, going: Callable[[], bool]
) -> bytes | None:
    until = time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        try:
            return child.communicate(timeout=max(0.01, min(_POLL, left)))[0]
        except subprocess.TimeoutExpired:
            if not going():
                return None
            if time.monotonic() >= until:
                raise


def _found(answer: bytes, code: int, name: str) -> Extracted:
    if code or not answer:
        raise DocumentError(
            say(
                "%(file)s could not be read: it needs more memory or time than a document may "
                "take, or it is damaged. Save it anew or as PDF, or copy its text and paste it.",
                file=decoding.named(name),
            )
        )
    told = json.loads(answer)
    if "error" in told:
        raise DocumentError(unpacked(told["error"]))
    blocks = tuple(map(Block.from_row, told["blocks"]))
    return Extracted(told["title"], told["text"], blocks, told["language"])


def _limit(seconds: int) -> None:
    """Take from this process what reading a document does not need."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time is watched from outside.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(stream: BinaryIO) -> dict[str, Any]:
    question = json.loads(stream.readline())
    _limit(question["seconds"])
    data = stream.read()
    text = data.decode("utf-8", "surrogatepass") if question["text"] else None
    try:
        found = extract(
            data if text is None else text,
            question["name"],
            question["media_type"],
            max_bytes=question["max_bytes"],
        )
    except DocumentError as error:
        return {"error": packed(error.told)}
    blocks = [list(asdict(block).values()) for block in found.blocks]
    return {"title": found.title, "text": found.text, "blocks": blocks, "language": found.language}


def main() -> None:
    """Answer one question, as the child."""
    answer = json.dumps(_answer(sys.stdin.buffer)).encode()
    if len(answer) <= _LARGEST_ANSWER:
        sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
