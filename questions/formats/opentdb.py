"""Questions of the Open Trivia Database: what its interface answers, and lists like it."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote, unquote_plus

from pydantic import JsonValue, ValidationError

from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import budget, csv_table
from questions.formats.base import CERTAIN, LIKELY, NO, Feature, Format, Holds, Options
from questions.formats.losses import fitting
from questions.formats.results import Problem, Reading, Writing
from questions.formats.tables import banks, separated
from questions.formats.tables.banks import Collected
from questions.formats.tables.grid import Row
from questions.formats.tables.rows import Made
from questions.messages import say
from questions.model import Kind, Question

_Object = dict[str, Any]
_MARK: Final = re.compile(rb'"(?:correct_answer|incorrect_answers)"\s*:')
_LIKE_IT: Final = re.compile(rb'"answers"\s*:\s*\[')
_CODES: Final = {
    1: say("it has no results: there were not enough questions for what was asked"),
    2: say("it has no results: what was asked was not valid"),
    3: say("it has no results: the session token was not found"),
    4: say("it has no results: all questions for the session token were given out"),
    5: say("it has no results: too many requests (the rate limit); ask again after five seconds"),
}
_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_LISTS: Final = ("results", "data", "questions")
_HOLDS: Final = Holds(frozenset({Kind.CHOICE, Kind.TRUEFALSE}), frozenset({Feature.TAGS}))


def recognises(data: bytes, name: str) -> float:
    """Tell the answer of the interface by its keys, and its lists by how they are escaped."""
    head = data[:65_536].replace(b"\x00", b"")
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith((b"{", b"[")):
        is_answer = _MARK.search(head) or (b'"response_code"' in head and b'"results"' in head)
        listed = _LIKE_IT.search(head) and b'"question"' in head and b'"answer"' in head
        return CERTAIN if is_answer else LIKELY if listed else NO
    return CERTAIN if _is_escaped_list(csv_table.sample_of(data)) else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read questions; entities and escapes are taken off once, the rest is plain text."""
    collected = Collected([])
    text = csv_table.sample_of(data)
    entries = _escaped_rows(data, options) if _is_escaped_list(text) else _entries(data, collected)
    for number, (entry, told) in enumerate(entries, 1):
        _collect(collected, number, entry, told)
    if not collected.questions:
        raise BankFormatError(banks.nothing(collected.problems))
    return banks.finished(collected, name, FORMAT.name, {})


def _is_escaped_list(text: str) -> bool:
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    escaped = [line for line in lines if _ESCAPED.search(line) and " " not in line and "," in line]
    return bool(lines) and len(escaped) > 0.8 * len(lines)


def _escaped_rows(data: bytes, options: Options) -> Iterator[tuple[_Object, str]]:
    grid = separated.grid_of(data, options.encoding, ",")
    for row in grid.rows:
        texts = [unquote(cell) for cell in row.cells]
        right = texts[1] if len(texts) > 1 else ""
        entry = {"question": texts[0], "correct_answer": right, "incorrect_answers": texts[2:]}
        yield entry | {"_is_bare": len(texts) == 2}, ",".join(row.cells)


def _entries(data: bytes, collected: Collected) -> Iterator[tuple[_Object, str]]:
    repeated: list[str] = []
    held = budget.load(data, repeated)
    for key in repeated[:100]:
        reason = "it stands twice; the last one counts"
        where = f"the key {budget.printable(key)[:60]}"
        collected.tell(Problem(where, reason, outcome="repaired"))
    entries = _listed(held)
    decode = _decoder(entries)
    for entry in entries:
        told = budget.printable(entry)
        if isinstance(entry, dict) and budget.unsound(entry) is None:
            yield decode(entry), told
        else:
            yield {"_reason": budget.unsound(entry) or "it is not an object"}, told


def _listed(held: JsonValue) -> list[JsonValue]:
    if isinstance(held, list):
        return held
    if not isinstance(held, dict):
        raise BankFormatError(say("this JSON has no list of questions"))
    found = next((held[key] for key in _LISTS if isinstance(held.get(key), list)), None)
    code = held.get("response_code")
    if not found and isinstance(code, int) and code in _CODES:
        raise BankFormatError(
            say(
                "this is an answer of the Open Trivia Database, but %(reason)s", reason=_CODES[code]
            )
        )
    if not isinstance(found, list):
        raise BankFormatError(say("this JSON has no list of questions"))
    return found


def _decoder(entries: list[JsonValue]) -> Any:
    """Tell from the whole file how its texts are written; each is decoded once."""
    texts = [one["question"] for one in entries if isinstance(one, dict) and "question" in one]
    spoken = [one for one in texts if isinstance(one, str)]
    escaped = [one for one in spoken if " " not in one and ("+" in one or _ESCAPED.search(one))]
    is_url = bool(spoken) and len(escaped) == len(spoken)
    plus = any("+" in one for one in escaped)
    decode = (unquote_plus if plus else unquote) if is_url else html.unescape

    def decoded(value: Any) -> Any:
        if isinstance(value, str):
            return decode(value)
        if isinstance(value, list):
            return [decoded(one) for one in value]
        if isinstance(value, dict):
            return {key: decoded(one) for key, one in value.items()}
        return value

    return decoded


