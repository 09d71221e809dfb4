"""The documentation names what there is, and leads to what it names."""

from __future__ import annotations

import re

import pytest
from click import Context

from studyapp.cli import cli
from studyapp.settings import Settings
from tests.project import ROOT

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]+))?\)")


@pytest.mark.parametrize("name", cli.list_commands(Context(cli)))
def test_every_command_is_documented(name):
    assert re.search(rf"(studyapp|\./run) {name}\b|`{name}[` ]", TEXT)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name):
    page = (ROOT / "docs" / "self-hosting.md").read_text(encoding="utf-8")
    assert f"STUDYAPP_{name.upper()}" in page


def test_no_setting_is_documented_that_is_none():
    """What only the tests read is not among the settings."""
    known = {f"STUDYAPP_{name.upper()}" for name in Settings.model_fields} | {"STUDYAPP_SAMPLES"}
    assert set(re.findall(r"STUDYAPP_[A-Z_]+", TEXT)) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_to_one(page):
    for target, _anchor in _LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_every_option_of_the_documented_lines_exists():
    """A line that people copy from the documentation must work."""
    for command, rest in re.findall(r"^(?:\./run|studyapp) (\w+)(.*)$", TEXT, re.MULTILINE):
        if command not in cli.commands:
            continue
        known = {name for option in cli.commands[command].params for name in option.opts}
        used = set(re.findall(r"(?<!\S)(--?[a-z][a-z-]*)", rest.partition("#")[0]))
        assert used - known - {"--help"} == set(), command
