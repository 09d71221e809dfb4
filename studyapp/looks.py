"""How the app looks and answers keys for one learner: what can be chosen, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from studyapp.messages import Message, say

# The first of each is how we ship it.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "typeface": ("own", "system", "serif", "dyslexic"),
    "size": ("normal", "small", "large", "huge"),
    "spacing": ("normal", "wide"),
    "motion": ("auto", "off"),
}
# Every key that a page gives to something, and the keys that a browser cannot tell apart from it.
_ONE = r"[^\s|]|Space|Enter|Esc|Arrow(?:Left|Right|Up|Down)|F\d{1,2}"
_KEYS = re.compile(rf"(?:{_ONE})(?: (?:{_ONE}))?")


def whole(look: Mapping[str, str]) -> dict[str, str]:
    """Return every choice, with what was not chosen as we ship it."""
    return {name: look.get(name, values[0]) for name, values in CHOICES.items()}


def chosen(wanted: Mapping[str, str]) -> dict[str, str]:
    """Return what differs from how we ship it; that alone is stored."""
    return {
        name: wanted[name]
        for name, values in CHOICES.items()
        if wanted.get(name, values[0]) != values[0]
    }


def look_problems(wanted: Mapping[str, str]) -> list[Message]:
    """Say in words what cannot be chosen."""
    return [
        say("There is no “%(wanted)s” to choose here. Choose one of the list.", wanted=wanted[name])
        for name, values in CHOICES.items()
        if name in wanted and wanted[name] not in values
    ]


def key_problems(keys: Mapping[str, str], shipped: Mapping[str, str]) -> list[Message]:
    """Say in words why these keys will not do.

    *keys* are the learner's by the shipped key that each replaces; *shipped* says what each
    shipped key does. Two that do different things on one page must not be the same key.
    """
    problems = [
        say(
            "“%(key)s” is no key: give one character, or Space, Enter, Esc, F1 to F12, or"
            " two of them.",
            key=key,
        )
        for key in keys.values()
        if key and not _KEYS.fullmatch(key)
    ]
    taken: dict[str, str] = {}
    for name in shipped:
        key = keys.get(name, name)
        if key and key in taken:
            problems.append(
                say(
                    "“%(key)s” would do two things: %(first)s, and %(second)s.",
                    key=key,
                    first=shipped[taken[key]],
                    second=shipped[name],
                )
            )
        elif key:
            taken[key] = name
    problems += [
        say(
            "“%(first)s” cannot act alone, because “%(key)s” begins with it.",
            first=key.split()[0],
            key=key,
        )
        for key in taken
        if " " in key and key.split()[0] in taken
    ]
    return problems
