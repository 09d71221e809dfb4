"""What is in a file tells its format, and no format takes the files of another."""

from __future__ import annotations

import pytest

from questions import formats
from tests.samples import sample

OURS = {"gift", "gift-zip", "aiken", "moodle-xml", "cloze", "obsidian", "text2qti", "markdown"}
COURSES = {".gift", ".xml", ".txt", ".zip"}


@pytest.mark.parametrize(
    ("folder", "format"),
    [
        ("gift", "gift"),
        ("gift-media", "gift-zip"),
        ("aiken", "aiken"),
        ("moodle-xml", "moodle-xml"),
        ("supermemo", "supermemo"),
    ],
)
def test_real_files_are_told_by_what_is_in_them(folder, format):
    files = [path for path in _files(folder) if path.suffix in COURSES]
    found = {path.name: _told(path) for path in files}
    strange = {name: told for name, told in found.items() if told not in {format, None}}
    assert strange == {}
    # What has nothing but text in it is known by its name.
    assert sum(told is None for told in found.values()) <= max(len(found) // 30, 0)


@pytest.mark.parametrize("folder", ["spreadsheet", "opentdb", "quizlet", "qti12", "anki-text"])
def test_files_of_other_formats_are_left_to_them(folder):
    taken = {path.name: _told(path) for path in _files(folder)[:40]}
    assert {name: told for name, told in taken.items() if told in OURS} == {}


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("Q: Which?\nA: That.\n", "markdown"),
        ("- Rivers #card\n  - The Volga\n", "markdown"),
        ("The Volga :: a river\n", "obsidian"),
        ("1. Which?\n*a) This\nb) That\n", "text2qti"),
        ("Which?\nA. This\nB. That\nANSWER: A\n", "aiken"),
        ("The {1:SA:=Volga} is long.\n", "cloze"),
        ("::One::The {=Volga ~Rhine} is long.\n", "gift"),
    ],
)
def test_pasted_words_are_told_by_their_signs(text, format):
    assert formats.read(text.encode(), "pasted.md").format == format


def _files(folder):
    found = sorted((sample("banks/samples") / folder).rglob("*"))
    return [path for path in found if path.is_file() and path.name != "PROVENANCE.md"]


def _told(path):
    guesses = formats.detect(path.read_bytes(), path.name)
    return guesses[0].format if guesses else None
