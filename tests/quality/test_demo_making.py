"""The demo bank is made of the engine's drafts by a review that is kept beside."""

from __future__ import annotations

import json

import pytest

from questions.bank import Bank
from questions.bank import Document as BankDocument
from questions.model import Finding, Question
from questions.text import Extracted
from tests.quality import demo_making
from tests.quality.making import Made

TEXT = "The Rhine rises in the Alps. The Volga flows into the Caspian Sea."
RHINE, VOLGA = "The Rhine rises in {{c1::the Alps}}.", "The {{c1::Volga}} flows."


def test_what_the_review_keeps_goes_in_as_it_was_made():
    (one,) = remade([{"keep": RHINE}, {"drop": VOLGA, "because": "It is slight."}]).bank.questions
    assert (one.stem, one.extra["review"], one.origin.engine) == (RHINE, "kept", "rules")


def test_an_edited_draft_has_the_new_words_and_the_old_origin():
    review = [{"edit": RHINE, "into": {"stem": "The {{c1::Rhine}} rises in the Alps."}}]
    one = remade(review).bank.questions[0]
    assert (one.stem, one.extra["review"]) == ("The {{c1::Rhine}} rises in the Alps.", "edited")
    assert one.origin.method == "cloze-name"
    assert one.id not in {draft.id for draft in made().pool}


def test_a_written_question_quotes_its_sentence():
    fields = {"kind": "short", "stem": "Where does the Rhine rise?", "answers": [{"text": "Alps"}]}
    one = remade([{"write": fields, "quote": "The Rhine rises in the Alps."}]).bank.questions[0]
    (source,) = one.sources
    assert (one.extra["review"], one.origin.engine) == ("written", "person")
    assert TEXT[source.start : source.end] == source.quote


def test_what_nobody_decided_on_is_kept_and_named():
    found = remade([{"keep": RHINE}])
    assert [one.stem for one in found.bank.questions] == [RHINE, VOLGA]
    assert found.undecided == [VOLGA]


def test_a_draft_that_is_no_longer_made_or_doubted_now_is_named():
    found = remade([{"keep": "The Elbe is long."}, {"keep": RHINE}], findings=True)
    assert found.gone == ["The Elbe is long."]
    assert found.doubted == [RHINE]


def test_a_review_that_no_longer_fits_writes_nothing(monkeypatch, tmp_path):
    review = tmp_path / "review.json"
    review.write_text(json.dumps([{"keep": "The Elbe is long."}]), encoding="utf-8")
    monkeypatch.setattr(demo_making, "_REVIEW", review)
    monkeypatch.setattr(demo_making, "_BANK", tmp_path / "bank.json")
    monkeypatch.setattr(demo_making, "make", lambda _article: made())
    with pytest.raises(ValueError, match=r"review review\.json first"):
        list(demo_making.lines(write=True))
    assert not (tmp_path / "bank.json").exists()


def remade(review, *, findings=False):
    bank = Bank(title="Rivers", documents=(BankDocument(id="d1", title="Rivers", text=TEXT),))
    return demo_making.remake(bank, review, made(findings=findings))


def made(*, findings=False):
    pool = tuple(question(stem, findings=findings) for stem in (RHINE, VOLGA))
    return Made(Extracted("Rivers", TEXT, (), "en"), pool, pool, 0.0)


def question(stem, *, findings):
    return Question(
        id="1" * 32,
        kind="cloze",
        stem=stem,
        sources=({"document": "d1", "start": 0, "end": 3, "quote": "The"},),
        origin={"engine": "rules", "method": "cloze-name", "score": 0.5},
        findings=(Finding(name="vague", reason="It is vague."),) if findings else (),
    )
