"""The lock files pin everything, and nothing in the project knows whose machine made it."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.project import ROOT, project_files

LOCKS = ["requirements.txt", "requirements-dev.txt"]
# Each pattern is written so that it does not find itself.
_ADDRESSES = re.compile(r"pyth[o]nhosted|npm[j]s\.o|p[y]pi\.o[r]g|find-lin[k]s|extra-inde[x]-url")
_MACHINE_PATHS = re.compile(r"(^|[^a-z])/(wor[k]|far[m]|roo[t]|hom[e])/")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_hashes(lock):
    entries = _entries(lock)
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z]+\])?==[^ ]+", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_has_no_address_and_no_path(lock):
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert "://" not in line
        assert not line.startswith("--"), line
        assert "/" not in line, line


def test_what_runs_is_what_is_tested():
    assert set(_pins("requirements.txt")) <= set(_pins("requirements-dev.txt"))


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_everything_that_is_asked_for(name):
    locked = {pin.partition("==")[0] for pin in _pins(f"{name}.txt")}
    missing = {_name_of(line) for line in _asked(f"{name}.in")} - locked
    assert missing == set(), "run ./run lock"


def test_an_installed_package_asks_for_what_a_checkout_installs():
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    extras = project["optional-dependencies"].values()
    declared = [*project["dependencies"], *(wish for extra in extras for wish in extra)]
    assert sorted(declared) == sorted(_asked("requirements.in"))


def test_no_file_names_a_machine_path_or_a_registry():
    found = []
    for path in project_files():
        for number, line in enumerate(_lines(path), start=1):
            if _ADDRESSES.search(line) or _MACHINE_PATHS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_the_lock_that_records_registries_is_ignored():
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def _entries(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", "", text)
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def _pins(lock):
    return [_name_and_version(entry) for entry in _entries(lock)]


def _name_and_version(entry):
    return re.sub(r"\[[a-z]+\]", "", entry.partition(" ")[0])


def _asked(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def _name_of(wish):
    return re.split(r"[\[<>=]", wish)[0].replace("_", "-").lower()


def _lines(path):
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
