"""Drafts from a document: made once, gone on with after an end, kept or rejected."""

from __future__ import annotations

from functools import partial

import pytest
from sqlmodel import Session, select

from questions.extract import extract
from questions.generate import Generator, engine
from questions.generate.windows import windows
from questions.model import Question
from questions.text import Extracted
from studyapp import changes, documents, generation, jobs, worker
from studyapp.errors import NotFoundError
from studyapp.ids import new_id
from studyapp.tables import Card, Change, Deck, Document, Draft, Job, StoredQuestion
from tests.makers import (
    NOW,
    a_cloze,
    a_document,
    a_draft,
    a_job,
    clock_of,
    long_text,
    made,
)

WINDOWS = 3
# Small ones, so that three windows are made in a second.
WINDOW_WORDS, SENTENCES = 80, 15
QUOTES = ("The Thames flows through London.", "The Rhine rises in the Alps.")


def test_a_document_that_arrives_twice_is_kept_once(database, amina):
    key = made(database, a_document, amina)
    with database.reading() as session:
        extracted = as_extracted(documents.get(session, amina, key))
        kept, is_new = documents.keep(session, amina, key, extracted, NOW)
    assert (kept.id, is_new) == (key, False)


def test_a_job_makes_drafts_of_every_window(database, amina, long_document):
    work(database)
    found = drafts(database, amina)
    assert job(database, amina).state == jobs.DONE
    assert job(database, amina).done == job(database, amina).total
    assert job(database, amina).cursor == WINDOWS
    assert len(found) > 10
    assert len({draft.fingerprint for draft in found}) == len(found)


def test_every_draft_quotes_its_document(database, amina, long_document):
    work(database)
    with database.reading() as session:
        document = documents.get(session, amina, long_document)
        for draft in documents.drafts_about(session, amina, long_document):
            (source,) = Question.model_validate(draft.body).sources
            assert document.text[draft.source_start : draft.source_end] == source.quote


def test_a_worker_that_dies_loses_at_most_a_window_and_doubles_nothing(
    database, amina, long_document
):
    step(database, windows=1)
    before = drafts(database, amina)
    assert (job(database, amina).cursor, job(database, amina).state) == (1, jobs.RUNNING)
    again = database.write(
        lambda session: jobs.claim(session, "the next", NOW + jobs.LEASE + jobs.LEASE)
    )
    generation.run(database, again, lambda: NOW, stop=lambda: False)
    after = drafts(database, amina)
    assert job(database, amina).state == jobs.DONE
    assert {draft.id for draft in before} < {draft.id for draft in after}
    assert len({draft.fingerprint for draft in after}) == len(after)
    assert [ids(after)] == [ids(untouched(database, amina))]


def test_a_window_that_is_done_again_changes_nothing(database, amina, long_document):
    work(database)
    before = drafts(database, amina)
    made(database, a_job, amina, long_document)
    work(database)
    assert drafts(database, amina) == before


def test_making_again_leaves_what_was_decided(database, amina, long_document):
    work(database)
    kept, rejected, *_rest = drafts(database, amina)
    keep(database, amina, [kept.id])
    reject(database, amina, rejected.id)
    made(database, a_job, amina, long_document)
    work(database)
    states = {draft.id: draft.state for draft in drafts(database, amina)}
    assert (states[kept.id], states[rejected.id]) == (generation.KEPT, generation.REJECTED)


def test_cancelling_keeps_the_drafts_that_are_there(database, amina, long_document):
    claim = step(database, windows=1)
    database.write(lambda session: jobs.cancel(session, amina, claim.id, NOW))
    before = drafts(database, amina)
    generation.run(database, claim, lambda: NOW, stop=lambda: False)
    assert drafts(database, amina) == before != []
    assert job(database, amina).state == jobs.CANCELLED


def test_what_was_cancelled_goes_on_where_it_ended(database, amina, long_document):
    claim = step(database, windows=1)
    database.write(lambda session: jobs.cancel(session, amina, claim.id, NOW))
    resumed(database, amina, long_document)
    assert job(database, amina).cursor == 1
    assert job(database, amina).done > 0
    work(database)
    assert job(database, amina).state == jobs.DONE
    assert len({draft.fingerprint for draft in drafts(database, amina)}) > 10


def test_asking_again_while_it_runs_asks_for_nothing(database, amina, long_document):
    for _ in range(2):
        resumed(database, amina, long_document)
    with database.reading() as session:
        assert len(session.exec(select(Job.id)).all()) == 1


