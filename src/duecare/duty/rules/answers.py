"""What a search came to, and the same as JSON: written by the solver's process, read by whoever started it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from duecare.duty.rules.checking import Breach, breaches, penalty
from duecare.duty.rules.clauses import Rule
from duecare.duty.rules.model import Problem, Roster
from duecare.duty.rules.reading import roster_from


@dataclass(frozen=True)
class Clash:
    """Why there is no roster.

    :param rules: cannot hold together; empty if time was too short to find them.
    :param minimal: proven that any one given up lets the others hold.
    :param mending: the hard rules that `roster`, the nearest to one, gives up.
    :param smallest: proven that no mending weighs less.
    """

    rules: tuple[Rule, ...] = ()
    minimal: bool = False
    mending: tuple[Breach, ...] = ()
    smallest: bool = False
    roster: Roster | None = None


@dataclass(frozen=True)
class Outcome:
    """What a search came to.

    :param roster: the best, or None.
    :param impossible: proven that there is none.
    :param objective: its penalty.
    :param bound: no roster has less.
    :param seconds: how long it took.
    :param changes: how many cells differ from the published roster; None without one.
    :param fewest: proven that no roster differs in fewer.
    :param clash: why there is none, once that was looked for.
    """

    roster: Roster | None
    impossible: bool
    objective: int | None
    bound: int
    seconds: float
    changes: int | None = None
    fewest: bool = False
    clash: Clash | None = None

    @property
    def found(self) -> Roster:
        """The best roster.

        :raises LookupError: there is none.
        """
        if self.roster is None:
            raise LookupError("no roster was found")
        return self.roster

    @property
    def proven(self) -> bool:
        """Whether no better roster exists."""
        return self.objective is not None and self.objective <= self.bound

    @property
    def state(self) -> str:
        """In one word: optimal, best, impossible or nothing."""
        if self.roster is None:
            return "impossible" if self.impossible else "nothing"
        return "optimal" if self.proven else "best"


def gap(objective: int | None, bound: int) -> float | None:
    """How far a roster may be from the best there is, as a part of what it costs; None without a roster."""
    return None if objective is None else (objective - bound) / max(1, abs(objective))


def checked(problem: Problem, outcome: Outcome) -> dict[str, int]:
    """What the roster costs, soft rule by soft rule and in total, read off the roster itself.

    :raises RuntimeError: it breaks a hard rule or costs something else than the search says.
    """
    broken = breaches(problem, outcome.found)
    if broken:
        raise RuntimeError(f"the search gave a roster that breaks {broken[0].rule}")
    parts = penalty(problem, outcome.found)
    if parts.total != outcome.objective:
        raise RuntimeError(f"the search says {outcome.objective} of a roster that costs {parts.total}")
    return {**asdict(parts), "total": parts.total}


def progress_as_json(phase: str, objective: int | None, bound: int, seconds: float) -> dict[str, object]:
    """How far a search is."""
    away = gap(objective, bound)
    return {
        "phase": phase,
        "objective": objective,
        "bound": bound,
        "gap": None if away is None else round(away, 4),
        "seconds": round(seconds, 2),
    }


def answer_as_json(problem: Problem, outcome: Outcome) -> dict[str, object]:
    """The last word of a search, as :mod:`duecare.duty.solve` describes it.

    :raises RuntimeError: the roster is not what the search says of it.
    """
    told = {
        "state": outcome.state,
        **progress_as_json("penalty", outcome.objective, outcome.bound, outcome.seconds),
        "changes": outcome.changes,
        "fewest": outcome.fewest,
    }
    if outcome.roster is not None:
        told |= {"penalty": checked(problem, outcome), "roster": rows(outcome.roster)}
    elif outcome.impossible:
        told["clash"] = _clash(outcome.clash or Clash())
    return told


def rows(roster: Roster | None) -> dict[str, list[str]] | None:
    """A roster as JSON."""
    return None if roster is None else {person: list(row) for person, row in roster.cells.items()}


def _clash(clash: Clash) -> dict[str, object]:
    return {
        "rules": [asdict(rule) for rule in clash.rules],
        "minimal": clash.minimal,
        "mending": [{**asdict(breach), "days": list(breach.days)} for breach in clash.mending],
        "smallest": clash.smallest,
        "roster": rows(clash.roster),
    }


def answer_from(problem: Problem, data: Mapping[str, Any]) -> Outcome:
    """Read an answer of any state; of one still ``searching`` what counts is the roster.

    :param data: what the solver's process wrote for this problem.
    :raises BadInput: its roster is not one of that problem's people, days and kinds.
    """
    searching = data["state"] == "searching"
    roster = roster_from(problem, data["roster"]) if data.get("roster") else None
    objective, bound = data["objective"], data["bound"]
    if searching and roster is not None and data["phase"] != "penalty":
        objective, bound = penalty(problem, roster).total, 0
    return Outcome(
        roster=roster,
        impossible=data["state"] == "impossible",
        objective=objective,
        bound=bound,
        seconds=data["seconds"],
        changes=data.get("changes"),
        fewest=data.get("fewest", False),
        clash=_clash_from(problem, data["clash"]) if "clash" in data else None,
    )


def _clash_from(problem: Problem, data: Mapping[str, Any]) -> Clash:
    return Clash(
        rules=tuple(Rule(**rule) for rule in data["rules"]),
        minimal=data["minimal"],
        mending=tuple(
            Breach(Rule(**breach["rule"]), tuple(breach["days"]), breach["found"], breach["limit"])
            for breach in data["mending"]
        ),
        smallest=data["smallest"],
        roster=roster_from(problem, data["roster"]) if data["roster"] else None,
    )
