"""The page of a card beside Anki's own: its answers, its memory, and the chance of recall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from math import isclose
from typing import Any

from studyapp.db import Database
from studyapp.figures.card import Past, forgetting, history, past_of
from studyapp.learners import Clock

# Anki holds memory and chances in 32 bits, and an entry's moment in whole seconds.
_PRECISION = 1e-4
_BUTTONS = ("", "again", "hard", "good", "easy")
Difference = tuple[str, Any, Any]


def differences(
    database: Database, learner_id: str, clock: Clock, ids: Sequence[str], told: Sequence[Any]
) -> Iterator[Difference]:
    """Yield what differs on the pages of the cards *ids*, with Anki's value and ours."""
    with database.reading() as session:
        for number, (card_id, theirs) in enumerate(zip(ids, told, strict=True), 1):
            past = past_of(session, learner_id, card_id, clock)
            for name, there, here in _pairs(theirs, past):
                if there != here:
                    yield f"card {number}: {name}", there, here


def _pairs(theirs: Mapping[str, Any], past: Past) -> Iterator[Difference]:
    # The newest comes first there; what no button was pressed for is no answer here.
    entries = [one for one in reversed(theirs["revlog"]) if one["button_chosen"]]
    told = history(past)
    at = {name: place for place, name in enumerate(told.columns)}
    yield "answers", [_entry(one) for one in entries], [_row(one, at) for one in told.rows]
    # Where none is stored, Anki reckons a memory from the log for this page alone.
    if past.card.stability is not None:
        yield _near("stability", theirs, "stability", past.card.stability)
        yield _near("difficulty", theirs, "difficulty", past.card.difficulty)
    chance = forgetting(past).facts["chance"]
    there = theirs.get("fsrs_retrievability")
    yield "chance", there, there if _is_near(there, chance) else chance


def _entry(one: Mapping[str, Any]) -> tuple[Any, ...]:
    days = int(one["interval"]) // 86_400
    minute = int(one["time"]) // 60
    return minute, _BUTTONS[one["button_chosen"]], days, round(one["taken_secs"], 1)


def _row(row: Sequence[Any], at: Mapping[str, int]) -> tuple[Any, ...]:
    minute = int(datetime.fromisoformat(row[at["moment"]]).timestamp()) // 60
    return minute, row[at["rating"]], row[at["interval"]], row[at["seconds"]]


def _near(name: str, theirs: Mapping[str, Any], key: str, ours: float | None) -> Difference:
    there = theirs.get("memory_state", {}).get(key)
    return name, there, there if _is_near(there, ours) else ours


def _is_near(there: float | None, here: Any) -> bool:
    if there is None or here is None:
        return there is here
    return isclose(there, here, rel_tol=_PRECISION, abs_tol=_PRECISION)
