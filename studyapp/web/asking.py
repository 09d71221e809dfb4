"""A card as the review shows it: its question, the verdict on an answer, and the buttons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from sqlmodel import Session

from questions import choices, scoring
from questions.choices import Option
from questions.faces import Face, Segment, face, parts_of
from questions.grading import Verdict, grade
from questions.hints import hints_of
from questions.model import Question, fingerprint
from questions.plain import words_in
from questions.scoring import Mark, Outcome, Response, outcome_of
from studyapp import cards, learners, reviews
from studyapp.errors import NotFoundError
from studyapp.learners import Clock
from studyapp.scheduling import Hint, Rating
from studyapp.scheduling.ratings import rating_for
from studyapp.spreading import spread_for
from studyapp.tables import Card, Deck, StoredQuestion
from studyapp.web import answering, deck_looks
from studyapp.web import show as shown
from studyapp.web.answering import AskView, Shown
from studyapp.web.deck_looks import Look
from studyapp.web.media import MediaView, media_views, on_side
from studyapp.web.picks import OptionView, known_keys, option_text
from studyapp.web.rich import shows
from studyapp.web.state import learner, learner_id
from studyapp.web.texts import gettext as _

GUESS = 1


@dataclass(frozen=True)
class CardView:
    """A card as the page shows it."""

    id: str
    version: int
    question_id: str
    deck_id: str
    deck_title: str
    marker: str
    kind: str
    stem: tuple[Segment, ...]
    answer: str
    typed: bool
    options: list[OptionView]
    multiple: bool
    wording: str
    language: str
    marked: bool
    source: shown.SourceView | None
    explanation: str
    state: str
    siblings: bool
    media: list[MediaView]
    answer_media: list[MediaView]
    ask: AskView
    given: tuple[tuple[str, str], ...]
    look: Look


@dataclass(frozen=True)
class Grade:
    """A button: what it is called and when the card would come back."""

    rating: int
    name: str
    when: str
    key: str
    main: bool
    proposed: bool
    promised: str


@dataclass(frozen=True)
class Place:
    """Where a card is asked: the addresses that show its answer, take a grade, and go on.

    `fields` go with every form; *schedules* says that a grade moves the card.
    """

    ask: str
    answer: str
    again: str
    fields: dict[str, str]
    schedules: bool


@dataclass(frozen=True)
class Given:
    """What the learner gave to a card whose answer is shown: words, picked keys, filled fields."""

    typed: str = ""
    chosen: tuple[str, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    """A card with what its page needs from the database."""

    card: Card
    question: Question
    side: Face
    deck: Deck
    options: tuple[Option, ...]
    chosen: tuple[str, ...]
    view: CardView
    mark: Mark | None


def wording(question: Question) -> str:
    """Name the words of a question, so that an answer to other words than these is noticed."""
    return fingerprint(question)[:12]


def shown_options(card: Card, question: Question) -> tuple[Option, ...]:
    """Return a card's options in the order that it shows them this time."""
    return choices.shuffled(question, _seed(card))


def ask(session: Session, found: tuple[Card, StoredQuestion, Deck], given: Given | None) -> Asked:
    """Make a card ready for its page; with an answer *given*, read its source too."""
    card, row, deck = found
    if deck.removed_at:
        raise NotFoundError("deck", deck.id)
    question = cards.question_of(row)
    side = face(question, card.part)
    options = shown_options(card, question)
    chosen = known_keys(options, given.chosen) if given else ()
    source = shown.source_of(session, learner_id(), row.document_id, question) if given else None
    response, mark = _marked(card, question, given, deck.language or "en")
    shown_as = _shown_as(card, question, deck, response, mark)
    form, files = _form(session, shown_as)
    view = CardView(
        id=card.id,
        version=card.version,
        question_id=row.id,
        deck_id=deck.id,
        deck_title=deck.title,
        marker=deck.marker,
        kind=row.kind,
        stem=side.stem,
        answer=side.answer,
        typed=side.typed,
        options=form.options,
        multiple=question.multiple,
        wording=wording(question),
        language=deck.language or "en",
        marked=card.marked,
        source=source,
        explanation=question.explanation,
        state=card.state,
        siblings=len(parts_of(question)) > 1,
        media=on_side(files, "question", card.part),
        answer_media=on_side(files, "answer", card.part) if given else [],
        ask=form,
        given=response.filled,
        look=deck_looks.look_of(session, question, deck, form.rich, shown=given is not None),
    )
    return Asked(card, question, side, deck, options, chosen, view, mark)


