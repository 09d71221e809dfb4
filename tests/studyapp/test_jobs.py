"""Jobs: claimed once, kept by a lease, taken over from the dead, given up in the end."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from studyapp import jobs, worker
from studyapp.errors import BusyError
from studyapp.ids import new_id
from studyapp.jobs import CANCELLED, DONE, FAILED, LEASE, RUNNING, WAITING
from studyapp.messages import packed, say
from studyapp.tables import Document, Job
from tests.makers import NOW, a_claim, a_document, made

SECOND = timedelta(seconds=1)


def test_a_job_is_claimed_by_one_of_many_workers(database, amina):
    keys = {enqueued(database, amina) for _ in range(5)}
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda number: claimed(database, f"worker {number}"), range(8)))
    taken = [claim.id for claim in claims if claim]
    assert len(taken) == len(set(taken)), "a job went to two workers"
    # A worker that finds every job locked goes away without one, and comes back.
    while claim := claimed(database):
        taken.append(claim.id)
    assert sorted(taken) == sorted(keys)


def test_the_job_that_waits_longest_comes_first(database, amina):
    late = enqueued(database, amina, now=NOW)
    early = enqueued(database, amina, now=NOW - SECOND)
    assert [claimed(database).id, claimed(database).id] == [early, late]


def test_a_job_is_not_begun_before_its_time(database, amina):
    enqueued(database, amina, now=NOW + SECOND)
    assert claimed(database) is None
    assert claimed(database, now=NOW + SECOND) is not None


def test_the_same_job_asked_for_twice_is_one(database, amina):
    key = new_id()
    for _ in range(2):
        enqueued(database, amina, key)
    assert claimed(database).id == key
    assert claimed(database) is None


def test_a_job_of_a_silent_worker_is_taken_over_at_its_cursor(database, amina):
    key = enqueued(database, amina)
    dead = claimed(database, "dead")
    database.write(lambda session: jobs.advance(session, dead, NOW, cursor=3, done=17))
    assert claimed(database, now=NOW + LEASE) is None
    taken = claimed(database, "alive", now=NOW + LEASE + SECOND)
    assert (taken.id, taken.cursor) == (key, 3)
    assert job(database, amina, key).done == 17


def test_a_step_renews_the_lease(database, amina):
    enqueued(database, amina)
    claim = claimed(database)
    database.write(lambda session: jobs.advance(session, claim, NOW + LEASE))
    assert claimed(database, now=NOW + LEASE + SECOND) is None


STEPS = {
    "advance": lambda session, claim: jobs.advance(session, claim, NOW, cursor=9),
    "finish": lambda session, claim: jobs.finish(session, claim, NOW),
    "fail": lambda session, claim: jobs.fail(session, claim, "no", NOW),
    "give up": lambda session, claim: jobs.give_up(session, claim, "no", NOW),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_that_lost_its_job_changes_nothing(database, amina, step):
    key = enqueued(database, amina)
    stale = claimed(database, "stale")
    claimed(database, "fresh", now=NOW + LEASE + SECOND)
    before = job(database, amina, key)
    assert database.write(lambda session: STEPS[step](session, stale)) is False
    assert job(database, amina, key) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_worker_changes_nothing_of_a_job_that_was_cancelled(database, amina, step):
    key = enqueued(database, amina)
    claim = claimed(database)
    database.write(lambda session: jobs.cancel(session, amina, key, NOW))
    before = job(database, amina, key)
    assert database.write(lambda session: STEPS[step](session, claim)) is False
    assert job(database, amina, key) == before
    assert before.state == CANCELLED


def test_cancelling_keeps_what_is_finished(database, amina):
    key = enqueued(database, amina)
    claim = claimed(database)
    database.write(lambda session: jobs.finish(session, claim, NOW))
    database.write(lambda session: jobs.cancel(session, amina, key, NOW))
    assert job(database, amina, key).state == DONE


def test_nobody_cancels_the_job_of_another(database, amina, bo):
    key = enqueued(database, amina)
    database.write(lambda session: jobs.cancel(session, bo, key, NOW))
    assert job(database, amina, key).state == WAITING


def test_a_job_that_failed_waits_longer_each_time_and_is_given_up_at_last(database, amina):
    key, moment, waits = enqueued(database, amina), NOW, []
    for _ in range(jobs.MAX_ATTEMPTS):
        claim = claimed(database, now=moment)
        failed(database, claim, moment)
        waits.append(job(database, amina, key).run_at - moment)
        moment += timedelta(minutes=1)
    assert timedelta() < waits[0] < waits[1]
    found = job(database, amina, key)
    assert (found.state, found.error) == (FAILED, "no")
    assert claimed(database, now=moment) is None


def test_a_job_that_got_further_is_not_to_blame_for_the_failure_after(database, amina):
    key, moment = enqueued(database, amina), NOW
    for _ in range(jobs.MAX_ATTEMPTS - 1):
        failed(database, claimed(database, now=moment), moment)
        moment += timedelta(minutes=1)
    claim = claimed(database, now=moment)
    database.write(lambda session: jobs.advance(session, claim, moment, cursor=1))
    failed(database, claim, moment)
    assert job(database, amina, key).state == WAITING


def test_a_job_that_takes_its_worker_down_every_time_is_given_up(database, amina):
    claim = made(database, a_claim, amina, made(database, a_document, amina))
    moment = NOW
    for _ in range(worker.MOST_CRASHES - 1):
        moment += LEASE + SECOND
        assert claimed(database, now=moment) is not None
    moment += LEASE + SECOND
    worker.run_one(database, "survivor", lambda: moment, lambda: False)
    found = job(database, amina, claim.id)
    assert found.state == FAILED
    assert "ended unexpectedly" in found.error


def test_a_worker_alone_takes_every_job_at_once(database, amina):
    key = enqueued(database, amina)
    claimed(database, "the one before")
    database.write(jobs.release_all)
    assert claimed(database, "the one after").id == key


def test_a_fault_in_one_job_does_not_stop_the_next(database, amina, monkeypatch):
    poison, fine = (made(database, a_document, amina) for _ in range(2))
    first, second = enqueued(database, amina, about=poison), enqueued(database, amina, about=fine)
    break_passages(database, amina, poison)
    assert worker.run_all(database, lambda: NOW) == 2
    assert job(database, amina, first).error == packed(say("A fault of ours; see the log."))
    assert job(database, amina, first).state == WAITING
    assert job(database, amina, second).state == DONE


def test_a_worker_works_until_it_is_told_to_stop(database, amina):
    key = enqueued(database, amina, about=made(database, a_document, amina))
    stop = threading.Event()
    thread = threading.Thread(target=worker.work, args=(database, stop, lambda: NOW))
    thread.start()
    wait_until(lambda: job(database, amina, key).state == DONE)
    stop.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_worker_outlives_a_database_that_does_not_answer(database, amina, caplog):
    stop = threading.Event()
    broken = Unanswering(stop)
    worker.work(broken, stop, lambda: NOW)
    assert broken.asked == 2
    assert "did not answer" in caplog.text


class Unanswering:
    """A database that refuses twice, and then says that it is time to go."""

    def __init__(self, stop):
        self.stop = stop
        self.asked = 0

    def write(self, _action):
        self.asked += 1
        if self.asked == 2:
            self.stop.set()
        raise BusyError("The database is busy.")


def test_the_newest_job_of_a_document_is_its_state(database, amina):
    document = made(database, a_document, amina)
    enqueued(database, amina, about=document)
    newest = enqueued(database, amina, about=document, now=NOW + SECOND)
    with database.reading() as session:
        assert jobs.latest(session, amina, document).id == newest
        assert [one.id for one in jobs.in_states(session, amina, WAITING)][-1] == newest
        assert jobs.in_states(session, amina, RUNNING) == []


def break_passages(database, learner_id, document_id):
    """Let a document hold what no document holds."""

    def action(session):
        session.get_one(Document, (learner_id, document_id)).passages = [["nonsense"]]

    database.write(action)


def wait_until(condition):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


def enqueued(database, learner_id, key=None, *, now=NOW, about=None):
    key = key or new_id()
    database.write(
        lambda session: (
            jobs.enqueue(session, learner_id, key, "generate", now, document_id=about, total=40).id
        )
    )
    return key


def claimed(database, name="a worker", now=NOW):
    return database.write(lambda session: jobs.claim(session, name, now))


def failed(database, claim, now):
    assert database.write(lambda session: jobs.fail(session, claim, "no", now))


def job(database, learner_id, key):
    with database.reading() as session:
        return Job(**session.get_one(Job, (learner_id, key)).model_dump())
