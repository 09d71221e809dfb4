"""A bank file read a piece at a time, so that a large one never lies in memory as a whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from questions.formats.results import Reading
from questions.formats.schedule import CardState, LoggedReview, Schedule
from questions.model import Question


class Asked(NamedTuple):
    """A question, what its file calls it, and where its cards stand."""

    question: Question
    key: str | None = None
    cards: tuple[CardState, ...] = ()


# The questions come first, the log after them; what is left of the reading comes last.
Piece = Asked | LoggedReview | Reading


def pieces_of(reading: Reading) -> Iterator[Piece]:
    """Take apart what was read as a whole."""
    schedule = reading.schedule
    cards: dict[str, list[CardState]] = {}
    for card in schedule.cards if schedule else ():
        cards.setdefault(card.question, []).append(card)
    for one in reading.bank.questions:
        yield Asked(one, reading.keys.get(one.id), tuple(cards.get(one.id, ())))
    yield from schedule.reviews if schedule else ()
    yield replace(
        reading,
        bank=reading.bank.model_copy(update={"questions": ()}),
        schedule=replace(schedule, cards=(), reviews=()) if schedule else None,
        keys={},
    )


def whole(pieces: Iterable[Piece]) -> Reading:
    """Put the pieces of a file together."""
    asked: list[Asked] = []
    reviews: list[LoggedReview] = []
    for piece in pieces:
        if isinstance(piece, Asked):
            asked.append(piece)
        elif isinstance(piece, LoggedReview):
            reviews.append(piece)
        else:
            return _with(piece, asked, reviews)
    raise ValueError("the last piece of a file is what is left of it")


def _with(rest: Reading, asked: list[Asked], reviews: list[LoggedReview]) -> Reading:
    cards = tuple(card for one in asked for card in one.cards)
    told = rest.schedule or (Schedule() if cards or reviews else None)
    return replace(
        rest,
        bank=rest.bank.model_copy(update={"questions": tuple(one.question for one in asked)}),
        schedule=replace(told, cards=cards, reviews=tuple(reviews)) if told else None,
        keys={one.question.id: one.key for one in asked if one.key is not None},
    )
