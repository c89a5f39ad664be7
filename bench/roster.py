"""How soon the solver has a roster, a good one, and what is left at the end.

Our own district of 60 staff × 8 weeks, the same after one falls ill, a city's 200 × 31 days, and made-up
instances of published sizes, each in the solver's own process. A gap is (penalty - bound) / penalty.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.line import Line, scaled
from duecare.core import clock
from duecare.duty.rules.model import Problem
from duecare.duty.rules.reading import roster_from
from duecare.duty.rules.writing import problem_as_json
from duecare.duty.solving import instances as published
from duecare.duty.tests import instances
from duecare.duty.tests.problems import city, district

NEAR = 0.05


def run() -> Iterator[Line]:
    """Seconds until the first roster and until 5 % from the bound, the gap at the end, memory."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "problem.json", Path(folder) / "out.json"
        home = district()
        yield from measured("district", home, source, out, seconds=scaled(20))
        yield from measured("sick", _after_one_falls_ill(home, out), source, out, seconds=scaled(20))
        yield from measured("city", city(), source, out, seconds=scaled(60))
        for name in ("8x14x1", "14x14x2", "20x14x3", "10x28x2", "18x28x3", "36x28x4"):
            problem = published.read(instances.named(name, seed=2))
            yield from measured(name, problem, source, out, seconds=scaled(60))


def measured(name: str, problem: Problem, source: Path, out: Path, seconds: int) -> Iterator[Line]:
    """Run the solver on a problem."""
    source.write_text(json.dumps(problem_as_json(problem)))
    yield from _lines(name, source, out, seconds=seconds)


def _after_one_falls_ill(problem: Problem, out: Path) -> Problem:
    """The problem with the roster just found published, and the busiest officer away from the third week on."""
    promised = roster_from(problem, json.loads(out.read_text())["roster"])
    busiest = max(problem.people, key=lambda person: sum(map(bool, promised.cells[person.id])))
    ill = replace(busiest, leave=busiest.leave | set(range(14, len(problem.day_types) + 1)))
    people = tuple(ill if person is busiest else person for person in problem.people)
    return replace(problem, people=people, published=promised)


def _lines(name: str, source: Path, out: Path, seconds: int) -> Iterator[Line]:
    command = [sys.executable, "-m", "duecare.duty.solve", str(source), str(out)]
    started = clock.monotonic()
    running = subprocess.Popen([*command, "--seconds", str(seconds)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    first: float | None = None
    near: float | None = None
    told: dict[str, Any] = {"gap": None}
    for line in running.stdout:
        told, passed = json.loads(line), clock.monotonic() - started
        if told["objective"] is not None:
            first = passed if first is None else first
            if told["gap"] <= NEAR:
                near = passed if near is None else near
    running.stdout.close()
    _pid, _status, used = os.wait4(running.pid, 0)
    nothing = float("nan")
    yield Line(f"roster.{name}.first", nothing if first is None else first, "s")
    yield Line(f"roster.{name}.near", nothing if near is None else near, "s")
    yield Line(f"roster.{name}.end", clock.monotonic() - started, "s")
    yield Line(f"roster.{name}.gap", nothing if told["gap"] is None else told["gap"], "part")
    yield Line(f"roster.{name}.memory", used.ru_maxrss / 1024, "MB")
