"""A browser before the real server, where every test finds the demonstration as it is on the first day.

A first server starts from nothing, once a run (`first`); what it leaves is the template of all others. Each process of
tests has one server (`shared`), started from a copy. Before each test its database is put back if anybody wrote to it
(`server`): tests may write whatever they like, and run in any order. The tests speak HTTP and never touch it.

    signed_in("director")           a page of somebody of the cast; as often as wanted, on one server
    visitor()                       a page of nobody
    rows["strategie"][0]            the rows of the plan that a director may edit
    own_server(JALON_OPENID="…")    a further server, with that environment, for as long as the module lasts; a module
                                    that gives `server` back from it has `visitor` and `signed_in` go there:

        @pytest.fixture(scope="module")
        def server(own_server):
            return own_server(JALON_OPENID="…")

JALON_CHROMIUM   the browser (/usr/bin/chromium)       JALON_SHOTS   a folder for pictures of the main pages
"""

import fcntl
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

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
def browser():
    with sync_playwright() as playwright:
        path = os.environ.get("JALON_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


# --- Servers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class First:
    """What the first start has left: its data folder, the cookies of everybody signed in, the rows of the plan."""

    data: str
    cookies: dict[str, dict]
    rows: dict[str, list[str]]


@pytest.fixture(scope="session")
def first(browser, tmp_path_factory) -> First:
    """Migrated, filled, served and worked for by `bin/run`, once for all processes of this run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "first"
    folder.mkdir(exist_ok=True)
    told = folder / "told.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(asdict(_start_from_nothing(browser, folder))))
    return First(**json.loads(told.read_text()))


def _start_from_nothing(browser: Browser, folder: Path) -> First:
    server = Server(folder)
    server.start()
    context = browser.new_context(base_url=server.url, locale="fr-CA")
    cookies = {key: _sign_in(context, key) for key in EMAILS}
    context.add_cookies(cookies["director"]["cookies"])
    rows = _rows(context.request.get(PLAN).text())
    context.close()
    _stop(server)
    return First(str(server.data), cookies, rows)


def _sign_in(context: BrowserContext, key: str) -> dict:
    """Their session holds on every server of the run: each begins with a copy of this one's database."""
    page = context.new_page()
    page.goto("/compte/login/")
    fill_sign_in(page, key)
    page.wait_for_url("**/")
    cookies = context.cookies()
    context.clear_cookies()
    page.close()
    return {"cookies": cookies}


def _rows(plan: str) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for kind, number in re.findall(r"/plan/modifier/([a-z-]+)/(\d+)/", plan):
        found.setdefault(kind, {})[number] = None
    return {kind: list(numbers) for kind, numbers in found.items()}


def _stop(server: Server) -> None:
    """Stopped by SIGTERM, after which nothing is left, and nothing went wrong."""
    assert len(server.processes()) > 2, f"web and worker should be running: {server.processes()}"
    code = server.stop()
    assert (code, server.processes()) == (0, {}), server.told()[-4000:]
    errors = re.findall(r"^.*\b(?:ERROR|CRITICAL)\b.*$", server.told(), re.MULTILINE)
    assert errors == [], server.told()[-8000:]


@pytest.fixture(scope="session")
def shared(first, tmp_path_factory):
    """The one server of this process."""
    server = Server(tmp_path_factory.mktemp("shared"), template=Path(first.data))
    server.start()
    yield server
    _stop(server)


@pytest.fixture
def server(shared) -> Server:
    """The server as it was on the first day."""
    shared.refresh()
    return shared


@pytest.fixture(scope="module")
def own_server(first, tmp_path_factory):
    """Starts a server that is nobody else's; what one test of the module writes there, the next one finds."""
    started = []

    def start(**environment: str) -> Server:
        server = Server(tmp_path_factory.mktemp("own"), template=Path(first.data), **environment)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        _stop(server)


# --- People ----------------------------------------------------------------------------------------------------------


def fill_sign_in(page: Page, key: str, password: str = settings.DEMONSTRATION_PASSWORD) -> None:
    page.get_by_label("Adresse de courriel").fill(EMAILS[key])
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Se connecter").click()


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
    for context, watch in opened:
        watch.wait_for_writing()
        context.close()
    problems = [problem for _, watch in opened for problem in watch.problems]
    said = server.told()[-2500:] if any(problem.startswith("500") for problem in problems) else ""
    assert not problems, "\n".join([*problems, said])


@pytest.fixture
def signed_in(visitor, first):
    """Opens a page for somebody of the cast: signed_in("director"), signed_in("member", size=PHONE)…"""

    def open_page(key: str, **options) -> Page:
        return visitor(cookies=first.cookies[key], **options)

    return open_page


@pytest.fixture(scope="session")
def rows(first) -> dict[str, list[str]]:
    """The rows of the plan that a director may edit, by kind, as numbers: rows["strategie"][0]."""
    return first.rows
