"""The addresses of the app: a bookmark, and another program's form, must go on working."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from studyapp.settings import Settings
from studyapp.web import create_app

_KEPT = Path(__file__).with_name("routes.txt")


def test_no_address_changes_unnoticed(app):
    """A changed address needs a redirect from the old one; then change the list too."""
    found = sorted(
        f"{rule.rule} {' '.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
    )
    assert found == _KEPT.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def app():
    """Return an app that has every address: with accounts."""
    settings = Settings(
        data_dir="/nonexistent", secret_key="x", database_url="sqlite://", accounts="on"
    )
    return create_app(settings, SimpleNamespace())