def test_a_removed_document_is_not_worked_on(database, amina, long_document):
    database.write(lambda session: documents.remove(session, amina, long_document, NOW))
    work(database)
    assert job(database, amina).state == jobs.DONE
    assert drafts(database, amina) == []


def test_a_kept_draft_is_a_question_with_a_card(database, amina):
    document = made(database, a_document, amina)
    draft = made(database, a_draft, amina, document)
    assert keep(database, amina, [draft]) == 1
    with database.reading() as session:
        deck = session.exec(select(Deck)).one()
        question = session.exec(select(StoredQuestion)).one()
        card = session.exec(select(Card)).one()
    assert deck.title == "Rivers of Europe"
    assert question.document_id == document
    assert (card.question_id, card.part, card.state) == (question.id, "c1", "new")
    assert drafts(database, amina)[0].question_id == question.id


def test_keeping_twice_keeps_once(database, amina):
    draft = made(database, a_draft, amina, made(database, a_document, amina))
    assert [keep(database, amina, [draft]) for _ in range(2)] == [1, 0]
    with database.reading() as session:
        assert len(session.exec(select(Card.id)).all()) == 1
        assert len(changes_of(session)) == 1


def test_new_cards_stand_in_the_order_of_the_document(database, amina):
    document = made(database, a_document, amina)
    quotes = [
        "The Thames flows through London.",
        "The Volga flows into the Caspian Sea.",
        "The Rhine rises in the Alps.",
    ]
    for quote in quotes:
        made(database, a_draft, amina, document, quote)
    database.write(
        lambda session: generation.keep(
            session,
            amina,
            generation.clean_waiting(session, amina, document),
            clock_of(session, amina),
        )
    )
    with database.reading() as session:
        rows = session.exec(
            select(StoredQuestion.source_start)
            .join(Card, Card.question_id == StoredQuestion.id)
            .order_by(Card.available_at)
        ).all()
    assert rows == sorted(rows)
    assert len(rows) == 3


def test_keeping_all_leaves_drafts_with_findings(database, amina):
    document = made(database, a_document, amina)
    made(database, a_draft, amina, document)
    flawed = made(database, a_draft, amina, document, "The Rhine rises in the Alps.", findings=1)
    assert tally(database, amina, document) == generation.Tally(waiting=2, clean=1)
    with database.reading() as session:
        clean = [draft.id for draft in generation.clean_waiting(session, amina, document)]
    keep(database, amina, clean)
    assert tally(database, amina, document) == generation.Tally(waiting=1, clean=0, kept=1)
    with database.reading() as session:
        assert generation.next_waiting(session, amina, document).id == flawed


def test_a_rejected_draft_comes_back_by_undo(database, amina):
    document = made(database, a_document, amina)
    draft = made(database, a_draft, amina, document)
    reject(database, amina, draft)
    assert tally(database, amina, document) == generation.Tally(rejected=1)
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert tally(database, amina, document) == generation.Tally(waiting=1, clean=1)


def test_spare_drafts_wait_for_nobody_until_more_is_asked_for(database, amina):
    document = spare_drafts(database, amina)
    assert tally(database, amina, document) == generation.Tally(spare=2)
    with database.reading() as session:
        assert generation.next_waiting(session, amina, document) is None
        assert documents.drafts_about(session, amina, document) == []
    assert more(database, amina, document, count=1) == 1
    assert tally(database, amina, document) == generation.Tally(spare=1, waiting=1, clean=1)


def test_more_brings_the_best_first(database, amina):
    document = spare_drafts(database, amina)
    more(database, amina, document, count=1)
    with database.reading() as session:
        found = generation.next_waiting(session, amina, document)
    assert found.body["origin"]["score"] == 0.9


def test_more_about_a_stretch_brings_only_what_it_tells(database, amina):
    document = spare_drafts(database, amina)
    with database.reading() as session:
        start = documents.get(session, amina, document).text.index(QUOTES[0])
    assert more(database, amina, document, start=start, end=start + 5) == 1
    with database.reading() as session:
        assert generation.next_waiting(session, amina, document).source_start == start


def test_more_that_is_sent_twice_brings_no_more_twice(database, amina):
    document = spare_drafts(database, amina)
    assert [more(database, amina, document, count=1, seen=2) for _ in range(2)] == [1, 0]


