"""Reading what a pickle says without doing what it says.

A pickle is a program for a small machine; Python's own reader runs it, and it may call anything.
This one walks the instructions and keeps plain values. What would be an object becomes a `Record`
of its name, and no name is ever looked up. Names that are not expected are refused.
"""

import ast
import struct
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Final

from questions.errors import BankFormatError
from questions.messages import say
from questions.model import is_number

_LONGEST_LINE: Final = 1_000_000
_MOST_STEPS: Final = 5_000_000
_MARK: Final = object()


@dataclass(slots=True, eq=False)
class Record:
    """What a pickle would have made an object of: its class by name, and what it was given."""

    name: str
    given: tuple[Any, ...] = ()
    state: dict[str, Any] = field(default_factory=dict)


def records(data: bytes, known: Collection[str]) -> Any:
    """Return the value that a pickle describes, with records in the place of objects.

    *known* are the names of classes that may stand in it, the module left out.

    Raises BankFormatError for anything else: other names, instructions or damage.
    """
    machine = _Machine(data, known)
    try:
        return machine.run()
    except (IndexError, KeyError, ValueError, TypeError, struct.error, SyntaxError) as error:
        raise BankFormatError(say("the file is damaged at byte %(at)s", at=machine.at)) from error


class _Machine:
    """The instructions of protocols 0 to 2, as far as they make plain values."""

    def __init__(self, data: bytes, known: Collection[str]) -> None:
        self.data = data
        self.known = known
        self.at = 0
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def run(self) -> Any:
        for _step in range(_MOST_STEPS):
            code = self.take(1)
            if code == b".":
                return self.stack.pop()
            step = _STEPS.get(code)
            if step is None:
                raise BankFormatError(
                    say("the file holds the instruction %(code)s: it is refused", code=repr(code))
                )
            step(self)
        raise BankFormatError(say("the file holds too many instructions"))

    def take(self, number: int) -> bytes:
        taken = self.data[self.at : self.at + number]
        if len(taken) < number:
            raise ValueError("the data ends")
        self.at += number
        return taken

    def line(self) -> bytes:
        end = self.data.index(b"\n", self.at, self.at + _LONGEST_LINE)
        found = self.data[self.at : end]
        self.at = end + 1
        return found

    def number(self, form: str) -> int:
        return int(struct.unpack(form, self.take(struct.calcsize(form)))[0])

    def since_mark(self) -> list[Any]:
        place = len(self.stack) - 1
        while self.stack[place] is not _MARK:
            place -= 1
            if place < 0:
                raise ValueError("no mark")
        found = self.stack[place + 1 :]
        del self.stack[place:]
        return found

    def named(self) -> Record:
        module, name = (self.line().decode("ascii", "replace") for _part in "mn")
        if name not in self.known:
            raise BankFormatError(
                say(
                    "the file names the program %(program)s: it is refused",
                    program=f"{module}.{name}"[:90],
                )
            )
        return Record(name)

    def put(self, key: int) -> None:
        self.memo[key] = self.stack[-1]


def _text(machine: _Machine) -> str:
    """Read a string of Python 2, whose bytes are told by escapes."""
    line = machine.line()
    value = ast.literal_eval(f"b{line.decode('ascii')}")
    if not isinstance(value, bytes):
        raise ValueError("no string")
    return _decoded(value)


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _whole(machine: _Machine) -> int | bool:
    line = machine.line().rstrip(b"L")
    if line in {b"00", b"01"}:
        return line == b"01"
    if len(line) > 100:
        raise ValueError("a number is too long")
    return int(line)


def _float(machine: _Machine) -> float:
    line = machine.line().decode("ascii")
    if not is_number(line):
        raise ValueError("no number")
    return float(line)


def _long(machine: _Machine) -> int:
    return int.from_bytes(machine.take(machine.number("<B")), "little", signed=True)


def _pushes(make: Callable[[_Machine], Any]) -> Callable[[_Machine], None]:
    return lambda machine: machine.stack.append(make(machine))


def _set_items(machine: _Machine, flat: list[Any]) -> None:
    target = machine.stack[-1]
    if not isinstance(target, dict):
        raise ValueError("no dict to fill")
    target.update(zip(flat[::2], flat[1::2], strict=True))


