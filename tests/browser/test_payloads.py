"""Decks of strangers in a real browser: nothing in them runs, and nothing is asked of anybody.

All payloads go through each format that can carry markup, and the rendered questions of a format
stand on one page: with htmx, and without the policy that would stop most of them anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from questions import formats, markup
from questions.bank import Bank
from questions.faces import parts_of
from questions.model import Answer, Kind, Question
from questions.sides import sides_of
from tests.questions.payloads import payloads

HTMX = Path(__file__).parents[2] / "static/vendor/htmx.org/htmx.min.js"
# Every format that is written and keeps markup.
FORMS = [
    one.name
    for one in formats.FORMATS
    if one.write and formats.Feature.MARKUP in one.holds.features
    if one.read or one.name == "apkg-legacy"
    # A file of embedded answers is one question; its text comes through moodle-xml as well.
    if one.name != "cloze"
]
APP = "http://app.test/"
_STIR = """() => {
  for (const one of document.querySelectorAll("#here *")) {
    for (const name of ["mouseover", "pointerenter", "focus", "toggle", "animationstart", "load"])
      one.dispatchEvent(new Event(name, {bubbles: true}));
    if (!one.closest("a")) one.dispatchEvent(new MouseEvent("click", {bubbles: true}));
  }
}"""


def test_there_are_enough_of_them():
    assert len(payloads()) >= 200


@pytest.mark.parametrize("form", FORMS)
def test_no_payload_does_anything_whatever_file_it_came_in(form: str, page: Page) -> None:
    bank = read_again(form)
    assert len(bank.questions) >= 200
    page.goto(f"{APP}?{form}", wait_until="load")
    page.evaluate(
        "html => { document.getElementById('here').innerHTML = html; htmx.process(document.body) }",
        "\n".join(shown(bank)),
    )
    page.evaluate(_STIR)
    page.wait_for_timeout(300)
    assert page.evaluate("window.hits") == []
    # Whole as the page was made: no payload closed an element around it, or took the page over.
    assert page.url == f"{APP}?{form}"
    assert page.locator("body > #here ~ #after").count() == 1
    assert page.locator("#here :is(script, style, iframe, form, input, svg, object)").count() == 0


def read_again(form: str) -> Bank:
    kinds = formats.BY_NAME[form].holds.kinds
    written = formats.write(a_bank(Kind.FLASHCARD if Kind.FLASHCARD in kinds else Kind.SHORT), form)
    return formats.read(written.data, f"bank.{form}", "apkg" if "apkg" in form else form).bank


def a_bank(kind: Kind) -> Bank:
    texts = payloads()
    return Bank(
        title="Payloads",
        questions=tuple(
            Question(
                id=f"q{number}",
                kind=kind,
                stem=f"{number} {clean(text)}",
                format="html",
                answers=(Answer(text=clean(text)),),
                explanation=clean(text),
                tags=("t",),
            )
            for number, text in enumerate(texts)
        ),
    )


def clean(text: str) -> str:
    return text.replace("\x00", "")


def shown(bank: Bank) -> Iterator[str]:
    def address(key: str) -> str:
        return f"/media/{key[:32]}"

    for question in bank.questions:
        texts = [question.explanation, *(one.text for one in question.choices)]
        for part in parts_of(question):
            sides = sides_of(question, part)
            texts += [sides.front, sides.back]
        for text in texts:
            yield f"<div>{markup.render(text, question.format, {}, address)}</div>"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Return a page that htmx runs on; it notes each script that runs and each request."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.startswith(f"{APP}?"):
            route.fulfill(content_type="text/html", body=_page())
        else:
            asked.append(route.request.url)
            route.abort()

    context = chromium.new_context()
    context.route("**/*", answer)
    opened = context.new_page()
    opened.on("dialog", lambda dialog: asked.append(dialog.message) or dialog.dismiss())
    yield opened
    context.close()
    assert not asked, asked[:5]


def _page() -> str:
    return (
        "<!doctype html><meta charset=utf-8><title>x</title>"
        "<script>window.hits = []; window.ran = x => hits.push(x);"
        "window.alert = window.ran;</script>"
        f"<script>{HTMX.read_text()}</script>"
        '<body><div id="here"></div><p id="after"></p></body>'
    )
