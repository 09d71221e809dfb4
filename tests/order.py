"""The order of the tests: what takes long begins first, so that no core waits for it at the end."""

from __future__ import annotations

import pytest

_FIRST = ("faults", "browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what starts processes before the rest; the order within stays as chance made it."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, bool]:
    marks = {mark.name for mark in item.iter_markers()}
    place = next((at for at, name in enumerate(_FIRST) if name in marks), len(_FIRST))
    return place, "killstorm" not in item.nodeid
