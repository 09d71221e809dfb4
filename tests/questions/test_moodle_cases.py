"""Files that Moodle and other programs read: the same questions come out here.

Where ours differs on purpose, the case is listed with the reason.
"""

from __future__ import annotations

from typing import Any

import pytest

from questions import cloze, formats
from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats import Reading
from questions.model import Kind
from tests.questions.cases import Case, cases
from tests.questions.moodle_cases import disagreements, is_unanswerable

MOODLE = {
    "gift-crafted": "gift",
    "gift": "gift",
    "moodle-missingword-crafted": "gift",
    "moodle-missingword": "gift",
    "aiken-crafted": "aiken",
    "aiken": "aiken",
    "moodle-multianswer-crafted": "cloze",
    "moodle-multianswer": "cloze",
    "moodle-xml-crafted": "moodle-xml",
    "moodle-xml": "moodle-xml",
    "moodle-xml-stack": "moodle-xml",
}
OTHERS = ("md-hashcards", "md-text2qti", "md-obsidian-sr", "mnemosyne", "supermemo")
DELIBERATE = {
    "category-same-block": "Moodle loses the question below a category; ours reads it and says so",
    "percent-over": "Moodle gives 150 %; ours refuses a weight that is none",
    "weights": "the weights of GIFT are read in missing-word questions too",
    "no-braces": "a text without answers is one to read, as in GIFT",
    "multi-line-stem": "the whole stem is kept, and said to be of several lines",
    "multi-answer": "every right letter counts, not the first one only",
    "aiken.txt": "stems of several lines and several answers, as in the two cases above",
    "multichoices.xml": "Moodle takes <single>False</single> for true",
    "QCM.xml": "calculated questions with choices are kept for export and not played",
    "crafted/latex": "a formula with :: in it is no card",
    "cards-with-blank-lines.md": "what is marked inside code is no gap",
    "test_mnemosyne1xml_import.py::test_card_type_1_abort": "a person had stopped that import",
    **{
        f"test_tsv_import.py::test_{name}": "a line of three columns is one question, not two"
        for name in ("1", "2", "8")
    },
}


def _name(case: Case) -> str:
    return case.id if case.id in DELIBERATE else case.id.rpartition("/")[2]


@pytest.mark.parametrize("file", MOODLE)
def test_a_file_gives_the_questions_that_moodle_reads(file):
    wrong = {
        case.id: found
        for case in cases(file)
        if _name(case) not in DELIBERATE and (found := _moodle_differs(case, MOODLE[file]))
    }
    assert wrong == {}


@pytest.mark.parametrize("file", OTHERS)
def test_a_note_or_collection_gives_the_cards_that_its_program_reads(file):
    wrong = {
        case.id: found
        for case in cases(file)
        if _name(case) not in DELIBERATE and (found := _DIFFERS[file](case))
    }
    assert wrong == {}


def test_what_is_listed_as_different_is_different_and_there_is_little_of_it():
    every = [(file, case) for file in (*MOODLE, *OTHERS) for case in cases(file)]
    listed = [(file, case) for file, case in every if _name(case) in DELIBERATE]
    differ = {
        _name(case)
        for file, case in listed
        if (_moodle_differs(case, MOODLE[file]) if file in MOODLE else _DIFFERS[file](case))
    }
    assert differ == DELIBERATE.keys()
    assert len(listed) < 0.03 * len(every)


def _moodle_differs(case: Case, format: str) -> list[str]:
    try:
        reading = formats.read(case.data, case.name, format)
    except BankFormatError as error:
        # A file that is refused as a whole is one of which Moodle takes nothing.
        sound = [one for one in case.questions if not is_unanswerable(one)]
        return [str(error)] if sound else []
    return disagreements(case.told, reading)


def _hashcards_differs(case: Case) -> list[str]:
    reading = formats.read(case.data, case.name, "markdown")
    if case.told["error"]:
        return [] if reading.problems else ["what is wrong is not told"]
    found = len(reading.bank.questions)
    return [] if found == case.told["cards"] else [f"{found} cards, not {case.told['cards']}"]


