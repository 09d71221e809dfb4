"""Imports point one way: web, cli, worker → services → tables, db → questions."""

from __future__ import annotations

import ast

import pytest

from tests.project import imports, modules, syntax

# A deck of Anki is a database inside a zip; the format reads and writes it in memory.
_DATABASE_IN_A_FILE = {"questions.formats.anki.collection", "questions.formats.anki.database"}

QUESTIONS, FOUNDATION, SERVICES, ENTRANCES = range(4)
# Whatever studyapp has besides these is a service.
_ENTRANCES = ("web", "cli", "worker", "serving", "__main__")
_FOUNDATION = (
    "tables",
    "db",
    "migrations",
    "settings",
    "errors",
    "messages",
    "ids",
    "assets",
    "__init__",
)
_WEB_LIBRARIES = ("flask", "flask_htmx", "flask_wtf", "flask_babel", "werkzeug", "wtforms")
_DATABASE_LIBRARIES = ("sqlmodel", "sqlalchemy", "alembic", "psycopg", "sqlite3")
_CONNECTIONS = ("socket", "urllib.request", "http.client", "httpx", "requests", "aiohttp")
_FSRS_LIBRARIES = ("fsrs", "fsrs_rs_python")

MODULES = {name: imports(path) for name, path in modules("studyapp", "questions")}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_nothing_from_a_layer_above_it(name):
    above = {found for found in MODULES[name] if _layer(found) > _layer(name)}
    assert above == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("questions")])
def test_questions_know_no_web_no_database_and_no_network(name):
    forbidden = (*_WEB_LIBRARIES, *_DATABASE_LIBRARIES, *_CONNECTIONS, "click", "studyapp")
    allowed = {"sqlite3"} if name in _DATABASE_IN_A_FILE else set()
    assert _among(MODULES[name], forbidden) - allowed == set()


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("studyapp")])
def test_only_the_entrances_know_the_web_and_the_command_line(name):
    if _layer(name) != ENTRANCES:
        assert _among(MODULES[name], (*_WEB_LIBRARIES, "click", "granian")) == set()


def test_only_scheduling_knows_an_fsrs_library():
    assert _who_imports(_FSRS_LIBRARIES) <= _inside("studyapp.scheduling")


def test_only_the_fragments_know_flask_htmx():
    assert _who_imports(("flask_htmx",)) <= {"studyapp.web.fragments"}


def test_scheduling_knows_no_database():
    for name in _inside("studyapp.scheduling"):
        assert _among(MODULES[name], (*_DATABASE_LIBRARIES, "studyapp.tables")) == set(), name


def test_only_the_database_module_commits():
    committing = {
        name
        for name, path in modules("studyapp")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    }
    assert committing - _inside("studyapp.migrations") <= {"studyapp.db"}


def _layer(name):
    top, _, rest = name.partition(".")
    if top != "studyapp":
        return QUESTIONS
    part = rest.partition(".")[0] or "__init__"
    if part in _ENTRANCES:
        return ENTRANCES
    return FOUNDATION if part in _FOUNDATION or not _is_module(part) else SERVICES


def _is_module(part):
    """Tell `studyapp.db` from `studyapp.__version__`."""
    return any(name.split(".")[1:2] == [part] for name in MODULES)


def _among(found, libraries):
    return {name for name in found for library in libraries if _is_inside(name, library)}


def _is_inside(name, package):
    return name == package or name.startswith(f"{package}.")


def _inside(package):
    return {name for name in MODULES if _is_inside(name, package)}


def _who_imports(libraries):
    return {name for name, found in MODULES.items() if _among(found, libraries)}
