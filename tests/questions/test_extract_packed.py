"""What is read of DOCX, PPTX and EPUB, and what keeps hostile archives from doing harm."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.errors import DocumentError
from questions.extract import archives, extract
from tests.questions.papers import a_docx, a_pptx, an_epub, paragraph, zipped
from tests.questions.reading import assert_sound, assert_sound_or_refused, told
from tests.samples import sample

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)).replace("&a0;", "&a;")
    + "]>"
)
CHAPTER = "<h1>Rivers</h1><p>The Volga is long. It flows south.</p>"


def test_a_docx_gives_its_blocks_by_their_styles():
    found = extract(a_paper(), "rivers.docx")

    assert told(found) == [
        ("heading", "Rivers of the plain"),
        ("heading", "The Volga"),
        ("paragraph", "The Volga is long."),
        ("heading", "Its towns"),
        ("paragraph", "Kazan lies on its bank."),
        ("caption", "Figure 1. Kazan"),
        ("contents", "The Volga 4"),
        ("table", "Town | 1005"),
        ("code", "for town in towns:"),
        ("heading", "References"),
        ("reference", "A. Petrov. Rivers. 1999."),
        ("footnote", "Measured in 1900."),
    ]
    assert found.blocks[4].section == ("The Volga", "Its towns")


def test_slides_are_sections_with_pages_tables_and_notes():
    found = extract(
        a_pptx(
            ("Rivers", ["The Volga", "The Oka flows into the Volga at Nizhny Novgorod."], ""),
            ("Ice", ["Winter"], "The river lies under ice from November to April."),
        ),
        "rivers.pptx",
    )

    assert [(block.page, block.kind, block.section) for block in found.blocks] == [
        (1, "heading", ()),
        (1, "list_item", ("Rivers",)),
        (1, "paragraph", ("Rivers",)),
        (1, "table", ("Rivers",)),
        (1, "table", ("Rivers",)),
        (2, "heading", ()),
        (2, "paragraph", ("Ice",)),
        (2, "paragraph", ("Ice",)),
    ]
    assert told(found)[-1] == ("paragraph", "The river lies under ice from November to April.")
    assert ("table", "cell 00 | cell 01") in told(found)
    assert found.title == "Rivers"


def test_a_book_is_read_along_its_spine_without_cover_and_contents():
    found = extract(
        an_epub(
            '<section epub:type="toc"><p>Rivers 1</p></section>',
            CHAPTER,
            "<p>A chapter without a heading.</p>"
            '<aside epub:type="footnote"><p>Measured in 1900.</p></aside>'
            '<p>It is so.<sup><a href="#n">1</a></sup></p><pre>x = 1</pre>'
            '<p><a id="n" href="#back">1</a> See Petrov.</p>',
            title="Rivers of the plain",
            items='<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
            **{
                "OPS/toc.ncx": "<ncx><navMap><navPoint><navLabel><text>The ice</text></navLabel>"
                '<content src="c2.xhtml#start"/></navPoint></navMap></ncx>'
            },
        ),
        "book.epub",
    )

    assert (found.title, found.language) == ("Rivers of the plain", "en")
    assert told(found) == [
        ("heading", "Rivers"),
        ("paragraph", "The Volga is long. It flows south."),
        ("heading", "The ice"),
        ("paragraph", "A chapter without a heading."),
        ("footnote", "Measured in 1900."),
        ("paragraph", "It is so."),
        ("code", "x = 1"),
        ("footnote", "1 See Petrov."),
    ]


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("x.pdf", lambda: an_epub(CHAPTER)),
        ("x.txt", lambda: a_docx(paragraph("The Volga is long. It flows south."))),
        ("", lambda: a_pptx(("Rivers", ["The Volga is long. It flows south."], ""))),
    ],
)
def test_a_file_under_another_name_is_read_as_what_it_is(name, make):
    assert "The Volga is long. It flows south." in extract(make(), name).text


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: zipped({"a.txt": "Hello."}), "is a zip archive. Unpack it"),
        (lambda: zipped({"xl/workbook.xml": "<a/>"}), r"is a spreadsheet \(XLSX\)"),
        (lambda: zipped({"content.xml": "<a/>"}), "is an OpenDocument file. Save it as DOCX"),
        (lambda: an_epub(CHAPTER)[:-40], "is damaged or cut short"),
        (lambda: zipped({"word/document.xml": "<w:document"}), "is damaged: parts of it"),
        (lambda: zipped({"ppt/presentation.xml": "<p/>"}), "is damaged: parts of it"),
        (lambda: zipped({"META-INF/container.xml": "<container/>"}), "is damaged: parts of it"),
        (lambda: a_docx(head=BOMB), "has declarations that no office document has"),
        (lambda: zipped({"word/document.xml": b"0" * 50_000_000}), "grows beyond 419 MB"),
        (
            lambda: zipped({"word/document.xml": "<a/>"} | {f"{n}": "" for n in range(20_001)}),
            "grows beyond",
        ),
        (
            lambda: an_epub(
                CHAPTER,
                **{
                    "META-INF/encryption.xml": '<e><EncryptionMethod Algorithm="http://www.w3.org/'
                    '2001/04/xmlenc#aes128-cbc"/></e>'
                },
            ),
            r"is protected against copying \(DRM\)",
        ),
        (lambda: an_epub("<p></p>"), "has no text in its chapters"),
        (lambda: a_docx(), "has no text"),
        (lambda: a_locked_archive(), "is locked with a password"),
    ],
)
def test_an_archive_that_cannot_be_read_says_why(make, message):
    with pytest.raises(DocumentError, match=message):
        extract(make(), "x.zip")


def test_entities_of_a_book_are_not_expanded():
    with pytest.raises(DocumentError, match="is damaged"):
        extract(
            an_epub(CHAPTER, **{"META-INF/container.xml": f"{BOMB}<container>&a9;</container>"}),
            "x.epub",
        )


def test_members_that_unpack_to_too_much_together_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)

    with pytest.raises(DocumentError, match="Give it in parts"):
        extract(an_epub(f"<p>{'The river is long. ' * 100}</p>"), "x.epub")


def test_endless_nesting_ends_in_text_or_a_refusal():
    deep = "<w:p>" * 30_000 + "</w:p>" * 30_000
    for data in (a_docx(deep), an_epub("<div>" * 30_000 + "deep")):
        assert_sound_or_refused(data, "x")


def test_a_scrambled_font_does_not_lock_a_book():
    found = extract(
        an_epub(
            CHAPTER,
            **{
                "META-INF/encryption.xml": "<e><EncryptionMethod "
                'Algorithm="http://www.idpf.org/2008/embedding"/></e>'
            },
        ),
        "x.epub",
    )

    assert found.title == "A book"


def test_a_real_book_gives_its_chapters():
    found = extract(sample("documents/files/book.epub").read_bytes(), "book.epub")

    assert_sound(found)
    assert (found.title, found.language) == ("Rationality: From AI to Zombies", "en")
    headings = [text for kind, text in told(found) if kind == "heading"]
    assert headings[:2] == ["Preface", "Biases: An Introduction by Rob Bensinger"]
    assert len(headings) > 330
    assert 480_000 < len(found.text.split()) < 490_000
    assert "<" not in headings[10]


def test_a_real_paper_of_word_gives_its_headings_contents_and_works():
    found = extract(sample("documents/files/notes.docx").read_bytes(), "notes.docx")

    assert_sound(found)
    kinds = [kind for kind, _text in told(found)]
    assert found.language == "ru"
    assert (kinds.count("contents"), kinds.count("reference")) == (8, 8)
    assert ("heading", "ЗАКЛЮЧЕНИЕ") in told(found)
    assert told(found)[kinds.index("contents")][1] == "ВВЕДЕНИЕ … 3"


def test_real_slides_are_read():
    found = extract(sample("documents/files/slides.pptx").read_bytes(), "slides.pptx")

    assert told(found) == [("heading", "Sample presentation")]


@pytest.mark.parametrize("name", ["book.epub", "notes.docx", "slides.pptx"])
@settings(max_examples=4, deadline=None)
@given(st.data())
def test_a_torn_or_bitten_archive_ends_in_sound_blocks_or_a_refusal(name, data):
    whole = bytearray(sample(f"documents/files/{name}").read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=20)):
        whole[place] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.sampled_from([len(whole), data.draw(st.integers(100, len(whole)))]))
    assert_sound_or_refused(bytes(whole[:end]), name)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"WEBVTT\n"]
    ),
    st.binary(max_size=300),
    st.sampled_from(
        ["a.pdf", "a.docx", "a.pptx", "a.epub", "a.srt", "a.vtt", "a.md", "", "\x00.x"]
    ),
    st.sampled_from([None, "application/pdf", "text/html", "text/vtt", "nonsense"]),
)
def test_any_bytes_under_any_name_end_in_sound_blocks_or_a_refusal(start, rest, name, kind):
    for data in (start + rest, rest):
        assert_sound_or_refused(data, name, kind)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["word/document.xml", "ppt/presentation.xml", "META-INF/container.xml"]),
    st.dictionaries(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20),
        st.binary(max_size=60),
        max_size=4,
    ),
    st.text(alphabet="<>&;/!a =\"'w:p\n", max_size=80),
)
def test_any_parts_of_an_archive_end_in_sound_blocks_or_a_refusal(part, members, content):
    assert_sound_or_refused(zipped({**members, part: content}), "x")


def a_locked_archive():
    """Set the flag of encryption on each member, as zipfile itself cannot encrypt."""
    packed = bytearray(zipped({"word/document.xml": "<a/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + offset] |= 1
    assert zipfile.ZipFile(io.BytesIO(packed)).infolist()[0].flag_bits & 1
    return bytes(packed)


def a_paper():
    """Write a DOCX with every style that tells what a paragraph is."""
    return a_docx(
        paragraph("Rivers of the plain", "Title"),
        paragraph("The Volga", "Heading1"),
        paragraph("The Volga is long.", after='<w:r><w:footnoteReference w:id="2"/></w:r>'),
        paragraph("Its towns", bold=True),
        paragraph("Kazan lies on its bank.\u00ad"),
        paragraph("Figure 1. Kazan", "Caption1"),
        paragraph("The Volga\t4", "Toc1"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Town</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>1005</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        paragraph("for town in towns:", "Code1"),
        paragraph("References", "Heading1"),
        paragraph("A. Petrov. Rivers. 1999."),
        styles=[
            ("Title", "Title"),
            ("Heading1", "heading 1"),
            ("Caption1", "caption"),
            ("Toc1", "toc 1"),
            ("Code1", "Source Code"),
        ],
        footnotes='<w:footnote w:id="2"><w:p><w:r><w:t>Measured in 1900.</w:t></w:r></w:p>'
        "</w:footnote>",
    )
