"""Every page of the app, each in three states: empty, full and with an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from questions.bank import Bank, Document
from tests.browser import bank_files, figure_pages, library_material, material, quiz_material
from tests.browser.place import STATES as STATES
from tests.browser.place import Place as Place
from tests.browser.place import State as State
from tests.browser.rows import id_of, place_in_text, upload_id
from tests.browser.states import Desk, desk, fill
from tests.browser.visits import serving
from tests.servers import Server

_NOWHERE = "0" * 32
_BARE = "A text without questions"
_BROKEN = "A text that nobody could read to its end"
_RUNNING = "A text that is being read"
_RUNNING_FILE, _BROKEN_FILE = "A long book.pdf", "Letters of a traveller.pdf"
_EMPTY_DECK = "An empty deck"


@dataclass(frozen=True)
class World:
    """Two servers, one with hardly anything in it, and the ids of what the other holds."""

    full: Server
    bare: Server
    ids: dict[str, str]


def show(page: Page, world: World, place: Place) -> None:
    """Bring *page* to *place*."""
    server = world.bare if place.on_bare else world.full
    page.goto(server.url + place.path.format(**world.ids))
    if place.act:
        place.act(page)
    page.evaluate("document.fonts.ready")


def _reveal(typed: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_label("Your answer").fill(typed)
        page.get_by_role("button", name="Check").click()
        expect(page.get_by_role("button", name="Good")).to_be_visible()

    return act


def _send(button: str, **fields: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        for label, text in fields.items():
            page.get_by_label(label).first.fill(text)
        page.locator("form", has=page.get_by_role("button", name=button)).evaluate(
            "form => { form.noValidate = true }"
        )
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()

    return act


def _delete_wrongly(page: Page) -> None:
    page.locator("summary").last.click()
    _send("Delete everything", **{"Write “delete”": "no"})(page)


def _forge(page: Page) -> None:
    """Send a form without this browser's mark; what was typed must be shown again."""
    page.get_by_role("textbox").first.fill("What I wrote for an hour.")
    page.locator("input[name=csrf_token]").first.evaluate("field => { field.value = 'x' }")
    page.get_by_role("button", name="Make questions").click()
    expect(page.get_by_text("What I wrote for an hour.")).to_be_visible()


