"""What is read of a document: its text, its blocks, its headings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.errors import DocumentError
from questions.extract import extract
from tests.questions.reading import assert_sound, told
from tests.samples import sample

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Kiln - Site</title>
<script>var hidden = 1;</script></head><body><nav><a href="/">Home page</a></nav>
<main><h1>The kiln</h1><p>A kiln is an <b>oven</b> that bakes clay.<sup>[1]</sup> It is hot.</p>
<h2>Fuel</h2><p>Wood was burnt first,<br>and then coal. Gas came late.</p>
<ul><li>Wood burns fast.</li><li><p>Coal burns slowly.</p></li></ul>
<blockquote><p>Nothing is as hot as a kiln.</p></blockquote>
<pre>heat(1)
  wait(2)</pre><p hidden>Secret words.</p></main>
<footer>Copyright nobody</footer><script>alert(1)</script></body></html>"""

MARKDOWN = """---
title: "The kiln"
lang: en
---
# Kilns

A *kiln* is an
[oven](https://example.org) with `heat`.

## Fuel

1. Wood
   - fast

> Hot.

```python
# not a heading
```
<script>alert(1)</script>
"""

PLAIN = """THE KILN

A kiln is an oven that bakes clay. It is hot.

Fuel

Wood was burnt first, and then coal came to be used in every town.
- Wood burns fast.
- Coal burns slowly.
"""


def test_a_page_gives_its_main_text_in_blocks():
    found = extract(PAGE, "page.html")

    assert (found.title, found.language) == ("The kiln", "en-GB")
    assert told(found) == [
        ("heading", "The kiln"),
        ("paragraph", "A kiln is an oven that bakes clay. It is hot."),
        ("heading", "Fuel"),
        ("paragraph", "Wood was burnt first, and then coal. Gas came late."),
        ("list_item", "Wood burns fast."),
        ("list_item", "Coal burns slowly."),
        ("quote", "Nothing is as hot as a kiln."),
        ("code", "heat(1)\n  wait(2)"),
    ]


def test_the_rows_of_a_table_are_no_prose_unless_it_only_serves_the_layout():
    page = (
        "<html><body><table><caption>Towns</caption>"
        "<tr><th>Town</th><th>Founded</th></tr><tr><td>Kazan</td><td>1005</td></tr></table>"
        "<table><tr><td>This whole page is laid out by means of one big table.</td></tr></table>"
        "<figure><img src=x><figcaption>The port in 1900.</figcaption></figure></body></html>"
    )

    assert told(extract(page, "a.html")) == [
        ("caption", "Towns"),
        ("table", "Town | Founded"),
        ("table", "Kazan | 1005"),
        ("paragraph", "This whole page is laid out by means of one big table."),
        ("caption", "The port in 1900."),
    ]


@pytest.mark.parametrize("name", ["a.md", "a.html"])
def test_exponents_and_charges_do_not_run_into_what_stands_before(name):
    text = "It has 10<sup>28</sup> kg of Ca<sup>2+</sup> and Cl<sup>–</sup>, the 4<sup>th</sup>."
    read = extract(f"<p>{text}</p>" if name == "a.html" else text, name)

    assert read.text == "It has 10²⁸ kg of Ca²⁺ and Cl⁻, the 4th."


@pytest.mark.parametrize(
    "heading", ["Further Reading", "For Further Exploration", "Suggested readings"]
)
def test_works_to_read_on_are_a_list_of_works_below_smaller_headings_too(heading):
    text = f"# Rivers\n\nThey flow.\n\n## {heading}\n\n### Books\n\nA. Petrov. On how they flow."

    kinds = {words: kind for kind, words in told(extract(text, "a.md"))}

    assert kinds["A. Petrov. On how they flow."] == "reference"
    assert kinds["They flow."] == "paragraph"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "# Rivers\n\nThey flow.\n\n## References\n\nA. Petrov. Rivers. 1999.\n\n"
            "## Ice\n\nCold.",
            "a.md",
        ),
        (
            "<html><h1>Rivers</h1><p>They flow.</p><h2>References</h2><p>A. Petrov. Rivers. 1999."
            "</p><h2>Ice</h2><p>Cold.</p></html>",
            "a.html",
        ),
    ],
)
def test_a_list_of_works_is_no_prose_and_ends_with_the_next_heading(text, name):
    kinds = {words: kind for kind, words in told(extract(text, name))}

    assert kinds["A. Petrov. Rivers. 1999."] == "reference"
    assert kinds["They flow."] == kinds["Cold."] == "paragraph"


