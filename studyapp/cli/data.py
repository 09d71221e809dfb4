"""stats, backup, restore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from studyapp import backups, figures, progress
from studyapp import demo as demo_learner
from studyapp.cli.common import learner_of, loaded, now, opened
from studyapp.cli.output import note, print_json
from studyapp.settings import Settings
from studyapp.start import server_zone


@click.command()
@click.option("--learner", "name", help="Whose figures; the single learner's without it.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for other programs.")
@click.option(
    "--range",
    "period",
    type=click.Choice(tuple(figures.PERIODS)),
    default="all",
    show_default=True,
    help="How far back the figures of the progress page look.",
)
@click.option("--rebuild", "again", is_flag=True, help="First make anew what is kept of figures.")
def stats(name: str | None, as_json: bool, period: str, *, again: bool) -> None:
    """Print every figure of the pages."""
    with opened() as database:
        learner_id = learner_of(database, name)
        if again:
            database.write(
                lambda session: figures.rebuild(session, learner_id, loaded(session, learner_id)[1])
            )
        with database.reading() as session:
            learner, clock = loaded(session, learner_id)
            found = progress.figures(session, learner, clock)
            source = figures.Source(session, learner_id, clock, period)
            told = {key: make(source) for key, make in figures.EVERY.items()}
    if as_json:
        print_json(found | {"figures": {key: one.as_json() for key, one in told.items()}})
        return
    _tell_today(found)
    for key, one in told.items():
        for fact, number in one.facts.items():
            click.echo(f"{key}, {fact.replace('_', ' ')}: {'-' if number is None else number}")


def _tell_today(found: Mapping[str, Any]) -> None:
    for key, value in found.items():
        if not isinstance(value, list):
            click.echo(f"{key}: {value}")
    for deck in found["decks"]:
        click.echo(f"deck {deck['title']}: {deck['due']} due, {deck['new']} new")
    for day in found["coming"]:
        click.echo(f"{day['day']}: {day['count']}")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a backup of everything to FILE; the app may be running."""
    size = backups.back_up(Settings(), file, now())
    note(f"{file} holds everything, {size // 1024} KB.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what is there without asking.")
def restore(file: Path, yes: bool) -> None:
    """Put the backup FILE in place of what is there; the app must not be running."""
    settings = Settings()
    if backups.exists(settings) and not yes:
        click.confirm("This replaces the questions and reviews that are here. Go on?", abort=True)
    kept = backups.restore(settings, file, now())
    note("The backup is in place." + (f" What was there before is at {kept}." if kept else ""))


@click.command()
@click.option("--cards", default=500, show_default=True, type=click.IntRange(1))
@click.option("--reviews", default=5_000, show_default=True, type=click.IntRange(0))
@click.option("--seed", default=1, show_default=True, help="Draws the memory and all its answers.")
@click.option("--learner", "name", default=demo_learner.NAME, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print what was made for other programs.")
def demo(cards: int, reviews: int, seed: int, name: str, as_json: bool) -> None:
    """Add a learner with simulated reviews, drawn from a memory whose parameters are known.

    In an empty data folder it is the learner whose app it is; STUDYAPP_DATA_DIR names another
    folder. Its last answers are from yesterday.
    """
    with opened() as database:
        made = demo_learner.make(
            database, now(), server_zone(), cards=cards, answers=reviews, seed=seed, name=name
        )
    if as_json:
        print_json(asdict(made))
        return
    click.echo(f"{made.name}: {made.cards} cards, {made.reviews} reviews")
    click.echo(f"true parameters: {' '.join(map(str, made.parameters))}")
