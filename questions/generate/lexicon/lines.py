"""Sorted `word<TAB>value` lists, searched where they lie instead of in a dictionary."""

from functools import cache
from importlib.resources import files


class Lines:
    """A list whose lines are in the order of their bytes and end with a line break each."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, word: str) -> str | None:
        """Return what stands behind *word*, or None."""
        key = f"{word}\t".encode()
        at = self._search(key)
        if not self._data.startswith(key, at):
            return None
        return self._data[at + len(key) : self._data.index(b"\n", at)].decode()

    def word_at(self, place: int) -> str:
        """Return the word of the line that begins at *place*."""
        return self._data[place : self._data.index(b"\t", place)].decode()

    def _search(self, key: bytes) -> int:
        """Return where the first line begins that is not before *key*."""
        low, high = 0, len(self._data)
        while low < high:
            start = self._data.rfind(b"\n", 0, (low + high) // 2) + 1
            end = self._data.find(b"\n", start) + 1
            if self._data[start:end] < key:
                low = end
            else:
                high = start
        return low


@cache
def lines(name: str) -> Lines:
    """Return the list in resources/*name*."""
    return Lines(resource(name))


def resource(name: str) -> bytes:
    """Return the bytes of resources/*name*."""
    return (files("questions.generate") / "resources" / name).read_bytes()
