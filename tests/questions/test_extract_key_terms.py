"""What an author set off in bold is found in each kind of file, and only what is a term."""

from __future__ import annotations

import io

import pytest

from questions.extract import extract
from questions.text import Block
from tests.questions.papers import BOLD, Text, a_docx, a_pdf, paragraph
from tests.questions.reading import told

REST = "Rain falls on the hills, and rivers carry it to the sea, where the sun lifts it again. "
PAGE = f"<html><body><h1>Water</h1><p>{REST}%s is one step.</p></body></html>"


@pytest.mark.parametrize(
    "marked",
    [
        "<b>Surface runoff</b>", "<strong>Surface <i>runoff</i></strong>",
        "<dfn>Surface runoff</dfn>", '<span style="font-weight: 700">Surface runoff</span>',
        '<span data-type="term">Surface runoff</span>', "<b>Surface runoff,</b>",
        '<b style="font-weight:normal">This</b> is wet. <b>Surface\nrunoff</b>',
    ],
)  # fmt: skip
def test_bold_of_a_page_is_a_key_term(marked):
    assert terms(PAGE % marked, "water.html") == ["Surface runoff"]


def test_bold_of_the_main_text_of_a_long_page_is_a_key_term():
    page = f"<html><body><article>{'<p>' + REST * 4 + '</p>'}<p>{REST}A <b>delta</b> grows.</p>"

    assert terms(f"{page}</article><footer>{REST}</footer></body></html>", "w.html") == ["delta"]


def test_bold_of_markdown_is_a_key_term():
    text = f"# Water\n\n{REST}**Surface\nrunoff** and __seepage__ are steps, *not* all."

    assert terms(text, "water.md") == ["Surface runoff", "seepage"]


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("water.md", '**Nile**{: data-type="term" .no-emphasis} and **seepage**{: .term}'),
        (
            "water.html",
            '<p><span data-type="term" class="no-emphasis">Nile</span> and <b>seepage</b>',
        ),
    ],
)
def test_what_is_marked_for_the_index_alone_is_none(name, marked):
    assert terms(f"<p>{REST}</p>\n\n{REST} {marked} are steps.", name) == ["seepage"]


def test_bold_of_a_docx_is_a_key_term():
    runs = "".join(
        f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"
        for look, words in (("<w:b/>", " Surface "), ("<w:b/>", "runoff"), ("", " is one step."))
    )

    assert terms(a_docx(paragraph(REST, after=runs)), "water.docx") == ["Surface runoff"]


def test_bold_of_slides_is_a_key_term():
    from pptx import Presentation

    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[1])
    slide.shapes.title.text = "Water"
    paragraph = slide.placeholders[1].text_frame.paragraphs[0]
    for words, bold in ((REST, None), ("Surface ", True), ("runoff", True), (" goes on.", None)):
        run = paragraph.add_run()
        run.text, run.font.bold = words, bold
    assert terms(saved(shown), "water.pptx") == ["Surface runoff"]


def test_bold_of_a_pdf_is_a_key_term_also_over_two_lines():
    page = [
        Text(60, 700, "Rain falls on the hills, and rivers carry it to the sea by"),
        Text(60, 688, "many ways, of which"), Text(160, 688, "surface", font=BOLD),
        Text(60, 676, "runoff", font=BOLD), Text(96, 676, "is one, and"),
        Text(152, 676, "seepage", font=BOLD), Text(200, 676, "through the rock another."),
    ]  # fmt: skip

    assert terms(a_pdf([page]), "water.pdf") == ["surface runoff", "seepage"]


@pytest.mark.parametrize(
    "bold",
    [
        "Note", "never", "12", "Rain falls on the hills and the plains", "What is rain?",
        "This is all.", "This", "x",
    ],
)  # fmt: skip
def test_what_shouts_labels_or_says_a_whole_sentence_is_no_term(bold):
    assert terms(PAGE % f"<b>{bold}</b>", "water.html") == []


def test_a_paragraph_that_is_mostly_bold_sets_nothing_off():
    assert terms("# W\n\n**Rain** on **hills**", "water.md") == []


def test_a_term_and_what_it_means_are_one_entry():
    page = (
        "<html><body><h1>Words</h1><dl><dt>delta</dt><dd>land that a river builds</dd>"
        "<dt>oxbow</dt><dt>billabong</dt><dd><p>a lake that was a bend</p><p>Rare here.</p></dd>"
        "<dt>Floods</dt><dd>They come in May. Boats stay in.</dd>"
        "<dt>Is it wet?</dt><dd>mostly</dd><dt>end</dt></dl></body></html>"
    )
    found = extract(page, "words.html")

    assert told(found)[1:] == [
        ("list_item", "delta: land that a river builds"),
        ("paragraph", "oxbow"),
        ("list_item", "billabong: a lake that was a bend"),
        ("paragraph", "Rare here."),
        ("paragraph", "Floods"),
        ("paragraph", "They come in May. Boats stay in."),
        ("paragraph", "Is it wet?"),
        ("paragraph", "mostly"),
        ("paragraph", "end"),
    ]
    assert [one.terms for one in found.blocks if one.terms] == [("delta",), ("billabong",)]


def test_a_list_of_definitions_in_markdown_gives_entries():
    found = extract("# Words\n\ndelta\n: land that a river\n  builds\n^\n", "words.md")

    assert told(found)[1:] == [("paragraph", "delta: land that a river builds")]
    assert found.blocks[1].terms == ("delta",)


def test_blocks_stored_before_there_were_key_terms_are_read():
    assert Block.from_row(["paragraph", 0, 0, 9, ["A"]]) == Block("paragraph", 0, 0, 9, ("A",))
    assert Block.from_row(["quote", 0, 0, 9, [], 3, None]) == Block("quote", 0, 0, 9, (), 3)


def terms(data, name):
    return [term for block in extract(data, name).blocks for term in block.terms]


def saved(paper):
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()
