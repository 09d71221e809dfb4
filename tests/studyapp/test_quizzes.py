"""Quizzes: what an answer is worth, what is kept of it, and that all can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from questions.scoring import Response
from studyapp import cards, changes, documents, quizzes
from studyapp.errors import NotFoundError, RefusedError
from studyapp.quizzes import Given, Wish
from studyapp.tables import Card, Quiz, QuizAnswer
from tests.kinds import RIGHT, WRONG, a_choice, a_several, a_statement
from tests.makers import NOW, a_cloze, a_flashcard, a_question, a_short, clock_of, made
from tests.sittings import (
    EARLIER,
    a_quiz,
    a_text_with_questions,
    answer,
    answers,
    everything,
    fill,
    finish,
    result,
    start,
    typed,
    undo,
)


def test_nobody_gets_at_the_quiz_of_another(database, amina, bo):
    fill(database, bo, 2)
    _owner, quiz_id = start(database, bo, Wish())
    for act in (
        lambda session: quizzes.get(session, amina, quiz_id),
        lambda session: quizzes.answer(session, amina, quiz_id, 1, typed("Lima"), NOW),
        lambda session: quizzes.finish(session, amina, quiz_id, NOW),
        lambda session: quizzes.remove(session, amina, quiz_id, NOW),
    ):
        with pytest.raises(NotFoundError):
            database.write(act)


def test_starting_twice_starts_once(database, amina):
    fill(database, amina, 3)
    quiz = start(database, amina, Wish())
    start(database, amina, Wish(), quiz[1])
    assert len(everything(database, Quiz)) == 1
    assert len(answers(database, quiz)) == 3


@pytest.mark.parametrize(
    ("question", "response", "fraction"),
    [
        (a_choice(), Response(picked=(RIGHT,)), 1),
        (a_choice(), Response(picked=(WRONG,)), 0),
        (a_choice(), Response(picked=("nothing of the kind",)), 0),
        (a_choice(), Response(), 0),
        (a_several(), Response(picked=("1", "0")), 1),
        (a_several(scoring="partial"), Response(picked=("0",)), 0.5),
        (a_statement(), Response(picked=("true",)), 1),
        (a_short(), Response(typed="lima"), 1),
        (a_short(), Response(typed="Cusco"), 0),
        (a_cloze("Lima is the capital of Peru."), Response(typed="Peru"), 1),
        (a_flashcard(), Response(knew=True), 1),
        (a_flashcard(), Response(knew=False), 0),
    ],
)
def test_each_kind_is_marked(database, amina, question, response, fraction):
    made(database, a_question, amina, question)
    quiz = start(database, amina, Wish())
    answer(database, quiz, 1, Given(response))
    (row,) = answers(database, quiz)
    assert row.fraction == fraction
    assert row.answered_at == NOW


def test_the_first_answer_stands_where_the_verdict_is_shown(database, amina):
    quiz = a_quiz(database, amina, feedback="now")
    answer(database, quiz, 1, typed("Cusco"))
    answer(database, quiz, 1, typed("Lima"))
    assert answers(database, quiz)[0].typed == "Cusco"


def test_an_answer_can_be_changed_until_the_end(database, amina):
    quiz = a_quiz(database, amina, feedback="end")
    answer(database, quiz, 1, typed("Cusco"))
    answer(database, quiz, 1, typed("Lima"))
    assert answers(database, quiz)[0].fraction == 1
    answer(database, quiz, 1, typed(" "))
    (row, *_rest) = answers(database, quiz)
    assert (row.answered_at, row.fraction, row.typed) == (None, None, "")
    finish(database, quiz)
    answer(database, quiz, 1, typed("Lima"))
    assert answers(database, quiz)[0].typed == ""


def test_the_same_answer_sent_twice_is_one_act(database, amina):
    quiz = a_quiz(database, amina, feedback="end")
    for _ in range(3):
        answer(database, quiz, 1, typed("Lima"))
    undo(database, amina)
    assert answers(database, quiz)[0].answered_at is None


@pytest.mark.parametrize("position", [0, -1, 3, 10**30])
def test_an_answer_to_a_question_that_is_not_in_the_quiz_is_refused(database, amina, position):
    quiz = a_quiz(database, amina)
    with pytest.raises(NotFoundError):
        answer(database, quiz, position, typed("Lima"))


def test_the_wording_that_was_scored_is_kept(database, amina):
    kept = made(database, a_question, amina, a_short())
    quiz = start(database, amina, Wish())
    edited = a_short("What is the largest city of Peru?", "Lima, Peru")
    database.write(lambda session: cards.edit(session, amina, kept.question_id, edited, NOW))
    answer(database, quiz, 1, typed("Lima"))
    (row,) = answers(database, quiz)
    assert row.body["stem"] == "What is the capital of Peru?"
    assert row.fraction == 1


def test_a_result_outlives_what_it_was_about(database, amina):
    document_id = a_text_with_questions(database, amina)
    quiz = start(database, amina, Wish())
    finish(database, quiz)
    database.write(lambda session: documents.remove(session, amina, document_id, NOW))
    assert result(database, quiz).score.questions == 3


def test_a_score_counts_what_is_missing_as_not_known(database, amina):
    quiz = a_quiz(database, amina)
    answer(database, quiz, 1, typed("Lima"))
    finish(database, quiz)
    score = result(database, quiz).score
    assert (score.points, score.most, score.right, score.share) == (1, 2, 1, 0.5)


def test_points_weigh_in_a_score(database, amina):
    light, heavy = a_short("Light?"), a_short("Heavy?").model_copy(update={"points": 3})
    for question in (light, heavy):
        made(database, a_question, amina, question)
    quiz = start(database, amina, Wish())
    position = next(one.position for one in answers(database, quiz) if one.body["stem"] == "Heavy?")
    answer(database, quiz, position, typed("Lima"))
    assert result(database, quiz).score.share == 0.75


def test_a_result_tells_sections_decks_and_tags_apart(database, amina):
    a_text_with_questions(database, amina)
    tagged = a_short("Tagged?").model_copy(update={"tags": ("capitals", "Peru")})
    made(database, a_question, amina, tagged, deck_title="Tagged")
    quiz = start(database, amina, Wish())
    for row in answers(database, quiz):
        answer(database, quiz, row.position, typed("Lima"))
    found = result(database, quiz)
    told = {one.title: (one.score.points, one.score.most) for one in found.sections}
    assert told == {"Long ones": (0, 2), "Short ones": (0, 1)}
    assert {one.title: one.score.right for one in found.decks} == {"Geography": 0, "Tagged": 1}
    assert {one.title for one in found.tags} == {"capitals", "Peru"}


def test_finishing_twice_finishes_once(database, amina):
    quiz = a_quiz(database, amina)
    finish(database, quiz)
    finish(database, quiz, NOW + timedelta(hours=1))
    assert everything(database, Quiz)[0].finished_at == NOW
    undo(database, amina)
    assert everything(database, Quiz)[0].finished_at is None


def test_the_learner_decides_about_what_was_typed(database, amina):
    made(database, a_question, amina, a_short("Which city?", "Santiago"))
    quiz = start(database, amina, Wish())
    answer(database, quiz, 1, typed("Santigo"))
    assert result(database, quiz).almost == 1
    overrule(database, quiz, 1)
    (row,) = answers(database, quiz)
    assert (row.fraction, row.almost, row.overruled) == (1, False, True)
    assert result(database, quiz).almost == 0
    undo(database, amina)
    assert answers(database, quiz)[0].almost


def test_only_what_was_typed_can_be_counted_as_right(database, amina):
    made(database, a_question, amina, a_choice())
    quiz = start(database, amina, Wish())
    with pytest.raises(RefusedError):
        overrule(database, quiz, 1)
    answer(database, quiz, 1, Given(Response(picked=(WRONG,))))
    with pytest.raises(RefusedError):
        overrule(database, quiz, 1)


def test_missed_ones_are_asked_again(database, amina):
    quiz = a_quiz(database, amina)
    answer(database, quiz, 1, typed("Lima"))
    finish(database, quiz)
    with database.reading() as session:
        kept = quizzes.get(session, *quiz)
        wish = quizzes.again(session, kept, only_missed=True)
        missed = quizzes.missed(session, kept)
    (asked,) = answers(database, start(database, amina, wish))
    assert [asked.question_id] == [one.question_id for one in missed]


def test_missed_ones_come_into_review_and_go_back(database, amina):
    later = NOW + timedelta(days=30)
    kept = [
        made(database, a_question, amina, a_short("Later?"), state="review", queue=1, reps=4,
             due_at=later, due_day=later.date(), available_at=later),
        made(database, a_question, amina, a_short("Aside?"), suspended=True, available_at=None),
        made(database, a_question, amina, a_short("Reported?")),
        made(database, a_question, amina, a_short("Waiting?")),
    ]  # fmt: skip
    quiz = start(database, amina, Wish())
    finish(database, quiz, EARLIER + timedelta(minutes=5))
    database.write(
        lambda session: cards.report(session, amina, kept[2].card_id, "It is wrong.", EARLIER)
    )
    before = {one.id: one for one in everything(database, Card)}
    assert into_review(database, quiz) == 2
    after = {one.id: one for one in everything(database, Card)}
    for one in kept[:2]:
        card = after[one.card_id]
        assert (card.due_day, card.available_at, card.suspended) == (NOW.date(), NOW, False)
        assert card.version == before[one.card_id].version + 1
    assert after[kept[2].card_id] == before[kept[2].card_id]
    assert after[kept[3].card_id] == before[kept[3].card_id]
    assert into_review(database, quiz) == 0
    undo(database, amina)
    assert {one.id: one for one in everything(database, Card)} == before


def test_a_flag_stays_until_it_is_taken_away(database, amina):
    quiz = a_quiz(database, amina)
    for number, flagged in enumerate((True, True, False)):
        flag(database, quiz, 1, flagged, NOW + timedelta(minutes=number))
        assert answers(database, quiz)[0].flagged is flagged
    undo(database, amina)
    assert answers(database, quiz)[0].flagged


def test_undo_takes_back_each_act_and_redo_does_it_again(database, amina):
    quiz = a_quiz(database, amina)
    acts = [
        lambda now: answer(database, quiz, 1, typed("Lima"), now),
        lambda now: finish(database, quiz, now),
        lambda now: database.write(lambda session: quizzes.remove(session, *quiz, now)),
    ]
    states = [everything(database, Quiz) + everything(database, QuizAnswer)]
    for number, act in enumerate(acts, 1):
        act(NOW + timedelta(minutes=number))
        states.append(everything(database, Quiz) + everything(database, QuizAnswer))
    for state in reversed(states[:-1]):
        undo(database, amina)
        assert everything(database, Quiz) + everything(database, QuizAnswer) == state
    for state in states[1:]:
        database.write(lambda session: changes.redo(session, amina))
        assert everything(database, Quiz) + everything(database, QuizAnswer) == state


def test_a_start_that_was_undone_can_be_done_again(database, amina):
    quiz = a_quiz(database, amina)
    undo(database, amina)
    with database.reading() as session, pytest.raises(NotFoundError):
        quizzes.get(session, *quiz)
    database.write(lambda session: changes.redo(session, amina))
    with database.reading() as session:
        assert quizzes.get(session, *quiz).questions == 2


def test_past_quizzes_tell_their_scores_the_newest_first(database, amina):
    fill(database, amina, 2, "Lima")
    ids = []
    for number in range(3):
        quiz = start(database, amina, Wish(), now=NOW + timedelta(minutes=number))
        answer(database, quiz, 1, typed("Lima"))
        ids.append(quiz[1])
    finish(database, quiz)
    with database.reading() as session:
        past = quizzes.past(session, amina)
        going = quizzes.past(session, amina, is_open=True)
    assert [(one.id, one.share) for one in past] == [(ids[2], 0.5)]
    assert [(one.id, one.answered) for one in going] == [(ids[1], 1), (ids[0], 1)]


def flag(database, quiz, position, flagged, now):
    database.write(lambda session: quizzes.flag(session, *quiz, position, flagged, now))


def overrule(database, quiz, position):
    moment = NOW + timedelta(minutes=5)
    database.write(lambda session: quizzes.overrule(session, *quiz, position, moment))


def into_review(database, quiz):
    learner_id, _key = quiz

    def action(session):
        missed = quizzes.missed(session, quizzes.get(session, *quiz))
        return quizzes.into_review(session, learner_id, missed, clock_of(session, learner_id))

    return database.write(action)
