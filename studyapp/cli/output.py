"""What the commands say: results on standard output, everything else beside them."""

from __future__ import annotations

import json
from typing import Any

import click


def note(text: str) -> None:
    """Say something on standard error, where it cannot get into a result."""
    click.echo(text, err=True)


def print_json(value: Any) -> None:
    """Print *value* for other programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
