"""Logs: one line an event on standard error."""

from __future__ import annotations

import logging

from studyapp.settings import Settings


def set_up_logs(settings: Settings) -> None:
    """Write this app's log to standard error."""
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)
