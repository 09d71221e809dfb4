"""The project's own bank file, `.studybank.json`: everything a bank holds, nothing lost.

With pictures and sounds it is `.studybank.zip`, which has the same JSON inside.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, Final, TypeVar

from pydantic import JsonValue, ValidationError

from questions.bank import Bank, Document, misquoted, sources_of
from questions.errors import BankFormatError
from questions.formats import budget, packed
from questions.formats.base import CERTAIN, EVERYTHING, NO, NO_OPTIONS, Format, Options
from questions.formats.media import MediaFile
from questions.formats.results import Problem, Reading, Writing
from questions.formats.schedule import Schedule
from questions.messages import say
from questions.model import Question, Source, Value, fingerprint

NAME: Final = "json"
MARK: Final = "studyapp-bank"
VERSION: Final = 1
SCHEMA: Final = Path(__file__).with_name("bank.schema.json")
_Object = dict[str, JsonValue]
_Parsed = TypeVar("_Parsed", bound=Value)
_LISTS = ("documents", "questions")
_REASONS = 3


def recognises(data: bytes, name: str = "") -> float:
    """Tell whether the file names this format near its beginning, or holds one that does."""
    if packed.is_packed(data):
        return CERTAIN
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    return CERTAIN if any(MARK.encode(one) in data[:4096] for one in encodings) else NO


def read(data: bytes, name: str, options: Options = NO_OPTIONS) -> Reading:
    """Read a bank; what cannot be a question is named among the problems, the rest goes in."""
    repeated: list[str] = []
    damaged: list[Problem] = []
    files: dict[str, bytes] = {}
    if packed.is_packed(data):
        data, files = packed.unpack(data, damaged)
    held = _opened(budget.load(data, repeated))
    media = packed.named(files, held.pop(packed.KEY, None) if files else None)
    problems = damaged + [
        Problem(f"the key {budget.printable(key)[:60]}", "it stands twice; the last one counts")
        for key in repeated[:_MOST_REPEATED]
    ]
    documents = tuple(_documents(held, problems))
    texts = {document.id: document.text for document in documents}
    questions = tuple(_questions(held, texts, problems))
    bank = _titled(held, name, problems)
    whole = bank.model_copy(update={"documents": documents, "questions": questions})
    return Reading(whole, tuple(problems), NAME, media, keys=_keys(questions))


def _keys(questions: tuple[Question, ...]) -> dict[str, str]:
    """Every question of this format has a name of its own, except those that just got one."""
    return {one.id: one.id for one in questions if not one.id.startswith(fingerprint(one))}


def write(
    bank: Bank, media: Mapping[str, MediaFile] | None = None, schedule: Schedule | None = None
) -> Writing:
    """Write every value that differs from its default, and every key that was not known."""
    held: dict[str, Any] = {"format": MARK, "version": VERSION, "title": bank.title}
    held |= {"language": bank.language, **bank.model_dump(mode="json", exclude_defaults=True)}
    held.setdefault("questions", [])
    if media:
        return Writing(packed.pack(held, media), suffix=packed.SUFFIX)
    return Writing((json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode())


def schema() -> dict[str, Any]:
    """Describe the file as JSON Schema, as published in bank.schema.json."""
    described = Bank.model_json_schema()
    fixed = {"format": {"const": MARK}, "version": {"const": VERSION}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described,
        "title": "Studyapp bank",
        "properties": fixed | described["properties"],
        "required": ["format", "version", "title", "questions"],
    }


def _opened(held: JsonValue) -> _Object:
    if not isinstance(held, dict) or held.get("format") != MARK:
        raise BankFormatError(
            say('this JSON is not a bank: it lacks "format": "%(mark)s"', mark=MARK)
        )
    if held.get("version") != VERSION:
        version = budget.printable(held.get("version"))[:20]
        raise BankFormatError(
            say(
                "the bank has version %(version)s; this program reads %(known)s",
                version=version,
                known=VERSION,
            )
        )
    return held


def _documents(held: _Object, problems: list[Problem]) -> Iterator[Document]:
    known: set[str] = set()
    for where, value in _listed(held, "documents", problems):
        document = _parsed(Document, value, where, problems)
        if document and document.id in known:
            problems.append(Problem(where, "another document has its id", document.title[:200]))
        elif document:
            known.add(document.id)
            yield document


def _questions(
    held: _Object, texts: Mapping[str, str], problems: list[Problem]
) -> Iterator[Question]:
    known: set[str] = set()
    for where, value in _listed(held, "questions", problems):
        whole = _with_sound_sources({"id": _NO_ID, **value}, texts, where, problems)
        question = _parsed(Question, whole, where, problems)
        if question and (reason := _misquoted_inside(question, texts)):
            problems.append(Problem(where, reason, budget.printable(value)))
        elif question:
            named = _with_own_id(question, known, where, problems)
            known.add(named.id)
            yield named


def _listed(held: _Object, key: str, problems: list[Problem]) -> Iterator[tuple[str, _Object]]:
    values = held.get(key)
    if values is not None and not isinstance(values, list):
        problems.append(Problem(key, "it is not a list", budget.printable(values)))
    for number, value in enumerate(values if isinstance(values, list) else ()):
        where = f"{key}[{number}]"
        if not isinstance(value, dict):
            problems.append(Problem(where, "it is not an object", budget.printable(value)))
        elif reason := budget.unsound(value):
            problems.append(Problem(where, reason, budget.printable(value)))
        else:
            yield where, value


def _parsed(
    model: type[_Parsed], value: JsonValue, where: str, problems: list[Problem]
) -> _Parsed | None:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        problems.append(Problem(where, _reasons(error), budget.printable(value)))
        return None


def _reasons(error: ValidationError) -> str:
    """Say the first things that are wrong, each with its place inside the value."""
    told = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(_reason(one["loc"], one["msg"]) for one in told[:_REASONS])


def _reason(place: tuple[int | str, ...], message: str) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return f"{path.lstrip('.')[:80]}: {message}".removeprefix(": ").replace("Value error, ", "")


def _with_sound_sources(
    value: _Object, texts: Mapping[str, str], where: str, problems: list[Problem]
) -> _Object:
    """Leave out the sources that point nowhere: the question is good without them."""
    sources = value.get("sources")
    if not isinstance(sources, list):
        return value
    places = ((f"{where}.sources[{number}]", source) for number, source in enumerate(sources))
    kept = [_sound_source(source, texts, place, problems) for place, source in places]
    return {**value, "sources": [source for source in kept if source is not None]}


def _sound_source(
    value: JsonValue, texts: Mapping[str, str], where: str, problems: list[Problem]
) -> JsonValue:
    source = _parsed(Source, value, where, problems)
    if source is None or not (reason := misquoted(source, texts)):
        return None if source is None else value
    start = _only_place(texts[source.document], source.quote)
    if start is None:
        problems.append(Problem(where, reason, budget.printable(value)))
        return None
    problems.append(Problem(where, f"{reason}; it was found at {start}", budget.printable(value)))
    moved: _Object = source.model_dump(mode="json")
    return {**moved, "start": start, "end": start + len(source.quote)}


def _only_place(text: str, quote: str) -> int | None:
    start = text.find(quote)
    return start if start >= 0 and text.find(quote, start + 1) < 0 else None


def _misquoted_inside(question: Question, texts: Mapping[str, str]) -> str | None:
    return next(filter(None, (misquoted(one, texts) for one in sources_of(question))), None)


def _with_own_id(
    question: Question, known: Collection[str], where: str, problems: list[Problem]
) -> Question:
    """Give an id to a question that has none, or one that another has already."""
    if question.id != _NO_ID and question.id not in known:
        return question
    if question.id != _NO_ID:
        problems.append(
            Problem(where, "another question has its id; it got a new one", question.id)
        )
    own, number = fingerprint(question), len(known)
    while own in known:
        own = f"{fingerprint(question)}-{number}"
        number += 1
    return question.model_copy(update={"id": own})


def _titled(held: _Object, name: str, problems: list[Problem]) -> Bank:
    """Make the bank without its lists; a key that cannot be kept is left out and named."""
    left_out = {"format", "version", *_LISTS}
    kept: _Object = {"title": _title_of(name)}
    for key, value in held.items():
        if key in left_out:
            continue
        reason = budget.unsound([key, value]) or _unfit(key, value)
        if reason:
            problems.append(Problem(budget.printable(key)[:60], reason, budget.printable(value)))
        else:
            kept[key] = value
    return Bank.model_validate(kept)


def _title_of(name: str) -> str:
    stem = PurePath(name.replace("\x00", "")).name.partition(".")[0]
    return stem.encode("utf-8", "replace").decode() or "Bank"


def _unfit(key: str, value: JsonValue) -> str | None:
    try:
        Bank.model_validate({"title": "", key: value})
    except ValidationError as error:
        return _reasons(error)
    return None


# No question in a file can have it: an id is never empty there.
_NO_ID = "\u0001"
_MOST_REPEATED = 100

FORMAT: Final = Format(
    name=NAME,
    title="Studyapp bank",
    suffixes=(".studybank.json", ".json", packed.SUFFIX),
    recognises=recognises,
    read=read,
    write=write,
    holds=EVERYTHING,
    media_type="application/json",
)
