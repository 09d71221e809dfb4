"""Votes: what speaks for each type of a name, by the form in which it is met."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from questions.generate.fact import Type
from questions.generate.lexicon import gazetteer, gender_of, instance_classes
from questions.generate.naming.recognise import Found
from questions.generate.naming.survey import Survey, is_person_name
from questions.generate.naming.words import ENDS

_INSTANCES = {
    "person": Type.PERSON, "location": Type.GPE, "group": Type.ORG, "act": Type.EVENT,
    "event": Type.EVENT, "communication": Type.WORK, "language": Type.LANGUAGE,
    "object": Type.LOC, "artifact": Type.FAC,
}  # fmt: skip
_LINKS = re.compile(r" (?:of|for|on|in|and|against|between) ")


def form_of(text: str) -> str:
    """Return a name as it is compared: without *the*, with one kind of apostrophe and hyphen."""
    plain = re.sub(r"^[Tt]he ", "", text).replace("’", "'").replace("–", "-")
    return plain.replace(".", "") if re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?", plain) else plain


def votes_of(found: Sequence[Found], survey: Survey) -> dict[str, Counter[Type]]:
    """Count what speaks for each type of each form."""
    votes = _labels(found)
    for one in found:
        votes[form_of(one.text)][one.type] += 4 * one.certain
        if one.cue is not None:
            votes[form_of(one.text)][one.cue] += 1
    for form, counted in votes.items():
        counted.update(cues(form))
        counted[Type.THING] = 0
        if form.isupper() and len(form) < _LONG_ACRONYM:
            counted[Type.PERSON] = 0
        if survey.titles.get(form):
            counted[Type.PERSON] += 3
    return votes


def _labels(found: Iterable[Found]) -> dict[str, Counter[Type]]:
    """Count the parser's labels; it makes the same mistake again and again, so not all count."""
    votes: defaultdict[str, Counter[Type]] = defaultdict(Counter)
    for one in found:
        label = votes[form_of(one.text)]
        label[one.type] = min(label[one.type] + 1, _MOST_LABELS)
    return dict(votes)


_LONG_ACRONYM = 6
_MOST_LABELS = 5


def cues(form: str) -> Counter[Type]:
    """Return what the words of a name say of its type, as votes."""
    found: Counter[Type] = Counter()
    found.update(_place_cues(form))
    for one in instance_classes(form):
        found[_INSTANCES.get(one, Type.THING)] += 2
    words = _LINKS.split(form)[0].split()
    if len(form.split()) > 1 and (type_ := ENDS.get(words[-1].lower())):
        found[type_] += 2 if _is_like_person(form, type_) else 4
        found[Type.PERSON] += 2 * _is_like_person(form, type_)
    elif is_person_name(form):
        found[Type.PERSON] += 3
    if re.match(r"(?:University|Ministry|Department|Bank|Church|House|Institute) of ", form):
        found[Type.ORG] += 3
    if re.match(r"(?:Fort|Port|San|Santa|New|Los|Las|Saint|St\.?) [A-Z]", form):
        found[Type.GPE] += 2
    if re.match(r"(?:Lake|Mount|Cape|Gulf|Sea|Bay|Isle|River) ", form):
        found[Type.LOC] += 4
    return found


def _is_like_person(form: str, type_: Type) -> bool:
    """Tell *Sharon Street* from *Main Street*."""
    words = form.split()
    return len(words) == 2 and bool(gender_of(words[0])) and type_ in {Type.FAC, Type.LOC, Type.GPE}


def _place_cues(form: str) -> dict[Type, int]:
    places = gazetteer()
    if places.country(form):
        return {Type.GPE: 6}
    if form in places.continents:
        return {Type.LOC: 6}
    if places.place_of(form):
        return {Type.GROUP: 5}
    return {Type.GPE: 3} if places.is_place(form) else {}


def best(counted: Counter[Type]) -> Type:
    """Return the type with most votes; of several the one that comes first in `Type`."""
    order = list(Type)
    return max(counted, key=lambda one: (counted[one], -order.index(one)), default=Type.THING)


def is_known(form: str) -> bool:
    """Tell whether a form is a place, a people or an acronym, and so no surname."""
    return bool(gazetteer().is_place(form) or gazetteer().place_of(form) or form.isupper())
