"""A browser before the real server. The tests speak HTTP to it and never touch its database.

JALON_CHROMIUM   the browser (/usr/bin/chromium)       JALON_SHOTS   a folder for pictures of the main pages
"""

import os
import re
from collections import defaultdict

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.demo import CAST
from tests.e2e.server import Server
from tests.e2e.watch import WIDE, Watch

FLAGS = (
    *("--no-sandbox", "--disable-background-networking", "--disable-gpu"),
    *("--disable-component-update", "--disable-sync"),
)
EMAILS = {person.key: person.email for person in CAST}
PLAN = "/bas-saint-laurent/2007-2008/plan/"
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Migrated, filled, served and worked for by `bin/run`; stopped by SIGTERM, after which nothing is left."""
    server = Server(tmp_path_factory.mktemp("server"))
    server.start()
    yield server
    assert len(server.processes()) > 2, f"web and worker should be running: {server.processes()}"
    code = server.stop()
    assert (code, server.processes()) == (0, {}), server.told()[-4000:]
    errors = re.findall(r"^.*\b(?:ERROR|CRITICAL)\b.*$", server.told(), re.MULTILINE)
    assert errors == [], server.told()[-8000:]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = os.environ.get("JALON_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class Cookies:
    """Each person signs in once a session, in the page; their cookies serve every test."""

    def __init__(self, browser: Browser, url: str):
        self.browser, self.url = browser, url
        self.kept: dict[str, dict] = {}

    def of(self, key: str) -> dict:
        if key not in self.kept:
            context = self.browser.new_context(base_url=self.url, locale="fr-CA")
            page = context.new_page()
            page.goto("/compte/login/")
            fill_sign_in(page, key)
            page.wait_for_url(f"{self.url}/")
            self.kept[key] = context.storage_state()
            context.close()
        return self.kept[key]

    def forget(self, key: str) -> None:
        """After a change of password the old session is worth nothing."""
        self.kept.pop(key, None)


def fill_sign_in(page: Page, key: str, password: str = settings.DEMONSTRATION_PASSWORD) -> None:
    page.get_by_label("Adresse de courriel").fill(EMAILS[key])
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Se connecter").click()


@pytest.fixture(scope="session")
def cookies(browser, server) -> Cookies:
    return Cookies(browser, server.url)


@pytest.fixture
def visitor(browser, server):
    """Opens a page for somebody who is not signed in. At the end no page may have met an error or gone elsewhere."""
    opened = []

    def open_page(*, size: dict = WIDE, javascript: bool = True, cookies: dict | None = None) -> Page:
        context = browser.new_context(
            base_url=server.url,
            locale="fr-CA",
            timezone_id="America/Toronto",
            reduced_motion="reduce",
            viewport=size,
            java_script_enabled=javascript,
            storage_state=cookies,
        )
        context.set_default_timeout(15_000)
        opened.append((context, Watch(context, server.url)))
        return context.new_page()

    yield open_page
    for context, _ in opened:
        context.close()
    problems = [problem for _, watch in opened for problem in watch.problems]
    said = server.told()[-2500:] if any(problem.startswith("500") for problem in problems) else ""
    assert not problems, "\n".join([*problems, said])


@pytest.fixture
def signed_in(visitor, cookies):
    """Opens a page for somebody of the cast: signed_in("director"), signed_in("member", size=PHONE)…"""

    def open_page(key: str, **options) -> Page:
        return visitor(cookies=cookies.of(key), **options)

    return open_page


@pytest.fixture(scope="session")
def rows(browser, cookies, server) -> dict[str, list[str]]:
    """The rows of the plan that a director may edit, by kind, as numbers: rows["strategie"][0]."""
    context = browser.new_context(base_url=server.url, storage_state=cookies.of("director"))
    text = context.request.get(PLAN).text()
    context.close()
    found = defaultdict(list)
    for kind, number in re.findall(r"/plan/modifier/([a-z-]+)/(\d+)/", text):
        if number not in found[kind]:
            found[kind].append(number)
    return found
