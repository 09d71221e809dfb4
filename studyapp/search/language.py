"""The language of searches: words, phrases, `key:value`, `-`, `or` and brackets. Pure text.

    query  = all ("or" all)*          all = part+
    part   = "-" part | "(" query ")" | term
    term   = [key ":"] (word | '"' phrase '"')

In a word `*` stands for any letters; in a phrase every sign means itself.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from questions.model import Kind
from questions.search_words import folded
from studyapp.search.queries import Either, Every, Not, Query, QueryError, Spot, Term

LONGEST = 1000
_DEEPEST = 30
_MOST_TERMS = 60
_MOST_DAYS = 36500
_MOST_REPAIRS = 8
STATES = (
    "due",
    "new",
    "learning",
    "review",
    "suspended",
    "buried",
    "marked",
    "leech",
    "reported",
)
EASES = {"again": 1, "hard": 2, "good": 3, "easy": 4, "1": 1, "2": 2, "3": 3, "4": 4}
KINDS = tuple(kind.value for kind in Kind)
_JOINING = frozenset({"or", "and"})
_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[-()]")
_KEY = re.compile(r"(?P<key>[^\W\d_]+):")
_QUOTED = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"', re.DOTALL)
_WORD = re.compile(r'[^\s()"]+')
_SPOKEN_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))


def parse(text: str) -> Query:
    """Understand a query, or raise a QueryError that names the spot."""
    try:
        return _parsed(text)
    except QueryError as error:
        error.suggestion = _nearest(error.fix)
        raise


def _nearest(fix: str) -> str:
    """Return the first query on the way of one repair after the other that can be understood."""
    for _ in range(_MOST_REPAIRS):
        try:
            _parsed(fix)
        except QueryError as error:
            fix = error.fix
        else:
            return fix
    return ""


def _parsed(text: str) -> Query:
    if len(text) > LONGEST:
        raise QueryError(
            "too-long",
            Spot(LONGEST, len(text)),
            most=str(LONGEST),
        )
    reader = _Reader(text)
    query = reader.either(0)
    if not reader.is_done():
        at = reader.at
        fixed = (text[:at] + text[at + 1 :]).strip()
        raise QueryError("stray-bracket", Spot(at, at + 1), fix=fixed)
    return query


class _Reader:
    """Reads a query from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Quotation marks as word processors set them stand for the plain one.
        self.plain = text.translate(_SPOKEN_QUOTES)
        self.at = 0
        self.terms = 0
        self.skip_space()

    def skip_space(self) -> None:
        if space := _SPACE.match(self.plain, self.at):
            self.at = space.end()

    def is_done(self) -> bool:
        return self.at >= len(self.plain)

    def sign(self) -> str:
        found = _SIGNS.match(self.plain, self.at)
        return found[0] if found else ""

    def joining(self) -> str:
        """Return "or" or "and" if that is the next word."""
        word = _WORD.match(self.plain, self.at)
        return word[0].lower() if word and word[0].lower() in _JOINING else ""

    def either(self, depth: int) -> Query:
        if depth > _DEEPEST:
            raise QueryError("too-deep", Spot(self.at, self.at + 1))
        parts = [self.every(depth)]
        while self.joining() == "or":
            spot = Spot(self.at, self.at + 2)
            self.take(2)
            nothing = Every()
            parts.append(self.every(depth))
            if nothing in parts:
                self.nothing_beside_or(spot)
        return _joined(Either, parts)

    def nothing_beside_or(self, spot: Spot) -> None:
        fixed = f"{self.text[: spot.start]} {self.text[spot.end :]}"
        raise QueryError("lonely-or", spot, fix=fixed)

    def every(self, depth: int) -> Query:
        parts: list[Query] = []
        while not self.is_done() and self.sign() != ")":
            joining = self.joining()
            if joining == "or":
                break
            if joining == "and":
                self.take(3)
                continue
            parts.append(self.part(depth))
        return _joined(Every, parts)

    def part(self, depth: int) -> Query:
        sign, start = self.sign(), self.at
        if sign == "(":
            return self.bracket(depth)
        if sign == "-":
            return self.negated(depth, start)
        return self.term()

    def bracket(self, depth: int) -> Query:
        start = self.at
        self.take(1)
        inner = self.either(depth + 1)
        if self.sign() != ")":
            raise QueryError(
                "open-bracket",
                Spot(start, start + 1),
                fix=f"{self.text.rstrip()})",
            )
        if inner == Every():
            raise QueryError("empty-brackets", Spot(start, self.at + 1))
        self.take(1)
        return inner

    def negated(self, depth: int, start: int) -> Query:
        if depth > _DEEPEST:
            raise QueryError("too-deep", Spot(start, start + 1))
        self.at += 1
        stands_alone = self.is_done() or self.plain[self.at].isspace() or self.sign() == ")"
        if stands_alone:
            fixed = self.text[:start] + self.text[start + 1 :]
            raise QueryError(
                "lonely-minus",
                Spot(start, start + 1),
                fix=fixed,
            )
        return Not(self.part(depth + 1))

    def term(self) -> Term:
        start = self.at
        self.terms += 1
        if self.terms > _MOST_TERMS:
            raise QueryError(
                "too-many",
                Spot(start, len(self.text)),
                most=str(_MOST_TERMS),
            )
        key = _KEY.match(self.plain, self.at)
        name = key["key"].lower() if key else ""
        if key and name not in _CHECKS:
            self.unknown_key(key)
        if key:
            self.at = key.end()
        value, literal = self.value(start, name)
        spot = Spot(start, self.at)
        self.skip_space()
        return _checked(Term(name, value, literal), spot, self.text)

    def unknown_key(self, key: re.Match[str]) -> None:
        name = key["key"]
        spot = Spot(key.start(), key.end())
        near = get_close_matches(name.lower(), _CHECKS, n=1, cutoff=0.5)
        if near:
            fixed = f"{self.text[: spot.start]}{near[0]}:{self.text[spot.end :]}"
        else:
            quoted = _WORD.match(self.plain, spot.start)
            end = quoted.end() if quoted else spot.end
            fixed = f'{self.text[: spot.start]}"{self.text[spot.start : end]}"{self.text[end:]}'
        raise QueryError("unknown-word", spot, fix=fixed, name=name)

    def value(self, start: int, name: str) -> tuple[str, bool]:
        if quoted := _QUOTED.match(self.plain, self.at):
            text = self.text[quoted.start("text") : quoted.end("text")]
            self.at = quoted.end()
            return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL), True
        if self.plain.startswith('"', self.at):
            raise QueryError(
                "open-quote",
                Spot(self.at, self.at + 1),
                fix=f'{self.text.rstrip()}"',
            )
        word = _WORD.match(self.plain, self.at)
        if word is None:
            fixed = self.text[:start] + self.text[self.at :]
            raise QueryError(
                "no-value",
                Spot(start, self.at),
                fix=fixed,
                name=name,
            )
        self.at = word.end()
        return self.text[word.start() : word.end()], False

    def take(self, length: int) -> None:
        self.at += length
        self.skip_space()


