"""Files of every kind in the browser: taken, left to the worker, refused with a reason."""

from __future__ import annotations

import io

import pytest
from bs4 import BeautifulSoup

from questions.extract import SUFFIXES
from studyapp import extraction, worker
from studyapp.ids import new_id
from tests.makers import an_upload, made
from tests.questions.papers import a_docx, a_pdf, a_pptx, a_scan, an_epub, lines, locked, paragraph

TEXT = "The Volga is the longest river of Europe. It flows into the Caspian Sea."
PDF = a_pdf([lines(TEXT, 60, 700, width=90)])


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("rivers.pdf", lambda: PDF),
        ("rivers.docx", lambda: a_docx(paragraph(TEXT))),
        ("rivers.pptx", lambda: a_pptx(("Rivers", [TEXT], ""))),
        ("rivers.epub", lambda: an_epub(f"<p>{TEXT}</p>")),
        ("rivers.srt", lambda: f"1\n00:00:01,000 --> 00:00:09,000\n{TEXT}\n".encode()),
    ],
)
def test_a_file_of_each_kind_becomes_a_document(client, amina, name, make):
    page = client.page(add(client, files=[(io.BytesIO(make()), name)]).location)

    assert TEXT in page.select_one("article").get_text()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (a_scan(), "is scanned"),
        (locked(PDF), "is locked with a password"),
        (PDF[:200], "is a damaged PDF"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_was_typed_stays(client, amina, data, words):
    response = add(client, files=[(io.BytesIO(data), "letters.pdf")], title="Letters")

    assert response.status_code == 422
    page = BeautifulSoup(response.data, "html.parser")
    errors = page.select_one("#errors").get_text()
    assert words in errors
    assert errors.count("letters.pdf") == 1
    assert page.select_one("#title")["value"] == "Letters"


def test_the_form_takes_and_names_what_can_be_read(client, amina):
    page = client.page("/documents/new")

    accepted = page.select_one("#files")["accept"].split(",")
    assert set(SUFFIXES) <= set(accepted)
    label = page.select_one("label[for=files]").get_text()
    assert all(kind in label for kind in ("PDF", ".docx", ".pptx", "EPUB", ".srt", ".vtt"))


def test_a_file_that_takes_long_is_read_by_the_worker(client, database, clock, amina, slow):
    response = add(client, files=[(io.BytesIO(PDF), "rivers.pdf")])
    place = response.location
    page = client.page(place)
    assert page.h1.get_text() == "rivers.pdf"
    assert page.select_one("section[hx-get] progress")
    assert "rivers.pdf" in client.page("/documents/new").select_one("aside").get_text()

    worker.run_one(database, "w", clock, lambda: False)

    assert TEXT in client.page(place).select_one("article").get_text()
    answer = client.get(place, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == place.replace("/uploads", "")


def test_why_the_worker_could_not_read_a_file_is_shown(client, database, clock, amina, slow):
    place = add(client, files=[(io.BytesIO(a_scan()), "letters.pdf")]).location
    worker.run_one(database, "w", clock, lambda: False)

    for page in (client.page(place), client.fragment(place)):
        assert "“letters.pdf” is scanned" in page.select_one("section .errors").get_text()
    assert "could not be read" in client.page("/documents/new").select_one("aside").get_text()
    client.send(f"{place}/removal")
    assert client.get(place).status_code == 404


def test_a_form_with_slow_files_sent_twice_makes_one_of_each(client, amina, slow):
    key = new_id()
    files = [("one.pdf", PDF), ("two.pdf", PDF)]
    for _ in range(2):
        add(client, key, files=[(io.BytesIO(data), name) for name, data in files], text=TEXT)

    links = client.page("/documents/new").select("aside li a")
    assert [link.get_text() for link in links] == ["one.pdf", "two.pdf"]


def test_a_file_that_is_read_at_last_is_the_same_when_it_is_sent_again(
    client, database, clock, amina, monkeypatch
):
    key = new_id()
    with monkeypatch.context() as patch:
        patch.setattr(extraction, "PATIENCE", 0)
        add(client, key, files=[(io.BytesIO(PDF), "rivers.pdf")])
    worker.run_one(database, "w", clock, lambda: False)

    place = add(client, key, files=[(io.BytesIO(PDF), "rivers.pdf")]).location

    assert place == f"/documents/{place.rsplit('/', 1)[1]}"
    assert len(client.page("/library").select("main a[href*='/documents/']")) >= 1
    assert not client.page("/documents/new").select("aside li")


def test_stopping_twice_is_harmless(client, database, amina):
    key = made(database, an_upload, amina)
    first = client.send(f"/documents/uploads/{key}/removal")

    assert first.status_code == 303
    assert client.get(f"/documents/uploads/{key}").status_code == 404


def add(client, key=None, **fields):
    data = {"csrf_token": client.token(), "id": key or new_id(), "text": "", "title": "", **fields}
    return client.post("/documents", data=data, content_type="multipart/form-data")


@pytest.fixture
def slow(monkeypatch):
    """Let every file take longer than a page waits."""
    monkeypatch.setattr(extraction, "PATIENCE", 0)
