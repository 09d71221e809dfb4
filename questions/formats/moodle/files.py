"""Pictures and sounds that texts name: `@@PLUGINFILE@@/map.png` in Moodle, `map.png` here."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from questions.formats.media import MediaFile

_PLACE: Final = re.compile(r"@@PLUGINFILE@@/+([^\"'<>\s)?#]{1,400})")
_SOURCE: Final = re.compile(r"((?:src|href)\s*=\s*[\"']?)([^\"'<>\s]{1,400})", re.IGNORECASE)


def names_in(text: str) -> set[str]:
    """Return the names of the files that a text asks for."""
    return {unquote(name) for name in _PLACE.findall(text)} if "@@PLUGINFILE@@" in text else set()


def inward(told: Any, files: Mapping[str, str]) -> Any:
    """Let all texts inside *told* name the known *files* without Moodle's sign."""
    if isinstance(told, str):
        return _PLACE.sub(lambda found: _known(found, files), told) if "@@" in told else told
    if isinstance(told, dict):
        return {key: inward(value, files) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [inward(value, files) for value in told]
    return told


def outward(text: str, files: Mapping[str, object]) -> str:
    """Write Moodle's sign before the names of *files* where a text shows them."""
    if not files:
        return text
    return _SOURCE.sub(lambda found: _signed(found, files), text)


def given_files(
    question_extra: Mapping[str, Any], media: Mapping[str, MediaFile]
) -> dict[str, MediaFile]:
    """Return the files of a question that are at hand, by the names that its texts use."""
    named = question_extra.get("files")
    if not isinstance(named, dict):
        return {}
    return {str(name): media[key] for name, key in named.items() if key in media}


def _known(found: re.Match[str], files: Mapping[str, str]) -> str:
    name = unquote(found[1])
    return quote(name, safe="/") if name in files else found[0]


def _signed(found: re.Match[str], files: Mapping[str, object]) -> str:
    name = unquote(found[2])
    return f"{found[1]}@@PLUGINFILE@@/{quote(name, safe='/')}" if name in files else found[0]
