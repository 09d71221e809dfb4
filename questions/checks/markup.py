"""Rules about marks that are not read but drawn: tags, formulas, pictures, sounds."""

import re
from collections.abc import Iterator

from questions.checks import mending
from questions.checks.passages import MOST, Passage
from questions.checks.rule import EVERYTHING, Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen
from questions.model import Finding, Question


def _open_maths(seen: Seen) -> Flaw | None:
    for read in _fields_with(seen, "\\[$"):
        if found := _unpaired_maths(_CODE.sub(_masked, read.text)):
            return Flaw(f"The formula at {quoted(found[0])} is not closed.", read.at(found))
    return None


def _unpaired_maths(text: str) -> re.Match[str] | None:
    """Walk over all that opens and closes; what closes nothing or stays open is returned."""
    waiting: list[re.Match[str]] = []
    for token in _MATHS.finditer(text):
        sign, partner = token[0], _PARTNERS.get(token[0])
        if token["begin"]:
            waiting.append(token)
        elif waiting and (sign == _PARTNERS.get(waiting[-1][0]) or _ends(token, waiting[-1])):
            waiting.pop()
        elif partner:
            waiting.append(token)
        elif sign not in {"[/latex]", "\\)", "\\]"} and not token["end"]:
            continue
        else:
            return token
    return waiting[-1] if waiting else None


def _ends(token: re.Match[str], opening: re.Match[str]) -> bool:
    return bool(token["end"]) and token["end"] == opening["begin"]


def _open_markup(seen: Seen) -> Flaw | None:
    walk = {"html": _open_tag, "markdown": _open_mark}.get(seen.question.format)
    if walk is None:
        return None
    for read in _fields_with(seen, "<*`_"):
        if found := walk(read.text):
            return Flaw(f"{quoted(found[0])} has no partner.", read.at(found))
    return None


def _open_tag(text: str) -> re.Match[str] | None:
    waiting: list[re.Match[str]] = []
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if name in _MAY_STAY_OPEN or tag["empty"]:
            continue
        if not tag["closing"]:
            waiting.append(tag)
        elif waiting and waiting[-1]["name"].lower() == name:
            waiting.pop()
        else:
            return tag
    return waiting[-1] if waiting else None


def _open_mark(text: str) -> re.Match[str] | None:
    fences = list(_FENCE.finditer(text))
    if len(fences) % 2:
        return fences[-1]
    plain = _CODE.sub(_masked, text)
    for mark in (_BACKTICK, _STRONG):
        found = list(mark.finditer(plain))
        if len(found) % 2:
            return found[-1]
    return None


def _closed(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Close at the end of the field what is open; take out what closes nothing."""
    text = mending.text_at(question, finding.field or "")
    if text is None or finding.field is None or finding.start is None or finding.end is None:
        return None
    mark = text[finding.start : finding.end]
    tag = _TAG.fullmatch(mark)
    if tag and tag["closing"]:
        return mending.changed(question, finding, lambda _words: "")
    ending = f"</{tag['name']}>" if tag else mark
    if _FENCE.fullmatch(mark):
        ending = f"\n{mark}"
    return mending.with_text(question, finding.field, text.rstrip() + ending)


def _empty_media(seen: Seen) -> Flaw | None:
    for read in _fields_with(seen, "<!["):
        for found in _MEDIA.finditer(_CODE.sub(_masked, read.text)):
            if not found["source"] and not _SOURCE.search(found[0]):
                return Flaw(f"{quoted(found[0])} names no file.", read.at(found))
    return None


def _without(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Take the empty picture out, where something to read is left."""
    text = mending.text_at(question, finding.field or "")
    if text is None or finding.start is None or finding.end is None:
        return None
    rest = text[: finding.start] + text[finding.end :]
    return mending.changed(question, finding, lambda _words: "") if rest.strip() else None


def _fields_with(seen: Seen, signs: str) -> Iterator[Passage]:
    """Yield the fields, as they are written, that have one of *signs*."""
    for field, raw in seen.fields:
        if any(sign in raw for sign in signs):
            yield Passage(field, raw[:MOST])


def _masked(found: re.Match[str]) -> str:
    return " " * len(found[0])


_CODE = re.compile(r"```.{0,2000}?```|`[^`\n]{1,500}`|<code\b[^<>]*>[^<>]{0,500}</code>", re.DOTALL)
_MATHS = re.compile(
    r"\\\\(?=[\s\w])|\\[()\[\]]|\$\$|\[/?latex\]|\\begin\{(?P<begin>[a-z]{1,20}\*?)\}"
    r"|\\end\{(?P<end>[a-z]{1,20}\*?)\}"
)
_PARTNERS = {"\\(": "\\)", "\\[": "\\]", "$$": "$$", "[latex]": "[/latex]"}
_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,20})\b(?P<rest>[^<>]*?)(?P<empty>/?)>"
)
_MAY_STAY_OPEN = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "colgroup",
    "body", "html", "head",
})  # fmt: skip
_FENCE = re.compile(r"^```", re.MULTILINE)
_BACKTICK = re.compile(r"(?<!\\)`+")
_STRONG = re.compile(r"(?<![\\*\w])\*\*(?![*\s])|(?<![\\*\s])\*\*(?![*\w])")
_MEDIA = re.compile(
    r"<(?:img|audio|video|source)\b[^<>]*>(?P<source>\s*<source\b[^<>]*src[^<>]*>)?"
    r"|!\[[^\[\]]*\]\([^()]*\)|\[(?:sound|image):[^\[\]]*\]",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\bsrc(?:set)?\s*=\s*(?:\"\s*[^\s\"]|'\s*[^\s']|[^\s\"'<>])|\]\(\s*[^\s)]|\[(?:sound|image):\s*[^\s\]]",
    re.IGNORECASE,
)

RULES = (
    Rule(
        name="open-maths",
        about="A formula is opened and not closed, so that its source is shown instead of it.",
        advice="Close it.",
        find=_open_maths,
        kinds=EVERYTHING,
        weight=Weight.WRONG,
    ),
    Rule(
        name="open-markup",
        about="A tag or a mark is opened and not closed; what follows is shown wrongly.",
        advice="Close it or take it out.",
        find=_open_markup,
        kinds=EVERYTHING,
        mend=_closed,
    ),
    Rule(
        name="empty-media",
        about="A picture or a sound names no file.",
        advice="Add the file or take it out.",
        find=_empty_media,
        kinds=EVERYTHING,
        weight=Weight.WRONG,
        mend=_without,
    ),
)
