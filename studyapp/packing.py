"""Many values kept small: packed in portions, one of which at a time is taken out.

What a process that reads strangers' files hands over comes in the same way, so that only values of
the question domain are made from it, whatever it may say.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

import zstandard

from questions.garbage import uncollected

T = TypeVar("T")
_Maker = Callable[[Iterable[Any]], T]
# Values in a portion.
PORTION = 500
# A portion is some hundred kilobytes; what claims to be much more is none of ours.
_LARGEST = 1024 * 1024 * 1024
_LEVEL = 1
# The only things that may be in it beside plain values.
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


def pack(value: object) -> bytes:
    """Write a value small."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(pickle.dumps(value, protocol=5))


def unpack(data: bytes) -> Any:
    """Read what `pack` wrote; pickle.UnpicklingError where it holds anything but values."""
    plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST)
    with uncollected():
        return _Unpickler(io.BytesIO(plain)).load()


def pack_rows(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """Write tuples of one length small, a column at a time: plain ones, of whatever kind they are.

    A named tuple costs pickle, on either side, more than all that it holds.
    """
    return pack(list(zip(*rows, strict=True)))


class Portions(Generic[T]):
    """A sequence that is packed; going through it costs the memory of one portion.

    Each portion was written by `pack_rows`; *make* makes a value of a row.
    """

    def __init__(self, make: _Maker[T], packed: Sequence[bytes], number: int) -> None:
        self._make, self._packed, self._number = make, packed, number

    @classmethod
    def of(cls, make: _Maker[T], rows: Iterable[tuple[Any, ...]]) -> Portions[T]:
        """Pack *rows*."""
        number = 0
        packed = []
        for some in portions(rows):
            number += len(some)
            packed.append(pack_rows(some))
        return cls(make, packed, number)

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[T]:
        for some in self.portions():
            yield from some

    def portions(self) -> Iterator[list[T]]:
        """Yield the values a portion at a time."""
        for one in self._packed:
            yield list(map(self._make, zip(*unpack(one), strict=True)))


def portions(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield values in lists, none of them longer than a portion."""
    source = iter(values)
    while some := list(islice(source, PORTION)):
        yield some


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return an allowed class; refuse everything else."""
        found = super().find_class(module, name)
        is_value = module.startswith(_ALLOWED_MODULES) and isinstance(found, type)
        if is_value or (module, name) in _ALLOWED:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of a bank")
