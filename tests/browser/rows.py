"""What the server has stored, read from its SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from questions.faces import Face, face
from questions.model import Question
from tests.servers import Server

_CARDS = """
    SELECT hex(c.id) AS id, c.part, c.state, c.step, c.reps, c.lapses, c.suspended, c.marked,
           c.buried_until IS NOT NULL AS buried, c.due_at, c.interval,
           d.title AS deck, q.body, q.reported, hex(q.id) AS question_id
    FROM card c
    JOIN question q ON q.learner_id = c.learner_id AND q.id = c.question_id
    JOIN deck d ON d.learner_id = c.learner_id AND d.id = c.deck_id
"""


def rows(server: Server, statement: str, *values: Any) -> list[dict[str, Any]]:
    """Return the rows of a query."""
    with _reading(server) as connection:
        return [dict(row) for row in connection.execute(statement, values)]


def value(server: Server, statement: str, *values: Any) -> Any:
    """Return the one value of a query."""
    with _reading(server) as connection:
        return connection.execute(statement, values).fetchone()[0]


@contextmanager
def _reading(server: Server) -> Iterator[sqlite3.Connection]:
    file = f"file:{server.data_dir / 'studyapp.db'}?mode=ro"
    with closing(sqlite3.connect(file, uri=True, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def card_face(server: Server, card_id: str) -> Face:
    """Return what the card shows and wants to hear."""
    found = rows(server, f"{_CARDS} WHERE hex(c.id) = ?", card_id.upper())[0]
    return face(_question(found), found["part"])


def counted(server: Server) -> int:
    """Return how many answers count."""
    number: int = value(server, "SELECT count(*) FROM review WHERE voided_at IS NULL")
    return number


def ending(server: Server) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the learner did, without what differs each time: ids, moments, chance."""
    return {
        "decks": sorted(_tuples(server, "SELECT title, marker, is_demo, removed_at FROM deck")),
        "cards": sorted(_told(card) for card in rows(server, _CARDS)),
        "reviews": sorted(_reviews(server), key=repr),
        "drafts": sorted(
            _tuples(
                server,
                "SELECT body, state, findings, question_id IS NOT NULL FROM draft",
            ),
            key=repr,
        ),
        "acts": sorted(_tuples(server, "SELECT label, undone_at IS NOT NULL FROM change")),
    }


def _told(card: dict[str, Any]) -> tuple[Any, ...]:
    question = _question(card)
    answers = tuple(answer.text for answer in question.answers)
    kept = ("state", "step", "reps", "lapses", "suspended", "marked", "buried")
    about = (card["deck"], question.stem, card["part"], *(card[name] for name in kept))
    return (*about, card["reported"] or "", answers)


def _reviews(server: Server) -> Iterator[tuple[Any, ...]]:
    stems = {card["id"]: _question(card).stem for card in rows(server, _CARDS)}
    reviews = rows(
        server,
        "SELECT hex(card_id) AS card, rating, state, step, kind, format, typed, correct, "
        "voided_at IS NOT NULL AS voided, ms > 0 AS timed, effects FROM review",
    )
    for review in reviews:
        moved = len(json.loads(review.pop("effects")))
        yield (stems[review.pop("card")], *review.values(), moved)


def _question(card: dict[str, Any]) -> Question:
    return Question.model_validate(json.loads(card["body"]))


def _tuples(server: Server, statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows(server, statement)]


def upload_id(server: Server, name: str) -> str:
    """Return the id of the file called *name*."""
    found: str = value(server, "SELECT lower(hex(id)) FROM upload WHERE name = ?", name)
    return found


def import_id(server: Server, name: str) -> str:
    """Return the id of the bank file called *name*."""
    found: str = value(server, "SELECT lower(hex(id)) FROM bank_import WHERE name = ?", name)
    return found


def place_in_text(server: Server, further: int) -> str:
    """Return a place in the text that has drafts, some letters after where one begins."""
    return str(value(server, "SELECT min(source_start) FROM draft") + further)


def id_of(server: Server, table: str, stem: str) -> str:
    """Return the id of the card, question or draft whose stem begins so."""
    source = "card JOIN question q ON q.id = question_id" if table == "card" else f"{table} q"
    column = "card.id" if table == "card" else "q.id"
    found: str = value(
        server,
        f"SELECT lower(hex({column})) FROM {source} WHERE json_extract(q.body, '$.stem') LIKE ?",
        f"{stem}%",
    )
    return found