def _collect(collected: Collected, number: int, entry: _Object, told: str) -> None:
    where = f"question {number}"
    try:
        if "_reason" in entry:
            raise ValueError(entry["_reason"])
        values, warnings = _values(_as_answered(entry))
        made = Made(Question(id="-", **values), _key(entry))
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"].replace("Value error, ", "")
        collected.tell(Problem(where, reason, told[:2000]))
    except ValueError as error:
        collected.tell(Problem(where, str(error), told[:2000]))
    else:
        collected.add(made, Row(number, (told,)))
        for warning in warnings:
            collected.tell(Problem(where, warning, told[:2000], "reduced"))


def _key(entry: _Object) -> str | None:
    told = entry.get("id") or entry.get("_id")
    return told if isinstance(told, str) and told else None


def _as_answered(entry: _Object) -> _Object:
    """Bring a list of answers with the place of the right one into the usual form."""
    answers, place = entry.get("answers"), entry.get("answer")
    if not isinstance(answers, list) or not isinstance(place, int) or "correct_answer" in entry:
        return entry
    if not 0 <= place < len(answers):
        raise ValueError(f"there is no answer with the number {place}")
    wrong = [one for at, one in enumerate(answers) if at != place]
    return {**entry, "correct_answer": answers[place], "incorrect_answers": wrong}


def _values(entry: _Object) -> tuple[_Object, list[str]]:
    stem, right = entry.get("question"), entry.get("correct_answer")
    wrong = entry.get("incorrect_answers")
    if not isinstance(stem, str) or not stem.strip():
        raise ValueError("there is no question")
    if not isinstance(right, str) or not right.strip():
        raise ValueError("there is no right answer")
    listed = [one for one in wrong if isinstance(one, str)] if isinstance(wrong, list) else []
    values: _Object = {"stem": stem, "tags": _tags(entry)}
    if isinstance(entry.get("difficulty"), str):
        values["difficulty"] = entry["difficulty"]
    asked, warnings = _asked(right, listed, bool(entry.get("_is_bare")))
    return values | asked, warnings


def _asked(right: str, listed: list[str], is_bare: bool) -> tuple[_Object, list[str]]:
    others = [one for one in dict.fromkeys(listed) if one.strip() and one != right]
    warnings = []
    if len(others) < len(listed):
        warnings.append("a wrong answer stands twice or is the right one; it was left out once")
    if right in {"True", "False"} and (is_bare or set(others) == {"True", "False"} - {right}):
        answers = [{"text": right.lower()}]
        return {"kind": Kind.TRUEFALSE, "answers": answers}, warnings
    if not others:
        if not is_bare:
            warnings.append("there are no wrong answers: the answer is to be typed")
        return {"kind": Kind.SHORT, "answers": [{"text": right}]}, warnings
    choices = [{"text": right, "fraction": 1.0}, *({"text": one} for one in others)]
    return {"kind": Kind.CHOICE, "choices": choices}, warnings


def _tags(entry: _Object) -> tuple[str, ...]:
    own = entry.get("tags")
    told = [entry.get("category"), *(own if isinstance(own, list) else []), entry.get("difficulty")]
    return tuple(dict.fromkeys(one for one in told if isinstance(one, str) and one.strip()))


def write(bank: Bank) -> Writing:
    """Write the form that the interface answers, with plain text."""
    kept, problems = fitting(bank, _HOLDS)
    results = [_result(question) for question in kept]
    told = json.dumps({"response_code": 0, "results": results}, ensure_ascii=False, indent=1)
    return Writing(f"{told}\n".encode(), tuple(problems))


def _result(question: Question) -> _Object:
    is_boolean = question.kind is Kind.TRUEFALSE
    truth = question.answers[0].text.capitalize() if is_boolean else ""
    right = truth or next(one.text for one in question.choices if one.fraction > 0)
    wrong = [one.text for one in question.choices if one.fraction <= 0]
    levels = [tag for tag in question.tags if tag in {"easy", "medium", "hard"}]
    others = [tag for tag in question.tags if tag not in levels]
    told = {
        "type": "boolean" if is_boolean else "multiple",
        "difficulty": levels[0] if levels else "medium",
        "category": others[0] if others else "General Knowledge",
        "question": question.stem,
        "correct_answer": right,
        "incorrect_answers": [{"True": "False", "False": "True"}[truth]] if is_boolean else wrong,
    }
    return {key: _escaped(value) for key, value in told.items()}


def _escaped(value: Any) -> Any:
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return html.escape(value)


FORMAT: Final = Format(
    name="opentdb",
    title="Open Trivia Database",
    suffixes=(".json",),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: write(bank),
    holds=_HOLDS,
    media_type="application/json",
)
