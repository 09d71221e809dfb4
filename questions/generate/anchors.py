"""Anchors: what of a question is left that tells which thing, which event is meant.

*The _____ sank on her first voyage* has an answer for whoever has the text beside it. What
happened once, or holds of one thing that the text is about, needs a name or a term in what the
learner sees; what holds in general does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from questions.generate.draft import Draft
from questions.generate.fact import NAMED, DocumentModel, Name, Phrase, Type
from questions.generate.lexicon import gazetteer, instance_classes, is_given_name, senses
from questions.model import Finding, Kind

_NAME = "needs-context"
_TOLD = frozenset({Kind.CLOZE, Kind.SHORT, Kind.TRUEFALSE, Kind.CHOICE})
#: Names of many: a people or a language alone does not tell which event is meant.
_WEAK = frozenset({Type.GROUP, Type.LANGUAGE})
_RARE, _ENOUGH_TERMS = 2, 2
_SHARE = 0.25  # of the sentences: what they name is what the text is about
_CAPITAL = re.compile(r"(?<=[a-z0-9,;] )[A-Z][\w’'-]+|\b[A-Z]?[a-z]*[a-z][A-Z]\w*|\b[A-Z]{3,}\b")
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday "
    "Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
#: The two disciplines, those three reasons: counted, and not told which they are.
_COUNTED = re.compile(
    r"\b(?:[Tt]he|[Tt]hese|[Tt]hose) (?:two|three|four|five|six|other) (?:[a-z]+ )?[a-z]+s\b"
    r"(?! (?:of|that|which|who|whose|where|between|named|called|known|in|on|for|from|to)\b)"
    r"(?!:|,? _|,? [A-Z])"
)
#: Beginnings and turns that lean on another sentence: of which series, which one, than what.
_LEANING = (
    r"The (?:second|third|fourth|fifth|sixth|next|other|latter|former|final) [a-z]+ "
    r"(?:is|was|are|were)\b",
    r"The (?:remainder|rest) of\b",
    r"(?:An?|One|Another) (?:[a-z]+ )?example (?:is|was|comes)\b",
    r".* (?:is|was|are|were) (?:an?|one|another) (?:[a-z]+ )?example\.$",
    r"(?!.*\bthan\b).*\beven (?:more|less|[a-z]+er)\b",
    # What happened, as if it had been told.
    r"The (?:[a-z]+ )?(?:crisis|turmoil|conflict|incident|attack|decision|move|scandal|debate|riot"
    r"|uprising|victory|defeat|election|meeting|proposal|ruling|verdict)s?\b"
    r"(?! (?:of|that|which|who|to|between|among|over|about|for|against|with|in|at|on|from)\b)",
    # Of what some did or one did nobody is told who; judges took one of twenty.
    r"(?:Some|Many|Several|Various|Certain) (?!of the [A-Z])[a-z]",
    r"One (?!of\b|[a-z]+ of\b|(?:hundred|thousand|million|billion|mile|pound|dollar|hour|day|week"
    r"|month|year|byte|inch|foot|degree)\b)[a-z]+ ",
    r"There (?:is|are|was|were)\b",
    # How it was set up, and not what came of it.
    r"In (?:a|one|another) (?:[a-z]+ )?(?:study|experiment|survey)\b",
)
_LEANS = re.compile("|".join(_LEANING))
_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})s?\b|\bcentury\b|\bBCE?\b")


def with_context_doubts(drafts: Iterable[Draft], model: DocumentModel) -> Iterator[Draft]:
    """Give a finding to each draft whose stem does not tell what it is about."""
    subjects = subjects_of(model)
    for draft in drafts:
        doubt = _doubt(draft, subjects) or _nobody_known(draft, model)
        yield replace(draft, doubts=(*draft.doubts, doubt)) if doubt else draft


def subjects_of(model: DocumentModel) -> tuple[Name, ...]:
    """Return the names that the title has, or a quarter of the sentences: what a text is about."""
    title = model.title.lower()
    fewest = max(3, _SHARE * len(model.sentences))
    return tuple(
        one
        for one in model.names
        if one.type in NAMED - _WEAK
        and (one.count >= fewest or (one.count > 2 and _is_in_title(one, title)))
    )


def _is_in_title(name: Name, title: str) -> bool:
    return any(
        re.search(rf"(?<!\w){re.escape(form.lower())}(?!\w)", title)
        for form in name.aliases
        if len(form) > 2
    )


def _doubt(draft: Draft, subjects: tuple[Name, ...]) -> Finding | None:
    fact = draft.fact
    leans = _COUNTED.search(_seen(draft)) or _LEANS.match(fact.statement)
    if draft.kind in {*_TOLD, Kind.FLASHCARD} and leans:
        return Finding(name=_NAME, reason=_REASON)
    if draft.kind not in _TOLD or not (fact.past or subjects) or fact.topic:
        return None
    shown = list(_shown(draft))
    named = [one for one in shown if one.type in NAMED]
    if any(one.type not in _WEAK for one in named):
        return None
    if named and (_YEAR.search(_seen(draft)) or len(named) > 1):
        return None
    if any(
        one[0] not in _CALENDAR and not is_people(one[0]) for one in _CAPITAL.finditer(_seen(draft))
    ):
        return None  # a name that nothing tells the type of
    if sum(1 for one in shown if _is_term(one)) >= (_ENOUGH_TERMS if fact.past else 1):
        return None
    return Finding(name=_NAME, reason=_REASON)


def _nobody_known(draft: Draft, model: DocumentModel) -> Finding | None:
    """Doubt what *Roberto* does: whom a text calls by the first name alone, only it knows."""
    met = (one for one in draft.fact.phrases if one.type is Type.PERSON)
    if any(_has_first_name_only(one, model) for one in met):
        return Finding(name=_NAME, reason=_REASON)
    return None


def _has_first_name_only(phrase: Phrase, model: DocumentModel) -> bool:
    name = model.name(phrase)
    if name is None or name.role or _is_in_title(name, model.title.lower()):
        return False
    # Newton and Jackson are first names, too, but WordNet knows whom they mean.
    return all(is_given_name(one) and not instance_classes(one) for one in name.aliases)


def is_people(word: str) -> bool:
    """Tell whether the word is a people's: Mexican, Germans."""
    return gazetteer().place_of(word) is not None


def _shown(draft: Draft) -> Iterator[Phrase]:
    """Yield the phrases of the statement that the learner sees."""
    seen = _seen(draft)
    hidden = draft.answer
    for one in draft.fact.phrases:
        inside = hidden is not None and hidden.start <= one.start and one.end <= hidden.end
        if not inside and one.text.lower() in seen.lower():
            yield one


def _seen(draft: Draft) -> str:
    return re.sub(r"\{\{c1::.*?\}\}", "_____", draft.stem)


def _is_term(phrase: Phrase) -> bool:
    """Tell whether the head of a phrase is rare in English: it names what is spoken of."""
    return phrase.type in {Type.THING, Type.TERM} and len(phrase.head) > 5 and _is_rare(phrase.head)


@lru_cache(maxsize=20_000)
def _is_rare(noun: str) -> bool:
    return sum(one.times for one in senses(noun)) <= _RARE


_REASON = (
    "Nothing in it names who, what or where it is about. Write which one is meant, so that it "
    "can be answered without the text."
)
