"""Search: a small language, what it means in SQL, and what is found."""

from questions.search_words import folded, listed, words_of
from studyapp.search.language import KEYS, KINDS, LONGEST, STATES, parse
from studyapp.search.queries import FAULTS, Query, QueryError, Spot, Term, terms_of
from studyapp.search.results import (
    MOST_ROWS,
    SORTS,
    Facet,
    Page,
    Part,
    Place,
    cards_under,
    count,
    decks_under,
    explained,
    ids,
    names_found,
    page,
    questions_under,
    rows_of,
)

__all__ = [
    "FAULTS",
    "KEYS",
    "KINDS",
    "LONGEST",
    "MOST_ROWS",
    "SORTS",
    "STATES",
    "Facet",
    "Page",
    "Part",
    "Place",
    "Query",
    "QueryError",
    "Spot",
    "Term",
    "cards_under",
    "count",
    "decks_under",
    "explained",
    "folded",
    "ids",
    "listed",
    "names_found",
    "page",
    "parse",
    "questions_under",
    "rows_of",
    "terms_of",
    "words_of",
]
