"""A search that a person or a program waits for: it says that it lives, hears signals and comes back in time.

The search works in a thread, so that a signal is heard while the solver computes. If it does not end soon after it
was told to, or after its time, the best it has found counts and the thread is left behind.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from threading import RLock, Thread

from duecare.core import clock
from duecare.duty.rules.answers import Clash, Outcome
from duecare.duty.rules.model import Problem, Roster
from duecare.duty.solving.clash import Explanation
from duecare.duty.solving.incumbent import Progress, Settings, Tell
from duecare.duty.solving.search import Search
from duecare.duty.solving.stopping import Stopping

BEAT = 1.0
"""Seconds between two words of progress at most, while nothing changes."""
PATIENCE = 1.0
"""Seconds that a search has to end by itself."""
EXPLAINING = 10.0
"""Seconds for the reasons why there is no roster."""


class Run:
    """One search and, if there is no roster, the reasons.

    :param tell: is told of each better roster, and how far the search is at least every `BEAT`; never twice at once.
    """

    def __init__(self, problem: Problem, settings: Settings, tell: Tell) -> None:
        self.problem, self.settings = problem, settings
        self._tell_on = tell
        self._telling = RLock()
        self._listening = True
        self._started = self._told = clock.monotonic()
        self._stopped: float | None = None
        self._explaining: float | None = None
        self._search: Search | None = None
        self._explanation: Explanation | None = None
        self._outcome: Outcome | None = None
        self._error: BaseException | None = None
        self._worker = Thread(target=self._work, name="search", daemon=True)

    @property
    def left_behind(self) -> bool:
        """Whether its thread still computes: the process has to end by `os._exit`."""
        return self._worker.is_alive()

    def wait(self, stopping: Stopping) -> Outcome:
        """Search until the end.

        :raises OSError: what `tell` raised; the search ended early.
        """
        self._worker.start()
        while self._worker.is_alive() and not self._is_late():
            self._worker.join(0.1)
            if (stopping.asked or self._error) and self._stopped is None:
                self._stop()
            if clock.monotonic() - self._told > BEAT:
                self._beat()
        with self._telling:
            self._listening = False
        if self._error is not None:
            raise self._error
        return self._outcome or self._so_far()

    def _work(self) -> None:
        try:
            self._search = Search(self.problem, self.settings, self._tell)
            if self._stopped is not None:
                self._search.stop()
            outcome = self._search.run()
            if outcome.impossible:
                outcome = replace(outcome, clash=self._explained())
            self._outcome = outcome
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._error = self._error or error

    def _explained(self) -> Clash:
        seconds = max(EXPLAINING, self.settings.seconds / 10)
        self._explaining = clock.monotonic() + seconds
        self._explanation = Explanation(self.problem, seconds, self.settings)
        if self._stopped is not None:
            self._explanation.stop()
        return self._explanation.run()

    def _so_far(self) -> Outcome:
        if self._search is None:
            return Outcome(None, False, None, 0, self._seconds)
        return self._search.outcome()

    def _stop(self) -> None:
        self._stopped = clock.monotonic()
        for working in (self._search, self._explanation):
            if working is not None:
                working.stop()

    def _is_late(self) -> bool:
        """Whether it should have ended by itself."""
        until = self._started + self.settings.seconds
        if self.settings.steady:
            until = inf
        elif self._explaining is not None:
            until = self._explaining
        if self._stopped is not None:
            until = self._stopped
        return clock.monotonic() > until + PATIENCE

    @property
    def _seconds(self) -> float:
        return clock.monotonic() - self._started

    def _tell(self, progress: Progress, roster: Roster | None) -> None:
        """Pass on what the search says; what goes wrong there must not go up into the solver."""
        with self._telling:
            if self._listening and self._error is None:
                self._told = clock.monotonic()
                try:
                    self._tell_on(progress, roster)
                except OSError as error:
                    self._error = error

    def _beat(self) -> None:
        if self._explanation is not None:
            self._tell(Progress("clash", None, 0, self._seconds), None)
        elif self._search is not None:
            self._tell(self._search.incumbent.progress, None)
        else:
            self._tell(Progress("penalty", None, 0, self._seconds), None)
