"""Files bent out of shape: whatever comes, a reader ends in a reading or in the named error."""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questions import formats
from questions.errors import BankFormatError
from questions.formats import Reading

# `STUDYAPP_FUZZ=300000 ./run test tests/questions/test_fuzzing.py` for the whole of it.
EXAMPLES = int(os.environ.get("STUDYAPP_FUZZ", "0"))
_LONGEST = 20_000
_TOKENS = (
    b'"', b"'", b"\x00", b"\r", b"\n", b"\n\n", b"\t", b";", b",", b"|", b"=", b"~", b"{", b"}",
    b"#", b"::", b"->", b"%", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"<", b">", b"&",
    b"</", b"<![CDATA[", b"]]>", b"&#x0;", b"{{c1::", b"}}", b"[", b"]", b"-1", b"1e999", b"NaN",
    b"\\", b"\xc3", b"9" * 400, b"A" * 3000, b"[" * 60, b"{" * 60, b"(" * 60, "é日😀".encode(),
)  # fmt: skip


@dataclass(frozen=True)
class Seed:
    """A sound file to start from, and the format that it is read as; None for what it shows."""

    data: bytes
    name: str
    format: str | None = None


def slice_of(small: int) -> int:
    """Return how many inputs to try: *small* in an ordinary run, more where it is asked for."""
    return EXAMPLES or small


def mutations(seeds: Sequence[Seed], count: int, chance: random.Random) -> Iterator[Seed]:
    """Yield *count* bent copies of *seeds*, one to six changes each."""
    for number in range(count):
        seed = seeds[number % len(seeds)]
        data = bytearray(seed.data[:_LONGEST])
        for _ in range(chance.randint(1, 6)):
            _bend(data, seeds, chance)
        yield Seed(bytes(data), seed.name, seed.format)


def survives(bent: Seed) -> Reading | None:
    """Read a bent file; any error but the named one is a fault of the reader."""
    try:
        return formats.read(bent.data, bent.name, bent.format)
    except BankFormatError:
        return None


def _bend(data: bytearray, seeds: Sequence[Seed], chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    length = chance.choice((1, 1, 2, 8, 60))
    match chance.randint(0, 6):
        case 0:
            data[at : at + length] = b""
        case 1:
            data[at:at] = chance.choice(_TOKENS)
        case 2 if at < len(data):
            data[at] ^= 1 << chance.randint(0, 7)
        case 3:
            data[at:at] = data[at : at + length] * chance.randint(1, 5)
        case 4:
            del data[at:]
        case 5:
            other = chance.choice(seeds).data[:_LONGEST]
            start = chance.randint(0, len(other))
            data[at : at + length] = other[start : start + length * 4]
        case _:
            data[at : at + length] = chance.randbytes(length)
