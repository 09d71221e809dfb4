"""Real packages, as Anki's own backend read them, and written again by us."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from questions import formats
from questions.errors import BankFormatError
from questions.formats.anki import mapping, outgoing, templates
from questions.formats.anki.mapping import Note
from questions.formats.anki.notetypes import NoteType, Template
from questions.formats.anki.templates import Scene
from questions.formats.results import Reading
from questions.model import Question
from tests.questions.cases import Case, cases
from tests.samples import sample

# Cases that are otherwise here, and why.
DELIBERATE = {
    "templates.apkg": "cards lent to a filtered deck go home with the day they were due there",
}
# Where a template is at fault Anki shows an error instead of the card; we show the fields and
# name the template in the report.
NOTICES = re.compile(
    r"(Front|Back) template has a problem|No cloze \W?\d+\W? found|The front of this card is blank"
)
LATEX_OFF = "LaTeX image generation is disabled in the preferences."


def test_every_package_that_anki_reads_is_read_and_every_other_refused_by_name():
    for case in PACKAGES:
        if case.told["ok"]:
            assert reading(case).bank.questions or not case.told["counts"]["notes"]
        else:
            with pytest.raises(BankFormatError, match=r"damaged|version"):
                formats.read(case.data, case.name)


def test_notes_cards_reviews_and_media_are_as_many_as_anki_counts():
    for case in GOOD:
        found, told = reading(case), case.told["counts"]
        counted = (
            len(found.bank.questions),
            len(found.schedule.cards),
            len(found.schedule.reviews),
        )
        assert counted == (told["notes"], told["cards"], told["revlog"]), case.name
        # Files that no note names are kept here; Anki drops them.
        assert len(named(found)) >= told["media"], case.name


def test_fields_tags_and_note_types_are_those_that_anki_sees():
    for case in GOOD:
        found = reading(case)
        seen = {
            (q.extra["anki"]["guid"], tuple(q.extra["anki"]["fields"]), q.tags, type_name(found, q))
            for q in found.bank.questions
        }
        for note in case.told["notes"]:
            told = (
                note["guid"],
                tuple(map(nfc, note["fields"])),
                tuple(note["tags"]),
                note["notetype"].rstrip("+_"),
            )
            assert told in seen, (case.name, told)


def test_cards_stand_where_anki_says_that_they_stand():
    for case in GOOD:
        if Path(case.name).name in DELIBERATE:
            continue
        found = reading(case)
        shifts = set()
        for told, state in paired(case, found):
            assert state.deck == told["deck"]
            names = ("type", "queue", "ivl", "factor")
            assert [state.held[name] for name in names] == [told[name] for name in names]
            assert (state.reps, state.lapses, state.flag) == (
                told["reps"], told["lapses"], told["flag"],
            )  # fmt: skip
            # Anki counts the days of a package from the start of the collection it comes into.
            shifts.add(state.held["due"] - told["due"] if told["type"] == 2 else 0)
        assert len(shifts - {0}) <= 1, (case.name, shifts)


def test_cards_show_the_words_that_anki_shows():
    seen = different = 0
    for case in GOOD:
        found = reading(case)
        types = outgoing.Types(found.bank.note_types)
        for note, told, question in noted(case, found):
            for front, back in [shown(note, told, question, types)]:
                seen += 1
                expected = (told["q_html"], told["a_html"])
                if NOTICES.search(expected[0]) or NOTICES.search(expected[1]) or "[$" in front:
                    continue
                different += (words(front), words(back)) != tuple(map(words, expected))
    assert seen > 2_000
    assert different <= seen * 0.005, f"{different} of {seen}"


def test_template_cases_answer_as_anki_does():
    lines = (sample("banks/cases") / "anki-templates.jsonl").read_text().splitlines()
    answered = {told["id"]: template_case(told) for told in map(json.loads, lines)}
    assert {key for key, same in answered.items() if not same} == {
        # Levels below the tenth are shown without their braces.
        "cloze-eleven-deep",
        # Anki would make pictures of LaTeX with a program; we show the formula.
        "cloze-latex",
    }


@pytest.mark.parametrize("form", ["apkg", "apkg-legacy"])
def test_what_is_written_is_read_again_without_a_loss(form):
    for case in GOOD:
        first = reading(case)
        written = formats.write(first.bank, form, first.media, first.schedule)
        assert not written.problems, case.name
        again = formats.read(written.data, "again.apkg")
        assert told_of(again) == told_of(first), case.name


def test_an_export_is_the_same_every_time():
    first = reading(GOOD[0])
    written = [formats.write(first.bank, "apkg", first.media, first.schedule) for _ in range(2)]
    assert written[0].data == written[1].data


def test_hostile_packages_end_as_expected(tmp_path):
    for told in hostile():
        data = (sample("banks/hostile") / told["file"]).read_bytes()
        if told["expect"] == "reject":
            with pytest.raises(BankFormatError):
                formats.read(data, told["file"], "apkg")
            continue
        found = formats.read(data, told["file"], "apkg")
        assert found.bank.questions, told["file"]
        if told["expect"] == "partial" and told["file"] not in WHOLE:
            assert found.problems, told["file"]
        assert all("/" not in one.name and ".." not in one.name for one in found.media.values())


def test_a_package_with_one_bad_note_keeps_the_good_ones():
    data = (sample("banks/hostile") / "anki/flds_null_blob_int.apkg").read_bytes()
    found = formats.read(data, "x.apkg")
    assert len(found.bank.questions) == 3
    assert "its fields are no text" in {one.reason for one in found.problems}


# What nothing has to be dropped of.
WHOLE = {"anki/tmpl_nested_20k.apkg"}


@lru_cache(maxsize=64)
def _read(name: str) -> Reading:
    return formats.read((sample("banks") / name).read_bytes(), name)


def reading(case: Case) -> Any:
    return _read(case.told["file"])


def named(found: Reading) -> set[str]:
    return {one.name for one in found.media.values()}


def type_name(found: Any, question: Question) -> str:
    return str(found.bank.note_types[question.extra["anki"]["type"]]["name"]).rstrip("+_")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def noted(case: Case, found: Any):
    by_note = {
        (q.extra["anki"]["guid"], tuple(q.extra["anki"]["fields"])): q for q in found.bank.questions
    }
    for note in case.told["notes"]:
        question = by_note[note["guid"], tuple(map(nfc, note["fields"]))]
        for card in note["cards"]:
            if "q_html" in card:
                yield note, card, question


def paired(case: Case, found: Any):
    states: dict[str, dict[int, Any]] = {}
    for state in found.schedule.cards:
        states.setdefault(state.question, {})[ordinal(state.part)] = state
    for _note, told, question in noted(case, found):
        mine = states[question.id]
        yield told, mine[told["ord"]]


def ordinal(part: str) -> int:
    if part in {"forward", "backward", "answer"}:
        return int(part == "backward")
    return int("".join(filter(str.isdigit, part))) - 1


def shown(note: Any, told: Any, question: Question, types: outgoing.Types) -> tuple[str, str]:
    note_type = types.get(question.extra["anki"]["type"])
    held = outgoing.note_of(question, question.extra["anki"], note_type)
    own = Note(held.id, held.guid, note_type, held.fields, held.tags, told["deck"])
    return sides(own, told["ord"], note["notetype"], f"flag{told['flag']}")


def sides(note: Note, number: int, type_name: str, flag: str) -> tuple[str, str]:
    front = mapping.rendered(note, number)[0]
    special = mapping.special_of(note, number) | {
        "FrontSide": re.sub(r"\[sound:[^\]]*\]", "", front),
        "Type": type_name,
        "CardFlag": flag,
    }
    values = dict(zip(note.type.fields, note.fields, strict=True))
    made = templates.parse(mapping.template_of(note, number).back)
    return front, templates.render(made, Scene(values, number, True, special=special))


def words(text: str) -> str:
    bare = re.sub(r"\[anki:play:[qa]:\d+\]|\[sound:[^\]]*\]|[\u2068\u2069]", "", text)
    bare = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", "", bare, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def template_case(told: dict[str, Any]) -> bool:
    is_cloze = told["kind"] == "cloze"
    made = Template("Cloze" if is_cloze else "Card 1", told["qfmt"], told["afmt"])
    fields = tuple(told["fields"])
    note_type = NoteType(1, "1.x", name_in(told), is_cloze, fields, (made,))
    note = Note(
        1, "g", note_type, tuple(told["fields"].values()), tuple(sorted(told["tags"])), "Deck::Sub"
    )
    if "cards" not in told:
        faults = templates.parse(told["qfmt"]).faults
        unknown = templates.parse(told["qfmt"]).names - set(fields)
        return bool(faults or unknown)
    if mapping.generated(note) != tuple(card["ord"] for card in told["cards"]):
        return False
    return all(same_card(note, card) for card in told["cards"])


def name_in(told: dict[str, Any]) -> str:
    found = re.search(r"\bNT\d+\b", json.dumps(told.get("cards")))
    return found[0] if found else "T"


def same_card(note: Note, told: dict[str, Any]) -> bool:
    front, back = sides(note, told["ord"], note.type.name, "flag0")
    if NOTICES.search(told["q_html"]):
        # Nothing to ask: here it becomes a plain card, and the report says that its front is blank.
        return not words(front)
    return (words(front), words(back)) == (words(told["q_html"]), words(told["a_html"]))


def told_of(found: Any) -> dict[str, Any]:
    """Say what a package holds without the ids that a writer may choose."""
    guids = {q.id: q.extra["anki"]["guid"] for q in found.bank.questions}
    cards = {one.id: (guids[one.question], one.part) for one in found.schedule.cards}
    return {
        "notes": sorted(
            (
                q.extra["anki"]["guid"],
                q.extra["anki"]["fields"],
                q.tags,
                type_name(found, q),
                q.kind,
                q.stem,
            )
            for q in found.bank.questions
        ),
        "cards": sorted(
            map(repr, (
                (guids[one.question], one.part, one.deck, one.state, one.due_day, one.due_at,
                 one.position, one.interval, one.reps, one.lapses, one.stability,
                 one.difficulty, one.suspended, one.buried, one.flag, one.held["factor"],
                 one.held["left"], one.held["data"])
                for one in found.schedule.cards
            ))
        ),
        "reviews": [
            (one.id, cards[one.card], one.rating, one.interval, one.last_interval, one.ease,
             one.ms, one.kind)
            for one in found.schedule.reviews
        ],
        "media": {name: key for key, one in found.media.items() for name in [one.name]},
        "presets": sorted(
            (one.name, one.learning_steps, one.new_per_day, one.parameters)
            for one in found.schedule.presets
            if one.name != "Default"
        ),
    }  # fmt: skip


def hostile() -> list[dict[str, Any]]:
    lines = (sample("banks/hostile") / "EXPECT.jsonl").read_text().splitlines()
    return [one for one in map(json.loads, lines) if one["format"] == "anki"]


PACKAGES = list(cases("anki"))
GOOD = [case for case in PACKAGES if case.told["ok"]]
