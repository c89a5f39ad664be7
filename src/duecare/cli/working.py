"""``work``: the process that lets the solver look for rosters. Any number may run, on any number of machines.

The solver is a process of its own below this one, which relays how far it is and stops it when told to. Neither
leaves anything half-done when it is killed: a search whose worker has gone is begun again by the next, and a solver
that has gone leaves the best roster it had.
"""

from __future__ import annotations

import ctypes
import json
import logging
import math
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from duecare.cli import logs
from duecare.cli.serving import refuse_unsafe
from duecare.core import clock
from duecare.core.ids import uuid7
from duecare.duty.actions import searching
from duecare.duty.models import Draft, Search
from duecare.orgs.rules import Actor

log = logging.getLogger("duecare.work")

#: Seconds: between two looks for a search, between two writes of how far one is, and before a solver that was told
#: to stop is killed.
PAUSE, BEAT, PATIENCE = 0.5, 0.5, 10.0
#: Seconds to wait after the database did not answer.
SULK = 5.0
#: How much more patiently the solver waits for the processor than the web does.
NICE = 10
_PR_SET_PDEATHSIG = 1
_PIECE = 65536
#: What the solver's exit codes come to; any other is a failure.
ENDED = {0: "found", 3: "impossible", 4: "nothing", 5: "not-installed"}


class Solver:
    """The solver's process for one search, with its folder; a context that leaves nothing behind."""

    def __init__(self, search: Search, workers: int) -> None:
        self.folder = settings.HOME / "work" / f"{search.id}-{search.attempts}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(mode=0o700, parents=True)
        (self.folder / "problem.json").write_text(json.dumps(search.problem), "utf-8")
        words = [str(self.folder / "problem.json"), str(self.out), f"--seconds={search.seconds}"]
        words += [f"--seed={search.seed}", f"--workers={workers}"]
        with (self.folder / "errors").open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "duecare.duty.solve", *words],
                stdout=subprocess.PIPE,
                stderr=errors,
                preexec_fn=_humbly,  # noqa: PLW1509 - this process has one thread
            )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.pipe, self.unread, self.told = self.process.stdout, b"", False
        self.progress: dict[str, Any] = {}

    def __enter__(self) -> Solver:
        return self

    def __exit__(self, *_why: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def out(self) -> Path:
        """Where its answer is."""
        return Path(self.folder / "out.json")

    def listen(self) -> None:
        """Take in what it has said of how far it is; the last whole line counts."""
        try:
            piece = os.read(self.pipe.fileno(), _PIECE)
        except BlockingIOError:
            return
        *lines, self.unread = (self.unread + piece).split(b"\n")
        for line in lines[-1:]:
            try:
                self.progress = json.loads(line)
            except ValueError:
                log.warning("the solver said something that is no progress")

    def stop(self) -> None:
        """Tell it, once, to end with the best it has."""
        if not self.told:
            self.process.terminate()
            self.told = True

    def answer(self) -> tuple[str, dict[str, Any] | None]:
        """What it came to, once it has ended; one that was killed has left the best it had."""
        try:
            said = json.loads(self.out.read_text("utf-8"))
        except (OSError, ValueError):
            said = None
        code = self.process.returncode
        if said and said.get("roster") and code != 3:
            return "found", said
        if code not in ENDED or code == 0:
            log.error("the solver ended with %s: %s", code, self._complaint())
            return "failed", None
        if code == 4 and self.told:
            return "stopped", said
        return ENDED[code], said

    def _complaint(self) -> str:
        return (self.folder / "errors").read_text("utf-8", "replace")[-400:]


def _humbly() -> None:
    """In the solver, before it begins: give way to the web, and end when the worker is gone, even by kill −9."""
    os.nice(NICE)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Worker:
    """Takes one search after the other until told to stop."""

    def __init__(self, stop: threading.Event, workers: int, orphaned: Callable[[], bool]) -> None:
        self.stop, self.workers, self.orphaned = stop, workers, orphaned
        self.name = f"{socket.gethostname()[:20]}/{str(uuid7())[-12:]}"

    @property
    def ending(self) -> bool:
        """Whether it is time to end."""
        return self.stop.is_set() or self.orphaned()

    def run(self) -> None:
        """Look for searches without end."""
        while not self.ending:
            close_old_connections()
            try:
                search = searching.claim(self.name, clock.now())
                if search is not None:
                    self.search(search)
                else:
                    self.stop.wait(PAUSE)
            except (DatabaseError, InterfaceError, OSError):
                log.exception("a search was not done and will be tried again")
                connections.close_all()
                self.stop.wait(SULK)
        connections.close_all()

    def search(self, search: Search) -> None:
        """Do one search; give it back when this process is told to end first."""
        with Solver(search, self.workers) as solver:
            deadline = 0.0
            while solver.process.poll() is None:
                self.stop.wait(BEAT)
                solver.listen()
                told = searching.beat(search, solver.progress, clock.now())
                if told is None:
                    return
                if self.ending:
                    searching.let_go(search)
                    return
                if told:
                    deadline = deadline or clock.monotonic() + PATIENCE
                    solver.stop()
                    if clock.monotonic() > deadline:
                        solver.process.kill()
            searching.finish(search, *solver.answer(), clock.now())


def draw_up(*, roster_id: uuid.UUID, seconds: int, by: Actor, at: datetime, solvers: int = 8) -> Draft | None:
    """Ask for a roster and look for it here and now, whether or not a process ``work`` runs; in no transaction.

    :returns: the draft, or None: the search says why there is none.
    """
    search = searching.ask_search(roster_id=roster_id, seconds=seconds, by=by, at=at)
    look_for(search, solvers=solvers)
    return Draft.objects.filter(search=search).first()


def look_for(search: Search, *, solvers: int = 8, patience: float = math.inf) -> None:
    """See a search to its end, by working at it here where nobody else is at it; in no transaction.

    :param patience: how many seconds to wait for others; what was begun here is brought to its end.
    """
    worker = Worker(threading.Event(), solvers, lambda: False)
    until = clock.monotonic() + patience
    while search.ended_at is None and clock.monotonic() < until:
        mine = searching.claim(worker.name, clock.now())
        if mine is not None:
            worker.search(mine)
        else:
            worker.stop.wait(PAUSE)
        search.refresh_from_db()


@click.command()
@click.option("--solvers", default=8, show_default=True, help="Threads of the solver. / 求解器的线程数。")
def work(solvers: int) -> None:
    """Let rosters be looked for; any number may run. / 只运行排班求解；可同时运行多个。"""
    logs.configure(settings.DUECARE["DUECARE_LOG"])
    refuse_unsafe()
    stop, parent = threading.Event(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(stop, solvers, lambda: os.getppid() != parent).run()
