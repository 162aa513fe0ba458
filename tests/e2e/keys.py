"""Going about a page with the keyboard alone, where one must always see where one is."""

from playwright.sync_api import Locator, Page

_FOCUS = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const words = (one.innerText || one.id).slice(0, 50);
  return {
    name: `${one.tagName.toLowerCase()}.${one.getAttribute("class") || ""} « ${words} »`,
    body: one === document.body,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def assert_focus_is_visible(page: Page) -> str:
    """The focused element is on screen with an outline; its description."""
    focus = page.evaluate(_FOCUS)
    assert focus["body"] or (focus["outlined"] and focus["seen"]), f"focus cannot be seen: {focus}"
    return focus["name"]


def tab_to(page: Page, wanted: Locator, *, limit: int = 150) -> None:
    """Press Tab until `wanted` has the focus; each stop on the way must be visible."""
    handle = wanted.first.element_handle()
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        passed.append(assert_focus_is_visible(page))
        if handle.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was not reached by Tab; passed: {passed[:8]} … {passed[-8:]}")
