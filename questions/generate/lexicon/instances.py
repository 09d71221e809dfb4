"""Proper names that WordNet knows, with the class of what they name."""

from functools import lru_cache

from questions.generate.lexicon.lines import lines


@lru_cache(maxsize=20_000)
def instance_classes(name: str) -> tuple[str, ...]:
    """Return the classes: person, location, group, act, event, language …; () if unknown."""
    found = lines("instances.tsv").get(name)
    return tuple(found.split()) if found else ()
