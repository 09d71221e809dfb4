"""The rule about words that stand for something the question does not name: he, this treaty."""

import re
from itertools import pairwise

from questions.checks.passages import BLANK, Passage
from questions.checks.rule import STATED, Flaw, Rule, Weight, quoted
from questions.checks.seen import Seen
from questions.checks.words import AUXILIARIES, FUNCTION_WORDS, is_quoted, listed, tells
from questions.model import Kind

# "the man" alone on a card is a word to learn, not a question.
_FEWEST_WORDS = 4
_MOST_LOOKED_AT = 200


def _unresolved_reference(seen: Seen) -> Flaw | None:
    for side in seen.sides:
        stem = side.stem
        if len(stem.words) < _FEWEST_WORDS:
            continue
        pointer = None if _is_riddle(seen, stem) else _demonstrative(stem) or _pronoun(stem)
        found = pointer or _bare_definite(stem)
        if found:
            return Flaw(
                f"{quoted(found[0])} points to something that is not named.", stem.at(found)
            )
    return None


def _is_riddle(seen: Seen, stem: Passage) -> bool:
    """Tell whether *it* is what is asked for: It is the longest river in the world."""
    return seen.kind in _MAY_BE_RIDDLES and "?" not in stem.text


def _demonstrative(stem: Passage) -> re.Match[str] | None:
    """Find *this*, *the latter* and the like where nothing before it could be meant."""
    for found in _DEMONSTRATIVE.finditer(stem.text):
        before = stem.text[: found.start()]
        if is_quoted(before) or _AMONG.search(before) or _LASTING.match(stem.text, found.end()):
            continue
        if (
            found[0] in _OPENERS
            and before.strip()
            and not before.rstrip().endswith((".", ":", ";"))
        ):
            continue
        shown = _SHOWN_AFTER.search(stem.text, found.end())
        if not shown and not _is_told_before(before):
            return found
    return None


def _is_told_before(before: str) -> bool:
    """Tell whether a clause or a name that could be meant was closed before."""
    head = re.split(r"[,;:.?!](?!\w)| and | but ", before)
    told = [word for part in head[:-1] for word in re.findall(r"[\w’'-]+", part) if tells(word)]
    named = [word for word in told if not word[:1].isdigit() and word not in _MONTHS]
    return len(named) > 1 or (BLANK in "".join(head[:-1]))


def _pronoun(stem: Passage) -> re.Match[str] | None:
    for number, word in enumerate(stem.words[:_MOST_LOOKED_AT]):
        small = word[0].lower()
        if small not in _PRONOUNS or (number and word[0][0].isupper() and not _opens(stem, word)):
            continue
        if is_quoted(stem.text[: word.start()]) or _ANYBODY.match(stem.text, word.end()):
            continue
        if _stands_for_nothing(stem, number):
            continue
        if _has_antecedent(stem, number) or _is_named_later(stem, word):
            continue
        return word
    return None


def _opens(stem: Passage, word: re.Match[str]) -> bool:
    """Tell whether a sentence begins with *word*."""
    return stem.text[: word.start()].rstrip(" “\"'(")[-1:] in {"", ".", "?", "!", ":", "\n"}


def _stands_for_nothing(stem: Passage, number: int) -> bool:
    """Tell whether *it* is only grammar: how long does it take, it is said that."""
    word = stem.words[number]
    if word[0].lower() != "it":
        return word[0] in {"Her", "His"} and bool(_STYLE.match(stem.text, word.end()))
    asked = number > 0 and stem.words[number - 1][0].lower() in {"is", "was"}
    after = _ASKED_IT if asked else _EMPTY_IT
    return bool(after.match(stem.text, word.end()))


def _has_antecedent(stem: Passage, number: int) -> bool:
    """Tell whether a noun stands before that the pronoun could mean.

    After "In what year did" only what stands before *what* counts.
    """
    words = stem.words[:number]
    asked = next((at for at in reversed(range(number)) if words[at][0].lower() in _ASKING), None)
    owned = stem.words[number][0].lower() in {"its", "his", "her", "their"}
    verbs = AUXILIARIES - {"has", "have", "had"} if owned else AUXILIARIES
    if words and words[-1][0].lower() in verbs and asked is not None:
        words = (*words[:asked], *_one_of_many(words[asked:]))
    elif asked is not None and (asked == number - 2 or words[asked][0].lower() in {"who", "whose"}):
        return True
    if BLANK in stem.text[: words[-1].end() + 2 if words else 0]:
        return True
    return any(_is_noun(stem, words, at) for at in range(len(words)))


def _one_of_many(words: tuple[re.Match[str], ...]) -> list[re.Match[str]]:
    """Return the nouns that are any of their kind: at what time in a woman’s life is she."""
    return [
        pair
        for first, second in pairwise(words)
        if first[0].lower() in {"a", "an", "each", "every"}
        for pair in (first, second)
    ]


def _is_noun(stem: Passage, words: tuple[re.Match[str], ...], at: int) -> bool:
    """Guess whether a word names something, from its capital, its ending or the word before."""
    word = words[at][0]
    small = word.lower()
    if small in FUNCTION_WORDS or not word[0].isalpha() or word in _MONTHS:
        return False
    if word[0].isupper():
        return not _opens(stem, words[at]) or small not in _IMPERATIVES
    before = words[at - 1][0].lower() if at else ""
    before_that = words[at - 2][0].lower() if at > 1 else ""
    if before in _DETERMINERS or before_that in _DETERMINERS:
        return True
    return small.endswith("s") and len(small) > 3 and not small.endswith(("ss", "ous"))


