"""The word lists of the generator, from resources/vocabulary.json."""

import json
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> frozenset[str]:
    """Return the list *name*; an unknown name is a KeyError."""
    return frozenset(_lists()[name])


@cache
def coreference_classes() -> tuple[frozenset[str], ...]:
    """Group the nouns that may stand for each other: a treaty is an agreement."""
    return tuple(frozenset(group) for group in _lists()["coreference_classes"])


def class_of(noun: str) -> frozenset[str]:
    """Return the nouns that can mean the same thing as *noun*, itself included."""
    for group in coreference_classes():
        if noun in group:
            return group
    return frozenset({noun})


@cache
def _lists() -> dict[str, list[str]]:
    resource = files("questions.generate") / "resources" / "vocabulary.json"
    lists: dict[str, list[str]] = json.loads(resource.read_text(encoding="utf-8"))
    return lists
