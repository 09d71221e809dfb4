"""Rules about options that differ in form, so that the right one is known without knowledge."""

import re

from questions.checks import mending
from questions.checks.passages import BLANK, FORMULA, PICTURE
from questions.checks.rule import Flaw, Rule, Weight, quoted
from questions.checks.seen import Option, Seen
from questions.checks.values import is_numeric
from questions.checks.words import is_quoted, root, telling
from questions.model import Finding, Kind, Question

_A_SENTENCE = 4
_CHOICE = frozenset({Kind.CHOICE})


def _key(seen: Seen) -> Option | None:
    """Return the only right option among at least two wrong ones."""
    right = [one for one in seen.options if one.right]
    return right[0] if len(right) == 1 and len(seen.options) > 2 else None


def _grammatical_cue(seen: Seen) -> Flaw | None:
    key = _key(seen)
    if key is None:
        return None
    found = _ARTICLE_LAST.search(seen.stem.text)
    if found:
        fits = [_takes_an(one.text) is (found["article"].lower() == "an") for one in seen.options]
        if not all(fits) and fits[seen.options.index(key)]:
            odd = seen.options[fits.index(False)]
            what = f"{quoted(found['article'])} does not go with {quoted(odd.text)}."
            return Flaw(what, seen.stem.at(found, "article"))
    return _number_cue(seen, key)


def _number_cue(seen: Seen, key: Option) -> Flaw | None:
    """Find a plural in the question that only the right option agrees with."""
    found = _PLURAL.match(seen.stem.text)
    if not found or not _is_plural(key.text):
        return None
    if any(_is_plural(one.text) for one in seen.options if one is not key):
        return None
    return Flaw("Only the right option is in the plural that the question asks for.",
                seen.stem.at(found, "verb"))  # fmt: skip


def _is_plural(text: str) -> bool:
    words = re.findall(r"[\w’'-]+", text)
    if " and " in text or "," in text:
        return True
    last = words[-1] if words else ""
    return last.endswith("s") and last[:1].islower() and not last.endswith(("ss", "us", "is"))


def _takes_an(text: str) -> bool | None:
    """Tell whether *an* goes before the words; None where *a* and *an* do not matter."""
    word = re.match(r"[\W_]*([^\W\d_]+)", text)
    if (
        word is None
        or re.match(r"[\W_]*\d", text)
        or re.match(r"(?:an?|the)\b", text, re.IGNORECASE)
    ):
        return None
    sound = word[1]
    if (sound.isupper() and len(sound) < 4) or len(sound) == 1:
        return sound[0] in "AEFHILMNORSXaefhilmnorsx"
    small = sound.lower()
    if small.startswith(_SILENT_H):
        return True
    return small[0] in "aeiou" and not small.startswith(_LIKE_YOU)


