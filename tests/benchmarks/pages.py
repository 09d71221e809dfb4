"""From the start to the first page, and what each page weighs."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.servers import running_server

_REPOSITORY = Path(__file__).parents[2]
_PAGES = ("/", "/documents/new", "/library", "/review", "/settings", "/help")
_ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')


def report(folder: Path) -> Iterator[str]:
    """Yield the lines of this part."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import flask, sqlmodel"], check=True)
    floor = time.perf_counter() - begun
    begun = time.perf_counter()
    program = [sys.executable, "-m", "studyapp"]
    with running_server(program, folder, cwd=_REPOSITORY, settings={}) as server:
        _get(server.url + "/")
        first = time.perf_counter() - begun
        yield "start to first page, with an empty data folder"
        yield f"  importing Flask and SQLModel    {floor:8.2f} s"
        yield f"  serve, migrate, demo, page      {first:8.2f} s = {first / floor:.1f} times"
        yield ""
        yield "page              bytes   gzip   requests   script gzip   style gzip   fonts"
        for path in _PAGES:
            yield _weight(server.url, path)


def _weight(url: str, path: str) -> str:
    page, _kind = _get(url + path)
    assets = sorted(set(_ASSET.findall(page.decode())))
    bodies = {asset: _get(url + asset)[0] for asset in assets}
    script = sum(_zipped(body) for asset, body in bodies.items() if ".js" in asset)
    style = sum(_zipped(body) for asset, body in bodies.items() if ".css" in asset)
    fonts = sum(len(body) for asset, body in bodies.items() if ".woff2" in asset)
    return (
        f"{path:16} {len(page):6} {_zipped(page):6} {1 + len(assets):10} {script:13}"
        f" {style:12} {fonts:7}"
    )


def _zipped(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def _get(url: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.read(), response.headers.get_content_type()
