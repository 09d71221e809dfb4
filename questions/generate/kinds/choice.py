"""Choice: a short question with three wrong options of the key's own kind, or none at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from questions.generate.draft import Draft
from questions.generate.english import bare
from questions.generate.fact import MEASURED, DocumentModel, Fact, Name, Phrase, Type
from questions.generate.hints import place_class
from questions.generate.kinds.chance import chance
from questions.generate.kinds.figures import figure, near_values, options
from questions.generate.kinds.pools import (
    Candidate,
    clash,
    is_sound,
    languages_like,
    names_like,
    places_like,
)  # fmt: skip
from questions.generate.kinds.truth import holds, may_be_true
from questions.generate.shorts import shorts
from questions.model import Choice, Kind

WRONG = 3
_NEAREST = 6


def choices(facts: Sequence[Fact], model: DocumentModel) -> Iterator[Draft]:
    """Offer options for each short question whose key has enough of its kind beside it."""
    yield from choices_of(shorts(facts, model), model)


def choices_of(drafts: Iterable[Draft], model: DocumentModel) -> Iterator[Draft]:
    """Turn short drafts into choices; those with fewer than three good options are left out."""
    for draft in drafts:
        key = draft.answer
        if key is None or not draft.answers or key.type not in _NAMED | _FIGURES:
            continue
        made = _figures(draft, key, model) if key.type in _FIGURES else _names(draft, key, model)
        if made is not None:
            yield made


def offered(draft: Draft, method: str, key: str, wrong: Iterable[str], seed: int) -> Draft:
    """Make the choice; its options stand in an order drawn for this stem."""
    drawn = [Choice(text=key, fraction=1), *(Choice(text=one) for one in wrong)]
    chance(seed, draft.stem, "order").shuffle(drawn)
    return replace(
        draft,
        method=f"choice-{method}",
        kind=Kind.CHOICE,
        answers=(),
        choices=tuple(drawn),
        reverse=False,
    )


def _figures(draft: Draft, key: Phrase, model: DocumentModel) -> Draft | None:
    """Offer values near the key in rising order, written as the key is."""
    shown = draft.answers[0].text
    dated = key.type is Type.DATE
    latest = _latest(model.text) if dated else None
    found = figure(shown, latest)
    if found is None:
        return None
    told = {one for one in _figures_told(draft.fact, model) if one != shown}
    known = near_values(_dates(model, key), found, latest) if dated else []
    for turn in range(_TURNS):
        made = options(found, chance(model.seed, draft.stem, str(turn)), known, WRONG)
        if made is not None and not _any_told(made, shown, told, draft, key, model):
            choices = (Choice(text=one, fraction=float(one == shown)) for one in made)
            return replace(
                draft, method=f"choice-{key.type.value}", kind=Kind.CHOICE, answers=(),
                choices=tuple(choices), shuffle=False,
            )  # fmt: skip
    return None


def _any_told(
    made: Sequence[str],
    shown: str,
    told: set[str],
    draft: Draft,
    key: Phrase,
    model: DocumentModel,
) -> bool:
    """Tell whether the sentence, or the text of the same thing, holds one of the wrong values."""
    wrong = [one for one in made if one != shown]
    if any(one in told or any(holds(one, other) for other in told) for one in wrong):
        return True
    return any(may_be_true(draft.fact, key, (one,), model) for one in wrong)


def _figures_told(fact: Fact, model: DocumentModel) -> set[str]:
    """Return every number that the fact's sentence holds: none of them may be an option."""
    text = f"{fact.statement} {model.text[fact.start : fact.end]}"
    return set(re.findall(r"\d[\d.,]*\d|\d", text))


@lru_cache(maxsize=4)
def _latest(text: str) -> int:
    """Return the last year that the text holds; looked for once in a document, not once a key."""
    years = re.findall(r"(?<![\d.,])(?:1\d|20)\d{2}(?![\d.,]\d|\d)", text)
    return max(map(int, years), default=0)


def _dates(model: DocumentModel, key: Phrase) -> list[str]:
    found = (one.text for fact in model.facts for one in fact.phrases if one.type is key.type)
    return sorted(set(found) - {key.text})


