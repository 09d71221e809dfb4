"""The protobuf wire format, as far as Anki's packages use it."""

import struct
from collections.abc import Iterable, Iterator

from questions.errors import BankFormatError
from questions.messages import say

Value = int | bytes
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


def fields(data: bytes) -> Iterator[tuple[int, Value]]:
    """Yield number and value of each field; fixed-width values come as their bytes."""
    position = 0
    while position < len(data):
        tag, position = _varint(data, position)
        kind = tag & 7
        if kind == _VARINT:
            number, position = _varint(data, position)
            yield tag >> 3, number
            continue
        if kind == _BYTES:
            length, position = _varint(data, position)
        elif kind in {_FIXED64, _FIXED32}:
            length = 8 if kind == _FIXED64 else 4
        else:
            raise BankFormatError(say("a message inside the package cannot be read"))
        if position + length > len(data):
            raise BankFormatError(say("a message inside the package is cut off"))
        yield tag >> 3, data[position : position + length]
        position += length


def _varint(data: bytes, position: int) -> tuple[int, int]:
    number = 0
    for shift in range(_LONGEST_VARINT):
        if position >= len(data):
            break
        octet = data[position]
        position += 1
        number |= (octet & 0x7F) << (7 * shift)
        if octet < 0x80:
            return number, position
    raise BankFormatError(say("a message inside the package is cut off"))


def signed(number: int) -> int:
    """Read a varint as the 64-bit number with a sign that it stands for."""
    number &= (1 << 64) - 1
    return number - (1 << 64) if number >> 63 else number


def floats(data: Value) -> list[float]:
    """Read packed 32-bit floats, in the fewest digits that name them."""
    if not isinstance(data, bytes):
        return []
    whole = len(data) - len(data) % 4
    return [shortest(one) for (one,) in struct.iter_unpack("<f", data[:whole])]


def shortest(number: float) -> float:
    """Return the shortest decimal that is the same 32-bit float: 0.9, not 0.8999999761581421."""
    return next(
        (
            short
            for digits in range(6, 10)
            if struct.pack("<f", short := float(f"{number:.{digits}g}"))
            == struct.pack("<f", number)
        ),
        number,
    )


def varint(number: int, value: int) -> bytes:
    """Write a number field."""
    return _plain(number << 3 | _VARINT) + _plain(value & ((1 << 64) - 1))


def octets(number: int, value: bytes) -> bytes:
    """Write a field of bytes, a text or a message."""
    return _plain(number << 3 | _BYTES) + _plain(len(value)) + value


def float32(number: int, value: float) -> bytes:
    """Write one 32-bit float."""
    return _plain(number << 3 | _FIXED32) + struct.pack("<f", value)


def packed(number: int, values: Iterable[float]) -> bytes:
    """Write 32-bit floats packed, nothing where there are none."""
    data = b"".join(struct.pack("<f", one) for one in values)
    return octets(number, data) if data else b""


def _plain(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
