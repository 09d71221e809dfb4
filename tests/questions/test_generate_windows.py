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
from questions.generate import generate, generate_window, select, windows
from questions.generate.parser import parser, refuse_changed
from questions.text import sentences
from tests.samples import sample


def test_windows_hold_every_sentence_once_and_in_order(article):
    every = sentences(article.text, article.blocks)
    found = windows(article.text, article.blocks, words=100)
    numbers = [
        number
        for window in found
        for number in range(window.first_sentence, window.first_sentence + window.sentence_count)
    ]
    assert numbers == list(range(len(every)))
    assert [window.number for window in found] == list(range(len(found)))
    assert len(found) > 1


def test_a_window_begins_and_ends_with_its_sentences(article):
    every = sentences(article.text, article.blocks)
    for window in windows(article.text, article.blocks, words=100):
        inside = every[window.first_sentence : window.first_sentence + window.sentence_count]
        assert (window.start, window.end) == (inside[0].start, inside[-1].end)


def test_a_text_without_words_has_no_window():
    assert windows("", ()) == ()


@settings(max_examples=50)
@given(st.lists(st.integers(1, 30), max_size=40), st.integers(1, 100))
def test_no_window_is_empty_and_none_grows_far_beyond_its_words(lengths, words):
    text = "\n\n".join(" ".join(["Word"] * length) + "." for length in lengths)
    document = extract(text, "words.txt") if text else None
    found = windows(document.text, document.blocks, words=words) if document else ()
    assert all(window.sentence_count > 0 for window in found)
    assert all(len(document.text[one.start : one.end].split()) <= words + 30 for one in found)


def test_a_window_made_alone_makes_the_same_questions_again(article):
    window = windows(article.text, article.blocks, words=100)[1]
    first, again = (_made(article, window) for _ in range(2))
    assert first == again
    assert first


def test_two_documents_give_the_same_question_two_ids(article):
    window = windows(article.text, article.blocks)[0]
    ids = {one.id for one in _made(article, window, document_id="d1")}
    assert ids.isdisjoint({one.id for one in _made(article, window, document_id="d2")})


def test_every_source_is_quoted_exactly(article):
    for question in _all_of(article):
        (source,) = question.sources
        assert article.text[source.start : source.end] == source.quote
        assert article.text[: source.start].endswith(source.prefix)
        assert article.text[source.end :].startswith(source.suffix)


def test_no_question_is_made_twice_and_no_sentence_asked_more_than_twice(article):
    made = _all_of(article)
    places = [one.sources[0].start for one in made]
    assert len({one.id for one in made}) == len(made)
    assert max(places.count(place) for place in places) <= 2


def test_every_question_says_what_made_it(article):
    for question in _all_of(article):
        assert question.origin is not None
        assert question.origin.engine == "rules"
        assert question.origin.method.startswith(("cloze-", "short-"))
        assert 0 <= question.origin.score <= 1


def test_select_takes_a_first_question_of_each_sentence_before_a_second(article):
    made = _all_of(article)
    sentences_asked = len({one.sources[0].start for one in made})
    chosen = select(made, sentences_asked)
    assert len({one.sources[0].start for one in chosen}) == sentences_asked
    assert list(chosen) == [one for one in made if one in chosen]


def test_select_takes_no_more_than_there_are(article):
    made = _all_of(article)
    assert select(made, None) == made
    assert select(made, 10_000) == made
    assert select(made, 0) == ()


def test_generate_can_be_told_how_many(article):
    made = generate(article.text, article.blocks, document_id="d1", title=article.title, count=3)
    assert len(list(made)) == 3


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


def _made(article, window, document_id="d1"):
    return generate_window(
        article.text,
        article.blocks,
        window,
        document_id=document_id,
        title=article.title,
        seed=7,
    )


def _all_of(article):
    return tuple(
        generate(article.text, article.blocks, document_id="d1", title=article.title, seed=7)
    )


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
