"""Run the benchmarks, print their lines."""

from __future__ import annotations

import importlib
import sys

#: The measures, in the order in which they run; the package's other modules are parts of them.
MEASURES = (
    "board", "bringing", "cases", "filing", "hazards", "materialise", "offline", "photographs", "roster",
    "sealing", "syncing", "tick",
)  # fmt: skip


def main(only: str = "") -> int:
    """Run all, or the one of that name; returns the exit code."""
    chosen = [name for name in MEASURES if only in ("", name)]
    if not chosen:
        print(f"no benchmark is called {only}; there are: {', '.join(MEASURES)}", file=sys.stderr)
        return 1
    for name in chosen:
        for line in importlib.import_module(f"bench.{name}").run():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
