"""Structure: a clause in the parts that a question puts in another order.

A clause gets a structure only if its parts, as the parse gives them, lie side by side and cover
it from the first word to the last; so a wrong arc costs a question and makes no false one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from questions.generate.appositions import Apposition
from questions.generate.english import bare, within
from questions.generate.fact import MEASURED, Name, Part, Phrase, Predicate, Role, Type
from questions.generate.grammar import (
    agrees,
    conjuncts,
    helpers_of,
    is_contiguous,
    is_passive,
    is_plural,
    is_verb,
    lemma_of,
    mark_of,
)
from questions.generate.markers import PLACE_MARKERS, TIME_MARKERS
from questions.generate.phrases import Candidate, phrase_of
from questions.generate.reading import Mention, Reading, end_of
from questions.generate.segment import Segment
from questions.generate.traced import Traced
from questions.generate.vocabulary import words

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Structure:
    """The parts of a clause; a part names its place in the statement by `phrase.at`."""

    subject: Phrase
    predicate: Predicate
    parts: tuple[Part, ...]
    after: int


def structure_of(
    segment: Segment, reading: Reading, traced: Traced, known: Mapping[str, Name]
) -> Structure | None:
    """Return the parts of a segment's clause, if they cover it whole."""
    verb, subject = segment.verb, segment.subject
    if verb is None or subject is None or not is_verb(verb) or not agrees(subject, verb):
        return None
    return _Builder(segment, reading, traced, known, verb, subject).build()


def of_apposition(
    found: Apposition, reading: Reading, traced: Traced, known: Mapping[str, Name]
) -> Structure | None:
    """Return *X is a Y* of an apposition, written out."""
    segment = Segment(found.pieces, None, None, "apposition")
    builder = _Builder(segment, reading, traced, known, found.said, found.noun)
    subject, complement = builder.apposed(found)
    if subject is None or complement is None:
        return None
    predicate = Predicate(
        lemma="be",
        form=found.verb,
        tense="past" if found.verb in {"was", "were"} else "present",
        plural=found.verb in {"are", "were"},
    )
    after = subject.at + len(subject.text) + 1 + len(found.verb)
    return Structure(subject, predicate, (Part(Role.COMPLEMENT, complement),), after)


