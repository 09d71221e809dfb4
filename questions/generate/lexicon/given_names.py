"""First names and the gender that nearly all of their bearers have."""

from functools import lru_cache

from questions.generate.lexicon.lines import lines


@lru_cache(maxsize=20_000)
def gender_of(name: str) -> str:
    """Return "f", "m", or "" where the first name *name* is unknown or borne by both."""
    found = lines("given_names.tsv").get(name)
    return found if found and found != "-" else ""


@lru_cache(maxsize=20_000)
def is_given_name(name: str) -> bool:
    """Tell whether *name* is a first name that many bear."""
    return lines("given_names.tsv").get(name) is not None
