"""Read JSON from strangers: bounded in size, depth and numbers, with a place for each error."""

import json
import math
import re
from collections.abc import Iterator

from pydantic import JsonValue

from questions.errors import BankFormatError
from questions.messages import say

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32
MAX_DIGITS = 300
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def load(data: bytes, repeated: list[str]) -> JsonValue:
    """Parse *data*; keys that came twice are added to *repeated*, and the last one stands."""
    text = _decoded(data)
    try:
        value: JsonValue = _decoder(repeated).decode(text)
    except json.JSONDecodeError as error:
        raise BankFormatError(
            say("this is not JSON: %(error)s", error=error.msg), error.lineno, error.colno
        ) from None
    except RecursionError:
        raise BankFormatError(
            say("the file nests deeper than %(most)s levels", most=MAX_DEPTH)
        ) from None
    return value


def unsound(value: JsonValue) -> str | None:
    """Say why *value* could not be stored or written again."""
    for depth, inner in _walk(value):
        if depth > MAX_DEPTH:
            return f"it nests deeper than {MAX_DEPTH} levels"
        if isinstance(inner, float) and not math.isfinite(inner):
            return f"{inner} is not a number that can be kept"
        if isinstance(inner, str) and (found := _UNSTORABLE.search(inner)):
            return f"the character U+{ord(found[0]):04X} cannot be stored"
    return None


def printable(value: JsonValue) -> str:
    """Write *value* on a short line for a report."""
    try:
        written = json.dumps(value, ensure_ascii=False)[:500]
    except RecursionError:
        return "(nested too deep to show)"
    return _UNSTORABLE.sub("\ufffd", written)


def _walk(value: JsonValue) -> Iterator[tuple[int, JsonValue]]:
    """Yield everything inside *value* with its depth, one level at a time, without recursion."""
    level, depth = [value], 1
    while level:
        deeper: list[JsonValue] = []
        for inner in level:
            yield depth, inner
            if isinstance(inner, list):
                deeper += inner
            elif isinstance(inner, dict):
                deeper += [*inner, *inner.values()]
        level, depth = deeper, depth + 1


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise BankFormatError(
            say(
                "the file has %(size)s bytes, the most is %(most)s: split it",
                size=f"{len(data):,}",
                most=f"{MAX_BYTES:,}",
            )
        )
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BankFormatError(say("the file is not UTF-8 text: save it as UTF-8"), line) from None


def _decoder(repeated: list[str]) -> json.JSONDecoder:
    def keep_last(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        kept: dict[str, JsonValue] = {}
        for key, value in pairs:
            if key in kept and key not in repeated:
                repeated.append(key)
            kept[key] = value
        return kept

    return json.JSONDecoder(object_pairs_hook=keep_last, parse_int=_integer)


def _integer(digits: str) -> int:
    # Python refuses very long ones by itself, with an error that names neither file nor reason.
    if len(digits) > MAX_DIGITS:
        raise BankFormatError(
            say(
                "a number has %(size)s digits, the most is %(most)s",
                size=f"{len(digits):,}",
                most=MAX_DIGITS,
            )
        )
    return int(digits)
