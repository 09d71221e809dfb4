"""Where cards stand: Anki's numbers as neutral values, and the log of reviews."""

import json
from collections.abc import Container, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Any, Literal, get_args

from questions.formats.anki.collection import Collection
from questions.formats.anki.notes import CardRow, Report
from questions.formats.anki.records import Object
from questions.formats.schedule import (
    CardState,
    DeckValues,
    Ease,
    Kind,
    LoggedReview,
    PresetValues,
    State,
)

NEW, LEARNING, REVIEW, RELEARNING = range(4)
_STATES: tuple[State, ...] = ("new", "learning", "review", "relearning")
KINDS: tuple[Kind, ...] = get_args(Kind)
_ROLLOVER = 4
# Reviews lie between 1990 and 2100, in milliseconds; what claims another moment is no review.
_FIRST, _LAST = 631_152_000_000, 4_102_444_800_000
_MOST_TIME = 3_600_000
_IN_STEPS = {0, 2}
_REVIEWS = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"


def first_day(started_at: int, settings: Mapping[str, Any]) -> date:
    """Return the local date of the collection's day nought."""
    offset = settings.get("creationOffset")
    if isinstance(offset, int) and abs(offset) <= 24 * 60:
        return (moment(started_at) - timedelta(minutes=offset)).date()
    # Older ones do not tell the zone, but they begin when a study day does.
    begun = moment(started_at)
    ahead = (_ROLLOVER - begun.hour + 12) % 24 - 12
    return (begun + timedelta(hours=ahead)).date()


def moment(seconds: float) -> datetime:
    """Return a moment of the years that can be."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(seconds, 0), 4e9))


def state_of(row: CardRow, question: str, part: str, deck: str, day_nought: date) -> CardState:
    """Return where a card stands, with the numbers as they were in `held`."""
    told = _data(row.data)
    stability, difficulty = _positive(told.get("s")), _positive(told.get("d"))
    both = stability is not None and difficulty is not None
    in_steps = row.type in {LEARNING, RELEARNING}
    by_second = row.due > _A_MOMENT
    return CardState(
        id=row.id,
        question=question,
        part=part,
        deck=deck,
        state=_STATES[row.type],
        position=row.due if row.type == NEW else None,
        due_at=moment(row.due) if in_steps and by_second else None,
        due_day=None if row.type == NEW or (in_steps and by_second) else _day(day_nought, row.due),
        interval=max(0, row.interval),
        reps=row.reps,
        lapses=row.lapses,
        stability=stability if both else None,
        difficulty=difficulty if both else None,
        desired_retention=_share(told.get("dr")),
        last_review_at=moment(told["lrt"]) if _positive(told.get("lrt")) else None,
        suspended=row.queue == -1,
        buried=row.queue in {-2, -3},
        flag=row.flags,
        held={
            "type": row.type,
            "queue": row.queue,
            "due": row.due,
            "ivl": row.interval,
            "factor": row.factor,
            "left": row.left,
            "data": row.data,
            "mod": row.changed_at,
        },
    )


# What is due later than this number of days is a moment in seconds.
_A_MOMENT = 1_000_000


def _day(day_nought: date, days: int) -> date:
    return day_nought + timedelta(days=min(max(days, -20_000), 400_000))


def _data(text: str) -> Object:
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _positive(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 < value < 1e12 else None


def _share(value: object) -> float | None:
    number = _positive(value)
    return number if number is not None and number < 1 else None


def is_old_scheduler(settings: Mapping[str, Any]) -> bool:
    """Say whether the collection was studied with three buttons in the learning steps."""
    return bool(settings.get("schedVer", 1) == 1)


def reviews_of(
    collection: Collection, known: Container[int], report: Report, *, is_old: bool
) -> Iterator[LoggedReview]:
    """Yield the log of the cards that are known, its ratings as the four buttons of today."""
    if not collection.has("revlog"):
        report.add("package", "it has no review log")
        return
    for row in collection.rows(_REVIEWS):
        key, card, rating, interval, last, ease, ms, kind = row
        if card not in known:
            report.add(f"review {key}", "its card is not in the package")
        elif reason := _against(row):
            report.add(f"review {key}", reason, row)
        else:
            # The three buttons in steps were again, good and easy.
            shifted = int(is_old and kind in _IN_STEPS and rating in {2, 3})
            time = min(ms, _MOST_TIME)
            yield LoggedReview(key, card, rating + shifted, interval, last, ease, time, KINDS[kind])


_WHOLE = [int] * 8


def _against(row: tuple[Any, ...]) -> str | None:
    if list(map(type, row)) != _WHOLE:
        return "it has something that is no number"
    key, _card, rating, interval, last, ease, ms, kind = row
    if not _FIRST < key < _LAST:
        return "its moment is beyond reason"
    fits = (
        0 <= rating <= 4
        and 0 <= kind < len(KINDS)
        and 0 <= ms < 2**32
        and 0 <= ease < 2**32
        and abs(interval) < 2**31
        and abs(last) < 2**31
    )
    return None if fits else "its numbers are beyond reason"


def preset_of(held: Object) -> PresetValues:
    """Return a preset's settings; the steps are kept in minutes there."""
    new, lapse, review = (_object(held.get(key)) for key in ("new", "lapse", "rev"))
    retention = _share(held.get("desiredRetention")) or 0.9
    parameters = next(
        (
            tuple(float(one) for one in held[key])
            for key in ("fsrsParams6", "fsrsParams5", "fsrsWeights")
            if isinstance(held.get(key), list) and held[key]
        ),
        (),
    )
    action: Literal["suspend", "mark"] = "mark" if lapse.get("leechAction") == 1 else "suspend"
    order: Literal["made", "random"] = "random" if new.get("order") == 0 else "made"
    return PresetValues(
        name=str(held.get("name", "Preset"))[:200] or "Preset",
        desired_retention=min(max(retention, 0.7), 0.97),
        learning_steps=_seconds(new.get("delays")),
        relearning_steps=_seconds(lapse.get("delays")),
        maximum_interval=_whole(review.get("maxIvl"), 1, 36_500, 36_500),
        leech_threshold=_whole(lapse.get("leechFails"), 0, 99, 8),
        leech_action=action,
        new_per_day=_whole(new.get("perDay"), 0, 9_999, 20),
        new_order=order,
        bury_siblings=bool(new.get("bury")) or bool(review.get("bury")),
        parameters=parameters,
        easy_days=_easy_days(held.get("easyDaysPercentages")),
        held=held,
    )


