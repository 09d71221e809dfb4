"""A GIFT file with its pictures in one zip."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import decoding
from questions.formats.base import NO_OPTIONS, Feature, Options
from questions.formats.collecting import Collector
from questions.formats.gift.reading import collect
from questions.formats.gift.writing import HOLDS, written_bank
from questions.formats.media import MediaFile
from questions.formats.moodle.files import given_files, inward, names_in, outward
from questions.formats.results import Problem, Reading, Writing
from questions.formats.schedule import Schedule
from questions.formats.unpacking import Bundle, is_zip, plain_name
from questions.messages import say
from questions.model import Question

NAME: Final = "gift-zip"
HOLDS_MEDIA: Final = replace(HOLDS, features=HOLDS.features | {Feature.MEDIA})
_TEXTS: Final = (".txt", ".gift")
_MEMBER: Final = "questions.gift"
# Zip files tell when each member was changed; a written one is the same whenever it is written.
_MOMENT: Final = (2000, 1, 1, 0, 0, 0)


def is_bundle(data: bytes) -> bool:
    """Tell a zip that has one text at its top, and no manifest of another format."""
    if not is_zip(data):
        return False
    try:
        names = Bundle(data).names
    except BankFormatError:
        return False
    return _text_of(names) is not None and not any(name.endswith(".xml") for name in names)


def read_bundle(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read the text of a zip, and the files that its questions show."""
    bundle = Bundle(data)
    text = _text_of(bundle.names)
    if text is None:
        raise BankFormatError(say("the zip has no text file with questions at its top"))
    decoded = decoding.decode(bundle.read(text), options.encoding)
    collector = Collector()
    collector.problems += decoded.problems
    collect(decoded.text, collector)
    _bring_files(collector, bundle)
    return collector.reading(NAME, name, guessed={"encoding": decoded.encoding})


def write_bundle(bank: Bank, media: Mapping[str, MediaFile], schedule: Schedule | None) -> Writing:
    """Write a zip of the questions and the files that they show."""
    found: dict[str, MediaFile] = {}
    problems: list[Problem] = []
    questions = [_sent(question, media, found, problems) for question in bank.questions]
    whole = bank.model_copy(update={"questions": tuple(questions)})
    writing = written_bank(whole, HOLDS_MEDIA)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo(_MEMBER, _MOMENT), writing.data, zipfile.ZIP_DEFLATED)
        for name, file in sorted(found.items()):
            packed.writestr(zipfile.ZipInfo(name, _MOMENT), file.data)
    return Writing(out.getvalue(), (*problems, *writing.problems))


def _text_of(names: tuple[str, ...]) -> str | None:
    """Return the one text at the top, or in the one folder that everything is in."""
    texts = [
        name
        for name in names
        if name.lower().endswith(_TEXTS) and len(PurePosixPath(name).parts) <= 2
    ]
    texts.sort(key=lambda name: len(PurePosixPath(name).parts))
    return texts[0] if texts and not texts[0].startswith("__MACOSX") else None


def _bring_files(collector: Collector, bundle: Bundle) -> None:
    """Give each question the files that its texts name; each is unpacked once."""
    members = {plain_name(name): name for name in bundle.names}
    kept: dict[str, str] = {}
    for place, question in enumerate(collector.questions):
        told = question.model_dump(mode="json", exclude_defaults=True)
        files: dict[str, str] = {}
        for name in sorted(names_in(str(told))):
            member = members.get(plain_name(name))
            if member is None:
                missing = f"the file {name[:80]} is not in the zip"
                collector.tell(f"question {place + 1}", missing, outcome="reduced")
                continue
            if member not in kept:
                kept[member] = collector.keep(plain_name(name) or name, bundle.read(member))
            files[name] = kept[member]
        if files:
            collector.questions[place] = _with_files(told, files)


def _with_files(told: dict[str, object], files: Mapping[str, str]) -> Question:
    shown = inward(told, files)
    keys = tuple(dict.fromkeys(files.values()))
    return Question.model_validate(shown | {"media": keys, "extra": {"files": dict(files)}})


def _sent(
    question: Question,
    media: Mapping[str, MediaFile],
    found: dict[str, MediaFile],
    problems: list[Problem],
) -> Question:
    """Return a question whose texts name its files as Moodle does; *found* gathers these."""
    files = given_files(question.extra, media)
    clashing = [name for name, file in files.items() if found.setdefault(name, file) != file]
    for name in clashing:
        told = f"another file has the name {name[:80]} too; it is left out"
        problems.append(Problem(f"question {question.id}", told, outcome="reduced"))
    if not files:
        return question
    return Question.model_validate(_outward(question.model_dump(mode="json"), files))


def _outward(told: object, files: Mapping[str, MediaFile]) -> object:
    if isinstance(told, str):
        return outward(told, dict.fromkeys(files, ""))
    if isinstance(told, dict):
        return {key: _outward(value, files) for key, value in told.items()}
    return [_outward(one, files) for one in told] if isinstance(told, list) else told