def _names(draft: Draft, key: Phrase, model: DocumentModel) -> Draft | None:
    """Offer names of the same type and kind: of the document, then, for places, of the region."""
    name = model.name(key)
    if name is None or not is_sound(name):
        return None
    if name.type is Type.PERSON and (key.plural or _is_hero(name, model)):
        return None
    if _is_said_by(key, draft.fact) or (name.type in _PLACES and not is_single(draft.fact)):
        return None
    if name.type is Type.GPE and _acts(key, draft.fact):
        return None
    if name.type is Type.PERSON and _is_one_of_many(draft.fact):
        return None
    shown = bare(name.text)
    chosen = _chosen(names_like(name, draft.fact, model), shown, draft, key, model)
    if len(chosen) < WRONG and key.type in {Type.GPE, Type.LANGUAGE}:
        more = places_like(shown, model) if key.type is Type.GPE else languages_like(shown)
        chosen += _chosen(more, shown, draft, key, model, (*chosen,))
    if len(chosen) < WRONG or not is_fair(shown, chosen[:WRONG], draft.stem):
        return None
    return offered(draft, key.type.value, shown, chosen[:WRONG], model.seed)


def _is_hero(name: Name, model: DocumentModel) -> bool:
    """Tell whether the document is about this person: the answer would be the same each time."""
    words = name.text.split()
    return words[-1] in model.title.split() or name.count * _OFTEN > len(model.sentences) > _SHORT


def _is_said_by(key: Phrase, fact: Fact) -> bool:
    """Tell whether the key is who said it: that is nothing to remember."""
    predicate = fact.predicate
    return fact.subject == key and predicate is not None and predicate.lemma in _SAYING


def _is_one_of_many(fact: Fact) -> bool:
    """Tell whether it says that somebody was *a* priest: so were others, told or not."""
    predicate, complement = fact.predicate, fact.complement
    if predicate is None or not predicate.copula or complement is None:
        return False
    return complement.determiner in {"a", "an"}


def _acts(key: Phrase, fact: Fact) -> bool:
    """Tell whether a town does something: then the name is more likely a person's, Washington."""
    predicate = fact.predicate
    if fact.subject != key or predicate is None or predicate.passive or predicate.copula:
        return False
    return place_class(key.text) != "country" and predicate.lemma not in _OF_TOWNS


def _chosen(
    found: Sequence[Candidate],
    shown: str,
    draft: Draft,
    key: Phrase,
    model: DocumentModel,
    taken: tuple[str, ...] = (),
) -> list[str]:
    """Draw from the nearest candidates those that are surely wrong and clash with no other."""
    near: list[str] = []
    for one in found:
        if len(near) == _NEAREST:
            break
        clear = not clash(one.text, [shown, *taken, *near]) and not _in_stem(one, draft.stem)
        if clear and not may_be_true(draft.fact, key, one.forms, model):
            near.append(one.text)
    wanted = min(WRONG - len(taken), len(near))
    return chance(model.seed, draft.stem, "names").sample(near, wanted)


def _in_stem(one: Candidate, stem: str) -> bool:
    return any(holds(stem, form) for form in one.forms)


def is_single(fact: Fact) -> bool:
    """Tell whether the world has one answer, so that what the text does not say is wrong too.

    That is what happened once, and what *the* says of one thing alone.
    """
    predicate, complement = fact.predicate, fact.complement
    if predicate is None:
        return False
    if predicate.copula:
        return complement is not None and complement.determiner == "the"
    return predicate.tense == "past" and predicate.lemma not in _LASTING


def is_fair(shown: str, wrong: Sequence[str], stem: str) -> bool:
    """Tell whether neither length nor a word of the stem points to the key."""
    lengths = [len(one) for one in wrong]
    mean = (sum(lengths) + len(shown)) / (len(lengths) + 1)
    if not mean / 2 <= len(shown) <= mean * 2 or len(shown) > max(lengths) * 1.6:
        return False
    asked = _roots(stem)
    common = _roots(shown) & asked
    return not common or all(common <= _roots(one) for one in wrong)


def _roots(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.casefold()))


_TURNS = 6
_SAYING = frozenset(
    "say tell state explain observe note claim argue suggest believe think comment declare "
    "announce remark report add mention point".split()
)
_OF_TOWNS = frozenset("become host lie stand grow remain fall serve house hold join".split())
_PLACES = frozenset({Type.GPE, Type.LOC, Type.LANGUAGE})
_OFTEN, _SHORT = 6, 12  # sentences
_FIGURES = MEASURED - {Type.TIME}
_NAMED = frozenset({
    Type.PERSON, Type.ORG, Type.GPE, Type.LOC, Type.FAC, Type.EVENT, Type.LANGUAGE, Type.PRODUCT,
})  # fmt: skip
#: What lasted for a time may hold of several: many bordered on it, and many exported it.
_LASTING = frozenset({
    "include", "border", "have", "contain", "export", "import", "produce", "speak", "know", "love",
    "like", "belong", "own", "use", "study", "visit", "live", "work", "trade", "influence", "range",
})  # fmt: skip
