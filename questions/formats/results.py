"""What reading and writing a bank file give back, with everything that went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from questions.bank import Bank
from questions.formats.media import MediaFile
from questions.formats.schedule import Schedule

Outcome = Literal["refused", "reduced", "repaired"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was left out or changed: its place, the reason, and how it stood there.

    An item that was *refused* did not go in; one that was *reduced* went in without something;
    one that was *repaired* went in whole, read otherwise than it stood. *line* counts from 1.
    """

    where: str
    reason: str
    raw: str = ""
    outcome: Outcome = "refused"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A bank as it could be read; *media* is named by SHA-256.

    *keys* holds, by the id of a question, what the file itself calls it (a guid, an id column),
    so that an edited file is known again. *guessed* are the options that the reader settled on.
    """

    bank: Bank
    problems: tuple[Problem, ...]
    format: str
    media: Mapping[str, MediaFile] = field(default_factory=dict)
    schedule: Schedule | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Writing:
    """A file as it could be written; its name ends with *suffix* where that is not the usual."""

    data: bytes
    problems: tuple[Problem, ...] = ()
    suffix: str | None = None
