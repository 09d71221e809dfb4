"""The keys that the pages ship, what each does, and what a learner made of them.

Templates name a control's key as we ship it; what a learner changed is put in its place when the
page is made. The keys of one group are never on one page with those of another.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import g
from flask_babel import lazy_gettext

from studyapp.web.texts import gettext as _

# In templates "|" divides alternatives; a space divides the keys of a sequence.
SHIPPED: Mapping[str, Mapping[str, object]] = {
    "everywhere": {
        "g t": lazy_gettext("go to Today"),
        "g a": lazy_gettext("add a text"),
        "g q": lazy_gettext("go to the quizzes"),
        "g l": lazy_gettext("go to the library"),
        "g p": lazy_gettext("go to your progress"),
        "g s": lazy_gettext("go to the settings"),
        "/": lazy_gettext("search"),
        "u": lazy_gettext("undo"),
        "U": lazy_gettext("do again"),
        "?": lazy_gettext("show the keys of the page"),
    },
    "review": {
        "Space": lazy_gettext("show the answer"),
        "1": lazy_gettext("Again"),
        "2": lazy_gettext("Hard"),
        "3": lazy_gettext("Good"),
        "4": lazy_gettext("Easy"),
        "i": lazy_gettext("“I was right”"),
        "e": lazy_gettext("edit the question"),
        "*": lazy_gettext("mark the card"),
        "-": lazy_gettext("skip the card for today"),
        "=": lazy_gettext("skip the whole question for today"),
        "@": lazy_gettext("set the card aside"),
        "!": lazy_gettext("set the whole question aside"),
        "b": lazy_gettext("report a bad question"),
        "o": lazy_gettext("open the source"),
    },
    "drafts": {
        "y": lazy_gettext("keep a draft"),
        "n": lazy_gettext("reject a draft"),
        "r": lazy_gettext("see the reasons to reject a draft for"),
        "1": lazy_gettext("reject for the first reason; the other digits the others"),
        "e": lazy_gettext("edit a draft"),
        "z": lazy_gettext("keep all without findings"),
    },
    "quiz": {
        "1": lazy_gettext("choose the first option; the other digits the others"),
        "x": lazy_gettext("“I do not know”"),
        "f": lazy_gettext("flag the question"),
        "m": lazy_gettext("see all questions"),
        "ArrowLeft": lazy_gettext("go to the question before"),
        "ArrowRight": lazy_gettext("go to the next question"),
        "i": lazy_gettext("count an answer as right"),
        "o": lazy_gettext("open the source"),
        "r": lazy_gettext("bring what was missed into review"),
    },
}
_SEPARATOR = "|"


def own_keys(shipped: str) -> str:
    """Return the keys of a control as this learner has them; none at all if they are off."""
    mine: Mapping[str, str] = g.get("keys") or {}
    if not mine:
        return shipped
    return _SEPARATOR.join(key for one in shipped.split(_SEPARATOR) if (key := mine.get(one, one)))


def titles() -> dict[str, str]:
    """Return the heading of each group."""
    return {
        "everywhere": _("Everywhere"),
        "review": _("While you review"),
        "drafts": _("While you sort drafts"),
        "quiz": _("While you take a quiz"),
    }


def groups_to_check() -> list[dict[str, str]]:
    """Return the keys that can meet on one page: those of everywhere with each other group."""
    common = {key: str(words) for key, words in SHIPPED["everywhere"].items()}
    return [
        common | {key: str(words) for key, words in group.items()}
        for name, group in SHIPPED.items()
        if name != "everywhere"
    ]
