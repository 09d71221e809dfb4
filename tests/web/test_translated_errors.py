"""Why something was refused is told in the language of the page, whoever found the fault.

Each message of the app comes back between brackets that nothing else on a page has; a sentence
that a service wrote past gettext has none.
"""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from flask_babel import Domain

from studyapp.ids import new_id
from studyapp.learners import default_preset_id
from tests.makers import a_card, a_deck, a_document, a_preset, made

_ALERTS = "[role=alert], .errors, .problem, main .lead"
_BARE = re.compile(r"[A-Za-z]{3,}")
# What a form sends, where, and with which status it comes back.
CASES = {
    "a deck without title": ("/decks", {"title": " "}, 422),
    "decks nested without end": ("/decks", {"title": "::".join("abcdefghijklmnopqrstuvwxyz")}, 422),
    "a deck that is there": ("/decks", {"title": "Geography"}, 422),
    "a marker that is none": ("/decks/{deck}", {"title": "A", "marker": "x"}, 422),
    "a language that is none": (
        "/decks/{deck}",
        {"title": "A", "marker": "blue", "language": "x" * 99, "preset": "{default}"},
        422,
    ),
    "a deck into itself": ("/decks/{deck}/merging", {"into": "{deck}"}, 422),
    "a question of nothing": ("/questions", {"full": "1", "kind": "choice", "deck": "A"}, 422),
    "a cloze without gap": ("/questions", {"full": "1", "kind": "cloze", "stem": "a"}, 422),
    "gaps without gap": ("/questions", {"full": "1", "kind": "gaps", "stem": "a"}, 422),
    "one pair": ("/questions", {"full": "1", "kind": "matching", "stem": "a", "left": "x"}, 422),
    "a number of letters": (
        "/questions",
        {"full": "1", "kind": "numeric", "stem": "a", "answer": "x"},
        422,
    ),
    "a preset of nonsense": (
        "/presets/{preset}",
        {"name": " ", "learning_steps": "x", "relearning_steps": "0s", "parameters": "1 2"},
        422,
    ),
    "the last preset": ("/presets/{default}/removal", {}, 422),
    "settings of nonsense": ("/settings", {"zone": "Mars", "rollover_hour": "99"}, 422),
    "a key that is none": ("/settings/keys", {"key-75": "nonsense"}, 422),
    "one key for two things": ("/settings/keys", {"key-75": "?"}, 422),
    "a quiz of too many": ("/quizzes", {"number": "9999", "order": "x", "feedback": "x"}, 422),
    "a quiz of a broken search": ("/quizzes", {"q": "deck:("}, 422),
    "a tag of nothing": (
        "/search/acts",
        {"act": "tag", "tags": "", "which": "all", "q": ""},
        422,
    ),
    "no reason": ("/cards/{card}/report", {"reason": " "}, 422),
    "a form without its id": ("/decks", {"id": "x", "title": "A"}, 400),
    "an address that takes nothing": ("/library", {}, 405),
}


def test_every_refusal_is_told_in_the_language_of_the_page(client, places, monkeypatch):
    token = client.token()
    monkeypatch.setattr(Domain, "get_translations", lambda _domain: _Bracketed())
    for case, (path, fields, status) in CASES.items():
        sent = {"id": new_id()} | {name: text.format(**places) for name, text in fields.items()}
        answer = client.post(path.format(**places), data=sent | {"csrf_token": token})
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert answer.status_code == status, f"{case}: {page.main}"
        told = page.select(_ALERTS)
        assert told, case
        assert [text for one in told for text in bare_texts(one)] == [], case


@pytest.mark.parametrize(
    ("address", "field", "data", "name"),
    [
        ("/documents", "files", b"\x89PNG" + bytes(99), "1.png"),
        ("/documents", "files", b"%PDF-1.7 broken", "1.pdf"),
        ("/imports", "files", b"PK\x03\x04broken", "1.apkg"),
        ("/imports", "files", b"<quiz><question></quiz>", "1.xml"),
    ],
)
def test_why_a_file_cannot_be_read_is_told_in_the_language_of_the_page(
    client, monkeypatch, address, field, data, name
):
    token = client.token()
    monkeypatch.setattr(Domain, "get_translations", lambda _domain: _Bracketed())
    sent = {"id": new_id(), "csrf_token": token, field: (BytesIO(data), name)}
    answer = client.post(address, data=sent, follow_redirects=True)
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    told = page.select(".errors")
    assert "⟧" in told[-1].get_text()
    assert [text for one in told for text in bare_texts(one)] == []


def test_a_sentence_past_gettext_is_seen():
    page = BeautifulSoup("<p class=errors>Choose. <bdi>Geography</bdi></p>", "html.parser")
    assert bare_texts(page.p) == ["Choose."]


def bare_texts(element):
    """Return what stands in *element* in no brackets; words of a learner may."""
    found = (text for text in element.find_all(string=_BARE) if not text.find_parent(is_own))
    return [text.strip() for text in found if not text.strip().startswith("⟦")]


def is_own(element):
    """Say whether what stands in *element* is a learner's own, or a name."""
    return element.get("dir") == "auto" or element.name in {"bdi", "code", "kbd"}


class _Bracketed:
    def ugettext(self, message):
        return f"⟦{message}⟧"

    def ungettext(self, one, many, number):
        return f"⟦{one if number == 1 else many}⟧"


@pytest.fixture
def places(database, amina):
    card = made(database, a_card, amina)
    return {
        "deck": made(database, a_deck, amina, "Geography"),
        "document": made(database, a_document, amina),
        "preset": made(database, a_preset, amina),
        "default": default_preset_id(amina),
        "card": card,
    }
