"""Situated words: what a statement leaves to who speaks, on which day, and on which page.

Each rule looks at the words around, too: *the US*, *Aleksei I*, *Black Friday*, *a figure of
the movement* and *65 million years ago* depend on nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from questions.checks.times import speaks_of_the_writer
from questions.generate.vocabulary import words

_FEWEST_SPEAKING, _SHARE_SPEAKING = 2, 0.04  # sentences from which a text has a narrator


def has_narrator(texts: Iterable[str]) -> bool:
    """Tell whether somebody speaks of himself all through the text: then *we* are his people."""
    said = list(texts)
    speaking = sum(1 for one in said if _narrates(one) or speaks_of_the_writer(one))
    return speaking >= max(_FEWEST_SPEAKING, _SHARE_SPEAKING * len(said))


def _narrates(text: str) -> bool:
    plain = _QUOTED.sub(" ", text)
    return any(_means_the_speaker(one, plain) for one in _SINGULAR.finditer(plain))


def speaks_of_people_here(text: str, *, narrated: bool = True) -> bool:
    """Tell whether a statement speaks of its writer or its reader.

    Where nobody narrates, *our senses* and *you* are those of all people.
    """
    plain = _QUOTED.sub(" ", text)
    if not narrated:
        personal = (*_SINGULAR.finditer(plain), *_ADDRESSED.finditer(plain))
        return speaks_of_the_writer(plain) or any(
            _means_the_speaker(one, plain) for one in personal
        )
    return any(_means_the_speaker(one, plain) for one in _anybody().finditer(plain))


def _means_the_speaker(found: re.Match[str], text: str) -> bool:
    """Tell *I*, *us* and *mine* from *Aleksei I*, *US* and *a mine*."""
    word = found[0]
    if word == "I":
        numbered = re.search(r"\b(?:[A-Z][\w’.-]+|[Tt]ype|[Ss]tage|[Pp]hase|[Cc]lass) $",
                             text[: found.start()])  # fmt: skip
        return numbered is None or numbered[0].lower().strip() in _BEFORE_I
    if word.lower() == "mine":
        return re.search(r"\b(?:of|is|was|are|were) $", text[: found.start()]) is not None
    return not word.isupper()


@cache
def _anybody() -> re.Pattern[str]:
    listed = "|".join(sorted(map(re.escape, words("first_and_second_person") - {"i"})))
    return re.compile(rf"(?<![\w’'-])(?:I|(?i:{listed}))(?![\w-])(?!\.\w)")


def speaks_of_itself(text: str) -> bool:
    """Tell whether a statement speaks of the text that it stands in: see Figure 3."""
    return _OF_THE_TEXT.search(text) is not None


def relative_time(text: str) -> str | None:
    """Return the words of a statement that depend on when the text was written."""
    return next((one[0] for one in _moments().finditer(text) if not _lasts(one)), None)


@cache
def _moments() -> re.Pattern[str]:
    listed = sorted(words("deictic_time"), key=lambda one: (-len(one), one))
    told = "|".join((*map(re.escape, listed), *_COUNTED_FROM))
    return re.compile(rf"(?<![\w’'-])(?:{told})(?![\w-])", re.I)


def _lasts(found: re.Match[str]) -> bool:
    """Tell whether the words mean the same on every day."""
    word, before = found[0], found.string[: found.start()]
    after = found.string[found.end() :]
    rule = _LASTING.get(word.lower())
    if rule is not None and rule(before, after):
        return True
    if word.lower() in _WEEKDAYS:
        return bool(_NAMED_DAY.search(before) or _DATED.match(after))
    if re.match(r" of (?:[A-Z]|the\b|each\b|every\b)", after):
        return True  # the last week of February 1974
    counted = word.lower().startswith(("the same ", "that ", "the following ", "the next "))
    dated = re.search(r"\b(?:1\d{3}|20\d{2})\b", before) is not None
    return counted and (dated or re.match(r" (?:as|that|for)\b", after) is not None)


def _long_ago(before: str, after: str) -> bool:
    return re.search(r"(?:million|billion|thousand|hundred|\d{4,}|\d,\d{3})s?[ -]?(?:of )?"
                     r"years $", before) is not None  # fmt: skip


def _still_so(before: str, after: str) -> bool:
    """Tell *what is now Ohio* and a *now* within the clause from the day of a report."""
    if re.search(r"\b(?:is|are|has|have|’s|'s) $", before) and not _IS_CALLED.search(before):
        return False
    inside = re.search(r"\w{3,}", before) and not re.match(r"[,;]", after)
    return bool(_IS_CALLED.search(before) or inside)


def _called_so(before: str, after: str) -> bool:
    return _IS_CALLED.search(before) is not None


def _soon_after(before: str, after: str) -> bool:
    return re.match(r" (?:after|as|enough)\b", after) is not None


#: Times counted from one that another sentence tells.
_COUNTED_FROM = (
    r"(?:that|this) (?:very )?same (?:day|year|month|week|time)",
    r"(?:the|over the|for the) next (?:\w+ )?(?:hours|days|weeks|months|years|decades)",
    r"(?:hours?|days?|weeks?|months?|years?|decades?|centuries|century) (?:later|earlier)"
    r"(?!,? in \d)",
    r"at (?:that|this) (?:time|point|moment|age|stage)",
    r"(?:once|yet) again",
    r"(?:this|last|next|over the) weekend",
)
_LASTING = {
    "ago": _long_ago, "now": _still_so, "today": _called_so, "currently": _called_so,
    "presently": _called_so, "soon": _soon_after,
}  # fmt: skip
_IS_CALLED = re.compile(
    r"\b(?:(?:what|which|that) (?:is|are)|known|called|named|part of|[a-z]+-day) (?:\w+ly )?$"
)
_WEEKDAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)
_NAMED_DAY = re.compile(
    r"\b(?:Black|Good|Bloody|Ash|Holy|Maundy|Easter|Palm|Cyber|Super|Whit|every|each|a|any) $"
)
_DATED = re.compile(
    r",? (?:the )?(?:\d{1,2}\b|(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b)"
)
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_SINGULAR = re.compile(r"(?<![\w’'-])(?:I|[Mm]e|[Mm]y|[Mm]yself|[Mm]ine)(?![\w-])(?!\.\w)")
#: Who reads is meant, but for what everybody has: your brain.
_ADDRESSED = re.compile(
    r"(?i)\b(?:you|yours(?:elf|elves)?|let(?:’s|'s| us)|imagine|your"
    r"(?! (?:own )?(?:brain|mind|body|heart|eyes?|ears?|skin|lungs?|muscles?|memory|senses|blood|"
    r"cells|immune|nervous|digestive)\b))\b"
)
_BEFORE_I = frozenset({"and", "but", "so", "yet", "when", "if", "as", "that", "then", "what"})
_OF_THE_TEXT = re.compile(
    r"\b(?i:this (?:chapter|section|article|paper|book|text|page|essay|module|unit|lesson)|"
    r"see also|as (?:mentioned|discussed|described|noted|shown|we)\b|image credit|"
    r"photo(?:graph)?s? (?:by|credit|courtesy)|et al|"
    r"(?:the|example|figure|table|listed|shown|mentioned|described|"
    r"discussed|given|list|noted|stated|seen) (?:above|below)|(?:above|below)[.,;:]|"
    r"click (?:here|on)|shown here|pictured)"
    # A place in a figure, a made-up one of several: at choice H, Plant L, labeled M1.
    r"|\b(?i:choice|point|plant|panel|curve|labell?ed|country|firm|scenario|company|person|good|"
    r"location|position|student|worker|area|segment|triangle|box|individual|market|price|quantity|"
    r"product|line) (?:like )?[A-Z]\d?(?![\w’'-]|\.\w)"
    r"|\b[A-Z] \+ [A-Z]\b"
    r"|^(?!.*\b(?:symbol|letter|grade|note|type|vitamin|denoted|called|abbreviated)\b)"
    r".* (?:is|equals|becomes) [A-Z]\.$"
    r"|(?i:\b(?:figures?|figs?\.?|tables?|chapter|section|exercise|appendix|listing) "
    r"\(?\d)|\bAppendix [A-Z]\b|\((?:left|right|top|bottom)\)"
)
