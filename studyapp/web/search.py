"""Search: what is found, why nothing is, and acts on what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from studyapp import bulk, duedates, learners, search
from studyapp.bulk import Bulk, Chosen
from studyapp.errors import RefusedError
from studyapp.ids import is_id
from studyapp.learners import Clock
from studyapp.search import QueryError
from studyapp.web import finding
from studyapp.web.page import form_id, safe_next
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner_id, now
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext

blueprint = Blueprint("search", __name__, url_prefix="/search")
MOST_AT_ONCE = 20_000
Act = Callable[[Bulk], int]


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show what a query finds, or what is wrong with it."""
    text = request.args.get("q", "").strip()
    with database().reading() as session:
        clock = clock_of(session)
        try:
            query = search.parse(text)
        except QueryError as error:
            return _page(session, text, fault=finding.fault_view(error, text)), 422
        return _page(session, text, found=finding.found_view(session, query, text, clock))


def _page(
    session: Session,
    text: str,
    *,
    fault: finding.FaultView | None = None,
    found: finding.FoundView | None = None,
) -> str:
    return render_template(
        "search/show.html", query=text, fault=fault, found=found, words=_word_help(session)
    )


def _word_help(session: Session) -> SimpleNamespace:
    """Return the words of the language, with the learner's own tags and findings."""
    most = 30
    return SimpleNamespace(
        kinds=search.KINDS,
        states=search.STATES,
        tags=search.names_found(session, learner_id(), "tag_list")[:most],
        findings=search.names_found(session, learner_id(), "finding_list")[:most],
    )


@blueprint.post("/acts")
def act() -> ResponseReturnValue:
    """Do something with the questions that were chosen, or with all that were found."""
    done, say = _wanted_act()
    key, moment = form_id(), now()
    chosen, query = chosen_sent()
    if not chosen.ids and chosen.query is None:
        raise RefusedError(_("Nothing was chosen. Tick some questions, or choose all found."))

    def action(session: Session) -> int:
        clock = learners.clock_of(learners.load(session, learner_id()), moment)
        refuse_too_many(session, chosen, clock)
        return done(Bulk(session, learner_id(), chosen, clock, key))

    number = database().write(action)
    flash(say(number) if number else _("Nothing had to be changed."))
    return redirect(safe_next(url_for("search.show", q=query or None)), code=303)


def chosen_sent() -> tuple[Chosen, str]:
    """Return the questions that the form is about, and the query of its page."""
    text = request.form.get("q", "")
    ids = tuple(filter(is_id, request.form.getlist("question")))
    if request.form.get("which") != "all":
        return Chosen(ids=ids[: search.MOST_ROWS]), text
    try:
        return Chosen(query=search.parse(text)), text
    except QueryError as error:
        raise RefusedError(finding.query_fault(error)) from error


def refuse_too_many(session: Session, chosen: Chosen, clock: Clock) -> None:
    """Refuse an act that would keep everybody else waiting for long."""
    if bulk.number(session, learner_id(), chosen, clock) > MOST_AT_ONCE:
        raise RefusedError(
            _("At most %(most)s questions at once. Search for fewer.", most=MOST_AT_ONCE)
        )


def _wanted_act() -> tuple[Act, Callable[[int], str]]:
    """Return the act that the form names, and what to say when it is done."""
    wanted = request.form.get("act", "")
    if wanted in {"tag", "untag"}:
        return _tagging(wanted)
    if wanted == "move":
        return _moving()
    if wanted in {"due", "postpone"}:
        return _dating(wanted)
    acts: dict[str, tuple[Act, Callable[[int], str]]] = {
        "suspend": (bulk.suspend, _says_suspended),
        "resume": (bulk.resume, _says_resumed),
        "mark": (lambda one: bulk.mark(one, True), _says_marked),
        "unmark": (lambda one: bulk.mark(one, False), _says_unmarked),
        "advance": (duedates.advance, _says_advanced),
        "reset": (bulk.reset, _says_reset),
        "delete": (bulk.delete, _says_deleted),
    }
    if wanted not in acts:
        raise RefusedError(_("Choose what to do with the questions."))
    return acts[wanted]


def _tagging(wanted: str) -> tuple[Act, Callable[[int], str]]:
    names = bulk.tags_of(request.form.get("tags", ""))
    if wanted == "tag":
        return lambda one: bulk.tag(one, names), _says_tagged
    return lambda one: bulk.untag(one, names), _says_untagged


def _moving() -> tuple[Act, Callable[[int], str]]:
    deck_id = request.form.get("deck", "")
    if not is_id(deck_id):
        raise RefusedError(_("Choose the deck to move them to."))
    return lambda one: bulk.move(one, deck_id), _says_moved


def _dating(wanted: str) -> tuple[Act, Callable[[int], str]]:
    sent = request.form.get("days", "").strip()
    if wanted == "due":
        days = duedates.days_of(sent)
        return lambda one: duedates.set_due(one, days), lambda number: says_due(number, days)
    later = duedates.days_of(sent, least=1)
    return lambda one: duedates.postpone(one, later), lambda number: _says_put_off(number, later)


def says_due(number: int, days: int) -> str:
    """Say when cards come."""
    if days == 0:
        return ngettext("%(num)s card comes today.", "%(num)s cards come today.", number)
    day = ngettext("%(num)s day", "%(num)s days", days)
    return ngettext(
        "%(num)s card comes in %(when)s.", "%(num)s cards come in %(when)s.", number, when=day
    )


def _says_put_off(number: int, days: int) -> str:
    when = ngettext("%(num)s day", "%(num)s days", days)
    return ngettext(
        "%(num)s card is put off by %(when)s.",
        "%(num)s cards are put off by %(when)s.",
        number,
        when=when,
    )


def _says_advanced(number: int) -> str:
    return ngettext(
        "%(num)s card comes today instead of later.",
        "%(num)s cards come today instead of later.",
        number,
    )


def _says_tagged(number: int) -> str:
    return ngettext("%(num)s question tagged.", "%(num)s questions tagged.", number)


def _says_untagged(number: int) -> str:
    return ngettext(
        "The tag is taken from %(num)s question.",
        "The tag is taken from %(num)s questions.",
        number,
    )


def _says_moved(number: int) -> str:
    return ngettext("%(num)s question moved.", "%(num)s questions moved.", number)


def _says_suspended(number: int) -> str:
    return ngettext("%(num)s card set aside.", "%(num)s cards set aside.", number)


def _says_resumed(number: int) -> str:
    return ngettext("%(num)s card brought back.", "%(num)s cards brought back.", number)


def _says_marked(number: int) -> str:
    return ngettext("%(num)s card marked.", "%(num)s cards marked.", number)


def _says_unmarked(number: int) -> str:
    return ngettext(
        "The mark is taken from %(num)s card.", "The mark is taken from %(num)s cards.", number
    )


def _says_reset(number: int) -> str:
    return ngettext("%(num)s card is new again.", "%(num)s cards are new again.", number)


def _says_deleted(number: int) -> str:
    return ngettext(
        "%(num)s question is in the trash.", "%(num)s questions are in the trash.", number
    )
