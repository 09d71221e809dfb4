"""The project's own files, for the tests that read them as text or as syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
_FOLDERS = ("studyapp", "questions", "templates", "static", "tests", "docs", "vendor", ".ci")
_NOT_OURS = {"__pycache__", "node_modules"}


def project_files() -> Iterator[Path]:
    """Return every file of the project, and none that tools leave beside them."""
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file())
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not _NOT_OURS.intersection(path.parts):
                yield path


def modules(*packages: str) -> Iterator[tuple[str, Path]]:
    """Return the dotted name and the file of every module of *packages*."""
    for package in packages:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


def syntax(path: Path) -> ast.Module:
    """Return the syntax tree of the module in *path*."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Return the dotted names that a module imports, at its top or inside its functions.

    `from studyapp import db` gives both `studyapp` and `studyapp.db`: only an import system
    could say which of the two is the module.
    """
    found: set[str] = set()
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _source(node, path)
            found.add(source)
            found.update(f"{source}.{alias.name}" for alias in node.names)
    return found


def _source(statement: ast.ImportFrom, path: Path) -> str:
    """Return the whole name of what a `from … import` reads, also when it begins with a dot."""
    folders = path.relative_to(ROOT).parent.parts
    above = folders[: len(folders) + 1 - statement.level] if statement.level else ()
    return ".".join([*above, *filter(None, [statement.module])])
