# ruff: noqa: T201 - the table is what a reader of the run wants to see
"""What the findings are worth: on labelled questions they are right, on good ones silent.

Run with `-s` to see the table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from questions.checks import findings
from questions.checks.catalogue import documented
from questions.checks.doubts import DOUBTS
from questions.model import Answer, Kind, Question
from tests.project import ROOT
from tests.questions.labelled import NAMES, labelled, question_of
from tests.samples import sample

PRECISION = 0.9
FALSE_ALARMS = 0.05
# How many of the labelled flaws are found, all findings together; it only rises.
RECALL = 0.97


@pytest.mark.parametrize("name", NAMES)
def test_a_finding_is_right_in_nine_of_ten_questions(name):
    hits, alarms, misses = _counts(name)
    assert hits / (hits + alarms) >= PRECISION
    assert hits >= misses * 4


def test_what_was_held_out_is_judged_as_well():
    table = {name: _counts(name, held_out=True) for name in NAMES}
    hits, alarms, misses = (sum(column) for column in zip(*table.values(), strict=True))
    print(f"\n{'finding':26}{'right':>6}{'wrong':>6}{'missed':>7}   (held out)")
    for name, row in table.items():
        print(f"{name:26}{row[0]:6}{row[1]:6}{row[2]:7}")
    print(f"precision {hits / (hits + alarms):.3f}, recall {hits / (hits + misses):.3f}")
    assert hits / (hits + alarms) >= PRECISION


def test_nearly_all_labelled_flaws_are_found():
    rows = [_counts(name) for name in NAMES]
    hits, misses = sum(row[0] for row in rows), sum(row[2] for row in rows)
    assert hits / (hits + misses) >= RECALL


def test_every_finding_is_labelled():
    """A doubt needs the text that the question was made from: the engine's tests judge those."""
    assert set(NAMES) == set(documented()) - {one.name for one in DOUBTS}


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_has_enough_flawed_and_enough_sound_questions(name):
    kinds = Counter(one.flawed for one in labelled(name))
    assert min(kinds[True], kinds[False]) >= 12


def test_good_questions_have_no_findings():
    own = [question_of(json.loads(line)) for line in _lines("tests/quality/good.jsonl")]
    _assert_silent("written as good", own, at_least=150)


def test_questions_that_people_wrote_have_no_findings():
    _assert_silent("references", list(_references()), at_least=150)
    _assert_silent("XQuAD", list(_xquad()), at_least=300)


def _assert_silent(title: str, questions: list[Question], at_least: int) -> None:
    found = {one.stem: [each.name for each in findings(one)] for one in questions}
    alarmed = {stem: names for stem, names in found.items() if names}
    counts = Counter(name for names in alarmed.values() for name in names)
    print(f"\n{title}: {len(alarmed)} of {len(questions)} {dict(counts.most_common())}")
    assert len(questions) >= at_least
    assert len(alarmed) <= FALSE_ALARMS * len(questions), alarmed


def _counts(name: str, *, held_out: bool = False) -> tuple[int, int, int]:
    """Count where a finding is right, where it is wrong, and what it misses."""
    rows = [one for one in labelled(name) if one.held_out or not held_out]
    told = [(one.flawed, name in one.found()) for one in rows]
    return told.count((True, True)), told.count((False, True)), told.count((True, False))


def _references() -> Iterator[Question]:
    """Yield what people would ask about the sample documents, where one thing is the answer."""
    folder = ROOT / "tests" / "quality" / "references"
    paths = [
        *sorted(folder.glob("*.jsonl")),
        sample("generation/reference_russia-kazakhstan.jsonl"),
    ]
    for path in paths:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if row["answer_type"] not in {"list", "clause", "phrase", "definition"}:
                yield _short(row["question"], row["answer"])


def _xquad() -> Iterator[Question]:
    """Yield the questions that end as questions do, name something, and want few words."""
    held = json.loads(sample("evaluation/xquad/xquad.en.json").read_text(encoding="utf-8"))
    for article in held["data"]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                stem, answer = row["question"], row["answers"][0]["text"]
                named = any(word[0].isupper() for word in stem.split()[1:])
                if named and stem[0].isupper() and stem.endswith("?") and len(answer.split()) < 5:
                    yield _short(stem, answer)


def _short(stem: str, answer: str) -> Question:
    return Question(id="q", kind=Kind.SHORT, stem=stem, answers=(Answer(text=answer),))


def _lines(path: str) -> list[str]:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()
