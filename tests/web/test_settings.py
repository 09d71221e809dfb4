"""The settings: look, keys, and a learner's data."""

from __future__ import annotations

import io
import zipfile

import pytest
from sqlmodel import Session

from studyapp import changes, looks
from studyapp.tables import Learner
from studyapp.web.keys import SHIPPED, groups_to_check
from tests.makers import NOW, a_card, a_flashcard, a_question, made

WANTED = {
    "zone": "Europe/Paris",
    "rollover_hour": "3",
    "theme": "dark",
    "new_per_day": "7",
    "desired_retention": "0.85",
    "typeface": "dyslexic",
    "size": "large",
    "spacing": "wide",
    "motion": "off",
    "buttons": "two",
}


def test_what_is_chosen_is_on_every_page(client, amina):
    assert client.send("/settings", WANTED).status_code == 303
    page = client.page("/library").html
    for name in ("theme", "typeface", "size", "spacing", "motion"):
        assert page[f"data-{name}"] == WANTED[name]


def test_the_form_shows_what_is_stored(client, amina):
    client.send("/settings", WANTED)
    page = client.page("/settings")
    chosen = {str(field["name"]): field["value"] for field in page.select("input[name][checked]")}
    assert {name: chosen[name] for name in looks.CHOICES} == {n: WANTED[n] for n in looks.CHOICES}
    assert chosen["buttons"] == "two"


@pytest.mark.parametrize("name", ["typeface", "size", "spacing", "motion", "theme", "zone"])
@pytest.mark.parametrize("value", ["", "no such thing", "<b>x</b>", "\u202eevil", "x" * 5000])
def test_what_cannot_be_chosen_is_refused_and_the_rest_still_stands(client, amina, name, value):
    answer = client.send("/settings", WANTED | {name: value})
    assert answer.status_code == 422
    assert "<b>x</b>" not in answer.text
    assert 'value="7"' in answer.text


def test_only_what_differs_is_stored(client, database, amina):
    client.send("/settings", WANTED | dict.fromkeys(("spacing", "size"), "normal"))
    with Session(database.engine) as session:
        stored = session.get_one(Learner, amina).look
    assert stored == {"typeface": "dyslexic", "motion": "off"}


def test_a_changed_key_is_on_the_pages_in_place_of_the_shipped_one(client, database, amina):
    made(database, a_card, amina)
    change_keys(client, {"e": "F2", "g l": "l", "*": ""})
    page = client.page("/review")
    keys = {str(control["data-key"]) for control in page.select("[data-key]")}
    assert {"F2", "l|/"} <= keys
    assert not keys & {"e", "g l|/", "*"}
    assert "F2" in [kbd.get_text() for kbd in page.select("kbd")]


def test_help_tells_the_keys_as_they_are(client, amina):
    change_keys(client, {"u": "k", "b": ""})
    rows = {row.td.get_text(): row.th.get_text(" ", strip=True) for row in help_rows(client)}
    assert rows["undo"] == "k"
    assert rows["report a bad question"] == "off"


def test_keys_go_back_to_how_they_were_shipped(client, amina):
    change_keys(client, {"u": "k"})
    client.send("/settings/keys", {"shipped": "1"})
    assert "undo" in {row.td.get_text() for row in help_rows(client)}
    assert shown_keys(client)["u"] == "u"


@pytest.mark.parametrize(
    ("mine", "says"),
    [
        ({"u": "e"}, "would do two things"),
        ({"u": "g"}, "cannot act alone"),
        ({"u": "abc"}, "is no key"),
        ({"u": "a b c"}, "is no key"),
        ({"u": "|"}, "is no key"),
        ({"u": "<script>"}, "is no key"),
    ],
)
def test_keys_that_cannot_work_are_refused_and_still_stand(client, amina, mine, says):
    answer = change_keys(client, mine, status=422)
    assert says in answer.text
    assert "<script>" not in answer.text
    assert shown_keys(client)["u"] == "u"


def test_changed_keys_are_taken_back(client, database, amina):
    change_keys(client, {"u": "k"})
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert shown_keys(client)["u"] == "u"


def test_the_shipped_keys_do_not_get_in_each_others_way():
    for group in groups_to_check():
        assert looks.key_problems({}, group) == []


def test_everything_is_exported_and_brought_back(client, database, amina):
    made(database, a_question, amina, a_flashcard("Rhine?"))
    answer = client.get("/settings/data/export")
    assert answer.mimetype == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    assert bring(client, answer.data).status_code == 422
    assert client.send("/settings/data/deletion", {"word": "Delete "}).status_code == 303
    assert "Geography" not in client.page("/library").get_text()
    assert bring(client, answer.data).status_code == 303
    assert "Geography" in client.page("/library").get_text()


def test_nothing_is_deleted_without_the_word(client, database, amina):
    made(database, a_card, amina)
    assert client.send("/settings/data/deletion", {"word": "yes"}).status_code == 422
    assert "Geography" in client.page("/library").get_text()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "no zip"), (b"not a zip", "no zip"), (None, "Choose the zip"), ("empty", "no export")],
)
def test_what_is_no_export_is_refused(client, amina, content, says):
    if content == "empty":
        file = io.BytesIO()
        zipfile.ZipFile(file, "w").close()
        content = file.getvalue()
    answer = bring(client, content)
    assert answer.status_code == 422
    assert says in answer.text


def test_two_grades_are_shown_to_who_wants_two(client, database, amina):
    card_id = made(database, a_question, amina, a_flashcard("Rhine?")).card_id
    assert grades(client, card_id) == ["Again", "Hard", "Good", "Easy"]
    client.send("/settings", WANTED)
    assert grades(client, card_id) == ["Again", "Good"]


def grades(client, card_id):
    page = client.page(f"/cards/{card_id}/answer")
    return [button.b.get_text() for button in page.select("form.grades button")]


def change_keys(client, mine, *, status=303):
    from studyapp.web.settings import _field

    shipped = {key for group in SHIPPED.values() for key in group}
    fields = {_field(key): mine.get(key, key) for key in shipped}
    answer = client.send("/settings/keys", fields)
    assert answer.status_code == status
    return answer


def shown_keys(client):
    page = client.page("/settings/keys")
    return {
        "".join(chr(int(part, 16)) for part in field["name"].split("-")[1:]): field["value"]
        for field in page.select("input[name^=key-]")
    }


def help_rows(client):
    return client.page("/help").select("table.keys tbody tr")


def bring(client, content):
    fields = {"csrf_token": client.token()}
    if content is not None:
        fields["file"] = (io.BytesIO(content), "export.zip")
    return client.post("/settings/data", data=fields, content_type="multipart/form-data")
