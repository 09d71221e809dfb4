"""Each check finds what it is named for, and leaves a sound question alone."""

from __future__ import annotations

import pytest

from questions.bank import Bank, Document
from questions.checks import Weight, check_bank, findings, weight_of
from questions.checks.mending import text_at
from questions.model import Answer, Choice, Kind, Question, Source


def test_a_sound_question_has_no_findings():
    assert names(short("In what year did Marie Curie move to Paris?", "1891")) == set()
    assert names(cloze("Marie Curie moved to {{c1::Paris}} in 1891.")) == set()


@pytest.mark.parametrize(
    ("stem", "answer", "name"),
    [
        ("Who did Marie Curie marry in Paris?", "Pierre Curie", "answer-in-stem"),
        ("In what year did he move to Paris?", "1891", "unresolved-reference"),
        ("What did this treaty change in Europe?", "borders", "unresolved-reference"),
        ("Who visited Paris last week?", "Anwar Sadat", "relative-date"),
        ("Who reached the town of Gonzales on October 2?", "Texan forces", "relative-date"),
        ("What did the company make?", "cars", "vague-question"),
        ("Who won?", "Sadat", "vague-question"),
        ("Who wrote the the Messiah in London?", "Handel", "repeated-words"),
        ("Who wrote the Messiah (in London?", "Handel", "open-bracket"),
        ("Whom did we meet in Paris?", "Handel", "first-person"),
        ("Who wrote the Messiah", "Handel", "no-question-mark"),
        ("How is a cell made?", "one two three four five six seven eight nine", "long-answer"),
    ],
)
def test_a_flaw_is_found_by_its_name(stem, answer, name):
    assert name in names(short(stem, answer))


def test_a_reason_is_a_sentence_for_the_learner():
    (finding,) = findings(short("Who visited Paris last week?", "Anwar Sadat"))
    assert finding.reason == (
        "“last week” will mean another time when you read this again. Write the date."
    )


def test_a_finding_says_where_it_is():
    (finding,) = findings(short("Who visited Paris last week?", "Anwar Sadat"))
    assert (finding.field, finding.start, finding.end) == ("stem", 18, 27)


@pytest.mark.parametrize(
    ("question", "field", "words"),
    [
        (
            {"kind": "cloze", "stem": "Rome {{c1::was}} an &amp; empire.", "format": "html"},
            "stem", "was",
        ),
        ({"kind": "cloze", "stem": "A {{c2::b}} so far {{c1::c}} d e."}, "stem", "so far"),
        (
            {"kind": "short", "stem": "<p>Who &lt;met <b>Bo</b> and why did they meet?",
             "format": "html", "answers": [{"text": "x"}]},
            "stem", " and why",
        ),
        (
            {"kind": "short", "stem": "Who is **the the** king?", "format": "markdown",
             "answers": [{"text": "x"}]},
            "stem", " the",
        ),
        (
            {"kind": "choice", "stem": "Which?", "choices": [
                {"text": "a", "fraction": 1}, {"text": "b"}, {"text": "None of these"}]},
            "choices.2.text", "None of these",
        ),
        (
            {"kind": "matching", "stem": "Match.", "pairs": [
                {"left": "a", "right": "1"}, {"left": "A ", "right": "2"},
                {"left": "c", "right": "3"}]},
            "pairs.1.left", "A ",
        ),
    ],
)  # fmt: skip
def test_the_place_of_a_finding_is_in_what_is_written(question, field, words):
    """Marks, tags and entities are not read, but they are counted."""
    made = Question.model_validate({"id": "q", **question})
    found = {(one.field, text_at(made, one.field or "")[one.start : one.end])
             for one in findings(made) if one.field}  # fmt: skip
    assert (field, words) in found


def test_the_weightiest_finding_comes_first():
    found = findings(short("Who met the the king last week", "x"))
    weights = [list(Weight).index(weight_of(one.name)) for one in found]
    assert weights == sorted(weights)
    assert weights[0] < weights[-1]


