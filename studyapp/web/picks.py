"""Options as a page shows them: to pick from, or judged with words and not by colour alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from questions.choices import TRUE, Option
from studyapp.web.texts import gettext as _

_KEYS = 9


@dataclass(frozen=True)
class OptionView:
    """One option; *key* names it in the form, *shortcut* is the digit that picks it, or "".

    Its text and its comment are markup where the question is.
    """

    key: str
    text: str
    shortcut: str
    chosen: bool
    right: bool
    feedback: str


def option_views(
    options: Iterable[Option],
    chosen: Collection[str] = (),
    shown: Callable[[str], str] = str,
) -> list[OptionView]:
    """Return *options* in the order given, their texts as *shown* makes them."""
    return [
        OptionView(
            key=option.key,
            text=shown(option_text(option)),
            shortcut=str(number) if number <= _KEYS else "",
            chosen=option.key in chosen,
            right=option.right,
            feedback=shown(option.feedback) if option.feedback else "",
        )
        for number, option in enumerate(options, 1)
    ]


def option_text(option: Option) -> str:
    """Return an option's words; those of a true/false question are the reader's."""
    if option.text:
        return option.text
    return _("True") if option.key == TRUE else _("False")


def known_keys(options: Iterable[Option], keys: Collection[str]) -> tuple[str, ...]:
    """Return which of *keys*, as a form sent them, name an option, in the options' order."""
    return tuple(option.key for option in options if option.key in keys)
