"""Mentions: everything in a sentence that names, describes or points to something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from questions.generate.fact import NAMED, Type
from questions.generate.lexicon import senses, share
from questions.generate.naming.words import MEN, WOMEN
from questions.generate.reading import Mention, Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Pronouns by what they agree with.
HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
PRONOUNS = HE | SHE | IT | THEY
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
POSSESSIVE = frozenset({"his", "her", "its", "their", "hers", "theirs"})
_DEMONSTRATIVE = frozenset({"this", "that", "these", "those"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_POSSESSIVE_DETERMINER = frozenset({"poss"})
#: Nouns for one of many people, in the singular: it can be *they* who act.
_COLLECTIVE = frozenset({"group", "tops"})


@dataclass(frozen=True, slots=True, eq=False)
class Referent:
    """One mention; *head* and *first* to *last* are numbers of words in its sentence."""

    sentence: int  # in the stretch
    block: int
    head: int
    first: int
    last: int
    start: int
    end: int
    kind: str  # name, nominal, group (two joined by and), pronoun
    lemma: str
    role: str  # subject, passive, object, oblique, owner, other
    article: str  # the, a, this, owner, bare, number, none (of names and pronouns)
    plural: bool | None
    gender: str  # m, f, or "" where it is not told
    person: float  # 0..1: how likely it means a person
    type: Type | None = None
    name: int | None = None
    verb: int = -1  # the verb whose argument it is
    modifiers: frozenset[str] = frozenset()
    narrowed: bool = False  # words after the head say which one
    within: tuple[int, ...] = ()  # heads of the phrases that it lies in
    main: bool = False  # the subject of the main clause


def referents(
    parsed: Parsed, number: int, mentions: Sequence[Mention], genders: dict[int, str]
) -> tuple[Referent, ...]:
    """List the mentions of one sentence from left to right."""
    found = list(_pronouns(parsed, number))
    for head in _heads(parsed.doc):
        if _is_inner(head, mentions):
            continue
        found.append(_nominal(parsed, number, head, mentions, genders))
        if group := _group(parsed, number, head):
            found.append(group)
    return tuple(sorted(found, key=lambda one: (one.first, -one.last)))


def _pronouns(parsed: Parsed, number: int) -> Iterator[Referent]:
    for token in parsed.doc:
        word = token.lower_
        if word in PRONOUNS:
            gender = "m" if word in HE else "f" if word in SHE else ""
            person = 1.0 if gender else 0.0 if word in IT else 0.5
            yield Referent(
                number, parsed.block, token.i, token.i, token.i, token.idx,
                token.idx + len(token), "pronoun", word, role_of(token), "none",
                word in THEY, gender, person, verb=verb_of(token), within=_within(token),
                main=_is_main(token),
            )  # fmt: skip


def _heads(doc: Doc) -> Iterator[Token]:
    """Yield the nouns that are the head of a phrase: no compounds, no parts of a name."""
    for token in doc:
        if token.pos_ in _NOMINAL and token.dep_ not in {"compound", "punct"}:
            inside = token.dep_ in {"nmod", "amod", "npadvmod", "nummod", "appos"}
            owner = any(child.tag_ == "POS" for child in token.children)
            if not inside or owner or token.dep_ == "appos":
                yield token


def _is_inner(head: Token, mentions: Sequence[Mention]) -> bool:
    """Tell whether a noun is only a part of a longer name: Rome in *Treaty of Rome*."""
    above = head.head
    return above.i != head.i and any(
        one.name is not None and one.start <= head.idx < one.end and one.start <= place < one.end
        for one in mentions
        for place in {above.idx, above.head.idx}
    )


def _nominal(
    parsed: Parsed,
    number: int,
    head: Token,
    mentions: Sequence[Mention],
    genders: dict[int, str],
) -> Referent:
    name = next(
        (one for one in mentions if one.name is not None and one.start <= head.idx < one.end), None
    )
    first, last = _extent(head)
    left, right = parsed.doc[first], parsed.doc[last]
    lemma = head.lemma_.lower()
    person = _person(lemma, name)
    start, end = (name.start, name.end) if name else (left.idx, right.idx + len(right))
    return Referent(
        number, parsed.block, head.i, first, last, start, end, "name" if name else "nominal",
        lemma, role_of(head), _article(head, name is not None),
        _plural(head, name), _gender(lemma, name, genders), person,
        name.type if name else None, name.name if name else None, verb_of(head),
        frozenset(one.lemma_.lower() for one in head.lefts
                  if one.dep_ in {"amod", "compound", "nmod", "nummod"}),
        any(map(_narrows, head.rights)),
        _within(head), _is_main(head),
    )  # fmt: skip


def _extent(head: Token) -> tuple[int, int]:
    """Return the first and last word of the phrase, without what follows the head."""
    lefts = [one for one in head.lefts if one.dep_ not in {"cc", "punct", "advmod", "prep"}]
    first = min((one.left_edge.i for one in lefts), default=head.i)
    return first, head.i


def _group(parsed: Parsed, number: int, head: Token) -> Referent | None:
    """Return *Putin and Tokayev* as one mention of several."""
    others = _conjuncts(head)
    if head.dep_ == "conj" or not others:
        return None
    first, last = _extent(head)[0], others[-1].i
    every = [head, *others]
    if not any(child.lower_ in {"and", "&"} for one in every for child in one.children):
        return None
    left, right = parsed.doc[first], parsed.doc[last]
    people = [share(one.lemma_.lower(), "person") for one in every]
    known = [1.0 if one.ent_type_ == "PERSON" else person
             for one, person in zip(every, people, strict=True)]  # fmt: skip
    return Referent(
        number, parsed.block, head.i, first, last, left.idx, right.idx + len(right), "group",
        " and ".join(one.lemma_.lower() for one in every), role_of(head),
        "none", True, "", min(known), verb=verb_of(head), within=_within(head),
        main=_is_main(head),
    )  # fmt: skip


def _conjuncts(head: Token) -> list[Token]:
    found: list[Token] = []
    current = head
    while True:
        after = [one for one in current.children if one.dep_ == "conj" and one.pos_ in _NOMINAL]
        if not after:
            return found
        current = after[0]
        found.append(current)


def role_of(token: Token) -> str:
    """Name what a noun does: of several joined by *and* the first one's role counts."""
    while token.dep_ == "conj" and token.head.pos_ in _NOMINAL:
        token = token.head
    if token.dep_ == "nmod" and any(child.tag_ == "POS" for child in token.children):
        return "owner"
    return _ROLES.get(token.dep_, "other")


