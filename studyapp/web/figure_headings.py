"""What each figure asks, and how it is counted: its heading and its definition."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from studyapp.web.texts import lazy_gettext as _

Words = tuple[object, object]
"""A question and a definition, in the reader's language when they become text."""

WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "today": (
            _("What have I done today?"),
            _(
                "Answers since your study day began. Learned: cards in their first steps; "
                "learned again: after a lapse."
            ),
        ),
        "weeks": (
            _("Do I remember what I should?"),
            _(
                "True retention as Anki counts it: reviews of cards that waited a day or "
                "longer, the first answer of each card on a day. Again is wrong, everything "
                "else right. Each dot is a week, its line the 95 % interval by Wilson; the "
                "dashed line is what you want."
            ),
        ),
        "calibration": (
            _("Is the prediction right?"),
            _(
                "Before each review the scheduler says how likely you are to remember. "
                "Reviews are put in bins of 5 % by what it said; a dot says how many of a bin"
                " were right, its line is the 95 % interval. On the dashed line both are "
                "equal. Log loss and RMSE stand in the JSON file."
            ),
        ),
        "reviews": (
            _("How much did I do?"),
            _(
                "Answers by day, and by several days together where there are many. A mature "
                "card had an interval of 21 days or more when it was asked."
            ),
        ),
        "due": (
            _("What is coming?"),
            _(
                "Cards by the day on which they come back, without new ones and those that "
                "are set aside. The daily load is the sum of 1 / interval over the cards."
            ),
        ),
        "counts": (
            _("Where do my cards stand?"),
            _(
                "Young cards come back within 21 days, mature ones later. What is set aside "
                "or put off is counted apart."
            ),
        ),
        "retention": (
            _("Do old cards hold as well as young ones?"),
            _(
                "Reviews of cards that waited a day or longer. A card is mature when its "
                "interval was 21 days or more."
            ),
        ),
        "retrievability": (
            _("How much do I know right now?"),
            _(
                "Retrievability: the chance that a card is remembered at this moment, by FSRS"
                " from its stability and the time since its last answer. The sum is what you "
                "are likely to know."
            ),
        ),
        "stability": (
            _("How long will it last?"),
            _("Stability: the days until the chance of recall falls to 90 %."),
        ),
        "difficulty": (
            _("How hard are my cards?"),
            _("Difficulty as FSRS has it, from 0 % for the easiest to 100 % for the hardest."),
        ),
        "intervals": (
            _("How far apart are my reviews?"),
            _("The interval of each card in review, in days."),
        ),
        "hours": (
            _("When do I study well?"),
            _(
                "The share of right answers by the hour on your clock at the time, with its "
                "95 % interval. An hour is shown from 20 answers on."
            ),
        ),
        "buttons": (
            _("Which buttons do I press?"),
            _(
                "Answers by button, for cards in learning, young and mature ones. Typed and "
                "picked answers count by the rating that they got."
            ),
        ),
        "added": (
            _("How much did I add?"),
            _("Cards by the study day on which they were made or imported."),
        ),
        "calendar": (
            _("When did I study?"),
            _(
                "Answers of each study day. The darker, the more; the steps part what you do "
                "on most days. There is no streak: a day of rest takes nothing away."
            ),
        ),
        "decks": (
            _("Which deck holds, and which slips?"),
            _(
                "The cards of each deck, without those of the decks below it. Known: the sum "
                "of their chances of recall now. Right: reviews of cards that waited a day or"
                " longer, with the 95 % interval by Wilson. Minutes: all answers of this "
                "time."
            ),
        ),
        "documents": (
            _("Where do I stand with each document?"),
            _(
                "The cards of questions that were made from a document, counted as for decks."
                " The document itself shows which sentences are known."
            ),
        ),
        "tags": (
            _("Which topics hold?"),
            _("The cards of each tag, counted as for decks. A card with two tags counts for both."),
        ),
        "hard": (
            _("Which questions are hard?"),
            _(
                "Questions with three reviews or more, at least one of them wrong. Facility: "
                "the share of right reviews, of cards that waited a day or longer, with its "
                "95 % interval by Wilson. The order is by the upper end of the interval, so "
                "that bad luck with few reviews does not lead. Lapses: how often the card was"
                " forgotten, ever."
            ),
        ),
        "leeches": (
            _("Which questions are forgotten again and again?"),
            _(
                "Questions with a card that lapsed as often as its preset calls a leech (8 "
                "times unless you changed it). Time and reviews are those of the range, "
                "lapses all there were."
            ),
        ),
        "sinks": (
            _("Where does my time go?"),
            _("The ten questions that took the most time in this range, all answers counted."),
        ),
        "luck": (
            _("How much of it was luck?"),
            _(
                "Of c right among k options, (c − 1/k) / (1 − 1/k) were known, if who did not"
                " know guessed blindly. What is typed or turned over cannot be guessed. "
                "Questions with several right options count each set of ticks as one of k."
            ),
        ),
        "quizzes": (
            _("What were my quizzes worth without guessing?"),
            _(
                "Quizzes that were finished in this time. A mark m where a blind guess earns "
                "g on average becomes (m − g) / (1 − g); what was left out stays 0. g is the "
                "random guess score: the mean of what the options earn. The line through a "
                "dot is the 95 % interval of a mean of so many marks."
            ),
        ),
        "facility": (
            _("How hard were quiz questions?"),
            _(
                "Facility, as Moodle has it: the mean mark as a share of the full one, over "
                "every answer in a quiz; what was left out is 0. The order is by the upper "
                "end of its 95 % interval. Deviation: the standard deviation of the marks. "
                "Discrimination needs the answers of several learners, so it is not told "
                "here."
            ),
        ),
        "options": (
            _("Which option fools me?"),
            _(
                "How often each option was picked in quizzes and reviews, for questions where"
                " a wrong one was. An option that nobody ever picks does not distract: the "
                "table shows them, too."
            ),
        ),
        "knowledge": (
            _("Do I know more than before?"),
            _(
                "Each card that you still have counts with its chance of recall on that day, "
                "from its last answer before. The band (95 %) is what chance alone does to "
                "such a sum; whether the chances are right is told by “Is the prediction "
                "right?”"
            ),
        ),
        "ahead": (
            _("What will the coming days ask of me?"),
            _(
                "Your cards are lived through several times: remembered or forgotten by their"
                " chance of recall, with new ones as you have them set, with your own rates "
                "and times of the last year, and every day studied. The line is the mean, the"
                " band holds four of five days. Cards that are set aside are left out."
            ),
        ),
        "history": (
            _("How did I answer it?"),
            _(
                "Every answer to this card that was not taken back. The chance of recall is "
                "what FSRS gave for that moment, from the stability after the answer before."
            ),
        ),
        "forgetting": (
            _("How does it fade?"),
            _(
                "The chance of recall by FSRS after each answer, from the stability that it "
                "left. The dashed line is what you want to remember; where the curve meets "
                "it, the card comes back."
            ),
        ),
    }
)
