"""Without the parser: clozes of names, dates and numbers alone, found by their shape.

This is what is left where the language model cannot be used. Nothing is resolved, so a sentence
that points anywhere else is left out, and only names that the text or the gazetteer confirms
are hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from questions.generate.fact import Fact, Phrase, Type
from questions.generate.lexicon import gazetteer, is_given_name
from questions.generate.situated import relative_time, speaks_of_itself, speaks_of_people_here
from questions.generate.soundness import has_loose_pronoun, shape_of
from questions.generate.vocabulary import words
from questions.text import Block, Sentence

_READ = frozenset({"paragraph", "list_item"})
_MONTHS = "|".join(sorted(month.capitalize() for month in words("months")))
_DATE = re.compile(
    rf"\b(?:\d{{1,2}} (?:{_MONTHS})|(?:{_MONTHS})(?: \d{{1,2}},)?) \d{{4}}\b"
    r"|(?<![\d.,:/-])(?:1\d{3}|20\d{2})(?![\d:/]|[.,-]\d|s\b)"
)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?= [a-z]+s\b)|\b\d+(?:\.\d+)? ?%")
_NAME = re.compile(r"(?<=[a-z,;] )(?:[A-Z][\w’-]+)(?: (?:of |de |von |van )?[A-Z][\w’-]+)*")
_POINTING = re.compile(
    r"\b(?:this|these|those|such|that|both|former|latter|another|other|others|same|here|there|it|"
    r"its|he|him|his|she|her|hers|they|them|their|one|if|would|could|might|may|not|never|no)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|had|have|became|began|brought|built|came|chose|drew|fell|fought|"
    r"found|gave|grew|held|kept|led|left|lost|made|met|rose|ran|sent|set|sold|spoke|taught|took|"
    r"went|won|wrote|[a-z]{2,}ed)\b"
)
_SHORTEST, _LONGEST = 8, 28


def plain_facts(
    text: str, blocks: Sequence[Block], numbered: Sequence[tuple[int, Sentence]]
) -> tuple[Fact, ...]:
    """Return the sentences that can be asked about, each with its names, dates and numbers."""
    return tuple(
        fact
        for index, one in numbered
        if blocks[one.block].kind in _READ
        and (fact := _fact(text, blocks[one.block], index, one)) is not None
    )


def _fact(text: str, block: Block, index: int, one: Sentence) -> Fact | None:
    said = re.sub(r"\s", " ", text[one.start : one.end])
    length = len(said.split())
    if not _SHORTEST <= length <= _LONGEST or shape_of(said) or _POINTING.search(said):
        return None
    if any(rule(said) for rule in (relative_time, speaks_of_people_here, speaks_of_itself)):
        return None
    if (
        not _VERB.search(said)
        or has_loose_pronoun(said)
        or re.match(r"The [a-z]+ [a-z]+ed\b", said)
    ):
        return None
    phrases = tuple(_phrases(said, one.start))
    if not phrases:
        return None
    return Fact(
        statement=said,
        sentence=index,
        start=one.start,
        end=one.end,
        section=block.section,
        phrases=phrases,
        confidence=0.8,
    )


def _phrases(said: str, start: int) -> Iterator[Phrase]:
    taken: list[tuple[int, int]] = []
    for pattern, kind in ((_DATE, Type.DATE), (_NUMBER, Type.NUMBER), (_NAME, None)):
        for match in pattern.finditer(said):
            if any(first < match.end() and match.start() < last for first, last in taken):
                continue
            taken.append(match.span())
            told = kind or _type_of(match[0])
            if told is not None:
                yield _phrase(match, start, told)


def _phrase(match: re.Match[str], start: int, kind: Type) -> Phrase:
    return Phrase(
        text=match[0],
        said=match[0],
        start=start + match.start(),
        end=start + match.end(),
        head=match[0],
        type=kind,
        at=match.start(),
        core=match[0],
        sure=0.9,
    )


def _type_of(name: str) -> Type | None:
    """Tell a place or a person by the lists; other names are not certain enough."""
    if gazetteer().is_place(name):
        return Type.GPE
    first, _, rest = name.partition(" ")
    return Type.PERSON if rest and is_given_name(first) else None
