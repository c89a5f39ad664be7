"""From bytes to every finding in the order of the file, the same for each sort of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from duecare.documents import charter
from duecare.documents.explaining import Explainer
from duecare.documents.findings import FileRefused, Finding, Sort
from duecare.documents.placing import in_order, placed
from duecare.documents.problems import Problem
from duecare.documents.reading import read
from duecare.documents.sources import text_of

Value = Mapping[str, Any]


@dataclass(slots=True)
class Checked:
    """A file as far as it could be read, and everything wrong with it."""

    body: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def checked(
    data: bytes,
    file: str,
    *,
    sort: Sort,
    explainer: Explainer,
    hint: str,
    further: Callable[[Value], Iterator[Problem]],
) -> Checked:
    """Everything wrong with a file's content.

    :param file: its name, as it stands in the findings.
    :param hint: how to mend what the charter's words rule out.
    :param further: what the schema can't say, of content that fits it.
    """
    result = Checked()
    try:
        document, result.findings = read(text_of(data, file, sort), file, sort)
    except FileRefused as refused:
        result.findings = refused.findings
        return result
    problems = explainer.problems(document.value)
    fits = not problems
    problems += charter.problems(document.value, hint)
    if fits:
        result.body = document.value
        problems += further(document.value)
    result.findings = in_order([*result.findings, *placed(problems, document)])
    return result
