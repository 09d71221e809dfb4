"""Every kind over HTTP, as a browser without script sends it: reviewed, sat through, written."""

from __future__ import annotations

import io

import pytest
from sqlmodel import select

from questions.faces import parts_of
from questions.model import Choice, Gap, Kind, Pair, Question
from questions.scoring import right_response
from studyapp.quizzes import Wish
from studyapp.tables import QuizAnswer, Review, StoredQuestion
from tests.every_kind import (
    a_composite,
    a_hotspot,
    a_hottext,
    a_matching,
    a_number,
    an_essay,
    an_info,
    an_opaque,
    an_ordering,
    every_form,
    some_gaps,
)
from tests.kinds import a_choice
from tests.makers import a_flashcard, a_question, made
from tests.sittings import start
from tests.web.test_editor_files import PNG

EVERY = every_form()
JUDGED = tuple(one for one in EVERY if one.kind != "essay")
NOBLE = {"neon": 0.5, "argon": 0.5, "iron": 0.0}
BY_KIND = {"ids": lambda question: question.kind.value}


@pytest.mark.parametrize("question", EVERY, **BY_KIND)
def test_each_kind_is_asked_without_its_answer_and_judged(client, database, amina, question):
    made(database, a_question, amina, question)
    page = client.page("/review")
    assert not page.main.select("ins, del, .mark")
    assert all(field.get("id") or field.find_parent("label") for field in fields(page))
    told = client.page(f"{page.select_one('form.ask')['action']}?{query(question)}")
    assert not told.main.select("del")
    proposed = told.select_one(".grades .main b").get_text()
    assert proposed == ("Hard" if question.kind in {"hottext", "hotspot"} else "Good")


@pytest.mark.parametrize("question", JUDGED, **BY_KIND)
def test_an_empty_form_proposes_again(client, database, amina, question):
    made(database, a_question, amina, question)
    page = client.page("/review")
    told = client.page(page.select_one("form.ask")["action"])
    if question.kind == "numeric":
        return
    assert told.select_one(".grades .main b").get_text() == "Again"


@pytest.mark.parametrize(
    ("question", "sent", "options", "chosen", "correct"),
    [
        (
            a_matching(),
            "f.0=0&f.1=2",
            {"The Danube", "The Rhine", "The Volga"},
            {"the Caspian Sea", "the North Sea", ""},
            False,
        ),
        (some_gaps(), "f.city=Rome", {"city", "height", "metal"}, {"Rome", ""}, False),
        (an_essay(), "typed=The+Moon.", {an_essay().stem}, {"The Moon."}, None),
        (a_hottext(), "chosen=1", None, {"slowly"}, False),
    ],
)
def test_what_was_filled_in_is_kept_in_words(
    client, database, amina, question, sent, options, chosen, correct
):
    made(database, a_question, amina, question)
    action = client.page("/review").select_one("form.ask")["action"]
    form = client.page(f"{action}?{sent}").select_one("form.grades")
    client.send(form["action"], {**hidden(form), "rating": 1})
    (review,) = everything(database, Review)
    if options:
        assert set(review.options) == options
    assert set(review.chosen) == chosen
    assert (review.correct, review.format) == (correct, question.kind.value)


@pytest.mark.parametrize("question", JUDGED, **BY_KIND)
def test_each_kind_is_marked_in_a_quiz(client, database, amina, question):
    made(database, a_question, amina, question)
    _me, quiz_id = start(database, amina, Wish(feedback="now"))
    form = client.page(f"/quizzes/{quiz_id}/questions/1").select_one("form.ask")
    response = client.send(form["action"], {**hidden(form), **sent_of(question)})
    page = client.page(response.location)
    assert "Right." in page.select_one(".verdict").get_text()
    (row,) = everything(database, QuizAnswer)
    assert row.fraction == 1
    for address in ("overview", "paper"):
        assert client.get(f"/quizzes/{quiz_id}/{address}").status_code == 200
    client.send(f"/quizzes/{quiz_id}/completion", {})
    assert "100" in client.page(f"/quizzes/{quiz_id}").h1.get_text()


def test_what_was_filled_in_is_shown_again_until_the_end(client, database, amina):
    made(database, a_question, amina, a_matching())
    _me, quiz_id = start(database, amina, Wish(feedback="end"))
    address = f"/quizzes/{quiz_id}/questions/1"
    client.send(f"{address}/answer", {"f.0": "0", "f.1": "99", "f.nonsense": "1"})
    page = client.page(address)
    chosen = {one["name"]: one.select_one("[selected]") for one in page.select("select")}
    assert chosen["f.0"]["value"] == "0"
    assert chosen["f.1"] is None
    (row,) = everything(database, QuizAnswer)
    assert row.filled == [["f.0", "0"]]


