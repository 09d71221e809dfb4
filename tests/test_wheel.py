"""The wheel holds all that the app needs: installed alone, it serves its pages."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import urllib.request
from pathlib import Path

import pytest

from tests.project import ROOT
from tests.servers import running_server

pytestmark = pytest.mark.slow


def test_an_installed_wheel_serves_its_pages_and_its_static_files(installed, tmp_path):
    with running_server([installed / "studyapp"], tmp_path, cwd=tmp_path, settings={}) as server:
        page = _get(f"{server.url}/")
        assert page.startswith(b"<!doctype html>")
        files = set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page))
        assert files
        for path in files:
            assert _get(server.url + path.decode()), path


def test_an_installed_wheel_runs_its_commands(installed, tmp_path):
    assert "serve" in _output([installed / "studyapp", "--help"], tmp_path)


def test_the_name_questions_belongs_to_this_project_alone(installed, tmp_path):
    ask = "from importlib.metadata import packages_distributions as p; print(p()['questions'])"
    assert _output([installed / "python", "-c", ask], tmp_path) == "['studyapp']\n"


def test_the_wheel_carries_its_banks(installed, tmp_path):
    ask = "from questions import banks; print(len(banks.demo()))"
    assert int(_output([installed / "python", "-c", ask], tmp_path)) > 0


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Build the wheel and install it into a fresh environment; return its folder of programs.

    Nothing is downloaded: the packages that it needs are lent by the environment of the tests.
    """
    folder = tmp_path_factory.mktemp("wheel")
    _output([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], ROOT)
    wheel = next(folder.glob("*.whl"))
    environment = folder / "environment"
    _output([sys.executable, "-m", "venv", "--without-pip", environment], folder)
    python = environment / "bin" / "python"
    _output(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index",
         "--no-deps", "--disable-pip-version-check", wheel],
        folder,
    )  # fmt: skip
    _lend(sysconfig.get_path("purelib"), python)
    return python.parent


def _lend(packages, python):
    ask = "import sysconfig; print(sysconfig.get_path('purelib'), end='')"
    folder = Path(_output([python, "-c", ask], ROOT))
    (folder / "lent.pth").write_text(packages, encoding="utf-8")


def _output(command, folder):
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


def _get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read()
