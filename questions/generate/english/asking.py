"""Asking: the question word for a phrase, and a clause turned into a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from questions.generate.english.inflection import plural, singular
from questions.generate.english.verbs import agreeing, inverted, written
from questions.generate.english.writing import question
from questions.generate.fact import Fact, Part, Phrase, Predicate, Role, Type


def ask_subject(
    words: str, predicate: Predicate, rest: str = "", *, plural: bool = False, lead: str = ""
) -> str:
    """Ask for the subject: Who signed the treaty? The verb agrees with *words*, not with the key.

    *plural* is of the question words: who is one, which countries are many. *lead* goes first
    and ends with a comma: In 2013, who …?
    """
    verb = written(agreeing(predicate, plural=plural))
    return question(_after(lead, _line(words, verb, rest)))


def ask_other(
    words: str, subject: str, predicate: Predicate, rest: str = "", *, lead: str = ""
) -> str:
    """Ask for anything but the subject: When did the two leaders sign the treaty?"""
    first, after = inverted(predicate)
    return question(_after(lead, _line(words, first, _closed(subject), after, rest)))


def rest_of(fact: Fact, without: Iterable[Part] = ()) -> str:
    """Write what follows the verb as the statement has it, less the parts *without*."""
    left = list(without)
    if fact.after < 0:
        kept = [one for one in fact.parts if not one.fronted and one not in left]
        return " ".join(one.text for one in kept)
    place, pieces = fact.after, []
    for one in sorted(left, key=lambda part: part.at):
        if one.at >= place:
            pieces.append(fact.statement[place : one.at].strip())
            place = one.phrase.at + len(one.phrase.text)
    pieces.append(fact.statement[place:].strip())
    rest = " ".join(piece for piece in pieces if piece)
    return re.sub(r"\s+([,.;:])", r"\1", rest).strip(" .,;")


def lead_of(fact: Fact, without: Iterable[Part] = ()) -> str:
    """Write what stands before the subject, less the parts *without*."""
    left = list(without)
    return " ".join(one.text for one in fact.parts if one.fronted and one not in left)


def question_words(phrase: Phrase, *, role: Role, marker: str = "", noun: str = "") -> str | None:
    """Return what asks for *phrase*: who, in what year, how many states; None where nothing does.

    With *noun* the class is asked for: which country, in which city. A preposition that the
    question word does not swallow stays before it: to whom, under which treaty.
    """
    if role in _REASONS:
        return _REASONS[role]
    if noun:
        return _line(marker, "which", plural(noun) if phrase.plural else singular(noun))
    rule = _RULES.get(phrase.type)
    return rule(phrase, role, marker) if rule else None


def _person(phrase: Phrase, role: Role, marker: str) -> str:
    if marker:
        return f"{marker} whom"
    return "who" if role in {Role.SUBJECT, Role.COMPLEMENT} else "whom"


def _date(phrase: Phrase, role: Role, marker: str) -> str | None:
    if marker in {"", "in", "on", "during", "at"}:
        return "in what year" if re.fullmatch(r"\d{3,4}", phrase.text) else "when"
    return f"{marker} when" if marker in {"since", "until", "by"} else None


def _place(phrase: Phrase, role: Role, marker: str) -> str | None:
    if role is Role.PLACE and marker in {"", "in", "at", "on", "near", "within"}:
        return "where"
    if marker == "from":
        return "from where"
    return "where" if marker in {"to", "into"} else _line(marker, "which place")


def _number(phrase: Phrase, role: Role, marker: str) -> str | None:
    if not phrase.unit:
        return None
    return _line(marker, "how many", plural(phrase.unit))


def _money(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "how much money" if role is Role.SUBJECT else "how much")


def _percent(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "what percentage")


def _duration(phrase: Phrase, role: Role, marker: str) -> str:
    if marker == "for":
        return "for how long"
    return _line(marker, "how long") if role is not Role.SUBJECT else "how much time"


def _organisation(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "which organisations" if phrase.plural else "which organisation")


def _group(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "which people")


def _event(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "which event")


def _work(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "which work")


def _language(phrase: Phrase, role: Role, marker: str) -> str:
    return _line(marker, "which languages" if phrase.plural else "which language")


def _thing(phrase: Phrase, role: Role, marker: str) -> str:
    if phrase.gloss == "person":
        return _person(phrase, role, marker)
    return _line(marker, "what")


def _closed(subject: str) -> str:
    """End what a comma began inside a subject: Anna Freud, the daughter of Sigmund Freud,."""
    return f"{subject}," if _OPENED.search(subject) and not subject.endswith(",") else subject


def _after(lead: str, clause: str) -> str:
    return f"{lead.strip().rstrip(',')}, {clause}" if lead.strip() else clause


def _line(*words: str) -> str:
    return " ".join(one for one in words if one)


_OPENED = re.compile(
    r", (?:the|an?|who|whom|whose|which|where|his|her|its|their|begun|known|born|led|built|made|"
    r"written|[a-z]{2,}(?:ed|ing))\b(?![^,]*,)"
)
_REASONS = {Role.CAUSE: "why", Role.PURPOSE: "for what purpose", Role.MANNER: "how"}
_RULES: dict[Type, Callable[[Phrase, Role, str], str | None]] = {
    Type.PERSON: _person, Type.GROUP: _group, Type.ORG: _organisation, Type.GPE: _place,
    Type.LOC: _place, Type.FAC: _place, Type.EVENT: _event, Type.WORK: _work,
    Type.LANGUAGE: _language, Type.DATE: _date, Type.NUMBER: _number, Type.QUANTITY: _number,
    Type.MONEY: _money, Type.PERCENT: _percent, Type.DURATION: _duration, Type.TERM: _thing,
    Type.THING: _thing, Type.PRODUCT: _thing,
}  # fmt: skip
