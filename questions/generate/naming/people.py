"""People: surnames and first names joined with the one full name that has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from questions.generate.fact import Type
from questions.generate.lexicon import gloss, is_given_name
from questions.generate.naming.groups import Groups
from questions.generate.naming.survey import Survey, is_person_name
from questions.generate.naming.votes import best, form_of, is_known
from questions.generate.naming.words import ENDS

_SUFFIX = re.compile(r",? (?:Jr|Sr)\.?$")
_ROMAN = re.compile(r"[IVX]+")


def join_people(
    groups: Groups,
    votes: dict[str, Counter[Type]],
    survey: Survey,
    first: Mapping[str, int],
) -> frozenset[str]:
    """Join surnames and first names with the one full name that has them; return the others."""
    people = {form for form, counted in votes.items() if best(counted) is Type.PERSON}
    full = {form for form in people if " " in form and is_full_name(form)}
    single = {form for form in votes if " " not in form and not is_known(form)}
    written = _written_out(people | single, survey) | _of_title(people, survey)
    every = _one_each(full | written, groups, survey)
    shared = set()
    for form in sorted(set(votes) - full):
        if not _may_be_person(form, votes[form]):
            continue
        likely = {one for one in every
                  if (_comes_in_time(one, form, first, votes[form])
                      or one == form_of(survey.title))
                  and (last_name(one) == form or _is_surely_person(one, votes))}  # fmt: skip
        fitting = _bearers(form, {one: every[one] for one in likely}, survey)
        if len(fitting) == 1:
            groups.join(form, fitting.pop())
        elif len(fitting) > 1:
            shared.add(form)
            votes[form][Type.PERSON] += 6
    return frozenset(shared)


def _of_title(people: Iterable[str], survey: Survey) -> set[str]:
    """Return the title where it is a person's full name: *Martin Luther*."""
    words = survey.title.split()
    if not 1 < len(words) <= _LONGEST_NAME or not is_full_name(survey.title):
        return set()
    whole = all(word[0].isupper() or word in {"de", "van", "von", "da", "of"} for word in words)
    return {form_of(survey.title)} if whole and words[-1] in people else set()


def _comes_in_time(
    full: str, form: str, first: Mapping[str, int], counted: Mapping[Type, int]
) -> bool:
    """Tell whether the full name is introduced before the short one: *Python* is not Monty."""
    if counted.get(Type.PERSON):
        return first.get(full, 0) <= first[form] + _SOON
    return full in first and first[full] <= first[form]


def _is_surely_person(full: str, votes: Mapping[str, Counter[Type]]) -> bool:
    """Tell whether first names may be taken from a full name: not from *Christian Nobility*."""
    return is_person_name(full) and not gloss(full.split()[-1].lower()) and full in votes


#: A heading or a caption may use the surname some sentences before the full name comes.
_SOON = 4


def _bearers(form: str, every: Mapping[str, str], survey: Survey) -> set[str]:
    """Return who can be meant by *form*: of several the one whom the document is about."""
    by_last = {full for one, full in every.items() if is_short_for(form, one, last=True)}
    by_first = {full for one, full in every.items() if is_short_for(form, one)}
    fitting = by_last or (by_first if is_given_name(form) or " " in form else set())
    if len(fitting) < 2:
        return fitting
    titled = [one for one in sorted(fitting) if set(_ends(one)) <= set(survey.title.split())]
    counted = sorted(fitting, key=lambda one: (-survey.counts.get(one, 0), one))
    first, second = (survey.counts.get(one, 0) for one in counted[:2])
    if len(titled) == 1:
        return set(titled)
    return set(counted[:1]) if first >= _CLEAR * max(second, 1) else fitting


#: How much more often one full name must be met than the next, for a surname to mean its bearer.
_CLEAR = 4


def _may_be_person(form: str, counted: Counter[Type]) -> bool:
    """Tell whether a short form may be a surname that the parser took for something else."""
    type_ = best(counted)
    if type_ in {Type.PERSON, Type.THING}:
        return True
    return type_ is not Type.GROUP and " " not in form and not is_known(form)


def _written_out(people: Iterable[str], survey: Survey) -> set[str]:
    """Return full names that only another stretch of the document has."""
    found: set[str] = set()
    for form in people:
        if " " not in form:
            near = (*survey.by_last.get(form, ()), *survey.by_first.get(form, ()))
            found.update(form_of(one) for one in near if is_person_name(one))
    return found


def _one_each(full: Iterable[str], groups: Groups, survey: Survey) -> dict[str, str]:
    """Join *Patrick Gordon* with *Patrick Leopold Gordon*; map each full name to one of them."""
    chosen: dict[tuple[str, str], str] = {}
    found = {}
    for form in sorted(full, key=lambda one: (-survey.counts.get(one, 0), len(one), one)):
        first = chosen.setdefault(_ends(form), _spelled_alike(form, chosen))
        found[form] = first
        if first != form:
            groups.join(form, first)
    initialled = [one for one in found if re.match(r"[A-Z]\.", one)]
    for form in initialled:
        same = {one for one in found.values() if one != form and _has_initials(form, one)}
        if len(same) == 1:
            found[form] = same.pop()
            groups.join(form, found[form])
    return found


def _has_initials(short: str, full: str) -> bool:
    """Tell whether *C. J. Fillmore* can be *Charles J. Fillmore*."""
    return last_name(short) == last_name(full) and short[0] == full[0]


def _spelled_alike(form: str, chosen: Mapping[tuple[str, str], str]) -> str:
    """Return another spelling of the same name, Kristen for Kristin; else the name itself."""
    first, last = _ends(form)
    for (other, surname), full in chosen.items():
        if surname == last and len(first) > 4 and _differ_by_one(first, other):
            return full
    return form


def _differ_by_one(first: str, other: str) -> bool:
    same = sum(one == two for one, two in zip(first, other, strict=False))
    return len(first) == len(other) and same == len(first) - 1


def is_full_name(form: str) -> bool:
    """Tell whether words can be first and last name: no figures, no *District* at the end."""
    words = form.split()
    plain = len(words) <= _LONGEST_NAME and not any(sign.isdigit() for sign in form)
    ended = len(words) > 2 and words[-1].lower() in ENDS
    return plain and not ended and words[0][0].isupper()


_LONGEST_NAME = 6


def _ends(form: str) -> tuple[str, str]:
    plain = _SUFFIX.sub("", form).split(" of ")[0]
    return plain.split()[0], last_name(form)


def last_name(form: str) -> str:
    """Return the surname: Gordon of *Patrick Gordon of Auchleuchries*, Great of none."""
    words = _SUFFIX.sub("", form).split(" of ")[0].split()
    while len(words) > 1 and (_ROMAN.fullmatch(words[-1]) or words[-1] == "Great"):
        words.pop()
    if len(words) > 1 and words[-1] == "the":
        words.pop()
    return words[-1]


def is_short_for(form: str, full: str, *, last: bool = False) -> bool:
    """Tell whether *form* can be short for *full*: its surname, or unless *last* its first name."""
    if form == full or len(form) >= len(full) or " and " in full:
        return False
    if " " in form:
        begins = not last and full.startswith(f"{form} ")
        return begins or full.lower().endswith(f" {form.lower()}")
    if _ROMAN.fullmatch(full.split()[-1]):
        return not last and form == full.split()[0]  # Johann may be another than Johann II
    if form == last_name(full):
        return True
    return not last and form == full.split()[0]
