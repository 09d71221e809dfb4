"""Find and replace in many questions: first what would change, row by row, then the change."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import regex
from pydantic import ValidationError
from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from questions.faces import parts_of
from questions.model import Question
from studyapp import changes, indexing
from studyapp.bulk import Chosen
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.tables import QuestionVersion, StoredQuestion

STEM, ANSWERS, EXPLANATION, TAGS = "stem", "answers", "explanation", "tags"
PLACES = (STEM, ANSWERS, EXPLANATION, TAGS)
LONGEST = 500
# A pattern that takes longer is not worth waiting for.
_MOST_SECONDS = 8.0
_MOST_SECONDS_EACH = 0.25
_LONGEST_TEXT = 20_000
_OTHER_PARTS = "other words would be asked than now; edit it by itself"
_BESIDE = ("search_text", "tag_list", "finding_list", "index_version", "updated_at")


@dataclass(frozen=True)
class Wish:
    """What to look for, and what to write instead."""

    find: str
    replace: str
    places: tuple[str, ...] = PLACES
    is_pattern: bool = False
    any_case: bool = True


@dataclass(frozen=True)
class Difference:
    """One question that would change; the texts are those places that would, before and after."""

    question_id: str
    texts: tuple[tuple[str, str], ...]
    row: Mapping[str, Any]
    after: Question


@dataclass(frozen=True)
class Plan:
    """What would change, and which questions could no longer be asked and so stay as they are."""

    differences: tuple[Difference, ...]
    refused: tuple[tuple[str, str], ...]
    """Ids with the reason."""


def plan(session: Session, learner_id: str, chosen: Chosen, clock: Clock, wish: Wish) -> Plan:
    """Say what *wish* would change in the chosen questions."""
    substitute = _substitute(wish)
    found: list[Difference] = []
    refused: list[tuple[str, str]] = []
    for row in _rows(session, chosen.condition(session, learner_id, clock)):
        question = Question.model_validate({**row.body, "id": row.id})
        try:
            after = _replaced(question, wish.places, substitute)
        except ValidationError as error:
            refused.append((row.id, error.errors()[0]["msg"].removeprefix("Value error, ")))
            continue
        if parts_of(after) != parts_of(question):
            refused.append((row.id, _OTHER_PARTS))
        elif after != question:
            texts = tuple(_differences(question, after))
            found.append(Difference(row.id, texts, row._mapping, after))
    return Plan(tuple(found), tuple(refused))


def _rows(session: Session, condition: ColumnElement[bool]) -> Sequence[Any]:
    columns = [col(StoredQuestion.id), col(StoredQuestion.body)]
    columns += [getattr(StoredQuestion, name) for name in _BESIDE]
    return session.execute(select(*columns).where(condition).order_by(col(StoredQuestion.id))).all()


def _substitute(wish: Wish) -> Callable[[str], str]:
    """Return what replaces in one text, in a bounded time."""
    if not wish.find:
        raise RefusedError(say("Write what to look for."))
    if not set(wish.places) <= set(PLACES) or not wish.places:
        raise RefusedError(say("Choose where to look."))
    pattern = _pattern(wish)
    replacement = wish.replace if wish.is_pattern else wish.replace.replace("\\", "\\\\")
    end = time.monotonic() + _MOST_SECONDS

    def substitute(text: str) -> str:
        if time.monotonic() > end:
            raise RefusedError(
                say("This takes too long. Choose fewer questions or a simpler pattern.")
            )
        try:
            found: str = pattern.sub(replacement, text, timeout=_MOST_SECONDS_EACH)
        except TimeoutError as error:
            raise RefusedError(
                say("This pattern takes too long on a text. Try a simpler one.")
            ) from error
        except (regex.error, IndexError) as error:
            raise RefusedError(
                say("The replacement does not fit the pattern: %(error)s.", error=error)
            ) from error
        return found[:_LONGEST_TEXT]

    return substitute


def _pattern(wish: Wish) -> Any:
    flags = regex.IGNORECASE if wish.any_case else 0
    source = wish.find if wish.is_pattern else regex.escape(wish.find)
    try:
        return regex.compile(source, flags | regex.VERSION0)
    except regex.error as error:
        raise RefusedError(say("The pattern cannot be read: %(error)s.", error=error)) from error


def _replaced(
    question: Question, places: Sequence[str], substitute: Callable[[str], str]
) -> Question:
    """Return *question* with other words in some places; what cannot be asked is refused."""
    values = question.model_dump(mode="json")
    if STEM in places:
        values["stem"] = substitute(question.stem)
    if ANSWERS in places:
        _replace_answers(values, substitute)
    if EXPLANATION in places:
        values["explanation"] = substitute(question.explanation)
    if TAGS in places:
        tags = ("".join(substitute(tag).split()) for tag in question.tags)
        values["tags"] = list(dict.fromkeys(filter(None, tags)))
    return Question.model_validate(values)


def _replace_answers(values: dict[str, Any], substitute: Callable[[str], str]) -> None:
    if values["kind"] != "truefalse":
        for noun in ("answers", "choices", "spots"):
            for one in values[noun]:
                one["text"] = substitute(one["text"])
    for pair in values["pairs"]:
        pair["left"] = substitute(pair["left"]) if pair["left"] is not None else None
        pair["right"] = substitute(pair["right"])
    values["items"] = [substitute(item) for item in values["items"]]
    for gap in values["gaps"]:
        for one in (*gap["answers"], *gap["choices"]):
            one["text"] = substitute(one["text"])


def _differences(before: Question, after: Question) -> list[tuple[str, str]]:
    """Return the texts that differ, each before and after."""
    pairs = [(before.stem, after.stem), (before.explanation, after.explanation)]
    for noun in ("answers", "choices", "spots"):
        ones = zip(getattr(before, noun), getattr(after, noun), strict=True)
        pairs += [(old.text, new.text) for old, new in ones]
    for old, new in zip(before.pairs, after.pairs, strict=True):
        pairs += [(old.left or "", new.left or ""), (old.right, new.right)]
    pairs += list(zip(before.items, after.items, strict=True))
    for old_gap, new_gap in zip(before.gaps, after.gaps, strict=True):
        options = zip(old_gap.options, new_gap.options, strict=True)
        pairs += [(old_one.text, new_one.text) for old_one, new_one in options]
    pairs.append((" ".join(before.tags), " ".join(after.tags)))
    return [(old, new) for old, new in pairs if old != new]


def apply(session: Session, learner_id: str, found: Plan, now: datetime, key: str) -> int:
    """Do what was planned, as one act; a question that was edited since stays as it is."""
    if changes.known(session, learner_id, key):
        return 0
    current = _moments(session, learner_id, [one.question_id for one in found.differences])
    fresh = [
        one for one in found.differences if current.get(one.question_id) == one.row["updated_at"]
    ]
    session.add_all(_earlier(learner_id, one, now) for one in fresh)
    session.flush()
    effects = changes.changed_many(session, StoredQuestion, learner_id, _told(fresh, now))
    changes.record(session, learner_id, "replacement", effects, now, key=key)
    return len(fresh)


def _moments(session: Session, learner_id: str, keys: Sequence[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for start in range(0, len(keys), 500):
        rows = session.execute(
            select(col(StoredQuestion.id), col(StoredQuestion.updated_at)).where(
                col(StoredQuestion.learner_id) == learner_id,
                col(StoredQuestion.removed_at).is_(None),
                col(StoredQuestion.id).in_(keys[start : start + 500]),
            )
        )
        found |= {row[0]: row[1] for row in rows}
    return found


def _earlier(learner_id: str, one: Difference, now: datetime) -> QuestionVersion:
    return QuestionVersion(
        learner_id=learner_id,
        id=new_id(),
        question_id=one.question_id,
        body=one.row["body"],
        label="replacement",
        replaced_at=now,
    )


def _told(
    fresh: Sequence[Difference], now: datetime
) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return what changes of each row: only those keys of the body that change in any of them."""
    bodies = [one.after.model_dump(mode="json", exclude_defaults=True) for one in fresh]
    keys = {
        key
        for one, body in zip(fresh, bodies, strict=True)
        for key in body.keys() | one.row["body"].keys()
        if body.get(key) != one.row["body"].get(key)
    } - {"id"}
    told = []
    for one, body in zip(fresh, bodies, strict=True):
        values = {**indexing.values_of(one.after), "updated_at": now}
        before = {f"body.{key}": one.row["body"].get(key) for key in sorted(keys)}
        after = {f"body.{key}": body.get(key) for key in sorted(keys)}
        told.append(
            (one.question_id, before | {name: one.row[name] for name in values}, after | values)
        )
    return told
