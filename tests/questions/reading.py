"""What the tests of extraction share: a document's blocks in words, and what always holds."""

from itertools import pairwise

from questions.errors import DocumentError
from questions.extract import extract
from questions.text import sentences


def told(found):
    """Return the kind and the words of each block."""
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def assert_sound(found):
    """Check that blocks and sentences lie in the text, in order, without overlap."""
    assert all(first.end < second.start for first, second in pairwise(found.blocks))
    for block in found.blocks:
        words = found.text[block.start : block.end]
        assert words.strip()
        assert len(words) == block.end - block.start
    for sentence in sentences(found.text, found.blocks):
        block = found.blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
    assert found.title


def assert_sound_or_refused(data, name, kind=None):
    """Read a file; its text is sound, or it is refused with a whole sentence."""
    try:
        found = extract(data, name, kind)
    except DocumentError as error:
        refusal = str(error)
    else:
        refusal = "."
        assert_sound(found)
    assert refusal.endswith(".")
    return refusal
