"""The clock process: everything that happens by itself, once a second, on any number of machines."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from duecare.attachments.actions import forget_due, sweep
from duecare.audit.actions import sequence, sign_heads
from duecare.core import clock
from duecare.notify.actions import deliver, forget, send_heads, tell
from duecare.obligations.actions import tick
from duecare.orgs.actions.access import tidy
from duecare.vault.actions import keep_up

log = logging.getLogger("duecare.clock")

#: Seconds between two looks at what is due.
PAUSE = 1.0
#: Seconds to wait after the database or the mail server did not answer.
SULK = 5.0


class Rounds:
    """Runs a list of jobs again and again until told to stop; one that fails is logged and tried again."""

    def __init__(self, name: str, jobs: list[Callable[[datetime], object]], stop: threading.Event) -> None:
        self.name, self.jobs, self.stop = name, jobs, stop

    def once(self, at: datetime) -> bool:
        """One round at ``at``. :returns: whether every job was done."""
        close_old_connections()
        well = True
        for job in self.jobs:
            try:
                job(at)
            except (DatabaseError, InterfaceError, OSError):
                log.exception("%s: %s was not done and will be tried again", self.name, job.__name__)
                connections.close_all()
                well = False
        return well

    def run(self, orphaned: Callable[[], bool]) -> None:
        """Rounds without end; returns when told to stop or when the process that started this one has gone."""
        while not self.stop.is_set() and not orphaned():
            well = self.once(clock.now())
            self.stop.wait(PAUSE if well else SULK)
        connections.close_all()


def daily(job: Callable[[datetime], object]) -> Callable[[datetime], object]:
    """The job, done in the first round and then once in 24 hours of the clock it is given."""
    last: list[datetime] = []

    def due(at: datetime) -> object:
        if last and timedelta(0) <= at - last[0] < timedelta(hours=24):
            return None
        result = job(at)
        last[:] = [at]
        return result

    due.__name__ = getattr(job, "__name__", "daily")
    return due


def run(stop: threading.Event) -> None:
    """Tick, tell, give the record's entries their leaves; mail and files have a thread of their own each.

    A dead mail server or a million photographs never hold up the clock. Everything here is safe to run twice at once.
    """
    parent = os.getppid()

    def orphaned() -> bool:
        return os.getppid() != parent

    mail = Rounds("mail", [send_heads, deliver], stop)
    files = Rounds("files", [daily(forget_due), daily(sweep), daily(keep_up)], stop)
    threads = [threading.Thread(target=each.run, args=(orphaned,), name=each.name) for each in (mail, files)]
    for thread in threads:
        thread.start()
    Rounds("clock", [tick, tell, sequence, sign_heads, daily(forget), daily(tidy)], stop).run(orphaned)
    stop.set()
    for thread in threads:
        thread.join()
