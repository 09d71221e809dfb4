"""SRT and WebVTT: cues joined to paragraphs, with who speaks and when."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from questions.errors import DocumentError
from questions.extract.building import Piece, Pieces
from questions.messages import say

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TAG = re.compile(r"<(?!v[ .])/?[^>\n]{0,80}>|\{\\[^}\n]{0,80}\}")
_VOICE = re.compile(r"<v(?:\.[\w.]{1,40})?\s+([^>\n]{1,60})>")
_SPEAKER = re.compile(r"^(?:>>\s*)?([^\W\d_][\w.’' -]{0,30}):\s+(?=\S)")
_DASH = re.compile(r"^(?:[-–—]|>>)\s*(?=\S)")
_SOUND = re.compile(r"^[\[(♪♫][^\])]{0,80}[\])♪♫]?$")
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PAUSE = 2.5  # seconds
_LONG, _LONGEST = 500, 1500  # characters


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    speaker: str
    text: str


def recognises(text: str) -> bool:
    """Tell whether a text without a telling name is one of the two."""
    opening = text.lstrip("\ufeff\n ")[:400]
    return opening.startswith("WEBVTT") or bool(
        re.match(rf"\d+\s*\n\s*{_TIME}\s*-->\s*{_TIME}", opening)
    )


def read(text: str) -> Pieces:
    """Find what is said in *text*, in paragraphs."""
    cues = list(_without_repeats(_cues(text)))
    if not cues:
        raise DocumentError(say("The subtitles have no cues with text. Give another file."))
    return Pieces(tuple(_paragraphs(cues)))


def _cues(text: str) -> Iterator[_Cue]:
    timing: re.Match[str] | None = None
    held: list[str] = []
    for line in [*text.split("\n"), ""]:
        if found := _TIMING.match(line):
            # Before a time stands the number of its cue.
            timing, held = found, []
        elif line.strip() and timing:
            held.append(line.strip())
        elif timing:
            yield from _spoken(_seconds(timing, 1), _seconds(timing, 5), held)
            timing = None


def _seconds(timing: re.Match[str], first: int) -> float:
    hours, minutes, seconds, rest = (timing[first + step] or "0" for step in range(4))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(rest.ljust(3, "0")) / 1000


def _spoken(start: float, end: float, lines: list[str]) -> Iterator[_Cue]:
    """Yield a cue for each speaker in it."""
    held: list[str] = []
    speaker, turn = "", False
    for line in lines:
        voice = _VOICE.search(line)
        words = " ".join(html.unescape(_TAG.sub("", _VOICE.sub("", line))).split())
        named = _SPEAKER.match(words)
        is_new = bool(voice or named or _DASH.match(words))
        if is_new and held:
            yield _Cue(start, end, _turn(speaker, turn), " ".join(held))
            held = []
        if is_new:
            speaker = voice[1].strip() if voice else named[1] if named else ""
            turn = not speaker
        words = words[named.end() :] if named else _DASH.sub("", words)
        if words and not _SOUND.fullmatch(words):
            held.append(words)
    if held:
        yield _Cue(start, end, _turn(speaker, turn), " ".join(held))


def _turn(speaker: str, turn: bool) -> str:
    # A dash says that somebody else speaks, and not who.
    return "-" if turn else speaker


def _without_repeats(cues: Iterator[_Cue]) -> Iterator[_Cue]:
    """Leave out words that scrolling captions show a second time."""
    shown = ""
    for cue in cues:
        text = cue.text
        if shown.endswith(text):
            continue
        overlap = next(
            (n for n in range(min(len(shown), len(text)), 11, -1) if shown.endswith(text[:n])), 0
        )
        shown = text
        if rest := text[overlap:].strip():
            yield _Cue(cue.start, cue.end, cue.speaker, rest)


def _paragraphs(cues: list[_Cue]) -> Iterator[Piece]:
    held, start, last, speaker = "", 0.0, 0.0, ""
    for cue in cues:
        if held and _begins(cue, held, last, speaker):
            yield Piece("paragraph", held, seconds=int(start))
            held = ""
        if cue.speaker not in {"", "-", speaker}:
            yield Piece("label", cue.speaker, seconds=int(cue.start))
        speaker = cue.speaker or speaker
        start = start if held else cue.start
        held = f"{held} {cue.text}" if held else cue.text
        last = cue.end
    yield Piece("paragraph", held, seconds=int(start))


def _begins(cue: _Cue, held: str, last: float, speaker: str) -> bool:
    """Tell whether a cue opens a paragraph: after a pause, a full one, or with another speaker."""
    paused = cue.start - last > _PAUSE
    if cue.speaker and cue.speaker == speaker and not _STOP.search(held):
        return paused
    return bool(cue.speaker) or paused or _is_full(held)


def _is_full(text: str) -> bool:
    return len(text) > _LONGEST or (len(text) > _LONG and bool(_STOP.search(text)))
