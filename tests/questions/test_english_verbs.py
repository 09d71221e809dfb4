"""Verbs stay correct when they are turned round, denied, or given another subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.generate import english
from tests.questions.told import group


@pytest.mark.parametrize(
    ("words", "lemma", "first", "rest"),
    [
        ("signed", "sign", "did", "sign"),
        ("went", "go", "did", "go"),
        ("left", "leave", "did", "leave"),
        ("found", "find", "did", "find"),
        ("founded", "found", "did", "found"),
        ("lay", "lie", "did", "lie"),
        ("laid", "lay", "did", "lay"),
        ("put", "put", "did", "put"),
        ("had", "have", "did", "have"),
        ("did", "do", "did", "do"),
        ("signs", "sign", "does", "sign"),
        ("has", "have", "does", "have"),
        ("does", "do", "does", "do"),
        ("is", "be", "is", ""),
        ("was", "be", "was", ""),
        ("were", "be", "were", ""),
        ("is signed", "sign", "is", "signed"),
        ("was born", "bear", "was", "born"),
        ("has signed", "sign", "has", "signed"),
        ("had been signed", "sign", "had", "been signed"),
        ("has been signing", "sign", "has", "been signing"),
        ("will sign", "sign", "will", "sign"),
        ("will have been signed", "sign", "will", "have been signed"),
        ("can be found", "find", "can", "be found"),
        ("may grow", "grow", "may", "grow"),
        ("must leave", "leave", "must", "leave"),
        ("had to leave", "leave", "did", "have to leave"),
        ("has to be signed", "sign", "does", "have to be signed"),
        ("did sign", "sign", "did", "sign"),
        ("has been", "be", "has", "been"),
        ("will be", "be", "will", "be"),
    ],
)
def test_a_verb_group_is_turned_round(words: str, lemma: str, first: str, rest: str) -> None:
    tense = {"tense": "past"} if words == "put" else {}
    assert english.inverted(group(words, lemma, **tense)) == (first, rest)


@pytest.mark.parametrize(
    ("words", "lemma", "denied"),
    [
        ("signed", "sign", "did not sign"),
        ("signs", "sign", "does not sign"),
        ("is", "be", "is not"),
        ("were", "be", "were not"),
        ("has signed", "sign", "has not signed"),
        ("had been signed", "sign", "had not been signed"),
        ("will sign", "sign", "will not sign"),
        ("can be found", "find", "can not be found"),
        ("had to leave", "leave", "did not have to leave"),
        ("has", "have", "does not have"),
    ],
)
def test_a_verb_group_is_denied(words: str, lemma: str, denied: str) -> None:
    once = english.denied(group(words, lemma))
    assert english.written(once) == denied
    assert english.written(english.denied(once)) == words


def test_a_plural_takes_do_and_not_does() -> None:
    assert english.inverted(group("grow", "grow", plural=True)) == ("do", "grow")
    assert english.written(group("grow", "grow", plural=True, negated=True)) == "do not grow"


def test_a_denied_question_keeps_its_denial() -> None:
    assert english.inverted(group("sign", "sign", negated=True, tense="past")) == (
        "did",
        "not sign",
    )
    assert english.inverted(group("has signed", "sign", negated=True)) == ("has", "not signed")
    assert english.inverted(group("is", "be", negated=True)) == ("is", "not")


@pytest.mark.parametrize(
    ("words", "lemma", "more", "inverted"),
    [
        ("signed", "sign", {"adverb": "officially"}, ("did", "officially sign")),
        ("has signed", "sign", {"adverb": "recently"}, ("has", "recently signed")),
        ("is", "be", {"adverb": "mainly"}, ("is", "mainly")),
        ("took", "take", {"particle": "over"}, ("did", "take over")),
        ("was carried", "carry", {"particle": "out"}, ("was", "carried out")),
        ("broke", "break", {"particle": "down", "adverb": "soon"}, ("did", "soon break down")),
        (
            "were sent",
            "send",
            {"particle": "back", "negated": True},
            ("were", "not sent back"),
        ),
    ],
)
def test_adverbs_and_particles_stay_with_the_verb(
    words: str, lemma: str, more: dict[str, object], inverted: tuple[str, str]
) -> None:
    assert english.inverted(group(words, lemma, **more)) == inverted


@pytest.mark.parametrize(
    ("singular", "plural", "lemma"),
    [
        ("is", "are", "be"),
        ("was", "were", "be"),
        ("has signed", "have signed", "sign"),
        ("has been signed", "have been signed", "sign"),
        ("was signed", "were signed", "sign"),
        ("is signing", "are signing", "sign"),
        ("does sign", "do sign", "sign"),
        ("signs", "sign", "sign"),
        ("has", "have", "have"),
        ("goes", "go", "go"),
        ("carries", "carry", "carry"),
        ("teaches", "teach", "teach"),
        ("signed", "signed", "sign"),
        ("will sign", "will sign", "sign"),
        ("had signed", "had signed", "sign"),
        ("can sign", "can sign", "sign"),
    ],
)
def test_a_verb_agrees_with_its_new_subject(singular: str, plural: str, lemma: str) -> None:
    one, many = group(singular, lemma), group(plural, lemma, plural=True)
    assert english.written(english.agreeing(one, plural=True)) == plural
    assert english.written(english.agreeing(many, plural=False)) == singular
    assert english.written(english.agreeing(one, plural=False)) == singular


@pytest.mark.parametrize(
    ("words", "lemma", "infinitive", "doing"),
    [
        ("signed", "sign", "sign", "signing"),
        ("was", "be", "be", "being"),
        ("was signed", "sign", "be signed", "being signed"),
        ("had been signed", "sign", "have been signed", "having been signed"),
        ("will sign", "sign", "sign", "signing"),
        ("can be found", "find", "be found", "being found"),
        ("did sign", "sign", "sign", "signing"),
        ("had to leave", "leave", "have to leave", "having to leave"),
        ("lies", "lie", "lie", "lying"),
        ("panicked", "panic", "panic", "panicking"),
    ],
)
def test_a_verb_group_becomes_an_infinitive_and_a_gerund(
    words: str, lemma: str, infinitive: str, doing: str
) -> None:
    assert english.infinitive(group(words, lemma)) == infinitive
    assert english.doing(group(words, lemma)) == doing


@pytest.mark.parametrize(
    ("lemma", "past", "participle", "third", "gerund"),
    [
        ("write", "wrote", "written", "writes", "writing"),
        ("be", "was", "been", "is", "being"),
        ("lie", "lay", "lain", "lies", "lying"),
        ("refer", "referred", "referred", "refers", "referring"),
        ("quit", "quit", "quit", "quits", "quitting"),
        ("broadcast", "broadcast", "broadcast", "broadcasts", "broadcasting"),
        ("begin", "began", "begun", "begins", "beginning"),
        ("overthrow", "overthrew", "overthrown", "overthrows", "overthrowing"),
        ("rely", "relied", "relied", "relies", "relying"),
        ("swell", "swelled", "swollen", "swells", "swelling"),
        ("withdraw", "withdrew", "withdrawn", "withdraws", "withdrawing"),
        ("re-elect", "re-elected", "re-elected", "re-elects", "re-electing"),
    ],
)
def test_verbs_are_inflected(
    lemma: str, past: str, participle: str, third: str, gerund: str
) -> None:
    assert english.past(lemma) == past
    assert english.participle(lemma) == participle
    assert english.third_person(lemma) == third
    assert english.gerund(lemma) == gerund


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("found", "find"),
        ("left", "leave"),
        ("lay", "lie"),
        ("saw", "see"),
        ("were", "be"),
        ("has", "have"),
        ("wrote", "write"),
        ("founded", "found"),
        ("felt", "feel"),
        ("signed", "sign"),
    ],
)
def test_a_verb_form_is_traced_to_its_lemma(form: str, lemma: str) -> None:
    assert english.verb_lemma(form) == lemma


@pytest.mark.parametrize(
    ("lemma", "tense", "plural", "active", "passive"),
    [
        ("sign", "past", False, "signed", "was signed"),
        ("sign", "past", True, "signed", "were signed"),
        ("sign", "present", False, "signs", "is signed"),
        ("sign", "present", True, "sign", "are signed"),
        ("sign", "future", False, "will sign", "will be signed"),
        ("write", "past", False, "wrote", "was written"),
    ],
)
def test_one_verb_is_put_into_a_tense_and_a_voice(
    lemma: str, tense: str, plural: bool, active: str, passive: str
) -> None:
    assert english.inflected(lemma, tense=tense, plural=plural) == active
    assert english.passive(lemma, tense=tense, plural=plural) == passive


@given(
    st.sampled_from(["sign", "carry", "go", "be", "have", "panic", "lie", "quit"]), st.booleans()
)
def test_agreeing_there_and_back_changes_nothing(lemma: str, passive: bool) -> None:
    words = (
        english.passive(lemma, tense="present", plural=False)
        if passive
        else (english.inflected(lemma, tense="present"))
    )
    one = group(words, lemma)
    there = english.agreeing(one, plural=True)
    assert english.agreeing(there, plural=False) == one
    assert english.agreeing(there, plural=True) == there
