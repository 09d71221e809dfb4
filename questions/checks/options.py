"""Rules about the options of a choice question, each for itself and beside the others."""

import re
from collections.abc import Sequence

from questions.checks import mending
from questions.checks.rule import Flaw, Rule, Weight, quoted
from questions.checks.seen import Option, Seen
from questions.checks.values import is_numeric, number_of, range_of
from questions.checks.words import fold, initials, listed
from questions.model import Finding, Kind, Question

_CHOICE = frozenset({Kind.CHOICE})
_FEWEST_IN_ORDER = 3
_MUCH_LONGER = 1.6
_LONG = 30
_MANY_WORDS = 4
_IN_NAMES = listed("of on the de la le du van von der den and for in to al el di da")
_SAME_OPENING = 3


def _duplicate_option(seen: Seen) -> Flaw | None:
    known: list[Option] = []
    for option in seen.options:
        twin = next((one for one in known if option.text and _same(one, option)), None)
        if twin is not None:
            what = f"The options {quoted(twin.text)} and {quoted(option.text)} mean the same."
            return Flaw(what, (twin if twin.right < option.right else option).passage.place())
        known.append(option)
    return None


def _same(one: Option, other: Option) -> bool:
    """Tell whether two options say the same, one perhaps by its initials."""
    if fold(one.text) == fold(other.text):
        # Case and accents can be what is asked: mm and Mm, sin x and Sin X.
        return one.text == other.text or max(len(one.text), len(other.text)) > 3
    short, long = sorted((_ARTICLE.sub("", one.text), _ARTICLE.sub("", other.text)), key=len)
    letters = short.replace(".", "")
    if not (letters.isupper() and letters.isalpha() and 1 < len(letters) < 8):
        return False
    words = re.findall(r"[^\W\d_]+", long)
    return len(words) > 1 and initials(words) == letters and not long.isupper()


def _drop_option(question: Question, finding: Finding, _: str | None) -> Question | None:
    return mending.without_choice(question, mending.index_of(finding, "choices"))


def _overlapping_options(seen: Seen) -> Flaw | None:
    if seen.question.multiple:
        return None
    ranges = [(one, range_of(one.text)) for one in seen.options]
    for number, (option, reach) in enumerate(ranges):
        for other, also in ranges[:number]:
            if (reach and also and reach.meets(also)) or _holds(option, other):
                what = f"The options {quoted(other.text)} and {quoted(option.text)} overlap."
                return Flaw(what, option.passage.place())
    return None


def _holds(one: Option, other: Option) -> bool:
    """Tell whether an option is one of the things that another joins by *and* or *or*."""
    for joined, single in ((one.text, other.text), (other.text, one.text)):
        parts = [fold(part) for part in _JOINED.split(" ".join(joined.split()))]
        if (
            len(parts) > 1
            and not is_numeric(joined)
            and fold(single) in parts
            and not _TITLE.match(joined)
        ):
            return True
    return False


def _longest_option(seen: Seen) -> Flaw | None:
    right = [one for one in seen.options if one.right]
    wrong = [len(one.text) for one in seen.options if not one.right]
    if len(right) != 1 or len(wrong) < 2:
        return None
    length = len(right[0].text)
    if _is_name(right[0].text) or len(right[0].passage.words) < _MANY_WORDS:
        return None
    if length > _LONG and length > _MUCH_LONGER * max(wrong):
        what = "The right option is much longer than the others and gives itself away."
        return Flaw(what, right[0].passage.place())
    return None


def _is_name(text: str) -> bool:
    """Tell whether the words are a name, whose length nobody chose."""
    return all(not word[0].islower() or word in _IN_NAMES for word in text.split())


