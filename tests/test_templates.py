"""Every template compiles, works without script, and keeps to the part of htmx that lasts."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from tests.project import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
# The attributes that htmx 2 and htmx 4 understand alike, and the one that shuts htmx out of
# text from outside.
_HTMX = {
    "hx-get", "hx-post", "hx-target", "hx-swap", "hx-trigger", "hx-push-url", "hx-swap-oob",
    "hx-indicator", "hx-confirm", "hx-disable",
}  # fmt: skip
_TAG = re.compile(r"<[a-z][^>]*>")
_ATTRIBUTE = re.compile(r"\s([a-z][a-z0-9:_-]*)(?=[\s=>/])")

pytestmark = pytest.mark.parametrize("name", TEMPLATES)


def test_a_template_compiles(name):
    _environment().compile(_text(name), name)


def test_a_template_uses_what_it_imports(name):
    tree = _environment().parse(_text(name))
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert _imported(tree) - used == set()


def test_only_lasting_htmx_attributes_are_used(name):
    used = set(re.findall(r"\b(?:data-)?hx-[a-z:-]+", _markup(name)))
    assert used - _HTMX == set()


def test_a_request_says_where_its_answer_goes(name):
    for tag in _tags(name):
        attributes = set(_ATTRIBUTE.findall(tag))
        if attributes & {"hx-get", "hx-post"}:
            assert {"hx-target", "hx-swap"} <= attributes, tag


def test_a_form_works_without_script(name):
    for form in _forms(name):
        attributes = set(_ATTRIBUTE.findall(form.partition(">")[0] + ">"))
        is_a_dialogs = re.match(r"<form[^>]*method=\"dialog\"", form)
        assert is_a_dialogs or {"action", "method"} <= attributes, form[:200]


def test_a_form_that_posts_carries_its_token(name):
    for form, source in zip(_forms(name), _forms_as_written(name), strict=True):
        if re.match(r"<form[^>]*method=[\"']?post", form, re.IGNORECASE):
            assert "token()" in source, source[:200]


def test_nothing_runs_or_looks_special_from_inside_the_page(name):
    for tag in _tags(name):
        attributes = set(_ATTRIBUTE.findall(tag))
        assert "style" not in attributes, tag
        assert not {found for found in attributes if found.startswith("on")}, tag


def test_every_script_has_the_nonce_of_its_page(name):
    for tag in re.findall(r"<script[^>]*>", _text(name)):
        assert "csp_nonce()" in tag, tag


def _environment():
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, extensions=["jinja2.ext.i18n"]
    )


def _text(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def _markup(name):
    """Return the template without what Jinja reads, which may hold any sign of HTML.

    What is taken out leaves as many dots, so that places in the two texts agree.
    """
    return re.sub(
        r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}",
        lambda found: (
            "." * len(found.group()) if found.group()[1] == "{" else " " * len(found.group())
        ),
        _text(name),
        flags=re.DOTALL,
    )


def _tags(name):
    return _TAG.findall(_markup(name))


def _forms(name):
    markup = _markup(name)
    return [markup[start:end] for start, end in _form_places(markup)]


def _forms_as_written(name):
    text = _text(name)
    return [text[start:end] for start, end in _form_places(_markup(name))]


def _form_places(markup):
    found = re.finditer(r"<form\b.*?</form>", markup, re.DOTALL)
    return [form.span() for form in found]


def _imported(tree):
    names = {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in node.names}
    return names
