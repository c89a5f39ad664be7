"""From what is wrong to where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duecare.documents.findings import Finding, Severity
from duecare.documents.problems import NameProblem, Notice, Problem
from duecare.documents.reading import Document


def placed(
    problems: Iterable[Problem], document: Document, severity: Severity = Severity.ERROR
) -> Iterator[Finding]:
    """Problems with line and column; a notice is a warning whatever the severity of the others."""
    for problem in problems:
        at_name = isinstance(problem, NameProblem)
        spot = document.key_spot(problem.path) if at_name else document.spot(problem.path)
        message, hint = str(problem.message), str(problem.hint or "")
        grave = Severity.WARNING if isinstance(problem, Notice) else severity
        yield Finding(document.file, spot, message, hint, problem.rule, grave, problem.path)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By line and column; what the charter refuses is said once for each place."""
    seen: dict[tuple[int, int, str], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.spot.line, finding.spot.column, finding.rule or finding.message), finding)
    return sorted(seen.values(), key=lambda f: (f.spot.line, f.spot.column))
