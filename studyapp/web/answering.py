"""A question as a form: what there is to pick, to fill in and to write, and what came of it.

One value per card serves the review, the quiz, the paper and the editor's preview. A composite
question holds the values of its parts; each field's name begins with `prefix`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from werkzeug.datastructures import MultiDict

from questions import choices, filling, hottext, pictures
from questions.choices import Option
from questions.faces import Face, Segment, face
from questions.filling import Field, FieldMark
from questions.markup.safe import NOWHERE
from questions.model import Kind, Question
from questions.pictures import Shape
from questions.plain import words_in
from questions.scoring import (
    FIELD,
    PART,
    Form,
    Mark,
    Outcome,
    Part,
    Response,
    below,
    criteria,
    form_of,
    outcome_of,
    parts_within,
    values_of,
)
from studyapp.web.media import MediaView
from studyapp.web.picks import OptionView, option_views
from studyapp.web.rich import Rich, pieces_of, rich_line, rich_of
from studyapp.web.texts import gettext as _

MOST_FIELDS = 500
NOTHING = Response()
_WORDED = filling.KINDS | choices.POINTED
LONGEST_FIELD = 2000


@dataclass(frozen=True)
class FieldView:
    """One field: the name it has in the form, what it is for, its value, and its verdict."""

    key: str
    name: str
    control: str
    label: str
    options: list[OptionView]
    value: str
    mark: FieldMark | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Run:
    """A stretch of text with, after it or instead of it, a field or something to mark."""

    text: str = ""
    field: FieldView | None = None
    option: OptionView | None = None


@dataclass(frozen=True)
class Line:
    """One thing that a rubric asks for."""

    key: str
    text: str
    ticked: bool


@dataclass(frozen=True)
class Figure:
    """A picture with shapes on it."""

    picture: MediaView
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class AskView:
    """A card as a form; *judged* says that its verdict may be shown."""

    kind: str
    form: Form
    prefix: str
    prompt: str
    stem: tuple[Segment, ...]
    answer: str
    typed: str
    unit: str
    multiple: bool
    judged: bool
    outcome: Outcome | None = None
    options: list[OptionView] = field(default_factory=list)
    loose: list[OptionView] = field(default_factory=list)
    fields: list[FieldView] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    lures: list[str] = field(default_factory=list)
    rubric: list[Line] = field(default_factory=list)
    parts: list[AskView] = field(default_factory=list)
    figure: Figure | None = None
    explanation: str = ""
    rich: Rich | None = None

    @property
    def is_own(self) -> bool:
        """Tell whether the kind has a form of its own, beside options and a line to type on."""
        return self.form in {"fill", "parts", "write"} or self.kind in {"hottext", "hotspot"}


@dataclass(frozen=True)
class Shown:
    """What a view is made of: the card, the seed of its draws, what was given and its mark."""

    question: Question
    part: str
    seed: str
    response: Response = NOTHING
    mark: Mark | None = None
    options: tuple[Option, ...] | None = None
    prefix: str = ""
    hosts: frozenset[str] = NOWHERE
    """The other sites whose pictures are shown."""


def view_of(shown: Shown, media: Iterable[MediaView] = ()) -> AskView:
    """Return the card as a page asks it, or with *mark* as it tells what came of it."""
    given, shown = shown.question, replace(shown, question=readable(shown.question))
    question, side = shown.question, face(shown.question, shown.part)
    form = form_of(question, shown.part)
    options = _options(shown)
    view = AskView(
        kind=question.kind.value,
        form=form,
        prefix=shown.prefix,
        prompt=_prompt(question),
        stem=side.stem,
        answer=side.answer,
        typed=shown.response.typed,
        unit=question.unit or "" if question.kind is Kind.NUMERIC else "",
        multiple=choices.takes_several(question),
        judged=shown.mark is not None,
        outcome=outcome_of(shown.mark.fraction) if shown.mark else None,
        options=options,
        figure=figure_of(question, shown.part, media),
        explanation=question.explanation,
        rich=rich_of(given, shown.part, hosts=shown.hosts),
    )
    if question.kind is Kind.HOTSPOT:
        return replace(view, options=_lettered(view), figure=_undisclosed(view))
    if question.kind is Kind.HOTTEXT:
        return replace(view, **_marked_words(question, options))
    if form == "fill":
        return replace(view, **_filled(shown, side, given))
    if form == "parts" or question.kind is Kind.COMPOSITE:
        return replace(view, parts=_parts(shown))
    if form == "write":
        return replace(view, rubric=_rubric(question, shown.response))
    return view


def readable(question: Question) -> Question:
    """Return an HTML question with plain words in its fields, which can hold no marks.

    So it is judged, too: what a list shows is what an answer says.
    """
    if question.format != "html" or question.kind not in _WORDED:
        return question
    values = question.model_dump()
    for pair in values["pairs"]:
        pair |= {"right": words_in(question, pair["right"])}
        pair |= {"left": words_in(question, pair["left"])} if pair["left"] is not None else {}
    for one in (*values["spots"], *(choice for gap in values["gaps"] for choice in gap["choices"])):
        one["text"] = words_in(question, one["text"])
    values["items"] = [words_in(question, item) for item in question.items]
    if question.kind in {Kind.GAPS, Kind.HOTTEXT}:
        values["stem"] = words_in(question, question.stem)
    return Question.model_validate(values)


def in_words(question: Question, stem: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return a stem for a heading or a list, where the marks of a text cannot stand."""
    return tuple(replace(one, text=_on_one_line(question, one.text)) for one in stem)


