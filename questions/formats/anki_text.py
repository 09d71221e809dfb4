"""Anki's text files: notes in rows, with lines at the top that say what the columns are."""

import csv
import html
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from questions import cloze
from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import csv_table, decoding
from questions.formats.anki.mapping import BLANK
from questions.formats.base import CERTAIN, NO, Feature, Format, Holds, Options
from questions.formats.losses import fitting
from questions.formats.results import Problem, Reading, Writing
from questions.formats.tables import banks, separated
from questions.formats.tables.banks import Collected
from questions.formats.tables.grid import Row, about, place, raw, widest, within_budget
from questions.formats.tables.rows import GUARDED, Made
from questions.messages import say
from questions.model import Kind, Question

_HEADER: Final = re.compile(r"#([a-z ]+):(.*)", re.IGNORECASE)
_KEYS: Final = frozenset(
    {
        "separator", "html", "tags", "columns", "notetype", "deck", "notetype column",
        "deck column", "tags column", "guid column", "if matches", "match scope",
    }
)  # fmt: skip
_SEPARATORS: Final = {
    "tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|",
    "colon": ":",
}  # fmt: skip
# What Anki looks for in the first line, in its order.
_GUESSED: Final = ("\t", "|", ";", ":", ",")
_CLOZE, _TYPED, _REVERSED, _BASIC = "cloze", "typed", "reversed", "basic"
_STOCK: Final = {
    "basic": _BASIC, "cloze": _CLOZE, "basic (and reversed card)": _REVERSED,
    "basic (type in the answer)": _TYPED, "basic (optional reversed card)": _BASIC,
}  # fmt: skip
_HOLDS: Final = Holds(
    kinds=frozenset({Kind.FLASHCARD, Kind.CLOZE, Kind.SHORT}),
    features=frozenset({Feature.DECK, Feature.TAGS, Feature.MARKUP, Feature.IDS, Feature.REVERSE}),
    as_cards=frozenset({Kind.CHOICE, Kind.TRUEFALSE, Kind.NUMERIC}),
)
_WRITTEN_HEADER: Final = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n"
    "#tags column:6\n"
)


@dataclass(slots=True)
class _Head:
    """What the lines at the top say; columns count from 0."""

    told: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    length: int = 0
    comments: list[tuple[int, str]] = field(default_factory=list)

    def column(self, name: str) -> int | None:
        told = self.told.get(f"{name} column", "")
        return int(told) - 1 if told.isascii() and told.isdigit() and 0 < len(told) < 4 else None

    @property
    def separator(self) -> str | None:
        told = self.told.get("separator", "")
        return _SEPARATORS.get(told.casefold()) or (told[0] if told else None)


def recognises(data: bytes, name: str) -> float:
    """Tell the file by the lines at its top."""
    head = _head(csv_table.sample_of(data))
    return CERTAIN if head.told else NO


def read(data: bytes, name: str, options: Options) -> Reading:
    """Read notes; a note type that is not Anki's own is read by its fields."""
    decoded = decoding.decode(data, options.encoding)
    head = _head(decoded.text)
    # As Anki does, so that its notes and these are the same.
    text = unicodedata.normalize("NFC", decoded.text)
    body = "\n".join(text.split("\n")[head.length :])
    separator = options.separator or head.separator or _guess(body)
    problems = list(decoded.problems) + _rescued(decoded.encoding, options)
    problems += [_comment(*one) for one in head.comments]
    found = separated.parse(body, separator, problems, head.length + 1)
    lines = text.split("\n")
    rows = within_budget(_notes(found, lines, problems), problems)
    collected = Collected(problems)
    reader = _Reader(head, widest(rows), _is_html(options, head, rows))
    for row in rows:
        reader.add(row, collected)
    if not collected.questions:
        raise BankFormatError(banks.nothing(collected.problems))
    guessed = {"encoding": decoded.encoding, "separator": separator, "html": reader.html}
    guessed["sample"] = banks.sample_of(rows)
    return banks.finished(collected, name, FORMAT.name, guessed)


def _rescued(encoding: str, options: Options) -> list[Problem]:
    """Name a file that Anki would refuse, as all its own are UTF-8."""
    if options.encoding or encoding == "utf-8":
        return []
    reason = f"the file is not UTF-8, as Anki's are; it was read as {encoding}"
    return [Problem("file", reason, outcome="repaired")]


