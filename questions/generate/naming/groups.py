"""Groups: forms that are found to be one name."""

from collections import defaultdict
from collections.abc import Iterable


class Groups:
    """Forms that are one name: a forest whose trees are joined."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._above = {form: form for form in forms}

    def root(self, form: str) -> str:
        while self._above[form] != form:
            form = self._above[form]
        return form

    def join(self, form: str, other: str) -> None:
        self._above.setdefault(form, form)
        self._above.setdefault(other, other)
        self._above[self.root(form)] = self.root(other)

    def members(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for form in self._above:
            found[self.root(form)].append(form)
        return dict(found)
