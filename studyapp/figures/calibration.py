"""Whether what was predicted came true: the chance of recall before each review."""

from __future__ import annotations

import numpy as np

from studyapp.figures.figure import Cell, Figure
from studyapp.figures.rows import CRAM, Flags, Floats, Integers, Log, Rows
from studyapp.figures.shares import share, wilson

BINS = 20
_SURE = 1e-4


def calibration(rows: Rows) -> Figure:
    """Return predicted and real recall in bins of five hundredths, with 95 % intervals.

    A prediction is what the last answer's stability says for the days since then; only the first
    answer of a card on a study day is judged, and not on the day of the last one.
    """
    said, came = _predictions(rows.log, rows.recent)
    at = np.clip((said * BINS).astype(np.int64), 0, BINS - 1)
    number = np.bincount(at, minlength=BINS).astype(np.int64)
    right = np.bincount(at, weights=came, minlength=BINS).astype(np.int64)
    sums = np.bincount(at, weights=said, minlength=BINS).astype(np.float64)
    table = tuple(
        _row(one, int(number[one]), int(right[one]), float(sums[one])) for one in range(BINS)
    )
    columns = ("from", "to", "answers", "right", "predicted", "share", "low", "high")
    return Figure("calibration", columns, table, _summed_up(said, came, number, right, sums))


def _row(place: int, number: int, right: int, total: float) -> tuple[Cell, ...]:
    mean = round(total / number, 4) if number else None
    edges = (round(place / BINS, 2), round((place + 1) / BINS, 2))
    return *edges, number, right, mean, share(right, number), *wilson(right, number)


def _summed_up(
    said: Floats, came: Flags, number: Integers, right: Integers, sums: Floats
) -> dict[str, Cell]:
    if not len(said):
        return dict.fromkeys(("predicted", "real", "log_loss", "rmse"), None) | {"answers": 0}
    held = np.clip(said, _SURE, 1 - _SURE)
    loss = -np.where(came, np.log(held), np.log(1 - held)).mean()
    full = number > 0
    gaps = (sums[full] - right[full]) / number[full]
    return {
        "answers": len(said),
        "predicted": round(float(said.mean()), 4),
        "real": round(float(came.mean()), 4),
        "log_loss": round(float(loss), 4),
        "rmse": round(float(np.sqrt((gaps**2 * number[full]).sum() / len(said))), 4),
    }


def _predictions(log: Log, recent: Log) -> tuple[Floats, Flags]:
    """Return predicted chances and outcomes of the reviews in *recent*, the end of *log*."""
    log = log.where(log.kind != CRAM)
    log = log.at_places(np.lexsort((log.at, log.card)))
    follows = np.zeros(len(log), dtype=bool)
    follows[1:] = (log.card[1:] == log.card[:-1]) & (log.day[1:] > log.day[:-1])
    before = np.flatnonzero(follows) - 1
    judged = log.where(follows)
    stability = log.stability[before]
    fit = judged.counts & ~np.isnan(stability)
    if len(recent):
        fit &= judged.day >= recent.day.min()
    days = (judged.day - log.day[before])[fit]
    decay = judged.decay[fit]
    factor = 0.9 ** (-1 / decay) - 1
    return (1 + factor * days / stability[fit]) ** -decay, judged.was_right[fit]
