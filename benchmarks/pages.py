"""What people and programs wait for: pages and API answers, in process, all middleware included."""

from functools import partial

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks import clock
from benchmarks.results import Result, at_most, seconds, told
from core import kept
from core.formats import fiscal_year_label
from indicators.scale_data import LAST_YEAR
from regions.models import Territory

_YEAR = fiscal_year_label(LAST_YEAR).replace("–", "-")


def measure() -> tuple[list[Result], dict[str, float]]:
    settings.ROOT_URLCONF = "benchmarks.urls"
    client = Client()
    client.force_login(User.objects.get(email="national@demo.jalon.example"))
    region, office = (Territory.objects.get(code=code) for code in ("01", "01-100"))
    pages = {
        "dashboard of a region": f"/{region.slug}/{_YEAR}/suivi/",
        "indicator page": f"/{region.slug}/{_YEAR}/indicateurs/2/",
        "plan page": f"/{region.slug}/2007-2008/plan/",
    }
    nation, local = f"/quebec/{_YEAR}/suivi/", f"/{office.slug}/{_YEAR}/suivi/"
    times = _waits(client, [*pages.values(), nation, local])
    results = [
        told(name, seconds(times[address]), f"{queries} queries", "≤ 150 ms, ≤ 15 queries",
             times[address] <= 0.15 and queries <= 15)
        for name, address in pages.items()
        for queries in [_queries(client, address)]
    ]  # fmt: skip
    what = f"year overview of Québec ({_queries(client, nation)} queries)"
    results += [
        at_most(what, times[nation], times[local], 1.5, "the same of an office"),
        told("year overview of Québec, whole page", seconds(times[nation]), "", "≤ 50 ms", times[nation] <= 0.05),
    ]
    dashboards = {"Québec": nation, "a region": pages["dashboard of a region"], "an office": local}
    anew = _waits(client, list(dashboards.values()), prepare=_nothing_kept)
    for place, address in dashboards.items():
        _nothing_kept()
        queries = _queries(client, address)
        results.append(told(f"dashboard of {place}, first reading", seconds(anew[address]), f"{queries} queries"))
    for size in (30, 1000):
        results += _list(client, size)
    return results, {name: times[address] for name, address in pages.items()}


def _nothing_kept() -> None:
    """As when the results have just changed: a dashboard is made anew."""
    caches[kept.ALIAS].clear()


def _waits(client: Client, addresses: list[str], prepare=None) -> dict[str, float]:
    works = {address: partial(_get, client, address) for address in addresses}
    return clock.medians(works, 25, prepare)


def _get(client: Client, address: str, status: int = 200, **options):
    response = client.get(address, **options)
    assert response.status_code == status, (address, response.status_code, response.content[:300])
    return response


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _get(client, address)
    return len(captured)


def _list(client: Client, size: int) -> list[Result]:
    address = f"/api/v1/attainment/?fiscal_year={_YEAR}&month={LAST_YEAR}-12&page_size={size}"
    bare = f"/bare/{LAST_YEAR}/{size}/"
    first = _get(client, address)
    assert len(first.json()["results"]) == len(_get(client, bare).json()["results"]) == size
    known = {"if-none-match": first.headers["ETag"]}
    waits = clock.medians(
        {
            "ours": partial(_get, client, address),
            "bare": partial(_get, client, bare),
            "unchanged": partial(_get, client, address, 304, headers=known),
        },
        41,
    )
    rate, saved = waits["bare"] / waits["ours"], waits["ours"] / waits["unchanged"]
    return [
        Result(f"API attainment list, {size} rows (bare ÷ ours)", seconds(waits["ours"]),
               f"{seconds(waits['bare'])} bare SQL + orjson", rate, "≥ 0.5", rate >= 0.5),
        Result(f"unchanged answer, {size} rows (full ÷ 304)", seconds(waits["unchanged"]),
               f"{seconds(waits['ours'])} full", saved, "≥ 3", saved >= 3),
    ]  # fmt: skip
