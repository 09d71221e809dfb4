"""A card as the review shows it: its question, the verdict on an answer, and the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from sqlmodel import Session

from questions import choices
from questions.choices import Option
from questions.faces import Face, Segment, face, parts_of
from questions.grading import Verdict, grade
from questions.model import Question, fingerprint
from questions.scoring import Outcome, outcome_of
from studyapp import cards, decks, learners, reviews
from studyapp.learners import Clock
from studyapp.scheduling import Rating
from studyapp.scheduling.ratings import rating_for
from studyapp.tables import Card, Deck
from studyapp.web import show as shown
from studyapp.web.media import MediaView, media_views, on_side
from studyapp.web.picks import OptionView, known_keys, option_text, option_views
from studyapp.web.state import learner, learner_id
from studyapp.web.texts import gettext as _

GUESS = 1


@dataclass(frozen=True)
class CardView:
    """A card as the page shows it."""

    id: str
    version: int
    question_id: str
    deck_id: str
    deck_title: str
    marker: str
    kind: str
    stem: tuple[Segment, ...]
    answer: str
    typed: bool
    options: list[OptionView]
    multiple: bool
    wording: str
    language: str
    marked: bool
    source: shown.SourceView | None
    explanation: str
    state: str
    siblings: bool
    media: list[MediaView]
    answer_media: list[MediaView]


@dataclass(frozen=True)
class Grade:
    """A button: what it is called and when the card would come back."""

    rating: int
    name: str
    when: str
    key: str
    main: bool
    proposed: bool


@dataclass(frozen=True)
class Given:
    """What the learner gave to a card whose answer is shown: typed words, or picked keys."""

    typed: str = ""
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A card with what its page needs from the database."""

    card: Card
    question: Question
    side: Face
    deck: Deck
    options: tuple[Option, ...]
    chosen: tuple[str, ...]
    view: CardView


def wording(question: Question) -> str:
    """Name the words of a question, so that an answer to other words than these is noticed."""
    return fingerprint(question)[:12]


def shown_options(card: Card, question: Question) -> tuple[Option, ...]:
    """Return a card's options in the order that it shows them this time."""
    return choices.shuffled(question, f"{card.id}{card.reps}")


def ask(session: Session, card_id: str, given: Given | None) -> Asked:
    """Read a card for its page; with an answer *given*, its source and its judged options too."""
    card, row = cards.get(session, learner_id(), card_id)
    question = cards.question_of(row)
    side = face(question, card.part)
    deck = decks.get(session, learner_id(), card.deck_id)
    options = shown_options(card, question)
    chosen = known_keys(options, given.chosen) if given else ()
    source = shown.source_of(session, learner_id(), row.document_id, question) if given else None
    files = media_views(session, question)
    view = CardView(
        id=card.id,
        version=card.version,
        question_id=row.id,
        deck_id=deck.id,
        deck_title=deck.title,
        marker=deck.marker,
        kind=row.kind,
        stem=side.stem,
        answer=side.answer,
        typed=side.typed,
        options=option_views(options, chosen),
        multiple=question.multiple,
        wording=wording(question),
        language=deck.language or "en",
        marked=card.marked,
        source=source,
        explanation=question.explanation,
        state=card.state,
        siblings=len(parts_of(question)) > 1,
        media=on_side(files, "question", card.part),
        answer_media=on_side(files, "answer", card.part) if given else [],
    )
    return Asked(card, question, side, deck, options, chosen, view)


def facts(card: Card, question: Question, keys: Sequence[str]) -> dict[str, object]:
    """Return what a review keeps of a pick: the format, what was shown, what was chosen."""
    options = shown_options(card, question)
    chosen = known_keys(options, keys)
    texts = {option.key: option.text or option.key for option in options}
    return {
        "format": question.kind.value,
        "options": tuple(texts.values()),
        "chosen": tuple(texts[key] for key in chosen),
        "correct": outcome_of(choices.worth(question, chosen)) == "right" if chosen else None,
    }


def verdict_of(asked: Asked, given: Given) -> SimpleNamespace | None:
    """Judge what was given; nothing given means that the learner only wants to look."""
    if asked.options:
        return _on_pick(asked) if asked.chosen else None
    if asked.side.typed and given.typed.strip():
        verdict = grade(asked.question, asked.card.part, given.typed, language=asked.view.language)
        return _on_typed(verdict)
    return None


def _on_typed(verdict: Verdict) -> SimpleNamespace:
    if verdict.right:
        sentence = ""
    elif verdict.almost:
        sentence = _("You decide whether it counts.")
    else:
        sentence = _("The answer is %(answer)s.", answer=verdict.expected)
    return SimpleNamespace(
        right=verdict.right,
        almost=verdict.almost,
        outcome="right" if verdict.right else "wrong",
        expected=verdict.expected,
        pieces=[(piece.op, piece.text) for piece in verdict.pieces],
        sentence=sentence,
    )


def _on_pick(asked: Asked) -> SimpleNamespace:
    outcome = outcome_of(choices.worth(asked.question, asked.chosen))
    said = feedback_for(asked.question, outcome)
    return SimpleNamespace(
        right=outcome == "right",
        almost=False,
        outcome=outcome,
        expected=asked.side.answer,
        pieces=[],
        sentence=" ".join(filter(None, (pick_sentence(asked.options, outcome), said))),
    )


def pick_sentence(options: Sequence[Option], outcome: Outcome) -> str:
    """Say what would have been right, unless it was."""
    right = [option_text(option) for option in options if option.right]
    if outcome == "right":
        return ""
    if len(right) == 1:
        return _("The answer is %(answer)s.", answer=right[0])
    return _("The %(number)s right ones are underlined.", number=len(right))


def feedback_for(question: Question, outcome: Outcome) -> str:
    """Return what the question itself says to an answer that was so good."""
    names = {"right": "correct", "partly": "partial", "wrong": "incorrect"}
    return question.feedback.get(names[outcome], "")


def grades(
    session: Session, asked: Asked, clock: Clock, verdict: SimpleNamespace | None
) -> list[Grade]:
    """Return the buttons, one of them proposed where the answer speaks for itself."""
    preset = learners.preset_of(session, learner_id(), asked.deck.preset_id)
    proposed = _proposed(asked, verdict)
    found = reviews.schedules(asked.card, preset, clock, choices.alternatives(asked.question))
    if learner(session).two_buttons:
        passed = Rating.HARD if proposed is Rating.HARD else Rating.GOOD
        found = {rating: found[rating] for rating in (Rating.AGAIN, passed)}
    return [
        Grade(
            rating=int(rating),
            name=_rating_name(rating),
            when=shown.when(schedule),
            key=str(int(rating)),
            main=rating is Rating.GOOD,
            proposed=rating is proposed,
        )
        for rating, schedule in found.items()
    ]


def _proposed(asked: Asked, verdict: SimpleNamespace | None) -> Rating | None:
    if verdict:
        right = verdict.right or verdict.almost
        return rating_for(asked.view.kind, right, first_time=asked.card.reps == 0)
    # Whoever looks at options without picking one could not tell.
    return Rating.AGAIN if asked.options else None


def _rating_name(rating: Rating) -> str:
    names = {
        Rating.AGAIN: _("Again"),
        Rating.HARD: _("Hard"),
        Rating.GOOD: _("Good"),
        Rating.EASY: _("Easy"),
    }
    return names[rating]
