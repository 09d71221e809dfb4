"""Whether what was predicted came true: the chance of recall before each review."""

from __future__ import annotations

import numpy as np

from studyapp.figures.days import BINS, Days
from studyapp.figures.figure import Cell, Figure
from studyapp.figures.reading import Rows
from studyapp.figures.shares import share, wilson


def calibration(rows: Rows) -> Figure:
    """Return predicted and real recall in bins of five hundredths, with 95 % intervals.

    A prediction is what the last answer's stability says for the days since then; only the first
    answer of a card on a study day is judged, and not on the day of the last one.
    """
    recent = rows.recent
    judged, said = recent.counts("predicted").tolist(), recent.total("said").tolist()
    table = tuple(
        _row(place, number, right, total)
        for place, ((number, right), total) in enumerate(zip(judged, said, strict=True))
    )
    columns = ("from", "to", "answers", "right", "predicted", "share", "low", "high")
    return Figure("calibration", columns, table, _summed_up(recent))


def _row(place: int, number: int, right: int, total: float) -> tuple[Cell, ...]:
    mean = round(total / number, 4) if number else None
    edges = (round(place / BINS, 2), round((place + 1) / BINS, 2))
    return *edges, number, right, mean, share(right, number), *wilson(right, number)


def _summed_up(recent: Days) -> dict[str, Cell]:
    number, right = recent.total("predicted").T
    said, every = recent.total("said"), int(number.sum())
    if not every:
        return dict.fromkeys(("predicted", "real", "log_loss", "rmse"), None) | {"answers": 0}
    full = number > 0
    gaps = (said[full] - right[full]) / number[full]
    return {
        "answers": every,
        "predicted": round(float(said.sum()) / every, 4),
        "real": round(float(right.sum()) / every, 4),
        "log_loss": round(float(recent.total("loss")) / every, 4),
        "rmse": round(float(np.sqrt((gaps**2 * number[full]).sum() / every)), 4),
    }
