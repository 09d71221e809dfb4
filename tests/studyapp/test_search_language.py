"""The language of searches: what is understood, and what is said of what is not."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studyapp.search import FAULTS, KEYS, QueryError, folded, listed, parse, words_of
from studyapp.search.queries import Either, Every, Not, Term
from tests.makers import a_cloze, a_flashcard


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Every()),
        ("   ", Every()),
        ("volga", Term("", "volga")),
        ("volga rhine", Every((Term("", "volga"), Term("", "rhine")))),
        ("volga and rhine", Every((Term("", "volga"), Term("", "rhine")))),
        ("volga or rhine", Either((Term("", "volga"), Term("", "rhine")))),
        ("a b OR c", Either((Every((Term("", "a"), Term("", "b"))), Term("", "c")))),
        ('"two words"', Term("", "two words", literal=True)),
        ("“two words”", Term("", "two words", literal=True)),
        (r'"say \"yes\""', Term("", 'say "yes"', literal=True)),
        ("-volga", Not(Term("", "volga"))),
        ("-(a or b)", Not(Either((Term("", "a"), Term("", "b"))))),
        ("((a))", Term("", "a")),
        ("deck:Rivers", Term("deck", "Rivers")),
        ('deck:"The Rhine"', Term("deck", "The Rhine", literal=True)),
        ("Kind:Choice", Term("kind", "choice")),
        ("rated:07:Again", Term("rated", "7:1")),
        ("added:30", Term("added", "30")),
        ("well-known", Term("", "well-known")),
        ("vol*a", Term("", "vol*a")),
        ('"or"', Term("", "or", literal=True)),
    ],
)
def test_a_query_is_understood(text, query):
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "fault", "spot", "suggestion"),
    [
        ("x dekc:foo", "unknown-word", "dekc:", "x deck:foo"),
        ("http://x.y", "unknown-word", "http:", '"http://x.y"'),
        ("kind:chioce", "unknown-value", "kind:chioce", "kind:choice"),
        ("is:duo", "unknown-value", "is:duo", "is:due"),
        ("is:zzz", "unknown-value", "is:zzz", ""),
        ('a "b', "open-quote", '"', 'a "b"'),
        ("(a (b", "open-bracket", "(", "(a (b))"),
        ("a)", "stray-bracket", ")", "a"),
        ("()", "empty-brackets", "()", ""),
        ("or x", "lonely-or", "or", "x"),
        ("x or", "lonely-or", "or", "x"),
        ("x - y", "lonely-minus", "-", "x  y"),
        ("added:soon", "no-days", "added:soon", "added:7"),
        ("added:7:1", "no-days", "added:7:1", "added:7"),
        ("added:99999", "no-days", "added:99999", "added:7"),
        ("rated:7:well", "no-answer", "rated:7:well", "rated:7:again"),
        ("tag:", "no-value", "tag:", ""),
        ('""', "empty-quotes", '""', ""),
        ("a " * 61, "too-many", "a ", ""),
        ("(" * 40, "too-deep", "(", ""),
        ("-" * 40 + "x", "too-deep", "-", ""),
        ("x" * 1001, "too-long", "x", ""),
    ],
)
def test_a_fault_is_named_with_its_spot_and_the_nearest_query(text, fault, spot, suggestion):
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert error.fault == fault
    assert text[error.spot.start : error.spot.end] == spot
    assert error.suggestion == suggestion
    assert str(error)


def test_every_fault_has_a_sentence():
    assert all(sentence.endswith((".", "%(known)s.", "-word.")) for sentence in FAULTS.values())


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(WORDS)
@example('-"')
@example("((((((((((")
@example('))))"')
@example("or or or")
def test_any_text_is_understood_or_refused_with_a_spot_in_it(text):
    if error := fault_of(text):
        assert 0 <= error.spot.start <= error.spot.end <= max(len(text), error.spot.start + 1)
        assert fault_of(error.suggestion) is None


def fault_of(text):
    """Return what is wrong with a query, or None."""
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


WORD = st.from_regex(r"[a-z*]{1,6}", fullmatch=True).filter(lambda word: word not in {"or", "and"})
PHRASE = st.text(max_size=12).filter(lambda text: folded(text) != "")
TERM = st.one_of(
    st.builds(Term, st.sampled_from(["", "deck", "tag", "source", "finding"]), WORD),
    st.builds(Term, st.sampled_from(["", "deck", "tag", "source"]), PHRASE, literal=st.just(True)),
    st.sampled_from([Term("is", "due"), Term("kind", "cloze"), Term("rated", "3:1")]),
)


def joined(joint, parts):
    flat = [one for part in parts for one in (part.parts if isinstance(part, joint) else (part,))]
    return flat[0] if len(flat) == 1 else joint(tuple(flat))


QUERY = st.recursive(
    TERM,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: joined(Every, parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: joined(Either, parts)),
    ),
    max_leaves=8,
)


@given(QUERY)
def test_a_query_that_is_written_out_means_the_same(query):
    assert parse(str(query)) == query


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "cafe"),
        ("STRASSE", "straße"),
        ("Ἀθῆναι", "αθηναι"),
        ("nai\u0308ve", "na\u00efve"),
        ("ﬁre", "fire"),
        ("l’eau", "l'eau"),
        ("co\u2011op", "co-op"),
        ("Łódź", "lodz"),
        ("  two\n words ", "two words"),
    ],
)
def test_spellings_of_one_word_are_one(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Йод", "иод"), ("ば", "は"), ("คา", "ค่า"), ("schon", "schoen")]
)
def test_letters_that_differ_stay_apart(one, other):
    assert folded(one) != folded(other)


def test_the_words_of_a_question_are_all_that_it_shows():
    question = a_flashcard("Capital of Perú", "Lima", explanation="On the coast.")
    assert words_of(question) == "capital of peru\nlima\non the coast."
    assert words_of(a_cloze("The Rhine rises in the Alps.")) == "the rhine rises in the alps."


def test_names_are_listed_each_between_line_ends():
    assert listed(["Ríver", "river", "", "Alps"]) == "\nriver\nalps\n"
    assert listed([]) == ""


def test_the_words_before_a_colon_are_the_documented_ones():
    assert set(KEYS) == {"deck", "tag", "kind", "is", "added", "rated", "finding", "source"}
