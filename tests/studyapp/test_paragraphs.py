"""More about one paragraph, and questions that a learner makes of a sentence."""

from __future__ import annotations

import pytest
from sqlmodel import select

from questions.model import Kind, Origin, Question
from studyapp import changes, documents, generation, jobs, marking, paragraphs, worker
from studyapp.coverage import Mark
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import new_id
from studyapp.tables import Draft, Job, StoredQuestion
from tests.makers import (
    NOW,
    TEXT,
    a_cloze,
    a_document,
    a_draft,
    a_job,
    a_question,
    clock_of,
    long_text,
    made,
)

VOLGA, DANUBE = "The Volga flows into the Caspian Sea.", "The Danube flows into the Black Sea."
RHINE = "The Rhine rises in the Alps."
HERE, THERE = TEXT.index(VOLGA), TEXT.index(RHINE)


def test_a_paragraph_lists_what_is_asked_about_each_sentence(database, amina, document):
    made(database, a_draft, amina, document, VOLGA)
    question = a_cloze(DANUBE, document_id=document, start=TEXT.index(DANUBE))
    made(database, a_question, amina, question, document_id=document)
    made(database, a_draft, amina, document, RHINE)
    found = read(database, amina, document, HERE)
    assert [(line.text, line.mark) for line in found.lines] == [
        (VOLGA, Mark.DRAFT), (DANUBE, Mark.QUESTION),
    ]  # fmt: skip
    assert [[fact.after for fact in line.facts] for line in found.lines] == [["Sea"], ["Sea"]]
    assert (found.waiting, found.spare, found.job) == (1, 0, None)


def test_drafts_after_the_same_answer_are_one_fact(database, amina, document):
    spare(database, amina, document, VOLGA, "The Volga flows into the Caspian {{c1::Sea}}")
    spare(database, amina, document, VOLGA, "The {{c1::Volga}} flows into the Caspian Sea.")
    made(database, a_draft, amina, document, VOLGA)
    (line, _other) = read(database, amina, document, HERE).lines
    assert [(fact.mark, fact.after, len(fact.known)) for fact in line.facts] == [
        (Mark.DRAFT, "Sea", 2), (Mark.SPARE, "Volga", 1),
    ]  # fmt: skip


def test_more_brings_the_spare_drafts_of_the_paragraph_and_of_no_other(database, amina, document):
    for quote in (VOLGA, RHINE):
        spare(database, amina, document, quote, f"{{{{c1::{quote[:9]}}}}}{quote[9:]}")
    assert more(database, amina, document, HERE) == 1
    assert states(database, amina) == {VOLGA: "waiting", RHINE: "spare"}
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert states(database, amina) == {VOLGA: "spare", RHINE: "spare"}


def test_without_a_spare_draft_a_worker_looks_for_more(database, amina):
    document = made(database, a_document, amina, long_text(20))
    place = paragraph_starts(database, amina, document)[1]
    assert more(database, amina, document, place) == 0
    (job,) = rows(database, Job)
    assert (job.kind, job.cursor, job.state) == (paragraphs.KIND, place, jobs.WAITING)
    worker.run_all(database, lambda: NOW)
    block = read(database, amina, document, place).block
    found = rows(database, Draft)
    assert 0 < len(found) <= paragraphs.MOST
    # A question about several sentences has one of them here.
    assert all(any(block.start <= start < block.end for start in starts(one)) for one in found)
    assert {one.state for one in found} == {generation.WAITING}
    assert read(database, amina, document, place).job.state == jobs.DONE


def test_looking_again_adds_nothing_that_is_there(database, amina):
    document = made(database, a_document, amina, long_text(10))
    made(database, a_job, amina, document)
    worker.run_all(database, lambda: NOW)
    before = {one.fingerprint for one in rows(database, Draft)}
    place = paragraph_starts(database, amina, document)[0]
    for _ in range(4):
        more(database, amina, document, place)
        worker.run_all(database, lambda: NOW)
    after = [one.fingerprint for one in rows(database, Draft)]
    assert before <= set(after)
    assert len(after) == len(set(after))


def test_a_look_that_is_asked_for_twice_is_one_job(database, amina, document):
    key = new_id()
    for _ in range(2):
        more(database, amina, document, HERE, key)
    more(database, amina, document, HERE)
    assert len(rows(database, Job)) == 1


