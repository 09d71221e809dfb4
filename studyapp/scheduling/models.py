"""The model of memory in use: the compiled step where it is installed, else our own."""

from collections.abc import Callable

from .fsrs import Outcome, Trace
from .values import Rating

Model = Callable[[tuple[float, ...], float, Trace | None, int], dict[Rating, Outcome]]

try:
    from .single import next_states as _best
except ImportError:
    from .fsrs import next_states as _best

BEST_MODEL: Model = _best
