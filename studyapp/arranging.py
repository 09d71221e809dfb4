"""What the form of a question says of the kinds that are filled in, marked or measured. Pure.

Fields are kept as they were typed, so that a form that is refused loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from questions.choices import ALL_OR_NOTHING, PARTIAL
from questions.measures import units_of
from questions.model import Gap, Kind, Question, is_number
from studyapp import composing, covering
from studyapp.composing import PartText
from studyapp.covering import CoverText, percents
from studyapp.messages import Message, say

SCORINGS = ("", ALL_OR_NOTHING, PARTIAL)
SEVERAL = "several"
GAP_KINDS = ("short", "numeric", "choice", SEVERAL)
_CHOSEN = frozenset({"choice", SEVERAL})
MOST_ROWS = 40
_PLACE = re.compile(r"\[\[([^\[\]]{1,100})\]\]")


@dataclass(frozen=True)
class GapText:
    """A gap: the right answers and, where they are chosen, the wrong ones, one on each line.

    Its kind is that of the gap, or "several" where several choices are ticked.
    """

    id: str
    kind: str = "short"
    right: str = ""
    wrong: str = ""
    tolerance: str = ""


@dataclass(frozen=True)
class SpotText:
    """A place on a picture; *coords* are percent of its width and height, with blanks between."""

    text: str = ""
    shape: str = "rect"
    coords: str = ""
    right: bool = False


@dataclass(frozen=True)
class Arranged:
    """The fields of all these kinds; each kind shows its own."""

    pairs: tuple[tuple[str, str], ...] = ()
    items: str = ""
    gaps: tuple[GapText, ...] = ()
    right_words: str = ""
    wrong_words: str = ""
    spots: tuple[SpotText, ...] = ()
    rubric: str = ""
    tolerance: str = ""
    unit: str = ""
    units: str = ""
    scoring: str = ""
    covers: tuple[CoverText, ...] = ()
    hides_all: bool = False
    parts: tuple[PartText, ...] = ()


NOTHING = Arranged()


def arranged_of(question: Question) -> Arranged:
    """Return what the form of *question* shows."""
    words = question.kind is Kind.HOTTEXT
    return Arranged(
        pairs=tuple((pair.left or "", pair.right) for pair in question.pairs),
        items="\n".join(question.items),
        gaps=tuple(_gap_text(gap) for gap in question.gaps),
        right_words="\n".join(one.text for one in question.spots if words and one.fraction > 0),
        wrong_words="\n".join(one.text for one in question.spots if words and one.fraction <= 0),
        spots=tuple(
            SpotText(one.text, one.shape or "rect", percents(one.coords), one.fraction > 0)
            for one in question.spots
            if not words
        ),
        rubric=question.rubric or "",
        tolerance=_figure(_tolerance_of(question)),
        unit=question.unit or "",
        units="\n".join(f"{name} = {many:.12g}" for name, many in units_of(question).items()),
        scoring=question.scoring or "",
        covers=covering.covers_of(question),
        hides_all=covering.hides_all(question),
        parts=composing.parts_of(question),
    )


def _tolerance_of(question: Question) -> float | None:
    own = next((one.tolerance for one in question.answers if one.tolerance is not None), None)
    return question.tolerance if own is None else own


def _gap_text(gap: Gap) -> GapText:
    right = [one.text for one in gap.options if one.fraction > 0]
    wrong = [one.text for one in gap.options if one.fraction <= 0]
    tolerance = next((one.tolerance for one in gap.answers if one.tolerance is not None), None)
    kind = SEVERAL if gap.multiple else gap.kind
    return GapText(gap.id, kind, "\n".join(right), "\n".join(wrong), _figure(tolerance))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def places_in(stem: str) -> tuple[str, ...]:
    """List the gaps that a text has room for: its places `[[1]]`, each once."""
    return tuple(dict.fromkeys(found[1] for found in _PLACE.finditer(stem)))


def for_places(gaps: tuple[GapText, ...], stem: str) -> tuple[GapText, ...]:
    """Return a gap for each place of the stem; what was said of a place that is gone is dropped."""
    known = {gap.id: gap for gap in gaps}
    return tuple(known.get(place, GapText(place)) for place in places_in(stem))


def lines(text: str) -> list[str]:
    """Return the lines that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


# -- What is missing -----------------------------------------------------------------------------


def problems(kind: Kind, stem: str, answer: str, said: Arranged) -> dict[str, Message]:
    """Say by field what is missing before a question of *kind* can be asked."""
    check = _CHECKS.get(kind)
    return check(stem, answer, said) if check else {}


