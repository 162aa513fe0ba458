"""`python -m benchmarks [--rows 1.4M|14M|both] [--database sqlite|postgres|both]`: every goal as a ratio, in one run.

PostgreSQL is that of JALON_BENCH_POSTGRES (a URL without database, by default the local one); the database
`jalon_bench` is dropped and made again. SQLite is a file in a temporary folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.results import Result, table, told

_POSTGRES = os.environ.get("JALON_BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
_NAME = "jalon_bench"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", choices=("1.4M", "14M", "both"), default="1.4M")
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--only", choices=("databases", "documents"), help="measure but these")
    options = parser.parse_args()
    sizes = ("1.4M", "14M") if options.rows == "both" else (options.rows,)
    databases = ("postgres", "sqlite") if options.database == "both" else (options.database,)
    print(f"Measured on {date.today()}: {machine()}.\n", flush=True)
    for database in () if options.only == "documents" else databases:
        times = {}
        for rows in sizes:
            payload = measure(database, rows)
            times[rows] = payload["times"]
            results = [Result(**one) for one in payload["results"]]
            print(f"## {database}, {rows} monthly values (made in {payload['made']:.0f} s)\n")
            print(table(results), end="\n\n", flush=True)
        if len(times) == 2:
            print(f"## {database}, from 1.4M to 14M\n\n{table(growth(times['1.4M'], times['14M']))}\n", flush=True)
    if options.only != "databases":
        print(f"## Documents\n\n{table(documents())}\n", flush=True)


def documents() -> list[Result]:
    """In a process and a data folder of their own, on SQLite."""
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        report = Path(folder) / "report.json"
        env = {
            **os.environ, "JALON_DATA_DIR": folder, "JALON_TESTING": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "", "REDIS_URL": "",
        }  # fmt: skip
        subprocess.run([sys.executable, "-m", "benchmarks.documents", str(report)], env=env, check=True)
        return [Result(**one) for one in json.loads(report.read_text())]


def measure(database: str, rows: str) -> dict:
    with tempfile.TemporaryDirectory(prefix="jalon-bench-") as folder:
        report = Path(folder) / "report.json"
        env = {
            **os.environ, "JALON_DATA_DIR": folder, "JALON_TESTING": "1", "JALON_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "", "REDIS_URL": "",
        }  # fmt: skip
        if database == "postgres":
            recreate()
            env["DATABASE_URL"] = f"{_POSTGRES}/{_NAME}"
        subprocess.run([sys.executable, "-m", "benchmarks.run", rows, str(report)], env=env, check=True)
        return json.loads(report.read_text())


def recreate() -> None:
    import psycopg

    with psycopg.connect(f"{_POSTGRES}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {_NAME}")
        connection.execute(f"CREATE DATABASE {_NAME}")


def growth(small: dict, large: dict) -> list[Result]:
    """How the time grows with the data: ten times as many facts."""
    facts, full = large["series"] / small["series"], large["full"] / small["full"]
    busy = large["full_busy"] / small["full_busy"]
    results = [
        Result(f"full recompute, {facts:.1f} × the facts", f"{large['full']:.2f} s", f"{small['full']:.2f} s at 1.4M",
               full, "≤ 12 ×", full <= 12),
        Result("the same, processor time", f"{large['full_busy']:.2f} s", f"{small['full_busy']:.2f} s at 1.4M",
               busy, "≤ 12 ×", busy <= 12),
        told("the floor, for comparison", f"{large['floor']:.2f} s",
             f"{small['floor']:.2f} s at 1.4M, {large['floor'] / small['floor']:.2f} ×"),
    ]  # fmt: skip
    for page in ("dashboard of a region", "indicator page", "plan page"):
        ratio, before = large[page] / small[page], f"{small[page] * 1000:.0f} ms at 1.4M"
        results.append(Result(page, f"{large[page] * 1000:.0f} ms", before, ratio, "≤ 1.5 ×", ratio <= 1.5))
    return results


def machine() -> str:
    memory = next((line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal")), "")
    return f"{os.cpu_count()} cores, {int(memory.split()[1]) // 2**20} GB, Python {sys.version.split()[0]}"


if __name__ == "__main__":
    main()
