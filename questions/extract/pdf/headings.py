"""How deep each heading of a PDF lies: by its outline, its numbers, and how large it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from questions.extract.pdf.chunks import Chunk
from questions.extract.pdf.roles import Role

_DEEPEST = 6


def levels_of(
    chunks: Sequence[Chunk], roles: Sequence[Role], outline: Mapping[str, int]
) -> list[int]:
    """Return the level of each chunk: 1 to 6 for headings, 0 for all others.

    *outline* gives the levels that the file itself states, by titles in small letters.
    """
    ranks = sorted({role.rank for role in roles if role.kind == "heading"}, reverse=True)
    order = {rank: number + 1 for number, rank in enumerate(ranks)}
    levels = []
    stack: list[tuple[int, int]] = []
    for chunk, role in zip(chunks, roles, strict=True):
        if role.kind != "heading":
            levels.append(0)
            continue
        title = " ".join(chunk.text.lower().split())
        level = outline.get(title) or _numbered(role, order[role.rank], stack)
        levels.append(min(level, _DEEPEST))
    return levels


def _numbered(role: Role, level: int, stack: list[tuple[int, int]]) -> int:
    """Put "2.1" one level below "2", however the two are set."""
    if not role.depth:
        return level
    while stack and stack[-1][0] >= role.depth:
        stack.pop()
    if stack:
        level = max(level, stack[-1][1] + role.depth - stack[-1][0])
    stack.append((role.depth, level))
    return level
