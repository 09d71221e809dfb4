"""Mnemosyne: `.cards` files of today; the first version's are in `mnemosyne_old`."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from questions.errors import BankFormatError
from questions.faces import parts_of
from questions.formats import mnemosyne_old
from questions.formats.base import CERTAIN, LIKELY, NO, NO_OPTIONS, Format, Options
from questions.formats.collecting import Collector
from questions.formats.mnemosyne_old import DEFAULT, Fields, moment, state, with_breaks
from questions.formats.results import Reading
from questions.formats.schedule import CardState, Schedule
from questions.formats.unpacking import Bundle, is_zip, plain_name
from questions.formats.xml_tree import parse
from questions.messages import say
from questions.model import Kind, Question

NAME: Final = "mnemosyne"
_CARDS: Final = "cards.xml"
# What happened, as the numbers of its log say it; a second one is that the first was edited.
_CARD, _TAG, _MEDIA, _FACT = ({"6", "7"}, {"10", "11"}, {"13", "14"}, {"16", "17"})
_EXPRESSIONS: Final = ("q_fact_keys", "a_fact_keys", "fact_keys_and_names", "extra")
_HIDDEN: Final = re.compile(r"\[([^\[\]\n]{1,500})\]")
_SOURCE: Final = re.compile(r"src\s*=\s*[\"']([^\"'<>]{1,300})[\"']", re.IGNORECASE)
_REFUSAL: Final = say(
    "this file of Mnemosyne's is for itself alone: there, choose File, Export, and save "
    "the cards as “Mnemosyne2 *.cards”"
)


@dataclass(slots=True)
class _Log:
    """What the log of a `.cards` file tells, by the ids of things."""

    facts: dict[str, Fields] = field(default_factory=dict)
    cards: dict[str, list[Fields]] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    media: list[str] = field(default_factory=list)


def recognises(data: bytes, name: str) -> float:
    """Tell its files by what is in them; those that only it can read too, to say so."""
    if b"<mnemosyne" in data[:2048] or mnemosyne_old.is_pickled(data):
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
    if mnemosyne_old.is_pickled(data):
        return mnemosyne_old.read_pickle(data, name)
    if is_zip(data):
        return _read_cards(Bundle(data), name)
    root = parse(data)
    if root.tag != "mnemosyne":
        raise BankFormatError(
            say("this XML is none of Mnemosyne's: it begins with <%(tag)s>", tag=str(root.tag)[:40])
        )
    return mnemosyne_old.read_xml(root, name)


def _is_private(data: bytes, name: str) -> bool:
    """Tell its database, and what is called a collection of its first version but is none."""
    is_other = name.lower().endswith(".mem") and not data.lstrip().startswith(b"<")
    is_database = data.startswith(b"SQLite format 3") and name.lower().endswith(".db")
    return is_database or (is_other and not mnemosyne_old.is_pickled(data))


def _read_cards(bundle: Bundle, name: str) -> Reading:
    if _CARDS not in bundle.names:
        raise BankFormatError(say("the zip has no %(cards)s", cards=_CARDS))
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
        raise BankFormatError(
            say(
                "the file holds a program where a list belongs: %(program)s",
                program=repr(expression[:60]),
            )
        ) from None


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
    told["tags"] = tuple(dict.fromkeys(one for one in names if one not in DEFAULT))
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
    return {
        "kind": Kind.FLASHCARD,
        "stem": with_breaks(front),
        "answers": [{"text": with_breaks(back)}],
    }


def _with_gaps(text: str) -> str:
    numbers = iter(range(1, 500))

    def hidden(found: re.Match[str]) -> str:
        words, mark, hint = found[1].partition(":")
        told = f"{words}::{hint}" if mark else words
        return f"{{{{c{next(numbers, 499)}::{told}}}}}"

    return _HIDDEN.sub(hidden, with_breaks(text))


def _states(question: Question, cards: list[Fields], before: int) -> Iterator[CardState]:
    ordered = sorted(cards, key=lambda card: card.get("fact_v", ""))
    for number, (part, card) in enumerate(zip(parts_of(question), ordered, strict=False), 1):
        last, following = moment(card.get("l_rp")), moment(card.get("n_rp"))
        if card.get("gr", "-1") != "-1" and last and following:
            yield state(question, part, before + number, last, following, card)


FORMAT: Final = Format(
    name=NAME,
    title="Mnemosyne",
    suffixes=(".cards", ".xml", ".mem"),
    recognises=recognises,
    read=read,
    media_type="application/zip",
)
