"""Entities: what the text has spoken of so far, each with its mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from questions.generate.fact import Type
from questions.generate.references.mentions import Referent

#: How many sentences back a pronoun is looked up, and what a description is written out for.
REACH = 3


@dataclass(slots=True, eq=False)
class Entity:
    """Something spoken of; *mentions* are in the order of the text."""

    mentions: list[Referent] = field(default_factory=list)
    name: int | None = None
    type: Type | None = None
    gender: str = ""
    person: float = 0.0
    plural: bool | None = None
    lemmas: set[str] = field(default_factory=set)
    doubts: dict[int, float] = field(default_factory=dict)  # how sure each pronoun is, by id()
    closed: int = 0  # how many of the mentions lie under an earlier heading

    @property
    def latest(self) -> Referent:
        return self.mentions[-1]

    def add(self, one: Referent) -> None:
        """Take in a mention, and what it tells of the thing."""
        if one.kind != "pronoun":
            self.lemmas.add(one.lemma)
            self.name = one.name if self.name is None else self.name
            self.type = one.type or self.type
            self.person = max(self.person, one.person)
            if not self.mentions:
                self.plural = one.plural
        elif not self.mentions:
            self.person, self.plural = one.person, one.plural
        self.gender = self.gender or one.gender
        self.mentions.append(one)

    def describe(self, one: Referent) -> None:
        """Take in what a predicate says of the thing; it is spoken of no more for that."""
        self.lemmas.add(one.lemma)
        self.gender = self.gender or one.gender
        if self.type is None:
            self.person = max(self.person, one.person)

    def sure(self, one: Referent) -> float:
        """Return how sure it is that *one* means this entity: 1 unless it is a pronoun."""
        return self.doubts.get(id(one), 1.0)

    def before(self, one: Referent) -> Referent | None:
        """Return the latest mention that comes before *one*."""
        for mention in reversed(self.mentions):
            if (mention.sentence, mention.first) < (one.sentence, one.first):
                return mention
        return None


@dataclass(slots=True)
class Discourse:
    """All entities of a stretch; names are found again by their id."""

    entities: list[Entity] = field(default_factory=list)
    _named: dict[int, Entity] = field(default_factory=dict)

    def add(self, one: Referent) -> Entity:
        """Add a mention that is no reference to something before, or is so by its name."""
        entity = self._named.get(one.name) if one.name is not None else None
        if entity is None:
            entity = Entity()
            self.entities.append(entity)
            if one.name is not None:
                self._named[one.name] = entity
        entity.add(one)
        return entity

    def general(self, one: Referent) -> Entity | None:
        """Take a noun in general for the same one as before: mercury … mercury; None if new."""
        if one.kind != "nominal" or one.article != "bare":
            return None
        for entity in reversed(self.entities):
            first = entity.mentions[0]
            same = first.lemma == one.lemma and first.plural == one.plural
            if same and first.article == "bare" and first.modifiers == one.modifiers:
                entity.add(one)
                return entity
        return None

    def near(self, one: Referent) -> Iterator[tuple[Entity, Referent]]:
        """Yield what was mentioned in the last sentences, with its latest mention."""
        for entity in self.entities:
            before = entity.before(one) if len(entity.mentions) > entity.closed else None
            if before is not None and one.sentence - before.sentence <= REACH:
                yield entity, before

    def end_section(self) -> None:
        """Under another heading no pronoun means what came before; names and descriptions stay."""
        for entity in self.entities:
            entity.closed = len(entity.mentions)

    def forget(self, sentence: int) -> None:
        """Drop descriptions that were not spoken of for long; names stay."""
        self.entities = [
            one
            for one in self.entities
            if one.name is not None or sentence - one.latest.sentence <= _MEMORY
        ]


_MEMORY = 60
