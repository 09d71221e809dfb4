"""A clock that does not step back when the machine's is corrected a little."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

PATIENCE = timedelta(hours=1)


class SteadyClock:
    """Shows the last moment again until the machine's clock has come back to it.

    Acts are taken back in the order of their moments, so a correction by seconds must not mix
    that order. A clock that goes back by more than PATIENCE was wrong, and is believed now.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        moment = self._clock()
        if not moment < self._last <= moment + PATIENCE:
            self._last = moment
        return self._last
