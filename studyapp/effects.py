"""Effects: which columns of which row were what before and after an act, and going there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlmodel import Session, col

from studyapp.tables import (
    Card,
    Decision,
    Deck,
    Document,
    Draft,
    Learner,
    NoteType,
    Preset,
    Quiz,
    QuizAnswer,
    Review,
    StoredQuestion,
)
from studyapp.tables import Table as Row

Effect = dict[str, Any]

_TABLES = {
    model.__tablename__: cast(Any, model).__table__
    for model in (
        Card,
        Deck,
        Decision,
        Document,
        Draft,
        Learner,
        NoteType,
        Preset,
        Quiz,
        QuizAnswer,
        StoredQuestion,
    )
}
# Reviews that came in one import: their ids lie together, and one effect speaks of all.
LOG = "review_log"
# Names that no column has.
_OWNER, _KEY = "of_learner", "of_row"
_AT_ONCE = 500


def created(row: Row) -> Effect:
    """Return the effect of having added *row*."""
    return {"t": _name(row), "k": _key_of(row), "b": None, "a": _plain(row, _columns(row))}


def created_many(model: type[Row], keys: Iterable[str]) -> list[Effect]:
    """Return the effects of having added rows, without what they say: `told_in_full` adds it."""
    name = str(model.__tablename__)
    return [{"t": name, "k": key, "b": None, "a": {}} for key in keys]


def told_in_full(session: Session, learner_id: str, effects: Sequence[Effect]) -> Sequence[Effect]:
    """Return the effects of an act that is about to be taken back, so that it can be done again.

    What `created_many` left out is read from the rows, which are now as the act left them. A row
    that is gone for good is not made again.
    """
    short = [one for one in effects if one["b"] is None and one["a"] == {}]
    if not short:
        return effects
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, group in groupby(short, lambda one: str(one["t"])):
        keys = [one["k"] for one in group]
        found |= {(name, key): row for key, row in _rows(session, name, learner_id, keys)}
    known = ((one, found.get((one["t"], one["k"]))) for one in effects)
    return [
        {**one, "a": row} if row else one
        for one, row in known
        if row or one["b"] is not None or one["a"] != {}
    ]


def _rows(
    session: Session, name: str, learner_id: str, keys: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield rows by key, as JSON can keep them."""
    table = _TABLES[name]
    for start in range(0, len(keys), _AT_ONCE):
        wanted = table.c.id.in_(keys[start : start + _AT_ONCE])
        for row in session.execute(select(table).where(table.c.learner_id == learner_id, wanted)):
            yield row.id, _encoded(dict(row._mapping))


def changed(row: Row, **values: Any) -> Effect:
    """Set *values* on *row* and return the effect of it."""
    before = _plain(row, values)
    for column, value in values.items():
        setattr(row, column, value)
    return {"t": _name(row), "k": _key_of(row), "b": before, "a": _plain(row, values)}


def changed_many(
    session: Session,
    model: type[Row],
    learner_id: str,
    rows: Iterable[tuple[str, dict[str, Any], dict[str, Any]]],
) -> list[Effect]:
    """Change many rows by one statement and return the effects.

    Each of *rows* is a key with what the same columns were and will be; "column.key" names one
    key of a JSON column, which None takes out. A row that stays as it is costs nothing. Rows that
    the session holds already do not notice.
    """
    table: Any = _TABLES[model.__tablename__]
    told = [
        {"t": table.name, "k": key, "b": _encoded(before), "a": _encoded(after)}
        for key, before, after in rows
        if before != after
    ]
    _execute_many(session, table, learner_id, told, "a")
    return told


def apply(session: Session, learner_id: str, effects: Sequence[Effect], side: str) -> None:
    """Give all rows of an act the values they had before ("b") or after ("a") it."""
    # What was made last is unmade first, so that no row loses its parent before itself.
    ordered = reversed(effects) if side == "b" else effects
    for (name, _made, _unmade, _columns), group in groupby(ordered, lambda one: _shape(one, side)):
        if name == LOG:
            _apply_log(session, learner_id, list(group), side)
            continue
        _execute_many(session, _TABLES[name], learner_id, list(group), side)


def brought_log(first: str, last: str, moment: datetime) -> Effect:
    """Return the effect of having brought in the reviews with ids from *first* to *last*.

    Taken back, they count no more, and no row is deleted: the log only grows.
    """
    return {"t": LOG, "k": f"{first}-{last}", "b": encoded(moment), "a": None}


