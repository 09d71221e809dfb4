"""The form of an import: how the file is to be read, and what is wanted of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request

from questions import formats
from questions.formats import Options
from questions.formats.decoding import ENCODINGS
from questions.formats.tables import roles
from studyapp.importing.incoming import POLICIES, Policy, Wanted
from studyapp.tables import BankImport

# Signs that cannot be typed into a field stand there by name.
NAMED = {"tab": "\t", "line": "\n", "blank line": "\n\n", "space": " "}
SEPARATORS = ("tab", ";", ",", "|")
ROW_SEPARATORS = ("line", "blank line", ";")
_OWN = "own"
_LONGEST_SIGN = 20
_TAG_END = re.compile(r"[,;]")
_LONGEST_TITLE = 300


@dataclass(frozen=True)
class Sent:
    """What the form says."""

    format: str | None
    options: Options
    wanted: Wanted


def sent(row: BankImport) -> Sent:
    """Read the form; a field that it does not have is as it was."""
    form = request.form
    format = form.get("format", "")
    chosen = format if format in formats.BY_NAME and formats.BY_NAME[format].read else None
    return Sent(chosen, _options(row, chosen), _wanted())


def _options(row: BankImport, format: str | None) -> Options:
    """Read what was chosen; columns chosen for another way of reading are of no use."""
    preview = row.preview or {}
    is_another = bool(format) and format != preview.get("format")
    guessed = preview.get("guessed", {})
    encoding = request.form.get("encoding", "")
    separator = _sign("separator")
    if separator == guessed.get("separator") and not row.options.get("separator"):
        separator = None
    if is_another or separator is not None:
        return Options(encoding=encoding if encoding in ENCODINGS else None, separator=separator)
    return Options(
        encoding=encoding if encoding in ENCODINGS else None,
        separator=separator,
        row_separator=_sign("row_separator"),
        columns=_columns(guessed),
        header=_header(guessed),
        html=_yes_or_no("html"),
        sheet=request.form.get("sheet") or None,
    )


def _header(guessed: dict[str, object]) -> bool | None:
    told = _yes_or_no("header")
    return None if told == guessed.get("header") else told


def _columns(guessed: dict[str, object]) -> tuple[str, ...] | None:
    """Read what each column holds; None as long as it is what was guessed."""
    held: list[str] = []
    while f"column-{len(held)}" in request.form and len(held) < 100:
        told = request.form[f"column-{len(held)}"]
        held.append(told if told in roles.ROLES else roles.IGNORE)
    if not held or held == guessed.get("columns"):
        return None
    return tuple(held)


def _sign(name: str) -> str | None:
    """Read a separator: one of the usual, or the person's own."""
    told = request.form.get(name, "")
    if told == _OWN:
        told = request.form.get(f"{name}-own", "")
    return NAMED.get(told, told)[:_LONGEST_SIGN] or None


def _yes_or_no(name: str) -> bool | None:
    return {"yes": True, "no": False}.get(request.form.get(name, ""))


def _wanted() -> Wanted:
    tags = (one.strip() for one in _TAG_END.split(request.form.get("tags", "")))
    told = request.form.get("changed", "")
    policy: Policy = next((one for one in POLICIES if one == told), "update")
    title = " ".join(request.form.get("deck", "").split())[:_LONGEST_TITLE]
    return Wanted(title, tuple(dict.fromkeys(tag[:100] for tag in tags if tag)), policy)
