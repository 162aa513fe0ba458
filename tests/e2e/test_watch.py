"""The watch kept on every page sees what it is there to see."""

import pytest

from tests.e2e.watch import PHONE, axe, overflow, watch_of

pytestmark = pytest.mark.e2e


def test_faults_put_into_a_page_are_all_seen(visitor):
    page = visitor(size=PHONE)
    page.goto("/compte/login/")
    problems = watch_of(page).problems
    assert (problems, overflow(page), axe(page)) == ([], [], [])
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.insertAdjacentHTML("beforeend", '<div id="wide"><img src="/nowhere.png"></div>');
          document.getElementById("wide").style.width = "900px";
          setTimeout(() => undefined.nothing, 0);
          return fetch("http://127.0.0.2/elsewhere").catch(() => null);
        }"""
    )
    page.wait_for_timeout(500)
    assert overflow(page)[:2] == ["916 px in 390 px", "div.wide"]
    assert [told.split(":")[0] for told in axe(page)] == ["image-alt"]
    seen = "\n".join(problems)
    for fault in ("404: GET", "Content Security Policy", "script error"):
        assert fault in seen
    problems.clear()