def _apply_log(session: Session, learner_id: str, effects: Sequence[Effect], side: str) -> None:
    for effect in effects:
        first, _dash, last = str(effect["k"]).partition("-")
        voided = effect[side]
        session.execute(
            update(Review)
            .where(
                col(Review.learner_id) == learner_id,
                col(Review.id).between(first, last),
                # What was no answer never counted.
                col(Review.rating) > 0,
            )
            .values(voided_at=datetime.fromisoformat(voided) if voided else None)
        )


def _shape(effect: Effect, side: str) -> tuple[str, bool, bool, tuple[str, ...]]:
    """Return what effects must share so that one statement can apply them."""
    if effect["t"] == LOG:
        return LOG, False, False, ()
    wanted, other = effect[side], effect["a" if side == "b" else "b"]
    return effect["t"], other is None, wanted is None, tuple(wanted or ())


def _execute_many(
    session: Session, table: Any, learner_id: str, effects: Sequence[Effect], side: str
) -> None:
    """Give rows of one table the values of one side, all in the same way."""
    if not effects:
        return
    wanted, other = effects[0][side], effects[0]["a" if side == "b" else "b"]
    keys = [_key_values(table, learner_id, effect["k"]) for effect in effects]
    if wanted is None:
        session.execute(delete(table).where(_place(table)), keys)
        return
    values = [_typed(table, effect[side]) for effect in effects]
    if any("." in name for name in wanted):
        values = _with_whole_json(session, table, learner_id, effects, values)
    if other is None:
        session.execute(insert(table), values)
        return
    session.execute(
        update(table).where(_place(table)),
        [key | one for key, one in zip(keys, values, strict=True)],
    )


def _with_whole_json(
    session: Session,
    table: Any,
    learner_id: str,
    effects: Sequence[Effect],
    values: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Put values of single keys, named "column.key", into the JSON that the rows hold now.

    Of ten thousand questions that got a tag, an act so keeps the tags and not the questions. An
    act is taken back before any that came earlier, so the rest of the JSON is as it was.
    """
    columns = {name.partition(".")[0] for one in values for name in one if "." in name}
    found: dict[str, Any] = {}
    for start in range(0, len(effects), _AT_ONCE):
        keys = [effect["k"] for effect in effects[start : start + _AT_ONCE]]
        rows = session.execute(
            select(table.c.id, *(table.c[name] for name in sorted(columns))).where(
                table.c.learner_id == learner_id, table.c.id.in_(keys)
            )
        )
        found |= {row.id: row._mapping for row in rows}
    return [
        _patched(one, found.get(effect["k"], {}), columns)
        for effect, one in zip(effects, values, strict=True)
    ]


def _patched(
    values: Mapping[str, Any], row: Mapping[str, Any], columns: Iterable[str]
) -> dict[str, Any]:
    whole = {column: dict(row.get(column) or {}) for column in columns}
    for name, value in values.items():
        column, _, key = name.partition(".")
        if key and value is None:
            whole[column].pop(key, None)
        elif key:
            whole[column][key] = value
    return {name: value for name, value in values.items() if "." not in name} | whole


def _key_values(table: Any, learner_id: str, key: str) -> dict[str, str]:
    return {_OWNER: learner_id} if table.name == "learner" else {_OWNER: learner_id, _KEY: key}


def _place(table: Any) -> ColumnElement[bool]:
    if table.name == "learner":
        return and_(table.c.id == bindparam(_OWNER))
    return and_(table.c.learner_id == bindparam(_OWNER), table.c.id == bindparam(_KEY))


def _name(row: Row) -> str:
    return str(row.__tablename__)


def _key_of(row: Any) -> str:
    return str(row.id)


def _columns(row: Row) -> list[str]:
    return [column.name for column in _TABLES[_name(row)].columns]


def _plain(row: Row, columns: Iterable[str]) -> dict[str, Any]:
    return {column: encoded(getattr(row, column)) for column in columns}


def _encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: encoded(value) for name, value in values.items()}


def encoded(value: Any) -> Any:
    """Write a column's value so that JSON can keep it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if "." in name else decoded(table.c[name], value)
        for name, value in values.items()
    }


def decoded(column: Any, value: Any) -> Any:
    """Read what `encoded` wrote, for a column of a table."""
    if not isinstance(value, str):
        return value
    kind = getattr(column.type, "impl_instance", column.type)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