def test_headings_make_the_path_of_what_is_under_them():
    sections = {block.section for block in extract(PAGE, "page.html").blocks}

    assert sections == {(), ("The kiln",), ("The kiln", "Fuel")}


def test_markdown_gives_blocks_without_its_marks():
    found = extract(MARKDOWN, "kiln.md")

    assert (found.title, found.language) == ("The kiln", "en")
    assert told(found) == [
        ("heading", "Kilns"),
        ("paragraph", "A kiln is an oven with heat."),
        ("heading", "Fuel"),
        ("list_item", "Wood"),
        ("list_item", "fast"),
        ("quote", "Hot."),
        ("code", "# not a heading"),
    ]
    assert [block.level for block in found.blocks if block.kind == "list_item"] == [1, 2]


def test_markdown_leaves_out_attributes_and_what_is_said_of_pictures():
    text = (
        '# Cells\n\nThe **nucleus**{: data-type="term"} holds the DNA.\n{: #first}\n\n'
        '![A round cell with a dark spot.](cell.png "Cell"){: #fig-1 data-title="A_cell"}\n\n'
        "It has a ![membrane](m.png) around it.\n"
    )

    assert told(extract(text, "cells.md")) == [
        ("heading", "Cells"),
        ("paragraph", "The nucleus holds the DNA."),
        ("paragraph", "It has a membrane around it."),
    ]


def test_plain_text_has_paragraphs_headings_and_lists():
    found = extract(PLAIN, "kiln.txt")

    assert found.title == "THE KILN"
    assert told(found) == [
        ("heading", "THE KILN"),
        ("paragraph", "A kiln is an oven that bakes clay. It is hot."),
        ("heading", "Fuel"),
        ("paragraph", "Wood was burnt first, and then coal came to be used in every town."),
        ("list_item", "Wood burns fast."),
        ("list_item", "Coal burns slowly."),
    ]


def test_lines_that_were_broken_by_width_are_joined():
    lines = [
        "It was the best of times, it was the worst of",
        "times, it was the age of wisdom, it was the",
        "age of foolishness, it was the epoch of belief.",
        "",
        "There were a king with a large jaw and a queen",
        "with a plain face.",
    ]

    found = extract("\n".join(lines), "tale.txt")

    assert told(found) == [
        ("paragraph", " ".join(lines[:3])),
        ("paragraph", " ".join(lines[4:])),
    ]


def test_underlined_and_numbered_lines_are_headings():
    text = (
        "Title\n=====\nA first long sentence stands here.\n\n1.2 Fuel\n\nThen another one follows."
    )

    found = extract(text, "a.txt")

    headings = [(block.level, found.text[block.start : block.end]) for block in found.blocks]
    assert headings[0] == (1, "Title")
    assert headings[2] == (3, "1.2 Fuel")


def test_several_short_lines_together_are_a_list_and_not_headings():
    found = extract("Flour\n\nMilk\n\nEggs\n\nMix all of it in a bowl, and wait.", "a.txt")

    assert {kind for kind, _ in told(found)} == {"list_item", "paragraph"}


@pytest.mark.parametrize(
    ("text", "name", "first"),
    [
        ("# Title\n\nText here.", "", "Title"),
        ("# Title\n\nText here.", "a.txt", "# Title"),
        ("<!doctype html><h1>Title</h1><p>Text here.</p>", "a.txt", "Title"),
        ("<h1>Title</h1><p>Text here.</p>", "a.html", "Title"),
        ("<h1>Title</h1><p>Text here.</p>", "a.txt", "<h1>Title</h1><p>Text here.</p>"),
    ],
)
def test_a_text_is_read_as_what_it_is(text, name, first):
    assert told(extract(text, name))[0][1] == first


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (
            "A text without a name that goes on and on for long.",
            "",
            "A text without a name that goes on…",
        ),
        ("It is a text. It has no heading.", "my_own-notes.txt", "my own notes"),
        ("It is a text. It has no heading.", "My notes.txt", "My notes"),
    ],
)
def test_a_document_without_a_heading_still_has_a_title(text, name, title):
    assert extract(text, name).title == title


