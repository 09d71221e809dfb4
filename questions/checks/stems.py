"""Rules about how a question is asked."""

import re

from questions.checks import mending
from questions.checks.passages import BLANK, Passage
from questions.checks.rule import (
    ASKED,
    CARDS,
    STATED,
    TYPED,
    Flaw,
    Rule,
    Weight,
    quoted,
)  # fmt: skip
from questions.checks.seen import Seen
from questions.checks.words import is_quoted
from questions.model import Finding, Kind, Question
from questions.text import Block, sentences

_LONGEST = {Kind.CHOICE: 60, Kind.GAPS: 80}
_LONGEST_CARD = 30
_MOST_SENTENCES = {Kind.TRUEFALSE: 1, Kind.CHOICE: 4, Kind.GAPS: 8}


def _vague_question(seen: Seen) -> Flaw | None:
    stem = seen.asked
    if found := _VAGUE.match(stem.text.strip()):
        return Flaw(f"Many answers would fit {quoted(found[0])}.", stem.place())
    if seen.kind in {Kind.SHORT, Kind.NUMERIC} and _ASKING.match(stem.text) and len(stem.words) < 3:
        return Flaw("The question is too short to have only one answer.", stem.place())
    return None


def _long_stem(seen: Seen) -> Flaw | None:
    stem = seen.asked
    length = len(stem.words) + stem.text.count(BLANK)
    if length <= _LONGEST.get(seen.kind, _LONGEST_CARD):
        return None
    return Flaw(f"It has {length} words: long for one question.", stem.place())


def _several_sentences(seen: Seen) -> Flaw | None:
    stem = seen.stem
    if not _STOP.search(stem.text):
        return None
    text = stem.text.replace(BLANK, "X")
    found = sentences(text, [Block("paragraph", 0, 0, len(text))])
    if len(found) <= _MOST_SENTENCES.get(seen.kind, 2):
        return None
    return Flaw(f"It has {len(found)} sentences.", stem.place(found[0].start, found[-1].end))


def _two_questions(seen: Seen) -> Flaw | None:
    stem = seen.asked
    for found in _SECOND_QUESTION.finditer(stem.text):
        before = stem.text[: found.start()]
        asks = _WH_FIRST.search(before)
        if asks and not is_quoted(before) and not _INSIDE.search(before, asks.end()):
            return Flaw(f"It asks for two things: {quoted(found[0].strip())}.", stem.at(found))
    ends = [one for one in _MARK.finditer(stem.text) if not is_quoted(stem.text[: one.start()])]
    if len(ends) < 2:
        return None
    return Flaw("It has two question marks.", stem.at(ends[1]))


def _no_question_mark(seen: Seen) -> Flaw | None:
    stem = seen.asked
    text = stem.text.rstrip()
    if "?" in text or text.endswith((":", "…", "...", "_", BLANK)) or not _ASKS.match(text):
        return None
    last = len(text)
    start = last - 1 if text.endswith((".", ",", "!")) else last
    what = "It begins like a question, but does not end like one."
    return Flaw(what, stem.place(start, last))


def _with_question_mark(question: Question, finding: Finding, _: str | None) -> Question | None:
    return mending.changed(question, finding, lambda _words: "?")


def _yes_no_question(seen: Seen) -> Flaw | None:
    if not _AUXILIARY_FIRST.match(seen.asked.text.lstrip()):
        return None
    for side in seen.sides:
        if any(_YES_NO.match(one.text) for one in side.wanted):
            return Flaw("It can be answered with yes or no.", seen.asked.place())
    return None


def _negative_stem(seen: Seen) -> Flaw | None:
    stem = seen.asked
    for found in _NEGATION.finditer(stem.text):
        before = stem.text[: found.start()]
        if is_quoted(before) or _NO_REVERSAL.match(stem.text, found.end()):
            continue
        if " until " in stem.text[found.end() :]:
            continue
        if not _WHY.match(stem.text) and not _WHETHER.search(before):
            return Flaw(f"{quoted(found[0])} turns the question round and is easily overread.",
                        stem.at(found))  # fmt: skip
    return None


