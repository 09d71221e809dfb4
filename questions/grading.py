"""Judge a typed answer as a patient teacher would, and show where it differs."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import regex

from questions.faces import face
from questions.folding import Rules, numbers_unified, without_symbols
from questions.measures import measured, units_of
from questions.model import Answer, Kind, Question, is_number

Op = Literal["same", "wrong", "missing"]
_NO_UNITS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that are right, wrong, or missing from what was typed."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the answer is right; *almost* is for the learner to decide."""

    right: bool
    almost: bool
    expected: str
    pieces: tuple[Piece, ...]


def grade(question: Question, part: str, typed: str, *, language: str = "en") -> Verdict:
    """Judge what was typed for one card of *question* by the question's own rules."""
    if question.kind is Kind.NUMERIC:
        most = max(answer.fraction for answer in question.answers)
        best = [answer for answer in question.answers if answer.fraction == most]
        return grade_number(
            typed,
            best,
            tolerance=question.tolerance,
            unit=question.unit,
            units=units_of(question),
            language=language,
        )
    accepted = face(question, part).accepted
    return grade_typed(
        typed, accepted, case=question.case, accents=question.accents, language=language
    )


def grade_typed(
    typed: str,
    accepted: Sequence[str],
    *,
    case: bool = False,
    accents: bool = False,
    language: str = "en",
) -> Verdict:
    """Compare *typed* with each accepted answer; `*` in one stands for any words."""
    rules = Rules(case, accents, language)
    typed = typed.strip()[:_LONGEST]
    given = rules.fold(typed)
    if given and any(_fits(typed, answer, rules) for answer in accepted):
        return Verdict(True, False, _nearest(given, _shown(accepted), rules), _unmarked(typed))
    return _refused(typed, given, _shown(accepted), rules)


def _refused(typed: str, given: str, answers: list[str], rules: Rules) -> Verdict:
    near = next((one for one in answers if given and _near(given, rules.fold(one))), None)
    expected = _nearest(given, answers, rules) if near is None else near
    return Verdict(False, near is not None, expected, _difference(typed, expected, rules))


def _shown(accepted: Sequence[str]) -> list[str]:
    """List the answers that can be shown; a pattern only where there is nothing else."""
    plain = [answer for answer in accepted if not _is_pattern(answer)]
    return [" ".join(filter(None, map(str.strip, _pieces_of(one)))) for one in plain or accepted]


def _fits(typed: str, answer: str, rules: Rules) -> bool:
    pieces = [rules.fold_part(piece) for piece in _pieces_of(answer)]
    if len(pieces) > 1:
        return any(_matches(fold(typed), pieces) for fold in (rules.fold, rules.fold_part))
    given = rules.fold(typed)
    return given == rules.fold(_pieces_of(answer)[0]) or _same_list(given, answer, rules)


def _is_pattern(answer: str) -> bool:
    return len(_pieces_of(answer)) > 1


def _pieces_of(answer: str) -> list[str]:
    return [piece.replace(r"\*", "*") for piece in _STAR.split(answer)]


def _matches(given: str, pieces: list[str]) -> bool:
    """Find the pieces in their order: first at the start, last at the end, never overlapping."""
    first, *middle, last = pieces
    position, limit = len(first), len(given) - len(last)
    if position > limit or not given.startswith(first) or not given.endswith(last):
        return False
    for piece in middle:
        found = given.find(piece, position, limit)
        if found < 0:
            return False
        position = found + len(piece)
    return True


def _same_list(given: str, answer: str, rules: Rules) -> bool:
    """Accept "oxygen and hydrogen" for "hydrogen, oxygen": a list of words has no order."""
    wanted = [rules.fold(item) for item in _LIST.split(answer)]
    if len(wanted) < 2 or any(not item or is_number(item) for item in wanted):
        return False
    rest = f" {given} "
    for item in sorted(wanted, key=len, reverse=True):
        if f" {item} " not in rest:
            return False
        rest = rest.replace(f" {item} ", "  ", 1)
    return rest.split() in ([], ["and"])


def _near(given: str, wanted: str) -> bool:
    """Tell whether each word is right or one letter off, which only long words may be."""
    if given == without_symbols(wanted):
        return True
    ours, theirs = wanted.split(), given.split()
    if len(ours) != len(theirs):
        return len(wanted) >= 5 and wanted.replace(" ", "") == given.replace(" ", "")
    different = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return bool(different) and all(_one_letter_off(our, their) for our, their in different)