def test_a_part_of_a_composite_leans_on_its_stem_and_says_which_part_it_is():
    parts = (short("In what year did he die?", "1821"), short("Who wrote the the Messiah", "x"))
    whole = Question(id="c", kind=Kind.COMPOSITE, stem="Napoleon ruled France.", parts=parts)
    assert {(one.name, one.field) for one in findings(whole)} == {
        ("repeated-words", "parts.1.stem"), ("no-question-mark", "parts.1.stem"),
    }  # fmt: skip


def test_rules_about_english_words_leave_other_languages_alone():
    german = short("Was hat er in der Stadt Wien die die Jahre gemacht", "nichts")
    assert names(german) == set()
    assert findings(short("Who met the the king of Spain?", "x"), language="de") == ()


def test_a_question_in_english_is_found_without_a_language():
    assert findings(short("Who met the the king of Spain?", "x"), language="") != ()


def test_a_name_that_is_told_by_a_form_of_itself_is_found():
    assert "answer-in-stem" in names(cloze("The Kazakh government rules {{c1::Kazakhstan}}."))


def test_a_term_may_share_a_word_with_its_definition():
    stem = "{{c1::Cognitive psychology}} is the field of psychology that examines thinking."
    assert names(cloze(stem)) == set()


def test_a_pronoun_after_its_name_is_sound():
    assert names(cloze("Marie Curie lost her husband in {{c1::1906}}.")) == set()


def test_a_day_with_its_year_is_sound():
    assert names(cloze("On April 4, 1968, {{c1::James Earl Ray}} shot a preacher.")) == set()


def test_a_long_stem_is_found():
    assert names(cloze("{{c1::Paris}} " + "grew and shrank " * 11)) == {"long-stem"}


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (["Paris", "paris", "Rome"], "duplicate-option"),
        (["the long and right answer of three", "short", "tiny"], "longest-option"),
        (["Paris", "Rome", "All of the above"], "all-of-the-above"),
    ],
)
def test_a_flaw_of_the_options_is_found(options, name):
    choices = tuple(
        Choice(text=text, fraction=0 if number else 1) for number, text in enumerate(options)
    )
    question = Question(id="q", kind=Kind.CHOICE, stem="Where is the Louvre?", choices=choices)
    assert name in names(question)


def test_a_quote_that_the_text_does_not_hold_is_found():
    source = Source(document="d1", start=0, end=5, quote="Paris")
    question = short("Where is the Louvre?", "Paris").model_copy(update={"sources": (source,)})
    assert [one.name for one in findings(question, "Paris is large.")] == []
    assert [one.name for one in findings(question, "In Paris.")] == ["quote-mismatch"]


def test_a_bank_tells_which_questions_have_findings():
    sound = short("In what year did Marie Curie move to Paris?", "1891", id="sound")
    flawed = short("Who visited Paris last week?", "Anwar Sadat", id="flawed")
    bank = Bank(title="A bank", questions=(sound, flawed))
    assert set(check_bank(bank)) == {"flawed"}


def test_a_bank_tells_which_question_asks_again():
    first = short("In what year did Marie Curie move to Paris?", "1891", id="first")
    again = short("In what year did Marie Curie move to Paris?", "In 1891", id="again")
    found = check_bank(Bank(title="A bank", questions=(first, again)))
    assert [one.name for one in found["again"]] == ["duplicate-question"]


def test_a_bank_looks_into_the_text_a_question_comes_from():
    question = short("In what year did Marie Curie move to Paris?", "1891")
    quote = "Curie moved to Paris in 1891."
    source = Source(document="d1", start=0, end=len(quote), quote=quote)
    bank = Bank(
        title="A bank",
        documents=(Document(id="d1", title="Curie", text="Curie moved to Paris in 1891."),),
        questions=(question.model_copy(update={"sources": (source,)}),),
    )
    assert check_bank(bank) == {}


def short(stem: str, answer: str, id: str = "q") -> Question:
    return Question(id=id, kind=Kind.SHORT, stem=stem, answers=(Answer(text=answer),))


def cloze(stem: str) -> Question:
    return Question(id="q", kind=Kind.CLOZE, stem=stem)


def names(question: Question) -> set[str]:
    return {one.name for one in findings(question)}
