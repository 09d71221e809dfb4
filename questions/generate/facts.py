"""Facts: the facts of each sentence, whole or in the clauses that can stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from questions.generate.appositions import Apposition, appositions
from questions.generate.certainty import is_denied, is_past, modality_of
from questions.generate.fact import Fact, Name, Phrase, Relation, Role, Type
from questions.generate.phrases import candidates, phrase_of
from questions.generate.places import place_of, placed
from questions.generate.reading import Inner, Read, Reading
from questions.generate.rewriting import Edit
from questions.generate.segment import Segment
from questions.generate.segments import segments
from questions.generate.situated import (
    has_narrator,
    relative_time,
    speaks_of_itself,
    speaks_of_people_here,
)  # fmt: skip
from questions.generate.soundness import has_loose_pronoun, trims, unsound
from questions.generate.standing import Standing, standing_of, topic_of
from questions.generate.structure import Structure, of_apposition, structure_of
from questions.generate.traced import Traced, compose

SHORTEST, LONGEST = 5, 50  # words of a statement
#: How much less sure a statement is that leans on the words around it.
_COST = {
    Standing.ALONE: 0.0, Standing.INSIDE: 0.1, Standing.UNDER_TOPIC: 0.2, Standing.LOST: 0.4,
}  # fmt: skip
_UNRESOLVED = "unresolved-reference"


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for all sentences of a section.

    *topic* is what it is about, *narrated* tells whether somebody speaks of himself in it, and
    *place* is the one place that it describes.
    """

    known: Mapping[str, Name]
    topic: str = ""
    narrated: bool = True
    place: str = ""


def facts(read: Read, title: str = "") -> tuple[Fact, ...]:
    """Return the facts of a stretch, in the order of the text."""
    known = read.by_text()
    narrated = has_narrator(one.parsed.text for one in read.readings)
    place = place_of(title, read.names)
    return tuple(
        fact
        for reading in read.readings
        for fact in facts_of(
            reading,
            Setting(known, topic_of(reading.parsed.section, title), narrated, place),
        )
    )


def facts_of(reading: Reading, setting: Setting) -> Iterator[Fact]:
    """Yield what one sentence states: as a whole first, then clause by clause."""
    if unsound(reading.parsed) is not None:
        return
    pointing = [(one.start, one.end) for one in reading.open]
    told: set[str] = set()
    for segment in segments(reading.parsed, pointing):
        fact = _fact(segment, reading, setting)
        if fact is not None and fact.statement not in told:
            told.add(fact.statement)
            yield fact
    yield from (
        fact
        for one in appositions(reading)
        if (fact := _apposed(one, reading, setting)) is not None
    )


def _apposed(found: Apposition, reading: Reading, setting: Setting) -> Fact | None:
    """Make a fact of *X, a Y,*: X is a Y."""
    segment = Segment(found.pieces, None, None, "apposition", 0.8)
    if standing_of(segment, reading, "") is Standing.LOST or _has_conditions(reading):
        return None
    traced = _written(segment, reading, Standing.ALONE)
    if traced is None or _flaw(traced.text, setting) is not None:
        return None
    structure = of_apposition(found, reading, traced, setting.known)
    fact = _plain_fact(segment, reading, traced, structure)
    return fact if structure is not None else None


def _has_conditions(reading: Reading) -> bool:
    return any(one.lower_ in {"if", "unless", "would", "whether"} for one in reading.parsed.doc)


def _plain_fact(
    segment: Segment, reading: Reading, traced: Traced, structure: Structure | None
) -> Fact:
    doc = reading.parsed.doc
    found = [phrase_of(one, reading, traced) for one in candidates(reading)]
    return Fact(
        statement=traced.text,
        sentence=reading.parsed.index,
        start=reading.parsed.start,
        end=reading.parsed.end,
        section=reading.parsed.section,
        relation=relation_of(structure) if structure else Relation.STATED,
        subject=structure.subject if structure else None,
        predicate=structure.predicate if structure else None,
        parts=structure.parts if structure else (),
        after=structure.after if structure else -1,
        phrases=tuple(one for one in found if one is not None),
        modality=modality_of(segment, doc),
        positive=not is_denied(segment, doc),
        confidence=segment.sure,
        past=is_past(segment),
    )


def _fact(segment: Segment, reading: Reading, setting: Setting) -> Fact | None:
    standing = standing_of(segment, reading, setting.topic)
    traced = _written(placed(segment, reading, setting.place), reading, standing)
    flaw = _flaw(traced.text, setting) if traced is not None else None
    if traced is None or (flaw is not None and segment.origin != "whole"):
        return None
    if _is_torn(segment, reading.parsed.text):
        return None
    standing = Standing.LOST if flaw else standing
    lost = standing is Standing.LOST
    structure = None if lost else structure_of(segment, reading, traced, setting.known)
    return replace(
        _plain_fact(segment, reading, traced, structure),
        confidence=segment.sure - _COST[standing],
        doubts=(flaw,) if flaw else _doubts(segment, reading, standing),
        topic=setting.topic if standing is Standing.UNDER_TOPIC else "",
    )


