"""Two columns of a paste, as a spreadsheet, a list or another program gives them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ROWS = 1_000
LONGEST = 5_000
# From the surest to the weakest; the first that stands in every line parts the columns.
_SEPARATORS = ("\t", " | ", " – ", " — ", " - ", " = ", "; ", ";", ": ", ",")


@dataclass(frozen=True)
class Row:
    """A term and its definition; *line* counts from 1."""

    line: int
    term: str
    definition: str

    @property
    def is_whole(self) -> bool:
        """Say whether both sides are there."""
        return bool(self.term and self.definition)

    @property
    def is_too_long(self) -> bool:
        """Say whether a side is longer than a card can show."""
        return max(len(self.term), len(self.definition)) > LONGEST


def rows_of(text: str) -> list[Row]:
    """Return the rows of a paste, without empty lines; one side may be empty."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()][
        : MOST_ROWS + 1
    ]
    separator = next(
        (one for one in _SEPARATORS if lines and all(one in line for _number, line in lines)),
        _likeliest([line for _number, line in lines]),
    )
    return [_row(number, line, separator) for number, line in lines]


def _likeliest(lines: list[str]) -> str:
    """Return the separator that stands in most lines."""
    return max(_SEPARATORS, key=lambda one: sum(one in line for line in lines))


def _row(number: int, line: str, separator: str) -> Row:
    term, _found, definition = line.partition(separator)
    return Row(number, term.strip(), definition.strip())
