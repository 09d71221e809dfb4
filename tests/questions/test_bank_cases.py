"""What peers and vendors make of tables and trivia, file by file, and what is detected."""

import html
from collections import Counter

import pytest

from questions import formats
from questions.errors import BankFormatError
from tests.questions.cases import agree, cases, shown, told_of
from tests.samples import sample

# By id, where this project decides otherwise, and why.
OTHERWISE = {
    "anki-text/long-field": "Anki looks for the separator in the first bytes only",
    "anki-text/header-notetype-column": "a note type that is not there is read by its fields",
}
FORMATS = {"quizlet": "quizlet", "opentdb": "opentdb", "spreadsheet": None}
# What lies in a folder of samples is in one of these formats.
FOLDERS = {
    "anki": {"apkg", "colpkg"},
    "opentdb": {"opentdb"},
    "opentriviaqa": {"opentriviaqa"},
    "trivia-json": {"opentdb"},
    "spreadsheet/robjohncolson__AP-Stats-Blooket-Quizzes": {"blooket"},
    "spreadsheet/anki-geo__ultimate-geography": {"csv", "xlsx"},
    "quizlet": {"quizlet"},
    "anki-text": {"csv", "tsv"},
    "crafted/sheet": {"csv", "xlsx", "kahoot", "blooket"},
}
# Lists of words without any answer; no program could tell what they are.
NO_BANKS = {"vocab.txt", "all-vocab.txt"}


@pytest.mark.parametrize("name", FORMATS)
def test_tables_and_trivia_say_what_the_vendor_s_template_says(name):
    different = []
    for case in cases(name):
        found, error = outcome(case, FORMATS[name])
        if case.told.get("error"):
            fits = error is not None
        else:
            fits = len(found) == len(case.questions) and all(map(agree, case.questions, found))
        if not fits:
            different.append(f"{name}/{case.id}")

    assert [one for one in different if one not in OTHERWISE] == []


def test_anki_s_text_files_give_the_notes_that_anki_makes_of_them():
    different = []
    for case in cases("anki-text"):
        if case.told.get("error") and is_rescued(case):
            continue
        notes = notes_of(case)
        expected = [
            (
                [shortened(one) for one in note["fields"]],
                note["tags"],
                note["decks"][0],
                note["guid"],
            )
            for note in case.told.get("notes", ())
        ]
        if sorted(map(str, notes)) != sorted(map(str, expected)):
            different.append(f"anki-text/{case.id}")

    assert [one for one in different if one not in OTHERWISE] == []


def test_few_cases_are_decided_otherwise():
    total = sum(1 for name in (*FORMATS, "anki-text") for _ in cases(name))

    assert len(OTHERWISE) < 0.03 * total


def test_the_format_is_told_by_content_alone():
    confusion = Counter()
    for folder, expected in FOLDERS.items():
        for path in files_in(folder):
            guesses = formats.detect(path.read_bytes(), "nameless")
            found = guesses[0].format if guesses else "nothing"
            confusion[(folder, "right" if found in expected else found)] += 1
    wrong = sum(number for (_folder, found), number in confusion.items() if found != "right")

    assert wrong <= 0.01 * confusion.total(), confusion


def test_every_refusal_of_a_sample_is_named():
    for folder in ("spreadsheet", "quizlet", "opentdb", "crafted/sheet"):
        for path in files_in(folder):
            found, error = read_or_refused(path)
            assert str(error) if error else all(one.reason and one.where for one in found.problems)


def read_or_refused(path):
    try:
        return formats.read(path.read_bytes(), path.name), None
    except BankFormatError as error:
        return None, error


def outcome(case, form):
    try:
        reading = formats.read(case.data, case.name, form)
    except BankFormatError as error:
        return [], error
    return [told_of(question) for question in reading.bank.questions], None


def is_rescued(case):
    """Tell whether a file that the peer refuses is read here, and that is named."""
    reading, _error = read_as_notes(case)
    return reading is not None and any(one.outcome == "repaired" for one in reading.problems)


def read_as_notes(case):
    try:
        return formats.read(case.data, "notes.txt", "anki-text"), None
    except BankFormatError as error:
        return None, error


def notes_of(case):
    reading, error = read_as_notes(case)
    if error:
        return []
    return [
        (
            [in_anki(question, question.stem), in_anki(question, back_of(question))],
            list(question.tags),
            question.deck or "Default",
            reading.keys.get(question.id),
        )
        for question in reading.bank.questions
    ]


def back_of(question):
    return shown(question.answers[0].text) if question.answers else question.explanation


def in_anki(question, text):
    if question.format != "html":
        text = html.escape(text).replace("\n", "<br>")
    return shortened({"len": len(text)} if len(text) > 1000 else text)


def shortened(field):
    return f"{field['len']} characters" if isinstance(field, dict) else field


def files_in(folder):
    for path in sorted((sample("banks/samples") / folder).rglob("*")):
        is_bank = path.is_file() and path.suffix not in {".yaml", ".md"}
        if is_bank and path.name not in NO_BANKS:
            yield path
