"""Which questions a quiz asks, and that a wish is kept and checked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from studyapp import cards, quizzes
from studyapp.errors import NotFoundError, RefusedError
from studyapp.quizzes import Scope, Wish
from studyapp.quizzes.drawing import draw
from studyapp.tables import Quiz, QuizAnswer
from tests.kinds import a_choice, a_statement
from tests.makers import NOW, a_deck, a_flashcard, a_question, a_short, clock_of, made
from tests.sittings import a_text_with_questions, answers, everything, fill, start


def test_a_quiz_asks_as_many_as_were_wished_for(database, amina):
    fill(database, amina, 12)
    assert len(answers(database, start(database, amina, Wish(number=5)))) == 5
    assert len(answers(database, start(database, amina, Wish(number=None)))) == 12
    assert len(answers(database, start(database, amina, Wish(number=50)))) == 12


def test_the_same_id_draws_the_same_and_another_id_something_else(database, amina):
    fill(database, amina, 30)
    first, second = (start(database, amina, Wish(number=None)) for _ in range(2))
    stems = [[one.body["stem"] for one in answers(database, quiz)] for quiz in (first, second)]
    assert sorted(stems[0]) == sorted(stems[1])
    assert stems[0] != stems[1]
    again = drawn(database, amina, Wish(number=None), first[1])
    assert again == stems[0]


def test_the_order_of_the_document_is_the_order_of_its_sentences(database, amina):
    document_id = a_text_with_questions(database, amina)
    wish = Wish(scope=Scope(document=document_id), order="document")
    starts = [
        one.body["sources"][0]["start"] for one in answers(database, start(database, amina, wish))
    ]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_a_quiz_is_drawn_from_decks_and_the_decks_inside_them(database, amina):
    for title in ("Geography", "Geography::Europe", "Geography2", "History"):
        made(database, a_question, amina, a_short(f"In {title}?"), deck_title=title)
    deck_id = made(database, a_deck, amina, "Geography")
    wish = Wish(scope=Scope(decks=(deck_id,)))
    found = {one.deck_title for one in answers(database, start(database, amina, wish))}
    assert found == {"Geography", "Geography::Europe"}


def test_a_quiz_is_drawn_from_sections_of_a_document(database, amina):
    document_id = a_text_with_questions(database, amina)
    with database.reading() as session:
        found = quizzes.sections(session, amina, document_id)
    assert [(one.title, one.questions) for one in found] == [("Long ones", 2), ("Short ones", 1)]
    wish = Wish(scope=Scope(document=document_id, sections=("Short ones",)))
    (asked,) = answers(database, start(database, amina, wish))
    assert asked.section == ["Rivers", "Short ones"]
    assert "Tamar" in asked.body["stem"]


def test_a_quiz_is_drawn_from_a_search(database, amina):
    fill(database, amina, 3)
    made(database, a_question, amina, a_short("Where is the Kremlin?"))
    wish = Wish(scope=Scope(search="kremlin"))
    (asked,) = answers(database, start(database, amina, wish))
    assert asked.body["stem"] == "Where is the Kremlin?"


def test_a_quiz_is_drawn_from_chosen_questions_and_kinds(database, amina):
    kept = [
        made(database, a_question, amina, one).question_id
        for one in (a_short(), a_choice(), a_statement(), a_flashcard())
    ]
    chosen = Wish(scope=Scope(questions=tuple(kept[:3])), groups=("choice", "truefalse"))
    found = {one.question_id for one in answers(database, start(database, amina, chosen))}
    assert found == set(kept[1:3])


def test_what_was_reported_or_removed_is_not_asked(database, amina):
    reported = made(database, a_question, amina, a_short("Reported?"))
    database.write(
        lambda session: cards.report(session, amina, reported.card_id, "It is wrong.", NOW)
    )
    made(database, a_question, amina, a_short("Fine?"))
    (asked,) = answers(database, start(database, amina, Wish()))
    assert asked.body["stem"] == "Fine?"


def test_a_quiz_without_questions_does_not_start(database, amina):
    with pytest.raises(RefusedError, match="No question fits"):
        start(database, amina, Wish())
    assert everything(database, Quiz) == []


def test_one_question_is_asked_once_however_many_cards_it_has(database, amina):
    made(database, a_question, amina, a_flashcard(reverse=True))
    parts = {answers(database, start(database, amina, Wish()))[0].part for _ in range(20)}
    assert parts == {"forward", "backward"}


def test_nothing_of_another_learner_is_asked(database, amina, bo):
    theirs = made(database, a_question, bo, a_short("Of Bo?"))
    fill(database, amina, 2)
    chosen = Wish(scope=Scope(questions=(theirs.question_id,)))
    with pytest.raises(RefusedError):
        start(database, amina, chosen)
    with pytest.raises(NotFoundError):
        start(database, amina, Wish(scope=Scope(decks=(theirs.deck_id,))))
    asked = answers(database, start(database, amina, Wish()))
    assert "Of Bo?" not in {one.body["stem"] for one in asked}


def test_the_last_wish_is_that_of_the_last_quiz_that_was_drawn(database, amina):
    fill(database, amina, 2)
    start(database, amina, Wish(number=2, feedback="end"))
    chosen = tuple(one.question_id for one in everything(database, QuizAnswer))
    start(database, amina, Wish(scope=Scope(questions=chosen)), now=NOW + timedelta(hours=1))
    with database.reading() as session:
        last = quizzes.last_drawn(session, amina)
    assert Wish.from_json(last.wish) == Wish(number=2, feedback="end")


def test_a_wish_survives_being_kept():
    wish = Wish(
        scope=Scope(decks=("d",), document="t", sections=("a", "b"), search="x", questions=("q",)),
        groups=("choice",),
        number=None,
        order="document",
        feedback="end",
        certainty=True,
    )
    assert Wish.from_json(wish.as_json()) == wish


@pytest.mark.parametrize(
    "wish",
    [
        Wish(number=0),
        Wish(number=501),
        Wish(order="backwards"),
        Wish(feedback="never"),
        Wish(groups=("info",)),
        Wish(scope=Scope(questions=tuple(map(str, range(501))))),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(wish):
    assert len(quizzes.problems(wish)) == 1
    assert quizzes.problems(Wish()) == []


def drawn(database, learner_id, wish, seed):
    """Return the stems that *seed* draws."""
    with database.reading() as session:
        rows = draw(session, learner_id, wish, clock_of(session, learner_id), seed)
        return [row.body["stem"] for row in rows]
