"""Inflection: the forms of a verb and of a noun, as people write them today."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import ModuleType


def past(lemma: str) -> str:
    """Return the simple past of a verb; of *be* the singular, was."""
    return _verb(lemma, "VBD")


def participle(lemma: str) -> str:
    """Return the past participle: has *written*."""
    return _verb(lemma, "VBN")


def gerund(lemma: str) -> str:
    """Return the form in -ing."""
    return _verb(lemma, "VBG")


def third_person(lemma: str) -> str:
    """Return what he, she or it does in the present."""
    return _verb(lemma, "VBZ")


def verb_lemma(form: str) -> str:
    """Return the dictionary form; of several, the one that people mean most: found is find."""
    small = form.lower()
    return _LEMMAS.get(small) or _first(_tables().getLemma(small, "VERB"), small)


def plural(noun: str) -> str:
    """Return the plural of a noun or of a phrase: head of state is heads of state."""
    head, rest = _headed(noun)
    before, last = _last_word(head)
    return f"{before}{_plural_word(last)}{rest}"


def singular(noun: str) -> str:
    """Return the singular of a noun or of a phrase that ends in its head."""
    head, rest = _headed(noun)
    before, last = _last_word(head)
    return f"{before}{_singular_word(last)}{rest}"


def is_plural(noun: str) -> bool:
    """Tell whether the head of the phrase can only be a plural."""
    last = _last_word(_headed(noun)[0])[1].lower()
    if last in _SAME or last in _ALWAYS_SINGULAR:
        return False
    return last in _ALWAYS_PLURAL or _singular_word(last) != last


@cache
def _verb(lemma: str, tag: str) -> str:
    small = lemma.lower()
    if small in _FORMS and tag in _FORMS[small]:
        return _FORMS[small][tag]
    prefix, base = _prefixed(small)
    return prefix + _first(_tables().getInflection(base, tag, inflect_oov=True), base)


@cache
def _tables() -> ModuleType:
    """Return lemminflect, loaded by the first word: it brings spaCy, which pages do without."""
    return import_module("lemminflect")


def _first(forms: tuple[str, ...], instead: str) -> str:
    return forms[0] if forms else instead


def _prefixed(lemma: str) -> tuple[str, str]:
    """Take a prefix off that leaves the verb's forms as they are: re-read is as read."""
    before, hyphen, base = lemma.rpartition("-")
    return (before + hyphen, base) if hyphen and base else ("", lemma)


@cache
def _plural_word(word: str) -> str:
    small = word.lower()
    if small in _SAME | _ALWAYS_PLURAL or (small in _ALWAYS_SINGULAR):
        return word
    if small in _PLURALS:
        return _like(word, _PLURALS[small])
    for ending in ("woman", "man", "child", "foot", "tooth", "mouse", "goose"):
        if small.endswith(ending) and small not in _REGULAR:
            return word[: -len(ending)] + _like(word[-len(ending) :], _PLURALS[ending])
    if word.isupper() or any(one.isdigit() for one in word):
        return f"{word}s"
    known = _tables().getInflection(small, "NNS", inflect_oov=False)
    first = next((one for one in known if one != small), None)
    return _like(word, first) if first else _like(word, _regular_plural(small))


def _regular_plural(word: str) -> str:
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


@cache
def _singular_word(word: str) -> str:
    small = word.lower()
    if small in _SINGULARS:
        return _like(word, _SINGULARS[small])
    if small in _SAME | _ALWAYS_PLURAL | _ALWAYS_SINGULAR or word.isupper():
        return word
    if len(word) > 2 and word[:-1].isupper() and word[-1] == "s":
        return word[:-1]
    known = _tables().getLemma(small, "NOUN", lemmatize_oov=False)
    found = [one for one in known if one != small]
    if found and _plural_word(found[-1]) == small:
        return _like(word, found[-1])
    return _like(word, _regular_singular(small))


def _regular_singular(word: str) -> str:
    """Undo a regular plural; what only looks like one stays: the Alps' basis, a boss."""
    if word.endswith(("ss", "us", "is", "ics")) or not word.endswith("s") or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _headed(noun: str) -> tuple[str, str]:
    """Split a phrase before what follows its head: attorney | in fact; head | of state."""
    for joint in (" of ", " for ", " in ", " to ", " with ", " on ", " at ", "-in-", " from "):
        head, found, rest = noun.partition(joint)
        if found and head:
            return head, found + rest
    return noun, ""


