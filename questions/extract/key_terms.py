"""Key terms: the few words of a paragraph that its author set off in bold, as textbooks do.

Bold also shouts, labels and names sections, so only short plain words in a paragraph that is
mostly not bold are taken. Italics are not: they are as often titles, stress or foreign words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What textbooks call words that are marked for the index and look like others.
UNMARKED = "no-emphasis"
_TERM = re.compile(r"[^\W\d_][\w’'()/+-]*(?: [\w’'()/+-]+){0,4}")
_SENTENCE = re.compile(r"\S \S+ .*[.!?]$")
_AROUND = " \t\n.,:;–—“”\"'"
_LONGEST = 60
_MOST = 0.5  # of a paragraph's letters
_MARKS = frozenset(
    "all always and answer answers attention author caution chapter date definition definitions "
    "each example examples exercise exercises figure hint important in keyword keywords must never "
    "no not note notes notice objective objectives one only or question questions reference "
    "references remark remember review section see source step summary table theorem tip "
    "topic unit very warning yes you this that these those it they we he she who what why how when "
    "where which some any more most less least first second really".split()
)


def key_terms(bold: Iterable[str], text: str) -> tuple[str, ...]:
    """Return what of a paragraph's *bold* stretches are terms, each once, as they are written."""
    stretches = [" ".join(one.split()) for one in bold]
    if sum(map(len, stretches)) > _MOST * len(text):
        return ()
    found = dict.fromkeys(one.strip(_AROUND) for one in stretches if not _SENTENCE.search(one))
    return tuple(one for one in found if _is_term(one) and one in text)


def _is_term(words: str) -> bool:
    if not 2 < len(words) <= _LONGEST or not _TERM.fullmatch(words):
        return False
    return words.split()[0].lower() not in _MARKS
