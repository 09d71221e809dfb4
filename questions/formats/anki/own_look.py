"""A card as the deck made it: its templates, style and script, filled in, as a page of its own.

Nothing here is made safe. Whoever shows the page does so in a sandbox, where script reaches
neither the app nor the network; files of the question stand in the page itself for that reason.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from questions.formats.anki import filters, mapping, outgoing, templates
from questions.formats.anki.mapping import Note
from questions.formats.anki.notetypes import NoteType, note_type_of
from questions.formats.anki.outgoing import Types
from questions.formats.anki.templates import Scene
from questions.markup import formulas, maths
from questions.model import Question

Inline = Callable[[str], str | None]
_SCRIPTED = re.compile(
    r"<(?:script|style|svg|canvas)\b|\s(?:class|style|id|on[a-z]+)\s*=", re.IGNORECASE
)
_USUAL_ID = re.compile(r"\sid\s*=\s*[\"']?answer[\"']?(?=[\s>/])", re.IGNORECASE)
# What Anki's own note types style: a deck that says no more looks as the app shows it.
_USUAL_STYLE = re.compile(r"\.(?:card|cloze|nightMode|night_mode|mobile|card\d+)|#answer|img|hr")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TYPED = re.compile(r"\[\[type:([^\]]*)\]\]")
_SOUND = re.compile(r"\[sound:([^\[\]]{1,400})\]")
_PROGRAM = re.compile(r"(<(script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
_FILE = re.compile(
    r"((?:src|data|poster)\s*=\s*[\"']?|url\(\s*[\"']?)((?<=[\"'])[^\"']{1,400}|[^\"'\s>)]{1,400})",
    re.IGNORECASE,
)
_PLAIN = (
    "html{background:#fff;color:#000}"
    "body{margin:0;padding:1rem;min-height:100vh;box-sizing:border-box;"
    "font:20px/1.5 sans-serif;overflow-wrap:anywhere}"
    "img,video{max-width:100%;height:auto}.cloze{font-weight:bold;color:#00f}"
)


def named_type(question: Question) -> str | None:
    """Return the key of the note type that a question came with."""
    told = question.extra.get("anki")
    return str(told["type"]) if isinstance(told, dict) and told.get("type") else None


def has_own(held: Mapping[str, Any]) -> bool:
    """Tell whether a note type says more of its cards' looks than the app shows."""
    note_type = note_type_of(0, dict(held))
    if note_type is None:
        return False
    made = "".join(one.front + one.back for one in note_type.templates)
    return bool(_SCRIPTED.search(_USUAL_ID.sub("", made))) or _is_styled(note_type.css)


def _is_styled(css: str) -> bool:
    bare = _COMMENT.sub("", css)
    selectors = (
        one for rule in bare.split("}") for one in rule.partition("{")[0].split(",") if "{" in rule
    )
    return any(
        not all(_USUAL_STYLE.fullmatch(part) for part in re.findall(r"[^\s.]*\.?[^\s.]+", one))
        for one in selectors
    )


def page(
    question: Question, part: str, held: Mapping[str, Any], inline: Inline, *, is_back: bool
) -> str | None:
    """Return one side of a card as a whole page; None where its templates do not show it.

    *held* is the note type as it was kept, *inline* returns a file of the question as an address
    that holds all of it, by the file's name.
    """
    key = named_type(question) or ""
    types = Types({key: held})
    note_type, written = types.get(key), outgoing.written(question, types)
    told = question.extra.get("anki")
    if note_type is None or written is None or written.loss or not isinstance(told, dict):
        return None
    note = outgoing.note_of(question, told, note_type)
    ordinal = written.ordinals.get(part)
    if note is None or ordinal is None:
        return None
    side = _side(replace(note, fields=written.fields), ordinal, is_back=is_back)
    return _page(side, note_type, ordinal, inline) if side is not None else None


def _side(note: Note, ordinal: int, *, is_back: bool) -> str | None:
    made = mapping.template_of(note, ordinal)
    if made is None:
        return None
    front, back = templates.parse(made.front), templates.parse(made.back)
    if front.faults or back.faults:
        return None
    values = dict(zip(note.type.fields, note.fields, strict=False))
    special = mapping.special_of(note, ordinal)
    asked = templates.render(front, Scene(values, ordinal, False, filters.revealed, special))
    asked = _TYPED.sub("", asked)
    if not is_back:
        return asked
    special |= {"FrontSide": asked}
    told = templates.render(back, Scene(values, ordinal, True, filters.revealed, special))
    return _TYPED.sub(lambda found: values.get(found[1].rpartition(":")[2], ""), told)


def _page(side: str, note_type: NoteType, ordinal: int, inline: Inline) -> str:
    # The style of a deck must not end its element: what follows it would be a page.
    css = re.sub(r"</(?=style)", r"<\\/", note_type.css, flags=re.IGNORECASE)
    body = "".join(
        piece if at % 3 else _with_sounds(_with_formulas(piece))
        for at, piece in enumerate(_PROGRAM.split(side))
        if at % 3 != 2
    )
    return (
        f"<title>{html.escape(note_type.name)}</title>"
        f"<style>{_PLAIN}</style><style>{_with_files(css, inline)}</style>"
        f'<body class="card card{ordinal + 1}"><div id=qa>{_with_files(body, inline)}</div>'
    )


def _with_formulas(text: str) -> str:
    parts, position = [], 0
    for place in maths.places(text):
        parts += [text[position : place.start], formulas.mathml(place)]
        position = place.end
    return "".join((*parts, text[position:]))


def _with_sounds(text: str) -> str:
    return _SOUND.sub(
        lambda found: f'<audio controls preload=metadata src="{html.escape(found[1])}"></audio>',
        text,
    )


def _with_files(text: str, inline: Inline) -> str:
    """Put the files that a text names by their names into it; others stay as they are."""

    def put(found: re.Match[str]) -> str:
        name = unicodedata.normalize("NFC", html.unescape(found[2]))
        address = inline(name) or (inline(unquote(name)) if "%" in name else None)
        return found[1] + (address or found[2])

    return _FILE.sub(put, text)
