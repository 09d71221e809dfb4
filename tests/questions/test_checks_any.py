"""The checks read anything: any question of any kind, however long, without error or delay."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questions.bank import Bank
from questions.checks import check_bank, findings, mended, passages
from questions.checks.catalogue import BY_NAME, RULES, documented
from questions.checks.mending import text_at
from questions.model import Answer, Choice, Kind, Pair, Question
from tests.project import ROOT
from tests.questions.test_model import one_of_each_kind

LONG = 200_000
# Each of these makes a careless expression try again from every character.
TRAPS = [
    "a", " ", "the ", "he ", "(", ")", "“", '"', "<", "<b>", "<!--", "&", "&amp;", "\\(", "$$",
    "**", "`", "```", "![", "![](", "[sound:", "{{c1::", "{{c1::a", "}}", "::", "\\begin{a}",
    "a, ", ",", "?", "? ", ". ", "...", "and ", "and who ", "who and ", "not ", "no ", "I ", "we ",
    "1", "1,", "1 - ", "Ã", "â€", "\u0301", "A-", "a'", "A ", "In what ", "What did a b ",
    "the treaty ", "this ", "_", "\n", "\t", "\u00a0", "a\u2581", "0 1 ", "last ", "3 years ",
    "in May ",
]  # fmt: skip
FORMS = ["text", "html", "markdown"]
_STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_LETTERS = st.text(_STORABLE, max_size=60) | st.lists(st.sampled_from(TRAPS), max_size=14).map(
    "".join
)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("trap", TRAPS)
def test_a_very_long_question_is_checked_at_once(trap, monkeypatch):
    """Twice as much is looked at as usual; what takes the square of it is ended."""
    monkeypatch.setattr(passages, "MOST", LONG // 10)
    text = "Who " + (trap * (LONG // 10 // len(trap))) + "x"
    for question in _with(text):
        findings(question, text)


def test_what_is_far_behind_the_limit_is_not_looked_at():
    near, far = (
        "Who met the the king?",
        "".join(f"w{n} " for n in range(passages.MOST)) + "the the?",
    )
    assert "repeated-words" in _names(_short(near))
    assert "repeated-words" not in _names(_short(far))


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), _LETTERS, _LETTERS, st.sampled_from(FORMS))
def test_any_question_is_checked_and_its_findings_lie_inside_it(data, stem, answer, form):
    question = data.draw(st.sampled_from(_any_kind(stem, answer, form)))
    for finding in findings(question, stem):
        assert finding.name in documented()
        assert finding.reason.endswith((".", ":"))
        if finding.field and finding.start is not None and finding.field in _fields(question):
            text = text_at(question, finding.field)
            assert text is not None
            assert 0 <= finding.start <= finding.end <= len(text)
        made = mended(question, finding, stem)
        assert made is None or Question.model_validate(made.model_dump())


def test_every_kind_of_question_can_be_checked():
    questions = tuple(one_of_each_kind())
    assert {one.kind for one in questions} == set(Kind)
    check_bank(Bank(title="T", questions=questions))


def test_every_finding_has_a_name_for_good_and_says_what_to_do():
    for name, (about, advice) in documented().items():
        assert name.replace("-", "").isalpha()
        assert name == name.lower()
        assert about.endswith(".")
        assert advice.endswith(".")
    assert len(BY_NAME) == len(RULES)


def test_every_finding_is_documented():
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(" `") for row in page.splitlines() if row.startswith("| `")}
    assert rows == set(documented())
    for about, advice in documented().values():
        assert about in page
        assert advice in page


def _any_kind(stem: str, answer: str, form: str) -> list[Question]:
    asked, wanted = f"Q{stem}", f"a{answer}"
    return [
        _short(asked, wanted, form),
        Question(id="q", kind=Kind.FLASHCARD, stem=asked, format=form,
                 answers=(Answer(text=wanted),), reverse=True),
        Question(id="q", kind=Kind.CLOZE, stem=f"{stem}{{{{c1::{wanted}}}}} {stem}", format=form)
        if "c1" not in stem + answer else _short(asked, wanted, form),
        Question(id="q", kind=Kind.TRUEFALSE, stem=asked, format=form,
                 answers=(Answer(text="false"),)),
        Question(id="q", kind=Kind.CHOICE, stem=asked, format=form, choices=(
            Choice(text=wanted, fraction=1), Choice(text=answer), Choice(text=stem))),
        Question(id="q", kind=Kind.MATCHING, stem=asked, format=form, pairs=(
            Pair(left=wanted, right=stem), Pair(left=None, right=answer))),
        Question(id="q", kind=Kind.ORDERING, stem=asked, format=form, items=(stem, answer, wanted)),
    ]  # fmt: skip


def _with(text: str) -> list[Question]:
    choices = (Choice(text=text, fraction=1), Choice(text=f"{text}a"), Choice(text="b"))
    made = [
        Question(id="q", kind=Kind.SHORT, stem=text, format=form, answers=(Answer(text=text),))
        for form in FORMS
    ]
    return [
        *made,
        Question(id="q", kind=Kind.CLOZE, stem=f"{{{{c2::a}}}} {text}", format="html"),
        Question(id="q", kind=Kind.CHOICE, stem=text, format="html", choices=choices),
    ]


def _fields(question: Question) -> set[str]:
    answers = {f"answers.{number}.text" for number in range(len(question.answers))}
    choices = {f"choices.{number}.text" for number in range(len(question.choices))}
    return {"stem"} | answers | choices


def _short(stem: str, answer: str = "x", form: str = "text") -> Question:
    return Question(id="q", kind=Kind.SHORT, stem=stem, format=form, answers=(Answer(text=answer),))


def _names(question: Question) -> set[str]:
    return {one.name for one in findings(question)}
