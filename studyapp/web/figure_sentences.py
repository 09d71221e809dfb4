"""What the figures of things and of time say in a sentence: decks, questions, quizzes, days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from studyapp.figures import ENOUGH, Cell, Figure
from studyapp.web import figure_words
from studyapp.web.figure_words import number_of, percent, short, spent, whole
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext


def sentence(figure: Figure, goal: float) -> str:
    """Return what *figure* says; *goal* is the retention that is wanted."""
    say = _SENTENCES.get(figure.name)
    return say(figure) if say else figure_words.sentence(figure, goal)


def _calendar(figure: Figure) -> str:
    month = ngettext(
        "You studied on %(num)s day of the last 28",
        "You studied on %(num)s days of the last 28",
        number_of(figure, "studied_in_4_weeks"),
    )
    week = _("%(time)s in the last 7 days", time=spent(figure.facts["minutes_in_7_days"]))
    return _("%(month)s, %(week)s.", month=month, week=week)


def _decks(figure: Figure) -> str:
    if not figure.rows:
        return _("No deck has a card yet.")
    return _weakest(figure) or _("No deck has %(number)s reviews in this time yet.", number=ENOUGH)


def _documents(figure: Figure) -> str:
    if not figure.rows:
        return _("No card was made from a document yet.")
    return _weakest(figure) or _(
        "No document has %(number)s reviews in this time yet.", number=ENOUGH
    )


def _tags(figure: Figure) -> str:
    if not figure.rows:
        return _("No card has a tag yet.")
    return _weakest(figure) or _("No tag has %(number)s reviews in this time yet.", number=ENOUGH)


def _weakest(figure: Figure) -> str:
    """Say where the fewest reviews were right, and where the most."""
    at = {name: place for place, name in enumerate(figure.columns)}
    told = [row for row in figure.rows if int(row[at["reviews"]] or 0) >= ENOUGH]
    if not told:
        return ""
    low, high = (pick(told, key=lambda row: float(row[at["share"]] or 0)) for pick in (min, max))
    if low is high:
        return _(
            "%(name)s: %(share)s of %(number)s reviews were right.",
            name=low[0],
            share=percent(low[at["share"]]),
            number=low[at["reviews"]],
        )
    return _(
        "The fewest reviews were right in %(low)s (%(low_share)s), the most in %(high)s "
        "(%(high_share)s).",
        low=low[0],
        low_share=percent(low[at["share"]]),
        high=high[0],
        high_share=percent(high[at["share"]]),
    )


def _hard(figure: Figure) -> str:
    if not number_of(figure, "questions"):
        return _("No question was reviewed three times in this time yet.")
    if not figure.rows:
        return _("Every review of every question was right.")
    return ngettext(
        "%(num)s question was missed at least once, of %(whole)s that were reviewed three times "
        "or more.",
        "%(num)s questions were missed at least once, of %(whole)s that were reviewed three times "
        "or more.",
        number_of(figure, "missed"),
        whole=figure.facts["questions"],
    )


def _leeches(figure: Figure) -> str:
    number = number_of(figure, "questions")
    if not number:
        return _("No card is forgotten again and again.")
    told = ngettext(
        "%(num)s question is forgotten again and again.",
        "%(num)s questions are forgotten again and again.",
        number,
    )
    part = figure.facts["share_of_time"]
    if not part:
        return told
    return f"{told} " + _("They took %(share)s of your time.", share=percent(part))


def _sinks(figure: Figure) -> str:
    number = number_of(figure, "questions")
    if not number:
        return _("Nothing was answered in this time.")
    return ngettext(
        "%(num)s question took %(time)s, %(share)s of your time.",
        "%(num)s questions took %(time)s, %(share)s of your time.",
        number,
        time=spent(figure.facts["minutes"]),
        share=percent(figure.facts["share_of_time"]),
    )


def _luck(figure: Figure) -> str:
    number = number_of(figure, "reviews")
    if number < ENOUGH:
        return figure_words.few(number)
    right, known = (float(figure.facts[name] or 0) for name in ("share", "corrected"))
    if right - known < _TELLS:
        return _(
            "Next to none: %(right)s of %(number)s reviews were right.",
            right=percent(right),
            number=number,
        )
    return _(
        "%(right)s of %(number)s reviews were right; without lucky guesses it is about %(known)s.",
        right=percent(right),
        number=number,
        known=percent(known),
    )


_TELLS = 0.005


def _quizzes(figure: Figure) -> str:
    if not figure.rows:
        return _("No quiz was finished in this time.")
    number = number_of(figure, "questions")
    ends = [percent(figure.facts[name]) for name in ("corrected_low", "corrected_high")]
    if number < ENOUGH:
        return ngettext(
            "With %(num)s question only this can be said: without guessing, %(low)s to %(high)s.",
            "With %(num)s questions only this can be said: without guessing, %(low)s to %(high)s.",
            number,
            low=ends[0],
            high=ends[1],
        )
    return ngettext(
        "In %(num)s quiz you earned %(score)s; corrected for guessing it is %(known)s "
        "(%(low)s to %(high)s).",
        "In %(num)s quizzes you earned %(score)s; corrected for guessing it is %(known)s "
        "(%(low)s to %(high)s).",
        number_of(figure, "quizzes"),
        score=percent(figure.facts["score"]),
        known=percent(figure.facts["corrected"]),
        low=ends[0],
        high=ends[1],
    )


def _facility(figure: Figure) -> str:
    number = number_of(figure, "attempts")
    if number < ENOUGH:
        return figure_words.few(number)
    return _(
        "Facility is %(facility)s over %(number)s answers in quizzes: %(band)s.",
        facility=percent(figure.facts["facility"]),
        number=number,
        band=facility_band(figure.facts["facility"]),
    )


def facility_band(value: Cell) -> str:
    """Say in words how hard a question is, by Moodle's bands of the facility index."""
    words = (
        (0.05, _("extremely difficult, or something is wrong with it")),
        (0.10, _("very difficult")),
        (0.20, _("difficult")),
        (0.34, _("moderately difficult")),
        (0.65, _("about right for most")),
        (0.80, _("fairly easy")),
        (0.89, _("easy")),
        (0.94, _("very easy")),
        (1.01, _("extremely easy")),
    )
    return next(told for most, told in words if float(value or 0) <= most)


