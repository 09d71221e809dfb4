"""The set-up of a quiz: what was asked for, from the address or a form, and the form itself."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from flask import request
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from studyapp import decks, documents, quizzes, search
from studyapp.ids import is_id
from studyapp.learners import Clock
from studyapp.quizzes import Scope, Wish
from studyapp.web import finding
from studyapp.web.state import learner_id
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told

_NAMED = 2


def scope_sent() -> Scope:
    """Return where the questions come from, as the address or the form says."""
    values = request.values
    document = values.get("document", "")
    return Scope(
        decks=_ids("deck"),
        document=document if is_id(document) else None,
        sections=tuple(dict.fromkeys(values.getlist("section"))),
        search=values.get("q", "").strip()[: search.LONGEST],
        questions=_ids("question"),
    )


def wish_sent() -> Wish:
    """Return what the form asks for; a number that is none becomes one that is refused."""
    form = request.form
    number = form.get("number", "").strip()
    return Wish(
        scope=scope_sent(),
        groups=tuple(form.getlist("kind")),
        number=_number(number) if number else None,
        order=form.get("order", ""),
        feedback=form.get("feedback", ""),
        certainty=form.get("certainty") == "1",
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _ids(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(is_id, request.values.getlist(name))))


def is_fixed(scope: Scope) -> bool:
    """Say whether the questions were pointed at elsewhere: in a document, a search, a list."""
    return bool(scope.document or scope.search or scope.questions)


def drawn_from(wish: Wish, scope: Scope) -> Wish:
    """Return *wish* for other questions: how many and how stays, what kinds does not."""
    number = None if scope.questions else wish.number or quizzes.USUAL_NUMBER
    return replace(wish, scope=scope, groups=(), number=number)


def problems(wish: Wish) -> list[str]:
    """Say in words what is wrong with a wish, if anything."""
    return [*map(told, quizzes.problems(wish)), *_search_problems(wish.scope.search)]


def _search_problems(query: str) -> list[str]:
    try:
        search.parse(query)
    except search.QueryError as error:
        return [finding.query_fault(error)]
    return []


def setup(session: Session, wish: Wish, clock: Clock, errors: list[str]) -> dict[str, Any]:
    """Return what the set-up page shows."""
    scope = wish.scope
    numbers = _numbers(session, scope, clock)
    return {
        "errors": errors,
        "wish": wish,
        # What was refused stands in the form as it was typed.
        "number": request.form.get("number", wish.number or ""),
        "title": title_of(session, scope) if is_fixed(scope) else "",
        "decks": [] if is_fixed(scope) else _deck_rows(session, scope),
        "sections": _sections(session, scope),
        "kinds": [
            SimpleNamespace(
                name=name,
                label=group_label(name),
                questions=number,
                checked=name in wish.groups,
            )
            for name, number in numbers.items()
            if number
        ],
        "total": sum(numbers.values()),
        "most": quizzes.MOST,
        "fixed": _fixed(scope),
    }


def _numbers(session: Session, scope: Scope, clock: Clock) -> dict[str, int]:
    """Count the kinds over all that can be ticked on the page."""
    if _search_problems(scope.search):
        return {}
    wide = Scope(document=scope.document, search=scope.search, questions=scope.questions)
    return quizzes.numbers_by_group(session, learner_id(), wide, clock)


def _deck_rows(session: Session, scope: Scope) -> list[SimpleNamespace]:
    numbers = decks.question_numbers(session, learner_id())
    return [
        SimpleNamespace(
            id=deck.id,
            title=deck.title,
            marker=deck.marker,
            questions=numbers.get(deck.id, 0),
            checked=deck.id in scope.decks,
        )
        for deck in decks.all_of(session, learner_id())
    ]


def _sections(session: Session, scope: Scope) -> list[SimpleNamespace]:
    if not scope.document:
        return []
    found = quizzes.sections(session, learner_id(), scope.document)
    return [
        SimpleNamespace(
            title=one.title, questions=one.questions, checked=one.title in scope.sections
        )
        for one in found
    ]


def _fixed(scope: Scope) -> MultiDict[str, str]:
    """Return the fields that carry a scope that was chosen elsewhere."""
    fields = MultiDict[str, str]()
    if scope.document:
        fields.add("document", scope.document)
    if scope.search:
        fields.add("q", scope.search)
    for question_id in scope.questions:
        fields.add("question", question_id)
    return fields


def title_of(session: Session, scope: Scope) -> str:
    """Say in a few words where the questions come from."""
    if scope.questions:
        number = len(scope.questions)
        return ngettext("%(num)s chosen question", "%(num)s chosen questions", number)
    names = [f"“{scope.search}”"] if scope.search else []
    if scope.document:
        names.append(documents.get(session, learner_id(), scope.document).title)
    names += [decks.get(session, learner_id(), deck_id).title for deck_id in scope.decks]
    if len(names) > _NAMED:
        more = len(names) - _NAMED
        names[_NAMED:] = [ngettext("%(num)s more", "%(num)s more", more)]
    return ", ".join(names) or _("All decks")


def group_label(group: str) -> str:
    """Say in words what kind of questions a group holds."""
    words = {
        "choice": _("Choice"),
        "truefalse": _("True or false"),
        "short": _("Typed answer"),
        "cloze": _("Gap in a sentence"),
        "flashcard": _("Cards that you judge yourself"),
        "arrange": _("Pairs and orders"),
        "mark": _("Places and words to mark"),
        "long": _("Essays and questions of several parts"),
    }
    return words[group]
