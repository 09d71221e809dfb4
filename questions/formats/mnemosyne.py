"""Mnemosyne: `.cards` files of today, and the XML of its first version."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from lxml import etree

from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats.base import CERTAIN, LIKELY, NO, NO_OPTIONS, Format, Options
from questions.formats.collecting import Collector
from questions.formats.results import Reading
from questions.formats.schedule import CardState, Schedule
from questions.formats.unpacking import Bundle, is_zip, plain_name
from questions.formats.xml_tree import parse
from questions.model import Kind, Question

NAME: Final = "mnemosyne"
_CARDS: Final = "cards.xml"
# What happened, as the numbers of its log say it; a second one is that the first was edited.
_CARD, _TAG, _MEDIA, _FACT = ({"6", "7"}, {"10", "11"}, {"13", "14"}, {"16", "17"})
_EXPRESSIONS: Final = ("q_fact_keys", "a_fact_keys", "fact_keys_and_names", "extra")
_HIDDEN: Final = re.compile(r"\[([^\[\]\n]{1,500})\]")
_NUMBER: Final = re.compile(r"-?\d{1,12}")
_DEFAULT: Final = ("<default>", "__UNTAGGED__", "")
_SOURCE: Final = re.compile(r"src\s*=\s*[\"']([^\"'<>]{1,300})[\"']", re.IGNORECASE)
_FIRST, _LAST = 631_152_000, 4_102_444_800
_DAY: Final = 86_400
_LONGEST_INTERVAL: Final = 36_500
_REFUSAL: Final = (
    "this file of Mnemosyne's is for itself alone: there, choose File, Export, and save "
    "the cards as “Mnemosyne2 *.cards”"
)
Fields = dict[str, str]


@dataclass(slots=True)
class _Log:
    """What the log of a `.cards` file tells, by the ids of things."""

    facts: dict[str, Fields] = field(default_factory=dict)
    cards: dict[str, list[Fields]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)


def recognises(data: bytes, name: str) -> float:
    """Tell its files by what is in them; those that only it can read too, to say so."""
    if b"<mnemosyne" in data[:2048]:
        return CERTAIN
    if is_zip(data):
        try:
            return CERTAIN if _CARDS in Bundle(data).names else NO
        except BankFormatError:
            return NO
    return LIKELY if _is_private(data, name) else NO


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read the cards with their tags, pictures and where they stand."""
    if _is_private(data, name):
        raise BankFormatError(_REFUSAL)
    if is_zip(data):
        return _read_cards(Bundle(data), name)
    root = parse(data)
    if root.tag != "mnemosyne":
        told = f"this XML is none of Mnemosyne's: it begins with <{str(root.tag)[:40]}>"
        raise BankFormatError(told)
    return _read_old(root, name)


def _is_private(data: bytes, name: str) -> bool:
    """Tell a pickle, which could run any program, and the database."""
    is_pickle = name.lower().endswith(".mem") and not data.lstrip().startswith(b"<")
    return is_pickle or (data.startswith(b"SQLite format 3") and name.lower().endswith(".db"))


def _read_cards(bundle: Bundle, name: str) -> Reading:
    if _CARDS not in bundle.names:
        raise BankFormatError(f"the zip has no {_CARDS}")
    root = parse(bundle.read(_CARDS))
    collector = Collector()
    log = _Log()
    for entry in root.iter("log"):
        _note(entry, log)
    files = _media(log, bundle, collector)
    states: list[CardState] = []
    for key, fact in log.facts.items():
        cards = log.cards.get(key, [])
        told = _question(fact, cards, log, files)
        question = collector.add(told, key=key, raw=" ".join(fact.values())[:500])
        if question:
            states += _states(question, cards, len(states))
    return collector.reading(NAME, name, schedule=Schedule(cards=tuple(states)) if states else None)


def _note(entry: etree._Element, log: _Log) -> None:
    told: Fields = {str(key): str(value) for key, value in entry.attrib.items()}
    told |= {str(child.tag): child.text or "" for child in entry}
    for key in _EXPRESSIONS:
        if key in told:
            _check(told[key])
    kind, own = told.get("type", ""), told.get("o_id", "")
    if kind in _FACT and own:
        skipped = {"type", "o_id", "time", "c_time", "m_time", "card_t", "extra"}
        log.facts[own] = {key: one for key, one in told.items() if key not in skipped}
    elif kind in _CARD and (fact := told.get("fact")):
        log.cards.setdefault(fact, []).append(told)
    elif kind in _TAG and own:
        log.tags[own] = told.get("name", "")
    elif kind in _MEDIA and (file := told.get("fname")):
        log.media.append(file)


def _check(expression: str) -> None:
    """Refuse what is no plain value: Mnemosyne itself would run it as a program."""
    try:
        ast.literal_eval(expression[:20_000])
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        told = f"the file holds a program where a list belongs: {expression[:60]!r}"
        raise BankFormatError(told) from None


def _media(log: _Log, bundle: Bundle, collector: Collector) -> dict[str, str]:
    """Return the files that came along, by the names that texts call them."""
    files: dict[str, str] = {}
    for path in dict.fromkeys(log.media):
        name = plain_name(path)
        is_sound = name is not None and path in bundle.names and ".." not in path.split("/")
        if is_sound and name:
            files[path] = collector.keep(name, bundle.read(path))
        else:
            told = f"the file {path[:80]!r} is not there or has no sound name"
            collector.tell("media", told, outcome="reduced")
    return files


