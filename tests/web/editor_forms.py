"""What tests of the editor share: its form as a browser would send it."""

from __future__ import annotations

import io

from bs4 import BeautifulSoup
from sqlmodel import select

from studyapp.tables import StoredQuestion

FORMS = {
    "flashcard": {"stem": "Capital of Peru", "answer": "Lima", "reverse": "1"},
    "cloze": {"stem": "{{c1::Lima}} lies in {{c2::Peru}}.", "accepted": "Ciudad de los Reyes"},
    "short": {"stem": "Capital of Peru?", "answer": "Lima", "accepted": "La ciudad\nlima"},
    "choice": {
        "stem": "Which lies in Peru?",
        "option": ["Lima", "Quito", "", ""],
        "option_feedback": ["It is its capital.", "", "", ""],
        "right": "0",
    },
    "truefalse": {"stem": "Lima lies in Peru.", "truth": "true"},
}


def form_of(page):
    """Return what the editor's form would send as it stands."""
    form = page.select_one("#editor form")
    fields: dict[str, object] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = field["name"], field.get("type")
        if kind in {"checkbox", "radio"} and not field.has_attr("checked"):
            continue
        if kind == "file":
            continue
        fields.setdefault(name, []).append(value_of(field))
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in fields.items()}


def value_of(field):
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.name == "select":
        chosen = field.select_one("option[selected]") or field.select_one("option")
        return chosen["value"]
    return field.get("value", "")


def upload(client, fields, data, name):
    sent = {"csrf_token": client.token(), **fields, "upload": (io.BytesIO(data), name)}
    return client.post("/questions", data=sent, content_type="multipart/form-data", buffered=True)


def stored(database):
    with database.reading() as session:
        rows = session.exec(select(StoredQuestion).order_by(StoredQuestion.id)).all()
        return [row for row in rows if row.removed_at is None]


def parsed(response, status):
    assert response.status_code == status, response.get_data(as_text=True)[:3000]
    return BeautifulSoup(response.get_data(as_text=True), "html.parser")
