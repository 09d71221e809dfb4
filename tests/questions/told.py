"""Facts written by hand: a small document whose parts are given, not parsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from questions.generate.english import is_plural, third_person
from questions.generate.fact import (
    NAMED,
    DocumentModel,
    Fact,
    Name,
    Part,
    Phrase,
    Predicate,
    Relation,
    Role,
    Type,
)  # fmt: skip
from questions.generate.lexicon import gloss
from questions.generate.survey import Survey
from questions.text import Sentence

Told = tuple[Role, str, str, Type]  # role, marker, words, type


@dataclass
class Story:
    """A document that is told sentence by sentence; its names are collected on the way."""

    title: str = "A story"
    facts: list[Fact] = field(default_factory=list)
    names: dict[str, Name] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> int:
        """Add a sentence without a fact; return its number."""
        self.sentences.append(sentence)
        return len(self.sentences) - 1

    def name(self, text: str, type_: Type, aliases: Iterable[str] = ()) -> Name:
        known = self.names.get(text)
        if known is None:
            forms = frozenset({text, *aliases})
            known = Name(len(self.names), text, type_, forms, first=len(self.sentences))
        self.names[text] = known
        return known

    def tell(
        self,
        subject: tuple[str, Type],
        verb: Predicate,
        *parts: Told,
        relation: Relation = Relation.EVENT,
        section: tuple[str, ...] = (),
    ) -> Fact:
        """Add a sentence of a subject, its verb and its parts, and the fact that it states."""
        start, made = len(self.text), []
        whole = self._phrase(*subject, start, 0)
        pieces = f"{subject[0]} {verb.words}"
        after = len(pieces) + 1
        for role, marker, words, type_ in parts:
            pieces += f" {marker} " if marker else " "
            phrase = self._phrase(words, type_, start, len(pieces))
            made.append(Part(role, phrase, marker))
            pieces += words
        number = self.say(f"{pieces[0].upper()}{pieces[1:]}.")
        inside = (whole, *(part.phrase for part in made))
        fact = Fact(
            self.sentences[number], number, start, start + len(pieces) + 1, section, relation,
            whole, verb, tuple(made), tuple(self._with_items(inside, start)), after=after,
        )  # fmt: skip
        self.facts.append(fact)
        return fact

    def change(self, fact: Fact, **more: object) -> Fact:
        """Replace parts of a fact that was told."""
        changed = replace(fact, **more)  # type: ignore[arg-type]
        self.facts[self.facts.index(fact)] = changed
        return changed

    @property
    def text(self) -> str:
        return "".join(f"{one} " for one in self.sentences)

    def model(self, seed: int = 0) -> DocumentModel:
        places, at = [], 0
        for one in self.sentences:
            places.append(Sentence(at, at + len(one), 0))
            at += len(one) + 1
        names = tuple(self.names.values())
        return DocumentModel(
            title=self.title,
            facts=tuple(self.facts),
            names=names,
            sentences=(),
            elsewhere=Survey(self.text, places),
            seed=seed,
            text=self.text,
            by_id={one.id: one for one in names},
        )

    def _phrase(self, words: str, type_: Type, start: int, at: int) -> Phrase:
        first, _, rest = words.partition(" ")
        article = first.lower() in {"the", "a", "an"}
        bare = rest if article and rest else words
        head = re.split(" (?:of|from|in|by|across|that) ", bare)[0].split()[-1].lower().rstrip(",")
        name = self.name(bare, type_).id if type_ in NAMED and ", " not in words else None
        return Phrase(
            words, words, start + at, start + at + len(words),
            bare if name is not None else head, type_,
            plural=is_plural(bare) or " and " in words, name=name,
            determiner=first.lower() if article else "", gloss=gloss(head),
            at=at,
        )  # fmt: skip

    def _with_items(self, phrases: Sequence[Phrase], start: int) -> Iterable[Phrase]:
        """Yield phrases and, of a list, its items."""
        for one in phrases:
            yield one
            if ", " not in one.text:
                continue
            at = one.at
            for item in one.text.replace(", and ", ", ").replace(" and ", ", ").split(", "):
                at = one.at + one.text.index(item, at - one.at)
                yield self._phrase(item, one.type, start, at)


def verb(form: str, lemma: str, *helpers: str, **more: object) -> Predicate:
    """Make a verb group in the past; *more* changes it."""
    return replace(Predicate(lemma, form, helpers), **more)  # type: ignore[arg-type]


def is_(form: str = "is", *, plural: bool = False) -> Predicate:
    """Make a form of *be* in the present."""
    return Predicate(
        "be", form, tense="present" if form in {"is", "are"} else "past", plural=plural
    )


def group(words: str, lemma: str, **more: object) -> Predicate:
    """Make the verb group of *words*; the last one is its form."""
    *helpers, form = words.split()
    return Predicate(lemma, form, tuple(helpers), **{"tense": _tense(words, lemma), **more})  # type: ignore[arg-type]


def _tense(words: str, lemma: str) -> str:
    first = words.split()[0]
    if first == "will":
        return "future"
    present = {"is", "are", "am", "has", "have", "does", "do", "can", "may", "must"}
    return "present" if first in present | {lemma, third_person(lemma)} else "past"


def phrase_of(type_: Type, text: str = "words", **more: object) -> Phrase:
    return Phrase(text, text, 0, len(text), text, type_, **more)  # type: ignore[arg-type]
