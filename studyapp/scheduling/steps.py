"""Learning steps: the short waits before a card is left alone for days."""

from .rounding import rounded

_DAY = 86_400


def again(steps: tuple[int, ...]) -> int | None:
    """Return the seconds until a card answered Again comes back; None: there are no steps."""
    return steps[0] if steps else None


def hard(steps: tuple[int, ...], step: int) -> int | None:
    """Return the seconds after Hard: the same step once more, longer on the first one."""
    if not steps:
        return None
    at = _index(steps, step)
    return steps[at] if at else _hard_first(steps)


def good(steps: tuple[int, ...], step: int) -> int | None:
    """Return the seconds of the step that follows; None: the steps are done."""
    following = _index(steps, step) + 1
    return steps[following] if following < len(steps) else None


def _index(steps: tuple[int, ...], step: int) -> int:
    # The learner may have shortened the steps since this card entered them.
    return max(min(step, len(steps) - 1), 0)


def _hard_first(steps: tuple[int, ...]) -> int:
    first = steps[0]
    if len(steps) > 1:
        return _whole_days((first + steps[1]) // 2)
    return _whole_days(min(first * 3 // 2, first + _DAY))


def _whole_days(seconds: int) -> int:
    return rounded(seconds / _DAY) * _DAY if seconds > _DAY else seconds
