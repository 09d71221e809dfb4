"""What is decided about drafts is stored as a reading, and moves that learner's drafts alone."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import timedelta

import pytest
from sqlmodel import select

from questions.generate import Generated
from questions.generate.ranking.personal import Decided, Taste
from questions.model import Finding, Question
from studyapp import changes, decisions, documents, generation, jobs
from studyapp.tables import Decision, Draft
from tests.makers import NOW, a_claim, a_document, a_draft, a_job, clock_of, made
from tests.quality.rows import Row

NUMBER = 24
LATER = NOW + timedelta(minutes=1)
LINES = [f"The river Rho{at} flows into the lake Lom{at}." for at in range(NUMBER)]
NAME, DATE = "cloze-name", "cloze-date"


def test_a_kept_draft_leaves_a_reading_of_what_it_was(database, amina, rivers):
    keep(database, amina, rivers.drafts[:1])
    (one,) = decided(database, amina)
    assert (one.id, one.act, one.edited, one.together) == (rivers.drafts[0], "keep", False, False)
    assert (one.kind, one.method, one.engine, one.score) == ("cloze", NAME, "rules", 0.5)
    assert one.told == ["central"]
    assert one.features == {"hand": 0.4, "head=lake": 1.0}
    assert one.start == 0
    with database.reading() as session:
        assert documents.get(session, amina, rivers.document).sha256.startswith(one.digest)


def test_a_rejected_draft_leaves_its_reason(database, amina, rivers):
    reject(database, amina, rivers.drafts[0], "worth")
    reject(database, amina, rivers.drafts[1])
    assert {one.id: one.reason for one in decided(database, amina)} == {
        rivers.drafts[0]: "worth",
        rivers.drafts[1]: None,
    }


def test_an_edited_draft_leaves_what_it_was_before_and_is_one_decision(database, amina, rivers):
    key = rivers.drafts[0]
    edit(database, amina, key, "The river Rho0 flows into {{c1::a lake}}.")
    (one,) = decided(database, amina)
    assert (one.act, one.edited) == ("edit", True)
    assert "Lom0" in one.before["stem"]
    keep(database, amina, [key])
    (one,) = decided(database, amina)
    assert (one.act, one.edited, one.method) == ("keep", True, NAME)


def test_another_deck_is_no_edit(database, amina, rivers):
    edit(database, amina, rivers.drafts[0], None, deck="Lakes")
    assert decided(database, amina) == []


def test_undo_takes_a_decision_back_and_redo_brings_it_again(database, amina, rivers):
    key = rivers.drafts[0]
    edit(database, amina, key, "The river Rho0 flows into {{c1::a lake}}.")
    after_edit = decided(database, amina)
    reject(database, amina, key, "alone", at=LATER)
    after_reject = decided(database, amina)
    assert undo(database, amina) == after_edit
    assert undo(database, amina) == []
    database.write(lambda session: changes.redo(session, amina))
    database.write(lambda session: changes.redo(session, amina))
    assert decided(database, amina) == after_reject


def test_what_is_kept_with_all_others_is_noted_and_moves_nothing(database, amina, rivers):
    keep(database, amina, rivers.named)
    assert [one.together for one in decided(database, amina)] == [True] * len(rivers.named)
    for key in rivers.dated[:12]:
        reject(database, amina, key)
    assert tasted(database, amina).decided("cloze", NAME).number == 0


def test_what_is_seldom_kept_comes_last_for_that_learner_alone(database, amina, bo, rivers):
    theirs = made(database, lambda session: a_shore(session, bo))
    before = waiting(database, bo, theirs.document)
    judged(database, amina, rivers)
    methods = [method_of(one) for one in waiting(database, amina, rivers.document)]
    assert methods == [NAME] * 6 + [DATE] * 6
    assert waiting(database, bo, theirs.document) == before
    places = [one.source_start for one in before]
    assert places == sorted(places)
    assert tasted(database, bo).late == frozenset()
    with database.reading() as session:
        assert decisions.summary(session, bo).number == 0


def test_more_brings_first_what_the_learner_keeps(database, amina, rivers):
    judged(database, amina, rivers)
    database.write(lambda session: put_by(session, amina))
    database.write(lambda session: generation.more(session, amina, rivers.document, NOW, count=6))
    assert {method_of(one) for one in waiting(database, amina, rivers.document)} == {NAME}


def test_what_is_disliked_is_held_back_and_nothing_with_a_flaw_is_let_through(
    database, amina, rivers
):
    claim = database.write(lambda session: a_claim(session, amina, rivers.document))
    liked = Taste([Decided("cloze", NAME, kept=20), Decided("cloze", DATE, rejected=20)])
    material = generation.Material(rivers.document, "", "", (), liked)
    barely, plainly = question(DATE, 0.45), question(DATE, 0.9)
    flawed = question(NAME, 0.9, (Finding(name="vague", reason="It is vague."),))

    def state(one, *, kept):
        return generation.row_of(claim, material, Generated(one, kept=kept), NOW)["state"]

    assert state(barely, kept=True) == generation.SPARE
    assert state(plainly, kept=True) == generation.WAITING
    assert state(question(NAME, 0.45), kept=True) == generation.WAITING
    assert state(flawed, kept=False) == generation.SPARE
    assert state(question(NAME, 0.9), kept=False) == generation.SPARE


def test_the_worker_stores_what_the_score_is_made_of(database, amina):
    document = made(database, a_document, amina)
    made(database, a_job, amina, document)
    claim = database.write(lambda session: jobs.claim(session, "a worker", NOW))
    generation.run(database, claim, lambda: NOW, stop=lambda: False)
    with database.reading() as session:
        found = session.exec(select(Draft)).all()
    assert found
    for draft in found:
        assert draft.features[f"method={method_of(draft)}"] == 1


def test_readings_have_the_shape_of_verdicts_and_none_of_the_words(database, amina, bo, rivers):
    theirs = made(database, lambda session: a_shore(session, bo))
    keep(database, bo, theirs.drafts[:1])
    keep(database, amina, rivers.drafts[:1])
    reject(database, amina, rivers.drafts[1], "only")
    edit(database, amina, rivers.drafts[2], "The river {{c1::Rho2}} flows into the lake Lom2.")
    told = exported(database, amina)
    assert [one["answers"] for one in told] == [
        {"kept": True, "as it was": True},
        {"only": False},
        {"kept": True, "as it was": False},
    ]
    shape = {one.name for one in fields(Row)} - {"fails"}
    rows = [Row(**{name: one[name] for name in shape}) for one in told]
    assert [row.acceptable for row in rows] == [True, False, False]
    assert {row.judge for row in rows} != {row["judge"] for row in exported(database, bo)}
    assert rows[0].features == {"hand": 0.4}
    written = json.dumps(told)
    assert not [word for word in ("Rho", "Lom", "lake", "river", "Rivers") if word in written]


def test_the_words_come_along_where_the_learner_says_so(database, amina, rivers):
    edit(database, amina, rivers.drafts[0], "The river {{c1::Rho0}} flows into the lake Lom0.")
    (one,) = exported(database, amina, with_words=True)
    assert one["words"]["before"]["stem"] == "The river Rho0 flows into the lake {{c1::Lom0}}."
    assert one["words"]["question"]["stem"].startswith("The river {{c1::Rho0}}")
    assert one["features"]["head=lake"] == 1


def test_forgetting_leaves_the_questions_and_the_other_learner(database, amina, bo, rivers):
    theirs = made(database, lambda session: a_shore(session, bo))
    keep(database, bo, theirs.drafts[:1])
    judged(database, amina, rivers)
    assert database.write(lambda session: decisions.forget(session, amina)) == 12
    assert tasted(database, amina).late == frozenset()
    assert len(decided(database, bo)) == 1
    undo(database, amina)
    assert len(waiting(database, amina, rivers.document)) == NUMBER - 11


def test_decisions_outlive_their_document(database, amina, rivers):
    keep(database, amina, rivers.drafts[:1])
    database.write(lambda session: documents.remove(session, amina, rivers.document, NOW))
    assert len(decided(database, amina)) == 1


class Shore:
    """A document with a draft for each line: names and dates by turns."""

    def __init__(self, document, drafts):
        self.document, self.drafts = document, drafts
        self.named, self.dated = drafts[::2], drafts[1::2]


def a_shore(session, learner_id):
    document = a_document(session, learner_id, "\n\n".join(LINES))
    drafts = [a_draft(session, learner_id, document, line) for line in LINES]
    for at, key in enumerate(drafts):
        row = session.get_one(Draft, (learner_id, key))
        method = DATE if at % 2 else NAME
        origin = {"engine": "rules", "method": method, "score": 0.5, "reasons": ["central"]}
        row.body = {**row.body, "origin": origin}
        row.features = {"hand": 0.4, "head=lake": 1.0}
    return Shore(document, drafts)


def judged(database, learner_id, shore):
    """Keep six of the names, one by one, and reject six of the dates."""
    for key in shore.named[:6]:
        keep(database, learner_id, [key])
    for key in shore.dated[:6]:
        reject(database, learner_id, key, "worth")


def question(method, score, findings=()):
    return Question(
        id="0" * 32,
        kind="cloze",
        stem="The Rhine rises in {{c1::the Alps}}.",
        sources=({"document": "d", "start": 0, "end": 3, "quote": "The"},),
        origin={"engine": "rules", "method": method, "score": score},
        findings=findings,
    )


def keep(database, learner_id, keys):
    def action(session):
        rows = [session.get_one(Draft, (learner_id, key)) for key in keys]
        return generation.keep(session, learner_id, rows, clock_of(session, learner_id))

    return database.write(action)


def reject(database, learner_id, key, reason=None, at=NOW):
    def action(session):
        row = session.get_one(Draft, (learner_id, key))
        generation.reject(session, learner_id, row, at, reason=reason)

    database.write(action)


def edit(database, learner_id, key, stem, **values):
    def action(session):
        row = session.get_one(Draft, (learner_id, key))
        before = Question.model_validate(row.body)
        after = before.model_copy(update={"stem": stem or before.stem, **values})
        generation.edit(session, learner_id, row, after, NOW)

    database.write(action)


def undo(database, learner_id):
    assert database.write(lambda session: changes.undo(session, learner_id, LATER) is not None)
    return decided(database, learner_id)


def put_by(session, learner_id):
    for row in session.exec(select(Draft).where(Draft.state == "waiting")):
        row.state = "spare"


def decided(database, learner_id):
    with database.reading() as session:
        rows = session.exec(
            select(Decision)
            .where(Decision.learner_id == learner_id)
            .order_by(Decision.start, Decision.id)
        )
        return [Decision(**row.model_dump()) for row in rows]


def exported(database, learner_id, *, with_words=False):
    with database.reading() as session:
        found = decisions.rows(session, learner_id, with_words=with_words)
        return sorted(found, key=lambda row: row["start"])


def tasted(database, learner_id):
    with database.reading() as session:
        return decisions.taste(session, learner_id)


def waiting(database, learner_id, document):
    with database.reading() as session:
        return generation.first_waiting(session, learner_id, document, NUMBER)


def method_of(draft):
    return draft.body["origin"]["method"]


@pytest.fixture
def rivers(database, amina):
    return made(database, lambda session: a_shore(session, amina))
