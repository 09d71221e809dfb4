"""A bank with a question of every kind that a quiz asks, about the text on tides."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from questions.bank import Bank, Document
from questions.model import Answer, Choice, Kind, Question, Source
from questions.scoring import Response
from studyapp import quizzes
from studyapp.quizzes import Given, Scope, Wish
from tests.browser import material
from tests.browser.states import Desk, days_ago

TITLE = "Tides, every kind"
_DOCUMENT = "k1"
# Other words in the title only, or it would be taken for the text of the other bank.
_TEXT = material.TEXT.replace("How tides work", "Tides for a quiz", 1)


def bank() -> Bank:
    """Return six questions, one of each kind; of the choices one has several right options."""
    return Bank(
        title=TITLE,
        documents=(Document(id=_DOCUMENT, title="Tides for a quiz", text=_TEXT),),
        questions=(_cause(), _ranges(), _direction(), _bay(), _high_tides(), _neap()),
    )


def add(here: Desk) -> dict[str, str]:
    """Bring the bank in, with a quiz that is new, one that goes on and one that is over."""
    # Long ago, so that the last act of the learner stays what it was.
    here.bring_in(bank(), days_ago(8))
    deck_id = here.deck(TITLE)
    keys = {
        "new_quiz": f"{'1' * 12}7{'1' * 19}",
        "open_quiz": f"{'2' * 12}7{'2' * 19}",
        "done_quiz": f"{'3' * 12}7{'3' * 19}",
    }
    here.write(lambda session: _start(session, here, deck_id, keys))
    return keys | {"kinds": deck_id}


def _start(session: Session, here: Desk, deck_id: str, keys: dict[str, str]) -> None:
    clock, me = here.clock(days_ago(8)), here.learner_id
    for name, key in keys.items():
        feedback = "end" if name == "new_quiz" else "now"
        scope = Scope(decks=(deck_id,))
        wish = Wish(scope, order="document", feedback=feedback, certainty=name != "new_quiz")
        quizzes.start(session, me, key, TITLE, wish, clock)
    for position, given in _RESPONSES.items():
        for key in (keys["open_quiz"], keys["done_quiz"]):
            quizzes.answer(session, me, key, position, given, clock.now)
    quizzes.flag(session, me, keys["open_quiz"], 2, True, clock.now)
    quizzes.finish(session, me, keys["done_quiz"], clock.now)


_RESPONSES = {
    1: Given(Response(picked=("1",)), certainty=3, ms=9000),
    2: Given(Response(typed="two"), certainty=2, ms=5000),
    4: Given(Response(knew=True), ms=4000),
    5: Given(Response(typed="Bay of Fundi"), certainty=1, ms=7000),
}


def _cause() -> Question:
    return _question(
        Kind.CHOICE,
        "What mainly causes the tides?",
        2,
        choices=(
            Choice(text="The gravity of the Moon", fraction=1),
            Choice(text="The gravity of the Sun", feedback="It adds to them, to a lesser degree."),
            Choice(text="The wind over the sea"),
            Choice(text="All of the above"),
        ),
        explanation="The Sun pulls too, but the Moon is so much nearer that it counts for more.",
        tags=("causes",),
    )


def _ranges() -> Question:
    return _question(
        Kind.CHOICE,
        "Which of these stand in a line at spring tides?",
        4,
        choices=(
            Choice(text="The Sun", fraction=1),
            Choice(text="The Moon", fraction=1),
            Choice(text="The Earth", fraction=1),
            Choice(text="Venus"),
        ),
        multiple=True,
        scoring="partial",
        tags=("kinds of tide",),
    )


def _direction() -> Question:
    return _question(
        Kind.TRUEFALSE,
        "The turbines of the station turn with the water in one direction only.",
        9,
        answers=(Answer(text="false"),),
        explanation="They turn both when the tide comes in and when it goes out.",
    )


def _bay() -> Question:
    answers = (Answer(text="Bay of Fundy"),)
    return _question(Kind.SHORT, "In which bay is the tidal range greatest?", 6, answers=answers)


def _high_tides() -> Question:
    return _question(Kind.CLOZE, "A lunar day has {{c1::two}} high tides on most coasts.", 3)


def _neap() -> Question:
    answers = (Answer(text="Neap tides"),)
    stem = "What are the tides called when Sun and Moon work against each other?"
    return _question(Kind.FLASHCARD, stem, 5, answers=answers, tags=("kinds of tide",))


def _question(kind: Kind, stem: str, number: int, **fields: Any) -> Question:
    quote = material.sentence(number)
    start = _TEXT.index(quote)
    source = Source(document=_DOCUMENT, start=start, end=start + len(quote), quote=quote)
    return Question(id=f"quiz-{kind}-{number}", kind=kind, stem=stem, sources=(source,), **fields)