def _open_keys(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def _open_details(page: Page) -> None:
    page.locator("main details").evaluate_all("all => all.forEach((one) => { one.open = true })")


def _write_a_choice(page: Page) -> None:
    page.get_by_label("Question", exact=True).fill("Which sea does the Volga flow into?")
    page.get_by_label("Option 1", exact=True).fill("The Caspian Sea, the largest lake of the Earth")
    page.get_by_role("checkbox", name="right").first.check()
    page.get_by_label("Option 2", exact=True).fill("The Black Sea")
    expect(page.locator("#preview .plain-options")).to_be_visible()


def _skip_all(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Keep all")).first.wait_for()


PLACES: dict[str, dict[State, Place]] = {
    "today.show": {
        "empty": Place("/", on_bare=True),
        "full": Place("/"),
        "error": Place("/", _forge, on_bare=True),
    },
    **figure_pages.PLACES,
    "documents.new": {
        "empty": Place("/documents/new", on_bare=True),
        "full": Place("/documents/new"),
        "error": Place(
            "/documents/new", _send("Make questions", **{"Title if you": "Nothing at all"})
        ),
    },
    "documents.show": {
        "empty": Place("/documents/{bare_text}"),
        "full": Place("/documents/{text}"),
        "error": Place("/documents/{broken_text}"),
    },
    **bank_files.PLACES,
    "uploads.show": {
        "empty": Place("/documents/uploads/{running_file}"),
        "full": Place("/documents/uploads/{running_file}"),
        "error": Place("/documents/uploads/{broken_file}"),
    },
    "paragraphs.show": {
        "empty": Place("/documents/{bare_text}/paragraphs/0"),
        "full": Place("/documents/{text}/paragraphs/{place}"),
        "error": Place("/documents/{text}/paragraphs/999999"),
    },
    "sentences.new": {
        "empty": Place("/documents/{bare_text}/sentences/0"),
        "full": Place("/documents/{text}/sentences/{place}?to={place_end}"),
        "error": Place("/documents/{text}/sentences/{place}", _send("Keep the question")),
    },
    "generations.show": {
        "empty": Place("/documents/{bare_text}/generation"),
        "full": Place("/documents/{running_text}/generation"),
        "error": Place(f"/documents/{_NOWHERE}/generation"),
    },
    "drafts.index": {
        "empty": Place("/documents/{bare_text}/drafts"),
        "full": Place("/documents/{text}/drafts", _skip_all),
        "error": Place(f"/documents/{_NOWHERE}/drafts"),
    },
    "drafts.edit": {
        "empty": Place("/drafts/{cloze_draft}/edit"),
        "full": Place("/drafts/{draft}/edit"),
        "error": Place("/drafts/{draft}/edit", _send("Save", Answer="")),
    },
    "reviews.show": {
        "empty": Place("/review", on_bare=True),
        "full": Place("/review?deck={deck}"),
        "error": Place(f"/review?deck={_NOWHERE}"),
    },
    "reviews.answer": {
        "empty": Place("/cards/{flashcard}/answer"),
        "full": Place("/cards/{card}/answer?typed=Bay+of+Fundi"),
        "error": Place("/cards/{card}/answer?typed=a+wrong+answer"),
    },
    "crams.show": {
        "empty": Place("/cram", on_bare=True),
        "full": Place("/cram?deck={deck}"),
        "error": Place(f"/cram?deck={_NOWHERE}"),
    },
    "crams.answer": {
        "empty": Place("/cards/{flashcard}/cram"),
        "full": Place("/cards/{card}/cram?typed=Bay+of+Fundi"),
        "error": Place("/cards/{card}/cram?typed=a+wrong+answer"),
    },
    "questions.new": {
        "empty": Place("/questions/new", on_bare=True),
        "full": Place("/questions/new?deck={deck}&kind=choice", _write_a_choice),
        "error": Place("/questions/new", _send("Save and write", Front=" ")),
    },
    "questions.edit": {
        "empty": Place("/questions/{cloze}/edit"),
        "full": Place("/questions/{question}/edit"),
        "error": Place("/questions/{question}/edit", _send("Save", Answer="")),
    },
    "questions.history": {
        "empty": Place("/questions/{cloze}/history"),
        "full": Place("/questions/{edited}/history"),
        "error": Place(f"/questions/{_NOWHERE}/history"),
    },
    "entry.show": {
        "empty": Place("/decks/{empty_deck}/entry"),
        "full": Place("/decks/{deck}/entry", _open_details),
        "error": Place("/decks/{deck}/entry", _send("Keep all", Term="lonely")),
    },
    "decks.new": {
        "empty": Place("/decks/new", on_bare=True),
        "full": Place("/decks/new"),
        "error": Place("/decks/new", _send("Make deck", Title="::")),
    },
    "decks.edit": {
        "empty": Place("/decks/{empty_deck}/edit"),
        "full": Place("/decks/{deck}/edit"),
        "error": Place("/decks/{deck}/edit", _send("Save", Title="::")),
    },
    "search.show": {
        "empty": Place("/search?q=nothing+is:due", on_bare=True),
        "full": Place("/search?q=tide", _open_details),
        "error": Place("/search?q=dekc:tides"),
    },
    "trash.show": {
        "empty": Place("/trash", on_bare=True),
        "full": Place("/trash", _open_details),
        "error": Place("/trash/of/somebody/else"),
    },
    "memory.show": {
        "empty": Place("/presets/{preset}/memory", on_bare=True),
        "full": Place("/presets/{preset}/memory", _open_details),
        "error": Place("/presets/x/memory"),
    },
    "cards.show_advice": {
        "empty": Place("/cards/{flashcard}/advice"),
        "full": Place("/cards/{card}/advice"),
        "error": Place("/cards/x/advice"),
    },
    "presets.index": {
        "empty": Place("/presets", on_bare=True),
        "full": Place("/presets"),
        "error": Place("/presets/x"),
    },
    "presets.new": {
        "empty": Place("/presets/new", on_bare=True),
        "full": Place("/presets/new"),
        "error": Place("/presets/new", _send("Save", **{"Learning steps": "soon"})),
    },
    "presets.edit": {
        "empty": Place("/presets/{preset}"),
        "full": Place("/presets/{preset}"),
        "error": Place("/presets/{preset}", _send("Save", **{"Longest wait": "0"})),
    },
    "decks.show": {
        "empty": Place("/decks/{empty_deck}"),
        "full": Place("/decks/{deck}"),
        "error": Place(f"/decks/{_NOWHERE}"),
    },
    "quizzes.index": {
        "empty": Place("/quizzes", on_bare=True),
        "full": Place("/quizzes"),
        "error": Place("/quizzes/of/somebody/else"),
    },
    "quizzes.new": {
        "empty": Place("/quizzes/new", on_bare=True),
        "full": Place("/quizzes/new"),
        "error": Place("/quizzes/new", _send("Start the quiz", **{"How many questions": "0"})),
    },
    "quizzes.question": {
        "empty": Place("/quizzes/{open_quiz}/questions/3"),
        "full": Place("/quizzes/{open_quiz}/questions/1"),
        "error": Place("/quizzes/{open_quiz}/questions/3", _send("Check")),
    },
    "quizzes.overview": {
        "empty": Place("/quizzes/{new_quiz}/overview"),
        "full": Place("/quizzes/{open_quiz}/overview"),
        "error": Place(f"/quizzes/{_NOWHERE}/overview"),
    },
    "quizzes.show": {
        "empty": Place("/quizzes/{new_quiz}"),
        "full": Place("/quizzes/{done_quiz}"),
        "error": Place(f"/quizzes/{_NOWHERE}"),
    },
    "quizzes.paper": {
        "empty": Place("/quizzes/{new_quiz}/paper?key=0"),
        "full": Place("/quizzes/{done_quiz}/paper"),
        "error": Place(f"/quizzes/{_NOWHERE}/paper"),
    },
    "library.show": {
        "empty": Place("/library", on_bare=True),
        "full": Place("/library"),
        "error": Place("/library/of/somebody/else"),
    },
    "settings.show": {
        "empty": Place("/settings", on_bare=True),
        "full": Place("/settings"),
        "error": Place("/settings", _send("Save", **{"New cards a day": "-1"})),
    },
    "settings.keys": {
        "empty": Place("/settings/keys", on_bare=True),
        "full": Place("/settings/keys"),
        "error": Place("/settings/keys", _send("Save", undo="nonsense")),
    },
    "settings.data": {
        "empty": Place("/settings/data", on_bare=True),
        "full": Place("/settings/data"),
        "error": Place("/settings/data", _delete_wrongly),
    },
    "admin.show": {
        "empty": Place("/admin", on_bare=True),
        "full": Place("/admin"),
        "error": Place("/admin/nowhere"),
    },
    "help.keys": {
        "empty": Place("/help", on_bare=True),
        "full": Place("/help", _open_keys),
        "error": Place("/helpless"),
    },
}
STEPS = {
    "the first card": Place("/review?deck={demo}"),
    "a right answer": Place("/cards/{card}/answer?typed=Bay+of+Fundy"),
    "nothing typed": Place("/cards/{card}/answer?typed="),
    "a card to turn": Place("/cards/{flashcard}/answer?deck={deck}"),
    "done for today": Place("/review?deck={empty_deck}"),
    "a choice to make": Place("/review?deck={kinds}"),
    "a wrong choice": Place("/cards/{choice}/answer?chosen=1"),
    "a right choice": Place("/cards/{choice}/answer?chosen=0"),
    "several right ones": Place("/cards/{several}/answer?chosen=0&chosen=3"),
    "a statement": Place("/cards/{statement}/answer?chosen=false"),
    "a quiz without verdicts": Place("/quizzes/{new_quiz}/questions/2"),
    "a flashcard in a quiz": Place("/quizzes/{new_quiz}/questions/4?answer=1"),
}
NO_PAGES = {
    "static", "media.show", "help.healthz", "settings.export", "decisions.export",
    "exports.file", "imports.problems", "progress.table", "card_pages.table",
    "card_pages.of_question", "imports.file", "deck_looks.show",
}  # fmt: skip


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Run the two servers with what the places need in them."""
    with ExitStack() as stack:
        full = stack.enter_context(serving(_made(folder / "full")))
        bare = stack.enter_context(serving(_made(folder / "bare")))
        with desk(bare) as here:
            here.start_anew()
        fill(full)
        with desk(full) as here:
            _add_odd_texts(here)
            ids = quiz_material.add(here) | library_material.add(here) | _ids(full, here)
        yield World(full, bare, ids)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _add_odd_texts(here: Desk) -> None:
    for title in (_BARE, _BROKEN, _RUNNING):
        here.bring_in(Bank(title=title, documents=(Document(id=title, title=title, text=title),)))
    here.add_deck(_EMPTY_DECK)
    here.set_job(
        here.document(_BROKEN), state="failed", done=3, error="The work ended three times."
    )
    here.set_job(
        here.document(_RUNNING),
        state="running",
        done=4,
        finished_at=None,
        worker="another",
        lease_until=datetime.now(UTC) + timedelta(hours=1),
    )
    here.leave_a_file(
        _RUNNING_FILE,
        state="running",
        worker="another",
        lease_until=datetime.now(UTC) + timedelta(hours=1),
    )
    bank_files.leave(here)
    here.leave_a_file(_BROKEN_FILE, state="failed", error="The file is scanned. Give another one.")


def _ids(server: Server, here: Desk) -> dict[str, str]:
    return {
        "deck": here.deck(material.TITLE),
        "demo": here.deck(material.demo().title),
        "empty_deck": here.deck(_EMPTY_DECK),
        "text": here.document(material.TITLE),
        "bare_text": here.document(_BARE),
        "broken_text": here.document(_BROKEN),
        "running_text": here.document(_RUNNING),
        "running_file": upload_id(server, _RUNNING_FILE),
        "broken_file": upload_id(server, _BROKEN_FILE),
        **bank_files.ids(server),
        "card": id_of(server, "card", "Which bay"),
        "flashcard": id_of(server, "card", "What are the tides at new"),
        "question": id_of(server, "question", "Which bay"),
        "cloze": id_of(server, "question", "Most coasts"),
        "choice": id_of(server, "card", "What mainly causes"),
        "several": id_of(server, "card", "Which of these stand"),
        "statement": id_of(server, "card", "The turbines of the station"),
        "draft": id_of(server, "draft", "About how many"),
        "place": place_in_text(server, 0),
        "place_end": place_in_text(server, 12),
        "cloze_draft": id_of(server, "draft", "At new and full moon"),
    }