def _last(machine: _Machine, number: int) -> list[Any]:
    found = machine.stack[-number:]
    if len(found) < number:
        raise ValueError("the stack is empty")
    del machine.stack[-number:]
    return found


def _build(machine: _Machine) -> None:
    state = machine.stack.pop()
    target = machine.stack[-1]
    if not (isinstance(target, Record) and isinstance(state, dict)):
        raise ValueError("no object to fill")
    target.state.update(state)


def _made(machine: _Machine) -> Record:
    """An object of a class and what it is given: kept, not made."""
    record, given = _last(machine, 2)
    if not (isinstance(record, Record) and isinstance(given, tuple)):
        raise ValueError("no class to make an object of")
    return Record(record.name, given)


def _object(machine: _Machine) -> Record:
    record, *given = machine.since_mark()
    if not isinstance(record, Record):
        raise ValueError("no class to make an object of")
    return Record(record.name, tuple(given))


def _instance(machine: _Machine) -> Record:
    record = machine.named()
    return Record(record.name, tuple(machine.since_mark()))


def _dict(machine: _Machine) -> dict[Any, Any]:
    flat = machine.since_mark()
    return dict(zip(flat[::2], flat[1::2], strict=True))


_STEPS: Final[dict[bytes, Callable[[_Machine], object]]] = {
    b"\x80": lambda machine: machine.take(1),
    b"(": lambda machine: machine.stack.append(_MARK),
    b"0": lambda machine: machine.stack.pop(),
    b"N": _pushes(lambda machine: None),
    b"\x88": _pushes(lambda machine: True),
    b"\x89": _pushes(lambda machine: False),
    b"I": _pushes(_whole),
    b"L": _pushes(_whole),
    b"J": _pushes(lambda machine: machine.number("<i")),
    b"K": _pushes(lambda machine: machine.number("<B")),
    b"M": _pushes(lambda machine: machine.number("<H")),
    b"\x8a": _pushes(_long),
    b"F": _pushes(_float),
    b"G": _pushes(lambda machine: struct.unpack(">d", machine.take(8))[0]),
    b"S": _pushes(_text),
    b"U": _pushes(lambda machine: _decoded(machine.take(machine.number("<B")))),
    b"T": _pushes(lambda machine: _decoded(machine.take(machine.number("<I")))),
    b"V": _pushes(lambda machine: machine.line().decode("raw-unicode-escape")),
    b"X": _pushes(lambda machine: machine.take(machine.number("<I")).decode("utf-8")),
    b"]": _pushes(lambda machine: []),
    b"l": _pushes(lambda machine: machine.since_mark()),
    b"a": lambda machine: _append(machine, [machine.stack.pop()]),
    b"e": lambda machine: _append(machine, machine.since_mark()),
    b"}": _pushes(lambda machine: {}),
    b"d": _pushes(_dict),
    b"s": lambda machine: _set_items(machine, _last(machine, 2)),
    b"u": lambda machine: _set_items(machine, machine.since_mark()),
    b")": _pushes(lambda machine: ()),
    b"t": _pushes(lambda machine: tuple(machine.since_mark())),
    b"\x85": _pushes(lambda machine: tuple(_last(machine, 1))),
    b"\x86": _pushes(lambda machine: tuple(_last(machine, 2))),
    b"\x87": _pushes(lambda machine: tuple(_last(machine, 3))),
    b"p": lambda machine: machine.put(int(machine.line()[:20])),
    b"q": lambda machine: machine.put(machine.number("<B")),
    b"r": lambda machine: machine.put(machine.number("<I")),
    b"g": _pushes(lambda machine: machine.memo[int(machine.line()[:20])]),
    b"h": _pushes(lambda machine: machine.memo[machine.number("<B")]),
    b"j": _pushes(lambda machine: machine.memo[machine.number("<I")]),
    b"c": _pushes(lambda machine: machine.named()),
    b"i": _pushes(_instance),
    b"o": _pushes(_object),
    b"R": _pushes(_made),
    b"\x81": _pushes(_made),
    b"b": _build,
}


def _append(machine: _Machine, items: list[Any]) -> None:
    target = machine.stack[-1]
    if not isinstance(target, list):
        raise ValueError("no list to fill")
    target.extend(items)
