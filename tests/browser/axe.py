"""What axe-core finds on a page: nothing, with no rule and no element left out."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only what is wrong comes back: the rest would be the whole page again, element by element.
_RUN = "options => axe.run(options).then((told) => told.violations)"


def assert_accessible(page: Page, *rules: str) -> None:
    """Fail with axe's own words if *page*, as it is now, has a fault; by *rules* only, if any."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    faults = [_in_words(fault) for fault in page.evaluate(_RUN, options)]
    assert faults == [], f"{page.url}: " + "\n".join(faults)


def _in_words(fault: dict[str, Any]) -> str:
    places = "".join(f"\n    {node['html']}\n      {_why(node)}" for node in fault["nodes"])
    return f"{fault['id']} ({fault['impact']}): {fault['help']}{places}"


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
