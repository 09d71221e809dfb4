"""Why a draft stands where it stands, in words for the learner."""

from __future__ import annotations

from dataclasses import dataclass

from questions.generate.ranking import RAISING
from questions.generate.ranking.personal import Taste
from questions.model import Question
from studyapp.web.texts import gettext as _

_FELT = 0.1  # log-odds; what moves a draft less is not told


@dataclass(frozen=True, slots=True)
class Why:
    """*of_ten* tells how many of ten drafts with this score judges found good as they were.

    *own* says what the learner's own decisions do to it, "" where they do nothing.
    """

    of_ten: int
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    own: str = ""


def why_of(question: Question, taste: Taste) -> Why | None:
    """Tell why; None for what no ranker has seen: a draft of a model, or one made by hand."""
    origin = question.origin
    if origin is None or origin.score is None or not origin.reasons:
        return None
    words = _words()
    known = [one for one in origin.reasons if one in words]
    return Why(
        round(10 * origin.score),
        tuple(words[one] for one in known if one in RAISING),
        tuple(words[one] for one in known if one not in RAISING),
        _own(taste, question.kind.value, origin.method),
    )


def _own(taste: Taste, kind: str, method: str) -> str:
    """Say how the learner decided on drafts of the same sort, where that moves this one."""
    moved, decided = taste.shift(kind, method), taste.decided(kind, method)
    if abs(moved) < _FELT:
        return ""
    kept, number = decided.kept + decided.edited, decided.number
    if moved > 0:
        return _(
            "You kept %(kept)s of %(number)s drafts made the same way, so it is preferred.",
            kept=kept,
            number=number,
        )
    return _(
        "You kept %(kept)s of %(number)s drafts made the same way, so others are preferred.",
        kept=kept,
        number=number,
    )


def _words() -> dict[str, str]:
    """Say each reason in the learner's language."""
    return {
        "set-off": _("The author marked it as a key term."),
        "definition": _("It says what something is or is called."),
        "date": _("It asks when something happened."),
        "number": _("It asks for a figure."),
        "name": _("It asks for a name."),
        "central": _("It is about what the text comes back to."),
        "opening": _("It stands near the beginning."),
        "telling-word": _("Its words are special to the subject."),
        "telling-fact": _("The sentence says what was first, or why."),
        "stands-alone": _("It can be understood without the text."),
        "one-answer": _("Little else would fit as the answer."),
        "plain-wording": _("It is worded plainly."),
        "slight-date": _("Dates like this are seldom worth learning."),
        "slight-number": _("Figures like this are seldom worth learning."),
        "slight-name": _("Names like this are seldom worth learning."),
        "aside": _("It is beside the main subject of the text."),
        "common-word": _("Its words are everyday ones."),
        "leans-on-text": _("It may need the text around it."),
        "several-answers": _("Other answers may fit as well."),
        "heavy-wording": _("It is worded heavily."),
        "somebody-speaking": _("Somebody is speaking or telling here."),
    }
