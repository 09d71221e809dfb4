"""Lines and bands as SVG paths in a box of 1000 × 100 that a page may stretch."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

WIDTH, HEIGHT = 1000, 100


def line(across: Sequence[float], up: Sequence[float], mark: int = 0) -> SimpleNamespace:
    """Return a line from left to right, with the place of one point of it in percent."""
    points = _points(across, up, max(up))
    x, y = points[mark]
    return SimpleNamespace(line=_path(points), mark_x=round(x / WIDTH * 100, 2), mark_y=round(y, 2))


def band(low: Sequence[float], middle: Sequence[float], high: Sequence[float]) -> SimpleNamespace:
    """Return a line in a band around it, a point a day."""
    across, most = range(len(middle)), max(*high, 1)
    edge = _points(across, high, most) + _points(across, low, most)[::-1]
    return SimpleNamespace(line=_path(_points(across, middle, most)), area=f"{_path(edge)}Z")


def _points(across: Sequence[float], up: Sequence[float], most: float) -> list[tuple[float, float]]:
    start, width = across[0], max(across[-1] - across[0], 1e-9)
    return [
        (round((x - start) / width * WIDTH, 1), round(HEIGHT - y / max(most, 1e-9) * HEIGHT, 1))
        for x, y in zip(across, up, strict=True)
    ]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
