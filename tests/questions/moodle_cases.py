"""What Moodle made of a file, and what the same questions are here, in the same words."""

from __future__ import annotations

import html
import re
from typing import Any

from questions.formats import Reading
from questions.model import Answer, Choice, Kind, Question, is_number
from tests.questions.cases import KINDS

# The peer numbers a gap `{#1}`; here its place is `[[1]]`.
_PLACE = re.compile(r"\{#(\d+)\}")
# Braces with answers that the peer left in the text.
_UNREAD = re.compile(r"\{[^{}]*(?:[=~]|True)[^{}]*\}")
_TAG = re.compile(r"<[^>]*(?:>|$)")
_SPACE = re.compile(r"\s+")
_BREAK = re.compile(r"<br>\n")


def disagreements(told: dict[str, Any], reading: Reading) -> list[str]:
    """Say how a reading differs from what the peer told; nothing where it is the same.

    Where the peer refused a part of the file or took a question that nobody can answer, ours must
    name a problem, and may have rescued the question or refused it.
    """
    peers = [one for one in told["questions"] if one["kind"] != "category"]
    if "~=" in told.get("input", ""):
        peers = without_slips(peers)
    sound = [one for one in peers if not is_unanswerable(one)]
    ours = list(reading.bank.questions)
    if not peers and any("no <quiz>" in problem.reason for problem in reading.problems):
        # Moodle finds nothing and says nothing; ours read the one question.
        return [] if len(ours) == 1 else ["the question was not read"]
    if len(sound) < len(peers) or told.get("importer_errors"):
        if not reading.problems:
            return ["the peer refused something or took nonsense, and nothing is said of it"]
        ours = [one for one in ours if any(not compare(peer, one) for peer in sound)]
    if len(ours) != len(sound):
        kinds = [one.kind.value for one in ours], [one["kind"] for one in sound]
        return [f"{len(ours)} questions, not {len(sound)}: {kinds}"]
    pairs = zip(sound, ours, strict=True)
    return [text for peer, question in pairs for text in compare(peer, question)]


def is_unanswerable(peer: dict[str, Any]) -> bool:
    """Tell nonsense of the peer: no right answer, any answer for right, answers in the stem."""
    kind = peer["kind"]
    if peer["stem"] == "False":
        # What Moodle makes of markup that is not in CDATA.
        return True
    if kind not in {"cloze", "gaps"} and _UNREAD.search(peer["stem"]):
        return True
    if kind == "choice":
        return not any(one["fraction"] > 0 for one in peer["choices"])
    if kind in {"short", "numeric"}:
        right = [one for one in peer["answers"] if one["fraction"] > 0 and one["text"].strip()]
        return not right or (kind == "numeric" and any(one["text"] == "*" for one in right))
    return not peer["stem"].strip()


def compare(peer: dict[str, Any], question: Question) -> list[str]:
    """Compare what both can say of one question."""
    ours = said(question)
    theirs = {key: _normal(peer[key]) for key in peer.keys() & ours.keys()}
    theirs["kind"] = _kind(peer["kind"])
    for name in (one for one in (theirs, ours) if "name" in theirs):
        # Moodle takes what looks like a tag out of a name, or refuses the name.
        name["name"] = _normal(_TAG.sub("", name["name"])) if theirs["name"] else ""
    return [
        f"{peer.get('name')!r}: {key}: {ours[key]!r} is not {theirs[key]!r}"
        for key in sorted(theirs)
        if ours[key] != theirs[key]
    ]


def said(question: Question) -> dict[str, Any]:
    """Say a question in the words of the case files."""
    told: dict[str, Any] = {
        "kind": question.kind.value,
        "stem": _normal(question.stem),
        "tags": _normal(list(question.tags)),
        "hints": _normal(list(question.hints)),
        "general_feedback": _normal(question.explanation),
    }
    if question.title is not None:
        told["name"] = _normal(question.title)
    for key, name in (("correct", "correct"), ("partial", "partiallycorrect"), ("incorrect",) * 2):
        told[f"{name}_feedback"] = _normal(question.feedback.get(key, ""))
    return told | _ANSWERS.get(question.kind, lambda _question: {})(question)


def without_slips(peers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take out the empty wrong choice that Moodle makes of `~=`, the usual sign for a right one."""
    for peer in peers:
        if peer["kind"] == "choice":
            kept = [one for one in peer["choices"] if one["text"].strip() or one["fraction"]]
            peer["choices"] = kept
    return peers


def _choice(question: Question) -> dict[str, Any]:
    return {"multiple": question.multiple, "choices": [_option(one) for one in question.choices]}


def _typed(question: Question) -> dict[str, Any]:
    answers = [_option(one) for one in question.answers]
    return {"answers": answers, "case_sensitive": question.case}


def _truth(question: Question) -> dict[str, Any]:
    feedback = {one.text: one.feedback for one in question.answers}
    return {
        "answer": question.answers[0].text == "true",
        "feedback_true": _normal(feedback.get("true", "")),
        "feedback_false": _normal(feedback.get("false", "")),
    }


def _pairs(question: Question) -> dict[str, Any]:
    return {"pairs": [[_normal(pair.left or ""), _normal(pair.right)] for pair in question.pairs]}


def _items(question: Question) -> dict[str, Any]:
    return {"items": [_normal(item) for item in question.items]}


def _gaps(question: Question) -> dict[str, Any]:
    return {"gaps": [_normal(_gap(gap)) for gap in question.gaps]}


def _gap(gap: Any) -> dict[str, Any]:
    key = "choices" if gap.kind == "choice" else "answers"
    return {"kind": gap.kind, "points": gap.points, key: [_option(one) for one in gap.options]}


_ANSWERS = {
    Kind.CHOICE: _choice,
    Kind.SHORT: _typed,
    Kind.NUMERIC: _typed,
    Kind.TRUEFALSE: _truth,
    Kind.MATCHING: _pairs,
    Kind.ORDERING: _items,
    Kind.GAPS: _gaps,
}


def _option(option: Answer | Choice) -> dict[str, Any]:
    told = {"text": option.text, "fraction": option.fraction, "feedback": option.feedback}
    if isinstance(option, Answer):
        told["tolerance"] = option.tolerance
    return _normal(told)


def _number(text: str) -> str:
    """Bring decimals that went through a computer's halves and eighths to what they mean."""
    return f"{float(text):.12g}" if is_number(text) else text


def _normal(value: Any) -> Any:
    """Bring a value to what both sides mean alike: spaces, line breaks, entities, roundings."""
    if isinstance(value, str):
        text = _PLACE.sub(r"[[\1]]", _BREAK.sub("\n", value)).replace("@@PLUGINFILE@@/", "")
        return _number(_SPACE.sub(" ", html.unescape(text)).strip())
    if isinstance(value, dict):
        known = {key: _normal(one) for key, one in value.items() if key in _COMPARED}
        if isinstance(known.get("kind"), str):
            known["kind"] = _kind(known["kind"])
        return {key: one for key, one in known.items() if one not in ("", None, 0, False)}
    if isinstance(value, list):
        return [_normal(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value


def _kind(name: str) -> str:
    if name.startswith("unsupported:"):
        return Kind.OPAQUE.value
    return KINDS[name].value if name in KINDS else name


_COMPARED = {"text", "fraction", "feedback", "tolerance", "kind", "points", "choices", "answers"}
