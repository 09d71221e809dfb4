"""What is covered: counted sentence by sentence, as the text stands."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import select

from questions.extract import extract
from questions.model import Kind, Pair, Question, Source
from studyapp import changes, coverage, documents, generation
from studyapp.coverage import Coverage, Mark, Tally
from studyapp.errors import NotFoundError
from studyapp.tables import Document, Draft, StoredQuestion
from tests.makers import NOW, TEXT, a_cloze, a_document, a_draft, a_question, made

VOLGA, DANUBE = "The Volga flows into the Caspian Sea.", "The Danube flows into the Black Sea."
RHINE, THAMES = "The Rhine rises in the Alps.", "The Thames flows through London."


def test_a_sentence_shows_the_best_that_it_has(database, amina, document):
    made(database, a_draft, amina, document, VOLGA)
    made(database, a_draft, amina, document, DANUBE)
    set_state(database, amina, DANUBE, generation.SPARE)
    keep(database, amina, document, RHINE)
    found = covered(database, amina, document)
    assert marks(found) == {
        VOLGA: Mark.DRAFT, DANUBE: Mark.SPARE, RHINE: Mark.QUESTION, THAMES: Mark.NONE,
    }  # fmt: skip
    assert found.whole == Tally(asked=1, waiting=1, spare=1, bare=1)
    assert found.whole.without == 2


def test_a_question_outweighs_a_draft_of_the_same_sentence(database, amina, document):
    made(database, a_draft, amina, document, VOLGA)
    keep(database, amina, document, VOLGA)
    assert marks(covered(database, amina, document))[VOLGA] is Mark.QUESTION


@pytest.mark.parametrize("state", [generation.REJECTED, generation.KEPT])
def test_a_draft_that_is_sorted_covers_nothing(database, amina, document, state):
    made(database, a_draft, amina, document, VOLGA)
    set_state(database, amina, VOLGA, state)
    assert covered(database, amina, document).whole.waiting == 0


def test_a_removed_question_covers_nothing_until_undo(database, amina, document):
    kept = keep(database, amina, document, VOLGA)

    def remove(session):
        row = session.get_one(StoredQuestion, (amina, kept.question_id))
        changes.record(session, amina, "removal", [changes.changed(row, removed_at=NOW)], NOW)

    database.write(remove)
    assert covered(database, amina, document).whole.asked == 0
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert covered(database, amina, document).whole.asked == 1


def test_a_question_of_several_sentences_covers_each(database, amina, document):
    sources = tuple(source(quote) for quote in (VOLGA, THAMES))
    pairs = (Pair(left="Volga", right="Caspian Sea"), Pair(left="Thames", right="London"))
    matching = Question(id="m", kind=Kind.MATCHING, stem="Match.", pairs=pairs, sources=sources)
    made(database, a_question, amina, matching, document_id=document)
    found = marks(covered(database, amina, document))
    assert [quote for quote, mark in found.items() if mark] == [VOLGA, THAMES]


def test_another_learner_s_questions_cover_nothing_of_mine(database, amina, bo, document):
    theirs = made(database, a_document, bo)
    keep(database, bo, theirs, VOLGA)
    assert covered(database, amina, document).whole.asked == 0


def test_headings_and_code_are_no_sentences_to_ask_about():
    found = laid_out("# A heading\n\nA sentence is here.\n\n```\nx = 1\n```\n", "a.md")
    assert found.whole == Tally(bare=1)


def test_sections_count_their_sentences():
    text = "Before. It all.\n\n# One\n\nFirst is here. Second is here.\n\n# Two\n\nThird is here."
    found = laid_out(text, "a.md").sections()
    assert [(one.path, one.tally.total) for one in found] == [
        ((), 2), (("One",), 2), (("Two",), 1),
    ]  # fmt: skip


def test_a_table_that_would_be_too_long_is_made_less_deep():
    chapters = "## Chapter {n}.1\n\nIt is so.\n\n## Chapter {n}.2\n\nSo it is."
    parts = [f"# Part {n}\n\n{chapters.format(n=n)}" for n in range(4)]
    found = laid_out("\n\n".join(parts), "a.md")
    assert len(found.sections(most=8)) == 8
    assert len(found.sections(most=7)) == 4
    assert [one.path for one in found.sections(most=3)] == [()]


@given(st.integers(0, 400), st.integers(1, 130))
def test_columns_share_out_every_sentence(total, most):
    found = laid_out(" ".join(f"Sentence {n} is here." for n in range(total)) or "# x", "a.md")
    columns = found.columns(most)
    assert sum(column.total for column in columns) == total
    assert len(columns) == min(total, most)
    sizes = {column.total for column in columns}
    assert not sizes or max(sizes) - min(sizes) <= 1


@given(st.lists(st.integers(1, 3_000), max_size=30))
def test_parts_hold_every_block_once_and_in_order(lengths):
    text = "\n\n".join("Word " * length for length in lengths) or "# x"
    layout = laid_out(text, "a.md").layout
    blocks = [number for part in layout.parts for number in range(part.first_block, part.end_block)]
    assert blocks == list(range(len(layout.blocks)))
    assert [part.number for part in layout.parts] == list(range(1, len(layout.parts) + 1))
    for part in layout.parts:
        assert layout.part_at(part.start) == part
        assert layout.part(part.number) == part


def test_a_long_text_is_shown_in_parts_and_no_part_ends_with_a_heading():
    chapter = "\n\n".join("A sentence of some words is here. " * 40 for _ in range(12))
    text = "\n\n".join(f"# Chapter {n}\n\n{chapter}" for n in range(8))
    layout = laid_out(text, "a.md").layout
    assert len(layout.parts) > 3
    for part in layout.parts:
        assert layout.blocks[part.end_block - 1].kind != "heading"
        assert part.end - part.start < 2 * coverage.PART


def test_a_place_finds_its_sentences_and_its_block(database, amina, document):
    layout = covered(database, amina, document).layout
    start = TEXT.index(VOLGA)
    (index,) = layout.inside(start + 3, start + 5)
    assert TEXT[layout.sentences[index].start :].startswith(VOLGA)
    assert layout.blocks[layout.block_at(start)].start == start
    assert len(layout.inside(start, start + len(VOLGA) + 2)) == 2
    for nowhere in (TEXT.index("\n\nThe Volga"), 10_000):
        with pytest.raises(NotFoundError):
            layout.block_at(nowhere)


@given(st.data())
def test_inside_finds_what_a_look_at_every_sentence_finds(data):
    layout = laid_out(TEXT, "a.txt").layout
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start + 1, len(TEXT) + 5))
    slow = [
        number for number, one in enumerate(layout.sentences) if one.start < end and start < one.end
    ]
    assert list(layout.inside(start, end)) == slow


def test_a_book_is_looked_at_with_few_statements(database, amina, counted):
    document = made(database, a_document, amina, "A sentence is here. " * 3_000)
    covered(database, amina, document)
    with counted() as statements:
        covered(database, amina, document)
    assert len(statements) <= 6


def covered(database, learner_id, document_id):
    with database.reading() as session:
        return coverage.of(session, documents.get(session, learner_id, document_id))


def laid_out(text, name):
    one = extract(text, name)
    row = Document(
        learner_id="1" * 32, id="2" * 32, title="", text=one.text, sha256="", words=1,
        passages=[[b.kind, b.level, b.start, b.end, list(b.section)] for b in one.blocks],
        created_at=NOW,
    )  # fmt: skip
    row.sha256 = str(hash((one.text, one.blocks)))
    layout = coverage.layout_of(row)
    nothing = bytes(len(layout.sentences))
    return Coverage(layout, nothing, nothing)


def marks(found):
    text = TEXT
    return {
        text[one.start : one.end]: found.mark(number)
        for number, one in enumerate(found.layout.sentences)
        if found.layout.asked(number)
    }


def keep(database, learner_id, document_id, quote):
    question = a_cloze(quote, document_id=document_id, start=TEXT.index(quote))
    return made(database, a_question, learner_id, question, document_id=document_id)


def source(quote):
    start = TEXT.index(quote)
    return Source(document="d1", start=start, end=start + len(quote), quote=quote)


def set_state(database, learner_id, quote, state):
    def action(session):
        for draft in session.exec(select(Draft).where(Draft.learner_id == learner_id)):
            if draft.source_start == TEXT.index(quote):
                draft.state = state

    database.write(action)


@pytest.fixture
def counted(database):
    """Count the statements that are sent while it is open."""

    @contextmanager
    def count():
        sent = []

        def note(_connection, _cursor, statement, *_rest):
            sent.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        yield sent
        event.remove(database.engine, "before_cursor_execute", note)

    return count


@pytest.fixture
def document(database, amina):
    return made(database, a_document, amina)