def _check_pairs(_stem: str, _answer: str, said: Arranged) -> dict[str, Message]:
    pairs = [(left.strip(), right.strip()) for left, right in said.pairs]
    if any(left and not right for left, right in pairs):
        return {"pair": say("Write for each what belongs to it.")}
    if sum(bool(left) for left, _right in pairs) < 2:
        return {"pair": say("Matching needs two pairs or more.")}
    return {}


def _check_items(_stem: str, _answer: str, said: Arranged) -> dict[str, Message]:
    if len([line for line in said.items.splitlines() if line.strip()]) < 2:
        return {"items": say("Ordering needs two things or more, one on each line.")}
    return {}


def _check_gaps(stem: str, _answer: str, said: Arranged) -> dict[str, Message]:
    if not places_in(stem):
        return {"stem": say("Say where the gaps are: write [[1]], [[2]]… in the text.")}
    for gap in for_places(said.gaps, stem):
        right = lines(gap.right)
        if not right:
            return {"gap": say("Write what is right for gap %(id)s.", id=gap.id)}
        if gap.kind == "numeric" and not all(is_number(one) or one == "*" for one in right):
            return {"gap": say("The answer of gap %(id)s must be a number.", id=gap.id)}
        if gap.tolerance.strip() and not _is_distance(gap.tolerance):
            return {"gap": say("How far off it may be is a number of 0 or more.")}
        if gap.kind in _CHOSEN and not lines(gap.wrong):
            return {
                "gap": say("Write a wrong answer, too, to choose from for gap %(id)s.", id=gap.id)
            }
    return {}


def _check_words(stem: str, _answer: str, said: Arranged) -> dict[str, Message]:
    if not lines(said.right_words):
        return {"right_words": say("Write which words are to be marked, one on each line.")}
    for words in (*lines(said.right_words), *lines(said.wrong_words)):
        if words not in stem:
            return {"right_words": say("The text has no words “%(words)s”.", words=words[:60])}
    return {}


def _check_spots(_stem: str, _answer: str, said: Arranged) -> dict[str, Message]:
    spots = [one for one in said.spots if one.coords.strip()]
    if not any(one.right for one in spots):
        return {"spot": say("Say which place is right, and where it is.")}
    if any(shares(one) is None for one in spots):
        return {
            "spot": say(
                "A place has four numbers from 0 to 100, a polygon two for each corner, three"
                " corners or more."
            )
        }
    return {}


def _check_parts(_stem: str, _answer: str, said: Arranged) -> dict[str, Message]:
    return composing.problems(said.parts)


def _check_number(_stem: str, answer: str, said: Arranged) -> dict[str, Message]:
    if not is_number(answer.replace("\u2212", "-").replace(",", ".")):
        return {"answer": say("The answer must be a number, such as 9.81.")}
    if said.tolerance.strip() and not _is_distance(said.tolerance):
        return {"tolerance": say("How far off it may be is a number of 0 or more.")}
    if said.units.strip() and (other_units(said.units) is None or not said.unit.strip()):
        return {
            "units": say("Write other units as cm = 100: so many of them make one of the unit.")
        }
    return {}


def other_units(text: str) -> dict[str, float] | None:
    """Return how many of each unit make one of the question's; None where a line cannot be read."""
    found: dict[str, float] = {}
    for line in lines(text):
        name, equals, number = (part.strip() for part in line.replace(",", ".").partition("="))
        if not (name and equals and is_number(number) and float(number) > 0):
            return None
        found[name] = float(number)
    return found


def _is_distance(text: str) -> bool:
    plain = text.strip().replace(",", ".")
    return is_number(plain) and float(plain) >= 0


_CHECKS: Mapping[Kind, Callable[[str, str, Arranged], dict[str, Message]]] = {
    Kind.MATCHING: _check_pairs,
    Kind.ORDERING: _check_items,
    Kind.GAPS: _check_gaps,
    Kind.HOTTEXT: _check_words,
    Kind.HOTSPOT: _check_spots,
    Kind.NUMERIC: _check_number,
    Kind.COMPOSITE: _check_parts,
}


# -- What the question becomes -------------------------------------------------------------------


def values(kind: Kind, base: Question | None, stem: str, said: Arranged) -> dict[str, Any]:
    """Return the fields of the question that belong to *kind*; those of other kinds are emptied."""
    found: dict[str, Any] = {
        "pairs": (),
        "items": (),
        "gaps": (),
        "spots": (),
        "rubric": None,
        "parts": (),
        "unit": None,
        "tolerance": None,
    }
    if base is not None and base.scoring not in SCORINGS:
        found["scoring"] = base.scoring
    else:
        found["scoring"] = said.scoring if said.scoring in SCORINGS[1:] else None
    make = _VALUES.get(kind)
    return found | (make(base, stem, said) if make else {})