def test_a_paragraph_s_job_is_not_taken_for_the_document_s(database, amina, document):
    more(database, amina, document, HERE)
    with database.reading() as session:
        assert jobs.latest(session, amina, document) is None


def test_a_paragraph_of_a_document_that_went_away_ends_the_job(database, amina, document):
    more(database, amina, document, HERE)
    database.write(lambda session: documents.remove(session, amina, document, NOW))
    worker.run_all(database, lambda: NOW)
    (job,) = rows(database, Job)
    assert job.state == jobs.DONE
    assert rows(database, Draft) == []


def test_a_place_between_paragraphs_is_no_paragraph(database, amina, document):
    with pytest.raises(NotFoundError):
        read(database, amina, document, HERE - 1)


def test_a_sentence_becomes_a_question_with_its_place_and_undo_takes_it_back(
    database, amina, document
):
    key = new_id()
    assert keep(database, amina, document, key) == keep(database, amina, document, key)
    (row,) = rows(database, StoredQuestion)
    source = Question.model_validate(row.body).sources[0]
    assert (source.quote, source.start) == (VOLGA, HERE)
    assert (row.source_start, row.source_end) == (HERE, HERE + len(VOLGA))
    assert read(database, amina, document, HERE).lines[0].mark is Mark.QUESTION
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert read(database, amina, document, HERE).lines[0].mark is Mark.NONE


@pytest.mark.parametrize(("start", "end", "quote"), [
    (HERE, None, VOLGA), (HERE + 9, None, VOLGA), (HERE + 9, HERE + 12, VOLGA),
    (HERE + 9, HERE + len(VOLGA) + 5, f"{VOLGA} {DANUBE}"), (HERE + 9, HERE, VOLGA),
])  # fmt: skip
def test_a_selection_is_widened_to_whole_sentences(database, amina, document, start, end, quote):
    with database.reading() as session:
        source = marking.source_of(documents.get(session, amina, document), start, end)
    assert source.quote == quote == TEXT[source.start : source.end]


def test_what_is_no_sentence_or_too_much_is_refused(database, amina):
    document = made(database, a_document, amina, long_text(100))
    with database.reading() as session:
        row = documents.get(session, amina, document)
        with pytest.raises(NotFoundError):
            marking.source_of(row, len(row.text) + 10)
        with pytest.raises(RefusedError):
            marking.source_of(row, 0, marking.LONGEST * 2)


def read(database, learner_id, document_id, place):
    with database.reading() as session:
        return paragraphs.read(session, documents.get(session, learner_id, document_id), place)


def more(database, learner_id, document_id, place, key=None):
    return database.write(
        lambda session: paragraphs.more(
            session, learner_id, document_id, place, job_id=key or new_id(), now=NOW
        )
    )


def spare(database, learner_id, document_id, quote, stem):
    def action(session):
        key = a_draft(session, learner_id, document_id, quote)
        draft = session.get_one(Draft, (learner_id, key))
        draft.state, draft.id, draft.fingerprint = generation.SPARE, new_id(), new_id()
        draft.body = {**draft.body, "stem": stem}

    database.write(action)


def states(database, learner_id):
    return {
        TEXT[one.source_start : one.source_end]: one.state
        for one in rows(database, Draft)
        if one.learner_id == learner_id
    }


def rows(database, table):
    with database.reading() as session:
        found = session.exec(select(table)).all()
        session.expunge_all()
        return found


def paragraph_starts(database, learner_id, document_id):
    with database.reading() as session:
        blocks = documents.blocks_of(documents.get(session, learner_id, document_id))
        return [one.start for one in blocks]


def keep(database, learner_id, document_id, key):
    def action(session):
        document = documents.get(session, learner_id, document_id)
        question = Question(
            id=key,
            kind=Kind.CLOZE,
            stem="The {{c1::Volga}} flows into the Caspian Sea.",
            sources=(marking.source_of(document, HERE),),
            origin=Origin(engine=marking.ENGINE),
        )
        return marking.keep(
            session, learner_id, document_id, question,
            key=key, deck_title="", clock=clock_of(session, learner_id),
        )  # fmt: skip

    return database.write(action)


@pytest.fixture
def document(database, amina):
    return made(database, a_document, amina)


def starts(draft):
    return [source.start for source in Question.model_validate(draft.body).sources]
