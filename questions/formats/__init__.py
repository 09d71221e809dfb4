"""Banks as files: one module a format, found by its name or by what is in the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import native
from questions.formats.results import Problem, Reading, Writing

__all__ = ["FORMATS", "Format", "Problem", "Reading", "Writing", "read", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """What a format's module offers: how to know it, read it and write it."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes, str], Reading]
    write: Callable[[Bank], Writing]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        native.NAME: Format(
            name=native.NAME,
            title="Studyapp bank",
            suffixes=(".studybank.json", ".json"),
            recognises=native.recognises,
            read=native.read,
            write=native.write,
        )
    }
)


def read(data: bytes, name: str, format: str | None = None) -> Reading:
    """Read a bank file; without *format*, as what its content shows it to be."""
    found = _named(format) if format else _recognised(data, name)
    return found.read(data, name)


def write(bank: Bank, format: str) -> Writing:
    """Write *bank*; what the format cannot hold is among the problems."""
    return _named(format).write(bank)


def _named(name: str) -> Format:
    if name not in FORMATS:
        raise BankFormatError(f"there is no format {name[:40]!r}; there is {', '.join(FORMATS)}")
    return FORMATS[name]


def _recognised(data: bytes, name: str) -> Format:
    for form in FORMATS.values():
        if form.recognises(data):
            return form
    for form in FORMATS.values():
        if name.lower().endswith(form.suffixes):
            return form
    raise BankFormatError(
        f"{name[:80]!r} is in no format that can be read: {', '.join(FORMATS)}; "
        "choose the format if you know it"
    )
