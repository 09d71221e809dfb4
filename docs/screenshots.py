"""Take the pictures of the documentation: `./run screenshots`.

A server with a temporary data folder, a learner of three weeks, and a browser that looks at five
pages on a desk by day, on a desk at night and on a phone.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import Browser, Page, sync_playwright

from questions.bank import Bank
from questions.model import Answer, Kind, Question
from studyapp import banks
from studyapp.scheduling import Rating
from tests.browser import material
from tests.browser.conftest import BROWSERS
from tests.browser.rows import value
from tests.browser.states import days_ago, desk
from tests.browser.visits import serving
from tests.servers import Server

_IMAGES = Path(__file__).parent / "images"
_MOST_BYTES = 150 * 1024
_DAYS = 21
_LOOKS: dict[str, dict[str, Any]] = {
    "": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "-phone": {
        "viewport": {"width": 390, "height": 780},
        "device_scale_factor": 1.5,
        "is_mobile": True,
        "has_touch": True,
    },
}
_WORDS = {
    "the spoon": "la cuchara",
    "the fork": "el tenedor",
    "the knife": "el cuchillo",
    "the glass": "el vaso",
    "the cup": "la taza",
    "the plate": "el plato",
    "the frying pan": "la sartén",
    "the oven": "el horno",
    "the fridge": "la nevera",
    "the salt": "la sal",
    "the garlic": "el ajo",
    "the onion": "la cebolla",
    "to peel": "pelar",
    "to boil": "hervir",
    "to fry": "freír",
    "to mix": "mezclar",
    "to taste": "probar",
    "the recipe": "la receta",
    "the leftovers": "las sobras",
    "the cupboard": "el armario",
}


@dataclass(frozen=True)
class Picture:
    """A page of the documentation and how it is called there."""

    name: str
    path: str


def main() -> None:
    """Take every picture anew."""
    _IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        pictures = _prepare(server)
        with sync_playwright() as playwright:
            program = next(filter(None, map(shutil.which, BROWSERS)))
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for look, options in _LOOKS.items():
                _take(browser, server, look, options, pictures)
            browser.close()


def _prepare(server: Server) -> list[Picture]:
    with desk(server) as here:
        here.start_anew()
        here.bring_in(_demo(), days_ago(_DAYS))
        here.bring_in(material.bank(), days_ago(_DAYS - 6))
        rate = _rater(random.Random(7))  # noqa: S311 - grades are no secret
        for number in range(_DAYS, 3, -1):
            here.study(days_ago(number), 8, rate)
        here.bring_in(_spanish(), days_ago(3))
        here.study(days_ago(3), 14, rate)
        here.study(here.now(), 7, rate)
        document = here.document(material.TITLE)
        here.add_drafts(document, material.drafts())
        return _pictures(server, document)


def _pictures(server: Server, document: str) -> list[Picture]:
    card = value(
        server,
        "SELECT lower(hex(c.id)) FROM card c JOIN question q ON q.id = c.question_id "
        "WHERE json_extract(q.body, '$.stem') LIKE 'Which bay%'",
    )
    return [
        Picture("today", "/"),
        Picture("triage", f"/documents/{document}/drafts"),
        Picture("review-answer", f"/cards/{card}/answer?typed=Bay+of+Fundi"),
        Picture("document", f"/documents/{document}"),
        Picture("library", "/library"),
    ]


def _demo() -> Bank:
    bank, _texts = banks.demo()
    return bank.model_copy(update={"title": "Russia and Kazakhstan"})


def _spanish() -> Bank:
    questions = tuple(
        Question(id=f"w{number}", kind=Kind.FLASHCARD, stem=front, answers=(Answer(text=back),))
        for number, (front, back) in enumerate(_WORDS.items())
    )
    return Bank(title="Spanish: the kitchen", questions=questions)


def _rater(chance: random.Random) -> Callable[[object], Rating]:
    ratings = (Rating.AGAIN, Rating.HARD, Rating.GOOD, Rating.EASY)
    return lambda _card: chance.choices(ratings, weights=(10, 8, 74, 8))[0]


def _take(
    browser: Browser,
    server: Server,
    look: str,
    options: dict[str, Any],
    pictures: list[Picture],
) -> None:
    context = browser.new_context(base_url=server.url, reduced_motion="reduce", **options)
    page = context.new_page()
    for picture in pictures:
        page.goto(picture.path, wait_until="networkidle")
        _keep(page, _IMAGES / f"{picture.name}{look}.png")
    context.close()


def _keep(page: Page, file: Path) -> None:
    size = len(page.screenshot(path=file))
    click.echo(f"{file.name}: {size / 1024:.0f} KB")
    if size > _MOST_BYTES:
        raise click.ClickException(f"{file.name} is too large for the documentation")


if __name__ == "__main__":
    main()
