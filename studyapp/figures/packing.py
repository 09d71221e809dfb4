"""Cards as columns in one run of bytes: how they are kept, read back and mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from studyapp.figures.rows import STATES, Flags, Floats, Integers

KINDS = (
    "flashcard",
    "cloze",
    "choice",
    "truefalse",
    "short",
    "numeric",
    "matching",
    "ordering",
    "gaps",
    "hottext",
    "hotspot",
    "essay",
    "composite",
    "info",
    "opaque",
)
"""The kinds of questions by the numbers under which they are kept: only ever longer."""
_KIND_NUMBERS = {name: number for number, name in enumerate(KINDS)}
_KINDS = {
    "key": "<i8",
    "question": "<i8",
    "question_front": "<i8",
    "kind": "<i1",
    "deck": "<i8",
    "state": "<i1",
    "stability": "<f8",
    "difficulty": "<f8",
    "interval": "<i4",
    "due_day": "<i4",
    "last_at": "<f8",
    "made_at": "<f8",
    "is_suspended": "?",
    "buried_until": "<f8",
}
_WIDTH = sum(np.dtype(one).itemsize for one in _KINDS.values())


@dataclass(frozen=True)
class Packed:
    """Cards in order of their keys. Keys are short ids, days numbers, moments seconds or NaN.

    `question_front` is the first half of a question's id, `question` the other; `kind` is an index
    into KINDS.
    """

    key: Integers
    question: Integers
    question_front: Integers
    kind: Integers
    deck: Integers
    state: Integers
    stability: Floats
    difficulty: Floats
    interval: Integers
    due_day: Integers
    last_at: Floats
    made_at: Floats
    is_suspended: Flags
    buried_until: Floats

    def __len__(self) -> int:
        return len(self.key)

    def where(self, chosen: Flags | Integers) -> Packed:
        """Return the cards at places, or those for which flags are true."""
        return Packed(*(getattr(self, name)[chosen] for name in _KINDS))

    def mended(self, touched: Integers, fresh: Packed) -> Packed:
        """Return the cards with those touched taken out and what they are now put in."""
        kept = np.ones(len(self), dtype=bool)
        touched = touched[np.isin(touched, self.key[self._near(touched)])]
        kept[self._near(touched)] = False
        old = self.where(kept)
        joined = [np.concatenate([getattr(old, one), getattr(fresh, one)]) for one in _KINDS]
        return Packed(*joined).where(np.argsort(joined[0], kind="stable"))

    def _near(self, keys: Integers) -> Integers:
        places = np.searchsorted(self.key, keys)
        return np.minimum(places, max(0, len(self) - 1)) if len(self) else places[:0]

    def as_bytes(self) -> bytes:
        """Return the columns one after another."""
        return b"".join(
            np.ascontiguousarray(getattr(self, name), dtype=kind).tobytes()
            for name, kind in _KINDS.items()
        )


def unpacked(body: bytes) -> Packed:
    """Read back what `as_bytes` wrote."""
    number, at, columns = len(body) // _WIDTH, 0, []
    for kind in _KINDS.values():
        columns.append(np.frombuffer(body, dtype=kind, count=number, offset=at))
        at += columns[-1].nbytes
    return Packed(*columns)


def short(key: str) -> int:
    """Return the last 64 bits of an id, 62 of which are random: enough to tell rows apart."""
    return int.from_bytes(bytes.fromhex(key[16:]), "big", signed=True)


def shorts(keys: Iterable[str]) -> Integers:
    """Return the short ids of many ids."""
    return _numbers(one[16:] for one in keys)


def fronts(keys: Iterable[str]) -> Integers:
    """Return the first 64 bits of many ids."""
    return _numbers(one[:16] for one in keys)


def _numbers(halves: Iterable[str]) -> Integers:
    return np.frombuffer(bytes.fromhex("".join(halves)), dtype=">i8").astype(np.int64)


def long_ids(fronts: Integers, shorts: Integers) -> list[str]:
    """Return whole ids from their halves."""
    halves = np.stack([fronts, shorts], axis=1).astype(">i8").tobytes().hex()
    return [halves[at : at + 32] for at in range(0, len(halves), 32)]


def pack_rows(rows: Sequence[Any]) -> Packed:
    """Return rows of reading.CARD as columns."""
    # The two halves of a question's id are one column there.
    columns = list(zip(*rows, strict=True)) or [()] * (len(fields(Packed)) - 1)
    key, question, kind, deck, state, stability, difficulty, interval, due, *rest = columns
    last, made, apart, until = rest
    packed = Packed(
        key=shorts(key),
        question=shorts(question),
        question_front=fronts(question),
        kind=np.array([_KIND_NUMBERS[one] for one in kind], dtype=np.int64),
        deck=shorts(deck),
        state=np.array([STATES[one] for one in state], dtype=np.int64),
        stability=np.array(stability, dtype=np.float64),
        difficulty=np.array(difficulty, dtype=np.float64),
        interval=np.array(interval, dtype=np.int64),
        due_day=np.array([one.toordinal() for one in due], dtype=np.int64),
        last_at=_moments(last),
        made_at=_moments(made),
        is_suspended=np.array(apart, dtype=bool),
        buried_until=_moments(until),
    )
    return packed.where(np.argsort(packed.key, kind="stable"))


def _moments(values: Sequence[Any]) -> Floats:
    return np.array(
        [np.nan if one is None else one.timestamp() for one in values], dtype=np.float64
    )
