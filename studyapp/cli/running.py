"""serve, migrate, doctor."""

from __future__ import annotations

from dataclasses import asdict

import click

from studyapp import backups, health, migrations
from studyapp.cli.output import note, print_json
from studyapp.db import Database
from studyapp.logs import set_up_logs
from studyapp.serving import Address
from studyapp.serving import serve as run_server
from studyapp.settings import Settings, prepare_data_dir


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-worker", is_flag=True, help="Leave the long work to `studyapp worker`.")
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
def serve(host: str, port: int, no_worker: bool, open_browser: bool) -> None:
    """Serve the app, with a worker for the long work."""
    settings = Settings()
    set_up_logs(settings)
    run_server(
        settings,
        Address(host, port),
        with_worker=not no_worker,
        open_browser=open_browser,
        say=note,
    )


@click.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    settings = Settings()
    prepare_data_dir(settings)
    before = migrations.current(settings.url)
    backups.refuse_newer(before)
    migrations.upgrade(settings.url)
    note(f"The database was at {before or 'no revision'} and is at {migrations.head()}.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings for other programs.")
@click.pass_context
def doctor(context: click.Context, as_json: bool) -> None:
    """Check database, files and settings, with a remedy for what is wrong."""
    settings = Settings()
    database = Database(settings.url)
    findings = health.check(settings, database)
    database.close()
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            click.echo(f"{'ok ' if finding.fine else 'BAD'}  {finding.name}: {finding.detail}")
            if not finding.fine:
                click.echo(f"     {finding.remedy}")
    if not all(finding.fine for finding in findings):
        context.exit(1)
