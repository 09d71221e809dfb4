"""Why a draft stands where it stands, told by what its features added to the score.

A reason is a short name ("key-term", "leans-on-text"); the interface has the words for it. Only
what moved the score noticeably is told, what moved it most first, and few of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

MOST = 4
_NOTICEABLE = 0.06  # log-odds
#: The names of features, by how they begin, and what is said when they raise or lower a score.
#: "" says nothing. The first that fits decides.
_TOLD: tuple[tuple[str, str, str], ...] = (
    (r"method=(?:cloze-key-term|short-glossary)|relation=glossary", "set-off", ""),
    (r"defines|relation=(?:is-a|called|acronym)|method=flashcard|method=cloze-term|kind=flashcard",
     "definition", ""),
    (r"answer=(?:date|time|duration)|method=.*(?:when|date)", "date", "slight-date"),
    (r"answer=(?:number|percent|money|quantity|ordinal)|method=.*(?:number|many)", "number",
     "slight-number"),
    (r"answer=(?:person|organisation|state|place|event|work|building|group|product|language)"
     r"|method=.*(?:name|who)|capital answer|name (?:again|has role)", "name", "slight-name"),
    (r"key |central|title|heading|answer (?:again|in)|subject (?:again|in title)|doc titled",
     "central", "aside"),
    (r"first$|early|opens paragraph", "opening", ""),
    (r"rare|rarest|answer (?:rare|common)|long letters|head=", "telling-word", "common-word"),
    (r"names shown|year shown|number shown|acronyms|subject named|no name", "stands-alone",
     "leans-on-text"),
    (r"the N|a N|pointing|pronouns|loose time|under topic|resolved|cut$|subject (?:the|this|its|his"
     r"|her|their)", "stands-alone", "leans-on-text"),
    (r"hidden share|siblings|example|gap|answer (?:of|long|plural|unsure|after|gloss|everywhere)"
     r"|answer=|short stem|hint|main verb|method=|kind=|asks=", "one-answer", "several-answers"),
    (r"natural|unnatural|long stem|commas|brackets|quoted|confidence|passive|subject long",
     "plain-wording", "heavy-wording"),
    (r"doc (?:i|we|you|asking|quoted)|says|attributed", "", "somebody-speaking"),
    (r"telling|because|has cause", "telling-fact", ""),
)  # fmt: skip


def reasons(moved: Mapping[str, float], found: Mapping[str, float]) -> tuple[str, ...]:
    """Name what raised or lowered a score most; *moved* is what each feature did, in log-odds.

    That an item is no date says nothing to a learner: what an item asks for counts only where
    the feature was *found*.
    """
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for name, by in moved.items():
        told = _told(name)
        if told is not None and (found.get(name) or told[0] not in _ONLY_FOUND):
            sums[told] += by
    found = {(up if by > 0 else down): abs(by) for (up, down), by in sums.items()}
    found.pop("", None)
    ordered = sorted(found, key=lambda one: (-found[one], one))
    return tuple(one for one in ordered if found[one] >= _NOTICEABLE)[:MOST]


def _told(feature: str) -> tuple[str, str] | None:
    return next(((up, down) for how, up, down in _TOLD if re.match(how, feature)), None)


_ONLY_FOUND = frozenset({"set-off", "definition", "date", "number", "name", "telling-fact", ""})
#: Every reason there is; the interface has words for each.
REASONS = tuple(dict.fromkeys(one for _, up, down in _TOLD for one in (up, down) if one))
RAISING = frozenset(up for _, up, _ in _TOLD if up)