def _text2qti_differs(case: Case) -> list[str]:
    reading = formats.read(case.data, case.name, "text2qti")
    expected = [one for one in case.told["questions"] if one["kind"] != "upload"]
    if len(expected) < len(case.told["questions"]) and not reading.problems:
        return ["a question that cannot be asked is not told"]
    found = [_in_words(question) for question in reading.bank.questions]
    if len(found) != len(expected):
        return [f"{len(found)} questions, not {len(expected)}"]
    pairs = zip(expected, found, strict=True)
    return [
        f"{key}: {ours[key]!r} is not {peer[key]!r}"
        for peer, ours in pairs
        for key in sorted(peer.keys() & ours.keys())
        if peer[key] != ours[key]
    ]


def _in_words(question: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"stem_text": question.stem}
    if question.kind is Kind.CHOICE:
        told["choices"] = [one.text for one in question.choices]
        told["correct"] = [n for n, one in enumerate(question.choices) if one.fraction > 0]
        told["multiple"] = question.multiple
    if question.kind is Kind.SHORT:
        told["answers"] = [one.text for one in question.answers]
    return told


def _obsidian_differs(case: Case) -> list[str]:
    if case.id.startswith("crafted-allpatterns/"):
        # Bold words and braces as gaps are a setting of that program, off unless changed.
        return []
    reading = formats.read(case.data, case.name, "obsidian")
    peers = [one for one in case.told["questions"] if _is_whole(one)]
    if len(peers) < len(case.told["questions"]) and not reading.problems:
        return ["a card without a side is not told"]
    expected = [len(one["cards"]) for one in peers]
    found = [len(parts_of(question)) for question in reading.bank.questions]
    if expected != found:
        return [f"cards {found}, not {expected}"]
    pairs = zip(peers, reading.bank.questions, strict=True)
    return [f"{question.stem!r}" for peer, question in pairs if not _is_said(peer, question)]


def _is_whole(peer: dict[str, Any]) -> bool:
    return all(card["front"].strip() and card["back"].strip() for card in peer["cards"])


def _is_said(peer: dict[str, Any], question: Any) -> bool:
    """Tell whether the peer's first card has the words of ours."""
    if question.kind is Kind.CLOZE:
        words = [run.text.strip() for run in cloze.runs(question.stem) if run.marks]
        return all(word in peer["text"] for word in words)
    card = peer["cards"][0]
    return question.stem in card["front"] and question.answers[0].text in card["back"]


def _mnemosyne_differs(case: Case) -> list[str]:
    format = None if "tsv" in case.id else "mnemosyne"
    try:
        reading = formats.read(case.data, case.name, format)
    except BankFormatError as error:
        return [str(error)]
    refused = sum(1 for problem in reading.problems if problem.outcome == "refused")
    found = sum(len(parts_of(question)) for question in reading.bank.questions) + refused
    expected = case.told["counts"]["card_count"]
    return [] if found == expected else [f"{found} cards, not {expected}"]


def _supermemo_differs(case: Case) -> list[str]:
    reading: Reading = formats.read(case.data, case.name, "supermemo")
    whole = [one for one in case.told["questions"] if one["front"] and one["back"]]
    told = {(one["front"], one["back"], "::".join(one["path"])) for one in whole}
    found = {(one.stem, one.answers[0].text, one.deck or "") for one in reading.bank.questions}
    lost = case.told["count"] - len(reading.bank.questions)
    # Items without any content are told too; the peer does not count them.
    if lost > len(reading.problems):
        return [f"{lost} items are gone, {len(reading.problems)} are told"]
    return [f"{one}" for one in sorted(told - found)]


_DIFFERS = {
    "md-hashcards": _hashcards_differs,
    "md-text2qti": _text2qti_differs,
    "md-obsidian-sr": _obsidian_differs,
    "mnemosyne": _mnemosyne_differs,
    "supermemo": _supermemo_differs,
}