def _shown_as(
    card: Card, question: Question, deck: Deck, response: Response, mark: Mark | None
) -> Shown:
    options, hosts = shown_options(card, question), frozenset(deck.picture_hosts)
    return Shown(question, card.part, _seed(card), response, mark, options, hosts=hosts)


def _form(session: Session, shown_as: Shown) -> tuple[AskView, list[MediaView]]:
    """Return the card as a form, and the files that it does not show itself."""
    files = media_views(session, shown_as.question)
    form = answering.view_of(shown_as, files)
    drawn = form.figure.picture if form.figure else None
    rest = [one for one in files if one != drawn and not shows(shown_as.question, one.sha256)]
    return form, rest


def _seed(card: Card) -> str:
    return f"{card.id}{card.reps}"


def _marked(
    card: Card, question: Question, given: Given | None, language: str
) -> tuple[Response, Mark | None]:
    if given is None:
        return Response(), None
    response = Response(given.chosen, given.typed, filled=given.filled)
    response = scoring.known(question, card.part, response)
    readable = answering.readable(question)
    return response, scoring.mark(readable, card.part, response, language=language)


def facts(card: Card, question: Question, given: Given, language: str) -> dict[str, object]:
    """Return what a review keeps of a pick or a form: what was shown, and what was given."""
    keys = given.chosen
    if scoring.form_of(question, card.part) in {"fill", "parts", "write"}:
        return _facts_of_form(card, question, given, language)
    options = shown_options(card, question)
    chosen = known_keys(options, keys)
    texts = {option.key: option.text or option.key for option in options}
    return {
        "format": question.kind.value,
        "options": tuple(texts.values()),
        "chosen": tuple(texts[key] for key in chosen),
        "correct": outcome_of(choices.worth(question, chosen)) == "right" if chosen else None,
    }


def _facts_of_form(
    card: Card, question: Question, given: Given, language: str
) -> dict[str, object]:
    """Return what was asked for and what each field got, in the words of the page."""
    response, mark = _marked(card, question, given, language)
    shown, got = answering.told(Shown(question, card.part, _seed(card), response))
    judged = scoring.form_of(question, card.part) != "write" and mark and any(got)
    return {
        "format": question.kind.value,
        "typed": response.typed or None,
        "options": tuple(shown),
        "chosen": tuple(got),
        "correct": outcome_of(mark.fraction) == "right" if judged and mark else None,
    }


def verdict_of(asked: Asked, given: Given) -> SimpleNamespace | None:
    """Judge what was given; nothing given means that the learner only wants to look."""
    if asked.options:
        return _on_pick(asked) if asked.chosen else None
    if asked.view.ask.form in {"fill", "parts"}:
        return _on_form(asked) if asked.view.given else None
    if asked.side.typed and given.typed.strip():
        verdict = grade(asked.question, asked.card.part, given.typed, language=asked.view.language)
        return _on_typed(asked, verdict)
    return None


def _on_form(asked: Asked) -> SimpleNamespace:
    outcome = outcome_of(asked.mark.fraction) if asked.mark else "wrong"
    almost = bool(asked.mark and asked.mark.almost)
    said = (_("You decide whether it counts."),) if almost else ()
    feedback = feedback_for(asked.question, outcome)
    return SimpleNamespace(
        right=outcome == "right",
        almost=almost,
        outcome=outcome,
        expected=asked.side.answer,
        pieces=[],
        sentence=" ".join(filter(None, (*said, _parts_right(asked.view.ask), feedback))),
    )


def _parts_right(form: AskView) -> str:
    """Say how many of several fields or parts are right."""
    fields, parts = [one.outcome for one in form.fields], [one.outcome for one in form.parts]
    outcomes = [one for one in (*fields, *parts) if one]
    right = outcomes.count("right")
    if right == len(outcomes):
        return ""
    return _("%(right)s of %(total)s right.", right=right, total=len(outcomes))


def _on_typed(asked: Asked, verdict: Verdict) -> SimpleNamespace:
    fraction = asked.mark.fraction if asked.mark else 0.0
    outcome = outcome_of(fraction)
    almost = verdict.almost and outcome == "wrong"
    feedback = words_in(asked.question, asked.mark.feedback) if asked.mark else ""
    said = (_answer_sentence(verdict, almost), feedback)
    return SimpleNamespace(
        right=verdict.right,
        almost=almost,
        outcome=outcome,
        expected=verdict.expected,
        pieces=[(piece.op, piece.text) for piece in verdict.pieces],
        sentence=" ".join(filter(None, said)),
    )


