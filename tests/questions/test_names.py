"""Names: one type in the whole document, every form joined, titles and peoples told apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.generate.fact import Type
from questions.generate.naming.dates import from_relative, iso
from questions.generate.naming.survey import survey
from tests.questions.told_names import name_of, read_text

TREATY = (
    "Kazakh President Kassym-Jomart Tokayev met Vladimir Putin in Moscow. "
    "Tokayev praised the Collective Security Treaty Organization (CSTO). "
    "The CSTO has six members, and the U.S. is not one of them. "
    "Analysts in the United States watched Tokayev’s visit."
)


def test_a_title_and_a_people_are_no_part_of_a_name():
    name = name_of(read_text(TREATY), "Tokayev")
    assert name.text == "Kassym-Jomart Tokayev"
    assert name.type is Type.PERSON


def test_a_title_is_kept_as_the_role():
    assert name_of(read_text(TREATY), "Tokayev").role == "Kazakh president"


def test_a_role_stands_beside_the_name():
    found = read_text("Maria Ostrova, the mayor of Lublin, opened the bridge in 2011.")
    assert name_of(found, "Maria Ostrova").role == "mayor of Lublin"


def test_an_acronym_is_its_long_form():
    name = name_of(read_text(TREATY), "CSTO")
    assert name.text == "Collective Security Treaty Organization"
    assert name.type is Type.ORG


def test_an_acronym_is_known_by_its_initials_alone():
    found = read_text(
        "The European Space Agency built the probe. In 2004 ESA launched it from Kourou."
    )
    assert name_of(found, "ESA").text == "European Space Agency"


def test_short_forms_of_a_country_are_one_name():
    found = read_text(TREATY)
    assert name_of(found, "US") is name_of(found, "United States")
    assert name_of(found, "US").text == "United States"


def test_a_people_is_another_name_that_tells_the_country():
    found = read_text("Kazakhstan has vast plains. The Kazakhs were nomads for centuries.")
    people = next(one for one in found.names if one.text == "Kazakhs")
    assert people.type is Type.GROUP
    assert "Kazakhs" in name_of(found, "Kazakhstan").aliases


def test_a_possessive_ending_is_no_part_of_a_name():
    assert not any(one.text.endswith(("’s", "'s")) for one in read_text(TREATY).names)


def test_every_mention_has_the_type_of_its_name():
    found = read_text(TREATY * 3)
    types = {one.id: one.type for one in found.names}
    for reading in found.readings:
        for mention in reading.mentions:
            if mention.name is not None:
                assert mention.type is types[mention.name]


def test_a_surname_that_two_bear_is_joined_with_neither():
    found = read_text(
        "Johann Bernoulli taught in Basel. Daniel Bernoulli went to Russia. "
        "Bernoulli wrote a book on fluids in 1738."
    )
    last = found.readings[-1]
    assert [one.name for one in last.doubts] == ["ambiguous-name"]


def test_the_title_of_the_document_tells_which_of_two_is_meant():
    found = read_text(
        "Johann Bernoulli taught in Basel. Daniel Bernoulli went to Russia. "
        "Bernoulli wrote a book on fluids in 1738.",
        title="Daniel Bernoulli",
    )
    assert name_of(found, "Bernoulli").text == "Daniel Bernoulli"


def test_a_middle_name_makes_no_other_person():
    found = read_text("Patrick Leopold Gordon was a general. Patrick Gordon died in Moscow.")
    assert name_of(found, "Patrick Gordon") is name_of(found, "Patrick Leopold Gordon")


def test_a_doctrine_that_bears_a_name_is_no_person():
    found = read_text(
        "The Roosevelt Corollary was based on the original Monroe Doctrine of the early nineteenth "
        "century. Unlike the Monroe Doctrine, the Roosevelt Corollary loudly proclaimed a right."
    )
    for one in ("Roosevelt Corollary", "Monroe Doctrine"):
        assert name_of(found, one).type is Type.WORK


def test_a_full_name_is_found_in_a_part_that_is_not_read():
    text = "Ernest Rutherford was born in Brightwater.\n\nRutherford split the atom in 1917."
    assert survey(text).by_last["Rutherford"] == ("Ernest Rutherford",)


def test_whoever_is_called_he_is_a_person():
    found = read_text(
        "Theodorus lived in a monastery near the Nile. He wrote to the other brothers often. "
        "Theodorus died in the year 368."
    )
    assert name_of(found, "Theodorus").type is Type.PERSON


def test_types_of_an_earlier_stretch_hold():
    from questions.generate import naming
    from questions.generate.fact import Name
    from questions.generate.parser import parser

    earlier = Name(0, "Orinda", Type.PRODUCT, frozenset({"Orinda"}))
    docs = [parser()("In 2003 the company sold Orinda to a bank in Oslo.")]
    found = naming.name_all(docs, survey(docs[0].text), [earlier])
    assert {one.text: one.type for one in found.names}["Orinda"] is Type.PRODUCT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 November 2013", "2013-11-05"),
        ("November 5, 2013", "2013-11-05"),
        ("the 5th of November 2013", "2013-11-05"),
        ("November 2013", "2013-11"),
        ("2013", "2013"),
        ("the 1980s", "1980/1989"),
        ("1914–18", "1914/1918"),
        ("between 1914 and 1918", "1914/1918"),
        ("the 19th century", "1801/1900"),
        ("the nineteenth century", "1801/1900"),
        ("44 BC", "-0043"),
        ("late 2010", "2010"),
        ("31 February 2010", None),
        ("October 2", None),
        ("yesterday", None),
        ("last month", None),
    ],
)
def test_a_date_that_can_be_understood_later_has_its_iso_form(text, expected):
    assert iso(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "on 3 May 2012"),
        ("on Wednesday", "on 2 May 2012"),
        ("last month", "in April 2012"),
        ("last year", "in 2011"),
        ("two years ago", "in 2010"),
        ("recently", None),
        ("last week", None),
    ],
)
def test_a_relative_date_is_told_from_the_day_of_the_text(text, expected):
    assert from_relative(text, date(2012, 5, 4)) == expected


def test_the_first_month_comes_after_the_last_of_the_year_before():
    assert from_relative("last month", date(2012, 1, 31)) == "in December 2011"


@pytest.mark.parametrize(
    ("sentence", "text", "type_", "normal", "unit"),
    [
        ("The union has 31 member states.", "31", Type.NUMBER, "31", "member states"),
        ("The bridge cost $5 million in all.", "$5 million", Type.MONEY, "5000000", "US dollars"),
        ("About 12.5 percent of them left.", "12.5 percent", Type.PERCENT, "12.5", "percent"),
        ("The war lasted thirty years in all.", "thirty years", Type.DURATION, "30", "years"),
        ("It was built in 1889 by an engineer.", "1889", Type.DATE, "1889", None),
    ],
)
def test_numbers_have_a_value_and_a_unit(sentence, text, type_, normal, unit):
    (reading,) = read_text(sentence).readings
    found = {one.text.removeprefix("About "): one for one in reading.mentions}
    assert (found[text].type, found[text].normal, found[text].unit) == (type_, normal, unit)


def test_a_count_is_no_year():
    (reading,) = read_text("The general led 1500 soldiers over the mountains.").readings
    assert all(one.type is not Type.DATE for one in reading.mentions)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_no_text_breaks_the_dates(text):
    assert iso(text) is None or iso(text)


@given(st.text(alphabet="ABCabc .,()’-\n", max_size=200))
@settings(deadline=None)
def test_no_text_breaks_the_survey(text):
    found = survey(text)
    assert all(len(name.split()) > 1 for name in found.counts)
