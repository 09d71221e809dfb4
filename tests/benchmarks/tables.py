"""Numbers, printed so that they can be read and pasted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median, quantiles

import click


def say(text: str = "") -> None:
    """Print a line."""
    click.echo(text)


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    say(f"\n{title}\n")
    say(f"| {' | '.join(head)} |")
    say(f"| {' | '.join('---' for _ in head)} |")
    for row in rows:
        say(f"| {' | '.join(str(cell) for cell in row)} |")


def ms(seconds: float) -> str:
    """Write a duration."""
    return f"{seconds * 1000:.2f} ms"


def middle(seconds: Sequence[float]) -> float:
    """Return the median."""
    return median(seconds)


def at(percent: int, seconds: Sequence[float]) -> float:
    """Return a percentile."""
    return quantiles(seconds, n=100, method="inclusive")[percent - 1]


def ratio(one: float, other: float) -> str:
    """Write how many times as much one is as another."""
    return f"{one / other:.1f}×"
