"""An app with accounts; Amina is its admin, Bo another learner."""

from __future__ import annotations

import pytest

from tests.accounts.signing import OTHER_SECRET, SECRET, an_account, made_app
from tests.client import PageClient
from tests.makers import AMINA, BO, a_learner, made


@pytest.fixture
def door(app) -> PageClient:
    return app.test_client()


@pytest.fixture
def app(settings, database, clock, compiled):
    return made_app(settings, database, clock, compiled, hosts="study.example")


@pytest.fixture
def open_app(settings, database, clock, compiled):
    return made_app(settings, database, clock, compiled, sign_up="open")


@pytest.fixture
def learner(database):
    """Return the learner of an install that had no accounts until now."""
    return made(database, a_learner, AMINA)


@pytest.fixture
def amina(database):
    return database.write(lambda session: an_account(session, AMINA, SECRET))


@pytest.fixture
def bo(database, amina):
    return database.write(lambda session: an_account(session, BO, OTHER_SECRET))
