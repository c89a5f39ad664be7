"""Find the benchmarks, run them, print their lines."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main(only: str = "") -> int:
    """Run all, or the one of that name; returns the exit code."""
    names = [found.name for found in pkgutil.iter_modules(bench.__path__) if not found.name.startswith("_")]
    chosen = [name for name in names if only in ("", name)]
    if not chosen:
        print(f"no benchmark is called {only}; there are: {', '.join(names)}", file=sys.stderr)
        return 1
    for name in chosen:
        module = importlib.import_module(f"bench.{name}")
        for line in getattr(module, "run", list)():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
