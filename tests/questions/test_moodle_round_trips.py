"""What a format holds comes back: made questions, and every real file after it was written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questions import formats
from questions.bank import Bank
from questions.errors import BankFormatError
from questions.formats import BY_NAME, losses
from questions.formats.collecting import UNNAMED
from questions.formats.media import MediaFile
from questions.model import Answer, Kind, Question
from tests.samples import sample

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
# A file of this kind holds one question, and what was read from it gets a new name.
ONE = "cloze"
_SIGNS = "~=#{}\\:<>&[]%*\"'-/|$.,;!?()\n\u00e9\u65e5\U0001f600"
_texts = (
    st.text(
        alphabet=st.one_of(st.sampled_from(_SIGNS), st.characters(categories=("L", "N"))),
        max_size=30,
    )
    .map(str.strip)
    .filter(lambda text: bool(text) and "[[" not in text and "@@" not in text)
)
_words = st.text(st.characters(categories=("Ll", "Lu")), min_size=1, max_size=12)
_maybe = st.one_of(st.just(""), _texts)
_shares = st.sampled_from([-1.0, -0.5, -1 / 3, 0.0, 0.1, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 1.0])
_numbers = st.one_of(st.integers(-(10**6), 10**6).map(str), st.just("3.25"), st.just("-1.5e-3"))


@st.composite
def questions(draw: st.DrawFn, kinds: tuple[Kind, ...]) -> Question:
    kind = draw(st.sampled_from(kinds))
    form = draw(st.sampled_from(["text", "html", "markdown"]))
    # HTML that was not made by us may lose an escape on its way; words do not.
    texts = _words if form == "html" else _texts
    told = {
        "id": draw(_words), "kind": kind, "stem": draw(texts), "format": form,
        "deck": draw(st.one_of(st.none(), st.just("Rivers::Of Europe"))),
        "tags": tuple(draw(st.lists(_words, max_size=2, unique=True))),
    }  # fmt: skip
    title = draw(st.one_of(st.none(), _words))
    if title:
        told["title"] = f"{title} (title)"
    if kind is not Kind.INFO:
        told["explanation"] = draw(st.one_of(st.just(""), texts))
    return Question.model_validate(told | draw(_answers(kind, texts)))


def _answers(kind: Kind, texts: Any) -> st.SearchStrategy[dict[str, Any]]:
    feedback = st.one_of(st.just(""), texts)
    if kind is Kind.CHOICE:
        return st.one_of(
            st.fixed_dictionaries({"choices": _options(texts, feedback, 2).map(_one_right)}),
            st.fixed_dictionaries(
                {
                    "choices": _options(texts, feedback, 2).filter(_any_right),
                    "multiple": st.just(True),
                }
            ),
        )
    if kind is Kind.TRUEFALSE:
        words = st.permutations(["true", "false"])
        return st.builds(_truth, words, feedback, feedback)
    if kind is Kind.SHORT:
        plain = _texts.filter(lambda text: "->" not in text and "<" not in text and "&" not in text)
        options = _options(plain, feedback.filter(lambda text: "->" not in text), 1)
        return st.fixed_dictionaries({"answers": options.filter(_any_right)})
    if kind is Kind.NUMERIC:
        options = _options(_numbers, feedback, 1).filter(_any_right)
        tolerances = st.sampled_from([None, 0.5, 0.001])
        return st.builds(_numeric, options, tolerances)
    if kind is Kind.MATCHING:
        left = texts.filter(lambda text: "->" not in text)
        pair = st.fixed_dictionaries({"left": st.one_of(st.none(), left), "right": _words})
        pairs = st.lists(pair, min_size=2, max_size=4)
        return st.fixed_dictionaries(
            {"pairs": pairs.filter(lambda found: any(one["left"] for one in found))}
        )
    if kind is Kind.ORDERING:
        return st.fixed_dictionaries({"items": st.lists(texts, min_size=2, max_size=4)})
    return st.just({})


def _options(texts: Any, feedback: Any, least: int) -> Any:
    option = st.fixed_dictionaries({"text": texts, "fraction": _shares, "feedback": feedback})
    return st.lists(option, min_size=least, max_size=4)


def _one_right(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [options[0] | {"fraction": 1.0}, *options[1:]]


def _any_right(options: list[dict[str, Any]]) -> bool:
    return any(one["fraction"] > 0 for one in options)


def _truth(words: list[str], right: str, wrong: str) -> dict[str, Any]:
    told = [{"text": words[0], "fraction": 1.0, "feedback": right}]
    if wrong:
        told.append({"text": words[1], "fraction": 0.0, "feedback": wrong})
    return {"answers": told}


def _numeric(options: list[dict[str, Any]], tolerance: float | None) -> dict[str, Any]:
    return {"answers": [one | {"tolerance": tolerance} for one in options]}


def _gaps(options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"gaps": [{"id": "1", "kind": "choice", "choices": _one_right(options)}]}


_IN_GIFT = (
    Kind.CHOICE, Kind.TRUEFALSE, Kind.SHORT, Kind.NUMERIC, Kind.MATCHING, Kind.ESSAY, Kind.INFO,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(questions(_IN_GIFT))
def test_gift_gives_back_every_question_that_it_holds(question):
    assert _back(question, "gift") == question


@settings(max_examples=150, deadline=None)
@given(questions((*_IN_GIFT, Kind.ORDERING)))
def test_moodle_xml_gives_back_every_question_that_it_holds(question):
    assert _back(question, "moodle-xml") == question


@settings(max_examples=60, deadline=None)
@given(_options(_texts, _maybe, 2), _words)
def test_embedded_answers_come_back_whatever_signs_are_in_them(options, words):
    told = {"id": "a", "kind": "gaps", "stem": f"{words} [[1]] end", "format": "html"} | _gaps(
        options
    )
    question = Question.model_validate(told)
    assert _back(question, "moodle-xml").gaps == question.gaps


def test_all_codes_of_embedded_answers_come_back():
    codes = [
        "SA",
        "MWC",
        "NM",
        "MC",
        "MCV",
        "MCH",
        "MCS",
        "MCVS",
        "MCHS",
        "MR",
        "MRH",
        "MRS",
        "MRHS",
    ]
    text = " ".join(f"{number} {{2:{code}:=1~%50%2}}" for number, code in enumerate(codes))
    first = formats.read(text.encode(), "a.txt", "cloze").bank
    written = formats.write(first, "moodle-xml").data
    again = formats.read(written, "a.xml").bank
    assert again.questions[0].gaps == first.questions[0].gaps
    assert all(f":{code}:".encode() not in written for code in codes if code != "NM")
    assert written.count(b"MULTIRESPONSE_HS") == 1


def test_pictures_come_back_through_both_formats_that_hold_them():
    files = {"maps/volga.png": "a" * 64}
    question = Question.model_validate(
        {
            "id": "q", "kind": "short", "format": "html", "answers": [{"text": "Volga"}],
            "stem": '<img src="maps/volga.png" alt=""> Which river?', "media": ["a" * 64],
            "extra": {"files": files},
        }
    )  # fmt: skip
    bank = Bank(title="Rivers", questions=(question,))
    media = {"a" * 64: MediaFile("volga.png", PNG)}
    for format in ("moodle-xml", "gift-zip"):
        writing = formats.write(bank, format, media)
        reading = formats.read(writing.data, "rivers")
        assert reading.format == format
        assert [file.data for file in reading.media.values()] == [PNG]
        (found,) = reading.bank.questions
        assert found.stem == question.stem
        assert list(found.extra["files"]) == ["maps/volga.png"]
        assert b"@@PLUGINFILE@@" in writing.data or format == "gift-zip"


@pytest.mark.parametrize(
    ("folder", "format"),
    [
        ("gift", "gift"),
        ("aiken", "aiken"),
        ("moodle-xml", "moodle-xml"),
        ("gift-media", "gift-zip"),
    ],
)
def test_every_real_file_comes_back_after_it_was_written(folder, format):
    lost = {}
    for path in sorted((sample("banks/samples") / folder).rglob("*")):
        if path.suffix in {".gift", ".txt", ".xml", ".zip"} and path.is_file():
            found = _lost(path.read_bytes(), path.name, format)
            if found:
                lost[path.name] = found
    assert lost == {}


def _lost(data: bytes, name: str, format: str) -> list[str]:
    try:
        first = formats.read(data, name, format)
    except BankFormatError:
        return []
    holds = BY_NAME[format].holds
    kept = [one for one in first.bank.questions if losses.refusal(one, holds) is None]
    writing = formats.write(first.bank, format, first.media)
    refused = [problem for problem in writing.problems if problem.outcome == "refused"]
    again = formats.read(writing.data, name, format).bank.questions if kept else ()
    if len(again) != len(kept) - (len(refused) - (len(first.bank.questions) - len(kept))):
        return [f"{len(again)} questions of {len(kept)}: {[one.reason for one in refused]}"]
    told = {problem.raw for problem in writing.problems}
    found = [_core(one) for one in again]
    whole = [one for one in kept if not any(raw and one.stem.startswith(raw) for raw in told)]
    return [f"{one!r}" for one in whole if _core(one) not in found]


def _core(question: Question) -> dict[str, Any]:
    """Return a question without the number that it got where its file has no name for it."""
    told = question.model_dump(exclude_defaults=True)
    if question.id.startswith(UNNAMED):
        told.pop("id")
    return told


def _back(question: Question, format: str) -> Question:
    writing = formats.write(Bank(title="Made", questions=(question,)), format)
    assert [problem for problem in writing.problems if problem.outcome == "refused"] == []
    reading = formats.read(writing.data, "made", format)
    assert reading.problems == ()
    (found,) = reading.bank.questions
    return found


def test_other_units_go_to_moodle_and_come_back():
    question = Question(
        id="q",
        kind=Kind.NUMERIC,
        stem="How tall?",
        answers=(Answer(text="1.5"),),
        unit="m",
        extra={"units": {"cm": 100.0, "ft": 3.28084}},
    )
    written = formats.write(Bank(title="T", questions=(question,)), "moodle-xml")
    (again,) = formats.read(written.data, "t.xml", "moodle-xml").bank.questions
    assert (again.unit, again.extra["units"]) == ("m", question.extra["units"])
