"""Acts on one card, or on the question behind it: mark, bury, suspend, report, edit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import bindparam
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from questions import faces
from questions.model import Question, fingerprint
from studyapp import changes, indexing, presets
from studyapp.changes import Effect
from studyapp.errors import NotFoundError, RefusedError
from studyapp.ids import derived_id, is_id, new_id
from studyapp.learners import Clock
from studyapp.messages import say
from studyapp.tables import Card, Deck, QuestionVersion, StoredQuestion

_WITH_DECK = (
    sa_select(Card, StoredQuestion, Deck)
    .join(
        StoredQuestion,
        (col(StoredQuestion.learner_id) == col(Card.learner_id))
        & (col(StoredQuestion.id) == col(Card.question_id)),
    )
    .join(
        Deck,
        (col(Deck.learner_id) == col(Card.learner_id)) & (col(Deck.id) == col(Card.deck_id)),
    )
    .where(col(Card.learner_id) == bindparam("learner_id"), col(Card.id) == bindparam("card_id"))
)
_GONE = say("The question no longer asks this. Edit it to ask it again.")


def get(session: Session, learner_id: str, card_id: str) -> tuple[Card, StoredQuestion]:
    """Return a card that is not removed, with its question."""
    card = session.get(Card, (learner_id, card_id))
    if card is None:
        raise NotFoundError("card", card_id)
    return card, question_row(session, learner_id, card.question_id)


def with_deck(session: Session, learner_id: str, card_id: str) -> tuple[Card, StoredQuestion, Deck]:
    """Return what `get` does, and the deck even if that is removed, all read at once."""
    found = session.execute(_WITH_DECK, {"learner_id": learner_id, "card_id": card_id}).first()
    if found is None:
        raise NotFoundError("card", card_id)
    card, row, deck = found
    if row.removed_at:
        raise NotFoundError("question", row.id)
    return card, row, deck


def question_row(session: Session, learner_id: str, question_id: str) -> StoredQuestion:
    """Return a question that is not removed."""
    row = session.get(StoredQuestion, (learner_id, question_id))
    if row is None or row.removed_at:
        raise NotFoundError("question", question_id)
    return row


def question_of(row: StoredQuestion) -> Question:
    """Return the question that *row* keeps."""
    return Question.model_validate({**row.body, "id": row.id})


def _siblings(session: Session, card: Card, whole_question: bool) -> Sequence[Card]:
    if not whole_question:
        return [card]
    return session.exec(
        select(Card).where(Card.learner_id == card.learner_id, Card.question_id == card.question_id)
    ).all()


def mark(session: Session, learner_id: str, card_id: str, marked: bool, now: datetime) -> None:
    """Mark a card, or take its mark away."""
    card, _question = get(session, learner_id, card_id)
    if card.marked != marked:
        effect = changes.changed(card, marked=marked, version=card.version + 1)
        changes.record(session, learner_id, "mark", [effect], now)


def bury(
    session: Session, learner_id: str, card_id: str, clock: Clock, *, whole_question: bool = False
) -> None:
    """Put a card off until tomorrow."""
    card, _question = get(session, learner_id, card_id)
    tomorrow = clock.starts_at(clock.today + timedelta(days=1))
    effects = [
        changes.changed(
            one,
            available_at=max(one.due_at, tomorrow),
            buried_until=tomorrow,
            version=one.version + 1,
        )
        for one in _siblings(session, card, whole_question)
        if not one.suspended
    ]
    changes.record(session, learner_id, "bury", effects, clock.now)


def suspend(
    session: Session,
    learner_id: str,
    card_id: str,
    suspended: bool,
    now: datetime,
    *,
    whole_question: bool = False,
) -> None:
    """Take a card out of study until it is brought back, or bring it back."""
    card, row = get(session, learner_id, card_id)
    parts = faces.parts_of(question_of(row))
    if not suspended and card.part not in parts:
        raise RefusedError(_GONE)
    line = presets.Line(session, learner_id)
    effects = [
        changes.changed(
            one,
            suspended=suspended,
            available_at=None if suspended else line.of(one),
            buried_until=None,
            version=one.version + 1,
        )
        for one in _siblings(session, card, whole_question)
        if one.suspended != suspended and (suspended or one.part in parts)
    ]
    label = "suspend" if suspended else "resume"
    changes.record(session, learner_id, label, effects, now)


def report(session: Session, learner_id: str, card_id: str, reason: str, now: datetime) -> None:
    """Note that a question is bad, and why; its cards are not asked until it is mended."""
    if not reason.strip():
        raise RefusedError(say("Say in a few words what is wrong with this question."))
    card, question = get(session, learner_id, card_id)
    effects = [changes.changed(question, reported=reason.strip()[:1000])]
    effects += [
        _rested(one) for one in _siblings(session, card, whole_question=True) if not one.suspended
    ]
    changes.record(session, learner_id, "report", effects, now)


def edit(
    session: Session,
    learner_id: str,
    question_id: str,
    edited: Question,
    now: datetime,
    *,
    checked: bool = False,
    beside: Sequence[Effect] = (),
) -> None:
    """Replace a question's text; its cards keep their schedule, new parts get new cards.

    *checked* says that the findings which *edited* carries are its own; *beside* are effects of
    the same act that are done already.
    """
    row = question_row(session, learner_id, question_id)
    was_reported = row.reported is not None
    if _same_words(edited, question_of(row)) and not was_reported:
        changes.record(session, learner_id, "move", beside, now)
        return
    effects = list(beside)
    effects += [_rewritten(session, row, edited, now, label="edit", checked=checked, reported=None)]
    effects += _fitted_cards(session, row, faces.parts_of(edited), was_reported, now)
    changes.record(session, learner_id, "edit", effects, now)


def imported(
    session: Session,
    learner_id: str,
    question_id: str,
    question: Question,
    said: str,
    now: datetime,
) -> list[Effect]:
    """Let a question say what its file says now, keeping the schedule of its cards.

    *said* names all that the file says of it. The effects are part of the import's one act.
    """
    row = question_row(session, learner_id, question_id)
    effect = _rewritten(
        session, row, question, now, label="import", source_hash=said,
        fingerprint=fingerprint(question),
    )  # fmt: skip
    return [effect, *_fitted_cards(session, row, faces.parts_of(question), False, now)]


def _same_words(one: Question, other: Question) -> bool:
    return one.model_copy(update={"findings": ()}) == other.model_copy(update={"findings": ()})


def accept(session: Session, learner_id: str, card_id: str, typed: str, now: datetime) -> None:
    """Take what was typed as a right answer from now on."""
    card, row = get(session, learner_id, card_id)
    question = question_of(row)
    widened = _widened(question, card.part, typed.strip()[:500])
    if widened != question:
        effect = _rewritten(session, row, widened, now, label="accept")
        changes.record(session, learner_id, "accept", [effect], now)


def _widened(question: Question, part: str, typed: str) -> Question:
    if part not in faces.parts_of(question):
        raise RefusedError(_GONE)
    if not typed or not faces.face(question, part).typed:
        raise RefusedError(say("Only what was typed can become a right answer."))
    try:
        return Question.model_validate(faces.accepting(question, part, typed).model_dump())
    except ValidationError as error:
        reason = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RefusedError(
            say("This cannot be a right answer here: %(reason)s.", reason=reason)
        ) from error


def _rewritten(
    session: Session,
    row: StoredQuestion,
    question: Question,
    now: datetime,
    *,
    label: str,
    checked: bool = False,
    **values: Any,
) -> Effect:
    session.add(earlier_wording(row, label, now))
    source = question.sources[0] if question.sources else None
    # The fingerprint stays that of the first words, so that the same bank brought in again
    # knows the question although it was edited since.
    return changes.changed(
        row,
        body=question.model_dump(mode="json", exclude_defaults=True),
        kind=question.kind.value,
        document_id=source.document if source and is_id(source.document) else None,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        updated_at=now,
        **indexing.values_of(question, checked=checked),
        **values,
    )


def earlier_wording(row: StoredQuestion, label: str, now: datetime) -> QuestionVersion:
    """Return what keeps the words that a question has until now."""
    return QuestionVersion(
        learner_id=row.learner_id,
        id=new_id(),
        question_id=row.id,
        body=row.body,
        label=label,
        replaced_at=now,
    )


def _fitted_cards(
    session: Session, row: StoredQuestion, parts: Sequence[str], wake: bool, now: datetime
) -> list[Effect]:
    """Rest the cards of parts that went, wake those that a report rested, add what is missing."""
    cards = session.exec(
        select(Card)
        .where(Card.learner_id == row.learner_id, Card.question_id == row.id)
        .order_by(col(Card.id))
    ).all()
    effects = _taken_over(cards, parts)
    effects += [_rested(card) for card in cards if card.part not in parts and not card.suspended]
    if wake:
        line = presets.Line(session, row.learner_id)
        effects += [woken(card, line) for card in cards if card.part in parts and card.suspended]
    present = {card.part for card in cards}
    return effects + [_card_for(session, row, part, now) for part in parts if part not in present]


def _taken_over(cards: Sequence[Card], parts: Sequence[str]) -> list[Effect]:
    """Let the only card of a question that is of another kind now keep its schedule."""
    if len(cards) != 1 or len(parts) != 1 or cards[0].part == parts[0]:
        return []
    is_cloze = cards[0].part.startswith("c")
    # Another deletion of a cloze is another thing to know.
    if is_cloze and parts[0].startswith("c"):
        return []
    return [changes.changed(cards[0], part=parts[0], version=cards[0].version + 1)]


def _rested(card: Card) -> Effect:
    return changes.changed(card, suspended=True, available_at=None, version=card.version + 1)


def woken(card: Card, line: presets.Line) -> Effect:
    """Bring back a card that was set aside."""
    return changes.changed(
        card, suspended=False, available_at=line.of(card), version=card.version + 1
    )


def _card_for(session: Session, row: StoredQuestion, part: str, now: datetime) -> Effect:
    card_id = derived_id(row.id, f"card/{part}")
    if session.get(Card, (row.learner_id, card_id)):
        card_id = new_id()
    card = Card(
        learner_id=row.learner_id,
        id=card_id,
        question_id=row.id,
        deck_id=row.deck_id,
        part=part,
        due_at=now,
        due_day=now.date(),
        available_at=presets.place_in_deck(session, row.learner_id, row.deck_id)(card_id, now),
        created_at=now,
    )
    session.add(card)
    session.flush()
    return changes.created(card)
