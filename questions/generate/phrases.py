"""Phrases: what a sentence holds that a question could ask for, before any wording.

Names, dates and numbers come from the mentions. All else comes from the parse, which may be
wrong, so a phrase is taken only where its words stand side by side and end where a reader would
end them; `Phrase.sure` tells how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questions.generate.english import singular
from questions.generate.fact import NAMED, Phrase, Type
from questions.generate.grammar import conjuncts, is_contiguous, is_plural, lemma_of
from questions.generate.lexicon import gloss
from questions.generate.reading import Mention, Reading, end_of, span_of
from questions.generate.traced import Traced

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 9  # words of a phrase that is asked for


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A phrase still in the sentence: *start* to *end* count there."""

    start: int
    end: int
    type: Type
    head: Token | None
    mention: Mention | None = None
    sure: float = 1.0
    determiner: str = ""


def candidates(reading: Reading) -> tuple[Candidate, ...]:
    """Return the phrases of a sentence, in order, each place once."""
    found: dict[tuple[int, int], Candidate] = {}
    for one in (*_mentioned(reading), *_nouns(reading), *_lists(reading), *_verbal(reading)):
        if one.start < one.end and not (_runs_into_verb(one, reading) or _is_torn(one, reading)):
            found.setdefault((one.start, one.end), one)
    return tuple(sorted(found.values(), key=lambda one: (one.start, one.end)))


def _is_torn(one: Candidate, reading: Reading) -> bool:
    """Tell whether a plain phrase stops within a noun phrase, or has a verb in a tense in it."""
    if one.mention is not None or one.type is Type.CLAUSE:
        return False
    inside = [token for token in reading.parsed.doc if one.start <= token.idx < one.end]
    if not inside or any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in inside):
        return True
    if inside[0].tag_ in {"VBN", "VBD"} and inside[0].i and inside[0].nbor(-1).dep_ == "cc":
        return True  # and studied business
    last = inside[-1]
    after = last.nbor() if last.i + 1 < len(last.doc) else None
    within = after is not None and after.pos_ in {"NOUN", "PROPN"} and bool(last.whitespace_)
    return (
        within
        or re.search(r" and [a-z]+ed [a-z]", reading.parsed.text[one.start : one.end]) is not None
    )


def _runs_into_verb(one: Candidate, reading: Reading) -> bool:
    """Tell whether a verb follows what the parse calls an object: *outreach from A and B was …*.

    Then its last words are the subject of what follows.
    """
    if one.head is None or one.head.dep_ not in {"dobj", "pobj", "attr"}:
        return False
    after = next((token for token in reading.parsed.doc if token.idx >= one.end), None)
    return (
        after is not None
        and after.tag_ in {"VBD", "VBZ", "VBP", "MD"}
        and any(
            token.dep_ == "conj" for token in reading.parsed.doc if one.start <= token.idx < one.end
        )
    )


def phrase_of(candidate: Candidate, reading: Reading, traced: Traced) -> Phrase | None:
    """Write a candidate as it stands in the statement; None if it is not whole in it."""
    place = traced.find(candidate.start, candidate.end)
    if place is None:
        return None
    at, end = place
    said = reading.parsed.text[candidate.start : candidate.end]
    text = traced.text[at:end]
    if at == 0 and said[:1].islower() and text[1:] == said[1:]:
        text = said
    head, mention = candidate.head, candidate.mention
    lemma = text if mention and mention.type in NAMED else (lemma_of(head) if head else "")
    return Phrase(
        text=text,
        said=said,
        start=reading.parsed.start + candidate.start,
        end=reading.parsed.start + candidate.end,
        head=lemma,
        type=candidate.type,
        plural=head is not None and is_plural(head),
        name=mention.name if mention else None,
        normal=mention.normal if mention else None,
        unit=mention.unit if mention else None,
        determiner=candidate.determiner,
        at=at,
        core=text,
        gloss=_gloss(candidate),
        sure=candidate.sure,
    )


def _gloss(candidate: Candidate) -> str:
    head = candidate.head
    if head is None or head.pos_ not in {"NOUN", "PROPN"}:
        return ""
    lemma = head.lemma_.lower()
    return gloss(lemma) or gloss(singular(lemma))


def _mentioned(reading: Reading) -> Iterator[Candidate]:
    tokens = reading.parsed.doc
    for mention in reading.mentions:
        inside = [one for one in tokens if mention.start <= one.idx < mention.end]
        if inside:
            head = head_of(inside)
            # Of a name that only describes a noun, the Polaroid camera, less is asked.
            sure = 0.5 if mention.type in NAMED and head.dep_ in {"compound", "nmod"} else 1.0
            yield Candidate(
                mention.start, mention.end, mention.type, head, mention, sure, _before(inside[0])
            )


def head_of(tokens: list[Token]) -> Token:
    """Return the word on which the others hang."""
    places = {one.i for one in tokens}
    return next(
        (one for one in tokens if one.head.i not in places or one.head.i == one.i), tokens[-1]
    )


def _nouns(reading: Reading) -> Iterator[Candidate]:
    for token in reading.parsed.doc:
        if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ in {"compound", "nmod"}:
            continue
        if reading.mention_at(token.idx) is not None and token.pos_ == "PROPN":
            continue
        if token.ent_type_ in {"DATE", "TIME"} and reading.mention_at(token.idx) is None:
            continue  # 2 October of an unknown year
        yield from _short_and_long(token, reading)


