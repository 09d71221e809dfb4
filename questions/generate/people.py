"""People: full names for surnames, and whom a *he* or a *she* means by a strict rule."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from questions.generate.names import Mention
from questions.generate.statements import Statement
from questions.generate.vocabulary import words

_GIVEN = r"(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:[A-Z][\w’'-]+|[A-Z]\.))?"
_MANY = 3


class Directory:
    """Who is named in a window, and under which full name the whole text knows them."""

    def __init__(self, text: str, statements: Sequence[Statement], title: str = "") -> None:
        named = [one.text for s in statements for one in s.mentions if one.kind == "person"]
        self._text = text
        self.title = title
        self._full: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, times in Counter(named).items():
            if " " in name and _is_given(name):
                self._full[surname(name)][name] += times
        for name in dict.fromkeys(map(surname, named)):
            self._full[name].update(self._written_out(name))
        self.main = self._main(named, len(statements))

    def full(self, name: str) -> str:
        """Return the one full name that *name* is short for, or *name*."""
        known = self._candidates(name)
        return known[0] if len(known) == 1 and " " not in name else name

    def same(self, name: str, other: str | None) -> bool:
        """Tell whether two names are one person's: Ann Lee and Ann M. Lee."""
        return other is not None and _ends(self.full(name)) == _ends(self.full(other))

    def is_ambiguous(self, name: str) -> bool:
        """Tell whether several people of the text share the surname *name*."""
        return " " not in name and len(self._candidates(name)) > 1

    def _candidates(self, name: str) -> list[str]:
        """List who may be meant; whom the title names comes before all the others."""
        counted = self._full.get(name) or self._by_given_name(name)
        known: dict[tuple[str, str], str] = {}
        for full in sorted(counted, key=lambda one: (one not in self.title, -counted[one], one)):
            known.setdefault(_ends(full), full)
        titled = [one for one in known.values() if self._in_title(one)]
        return titled if len(titled) == 1 else sorted(known.values())

    def _in_title(self, name: str) -> bool:
        return set(_ends(name)) <= set(self.title.split())

    def _by_given_name(self, name: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for counted in self._full.values():
            found.update({full: n for full, n in counted.items() if full.split()[0] == name})
        return found

    def _written_out(self, name: str) -> list[str]:
        """Look for full names in the whole text: a window may lie after the first mention."""
        found = re.findall(rf"\b({_GIVEN}) {re.escape(name)}\b", self._text)
        untitled = (_untitled(given) for given in found)
        return [f"{given} {name}" for given in untitled if given and _is_given(given)]

    def _main(self, named: Sequence[str], sentences: int) -> str | None:
        """Return whom the window is mostly about: named in the title, or most of the time."""
        counted = Counter(self.full(name) for name in named)
        titled = [one for one in counted if " " in one and self._in_title(one)]
        if titled and max(counted[one] for one in titled) > 1:
            return max(titled, key=lambda one: (counted[one], one))
        (name, times), *_ = counted.most_common(1) or [("", 0)]
        often = times >= _MANY and times * 4 > sentences
        return name if often and times * 2 > len(named) else None


@dataclass
class Continuity:
    """Follows who a paragraph is about, from sentence to sentence."""

    directory: Directory
    genders: dict[str, str] = field(default_factory=dict)
    _block: int = -1
    _people: list[str] = field(default_factory=list)
    _subjects: set[str] = field(default_factory=set)
    _latest: str | None = None

    def enter(self, statement: Statement) -> None:
        """Forget the people of another paragraph."""
        if statement.block != self._block:
            self._block, self._people, self._latest = statement.block, [], None
            self._subjects = {self.directory.main} if self.directory.main else set()

    def person(self, gender: str) -> str | None:
        """Return whom a pronoun of *gender* means, if only one person can be meant."""
        candidates = self._people or ([self.directory.main] if self.directory.main else [])
        fitting = [name for name in candidates if self.genders.get(name, gender) == gender]
        chosen = fitting[0] if len(fitting) == 1 else self._latest
        if chosen in fitting and chosen in self._subjects:
            self.genders[chosen] = gender
            return chosen
        return None

    def leave(self, statement: Statement, meant: str | None) -> None:
        """Remember the people of *statement*; *meant* is whom its pronoun was."""
        named = [self.directory.full(one.text) for one in _people(statement)]
        everyone = [*named, *([meant] if meant else [])]
        self._people = list(dict.fromkeys([*self._people, *everyone]))
        subject = self._subject(statement, meant)
        self._latest = subject if len(set(everyone)) == 1 else None
        self._subjects |= {subject} if subject else set()
        if _has_unnamed(statement):
            self._people.append("")
            self._latest = None

    def _subject(self, statement: Statement, meant: str | None) -> str | None:
        subject = statement.subject()
        mention = statement.mention_at(subject.idx) if subject else None
        if mention and mention.kind == "person":
            return self.directory.full(mention.text)
        return meant if subject and subject.lower_ in {"he", "she"} else None


def surname(name: str) -> str:
    """Return the last word of a name, without *of Auchleuchries*."""
    return name.split(" of ")[0].split()[-1]


def _people(statement: Statement) -> list[Mention]:
    return [one for one in statement.mentions if one.kind == "person"]


def _has_unnamed(statement: Statement) -> bool:
    """Tell whether a person without a name plays a part, whom a later pronoun could mean."""
    return any(
        token.lemma_.lower() in words("person_nouns")
        and token.dep_ in {"nsubj", "nsubjpass", "dobj"}
        for token in statement.doc
    )


def _ends(name: str) -> tuple[str, str]:
    return name.split()[0], surname(name)


def _untitled(given: str) -> str:
    first, _, rest = given.partition(" ")
    titled = first.rstrip(".").lower().removesuffix("s") in words("person_titles")
    return rest if titled else given


def _is_given(name: str) -> bool:
    first = name.split()[0]
    titles = words("person_titles") | words("connectives")
    word = first.rstrip(".").lower()
    return word not in titles | words("openers") and len(word) > 1 and first[-1] not in "’'"
