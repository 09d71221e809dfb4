"""Nothing grows past what a reader can hold in mind."""

from __future__ import annotations

import ast

from tests.project import modules, syntax

# A migration is a list of statements, written by a tool and read from top to bottom.
_LISTS = "studyapp.migrations.versions"


def test_no_module_has_more_than_400_lines():
    sizes = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in modules("studyapp", "questions", "tests")
        if not name.startswith(_LISTS)
    }
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_function_has_more_than_40_lines():
    sizes = {
        f"{name}.{function.name}": function.end_lineno - function.lineno + 1
        for name, path in modules("studyapp", "questions", "tests")
        if not name.startswith(_LISTS)
        for function in ast.walk(syntax(path))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {name: size for name, size in sizes.items() if size > 40} == {}
