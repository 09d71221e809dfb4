"""Pools: names that may stand in the place of a key, the most plausible first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from questions.generate.english import bare, keeps_capital, singular
from questions.generate.fact import DocumentModel, Fact, Name, Type
from questions.generate.hints import place_class
from questions.generate.kinds.likeness import alike
from questions.generate.kinds.regions import region_of
from questions.generate.lexicon import gazetteer, gloss, instance_classes, is_given_name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that might be an option, with every form under which the text may hold it."""

    text: str
    forms: frozenset[str]


def names_like(key: Name, fact: Fact, model: DocumentModel) -> list[Candidate]:
    """Return the document's other names of the key's type and kind, the nearest first."""
    shown = bare(key.text)
    found = [
        one
        for one in model.of_type(key.type)
        if one.id != key.id and not key.aliases & one.aliases and is_sound(one)
    ]
    fitting = [one for one in found if alike(key.type, shown, bare(one.text))]
    fitting.sort(key=lambda one: (abs(one.first - fact.sentence), -one.count, one.text))
    return [Candidate(bare(one.text), one.aliases | {one.text}) for one in fitting]


def is_sound(name: Name) -> bool:
    """Tell whether a name looks whole and is what it is taken for, so that it can be an option."""
    words = name.text.split()
    if not words or name.plural or any(not one[0].isalnum() for one in words):
        return False
    known = gazetteer()
    if bare(name.text) in known.states and known.country(name.text) is not None:
        return False  # Georgia
    if name.type is not Type.PERSON:
        return True
    classes = instance_classes(name.text)
    return "person" in classes if classes else _is_person(words)


def _is_person(words: list[str]) -> bool:
    """Doubt *Freedom Magazine*, *Campbell Soup* and *Roman Catholics*: those are no people."""
    if not _is_written_as_person(words):
        return False
    last, common = words[-1].lower(), bool(gloss(words[0].lower()))
    given = is_given_name(words[0]) or "." in words[0]
    if singular(last) != last and gloss(singular(last)):
        return given and not common
    fits = gloss(last) in _PEOPLE
    return fits and (given or (len(words) > 1 and not common and not gloss(last)))


def _is_written_as_person(words: list[str]) -> bool:
    """Tell whether the words have the form of a whole name: not *San Mateo*, *Duran Duran*."""
    first, last = words[0].lower(), words[-1].lower()
    if not all(_NAME.fullmatch(one) for one in words) or len(words) > _LONGEST:
        return False
    if last in _PARTICLES or keeps_capital(last) or first in _PARTICLES | _SAINTS:
        return False
    pairs = (" ".join(words[at : at + 2]) for at in range(len(words) - 1))
    return len(set(words)) == len(words) and not any(gazetteer().is_place(one) for one in pairs)


def places_like(shown: str, model: DocumentModel) -> list[Candidate]:
    """Return places of the same kind and region that the document need not name."""
    rule = _PLACES.get(place_class(shown))
    named = {form for one in model.names for form in one.aliases}
    return [
        Candidate(one, frozenset({one}))
        for one in (rule(shown) if rule else ())
        if one != shown and one not in named
    ]


def languages_like(shown: str) -> list[Candidate]:
    return [Candidate(one, frozenset({one})) for one in _LANGUAGES if one != shown]


def clash(text: str, others: Collection[str]) -> bool:
    """Tell whether an option says what another one says: Korea, North Korea; Kristen, Kristin."""
    words = _telling(text)
    for other in others:
        theirs = _telling(other)
        if words <= theirs or theirs <= words or _nearly(text, other):
            return True
    return False


def _nearly(one: str, other: str) -> bool:
    """Tell whether two names differ by a letter or two, as the same name misspelt does."""
    return min(len(one), len(other)) > _LONGEST and (
        SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio() > _SAME
    )


def _telling(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.casefold().replace(".", ""))
    return frozenset(word for word in words if word not in _SMALL)


def _countries(shown: str) -> Iterator[str]:
    """Yield countries of the same region, then of the continent, those of about its size first."""
    own = gazetteer().country(shown)
    if own is None:
        return
    others = {one.name: one for one in gazetteer().countries.values() if one is not own}
    near = [one for one in others.values() if one.continent == own.continent]
    near.sort(key=lambda one: (_times(one.population, own.population), one.name))
    region = region_of(own.name)
    near.sort(key=lambda one: region_of(one.name) != region)
    yield from (bare(one.name) for one in near if one.population > _SMALLEST)


def _cities(shown: str) -> Iterator[str]:
    """Yield large cities of the same country, then of its continent's capitals."""
    country = gazetteer().cities.get(shown, "")
    same = [city for city, where in gazetteer().cities.items() if where == country]
    yield from reversed(same[-_LARGEST:])
    if (own := gazetteer().country(country)) is not None:
        yield from sorted(
            one.capital
            for one in {id(one): one for one in gazetteer().countries.values()}.values()
            if one.continent == own.continent and one.population > _SMALLEST and one.capital
        )


def _states(shown: str) -> Iterator[str]:
    yield from sorted(gazetteer().states)


def _continents(shown: str) -> Iterator[str]:
    yield from ("Africa", "Asia", "Europe", "North America", "South America")


def _times(one: int, other: int) -> float:
    return max(one, other, 1) / max(1, min(one, other))


_PLACES: dict[str, Callable[[str], Iterator[str]]] = {
    "country": _countries, "city": _cities, "US state": _states, "continent": _continents,
}  # fmt: skip
_SMALLEST, _LARGEST = 300_000, 12
#: What the last word of a person's name may mean as a common noun: Butler, Fox, Rose, nothing.
_PEOPLE = frozenset({"", "person", "animal", "plant", "tops"})
#: A word of a person's name: Tom, J.R., McKay, O'Rourke, d'Alembert, Jean-Luc; not YouTuber.
_NAME = re.compile(
    r"(?:[^\W\d_]['’]|Mac|Mc|De|Di|La|Le)?[^\W\d_][^\W\d_A-Z]*"
    r"(?:[-'’.][^\W\d_][^\W\d_A-Z]*)*\.?"
)
_SAINTS = frozenset({"san", "santa", "saint", "st.", "los", "las", "mount", "lake", "fort"})
_SAME = 0.9
_LONGEST = 5  # words of a person's name
_PARTICLES = frozenset("de la le van von der den del di da du of the y el al bin ibn jr sr".split())
_SMALL = frozenset({"the", "of", "and", "for", "in", "a", "an", "de"})
_LANGUAGES = (
    "English French German Spanish Italian Portuguese Russian Polish Dutch Swedish Greek Latin "
    "Turkish Arabic Hebrew Persian Hindi Chinese Japanese Korean"
).split()
