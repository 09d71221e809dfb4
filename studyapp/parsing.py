"""Bank files read in a process of their own, so that a hostile one can end nothing else.

The child is this module run as a program: it takes a line of JSON and the file's bytes on its
standard input, gives itself limits on processor time, memory and files, and answers with a pickle
that only values of the question domain may be in.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from questions import formats
from questions.errors import BankFormatError
from questions.formats import Guess, Options, Reading
from questions.garbage import uncollected
from studyapp.messages import packed, say, unpacked

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
# The only things that an answer may be made of beside plain values.
_ALLOWED_MODULES = ("questions.bank", "questions.model", "questions.formats")
_ALLOWED = {
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("copyreg", "__newobj_ex__"),
}


class TooSlowError(Exception):
    """A file that takes longer to read than somebody waits for a page."""


@dataclass(frozen=True)
class Parsed:
    """What a file holds, and the formats that it may be in, the likeliest first."""

    reading: Reading
    guesses: tuple[Guess, ...]


def parse(
    data: bytes,
    name: str,
    format: str | None = None,
    options: Options | None = None,
    *,
    seconds: float | None = None,
    going: Callable[[], bool] = lambda: True,
) -> Parsed | None:
    """Read a bank file apart; None as soon as *going*, asked twice a second, says no.

    Raises BankFormatError with the reason for the learner, and TooSlowError after *seconds* of
    waiting where somebody waits.
    """
    question = {
        "name": name,
        "format": format,
        "options": asdict(options or Options()),
        "cpu": CPU_SECONDS + int(len(data) / _MB * _SECONDS_A_MB),
        "memory": MEMORY + len(data) * _MEMORY_A_BYTE,
    }
    with _given(question, data) as given, _child(given) as child:
        answer = _answered(child, seconds, going)
    return None if answer is None else _found(answer, child.returncode)


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


def _found(answer: bytes, code: int) -> Parsed:
    if code or not answer:
        raise BankFormatError(_DAMAGED)
    with uncollected():
        told = _Unpickler(io.BytesIO(answer)).load()
    if isinstance(told, tuple):
        reading, guesses = told
        return Parsed(reading, guesses)
    raise BankFormatError(unpacked(told["message"]), told["line"], told["column"])


class _Unpickler(pickle.Unpickler):
    """Makes values of the question domain and nothing else, whatever the child may say."""

    def find_class(self, module: str, name: str) -> Any:
        """Return an allowed class; refuse everything else."""
        found = super().find_class(module, name)
        is_value = module.startswith(_ALLOWED_MODULES) and isinstance(found, type)
        if is_value or (module, name) in _ALLOWED:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a bank")


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


def _answer(stream: BinaryIO) -> Any:
    question = json.loads(stream.readline())
    _limit(question["cpu"], question["memory"])
    data, name = stream.read(), question["name"]
    options = question["options"]
    if options["columns"] is not None:
        options["columns"] = tuple(options["columns"])
    try:
        guesses = formats.detect(data, name)
        chosen = question["format"] or (guesses[0].format if guesses else None)
        return formats.read(data, name, chosen, Options(**options)), guesses
    except BankFormatError as error:
        return {"message": packed(error.message), "line": error.line, "column": error.column}


def main() -> None:
    """Answer one question, as the child."""
    with uncollected():
        answer = pickle.dumps(_answer(sys.stdin.buffer), protocol=5)
    if len(answer) <= _LARGEST_ANSWER:
        sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
