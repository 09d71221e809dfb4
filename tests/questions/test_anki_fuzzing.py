"""Bent Anki files end in a reading or in the one named error.

What is bent is what lies inside: rows, note types, messages, not only the zip around them.
`STUDYAPP_FUZZ=300000` tries so many inputs instead of the slice of an ordinary run.
"""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zstandard

from questions import formats, markup
from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats.anki import records, templates, wire
from questions.formats.anki.templates import Scene
from questions.model import Answer, Kind, Question
from tests.questions.fuzzing import Seed, mutations, slice_of, survives

BROKEN = (None, -1, 2**62, "", "\x1f\x1f\x1f", b"\xff\xfe", "{{c1::", "x" * 2_000, 1.5, "{", "[]")
TEMPLATES = (
    "{{Front}}", "{{#Front}}", "{{/Front}}", "{{^Back}}", "{{", "}}", "<!--", "{{cloze:Front}}",
    "{{type:cloze:Back}}", "{{hint:Back}}", "{{=<% %>=}}", "x", "{{:}}", "{{furigana:Front}}",
)  # fmt: skip


def test_no_bent_package_ends_in_another_error() -> None:
    chance = random.Random(20_261_122)
    seeds = [Seed(data, "deck.apkg", "apkg") for data in (package(), package(legacy=True))]
    read = 0
    for bent in mutations(seeds, slice_of(300), chance):
        read += survives(bent) is not None
    assert read < slice_of(300)


def test_no_bent_collection_ends_in_another_error(tmp_path: Path) -> None:
    chance = random.Random(7)
    read = 0
    for data in bent_collections(tmp_path / "bent", slice_of(200), chance):
        read += survives(Seed(data, "deck.anki2", "colpkg")) is not None
    assert read > 0


def test_no_bent_message_ends_in_another_error() -> None:
    chance = random.Random(11)
    seeds = [Seed(wire.octets(1, b"abc") + wire.varint(2, 300) + wire.packed(3, [1.0, 2.5]), "m")]
    for bent in mutations(seeds, slice_of(500), chance):
        for items in (records.NOTE_TYPE, records.FIELD, records.TEMPLATE, records.PRESET):
            try:
                records.packed(records.unpacked(bent.data, items), items)
            except BankFormatError:
                continue


def test_any_template_is_rendered() -> None:
    chance = random.Random(13)
    for _ in range(slice_of(500)):
        text = "".join(chance.choice(TEMPLATES) for _ in range(chance.randint(1, 12)))
        scene = Scene({"Front": "a{{c1::b::c}}", "Back": "漢[か]<b>"}, 0)
        shown = templates.render(templates.parse(text), scene)
        assert "<script" not in markup.render(shown, "html", {}, str)


def package(*, legacy: bool = False) -> bytes:
    questions = (
        Question(id="a", kind=Kind.FLASHCARD, stem="<b>q</b>", format="html",
                 answers=(Answer(text="a"),), reverse=True, deck="D::E", tags=("t",)),
        Question(id="b", kind=Kind.CLOZE, stem="{{c1::x::h}} {{c2::y}}", deck="D"),
        Question(id="c", kind=Kind.SHORT, stem="q", answers=(Answer(text="a"),)),
    )  # fmt: skip
    bank = Bank(title="T", questions=questions)
    return formats.write(bank, "apkg-legacy" if legacy else "apkg").data


def bent_collections(path: Path, count: int, chance: random.Random) -> Iterator[bytes]:
    """Yield collections of which some values are something else."""
    sound = [collection_in(package()), collection_in(package(legacy=True))]
    for number in range(count):
        path.write_bytes(sound[number % 2])
        with sqlite3.connect(path) as held:
            held.create_collation("unicase", lambda one, other: (one > other) - (one < other))
            for _ in range(chance.randint(1, 3)):
                _bend(held, chance)
        held.close()
        yield path.read_bytes()


def _bend(held: sqlite3.Connection, chance: random.Random) -> None:
    tables = [row[0] for row in held.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    table = chance.choice(tables)
    column = chance.choice([row[1] for row in held.execute(f"PRAGMA table_info({table})")])
    value: Any = chance.choice(BROKEN)
    if table == "col" and column in {"models", "decks", "dconf", "conf"} and chance.random() < 0.8:
        value = _bent_json(held, column, chance)
    try:
        held.execute(f"UPDATE {table} SET {column} = ?", (value,))
    except sqlite3.Error:
        # The schema itself refuses it.
        return


def _bent_json(held: sqlite3.Connection, column: str, chance: random.Random) -> str:
    text = held.execute(f"SELECT {column} FROM col").fetchone()[0]
    try:
        value = json.loads(text or "{}")
    except (ValueError, TypeError):
        # It was bent before.
        return "{"
    inner = value
    while isinstance(inner, dict | list) and inner:
        key = chance.choice(list(inner) if isinstance(inner, dict) else range(len(inner)))
        if chance.random() < 0.4 or not isinstance(inner[key], dict | list):
            inner[key] = chance.choice((None, -1, "x", [], {}, 1e300, "{{#a}}", [None], {"a": 1}))
            break
        inner = inner[key]
    return json.dumps(value)


def collection_in(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        if "collection.anki21" in zipped.namelist():
            return zipped.read("collection.anki21")
        packed = zipped.read("collection.anki21b")
    return zstandard.ZstdDecompressor().stream_reader(packed).read()
