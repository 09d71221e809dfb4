"""Sheets of an XLSX file, read row by row within a budget."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from lxml import etree

from questions.errors import BankFormatError
from questions.formats.results import Problem
from questions.formats.tables.archive import Archive
from questions.formats.tables.grid import MAX_CELL, MAX_COLUMNS, Grid, Row, within_budget
from questions.messages import say

_ZIP: Final = b"PK\x03\x04"
_WORKBOOK: Final = "xl/workbook.xml"
_DIGITS: Final = "0123456789"
_DATE_NUMBERS: Final = frozenset({14, 15, 16, 17, 22})
_DATE_CODE: Final = re.compile(r"^(?!.*[#0?]).*[ymd]", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DAY_ONE: Final = datetime(1899, 12, 30, tzinfo=UTC)
_LAST_DAY: Final = 2_958_465
_MOST_STRINGS: Final = 1_000_000


def is_workbook(data: bytes) -> bool:
    """Tell whether a file is a workbook, by the parts that it has."""
    if not data.startswith(_ZIP):
        return False
    try:
        return _WORKBOOK in Archive(data).names
    except BankFormatError:
        return False


def grid_of(data: bytes, sheet: str | None = None, most: int | None = None) -> Grid:
    """Read one sheet: the one called so, or the first that has rows; *most* rows of it."""
    archive = Archive(data)
    sheets = _sheets(archive)
    if sheet is not None and sheet not in sheets:
        raise BankFormatError(say("there is no sheet %(sheet)s", sheet=repr(sheet[:60])))
    wanted = [sheet] if sheet is not None else list(sheets)
    strings, dates = _strings(archive), _date_styles(archive)
    for name in wanted:
        problems: list[Problem] = []
        rows = _rows(archive, sheets[name], strings, dates, problems)
        kept = within_budget(islice(rows, most), problems)
        if kept:
            _name_others(sheets, name, problems)
            return Grid(kept, problems, sheets=tuple(sheets), sheet=name)
    return Grid([], sheets=tuple(sheets))


def _name_others(sheets: Mapping[str, str], name: str, problems: list[Problem]) -> None:
    others = [one for one in sheets if one != name]
    if others:
        said = ", ".join(repr(one[:60]) for one in others[:10])
        reason = f"only the sheet {name[:60]!r} was read, not {said}"
        problems.append(Problem("workbook", reason, outcome="reduced"))


def _sheets(archive: Archive) -> dict[str, str]:
    """Return the member of each sheet by its title, in the order of the workbook."""
    targets = {
        str(one.get("Id")): str(one.get("Target"))
        for one in archive.elements("xl/_rels/workbook.xml.rels", "{*}Relationship")
    }
    found = {}
    for one in archive.elements(_WORKBOOK, "{*}sheet"):
        key = next((str(told) for name, told in one.items() if str(name).endswith("}id")), "")
        target = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
        if target in archive.names:
            found[str(one.get("name") or target)] = target
    if not found:
        raise BankFormatError(say("the workbook has no sheet"))
    return found


def _strings(archive: Archive) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.names:
        return []
    found = []
    for number, one in enumerate(archive.elements(name, "{*}si")):
        if number >= _MOST_STRINGS:
            raise BankFormatError(
                say("the workbook has more than %(most)s texts", most=f"{_MOST_STRINGS:,}")
            )
        found.append(_text_of(one))
    return found


def _is(element: etree._Element | None, name: str) -> bool:
    return element is not None and str(element.tag).rpartition("}")[2] == name


def _text_of(element: etree._Element) -> str:
    """Join the runs of a text; how the characters are pronounced stands apart and is left out."""
    first = element[0] if len(element) == 1 else None
    if first is not None and _is(first, "t"):
        return (first.text or "")[:MAX_CELL]
    parts = [
        one.text or "" for one in element.iterfind(".//{*}t") if not _is(one.getparent(), "rPh")
    ]
    return "".join(parts)[:MAX_CELL]


def _date_styles(archive: Archive) -> frozenset[str]:
    """Return the numbers of the cell styles that show a number as a day."""
    name = "xl/styles.xml"
    if name not in archive.names:
        return frozenset()
    own = {
        str(one.get("numFmtId"))
        for one in archive.elements(name, "{*}numFmt")
        if _DATE_CODE.search(_QUOTED.sub("", str(one.get("formatCode"))))
    }
    dated = own | {str(number) for number in _DATE_NUMBERS}
    styles: list[str] = []
    for formats in archive.elements(name, "{*}cellXfs"):
        styles += [str(one.get("numFmtId")) for one in formats]
    return frozenset(str(at) for at, number in enumerate(styles) if number in dated)


def _rows(
    archive: Archive,
    member: str,
    strings: list[str],
    dates: frozenset[str],
    problems: list[Problem],
) -> Iterator[Row]:
    line = 0
    value = _valuer(strings, dates)
    columns: dict[str, int] = {}
    for element in archive.elements(member, "{*}row"):
        line = _number(element.get("r")) or line + 1
        cells: list[str] = []
        for one in element:
            letters = (one.get("r") or "").rstrip(_DIGITS)
            if letters not in columns:
                columns[letters] = _column(letters)
            column = columns[letters] or len(cells) + 1
            if column > MAX_COLUMNS:
                cells += [""] * (MAX_COLUMNS + 1 - len(cells))
                break
            if column - 1 > len(cells):
                cells += [""] * (column - 1 - len(cells))
            cells.append(value(one, problems))
        yield Row(line, tuple(cells))


def _number(told: str | None) -> int:
    return int(told) if told and told.isascii() and told.isdigit() and len(told) < 8 else 0


def _column(letters: str) -> int:
    """Return the number of a column by its letters, from 1; 0 for what names none."""
    if not letters.isascii() or not letters.isupper() or len(letters) > 3:
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _valuer(
    strings: list[str], dates: frozenset[str]
) -> Callable[[etree._Element, list[Problem]], str]:
    def value(cell: etree._Element, problems: list[Problem]) -> str:
        kind = cell.get("t")
        if kind == "inlineStr":
            return _text_of(cell[0]) if len(cell) else ""
        text = next((one.text or "" for one in cell if _is(one, "v")), None)
        if text is None:
            _name_formula(cell, problems)
            return ""
        if kind == "s":
            at = _number(text)
            return strings[at] if at < len(strings) else ""
        if kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if kind in {"str", "e", "d"}:
            return text[:MAX_CELL]
        return _dated(text) if cell.get("s") in dates else _plain(text)

    return value


def _name_formula(cell: etree._Element, problems: list[Problem]) -> None:
    formula = next((one.text or "" for one in cell if _is(one, "f")), None)
    if formula is not None and len(problems) < 100:
        where = f"cell {str(cell.get('r'))[:12]}"
        reason = "the formula has no saved value: open the file in a spreadsheet and save it"
        problems.append(Problem(where, reason, f"={formula[:200]}", "reduced"))


def _plain(text: str) -> str:
    """Write a number as a person did: 7 and not 7.0."""
    number = text.strip()
    if number.isascii() and number.isdigit():
        return number
    try:
        found = float(number)
    except ValueError:
        return text[:MAX_CELL]
    return str(int(found)) if found.is_integer() and abs(found) < 1e15 else f"{found:.15g}"


def _dated(text: str) -> str:
    """Write the number of a day as ISO 8601 has it, with the time where there is one."""
    try:
        days = float(text)
    except ValueError:
        return text[:MAX_CELL]
    if not 1 <= days <= _LAST_DAY:
        return _plain(text)
    moment = _DAY_ONE + timedelta(seconds=round(days * 86_400))
    return moment.date().isoformat() if days.is_integer() else f"{moment:%Y-%m-%d %H:%M:%S}"
