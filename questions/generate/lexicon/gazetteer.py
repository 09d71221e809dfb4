"""Countries, cities, states and what their people are called (GeoNames, WordNet)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from questions.generate.lexicon.lines import resource


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory; *demonyms* are its adjectives and its people, one and many."""

    name: str
    aliases: frozenset[str]
    capital: str
    continent: str
    demonyms: frozenset[str]
    population: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by each of their names; a country comes before a city of the same name."""

    countries: Mapping[str, Country]
    cities: Mapping[str, str]  # city → country
    states: frozenset[str]  # of the United States
    continents: frozenset[str]
    peoples: Mapping[str, str]  # demonym, one or many → place

    def country(self, name: str) -> Country | None:
        """Return the country called *name*, in full, short or with *the*."""
        return self.countries.get(name) or self.countries.get(_bare(name))

    def is_place(self, name: str) -> bool:
        """Tell whether *name* is a country, state, continent or large city."""
        bare = _bare(name)
        known = (self.countries, self.cities, self.states, self.continents)
        return any(bare in several for several in known)

    def place_of(self, people: str) -> str | None:
        """Return the place whose people or adjective *people* is: Kazakhs → Kazakhstan."""
        return self.peoples.get(people)


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read once."""
    data = json.loads(resource("gazetteer.json"))
    listed = [_country(one) for one in data["countries"]]
    countries = {alias: one for one in listed for alias in one.aliases}
    countries |= {_bare(one.name): one for one in listed}
    return Gazetteer(
        countries=countries,
        cities={
            name: country
            for name, country, _ in sorted(data["cities"], key=lambda city: city[2])
            if name not in countries
        },
        states=frozenset(data["states"]),
        continents=frozenset(
            {*(one.continent for one in listed), "America", "Latin America", "Antarctica"}
        ),
        peoples=_peoples(listed, data["demonyms"]),
    )


def _country(one: dict[str, object]) -> Country:
    def several(key: str) -> frozenset[str]:
        found = one[key]
        return frozenset(map(str, found)) if isinstance(found, list) else frozenset()

    name, population = str(one["name"]), one["population"]
    return Country(
        name=name,
        aliases=several("aliases") | {name},
        capital=str(one["capital"]),
        continent=str(one["continent"]),
        demonyms=several("demonyms"),
        population=population if isinstance(population, int) else 0,
    )


def _peoples(countries: list[Country], others: Mapping[str, list[str]]) -> dict[str, str]:
    """Tie demonyms to places; of two countries with the same one, the larger has it."""
    ordered = sorted(countries, key=lambda one: one.population)
    found = {word: place for place, several in others.items() for word in several}
    found |= {word: one.name for one in ordered for word in one.demonyms}
    plurals = {_plural(word): place for word, place in found.items()}
    return plurals | found


def _plural(people: str) -> str:
    if people.endswith("man"):
        return f"{people[:-3]}men"
    return people if people.endswith(("s", "sh", "ch", "ese")) else f"{people}s"


def _bare(name: str) -> str:
    return name[4:] if name[:4] in {"The ", "the "} else name
