"""What peers answered to files and inputs, in the words of this project.

The case files name kinds otherwise than the project does; the one table is here. A question of
either side becomes a plain dict of what both can say, so that the two can be compared.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from questions.formats import BY_NAME
from questions.formats.anki.mapping import BLANK
from questions.model import Kind, Question
from tests.samples import sample

CASES = "banks/cases"
# The kinds of the case files, and what they are called here.
KINDS = {
    "card": Kind.FLASHCARD,
    "choice": Kind.CHOICE,
    "truefalse": Kind.TRUEFALSE,
    "short": Kind.SHORT,
    "numeric": Kind.NUMERIC,
    "calculated": Kind.OPAQUE,
    "match": Kind.MATCHING,
    "order": Kind.ORDERING,
    "cloze": Kind.GAPS,
    "gapselect": Kind.GAPS,
    "dragtext": Kind.GAPS,
    "essay": Kind.ESSAY,
    "info": Kind.INFO,
}


@dataclass(frozen=True)
class Case:
    """One file or inline input, with what a peer made of it; *told* is the whole line."""

    id: str
    data: bytes
    name: str
    told: dict[str, Any]

    @property
    def questions(self) -> list[dict[str, Any]]:
        return [one for one in self.told.get("questions", ()) if one.get("kind") != "category"]


def cases(name: str) -> Iterator[Case]:
    """Yield the cases of `cases/<name>.jsonl`."""
    for line in (sample(CASES) / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        file = told.get("file") or ""
        yield Case(str(told.get("id") or file), _data(told), file or f"{name}.txt", told)


def kind_of(told: str) -> Kind | None:
    """Return our kind for a name of the case files; None for what no program plays."""
    return KINDS.get(told)


def assert_known(format: str) -> None:
    """Fail plainly where a replay names a format that is not in the registry."""
    assert format in BY_NAME, f"no format {format}"


def told_of(question: Question) -> dict[str, Any]:
    """Say a question in the words of the case files, as far as tables and trivia go."""
    said: dict[str, Any] = {"kind": question.kind.value, "stem": question.stem}
    if question.kind is Kind.FLASHCARD:
        return {"kind": "card", "front": question.stem, "back": shown(question.answers[0].text)}
    if question.kind is Kind.TRUEFALSE:
        return said | {"answer": question.answers[0].text == "true"}
    if question.kind is Kind.CHOICE:
        choices = [{"text": one.text, "fraction": one.fraction} for one in question.choices]
        return said | {"multiple": question.multiple, "choices": choices}
    return said


def shown(back: str) -> str:
    """Say what stands on a back: a side that is empty is kept as a line end of HTML."""
    return "" if back == BLANK else back


def agree(expected: dict[str, Any], found: dict[str, Any]) -> bool:
    """Compare what both sides say; a field that only one of them names does not count."""
    shared = expected.keys() & found.keys()
    return {key: expected[key] for key in shared} == {key: found[key] for key in shared}


def _data(told: dict[str, Any]) -> bytes:
    if "input_b64" in told:
        return base64.b64decode(told["input_b64"])
    if "input" in told:
        return str(told["input"]).encode()
    return bytes((sample("banks") / told["file"]).read_bytes()) if "file" in told else b""
