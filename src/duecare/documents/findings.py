"""What is wrong with a file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from duecare.core.errors import BadInput, Text
from duecare.documents.problems import Path


class Severity(StrEnum):
    """Whether the file can still be used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the file: line and column from 1, in characters, and the words that stand there."""

    line: int
    column: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, where, and how to mend it.

    :param rule: the charter's rule number when it is the charter that refuses.
    :param path: keys and positions from the top of the file; empty for what concerns the file itself.
    """

    file: str
    spot: Spot
    message: str
    hint: str = ""
    rule: str = ""
    severity: Severity = Severity.ERROR
    path: Path = field(default=())

    @property
    def is_error(self) -> bool:
        """Whether it keeps the file from being used."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.file}:{self.spot.line}:{self.spot.column}:"
        kind = "" if self.is_error else f" {_('warning')}:"
        rule = f" [charter {self.rule}]" if self.rule else ""
        return " ".join(f"{where}{kind} {self.message}{rule} {self.hint}".split())

    def as_data(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "file": self.file,
            "line": self.spot.line,
            "column": self.spot.column,
            "words": self.spot.words,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
            "rule": self.rule,
            "path": list(self.path),
        }


class FileRefused(BadInput):
    """A file has errors; they are all in `findings`. Each sort of file has a class of its own."""

    refusal = "file.refused"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = [f for f in findings if f.is_error]
        super().__init__(
            self.refusal,
            "\n".join(str(f) for f in self.findings).replace("%", "%%") + "%(nothing)s",
            nothing="",
        )


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file, such as plans, and what is said of it where the sort has to be named.

    :param refused: what is raised when a file can't be read.
    :param too_big: ``%(size)s`` and ``%(most)s`` in MB.
    :param too_many: ``%(most)s`` values.
    :param tagged: ``%(tag)s``.
    :param begin: how an empty file begins.
    """

    refused: type[FileRefused]
    too_big: Text
    too_many: Text
    tagged: Text
    one_only: Text
    begin: Text
