"""The resolver: goes through a stretch in order and ties each reference to what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from questions.generate.fact import Name
from questions.generate.naming import Naming
from questions.generate.reading import Parsed
from questions.generate.references import definites, pronouns
from questions.generate.references.entities import Discourse, Entity
from questions.generate.references.mentions import Referent, referents, said_of
from questions.generate.references.pronouns import Option
from questions.generate.references.ranking import Features, probabilities

#: From here on the resolver itself goes on with a choice, though it may not be sure enough to
#: be written into a question.
LIKELY = 0.5
#: How sure the only thing that was introduced by a word for the same is taken to be meant.
CERTAIN = 0.99


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A reference with what it most likely means; *sure* is the probability of that.

    *entity* is None where it is likelier that nothing before is meant than any one thing.
    """

    referent: Referent
    kind: str  # one of `KINDS`
    entity: Entity | None
    sure: float
    antecedent: Referent | None = None  # the latest mention of the entity before it
    likely: bool = False  # likely enough for the resolver itself to go on with it
    inside: float = 0.0  # the probability that something in its own sentence is meant
    rivals: int = 0  # other people in the way, of whom less was said so far


@dataclass(frozen=True, slots=True)
class Choice:
    """What a trainer sees of one reference."""

    referent: Referent
    kind: str
    options: Sequence[Option]
    nothing: Features
    certain: int | None = None  # the option that a rule without weights chooses


_CONTINUED = frozenset({"he", "his"})
_TOPICAL = frozenset({"it", "its", "they", "their"})
#: Gives the probability of each option and, last, of none of them.
Chooser = Callable[[Choice], Sequence[float]]


def choose(choice: Choice) -> Sequence[float]:
    """Judge a choice by the rules for what is certain, else with the learned weights."""
    if choice.certain is not None:
        return [CERTAIN * (at == choice.certain) for at in range(len(choice.options))] + [
            1 - CERTAIN
        ]
    return probabilities(choice.kind, [*(one[2] for one in choice.options), choice.nothing])


@dataclass(slots=True)
class Resolved:
    """The links and all the mentions of a stretch, sentence by sentence."""

    links: list[tuple[Link, ...]] = field(default_factory=list)
    referents: list[tuple[Referent, ...]] = field(default_factory=list)
    entities: dict[int, Entity] = field(default_factory=dict)  # by id() of the mention


def resolve(
    parsed: Sequence[Parsed], naming: Naming, title: str, chooser: Chooser = choose
) -> Resolved:
    """Tie the references of a stretch; a heading between two sentences ends what was spoken of."""
    discourse, result = Discourse(), Resolved()
    names = {one.id: one for one in naming.names}
    section: tuple[str, ...] | None = None
    for number, sentence in enumerate(parsed):
        if sentence.section != section:
            section = sentence.section
            discourse.end_section()
        mentions = referents(sentence, number, naming.mentions[number], naming.genders)
        links = []
        for one in mentions:
            choice = _choice(one, discourse, sentence, names, title)
            link = _link(choice, discourse, chooser) if choice else None
            if link:
                links.append(link)
            entity = link.entity if link and link.likely else None
            if entity is not None:
                entity.add(one)
                entity.doubts[id(one)] = link.sure if link else 1.0
            elif one.kind != "pronoun":
                told = _told_of(one, mentions, sentence, result)
                entity = told or discourse.general(one) or discourse.add(one)
            else:
                # Whoever is meant is now spoken of, and may be meant by the next *he*.
                discourse.add(one)
            if entity is not None:
                result.entities[id(one)] = entity
        discourse.forget(number)
        result.links.append(tuple(links))
        result.referents.append(mentions)
    return result


def _told_of(
    one: Referent, mentions: Sequence[Referent], sentence: Parsed, result: Resolved
) -> Entity | None:
    """Return what a noun is said of: *Gordon was a general*, *Gordon, a general,*."""
    about = said_of(sentence.doc[one.head]) if one.kind == "nominal" else None
    subject = next((other for other in mentions if about is not None and other.head == about.i
                    and other.kind != "group"), None)  # fmt: skip
    entity = result.entities.get(id(subject)) if subject else None
    if entity is None or (one.plural is True) != (entity.plural is True):
        return None
    entity.describe(one)
    return entity


def _choice(
    one: Referent,
    discourse: Discourse,
    sentence: Parsed,
    names: Mapping[int, Name],
    title: str,
) -> Choice | None:
    if one.kind == "pronoun":
        found = pronouns.options(one, discourse, sentence.doc, title)
        token = sentence.doc[one.head]
        kind = pronouns.kind_of(one)
        only = pronouns.certain(one, found) if kind in _CONTINUED else None
        if kind in _TOPICAL and not pronouns.is_empty(token):
            only = pronouns.topic(one, found, names, title)
        return Choice(one, kind, found, pronouns.nothing(one, len(found), token), only)
    if one.kind == "nominal" and one.article in {"the", "this"}:
        found = definites.options(one, discourse, names, title)
        only = definites.certain(one, found, names, title)
        return Choice(one, one.article, found, definites.nothing(one, len(found)), only)
    return None


def _link(choice: Choice, discourse: Discourse, chooser: Chooser) -> Link:
    if not choice.options:
        return Link(choice.referent, choice.kind, None, 1.0)
    found = chooser(choice)
    best = max(range(len(found)), key=lambda at: found[at])
    if best == len(choice.options):
        return Link(choice.referent, choice.kind, None, found[best])
    entity, before, _ = choice.options[best]
    inside = sum(
        chance
        for chance, (_, other, _) in zip(found, choice.options, strict=False)
        if other.sentence == choice.referent.sentence
    )
    # What hangs on a doubtful pronoun is as doubtful.
    sure = found[best] * entity.sure(before)
    rivals = _rivals(choice, best) if choice.kind in {"he", "his"} else 0
    return Link(
        choice.referent, choice.kind, entity, sure, before, found[best] >= LIKELY, inside, rivals
    )


def _rivals(choice: Choice, best: int) -> int:
    """Count the other people named with or after the chosen one, unless the text is about it."""
    entity, before, _ = choice.options[best]
    return sum(
        other is not entity
        and latest.kind != "pronoun"
        and other.person >= _PERSON
        and latest.sentence >= before.sentence
        and latest.sentence < choice.referent.sentence
        and len(entity.mentions) < _CLEARLY * len(other.mentions)
        for other, latest, _ in choice.options
    )


_PERSON = 0.6
_CLEARLY = 3
