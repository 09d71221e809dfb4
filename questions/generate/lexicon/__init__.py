"""What the generator knows of English: kinds of nouns, places and their peoples, first names.

The lists lie in `resources/`, made by `tests/quality/build_resources.py`. They are read on first
use and looked up in place, so that they cost a process a few megabytes and no start-up time.
"""

from questions.generate.lexicon.gazetteer import Country, Gazetteer, gazetteer
from questions.generate.lexicon.given_names import gender_of, is_given_name
from questions.generate.lexicon.instances import instance_classes
from questions.generate.lexicon.nouns import (
    Sense,
    classes,
    gloss,
    is_kind_of,
    senses,
    share,
    siblings,
)

__all__ = [
    "Country",
    "Gazetteer",
    "Sense",
    "classes",
    "gazetteer",
    "gender_of",
    "gloss",
    "instance_classes",
    "is_given_name",
    "is_kind_of",
    "senses",
    "share",
    "siblings",
]
