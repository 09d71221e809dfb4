"""Lists: which of these does NOT belong, and which one is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from questions.generate.draft import Draft, answers_of
from questions.generate.english import bare, joined
from questions.generate.fact import DocumentModel, Fact, Type
from questions.generate.kinds.chance import chance
from questions.generate.kinds.choice import is_single, offered
from questions.generate.kinds.listings import Listing, class_noun, listings, of_these
from questions.generate.kinds.pools import Candidate, clash, names_like, places_like
from questions.generate.kinds.truth import holds, may_be_true
from questions.generate.variants import variants
from questions.model import Kind

_OFFERED = 3
_SHORTEST, _LONGEST = 6, 28


def exclusions(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Ask which one does NOT belong to a list of three or more; the key is of the same kind."""
    for one in listings(facts):
        stem = one.denied(of_these(one.type, one.shown)) if one.can_be_denied() else None
        key = _stranger(one, model)
        if stem is None or key is None or not _is_sound(stem):
            continue
        items = chance(model.seed, stem, "items").sample(one.shown, _OFFERED)
        base = Draft("choice-not", Kind.CHOICE, (one.fact,), stem, explanation=one.fact.statement)
        made = offered(base, "not", key, items, model.seed)
        yield _in_order(made) if one.type is Type.DATE else made


def _in_order(made: Draft) -> Draft:
    """Put years in their order, as numbers stand in every other choice."""
    ordered = sorted(made.choices, key=lambda one: int(one.text))
    return replace(made, choices=tuple(ordered), shuffle=False)


def completions(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Ask for the one item of a list that is not shown: Besides X and Y, which country …?"""
    for one in listings(facts):
        if one.type in {Type.THING, Type.DATE} or len(one.items) > _MOST:
            continue
        hidden = chance(model.seed, one.fact.statement, "hidden").randrange(len(one.items))
        stem = _besides(one, hidden)
        if stem is None or not _is_sound(stem):
            continue
        key = one.items[hidden]
        yield Draft(
            method="short-complete",
            kind=Kind.SHORT,
            facts=(one.fact,),
            stem=stem,
            answer=key,
            answers=answers_of((bare(key.text), *variants(key, model))),
        )


def _besides(listing: Listing, hidden: int) -> str | None:
    """Write the question with every item but one; the hidden one must not be named elsewhere."""
    others = [one.text for at, one in enumerate(listing.items) if at != hidden]
    noun = class_noun(listing.type, listing.shown)
    words = "who" if noun == "person" else f"which {noun}" if noun else "what"
    if words == "who" and listing.part is not None:
        words = "whom"
    stem = listing.asked_without(words, lead=f"besides {joined(others)}")
    return None if stem is None or holds(stem, listing.shown[hidden]) else stem


def _stranger(listing: Listing, model: DocumentModel) -> str | None:
    """Find what belongs to the same kind, but not to the list, as far as the text says."""
    if listing.type is Type.DATE:
        return _other_year(listing, model)
    for one in _like_items(listing, model):
        if clash(one.text, listing.shown) or _meets(one, listing, model):
            continue
        if not any(may_be_true(listing.fact, item, one.forms, model) for item in listing.items):
            return one.text
    return None


def _meets(one: Candidate, listing: Listing, model: DocumentModel) -> bool:
    """Tell whether the text names it together with any other name of the sentence.

    What is said NOT to belong must have nothing to do with the matter at all.
    """
    items = {item.text for item in listing.items}
    others = [
        phrase.text
        for phrase in listing.fact.phrases
        if phrase.name is not None and phrase.text not in items
    ]
    return any(model.elsewhere.together(form, other) for form in one.forms for other in others)


def _like_items(listing: Listing, model: DocumentModel) -> Iterator[Candidate]:
    """Yield names of the document, then, of what happened once, places of the region."""
    for item in listing.items:
        if (name := model.name(item)) is not None:
            yield from names_like(replace(name, type=listing.type), listing.fact, model)
    if listing.type is Type.GPE and is_single(listing.fact):
        yield from places_like(listing.shown[0], model)


def _other_year(listing: Listing, model: DocumentModel) -> str | None:
    """Draw a year between the first and the last one that the text does not hold."""
    if not all(one.isdecimal() for one in listing.shown):
        return None
    years = sorted(int(one) for one in listing.shown)
    between = [one for one in range(years[0] + 1, years[-1]) if not model.elsewhere.count(str(one))]
    lots = chance(model.seed, listing.fact.statement, "year")
    return str(lots.choice(between)) if between else None


def _is_sound(stem: str) -> bool:
    return _SHORTEST <= len(stem.split()) <= _LONGEST and ";" not in stem and "—" not in stem


_MOST = 6