def _question(
    fact: Fields, cards: list[Fields], log: _Log, files: Mapping[str, str]
) -> dict[str, Any]:
    kind = cards[0].get("card_t", "1") if cards else "1"
    told: dict[str, Any] = {"format": "html"}
    if "text" in fact and "f" not in fact:
        told |= {"kind": Kind.CLOZE, "stem": _with_gaps(fact["text"])}
    else:
        told |= _sides(fact)
        views = {card.get("fact_v", "") for card in cards}
        told["reverse"] = kind.startswith(("2", "3")) and len(views) > 1
    names = [log.tags.get(key, "") for card in cards for key in card.get("tags", "").split(",")]
    told["tags"] = tuple(dict.fromkeys(one for one in names if one not in _DEFAULT))
    shown = {key: files[key] for key in _SOURCE.findall(" ".join(fact.values())) if key in files}
    if shown:
        told["media"] = tuple(dict.fromkeys(shown.values()))
        told["extra"] = {"files": shown}
    return told


def _sides(fact: Fields) -> dict[str, Any]:
    """Return front and back: two fields, a word with sound and meaning, or the fields there are."""
    front = fact.get("f") or fact.get("loc") or next(iter(fact.values()), "")
    if "m_1" in fact:
        back = "<br>".join(part for part in (fact.get("p_1", ""), fact["m_1"]) if part)
    elif "b" in fact:
        back = fact["b"]
    else:
        back = "<br>".join(text for text in fact.values() if text and text != front)
    return {"kind": Kind.FLASHCARD, "stem": _lines(front), "answers": [{"text": _lines(back)}]}


def _lines(text: str) -> str:
    """Keep line ends, which its texts mean although they are HTML."""
    return text.strip().replace("\n", "<br>")


def _with_gaps(text: str) -> str:
    numbers = iter(range(1, 500))

    def hidden(found: re.Match[str]) -> str:
        words, mark, hint = found[1].partition(":")
        told = f"{words}::{hint}" if mark else words
        return f"{{{{c{next(numbers, 499)}::{told}}}}}"

    return _HIDDEN.sub(hidden, _lines(text))


def _states(question: Question, cards: list[Fields], before: int) -> Iterator[CardState]:
    ordered = sorted(cards, key=lambda card: card.get("fact_v", ""))
    for number, (part, card) in enumerate(zip(parts_of(question), ordered, strict=False), 1):
        last, following = _moment(card.get("l_rp")), _moment(card.get("n_rp"))
        if card.get("gr", "-1") != "-1" and last and following:
            yield _state(question, part, before + number, last, following, card)


def _state(
    question: Question, part: str, number: int, last: datetime, due: datetime, card: Fields
) -> CardState:
    return CardState(
        id=number,
        question=question.id,
        part=part,
        deck=question.deck or "",
        state="review",
        due_day=due.date(),
        interval=min(max((due - last).days, 1), _LONGEST_INTERVAL),
        reps=_whole(card.get("ac_rp")) + _whole(card.get("rt_rp")),
        lapses=_whole(card.get("lps")),
        last_review_at=last,
        held={"easiness": card.get("e", "")},
    )


def _moment(text: str | None) -> datetime | None:
    seconds = int(text) if text and _NUMBER.fullmatch(text) else 0
    return datetime.fromtimestamp(seconds, UTC) if _FIRST < seconds < _LAST else None


def _whole(text: str | None) -> int:
    return max(0, int(text)) if text and _NUMBER.fullmatch(text) and len(text) < 8 else 0


def _read_old(root: etree._Element, name: str) -> Reading:
    """Read the XML of the first version, in which a card asked backwards is an item of its own."""
    if root.get("core_version") != "1":
        told = f"this is version {root.get('core_version', 'none')!r}; version 1 can be read"
        raise BankFormatError(told)
    collector = Collector()
    items = [(one.get("id") or f"#{number}", one) for number, one in enumerate(root.iter("item"))]
    backwards = {key.removesuffix(".inv"): one for key, one in items if key.endswith(".inv")}
    known = {key for key, _one in items}
    states: list[CardState] = []
    begun = _moment(root.get("time_of_start"))
    for key, item in items:
        if key.endswith(".inv") and key.removesuffix(".inv") in known:
            continue
        turned = backwards.get(key)
        question = collector.add(_old_question(item, turned), key=item.get("id") or "")
        if question:
            both = [item] if turned is None else [item, turned]
            states += _old_states(question, both, begun, len(states))
    return collector.reading(NAME, name, schedule=Schedule(cards=tuple(states)) if states else None)


def _old_question(item: etree._Element, turned: etree._Element | None) -> dict[str, Any]:
    category = (item.findtext("cat") or "").strip()
    told: dict[str, Any] = {
        "kind": Kind.FLASHCARD,
        "format": "html",
        "stem": _lines(item.findtext("Q") or ""),
        "answers": [{"text": _lines(item.findtext("A") or "")}],
        "reverse": turned is not None,
    }
    if category not in _DEFAULT:
        told["deck"] = category.replace("::", ":")[:200]
    return told


def _old_states(
    question: Question, items: list[etree._Element], begun: datetime | None, before: int
) -> Iterator[CardState]:
    for number, (part, item) in enumerate(zip(parts_of(question), items, strict=False), 1):
        last, following = _whole(item.get("l_rp")), _whole(item.get("n_rp"))
        if begun and item.get("u") == "0" and 0 < following < _LONGEST_INTERVAL:
            days = begun + timedelta(days=last), begun + timedelta(days=following)
            told = {str(key): str(value) for key, value in item.attrib.items()}
            yield _state(question, part, before + number, *days, told)


FORMAT: Final = Format(
    name=NAME,
    title="Mnemosyne",
    suffixes=(".cards", ".xml"),
    recognises=recognises,
    read=read,
    media_type="application/zip",
)
