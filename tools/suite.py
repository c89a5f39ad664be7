"""Run the tests on SQLite, and those marked `both` once more on PostgreSQL.

`python -m tools.suite` runs what is not deep, `python -m tools.suite deep` what is. Every run goes on to
the end; the exit code is 0 only if all passed, and the last lines repeat each run's totals.
"""

from __future__ import annotations

import os
import subprocess
import sys

WORKERS = "2"


def main(words: list[str]) -> int:
    depth = "deep" if words == ["deep"] else "not deep"
    runs = [("sqlite", depth), ("postgres", f"both and {depth}")]
    results = [(database, *run(database, marks)) for database, marks in runs]
    for database, _, totals in results:
        print(f"{database:9} {totals}")
    return max(code for _, code, _ in results)


def run(database: str, marks: str) -> tuple[int, str]:
    """Return pytest's exit code and the last line it printed."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, "--dist=worksteal"]
    command += ["--durations=40", "--durations-min=2", "-m", marks]
    print(f"== {database}: {marks}", flush=True)
    last = "printed nothing"
    environment = {**os.environ, "DUECARE_TEST_DB": database}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