def _all_of_the_above(seen: Seen) -> Flaw | None:
    letters = sum(bool(_LETTERS.fullmatch(one.text)) for one in seen.options)
    for option in seen.options:
        text = " ".join(option.text.split())
        if _ABOUT_OTHERS.fullmatch(text) or (not letters and _BY_LETTER.fullmatch(text)):
            return Flaw(f"{quoted(option.text)} speaks of the other options.",
                        option.passage.place())  # fmt: skip
    return None


def _two_options(seen: Seen) -> Flaw | None:
    if len(seen.options) != 2 or seen.question.multiple:
        return None
    return Flaw("It has only two options, so that half of all guesses are right.")


def _as_statement(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Make a true/false question of a statement with the options true and false."""
    right = [fold(one.text) for one in question.choices if one.fraction > 0]
    if {fold(one.text) for one in question.choices} != {"true", "false"} or len(right) != 1:
        return None
    stem = _TRUE_OR_FALSE.sub("", question.stem).strip()
    if not stem or stem.endswith("?"):
        return None
    answers = [{"text": right[0]}]
    changes = {"kind": Kind.TRUEFALSE, "stem": stem, "choices": (), "answers": answers}
    return mending.revised(question, changes)


def _numbers_out_of_order(seen: Seen) -> Flaw | None:
    values = [number_of(one.text) for one in seen.options]
    told = [value for value in values if value is not None]
    if len(told) < _FEWEST_IN_ORDER or len(told) < len(values):
        return None
    if told in (sorted(told), sorted(told, reverse=True)):
        return None
    return Flaw("The numbers are not in order, which costs reading and tests nothing.")


def _in_order(question: Question, finding: Finding, _: str | None) -> Question | None:
    values = [number_of(one.text) for one in question.choices]
    if any(value is None for value in values):
        return None
    ranked = sorted(range(len(values)), key=lambda at: (values[at] or 0.0, at))
    return mending.revised(question, {"choices": tuple(question.choices[at] for at in ranked)})


def _several_right_options(seen: Seen) -> Flaw | None:
    right = [one for one in seen.options if one.right]
    if seen.question.multiple or len(right) < 2:
        return None
    what = f"{len(right)} options are right, but only one can be picked."
    return Flaw(what, right[1].passage.place())


def _pick_several(question: Question, finding: Finding, _: str | None) -> Question | None:
    return mending.revised(question, {"multiple": True})


def _empty_option(seen: Seen) -> Flaw | None:
    for option in seen.options:
        if not option.text:
            return Flaw("There is an option with nothing to read.", option.passage.place())
    left, right, items = seen.lists
    written = [pair.left for pair in seen.question.pairs]
    for number, one in enumerate(left):
        if not one.text.strip() and written[number] is not None:
            return Flaw("One side of a pair is empty.", one.place())
    for one in (*right, *items):
        if not one.text.strip():
            return Flaw("There is a place with nothing to read.", one.place())
    return None


def _repeated_opening(seen: Seen) -> Flaw | None:
    opening = _common_opening([one.text.split() for one in seen.options])
    if len(seen.options) < 3 or len(opening) < _SAME_OPENING or _is_title(opening):
        return None
    what = f"Every option begins with {quoted(' '.join(opening))}."
    return Flaw(what, seen.options[0].passage.place())


def _common_opening(options: Sequence[Sequence[str]]) -> list[str]:
    same: list[str] = []
    for words in zip(*options, strict=False):
        if len({word.lower() for word in words}) > 1:
            break
        same.append(words[0])
    return same


def _is_title(words: Sequence[str]) -> bool:
    """Tell a name that options share (The Lord of the Rings) from words that could be said once."""
    return any(word[:1].isupper() for word in words[1:]) or any(
        word[:1].isdigit() for word in words
    )


_ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)
_JOINED = re.compile(r",? (?:and|or|&|as well as) |, ", re.IGNORECASE)
_TITLE = re.compile(r"[“\"‘']")
_ABOUT_OTHERS = re.compile(
    r"(?:all|none|any|both|neither|some|most|either)(?: of)?(?: the| these| those| them)?"
    r"(?: (?:above|these|those|them|others?|following|answers?|options?|choices?|"
    r"statements?|listed|"
    r"previous|preceding|is|are|correct|true|right|wrong|false)){1,5}\W{0,3}"
    r"|(?:all|none|both|neither)(?: of)? (?:these|those|them|the above)\W{0,3}",
    re.IGNORECASE,
)
_BY_LETTER = re.compile(
    r"(?:[Bb]oth |[Oo]nly |[Nn]either )?\(?[A-Ha-h1-8]\)?(?:, ?\(?[A-Ha-h1-8]\)?){0,6},? "
    r"(?:and|or|nor|&) "
    r"\(?[A-Ha-h1-8]\)?(?: only| above| are correct)?[.)]?"
)
# Vitamins and blood groups are letters that name no option.
_LETTERS = re.compile(
    r"(?:only )?(?:[A-Z],? ?){1,3}(?: only)?|(?:[A-Z], ){2,}[A-Z]? ?(?:and|or) [A-Z]"
)
_TRUE_OR_FALSE = re.compile(
    r"\W{0,3}\b(?:[Tt]rue or [Ff]alse|[Tt]/[Ff])\b\W{0,4}$|^(?:[Tt]rue or [Ff]alse|"
    r"T/F)\b[\s:.,?—-]{0,4}"
)

RULES = (
    Rule(
        name="duplicate-option",
        about="Two options say the same, perhaps one by its initials or without its article: "
        "neither can be the only right one.",
        advice="Take one out.",
        find=_duplicate_option,
        kinds=_CHOICE,
        weight=Weight.WRONG,
        mend=_drop_option,
    ),
    Rule(
        name="overlapping-options",
        about="10-20 and 20-30, more than 5 and more than 10, or oxygen beside oxygen and "
        "hydrogen: "
        "two options can be right at once.",
        advice="Draw the options apart.",
        find=_overlapping_options,
        kinds=_CHOICE,
        weight=Weight.WRONG,
        english=True,
    ),
    Rule(
        name="longest-option",
        about="The right option is more than 1.6 times as long as any other: careful writing gives "
        "it away.",
        advice="Shorten it, or say as much in the others.",
        find=_longest_option,
        kinds=_CHOICE,
        weight=Weight.CUE,
    ),
    Rule(
        name="all-of-the-above",
        about="“All of the above”, “none of these” or “A and C” can be guessed from the other "
        "options, and shuffling breaks it.",
        advice="Replace it with a real option.",
        find=_all_of_the_above,
        kinds=_CHOICE,
        english=True,
        mend=_drop_option,
    ),
    Rule(
        name="two-options",
        about="Half of all guesses are right.",
        advice="Add a plausible third option, or ask for a typed answer.",
        find=_two_options,
        kinds=_CHOICE,
        mend=_as_statement,
    ),
    Rule(
        name="numbers-out-of-order",
        about="Numbers as options are easier to read in order.",
        advice="Sort them.",
        find=_numbers_out_of_order,
        kinds=_CHOICE,
        mend=_in_order,
    ),
    Rule(
        name="several-right-options",
        about="More than one option is right where one is to be picked.",
        advice="Allow several to be picked, or leave one right.",
        find=_several_right_options,
        kinds=_CHOICE,
        weight=Weight.WRONG,
        mend=_pick_several,
    ),
    Rule(
        name="empty-option",
        about="An option, an item or a side of a pair has nothing to read.",
        advice="Fill it or take it out.",
        find=_empty_option,
        kinds=_CHOICE | {Kind.MATCHING, Kind.ORDERING},
        weight=Weight.WRONG,
        mend=_drop_option,
    ),
    Rule(
        name="repeated-opening",
        about="What every option begins with is read three or four times.",
        advice="Say it once, in the question.",
        find=_repeated_opening,
        kinds=_CHOICE,
    ),
)
