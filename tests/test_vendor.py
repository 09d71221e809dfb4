"""Other people's files in static/vendor/ are exactly the ones that were recorded."""

from __future__ import annotations

import hashlib
import json

from tests.project import ROOT

VENDOR = ROOT / "static" / "vendor"
RECORD = VENDOR / "vendored.json"
# What makes the folder: the versions asked for, npm's own lock and setting, and the record.
_RECIPE = {"vendored.json", "package.json", "package-lock.json", ".npmrc", "vendor.py"}


def test_every_vendored_file_has_its_recorded_hash():
    for path, entry in _record().items():
        digest = hashlib.sha256((VENDOR / path).read_bytes()).hexdigest()
        assert digest == entry["sha256"], path


def test_every_file_in_the_folder_is_recorded():
    there = {
        path.relative_to(VENDOR).as_posix()
        for path in VENDOR.rglob("*")
        if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts)
    }
    assert there - _RECIPE == set(_record())


def test_every_vendored_package_brings_its_licence():
    packages = {entry["package"] for entry in _record().values()}
    licensed = {entry["package"] for path, entry in _record().items() if "LICEN" in path.upper()}
    assert packages == licensed


def test_the_recorded_versions_are_the_ones_asked_for():
    asked = json.loads((VENDOR / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for path, entry in _record().items():
        assert asked[entry["package"]] == entry["version"], path


def _record():
    return json.loads(RECORD.read_text(encoding="utf-8"))
