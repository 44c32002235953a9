"""What must hold on every page, whoever opens it and however."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}

# From the top: a bar that stays while scrolling hides part of a button by chance.
_AXE = """async (run) => {
  window.scrollTo({ top: 0, behavior: "instant" });
  const found = await axe.run(document, run);
  return found.violations.map((one) => `${one.id}: ${one.help}\\n` + one.nodes.map(
    (node) => `    ${node.target.join(" ")} ${node.failureSummary}`).join("\\n"));
}"""

# What axe can tell apart: each kind of element in its place, whatever the words in it.
_LOOKS = """() => {
  const root = document.documentElement;
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const page = [innerWidth, innerHeight, root.dir, root.style.cssText, root.lang,
    matchMedia("(prefers-color-scheme: dark)").matches,
    new Set(ids).size === ids.length].join(" ");
  const found = (element, name) => (element.getAttribute(name) ?? "").split(/\\s+/)
    .every((id) => !id || document.getElementById(id)?.textContent.trim());
  const kinds = new Map();
  const kind = (element) => {
    if (!element) return "";
    if (kinds.has(element)) return kinds.get(element);
    const { fontSize, display } = getComputedStyle(element);
    const names = [...element.attributes].map((one) => one.name).sort();
    const said = element.textContent.trim() ? "words" : "";
    const told = [element.localName, element.className.baseVal ?? element.className,
      element.getAttribute("role"), element.getAttribute("type"), names, said,
      ["aria-labelledby", "aria-describedby"].map((one) => found(element, one)),
      element.labels?.length, fontSize, display].join(" ");
    kinds.set(element, told);
    return told;
  };
  const seen = new Set();
  for (const element of document.querySelectorAll("body, body *")) {
    const in1 = element.parentElement, in2 = in1?.parentElement;
    seen.add([page, kind(element), kind(in1), kind(in2)].join(" < "));
  }
  return [...seen];
}"""

# Every colour that words have here, with all that lies behind them.
_COLOURS = """() => {
  const behind = new Map();
  const ground = (element) => {
    if (!element) return "";
    if (!behind.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const own = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none"
        && opacity === "1" ? "" : [backgroundColor, backgroundImage, opacity].join(" ");
      behind.set(element, own + (own && " < ") + ground(element.parentElement));
    }
    return behind.get(element);
  };
  const seen = new Set();
  for (const element of document.querySelectorAll("body, body *")) {
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    seen.add([color, fontSize, fontWeight, ground(element)].join(" "));
  }
  return [...seen];
}"""

# Whatever a person could not reach by scrolling down: past the edges, or clipped away.
_CUT_OFF = """() => {
  const width = document.documentElement.clientWidth;
  const shown = (element) => {
    const style = getComputedStyle(element);
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !element.closest(".unseen, .skip") && style.clipPath === "none";
  };
  const scrolls = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const name = (element) => `<${element.localName} class="${element.className}"> `
    + element.textContent.trim().slice(0, 60);
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || !shown(element)) continue;
    const past = box.right > width + 1 || box.left < -1;
    if (past && !scrolls(element)) found.push("past the edge: " + name(element));
    const style = getComputedStyle(element);
    const clips = /hidden|clip/.test(style.overflowX + style.overflowY);
    if (clips && !element.matches("svg, svg *")
        && (element.scrollWidth > element.clientWidth + 1
            || element.scrollHeight > element.clientHeight + 1)) {
      found.push("clipped: " + name(element));
    }
  }
  return found;
}"""

_SCROLLS_SIDEWAYS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth;
}"""

_HEADINGS = """() => Array.from(document.querySelectorAll("h1, h2, h3, h4, h5, h6"))
  .filter((heading) => heading.checkVisibility())
  .map((heading) => [Number(heading.localName[1]), heading.textContent.trim()])"""

# After a Tab, the browser shows the ring on whatever gets the focus next.
_WITHOUT_RING = """() => {
  const ring = (element) => {
    const { boxShadow, outlineStyle, outlineColor } = getComputedStyle(element);
    const seen = outlineStyle !== "none" && !/^rgba.*, 0\\)$/.test(outlineColor);
    return boxShadow + (seen ? outlineColor : "");
  };
  const found = [];
  for (const element of document.querySelectorAll(
      "a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    document.activeElement.blur();
    const before = ring(element);
    element.focus();
    if (document.activeElement !== element) continue;
    if (!element.matches(":focus-visible") || ring(element) === before) {
      found.push(element.outerHTML.slice(0, 120));
    }
  }
  document.activeElement.blur();
  return found;
}"""


_CONTRAST = "color-contrast"  # takes axe longer than all other rules together
_BY_COLOUR = {"type": "rule", "values": [_CONTRAST]}
_BY_PLACE = {"type": "tag", "values": RULES}
_free_of_barriers: set[str] = set()


def barriers(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds, by the tags of WCAG 2.2 AA or by some rules only.

    A long page takes axe seconds. A page is not looked at again where every element of
    it stood, of the same kind and in the same place, on one that was free of barriers;
    nor for contrast, where all its colours stood on the same ground there.
    """
    if rules:
        return _unless_seen(page, _LOOKS, {"type": "rule", "values": rules})
    return [
        *_unless_seen(page, _LOOKS, _BY_PLACE, {_CONTRAST: {"enabled": False}}),
        *_unless_seen(page, _COLOURS, _BY_COLOUR),
    ]


def _unless_seen(
    page: Page, what: str, only: dict, switched: dict | None = None
) -> list[str]:
    looks = {
        hashlib.sha256(f"{only} {one}".encode()).hexdigest()
        for one in page.evaluate(what)
    }
    if looks <= _free_of_barriers:
        return []
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    run = {"runOnly": only, "rules": switched or {}, "resultTypes": ["violations"]}
    found = page.evaluate(_AXE, run)
    if not found:
        _free_of_barriers.update(looks)
    return found


def scrolls_sideways(page: Page) -> bool:
    return page.evaluate(_SCROLLS_SIDEWAYS)


def cut_off(page: Page) -> list[str]:
    return page.evaluate(_CUT_OFF)


def heading_faults(page: Page) -> list[str]:
    """Anything but one h1, and levels that are never skipped on the way down."""
    headings = page.evaluate(_HEADINGS)
    titles = [text for level, text in headings if level == 1]
    faults = [] if len(titles) == 1 else [f"{len(titles)} h1: {titles}"]
    before = 1
    for level, text in headings:
        if level > before + 1:
            faults.append(f"h{level} after h{before}: {text}")
        before = level
    return faults


def without_focus_ring(page: Page) -> list[str]:
    """What a person with a keyboard would lose sight of."""
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    seen = page.evaluate(
        "() => { const box = document.activeElement.getBoundingClientRect();"
        " return document.activeElement !== document.body && box.left >= 0"
        " && box.top >= 0 && box.width > 0; }"
    )
    return ([] if seen else [f"not in sight after Tab: {first}"]) + page.evaluate(
        _WITHOUT_RING
    )


def at_phone_width(page: Page) -> list[str]:
    """What is wrong once the page is as narrow as a small phone, then back again."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    wrong = ["scrolls sideways at 360 px"] if scrolls_sideways(page) else []
    wrong += cut_off(page)
    page.set_viewport_size(before)
    return wrong


@contextmanager
def right_to_left(page: Page) -> Iterator[None]:
    page.evaluate("document.documentElement.dir = 'rtl'")
    yield
    page.evaluate("document.documentElement.dir = 'ltr'")


@contextmanager
def text_twice_as_large(page: Page) -> Iterator[None]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield
    page.evaluate("document.documentElement.style.fontSize = ''")
