"""Listings: clauses of which one part is a list of three or more, all of one kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from questions.generate.english import (
    agreeing,
    ask_other,
    ask_subject,
    bare,
    inverted,
    lead_of,
    plural,
    question,
    rest_of,
    written,
)
from questions.generate.fact import Fact, Modality, Part, Phrase, Relation, Type
from questions.generate.hints import place_class

FEWEST = 3
_LONGEST = 5  # words of an item


@dataclass(frozen=True, slots=True)
class Listing:
    """A fact with the items of one of its parts; *part* is None when they are the subject.

    *before* is what stands in the part before the first item, *marker* the preposition that
    leads to the items: studied *medicine* *at* Basel, Heidelberg and Strasbourg.
    """

    fact: Fact
    part: Part | None
    items: tuple[Phrase, ...]
    before: str = ""
    marker: str = ""

    @property
    def type(self) -> Type:
        return self.items[0].type

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(bare(one.text) for one in self.items)

    def asked_without(self, words: str, lead: str = "") -> str | None:
        """Ask for one of the items by *words*: which country, who."""
        predicate, subject = self.fact.predicate, self.fact.subject
        if predicate is None or subject is None:
            return None
        if self.part is None:
            return ask_subject(words, predicate, self._rest(), lead=lead)
        return ask_other(self._marked(words), subject.text, predicate, self._rest(), lead=lead)

    def denied(self, words: str) -> str | None:
        """Ask which one does NOT belong; the denial is printed in capitals."""
        predicate, subject = self.fact.predicate, self.fact.subject
        if predicate is None or subject is None or predicate.negated:
            return None
        if self.part is None:
            first, after = inverted(agreeing(predicate, plural=False))
            return question(f"{words} {first} NOT {after} {self._rest()}")
        if self._is_complement():
            verb = written(agreeing(predicate, plural=False))
            return question(f"{words} {verb} NOT one of {subject.text} {self._rest()}")
        first, after = inverted(predicate)
        return question(f"{self._marked(words)} {first} {subject.text} NOT {after} {self._rest()}")

    def can_be_denied(self) -> bool:
        """Tell whether *one of the X* can be said, where the items are what X is."""
        subject = self.fact.subject
        if not self._is_complement():
            return True
        return subject is not None and subject.plural and subject.determiner == "the"

    def _is_complement(self) -> bool:
        predicate = self.fact.predicate
        return predicate is not None and predicate.copula and self.part is not None

    def _marked(self, words: str) -> str:
        return f"{self.marker} {words}" if self.marker else words

    def _rest(self) -> str:
        """Write what follows the verb without the items, and last what stands before it."""
        left = [self.part] if self.part else []
        pieces = (self.before, rest_of(self.fact, left), lead_of(self.fact, left))
        return " ".join(one for one in pieces if one)


def listings(facts: Sequence[Fact]) -> Iterator[Listing]:
    """Yield the closed lists of what is told plainly: open ones leave room for more."""
    for fact in facts:
        if fact.predicate is None or fact.modality is not Modality.FACT or not fact.positive:
            continue
        if fact.attribution or not is_closed(fact) or fact.subject is None:
            continue
        places = [(None, fact.subject), *((one, one.phrase) for one in fact.parts)]
        for part, phrase in places:
            if (found := _listing(fact, part, phrase)) is not None:
                yield found


def is_closed(fact: Fact) -> bool:
    """Tell whether the list can be meant to be whole: what happened, or what something is."""
    predicate = fact.predicate
    if predicate is None or predicate.lemma in _OPEN or _EXAMPLES.search(fact.statement):
        return False
    if fact.relation is Relation.CONSISTS_OF or predicate.lemma in _WHOLE:
        return True
    if predicate.copula:
        return fact.subject is not None and fact.subject.plural
    return predicate.tense == "past" and not predicate.adverb


def split(text: str) -> list[str]:
    """Split *a, b, and c*; what is joined in another way comes back whole."""
    if "," not in text or re.search(r"[;:()—]", text):
        return [text]
    *first, last = text.split(", ")
    ending = re.fullmatch(r"(?:(?P<before>.+) )?(?:and|or) (?P<last>.+)", last)
    if ending is None or _JOINED.search(" ".join((*first, ending["before"] or "", ending["last"]))):
        return [text]
    items = [*first, *([ending["before"]] if ending["before"] else []), ending["last"]]
    return items if all(len(one.split()) <= _LONGEST for one in items) else [text]


def class_noun(type_: Type, shown: Sequence[str]) -> str:
    """Return what the items are, as one: country, person, organisation; "" where unknown."""
    if type_ is Type.GPE:
        kinds = {place_class(one) for one in shown}
        return kinds.pop() if len(kinds) == 1 else "place"
    return _NOUNS.get(type_, "")


def of_these(type_: Type, shown: Sequence[str]) -> str:
    """Return *which of these countries*, or *which of these* where the class has no name."""
    noun = class_noun(type_, shown)
    return f"which of these {plural(noun)}" if noun else "which of these"


def _listing(fact: Fact, part: Part | None, phrase: Phrase) -> Listing | None:
    """Read a phrase that is nothing but a list of one kind, and what leads to it."""
    texts = split(phrase.text)
    if len(texts) < FEWEST:
        return None
    inside = [one for one in fact.phrases if phrase.start <= one.start and one.end <= phrase.end]
    lead, first = _opening(texts[0], inside)
    items = [first, *(_found(inside, text) for text in texts[1:])]
    whole = tuple(one for one in items if one is not None)
    if len(whole) < len(texts) or (agreed := _of_one_kind(whole)) is None:
        return None
    marker = part.marker if part else ""
    if not lead:
        return Listing(fact, part, agreed, "", marker)
    before, _, preposition = lead.rpartition(" ")
    if marker or part is None or preposition not in _LEADING:
        return None
    return Listing(fact, part, agreed, before, preposition)


def _opening(text: str, inside: Sequence[Phrase]) -> tuple[str, Phrase | None]:
    """Split *medicine at Basel* before the name that the list begins with."""
    if (whole := _found(inside, text)) is not None:
        return "", whole
    ends = [one for one in inside if one.name is not None and text.endswith(f" {one.text}")]
    if not ends:
        return "", None
    last = min(ends, key=lambda one: len(one.text))
    return text[: -len(last.text) - 1], last


def _found(inside: Sequence[Phrase], text: str) -> Phrase | None:
    wanted = bare(text).casefold()
    return next((one for one in inside if bare(one.text).casefold() == wanted), None)


def _of_one_kind(items: Sequence[Phrase]) -> tuple[Phrase, ...] | None:
    """Give names the type of most of them, as a list holds one kind; None for a mixture."""
    (type_, count), *_ = Counter(one.type for one in items).most_common(1)
    if type_ not in {*_NOUNS, Type.GPE, Type.TERM, Type.THING}:
        return None
    if count < len(items):
        named = all(one.name is not None for one in items)
        return tuple(replace(one, type=type_) for one in items) if named and count > 1 else None
    if type_ is Type.THING and len({one.gloss for one in items}) > _MIXED:
        return None
    return tuple(items)


_LEADING = frozenset({"at", "in", "to", "from"})
_MIXED = 2  # classes of things in one list
_JOINED = re.compile(r"\b(?:and|or|which|who|whose|that|where|when|as well as|but)\b")
_WHOLE = frozenset({"comprise", "consist", "compose", "divide", "constitute", "form", "found"})
_OPEN = frozenset({"include", "contain", "involve", "feature", "range", "like", "love", "use"})
_EXAMPLES = re.compile(
    r"\b(?:such as|including|include|for example|for instance|e\.g\.|among others|like|etc|many|"
    r"some|several|various|among)\b"
)
_NOUNS = {
    Type.PERSON: "person", Type.ORG: "organisation", Type.LANGUAGE: "language", Type.LOC: "place",
    Type.DATE: "year", Type.EVENT: "event", Type.WORK: "work", Type.FAC: "building",
    Type.GROUP: "people",
}  # fmt: skip
