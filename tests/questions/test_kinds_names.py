"""Which names may stand beside each other as options."""

from __future__ import annotations

import pytest

from questions.generate.fact import Name, Type
from questions.generate.kinds.likeness import alike
from questions.generate.kinds.pools import clash, is_sound


@pytest.mark.parametrize(
    "name",
    [
        "Rosa Parks", "Mel Brooks", "L. Ron Hubbard", "Cathy O'Connor", "Genghis Khan",
        "Jean le Rond d'Alembert", "Louis-Joseph de Montcalm", "Tiziano Lugli", "Napoleon",
    ],
)  # fmt: skip
def test_names_of_people_may_be_options(name: str) -> None:
    assert is_sound(Name(0, name, Type.PERSON))


@pytest.mark.parametrize(
    "name",
    [
        "Freedom Magazine", "Campbell Soup", "San Diego Comic", "Nova Scotia", "Yak Butter",
        "Roman Catholics", "Ground Zero", "YouTube Rewind 2013", "YouTuber Julien", "Anna de",
        "San Mateo", "Duran Duran", "Silver Clouds", "De Medicinis",
    ],
)  # fmt: skip
def test_what_is_no_person_is_no_option_for_one(name: str) -> None:
    assert not is_sound(Name(0, name, Type.PERSON))


@pytest.mark.parametrize(
    ("type_", "one", "other", "fits"),
    [
        (Type.ORG, "NATO", "CSTO", True),
        (Type.ORG, "NATO", "European Union", False),
        (Type.ORG, "Kyoto University", "Ohio State University", True),
        (Type.ORG, "Kyoto University", "Ministry of Finance", False),
        (Type.ORG, "Supernatural", "Cheaper", False),
        (Type.LOC, "Black Sea", "Caspian Sea", True),
        (Type.LOC, "Black Sea", "Ural Mountains", False),
        (Type.EVENT, "Battle of Hastings", "Battle of Stirling", True),
        (Type.FAC, "Summer Theatre", "High Street", False),
        (Type.GPE, "France", "Spain", True),
        (Type.GPE, "France", "Paris", False),
        (Type.PERSON, "Franz Liszt", "Liszt", False),
    ],
)
def test_options_are_of_one_kind(type_: Type, one: str, other: str, fits: bool) -> None:
    assert alike(type_, one, other) is fits


@pytest.mark.parametrize(
    ("one", "other", "clashing"),
    [
        ("Korea", "North Korea", True),
        ("Washington", "Washington, D.C.", True),
        ("Kristen Wilkins", "Kristin Wilkins", True),
        ("Jacob Bernoulli", "Johann Bernoulli", False),
        ("North Korea", "South Korea", False),
    ],
)
def test_options_that_say_the_same_clash(one: str, other: str, clashing: bool) -> None:
    assert clash(one, [other]) is clashing
