"""Nouns, articles and numbers are written as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.generate import english


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("country", "countries"),
        ("person", "people"),
        ("woman", "women"),
        ("grandchild", "grandchildren"),
        ("German", "Germans"),
        ("leaf", "leaves"),
        ("roof", "roofs"),
        ("photo", "photos"),
        ("potato", "potatoes"),
        ("analysis", "analyses"),
        ("criterion", "criteria"),
        ("bacterium", "bacteria"),
        ("species", "species"),
        ("aircraft", "aircraft"),
        ("bus", "buses"),
        ("lens", "lenses"),
        ("virus", "viruses"),
        ("crisis", "crises"),
        ("knife", "knives"),
        ("head of state", "heads of state"),
        ("prime minister", "prime ministers"),
        ("sister-in-law", "sisters-in-law"),
        ("African-American", "African-Americans"),
        ("NGO", "NGOs"),
        ("treaty", "treaties"),
        ("boss", "bosses"),
        ("movie", "movies"),
        ("base pair", "base pairs"),
    ],
)
def test_nouns_have_plurals_and_go_back(singular: str, plural: str) -> None:
    assert english.plural(singular) == plural
    assert english.singular(plural) == singular
    assert english.singular(singular) == singular


@pytest.mark.parametrize("noun", ["countries", "people", "heads of state", "NGOs", "children"])
def test_plurals_are_known(noun: str) -> None:
    assert english.is_plural(noun)


@pytest.mark.parametrize(
    "noun", ["country", "news", "physics", "head of states", "basis", "virus", "boss", "species"]
)
def test_singulars_are_known(noun: str) -> None:
    assert not english.is_plural(noun)


@pytest.mark.parametrize(
    ("phrase", "article"),
    [
        ("treaty", "a"),
        ("agreement", "an"),
        ("hour", "an"),
        ("honest broker", "an"),
        ("house", "a"),
        ("historic step", "a"),
        ("heir", "an"),
        ("university", "a"),
        ("uprising", "an"),
        ("unit", "a"),
        ("unimportant unit", "an"),
        ("union", "a"),
        ("unidentified man", "an"),
        ("user", "a"),
        ("usher", "an"),
        ("European state", "a"),
        ("euro", "a"),
        ("eulogy", "a"),
        ("one-party state", "a"),
        ("once-rich town", "a"),
        ("U.S. state", "a"),
        ("UN agency", "a"),
        ("FBI agent", "an"),
        ("NATO member", "a"),
        ("MP", "an"),
        ("NGO", "an"),
        ("SS officer", "an"),
        ("CEO", "a"),
        ("UNESCO site", "a"),
        ("OPEC country", "an"),
        ("X-ray", "an"),
        ("T-shirt", "a"),
        ("8 % share", "an"),
        ("18-year-old", "an"),
        ("11-point lead", "an"),
        ("1,100-page book", "a"),
        ("11,000-seat hall", "an"),
        ("1812 overture", "an"),
        ("100-metre race", "a"),
        ("80-page book", "an"),
        ("$8 million gift", "an"),
        ("$5 bill", "a"),
        ("“empty” promise", "an"),
        ("Ukrainian", "a"),
        ("Ugandan", "a"),
        ("umbrella", "an"),
        ("ubiquitous sign", "a"),
        ("Älvsborg man", "an"),
    ],
)
def test_a_and_an_follow_the_sound(phrase: str, article: str) -> None:
    assert english.indefinite(phrase) == article
    assert english.with_indefinite(phrase) == f"{article} {phrase}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He signed a agreement.", "He signed an agreement."),
        ("An treaty was signed.", "A treaty was signed."),
        ("It is an European state.", "It is a European state."),
        ("It is a “empty” promise.", "It is an “empty” promise."),
        ("She met a FBI agent and an nurse.", "She met an FBI agent and a nurse."),
        ("Vitamin A is useful.", "Vitamin A is useful."),
        ("The blood type A or B.", "The blood type A or B."),
        ("It was a year.", "It was a year."),
    ],
)
def test_articles_are_mended_after_an_exchange(before: str, after: str) -> None:
    assert english.mended(before) == after


@pytest.mark.parametrize(
    "name",
    [
        "United States",
        "Netherlands",
        "Philippines",
        "Czech Republic",
        "Republic of Korea",
        "Democratic Republic of the Congo",
        "European Union",
        "Soviet Union",
        "United Arab Emirates",
        "Solomon Islands",
        "Atlantic Ocean",
        "Black Sea",
        "Volga",
        "Mississippi River",
        "Sahara",
        "Alps",
        "Ural Mountains",
        "Treaty of Versailles",
        "University of Oxford",
        "Ministry of Defence",
        "World Health Organization",
        "Federal Bureau of Investigation",
        "Battle of Hastings",
        "U.S.",
        "UN",
        "FBI",
        "Gulf of Mexico",
        "French Revolution",
        "Middle East",
        "Strait of Hormuz",
    ],
)
def test_some_names_are_said_with_the(name: str) -> None:
    assert english.with_the(name) == f"the {name}"


@pytest.mark.parametrize(
    "name",
    [
        "France",
        "Germany",
        "Kazakhstan",
        "South Africa",
        "New Zealand",
        "Lake Victoria",
        "Mount Everest",
        "Mexico City",
        "London",
        "NATO",
        "UNESCO",
        "Oxford University",
        "Google",
        "Vladimir Putin",
        "World War II",
        "Saudi Arabia",
        "the Hague",
        "King George",
        "Hong Kong",
        "1813",
    ],
)
def test_other_names_are_said_without_the(name: str) -> None:
    assert english.with_the(name) == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("31", 31),
        ("1,200", 1200),
        ("3.5", 3.5),
        ("thirty-one", 31),
        ("two hundred and five", 205),
        ("3.5 million", 3_500_000),
        ("two thousand", 2000),
        ("a dozen", 12),
        ("a hundred", 100),
        ("one hundred thousand", 100_000),
        ("hundred", 100),
        ("half", 0.5),
        ("many", None),
        ("", None),
        ("and", None),
        ("a", None),
        ("two three", None),
        ("twelve five", None),
    ],
)
def test_written_numbers_are_read(text: str, value: float | None) -> None:
    assert english.number_value(text) == value


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0, "zero"),
        (7, "seven"),
        (31, "thirty-one"),
        (40, "forty"),
        (115, "one hundred and fifteen"),
    ],
)
def test_small_numbers_are_written_in_words(value: int, word: str) -> None:
    assert english.number_word(value) == word


def test_numbers_that_have_no_words_are_refused() -> None:
    with pytest.raises(ValueError, match="1000"):
        english.number_word(1000)
    with pytest.raises(ValueError, match="0"):
        english.ordinal(0)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (1, "first"),
        (8, "eighth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "21st"),
        (42, "42nd"),
        (103, "103rd"),
        (111, "111th"),
    ],
)
def test_ordinals_are_written(value: int, word: str) -> None:
    assert english.ordinal(value) == word


@given(st.integers(0, 999))
def test_number_words_are_read_back(value: int) -> None:
    assert english.number_value(english.number_word(value)) == value