def _in_capitals(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Write the negation so that it is seen: is NOT, EXCEPT."""
    return mending.changed(question, finding, _stressed)


def _stressed(words: str) -> str:
    full = re.sub(
        r"^(ca|wo)n[’']t$", lambda found: {"ca": "can", "wo": "will"}[found[1]] + " NOT", words
    )
    full = re.sub(r"n[’']t$", " NOT", full)
    full = re.sub(r"^cannot$", "can NOT", full)
    return full.upper() if full in {"not", "except"} else full


def _negative_statement(seen: Seen) -> Flaw | None:
    stem = seen.stem
    for found in _NEGATION.finditer(stem.text):
        if is_quoted(stem.text[: found.start()]) or _NO_REVERSAL.match(stem.text, found.end()):
            continue
        if found[0] != "except" and " until " not in stem.text[found.end() :]:
            return Flaw(
                f"To call a statement with {quoted(found[0])} false is to deny twice.",
                stem.at(found),
            )
    return None


def _stated_positively(question: Question, finding: Finding, _: str | None) -> Question | None:
    """Take *not* out and turn the answer round, where no verb changes its form."""
    start = finding.start or 0
    if finding.field != "stem" or not _PLAIN_NOT.search(question.stem[:start]):
        return None
    if question.stem[start : finding.end] != "not" or len(_NEGATION.findall(question.stem)) > 1:
        return None
    stem = question.stem[:start].rstrip() + question.stem[finding.end :]
    first, *others = question.answers
    text = {"true": "false", "false": "true"}[first.text]
    others = [one for one in others if one.text != text]
    return mending.revised(
        question, {"stem": stem, "answers": (first.model_copy(update={"text": text}), *others)}
    )


def _double_negative(seen: Seen) -> Flaw | None:
    stem = seen.asked
    found = _denials(stem)
    if len(found) > 1 and not _STOP.search(stem.text, found[0].end(), found[1].start() + 1):
        told = " … ".join(one[0] for one in found[:2])
        return Flaw(f"It denies twice: {quoted(told)}.",
                    stem.place(found[0].start(), found[1].end()))  # fmt: skip
    if not found or found[0][0].lower() not in {"not", "except"}:
        return None
    for option in seen.options:
        if denied := next(iter(_denials(option.passage)), None):
            what = f"The question denies, and so does the option {quoted(option.text)}."
            return Flaw(what, option.passage.at(denied))
    return None


def _denials(passage: Passage) -> list[re.Match[str]]:
    """List what denies: *neither* with its *nor* counts once, *not only* not at all."""
    found = [
        one
        for one in _DENIAL.finditer(passage.text)
        if not is_quoted(passage.text[: one.start()])
        and not _NO_REVERSAL.match(passage.text, one.end())
    ]
    paired = any(one[0].lower() == "neither" for one in found)
    return [one for one in found if not (paired and one[0] == "nor")]


_ASKING = re.compile(r"\s*(?:Who|Whom|Whose|What|Which|Where|When|Why|How)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"What (?:did|does|do|has|have|had|is|was|were|are|will|can) (?:[^\s?]+ ){1,6}?(?<! to "
    r")(?:do|make|made|have|"
    r"include|contain|involve|say|said|mention|discuss|describe|done|doing|like)\?$"
    r"|What happened(?: (?:in|at|on|to|with|during|after|before) (?:[^\s?]+ ?){1,3})?\?$"
    r"|What (?:is|was|are|were) (?:so )?(?:important|special|interesting|significant|true|notable|"
    r"remarkable|known|unusual|different) about [^?]{1,80}\?$"
    r"|(?:Tell|Write|Say|Talk)(?: me| us)?(?: something| everything)? about [^.?]{1,80}[.?]?$"
    r"|(?:Describe|Discuss|Comment on|Elaborate on) [^.?]{1,80}[.?]?$"
    r"|(?:What|How) about [^?]{1,80}\?$|What (?:is|was) (?:it|that|this)\?$"
    r"|What do you (?:know|think|remember) (?:about|of) [^?]{1,80}\?$"
)
_STOP = re.compile(r"[.!?\u3002\uff01\uff1f][\"”’)]*\s+\S|[\u3002\uff01\uff1f]\S")
_MARK = re.compile(r"\?(?=\W|$)(?!\?)")
_WH_FIRST = re.compile(
    r"(?:^|[.!?,] )\W*(?:\w+ )?(?i:who|whom|whose|what|which|where|when|why|how)\b"
)
_SECOND_QUESTION = re.compile(
    r"(?<=[\w,”)]) (?:and|or) (?:(?:in|on|at|for|to|from|by) )?"
    r"(?:when|where|who|whom|why|how|what|which|whose)\b(?! not\b)"
)
# "Who discovered how and why": the second question word belongs to what was discovered.
_INSIDE = re.compile(r"\b(?:both|when|where|who|whom|why|how|what|which|whose|that)\b")
_AUXILIARY = r"(?:is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|may|might)"
_ASKS = re.compile(
    rf"[“\"(]*(?:(?:In|On|At|By|For|From|To|Of|With|Under|During|Since|After|Into) )?"
    rf"(?:(?i:Who|Whom|Whose|What|Which|Why)\b(?! (?:of you|goes|follows))|(?:When|Where) "
    rf"{_AUXILIARY}\b|"
    rf"How (?:{_AUXILIARY}|many|much|long|far|old|often|tall|big|deep|fast|high|wide|large|"
    rf"heavy)\b)"
)
_AUXILIARY_FIRST = re.compile(rf"{_AUXILIARY}(?:n[’']t)?\b", re.IGNORECASE)
_YES_NO = re.compile(r"\W*(?:yes|no|true|false)\b\s*(?:[,.;:!(—–-]|$)", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|except|cannot|[a-z]{2,6}n[’']t)(?!\w)")
_NO_REVERSAL = re.compile(
    r"[ ,]+(?:only|until|merely|just|necessarily|least|yet|more than|least)\b"
)
_WHY = re.compile(r"\s*(?:Why|How come|If|What (?:happens|would happen)|When)\b")
_WHETHER = re.compile(r"\b(?:whether|or|if|why|because)(?: \w+){0,3} $")
_PLAIN_NOT = re.compile(
    r"\b(?:is|are|was|were|can|could|will|would|should|must|may|might|has|have|had) $"
)
_DENIAL = re.compile(
    r"\b(?:not|NOT|except|EXCEPT|[Nn]ever|[Nn]either|nor|[Nn]one|[Nn]othing|[Nn]obody|[Ww]ithout|"
    r"[Cc]annot|[A-Za-z]{2,6}n[’']t|[Nn]o(?= [a-z]))(?!\w)(?! one the)"
)

RULES = (
    Rule(
        name="vague-question",
        about="“What did Apple make?” or “What happened?”: many answers are right, only one is "
        "accepted.",
        advice="Say what exactly is wanted.",
        find=_vague_question,
        kinds=CARDS,
        weight=Weight.WRONG,
        english=True,
        alone=True,
    ),
    Rule(
        name="long-stem",
        about="More than 30 words on a card (60 above options, 80 around gaps) are read each time.",
        advice="Ask less, or leave out what the answer does not need.",
        find=_long_stem,
        kinds=STATED,
    ),
    Rule(
        name="several-sentences",
        about="A statement of several sentences can be half true; a card of three is two cards.",
        advice="Make a question of each.",
        find=_several_sentences,
        kinds=STATED,
    ),
    Rule(
        name="two-questions",
        about="Whoever knows one answer and not the other can be graded neither right nor wrong.",
        advice="Make two questions.",
        find=_two_questions,
        kinds=ASKED,
        english=True,
        weight=Weight.WRONG,
    ),
    Rule(
        name="no-question-mark",
        about="It begins with a question word and ends without a question mark.",
        advice="End it with a question mark.",
        find=_no_question_mark,
        kinds=(TYPED | {Kind.FLASHCARD, Kind.CHOICE}) - {Kind.CLOZE},
        english=True,
        mend=_with_question_mark,
    ),
    Rule(
        name="yes-no-question",
        about="Half of all guesses are right, and nothing has to be recalled.",
        advice="Ask for the fact itself, or make it a true/false question.",
        find=_yes_no_question,
        kinds=CARDS - {Kind.CLOZE},
        english=True,
    ),
    Rule(
        name="negative-stem",
        about="A small “not” or “except” above options is overread, and the wrong thing is marked.",
        advice="Ask what is true, or write NOT in capitals.",
        find=_negative_stem,
        kinds=frozenset({Kind.CHOICE}),
        english=True,
        mend=_in_capitals,
    ),
    Rule(
        name="negative-statement",
        about="To judge a statement with “not” one has to deny a denial.",
        advice="State it positively.",
        find=_negative_statement,
        kinds=frozenset({Kind.TRUEFALSE}),
        english=True,
        mend=_stated_positively,
    ),
    Rule(
        name="double-negative",
        about="Two denials test reading, not knowledge.",
        advice="Take one of them out.",
        find=_double_negative,
        kinds=STATED - {Kind.CLOZE},
        english=True,
    ),
)
