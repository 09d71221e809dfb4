"""Pronouns: which entities one may mean, and what speaks for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

from questions.generate.fact import Name, Type
from questions.generate.lexicon import gloss
from questions.generate.references.entities import Discourse, Entity
from questions.generate.references.mentions import (
    HE,
    IT,
    REFLEXIVE,
    SHE,
    THEY,
    Referent,
)
from questions.generate.references.ranking import Features

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Option = tuple[Entity, Referent, Features]
_UNLIKELY_PERSON = 0.25
_LIKELY_PERSON = 0.6


def kind_of(one: Referent) -> str:
    """Name the kind of a pronoun: he, his, it, its, they or their, whatever its case."""
    owner = one.role == "owner"
    if one.lemma in HE | SHE:
        return "his" if owner else "he"
    if one.lemma in IT:
        return "its" if owner else "it"
    return "their" if owner else "they"


def is_empty(token: Token) -> bool:
    """Tell whether *it* stands for nothing: it is clear that …, it seems, it rained."""
    if token.lower_ != "it" or token.dep_ not in {"nsubj", "nsubjpass", "expl", "dobj"}:
        return False
    verb = token.head
    after = {child.dep_ for child in verb.children if child.i > verb.i}
    if verb.lemma_ == "be":
        quality = [one for one in verb.children if one.dep_ in {"acomp", "attr"}]
        clause = any(
            child.dep_ in {"ccomp", "xcomp", "advcl", "relcl", "acl", "csubj"} and child.i > one.i
            for one in quality
            for child in one.children
        )
        return clause or bool(quality and after & {"ccomp", "xcomp", "csubj"}) or _is_weather(verb)
    if verb.lemma_ in _EMPTY:
        return bool(after & {"ccomp", "xcomp", "csubj", "advcl"}) or verb.lemma_ in _WEATHER
    passive = any(one.dep_ == "auxpass" for one in verb.children)
    return passive and "ccomp" in after and verb.lemma_ in _SAID


_WEATHER = frozenset({"rain", "snow", "hail", "thunder"})
_EMPTY = frozenset({"seem", "appear", "happen", "turn", "follow", "matter", "take", "remain"}) | (
    _WEATHER
)
_SAID = frozenset(
    "say think believe know find show assume estimate argue suggest claim report note hope "
    "recommend expect conclude agree decide".split()
)
_TIMES = frozenset("time day night morning noon midnight year month hour summer winter".split())


def _is_weather(verb: Token) -> bool:
    return any(one.dep_ in {"attr", "acomp"} and (one.lemma_ in _TIMES or one.like_num)
               for one in verb.children)  # fmt: skip


def options(pronoun: Referent, discourse: Discourse, doc: Doc, title: str) -> list[Option]:
    """List whom or what a pronoun may mean, the nearest first."""
    fitting = [
        (entity, before)
        for entity, before in discourse.near(pronoun)
        if _agrees(pronoun, entity, before) and not _bound(pronoun, before, doc)
    ]
    fitting.sort(key=lambda one: (-one[1].sentence, *_salience(one[1], pronoun)))
    most = max((len(entity.mentions) for entity, _ in fitting), default=0)
    return [
        (entity, before, _features(pronoun, entity, before, rank, most, title))
        for rank, (entity, before) in enumerate(fitting)
    ]


def certain(pronoun: Referent, several: Sequence[Option]) -> int | None:
    """Return the number of whom was spoken of and is spoken of again: *Ann went … She was …*.

    Subject follows subject from one sentence of a paragraph to the next: so it was for 123 of 130
    *he* and *his* in the corpus. Of *it* the same is true too seldom.
    """
    if not pronoun.main and not (pronoun.role == "owner" and pronoun.first == 0):
        return None
    if any(before.sentence == pronoun.sentence for _, before, _ in several):
        return None
    found = [
        at
        for at, (entity, before, _) in enumerate(several)
        if pronoun.sentence - before.sentence == 1
        and before.block == pronoun.block
        and before.main
        and (before.kind == "pronoun" or _is_topic(entity, before))
    ]
    return found[0] if len(found) == 1 else None


def topic(
    pronoun: Referent, several: Sequence[Option], names: Mapping[int, Name], title: str
) -> int | None:
    """Return the number of the thing that a text is about, where *it* goes on with it.

    *Oslo lies at a fjord. Founded in 1040, it …*: the name of the title, or a thing that the
    sentence before has said the kind of, is the subject of both sentences.
    """
    if not pronoun.main and not (pronoun.role == "owner" and pronoun.first == 0):
        return None
    found = [
        at
        for at, (entity, before, _) in enumerate(several)
        if pronoun.sentence - before.sentence == 1
        and before.block == pronoun.block
        and before.main
        and _is_told_of(entity, before, names, title)
    ]
    rivals = [
        one for one, before, _ in several
        if before.sentence == pronoun.sentence and (before.kind == "name" or before.main)
    ]  # fmt: skip
    return found[0] if len(found) == 1 and not rivals else None


def _is_told_of(entity: Entity, before: Referent, names: Mapping[int, Name], title: str) -> bool:
    """Tell whether all is about the entity, or the sentence said what it is."""
    name = names.get(entity.name) if entity.name is not None else None
    if name is not None:
        words = {one for one in name.text.lower().split() if len(one) > 2}
        return bool(words) and words <= set(title.lower().split())
    return len(entity.lemmas) > 1 and entity.mentions[0].article in {"bare", "a"}


def _is_topic(entity: Entity, before: Referent) -> bool:
    return entity.type is Type.PERSON and before.article == "none"


def _salience(before: Referent, pronoun: Referent) -> tuple[int, int]:
    """Order candidates: those of a sentence before from its start, of the own from its end."""
    return (0, before.first) if before.sentence < pronoun.sentence else (0, -before.first)


def _agrees(pronoun: Referent, entity: Entity, before: Referent) -> bool:
    if pronoun.lemma in THEY:
        return entity.plural is not False or (entity.type in {Type.ORG, Type.GROUP})
    if entity.plural is True:
        return False
    if pronoun.lemma in HE | SHE:
        if entity.gender and entity.gender != pronoun.gender:
            return False
        return entity.person >= _UNLIKELY_PERSON and entity.type in {None, Type.PERSON, Type.THING}
    if entity.gender or (entity.type is Type.PERSON):
        return False
    return entity.person <= _LIKELY_PERSON and before.lemma not in IT_NEVER


#: It never means a time or a place of the sentence that only frames it.
IT_NEVER = frozenset({"today", "yesterday", "tomorrow", "now", "day", "year", "month", "week"})


def _bound(pronoun: Referent, before: Referent, doc: Doc) -> bool:
    """Tell whether grammar forbids it: *Ann saw her*, *the owner of its house*."""
    if before.sentence != pronoun.sentence:
        return False
    if before.first <= pronoun.head <= before.last or before.head in pronoun.within:
        return True
    if pronoun.lemma in REFLEXIVE:
        return before.role not in {"subject", "passive"}
    if pronoun.role == "owner":
        return False
    return before.verb == pronoun.verb


def _features(
    pronoun: Referent, entity: Entity, before: Referent, rank: int, most: int, title: str
) -> Features:
    apart = pronoun.sentence - before.sentence
    found = {
        f"apart {min(apart, 3)}": 1.0,
        f"rank {min(rank, 4)}": 1.0,
        f"role {before.role}": 1.0,
        f"{'near' if apart == 0 else 'far'} {before.role} {_short(pronoun.role)}": 1.0,
        f"kind {before.kind}": 1.0,
        f"article {before.article}": 1.0,
        "count": log(1 + len(entity.mentions)),
        "most": float(len(entity.mentions) == most and most > 1),
        "person": entity.person,
        "nested": float(bool(before.within)),
        "gender": float(bool(entity.gender) and entity.gender == pronoun.gender),
        "named": float(entity.name is not None),
        "leads": float(before.first <= 1),
        "same role": float(before.role == pronoun.role),
        "other block": float(before.block != pronoun.block),
        "unsure number": float(entity.plural is None),
        f"{min(apart, 2)} {before.role} {pronoun.role}": 1.0,
        f"rank {min(rank, 2)} apart {min(apart, 2)}": 1.0,
        f"{min(apart, 1)} {before.article}": 1.0,
        "main": float(before.main),
        f"main {min(apart, 2)} {pronoun.main:d}": float(before.main),
        "again": float(
            len(entity.mentions) > 1 and entity.mentions[-2].sentence >= pronoun.sentence - 2
        ),
    }
    if apart == 0:
        found["words"] = log(1 + pronoun.first - before.last)
        found["same verb"] = float(before.verb == pronoun.verb)
    if entity.type is not None:
        found[f"type {entity.type.value}"] = 1.0
    elif before.kind == "nominal":
        found[f"gloss {gloss(before.lemma)}"] = 1.0
    if entity.name is not None and any(lemma in title.lower() for lemma in entity.lemmas):
        found["title"] = 1.0
    return found


def _is_followed_by_quality(token: Token) -> bool:
    """Tell whether a quality and *to*, *that* or *for* come after: it is hard to say."""
    rest = [one.lower_ for one in token.doc[token.i + 1 : token.i + 7]]
    verb = token.head
    quality = any(one.dep_ in {"acomp", "attr"} for one in verb.children)
    return verb.lemma_ == "be" and quality and bool({"to", "that", "for", "how"} & set(rest))


def _short(role: str) -> str:
    return "subject" if role in {"subject", "passive"} else "owner" if role == "owner" else "other"


def nothing(pronoun: Referent, several: int, token: Token) -> Features:
    """Return the features of *none of them*."""
    return {
        "none": 1.0,
        f"none {_short(pronoun.role)}": 1.0,
        "none of one": float(several == 1),
        "none of many": log(1 + several),
        "none empty": float(is_empty(token)),
        "none be": float(token.head.lemma_ == "be"),
        f"none {pronoun.lemma}": 1.0,
        f"none {token.head.lemma_}": float(token.head.lemma_ in _EMPTY),
        "none main": float(pronoun.main),
        "none clause": float(
            any(
                child.dep_ in {"ccomp", "xcomp", "csubj", "advcl"}
                for child in token.head.children
                if child.i > token.head.i
            )
        ),
        "none to": float(_is_followed_by_quality(token)),
        "none first": float(pronoun.first <= 1),
    }
