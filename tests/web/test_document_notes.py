"""What a document's page says of its language, and a source of its page."""

from __future__ import annotations

import pytest

from questions.generate.english_only import NOTICE
from studyapp import jobs
from studyapp.tables import Document, Job
from tests.makers import NOW, a_document, a_draft, a_job, a_question, made
from tests.makers import a_cloze as cloze

GERMAN = """Der Rhein entspringt in den Alpen und mündet nach vielen Meilen in die Nordsee.

Die Elbe fließt durch Hamburg. The Thames flows through London."""
SENTENCE = "The Thames flows through London."
VOLGA = "The Volga flows into the Caspian Sea."


def test_a_text_in_another_language_says_why_nothing_comes_of_it(client, database, amina):
    foreign = made(database, a_document, amina, GERMAN)
    finished(database, amina, foreign)
    said = making(client, foreign)
    assert NOTICE in said
    assert "states too little" not in said
    english = made(database, a_document, amina)
    finished(database, amina, english)
    assert "states too little" in making(client, english)


def test_a_text_that_is_partly_english_says_what_is_asked(client, database, amina):
    foreign = made(database, a_document, amina, GERMAN)
    made(database, a_draft, amina, foreign, SENTENCE)
    finished(database, amina, foreign)
    assert "made from its English sentences only" in making(client, foreign)
    english = made(database, a_document, amina)
    made(database, a_draft, amina, english, VOLGA)
    finished(database, amina, english)
    assert "English" not in making(client, english)


@pytest.mark.parametrize(("page", "words"), [(12, ", page 12"), (None, "")])
def test_a_source_names_the_page_of_its_document(client, database, amina, page, words):
    document = made(database, a_document, amina)
    database.write(lambda session: on_page(session, amina, document, page))
    made(database, a_draft, amina, document, VOLGA)
    question = cloze(
        VOLGA, document_id=document, start=text(database, amina, document).index(VOLGA)
    )
    card = made(database, a_question, amina, question, document_id=document).card_id
    for path in (f"/documents/{document}/drafts", f"/cards/{card}/answer?typed=Sea"):
        caption = client.page(path).select_one("figcaption a").get_text(" ", strip=True)
        assert caption.replace(" ,", ",").startswith(f"Rivers of Europe{words}")
        assert ("page" in caption) is (page is not None)


def making(client, document):
    return client.page(f"/documents/{document}").select_one(".making").get_text(" ", strip=True)


def finished(database, learner_id, document):
    key = made(database, a_job, learner_id, document)

    def action(session):
        row = session.get_one(Job, (learner_id, key))
        row.state, row.finished_at = jobs.DONE, NOW

    database.write(action)


def on_page(session, learner_id, document, page):
    row = session.get_one(Document, (learner_id, document))
    row.passages = [[*one[:5], page, None] for one in row.passages]


def text(database, learner_id, document):
    with database.reading() as session:
        return session.get_one(Document, (learner_id, document)).text
