"""One run in one database, in a process of its own: `python -m benchmarks.run ROWS REPORT`."""

import json
import sys
from pathlib import Path

import django


def main(rows: str, report: str) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import autosave, clock, engine, exports, loads, new_year, pages
    from benchmarks.results import table
    from indicators import scale_data

    size = scale_data.Size() if rows == "14M" else scale_data.Size(years=2)
    call_command("migrate", verbosity=0)
    call_command("demo", stdout=sys.stderr)
    clock.say(f"{connection.vendor}, {rows}: data…")
    made = clock.once(lambda: scale_data.build(size))
    clock.say(f"  made in {made:.0f} s; engine…")
    results, times = engine.measure(is_full_size=rows == "14M")
    clock.say("  loads…")
    results += loads.measure(connection.vendor)
    clock.say(table(results))  # told at once, should a page fail later
    clock.say("  pages and API…")
    seen, waits = pages.measure()
    results += seen
    clock.say("  writing…")
    results += autosave.measure()
    clock.say("  export…")
    results += exports.measure()
    clock.say("  a year just opened…")
    results += new_year.measure()
    payload = {"results": [one.as_dict() for one in results], "times": {**times, **waits}, "made": made}
    Path(report).write_text(json.dumps(payload))


if __name__ == "__main__":
    main(*sys.argv[1:])