def _easy_days(held: object) -> tuple[Ease, ...]:
    """Return how much of a usual day each weekday takes, from Monday; nothing if all alike."""
    shares = held if isinstance(held, list | tuple) else ()
    known = [one for one in shares if isinstance(one, int | float) and isfinite(one)]
    if len(known) != len(_WEEK) or all(one >= 1 for one in known):
        return ()
    return tuple(_ease(one) for one in known)


def _ease(share: float) -> Ease:
    if share >= 1:
        return "normal"
    return "reduced" if share > 0 else "minimum"


def deck_of(held: Object, presets: Mapping[int, PresetValues]) -> DeckValues:
    """Return a deck with the name of its preset."""
    chosen = presets.get(_whole(held.get("conf"), -(2**62), 2**62, 1))
    return DeckValues(
        title=title_of(held),
        preset=chosen.name if chosen else None,
        description=str(held.get("desc") or ""),
        held=held,
    )


def title_of(held: Object) -> str:
    """Return a deck's title, none of its parts empty and not longer than titles may be."""
    parts = [one.strip() for one in str(held.get("name", "")).replace("\0", "").split("::")]
    told = "::".join(one for one in parts if one)
    return told[:LONGEST_TITLE].rstrip(": ") or "Default"


LONGEST_TITLE = 300


def _seconds(held: object) -> tuple[int, ...]:
    steps = held if isinstance(held, list) else []
    found = (one for one in steps if isinstance(one, int | float) and 0 < one <= 43_200)
    return tuple(max(1, round(one * 60)) for one in found)[:10]


def _whole(held: object, least: int, most: int, usual: int) -> int:
    if isinstance(held, bool) or not isinstance(held, int | float):
        return usual
    return int(min(max(held, least), most))


def _object(held: object) -> Object:
    return held if isinstance(held, dict) else {}


def numbers_of(state: CardState, day_nought: date) -> Object:
    """Return the numbers of a card that did not come from Anki, or that moved on since."""
    number = _STATES.index(state.state)
    queue = number
    due = state.position or 0
    if number in {LEARNING, RELEARNING}:
        queue = 1 if state.due_at else 3
        due = int(state.due_at.timestamp()) if state.due_at else _days(state, day_nought)
    elif number == REVIEW:
        due = _days(state, day_nought)
    if state.suspended or state.buried:
        queue = -1 if state.suspended else -2
    return {
        "type": number,
        "queue": queue,
        "due": due,
        "ivl": state.interval,
        "factor": 2500 if number >= REVIEW else 0,
        "left": 1001 if number in {LEARNING, RELEARNING} else 0,
        "data": _memory(state),
        "mod": int(state.last_review_at.timestamp()) if state.last_review_at else 0,
    }


def _days(state: CardState, day_nought: date) -> int:
    return (state.due_day - day_nought).days if state.due_day else 0


def _memory(state: CardState) -> str:
    told: Object = {}
    if state.stability is not None and state.difficulty is not None:
        told = {"s": round(state.stability, 4), "d": round(state.difficulty, 3)}
        if state.desired_retention:
            told["dr"] = state.desired_retention
        if state.last_review_at:
            told["lrt"] = int(state.last_review_at.timestamp())
    return json.dumps(told, separators=(",", ":")) if told else ""


def preset_written(preset: PresetValues, usual: Object) -> Object:
    """Return a preset as collections keep it."""
    return usual | {
        "name": preset.name,
        "new": usual["new"]
        | {
            "delays": [one / 60 for one in preset.learning_steps],
            "perDay": preset.new_per_day,
            "order": int(preset.new_order == "made"),
            "bury": preset.bury_siblings,
        },
        "rev": usual["rev"] | {"maxIvl": preset.maximum_interval, "bury": preset.bury_siblings},
        "lapse": usual["lapse"]
        | {
            "delays": [one / 60 for one in preset.relearning_steps],
            "leechFails": preset.leech_threshold,
            "leechAction": int(preset.leech_action == "mark"),
        },
        "desiredRetention": preset.desired_retention,
        "fsrsParams6": list(preset.parameters) if len(preset.parameters) == _FSRS6 else [],
        "easyDaysPercentages": [_SHARES[one] for one in preset.easy_days or _WEEK],
    }


_FSRS6 = 21
_SHARES: Mapping[Ease, float] = {"normal": 1.0, "reduced": 0.5, "minimum": 0.0}
_WEEK: tuple[Ease, ...] = ("normal",) * 7