@dataclass(slots=True)
class _Builder:
    segment: Segment
    reading: Reading
    traced: Traced
    known: Mapping[str, Name]
    verb: Token
    noun: Token

    def build(self) -> Structure | None:
        subject = self._subject()
        group = self._group()
        if subject is None or group is None:
            return None
        parts = self._parts()
        predicate = self._predicate(group)
        if parts is None or predicate is None or not self._covers(subject, group, parts):
            return None
        place = self.traced.find(group[-1].idx, end_of(group[-1]))
        return Structure(subject, predicate, tuple(parts), place[1]) if place else None

    def apposed(self, found: Apposition) -> tuple[Phrase | None, Phrase | None]:
        """Return the two sides of an apposition."""
        named = self._phrase(found.first, found.noun, found.noun)
        said = self._phrase(found.said.left_edge, _last(found.said), found.said)
        return named, said

    def _subject(self) -> Phrase | None:
        noun = self.noun
        last = _last(noun)
        if self.segment.origin == "relative":
            last = self.verb.left_edge.nbor(-2)
        elif not is_contiguous(noun):
            return None
        return self._phrase(noun.left_edge, last, noun)

    def _group(self) -> list[Token] | None:
        """Return the words of the verb group, which must stand together after the subject."""
        shared = self.segment.origin == "shared"
        helpers = [] if shared else helpers_of(self.verb)
        first = helpers[0] if helpers else self.verb
        tokens = list(self.verb.doc[first.i : self.verb.i + 1])
        known = {one.i for one in (*helpers, self.verb)}
        loose = [one for one in tokens if one.i not in known]
        if any(one.dep_ not in {"advmod", "neg"} or one.is_punct for one in loose):
            return None
        before = self._adverbs_before(first)
        particle = [
            one for one in self.verb.rights if one.dep_ == "prt" and one.i == self.verb.i + 1
        ]
        return [*before, *tokens, *particle]

    def _adverbs_before(self, first: Token) -> list[Token]:
        """Return *officially* of *officially signed*."""
        found: list[Token] = []
        index = first.i - 1
        while index > self.noun.i and first.doc[index].dep_ in {"advmod", "neg"}:
            token = first.doc[index]
            if token.head.i != self.verb.i or token.n_lefts:
                break
            found.insert(0, token)
            index -= 1
        return found

    def _predicate(self, group: list[Token]) -> Predicate | None:
        helpers = [] if self.segment.origin == "shared" else helpers_of(self.verb)
        adverbs = [one.text for one in group if one.dep_ == "advmod"]
        if any(one.dep_ == "neg" for one in group):
            return None
        first = helpers[0] if helpers else self.verb
        return Predicate(
            lemma=_lemma(self.verb),
            form=self.verb.text,
            helpers=tuple(one.lower_ for one in helpers),
            tense=_tense(first),
            passive=is_passive(self.verb),
            particle=next((one.text for one in group if one.dep_ == "prt"), ""),
            adverb=" ".join(adverbs),
            plural=_plural_verb(first, self.noun),
        )

    def _parts(self) -> list[Part] | None:
        parts: list[Part] = []
        for child in self.verb.children:
            if self._is_outside(child):
                continue
            made = self._part(child)
            if made is None:
                return None
            parts += made
        return parts

    def _is_outside(self, child: Token) -> bool:
        """Tell whether a child belongs to the verb group, the subject, or is no part of it."""
        if (
            child.i == self.noun.i
            or child.is_punct
            or child.dep_ in {"aux", "auxpass", "prt", "neg"}
        ):
            return True
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return True
        if child.dep_ == "advmod" and self._in_group(child):
            return True
        return self.traced.find(child.idx, end_of(child)) is None

    def _in_group(self, child: Token) -> bool:
        return bool(self.noun.i < child.i < self.verb.i)

    def _part(self, child: Token) -> list[Part] | None:
        if not is_contiguous(child) or child.dep_ in {
            "parataxis",
            "dep",
            "conj",
            "cc",
            "intj",
            "meta",
        }:
            return None
        rule = _MARKED.get(child.dep_)
        made = rule(self, child) if rule else self._plain(child)
        if made is None:
            return None
        fronted = child.i < self.verb.i
        return [replace(one, fronted=fronted) for one in made]

    def _plain(self, child: Token) -> list[Part] | None:
        role = _ROLES.get(child.dep_, Role.OTHER)
        first, last = child.left_edge, _last(child)
        split = self._late_date(child) if role is Role.OBJECT else None
        if split is not None:
            object_ = self._phrase(first, split.nbor(-1), child)
            time = self._prepositional(split)
            return [Part(role, object_), *time] if object_ and time else None
        phrase = self._phrase(first, last, child)
        if phrase is None:
            return None
        if child.dep_ == "npadvmod":
            role = Role.TIME if phrase.type in _TIMES else Role.QUANTITY
        return [Part(role, phrase)]

    def _late_date(self, noun: Token) -> Token | None:
        """Find the *in 1990* that hangs on an object, but tells when it was done."""
        last = _last(noun)
        for one in noun.rights:
            mention = self.reading.mention_at(last.idx)
            dated = mention is not None and mention.type in _TIMES
            if one.dep_ == "prep" and dated and one.right_edge.i == last.i:
                length = last.i - one.i
                return one if one.lower_ in {"in", "on", "during"} and length <= 4 else None
        return None

    def _prepositional(self, child: Token) -> list[Part] | None:
        """Make a part of *in Moscow*, *by X*, *because of Y*."""
        last = _last(child)
        first = child.left_edge
        inner = [one for one in child.children if one.dep_ in {"pobj", "pcomp"}]
        if child.right_edge.i == child.i or len(inner) != 1:
            phrase = self._phrase(first, last, child)
            return [Part(Role.OTHER, phrase)] if phrase else None
        object_ = inner[0]
        start = object_.left_edge if object_.left_edge.i > child.i else object_
        if start.i <= first.i:
            return None
        marker = child.doc.text[first.idx : end_of(child.doc[start.i - 1])]
        phrase = self._phrase(start, last, object_)
        if phrase is None:
            return None
        role = _role_of(child, marker.lower(), phrase, object_)
        return [Part(role, phrase, marker if first.i else marker[0].lower() + marker[1:])]

    def _clause(self, child: Token) -> list[Part] | None:
        """Make a part of a subordinate clause."""
        first, last = child.left_edge, _last(child)
        mark = mark_of(child)
        role = _CLAUSES.get(mark, Role.OTHER)
        if not mark and first.lower_ == "to" and child.dep_ == "advcl":
            role = Role.PURPOSE
        if child.dep_ in {"xcomp", "ccomp"}:
            role = Role.OTHER
        if mark and first.lower_ == mark and first.i < last.i:
            phrase = self._phrase(first.nbor(), last, child)
            return [Part(role, phrase, first.lower_)] if phrase else None
        phrase = self._phrase(first, last, child)
        return [Part(role, phrase)] if phrase else None

    def _phrase(self, first: Token, last: Token, head: Token) -> Phrase | None:
        start, end = first.idx, end_of(last)
        mention = self._named(start, end, head)
        kind = mention.type if mention else _kind(head)
        kind = Type.PERSON if self._all_persons(head) else kind
        candidate = Candidate(start, end, kind, head, mention)
        made = phrase_of(candidate, self.reading, self.traced)
        if made is None:
            return None
        made = self._resolved(made)
        text = self._within(made.text, first) if made.at == 0 or first.i == 0 else made.text
        plural = is_plural(head) if made.name is None else made.plural
        return replace(made, text=text, plural=plural, determiner=_determiner(first))

    def _resolved(self, phrase: Phrase) -> Phrase:
        """Give a pronoun that was written out the type of what it stands for."""
        name = self.known.get(bare(phrase.text))
        if phrase.name is not None or name is None:
            return phrase
        return replace(phrase, name=name.id, type=name.type, plural=name.plural, head=name.text)

    def _named(self, start: int, end: int, head: Token) -> Mention | None:
        """Return the mention that is the phrase, but for an article and a title before it."""
        mention = self.reading.mention_at(head.idx)
        if mention is None or mention.end != end or mention.start < start:
            return None
        before = self.reading.parsed.text[start : mention.start].split()
        named = any(one[:1].isupper() and one.lower() not in _BEFORE_NAMES for one in before[-1:])
        return mention if len(before) <= 4 and not named else None

    def _all_persons(self, head: Token) -> bool:
        """Tell whether people alone are joined: Ann Lee and Bo Lind."""
        joined = conjuncts(head)
        mentions = [self.reading.mention_at(one.idx) for one in joined]
        return len(joined) > 1 and all(
            one is not None and one.type is Type.PERSON for one in mentions
        )

    def _within(self, text: str, first: Token) -> str:
        named = first.pos_ == "PROPN" or self.reading.mention_at(first.idx) is not None
        if named and first.lower_ not in _ARTICLES:
            return text
        return within(text, self.known)

    def _covers(self, subject: Phrase, group: list[Token], parts: list[Part]) -> bool:
        """Tell whether subject, verb and parts are the whole clause, without a gap."""
        spans = [(subject.at, subject.at + len(subject.text))]
        spans += [(max(0, one.at), one.phrase.at + len(one.phrase.text)) for one in parts]
        for token in group:
            place = self.traced.find(token.idx, end_of(token))
            if place is None:
                return False
            spans.append(place)
        used = {at for start, end in spans for at in range(start, end)}
        left = "".join(letter for at, letter in enumerate(self.traced.text) if at not in used)
        return re.fullmatch(r"[\s,.]*", left) is not None


