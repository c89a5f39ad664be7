"""YAML's own errors, said so that somebody who writes files can mend them."""

from __future__ import annotations

import re

import yaml
from django.utils.translation import gettext as _

from duecare.documents.findings import Finding, Spot

_NAME = r"^(\s*(?:- )?\s*[\"']?[A-Za-z_][A-Za-z0-9_-]*[\"']?)"
_WIDE_COLON = re.compile(_NAME + "(\uff1a)")
_TIGHT_COLON = re.compile(_NAME + r"(:)[^\s/]")


def syntax_finding(error: yaml.YAMLError, text: str, file: str) -> Finding:
    """Where the reader stumbled, and the most likely cause."""
    lines = text.split("\n")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = min(mark.line if mark else _bad_character_line(error, text), len(lines) - 1)
    column = mark.column if mark else 0
    cause = _likely(lines, line)
    if cause:
        line, column, message, hint = cause
    else:
        message, hint = _said(error), _("Look at this line and the one above it.")
    words = lines[line][column:].strip()[:60]
    return Finding(file, Spot(line + 1, column + 1, words), message, hint)


def _likely(lines: list[str], line: int) -> tuple[int, int, str, str] | None:
    """A tab, a full-width colon or a colon without a space, at the place or just above it."""
    for number in (line, line - 1, line - 2):
        if not 0 <= number < len(lines):
            continue
        indent = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
        if "\t" in indent:
            return number, indent.index("\t"), _("Here a tab indents the line."), _("Indent with spaces.")
        if wide := _WIDE_COLON.match(lines[number]):
            hint = _("Write the half-width colon “:” and a space after it.")
            return number, wide.start(2), _("Here stands a full-width colon."), hint
        if tight := _TIGHT_COLON.match(lines[number]):
            hint = _("Put a space after the colon.")
            return number, tight.start(2), _("After this colon a space is missing."), hint
    return None


def _said(error: yaml.YAMLError) -> str:
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "")
    if "could not find expected ':'" in problem or "mapping values are not allowed" in problem:
        return _("Here “name: value” is expected, or the value with a colon in it needs quotes.")
    if "unexpected end of stream" in problem or "quoted scalar" in str(getattr(error, "context", "")):
        return _("A quotation mark is opened and not closed.")
    if "special characters" in problem or "control characters" in problem:
        return _("Here stands a character that a text can't hold.")
    if "block mapping" in str(getattr(error, "context", "")) or "block collection" in str(
        getattr(error, "context", "")
    ):
        return _("The indentation does not fit the lines above.")
    return _("This can't be read as YAML: %(problem)s.") % {"problem": problem or type(error).__name__}


def _bad_character_line(error: yaml.YAMLError, text: str) -> int:
    position = getattr(error, "position", 0) or 0
    return text[:position].count("\n")
