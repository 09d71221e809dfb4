"""What people read goes through gettext, so that it can be read in other languages."""

from __future__ import annotations

import ast
import re

import pytest
from bs4 import BeautifulSoup
from flask_babel import Domain, force_locale
from jinja2 import Environment, FileSystemLoader, nodes

from studyapp.errors import RefusedError
from studyapp.messages import say
from studyapp.web.texts import gettext, ngettext, told_why
from tests.project import ROOT, imports, modules, syntax

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
SAID = ("aria-label", "title", "placeholder", "alt")
GETTEXT = {"_", "gettext", "ngettext"}
# The name of the app, which is the same in every language.
NAMES = {"Studyapp", "Study", "app"}
# The names of keys as the browser calls them, in data-key.
KEYS = {"Space", "Enter", "Esc", "Ctrl+Enter"}
# What only the command line says, which is English.
COMMANDS_ONLY = {"studyapp.backups", "studyapp.demo", "studyapp.lock", "studyapp.serving"}
SHOWN_ERRORS = {"RefusedError", "BusyError", "SignedOutError", "StaleCardError"}
# What the domain of questions refuses, and a page shows.
DOMAIN_ERRORS = {"DocumentError", "BankFormatError"}
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"[A-Z][a-z]+([ ’'][\w’']+)*[.!?…]?$|.*[a-z] [a-z]+[.!?…]$")
_ATTRIBUTE = re.compile(r"[\w-]+=\"[^\"]*\"|\bautofocus\b")
_PLACE = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_words_stand_in_a_template_but_through_gettext(name):
    assert words_in(source_of(name)) == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_sentence_is_handed_on_in_a_template_but_through_gettext(name):
    tree = environment().parse(source_of(name))
    through = {id(leaf) for call in calls_in(tree) for leaf in call.find_all(nodes.Const)}
    bare = {
        leaf.value
        for leaf in tree.find_all(nodes.Const)
        if isinstance(leaf.value, str) and id(leaf) not in through and is_said(leaf.value)
    }
    assert bare - KEYS == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gives_every_message_what_it_names(name):
    for call in calls_in(environment().parse(source_of(name))):
        messages = [leaf.value for leaf in call.args if isinstance(leaf, nodes.Const)]
        given = {keyword.key for keyword in call.kwargs} | automatic(call.node.name)
        assert messages, f"a message that no tool can find: line {call.lineno}"
        for message in messages:
            assert set(_PLACE.findall(message)) <= given, message


WEB = dict(modules("studyapp.web".replace(".", "/")))


@pytest.mark.parametrize("name", WEB)
def test_a_view_says_nothing_but_through_gettext(name):
    for call in python_calls(name, {"flash", "abort", "RefusedError"}):
        for argument in call.args:
            bare = isinstance(argument, ast.JoinedStr) or (
                isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )
            assert not bare or argument_is_nothing(argument), ast.unparse(call)


@pytest.mark.parametrize("name", WEB)
def test_a_view_gives_every_message_what_it_names(name):
    for call in python_calls(name, GETTEXT):
        if name == "studyapp.web.texts":
            continue
        messages = call.args[: 2 if call.func.id == "ngettext" else 1]
        given = {keyword.arg for keyword in call.keywords} | automatic(call.func.id)
        for message in messages:
            assert isinstance(message, ast.Constant), f"no tool can find: {ast.unparse(call)}"
            assert set(_PLACE.findall(message.value)) <= given, message.value


SERVICES = {
    name: path
    for name, path in modules("studyapp")
    if not name.startswith(("studyapp.web.", "studyapp.cli.")) and name not in COMMANDS_ONLY
}


DOMAIN = dict(modules("questions"))
SAYS = {"studyapp.messages.say", "questions.messages.say"}


@pytest.mark.parametrize("name", [*SERVICES, *DOMAIN])
def test_a_service_refuses_in_words_that_a_page_can_translate(name):
    errors = DOMAIN_ERRORS if name in DOMAIN else SHOWN_ERRORS | DOMAIN_ERRORS
    for call in calls(syntax({**SERVICES, **DOMAIN}[name]), errors):
        for argument in call.args:
            value = argument.value if isinstance(argument, ast.Starred) else argument
            assert not isinstance(value, ast.Constant | ast.JoinedStr), ast.unparse(call)


