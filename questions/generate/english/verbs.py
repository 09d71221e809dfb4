"""Verbs: a verb group turned round, made to agree, denied or put into another form."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from questions.generate.english.inflection import gerund, participle, past, third_person
from questions.generate.fact import Predicate


class Inverted(NamedTuple):
    """A verb group in two: *first* goes before the subject, *rest* after it."""

    first: str
    rest: str


def written(predicate: Predicate) -> str:
    """Write the whole verb group as it goes after its subject: had not officially been signed."""
    if not predicate.negated:
        return _words(*predicate.helpers, *_ending(predicate, predicate.form))
    first, rest = inverted(predicate)
    return _words(first, rest)


def inverted(predicate: Predicate) -> Inverted:
    """Split the verb group for a question; without a helper, *do* comes to help."""
    denial = "not" if predicate.negated else ""
    if _leads(predicate):
        rest = (denial, *predicate.helpers[1:], *_ending(predicate, predicate.form))
        return Inverted(predicate.helpers[0], _words(*rest))
    if _is_be(predicate):
        return Inverted(predicate.form, _words(denial, predicate.adverb, predicate.particle))
    base = "have" if predicate.helpers else predicate.lemma
    rest = (denial, *_based(predicate, base))
    return Inverted(_do(predicate), _words(*rest))


def agreeing(predicate: Predicate, *, plural: bool) -> Predicate:
    """Make the verb group agree with a subject in the third person."""
    if predicate.helpers:
        first = agreeing_word(predicate.helpers[0], plural=plural)
        return replace(predicate, helpers=(first, *predicate.helpers[1:]), plural=plural)
    if _is_be(predicate):
        return replace(predicate, form=agreeing_word(predicate.form, plural=plural), plural=plural)
    if predicate.tense != "present":
        return replace(predicate, plural=plural)
    form = predicate.lemma if plural else third_person(predicate.lemma)
    return replace(predicate, form=form, plural=plural)


def agreeing_word(word: str, *, plural: bool) -> str:
    """Return a helper, or a form of *be*, as it agrees; what never changes stays."""
    one, many = next((pair for pair in _AGREEING if word in pair), (word, word))
    return many if plural else one


def denied(predicate: Predicate) -> Predicate:
    """Say the opposite: signed becomes did not sign."""
    return replace(predicate, negated=not predicate.negated)


def infinitive(predicate: Predicate) -> str:
    """Write the verb group after *to*: be signed, have been signed, take over."""
    if not predicate.helpers:
        return _words(predicate.adverb, predicate.lemma, predicate.particle)
    first, *others = predicate.helpers
    base = _BASES.get(first, "")
    return _words(base, *others, *_ending(predicate, predicate.form))


def doing(predicate: Predicate) -> str:
    """Write the verb group in -ing: being signed, having been signed, taking over."""
    first, _, rest = infinitive(replace(predicate, adverb="")).partition(" ")
    return _words(predicate.adverb, gerund(first), rest)


def inflected(lemma: str, *, tense: str, plural: bool = False) -> str:
    """Write one verb in a tense: past, present or future."""
    if tense == "future":
        return f"will {lemma}"
    if lemma == "be":
        return agreeing_word("was" if tense == "past" else "is", plural=plural)
    if tense == "past":
        return past(lemma)
    return lemma if plural else third_person(lemma)


def passive(lemma: str, *, tense: str, plural: bool) -> str:
    """Write the passive of one verb: was signed, are signed, will be signed."""
    return f"{inflected('be', tense=tense, plural=plural)} {participle(lemma)}"


def _leads(predicate: Predicate) -> bool:
    """Tell whether the first helper goes before the subject; the had of *had to* does not."""
    helpers = predicate.helpers
    return bool(helpers) and not (helpers[0] in _HAVE and helpers[1:2] == ("to",))


def _is_be(predicate: Predicate) -> bool:
    return predicate.lemma == "be" and predicate.form in _BE and not predicate.helpers


def _ending(predicate: Predicate, form: str) -> tuple[str, ...]:
    return predicate.adverb, form, predicate.particle


def _based(predicate: Predicate, base: str) -> tuple[str, ...]:
    if predicate.helpers[1:2] == ("to",):
        return (base, *predicate.helpers[1:], *_ending(predicate, predicate.form))
    return _ending(predicate, base)


def _do(predicate: Predicate) -> str:
    if predicate.tense == "past":
        return "did"
    return "do" if predicate.plural else "does"


def _words(*words: str) -> str:
    return " ".join(one for one in words if one)


_HAVE = frozenset({"have", "has", "had"})
_BE = frozenset({"is", "are", "was", "were", "am"})
_AGREEING = (("is", "are"), ("was", "were"), ("has", "have"), ("does", "do"))
#: A modal and *do* have no infinitive: what they help has.
_BASES = {**dict.fromkeys(_BE, "be"), **dict.fromkeys(_HAVE, "have")}
