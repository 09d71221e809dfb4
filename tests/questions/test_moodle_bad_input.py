"""Moodle's formats, notes and collections that are damaged, hostile, or far too large."""

from __future__ import annotations

import json
import random
import re
import zipfile
from collections import Counter
from io import BytesIO

import pytest

from questions import formats
from questions.errors import BankFormatError
from questions.formats.collecting import MOST_CHOICES, MOST_PROBLEMS
from questions.markup import render
from tests.questions.fuzzing import Seed, mutations, slice_of, survives
from tests.samples import sample

FORMATS = {"gift", "aiken", "moodle-xml", "markdown", "mnemosyne", "supermemo"}
MANY = "gift/no_blank_line_100k.gift"
GIFT = b"::One::Which river?{=The Volga ~The Danube}\n\n$CATEGORY: A/B\n\nHow long?{#3530:50}\n"
XML = (
    b'<quiz><question type="shortanswer"><name><text>n</text></name><questiontext format="html">'
    b"<text>Which river?</text></questiontext><answer fraction='100'><text>Volga</text></answer>"
    b"</question></quiz>"
)
NOTES = b"#flashcards/Rivers\nThe Volga :: a river\n<!--SR:!2024-01-02,4,270-->\n"
CARDS = (
    b'<openSM2sync><log type="10" o_id="t"><name>Rivers</name></log>'
    b'<log type="16" o_id="f"><f>Volga</f><b>river</b></log>'
    b'<log type="6" o_id="c" card_t="2" fact="f" fact_v="2.1" tags="t" gr="4" e="2.5" ac_rp="1" '
    b'rt_rp="2" lps="0" l_rp="1700000000" n_rp="1700864000"/>'
    b'<log type="6" o_id="d" card_t="2" fact="f" fact_v="2.2" tags="t" gr="-1"/></openSM2sync>'
)


