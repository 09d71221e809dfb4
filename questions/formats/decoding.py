"""The encoding of a text file, told by its bytes; what cannot be stored is taken out and named."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from questions.errors import BankFormatError
from questions.formats.results import Problem
from questions.messages import say

MAX_BYTES: Final = 64 * 1024 * 1024
# What a person may choose, with the names that the standard library knows them by.
ENCODINGS: Final = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "cp1250", "cp1251", "shift_jis")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 4096
_WIDE_SHARE: Final = 0.4
_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS: Final = 0.02


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded text with line ends as `\\n`, and what had to be changed for it."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Text:
    """Decode a text file, in the *encoding* that a person chose or the one that its bytes show.

    Raises BankFormatError for a file that is too long, is no text or does not fit the encoding.
    """
    if len(data) > MAX_BYTES:
        raise BankFormatError(
            say(
                "the file has %(size)s bytes, the most is %(most)s: split it",
                size=f"{len(data):,}",
                most=f"{MAX_BYTES:,}",
            )
        )
    chosen = encoding or encoding_of(data)
    if chosen is None:
        raise BankFormatError(say("this is not a text file"))
    return _cleaned(_decoded(_without_mark(data), chosen), chosen)


def encoding_of(data: bytes) -> str | None:
    """Tell the encoding of a text by its mark or its bytes; None for what is no text."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if wide := _wide(data[:_SAMPLE]):
        return wide
    if _is_utf8(data):
        return None if _is_binary(data[:_SAMPLE]) else "utf-8"
    return None if _is_binary(data[:_SAMPLE]) else "cp1252"


def _wide(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark: every other byte of Western text is nought."""
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    low, high = sample[1 : pairs * 2 : 2].count(0), sample[0 : pairs * 2 : 2].count(0)
    if low > pairs * _WIDE_SHARE and high < low / 10:
        return "utf-16-le"
    if high > pairs * _WIDE_SHARE and low < high / 10:
        return "utf-16-be"
    return None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(sample: bytes) -> bool:
    if sample.startswith(
        (b"PK\x03\x04", b"SQLite format 3", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")
    ):
        return True
    controls = len(_CONTROL.findall(sample.replace(b"\x00", b"")))
    return controls > len(sample) * _MOST_CONTROLS and controls > 2


def _without_mark(data: bytes) -> bytes:
    for mark, _name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :]
    return data


def _decoded(data: bytes, encoding: str) -> str:
    if encoding == "cp1252":
        # Its five free places are read as Latin-1 reads them, as every browser does.
        return data.decode("cp1252", "_latin1")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BankFormatError(
            say("the file is not %(encoding)s text: choose another", encoding=encoding), line
        ) from None
    except LookupError:
        raise BankFormatError(
            say("there is no encoding %(encoding)s", encoding=repr(encoding[:40]))
        ) from None


def _as_latin1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("_latin1", _as_latin1)


def _cleaned(text: str, encoding: str) -> Text:
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    found = _UNSTORABLE.search(whole)
    if found is None:
        return Text(whole, encoding)
    line = whole.count("\n", 0, found.start()) + 1
    reason = f"the character U+{ord(found[0]):04X} cannot be stored; it was left out everywhere"
    problem = Problem(f"line {line}", reason, outcome="repaired", line=line)
    return Text(_UNSTORABLE.sub("", whole), encoding, (problem,))
