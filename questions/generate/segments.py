"""Segments: the clauses of a sentence that can stand alone, and what can be left out of one.

Each `Segment` is true by the text as it is written: nothing is taken out that a clause depends on
(a condition, who said it, a denial), and a clause under a governor is never taken out alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from questions.generate.additions import additions
from questions.generate.grammar import (
    agrees,
    conjuncts,
    helpers_of,
    is_contiguous,
    is_finite,
    is_negated,
    is_passive,
    is_verb,
    lemma_of,
    mark_of,
    root_of,
    subject_of,
)  # fmt: skip
from questions.generate.reading import Parsed, end_of, span_of
from questions.generate.relatives import relatives
from questions.generate.segment import CONDITIONS, Segment
from questions.generate.traced import Piece
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def segments(parsed: Parsed, pointing: Sequence[tuple[int, int]] = ()) -> tuple[Segment, ...]:
    """Return the sentence as a whole first, then its parts.

    *pointing* are the places of words that point to something unknown: where they lie in a part
    that only adds to its clause, the clause is given without that part, too.
    """
    whole = Segment(((0, len(parsed.text)),), root_of(parsed.doc), _main_subject(parsed), "whole")
    found = [whole, *_parts(parsed)]
    lighter = [made for one in found if (made := _lightened(parsed, one, pointing)) is not None]
    return (*found, *lighter)


def _main_subject(parsed: Parsed) -> Token | None:
    root = root_of(parsed.doc)
    return subject_of(root) if root is not None else None


def _parts(parsed: Parsed) -> Iterator[Segment]:
    root = root_of(parsed.doc)
    if root is None or not is_verb(root):
        return
    yield from _shortened(parsed, root)
    if can_be_split(parsed, root):
        yield from _joined_clauses(parsed, root)
    yield from relatives(parsed)


def _lightened(
    parsed: Parsed, segment: Segment, pointing: Sequence[tuple[int, int]]
) -> Segment | None:
    """Leave out what tells when, where or how: if it points away, or all of it if it is long."""
    verb = segment.verb
    if verb is None or not _tells_an_event(verb) or _has_conditions(parsed):
        return None
    adjuncts = [one for one in _adjuncts(verb) if segment.covers(*one)]
    loose = [
        (start, end)
        for start, end in adjuncts
        if any(start <= first < end for first, _ in pointing)
    ]
    length = sum(
        len(parsed.text[one[0] : one[1]].split())
        for one in segment.pieces
        if not isinstance(one, str)
    )
    cuts = loose or (adjuncts if length > LONG else [])
    if not cuts:
        return None
    pieces = [part for one in segment.pieces for part in _without(one, cuts)]
    return replace(segment, pieces=tuple(pieces), sure=segment.sure - 0.1)


def _tells_an_event(verb: Token) -> bool:
    """Tell whether it happened once: what holds in general may hold only there or then."""
    first = next(iter(helpers_of(verb)), verb)
    state = lemma_of(verb) in {"be", "have"} and not helpers_of(verb)
    return first.tag_ == "VBD" and not state and not is_negated(verb) and not _is_governed(verb)


def _without(piece: Piece, cuts: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    if isinstance(piece, str):
        yield piece
        return
    place, last = piece
    for start, end in sorted(cuts):
        if place <= start and end <= last:
            yield place, start
            place = end
    yield place, last


def _adjuncts(verb: Token) -> Iterator[tuple[int, int]]:
    """Yield where the parts lie that a clause is true and whole without."""
    settled = is_passive(verb)
    for child in sorted(verb.children, key=lambda one: one.i):
        if child.dep_ in {"dobj", "attr", "acomp", "agent", "oprd"}:
            settled = True
        elif _may_go(child, settled=settled) and is_contiguous(child):
            span = span_of(child)
            after = verb.doc[span.end] if span.end < len(verb.doc) else None
            if not _closes(after):
                continue
            if span.start > verb.i:
                before = verb.doc[span.start - 1]
                yield (before.idx if before.text == "," else span[0].idx), end_of(span)


def _closes(after: Token | None) -> bool:
    """Tell whether what follows shows that the parse saw the whole part."""
    return after is None or after.is_punct or after.pos_ in {"ADP", "SCONJ"}


def _may_go(child: Token, *, settled: bool) -> bool:
    if child.dep_ == "prep":
        return settled and child.i > child.head.i and child.lower_ not in _NEEDED
    return child.dep_ == "advcl" and mark_of(child) in _TIMES and child.i > child.head.i


def _has_conditions(parsed: Parsed) -> bool:
    return any(one.lower_ in CONDITIONS for one in parsed.doc)


def can_be_split(parsed: Parsed, root: Token) -> bool:
    """Tell whether each of the joined clauses is true alone."""
    lowered = {one.lower_ for one in parsed.doc}
    if lowered & CONDITIONS or is_negated(root) or _is_governed(root):
        return False
    if _is_joined_by_nothing(root):
        return False
    return not any(one.dep_ in {"ccomp", "csubj", "parataxis"} for one in root.children)


def _is_joined_by_nothing(root: Token) -> bool:
    """Tell whether the parse took a participle for the verb: France, engaged in wars, declared …"""
    verbs = _joined(root)
    linked = any(
        one.dep_ == "cc" or one.text == ";" for verb in (root, *verbs) for one in verb.children
    )
    return bool(verbs) and not linked


def _is_governed(verb: Token) -> bool:
    """Tell whether a modal, or a verb of wish or doubt, stands over what follows."""
    if any(one.tag_ == "MD" for one in helpers_of(verb)):
        return True
    lemma = lemma_of(verb)
    return lemma in words("hedges") and any(one.dep_ in {"xcomp", "ccomp"} for one in verb.children)


def _shortened(parsed: Parsed, root: Token) -> Iterator[Segment]:
    """Leave out what only adds to the main clause: after a comma, in dashes or in brackets.

    A long sentence is also given with each of these parts alone left in.
    """
    cuts = _apart(sorted(one for one in _removable(parsed, root) if _leaves_a_whole(parsed, one)))
    if any(one.dep_ == "expl" for one in root.children):
        # There were 40 houses, of which ten had a roof, were painted: the verb has lost its *of*.
        cuts = [one for one in cuts if not _is_before_verb(parsed, one[1])]
    if not cuts:
        return
    yield _main(parsed, root, cuts)
    if len(cuts) > 1 and len(parsed.text.split()) > LONG:
        for kept in cuts:
            yield _main(parsed, root, [one for one in cuts if one != kept])


def _leaves_a_whole(parsed: Parsed, cut: tuple[int, int]) -> bool:
    """Tell whether what stands before a cut is ended: no verb or preposition waits for its noun."""
    before = [one for one in parsed.doc if one.idx < cut[0] and not one.is_punct]
    if _ends_after_and(before):
        return False
    if not before or before[-1].tag_ in {"IN", "TO", "DT", "CC", "PRP$"}:
        return not before
    return before[-1].tag_ != "VB" or before[-1].dep_ not in {"acl", "xcomp", "conj"}


def _is_before_verb(parsed: Parsed, end: int) -> bool:
    after = next((one for one in parsed.doc if one.idx >= end and not one.is_punct), None)
    return after is not None and is_finite(after) and is_verb(after)


def _ends_after_and(before: Sequence[Token]) -> bool:
    """Tell whether an *and,* is left without the verb it joins: and, with a will to live."""
    joints = [at for at, one in enumerate(before[:-1]) if one.dep_ == "cc"
              and one.i + 1 < len(one.doc) and one.nbor().text == ","]  # fmt: skip
    return bool(joints) and not any(is_finite(one) for one in before[joints[-1] :] if is_verb(one))


def _main(parsed: Parsed, root: Token, cuts: Sequence[tuple[int, int]]) -> Segment:
    pieces = tuple(_without((0, len(parsed.text)), cuts))
    return Segment(pieces, root, subject_of(root), "main", 0.95)


def _apart(cuts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep of cuts that overlap the one that begins first."""
    found: list[tuple[int, int]] = []
    for start, end in cuts:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _removable(parsed: Parsed, root: Token) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _BRACKETS.finditer(parsed.text))
    yield from additions(parsed.doc, root)
    yield from _opening(parsed, root)
    if can_be_split(parsed, root):
        second = next((one for one in _joined(root) if subject_of(one) is not None), None)
        start = _joint(second) if second is not None else None
        if start is not None and start > root.i and not _is_one_of_verbs(parsed.doc[start - 1]):
            yield parsed.doc[start].idx, _stop(parsed)