def _on_one_line(question: Question, text: str) -> str:
    """Leave a blank between words and a gap where there was one."""
    words = words_in(question, text)
    before, after = (" " if text[at : at + 1].isspace() else "" for at in (0, len(text) - 1))
    return f"{before}{words}{after}" if question.format == "html" and words else words


def figure_of(question: Question, part: str, media: Iterable[MediaView]) -> Figure | None:
    """Return the picture that shapes are drawn on, if the question has both."""
    picture = next((one for one in media if one.is_picture), None)
    shapes = pictures.shapes_of(question, part) if picture else ()
    return Figure(picture, shapes) if picture and shapes else None


def pairs_sent(values: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the fields of a form that belong to its question."""
    found = (
        (name, text[:LONGEST_FIELD])
        for name, text in values.items(multi=True)
        if name.startswith(FIELD) or (name[:1] == PART and name[1:2].isdigit())
    )
    return tuple(found)[:MOST_FIELDS]


def told(shown: Shown) -> tuple[list[str], list[str]]:
    """Return the labels of what was asked, in the order shown, and what each got, in words."""
    if form_of(shown.question, shown.part) == "parts":
        cards = [told(one) for _part, one in _inner(shown)]
        return [label for one in cards for label in one[0]], [
            got for one in cards for got in one[1]
        ]
    question = readable(shown.question)
    fields = filling.fields_of(question, shown.seed)
    if fields:
        marks = filling.mark_fields(question, values_of(shown.response))
        given = {one.key: one.given for one in marks}
        return [one.label or one.key for one in fields], [given[one.key] for one in fields]
    words = [
        words_in(shown.question, one.text) or one.key
        for one in choices.options_of(shown.question)
        if one.key in shown.response.picked
    ]
    asked = words_in(shown.question, shown.question.stem)
    return [asked], [", ".join(words) or shown.response.typed]


def _options(shown: Shown) -> list[OptionView]:
    options = shown.options
    if options is None:
        options = choices.shuffled(shown.question, shown.seed)
    as_it_came = partial(rich_line, shown.question, hosts=shown.hosts)
    is_marked = shown.question.kind in {Kind.CHOICE, Kind.TRUEFALSE}
    views = option_views(options, shown.response.picked, as_it_came if is_marked else str)
    if shown.prefix:
        # Several lists stand on the page: a digit would not say which one it means.
        return [replace(view, shortcut="") for view in views]
    return views


def _undisclosed(view: AskView) -> Figure | None:
    """Leave the shapes out where all of them are right: to see them is to be told."""
    if view.figure is None or view.options or view.judged:
        return view.figure
    return replace(view.figure, shapes=())


def _lettered(view: AskView) -> list[OptionView]:
    """Name places by the letters that the picture shows; what they are is told afterwards."""
    letters = {shape.key: shape.letter for shape in view.figure.shapes} if view.figure else {}
    return [_told_apart(one, letters.get(one.key, ""), view.judged) for one in view.options]


def _told_apart(option: OptionView, letter: str, judged: bool) -> OptionView:
    if not letter:
        return option
    told = f"{letter} – {option.text}" if judged and option.text != letter else letter
    return replace(option, text=told)


def _prompt(question: Question) -> str:
    """Say what to do where the words of the question stand in its form."""
    if question.kind is Kind.GAPS:
        return question.title or _("Fill in the gaps")
    if question.kind is Kind.HOTTEXT:
        several = choices.takes_several(question)
        return question.title or (_("Mark the right words") if several else _("Mark the right one"))
    return ""


def _marked_words(question: Question, options: list[OptionView]) -> dict[str, Any]:
    by_key = {option.key: option for option in options}
    runs = [Run(one.text, option=by_key.get(one.key)) for one in hottext.stretches(question)]
    loose = [by_key[key] for key in hottext.unplaced(question) if key in by_key]
    return {"runs": runs, "loose": loose}


def _filled(shown: Shown, side: Face, given: Question) -> dict[str, Any]:
    """Return the fields; their labels show the marks that the question was *given* with."""
    question = shown.question
    marks = {one.key: one for one in shown.mark.fields} if shown.mark else {}
    values = values_of(shown.response)
    fields = filling.fields_of(question, shown.seed)
    if question.kind is Kind.ORDERING and shown.response.filled:
        places = {
            key: at for at, key in enumerate(map(str, filling.in_given_order(question, values)))
        }
        fields = tuple(sorted(fields, key=lambda one: places[one.key]))
    views = [_field(one, number, shown, values, marks) for number, one in enumerate(fields, 1)]
    labels = _labels(given, shown.hosts)
    views = [replace(view, label=labels.get(view.key, view.label)) for view in views]
    found: dict[str, Any] = {"fields": views}
    if question.kind is Kind.GAPS:
        is_plain = given.format == "text"
        found["runs"] = _gapped(side.stem, views) if is_plain else _runs(given, views, shown.hosts)
    if question.kind is Kind.ORDERING:
        found["order"] = [rich_line(given, item, shown.hosts) for item in given.items]
    if question.kind is Kind.MATCHING:
        found["lures"] = [pair.right for pair in question.pairs if pair.left is None]
    return found


def _labels(question: Question, hosts: frozenset[str]) -> dict[str, str]:
    """Return by field what stands beside it, with the marks of the question."""
    if question.kind is Kind.ORDERING:
        return {str(at): rich_line(question, item, hosts) for at, item in enumerate(question.items)}
    lefts = {str(at): pair.left for at, pair in enumerate(question.pairs)}
    return {key: rich_line(question, left, hosts) for key, left in lefts.items() if left}


def _runs(question: Question, views: Sequence[FieldView], hosts: frozenset[str]) -> list[Run]:
    """Return a text with marks and, at each of its places, the field that stands there."""
    by_key = {view.key: view for view in views}
    runs: list[Run] = []
    for text, name in pieces_of(question, question.stem, by_key, hosts):
        field = by_key.pop(name, None)
        runs += [Run(text), *([Run(field=field)] if field else [])]
    return runs


def _field(
    asked: Field, number: int, shown: Shown, values: dict[str, str], marks: dict[str, FieldMark]
) -> FieldView:
    value = values.get(asked.key, "")
    if asked.control == "place" and not value:
        value = str(number)
    mark = marks.get(asked.key)
    return FieldView(
        key=asked.key,
        name=f"{shown.prefix}{FIELD}{asked.key}",
        control=asked.control,
        label=asked.label or _("Gap %(number)s", number=number),
        options=option_views(asked.options, value.split()),
        value=value,
        mark=mark,
        outcome=outcome_of(mark.fraction) if mark else None,
    )


def _gapped(stem: Sequence[Segment], views: Sequence[FieldView]) -> list[Run]:
    fields = iter(views)
    return [Run(field=next(fields)) if one.gap else Run(one.text) for one in stem]


def _rubric(question: Question, response: Response) -> list[Line]:
    return [
        Line(str(number), text, str(number) in response.picked)
        for number, text in enumerate(criteria(question))
    ]


def _parts(shown: Shown) -> list[AskView]:
    """Return the parts in their order; what is only read or cannot be played has no card."""
    by_question: dict[int, list[AskView]] = {}
    for part, inner in _inner(shown):
        by_question.setdefault(int(part.prefix.split(".")[0][1:]), []).append(view_of(inner))
    views: list[AskView] = []
    for number, question in enumerate(shown.question.parts):
        views += by_question.get(number) or [_read_only(question, shown.hosts)]
    return views


def _inner(shown: Shown) -> list[tuple[Part, Shown]]:
    marks = shown.mark.parts if shown.mark else ()
    found = []
    for number, part in enumerate(parts_within(shown.question)):
        inner = Shown(
            part.question,
            part.name,
            f"{shown.seed}/{part.prefix}",
            below(shown.response.filled, part.prefix),
            (marks[number] or Mark(0.0)) if marks else None,
            prefix=shown.prefix + part.prefix,
            hosts=shown.hosts,
        )
        found.append((part, inner))
    return found


def _read_only(question: Question, hosts: frozenset[str]) -> AskView:
    words = words_in(question, question.stem) or _("This part cannot be played here.")
    view = AskView(question.kind.value, "tell", "", "", (Segment(words),), "", "", "", False, False)
    is_read = question.kind is Kind.INFO
    return replace(view, rich=rich_of(question, "", hosts=hosts) if is_read else None)
