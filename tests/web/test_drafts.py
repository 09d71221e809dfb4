"""Sorting drafts: keep, reject, edit, keep all without a flaw."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from questions.generate.ranking import REASONS
from studyapp import decks, documents
from studyapp.tables import Card, Draft, StoredQuestion
from tests.makers import NOW, a_document, a_draft, made
from tests.web.editor_forms import form_of

VOLGA, RHINE = "The Volga flows into the Caspian Sea.", "The Rhine rises in the Alps."


def test_drafts_come_in_the_order_of_the_text(client, three):
    seen = []
    for _ in range(3):
        page = client.page(three.path)
        seen.append(page.select_one("#stem").get_text(strip=True))
        client.send(form_to(page, "keeping")["action"])
    assert [words.split()[1] for words in seen] == ["Volga", "Rhine", "Thames"]
    done = client.page(three.path)
    assert "All sorted" in done.get_text()
    assert "3 kept, 0 rejected." in done.get_text()


def test_the_draft_shows_its_answer_its_flaw_and_its_source(client, three):
    client.send(f"/drafts/{three.drafts[0]}/rejection")
    page = client.page(three.path)
    assert "It is vague." in page.select_one(".findings").get_text()
    assert page.select_one("figure mark").get_text() == RHINE
    assert "Alps" in page.select_one("p.answer").get_text()
    assert "Draft 2 of 3 · 2 left" in page.get_text(" ", strip=True)


def test_a_draft_says_why_it_stands_where_it_stands(client, database, three):
    assert client.page(three.path).select_one("details.why") is None
    reasons = {"score": 0.62, "reasons": ["definition", "leans-on-text", "unheard-of"]}
    database.write(lambda session: give_origin(session, {"engine": "rules", **reasons}))
    why = client.page(three.path).select_one("details.why").get_text(" ", strip=True)
    assert "about 6 good" in why
    assert "What speaks for it It says what something is or is called." in why
    assert "What speaks against it It may need the text around it." in why
    assert "unheard" not in why


def test_every_reason_of_the_ranker_has_words(client, database, three):
    origin = {"engine": "rules", "score": 0.5, "reasons": list(REASONS)}
    database.write(lambda session: give_origin(session, origin))
    assert len(client.page(three.path).select("details.why li")) == len(REASONS)


def test_more_questions_wait_behind_a_button(client, database, clock, three):
    client.send(f"/drafts/{three.drafts[0]}/rejection")
    database.write(put_by)
    clock.advance(seconds=1)
    page = client.page(three.path)
    assert "All sorted" in page.get_text()
    form = form_to(page, "more")
    sent = {one["name"]: one["value"] for one in form.select("input[name]")}
    for _ in range(2):
        assert client.send(form["action"], sent).location == three.path
    assert "2 left" in client.page(three.path).get_text()
    client.send("/changes/undo")
    assert "All sorted" in client.page(three.path).get_text()


def test_a_kept_draft_can_be_studied_at_once(client, database, three):
    client.send(f"/drafts/{three.drafts[0]}/keeping")
    assert "The Volga flows into the Caspian" in client.page("/review").get_text()


def test_keeping_sent_twice_keeps_once(client, database, three):
    for _ in range(2):
        assert client.send(f"/drafts/{three.drafts[0]}/keeping").location == three.path
    assert len(rows(database, Card)) == 1
    client.send("/changes/undo")
    assert rows(database, Card) == []


def test_rejecting_sent_twice_rejects_once(client, database, three):
    for _ in range(2):
        assert client.send(f"/drafts/{three.drafts[0]}/rejection").status_code == 303
    client.send("/changes/undo")
    assert [draft.state for draft in rows(database, Draft)] == ["waiting"] * 3


def test_a_kept_draft_is_not_rejected_by_a_stale_page(client, database, three):
    client.send(f"/drafts/{three.drafts[0]}/keeping")
    client.send(f"/drafts/{three.drafts[0]}/rejection")
    assert sorted(draft.state for draft in rows(database, Draft)) == ["kept", "waiting", "waiting"]


def test_all_without_a_flaw_are_kept_as_one_act(client, database, three):
    response = client.send(f"{three.path}/keeping", {"then": "review"})
    with database.reading() as session:
        (deck,) = decks.all_of(session, three.learner_id)
    assert response.location == f"/review?deck={deck.id}"
    assert len(rows(database, StoredQuestion)) == 2
    client.send("/changes/undo")
    assert rows(database, StoredQuestion) == []


def test_keeping_all_where_none_is_left_leads_back(client, database, three):
    for draft_id in three.drafts:
        client.send(f"/drafts/{draft_id}/rejection")
    assert client.send(f"{three.path}/keeping").location == three.path
    assert client.send(f"{three.path}/keeping", {"then": "review"}).status_code == 303


def test_an_edited_draft_is_kept_as_edited(client, database, three):
    draft_id = three.drafts[1]
    edit(client, draft_id, stem="The {{c1::Rhine}} rises in the Alps.")
    client.send(f"/drafts/{draft_id}/keeping")
    (question,) = rows(database, StoredQuestion)
    assert question.body["stem"] == "The {{c1::Rhine}} rises in the Alps."
    assert question.body["sources"][0]["quote"] == RHINE


def test_editing_a_draft_takes_its_flaws_away_and_undo_brings_them_back(client, database, three):
    draft_id = three.drafts[1]
    before = draft(database, three, draft_id)
    edit(client, draft_id, stem="The {{c1::Rhine}} rises in the Alps.")
    assert draft(database, three, draft_id).findings == 0
    client.send("/changes/undo")
    assert draft(database, three, draft_id) == before
    client.send("/changes/redo")
    assert draft(database, three, draft_id).body["stem"].startswith("The {{c1::Rhine}}")


@pytest.mark.parametrize("stem", ["", "No gap is left."])
def test_a_draft_that_cannot_be_asked_is_refused_with_its_words(client, database, three, stem):
    response = edit(client, three.drafts[0], stem=stem, deck="My deck")
    assert response.status_code == 422
    page = BeautifulSoup(response.get_data(as_text=True), "html.parser")
    assert page.select_one("#stem").get_text(strip=True) == stem
    assert page.select_one("#deck")["value"] == "My deck"
    assert page.select_one("#errors").get_text(strip=True)
    assert draft(database, three, three.drafts[0]).body["stem"].startswith("The Volga")


def test_the_options_of_a_draft_can_be_changed(client, database, three):
    draft_id = three.drafts[0]
    database.write(
        lambda session: make_choice(session.get_one(Draft, (three.learner_id, draft_id)))
    )
    options = ["the Rhine", "the Rhone", "the Inn", "", ""]
    assert edit(client, draft_id, option=options, right="1").status_code == 303
    body = draft(database, three, draft_id).body
    assert [one["text"] for one in body["choices"]] == options[:3]
    assert [one.get("fraction", 0) for one in body["choices"]] == [0, 1, 0]


def test_a_draft_is_looked_at_while_it_is_written_and_nothing_is_stored(client, database, three):
    before = draft(database, three, three.drafts[0])
    changed = {**form_of(client.page(f"/drafts/{three.drafts[0]}/edit")), "stem": "{{c1::A}} b"}
    part = client.send(f"/drafts/{three.drafts[0]}", {**changed, "do": "look"}, htmx=True)
    assert BeautifulSoup(part.get_data(as_text=True), "html.parser").select_one("#preview")
    assert draft(database, three, three.drafts[0]) == before


def test_a_draft_goes_into_the_deck_that_the_form_names(client, database, three):
    edit(client, three.drafts[0], deck="Seas")
    client.send(f"/drafts/{three.drafts[0]}/keeping")
    with database.reading() as session:
        assert [deck.title for deck in decks.all_of(session, three.learner_id)] == ["Seas"]


def test_the_part_for_htmx_is_the_next_draft(client, three):
    response = client.send(f"/drafts/{three.drafts[0]}/keeping", htmx=True)
    assert response.status_code == 303
    part = client.fragment(response.location)
    assert part.html is None
    assert "Rhine" in part.select_one("#stem").get_text()


def test_drafts_of_a_removed_document_are_gone(client, database, three):
    database.write(
        lambda session: documents.remove(session, three.learner_id, three.document_id, NOW)
    )
    assert client.get(three.path).status_code == 404
    for act in ("keeping", "rejection", "edit"):
        send = client.get if act == "edit" else client.send
        assert send(f"/drafts/{three.drafts[0]}/{act}").status_code in {303, 404}
    assert rows(database, StoredQuestion) == []


class Three:
    """A document with three drafts, the second of which has a flaw."""

    def __init__(self, database, learner_id):
        self.learner_id = learner_id
        self.document_id = made(database, a_document, learner_id)
        self.path = f"/documents/{self.document_id}/drafts"
        self.drafts = [
            made(database, a_draft, learner_id, self.document_id, VOLGA),
            made(database, a_draft, learner_id, self.document_id, RHINE, findings=1),
            made(
                database, a_draft, learner_id, self.document_id, "The Thames flows through London."
            ),
        ]


def edit(client, draft_id, **changed):
    page = client.page(f"/drafts/{draft_id}/edit")
    action = page.select_one("#editor form")["action"]
    return client.send(action, {**form_of(page), **changed})


def make_choice(draft):
    told = {name: draft.body[name] for name in ("id", "sources") if name in draft.body}
    choices = [{"text": "the Rhine", "fraction": 1}, {"text": "the Po"}]
    draft.kind, draft.body = "choice", {**told, "kind": "choice", "stem": "W?", "choices": choices}


def put_by(session):
    for draft in session.exec(select(Draft).where(Draft.state == "waiting")):
        draft.state = "spare"


def give_origin(session, origin):
    for draft in session.exec(select(Draft)):
        draft.body = {**draft.body, "origin": origin}


def form_to(page, act):
    return next(form for form in page.select("form") if form["action"].endswith(act))


def draft(database, three, draft_id):
    with database.reading() as session:
        return Draft(**session.get_one(Draft, (three.learner_id, draft_id)).model_dump())


def rows(database, model):
    with database.reading() as session:
        return list(session.exec(select(model)))


@pytest.fixture
def three(database, amina):
    return Three(database, amina)
