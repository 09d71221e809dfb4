"""The library: the tree of decks, and the documents."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from studyapp import decks, decktree, progress, trash
from studyapp.decktree import Branch
from studyapp.learners import Clock
from studyapp.progress import Today
from studyapp.shelf import Shelved, shelf
from studyapp.web import scopes
from studyapp.web.page import day_label
from studyapp.web.state import clock as clock_of
from studyapp.web.state import database, learner, learner_id

blueprint = Blueprint("library", __name__, url_prefix="/library")
# A larger tree is shown folded, or nobody would find their way.
_MOST_UNFOLDED = 40


@dataclass(frozen=True)
class BranchView:
    """A deck in the tree with what waits in it and below; without an id only what is below."""

    id: str | None
    title: str
    name: str
    marker: str
    due: int
    new: int
    learning: int
    minutes: int
    questions: int
    scope: str
    children: list[BranchView] = field(default_factory=list)

    @property
    def waits(self) -> bool:
        """Say whether there is anything to study."""
        return bool(self.due or self.new or self.learning)


@dataclass(frozen=True)
class DocumentRow:
    """A document in the list."""

    id: str
    title: str
    words: int
    created: str
    questions: int
    drafts: int
    state: str


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Show all decks and documents."""
    with database().reading() as session:
        clock = clock_of(session)
        waiting = progress.today(session, learner(session), clock)
        rows = decks.all_of(session, learner_id())
        numbers = decks.question_numbers(session, learner_id())
        tree = decktree.tree(rows, waiting.by_deck, numbers, waiting.share)
        return render_template(
            "library/show.html",
            tree=[branch_view(branch, waiting) for branch in tree],
            unfolded=len(rows) <= _MOST_UNFOLDED,
            documents=[_row(one, clock) for one in shelf(session, learner_id())],
            trashed=trash.number(session, learner_id()),
            query="",
        )


def branch_view(branch: Branch, waiting: Today, marker: str = "yellow") -> BranchView:
    """Return a branch of the tree as the page shows it."""
    marker = branch.deck.marker if branch.deck else marker
    counts = branch.whole
    return BranchView(
        id=branch.deck.id if branch.deck else None,
        title=branch.title,
        name=branch.name,
        marker=marker,
        due=counts.due,
        new=counts.new,
        learning=counts.learning,
        minutes=waiting.minutes(counts) if counts.cards else 0,
        questions=branch.questions,
        scope=branch.deck.id if branch.deck else scopes.of_deck_title(branch.title),
        children=[branch_view(child, waiting, marker) for child in branch.children],
    )


def _row(one: Shelved, clock: Clock) -> DocumentRow:
    return DocumentRow(
        id=one.document.id,
        title=one.document.title,
        words=one.document.words,
        created=day_label(one.document.created_at.astimezone(clock.zone).date()),
        questions=one.questions,
        drafts=one.drafts,
        state=one.state,
    )
