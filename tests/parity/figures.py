"""`./run parity --figures`: our figures beside Anki's graphs.

A random collection is put into Anki's own tables and into ours, and every figure that both have is
compared, bucket for bucket, for everything and for a deck. The backend runs in a process of its
own at a clock that is set; see __main__.py. Days of Anki are spans of 86,400 seconds counted back
from the next one, ours are dates: collections are drawn in zones whose clocks do not change.
"""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import click
import numpy as np

from studyapp import figures, migrations, search
from studyapp.db import Database
from studyapp.figures import FIGURES, Figure
from tests.makers import a_learner, made
from tests.parity import card_pages, figures_rows
from tests.parity.figures_rows import Collection

HERE = Path(__file__).parent
RECORDED = HERE / "anki_graphs.jsonl.gz"
RANGES = {"month": ("one_month", 30), "year": ("one_year", 365), "all": ("all_time", None)}
Difference = tuple[str, Any, Any]


def graphs(
    python: str, clock: Path, collection: Collection, repeats: int = 1, cards: int = 0
) -> list[Any]:
    """Return the graphs of Anki's backend for each search, then the pages of the first *cards*."""
    zone = collection.clock.zone.key
    with tempfile.TemporaryDirectory(prefix="studyapp-parity-") as folder:
        rows = Path(folder) / "rows.db"
        figures_rows.for_anki(collection, rows)
        told = subprocess.run(
            [python, str(HERE / "figures_oracle.py"), str(rows), str(repeats), str(cards)],
            env={**os.environ, "LD_PRELOAD": str(clock), "TZ": zone},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [json.loads(line) for line in told.stdout.splitlines()]


def differences(
    database: Database, learner_id: str, collection: Collection, told: Mapping[str, Any]
) -> Iterator[Difference]:
    """Yield the name of each bucket that differs, with Anki's value and ours."""
    with database.reading() as session:
        query, condition = told["search"], None
        if query:
            condition = search.cards_under(
                session, learner_id, search.parse(query), collection.clock
            )
        for period, (name, days) in RANGES.items():
            rows = figures.read(session, learner_id, collection.clock, period, condition)
            made_here = {key: make(rows) for key, make in FIGURES.items()}
            today = collection.clock.today
            for place, theirs, ours in _pairs(told["graphs"], made_here, name, days, today):
                if theirs != ours:
                    yield f"{query or 'all'}, {period}: {place}", theirs, ours


def _pairs(
    theirs: Any, ours: Mapping[str, Figure], name: str, days: int | None, today: date
) -> Iterator[Difference]:
    yield from _today(theirs["today"], ours["today"])
    yield from _future(theirs["future_due"], ours["due"], today)
    yield from _reviews(theirs["reviews"], ours["reviews"], today, days)
    yield from _counts(theirs["card_counts"], ours["counts"])
    yield "intervals", _numbered(theirs["intervals"]["intervals"]), _table(ours["intervals"])
    yield "stability", _numbered(theirs["stability"]["intervals"]), _table(ours["stability"])
    yield from _hundredths("difficulty", theirs["difficulty"]["eases"], ours["difficulty"])
    found = theirs["retrievability"]
    yield from _hundredths("retrievability", found["retrievability"], ours["retrievability"])
    yield from _memory(theirs, ours)
    yield from _retention(theirs["true_retention"], ours["retention"])
    hours = [(one["total"], one["correct"]) for one in theirs["hours"][name]]
    yield "hours", hours, [row[1:3] for row in ours["hours"].rows]
    pressed = {row[0]: list(row[1:5]) for row in ours["buttons"].rows}
    yield "buttons", theirs["buttons"][name], pressed
    yield "added", _by_day(theirs["added"]["added"], today, days), _filled(ours["added"])


def _today(theirs: Any, ours: Figure) -> Iterator[Difference]:
    kinds = dict(zip(ours.column("kind"), ours.column("answers"), strict=True))
    yield "today, answers", theirs["answer_count"], ours.facts["answers"]
    yield "today, right", theirs["correct_count"], ours.facts["right"]
    yield "today, time", _minutes(theirs["answer_millis"]), ours.facts["minutes"]
    yield "today, mature", theirs["mature_count"], ours.facts["mature"]
    yield "today, mature right", theirs["mature_correct"], ours.facts["mature_right"]
    for there, here in (
        ("learn_count", "learn"),
        ("review_count", "review"),
        ("relearn_count", "relearn"),
        ("early_review_count", "cram"),
    ):
        yield f"today, {here}", theirs[there], kinds[here]


def _future(theirs: Any, ours: Figure, today: date) -> Iterator[Difference]:
    due = _numbered(theirs["future_due"])
    yield "due, overdue", sum(many for day, many in due.items() if day < 0), ours.facts["overdue"]
    yield "due, tomorrow", due.get(1, 0), ours.facts["tomorrow"]
    # Anki adds up in 32 bits and leaves the rest out.
    there, here = theirs["daily_load"], int(float(ours.facts["daily_load"] or 0))
    yield "due, daily load", there, there if isclose(there, here, rel_tol=1e-4) else here
    number = len(ours.rows)
    coming = {day: many for day, many in due.items() if 0 <= day < number}
    first = today.toordinal()
    counted = {date.fromisoformat(str(day)).toordinal() - first: many for day, many in ours.rows}
    yield "due", coming, {day: many for day, many in counted.items() if many}


def _reviews(theirs: Any, ours: Figure, today: date, days: int | None) -> Iterator[Difference]:
    kinds = ("learn", "relearn", "young", "mature", "cram")
    there = [*kinds[:4], "filtered"]
    for name, columns in (("count", kinds), ("time", [f"{one}_minutes" for one in kinds])):
        wanted = {
            day: tuple(_minutes(one[key]) if name == "time" else one[key] for key in there)
            for day, one in _by_day(theirs[name], today, days).items()
        }
        found = zip(ours.column("day"), *(ours.column(one) for one in columns), strict=True)
        yield f"reviews, {name}", wanted, {day: tuple(row) for day, *row in found if any(row)}


def _counts(theirs: Any, ours: Figure) -> Iterator[Difference]:
    names = ("newCards", "learn", "relearn", "young", "mature", "suspended", "buried")
    apart, within = theirs["excluding_inactive"], theirs["including_inactive"]
    yield "counts", [apart[one] for one in names], ours.column("cards")
    yield (
        "counts with those set aside",
        [within[one] for one in names[:5]],
        [ours.facts[f"all_{one}"] for one in ours.column("state")[:5]],
    )


def _hundredths(name: str, theirs: Any, ours: Figure) -> Iterator[Difference]:
    yield name, _numbered(theirs), {row[0]: row[2] for row in ours.rows if row[2]}


def _memory(theirs: Any, ours: Mapping[str, Figure]) -> Iterator[Difference]:
    found, facts = theirs["retrievability"], ours["retrievability"].facts
    average = 100 * float(facts["average"] or 0)
    yield _near("retrievability, average", found["average"], average)
    yield _near("knowledge by card", found["sum_by_card"], facts["known_cards"])
    yield _near("knowledge by note", found["sum_by_note"], facts["known_questions"])
    middle = ours["difficulty"].facts["median"]
    yield _near("difficulty, median", theirs["difficulty"]["average"], middle)


def _near(name: str, theirs: Any, ours: Any) -> Difference:
    """Leave out what 32 bits, and the places that we tell, cannot hold."""
    there, here = float(theirs or 0), float(ours or 0)
    return name, there, there if isclose(there, here, rel_tol=1e-4, abs_tol=0.06) else here


def _retention(theirs: Any, ours: Figure) -> Iterator[Difference]:
    names = ("young_passed", "young_failed", "mature_passed", "mature_failed")
    for span, *found in (row[:5] for row in ours.rows):
        there = theirs["all_time" if span == "all" else str(span)]
        yield f"true retention, {span}", [there[one] for one in names], found


def _numbered(found: Mapping[str, int]) -> dict[int, int]:
    return {int(key): many for key, many in found.items()}


def _by_day(found: Mapping[str, Any], today: date, days: int | None) -> dict[str, Any]:
    first = today.toordinal()
    return {
        date.fromordinal(first + int(key)).isoformat(): value
        for key, value in found.items()
        if days is None or int(key) > -days
    }


def _table(ours: Figure) -> dict[Any, Any]:
    return dict(zip(*(ours.column(one) for one in ours.columns), strict=True))


def _filled(ours: Figure) -> dict[str, Any]:
    return {str(day): many for day, many in ours.rows if many}


def _minutes(ms: int) -> float:
    return float(np.round(ms / 60_000, 2))


@dataclass(frozen=True)
class Drawn:
    """What a random collection is drawn from."""

    seed: int
    cards: int
    reviews: int
    zone: str = "UTC"

    def collection(self) -> Collection:
        """Draw it."""
        return figures_rows.drawn(self.seed, self.cards, self.reviews, self.zone)


RANDOM = (
    Drawn(1, 3_000, 20_000),
    Drawn(2, 3_000, 20_000, "Asia/Kolkata"),
    Drawn(3, 3_000, 20_000, "Pacific/Kiritimati"),
)
LARGE = Drawn(4, 100_000, 500_000)
PAGES = 200
KEPT = Drawn(5, 150, 1_200, "Asia/Kolkata")


def recorded() -> list[Any]:
    """Return what Anki told of the collection that the tests compare."""
    with gzip.open(RECORDED, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def rebuild(python: str, clock: Path) -> None:
    """Record what Anki tells of the collection that the tests compare."""
    told = graphs(python, clock, KEPT.collection())
    with RECORDED.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        for one in told:
            packed.write(json.dumps(one | {"cpu": []}, sort_keys=True).encode() + b"\n")


def compare(python: str, clock: Path) -> int:
    """Compare random collections, a large one last; return the exit status."""
    number = 0
    for drawn in (*RANDOM, LARGE):
        with tempfile.TemporaryDirectory(prefix="studyapp-parity-") as folder:
            found = _compared(python, clock, drawn.collection(), Path(folder))
        for name, theirs, ours in found[:5]:
            click.echo(f"  {name}: {_told_apart(theirs, ours)}")
        click.echo(
            f"seed {drawn.seed}: {drawn.cards:,} cards, {drawn.reviews:,} answers, {drawn.zone}, "
            f"everything and a deck, 3 ranges, {PAGES} pages of cards: {len(found)} figures differ"
        )
        number += len(found)
    return 1 if number else 0


def _told_apart(theirs: Any, ours: Any) -> str:
    if not isinstance(theirs, dict):
        return f"Anki {theirs}, here {ours}"
    keys = [key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key)]
    return ", ".join(f"{key}: Anki {theirs.get(key)}, here {ours.get(key)}" for key in keys[:5])


def _compared(python: str, clock: Path, collection: Collection, folder: Path) -> list[Difference]:
    url = f"sqlite:///{folder / 'studyapp.db'}"
    migrations.upgrade(url)
    database = Database(url)
    learner_id = made(database, a_learner)
    ids = made(database, figures_rows.for_us, learner_id, collection)
    *told, pages = graphs(python, clock, collection, cards=PAGES)
    found = [one for graph in told for one in differences(database, learner_id, collection, graph)]
    # Anki tells the oldest cards first.
    oldest = [ids[at] for at in np.argsort(collection.cards["made"])[:PAGES]]
    found += card_pages.differences(database, learner_id, collection.clock, oldest, pages["cards"])
    database.close()
    return found
