"""A question of every kind that has a form of its own, about one thing each."""

from __future__ import annotations

from typing import Any

from questions.model import Answer, Choice, Gap, Kind, Pair, Question, Spot

PICTURE = "ab" * 32


def a_matching(**fields: Any) -> Question:
    """Return three rivers and four seas, one of which belongs to none."""
    pairs = (
        Pair(left="The Volga", right="the Caspian Sea"),
        Pair(left="The Danube", right="the Black Sea"),
        Pair(left="The Rhine", right="the North Sea"),
        Pair(left=None, right="the Baltic Sea"),
    )
    values: dict[str, Any] = {"pairs": pairs} | fields
    return _question(Kind.MATCHING, "Which sea does each river flow into?", **values)


def an_ordering(**fields: Any) -> Question:
    """Return four things that happened one after the other."""
    items = ("The wheel", "The printing press", "The steam engine", "The telephone")
    return _question(
        Kind.ORDERING, "Order these by when they were invented.", **({"items": items} | fields)
    )


def some_gaps(**fields: Any) -> Question:
    """Return a text with a gap for words, one for a number and one to choose."""
    gaps = (
        Gap(id="city", answers=(Answer(text="Paris"), Answer(text="Lutetia", fraction=0.5))),
        Gap(id="height", kind="numeric", answers=(Answer(text="330", tolerance=5),)),
        Gap(
            id="metal",
            kind="choice",
            choices=(
                Choice(text="iron", fraction=1),
                Choice(text="bronze", feedback="Bronze is for statues."),
                Choice(text="steel", fraction=0.5),
            ),
        ),
    )
    stem = "The Eiffel Tower stands in [[city]]. It is [[height]] m high and made of [[metal]]."
    return _question(Kind.GAPS, stem, **({"gaps": gaps} | fields))


def a_hottext(**fields: Any) -> Question:
    """Return a sentence in which the verbs are to be marked, among three words that could be."""
    spots = (
        Spot(text="reads", fraction=1),
        Spot(text="slowly"),
        Spot(text="sleeps", fraction=1),
    )
    stem = "The judge reads slowly while the jury sleeps."
    return _question(Kind.HOTTEXT, stem, title="Mark the verbs", **({"spots": spots} | fields))


def a_hotspot(**fields: Any) -> Question:
    """Return a picture with three places, one of each shape, of which one is right."""
    spots = (
        Spot(text="Left ventricle", fraction=1, shape="rect", coords=(0.1, 0.1, 0.4, 0.5)),
        Spot(text="Aorta", shape="ellipse", coords=(0.7, 0.3, 0.15, 0.2)),
        Spot(text="Atrium", shape="polygon", coords=(0.5, 0.6, 0.9, 0.6, 0.7, 0.95)),
    )
    values: dict[str, Any] = {"spots": spots, "media": (PICTURE,)} | fields
    stem = values.pop("stem", "Which part pumps blood into the body?")
    return _question(Kind.HOTSPOT, stem, **values)


def an_essay(**fields: Any) -> Question:
    """Return a question with a rubric of three lines."""
    rubric = "- Names the Moon as the main cause\n- Mentions the Sun\n- Explains the second bulge"
    return _question(Kind.ESSAY, "Explain why there are tides.", **({"rubric": rubric} | fields))


def a_number(**fields: Any) -> Question:
    """Return a question for a number with a unit and a tolerance."""
    answers = (
        Answer(text="9.81", tolerance=0.01),
        Answer(text="10", fraction=0.5, feedback="A round figure: half the points."),
    )
    values: dict[str, Any] = {"answers": answers, "unit": "m/s²"} | fields
    return _question(Kind.NUMERIC, "How fast does a falling body gain speed?", **values)


def a_composite(**fields: Any) -> Question:
    """Return a text to read with three questions on it, the last of which counts double."""
    parts = (
        _question(Kind.INFO, "Read: the Rhine rises in the Alps and ends in the North Sea."),
        _question(
            Kind.CHOICE,
            "Where does it rise?",
            choices=(Choice(text="In the Alps", fraction=1), Choice(text="In the Jura")),
        ),
        _question(Kind.SHORT, "Which sea does it reach?", answers=(Answer(text="North Sea"),)),
        an_ordering(points=2),
    )
    return _question(Kind.COMPOSITE, "The Rhine", **({"parts": parts} | fields))


def an_occlusion(**fields: Any) -> Question:
    """Return a picture of which two parts are hidden, each in a card of its own."""
    shapes = (
        "{{c1::image-occlusion:rect:left=0.1:top=0.2:width=0.3:height=0.4:oi=1}}\n"
        "{{c2::image-occlusion:ellipse:left=0.5:top=0.5:rx=0.1:ry=0.2:oi=1}}"
    )
    told = {"image": "", "header": "Which part is hidden?", "shapes": shapes}
    values: dict[str, Any] = {"extra": {"occlusion": told}, "media": (PICTURE,)} | fields
    return _question(Kind.CLOZE, shapes, **values)


def an_info() -> Question:
    """Return a text that is read and not asked."""
    return _question(Kind.INFO, "Rivers carry sand to the sea.")


def an_opaque() -> Question:
    """Return a question of another program that cannot be played here."""
    return _question(Kind.OPAQUE, "Write a function.", raw="<question type='coderunner'/>")


def every_form() -> tuple[Question, ...]:
    """Return one of each that can be asked."""
    return (
        a_matching(),
        an_ordering(),
        some_gaps(),
        a_hottext(),
        a_hotspot(),
        a_number(),
        an_essay(),
        a_composite(),
    )


def _question(kind: Kind, stem: str, **fields: Any) -> Question:
    return Question(id=f"q-{kind.value}", kind=kind, stem=stem, **fields)