@pytest.mark.parametrize("name", [*SERVICES, *WEB, *DOMAIN])
def test_what_is_said_for_a_page_is_found_by_tools_and_whole(name):
    path = {**SERVICES, **WEB, **DOMAIN}[name]
    for call in calls(syntax(path), {"say"} if SAYS & imports(path) else set()):
        message = call.args[0]
        assert isinstance(message, ast.Constant), f"no tool can find: {ast.unparse(call)}"
        assert set(_PLACE.findall(message.value)) == {keyword.arg for keyword in call.keywords}


def test_a_message_is_english_for_a_command_and_told_in_the_language_of_a_page(app, monkeypatch):
    kept = say("Not %(what)s.", what=say("a number below %(most)s", most=3))
    known = {
        "Not %(what)s.": "Nicht %(what)s.",
        "a number below %(most)s": "eine Zahl unter %(most)s",
    }

    assert str(RefusedError(kept, "Really.")) == "Not a number below 3. Really."
    monkeypatch.setattr(Domain, "get_translations", lambda _domain: _German(known))
    with app.test_request_context():
        assert told_why(RefusedError(kept, "Echt.")) == "Nicht eine Zahl unter 3. Echt."


def test_digits_stand_in_groups_as_the_reader_is_used_to_it(app):
    values: dict[str, object] = {"small": 999, "large": 26906, "text": "1000"}
    message = "%(small)s, %(large)s, %(text)s, %(num)s"

    with app.test_request_context():
        assert ngettext(message, message, 1000, **values) == "999, 26,906, 1000, 1,000"
    with app.test_request_context(), force_locale("de"):
        assert gettext("%(large)s", **values) == "26.906"


def test_the_script_says_nothing_of_its_own():
    script = (ROOT / "static" / "app.js").read_text(encoding="utf-8")
    code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    literals = {found[1] for found in re.findall(r"([\"'`])((?:(?!\1).)*)\1", code)}
    assert {text for text in literals if is_said(text)} - KEYS - {"Escape"} == set()
    shown = re.findall(
        r"(?:textContent|innerText|innerHTML|title|placeholder|ariaLabel)\s*=(?!=)\s*([\"'`].*)",
        code,
    )
    assert [text for text in shown if _WORDS.search(text)] == []
    assert not re.search(r"\b(alert|confirm|prompt)\(", code)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello {{ name }}</p>",
        '<input aria-label="Your name">',
        "{% if x %}<b>Yes</b>{% endif %}",
    ],
)
def test_words_in_a_template_are_noticed(source):
    assert words_in(source)


@pytest.mark.parametrize("text", ["Save", "Keep all of them", "It did not work."])
def test_a_sentence_is_told_from_a_name(text):
    assert is_said(text)
    assert not any(map(is_said, ("button main", "load delay:1s", "#card", "documents.new", "u")))


class _German:
    def __init__(self, known):
        self.known = known

    def ugettext(self, message):
        return self.known[message]


def source_of(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def environment():
    return Environment(
        loader=FileSystemLoader(FOLDER), autoescape=True, extensions=["jinja2.ext.i18n"]
    )


def words_in(source):
    """Return the words that a page from *source* would show whatever the language is."""
    soup = BeautifulSoup(without_jinja(source), "html.parser")
    # Some macros write attributes into a tag that stands elsewhere.
    told = [_ATTRIBUTE.sub("", text) for text in soup.find_all(string=is_shown)]
    told += [tag[name] for tag in soup.find_all() for name in SAID if tag.get(name)]
    return {word for text in told for word in _WORDS.findall(text)} - NAMES


def is_shown(text):
    return type(text).__name__ == "NavigableString" and text.parent.name != "script"


def without_jinja(source):
    """Leave the HTML alone, with a number where Jinja would write something."""
    parts = []
    for _line, kind, text in environment().lex(source):
        if kind == "variable_begin":
            parts.append("0")
        elif kind == "data":
            parts.append(text)
    return "".join(parts)


def calls_in(tree):
    return [
        call
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in GETTEXT
    ]


def python_calls(name, functions):
    return calls(syntax(WEB[name]), functions)


def calls(tree, functions):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in functions
    ]


def automatic(function):
    return {"num"} if function == "ngettext" else set()


def argument_is_nothing(argument):
    return isinstance(argument, ast.Constant) and not _WORDS.search(argument.value)


def is_said(text):
    """Say whether *text* reads like something for people, not like a name for machines."""
    return bool(_SENTENCE.match(text))
