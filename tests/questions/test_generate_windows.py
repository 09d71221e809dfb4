"""Windows, sources and repetition: what a job relies on when it goes on after an interruption."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions.errors import GeneratorUnavailableError
from questions.extract import extract
from questions.generate import Generator, engine, generate, select
from questions.generate.parser import parser, refuse_changed
from questions.generate.windows import STRETCH_WORDS, windows
from questions.text import sentences
from tests.samples import sample

WORDS = 100


def test_windows_hold_every_sentence_once_and_in_order(article):
    every = sentences(article.text, article.blocks)
    found = windows(article.text, article.blocks, every, words=WORDS)
    numbers = [number for window in found for number in window.sentences]
    assert numbers == list(range(len(every)))
    assert [window.number for window in found] == list(range(len(found)))
    assert len(found) > 1


def test_a_window_begins_and_ends_with_its_sentences(article):
    every = sentences(article.text, article.blocks)
    for window in windows(article.text, article.blocks, every, words=WORDS):
        inside = [every[number] for number in window.sentences]
        assert (window.start, window.end) == (inside[0].start, inside[-1].end)


def test_a_text_without_words_has_no_window():
    assert windows("", (), ()) == ()


@settings(max_examples=50)
@given(st.lists(st.integers(1, 30), max_size=40), st.integers(1, 100))
def test_no_window_is_empty_and_none_grows_far_beyond_its_words(lengths, words):
    text = "\n\n".join(" ".join(["Word"] * length) + "." for length in lengths)
    document = extract(text, "words.txt") if text else None
    every = sentences(document.text, document.blocks) if document else ()
    found = windows(document.text, document.blocks, every, words=words) if document else ()
    assert all(window.sentence_count > 0 for window in found)
    assert all(one.words <= words + 30 for one in found)


def test_a_stretch_is_some_windows_in_a_row_of_at_most_its_words():
    text = "\n\n".join(f"Sentence {number} has six words." for number in range(2000))
    document = extract(text, "words.txt")
    every = sentences(document.text, document.blocks)
    found = windows(document.text, document.blocks, every)
    stretches = [one.stretch for one in found]
    assert stretches == sorted(stretches)
    assert set(stretches) == set(range(max(stretches) + 1))
    for stretch in set(stretches):
        assert sum(one.words for one in found if one.stretch == stretch) <= STRETCH_WORDS


def test_a_window_made_alone_makes_the_same_questions_again(article):
    window = generator(article).windows[-1]
    first, again = (generator(article).make(window) for _ in range(2))
    assert first == again
    assert any(one.kept for one in first)


def test_windows_give_the_same_in_any_order(article):
    text = "\n\n".join([article.text] * 6)
    document = extract(text, "long.txt")
    straight, turned = generator(document), generator(document)
    found = [straight.make(window) for window in straight.windows]
    assert [turned.make(window) for window in reversed(turned.windows)] == found[::-1]


def test_what_is_said_again_is_not_asked_again(article):
    once = pool(article)
    twice = pool(extract(f"{article.text}\n\n{article.text}", "twice.txt"))
    assert len(twice) == len(once)


def test_two_documents_give_the_same_question_two_ids(article):
    first, second = (
        {one.question.id for one in pool(article, document_id=name)} for name in ("d1", "d2")
    )
    assert len(first) == len(second)
    assert first.isdisjoint(second)


def test_every_source_is_quoted_exactly(article):
    for one in pool(article):
        for source in one.question.sources:
            assert article.text[source.start : source.end] == source.quote
            assert article.text[: source.start].endswith(source.prefix)
            assert article.text[source.end :].startswith(source.suffix)


def test_no_question_is_made_twice(article):
    found = pool(article)
    assert len({one.question.id for one in found}) == len(found)


def test_every_question_says_what_made_it(article):
    for one in pool(article):
        assert one.question.origin.engine == "rules"
        assert one.question.origin.method.split("-")[0] in {
            "choice", "cloze", "flashcard", "matching", "ordering", "short", "truefalse", "list",
        }  # fmt: skip
        assert 0 <= one.question.origin.score <= 1


def test_select_takes_a_first_question_of_each_sentence_before_a_second(article):
    made = kept(article)
    asked = len({one.sources[0].start for one in made})
    chosen = select(made, asked)
    assert len({one.sources[0].start for one in chosen}) == asked
    assert list(chosen) == [one for one in made if one in chosen]


def test_select_takes_no_more_than_there_are(article):
    made = kept(article)
    assert select(made, None) == made
    assert select(made, 10_000) == made
    assert select(made, 0) == ()


def test_generate_can_be_told_how_many(article):
    made = generate(article.text, article.blocks, document_id="d1", title=article.title, count=3)
    assert len(list(made)) == 3


def test_without_the_parser_names_and_dates_are_still_asked(monkeypatch):
    monkeypatch.setattr(engine, "parser", unavailable)
    article = extract(
        "The telephone came to the offices of Germany when Werner Siemens built the line to "
        "Potsdam in 1877. They used it for years. It rang in Paris and London in 1880.",
        "phone.txt",
    )
    found = pool(article)
    assert {one.question.origin.method for one in found} <= {
        "plain-cloze-name", "plain-cloze-date", "plain-cloze-number",
    }  # fmt: skip
    assert {one.question.sources[0].start for one in found if one.kept} == {0}
    assert generator(article).notice == "It is not here."


def test_with_the_parser_nothing_is_to_be_noticed(article):
    assert generator(article).notice == ""


def test_a_changed_model_file_is_refused(model_copy):
    folder, recorded = model_copy
    refuse_changed(folder, recorded)
    with (folder / "meta.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    with pytest.raises(GeneratorUnavailableError, match=r"meta\.json is not the recorded one"):
        refuse_changed(folder, recorded)


def test_a_missing_model_file_is_refused(model_copy):
    folder, recorded = model_copy
    (folder / "meta.json").unlink()
    with pytest.raises(GeneratorUnavailableError, match=r"meta\.json is missing"):
        refuse_changed(folder, recorded)


def test_an_added_model_file_is_refused(model_copy):
    folder, recorded = model_copy
    (folder / "extra.py").write_text("", encoding="utf-8")
    with pytest.raises(GeneratorUnavailableError, match="never recorded"):
        refuse_changed(folder, recorded)


def test_the_installed_model_is_the_recorded_one_and_loaded_once():
    assert parser() is parser()


def generator(document, document_id="d1"):
    return Generator(
        document.text, document.blocks, document_id=document_id, title=document.title, seed=7
    )


def pool(document, document_id="d1"):
    made = generator(document, document_id)
    return [one for window in made.windows for one in made.make(window)]


def kept(document):
    return tuple(one.question for one in pool(document) if one.kept)


def unavailable():
    raise GeneratorUnavailableError("It is not here.")


@pytest.fixture(scope="module")
def article():
    path = sample("documents/russia-kazakhstan.txt")
    return extract(path.read_bytes(), path.name)


@pytest.fixture
def model_copy(tmp_path):
    record = json.loads(
        (files("questions.generate") / "resources" / "model_hashes.json").read_text("utf-8")
    )
    whole = parser().path
    small = {name: code for name, code in record["files"].items() if name in _SMALL}
    for name in small:
        shutil.copy(whole / name, tmp_path / name)
    return tmp_path, small


_SMALL = {"meta.json", "config.cfg", "tokenizer"}
