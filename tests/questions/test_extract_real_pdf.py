"""What is read of real PDFs, checked against what a person reads on their pages."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.extract import extract
from questions.text import PROSE
from tests.questions.reading import assert_sound_or_refused, told
from tests.samples import sample


class TestPaper:
    """A German paper with running heads, notes, figures and a list of references."""

    def test_its_headings_are_its_sections(self, paper):
        assert [text for kind, text in told(paper) if kind == "heading"][1:] == [
            "1 Öffnung der Hochschulen für qualifizierte Berufstätige",
            "2 Das Angebot BeVorStudium",
            "3 Formative Assessments mit STACK",
            "4 Ergebnisse",
            "5 Fazit",
            "Literatur",
        ]
        assert paper.title.startswith("STACK-Fragen zur Unterstützung der Selbstlernphasen")
        assert paper.language == "de"

    def test_its_notes_references_and_captions_are_no_prose(self, paper):
        kinds = [kind for kind, _text in told(paper)]
        assert (kinds.count("footnote"), kinds.count("reference")) == (3, 5)
        captions = [text for kind, text in told(paper) if kind == "caption"]
        assert [text.split(":")[0] for text in captions] == [f"Abb. {n}" for n in range(1, 7)]

    def test_its_sentences_go_on_over_pages(self, paper):
        for sentence in (
            "Die Selbstlernzeit gliedert sich in zwei Blöcke.",
            "konnte die Selbstlernzeit durch den Einsatz von STACK deutlich gestärkt werden.",
            "regelmäßige Online-Tests mit STACK-Fragen.",
            "Unter Studierenden bzw. Studieninteressierten mit beruflicher Qualifikation versteht "
            "man Personen ohne traditionelle schulische Hochschulzugangsberechtigung wie "
            "Fachhochschulreife oder Abitur [JZ12].",
        ):
            assert sentence in prose(paper)

    def test_no_running_head_is_in_its_prose(self, paper):
        assert not re.search(r"\d Stephan Bach|Studienvorbereitung \d", paper.text)


class TestTextbook:
    """A chapter with a margin full of notes, tables, figures and running heads."""

    def test_its_prose_is_whole(self, textbook):
        for sentence in (
            "What happened on the Titanic at 11:40 on the night of April 14, 1912, is well known.",
            "We need ways to show the data so that we can see patterns, relationships, trends, "
            "and exceptions.",
            "A picture will also show you the things you did not expect to see: the extraordinary "
            "(possibly wrong) data values or unexpected patterns.",
            "There are pictures of data throughout the book, and new kinds keep showing up.",
            "either first- or second-class passengers",
            "The number of second-class passengers?",
        ):
            assert sentence in prose(textbook)

    def test_no_line_of_the_margins_is_in_its_prose(self, textbook):
        assert "CHAPTER 3" not in textbook.text
        assert not re.search(r"\w- [a-z]{3,}ing", prose(textbook))
        assert "FIGURE 3" not in prose(textbook)
        assert "Florence Nightingale (1820–1910)" not in prose(textbook)

    def test_its_tables_are_rows(self, textbook):
        rows = [text for kind, text in told(textbook) if kind == "table"]
        assert "First | 325" in rows
        assert "Dead | 122 | 167 | 528 | 673 | 1490" in rows

    def test_its_sections_follow_its_headings(self, textbook):
        found = [block for block in textbook.blocks if block.section]
        path = next(b.section for b in found if "bar chart displays" in text_of(textbook, b))
        assert path[-1] == "Bar Charts"
        assert path[0] == "Displaying and Describing Categorical Data"

    def test_each_block_knows_its_page(self, textbook):
        pages = [block.page for block in textbook.blocks]
        assert set(pages) == set(range(1, 19))


class TestStandard:
    """A standard with contents, requirements in boxes and tables, and notes."""

    def test_its_contents_are_no_prose(self, standard):
        contents = [text for kind, text in told(standard) if kind == "contents"]
        assert len(contents) == 61
        assert contents[0] == "Introduction … 1"
        assert "…" not in prose(standard)

    def test_its_requirements_are_sentences_without_their_numbers(self, standard):
        found = told(standard)
        place = found.index(("label", "V5.1"))
        assert found[place + 1][1] == (
            "Verify that the runtime environment is not susceptible to buffer overflows, or that "
            "security controls prevent buffer overflows."
        )
        numbered = r"^(?:V|L)\d+[AB]?\.\d+ "
        assert not [text for kind, text in found if kind in PROSE and re.match(numbered, text)]

    def test_its_notes_are_notes_and_its_heads_are_gone(self, standard):
        notes = [text for kind, text in told(standard) if kind == "footnote"]
        assert [int(note.split()[0]) for note in notes] == list(range(1, 18))
        assert not re.search(r"Page (?:\d|[iv])", prose(standard))
        assert "Web Application Standard" not in prose(standard)

    def test_its_headings_are_topics(self, standard):
        headings = [text for kind, text in told(standard) if kind == "heading"]
        assert "V5 – Input Validation Verification Requirements" in headings
        assert "Glossary" in headings


@pytest.mark.parametrize("name", ["paper.pdf", "textbook.pdf", "asvs.pdf"])
@settings(max_examples=6, deadline=None)
@given(st.data())
def test_a_torn_or_bitten_file_ends_in_sound_blocks_or_a_refusal(name, data):
    whole = bytearray(sample(f"documents/files/{name}").read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=20)):
        whole[place] ^= data.draw(st.integers(1, 255))
    end = data.draw(st.integers(100, len(whole)))
    assert_sound_or_refused(bytes(whole[:end]), name)


def text_of(found, block):
    return found.text[block.start : block.end]


def prose(found):
    return "\n".join(text for kind, text in told(found) if kind in PROSE)


@pytest.fixture(scope="module")
def paper():
    return extract(sample("documents/files/paper.pdf").read_bytes(), "paper.pdf")


@pytest.fixture(scope="module")
def textbook():
    return extract(sample("documents/files/textbook.pdf").read_bytes(), "textbook.pdf")


@pytest.fixture(scope="module")
def standard():
    return extract(sample("documents/files/asvs.pdf").read_bytes(), "asvs.pdf")