def _either_article(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Write a(n), which goes with every option."""

    def both(words: str) -> str:
        return {"a": "a(n)", "an": "a(n)"}.get(words, words)

    mended = mending.changed(question, finding, both)
    return mended if mended and mended.stem != question.stem else None


def _echoed_stem(seen: Seen) -> Flaw | None:
    key = _key(seen)
    if key is None:
        return None
    stem = {root(word[0]) for word in telling(seen.stem)}
    wrong = {
        root(word[0]) for one in seen.options if one is not key for word in telling(one.passage)
    }
    for word in telling(key.passage):
        if len(word[0]) > 3 and not word[0].isdigit() and root(word[0]) in stem - wrong:
            what = f"{quoted(word[0])} stands in the question and in the right option alone."
            return Flaw(what, key.passage.at(word))
    return None


def _absolute_word(seen: Seen) -> Flaw | None:
    if seen.kind is Kind.TRUEFALSE:
        return _absolute_statement(seen)
    key = _key(seen)
    if key is None or _ABSOLUTE.search(key.text):
        return None
    for option in seen.options:
        if found := _ABSOLUTE.search(option.passage.text):
            what = f"{quoted(found[0])} is seldom right, and only wrong options say it."
            return Flaw(what, option.passage.at(found))
    return None


def _absolute_statement(seen: Seen) -> Flaw | None:
    found = _ABSOLUTE.search(seen.stem.text)
    if not found or seen.question.answers[0].text != "false":
        return None
    if is_quoted(seen.stem.text[: found.start()]):
        return None
    return Flaw(f"{quoted(found[0])} tells that the statement is false.", seen.stem.at(found))


def _mixed_options(seen: Seen) -> Flaw | None:
    """Find numbers among words."""
    options = [one for one in seen.options if one.text and not _is_neutral(one)]
    numeric = [one for one in options if is_numeric(one.text)]
    worded = [one for one in options if not is_numeric(one.text)]
    if not numeric or not worded or any(re.search(r"\d", one.text) for one in worded):
        return None
    if len(options) < 3 or any(_ABOUT.search(one.text) for one in worded):
        return None
    odd = min((numeric, worded), key=len)[0]
    return Flaw(
        f"{quoted(odd.text)} is of another kind than the other options.", odd.passage.place()
    )


def _is_neutral(option: Option) -> bool:
    """Tell what goes with numbers and with names: none, both, whole sentences, formulas."""
    lengthy = len(option.passage.words) > _A_SENTENCE
    return lengthy or _is_drawn(option) or bool(_NEUTRAL.match(option.text))


def _is_drawn(option: Option) -> bool:
    return FORMULA in option.text or PICTURE in option.text


def _mixed_format(seen: Seen) -> Flaw | None:
    options = [one for one in seen.options if one.text and not _is_drawn(one)]
    options = [one for one in options if not _OF_OTHERS.match(one.text)]
    if len(options) < 3:
        return None
    for differs, what in _FORMATS:
        marked = [one for one in options if differs(one.text)]
        plain = [one for one in options if not differs(one.text)]
        odd = min((marked, plain), key=len)
        if differs is _begins_small and odd is not marked:
            continue
        if len(odd) == 1 and (differs is _ends_with_stop or odd[0].right):
            if differs is _has_article and not _could_have_it(odd[0], options):
                continue
            return Flaw(f"{quoted(odd[0].text)} {what}.", odd[0].passage.place())
    return None


def _could_have_it(odd: Option, options: list[Option]) -> bool:
    """Tell whether another option has the same noun, so that it could have the article too."""
    words = _without_article(odd.text)
    others = [_without_article(one.text) for one in options if one is not odd]
    return any(words[0] == one[0] or words[-1] == one[-1] for one in others)


def _without_article(text: str) -> list[str]:
    return re.sub(r"^(?:the|an?) ", "", text.lower()).split() or [""]


def _ends_with_stop(text: str) -> bool:
    return text.endswith(".") and not _ABBREVIATED.search(text)


def _begins_small(text: str) -> bool:
    return text[:1].isalpha() and text.islower()


def _has_article(text: str) -> bool:
    return bool(re.match(r"(?:the|an?) ", text, re.IGNORECASE))


def _has_preposition(text: str) -> bool:
    return bool(re.match(r"(?:in|on|about|since|by) (?:the )?\d", text, re.IGNORECASE))


def _is_quoted_whole(text: str) -> bool:
    return text[:1] in '“"‘«' and text[-1:] in '”"’»'


def _like_the_others(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Take the points at the ends away; what else differs needs a person."""
    if "point" not in finding.reason:
        return None
    choices = [
        one.model_copy(update={"text": one.text.rstrip()[:-1]})
        if _ends_with_stop(one.text.rstrip())
        else one
        for one in question.choices
    ]
    return mending.revised(question, {"choices": [one.model_dump() for one in choices]})


_ARTICLE_LAST = re.compile(rf"\b(?P<article>an?)(?:\s*(?:[:…_{BLANK}.]|\.\.\.)*)\s*$")
_LIKE_YOU = ("uni", "use", "usu", "eu", "one", "once", "uti", "ura", "ube", "ufo", "ukr")
_SILENT_H = ("hour", "honest", "honor", "honour", "heir")
_PLURAL = re.compile(r"(?:Which|What) (?:[\w’-]+ ){0,3}?(?P<verb>are|were)\b")
_ABSOLUTE = re.compile(
    r"(?<!lmost )(?<!early )\b(?:[Aa]lways|[Nn]ever|[Cc]ompletely|[Ee]ntirely|[Aa]bsolutely|"
    r"[Tt]otally|[Ee]xclusively|"
    r"[Ii]nvariably|[Uu]nder no circumstances|[Ii]n all cases|[Ii]n every case|[Nn]o one ever)\b"
    r"(?! [A-Z])"
)
_ABOUT = re.compile(
    r"\b(?:above|these|known|enough|determined|depends|listed|unknown|data)\b", re.IGNORECASE
)
_NEUTRAL = re.compile(
    r"(?:none|no|both|neither|never|all|any|undefined|unlimited|infinite|infinity|pi|π|e|aleph|x|n|half|full|double|single)\b"
    r"|(?:it|there|they|this|we|you) |.*\b(?:first|second|third|fourth|fifth|last)\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"(?:all|none|both|neither|any) of (?:the|these|them|those)\b", re.IGNORECASE
)
_ABBREVIATED = re.compile(
    r"(?:\b[A-Za-z]|\b(?:Jr|Sr|Inc|Ltd|Co|Corp|etc|St|Mt|Dr|Mr|no|vol|al))\.$|\.\.\.$"
)
_FORMATS = (
    (_ends_with_stop, "does not agree with the others about the point at its end"),
    (_begins_small, "does not agree with the others about its first letter"),
    (_has_article, "does not agree with the others about its article"),
    (_has_preposition, "does not agree with the others about the word before its number"),
    (_is_quoted_whole, "does not agree with the others about its quotation marks"),
)

RULES = (
    Rule(
        name="grammatical-cue",
        about="“An” before the options, or a plural in the question, goes with the right "
        "one alone.",
        advice="Write a(n), or give the options one form.",
        find=_grammatical_cue,
        kinds=_CHOICE,
        weight=Weight.CUE,
        english=True,
        mend=_either_article,
    ),
    Rule(
        name="echoed-stem",
        about="A telling word of the question comes back in the right option and in no other.",
        advice="Use another word, or use it in the other options too.",
        find=_echoed_stem,
        kinds=_CHOICE,
        weight=Weight.CUE,
    ),
    Rule(
        name="absolute-word",
        about="“Always”, “never” or “completely” in wrong options or in a false statement: what "
        "allows no exception is seldom true, and everybody knows it.",
        advice="Say it without that word.",
        find=_absolute_word,
        kinds=_CHOICE | {Kind.TRUEFALSE},
        weight=Weight.CUE,
        english=True,
    ),
    Rule(
        name="mixed-options",
        about="A number among names, or a name among numbers, can be left out without knowledge.",
        advice="Give options of one kind.",
        find=_mixed_options,
        kinds=_CHOICE,
        weight=Weight.CUE,
        english=True,
    ),
    Rule(
        name="mixed-format",
        about="The right option alone has an article, a small letter or quotation marks, or one "
        "option alone a point at its end.",
        advice="Write all options alike.",
        find=_mixed_format,
        kinds=_CHOICE,
        weight=Weight.CUE,
        mend=_like_the_others,
    ),
)
