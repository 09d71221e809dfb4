"""What the columns of a table hold, told by their names or chosen by a person."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, NamedTuple

from questions.formats.tables.grid import Row

QUESTION, ANSWER, CHOICE, WRONG, CORRECT = "question", "answer", "choice", "wrong", "correct"
TAGS, DECK, EXPLANATION, HINT = "tags", "deck", "explanation", "hint"
ID, KIND, TIME, TITLE, FORMAT, IGNORE = "id", "kind", "time", "title", "format", "ignore"
ROLES: Final = (
    QUESTION, ANSWER, CHOICE, WRONG, CORRECT, TAGS, DECK, EXPLANATION, HINT, ID, KIND, TITLE,
    FORMAT, IGNORE,
)  # fmt: skip
_SEARCHED_ROWS: Final = 20
_NOTE: Final = re.compile(r"\(.*?\)|\s-\s.*|\s[\u2013\u2014]\s.*", re.DOTALL)
_PUNCTUATION: Final = re.compile(r"[\W_]+")
_CHOICE_NAME: Final = re.compile(
    r"(?:answer|option|choice|alternative|antwort|auswahl|reponse|respuesta|opcion)"
    r" ?(?:\d{1,2}|[a-h])|[a-h]|option|choice"
)
_WRONG_NAME: Final = re.compile(
    r"(?:incorrect|wrong|distractor|falsche?)(?: (?:answer|choice|option|antwort))?s? ?\d{0,2}"
    r"|distractor ?\d{1,2}"
)
_IDENTIFIER: Final = re.compile(r"[^\W\d][\w :/-]*")
# Beside two columns to learn a table has such ones; nobody learns them.
_SIDE_ROLES: Final = frozenset({TAGS, DECK, ID, EXPLANATION, HINT})
_NAMES: Final = {
    QUESTION: "question questions front term word prompt stem frage vorderseite begriff wort"
    " vokabel pregunta anverso palabra termino question text questiontext recto mot terme"
    " vopros text cloze domanda fronte parola pergunta frente expression sentence".split(),
    ANSWER: "answer answers back definition meaning translation response antwort antworten"
    " ruckseite bedeutung ubersetzung respuesta reverso definicion significado reponse verso"
    " traduction otvet risposta retro traduzione resposta solution losung".split(),
    CORRECT: "correct key right".split(),
    TAGS: "tag tags category categories topic topics kategorie schlagworte thema etiquetas".split(),
    DECK: "deck decks stapel mazo paquet folder set".split(),
    EXPLANATION: "explanation feedback notes note comment comments extra erklarung rationale"
    " explicacion explication remarks".split(),
    HINT: "hint hints hinweis pista indice tipp".split(),
    ID: "id guid uid uuid identifier".split(),
    # Where a row stands says nothing once rows are moved: it names no question.
    IGNORE: "nr no number position".split(),
    KIND: "type kind typ tipo questiontype".split(),
    TIME: "time timelimit zeit".split(),
    TITLE: "title name titel".split(),
    FORMAT: "format".split(),
}
_PHRASES: Final = {
    "question text": QUESTION, "question title": QUESTION, "question type": KIND,
    "question #": IGNORE, "question number": IGNORE, "correct answer": CORRECT,
    "correct answers": CORRECT, "right answer": CORRECT, "answer key": CORRECT,
    "correct option": CORRECT, "correct choice": CORRECT, "richtige antwort": CORRECT,
    "respuesta correcta": CORRECT, "bonne reponse": CORRECT, "time limit": TIME,
    "time limit sec": TIME, "time in seconds": TIME, "time": TIME, "image link": IGNORE,
    "image url": IGNORE, "answer explanation": EXPLANATION, "back extra": EXPLANATION,
}  # fmt: skip
_BY_WORD: Final = {word: role for role, words in _NAMES.items() for word in words}


class Header(NamedTuple):
    """The row that names the columns, where it stands among the rows, and what they hold."""

    at: int
    names: tuple[str, ...]
    roles: tuple[str, ...]


def role_of(name: str) -> str | None:
    """Tell what a column holds by its name; None for a name that says nothing."""
    plain = normal(name)
    if plain in _PHRASES:
        return _PHRASES[plain]
    if plain in _BY_WORD:
        return _BY_WORD[plain]
    if _CHOICE_NAME.fullmatch(plain):
        return CHOICE
    return WRONG if _WRONG_NAME.fullmatch(plain) else None


def normal(name: str) -> str:
    """Write the name of a column without accents, punctuation, notes in brackets and case."""
    bare = unicodedata.normalize("NFKD", _NOTE.sub(" ", name.casefold()))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _PUNCTUATION.sub(" ", kept).strip()


def header_of(rows: Sequence[Row]) -> Header | None:
    """Find the row that names the columns among the first ones."""
    for at, row in enumerate(rows[:_SEARCHED_ROWS]):
        found = [role_of(cell) if len(cell) < 120 else None for cell in row.cells]
        if _names_columns(found, row):
            return Header(at, row.cells, _settled(found))
    return named(0, rows[0]) if _reads_as_header(rows) else None


def _reads_as_header(rows: Sequence[Row]) -> bool:
    """Tell a first row of names that say nothing to us from a first row of data.

    Names are short, all there and each another; what follows them is written otherwise.
    """
    if len(rows) < 2 or len(rows[0].cells) < 3:
        return False
    names = [cell.strip() for cell in rows[0].cells]
    is_named = all(names) and len(set(names)) == len(names) and max(map(len, names)) <= 30
    if not is_named or not all(_IDENTIFIER.fullmatch(name) for name in names):
        return False
    if any(role_of(name) in _SIDE_ROLES for name in names):
        return True
    below = [cell for row in rows[1:_SEARCHED_ROWS] for cell in row.cells if cell.strip()]
    capital = sum(1 for cell in below if cell != cell.lower())
    return all(name == name.lower() for name in names) and capital > 0.5 * len(below)


def named(at: int, row: Row) -> Header:
    """Take a row as the names of the columns because a person says so."""
    found = [role_of(cell) for cell in row.cells]
    if QUESTION not in found:
        # "a" and "b" are choices only beside a question.
        found = _by_place([None if role == CHOICE else role for role in found])
    return Header(at, row.cells, _settled(found))


def unnamed(width: int) -> tuple[str, ...]:
    """Say what columns hold that have no names: the question and its answer come first."""
    return tuple((QUESTION, ANSWER)[:width]) + (IGNORE,) * (width - 2)


def _names_columns(found: Sequence[str | None], row: Row) -> bool:
    said = [role for role in found if role]
    cells = [cell for cell in row.cells if cell.strip()]
    asks = QUESTION in said and len(set(said)) > 1
    return asks and 2 * len(said) >= len(cells)


def _by_place(found: Sequence[str | None]) -> list[str | None]:
    """Let the first two columns without a role be the question and its answer."""
    settled, wanted = list(found), [role for role in (QUESTION, ANSWER) if role not in found]
    for at, role in enumerate(settled):
        if role is None and wanted:
            settled[at] = wanted.pop(0)
    return settled


def _settled(found: Sequence[str | None]) -> tuple[str, ...]:
    """Let one column ask, and one answer; an answer beside choices says which is right."""
    settled: list[str] = []
    for role in found:
        is_second = role in {QUESTION, ANSWER, CORRECT, ID, KIND, DECK} and role in settled
        settled.append(IGNORE if role is None or is_second else role)
    if CHOICE in settled and ANSWER in settled and CORRECT not in settled:
        settled[settled.index(ANSWER)] = CORRECT
    return tuple(settled)
