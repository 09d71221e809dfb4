"""The fields of the kinds that are filled in, marked or measured, as the editor's form has them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import request

from questions.model import Kind
from studyapp import arranging, composing
from studyapp.arranging import Arranged, GapText, SpotText
from studyapp.composing import PartText
from studyapp.covering import SHAPES, CoverText
from studyapp.web.finding import kind_name
from studyapp.web.texts import gettext as _
from studyapp.writing import Wording

_LONGEST = 20_000
_LESS_PARTS = 2


def arrangement_sent(known: Arranged) -> Arranged:
    """Return what the form says; fields that it does not show stay as they were *known*."""
    form = request.form

    def text(name: str, usual: str) -> str:
        return form.get(name, usual).replace("\r\n", "\n")[:_LONGEST]

    return Arranged(
        pairs=_pairs() if "left" in form else known.pairs,
        items=text("items", known.items),
        gaps=_gaps() if "gap" in form else known.gaps,
        right_words=text("right_words", known.right_words),
        wrong_words=text("wrong_words", known.wrong_words),
        spots=_spots() if "spot_coords" in form else known.spots,
        rubric=text("rubric", known.rubric),
        tolerance=text("tolerance", known.tolerance),
        unit=text("unit", known.unit),
        units=text("units", known.units),
        scoring=text("scoring", known.scoring),
        covers=_covers() if "cover_coords" in form else known.covers,
        hides_all=form.get("hides_all") == "1" if "cover_coords" in form else known.hides_all,
        parts=_parts() if "part_stem" in form else known.parts,
    )


def _covers() -> tuple[CoverText, ...]:
    form = request.form
    names = ("cover_card", "cover_shape", "cover_coords")
    rows = zip(*(form.getlist(name) for name in names), strict=False)
    found = [
        CoverText(card[:40].strip(), shape if shape in SHAPES else "rect", coords[:2000].strip())
        for card, shape, coords in rows
    ]
    return tuple(one for one in found if one.coords)[: arranging.MOST_ROWS]


def _parts() -> tuple[PartText, ...]:
    """Return the parts in their order, and after them a kind that was chosen for a new one."""
    form = request.form
    names = ("old", "kind", "stem", "right", "wrong", "points", "place")
    rows = zip(*(form.getlist(f"part_{name}") for name in names), strict=False)
    kinds = {kind.value for kind in Kind}
    found = [
        PartText(old[:4], kind if kind in kinds else Kind.SHORT.value, *map(_lines, rest))
        for old, kind, *rest in rows
    ]
    begun = [one for one in found if _is_begun(one)]
    return (*composing.in_order(found), *begun)[: composing.MOST_PARTS]


def _is_begun(part: PartText) -> bool:
    return not part.is_written and not part.old and part.kind != Kind.SHORT.value


def _pairs() -> tuple[tuple[str, str], ...]:
    form = request.form
    rows = zip(form.getlist("left"), form.getlist("right_side"), strict=False)
    return tuple(
        (left[:_LONGEST], right[:_LONGEST]) for left, right in rows if left.strip() or right.strip()
    )[: arranging.MOST_ROWS]


def _gaps() -> tuple[GapText, ...]:
    form = request.form
    names = ("gap", "gap_kind", "gap_right", "gap_wrong", "gap_tolerance")
    rows = zip(*(form.getlist(name) for name in names), strict=False)
    found = [
        GapText(id_[:100], kind if kind in arranging.GAP_KINDS else "short", *map(_lines, rest))
        for id_, kind, *rest in rows
    ]
    return tuple(found[: arranging.MOST_ROWS])


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")[:_LONGEST]


def _spots() -> tuple[SpotText, ...]:
    form = request.form
    right = set(form.getlist("spot_right"))
    rows = zip(
        form.getlist("spot_text"),
        form.getlist("spot_shape"),
        form.getlist("spot_coords"),
        strict=False,
    )
    found = [
        SpotText(text[:_LONGEST], shape, coords[:2000], str(number) in right)
        for number, (text, shape, coords) in enumerate(rows)
    ]
    return tuple(found[: arranging.MOST_ROWS])


def arrangement_shown(wording: Wording, rows: int) -> dict[str, Any]:
    """Return what the fieldset of the kind shows, with room for more rows."""
    said = wording.more
    rows = min(rows, arranging.MOST_ROWS)
    return {
        "said": said,
        "pairs": [*said.pairs, *[("", "")] * max(0, rows - len(said.pairs))],
        "spots": [*said.spots, *[SpotText()] * max(0, rows - len(said.spots))],
        "gaps": arranging.for_places(said.gaps, wording.stem),
        "gap_kinds": [
            ("short", _("typed")),
            ("numeric", _("a number")),
            ("choice", _("chosen")),
            ("several", _("several chosen")),
        ],
        "shapes": [
            ("rect", _("rectangle")),
            ("ellipse", _("ellipse")),
            ("polygon", _("polygon")),
        ],
        "scorings": _scorings(wording.kind),
        "covers": [*said.covers, *[CoverText()] * max(0, rows - len(said.covers))],
        "parts": _parts_shown(said.parts, rows),
        "part_kinds": [(kind.value, kind_name(kind.value)) for kind in composing.KINDS],
    }


def _parts_shown(parts: tuple[PartText, ...], rows: int) -> list[SimpleNamespace]:
    """Return the parts with room for more, each under the number that it has."""
    # A part takes more room than a row of another kind.
    rows = min(max(rows - _LESS_PARTS, len(parts) + 1), composing.MOST_PARTS)
    empty = [PartText(place=str(number)) for number in range(len(parts) + 1, rows + 1)]
    return [
        SimpleNamespace(said=one, number=number, kind_name=kind_name(one.kind))
        for number, one in enumerate((*parts, *empty), 1)
    ]


def _scorings(kind: Kind) -> list[tuple[str, str]]:
    """Return the ways to score, the usual one of the kind first."""
    words = {
        "all_or_nothing": _("all or nothing"),
        "partial": _("each part counts"),
    }
    usual = "all_or_nothing" if kind in {Kind.CHOICE, Kind.HOTTEXT, Kind.HOTSPOT} else "partial"
    other = next(name for name in words if name != usual)
    return [("", words[usual]), (other, words[other])]
