"""learner add, list, password, remove."""

from __future__ import annotations

import sys

import click
from sqlmodel import Session

from studyapp import accounts, administration, banks, learners, passwords
from studyapp.cli.common import now, opened
from studyapp.cli.output import note, print_json
from studyapp.db import Database
from studyapp.errors import RefusedError
from studyapp.ids import new_id
from studyapp.start import server_zone
from studyapp.tables import Learner


@click.group()
def learner() -> None:
    """Add learners, list them, set a password, remove one."""


@learner.command()
@click.argument("name")
@click.option(
    "--zone", default=None, help="Time zone, e.g. Europe/Paris; this machine's unless set."
)
def add(name: str, zone: str | None) -> None:
    """Make an account for NAME; the password is asked for, or read from standard input."""
    key, moment = new_id(), now()
    kept = _new_password(name)
    bank, texts = banks.demo()
    with opened() as database:

        def action(session: Session) -> bool:
            before = learners.single(session)
            whose = accounts.open_account(session, key, name, kept, zone or server_zone(), moment)
            if before is not None and whose == before.id:
                return False
            clock = learners.clock_of(session.get_one(Learner, whose), moment)
            banks.bring_in(session, whose, bank, texts, clock, is_demo=True)
            return True

        fresh = database.write(action)
    note(f"{name} can sign in." + ("" if fresh else " What was studied here before is theirs."))


@learner.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the learners for other programs.")
def list_all(as_json: bool) -> None:
    """List the learners."""
    with opened() as database, database.reading() as session:
        rows = administration.all_learners(session)
    if as_json:
        print_json(
            [
                {
                    "id": row.id,
                    "name": row.name,
                    "admin": row.is_admin,
                    "questions": row.questions,
                    "reviews": row.reviews,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        admin = ", admin" if row.is_admin else ""
        click.echo(f"{row.name}{admin}: {row.questions} questions, {row.reviews} reviews")


@learner.command()
@click.argument("name")
def password(name: str) -> None:
    """Set a new password for NAME; every browser of theirs is signed out."""
    with opened() as database:
        whose = _whose(database, name)
        kept = _new_password(name)
        database.write(lambda session: accounts.set_password(session, whose, kept))
    note(f"{name} has a new password.")


@learner.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Delete NAME with everything that is theirs. No undo brings it back."""
    with opened() as database:
        whose = _whose(database, name)
        if not yes:
            click.confirm(f"Delete {name} with every question and review?", abort=True)
        database.write(lambda session: accounts.remove(session, whose))
    note(f"{name} is gone.")


def _whose(database: Database, name: str) -> str:
    with database.reading() as session:
        found = accounts.find(session, name) or learners.by_name(session, name)
        return found.id


def _new_password(name: str) -> str:
    """Ask for a password twice, or take the first line of standard input; return its hash."""
    if sys.stdin.isatty():
        typed = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        typed = sys.stdin.readline().rstrip("\r\n")
    if problems := passwords.problems(typed, [name]):
        raise RefusedError(*problems)
    return passwords.hashed(typed)
