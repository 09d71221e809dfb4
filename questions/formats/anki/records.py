"""Note types, decks and presets: one plain form for both ways in which Anki keeps them.

The older collections keep them as JSON objects, the newer ones as protobuf messages in tables of
their own. Here they are always the JSON objects; the tables below say which message field is
which key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, Literal

from questions.formats.anki import wire

Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A field of a message: its number, what it holds, and the keys that lead to it."""

    number: int
    holds: Literal["int", "signed", "bool", "not", "text", "float", "floats", "permille", "turned"]
    keys: tuple[str | int, ...]
    default: Any = None
    optional: bool = False


def _item(number: int, holds: Any, path: str, default: Any = None, optional: bool = False) -> Item:
    keys = tuple(int(key) if key.isdigit() else key for key in path.split("."))
    return Item(number, holds, keys, default, optional)


NOTE_TYPE: Final = (
    _item(1, "int", "type"),
    _item(2, "int", "sortf"),
    _item(3, "text", "css"),
    _item(5, "text", "latexPre"),
    _item(6, "text", "latexPost"),
    _item(7, "bool", "latexsvg"),
    _item(9, "int", "originalStockKind"),
    _item(10, "signed", "originalId", optional=True),
)
FIELD: Final = (
    _item(1, "bool", "sticky"),
    _item(2, "bool", "rtl"),
    _item(3, "text", "font"),
    _item(4, "int", "size"),
    _item(5, "text", "description"),
    _item(6, "bool", "plainText"),
    _item(7, "bool", "collapsed"),
    _item(8, "bool", "excludeFromSearch"),
    _item(9, "signed", "id", optional=True),
    _item(10, "int", "tag", optional=True),
    _item(11, "bool", "preventDeletion"),
)
TEMPLATE: Final = (
    _item(1, "text", "qfmt"),
    _item(2, "text", "afmt"),
    _item(3, "text", "bqfmt"),
    _item(4, "text", "bafmt"),
    _item(5, "signed", "did"),
    _item(6, "text", "bfont"),
    _item(7, "int", "bsize"),
    _item(8, "signed", "id", optional=True),
)
PRESET: Final = (
    _item(1, "floats", "new.delays"),
    _item(2, "floats", "lapse.delays"),
    _item(3, "floats", "fsrsWeights"),
    _item(4, "floats", "easyDaysPercentages"),
    _item(5, "floats", "fsrsParams5"),
    _item(6, "floats", "fsrsParams6"),
    _item(9, "int", "new.perDay", 20),
    _item(10, "int", "rev.perDay", 200),
    _item(11, "permille", "new.initialFactor", 2500),
    _item(12, "float", "rev.ease4", 1.3),
    _item(13, "float", "rev.hardFactor", 1.2),
    _item(14, "float", "lapse.mult"),
    _item(15, "float", "rev.ivlFct", 1.0),
    _item(16, "int", "rev.maxIvl", 36500),
    _item(17, "int", "lapse.minInt", 1),
    _item(18, "int", "new.ints.0", 1),
    _item(19, "int", "new.ints.1", 4),
    _item(20, "turned", "new.order", 1),
    _item(21, "int", "lapse.leechAction"),
    _item(22, "int", "lapse.leechFails", 8),
    _item(23, "not", "autoplay", True),
    _item(24, "int", "maxTaken", 60),
    _item(25, "int", "timer"),
    _item(26, "not", "replayq", True),
    _item(27, "bool", "new.bury"),
    _item(28, "bool", "rev.bury"),
    _item(29, "bool", "buryInterdayLearning"),
    _item(30, "int", "newMix"),
    _item(31, "int", "interdayLearningMix"),
    _item(32, "int", "newSortOrder"),
    _item(33, "int", "reviewOrder"),
    _item(34, "int", "newGatherPriority"),
    _item(35, "int", "newPerDayMinimum"),
    _item(36, "int", "questionAction"),
    _item(37, "float", "desiredRetention", 0.9),
    _item(38, "bool", "stopTimerOnAnswer"),
    _item(40, "float", "sm2Retention", 0.9),
    _item(41, "float", "secondsToShowQuestion"),
    _item(42, "float", "secondsToShowAnswer"),
    _item(43, "int", "answerAction"),
    _item(44, "bool", "waitForAudio", True),
    _item(45, "text", "weightSearch"),
    _item(46, "text", "ignoreRevlogsBeforeDate"),
)
DECK: Final = (
    _item(1, "signed", "conf", 1),
    _item(2, "int", "extendNew"),
    _item(3, "int", "extendRev"),
    _item(4, "text", "desc"),
    _item(5, "bool", "md"),
    _item(6, "int", "reviewLimit", optional=True),
    _item(7, "int", "newLimit", optional=True),
)
_EMPTY: Final[Mapping[str, Any]] = {
    "text": "",
    "float": 0.0,
    "bool": False,
    "not": False,
    "floats": (),
    "turned": 0,
}


def unpacked(data: bytes, items: Sequence[Item]) -> Object:
    """Read a message into the object that it stands for."""
    found: dict[int, wire.Value] = dict(wire.fields(data))
    made: Object = {}
    for item in items:
        if item.number in found:
            _put(made, item.keys, _read(item.holds, found[item.number]))
        elif not item.optional:
            _put(made, item.keys, _absent(item))
    return made


def packed(value: Mapping[str, Any], items: Sequence[Item]) -> bytes:
    """Write the message that an object stands for; what is zero or empty is left out."""
    parts = []
    for item in items:
        held = _get(value, item.keys)
        if held is None:
            held = None if item.optional else item.default
        if held is not None:
            parts.append(_written(item, held))
    return b"".join(parts)


def _read(holds: str, value: wire.Value) -> Any:
    if holds in {"int", "signed", "bool", "not", "turned"}:
        number = wire.signed(value) if isinstance(value, int) else 0
        return {"bool": bool(number), "not": not number, "turned": int(not number)}.get(
            holds, number
        )
    data = value if isinstance(value, bytes) else b""
    if holds == "text":
        return data.decode("utf-8", "replace").replace("\0", "")
    numbers = wire.floats(data)
    if holds == "floats":
        return numbers
    first = numbers[0] if numbers else 0.0
    return round(first * 1000) if holds == "permille" else first


def _absent(item: Item) -> Any:
    """Return what a message means that does not have the field: zero in its kind."""
    if item.holds == "not":
        return True
    if item.holds == "turned":
        return 1
    return [] if item.holds == "floats" else _EMPTY.get(item.holds, 0)


def _written(item: Item, held: Any) -> bytes:
    number = item.number
    if item.holds == "text":
        return wire.octets(number, str(held).encode()) if held else b""
    if item.holds == "floats":
        return wire.packed(number, [float(one) for one in held])
    if item.holds in {"float", "permille"}:
        share = float(held) / (1000 if item.holds == "permille" else 1)
        return wire.float32(number, share) if share else b""
    whole = int(not held) if item.holds in {"not", "turned"} else int(held)
    return wire.varint(number, whole) if whole or item.optional else b""


def _put(made: Object, keys: tuple[str | int, ...], value: Any) -> None:
    inner: Any = made
    for key, following in pairwise(keys):
        inner = inner.setdefault(key, [0, 0, 0] if isinstance(following, int) else {})
    inner[keys[-1]] = value


def _get(value: Any, keys: tuple[str | int, ...]) -> Any:
    for key in keys:
        if isinstance(key, int):
            value = value[key] if isinstance(value, list) and len(value) > key else None
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return value