def _is_named_later(stem: Passage, word: re.Match[str]) -> bool:
    """Tell whether the main clause names whom a fronted clause means: after he fled, Dante."""
    first, second = (one[0].lower() for one in stem.words[:2])
    fronted = first in _FRONTING and second not in _ASKING
    return fronted and _NAME.search(stem.text, word.end()) is not None


def _bare_definite(stem: Passage) -> re.Match[str] | None:
    """Find *the treaty* where nothing says which."""
    for found in _DEFINITE.finditer(stem.text):
        before = stem.text[: found.start()]
        if found["noun"].lower() not in _NEEDS_A_NAME or is_quoted(before):
            continue
        if not _ENDS_THERE.match(stem.text, found.end()) or _is_told_before(before):
            continue
        if not (_NAME.search(before) or _INTRODUCED.search(before) or _OWNED.search(before)):
            return found
    return None


_DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|the latter|one such|This|These|Those(?= [a-z])|Such(?! as))\b"
    r"|\bthe former\b(?! \w)|\bBoth\b(?![^.?!]{1,80}\band\b)"
)
_OPENERS = frozenset({"This", "These", "Those", "Such", "Both"})
_SHOWN_AFTER = re.compile(r":\s*\S|“|[=+<>]|`")
_AMONG = re.compile(r"(?:\bof|\blike|\bas|\band|\bto) $")
_LASTING = re.compile(r" (?:way:|is (?:an?|the) \w+:|days\b|who\b|example:|sentence:|line:|code:)")
_PRONOUNS = listed("he she him his her hers they them their theirs it its himself herself itself")
_ASKING = listed("who whom whose what which where when why how")
_STYLE = re.compile(r" (?:Majesty|Holiness|Highness|Excellency|Grace|Honou?r)\b")
_EMPTY_IT = re.compile(
    r" was (?:on|in|at|during|not until)\b.{1,80}\bthat\b|"
    r" (?:may|can|could|must|should|will|would) (?:also )?be \w+ (?:to|that)\b|"
    r" (?:takes?|took|taken|costs?|is|was|has been|seems?|rains?|snows?|mean|matter|possible|hard|"
    r"easy|difficult|important|necessary|better|safe|called when|that)\b(?! (?:built|made|founded|"
    r"written|born|called\?|located|used|named|signed|held|invented|discovered|from|in|on|at)\b)"
)
_ANYBODY = re.compile(r" who\b")
_ASKED_IT = re.compile(r"(?: \w+){1,2} (?:to|that|for|how|whether|when|if)\b|(?: possible| true)\b")
_MAY_BE_RIDDLES = frozenset({Kind.CHOICE, Kind.SHORT, Kind.FLASHCARD})
_COUNTS = listed("a an the each every any one no some most all many two three four several")
_DETERMINERS = _COUNTS | {
    "which", "what", "whose", "of", "in", "between", "by", "to", "with", "for", "from",
}  # fmt: skip
_IMPERATIVES = listed("name list give describe explain say tell state define identify")
_FRONTING = listed(
    "after before when while as although though during in with despite unlike by since if because "
    "on at upon until once like for through thanks besides apart other outside prior following"
)
_MONTHS = listed(
    "January February March April May June July August September October November December"
)
_NAME = re.compile(r"(?!^)(?<![.?!:“] )\b[A-Z][\w’'-]+")
_DEFINITE = re.compile(r"\b[Tt]he (?P<noun>[a-z]+)(?=\W|$)")
_ENDS_THERE = re.compile(
    r"(?:’s|'s)?(?:[ \n]*(?:[?.;!]|[,:](?! [A-Z“‘\"])|$)| (?:is|was|were|are|had|has|have|"
    r"did|do|does|will|would|can|"
    r"could|make|made|mak(?:es|ing)|sign(?:ed|s)?|starts?|started|begins?|began|begun|end(?:ed|s)?|"
    r"takes?|took|taken|wins?|won|lose|lost|want(?:ed)?|say|said|become|became|built|"
    r"die|died|found|sell|sold|buy|bought|go|went|change[ds]?|chang(?:es|ed)|happen(?:ed)?|produce|"
    r"release[ds]?|publish(?:ed)?|open(?:ed)?|close[ds]?|meet|met|agree[ds]?|decide[ds]?|"
    r"in (?:1|2)\d{3}|on [A-Z])\b)"
)
_INTRODUCED = re.compile(
    r"\b(?:an?|each|every|any|which|what|whose|whom?) (?!did|do|does|is|was)\w+ \w+ \w+", re.I
)
_OWNED = re.compile(r"\b\w+(?:’s|'s) ")
_NEEDS_A_NAME = listed(
    "treaty agreement declaration pact accord deal company firm organization organisation agency "
    "committee commission council jury band team club man woman boy girl couple author writer "
    "artist poet king queen president minister judge officer suspect victim player film movie show "
    "album painting photograph poem novel book war battle conflict revolution campaign election "
    "law project city town village region area country province district island building "
    "university "
    "college museum castle bridge ship experiment study survey article paper report document award "
    "prize match season tournament conference exhibition visit trip signing meeting event incident "
    "expedition attack mission operation speech decision proposal text passage leader "
    "speaker narrator"
)

RULES = (
    Rule(
        name="unresolved-reference",
        about="“He”, “this treaty” or “the company” stands where nothing says who or which is "
        "meant. In a month, without the text beside it, nobody can answer.",
        advice="Write the name instead.",
        find=_unresolved_reference,
        kinds=STATED,
        weight=Weight.WRONG,
        english=True,
        alone=True,
    ),
)