def test_an_essay_waits_for_the_judgement_of_its_writer(client, database, amina):
    made(database, a_question, amina, an_essay())
    _me, quiz_id = start(database, amina, Wish(feedback="end"))
    address = f"/quizzes/{quiz_id}/questions/1"
    client.send(f"{address}/answer", {"typed": "The Moon pulls.\r\nSo does the Sun."})
    (row,) = everything(database, QuizAnswer)
    assert (row.answered_at, row.typed) == (None, "The Moon pulls.\nSo does the Sun.")
    page = client.page(address)
    assert len(page.select("input[name=chosen]")) == 3
    assert "So does the Sun." in page.main.get_text()
    form = page.select_one("form.ask")
    client.send(form["action"], {**hidden(form), "chosen": ["0", "1"], "knew": "1"})
    (row,) = everything(database, QuizAnswer)
    assert row.fraction == pytest.approx(2 / 3)
    assert client.page(f"{address}?write=1").textarea.get_text().strip().startswith("The Moon")


def test_a_place_is_named_by_its_letter_until_it_is_told(client, database, amina):
    made(database, a_question, amina, a_hotspot())
    assert "Left ventricle" in client.page("/review").get_text()


@pytest.mark.parametrize("question", [an_info(), an_opaque()], **BY_KIND)
def test_what_cannot_be_asked_makes_no_card_and_is_kept(client, database, amina, question):
    kept = made(database, a_question, amina, question)
    assert kept.card_ids == ()
    page = client.page(f"/questions/{kept.question_id}/edit")
    assert "makes no card" in page.get_text()
    assert (question.raw or "") in page.get_text()


@pytest.mark.parametrize(
    "question",
    [
        a_matching(),
        an_ordering(),
        some_gaps(),
        a_hottext(),
        a_hotspot(media=()),
        a_number(),
        an_essay(),
    ],
    **BY_KIND,
)
def test_each_kind_can_be_edited_by_its_form(client, database, amina, question):
    kept = made(database, a_question, amina, question)
    address = f"/questions/{kept.question_id}/edit"
    form = client.page(address).select_one("#question-form")
    body = values(form) | {"stem": f"{question.stem} ", "tags": "edited", "do": "save"}
    response = client.send(form["action"], body)
    assert response.status_code == 303
    (row,) = everything(database, StoredQuestion)
    edited = Question.model_validate({**row.body, "id": question.id})
    same = {"tags": ("edited",), "findings": edited.findings}
    wanted = question.model_copy(update=same)
    assert edited.model_dump() == wanted.model_dump()


@pytest.mark.parametrize("kind", ["numeric", "matching", "ordering", "gaps", "hottext", "hotspot"])
def test_a_form_with_nothing_in_it_names_what_is_missing(client, database, amina, kind):
    made(database, a_question, amina, a_flashcard())
    form = client.page(f"/questions/new?kind={kind}").select_one("#question-form")
    body = values(form) | {"stem": "A question", "deck": "Geography", "do": "save"}
    response = client.send(form["action"], body)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.get_data(as_text=True)


def test_a_question_of_several_parts_is_made_on_its_form(client, database, amina):
    made(database, a_question, amina, a_flashcard())
    form = client.page("/questions/new?kind=composite").select_one("#question-form")
    body = values(form) | {"stem": "The Rhine", "deck": "Geography"}
    body["part_stem"] = ["Which sea does it reach?", "Where does it rise?", "", ""]
    body["part_kind"] = ["short", "choice", "short", "short"]
    body["part_right"] = ["North Sea", "In the Alps", "", ""]
    body["part_wrong"] = ["", "In the Jura\r\nIn the Harz", "", ""]
    body["part_place"] = ["2", "1", "3", "4"]
    again = client.send("/questions", body | {"do": "kind"}).get_data(as_text=True)
    assert again.index("In the Jura") < again.index("North Sea")
    assert client.send("/questions", body | {"do": "save"}).status_code == 303
    kept = everything(database, StoredQuestion)[-1]
    parts = Question.model_validate({**kept.body, "id": "x"}).parts
    assert [part.kind.value for part in parts] == ["choice", "short"]
    assert len(parts[0].choices) == 3


def test_a_picture_with_hidden_parts_is_made_on_its_form(client, database, amina):
    made(database, a_question, amina, a_flashcard())
    form = client.page("/questions/new?kind=occlusion").select_one("#question-form")
    assert "Put the picture in first" in form.get_text()
    body = values(form) | {"stem": "Which part?", "deck": "Geography", "do": "save"}
    body["cover_coords"] = ["10 10 40 40", "50 50 90 90", "", ""]
    sent = {"csrf_token": client.token(), **body, "upload": (io.BytesIO(PNG), "map.png")}
    response = client.post(
        "/questions", data=sent, content_type="multipart/form-data", buffered=True
    )
    assert response.status_code == 303
    kept = everything(database, StoredQuestion)[-1]
    question = Question.model_validate({**kept.body, "id": "x"})
    assert parts_of(question) == ("c1", "c2")
    shown = client.page(f"/questions/{kept.id}/edit")
    assert [one["value"] for one in shown.select("[name=cover_card]")[:3]] == ["1", "2", ""]
    assert len(shown.select("#preview .figure")) == 2
    assert shown.select("[data-draws] img")