def test_hostile_files_end_as_they_should():
    told = (sample("banks/hostile") / "EXPECT.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = {}
    for line in map(json.loads, told):
        path = sample("banks/hostile") / line["file"]
        if line["format"] in FORMATS and line["file"] != MANY and path.exists():
            end = _end(path.read_bytes(), path.name)
            if end not in _ALLOWED[line["expect"]]:
                wrong[line["file"]] = end
    assert wrong == {}


@pytest.mark.parametrize(
    ("folder", "name", "format"),
    [
        ("gift", "xss.gift", "gift"),
        ("xml", "active_content.xml", "moodle-xml"),
        ("md", "xss.md", "obsidian"),
    ],
)
def test_nothing_that_a_hostile_file_says_is_run_when_it_is_shown(folder, name, format):
    data = (sample("banks/hostile") / folder / name).read_bytes()
    reading = formats.read(data, name)
    assert reading.format == format
    for question in reading.bank.questions:
        shown = render(question.stem, question.format, {}, lambda digest: digest)
        assert not _ACTIVE.search(shown)


def test_what_is_bent_leaves_a_reading_or_the_named_error():
    seeds = [
        Seed(GIFT, "a.gift", "gift"),
        Seed(b"Q?\nA. a\nB) b\nANSWER: B\n", "a.txt", "aiken"),
        Seed(b"The {1:MC:=cat#yes~%50%dog} {2:NM:=3:0.1~*#no} {:SA:=x\\}~y}", "a.txt", "cloze"),
        Seed(XML.replace(b"shortanswer", b"cloze"), "a.xml", "moodle-xml"),
        Seed(XML, "a.xml", "moodle-xml"),
        Seed(NOTES, "a.md", "obsidian"),
        Seed(b"a ==1;;b;;c== `::`\n?\nd\n", "a.md", "obsidian"),
        Seed(b"---\nname = 'x'\n---\nQ: a\n- [x] b\n- [ ] c\n\nC: [d] e\n", "a.md", "markdown"),
        Seed(b"- a >> b\n  - c ;; d #card\n- {{cloze e}}\n", "a.md", "markdown"),
        Seed(b"# a\n\n## b\n\nc\n", "a.md", "markdown"),
        Seed(b"START\nBasic\nFront: a\nBack: b\nEND\n", "a.md", "markdown"),
        Seed(_QUIZ, "a.txt", "text2qti"),
        Seed(CARDS, "a.xml", "supermemo"),
        Seed(_packed({"cards.xml": CARDS}), "a.cards", "mnemosyne"),
        Seed(_packed({"q.gift": _SHOWN, "a.png": b"x"}), "a.zip", "gift-zip"),
        Seed(_OLD, "a.xml", "mnemosyne"),
        Seed(_SUPERMEMO, "a.xml", "supermemo"),
    ]  # fmt: skip
    chance = random.Random(7)
    ends: Counter[bool] = Counter()
    for bent in mutations(seeds, slice_of(1500), chance):
        reading = survives(bent)
        ends[reading is not None and len(reading.bank.questions) > 0] += 1
    assert ends[True] > ends[False] / 10 > 0


def test_a_file_that_was_cut_off_is_told_or_is_whole_up_to_there():
    whole = formats.read(GIFT, "a.gift", "gift").bank.questions
    for end in range(1, len(GIFT)):
        reading = survives(Seed(GIFT[:end], "a.gift", "gift"))
        assert reading is not None
        assert reading.problems or reading.bank.questions
        assert len(reading.bank.questions) <= len(whole)
    for end in range(1, len(XML)):
        with pytest.raises(BankFormatError):
            formats.read(XML[:end], "a.xml", "moodle-xml")


def test_a_file_with_the_wrong_name_is_read_as_what_it_is():
    assert formats.read(GIFT, "a.xml").format == "gift"
    assert formats.read(XML, "a.gift").format == "moodle-xml"
    with pytest.raises(BankFormatError, match="not sound XML"):
        formats.read(GIFT, "a.xml", "moodle-xml")
    with pytest.raises(BankFormatError, match="no Moodle quiz"):
        formats.read(b"<html><body>Hello</body></html>", "a.xml", "moodle-xml")


def test_two_formats_in_one_file_lose_nothing_without_a_word():
    with pytest.raises(BankFormatError, match="line 1"):
        formats.read(XML + GIFT, "a.xml", "moodle-xml")
    reading = formats.read(GIFT + b"\n" + XML, "a.gift", "gift")
    assert len(reading.bank.questions) == 3
    assert reading.bank.questions[2].kind == "info"
    assert "another format" in reading.problems[-1].reason


def test_a_hundred_thousand_questions_are_read_and_each_has_a_name():
    """Nothing but line ends stands between them, which is told once."""
    data = (sample("banks/hostile") / MANY).read_bytes()
    reading = formats.read(data, "a.gift")
    assert len({question.id for question in reading.bank.questions}) == 100_000
    assert len(reading.problems) == 1


def test_of_very_many_problems_the_first_are_told_and_the_rest_are_counted():
    reading = formats.read(b"Q{#abc}\n\n" * (MOST_PROBLEMS + 10), "a.gift", "gift")
    assert len(reading.problems) == MOST_PROBLEMS + 1
    assert "10 more problems" in reading.problems[-1].reason


def test_a_question_with_far_too_many_choices_is_shortened_and_told():
    data = b"Q{=a" + b"~b" * 5000 + b"}"
    reading = formats.read(data, "a.gift", "gift")
    assert len(reading.bank.questions[0].choices) == MOST_CHOICES
    assert [problem.outcome for problem in reading.problems] == ["reduced"]


def test_the_same_id_twice_keeps_both_questions():
    data = b"// [id:x]\nOne{=a ~b}\n\n// [id:x]\nTwo{=a ~b}\n"
    reading = formats.read(data, "a.gift", "gift")
    assert [question.stem for question in reading.bank.questions] == ["One", "Two"]
    assert len({question.id for question in reading.bank.questions}) == 2
    assert "another question has its id" in reading.problems[0].reason


def test_categories_that_name_each_other_are_decks_like_any_other():
    paths = b"A/B", b"B/A", b"A/B/A/B", b"A"
    data = b"\n\n".join(b"$CATEGORY: %s\n\n%s{=a ~b}" % (path, path[-1:]) for path in paths)
    decks = [question.deck for question in formats.read(data, "a.gift", "gift").bank.questions]
    assert decks == ["A::B", "B::A", "A::B::A::B", "A"]


def test_an_expression_in_a_collection_is_never_run():
    program = b"<q_fact_keys>__import__('os')</q_fact_keys>"
    evil = b"<openSM2sync><log type='19' o_id='v'>" + program + b"</log></openSM2sync>"
    with pytest.raises(BankFormatError, match="a program where a list belongs"):
        formats.read(_packed({"cards.xml": evil}), "a.cards")


def test_the_history_of_notes_and_collections_is_kept():
    notes = formats.read(NOTES, "a.md").schedule
    cards = formats.read(_packed({"cards.xml": CARDS}), "a.cards").schedule
    assert notes is not None
    assert cards is not None
    (note,) = notes.cards
    assert (note.interval, str(note.due_day)) == (4, "2024-01-02")
    assert [(one.part, one.interval, one.reps) for one in cards.cards] == [("forward", 10, 3)]


def _end(data: bytes, name: str) -> str:
    try:
        reading = formats.read(data, name)
    except BankFormatError:
        return "rejected"
    return "told" if reading.problems else "read"


def _packed(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


_ALLOWED = {
    "reject": {"rejected"},
    "import": {"read"},
    "sanitise": {"read", "told"},
    # What is sound all through has nothing to be told.
    "partial": {"told", "read"},
}
_ACTIVE = re.compile(
    r"<(?:script|iframe|object)|<[^>]*(?:\son\w+\s*=|=\s*[\"']?\s*javascript:)", re.IGNORECASE
)
_QUIZ = b"Title: t\nPoints: 2\n1. a\n*a) b\n... c\nb) d\n\n2. e\n= 1 +- 2%\n"
_SHOWN = b'[html]<img src\\="@@PLUGINFILE@@/a.png">{T}'
_OLD = (
    b'<mnemosyne core_version="1" time_of_start="1247706000"><item id="a" u="0" l_rp="3" n_rp="9">'
    b"<cat>Rivers</cat><Q>Volga</Q><A>river</A></item><item id='a.inv' u='1'><cat>x</cat>"
    b"<Q>river</Q><A>Volga</A></item></mnemosyne>"
)
_SUPERMEMO = (
    b"<SuperMemoCollection><SuperMemoElement><ID>1</ID><Title>t</Title><Type>Topic</Type>"
    b"<SuperMemoElement><ID>2</ID><Type>Item</Type><Content><Question>a&amp;lt;b</Question>"
    b"<Answer>c</Answer></Content><LearningData><Interval>3</Interval><Repetitions>2</Repetitions>"
    b"<LastRepetition>21.01.2004</LastRepetition></LearningData></SuperMemoElement>"
    b"</SuperMemoElement></SuperMemoCollection>"
)