def _options(figure: Figure) -> str:
    if not number_of(figure, "questions"):
        return _("No question with options was answered in this time.")
    if not figure.rows:
        return _("No wrong option was ever picked.")
    return ngettext(
        "Wrong options of %(num)s question were picked, of %(whole)s with options.",
        "Wrong options of %(num)s questions were picked, of %(whole)s with options.",
        number_of(figure, "fooling"),
        whole=figure.facts["questions"],
    )


def _knowledge(figure: Figure) -> str:
    if not figure.rows or not figure.facts["cards"]:
        return _("No card was learned yet.")
    told = _(
        "You know about %(known)s of the %(cards)s cards that you have begun",
        known=whole(figure.facts["known"]),
        cards=figure.facts["cards"],
    )
    if len(figure.rows) == 1:
        return f"{told}."
    return _("%(told)s, %(moved)s when this time began.", told=told, moved=_moved(figure))


def _moved(figure: Figure) -> str:
    gained = round(float(figure.facts["gained"] or 0))
    if not gained:
        return _("as many as")
    if gained > 0:
        return _("%(number)s more than", number=gained)
    return _("%(number)s fewer than", number=-gained)


def _ahead(figure: Figure) -> str:
    if not figure.rows:
        return _("There is no card to come back.")
    low, high = figure.rows[1][2:4]
    return _(
        "About %(reviews)s reviews and %(minutes)s minutes a day, tomorrow %(span)s reviews. "
        "At the end you know about %(known)s of %(cards)s cards.",
        reviews=short(figure.facts["reviews_a_day"]),
        minutes=short(figure.facts["minutes_a_day"]),
        span=low if low == high else _("%(low)s to %(high)s", low=low, high=high),
        known=whole(figure.facts["known_at_end"]),
        cards=figure.facts["cards"],
    )


def _history(figure: Figure) -> str:
    number = number_of(figure, "answers")
    if not number:
        return _("It was never answered.")
    return ngettext(
        "%(num)s answer, %(right)s right; forgotten after it was known: %(lapses)s.",
        "%(num)s answers, %(right)s right; forgotten after it was known: %(lapses)s.",
        number,
        right=figure.facts["right"],
        lapses=figure.facts["lapses"],
    )


def _forgetting(figure: Figure) -> str:
    facts = figure.facts
    if facts["chance"] is None or not figure.rows:
        return _("It was never learned, so there is nothing to fade.")
    return ngettext(
        "Now you recall it with a chance of %(chance)s. It falls to %(goal)s %(num)s day after "
        "the last answer.",
        "Now you recall it with a chance of %(chance)s. It falls to %(goal)s %(num)s days after "
        "the last answer.",
        max(1, round(float(facts["ideal_days"] or 0))),
        chance=percent(facts["chance"]),
        goal=percent(facts["goal"]),
    )


_SENTENCES: Mapping[str, Callable[[Figure], str]] = MappingProxyType(
    {
        "calendar": _calendar,
        "decks": _decks,
        "documents": _documents,
        "tags": _tags,
        "hard": _hard,
        "leeches": _leeches,
        "sinks": _sinks,
        "luck": _luck,
        "quizzes": _quizzes,
        "facility": _facility,
        "options": _options,
        "knowledge": _knowledge,
        "ahead": _ahead,
        "history": _history,
        "forgetting": _forgetting,
    }
)
