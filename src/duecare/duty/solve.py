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

Exit codes: 0 a roster is in OUT · 1 the problem cannot be read or OUT not written, with the place on standard error;
OUT is untouched · 2 the command line is wrong · 3 no roster exists; OUT says which rules clash and what would mend
it · 4 none was found in the time, and none is proven not to exist · 5 the extra is not installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from django.conf import settings as django_settings
from django.utils.translation import gettext_lazy as _

from duecare.core.errors import BadInput, DomainError
from duecare.duty.rules.answers import Outcome, answer_as_json, progress_as_json, rows
from duecare.duty.rules.model import Problem, Roster
from duecare.duty.rules.reading import problem_from
from duecare.duty.solving.keeping import Kept
from duecare.duty.solving.stopping import Stopping

if TYPE_CHECKING:
    from duecare.duty.solving.incumbent import Progress
    from duecare.duty.solving.running import Run

REFUSED, NOT_INSTALLED = 1, 5
CODES = {"optimal": 0, "best": 0, "impossible": 3, "nothing": 4}


class NotInstalled(DomainError):  # noqa: N818 - it reads as the answer it is
    """The extra that brings the solver is not there."""


def solver() -> ModuleType:
    """The module :mod:`duecare.duty.solving.running`, which takes a second or two to load.

    :raises NotInstalled: the extra is missing.
    """
    try:
        return importlib.import_module("duecare.duty.solving.running")
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in {"ortools", "numpy"}:
            raise
        raise NotInstalled(
            "roster.extra", _("The solver is not installed."), hint=_('Run: pip install "duecare[roster]"')
        ) from error


def main(words: Sequence[str] | None = None) -> int:
    """Read, search, write; returns the exit code."""
    if not django_settings.configured:
        django_settings.configure(USE_I18N=False)
    options = _options(words)
    run: Run | None = None
    try:
        with Stopping() as stopping:
            running = solver()
            answer = Answer(_problem(options.problem), Kept(options.out), quiet=options.quiet)
            answer.out.try_out()
            given = running.Settings(options.seconds, options.seed, options.workers, options.steady)
            run = running.Run(answer.problem, given, answer.tell)
            code = answer.finish(run.wait(stopping))
    except NotInstalled as error:
        sys.stderr.write(f"{error} {error.hint}\n")
        code = NOT_INSTALLED
    except (BadInput, OSError) as error:
        where = getattr(error, "where", None)
        sys.stderr.write(f"{where}: {error}\n" if where else f"{error}\n")
        code = REFUSED
    return leave(run, code)


def leave(run: Run | None, code: int) -> int:
    """Return the exit code, or end at once where the solver still computes: it would not let go."""
    if run is not None and run.left_behind:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m duecare.duty.solve", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("problem", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.add_argument("--steady", action="store_true", help="the same seed gives the same roster")
    return parser.parse_args(words)


def _problem(source: Path) -> Problem:
    try:
        return problem_from(json.loads(source.read_text(encoding="utf-8")))
    except ValueError as error:
        raise BadInput("roster.json", _("This is no JSON: %(why)s"), where=str(source), why=error) from error


class Answer:
    """Writes progress and the best roster so far."""

    def __init__(self, problem: Problem, out: Kept, *, quiet: bool) -> None:
        self.problem, self.out, self.quiet = problem, out, quiet

    def tell(self, progress: Progress, roster: Roster | None) -> None:
        """Say how far the search is; keep a roster that is better."""
        told = progress_as_json(*astuple(progress))
        if roster is not None:  # first, so that a line means that the roster is kept
            self._store({"state": "searching", **told, "roster": rows(roster)})
        if not self.quiet:
            self._line(told)

    def finish(self, outcome: Outcome) -> int:
        """Write the last word; returns the exit code."""
        self._store(answer_as_json(self.problem, outcome))
        return CODES[outcome.state]

    def _store(self, told: dict[str, object]) -> None:
        self.out.replace(json.dumps(told, ensure_ascii=False) + "\n")

    @staticmethod
    def _line(told: dict[str, object]) -> None:
        try:
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the rest of the process


if __name__ == "__main__":
    raise SystemExit(main())
