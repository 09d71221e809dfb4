"""Figures by deck, tag and document: how much is known there, how well it holds, what it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlmodel import Session, col

from studyapp.figures.figure import Cell, Figure
from studyapp.figures.items import Item
from studyapp.figures.shares import share, wilson
from studyapp.figures.source import Source
from studyapp.tables import Deck, Document

_COLUMNS = ("cards", "begun", "known", "answers", "reviews", "passed", "share", "low", "high")


def decks(source: Source) -> Figure:
    """Return for each deck its own cards, without those of the decks below it."""
    titles = _titles(source.session, Deck, source.learner_id)
    return _figure("decks", "deck", ((one.deck_id, one) for one in source.items), titles)


def documents(source: Source) -> Figure:
    """Return for each document the cards that were made from it."""
    pairs = ((one.document_id, one) for one in source.items if one.document_id)
    titles = _titles(source.session, Document, source.learner_id)
    return _figure("documents", "document", pairs, titles)


def tags(source: Source) -> Figure:
    """Return for each tag its cards; a card with two tags counts for both."""
    pairs = [(tag, one) for one in source.items for tag in one.tags]
    return _figure("tags", "tag", pairs, {tag: tag for tag, _one in pairs})


def _titles(
    session: Session, model: type[Deck] | type[Document], learner_id: str
) -> dict[str, str]:
    statement = select(col(model.id), col(model.title)).where(col(model.learner_id) == learner_id)
    return dict(map(tuple, session.execute(statement)))


def _figure(
    name: str, noun: str, pairs: Iterable[tuple[str, Item]], titles: Mapping[str, str]
) -> Figure:
    """Sum up by key; the places with the most cards come first."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for key, item in pairs:
        if key in titles:
            groups[key].append(item)
    order = sorted(groups, key=lambda key: (-len(groups[key]), titles[key], key))
    table = tuple((titles[key], *_row(groups[key])) for key in order)
    known = sum(float(row[3] or 0) for row in table)
    facts: dict[str, Cell] = {"number": len(table), "known": round(known, 1)}
    return Figure(name, (noun, *_COLUMNS, "minutes"), table, facts, tuple(order))


def _row(items: list[Item]) -> tuple[Cell, ...]:
    chances = [one.chance for one in items if one.chance is not None]
    reviews, passed = (sum(getattr(one.sums, name) for one in items) for name in _COUNTED)
    return (
        len(items),
        len(chances),
        round(sum(chances), 1),
        sum(one.sums.answers for one in items),
        reviews,
        passed,
        share(passed, reviews),
        *wilson(passed, reviews),
        round(sum(one.sums.ms for one in items) / 60_000, 1),
    )


_COUNTED = ("reviews", "passed")
