"""Material in: what is taken, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import io

import pytest

from studyapp import documents, jobs
from studyapp.ids import new_id
from tests.makers import a_document, made
from tests.samples import sample

TEXT = "The Rhine rises in Switzerland. It flows into the North Sea."


def test_a_pasted_text_becomes_a_document_with_a_job(client, database, amina):
    response = add(client, text=TEXT, title="Rivers")
    assert response.status_code == 303
    page = client.page(response.location)
    assert page.h1.get_text() == "Rivers"
    assert "The Rhine rises in Switzerland." in page.select_one("article").get_text()
    assert states(database, amina) == {"Rivers": "waiting"}


def test_the_same_form_sent_twice_makes_one_document(client, database, amina):
    key = new_id()
    first, second = add(client, key, text=TEXT), add(client, key, text=TEXT)
    assert first.location == second.location
    assert len(states(database, amina)) == 1


def test_several_files_become_several_documents(client, database, amina):
    files = [
        (io.BytesIO(b"# Lakes\n\nLake Constance lies between three countries."), "lakes.md"),
        (io.BytesIO(b"<h1>Seas</h1><p>The North Sea is shallow.</p>"), "seas.html"),
        (io.BytesIO("Die Saône fließt in die Rhône.".encode("utf-16")), "rivers.txt"),
    ]
    response = add(client, files=files)
    assert response.status_code == 303
    assert set(states(database, amina)) == {"Lakes", "Seas", "rivers"}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 binary", "notes.txt", "PDF"),
        (b"PK\x03\x04" + bytes(60), "notes.md", "zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "picture.html", ""),
        (b"", "empty.txt", "empty"),
        (bytes(range(256)) * 4, "noise.txt", ""),
    ],
)
def test_a_file_that_holds_no_text_is_refused_by_name(client, amina, content, name, words):
    response = add(client, files=[(io.BytesIO(content), name)])
    assert response.status_code == 422
    message = parsed(response).select_one("#errors").get_text()
    assert name in message
    assert words.lower() in message.lower()


def test_a_good_file_goes_in_beside_a_bad_one(client, database, amina):
    files = [(io.BytesIO(TEXT.encode()), "rivers.txt"), (io.BytesIO(b"%PDF-1.7 \x00"), "x.pdf")]
    response = add(client, files=files)
    assert response.status_code == 303
    assert "x.pdf" in client.page(response.location).select_one(".flashes").get_text()
    assert list(states(database, amina)) == ["rivers"]


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_nothing_given_is_refused_and_the_title_stays(client, amina, text):
    response = add(client, text=text, title="My title")
    assert response.status_code == 422
    assert parsed(response).select_one("#title")["value"] == "My title"


def test_what_was_typed_is_still_there_when_it_is_too_much(client, app, amina):
    limit = app.extensions["studyapp"].settings.max_upload_bytes
    text = "A sentence of some words. " * (limit // 26 + 10)
    # Not as multipart: the client's own temporary file for it would be left open.
    response = client.send("/documents", {"id": new_id(), "text": text, "title": ""})
    assert response.status_code == 422
    page = parsed(response)
    assert len(page.select_one("#text").get_text()) > limit
    assert page.select_one("#errors").get_text(strip=True)


def test_far_too_much_is_refused_before_it_is_read(client, app, amina):
    limit = app.config["MAX_CONTENT_LENGTH"]
    token = client.token()
    response = client.post("/documents", data={"csrf_token": token, "text": "x" * (limit + 1)})
    assert response.status_code == 413
    assert "MB" in parsed(response).get_text()


def test_the_sample_page_keeps_its_sections(client, amina):
    content = sample("documents/files/page.html").read_bytes()
    response = add(client, files=[(io.BytesIO(content), "page.html")])
    assert response.status_code == 303
    assert client.page(response.location).select("article h2, article h3")


def test_hostile_text_is_only_text(client, amina):
    text = 'The <script>alert(1)</script> and <b hx-get="/x" hx-trigger="load">tag</b> are words.'
    page = client.page(add(client, text=text, title="<i>Title</i>").location)
    assert page.h1.get_text() == "<i>Title</i>"
    article = page.select_one("article[hx-disable]")
    assert "<script>" in article.get_text()
    assert not article.select("script, b, [hx-get]")


def test_a_removed_document_is_gone_until_undo(client, database, amina):
    document_id = made(database, a_document, amina)
    client.send(f"/documents/{document_id}/removal")
    assert client.get(f"/documents/{document_id}").status_code == 404
    client.send("/changes/undo")
    assert client.get(f"/documents/{document_id}").status_code == 200


def test_the_work_can_be_stopped_and_taken_up_again(client, database, amina):
    place = add(client, text=TEXT, title="Rivers").location
    client.send(f"{place}/generation/cancellation")
    assert states(database, amina) == {"Rivers": "cancelled"}
    client.send(f"{place}/generation")
    assert states(database, amina) == {"Rivers": "waiting"}


def add(client, key=None, **fields):
    data = {"csrf_token": client.token(), "id": key or new_id(), "text": "", "title": "", **fields}
    return client.post("/documents", data=data, content_type="multipart/form-data")


def states(database, learner_id):
    """Return by title the state of each document's last job."""
    with database.reading() as session:
        return {
            one.title: jobs.latest(session, learner_id, one.id).state
            for one in documents.all_of(session, learner_id)
        }


def parsed(response):
    from bs4 import BeautifulSoup

    return BeautifulSoup(response.get_data(as_text=True), "html.parser")
