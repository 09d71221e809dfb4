"""How the tests share the machine: what takes long begins first, and no core waits for another."""

from __future__ import annotations

import os

import pytest

_FIRST = ("faults", "browser")


def pytest_xdist_auto_num_workers() -> int:
    """Run one process more than there are cores: tests of processes and of pages often wait."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what starts processes before the rest; the order within stays as chance made it."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, bool]:
    marks = {mark.name for mark in item.iter_markers()}
    place = next((at for at, name in enumerate(_FIRST) if name in marks), len(_FIRST))
    return place, "killstorm" not in item.nodeid
