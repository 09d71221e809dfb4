"""Matching and ordering questions that were made of a text: sorted, kept, reviewed, asked."""

from __future__ import annotations

import pytest
from sqlmodel import select

from questions.extract import extract
from questions.generate import Generator
from questions.model import Question
from questions.scoring import right_response
from studyapp import documents
from studyapp.quizzes import Wish
from studyapp.tables import Draft, QuizAnswer, Review, StoredQuestion
from tests.makers import NOW
from tests.sittings import start

TEXT = b"""The Treaty of Rome was signed in 1957. The Berlin Wall fell in 1989. The Soviet Union
collapsed in 1991. The Euro was introduced in 1999. Alaska was sold to the United States in 1867.
"""


@pytest.fixture(scope="session", params=["matching", "ordering"])
def generated(request):
    """Return a question of the kind, and the text that it was made of."""
    text = extract(TEXT, "notes.txt")
    generator = Generator(text.text, text.blocks, document_id="d", title="Notes")
    pool = [one.question for window in generator.windows for one in generator.make(window)]
    return text, next(one for one in pool if one.kind == request.param)


def test_what_was_made_is_kept_reviewed_and_asked(client, database, amina, generated):
    text, question = generated
    document_id = database.write(lambda session: a_draft_of(session, amina, text, question))
    page = client.page(f"/documents/{document_id}/drafts")
    assert question.stem in page.select_one("#stem").get_text()
    assert page.select_one("figure mark")
    keep = page.select_one("form[action$=keeping]")
    assert client.send(keep["action"]).status_code == 303
    (row,) = everything(database, StoredQuestion)
    kept = Question.model_validate({**row.body, "id": row.id})
    assert (kept.pairs, kept.items) == (question.pairs, question.items)
    reviewed(client, kept)
    (review,) = everything(database, Review)
    assert review.correct
    quizzed(client, database, amina, kept)
    (answer,) = everything(database, QuizAnswer)
    assert answer.fraction == 1


def reviewed(client, question):
    page = client.page("/review")
    assert len(page.select("form.ask select")) == len(question.pairs or question.items)
    filled = "&".join(f"{name}={key}" for name, key in right_response(question, "answer").filled)
    told = client.page(f"{page.select_one('form.ask')['action']}?{filled}")
    assert "Right." in told.select_one(".verdict").get_text()
    assert told.select_one("aside mark")
    form = told.select_one("form.grades")
    client.send(form["action"], {**hidden(form), "rating": 3})


def quizzed(client, database, learner_id, question):
    _me, quiz_id = start(database, learner_id, Wish(feedback="now"))
    form = client.page(f"/quizzes/{quiz_id}/questions/1").select_one("form.ask")
    filled = dict(right_response(question, "answer").filled)
    response = client.send(form["action"], {**hidden(form), **filled})
    assert "Right." in client.page(response.location).select_one(".verdict").get_text()
    client.send(f"/quizzes/{quiz_id}/completion", {})


def a_draft_of(session, learner_id, text, question):
    document, _is_new = documents.keep(session, learner_id, "ab" * 16, text, NOW)
    session.add(
        Draft(
            learner_id=learner_id,
            id="cd" * 16,
            document_id=document.id,
            kind=question.kind.value,
            body=of_document(question, document.id).model_dump(mode="json", exclude_defaults=True),
            fingerprint=question.id,
            source_start=question.sources[0].start,
            source_end=question.sources[0].end,
            findings=0,
            created_at=NOW,
        )
    )
    return document.id


def of_document(question, document_id):
    sources = tuple(one.model_copy(update={"document": document_id}) for one in question.sources)
    return question.model_copy(update={"sources": sources})


def hidden(form):
    return {one["name"]: one["value"] for one in form.select("input[type=hidden]")}


def everything(database, table):
    with database.reading() as session:
        return list(session.exec(select(table)))
