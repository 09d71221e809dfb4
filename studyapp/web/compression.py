"""Assets sent short. Pages are not: next to a secret, their length would tell about it."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Flask, Response, request

_TEXTS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


def install(app: Flask) -> None:
    """Send style sheets, scripts and drawings of *app* compressed to whom can read that."""

    @app.after_request
    def shorten(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in _TEXTS:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code == 200 and request.accept_encodings["gzip"] > 0:
            _compress(response)
        return response


def _compress(response: Response) -> None:
    response.direct_passthrough = False
    response.set_data(_compressed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    # The same content in other bytes: only a weak tag may stand for both.
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)


@lru_cache(maxsize=32)
def _compressed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