def _is_one_of_verbs(before: Token) -> bool:
    """Tell whether a list of verbs would be cut: how we integrate, organize, and use …"""
    return before.tag_ in {"VB", "VBP", "VBZ", "VBD"} and before.dep_ in {"conj", "ccomp", "advcl"}


def _opening(parsed: Parsed, root: Token) -> Iterator[tuple[int, int]]:
    """Find *Drawing from Greek literature,* before the subject."""
    first = parsed.doc[0]
    for token in root.children:
        if token.dep_ == "advcl" and token.left_edge.i == 0 and first.tag_ in {"VBG", "VBN"}:
            last = token.right_edge
            after = parsed.doc[last.i + 1] if last.i + 1 < len(parsed.doc) else None
            if after is not None and after.text == "," and is_contiguous(token):
                yield 0, end_of(after)


def _joined(root: Token) -> list[Token]:
    return [one for one in conjuncts(root)[1:] if is_verb(one)]


def _joint(verb: Token) -> int | None:
    """Return the word where a joined clause begins with its *and* or comma, if it is clean."""
    first = verb.left_edge.i
    doc = verb.doc
    start = first - 1
    while start > 0 and (doc[start].dep_ == "cc" or doc[start].is_punct):
        start -= 1
    joint = start + 1
    if joint >= first or doc[joint].text not in {",", ";", "—", "–", "and", "but"}:
        return None
    return joint


