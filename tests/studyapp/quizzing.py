"""What a learner does in quizzes, as rules for the machine that does anything in any order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlmodel import Session, select

from questions.scoring import Response
from studyapp import quizzes
from studyapp.ids import new_id
from studyapp.quizzes import Given, Wish
from studyapp.tables import Quiz, QuizAnswer
from tests.makers import clock_of
from tests.studyapp.curating import PICK
from tests.studyapp.planning import Planning

WISHES = (
    Wish(number=3, order="random", feedback="now"),
    Wish(number=2, order="document", feedback="end", certainty=True),
    Wish(groups=("short",), number=None, feedback="end"),
)
RESPONSES = (
    Response(),
    Response(typed="Lima"),
    Response(typed="Lyma"),
    Response(knew=True),
    Response(knew=False),
)


class Quizzing(Planning):
    """Sittings: begun, answered in any order, left, ended, put away."""

    @rule(wish=st.sampled_from(WISHES))
    def start_quiz(self, wish: Wish) -> None:
        self.begin_quiz(wish)

    def begin_quiz(self, wish: Wish) -> None:
        """Start a quiz about everything there is."""

        def action(session: Session) -> None:
            clock = clock_of(session, self.me, self.moment)
            quizzes.start(session, self.me, new_id(), "A quiz", wish, clock)

        self.act(action)

    @rule(pick=PICK, place=PICK, response=st.sampled_from(RESPONSES), sure=st.booleans())
    def answer_in_quiz(self, pick: int, place: int, response: Response, sure: bool) -> None:
        if quiz := self.a_quiz(pick):
            given = Given(response, certainty=3 if sure else None, ms=900)
            position = place % quiz.questions + 1
            self.act(
                lambda session: quizzes.answer(
                    session, self.me, quiz.id, position, given, self.moment
                )
            )

    @rule(pick=PICK, place=PICK, flagged=st.booleans())
    def flag_in_quiz(self, pick: int, place: int, flagged: bool) -> None:
        if quiz := self.a_quiz(pick):
            position = place % quiz.questions + 1
            self.act(
                lambda session: quizzes.flag(
                    session, self.me, quiz.id, position, flagged, self.moment
                )
            )

    @rule(pick=PICK, place=PICK)
    def overrule_in_quiz(self, pick: int, place: int) -> None:
        if quiz := self.a_quiz(pick):
            position = place % quiz.questions + 1
            self.act(
                lambda session: quizzes.overrule(session, self.me, quiz.id, position, self.moment)
            )

    @rule(pick=PICK)
    def finish_quiz(self, pick: int) -> None:
        if quiz := self.a_quiz(pick):
            self.act(lambda session: quizzes.finish(session, self.me, quiz.id, self.moment))

    @rule(pick=PICK)
    def remove_quiz(self, pick: int) -> None:
        if quiz := self.a_quiz(pick):
            self.act(lambda session: quizzes.remove(session, self.me, quiz.id, self.moment))

    @rule(pick=PICK)
    def bring_missed_into_review(self, pick: int) -> None:
        if quiz := self.a_quiz(pick):

            def action(session: Session) -> None:
                missed = session.exec(
                    select(QuizAnswer).where(
                        QuizAnswer.learner_id == self.me,
                        QuizAnswer.quiz_id == quiz.id,
                        QuizAnswer.fraction < 1,
                    )
                ).all()
                clock = clock_of(session, self.me, self.moment)
                quizzes.into_review(session, self.me, list(missed), clock)

            self.act(action)

    def a_quiz(self, pick: int) -> Any:
        """Return one of the quizzes that are not put away."""
        return self.one_of(Quiz, pick, lambda one: one.removed_at is None)
