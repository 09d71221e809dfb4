"""Questions written by hand: what the form describes, and what becomes of cards and history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from questions.model import Answer, Choice, Kind, Question
from studyapp import cards, changes, columns, decks, documents, editing, writing
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import new_id
from studyapp.picking import sentences_with
from studyapp.tables import Card, StoredQuestion
from studyapp.wording import pieces
from studyapp.writing import MediaNote, Option, Wording, written
from tests.makers import (
    NOW,
    TEXT,
    a_cloze,
    a_document,
    a_flashcard,
    a_question,
    a_review_card,
    a_short,
    clock_of,
    made,
)

WORDINGS = {
    Kind.FLASHCARD: Wording(Kind.FLASHCARD, "Capital of Peru", "Lima", reverse=True),
    Kind.CLOZE: Wording(Kind.CLOZE, "{{c1::Lima}} in Peru", accepted=("Ciudad",)),
    Kind.SHORT: Wording(Kind.SHORT, "Capital?", "Lima", ("La ciudad",), case=True),
    Kind.CHOICE: Wording(
        Kind.CHOICE, "Which?", options=(Option("a", True, "Yes."), Option("b"), Option(""))
    ),
    Kind.TRUEFALSE: Wording(Kind.TRUEFALSE, "Lima lies in Peru.", truth="true"),
}


@pytest.mark.parametrize("kind", WORDINGS)
def test_what_the_form_describes_is_what_it_shows_again(kind):
    question = written(None, WORDINGS[kind])
    shown = writing.wording_of(question)
    expected = WORDINGS[kind]
    assert question.kind is kind
    assert shown == replace(expected, options=expected.options[:2])
    assert written(question, shown) == question


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording(Kind.FLASHCARD, " ", "x"), "stem"),
        (Wording(Kind.FLASHCARD, "x", " "), "answer"),
        (Wording(Kind.SHORT, "x"), "answer"),
        (Wording(Kind.CLOZE, "no gap"), "stem"),
        (Wording(Kind.CHOICE, "x", options=(Option("a", True), Option(" "))), "option"),
        (Wording(Kind.CHOICE, "x", options=(Option("a"), Option("b"))), "option"),
        (Wording(Kind.CHOICE, "x", options=(Option("a", True), Option("b", True))), "option"),
        (Wording(Kind.TRUEFALSE, "x", truth="perhaps"), "truth"),
        (Wording(Kind.FLASHCARD, "x", "y", tags="t" * 101), "tags"),
    ],
)
def test_what_is_missing_is_told_by_field(wording, field):
    assert list(writing.problems(wording)) == [field]
    with pytest.raises(RefusedError):
        written(None, wording)


def test_what_the_form_does_not_show_stays():
    numeric = Question(
        id="q", kind=Kind.NUMERIC, stem="How long?", answers=(Answer(text="3.5"),), unit="km"
    )
    edited = written(numeric, replace(writing.wording_of(numeric), stem="How far?"))
    assert (edited.stem, edited.unit, edited.answers) == ("How far?", "km", numeric.answers)
    weighted = Question(
        id="q",
        kind=Kind.CHOICE,
        stem="Which?",
        multiple=True,
        choices=(Choice(text="a", fraction=0.7), Choice(text="b", fraction=-0.5)),
        hints=("Think.",),
    )
    same = written(weighted, replace(writing.wording_of(weighted), explanation="Because."))
    assert (same.choices, same.hints) == (weighted.choices, ("Think.",))


def test_several_right_options_share_what_the_question_is_worth():
    options = (Option("a", True), Option("b", True), Option("c"))
    question = written(None, Wording(Kind.CHOICE, "Which?", options=options, multiple=True))
    assert [one.fraction for one in question.choices] == [0.5, 0.5, 0]


@pytest.mark.parametrize("kind", WORDINGS)
@pytest.mark.parametrize("other", WORDINGS)
def test_another_kind_loses_nothing_that_was_typed(kind, other):
    before = WORDINGS[kind]
    after = writing.of_kind(before, other)
    assert after.kind is other
    back = writing.of_kind(after, kind)
    assert (back.explanation, back.tags) == (before.explanation, before.tags)
    if Kind.CLOZE not in {kind, other}:
        assert back.stem == before.stem
    if Kind.CHOICE not in {kind, other}:
        assert back.answer == before.answer


def test_the_answer_becomes_an_option_and_back():
    choice = writing.of_kind(WORDINGS[Kind.SHORT], Kind.CHOICE)
    assert choice.options == (Option("Lima", right=True),)
    assert writing.of_kind(replace(choice, answer=""), Kind.SHORT).answer == "Lima"


@given(st.text(max_size=60))
def test_any_line_of_tags_is_read(text):
    tags = writing.tags_of(text)
    assert len(tags) == len(set(tags))
    assert not any(tag.isspace() for tag in tags)


def test_pictures_are_noted_with_their_description_and_side():
    note = MediaNote("a" * 64, "A map of Peru", "answer")
    question = written(None, replace(WORDINGS[Kind.FLASHCARD], media=(note, MediaNote("b" * 64))))
    assert question.media == ("a" * 64, "b" * 64)
    assert writing.wording_of(question).media == (note, MediaNote("b" * 64))
    assert written(question, replace(writing.wording_of(question), media=())).extra == {}


# -- In the database -----------------------------------------------------------------------


def test_a_question_is_added_once_into_a_deck_that_is_made_for_it(database, amina):
    key = new_id()
    for _ in range(2):
        add(database, amina, "New::Deck", a_flashcard("one", "x"), key)
    assert stems(database, amina) == {"New::Deck": ["one"]}
    undo(database, amina)
    assert stems(database, amina) == {}


def test_rows_are_added_once_and_what_is_there_is_told(database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    questions = [a_flashcard(stem, "x") for stem in ("one", "two", "two", "three")]
    key = new_id()
    entered = add_all(database, amina, kept.deck_id, questions, key)
    assert (entered.added, entered.known) == (2, 2)
    assert add_all(database, amina, kept.deck_id, questions, key).added == 0
    assert stems(database, amina) == {"Geography": ["one", "three", "two"]}
    undo(database, amina)
    assert stems(database, amina) == {"Geography": ["one"]}


def test_an_edit_keeps_the_schedule_and_the_old_words(database, amina):
    card_id = made(database, a_review_card, amina)
    before = card(database, amina, card_id)
    for number in range(3):
        edit(database, amina, before.question_id, a_flashcard(f"words {number}", "x"), number)
    after = card(database, amina, card_id)
    assert (after.due_at, after.stability) == (before.due_at, before.stability)
    found = versions(database, amina, before.question_id)
    assert [one.body["stem"] for one in found][:2] == ["words 1", "words 0"]
    assert [one.label for one in found] == ["edit"] * 3


def test_an_edit_that_changes_no_word_is_none(database, amina):
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    same = stored(database, amina, kept.question_id)
    edit(database, amina, kept.question_id, same)
    assert versions(database, amina, kept.question_id) == []


def test_another_kind_takes_the_schedule_along(database, amina):
    card_id = made(database, a_review_card, amina)
    before = card(database, amina, card_id)
    edit(database, amina, before.question_id, a_short())
    after = card(database, amina, card_id)
    assert (after.part, after.stability) == ("answer", before.stability)
    undo(database, amina)
    assert card(database, amina, card_id).part == before.part
    edit(database, amina, before.question_id, a_short(), 1)
    edit(database, amina, before.question_id, a_flashcard(reverse=True), 2)
    parts = {one.part for one in all_cards(database, amina) if not one.suspended}
    assert parts == {"forward", "backward"}


def test_old_words_can_be_brought_back(database, amina, bo):
    kept = made(database, a_question, amina, a_flashcard("old", "x"))
    edit(database, amina, kept.question_id, a_flashcard("new", "y"))
    (version,) = versions(database, amina, kept.question_id)
    with pytest.raises(NotFoundError):
        made(database, editing.bring_back, bo, version.id, NOW)
    made(database, editing.bring_back, amina, version.id, NOW + timedelta(hours=1))
    assert stored(database, amina, kept.question_id).stem == "old"
    assert [one.body["stem"] for one in versions(database, amina, kept.question_id)] == [
        "new",
        "old",
    ]


def test_a_question_moves_and_changes_in_one_act(database, amina):
    kept = made(database, a_question, amina, a_flashcard("old", "x"))

    def action(session):
        moved = editing.moved(session, amina, kept.question_id, "Elsewhere", NOW)
        session.expire_all()
        edited = a_flashcard("new", "x", reverse=True)
        cards.edit(session, amina, kept.question_id, edited, NOW, beside=moved)

    database.write(action)
    assert stems(database, amina) == {"Geography": [], "Elsewhere": ["new"]}
    assert len({one.deck_id for one in all_cards(database, amina)}) == 1
    undo(database, amina)
    assert stems(database, amina) == {"Geography": ["old"]}


def test_the_findings_of_an_edit_are_looked_up_with_the_document(database, amina):
    document_id = made(database, a_document, amina)
    quote = "The Volga flows into the Baltic Sea."
    question = a_cloze(quote, document_id=document_id, start=18)
    with database.reading() as session:
        found = editing.checked(session, amina, question).findings
    assert "quote-mismatch" in {one.name for one in found}


def test_a_twin_is_found_and_the_question_itself_is_none(database, amina, bo):
    made(database, a_question, bo, a_flashcard("one", "x"))
    kept = made(database, a_question, amina, a_flashcard("one", "x"))
    with database.reading() as session:
        asked = a_flashcard("one", "x")
        assert editing.same_as(session, amina, asked, None) == kept.question_id
        assert editing.same_as(session, amina, asked, kept.question_id) is None


def test_a_source_is_a_place_in_the_document(database, amina):
    document_id = made(database, a_document, amina)
    with database.reading() as session:
        document = documents.get(session, amina, document_id)
        text, blocks = document.text, documents.blocks_of(document)
        (found,) = sentences_with(text, blocks, "RHINE alps")
        assert found.text == "The Rhine rises in the Alps."
        source = editing.source_at(document, found.start, found.end)
        assert source.quote == found.text
        for start, end in ((-1, 4), (4, 4), (0, len(text) + 1)):
            with pytest.raises(RefusedError):
                editing.source_at(document, start, end)
    assert TEXT.count("Rhine") == 1


def test_the_deck_that_was_written_into_last_is_proposed(database, amina):
    with database.reading() as session:
        assert editing.latest_deck(session, amina) == ""
    made(database, a_question, amina, deck_title="Rivers")
    with database.reading() as session:
        assert editing.latest_deck(session, amina) == "Rivers"


# -- Two columns ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\nc\td", [("a", "b"), ("c", "d")]),
        ("a - b\n\nc - d, e", [("a", "b"), ("c", "d, e")]),
        ("a, x; b\nc; d", [("a, x", "b"), ("c", "d")]),
        ("well-known - famous", [("well-known", "famous")]),
        ("a,b,c", [("a", "b,c")]),
        ("a\tb\nlonely", [("a", "b"), ("lonely", "")]),
        ("كتاب\tbook", [("كتاب", "book")]),
        ("", []),
    ],
)
def test_two_columns_are_told_apart(text, rows):
    assert [(row.term, row.definition) for row in columns.rows_of(text)] == rows


def test_a_row_knows_its_line():
    assert [row.line for row in columns.rows_of("\na\tb\n\nc\td")] == [2, 4]


# -- Differences ---------------------------------------------------------------------------


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_difference_holds_both_texts_whole(before, after):
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.op != "new") == before
    assert "".join(one.text for one in found if one.op != "gone") == after


def test_a_difference_is_told_word_by_word():
    found = [(one.op, one.text) for one in pieces("the old red house", "the new blue house")]
    assert found == [
        ("same", "the "),
        ("gone", "old red"),
        ("new", "new blue"),
        ("same", " house"),
    ]


def test_very_long_texts_stand_whole_beside_each_other():
    assert [one.op for one in pieces("a " * 3000, "b " * 3000)] == ["gone", "new"]


def add(database, learner_id, title, question, key):
    def action(session):
        clock = clock_of(session, learner_id)
        editing.add(session, learner_id, title, question, key=key, clock=clock)

    database.write(action)


def add_all(database, learner_id, deck_id, questions, key):
    def action(session):
        clock = clock_of(session, learner_id, NOW + timedelta(minutes=1))
        return editing.add_all(session, learner_id, deck_id, questions, key=key, clock=clock)

    return database.write(action)


def edit(database, learner_id, question_id, edited, minutes=0):
    moment = NOW + timedelta(minutes=minutes)
    database.write(lambda session: cards.edit(session, learner_id, question_id, edited, moment))


def undo(database, learner_id):
    moment = NOW + timedelta(days=1)
    assert database.write(lambda session: changes.undo(session, learner_id, moment) is not None)


def versions(database, learner_id, question_id):
    with database.reading() as session:
        return editing.versions(session, learner_id, question_id)


def stored(database, learner_id, question_id):
    with database.reading() as session:
        return cards.question_of(session.get_one(StoredQuestion, (learner_id, question_id)))


def card(database, learner_id, card_id):
    with database.reading() as session:
        return session.get_one(Card, (learner_id, card_id))


def all_cards(database, learner_id):
    with database.reading() as session:
        return session.exec(select(Card).where(Card.learner_id == learner_id)).all()


def stems(database, learner_id):
    with database.reading() as session:
        return {
            deck.title: sorted(row.body["stem"] for row in decks.questions_in(session, deck))
            for deck in decks.all_of(session, learner_id)
        }