def test_more_can_be_taken_back(database, amina):
    document = spare_drafts(database, amina)
    assert more(database, amina, document) == 2
    database.write(lambda session: changes.undo(session, amina, NOW))
    assert tally(database, amina, document) == generation.Tally(spare=2)


def test_the_chosen_drafts_wait_and_others_are_spare(database, amina, long_document):
    work(database)
    found = tally(database, amina, long_document)
    assert found.waiting == found.clean > 0
    assert found.spare > 0


def test_drafts_of_a_removed_document_are_not_kept(database, amina):
    document = made(database, a_document, amina)
    draft = made(database, a_draft, amina, document)
    database.write(lambda session: documents.remove(session, amina, document, NOW))
    with pytest.raises(NotFoundError):
        keep(database, amina, [draft])


def test_a_title_with_the_sign_of_nesting_makes_one_deck(database, amina):
    document = made(database, a_document, amina, title="A::B")
    keep(database, amina, [made(database, a_draft, amina, document)])
    with database.reading() as session:
        assert session.exec(select(Deck.title)).one() == "A:B"


def test_a_draft_of_the_maker_can_be_asked():
    assert a_cloze("The Rhine rises in the Alps.").stem == "The Rhine rises in the {{c1::Alps}}."


def as_extracted(document: Document):
    return Extracted(document.title, document.text, documents.blocks_of(document), None)


def step(database, *, windows):
    """Let a worker do some windows and then fall silent."""
    claim = database.write(lambda session: jobs.claim(session, "the first", NOW))
    answers = iter([False] * windows + [True])
    generation.run(database, claim, lambda: NOW, stop=lambda: next(answers))
    return claim


def work(database):
    worker.run_all(database, lambda: NOW)


def untouched(database, learner_id):
    """Make the drafts of the same text anew, without any interruption."""
    text = long_text(SENTENCES)
    with database.reading() as session:
        (document_id,) = session.exec(select(Document.id).where(Document.learner_id == learner_id))
    extracted = extract(text, "Towns", "text/plain")
    generator = Generator(extracted.text, extracted.blocks, document_id=document_id, title="Towns")
    made = (one for window in generator.windows for one in generator.make(window))
    return [one.question for one in made if one.is_stored]


def ids(found):
    return sorted(one.id for one in found)


def drafts(database, learner_id):
    with database.reading() as session:
        rows = session.exec(
            select(Draft)
            .where(Draft.learner_id == learner_id)
            .order_by(Draft.source_start, Draft.id)
        )
        return [Draft(**row.model_dump()) for row in rows]


def job(database, learner_id):
    with database.reading() as session:
        rows = session.exec(
            select(Job).where(Job.learner_id == learner_id).order_by(Job.created_at, Job.id)
        ).all()
        return Job(**rows[-1].model_dump())


def keep(database, learner_id, draft_ids):
    def action(session: Session):
        rows = [session.get_one(Draft, (learner_id, key)) for key in draft_ids]
        return generation.keep(session, learner_id, rows, clock_of(session, learner_id))

    return database.write(action)


def reject(database, learner_id, draft_id):
    def action(session: Session):
        draft = session.get_one(Draft, (learner_id, draft_id))
        generation.reject(session, learner_id, draft, NOW)

    database.write(action)


def resumed(database, learner_id, document_id):
    database.write(
        lambda session: generation.resume(session, learner_id, document_id, new_id(), NOW)
    )


def more(database, learner_id, document_id, **chosen):
    return database.write(
        lambda session: generation.more(session, learner_id, document_id, NOW, **chosen)
    )


def spare_drafts(database, learner_id):
    """Make a document with two spare drafts, the second of which is the better one."""
    document = made(database, a_document, learner_id)

    def action(session: Session):
        for score, quote in zip((0.5, 0.9), QUOTES, strict=True):
            row = session.get_one(
                Draft, (learner_id, a_draft(session, learner_id, document, quote))
            )
            row.state = generation.SPARE
            row.body = row.body | {"origin": {"engine": "rules", "score": score}}

    database.write(action)
    return document


def tally(database, learner_id, document_id):
    with database.reading() as session:
        return generation.tally(session, learner_id, document_id)


def changes_of(session):
    return session.exec(select(Change.id)).all()


@pytest.fixture
def long_document(database, amina, monkeypatch):
    """Return a document of three windows, with a job that waits."""
    monkeypatch.setattr(engine, "windows", partial(windows, words=WINDOW_WORDS))
    document = made(database, a_document, amina, long_text(SENTENCES), title="Towns")
    made(database, a_job, amina, document)
    return document
