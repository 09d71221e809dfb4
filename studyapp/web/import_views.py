"""What the pages of an import show: the file in words, its questions rendered, its problems."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlmodel import Session

from questions import formats
from questions.choices import options_of
from questions.faces import Segment, face, parts_of
from questions.formats.decoding import ENCODINGS
from questions.formats.tables import roles
from questions.model import Kind, Question
from questions.plain import words_in
from studyapp import decks, media
from studyapp.errors import NotFoundError
from studyapp.importing import imports, taking_back
from studyapp.importing.incoming import POLICIES, Wanted
from studyapp.tables import BankImport
from studyapp.web import answering, import_forms, rich
from studyapp.web.finding import kind_name
from studyapp.web.media import QUESTION, MediaView
from studyapp.web.page import moment_label
from studyapp.web.picks import option_text
from studyapp.web.texts import gettext as _
from studyapp.web.texts import ngettext, told_kept

_SHOWN_PROBLEMS = 25
# Of these the fields hold words alone.
_WORDED = frozenset({Kind.GAPS, Kind.MATCHING, Kind.ORDERING, Kind.HOTTEXT, Kind.HOTSPOT})


@dataclass(frozen=True)
class Files:
    """The address of a file of a preview; equal ones are rendered once."""

    import_id: str

    def __call__(self, sha256: str) -> str:
        """Return where the file with a SHA-256 is shown."""
        return url_for("imports.file", import_id=self.import_id, media_id=media.id_of(sha256))


@dataclass(frozen=True)
class QuestionView:
    """A question of a file as it will be asked, and what becomes of it."""

    kind: str
    status: str
    status_words: str
    stem: tuple[Segment, ...] | Markup
    is_rich: bool
    answer: str | Markup
    options: list[SimpleNamespace]
    ask: SimpleNamespace
    more: int
    tags: tuple[str, ...]
    deck: str


def view_of(session: Session, row: BankImport) -> SimpleNamespace:
    """Return all that the page of an import shows."""
    preview = row.preview or {}
    found = preview.get("problems", [])
    job = imports.job_of(session, row)
    wanted = Wanted.of(row.wanted)
    return SimpleNamespace(
        id=row.id,
        name=row.name,
        state=imports.standing(session, row),
        back=_back(row),
        error=told_kept(row.error or (job.error if job and job.state == "failed" else None)),
        has_failed=bool(job and job.state == "failed"),
        done=job.done if job else 0,
        total=(job.total if job else 0) or preview.get("total", 0),
        preview=preview,
        is_empty=row.state == imports.REFUSED
        or (row.state == imports.READY and not preview.get("total")),
        counts=SimpleNamespace(**{"new": 0, "changed": 0, "same": 0, **preview.get("counts", {})}),
        summary=_summary(preview),
        refused=sum(1 for one in found if one["outcome"] == "refused"),
        questions=_questions(row, preview),
        problems=[_problem(one) for one in found[:_SHOWN_PROBLEMS]],
        problem_total=len(found),
        reading=_reading(row, preview),
        wanted=wanted,
        deck=wanted.deck
        or preview.get("deck")
        or ("" if preview.get("has_decks") else preview.get("title", "")),
        is_known=not wanted.deck and bool(preview.get("deck")),
        policies=[(one, _policy(one)) for one in POLICIES],
        result=_result(session, row),
    )


def line_of(session: Session, row: BankImport) -> SimpleNamespace:
    """Return a line of the list of imports."""
    words = _state(row, imports.standing(session, row))
    return SimpleNamespace(
        id=row.id, name=row.name, words=words, created=moment_label(row.created_at)
    )


def _back(row: BankImport) -> list[str]:
    """Say what became of an import that was taken back after other things were done."""
    back = taking_back.said(row)
    told = []
    if back.removed:
        told.append(
            ngettext(
                "%(num)s question is in the trash, with the answers that you gave",
                "%(num)s questions are in the trash, with the answers that you gave",
                back.removed,
            )
        )
    if back.restored:
        told.append(
            ngettext(
                "%(num)s question has its words of before again",
                "%(num)s questions have their words of before again",
                back.restored,
            )
        )
    if back.edited:
        told.append(
            ngettext(
                "%(num)s question that was edited since keeps what it says",
                "%(num)s questions that were edited since keep what they say",
                back.edited,
            )
        )
    return told


def _state(row: BankImport, standing: str) -> str:
    result = row.result or {}
    words = {
        imports.READING: _("is being read"),
        imports.READY: _("waits for you to look"),
        imports.REFUSED: _("could not be read"),
        imports.WRITING: _("is being brought in"),
        imports.UNDONE: _("taken back"),
    }
    if standing != imports.DONE:
        return words.get(standing, standing)
    return _(
        "%(added)s added, %(changed)s changed, %(same)s the same",
        added=result.get("added", 0),
        changed=result.get("changed", 0),
        same=result.get("same", 0),
    )


def _summary(preview: dict[str, Any]) -> list[str]:
    """Say what else a file carries."""
    told = []
    if media := preview.get("media", 0):
        told.append(ngettext("%(num)s picture or sound", "%(num)s pictures and sounds", media))
    if preview.get("cards", 0):
        told.append(_("the schedule of its cards"))
    if reviews := preview.get("reviews", 0):
        told.append(ngettext("%(num)s answer given", "%(num)s answers given", reviews))
    return told


def _questions(row: BankImport, preview: dict[str, Any]) -> list[QuestionView]:
    files = Files(row.id)
    held = preview.get("files", {})
    return [_question(one, files, held) for one in preview.get("shown", [])]


def _question(told: dict[str, Any], files: Files, held: Collection[str]) -> QuestionView:
    question = _with_known_files(Question.model_validate({"id": "-", **told["question"]}), held)
    parts = parts_of(question)
    is_rich = question.format != "text" and question.kind not in _WORDED
    stem, answer = _sides(question, parts, files, is_rich)
    return QuestionView(
        kind=kind_name(question.kind.value),
        status=told["status"],
        status_words=_status(told["status"]),
        stem=stem,
        is_rich=isinstance(stem, Markup),
        answer=answer,
        options=_options(question, files, is_rich),
        ask=_figure(question, parts, files, held),
        more=max(0, len(parts) - 1),
        tags=question.tags,
        deck=question.deck or "",
    )


def _with_known_files(question: Question, held: Collection[str]) -> Question:
    """Let what the preview has no room for be shown by its name."""
    named = question.extra.get("files")
    if not isinstance(named, dict):
        return question
    known = {
        name: sha256
        for name, sha256 in named.items()
        if isinstance(sha256, str) and media.id_of(sha256) in held
    }
    return question.model_copy(update={"extra": {**question.extra, "files": known}})


def _sides(
    question: Question, parts: tuple[str, ...], files: Files, is_rich: bool
) -> tuple[tuple[Segment, ...] | Markup, str | Markup]:
    shown = rich.rich_of(question, parts[0], files) if parts and is_rich else None
    if shown:
        return shown.front, shown.back
    if not parts:
        text = question.stem or (question.raw or "")[:500]
        if question.format != "text" and question.stem:
            return rich.rich_text(question, text, files), ""
        return (Segment(text),), ""
    side = face(answering.readable(question), parts[0])
    return side.stem, words_in(question, side.answer)


def _figure(
    question: Question, parts: tuple[str, ...], files: Files, held: Collection[str]
) -> SimpleNamespace:
    """Draw the shapes of a question on its picture, as its card will show them."""
    pictures = [
        MediaView(one, files(one), is_picture=True, alt=_("picture"), name="", place=QUESTION)
        for one in question.media[:1]
        if media.id_of(one) in held
    ]
    figure = answering.figure_of(question, parts[0], pictures) if parts else None
    return SimpleNamespace(figure=figure, judged=False, options=[], prefix="")


def _options(question: Question, files: Files, is_rich: bool) -> list[SimpleNamespace]:
    if question.kind not in {Kind.CHOICE, Kind.TRUEFALSE}:
        return []
    return [
        SimpleNamespace(
            text=rich.rich_text(question, one.text, files)
            if is_rich and one.text
            else option_text(one),
            right=one.fraction > 0,
        )
        for one in options_of(question)
    ]


def _status(status: str) -> str:
    words = {"new": _("new"), "changed": _("changed"), "same": _("the same")}
    return words.get(status, status)


def _problem(told: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(
        where=told["where"],
        reason=told["reason"],
        raw=told["raw"][:400],
        outcome=outcome(told["outcome"]),
        is_refused=told["outcome"] == "refused",
    )


def outcome(name: str) -> str:
    """Say what became of an item with a problem."""
    words = {
        "refused": _("left out"),
        "reduced": _("taken, without something"),
        "repaired": _("taken, mended"),
    }
    return words.get(name, name)


def _policy(name: str) -> str:
    words = {
        "update": _("Take the new words and keep how well you know them"),
        "skip": _("Leave them as they are"),
        "add": _("Add them as new questions beside the old ones"),
    }
    return words[name]


def _reading(row: BankImport, preview: dict[str, Any]) -> SimpleNamespace:
    """Return how the file was read, and what can be chosen instead."""
    held, guessed = row.options, preview.get("guessed", {})
    chosen = held.get("format") or preview.get("format") or ""
    form = formats.BY_NAME.get(chosen)
    separator = held.get("separator") or guessed.get("separator") or ""
    return SimpleNamespace(
        format=chosen,
        format_title=form.title if form else "",
        formats=[(one.name, one.title) for one in formats.FORMATS if one.read],
        is_table=bool(form and form.is_table),
        encoding=held.get("encoding") or guessed.get("encoding"),
        encodings=ENCODINGS,
        separator=_sign(separator, import_forms.SEPARATORS),
        separator_own=separator,
        row_separator=_sign(guessed.get("row_separator") or "", import_forms.ROW_SEPARATORS),
        columns=_columns(guessed),
        roles=[(role, _role(role)) for role in roles.ROLES],
        sample=_sample(guessed),
        header=guessed.get("header"),
        unclear=guessed.get("unclear", False),
        html=guessed.get("html"),
        sheets=guessed.get("sheets") or [],
        sheet=guessed.get("sheet"),
    )


def _sign(sign: str, usual: tuple[str, ...]) -> str:
    """Name a separator as the form does."""
    named = next((name for name, value in import_forms.NAMED.items() if value == sign), sign)
    return named if named in usual or not named else "own"


def _columns(guessed: dict[str, Any]) -> list[SimpleNamespace]:
    held = guessed.get("columns") or []
    names = guessed.get("names") or []
    return [
        SimpleNamespace(
            number=number,
            name=" ".join(names[number - 1].split())[:60] if number <= len(names) else "",
            role=role,
        )
        for number, role in enumerate(held[: _used(guessed)], 1)
    ]


def _used(guessed: dict[str, Any]) -> int:
    """Return up to which column something stands."""
    rows = [*guessed.get("sample", []), guessed.get("names") or []]
    filled = (
        max((at + 1 for at, cell in enumerate(row) if cell.strip()), default=0) for row in rows
    )
    return max(filled, default=0)


def _sample(guessed: dict[str, Any]) -> list[list[str]]:
    """Return the first rows, each with a cell for every column."""
    width = _used(guessed)
    rows = guessed.get("sample", [])[:3]
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _role(role: str) -> str:
    words = {
        roles.QUESTION: _("Question or front"),
        roles.ANSWER: _("Answer or back"),
        roles.CHOICE: _("Choice"),
        roles.WRONG: _("Wrong choice"),
        roles.CORRECT: _("Which is right"),
        roles.TAGS: _("Tags"),
        roles.DECK: _("Deck"),
        roles.EXPLANATION: _("Explanation"),
        roles.HINT: _("Hint"),
        roles.ID: _("Name in the file"),
        roles.KIND: _("Kind of question"),
        roles.TITLE: _("Title"),
        roles.FORMAT: _("Format of the text"),
        roles.IGNORE: _("Leave out"),
    }
    return words[role]


def _result(session: Session, row: BankImport) -> SimpleNamespace | None:
    if not row.result:
        return None
    deck = None
    if deck_id := row.result.get("deck_id"):
        try:
            found = decks.get(session, row.learner_id, deck_id)
            deck = SimpleNamespace(id=found.id, title=found.title)
        except NotFoundError:
            # It was removed since, or the import was taken back.
            deck = None
    return SimpleNamespace(**{**row.result, "deck": deck})
