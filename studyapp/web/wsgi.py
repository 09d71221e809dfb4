"""What the web server's process loads."""

from __future__ import annotations

from flask import Flask

from studyapp.db import Database
from studyapp.logs import set_up_logs
from studyapp.settings import Settings
from studyapp.web import create_app


def make_app() -> Flask:
    """Make the application from the environment, in a process that ends with its parent."""
    from studyapp.serving import end_with_parent

    end_with_parent()
    settings = Settings()
    set_up_logs(settings)
    return create_app(settings, Database(settings.url))
