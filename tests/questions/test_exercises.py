"""What a textbook asks, and the answers that it offers, state nothing."""

from __future__ import annotations

import pytest

from questions.extract import extract
from questions.generate.exercises import exercises

CHAPTER = """# Herbert Hoover

Herbert Hoover was elected in 1928.

## {title}

Which assessment of Hoover is most accurate?

1. Hoover pledged federal aid to unemployed Americans.
2. Hoover signed the treaty of Geneva in 1930.

### Solution

The second one is not true.

## Legacy

Hoover died in New York in 1964.
"""


@pytest.mark.parametrize(
    "title",
    [
        "Review Questions", "Exercises", "Problems & Exercises", "Self-Check Questions",
        "4.2 Critical Thinking Questions", "Questions for Discussion", "Check Your Understanding",
        "Quiz", "Answer Key", "Test yourself", "Problems-Exercises", "Answers to odd exercises",
    ],
)  # fmt: skip
def test_a_section_of_exercises_states_nothing(title):
    assert stated(CHAPTER.format(title=title)) == [
        "Herbert Hoover was elected in 1928.",
        "Hoover died in New York in 1964.",
    ]


@pytest.mark.parametrize(
    "title",
    ["Problems of the office", "The test", "Activities in Europe", "Answers to his critics"],
)
def test_a_section_about_something_else_is_read(title):
    text = CHAPTER.format(title=title).replace("Solution", "His time")
    assert len(stated(text)) == 6


@pytest.mark.parametrize("title", ["Problems", "Exercises", "Tests", "Tasks and activities"])
def test_a_section_of_troubles_that_asks_nothing_is_read(title):
    assert len(stated(f"# Cars\n\n## {title}\n\nRust ate the doors.\n")) == 1


def test_what_is_offered_for_a_choice_is_not_stated():
    text = (
        "Which of the following is a mammal?\n\n- The shark is a mammal.\n- Whales are fish.\n\n"
        "Each of the following nurses its young:\n\n- The whale.\n- The bat.\n"
    )
    assert not any("shark" in one or "fish" in one for one in stated(text))
    assert {"The whale.", "The bat."} <= set(stated(text))


@pytest.mark.parametrize(
    "question",
    ["Which is *not* a mammal?", "All of these are mammals EXCEPT:", "What is a mammal?"],
)
def test_options_are_known_by_their_question_or_by_the_answer_behind_them(question):
    assert not stated(f"{question}\n\n1. The shark.\n2. The whale.\n\nAnswer\nB\n")[1:-1]


@pytest.mark.parametrize(
    "question", ["Who nurses its young?", "All are mammals except the shark. These nurse:"]
)
def test_what_a_question_is_answered_with_is_read(question):
    text = f"{question}\n\n- The bat.\n- The whale.\n\nBoth were seen in Norway.\n"
    assert {"The bat.", "The whale."} <= set(stated(text))


def stated(markdown: str) -> list[str]:
    read = extract(markdown.encode(), "chapter.md")
    silent = exercises(read.text, read.blocks)
    return [
        read.text[one.start : one.end]
        for number, one in enumerate(read.blocks)
        if one.kind != "heading" and number not in silent
    ]
