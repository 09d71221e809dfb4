"""What an answer in a quiz is worth, and what the answers make together. Facts in, figures out."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from questions import choices
from questions.choices import options_of
from questions.faces import face
from questions.grading import Verdict, grade
from questions.model import Question

Outcome = Literal["right", "partly", "wrong"]
Form = Literal["pick", "type", "tell"]


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner gave: keys that were picked, words that were typed, or a word on oneself.

    All three empty is an answer too: the learner does not know.
    """

    picked: tuple[str, ...] = ()
    typed: str = ""
    knew: bool | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a response is worth, 0 to 1; what is *almost* right is for the learner to decide."""

    fraction: float
    almost: bool = False
    verdict: Verdict | None = None

    @property
    def outcome(self) -> Outcome:
        """Say in one word how good it was."""
        return outcome_of(self.fraction)


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned of points that there were, over so many questions."""

    points: float
    most: float
    questions: int
    right: int

    @property
    def share(self) -> float | None:
        """Return the part earned, 0 to 1; None where nothing could be."""
        return self.points / self.most if self.most else None

    @property
    def margin(self) -> tuple[float, float] | None:
        """Return between which shares the learner's true one lies, 19 times in 20 (Wilson)."""
        return None if self.share is None else _wilson(self.share, self.questions)


def outcome_of(fraction: float) -> Outcome:
    """Say in one word what *fraction* of the marks means."""
    if fraction >= 1 - _ROUNDING:
        return "right"
    return "partly" if fraction > _ROUNDING else "wrong"


def form_of(question: Question, part: str) -> Form:
    """Say how this card of *question* is answered: by picking, by typing, or by judging oneself."""
    if options_of(question):
        return "pick"
    return "type" if face(question, part).typed else "tell"


def mark(question: Question, part: str, response: Response, *, language: str = "en") -> Mark:
    """Judge *response* by the question's own rules; a key that is no option is a KeyError."""
    form = form_of(question, part)
    if form == "pick":
        return Mark(choices.worth(question, response.picked))
    if form == "tell":
        return Mark(float(response.knew is True))
    return _typed(question, part, response.typed, language)


def score(marks: Iterable[tuple[float, float]]) -> Score:
    """Add up pairs of what a question was worth and which fraction of that was earned."""
    pairs = list(marks)
    return Score(
        points=math.fsum(points * fraction for points, fraction in pairs),
        most=math.fsum(points for points, _fraction in pairs),
        questions=len(pairs),
        right=sum(outcome_of(fraction) == "right" for _points, fraction in pairs),
    )


def _typed(question: Question, part: str, typed: str, language: str) -> Mark:
    if not typed.strip():
        return Mark(0.0)
    verdict = grade(question, part, typed, language=language)
    if verdict.right:
        return Mark(1.0, verdict=verdict)
    lesser = _lesser(question, part, typed, language)
    return Mark(lesser, almost=verdict.almost and not lesser, verdict=verdict)


def _lesser(question: Question, part: str, typed: str, language: str) -> float:
    """Return what an answer earns that the question itself takes as half right."""
    most = max((answer.fraction for answer in question.answers), default=0)
    lesser = [answer for answer in question.answers if 0 < answer.fraction < most]
    for answer in sorted(lesser, key=lambda answer: -answer.fraction):
        alone = question.model_copy(update={"answers": (answer,)})
        if grade(alone, part, typed, language=language).right:
            return answer.fraction / most
    return 0.0


def _wilson(share: float, number: int) -> tuple[float, float]:
    spread = _Z * math.sqrt(share * (1 - share) / number + _Z**2 / (4 * number**2))
    middle, whole = share + _Z**2 / (2 * number), 1 + _Z**2 / number
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


_ROUNDING = 1e-6
_Z = 1.959964