@pytest.mark.parametrize(
    "data",
    [
        "Où est l’été?".encode(),
        "Où est l’été?".encode("utf-8-sig"),
        "Où est l’été?".encode("utf-16"),
        "Où est l’été?".encode("utf-16-le"),
        "Où est l’été?".encode("cp1252"),
        '<?xml version="1.0" encoding="iso-8859-15"?><html>Où est l\'été?'.encode("iso-8859-15"),
    ],
)
def test_text_is_read_in_the_encodings_that_people_have(data):
    assert extract(data, "a.txt").text.replace("'", "’") == "Où est l’été?"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "a.txt", "“a.txt” is empty. Give a text"),
        ("  \n ", "", "The text is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "a.txt", "“a.txt” is a damaged PDF"),
        (b"PK\x03\x04\x14\x00", "a.md", "“a.md” begins like .* is damaged or cut short"),
        (b"\xd0\xcf\x11\xe0\xa1", "a.doc", "is an old Office document .* Save it as DOCX"),
        (b"{\\rtf1 Hello", "a.rtf", "is a rich text document. Give a PDF, DOCX, .*paste it"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "is a picture"),
        (b"\x00\x01\x02\x03\x04\x05" * 20, "a.txt", "is not text"),
        (b"\xff\xfe\x00", "a.txt", "unknown encoding, or damaged. Save it as UTF-8"),
        (b"\x81\x8d\x8f\x90", "a.txt", "unknown encoding"),
        (b"\x81\x8d\x8f\x90", "a.pdf", "“a.pdf” is called a PDF and is none, or it is damaged"),
        (b"\x81\x8d\x8f\x90", "B.EPUB", "is called an EPUB and is none"),
        ("<html><body><script>x = 1</script></body></html>", "a.html", "has no text"),
        ("<div>" * 100_000 + "deep", "a.html", "has no text"),
        ("***\n\n---\n", "a.md", "has no text"),
        ("a" * (3 * 1024**2), "a.txt", "“a.txt” has 3 MB, and the most is 2 MB. Give it in parts"),
    ],
)
def test_what_has_no_text_is_refused_with_a_remedy(data, name, message):
    with pytest.raises(DocumentError, match=message):
        extract(data, name, max_bytes=2 * 1024**2)


@pytest.mark.parametrize(
    "text",
    [
        "# a\n# b\n" + ">" * 50_000 + " x",
        "# a\n# b\n" + "[" * 50_000,
        "<html><p>" + "<b>" * 20_000 + "x",
        "<html>" + "<p>One. Two.</p>" * 5_000,
        "A." + "[1]" * 100_000,
    ],
)
def test_endless_marks_end_in_text_or_a_refusal(text):
    try:
        found = extract(text, "")
    except DocumentError:
        return
    assert_sound(found)


def test_invisible_characters_and_those_that_cannot_be_stored_are_left_out():
    found = extract("One\u200b so\u00adft \ud800word\ufeff. " * 30, "a.txt")

    assert found.text.startswith("One soft word. One")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["a.txt", "a.md", "a.html", ""]))
def test_any_text_ends_in_sound_blocks_or_a_refusal(text, name):
    try:
        found = extract(text, name)
    except DocumentError as error:
        message = str(error)
    else:
        message = "."
        assert_sound(found)
    assert message.endswith(".")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_end_in_sound_blocks_or_a_refusal(data):
    try:
        found = extract(data, "a")
    except DocumentError:
        return
    assert_sound(found)


def test_the_sample_documents_are_read_whole():
    for path in sorted(sample("documents").glob("*.txt")):
        found = extract(path.read_bytes(), path.name)
        assert_sound(found)
        words = len(path.read_text(encoding="utf-8").split())
        assert len(found.text.split()) > 0.98 * words


def test_a_real_page_gives_its_headings_and_no_navigation():
    found = extract(sample("documents/files/page.html").read_bytes(), "page.html")

    assert_sound(found)
    assert (found.title, found.language) == ("Documentation tests", "en")
    assert ("heading", "Pre-processing examples") in told(found)
    assert "Keyboard shortcuts" not in found.text
