"""The banks that Studyapp ships.

`russia-kazakhstan.studybank.json` is the demo deck of a first start. It began as the output of

    studyapp generate russia-kazakhstan.txt --all -o russia-kazakhstan.studybank.json

and was then reviewed by hand: drafts were kept, shortened or rejected, and what the generator
does not ask was written. The decisions lie in tests/quality/demo_review.json, and `./run quality
demo --write` makes the bank anew from what the engine makes today. Each question says what became
of it: `origin.engine` is `rules` or `person`, `extra.review` is `kept`, `edited` or `written`.
"""

from importlib.resources import files

DEMO = "russia-kazakhstan.studybank.json"


def demo() -> bytes:
    """Return the demo bank as a file in the project's own format."""
    return (files("questions.banks") / DEMO).read_bytes()