def _notes(rows: Iterable[Row], lines: Sequence[str], problems: list[Problem]) -> Iterator[Row]:
    """Leave out the comments between the rows; a note that begins so stands in quotes."""
    for row in rows:
        line = lines[row.line - 1] if row.line <= len(lines) else ""
        if line.startswith("#"):
            problems.append(_comment(row.line, line))
        else:
            yield row


def _head(text: str) -> _Head:
    head = _Head()
    for number, line in enumerate(text.split("\n")):
        if number == 0 and line.casefold().startswith("tags:"):
            head.tags += tuple(line[len("tags:") :].split())
            head.told["tags"] = line
        elif line.startswith("#"):
            _note(head, number, line)
        else:
            break
        head.length = number + 1
    return head


def _note(head: _Head, number: int, line: str) -> None:
    found = _HEADER.fullmatch(line.strip())
    key = found[1].casefold().strip() if found else ""
    if found is None or key not in _KEYS:
        head.comments.append((number + 1, line))
        return
    value = found[2] if key == "separator" and len(found[2]) == 1 else found[2].strip(" \t,;|")
    # A separator may be one of the characters that a spreadsheet adds to the end of the line.
    head.told[key] = value or found[2].strip(" ")[:1]
    if key == "tags":
        head.tags += tuple(value.split())


def _comment(line: int, text: str) -> Problem:
    reason = "a line that begins with # is a comment to Anki; put the cell in quotes to keep it"
    return Problem(f"line {line}", reason, text[:2000], "refused", line)


def _guess(body: str) -> str:
    """Tell the separator by the first record, which quotes may draw over several lines."""
    first = ""
    for line in body.lstrip("\n").split("\n", 100)[:100]:
        first += line
        if first.count('"') % 2 == 0:
            break
    return next((one for one in _GUESSED if one in first), " ")


def _is_html(options: Options, head: _Head, rows: Sequence[Row]) -> bool:
    if options.html is not None:
        return options.html
    told = head.told.get("html", "").casefold()
    return told == "true" if told else banks.has_html(rows)


class _Reader:
    """Makes questions of the rows of one file."""

    def __init__(self, head: _Head, width: int, html: bool) -> None:
        self.html = html
        self._head = head
        self._guid, self._type = head.column("guid"), head.column("notetype")
        self._deck, self._tags = head.column("deck"), head.column("tags")
        named = {self._guid, self._type, self._deck, self._tags}
        self._fields = [at for at in range(width) if at not in named]
        if not self._fields:
            raise BankFormatError(say("no column is left for the fields of the notes"))

    def add(self, row: Row, collected: Collected) -> None:
        """Read a row, and name it where it is no question."""
        cells = [*row.cells, *[""] * (max(self._fields, default=0) + 1 - len(row.cells))]
        told = self._at(cells, self._type) or self._head.told.get("notetype", "Basic")
        stock = _STOCK.get(told.casefold())
        fields = [cells[at] for at in self._fields]
        values = self._values(stock, fields, cells)
        empty = _without_back(values)
        try:
            question = Question(id="-", **values)
        except ValidationError as error:
            reason = error.errors(include_url=False)[0]["msg"].replace("Value error, ", "")
            collected.tell(about(row, reason))
            return
        collected.add(Made(question, self._at(cells, self._guid) or None, empty), row)
        if stock is None:
            reason = f"there is no note type {told[:60]!r}: the first two fields were taken"
            collected.tell(Problem(place(row), reason, raw(row), "reduced", row.line))

    def _values(
        self, stock: str | None, fields: Sequence[str], cells: Sequence[str]
    ) -> dict[str, Any]:
        front, back = fields[0].strip(), fields[1].strip() if len(fields) > 1 else ""
        values: dict[str, Any] = {
            "format": "html" if self.html else "text",
            "deck": self._at(cells, self._deck) or self._head.told.get("deck") or None,
            "tags": self._all_tags(stock, fields, cells),
        }
        if stock == _CLOZE or (stock is None and cloze.numbers(front)):
            return values | {"kind": Kind.CLOZE, "stem": front, "explanation": back}
        kind = Kind.SHORT if stock == _TYPED else Kind.FLASHCARD
        values |= {"reverse": stock == _REVERSED}
        if stock is None:
            values["explanation"] = "\n\n".join(one for one in fields[2:] if one.strip())
        return values | {"kind": kind, "stem": front, "answers": [{"text": back}]}

    def _all_tags(
        self, stock: str | None, fields: Sequence[str], cells: Sequence[str]
    ) -> tuple[str, ...]:
        """A column after the fields of one of Anki's own note types holds tags."""
        told = self._at(cells, self._tags).split()
        if self._tags is None and stock and len(fields) > 2:
            told = fields[2].split()
        return tuple(dict.fromkeys((*self._head.tags, *told)))

    def _at(self, cells: Sequence[str], column: int | None) -> str:
        return cells[column].strip() if column is not None and column < len(cells) else ""


