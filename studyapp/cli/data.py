"""stats, backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from studyapp import backups, progress
from studyapp.cli.common import learner_of, loaded, note, now, opened, print_json
from studyapp.settings import Settings


@click.command()
@click.option("--learner", "name", help="Whose figures; the single learner's without it.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for other programs.")
def stats(name: str | None, as_json: bool) -> None:
    """Print every figure of the pages."""
    with opened() as database:
        learner_id = learner_of(database, name)
        with database.reading() as session:
            learner, clock = loaded(session, learner_id)
            figures = progress.figures(session, learner, clock)
    if as_json:
        print_json(figures)
        return
    for key, value in figures.items():
        if not isinstance(value, list):
            click.echo(f"{key}: {value}")
    for deck in figures["decks"]:
        click.echo(f"deck {deck['title']}: {deck['due']} due, {deck['new']} new")
    for day in figures["coming"]:
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


COMMANDS = (stats, backup, restore)
