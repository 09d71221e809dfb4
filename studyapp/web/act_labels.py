"""What acts are called: "Undo the import"."""

from __future__ import annotations

from studyapp.messages import say
from studyapp.web.texts import told

_LABELS = {
    "answer": say("the last answer"),
    "keep": say("keeping a question"),
    "keep-all": say("keeping the questions"),
    "reject": say("rejecting a draft"),
    "more": say("taking more drafts"),
    "mark": say("the mark"),
    "report": say("the report"),
    "edit": say("the edit"),
    "question": say("making a question"),
    "accept": say("the accepted answer"),
    "import": say("the import"),
    "import-back": say("taking the import back"),
    "demo-removal": say("removing the demo"),
    "deck-removal": say("removing the deck"),
    "deck-new": say("making the deck"),
    "deck": say("the settings of the deck"),
    "deck-look": say("what the deck may show"),
    "deck-merge": say("merging the decks"),
    "preset": say("the preset"),
    "preset-new": say("making the preset"),
    "preset-removal": say("removing the preset"),
    "restore": say("bringing it back from the trash"),
    "question-new": say("making a question"),
    "entry": say("making the cards"),
    "tag": say("the tag"),
    "untag": say("taking the tag away"),
    "move": say("the move"),
    "unmark": say("taking the mark away"),
    "reset": say("making cards new again"),
    "deletion": say("deleting questions"),
    "replacement": say("find and replace"),
    "document": say("adding the text"),
    "document-removal": say("deleting the document"),
    "settings": say("the settings"),
    "bury": say("putting a card off"),
    "suspend": say("suspending a card"),
    "resume": say("bringing a card back"),
    "due": say("setting the day"),
    "advance": say("asking cards today"),
    "postpone": say("putting cards off"),
    "replan": say("moving the due dates"),
    "fit": say("the fit"),
    "fit-removal": say("going back to the usual parameters"),
    "quiz": say("starting the quiz"),
    "quiz-answer": say("the answer in the quiz"),
    "quiz-flag": say("the flag"),
    "quiz-overruling": say("counting it as right"),
    "quiz-finish": say("finishing the quiz"),
    "quiz-removal": say("removing the quiz"),
    "quiz-review": say("bringing the missed ones into review"),
}


def act_label(label: str) -> str:
    """Say in words what an act was."""
    return told(_LABELS.get(label, label))