def _stop(parsed: Parsed) -> int:
    """Return where the words end, before the full stop."""
    last = parsed.doc[len(parsed.doc) - 1]
    return last.idx if last.is_punct else end_of(last)


def _joined_clauses(parsed: Parsed, root: Token) -> Iterator[Segment]:
    """Yield *S V* and *S W* of *S V and W*, each with the subject."""
    verbs = [root, *_joined(root)]
    subject = subject_of(root)
    if len(verbs) < 2 or subject is None or not is_contiguous(subject):
        return
    for index, verb in enumerate(verbs):
        end = _end_of_clause(parsed, verbs, index)
        whole = end is not None and _leaves_a_whole(parsed, (end, end))
        made = _clause(parsed, root, subject, verb, end) if end is not None and whole else None
        if made is not None:
            yield made


def _end_of_clause(parsed: Parsed, verbs: list[Token], index: int) -> int | None:
    if index + 1 == len(verbs):
        return _stop(parsed)
    joint = _joint(verbs[index + 1])
    return parsed.doc[joint].idx if joint is not None else None


def _clause(parsed: Parsed, root: Token, subject: Token, verb: Token, end: int) -> Segment | None:
    own = subject_of(verb)
    if own is not None:
        if not agrees(own, verb) or not is_finite(verb):
            return None
        start = 0 if verb.i == root.i else verb.left_edge.idx
        start = own.left_edge.idx if verb.i != root.i and _opens_with(verb, own) else start
        return Segment(((start, end),), verb, own, "clause", 0.9)
    if not is_finite(verb) or helpers_of(verb) or not agrees(subject, verb):
        return None
    first = verb.left_edge
    if verb.tag_ == "VBN" or is_negated(root) or first.i < subject.right_edge.i:
        return None
    if not _follows_its_joint(verb):
        return None
    whole = span_of(subject)
    return Segment(((whole[0].idx, end_of(whole)), (first.idx, end)), verb, subject, "shared", 0.85)


def _follows_its_joint(verb: Token) -> bool:
    """Tell whether only adverbs stand between *and* and the verb: nothing that could be its own."""
    doc, place = verb.doc, verb.i - 1
    while place > 0 and doc[place].pos_ in {"ADV", "PART"}:
        place -= 1
    return doc[place].dep_ == "cc" or doc[place].text in {",", ";"}


def _opens_with(verb: Token, own: Token) -> bool:
    """Tell whether only *and* stands before the subject of a joined clause."""
    before = verb.doc[verb.left_edge.i : own.left_edge.i]
    return all(one.dep_ == "cc" or one.is_punct for one in before)


_BRACKETS = re.compile(r" ?\([^()]*\)")
LONG = 24  # words of a clause from which it is also given without what only adds to it
_NEEDED = frozenset(
    {"of", "to", "except", "without", "but", "than", "unlike", "against", "instead"}
)
_TIMES = frozenset(
    {"when", "after", "before", "while", "since", "as", "although", "though", "because"}
)
