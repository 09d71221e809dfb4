from __future__ import annotations

import pytest

SKIPS = """
import pytest

def test_that_cannot_run_here():
    pytest.skip("there is no sea")

@pytest.mark.xfail(reason="known")
def test_that_is_expected_to_fail():
    assert False
"""


def test_a_skip_fails_the_run_of_ci(suite, monkeypatch):
    monkeypatch.setenv("CI", "true")
    result = suite.runpytest("-p", "tests.skipped", "-p", "no:randomly")
    result.assert_outcomes(failed=1, xfailed=1)
    result.stdout.fnmatch_lines(["*skipped: Skipped: there is no sea"])


def test_a_whole_module_that_skips_fails_the_run_of_ci(suite, monkeypatch):
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(test_module='import pytest\npytest.importorskip("no_such_package")')
    result = suite.runpytest("-p", "tests.skipped", "test_module.py")
    result.assert_outcomes(errors=1)


def test_a_skip_on_a_developers_machine_is_a_skip(suite, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    suite.runpytest("-p", "tests.skipped").assert_outcomes(skipped=1, xfailed=1)


def test_a_skip_that_the_list_names_is_a_skip(suite, monkeypatch, tmp_path):
    allowed = tmp_path / "allowed"
    allowed.write_text("test_sea.py::test_that_cannot_run_here  # no sea on some machines\n")
    monkeypatch.setattr("tests.skipped._ALLOWED", allowed)
    monkeypatch.setenv("CI", "true")
    suite.runpytest("-p", "tests.skipped").assert_outcomes(skipped=1, xfailed=1)


@pytest.fixture
def suite(pytester):
    """Return a project with one test that skips and one that is expected to fail."""
    pytester.makepyfile(test_sea=SKIPS)
    return pytester
