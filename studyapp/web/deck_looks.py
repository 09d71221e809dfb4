"""What decks may show: pictures of other sites, and cards as their maker made them."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

from flask import Blueprint, Response, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from questions.formats.anki import own_look
from questions.markup import elsewhere
from questions.model import Question
from studyapp import cards, deck_looks, media
from studyapp.assets import asset_folder
from studyapp.tables import Deck
from studyapp.web.fragments import wants_fragment
from studyapp.web.page import safe_next
from studyapp.web.rich import Rich
from studyapp.web.state import database, learner_id, now, state
from studyapp.web.texts import gettext as _

blueprint = Blueprint("deck_looks", __name__)
# What stands in the frame has no origin, asks nobody for anything and can leave to nowhere: its
# files are in the page. Only pages that show cards may frame it (studyapp/web/safety.py).
_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:; media-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; webrtc 'block'; "
    "require-trusted-types-for 'script'; trusted-types default"
)
# What opens a frame within the frame or connects by being there (static/own-look.js says why).
_REFUSED = re.compile(
    r"<(?=\s*/?(?:iframe|frame|frameset|fencedframe|object|embed|portal|link|base|meta)\b)"
    r"|(?<=shadow)(?=rootmode)",
    re.IGNORECASE,
)
_MOST_INLINE = 8 * 1024 * 1024


def allow_shown() -> None:
    """Let the page that is asked for frame cards, and show the pictures that its decks allow.

    It is asked before each request of a noun that shows cards. Parts of a page go by what the
    page was allowed, so they need none of it.
    """
    if request.method == "GET" and not wants_fragment():
        g.frames_cards = True
        g.picture_hosts = frozenset().union(*hosts_by_deck().values())


def hosts_by_deck() -> Mapping[str, frozenset[str]]:
    """Return by the deck's title the sites whose pictures may be shown; read once a request."""
    if "hosts_by_deck" not in g:
        with database().reading() as session:
            g.hosts_by_deck = deck_looks.hosts_by_deck(session, learner_id())
    found: Mapping[str, frozenset[str]] = g.hosts_by_deck
    return found


@dataclass(frozen=True)
class Look:
    """How a card is shown: in the app's way, or as its deck made it.

    `way` is "" where the deck knows no other, "offered" where it does, "own" where it is taken;
    `left_out` are the sites whose pictures are not shown.
    """

    way: str
    left_out: list[str]


def _left_out(rich: Rich | None, *, shown: bool) -> list[str]:
    """Return the sites whose pictures a card would show, on the sides that are seen."""
    if rich is None:
        return []
    seen = [rich.front, *((rich.back, rich.explanation) if shown else ())]
    return sorted({host for text in seen for host in elsewhere.hosts_left_out(text)})


def look_of(
    session: Session, question: Question, deck: Deck, rich: Rich | None, *, shown: bool
) -> Look:
    """Return how a card of a deck is shown; its back counts where it is *shown*."""
    if deck_looks.own_type(session, learner_id(), question) is None:
        return Look("", _left_out(rich, shown=shown))
    # The frame shows pictures of no site, whatever is allowed.
    if deck.own_look:
        return Look("own", [])
    return Look("offered", _left_out(rich, shown=shown))


@blueprint.get("/looks/<id:card_id>")
def show(card_id: str) -> ResponseReturnValue:
    """Send one side of a card as its deck made it, for a frame and for nothing else."""
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        abort(404)
    with database().reading() as session:
        card, row, _deck = cards.with_deck(session, learner_id(), card_id)
        question = cards.question_of(row)
        held = deck_looks.own_type(session, learner_id(), question)
        files = _Files(session, question)
    is_back = request.args.get("side") == "back"
    made = own_look.page(question, card.part, held, files.inline, is_back=is_back) if held else None
    return contained(made if made is not None else _nothing())


def contained(page: str) -> Response:
    """Return a page of a stranger so that nothing in it reaches anything outside it."""
    harmless = _REFUSED.sub("&lt;", page)
    answer = Response(f"<!doctype html><meta charset=utf-8><script>{_before()}</script>{harmless}")
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-DNS-Prefetch-Control"] = "off"
    return answer


@lru_cache(maxsize=1)
def _before() -> str:
    return (asset_folder("static") / "own-look.js").read_text(encoding="utf-8")


def _nothing() -> str:
    words = _("The deck keeps no look of its own for this card.")
    return f"<title>{words}</title><p>{words}</p>"


class _Files:
    """The files of a question, each as an address that holds it, as far as there is room."""

    def __init__(self, session: Session, question: Question) -> None:
        named = question.extra.get("files")
        self._named = named if isinstance(named, dict) else {}
        wanted = [one for one in self._named.values() if isinstance(one, str)]
        rows = media.rows_of(session, learner_id(), wanted)
        self._types = {key: row.media_type for key, row in rows.items()}
        self._room = _MOST_INLINE
        self._made: dict[str, str] = {}

    def inline(self, name: str) -> str | None:
        """Return the file called *name* as a data address; None where there is no such file."""
        sha256 = self._named.get(name)
        if not isinstance(sha256, str) or sha256 not in self._types:
            return None
        if sha256 not in self._made:
            self._made[sha256] = self._address(sha256)
        return self._made[sha256] or None

    def _address(self, sha256: str) -> str:
        place = media.path_of(state().settings.media_dir, sha256)
        if not place.is_file() or place.stat().st_size > self._room:
            return ""
        data = place.read_bytes()
        self._room -= len(data)
        return f"data:{self._types[sha256]};base64,{base64.b64encode(data).decode()}"


def settings_of(session: Session, deck: Deck) -> SimpleNamespace:
    """Return what can be chosen of what a deck shows: the sites it names, and its own look."""
    allowed = set(deck.picture_hosts)
    named = deck_looks.hosts_named(session, learner_id(), deck.id)
    return SimpleNamespace(
        hosts=[(host, host in allowed) for host in sorted({*named, *allowed})],
        own_look=deck.own_look,
        has_notes=deck.own_look or deck_looks.has_notes(session, learner_id(), deck.id),
    )


@blueprint.post("/decks/<id:deck_id>/looks")
def update(deck_id: str) -> ResponseReturnValue:
    """Let a deck show just what was ticked."""
    hosts, moment = tuple(request.form.getlist("host")), now()
    wanted = deck_looks.Wanted(hosts, "own_look" in request.form)
    database().write(
        lambda session: deck_looks.change(session, learner_id(), deck_id, wanted, moment)
    )
    flash(_("Saved."))
    return redirect(url_for("decks.edit", deck_id=deck_id), code=303)


@blueprint.post("/decks/<id:deck_id>/allowances")
def allow(deck_id: str) -> ResponseReturnValue:
    """Let a deck show more, as a card of it asks for."""
    hosts, moment = request.form.getlist("host"), now()
    own = "own_look" in request.form
    database().write(
        lambda session: deck_looks.allow(
            session, learner_id(), deck_id, moment, hosts=hosts, own_look=own
        )
    )
    flash(_("From now on this deck shows them. Its settings, or Undo, take that back."))
    return redirect(safe_next(url_for("decks.show", deck_id=deck_id)), code=303)
