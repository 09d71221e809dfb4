"""Bank files read in a process of their own, so that a hostile one can end nothing else.

The child is this module run as a program: it takes a line of JSON and the file's bytes on its
standard input, gives itself limits on processor time, memory and files, and answers with packed
values of the question domain. For an import these come in portions while the file is still read,
so that a large one is nowhere in memory as a whole.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, Literal

from questions import formats
from questions.errors import BankFormatError
from questions.formats import Asked, Guess, LoggedReview, Options, Piece, Reading
from questions.garbage import uncollected
from studyapp.importing.incoming import Delivery
from studyapp.importing.told import Told, told
from studyapp.messages import packed, say, unpacked
from studyapp.packing import PORTION, Portions, pack, pack_rows, unpack

# For a file of no size; an honest large one gets more of both.
CPU_SECONDS = 10
MEMORY = 300 * 1024 * 1024
_SECONDS_A_MB = 1.5
_MEMORY_A_BYTE = 24
_MB = 1024 * 1024
_LARGEST_ANSWER = 1024 * _MB
_POLL = 0.5
_DAMAGED = say(
    "it needs more memory or time than a file of its size may take, or it is damaged: save it "
    "anew, or give it in parts"
)
# Before each part of an answer: what it is, how many values and how many bytes.
_HEAD = struct.Struct("<cQQ")
_QUESTIONS, _REVIEWS, _END = b"q", b"r", b"e"
# A part of an answer: what it is, how many values it holds, and them packed.
_Part = tuple[bytes, int, bytes]
How = Literal["whole", "portions"]


class TooSlowError(Exception):
    """A file that takes longer to read than somebody waits for a page."""


@dataclass(frozen=True)
class Parsed:
    """What a file holds, and the formats that it may be in, the likeliest first."""

    reading: Reading
    guesses: tuple[Guess, ...]


def parse(
    data: bytes, name: str, format: str | None = None, options: Options | None = None
) -> Parsed:
    """Read a bank file apart, as a whole; BankFormatError with the reason for the learner."""
    answer = _ask("whole", data, name, format, options, None, lambda: True)
    reading, guesses = _end(_parts(answer or b""))
    return Parsed(reading, guesses)


def deliver(
    data: bytes,
    name: str,
    format: str | None = None,
    options: Options | None = None,
    *,
    seconds: float | None = None,
    going: Callable[[], bool] = lambda: True,
) -> Delivery | None:
    """Read a bank file apart for an import; None as soon as *going*, asked twice a second, says no.

    Raises BankFormatError with the reason for the learner, and TooSlowError after *seconds* of
    waiting where somebody waits.
    """
    answer = _ask("portions", data, name, format, options, seconds, going)
    if answer is None:
        return None
    parts = _parts(answer)
    rest, guesses = _end(parts)
    questions = Portions(Told._make, *_packed(parts, _QUESTIONS))
    return Delivery(
        rest, questions, Portions(LoggedReview._make, *_packed(parts, _REVIEWS)), guesses
    )


def _ask(
    how: How,
    data: bytes,
    name: str,
    format: str | None,
    options: Options | None,
    seconds: float | None,
    going: Callable[[], bool],
) -> bytes | None:
    question = {
        "how": how,
        "name": name,
        "format": format,
        "options": asdict(options or Options()),
        "cpu": cpu_seconds(len(data)),
        "memory": MEMORY + len(data) * _MEMORY_A_BYTE,
    }
    with _given(question, data) as given, _child(given) as child:
        answer = _answered(child, seconds, going)
    if answer is not None and (child.returncode or not answer):
        raise BankFormatError(_DAMAGED)
    return answer


def cpu_seconds(size: int) -> int:
    """Return how long a file of *size* bytes may keep a processor busy."""
    return CPU_SECONDS + int(size / _MB * _SECONDS_A_MB)


@contextlib.contextmanager
def _given(question: dict[str, Any], data: bytes) -> Iterator[IO[bytes]]:
    """Lay the question into a file that has no name: a pipe could fill up while nobody reads."""
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(question).encode() + b"\n")
        file.write(data)
        file.seek(0)
        yield file


@contextlib.contextmanager
def _child(given: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start the child; it is gone when the block is left, however that happens."""
    child = subprocess.Popen(
        [sys.executable, "-m", "studyapp.parsing"],
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent,
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


def _answered(
    child: subprocess.Popen[bytes], seconds: float | None, going: Callable[[], bool]
) -> bytes | None:
    until = None if seconds is None else time.monotonic() + seconds
    while True:
        left = _POLL if until is None else max(0.01, min(_POLL, until - time.monotonic()))
        try:
            return child.communicate(timeout=left)[0]
        except subprocess.TimeoutExpired:
            if not going():
                return None
            if until is not None and time.monotonic() >= until:
                raise TooSlowError from None


def _parts(answer: bytes) -> list[_Part]:
    """Take an answer apart; one that broke off is that of a damaged file."""
    parts = []
    at = 0
    while at + _HEAD.size <= len(answer):
        what, number, size = _HEAD.unpack_from(answer, at)
        at += _HEAD.size
        parts.append((what, number, answer[at : at + size]))
        at += size
    if at != len(answer) or not parts:
        raise BankFormatError(_DAMAGED)
    return parts


def _packed(parts: list[_Part], wanted: bytes) -> tuple[list[bytes], int]:
    """Return the portions of a kind, and how many values they hold together."""
    found = [(number, data) for what, number, data in parts if what == wanted and number]
    return [data for _number, data in found], sum(number for number, _data in found)


def _end(parts: list[_Part]) -> tuple[Reading, tuple[Guess, ...]]:
    """Return what comes last, or raise what the file was refused for."""
    last = unpack(parts[-1][2])
    if isinstance(last, dict):
        raise BankFormatError(unpacked(last["message"]), last["line"], last["column"])
    reading, guesses = last
    return reading, guesses


def _limit(cpu: int, memory: int) -> None:
    """Take from this process what reading a file does not need; *memory* counts from here on."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time is watched from outside.
        return
    most = _size_now() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Standard streams, the file itself and a few that libraries open: a hostile file needs none.
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def _size_now() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 512 * _MB


def _answer(stream: BinaryIO) -> Iterator[_Part]:
    asked = json.loads(stream.readline())
    _limit(asked["cpu"], asked["memory"])
    data, name = stream.read(), asked["name"]
    options = asked["options"]
    if options["columns"] is not None:
        options["columns"] = tuple(options["columns"])
    try:
        guesses = formats.detect(data, name)
        chosen = asked["format"] or (guesses[0].format if guesses else None)
        given = (data, name, chosen, Options(**options))
        if asked["how"] == "whole":
            yield _END, 1, pack((formats.read(*given), guesses))
        else:
            yield from _portions(formats.take(*given), guesses)
    except BankFormatError as error:
        refused = {"message": packed(error.message), "line": error.line, "column": error.column}
        yield _END, 1, pack(refused)


def _portions(pieces: Iterator[Piece], guesses: tuple[Guess, ...]) -> Iterator[_Part]:
    """Pack the pieces of a file in portions, each as soon as it is full."""
    questions: list[Told] = []
    reviews: list[LoggedReview] = []
    for piece in pieces:
        if isinstance(piece, Asked):
            questions.append(told(piece))
            if len(questions) == PORTION:
                yield _part(_QUESTIONS, questions)
        elif isinstance(piece, LoggedReview):
            reviews.append(piece)
            if len(reviews) == PORTION:
                yield _part(_REVIEWS, reviews)
        else:
            yield _part(_QUESTIONS, questions)
            yield _part(_REVIEWS, reviews)
            yield _END, 1, pack((piece, guesses))


def _part(what: bytes, values: list[Any]) -> _Part:
    part = what, len(values), pack_rows(values)
    values.clear()
    return part


def main() -> None:
    """Answer one question, as the child."""
    left = _LARGEST_ANSWER
    with uncollected():
        for what, number, data in _answer(sys.stdin.buffer):
            left -= len(data)
            if left < 0:
                sys.exit(1)
            sys.stdout.buffer.write(_HEAD.pack(what, number, len(data)))
            sys.stdout.buffer.write(data)


if __name__ == "__main__":
    main()
