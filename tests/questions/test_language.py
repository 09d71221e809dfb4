"""In which language a text is told to be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.extract import extract
from questions.extract.language import tell
from tests.samples import sample

_TABLE = Path(__file__).with_name("human_rights.tsv").read_text(encoding="utf-8").splitlines()
ARTICLE = dict(row.split("\t") for row in _TABLE if not row.startswith("#"))


@pytest.mark.parametrize("code", ARTICLE)
def test_the_language_of_two_sentences_is_told(code):
    told = tell([ARTICLE[code]])

    assert told.code == code
    assert not told.is_mixed


@pytest.mark.parametrize("code", ["de", "fr", "es", "pl", "ru", "ar", "zh"])
def test_nothing_but_english_is_taken_for_english(code):
    assert tell([ARTICLE[code]] * 20).confidence > 0.5
    assert all(share[0] != "en" for share in tell([ARTICLE[code]] * 20).shares)


def test_a_text_in_two_languages_is_mixed():
    told = tell([ARTICLE["en"]] * 10 + [ARTICLE["ru"]] * 6)

    assert told.is_mixed
    assert {code for code, _share in told.shares} == {"en", "ru"}


@pytest.mark.parametrize(
    "text", ["", "12 + 34 = 46", "asdf qwer yxcv " * 20, "Kazan Tver Uglich Rybinsk", "🙂" * 50]
)
def test_what_is_in_no_language_is_told_to_be_in_none(text):
    assert tell([text]).code is None


def test_a_document_that_states_a_wrong_language_is_not_believed():
    text = f"<p>{ARTICLE['de']}</p>" * 6
    page = '<html lang="{}"><body>' + text + "</body></html>"

    assert extract(page.format("en"), "a.html").language == "de"
    assert extract(page.format("de-AT"), "a.html").language == "de-AT"


def test_text_that_runs_from_right_to_left_is_kept():
    found = extract(ARTICLE["ar"], "a.txt")

    assert found.text == ARTICLE["ar"]
    assert found.language == "ar"


def test_the_sample_documents_are_english():
    for path in sorted(sample("documents").glob("*.txt")):
        assert tell(path.read_text(encoding="utf-8").split("\n")).code == "en", path.name


@given(st.lists(st.text(max_size=60), max_size=20))
def test_any_text_has_shares_that_are_parts_of_it(stretches):
    told = tell(stretches)

    assert 0 <= told.confidence <= 1
    assert sum(share for _code, share in told.shares) <= 1.0001