HTML = {"format": "html"}
MARKED_UP = (
    a_choice(
        "<p>What is <em>H</em><sub>2</sub>O<script>alert(1)</script>?</p>",
        choices=(
            Choice(text="<p><strong>water</strong></p>", fraction=1, feedback="<em>Yes</em>"),
            Choice(text="<p>one</p><ul><li>salt</li></ul>"),
        ),
        explanation="<p>It is <strong>wet</strong>.</p>",
        **HTML,
    ),
    some_gaps(**HTML).model_copy(
        update={"stem": "<p>It stands in <em>fair</em> [[city]],</p> [[height]] m, [[metal]]."}
    ),
    a_matching(
        pairs=(
            Pair(left="<em>Volga</em>", right="<b>Caspian</b>"),
            Pair(left="Rhine", right="North Sea"),
        ),
        **HTML,
    ),
    an_ordering(items=("<em>first</em>", "second"), **HTML),
)


@pytest.mark.parametrize("question", MARKED_UP, **BY_KIND)
def test_marks_of_a_text_are_shown_alike_in_review_and_quiz(client, database, amina, question):
    made(database, a_question, amina, question)
    review = client.page("/review").select_one("form.ask")
    told = client.page(f"{review['action']}?{query(question)}")
    _me, quiz_id = start(database, amina, Wish(feedback="now"))
    asked = client.page(f"/quizzes/{quiz_id}/questions/1")
    form = asked.select_one("form.ask")
    response = client.send(form["action"], {**hidden(form), **sent_of(question)})
    judged = client.page(response.location)
    pages = [client.page("/review"), told, asked, judged]
    for page in pages:
        assert page.main.select("em"), page.main
        assert "&lt;" not in page.main.decode_contents()
        assert not page.main.select("script, .body option em")
    assert [page.main.get_text().count("alert") for page in pages] == [0] * 4
    assert "Right." in judged.select_one(".verdict").get_text()


def test_several_are_ticked_in_a_gap(client, database, amina):
    choices = tuple(Choice(text=text, fraction=worth) for text, worth in NOBLE.items())
    gap = Gap(id="1", kind="choice", multiple=True, choices=choices)
    stem = "Noble gases: [[1]]."
    question = Question(id="q", kind=Kind.GAPS, stem=stem, gaps=(gap,))
    made(database, a_question, amina, question)
    page = client.page("/review")
    boxes = page.select("input[type=checkbox][name='f.1']")
    assert {one["value"] for one in boxes} == {"0", "1", "2"}
    told = client.page(f"{page.select_one('form.ask')['action']}?f.1=0&f.1=2")
    assert told.select_one(".gapped del").get_text() == "neon, iron"
    assert told.select_one(".gapped ins").get_text() == "neon, argon"


def test_a_part_that_was_wrong_is_told_from_the_others(client, database, amina):
    made(database, a_question, amina, a_composite())
    action = client.page("/review").select_one("form.ask")["action"]
    told = client.page(f"{action}?p1.answer.chosen=1&p2.answer.typed=the+North+Sea")
    assert "1 of 3 right." in told.select_one(".verdict").get_text()
    assert told.select_one(".composite del").get_text() == "In the Jura"


def query(question):
    return "&".join(f"{name}={text}" for name, text in pairs(question))


def pairs(question):
    given = right_response(question, "answer")
    typed = given.typed or ("Tides." if question.kind == "essay" else "")
    picked = given.picked if question.kind != "essay" else ()
    return [("chosen", key) for key in picked] + [("typed", typed)] * bool(typed) + [*given.filled]


def sent_of(question):
    sent = {}
    for name, text in pairs(question):
        sent.setdefault(name, []).append(text)
    return sent


def fields(page):
    return page.select("form.ask select, form.ask textarea, form.ask input:not([type=hidden])")


def hidden(form):
    return {one["name"]: one["value"] for one in form.select("input[type=hidden]")}


def values(form):
    """Return what a browser would send of *form*."""
    found = {}
    for one in form.select("input[name], select[name], textarea[name]"):
        if one.get("type") in {"checkbox", "radio"} and not one.has_attr("checked"):
            continue
        if one.get("type") == "file":
            continue
        value = one.get("value", "on")
        if one.name == "textarea":
            value = one.get_text()
        if one.name == "select":
            value = (one.select_one("[selected]") or one.option)["value"]
        found.setdefault(one["name"], []).append(value)
    return found


def everything(database, table):
    with database.reading() as session:
        return list(session.exec(select(table)))
