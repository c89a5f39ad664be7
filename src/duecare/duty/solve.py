"""The solver as a process of its own: ``python -m duecare.duty.solve PROBLEM.json OUT.json``.

It writes how far it is to standard output, a JSON object on each line (`phase`, `objective`, `bound`, `gap`,
`seconds`), and the best roster so far to OUT, which is always whole: a killed process leaves the best it
had. SIGTERM and SIGINT end the search and keep the best.

With ``--instance`` the problem is a published instance in plain text, OUT is CSV (a line for each person:
id, then a cell for each day), and the last line printed is ``objective=… bound=… seconds=…``.

Exit codes: 0 a roster was found · 1 the problem cannot be read, with the place on standard error · 2 the
command line is wrong · 3 no roster exists; OUT says which rules clash and what would mend it · 4 none was
found in the time, and none is proven not to exist · 5 the extra is not installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from django.conf import settings as django_settings

from duecare.core.errors import BadInput
from duecare.duty.rules.checking import Breach, breaches, penalty
from duecare.duty.rules.model import Problem, Roster
from duecare.duty.rules.reading import problem_from
from duecare.duty.solving.instances import read, write

if TYPE_CHECKING:
    from duecare.duty.solving import clash as clashing
    from duecare.duty.solving import incumbent
    from duecare.duty.solving.search import Outcome, Search

FOUND, UNREADABLE, IMPOSSIBLE, NOTHING, NOT_INSTALLED = 0, 1, 3, 4, 5
EXTRA = 'The solver is not installed. Install it with: pip install "duecare[roster]"'
EXPLAIN_SECONDS = 10


def main(words: Sequence[str] | None = None) -> int:
    """Read, search, write; returns the exit code."""
    if not django_settings.configured:
        django_settings.configure(USE_I18N=False)
    options = _options(words)
    try:
        searching = importlib.import_module("duecare.duty.solving.search")
        incumbents = importlib.import_module("duecare.duty.solving.incumbent")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in {"ortools", "numpy"}:
            raise
        sys.stderr.write(f"{EXTRA}\n")
        return NOT_INSTALLED
    try:
        problem = _problem(options)
    except (BadInput, OSError, ValueError) as error:
        where = getattr(error, "where", None)
        sys.stderr.write(f"{where}: {error}\n" if where else f"{error}\n")
        return UNREADABLE
    given = incumbents.Settings(
        seconds=options.seconds, seed=options.seed, workers=options.workers, steady=options.steady
    )
    answer = Answer(problem, options.out, csv=options.instance, quiet=options.quiet)
    outcome = _searched(searching.Search(problem, given, answer.tell))
    return answer.finish(outcome, given)


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m duecare.duty.solve", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("problem", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--instance", action="store_true", help="the problem is a published instance")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.add_argument("--steady", action="store_true", help="the same seed gives the same roster")
    return parser.parse_args(words)


def _problem(options: argparse.Namespace) -> Problem:
    text = options.problem.read_text(encoding="utf-8")
    return read(text) if options.instance else problem_from(json.loads(text))


def _searched(search: Search) -> Outcome:
    """Search in a thread, so that a signal is heard while the solver works."""
    found: list[Outcome] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(search.run())
        except BaseException as error:  # noqa: BLE001 - raised again in the main thread
            failed.append(error)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        search.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    worker = threading.Thread(target=work, name="search", daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(0.2)
    if failed:
        raise failed[0]
    return found[0]


class Answer:
    """Writes progress and the best roster so far."""

    def __init__(self, problem: Problem, out: Path, *, csv: bool, quiet: bool) -> None:
        self.problem, self.out, self.csv, self.quiet = problem, out, csv, quiet

    def tell(self, progress: incumbent.Progress, roster: Roster | None) -> None:
        """Say how far the search is; keep a roster that is better."""
        gap = None if progress.gap is None else round(progress.gap, 4)
        if roster is not None:  # first, so that a line means that the roster is kept
            self._write(roster, {"state": "searching", **asdict(progress)})
        if not self.quiet:
            self._line({**asdict(progress), "seconds": round(progress.seconds, 2), "gap": gap})

    def finish(self, outcome: Outcome, given: incumbent.Settings) -> int:
        """Write the last word; returns the exit code."""
        told = {
            "phase": "penalty",
            "objective": outcome.objective,
            "bound": outcome.bound,
            "seconds": round(outcome.seconds, 2),
            "changes": outcome.changes,
            "fewest": outcome.fewest,
        }
        if outcome.roster is not None:
            self._finished(outcome.roster, {"state": "optimal" if outcome.proven else "best", **told})
            code = FOUND
        elif outcome.impossible:
            clash = importlib.import_module("duecare.duty.solving.clash")
            seconds = max(EXPLAIN_SECONDS, given.seconds / 10)
            found = clash.explain(self.problem, seconds, given.seed, given.workers)
            self._store({"state": "impossible", **told, "clash": clash_as_json(found)})
            code = IMPOSSIBLE
        else:
            self._store({"state": "nothing", **told})
            code = NOTHING
        if self.csv:
            sys.stdout.write(
                f"objective={outcome.objective} bound={outcome.bound} seconds={outcome.seconds:.1f}\n"
            )
        return code

    def _finished(self, roster: Roster, told: dict[str, object]) -> None:
        broken = breaches(self.problem, roster)
        if broken:
            raise RuntimeError(f"the search gave a roster that breaks {broken[0].rule}")
        parts = penalty(self.problem, roster)
        self._write(roster, {**told, "penalty": {**asdict(parts), "total": parts.total}})

    def _write(self, roster: Roster, told: dict[str, object]) -> None:
        if self.csv:
            self._replace(write(self.problem, roster))
        else:
            self._store({**told, "roster": {person: list(row) for person, row in roster.cells.items()}})

    def _store(self, told: dict[str, object]) -> None:
        if not self.csv:
            self._replace(json.dumps(told, ensure_ascii=False) + "\n")

    def _replace(self, text: str) -> None:
        beside = self.out.with_name(f".{self.out.name}.{os.getpid()}")
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.out)

    @staticmethod
    def _line(told: dict[str, object]) -> None:
        try:
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process


def clash_as_json(clash: clashing.Clash) -> dict[str, object]:
    """A clash as plain lists, objects, texts and numbers; `duecare.duty.rules.clauses` says it in words."""
    return {
        "rules": [asdict(rule) for rule in clash.rules],
        "minimal": clash.minimal,
        "mending": [_breach(breach) for breach in clash.mending],
        "smallest": clash.smallest,
        "roster": None
        if clash.roster is None
        else {person: list(row) for person, row in clash.roster.cells.items()},
    }


def _breach(breach: Breach) -> dict[str, object]:
    return {**asdict(breach), "rule": asdict(breach.rule), "days": list(breach.days)}


if __name__ == "__main__":
    raise SystemExit(main())