_ROLES = {
    "nsubj": "subject", "nsubjpass": "passive", "csubj": "subject", "dobj": "object",
    "dative": "oblique", "pobj": "oblique", "attr": "other", "poss": "owner", "agent": "oblique",
}  # fmt: skip


def verb_of(token: Token) -> int:
    """Return the verb or noun whose argument a phrase is, itself or behind a preposition."""
    while token.dep_ == "conj" and token.head.pos_ in _NOMINAL:
        token = token.head
    head = token.head
    if token.dep_ == "pobj":
        return int(head.head.i)
    return int(head.i)


def _narrows(child: Token) -> bool:
    """Tell whether words after a noun say which one: not behind a comma, where they only add."""
    first = child.left_edge.i
    behind = first > 0 and child.doc[first - 1].text in {",", "—", "–", "("}
    return child.dep_ in {"prep", "relcl", "acl"} and not behind


def _is_main(token: Token) -> bool:
    return role_of(token) in {"subject", "passive"} and token.head.dep_ == "ROOT"


def said_of(head: Token) -> Token | None:
    """Return the noun of which a predicate or an apposition says what it is."""
    if head.dep_ == "appos":
        return head.head
    verb = head.head
    if head.dep_ != "attr" or verb.lemma_ not in {"be", "become"}:
        return None
    if any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children):
        return None
    return next((one for one in verb.lefts if one.dep_ in {"nsubj", "nsubjpass"}), None)


def _within(token: Token) -> tuple[int, ...]:
    """Return the heads of the phrases that a word lies in, up to the next verb above it."""
    found = []
    for one in token.ancestors:
        if one.pos_ in {"VERB", "AUX"}:
            break
        if one.pos_ in _NOMINAL:
            found.append(int(one.i))
    return tuple(found)


def _article(head: Token, named: bool) -> str:
    for child in head.lefts:
        word = child.lower_
        if child.dep_ == "poss":
            return "owner"
        if child.dep_ == "det" or child.tag_ in {"DT", "PDT"}:
            if word == "the":
                return "the"
            if word in _DEMONSTRATIVE:
                return "this"
            return "a" if word in {"a", "an", "another"} else "number"
        if child.dep_ == "nummod":
            return "number"
    return "none" if named else "bare"


def _plural(head: Token, name: Mention | None) -> bool | None:
    if name is not None and name.type in {Type.ORG, Type.GROUP}:
        return None
    if name is not None and head.tag_ == "NNPS":
        return None
    if head.tag_ in _PLURAL_TAGS:
        return True
    verb = head.head
    if head.dep_ == "nsubj" and head.lower_.endswith("s") and verb.tag_ == "VBP":
        return True  # a plural at the beginning that was taken for a name: Lichens grow
    return None if is_collective(head.lemma_.lower()) else False


@lru_cache(maxsize=5_000)
def is_collective(lemma: str) -> bool:
    """Tell whether a noun in the singular can be many: team, couple, family, staff."""
    found = senses(lemma)
    return bool(found) and found[0].lexicographer in _COLLECTIVE and share(lemma, "group") > 0.5


def _person(lemma: str, name: Mention | None) -> float:
    if name is not None and name.type in NAMED:
        return 1.0 if name.type is Type.PERSON else 0.3 if name.type is Type.GROUP else 0.0
    return share(lemma, "person")


def _gender(lemma: str, name: Mention | None, genders: dict[int, str]) -> str:
    if name is not None and name.name is not None:
        return genders.get(name.name, "")
    if lemma in WOMEN:
        return "f"
    return "m" if lemma in MEN else ""
