"""A card as its deck made it, filled in as a page of its own."""

from __future__ import annotations

from typing import Any

import pytest

from questions.formats.anki import mapping, own_look, stock
from questions.formats.anki.mapping import Note
from questions.formats.anki.notetypes import read_note_type
from questions.markup import elsewhere
from questions.model import Answer, Question

PICTURE = "data:image/png;base64,AAAA"
SCRIPTED = {
    "front": '<div id=box>{{Front}}</div><script>let a = "\\\\(x\\\\)"</script>',
    "back": "{{FrontSide}}<hr id=answer>{{Back}}",
}


@pytest.mark.parametrize("name", [stock.BASIC, stock.REVERSED, stock.TYPED, stock.CLOZE])
def test_what_anki_makes_by_itself_has_no_look_of_its_own(name: str) -> None:
    assert not own_look.has_own(stock.note_type(name))


@pytest.mark.parametrize(
    "made",
    [
        {"front": "<script>x()</script>{{Front}}"},
        {"front": "<b onclick=x()>{{Front}}</b>"},
        {"back": '<p class="note">{{Back}}</p>'},
        {"css": ".card { color: red } #box { color: blue }"},
        {"css": "@font-face { font-family: x }"},
    ],
)
def test_script_and_style_are_a_look_of_its_own(made: dict[str, str]) -> None:
    assert own_look.has_own(note_type(**made))


def test_a_card_is_filled_in_with_its_script_style_and_files() -> None:
    held = note_type(**SCRIPTED, css="#box { background: url(bg.png) }")
    question = question_of(held, "<img src='a b.png'> \\(y\\) [sound:s.mp3]", "42")
    front = page(question, held)
    assert "<script>let a" in front
    # Formulas of the text are set; what stands in a script is left to the script.
    assert "<math" in front
    assert '"\\\\(x\\\\)"' in front
    assert front.count(PICTURE) == 3
    assert "42" not in front
    assert "42" in page(question, held, is_back=True)
    assert "<div id=box>" in page(question, held, is_back=True)


def test_words_edited_since_are_shown() -> None:
    held = note_type(front="<script></script>{{Front}}", back="{{Back}}")
    question = question_of(held, "old", "42")
    edited = question.model_copy(update={"stem": "new", "answers": (Answer(text="43"),)})
    plain = note_type(css="#box { color: blue }")
    same = question_of(plain, "old", "42").model_copy(update={"stem": "new"})
    assert "new" in page(same, plain)
    # Where a template does not say which field the words are, the deck's look would tell old ones.
    assert own_look.page(edited, "forward", held, inline, is_back=False) is None


def test_a_style_cannot_end_its_element() -> None:
    held = note_type(css="#x {} </style><script>x()</script>")
    assert "</style><script>" not in page(question_of(held, "a", "b"), held).partition("<body")[0]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("http://Pictures.Example.org/a b.png?x=1", "https://pictures.example.org/a%20b.png?x=1"),
        ("https://pictures.example.org", "https://pictures.example.org/"),
        ("https://u:p@pictures.example.org:443/x", "https://pictures.example.org/x"),
        ("https://localhost/x", None),
        ("https://127.0.0.1/x", None),
        ("https://[::1]/x", None),
        ("https://router.local/x", None),
        ("https://pictures.example.org:8443/x", None),
        ("https://a;script-src%20*.example.org/x", None),
        ("https://*.example.org/x", None),
        ("javascript:x()", None),
        ("https://exa mple.org/x", None),
        ("https://[x/", None),
    ],
)
def test_only_public_names_can_be_allowed(source: str, address: str | None) -> None:
    found = elsewhere.picture(source)
    assert (found.address if found else None) == address


def note_type(front: str = "{{Front}}", back: str = "{{Back}}", css: str = "") -> dict[str, Any]:
    held = stock.note_type(stock.BASIC)
    template = {**held["tmpls"][0], "qfmt": front, "afmt": back}
    return {**held, "tmpls": [template], "css": css}


def question_of(held: dict[str, Any], *fields: str) -> Question:
    made = read_note_type(1, held)
    return mapping.mapped(Note(1, "guid", made, fields, (), "D", (0,)), "q").question


def page(question: Question, held: dict[str, Any], *, is_back: bool = False) -> str:
    made = own_look.page(question, "forward", held, inline, is_back=is_back)
    assert made is not None
    return made


def inline(name: str) -> str | None:
    return PICTURE if name in {"a b.png", "bg.png", "s.mp3"} else None
