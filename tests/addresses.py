"""Addresses compiled once: each test has an app of its own, and all of them have the same ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.routing import Rule


@pytest.fixture(autouse=True, scope="session")
def compiled_addresses() -> Iterator[None]:
    """Keep what Werkzeug compiles of each rule; it was a sixth of the time of a test with an app.

    What it compiles depends on nothing but what is in the key: the rule's converters are asked
    when an address is built.
    """
    known: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}
    compiled = Rule._compile_builder

    def kept(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, repr(self.defaults), tuple(self._trace), append_unknown)
        if key not in known:
            known[key] = compiled(self, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", kept)
        yield
