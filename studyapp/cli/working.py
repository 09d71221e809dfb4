"""worker."""

from __future__ import annotations

import threading

import click

from studyapp import jobs
from studyapp import worker as workers
from studyapp.db import Database
from studyapp.logs import set_up_logs
from studyapp.settings import Settings


@click.command()
@click.option("--watch", type=int, hidden=True, help="A pipe whose end is the end of this process.")
@click.option("--alone", is_flag=True, hidden=True, help="No other worker can be running.")
def worker(watch: int | None, alone: bool) -> None:
    """Do the long work: one worker, until it is stopped."""
    settings = Settings()
    set_up_logs(settings)
    if watch is not None:
        workers.end_with(watch)
    workers.give_way()
    stop = threading.Event()
    workers.stop_on_signals(stop)
    database = Database(settings.url)
    if alone:
        database.write(jobs.release_all)
    workers.work(database, stop)
    database.close()