def _short_and_long(noun: Token, reading: Reading) -> Iterator[Candidate]:
    first = _first_word(noun)
    if first is None:
        return
    sure = 1.0 if _is_clean(first, noun) else 0.6
    yield Candidate(first.idx, end_of(noun), _type_of(noun), noun, None, sure, _before(first))
    last = noun.right_edge
    if last.i > noun.i and _goes_on_plainly(noun) and last.i - first.i < LONGEST:
        yield Candidate(
            first.idx, end_of(last), _type_of(noun), noun, None, 0.8 * sure, _before(first)
        )


def _first_word(noun: Token) -> Token | None:
    """Return the first word of a noun phrase after its article and the like."""
    inside = list(noun.doc[noun.left_edge.i : noun.i + 1])
    if not is_contiguous(noun) or any(one.pos_ == "VERB" and one.dep_ == "relcl" for one in inside):
        return None
    while inside and (_introduces(inside[0]) or inside[0].tag_ == "POS"):
        inside.pop(0)
    while any(one.tag_ == "POS" for one in inside):
        inside.pop(0)
    if not inside or any(one.is_punct and one.text not in {"-", "–", ","} for one in inside):
        return None
    return _from_hyphen(inside[0])


def _from_hyphen(first: Token) -> Token:
    """Go back over hyphens, to the best of *best-known*."""
    while first.i > 1 and first.nbor(-1).text in {"-", "–"} and not first.nbor(-1).whitespace_:
        first = first.nbor(-2)
    return first


def _introduces(token: Token) -> bool:
    return token.tag_ in {"DT", "PRP$", "WP$", "PDT", "WDT"} or token.dep_ in {
        "det", "poss", "predet", "preconj", "cc", "punct", "advmod", "case",
    }  # fmt: skip


def _is_clean(first: Token, noun: Token) -> bool:
    """Tell whether the neighbours look like the borders of a noun phrase."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    before = noun.doc[first.i - 1] if first.i else None
    starts = before is None or before.pos_ not in {"ADJ", "NOUN", "PROPN", "NUM"}
    starts = starts and (first.pos_ != "VERB" or (before is not None and before.pos_ == "DET"))
    ends = after is None or after.pos_ not in {"NOUN", "PROPN", "NUM"}
    return starts and ends


def _goes_on_plainly(noun: Token) -> bool:
    """Tell whether only *of the …*, *in …* and the like follow the noun."""
    after = noun.doc[noun.i + 1 : noun.right_edge.i + 1]
    return is_contiguous(noun) and not any(
        one.is_punct or one.dep_ in {"relcl", "cc", "conj", "appos", "ccomp"} for one in after
    )


def _lists(reading: Reading) -> Iterator[Candidate]:
    """Find *energy, security, and trade* and *Russia and China* as one answer."""
    for token in reading.parsed.doc:
        if token.dep_ == "conj" or token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            continue
        members = conjuncts(token)
        if len(members) < 2 or not all(one.pos_ in {"NOUN", "PROPN", "ADJ"} for one in members):
            continue
        if not any(child.dep_ == "cc" for one in members for child in one.children):
            continue  # a list cut in its middle
        if _ends_a_list(token):
            continue
        first = _first_word(token) if token.pos_ != "ADJ" else token.left_edge
        last = members[-1].right_edge if _goes_on_plainly(members[-1]) else members[-1]
        if first is None or last.i - first.i > LONGEST * 2:
            continue
        if any(one.pos_ in {"VERB", "AUX"} for one in token.doc[first.i : last.i + 1]):
            continue
        kind = _type_of(token) if token.pos_ != "ADJ" else Type.QUALITY
        yield Candidate(first.idx, end_of(last), kind, token, None, 0.8, _before(first))


def _ends_a_list(token: Token) -> bool:
    """Tell whether a longer list began before: a noun and a comma stand there."""
    first = token.left_edge
    return bool(
        first.i > 1 and first.nbor(-1).text == "," and first.nbor(-2).pos_ in {"NOUN", "PROPN"}
    )


def _verbal(reading: Reading) -> Iterator[Candidate]:
    """Find *to restore order*, *maintaining stability* and *divided* as answers."""
    for token in reading.parsed.doc:
        if token.dep_ == "acomp" and token.pos_ == "ADJ" and is_contiguous(token):
            span = span_of(token)
            yield Candidate(token.idx, end_of(token), Type.QUALITY, token, None, 0.7)
            if len(span) <= LONGEST:
                yield Candidate(span[0].idx, end_of(span), Type.QUALITY, token, None, 0.6)
        elif token.pos_ == "VERB" and token.dep_ in {"advcl", "xcomp", "pcomp", "acl"}:
            span = span_of(token)
            first = span[0]
            fits = first.lower_ == "to" or (first.tag_ == "VBG" and first.i == token.i)
            if fits and 2 <= len(span) <= LONGEST and is_contiguous(token):
                yield Candidate(
                    first.idx, end_of(_without_stop(span)), Type.CLAUSE, token, None, 0.7
                )


def _without_stop(span: Token | object) -> Token:
    tokens = list(span)  # type: ignore[call-overload]
    while tokens[-1].is_punct and len(tokens) > 1:
        tokens.pop()
    last: Token = tokens[-1]
    return last


def _type_of(noun: Token) -> Type:
    return Type.THING


def _before(first: Token) -> str:
    """Return the article, possessive or numeral before a phrase."""
    if first.i == 0:
        return ""
    before = first.nbor(-1)
    return before.lower_ if _introduces(before) and not before.is_punct else ""
