"""Banks that are shipped, as data."""

from importlib.resources import files


def demo() -> bytes:
    """Return the bank that a new learner finds."""
    return files(__name__).joinpath("russia-kazakhstan.studybank.json").read_bytes()
