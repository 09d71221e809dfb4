"""Decks as files: what is in them, what a format would leave out, and the file itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from questions import formats
from questions.bank import Bank
from questions.formats import MediaFile, Schedule, Writing
from questions.formats.losses import losses
from questions.formats.results import Outcome
from questions.model import Question
from studyapp import banks, media, schedules
from studyapp.importing.incoming import LICENCE


@dataclass(frozen=True)
class Shipment:
    """A deck as a bank, with where its pictures and sounds lie and how it was studied."""

    bank: Bank
    files: Mapping[str, tuple[str, str]]
    schedule: Schedule | None = None


@dataclass(frozen=True)
class Loss:
    """One thing that a format leaves out, and of how many questions."""

    reason: str
    outcome: Outcome
    number: int
    example: str


def gather(session: Session, learner_id: str, title: str) -> Shipment:
    """Return the decks called *title*, or below it, as they are to leave."""
    bank = banks.give_out(session, learner_id, title)
    licences = {question.extra.get(LICENCE) for question in bank.questions}
    if len(licences) == 1 and isinstance(licence := licences.pop(), str):
        bank = bank.model_copy(update={"licence": licence})
    if types := schedules.note_types_of(session, learner_id, bank.questions):
        bank = bank.model_copy(update={"note_types": types})
    hashes = {one for question in bank.questions for one in _named(question)}
    rows = media.rows_of(session, learner_id, hashes)
    studied = schedules.give(session, learner_id, [(one.id, one) for one in bank.questions])
    files = {row.sha256: (row.name, row.media_type) for row in rows.values()}
    return Shipment(bank, files, studied if _is_studied(studied) else None)


def _is_studied(schedule: Schedule) -> bool:
    moved = (one.state != "new" or one.suspended or one.flag for one in schedule.cards)
    return bool(schedule.reviews) or any(moved)


def left_out(shipment: Shipment, form: str) -> list[Loss]:
    """Say before an export what the format cannot hold, the commonest first."""
    holds = formats.BY_NAME[form].holds
    found = losses(shipment.bank, holds, shipment.schedule)
    numbers = Counter((one.reason, one.outcome) for one in found)
    examples: dict[str, str] = {}
    for one in found:
        examples.setdefault(one.reason, one.raw)
    return [
        Loss(reason, outcome, number, examples[reason])
        for (reason, outcome), number in numbers.most_common()
    ]


def written(shipment: Shipment, form: str, folder: Path) -> Writing:
    """Write the file; a picture whose file is gone stays out."""
    return formats.write(shipment.bank, form, _media(shipment, folder), shipment.schedule)


def _media(shipment: Shipment, folder: Path) -> dict[str, MediaFile]:
    places = {sha256: media.path_of(folder, sha256) for sha256 in shipment.files}
    return {
        sha256: MediaFile(*_name_and(shipment, sha256, place.read_bytes()))
        for sha256, place in places.items()
        if place.is_file()
    }


def _name_and(shipment: Shipment, sha256: str, data: bytes) -> tuple[str, bytes, str]:
    name, media_type = shipment.files[sha256]
    return name or sha256, data, media_type


def _named(question: Question) -> set[str]:
    files = question.extra.get("files")
    named = files.values() if isinstance(files, dict) else ()
    return {*question.media, *(one for one in named if isinstance(one, str))}
