"""Selection: what is kept by default, what is spare, and what stays in the pool."""

from __future__ import annotations

import pytest

from questions.generate.draft import Draft, Rating, question_of
from questions.generate.fact import Fact, Modality, Phrase, Type
from questions.generate.policy import OFF, POLICY, Rule, rule_of
from questions.generate.selection import PER_ANSWER, PER_SENTENCE, Scored, chosen
from questions.model import Answer, Finding, Kind

TEXT = " ".join(f"Person {number} lived in Town {number}." for number in range(40))
WORDS, SLIGHT = 300, 0.2


def test_at_most_two_questions_of_a_sentence_are_kept():
    pool = [scored(0, f"word{number}", 0.9) for number in range(5)]
    assert len(kept(pool)) == PER_SENTENCE


def test_the_best_are_kept():
    pool = [scored(0, f"word{number}", 0.5 + number / 20) for number in range(5)]
    assert kept(pool) == {"word3", "word4"}


def test_the_card_of_a_definition_comes_before_blanks_of_its_sentence():
    blanks = [scored(0, f"word{number}", 0.55) for number in range(3)]
    card = scored(0, "lens", 0.5, method="flashcard-definition")
    assert "lens" in kept([*blanks, card])


def test_what_is_found_flawed_is_never_kept():
    assert kept([scored(0, "town", 0.99, finding=True)]) == set()


def test_what_promises_little_is_not_kept():
    assert kept([scored(0, "town", SLIGHT)]) == set()


@pytest.mark.parametrize(("method", "is_kept"), [("cloze-thing", False), ("cloze-key-term", True)])
def test_beside_key_terms_other_words_have_to_be_better(method, is_kept):
    (found,) = chosen([scored(0, "town", 0.42, method=method)], WORDS, marked=True)
    assert found.kept is is_kept
    assert chosen([scored(0, "town", 0.42, method=method)], WORDS)[0].kept


def test_what_is_uncertain_is_not_kept():
    assert kept([scored(0, "town", 0.9, modality=Modality.UNCERTAIN)]) == set()


def test_a_method_that_is_off_is_not_kept(monkeypatch):
    monkeypatch.setitem(POLICY, "cloze-strange", Rule(False, "for the test"))
    assert kept([scored(0, "town", 0.9, method="cloze-strange")]) == set()


def test_no_more_than_six_questions_of_a_hundred_words_are_kept():
    pool = [scored(number, f"word{number}", 0.9) for number in range(40)]
    assert len([one for one in chosen(pool, 200) if one.kept]) == 12


def test_one_answer_is_not_asked_for_over_and_over():
    pool = [scored(number, "Rome", 0.9) for number in range(8)]
    assert len([one for one in chosen(pool, WORDS) if one.kept]) == 2


def test_the_same_answer_of_a_sentence_is_asked_once():
    pool = [scored(0, "Rome", 0.9), scored(0, "Rome", 0.8, kind=Kind.SHORT)]
    assert len([one for one in chosen(pool, WORDS) if one.kept]) == 1


def test_one_answer_in_the_singular_and_the_plural_is_asked_twice_at_most():
    words = ("bureaucracy", "bureaucracies", "Bureaucracy", "bureaucracy")
    pool = [scored(number, word, 0.9) for number, word in enumerate(words)]
    assert len([one for one in chosen(pool, WORDS) if one.kept]) == PER_ANSWER


def test_a_part_of_an_answer_is_no_second_answer():
    pool = [scored(0, "the city of Rome", 0.9), scored(0, "Rome", 0.8)]
    assert kept(pool) == {"the city of Rome"}


def test_what_is_kept_is_not_spare_and_bad_drafts_are_neither():
    pool = [scored(0, f"word{number}", 0.9) for number in range(12)] + [scored(1, "x", 0.01)]
    found = chosen(pool, WORDS)
    assert len(found) == len(pool)
    assert not any(one.kept and one.spare for one in found)
    assert 0 < sum(one.spare for one in found) < 10
    assert not found[-1].is_stored


def test_spare_drafts_without_findings_come_before_those_with():
    flawed = [scored(0, f"bad{number}", 0.95, finding=True) for number in range(6)]
    sound = [scored(0, f"good{number}", 0.6) for number in range(4)]
    spare = {answer(one) for one in chosen([*flawed, *sound], WORDS) if one.spare}
    assert {"good2", "good3"} <= spare or {"good0", "good1"} <= spare


def test_the_pool_stays_in_the_order_of_the_text():
    pool = [scored(number, f"word{number}", 0.9) for number in (3, 1, 2)]
    starts = [one.question.sources[0].start for one in chosen(pool, WORDS)]
    assert starts == sorted(starts)


@pytest.mark.parametrize("method", ["cloze-name", "short-when", "flashcard-definition"])
def test_the_longest_known_beginning_of_a_method_decides(method):
    assert rule_of(method).on


def test_an_unknown_method_is_off():
    assert rule_of("riddle") == OFF


def test_every_rule_says_why():
    assert all(rule.reason for rule in POLICY.values())


def scored(number, word, score, *, kind=Kind.CLOZE, method="cloze-name", finding=False,
           modality=Modality.FACT):  # fmt: skip
    start = TEXT.index(f"Person {number} ")
    end = TEXT.index(".", start) + 1
    fact = Fact(TEXT[start:end], number, start, end, modality=modality)
    stem = (
        f"{number} {word[::-1]} {{{{c1::{word}}}}} x"
        if kind is Kind.CLOZE
        else f"What of {number}, {word}?"
    )
    draft = Draft(
        method,
        kind,
        (fact,),
        stem,
        answer=Phrase(word, word, start, end, word, Type.THING),
        answers=() if kind is Kind.CLOZE else (Answer(text=word),),
    )
    question = question_of(draft, TEXT, "d1", Rating(score)).model_copy(
        update={"findings": (Finding(name="flaw", reason="It is vague."),) if finding else ()}
    )
    return Scored(draft, question, score)


def kept(pool):
    return {answer(one) for one in chosen(pool, WORDS) if one.kept}


def answer(one):
    return one.question.stem.split("::")[1].split("}}")[0]
