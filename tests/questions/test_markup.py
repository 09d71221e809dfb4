"""Text of strangers as HTML that a page can show."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions import markup
from questions.markup import maths
from questions.model import Answer, Kind, Question
from questions.occlusion import looks
from questions.plain import words_in
from questions.sides import sides_of
from tests.questions.payloads import payloads

FILES = {"a.png": "f" * 64, "s.mp3": "e" * 64}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>bold</b><br>", "<b>bold</b><br>"),
        ('<div class="flash" style="color:red" id="card">x</div>', "<div>x</div>"),
        ('<span class="cloze other">x</span>', '<span class="cloze">x</span>'),
        ("<h1>x</h1>", "<h4>x</h4>"),
        ("{{c1::a::b}}", "{{c1::a::b}}"),
        ('<a href="/settings">x</a>', "<a>x</a>"),
        ("[sound:gone.mp3]", '<span class="missing">gone.mp3</span>'),
        ('<img src="gone.png">', '<span class="missing">gone.png</span>'),
    ],
)
def test_what_shows_something_stays_and_nothing_else(text: str, shown: str) -> None:
    assert render(text) == shown


def test_pictures_and_sounds_are_the_questions_own() -> None:
    shown = render('<img src="a.png" width="40" alt="A map">[sound:s.mp3]')
    assert 'src="/media/ffff' in shown
    assert 'width="40"' in shown
    assert '<audio controls preload="none" src="/media/eeee' in shown


def test_a_picture_elsewhere_becomes_a_link_that_tells_nobody_where_it_was_followed() -> None:
    shown = render('<img src="https://example.org/x.png" alt="A map">')
    assert "<img" not in shown
    assert 'href="https://example.org/x.png"' in shown
    assert "noreferrer" in shown


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_formulas_become_mathml(form: markup.Format) -> None:
    shown = markup.render(r"so \(x^2\) and \[\frac{1}{y}\]", form, {}, address)
    assert shown.count("<math") == 2
    assert "<msup>" in shown
    assert "<mfrac>" in shown


def test_a_formula_that_cannot_be_read_stands_as_it_was_written() -> None:
    assert render("\\(" + "{" * 200 + "}" * 200 + "\\)").startswith('<code class="tex">{{{')


def test_code_that_names_its_language_is_coloured() -> None:
    shown = render('<pre><code class="language-python">def f(): # x</code></pre>')
    assert '<span class="code-keyword">def</span>' in shown
    assert '<span class="code-comment"># x</span>' in shown


def test_markdown_lets_no_html_through() -> None:
    assert markup.render("**b** <img src=x>", "markdown", {}, address) == (
        "<p><strong>b</strong> &lt;img src=x&gt;</p>"
    )


ATTRIBUTES = {
    "href", "title", "src", "alt", "width", "height", "dir", "lang", "class", "colspan", "rowspan",
    "stretchy", "target", "rel", "loading", "controls", "preload", "aria-label", "display",
    "start", "open",
}  # fmt: skip


def test_no_payload_keeps_an_element_or_an_attribute_that_could_act() -> None:
    for text in payloads():
        for element in fragment(render(text)).iter():
            assert element.tag not in {"script", "style", "iframe", "svg", "form", "object"}, text
            assert not set(element.attrib) - ATTRIBUTES, text
            address = element.get("href") or element.get("src") or "https:"
            assert address.startswith(("https:", "http:", "mailto:", "/media/")), text


@given(st.text(st.sampled_from(list("\\()[]$${}<>/\"'=abc \ue000\ue0010")), max_size=80))
def test_any_text_is_rendered_and_its_formulas_do_not_overlap(text: str) -> None:
    shown = render(text)
    assert "<script" not in shown
    end = 0
    for place in maths.places(text):
        assert end <= place.start < place.end
        end = place.end


def test_the_sides_of_a_cloze_hide_what_one_card_asks() -> None:
    question = Question(
        id="q", kind=Kind.CLOZE, format="html", stem="<b>{{c1::one::n}}</b> {{c2::two}}"
    )
    sides = sides_of(question, "c1")
    assert sides.front == '<b><span class="cloze">[n]</span></b> two'
    assert sides.back == '<b><span class="cloze">one</span></b> two'


def test_a_card_with_a_face_of_its_own_shows_it() -> None:
    faces = {"card1": {"front": "a", "back": "b"}, "card3": {"front": "c", "back": "d"}}
    question = Question(
        id="q", kind=Kind.FLASHCARD, format="html", stem="a", answers=(Answer(text="b"),),
        extra={"faces": faces},
    )  # fmt: skip
    assert (sides_of(question, "card3").front, sides_of(question, "card3").back) == ("c", "d")


def test_shapes_hide_what_their_card_asks_and_others_only_if_they_are_told_to() -> None:
    shape = "image-occlusion:rect:left=.1:top=.2:width=.3:height=.4"
    text = f"{{{{c1::{shape}}}}}{{{{c2::{shape}:oi=1}}}}{{{{c3::{shape}}}}}"
    question = Question(
        id="q", kind=Kind.CLOZE, stem=text, format="html", extra={"occlusion": {"shapes": text}}
    )
    found = looks(question, "c1")
    assert [look for _shape, look in found] == ["asked", "covered", "open"]
    assert found[0][0].numbers == (0.1, 0.2, 0.3, 0.4)


def test_lists_and_search_read_the_words_without_the_marks() -> None:
    question = Question(id="q", kind=Kind.INFO, stem="x", format="html")
    assert words_in(question, "<div>a&amp;b</div><br>c[sound:x.mp3]") == "a&b c"


def render(text: str) -> str:
    return markup.render(text, "html", FILES, address)


def fragment(text: str) -> Any:
    # The parser of the test refuses control characters; a browser passes over them.
    bare = "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")
    return lxml.html.fragment_fromstring(bare, create_parent="div")


def address(key: str) -> str:
    return f"/media/{key[:32]}"
