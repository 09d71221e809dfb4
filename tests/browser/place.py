"""Where a page stands in one of its three states, and what to do there for the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

State = Literal["empty", "full", "error"]
STATES: tuple[State, ...] = ("empty", "full", "error")


@dataclass(frozen=True)
class Place:
    """Where a page stands, and what to do there for the state that is meant."""

    path: str
    act: Callable[[Page], None] | None = None
    on_bare: bool = False