def _pair_values(_base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    pairs = [(left.strip(), right.strip()) for left, right in said.pairs]
    return {"pairs": [{"left": left or None, "right": right} for left, right in pairs if right]}


def _item_values(_base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    return {"items": [line.strip() for line in said.items.splitlines() if line.strip()]}


def _gap_values(base: Question | None, stem: str, said: Arranged) -> dict[str, Any]:
    known = {gap.id: gap for gap in base.gaps} if base else {}
    return {
        "gaps": [_gap_value(known.get(gap.id), gap) for gap in for_places(said.gaps, stem)],
        "unit": base.unit if base else None,
        "tolerance": base.tolerance if base and base.kind is Kind.GAPS else None,
    }


def _gap_value(base: Gap | None, gap: GapText) -> dict[str, Any]:
    """Keep the worth and the comment of an answer whose words stay."""
    known = {(one.text, one.fraction > 0): one for one in base.options} if base else {}
    found: dict[str, Any] = base.model_dump(mode="json") if base else {"id": gap.id}
    answers = [_answer_value(known.get((text, True)), text, 1.0, gap) for text in lines(gap.right)]
    answers += [
        _answer_value(known.get((text, False)), text, 0.0, gap) for text in lines(gap.wrong)
    ]
    where = "choices" if gap.kind in _CHOSEN else "answers"
    told: dict[str, Any] = {"kind": gap.kind, "multiple": gap.kind == SEVERAL}
    if gap.kind == SEVERAL:
        told["kind"] = "choice"
    answers = _as_before(answers, [one.text for one in base.options] if base else [])
    return found | told | {"answers": [], "choices": [], where: answers}


def _as_before(found: list[dict[str, Any]], known: Iterable[str]) -> list[dict[str, Any]]:
    """Put what was there already in the order that it had; what is new comes last."""
    places = {text: place for place, text in enumerate(known)}
    return sorted(found, key=lambda one: places.get(one["text"], len(places)))


def _answer_value(known: Any, text: str, fraction: float, gap: GapText) -> dict[str, Any]:
    found = known.model_dump(mode="json") if known else {"text": text, "fraction": fraction}
    if gap.kind == "numeric":
        found["tolerance"] = _number(gap.tolerance)
    return dict(found)


def _word_values(base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    known = {(one.text, one.fraction > 0): one for one in base.spots} if base else {}
    wanted = [(text, True) for text in lines(said.right_words)]
    wanted += [(text, False) for text in lines(said.wrong_words)]
    spots = [
        known[key].model_dump(mode="json")
        if key in known
        else {"text": key[0], "fraction": float(key[1])}
        for key in wanted
    ]
    return {"spots": _as_before(spots, [one.text for one in base.spots] if base else [])}


def _spot_values(base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    known = {(one.text, one.fraction > 0): one for one in base.spots} if base else {}
    spots = []
    for one in said.spots:
        if not one.coords.strip():
            continue
        old = known.get((one.text.strip(), one.right))
        found = old.model_dump(mode="json") if old else {"fraction": float(one.right)}
        place = {"text": one.text.strip(), "shape": one.shape, "coords": shares(one) or ()}
        spots.append(found | place)
    return {"spots": spots}


def shares(spot: SpotText) -> tuple[float, ...] | None:
    """Return the numbers of a place as shares of the picture; None where they make no shape."""
    return covering.shares(spot.shape, spot.coords)


def _number_values(base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    """Keep what the answers say of their own, as long as the form says the same."""
    is_same = base is not None and arranged_of(base).tolerance == said.tolerance
    tolerance = base.tolerance if base and is_same else _number(said.tolerance)
    return {"unit": said.unit.strip() or None, "tolerance": tolerance}


def _essay_values(_base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    return {"rubric": said.rubric.strip() or None}


def _part_values(base: Question | None, _stem: str, said: Arranged) -> dict[str, Any]:
    return {"parts": composing.values(base, said.parts)}


def _number(text: str) -> float | None:
    return float(text.strip().replace(",", ".")) if text.strip() else None


_VALUES: Mapping[Kind, Callable[[Question | None, str, Arranged], dict[str, Any]]] = {
    Kind.MATCHING: _pair_values,
    Kind.ORDERING: _item_values,
    Kind.GAPS: _gap_values,
    Kind.HOTTEXT: _word_values,
    Kind.HOTSPOT: _spot_values,
    Kind.NUMERIC: _number_values,
    Kind.ESSAY: _essay_values,
    Kind.COMPOSITE: _part_values,
}
