"""The labelled questions in tests/quality/findings: for each finding, flawed ones and sound ones.

A line is one question, its options with `*` before what is right and `+` before what is half
right. Every third flawed and every third sound one is held out: the rules were written without
looking at what they make of those.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from questions.bank import Bank
from questions.checks import check_bank, findings
from questions.model import Answer, Choice, Gap, Kind, Pair, Question, Source
from tests.project import ROOT

FOLDER = ROOT / "tests" / "quality" / "findings"
NAMES = sorted(path.stem for path in FOLDER.glob("*.jsonl"))
_WORTH = {"*": 1.0, "+": 0.5}


@dataclass(frozen=True)
class Labelled:
    """A question that has the finding *name*, or that looks a little as if it had."""

    name: str
    flawed: bool
    held_out: bool
    question: Question
    beside: tuple[Question, ...]
    document: str | None

    def found(self) -> set[str]:
        """Return the names of all findings of the question, beside the others of its bank."""
        if not self.beside:
            return {one.name for one in findings(self.question, self.document)}
        bank = Bank(title="T", questions=(*self.beside, self.question))
        return {one.name for one in check_bank(bank).get(self.question.id, ())}


def labelled(name: str) -> list[Labelled]:
    """Read what is labelled for one finding."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return list(_read(name, [json.loads(line) for line in lines]))


def _read(name: str, rows: list[dict[str, Any]]) -> Iterator[Labelled]:
    counts = {True: 0, False: 0}
    for row in rows:
        counts[row["flawed"]] += 1
        beside = (question_of(one, f"q{n}") for n, one in enumerate(row.get("beside", ())))
        held_out = counts[row["flawed"]] % 3 == 0
        document = row.get("document")
        yield Labelled(name, row["flawed"], held_out, question_of(row), tuple(beside), document)


def question_of(row: dict[str, Any], name: str = "q") -> Question:
    """Build the question of a line."""
    kind = Kind(row["kind"])
    return Question(
        id=name,
        kind=kind,
        stem=row["stem"],
        format=row.get("format", "text"),
        choices=tuple(_choice(text) for text in row.get("options", ())),
        multiple=row.get("multiple", False),
        answers=() if kind is Kind.GAPS else tuple(map(_answer, row.get("answers", ()))),
        gaps=tuple(_gaps(row)) if kind is Kind.GAPS else (),
        pairs=tuple(Pair(left=left, right=right) for left, right in row.get("pairs", ())),
        items=tuple(row.get("items", ())),
        hints=tuple(row.get("hints", ())),
        sources=tuple(_sources(row)),
    )


def _answer(text: str) -> Answer:
    return Answer(text=text)


def _choice(text: str) -> Choice:
    worth = _WORTH.get(text[:1], 0.0)
    return Choice(text=text[1:] if worth else text, fraction=worth)


def _gaps(row: dict[str, Any]) -> Iterator[Gap]:
    for number, text in enumerate(row["answers"], 1):
        yield Gap(id=str(number), answers=(Answer(text=text),))


def _sources(row: dict[str, Any]) -> Iterator[Source]:
    if quote := row.get("quote"):
        start = max(0, row.get("document", "").find(quote))
        yield Source(document="d1", start=start, end=start + len(quote), quote=quote)
