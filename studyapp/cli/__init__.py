"""The command line. Every command exits 0 on success, 1 on refused input, 2 on wrong usage."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

import click
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from questions.errors import QuestionsError
from studyapp import __version__
from studyapp.errors import StudyError

# The module and the name of each command: only the one that is asked for is loaded.
_COMMANDS: Final = {
    "backup": ("data", "backup"),
    "check": ("banks", "check"),
    "convert": ("banks", "convert"),
    "demo": ("data", "demo"),
    "doctor": ("running", "doctor"),
    "export": ("banks", "export"),
    "generate": ("banks", "generate"),
    "import": ("banks", "import_"),
    "learner": ("accounts", "learner"),
    "migrate": ("running", "migrate"),
    "restore": ("data", "restore"),
    "serve": ("running", "serve"),
    "stats": ("data", "stats"),
    "worker": ("working", "worker"),
}


class _Group(click.Group):
    """Turns what a person can mend into one clear line on standard error."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command; None where there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"studyapp.cli.{module}"), name)
        return command

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
        from studyapp.cli.running import serve

        context.invoke(serve)


def main() -> None:
    """Run the command line."""
    sys.exit(cli(prog_name="studyapp"))