def _last(token: Token) -> Token:
    last = token.right_edge
    while last.is_punct and last.i > token.left_edge.i and last.text not in {")", "”", '"', "’"}:
        last = last.nbor(-1)
    return last


def _determiner(first: Token) -> str:
    return first.lower_ if first.tag_ in {"DT", "PRP$", "WP$", "CD", "PDT"} else ""


def _kind(head: Token) -> Type:
    if is_verb(head):
        return Type.CLAUSE
    return Type.QUALITY if head.pos_ == "ADJ" else Type.THING


def _lemma(verb: Token) -> str:
    return "be" if verb.lower_ in _BE else lemma_of(verb)


def _tense(first: Token) -> str:
    if first.tag_ == "MD":
        return "future" if first.lower_ in {"will", "shall"} else "modal"
    return "past" if first.tag_ in {"VBD", "VBN"} else "present"


def _plural_verb(first: Token, noun: Token) -> bool:
    if first.tag_ == "VBZ" or first.lower_ == "was":
        return False
    return True if first.tag_ == "VBP" or first.lower_ == "were" else is_plural(noun)


def _role_of(preposition: Token, marker: str, phrase: Phrase, object_: Token) -> Role:
    if preposition.dep_ == "agent":
        return Role.AGENT if not is_verb(object_) else Role.MANNER
    if marker in _CAUSES:
        return Role.CAUSE
    if is_verb(object_) and marker in {"by", "through", "via"}:
        return Role.MANNER
    if phrase.type in _TIMES and marker in TIME_MARKERS:
        return Role.TIME
    if phrase.type in _PLACES and marker in PLACE_MARKERS:
        return Role.PLACE
    if phrase.type in MEASURED:
        return Role.QUANTITY
    if preposition.dep_ == "dative":
        return Role.RECIPIENT
    return Role.OTHER


def _of_preposition(builder: _Builder, child: Token) -> list[Part] | None:
    return builder._prepositional(child)


def _of_clause(builder: _Builder, child: Token) -> list[Part] | None:
    return builder._clause(child)


_MARKED = {
    "prep": _of_preposition, "agent": _of_preposition,
    "advcl": _of_clause, "xcomp": _of_clause, "ccomp": _of_clause,
}  # fmt: skip
_ROLES = {
    "dobj": Role.OBJECT, "attr": Role.COMPLEMENT, "acomp": Role.COMPLEMENT,
    "oprd": Role.COMPLEMENT, "dative": Role.RECIPIENT,
}  # fmt: skip
_CLAUSES = {
    "because": Role.CAUSE, "since": Role.CAUSE, "as": Role.OTHER, "when": Role.TIME,
    "after": Role.TIME, "before": Role.TIME, "until": Role.TIME, "while": Role.TIME,
}  # fmt: skip
_TIMES = frozenset({Type.DATE, Type.TIME, Type.DURATION})
_PLACES = frozenset({Type.GPE, Type.LOC, Type.FAC})
_CAUSES = frozenset({"because of", "due to", "owing to", "thanks to", "as a result of"})
_ARTICLES = frozenset({"the", "a", "an"})
_BEFORE_NAMES = (words("person_titles") | _ARTICLES) - {"saint", "st"}
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "'s", "’s"})
