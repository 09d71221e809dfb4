"""Names joined: every form of a name, one type for all of them, and what is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from questions.generate.fact import Name, Type
from questions.generate.lexicon import gazetteer, gender_of, is_given_name
from questions.generate.naming.groups import Groups
from questions.generate.naming.people import join_people
from questions.generate.naming.recognise import Found
from questions.generate.naming.survey import Survey, initials
from questions.generate.naming.votes import best, cues, form_of, is_known, votes_of
from questions.generate.naming.words import DROPPED_ENDS, MEN, WOMEN, without_honours


@dataclass
class Joined:
    """The names of a stretch, by the form in which each is met."""

    names: tuple[Name, ...] = ()
    by_form: Mapping[str, int] = field(default_factory=dict)
    genders: Mapping[int, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()  # forms that two people bear


def joined(
    sentences: Sequence[Sequence[Found]],
    survey: Survey,
    known: Sequence[Name] = (),
    hints: Iterable[tuple[str, Type]] = (),
) -> Joined:
    """Join the names of a stretch; *known* are names that an earlier stretch has typed.

    *hints* are names with what the sentences around them say that they are.
    """
    found = [one for several in sentences for one in several]
    votes = votes_of(found, survey)
    for text, type_ in hints:
        if not is_known(form_of(text)):
            votes[form_of(text)][type_] += 2
    groups = Groups(votes)
    shared = join_people(groups, votes, survey, _met(sentences)[1])
    _join_acronyms(groups, votes, survey)
    _join_places(groups, votes)
    _join_organisations(groups, votes)
    return _named(groups, votes, sentences, survey, known, shared)


def _join_acronyms(groups: Groups, votes: Mapping[str, Counter[Type]], survey: Survey) -> None:
    """Join acronyms with what the text defines, or with the one name that has the initials."""
    long = [form for form in votes if " " in form]
    for form in [one for one in votes if one.isupper() and one.isalpha() and len(one) > 1]:
        defined = survey.acronyms.get(form)
        if defined:
            groups.join(form, form_of(defined))
            continue
        same = [one for one in long if initials(one) == form]
        if len(same) == 1 and len(form) > 2:
            groups.join(form, same[0])


def _join_places(groups: Groups, votes: Mapping[str, Counter[Type]]) -> None:
    places = gazetteer()
    first: dict[str, str] = {}
    for form in votes:
        country = places.country(form)
        if country and best(votes[form]) is Type.GPE:
            groups.join(form, first.setdefault(country.name, form))


def _join_organisations(groups: Groups, votes: Mapping[str, Counter[Type]]) -> None:
    """Join *Harvard* with *Harvard University*, *Apple* with *Apple Inc*."""
    full = {
        " ".join(words[:-1]).rstrip(","): form
        for form in votes
        if len(words := form.rstrip(".").split()) > 1 and words[-1].lower() in DROPPED_ENDS
    }
    for form, counted in votes.items():
        other = full.get(form)
        if other and best(counted) in {Type.ORG, Type.THING, Type.PRODUCT}:
            groups.join(form, other)


def _named(
    groups: Groups,
    votes: Mapping[str, Counter[Type]],
    sentences: Sequence[Sequence[Found]],
    survey: Survey,
    known: Sequence[Name],
    shared: frozenset[str],
) -> Joined:
    told = {form_of(alias): one.type for one in known for alias in one.aliases}
    met, first = _met(sentences)
    names, by_form, genders = [], {}, {}
    members = groups.members().values()
    order = sorted(members, key=lambda forms: (min(first.get(one, 1 << 30) for one in forms),
                                               sorted(forms)))  # fmt: skip
    for number, forms in enumerate(order):
        text = fullest(forms, met, survey)
        type_ = _type_of(forms, votes, told)
        names.append(_name(number, text, type_, forms, met, first))
        by_form.update(dict.fromkeys(forms, number))
        if type_ is Type.PERSON and (gender := _gender(forms, text, survey)):
            genders[number] = gender
    return Joined(tuple(names), by_form, genders, shared)


def _met(sentences: Sequence[Sequence[Found]]) -> tuple[Counter[str], dict[str, int]]:
    met: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, several in enumerate(sentences):
        for one in several:
            met[form_of(one.text)] += 1
            first.setdefault(form_of(one.text), number)
    return met, first


def _type_of(
    forms: Iterable[str], votes: Mapping[str, Counter[Type]], told: Mapping[str, Type]
) -> Type:
    total: Counter[Type] = Counter()
    for form in forms:
        if form in told:
            return told[form]
        total.update(votes.get(form) or cues(form))
    return best(total)


def fullest(forms: Iterable[str], met: Mapping[str, int], survey: Survey) -> str:
    """Return the form that tells most: not an acronym, of full names the one used most."""

    def rank(form: str) -> tuple[bool, bool, int, int, str]:
        times = met.get(form, 0) + survey.counts.get(form, 0)
        return (form.isupper() and form.isalpha(), " " not in form, -times, -len(form), form)

    return min(forms, key=rank)


def _name(
    number: int,
    text: str,
    type_: Type,
    forms: Sequence[str],
    met: Mapping[str, int],
    first: Mapping[str, int],
) -> Name:
    aliases = set(forms) | {text}
    text = without_honours(text)
    country = gazetteer().country(text) if type_ is Type.GPE else None
    if country:
        # Whoever reads *Kazakh* has been told Kazakhstan.
        aliases |= country.aliases | {one for one in country.demonyms if one in met}
        text = country.name if text.isupper() else text
    return Name(
        id=number,
        text=text,
        type=type_,
        aliases=frozenset(aliases),
        count=sum(met.get(one, 0) for one in forms),
        first=min((first[one] for one in forms if one in first), default=0),
        plural=type_ is Type.GROUP or text.endswith(("States", "Nations", "Netherlands")),
    )


def _gender(forms: Iterable[str], text: str, survey: Survey) -> str:
    """Return f or m where a title or the first name tells it and nothing else contradicts."""
    titles = {title for form in forms for title in survey.titles.get(form, ())}
    told = {sign for sign, words in (("f", WOMEN), ("m", MEN)) if titles & words}
    if not told and " " in text:
        told = {gender_of(text.split()[0].split("-")[0])}
    elif not told and is_given_name(text):
        told = {gender_of(text)}
    return told.pop() if len(told) == 1 else ""
