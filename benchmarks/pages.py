"""What people and programs wait for: pages and API answers, in process, all middleware included."""

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks import clock
from benchmarks.results import Result, at_most, seconds, told
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
    results, times = [], {}
    for name, address in pages.items():
        duration, queries = _page(client, address)
        times[name] = duration
        results.append(
            told(name, seconds(duration), f"{queries} queries", "≤ 150 ms, ≤ 15 queries",
                 duration <= 0.15 and queries <= 15)
        )  # fmt: skip
    nation, queries = _page(client, f"/quebec/{_YEAR}/suivi/")
    local, _ = _page(client, f"/{office.slug}/{_YEAR}/suivi/")
    results += [
        at_most(f"year overview of Québec ({queries} queries)", nation, local, 1.5, "the same of an office"),
        told("year overview of Québec, whole page", seconds(nation), "", "≤ 50 ms", nation <= 0.05),
    ]
    for size in (30, 1000):
        results += _list(client, size)
    return results, times


def _page(client: Client, address: str) -> tuple[float, int]:
    def get():
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    duration = clock.median(get, 15)
    with CaptureQueriesContext(connection) as captured:
        get()
    return duration, len(captured)


def _list(client: Client, size: int) -> list[Result]:
    address = f"/api/v1/attainment/?fiscal_year={_YEAR}&month={LAST_YEAR}-12&page_size={size}"
    bare = f"/bare/{LAST_YEAR}/{size}/"
    first = client.get(address)
    assert first.status_code == 200 and len(first.json()["results"]) == size, first.content[:300]
    assert len(client.get(bare).json()["results"]) == size
    ours, floor = clock.median(lambda: client.get(address), 15), clock.median(lambda: client.get(bare), 15)
    rate = floor / ours
    results = [
        Result(f"API attainment list, {size} rows (bare ÷ ours)", seconds(ours), f"{seconds(floor)} bare SQL + orjson",
               rate, "≥ 0.5", rate >= 0.5)
    ]  # fmt: skip
    if etag := first.headers.get("ETag"):
        headers = {"if-none-match": etag}
        assert client.get(address, headers=headers).status_code == 304
        unchanged = clock.median(lambda: client.get(address, headers=headers), 15)
        results.append(
            Result(f"unchanged answer, {size} rows (full ÷ 304)", seconds(unchanged), f"{seconds(ours)} full",
                   ours / unchanged, "≥ 3", ours / unchanged >= 3)
        )  # fmt: skip
    else:
        results.append(told(f"unchanged answer, {size} rows", "no ETag", "", "304 ≥ 3 ×", False))
    return results