def _last_word(phrase: str) -> tuple[str, str]:
    at = max(phrase.rfind(" "), phrase.rfind("-")) + 1
    return phrase[:at], phrase[at:]


def _like(model: str, word: str) -> str:
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


_FORMS: dict[str, dict[str, str]] = {
    "be": {"VBD": "was", "VBN": "been", "VBZ": "is", "VBG": "being"},
    "lie": {"VBD": "lay", "VBN": "lain"},
    "light": {"VBN": "lit"},
    "forecast": {"VBD": "forecast", "VBN": "forecast"},
    "broadcast": {"VBD": "broadcast", "VBN": "broadcast"},
    "quit": {"VBN": "quit"},
    "wake": {"VBN": "woken"},
    "weave": {"VBD": "wove"},
    "swell": {"VBN": "swollen"},
    "refer": {"VBD": "referred", "VBN": "referred", "VBG": "referring"},
    "tie": {"VBG": "tying"},
    "spread": {"VBD": "spread", "VBN": "spread"},
    "bear": {"VBD": "bore", "VBN": "borne"},
    "fit": {"VBD": "fitted", "VBN": "fitted"},
    "prove": {"VBN": "proved"},
    "bid": {"VBD": "bid", "VBN": "bid"},
    "offset": {"VBD": "offset", "VBN": "offset"},
    "overthrow": {"VBD": "overthrew", "VBN": "overthrown"},
    "withdraw": {"VBD": "withdrew", "VBN": "withdrawn"},
    "undergo": {"VBD": "underwent", "VBN": "undergone"},
}
_LEMMAS = {
    "lay": "lie", "found": "find", "left": "leave", "saw": "see", "bound": "bind", "felt": "feel",
    "wound": "wind", "fell": "fall", "rose": "rise", "ground": "grind", "'s": "be", "’s": "be",
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be",
    "n't": "not", "'ve": "have", "'re": "be", "'d": "have",
}  # fmt: skip
_PLURALS = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "foot": "feet",
    "tooth": "teeth", "mouse": "mice", "goose": "geese", "ox": "oxen", "index": "indexes",
    "penny": "pennies", "staff": "staffs", "cloth": "cloths", "leaf": "leaves", "half": "halves",
    "fungus": "fungi", "cactus": "cacti", "nucleus": "nuclei", "stimulus": "stimuli",
    "bacterium": "bacteria", "medium": "media", "genus": "genera", "hypothesis": "hypotheses",
    "roof": "roofs", "matrix": "matrices", "vertex": "vertices", "appendix": "appendices",
    "alumnus": "alumni", "larva": "larvae", "alga": "algae", "criterion": "criteria",
    "phenomenon": "phenomena", "gas": "gases", "bus": "buses", "corps": "corps",
    "passer-by": "passers-by",
}  # fmt: skip
_SINGULARS = {plural_: one for one, plural_ in _PLURALS.items()} | {
    "lenses": "lens", "leaves": "leaf", "data": "data", "indices": "index", "dice": "die",
    "movies": "movie", "cookies": "cookie", "species": "species", "ties": "tie", "lies": "lie",
    "pies": "pie", "shoes": "shoe", "series": "series", "axes": "axis", "bases": "base",
    "cases": "case", "houses": "house", "uses": "use", "causes": "cause", "calories": "calorie",
    "lens": "lens", "prairies": "prairie", "zombies": "zombie",
}  # fmt: skip
_SAME = frozenset(
    "series species sheep deer aircraft spacecraft hovercraft offspring salmon trout fish bison "
    "swine means crossroads headquarters Swiss Chinese Japanese Portuguese Vietnamese moose".split()
)
_ALWAYS_PLURAL = frozenset(
    "people police cattle scissors trousers glasses thanks goods clothes surroundings proceeds "
    "remains riches outskirts savings earnings troops".split()
)
_ALWAYS_SINGULAR = frozenset(
    "news mathematics physics economics politics statistics ethics linguistics genetics "
    "electronics gymnastics athletics measles mumps diabetes information evidence advice research "
    "knowledge progress equipment furniture data".split()
)
#: End in man or in child, but follow the rule.
_REGULAR = frozenset("german roman human ottoman norman shaman talisman caiman brahman".split())
