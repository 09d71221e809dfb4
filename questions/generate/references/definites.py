"""The N, this N: which earlier thing such a description means, if any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from questions.generate.fact import Name, Type
from questions.generate.lexicon import is_kind_of, senses
from questions.generate.references.entities import Discourse, Entity
from questions.generate.references.mentions import Referent
from questions.generate.references.pronouns import Option
from questions.generate.references.ranking import Features
from questions.generate.vocabulary import class_of

#: What a thing of each type is called, whatever its name.
_KINDS: Mapping[Type, frozenset[str]] = {
    Type.GPE: frozenset("country nation state city town village capital republic kingdom "
                        "province region municipality territory".split()),
    Type.ORG: frozenset("company firm corporation organization organisation agency party team band "
                        "university college school bank ministry committee commission council "
                        "union alliance club institute institution group newspaper church".split()),
    Type.LOC: frozenset("river sea lake ocean mountain island continent desert area".split()),
    Type.FAC: frozenset("building bridge museum church cathedral airport station hospital palace "
                        "castle tower stadium theatre theater temple hotel".split()),
    Type.EVENT: frozenset("war battle conflict revolution festival crisis conference".split()),
    Type.WORK: frozenset("book novel film movie song album poem painting play opera treaty "
                         "agreement law act report".split()),
    Type.PRODUCT: frozenset("device system software game ship aircraft car".split()),
    Type.LANGUAGE: frozenset({"language"}),
}  # fmt: skip
_FAR = (1, 3, 8, 20)


def options(
    noun: Referent, discourse: Discourse, names: Mapping[int, Name], title: str
) -> list[Option]:
    """List what *the N* may mean, the latest first, with what speaks for each."""
    found: list[tuple[Entity, Referent, str]] = []
    for entity in discourse.entities:
        before = entity.before(noun)
        if before is None or noun.head in before.within or before.head in _own(noun, before):
            continue
        bond = "" if _contradicts(noun, entity) else _bond(noun, entity, names)
        if bond and _numbers_agree(noun, entity):
            found.append((entity, before, bond))
    found.sort(key=lambda one: (-one[1].sentence, -one[1].first))
    bonds = [bond for _, _, bond in found]
    return [
        (entity, before, _features(noun, entity, before, bond, rank, bonds, title))
        for rank, (entity, before, bond) in enumerate(found)
    ]


def _contradicts(noun: Referent, entity: Entity) -> bool:
    """Tell whether each is described otherwise: *the ICI system* is not *the IMU system*."""
    known = frozenset().union(*(one.modifiers for one in entity.mentions))
    return bool(noun.modifiers - known - _EMPTY) and bool(known - noun.modifiers)


def _own(noun: Referent, before: Referent) -> tuple[int, ...]:
    return noun.within if before.sentence == noun.sentence else ()


def _numbers_agree(noun: Referent, entity: Entity) -> bool:
    return noun.plural is None or entity.plural is None or noun.plural == entity.plural


def _bond(noun: Referent, entity: Entity, names: Mapping[int, Name]) -> str:
    """Say why the noun can mean the entity; "" if it cannot."""
    if noun.lemma in entity.lemmas:
        return "same"
    name = names.get(entity.name) if entity.name is not None else None
    if name is not None:
        return _bond_to_name(noun.lemma, name)
    return next(
        (bond for lemma in sorted(entity.lemmas) if (bond := related(lemma, noun.lemma))), ""
    )


def _bond_to_name(lemma: str, name: Name) -> str:
    """Tell whether the noun is in the name, or a word for what has such a name."""
    inner = class_word(name.text)
    if inner == lemma:
        return "in name"
    if inner and (bond := related(inner, lemma)):
        return f"{bond} of name"
    if lemma in name.role.lower().split():
        return "role"
    return "type" if lemma in _KINDS.get(name.type, ()) else ""


@lru_cache(maxsize=20_000)
def related(lemma: str, other: str) -> str:
    """Tell whether *other* can stand for *lemma*: the same class, or what it is a kind of."""
    if other in class_of(lemma) and lemma != other:
        return "class"
    if not senses(lemma) or not senses(other) or " and " in lemma:
        return ""
    return "kind" if is_kind_of(lemma, other) else ""


@lru_cache(maxsize=5_000)
def class_word(name: str) -> str:
    """Return the noun that says what a name is of: treaty of *Treaty of Rome*, party, river."""
    words = re.split(r" (?:on|of|for|against|to|in) ", name)[0].split()
    return words[-1].lower() if words and len(name.split()) > 1 else ""


#: Words before a noun that do not tell it from the one before: the new treaty, the said pact.
_EMPTY = frozenset({"new", "latest", "late", "recent", "same", "said", "present", "current"})


def certain(
    noun: Referent, several: Sequence[Option], names: Mapping[int, Name], title: str
) -> int | None:
    """Return the number of the only thing that was introduced by a word for the same.

    *The treaty* means the one declaration that was named, *that crisis* the one unrest that was
    described just before. Such pairs are too rare in the corpus for weights to be learned.
    """
    if noun.plural or noun.narrowed or noun.modifiers - _EMPTY:
        return None
    bonds = [(at, option[0], option[1], bond_of(option)) for at, option in enumerate(several)]
    akin = [one for one in bonds if one[3] in {"class", "class of name", "in name", "same"}]
    told = [one for one in akin if one[1].name is not None or _is_described(noun, one[2])]
    strange = [
        one for one in akin if one[2].kind == "nominal" and one[2].article in {"a", "number"}
    ]
    if len(told) != 1 or strange or noun.lemma in _KINDS[Type.GPE]:
        return None
    at, entity, before, bond = told[0]
    if not _is_spoken_of(noun, entity, names, title):
        return None
    if bond == "same" and (entity.name is None or noun.sentence - before.sentence > _CLOSE):
        return None
    return at


_CLOSE = 8


def _is_spoken_of(noun: Referent, entity: Entity, names: Mapping[int, Name], title: str) -> bool:
    """Refuse a name that was only met in passing, or where the title has another such thing."""
    if entity.name is None:
        return True
    if noun.lemma in title.lower().split():
        return names[entity.name].text in title
    acts = {"subject", "passive", "object"}
    return len(entity.mentions) > 1 or entity.mentions[0].role in acts


def _is_described(noun: Referent, before: Referent) -> bool:
    near = noun.sentence - before.sentence <= 2
    return near and before.article == "the" and (before.narrowed or bool(before.modifiers))


def bond_of(option: Option) -> str:
    return next(name[5:] for name in option[2] if name.startswith("bond "))


def _features(
    noun: Referent,
    entity: Entity,
    before: Referent,
    bond: str,
    rank: int,
    bonds: list[str],
    title: str,
) -> Features:
    apart = noun.sentence - before.sentence
    far = sum(apart >= limit for limit in _FAR)
    extra = noun.modifiers - frozenset().union(*(one.modifiers for one in entity.mentions))
    lost = before.modifiers - noun.modifiers
    return {
        f"bond {bond}": 1.0,
        f"{bond} apart {far}": 1.0,
        f"rank {min(rank, 3)}": 1.0,
        f"same bonds {min(bonds.count(bond), 3)}": 1.0,
        f"kind {before.kind}": 1.0,
        f"article {before.article}": 1.0,
        f"{bond} {before.article}": 1.0,
        "same modifiers": float(bool(noun.modifiers) and not extra),
        "new modifiers": float(len(extra)),
        "lost modifiers": float(bool(lost)) if not noun.modifiers else 0.0,
        "narrowed": float(noun.narrowed),
        "was narrowed": float(before.narrowed),
        "both narrowed": float(noun.narrowed and before.narrowed),
        "count": log(1 + len(entity.mentions)),
        "subject": float(before.role in {"subject", "passive"}),
        "same sentence": float(apart == 0),
        "title": float(entity.name is not None and noun.lemma in title.lower()),
    }


def nothing(noun: Referent, several: int) -> Features:
    """Return the features of *none of them*."""
    known = senses(noun.lemma)
    gloss = known[0].lexicographer if known else "unknown"
    return {
        "none": 1.0,
        "none narrowed": float(noun.narrowed),
        "none modified": float(bool(noun.modifiers)),
        "none of one": float(several == 1),
        "none of many": log(1 + several),
        f"none {gloss}": 1.0,
        f"none {noun.role}": 1.0,
    }