def _without_back(values: dict[str, Any]) -> tuple[str, ...]:
    """Give a card without a back one that shows nothing, as Anki does; say so."""
    if "answers" not in values or values["answers"][0]["text"] or not values["stem"]:
        return ()
    if values["format"] == "text":
        values["stem"] = html.escape(values["stem"]).replace("\n", "<br>")
    values |= {"kind": Kind.FLASHCARD, "format": "html", "reverse": False}
    values["answers"] = [{"text": BLANK}]
    return ("it has no back; that side of the card is empty",)


def write(bank: Bank) -> Writing:
    """Write notes of Anki's own types, with everything that their columns can say."""
    kept, problems = fitting(bank, _HOLDS)
    out = io.StringIO()
    out.write(_WRITTEN_HEADER)
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for question in kept:
        cells = _NOTES.get(question.kind, _as_card)(question)
        writer.writerow(
            [_guid(question.id), cells[0], question.deck or bank.title]
            + [_guarded(cell) for cell in cells[1:]]
            + [" ".join(tag.replace(" ", "_") for tag in question.tags)]
        )
    return Writing(out.getvalue().encode(), tuple(problems))


def _guid(key: str) -> str:
    return re.sub(r"^[^\w]+|[\t\n\"]", "", key)[:64]


def _guarded(cell: str) -> str:
    """Write what spreadsheets would compute as an entity, which Anki shows as the sign itself."""
    return f"&#{ord(cell[0])};{cell[1:]}" if GUARDED.match(cell) else cell


def _markup(question: Question, text: str) -> str:
    if text == BLANK:
        return ""
    if question.format == "html":
        return text
    return html.escape(text, quote=False).replace("\n", "<br>")


def _flashcard(question: Question) -> tuple[str, str, str]:
    kind = "Basic (and reversed card)" if question.reverse else "Basic"
    back = _markup(question, question.answers[0].text)
    return kind, _markup(question, question.stem), _with_explanation(question, back)


def _with_explanation(question: Question, back: str) -> str:
    parts = [one for one in (back, _markup(question, question.explanation)) if one]
    return "<br><br>".join(parts)


def _cloze(question: Question) -> tuple[str, str, str]:
    return "Cloze", _markup(question, question.stem), _with_explanation(question, "")


def _typed(question: Question) -> tuple[str, str, str]:
    kind, front, _back = "Basic (type in the answer)", _markup(question, question.stem), ""
    return kind, front, _markup(question, question.answers[0].text)


def _as_card(question: Question) -> tuple[str, str, str]:
    """Ask a choice as a front with all choices and a back with the right ones."""
    options = "".join(f"<li>{_markup(question, one.text)}</li>" for one in question.choices)
    front = _markup(question, question.stem) + (f"<ul>{options}</ul>" if options else "")
    right = [one.text for one in question.choices if one.fraction > 0]
    right += [one.text for one in question.answers if one.fraction > 0]
    back = "<br>".join(_markup(question, one) for one in right)
    return "Basic", front, _with_explanation(question, back)


_NOTES: Final[Mapping[Kind, Callable[[Question], tuple[str, str, str]]]] = {
    Kind.FLASHCARD: _flashcard,
    Kind.CLOZE: _cloze,
    Kind.SHORT: _typed,
}
FORMAT: Final = Format(
    name="anki-text",
    title="Anki text",
    suffixes=(".txt",),
    recognises=recognises,
    read=read,
    write=lambda bank, media, schedule: write(bank),
    holds=_HOLDS,
    media_type="text/plain",
    is_table=True,
)
