"""What reading and writing a bank file give back, with everything that went wrong."""

from dataclasses import dataclass

from questions.bank import Bank


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was left out or changed: its place, the reason, and how it stood there."""

    where: str
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A bank as it could be read."""

    bank: Bank
    problems: tuple[Problem, ...]
    format: str


@dataclass(frozen=True, slots=True)
class Writing:
    """A file as it could be written."""

    data: bytes
    problems: tuple[Problem, ...] = ()
