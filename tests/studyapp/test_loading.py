"""Many rows at once arrive as each of them would alone."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from studyapp.ids import new_id
from studyapp.loading import load
from studyapp.tables import Document
from tests.makers import NOW, made

NAMES = ("learner_id", "id", "title", "text", "passages", "language", "sha256", "words",
         "created_at", "removed_at")  # fmt: skip
ELSEWHERE = timezone(timedelta(hours=-3))
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
VALUES = st.tuples(
    st.sampled_from(["", "it's", "'); DROP TABLE card; --", "?", ":a", "%s", "x"]),
    WORDS,
    st.lists(st.lists(st.one_of(WORDS, st.integers(), st.none()), max_size=2), max_size=2),
    st.sampled_from([None, "en", "de"]),
    st.sampled_from(["a", "b"]),
    st.sampled_from([0, 1, True, -7, 2**40]),
    st.sampled_from([NOW, NOW + timedelta(microseconds=1), NOW.astimezone(ELSEWHERE)]),
    st.sampled_from([None, NOW]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(VALUES, min_size=1, max_size=4))
def test_a_row_says_what_it_was_given(database, amina, rows):
    wanted = [(amina, new_id(), *row[:5], row[5] % 2**31, *row[6:]) for row in rows]

    made(database, lambda session: load(session, Document, NAMES, wanted))

    keys = {row[1] for row in wanted}
    assert [row for row in held(database) if row[1] in keys] == sorted(wanted, key=by_id)


def test_more_rows_than_go_at_once_all_arrive(database, amina):
    wanted = [
        (amina, new_id(), f"{number % 7}", "t", [], None, "s", number, NOW, None)
        for number in range(2_345)
    ]

    made(database, lambda session: load(session, Document, NAMES, iter(wanted)))

    assert held(database) == sorted(wanted, key=by_id)


def test_no_row_is_no_statement(database, amina):
    made(database, lambda session: load(session, Document, NAMES, []))
    assert held(database) == []


def held(database: Any) -> list[tuple[Any, ...]]:
    with database.reading() as session:
        rows = session.exec(select(Document).order_by(Document.id)).all()
        return [tuple(getattr(row, name) for name in NAMES) for row in rows]


def by_id(row: tuple[Any, ...]) -> str:
    return str(row[1])
