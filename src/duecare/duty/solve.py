"""The solver as a process of its own: ``python -m duecare.duty.solve PROBLEM.json OUT.json``.

PROBLEM is JSON as `rules.writing.problem_as_json` writes it and `rules.reading.problem_from` reads it.

**Progress** goes to standard output, a JSON object on each line, at least every two seconds and at once when
something is better; nothing else is written there. Any may be lost: OUT has what counts.

- ``phase``: ``changes`` (fewest changes to the published roster; objective and bound count cells), ``penalty``
  (objective and bound are penalties) or ``clash`` (there is no roster; the reasons are being looked for)
- ``objective``: of the best so far, null while there is none; ``bound``: nothing is below it
- ``gap``: (objective - bound) / objective, null while there is none; ``seconds``: since the start

**OUT** is replaced as a whole, so it is never half-written, whenever there is a better roster and at the end. A
line of progress comes after its roster is in OUT; a killed process leaves the best it had. Its ``state`` is

- ``searching``: the process has not ended, or was killed. With ``phase``, ``objective``, ``bound``, ``gap``,
  ``seconds`` as above and ``roster``: ``{person: [kind or "", one for each day]}``
- ``optimal``: proven that no roster is better, and ``best``: time was over, or it was told to stop. As above (always of
  the phase ``penalty``), with ``penalty``: ``{cover, wishes, changes, load, nights, weekends, holidays, total}``,
  ``changes``: cells that differ from the published roster, null without one, and ``fewest``: proven that no roster
  differs in fewer
- ``impossible``: proven that there is no roster. With ``clash``: ``rules``, a list of ``{name, person, day, kind}``
  that cannot hold together (`rules.clauses.Rule`; empty if time was too short), ``minimal``: proven that without any
  one of them the others can, ``mending``: the rules that the nearest roster breaks, a list of ``{rule, days, found,
  limit}`` (`rules.checking.Breach`), ``smallest``: proven that no mending asks for less, and ``roster``: that
  roster, or null. `rules.answers` reads all this back, and `rules.sentences` says it in the language of the reader
- ``nothing``: neither a roster was found nor that there is none

**Ending.** SIGTERM and SIGINT end it within two seconds: the best so far is kept and written as ``best``. With
``--steady`` the same seed gives the same roster, with one worker and so more slowly; else the seed only starts it.

With ``--instance`` the problem is a published instance in plain text, OUT is CSV (a line for each person:
id, then a cell for each day), and the last line printed is ``objective=… bound=… seconds=…``.

Exit codes: 0 a roster is in OUT · 1 the problem cannot be read or OUT not written, with the place on standard error;
OUT is untouched · 2 the command line is wrong · 3 no roster exists; OUT says which rules clash and what would mend
it · 4 none was found in the time, and none is proven not to exist · 5 the extra is not installed.
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
