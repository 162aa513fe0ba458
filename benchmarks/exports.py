"""Every row of attainment as CSV, streamed by a process of its own, whose memory is then told.

`python -m benchmarks.exports` prints what it streamed: lines, seconds, megabytes held at most and before the stream.
"""

import json
import subprocess
import sys
import time

from benchmarks.results import Result, seconds, told

_ADDRESS = "/api/v1/attainment/export/"
_PERSON = "national@demo.jalon.example"
_ENOUGH = 1_000_000  # lines: what the goal speaks of


def measure() -> list[Result]:
    run = subprocess.run([sys.executable, "-m", "benchmarks.exports"], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout.splitlines()[-1])
    what = f"export of {found['lines']:,} rows as CSV"
    is_met = found["peak"] < 200 if found["lines"] >= _ENOUGH else None
    rate = f"{found['lines'] / found['seconds']:,.0f} rows/s, {seconds(found['seconds'])}"
    return [told(what, f"{found['peak']} MB", f"{rate}; {found['before']} MB before", "< 200 MB at 1 M rows", is_met)]


def main() -> None:
    import django

    django.setup()
    from django.test import Client

    from accounts.models import User
    from benchmarks import clock

    client = Client()
    client.force_login(User.objects.get(email=_PERSON))
    client.get("/api/v1/attainment/?page_size=1")
    before, start, lines = clock.peak_memory(), time.perf_counter(), 0
    response = client.get(_ADDRESS)
    assert response.status_code == 200, response.status_code
    for piece in response.streaming_content:
        lines += piece.count(b"\n")
    found = {
        "lines": lines - 1, "seconds": time.perf_counter() - start, "peak": clock.peak_memory(), "before": before
    }  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    main()
