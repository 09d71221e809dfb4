"""What a reader gathers on its way through a file: questions, problems, media."""

import hashlib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from pydantic import ValidationError

from questions.bank import Bank
from questions.formats.media import MediaFile
from questions.formats.results import Outcome, Problem, Reading
from questions.formats.schedule import Schedule
from questions.model import Question

# What a question is called that its file does not name; such a name is not written anywhere.
UNNAMED: Final = "#"
MOST_CHOICES: Final = 500
MOST_PROBLEMS: Final = 10_000
_SHOWN: Final = 500
_LONGEST_ID: Final = 200
_REASONS: Final = 3


class Collector:
    """Questions and problems in the order of a file; each question gets a name of its own."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.problems: list[Problem] = []
        self.media: dict[str, MediaFile] = {}
        self._keys: dict[str, str] = {}
        self._taken: set[str] = set()
        self._untold = 0
        self._number = 0

    def add(
        self,
        fields: dict[str, Any],
        *,
        key: str = "",
        where: str = "",
        raw: str = "",
        line: int | None = None,
    ) -> Question | None:
        """Make a question of *fields*; name it among the problems where it cannot be one."""
        where = where or f"question {len(self.questions) + 1}"
        for name, value in tuple(fields.items()):
            if isinstance(value, list | tuple) and len(value) > MOST_CHOICES:
                self._cap(fields, name, where, line)
        fields["id"] = self._name(key, where, line)
        try:
            question = Question.model_validate(fields)
        except ValidationError as error:
            self.tell(where, reasons(error), raw, line=line)
            return None
        self._taken.add(question.id)
        if key:
            self._keys[question.id] = key
        self.questions.append(question)
        return question

    def tell(
        self,
        where: str,
        reason: str,
        raw: str = "",
        outcome: Outcome = "refused",
        line: int | None = None,
    ) -> None:
        """Note what was refused, reduced or repaired; of very many the first ones."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(where, reason, raw[:_SHOWN], outcome, line))
        else:
            self._untold += 1

    def keep(self, name: str, data: bytes) -> str:
        """Keep a file that came along, and return its SHA-256."""
        digest = hashlib.sha256(data).hexdigest()
        self.media.setdefault(digest, MediaFile(name, data))
        return digest

    def reading(
        self,
        format: str,
        name: str,
        *,
        title: str = "",
        schedule: Schedule | None = None,
        guessed: Mapping[str, object] | None = None,
    ) -> Reading:
        """Return everything as one reading; a bank without a title is called after its file."""
        if self._untold:
            told = f"{self._untold:,} more problems were found; they are not listed"
            self.problems.append(Problem("the file", told, outcome="reduced"))
        if not self.questions and not self.problems:
            self.problems.append(Problem("the file", "no question was found in it"))
        # The questions were checked one by one, and each has a name of its own.
        empty = Bank(title=title or title_of(name))
        bank = empty.model_copy(update={"questions": tuple(self.questions)})
        return Reading(
            bank, tuple(self.problems), format, self.media, schedule, self._keys, guessed or {}
        )

    def _cap(self, fields: dict[str, Any], name: str, where: str, line: int | None) -> None:
        told = f"it has {len(fields[name]):,} {name}; the first {MOST_CHOICES} were kept"
        self.tell(where, told, outcome="reduced", line=line)
        fields[name] = fields[name][:MOST_CHOICES]

    def _name(self, key: str, where: str, line: int | None) -> str:
        wanted = key.strip()[:_LONGEST_ID]
        if wanted and wanted not in self._taken:
            return wanted
        if wanted:
            told = "another question has its id; it got a new one"
            self.tell(where, told, wanted, "repaired", line)
        self._number += 1
        while (own := f"{UNNAMED}{self._number}") in self._taken:
            self._number += 1
        return own


def title_of(name: str) -> str:
    """Call a bank after its file."""
    stem = PurePath(name.replace("\x00", "").replace("\\", "/")).name.partition(".")[0]
    return stem.encode("utf-8", "replace").decode()[:200] or "Bank"


def reasons(error: ValidationError) -> str:
    """Say the first things that are wrong, in sentences."""
    told = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}".removeprefix(": ").replace(
            "Value error, ", ""
        )
        for one in told[:_REASONS]
    )
