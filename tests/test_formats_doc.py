"""docs/formats.md says of each format what the registry says of it."""

import re

import pytest

from questions import formats
from questions.formats.decoding import MAX_BYTES
from questions.formats.tables import archive, grid
from questions.model import Kind
from tests.project import ROOT

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("`"): cells[1:]
    for line in PAGE.splitlines()
    if line.startswith("| `")
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}


def test_every_format_has_a_row_and_every_row_a_format():
    assert list(ROWS) == [form.name for form in formats.FORMATS]


@pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.name)
def test_a_row_says_what_the_format_does(form):
    title, is_read, is_written, kinds = ROWS[form.name]

    assert title == form.title
    assert (is_read, is_written) == (said(form.read), said(form.write))
    assert kinds == kinds_of(form)


@pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.name)
def test_every_format_has_a_section(form):
    headings = re.findall(r"^## (.*)$", PAGE, re.MULTILINE)

    assert any(f"`{form.name}`" in heading for heading in headings)


def test_the_limits_are_those_of_the_readers():
    assert f"over {MAX_BYTES // 1024**2} MiB" in PAGE
    most = f"over {archive.MAX_MEMBER // 1024**2} MiB"
    assert f"{most} or packed more than {archive.MAX_RATIO}" in PAGE
    assert f"beyond {grid.MAX_COLUMNS}, rows beyond {grid.MAX_ROWS:,}" in PAGE


def said(function):
    return "yes" if function else "–"


def kinds_of(form):
    if not form.write:
        return "–"
    if form.holds.kinds == frozenset(Kind):
        return "all"
    return ", ".join(kind.value for kind in sorted(form.holds.kinds))