def _answer_sentence(verdict: Verdict, almost: bool) -> str:
    if verdict.right:
        return ""
    if almost:
        return _("You decide whether it counts.")
    return _("The answer is %(answer)s.", answer=verdict.expected)


def _on_pick(asked: Asked) -> SimpleNamespace:
    outcome = outcome_of(choices.worth(asked.question, asked.chosen))
    said = pick_sentence(asked.question, asked.options, asked.chosen, outcome)
    feedback = feedback_for(asked.question, outcome)
    return SimpleNamespace(
        right=outcome == "right",
        almost=False,
        outcome=outcome,
        expected=asked.side.answer,
        pieces=[],
        sentence=" ".join(filter(None, (said, feedback))),
    )


def pick_sentence(
    question: Question, options: Sequence[Option], chosen: Collection[str], outcome: Outcome
) -> str:
    """Say what would have been right, unless it was, and how much of it was *chosen*."""
    right = [words_in(question, option_text(option)) for option in options if option.right]
    if outcome == "right":
        return ""
    if len(right) == 1:
        return _("The answer is %(answer)s.", answer=right[0])
    found = sum(1 for option in options if option.right and option.key in chosen)
    return _(
        "You found %(found)s of the %(number)s right ones; all are underlined.",
        found=found,
        number=len(right),
    )


def feedback_for(question: Question, outcome: Outcome) -> str:
    """Return what the question itself says to an answer that was so good."""
    names = {"right": "correct", "partly": "partial", "wrong": "incorrect"}
    return words_in(question, question.feedback.get(names[outcome], ""))


def hints_shown(asked: Asked, number: int) -> SimpleNamespace:
    """Return the first *number* hints of a card, what they are worth, and whether there is more."""
    hints = hints_of(asked.question, asked.card.part)
    given = hints[:number]
    level = Hint.NUDGE if given else Hint.NONE
    return SimpleNamespace(
        texts=[hint.text for hint in given],
        level=Hint.REVEALED if any(hint.reveals for hint in given) else level,
        number=len(given),
        has_more=len(hints) > len(given),
        next_reveals=len(hints) > len(given) and hints[len(given)].reveals,
    )


def grades(
    session: Session,
    asked: Asked,
    clock: Clock,
    verdict: SimpleNamespace | None,
    hint: Hint = Hint.NONE,
) -> list[Grade]:
    """Return the buttons, one of them proposed where the answer speaks for itself."""
    preset = learners.preset_of(session, learner_id(), asked.deck.preset_id)
    proposed = proposed_for(asked, verdict, hint)
    spread = spread_for(session, asked.card, preset, clock, has_siblings=asked.view.siblings)
    alternatives = choices.alternatives(asked.question)
    found = reviews.schedules(asked.card, preset, clock, alternatives, spread)
    # All four, also where two are shown: each better one starts after the one before it.
    promised = " ".join(f"{int(one)}:{found[one].memory_after.interval}" for one in found)
    offered = dict(found)
    if learner(session).two_buttons:
        passed = Rating.HARD if proposed is Rating.HARD else Rating.GOOD
        offered = {rating: found[rating] for rating in (Rating.AGAIN, passed)}
    return [
        Grade(
            rating=int(rating),
            name=rating_name(rating),
            when=shown.when(schedule),
            key=str(int(rating)),
            main=rating is Rating.GOOD,
            proposed=rating is proposed,
            promised=promised,
        )
        for rating, schedule in offered.items()
    ]


def proposed_for(asked: Asked, verdict: SimpleNamespace | None, hint: Hint) -> Rating | None:
    """Return the rating that the answer asks for; None where only the learner can tell."""
    if verdict:
        right = verdict.right or verdict.almost
        # A place that is pointed at is picked from a few, as an option is.
        kind = "choice" if asked.options and asked.view.kind != "truefalse" else asked.view.kind
        return rating_for(kind, right, first_time=asked.card.reps == 0, hint=hint)
    # Whoever looks at options or fields without an answer could not tell.
    if asked.options or asked.view.ask.form in {"fill", "parts"}:
        return Rating.AGAIN
    return None if hint is Hint.NONE else rating_for(asked.view.kind, True, hint=hint)


def rating_name(rating: Rating) -> str:
    """Return what the button of a rating is called."""
    names = {
        Rating.AGAIN: _("Again"),
        Rating.HARD: _("Hard"),
        Rating.GOOD: _("Good"),
        Rating.EASY: _("Easy"),
    }
    return names[rating]
