"""What is held against every page that a test opens: errors, foreign requests, scrolling sideways, axe."""

import os
import time
import weakref
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_VENDOR = Path(__file__).parent / "vendor"
_AXE = (_VENDOR / "axe.min.js").read_text()
_AXE_FRENCH = (_VENDOR / "axe.fr.json").read_text()
_watches: "weakref.WeakKeyDictionary[BrowserContext, Watch]" = weakref.WeakKeyDictionary()


class Watch:
    """Listens to all the pages of a context."""

    def __init__(self, context: BrowserContext, origin: str):
        self.origin = origin
        self.accepted: set[int] = set()
        self.problems: list[str] = []
        self.writing: set[Request] = set()  # asked of the server, not yet answered
        self.context = context
        context.on("request", self._request)
        context.on("requestfailed", self._end_of_writing)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        _watches[context] = self

    def _request(self, request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(f"{self.origin}/"):
            self.problems.append(f"foreign request: {request.url}")
        if request.method != "GET":
            self.writing.add(request)

    def _end_of_writing(self, request) -> None:
        self.writing.discard(request)

    def wait_for_writing(self) -> None:
        """Until the server has answered what was sent to it: an answer cut off may be written after its test."""
        deadline = time.monotonic() + 5
        while self.writing and self.context.pages and time.monotonic() < deadline:
            self.context.pages[0].wait_for_timeout(20)  # lets the events come in

    def _response(self, response) -> None:
        self._end_of_writing(response.request)
        if response.status >= 400 and response.status not in self.accepted:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")

    def _console(self, message) -> None:
        # Chromium repeats each 4xx and 5xx in the console: those are judged above, by their status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")


def watch_of(page: Page) -> Watch:
    return _watches[page.context]


def accept(page: Page, *statuses: int) -> None:
    """These answers, refused elsewhere, are what the test is about."""
    watch_of(page).accepted.update(statuses)


def overflow(page: Page) -> list[str]:
    """How far the page scrolls sideways and the elements that push it; nothing when it does not."""
    return page.evaluate(
        """() => {
          const room = document.documentElement.clientWidth;
          const wide = document.documentElement.scrollWidth;
          if (wide <= room) return [];
          const clipped = (one) => { for (let up = one.parentElement; up; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== "visible") return true; return false; };
          const guilty = [...document.body.querySelectorAll("*")]
            .filter((one) => one.getBoundingClientRect().right > room + 0.5 && !clipped(one))
            .slice(0, 5).map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") || one.id}`);
          return [`${wide} px in ${room} px`, ...guilty];
        }"""
    )


def axe(page: Page, within: str = "") -> list[str]:
    """The accessibility faults of the page, or of a part of it: rule, what it asks, element, why."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
        page.evaluate(f"() => axe.configure({{locale: {_AXE_FRENCH}}})")
    return page.evaluate(
        """([tags, within]) => axe
          .run(within ? {include: [within]} : document,
            {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
          .then((results) => results.violations.flatMap((rule) => rule.nodes.map((node) =>
            `${rule.id}: ${rule.help} | ${node.target.join(" ")} | ${node.html.slice(0, 160)} | `
            + node.failureSummary.replaceAll("\\n", " "))))""",
        [TAGS, within],
    )


def inspect(page: Page, name: str, *, dark: bool = False, within: str = "") -> None:
    """All that holds for any page, wide and on a phone; `dark`: in both schemes; `within`: axe in that part only."""
    found = []
    page.wait_for_load_state()  # after a click the page may have only just begun
    language, headings = page.evaluate(
        """() => [document.documentElement.lang,
          [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length]"""
    )
    if language != "fr-CA" or headings != 1 or not page.title().removesuffix(" – Jalon").strip(" –"):
        found.append(f"language {language!r}, {headings} h1, title {page.title()!r}")
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        at = f"{size['width']} px"
        found += [f"{at}: scrolls sideways: {told}" for told in overflow(page)]
        for scheme in ("light", "dark") if dark else ("light",):
            page.emulate_media(color_scheme=scheme)
            found += [f"{at}, {scheme}: {told}" for told in axe(page, within)]
            shoot(page, f"{name}-{size['width']}" + ("-dark" if scheme == "dark" else ""))
        page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    assert not found, f"{name}:\n" + "\n".join(found)


def shoot(page: Page, name: str) -> None:
    """A picture of the page, when JALON_SHOTS names a folder; of the plan, which is endless, only its beginning."""
    if folder := os.environ.get("JALON_SHOTS"):
        height = min(page.evaluate("() => document.documentElement.scrollHeight"), 6000)
        clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True, clip=clip, timeout=60_000)
