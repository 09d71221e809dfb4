"""With CI=true a skipped test has failed, unless tests/allowed_skips.txt names it.

A suite that skips what it cannot run looks green on a machine where half of it never ran.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

_ALLOWED = Path(__file__).with_name("allowed_skips.txt")
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _judged(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _judged(report)


def _judged(report: Report) -> Report:
    is_a_skip = report.outcome == "skipped" and not hasattr(report, "wasxfail")
    if is_a_skip and os.environ.get("CI") == "true" and not _is_allowed(report.nodeid):
        report.outcome = "failed"
        report.longrepr = (
            f"skipped: {_reason(report)}\n"
            "With CI=true only the tests named in tests/allowed_skips.txt may be skipped."
        )
    return report


def _reason(report: Report) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)


def _is_allowed(nodeid: str) -> bool:
    return nodeid in _allowed() or nodeid.partition("[")[0] in _allowed()


def _allowed() -> set[str]:
    lines = (line.partition("#")[0].strip() for line in _ALLOWED.read_text().splitlines())
    return {line for line in lines if line}