def _is_torn(segment: Segment, text: str) -> bool:
    """Tell whether a semicolon joins what is left to what it did not belong to.

    It does where a clause begins inside one half of the sentence and goes on in the other, and
    where of a list with semicolons its head is left out: *methods, including A; B; and C*.
    """
    pieces = [one for one in segment.pieces if not isinstance(one, str)]
    before = text[: pieces[0][0]].rstrip()
    if before and before[-1] != ";" and ";" in text[slice(*pieces[0])]:
        return True
    last = len(text.rstrip(" .”\"')")) - 1
    if _CONCEDES.match(text[pieces[0][0] :]) and not segment.covers(last, last + 1):
        return True  # what it stands against may be what was cut off
    return any(_tears(text, left[1], after[0]) for left, after in pairwise(pieces))


def _tears(text: str, start: int, end: int) -> bool:
    """Tell whether what is left out takes the head or the rest of a list along."""
    left_out = text[start:end]
    if text[end:].lstrip().startswith(";") and _LISTING.match(left_out):
        return True
    return ": " in text[:start] and re.match(r",? (?:and|which|who) ", left_out) is not None


def _written(segment: Segment, reading: Reading, standing: Standing) -> Traced | None:
    """Write the segment as a sentence; None where it stays loose or has no sound length.

    A sentence that points to what cannot be told is written only whole, for the learner to mend.
    """
    if standing is Standing.LOST and segment.origin != "whole":
        return None
    edits = [*reading.edits, *trims(reading.parsed)]
    for one in reading.inner:
        if not segment.covers(one.start, one.end):
            continue
        if segment.covers(one.anchor_start, one.anchor_end):
            continue
        if not one.text:
            return None
        if _is_said_before(one, segment, reading):
            continue
        edits.append(Edit(one.start, one.end, one.text))
    traced = compose(reading.parsed.text, edits, segment.pieces)
    loose = standing is not Standing.LOST and has_loose_pronoun(traced.text)
    return None if loose or _is_broken(traced.text) else traced


def _is_broken(text: str) -> bool:
    """Tell whether the outside of what is left shows that too much or too little was left out."""
    if not SHORTEST <= len(text.split()) <= LONGEST or text.count("“") != text.count("”"):
        return True
    return "respectively" in text and " and " not in text


def _is_said_before(one: Inner, segment: Segment, reading: Reading) -> bool:
    """Tell whether the segment names whom a pronoun means before it: it can stay."""
    name = re.sub(r"[’']s?$", "", one.text).split()[-1]
    return any(
        name in reading.parsed.text[piece[0] : min(piece[1], one.start)]
        for piece in segment.pieces
        if not isinstance(piece, str) and piece[0] < one.start
    )


def _flaw(text: str, setting: Setting) -> tuple[str, str] | None:
    """Return the finding for a statement that speaks of its moment, its writer or itself."""
    if (when := relative_time(text)) is not None:
        return "relative-date", f"“{when}” will mean another time when you read this again."
    if speaks_of_people_here(text, narrated=setting.narrated):
        return "first-person", "It speaks of its writer or its reader, who are not named."
    if speaks_of_itself(text):
        return "about-the-text", "It speaks of the text that it was made from."
    return None


def _doubts(segment: Segment, reading: Reading, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return what each draft must carry; a topic before it says which *the N* is meant."""
    if standing is Standing.LOST:
        first = next(one for one in reading.open if segment.touches(one.start, one.end))
        return ((_UNRESOLVED, first.reason[:1].upper() + first.reason[1:] + "."),)
    return tuple(
        (one.name, one.reason)
        for one in reading.doubts
        if segment.touches(one.start, one.end)
        and not (standing is Standing.UNDER_TOPIC and one.name == _UNRESOLVED)
    )


def relation_of(structure: Structure) -> Relation:
    """Tell which kind of fact a clause states, from its verb and its parts."""
    predicate = structure.predicate
    roles = {one.role: one for one in structure.parts}
    if predicate.copula and Role.COMPLEMENT in roles:
        return _copular(structure.subject, roles[Role.COMPLEMENT].phrase)
    if predicate.lemma in _NAMING and predicate.passive and Role.COMPLEMENT in roles:
        return Relation.CALLED
    if predicate.lemma in _WHOLES or (predicate.lemma == "consist"):
        return Relation.CONSISTS_OF
    if Role.CAUSE in roles or Role.RESULT in roles:
        return Relation.CAUSAL
    if Role.TIME in roles and roles[Role.TIME].phrase.type is Type.DATE:
        return Relation.DATED
    return Relation.EVENT if predicate.tense == "past" else Relation.STATE


def _copular(subject: Phrase, complement: Phrase) -> Relation:
    if complement.type is Type.QUALITY:
        return Relation.STATE
    if subject.type is Type.PERSON:
        return Relation.ROLE
    return Relation.IS_A


_CONCEDES = re.compile(r"(?:Despite|In spite of|Although|Though|Even though|Whereas|While) ")
_LISTING = re.compile(r",? (?:including|such as|like|among them|namely)\b")
_NAMING = frozenset({"call", "know", "name", "term", "dub", "refer", "nickname", "title", "label"})
_WHOLES = frozenset({"comprise", "include", "contain", "encompass"})
