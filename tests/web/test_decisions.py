"""Decisions about drafts on the pages: reasons, their share in the order, consent, forgetting."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from studyapp import decisions
from studyapp.tables import Decision, Draft
from tests.makers import a_document, a_draft, made

LINES = [f"The river Rho{at} flows into the lake Lom{at}." for at in range(14)]
EXPORT = "/settings/decisions/export"


def test_a_draft_is_rejected_for_a_reason(client, database, amina, shore):
    page = client.page(shore.path)
    form = page.find("button", {"name": "reason", "value": "worth"}).find_parent("form")
    assert [one["value"] for one in form.select("button")] == list(decisions.REASONS[:5])
    assert client.send(form["action"], {"reason": "worth"}).location == shore.path
    assert [(one.act, one.reason) for one in decided(database)] == [("reject", "worth")]
    client.send("/changes/undo")
    assert decided(database) == []


def test_a_reason_that_there_is_not_is_none(client, database, shore):
    client.send(f"/drafts/{shore.drafts[0]}/rejection", {"reason": "'; DROP TABLE draft"})
    assert [(one.act, one.reason) for one in decided(database)] == [("reject", None)]


def test_a_draft_tells_what_was_decided_on_others_like_it(client, shore):
    for at, key in enumerate(shore.drafts[:12]):
        client.send(f"/drafts/{key}/{'rejection' if at % 2 else 'keeping'}")
    why = client.page(shore.path).select_one("details.why").get_text(" ", strip=True)
    assert "You kept 6 of 6 drafts made the same way, so it is preferred." in why
    client.send(f"/drafts/{shore.drafts[12]}/keeping")
    why = client.page(shore.path).select_one("details.why").get_text(" ", strip=True)
    assert "You kept 0 of 6 drafts made the same way, so others are preferred." in why


def test_nothing_can_be_given_away_before_the_learner_agrees(client, shore):
    client.send(f"/drafts/{shore.drafts[0]}/keeping")
    page = client.page("/settings/data")
    assert page.select_one("input[name=gives]").get("checked") is None
    assert page.find("form", action=EXPORT) is None
    assert client.get(EXPORT).location == "/settings/data#decisions"
    assert "you have not agreed" in client.page("/settings/data").get_text()


def test_who_agrees_gets_a_file_that_says_what_is_in_it(client, shore):
    client.send(f"/drafts/{shore.drafts[0]}/keeping")
    client.send("/settings/decisions", {"gives": "yes"})
    assert client.page("/settings/data").find("form", action=EXPORT) is not None
    answer = client.get(EXPORT)
    assert "attachment" in answer.headers["Content-Disposition"]
    told = json.loads(answer.get_data(as_text=True))
    assert (told["format"], told["version"], len(told["rows"])) == ("studyapp-decisions", 1, 1)
    assert "No words of any document" in told["about"]
    assert "Rho0" not in answer.get_data(as_text=True)
    with_words = json.loads(client.get(f"{EXPORT}?words=yes").get_data(as_text=True))
    assert "the words of the draft" in with_words["about"]
    assert "Rho0" in with_words["rows"][0]["words"]["question"]["stem"]


def test_consent_can_be_taken_back_and_undone(client, shore):
    client.send("/settings/decisions", {"gives": "yes"})
    client.send("/settings/decisions", {})
    assert client.get(EXPORT).status_code == 303
    client.send("/changes/undo")
    assert client.get(EXPORT).status_code == 200


def test_decisions_are_forgotten_at_a_word_and_once(client, database, shore):
    client.send(f"/drafts/{shore.drafts[0]}/keeping")
    page = client.page("/settings/data")
    assert "kept 1, edited 0, rejected 0" in page.get_text(" ", strip=True)
    for _ in range(2):
        assert client.send("/settings/decisions/deletion").location == "/settings/data#decisions"
    assert decided(database) == []
    assert "Nothing has been decided yet." in client.page("/settings/data").get_text()


class Shore:
    """A document with drafts about names and dates by turns."""

    def __init__(self, database, learner_id):
        document = made(database, a_document, learner_id, "\n\n".join(LINES))
        self.path = f"/documents/{document}/drafts"
        self.drafts = database.write(lambda session: self.added(session, learner_id, document))

    def added(self, session, learner_id, document):
        keys = [a_draft(session, learner_id, document, line) for line in LINES]
        for at, key in enumerate(keys):
            row = session.get_one(Draft, (learner_id, key))
            method = "cloze-date" if at % 2 else "cloze-name"
            origin = {"engine": "rules", "method": method, "score": 0.6, "reasons": ["central"]}
            row.body = {**row.body, "origin": origin}
        return keys


def decided(database):
    with database.reading() as session:
        return [Decision(**row.model_dump()) for row in session.exec(select(Decision))]


@pytest.fixture
def shore(database, amina):
    return Shore(database, amina)
