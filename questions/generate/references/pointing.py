"""Words that point to something outside their sentence and that nothing can be put for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from questions.generate.reading import Open, end_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_QUANTIFIERS = frozenset(
    "some many several most few all one none each others both neither either two three four five "
    "six seven eight nine ten half another".split()
)
_LATER = frozenset("second third fourth fifth sixth final next".split())
_MEMBERS = frozenset(
    "factor reason type kind way step stage phase method form group category class theory rule law "
    "problem advantage disadvantage approach point example question principle component element "
    "part aspect characteristic feature function mechanism condition criterion source cause effect "
    "model option assumption argument difference".split()
)
_DEMONSTRATIVES = frozenset({"this", "that", "these", "those"})
_NARROWING = frozenset({"of", "who", "that", "which", "in", "with", "from", "whose", "at", "on",
                        "for", "to", "whom", "under", "by", "between"})  # fmt: skip


def pointing(doc: Doc) -> Iterator[Open]:
    """Yield the words of a sentence that only what came before can explain."""
    for token in doc:
        if reason := _reason(token):
            yield Open(token.idx, end_of(token), f"“{token.text}” {reason}")


def _reason(token: Token) -> str | None:
    word = token.lower_
    if word in _DEMONSTRATIVES:
        return "stands for something said before" if _is_bare_this(token) else None
    if (rule := _RULES.get(word)) and not rule(token):
        return "compares with something said before"
    if word in _QUANTIFIERS and _is_alone(token):
        return "leaves open of what"
    if word in _LATER and _is_counted(token):
        return "counts on from something said before"
    return None


def _is_bare_this(token: Token) -> bool:
    """Tell a *this* that stands alone from *this treaty*, *that he came* and *those who*."""
    if token.tag_ not in {"DT", "PRP"} or token.dep_ in {"det", "mark", "predet"}:
        return False
    after = _after(token)
    if after in _NARROWING or token.dep_ in {"advmod", "intj"}:
        return False
    return not any(child.dep_ in {"relcl", "acl"} for child in token.children)


def _is_alone(token: Token) -> bool:
    """Tell whether a number or quantifier is itself the subject or object: *Three were killed*."""
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj"} or token.pos_ in {"NOUN", "PROPN"}:
        return False
    if token.ent_type_ in {"DATE", "MONEY", "PERCENT", "TIME", "QUANTITY"}:
        return False
    after = {"of", "another", "other", "the", "who", "that", "more", "million", "billion", "%"}
    if token.head.dep_ not in {"ROOT", "conj"}:
        return False
    joined = any(child.dep_ in {"prep", "relcl", "acl", "conj"} for child in token.children)
    listed = any(one.lower_ in {"and", "or"} for one in token.doc[max(0, token.i - 2) : token.i])
    return _after(token) not in after and not joined and not listed


def _is_counted(token: Token) -> bool:
    """Tell *The second factor* that opens a sentence from *the second century* and a name."""
    counted = token.dep_ == "amod" and token.head.dep_ in {"nsubj", "nsubjpass"}
    opens = token.i == 1 and token.nbor(-1).lower_ in {"the", "a"} and token.is_lower
    return counted and opens and token.head.lower_ in _MEMBERS


def _after(token: Token) -> str:
    following = token.doc[token.i + 1 : token.i + 2]
    return following[0].lower_ if len(following) else ""


def _before(token: Token, count: int) -> Iterator[str]:
    return (one.lower_ for one in token.doc[max(0, token.i - count) : token.i])


def _rest(token: Token) -> Iterator[str]:
    return (one.lower_ for one in token.doc[token.i + 1 :])


def _never(token: Token) -> bool:
    return False


def _joins(token: Token) -> bool:
    """Tell whether *both* comes with the two things that it joins, or says of which it is."""
    for after in token.doc[token.i + 1 : token.i + 10]:
        if after.lower_ in {"and", "of"}:
            return True
        if after.tag_ in _FINITE or (after.tag_ == "NNS" and after.nbor(-1).i == token.i):
            return False
    return False


_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def _is_ranged(token: Token) -> bool:
    """Tell whether *other* follows what it adds to: Iran's other partners, tea and other herbs."""
    near = {"and", "or", "each", "’s", "'s", "any", "no", "every", "many", "among", "its", "their"}
    listed = sum(one.pos_ == "PROPN" for one in token.doc[: token.i]) > 1 and token.i > 4
    return (
        listed
        or bool(near & set(_before(token, 3)))
        or _after(token) == "than"
        or "than" in _rest(token)
    )


def _is_adverb_of_place(token: Token) -> bool:
    """Tell whether *here* or *there* points: *there is* does not."""
    return token.dep_ == "expl" or token.tag_ == "EX"


def _is_before_noun(token: Token) -> bool:
    """Tell *the former king* from *the former*."""
    return token.i + 1 < len(token.doc) and token.nbor().pos_ in {"NOUN", "PROPN", "ADJ"}


_NEAR = 8  # tokens, within which what is compared is told
_FAR_IN = 4  # tokens, behind which the sentence itself may tell what something results from
_RULES: dict[str, Callable[[Token], bool]] = {
    "another": lambda token: "one" in _before(token, 8),
    "latter": _is_before_noun,
    "former": _is_before_noun,
    "nearby": _never,
    "here": _never,
    "elsewhere": _never,
    "aforementioned": _never,
    "there": _is_adverb_of_place,
    "both": _joins,
    "other": _is_ranged,
    "others": _is_ranged,
    "same": lambda token: bool({"as", "that", "time", "way"} & set(islice(_rest(token), _NEAR))),
    "such": lambda token: _after(token) == "as" or "as" in _before(token, 1),
    "similar": lambda token: _after(token) == "to" or token.dep_ != "amod",
    "similarly": _never,
    "likewise": _never,
    "respectively": lambda token: "and" in _before(token, 30),
    "following": lambda token: token.tag_ not in {"JJ", "VBG"} or token.dep_ != "amod",
    "previous": lambda token: "’s" in _before(token, 3) or "'s" in _before(token, 3),
    "preceding": _never,
    "subsequent": lambda token: _after(token) == "to",
    "different": lambda token: "a" not in _before(token, 1)
    or bool({"from", "than", "to"} & set(_rest(token)))
    or bool({"each", "every", "one"} & {one.lower_ for one in token.doc[: token.i]}),
    "resulting": lambda token: token.dep_ != "amod" or token.i > _FAR_IN,
    "related": lambda token: _after(token) == "to" or not {"a", "another"} & set(_before(token, 1)),
    "corresponding": lambda token: _after(token) == "to",
    "one": lambda token: token.tag_ not in {"NN", "PRP"} or token.dep_ not in {
        "dobj", "pobj", "attr"} or _after(token) in _NARROWING,
    "ones": lambda token: _after(token) in _NARROWING,
    "so": lambda token: token.head.lemma_ != "do" or token.dep_ not in {"advmod", "dobj"}
    or _after(token) in {"that", "far", "much", "many", "as", "called"},
    "therein": _never,
    "thereof": _never,
    "thereby": lambda token: token.i > 3,
    "hereby": _never,
}  # fmt: skip
