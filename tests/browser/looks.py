"""What can be seen of a page: contrast of all its text, and what sticks out of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

# Every piece of text that is painted, its colour and what lies under it. axe leaves out what is
# hidden from assistive programs and what stands on a gradient; people see both.
_FAINT_TEXT = """
() => {
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const painting = (color) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const known = new Map();
  const rgba = (color) => {
    if (!known.has(color)) known.set(color, painting(color));
    return known.get(color);
  };
  const over = ([r, g, b, a], under) =>
    [...[r, g, b].map((part, at) => part * a + under[at] * (1 - a)), 1];
  const paints = (style) => {
    const layers = style.backgroundImage.match(/(oklch|oklab|rgba?|color)\\([^()]*\\)/g) || [];
    return layers.length ? layers : [style.backgroundColor];
  };
  const grounds = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) found.push(at);
    let under = [[255, 255, 255, 1]];
    for (const at of found.reverse())
      under = paints(getComputedStyle(at)).flatMap((c) => under.map((u) => over(rgba(c), u)));
    return under;
  };
  const light = ([r, g, b]) => {
    const line = (part) =>
      part / 255 <= 0.04045 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
  };
  const ratio = (a, b) => {
    const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  const painted = (element) => {
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || element.closest(".unseen, .skip:not(:focus)")) return false;
    return element.checkVisibility({ visibilityProperty: true });
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !painted(element)) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ink = element instanceof SVGElement ? style.fill : style.color;
    for (const ground of grounds(element)) {
      const found = ratio(over(rgba(ink), ground), ground);
      if (found < needed) faint.push(`${found.toFixed(2)}: ${texts.currentNode.data.trim()}`);
    }
  }
  return faint;
}
"""
_TOO_WIDE = """
() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > page.clientWidth + 1)
    .map((element) => element.outerHTML.slice(0, 120));
}
"""
_STAYS_UNSEEN = """
() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const style = getComputedStyle(focused);
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return ringed || style.boxShadow !== "none" ? [] : [focused.outerHTML.slice(0, 120)];
}
"""


def faint_texts(page: Page) -> list[str]:
    """Return the texts whose contrast is below 4.5:1, or 3:1 for large ones."""
    return _strings(page.evaluate(_FAINT_TEXT))


def too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    return _strings(page.evaluate(_TOO_WIDE))


def unmarked_focus(page: Page) -> list[str] | None:
    """Return the element that has the focus, if nobody could see that it has; None without one."""
    found = page.evaluate(_STAYS_UNSEEN)
    return None if found is None else _strings(found)


def _strings(value: Any) -> list[str]:
    return [str(one) for one in value]
