"""The command line. Every command exits 0 on success, 1 on refused input, 2 on wrong usage."""

from __future__ import annotations

import sys

import click
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from questions.errors import QuestionsError
from studyapp import __version__
from studyapp.cli import accounts, banks, data, running
from studyapp.errors import StudyError


class _Group(click.Group):
    """Turns what a person can mend into one clear line on standard error."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (StudyError, QuestionsError) as error:
            raise click.ClickException(" ".join(str(error).split())) from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise click.ClickException(f"setting {place}: {first['msg']}") from error
        except OperationalError as error:
            reason = str(error.orig).splitlines()[0]
            raise click.ClickException(
                f"the database does not answer ({reason}); run `studyapp doctor`"
            ) from error


@click.group(cls=_Group, invoke_without_command=True)
@click.version_option(__version__, prog_name="studyapp")
@click.pass_context
def cli(context: click.Context) -> None:
    """Study what you read: questions from documents, reviews, progress. Alone it serves."""
    if context.invoked_subcommand is None:
        context.invoke(running.serve)


for _module in (running, banks, data, accounts):
    for _command in _module.COMMANDS:
        cli.add_command(_command)


def main() -> None:
    """Run the command line."""
    sys.exit(cli(prog_name="studyapp"))