def _joined(joint: type[Every] | type[Either], parts: list[Query]) -> Query:
    """Join parts, without brackets that say nothing."""
    flat = [one for part in parts for one in (part.parts if isinstance(part, joint) else (part,))]
    return flat[0] if len(flat) == 1 else joint(tuple(flat))


def _checked(term: Term, spot: Spot, text: str) -> Term:
    """Return *term* with a value as it is meant, or say why it means nothing."""
    if not term.key and not folded(term.value):
        raise QueryError("empty-quotes", spot)
    if not term.key:
        return term
    return _CHECKS[term.key](term, spot, text)


def _any_text(term: Term, spot: Spot, text: str) -> Term:
    if not folded(term.value):
        raise QueryError("no-value", spot, name=term.key)
    return term


def _one_of(term: Term, known: tuple[str, ...], spot: Spot, text: str) -> Term:
    value = term.value.lower()
    if value in known:
        return Term(term.key, value)
    near = get_close_matches(value, known, n=1, cutoff=0.5)
    fixed = f"{text[: spot.start]}{term.key}:{near[0]}{text[spot.end :]}" if near else ""
    raise QueryError(
        "unknown-value",
        spot,
        fix=fixed,
        value=term.value,
        name=term.key,
        known=", ".join(known),
    )


def _kind(term: Term, spot: Spot, text: str) -> Term:
    return _one_of(term, KINDS, spot, text)


def _state(term: Term, spot: Spot, text: str) -> Term:
    return _one_of(term, STATES, spot, text)


def _days(term: Term, spot: Spot, text: str) -> Term:
    days, _, ease = term.value.partition(":")
    fits = days.isascii() and days.isdigit() and len(days) < 6 and 1 <= int(days) <= _MOST_DAYS
    if not fits or (ease and term.key == "added") or term.value.endswith(":"):
        raise QueryError(
            "no-days",
            spot,
            fix=f"{text[: spot.start]}{term.key}:7{text[spot.end :]}",
            name=term.key,
            example=f"{term.key}:7",
        )
    if not ease:
        return Term(term.key, str(int(days)))
    if ease.lower() not in EASES:
        raise QueryError(
            "no-answer",
            spot,
            fix=f"{text[: spot.start]}rated:{int(days)}:again{text[spot.end :]}",
            known="again, hard, good, easy",
        )
    return Term(term.key, f"{int(days)}:{EASES[ease.lower()]}")


_CHECKS = {
    "deck": _any_text,
    "tag": _any_text,
    "kind": _kind,
    "is": _state,
    "added": _days,
    "rated": _days,
    "finding": _any_text,
    "source": _any_text,
}
KEYS = tuple(_CHECKS)