def _one_letter_off(wanted: str, given: str) -> bool:
    """Allow one letter added, left out, changed or swapped with its neighbour."""
    ours, theirs = _clusters(wanted), _clusters(given)
    if len(ours) < 5 or any(letter.isdigit() for letter in wanted):
        return False
    start = next((i for i, pair in enumerate(zip(ours, theirs, strict=False)) if _odd(pair)), None)
    if start is None:
        return abs(len(ours) - len(theirs)) == 1
    ours, theirs = ours[start:], theirs[start:]
    return theirs in (ours[1:], [*theirs[:1], *ours], [*theirs[:1], *ours[1:]], _swapped(ours))


def _odd(pair: tuple[str, str]) -> bool:
    return pair[0] != pair[1]


def _swapped(letters: list[str]) -> list[str]:
    return [*letters[1::-1], *letters[2:]]


def _nearest(given: str, answers: list[str], rules: Rules) -> str:
    """Choose the answer that shares most with what was typed, the first among equals."""
    if len(answers) < 2:
        return "".join(answers)
    return max(answers[:_COMPARED], key=lambda one: _likeness(given, rules.fold(one)))


def _likeness(given: str, wanted: str) -> float:
    same = _common(_clusters(given)[:_DIFFED], _clusters(wanted)[:_DIFFED])
    return 2 * len(same) / (len(given) + len(wanted) or 1)


def _difference(typed: str, expected: str, rules: Rules) -> tuple[Piece, ...]:
    """Lay what was typed over what was expected, letter by letter as people see letters."""
    given, wanted = _clusters(typed), _clusters(expected)
    if max(len(given), len(wanted)) > _DIFFED:
        return (*_piece("wrong", given), *_piece("missing", wanted))
    pieces: list[Piece] = []
    i = j = 0
    same = _common([rules.letters(one) for one in given], [rules.letters(one) for one in wanted])
    for a, b in [*same, (len(given), len(wanted))]:
        pieces += _piece("wrong", given[i:a]) + _piece("missing", wanted[j:b])
        pieces += _piece("same", wanted[b : b + 1])
        i, j = a + 1, b + 1
    return tuple(_joined(pieces))


def _unmarked(typed: str) -> tuple[Piece, ...]:
    return tuple(_piece("same", [typed]))


def _piece(op: Op, clusters: list[str]) -> list[Piece]:
    return [Piece(op, "".join(clusters))] if clusters else []


def _joined(pieces: list[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held and held.op == piece.op:
            held = Piece(held.op, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _common(given: list[str], wanted: list[str]) -> list[tuple[int, int]]:
    """List the places, in both, of the longest run of letters that they share."""
    lengths = _shared_lengths(given, wanted)
    places: list[tuple[int, int]] = []
    i = j = 0
    while i < len(given) and j < len(wanted):
        if given[i] == wanted[j]:
            places.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return places


def _shared_lengths(given: list[str], wanted: list[str]) -> list[list[int]]:
    lengths = [[0] * (len(wanted) + 1) for _ in range(len(given) + 1)]
    for i in range(len(given) - 1, -1, -1):
        row, below = lengths[i], lengths[i + 1]
        for j in range(len(wanted) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if given[i] == wanted[j] else max(below[j], row[j + 1])
    return lengths


def _clusters(text: str) -> list[str]:
    return regex.findall(r"\X", text)


def grade_number(
    typed: str,
    answers: Sequence[Answer],
    *,
    tolerance: float | None = None,
    unit: str | None = None,
    units: Mapping[str, float] = _NO_UNITS,
    language: str = "en",
) -> Verdict:
    """Compare a typed number with *answers*; the *unit* may be left out.

    A number in one of the other *units* is converted; what has any other unit is wrong.
    """
    typed = typed.strip()[:_LONGEST]
    shown = next((answer.text for answer in answers if answer.text != "*"), "")
    expected = " ".join(filter(None, (shown, unit)))
    plain = numbers_unified(typed.replace("\u2212", "-"), language)
    value = measured(plain, unit, units)
    if value is not None and any(_close(value, one, tolerance or 0) for one in answers):
        return Verdict(True, False, expected, _unmarked(typed))
    wanted = expected if unit and typed.casefold().endswith(unit.casefold()) else shown
    return Verdict(False, False, expected, _difference(typed, wanted, Rules()))


def _close(value: float, answer: Answer, tolerance: float) -> bool:
    if answer.text == "*":
        return True
    within = tolerance if answer.tolerance is None else answer.tolerance
    return math.isclose(value, float(answer.text), rel_tol=1e-9, abs_tol=within)


# A longer text is not a typed answer; comparing it letter by letter would only cost time.
_LONGEST = 2000
_DIFFED = 200
_COMPARED = 10
_STAR = re.compile(r"(?<!\\)\*")
_LIST = re.compile(r"\s*[,;]\s*|\s+and\s+")
