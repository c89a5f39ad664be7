"""A file is under 300 lines and a function under 40, its docstring not counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.guards import sources

FILE_LINES = 300
FUNCTION_LINES = 40
# Path, or path::function, and why it is longer.
EXCEPTIONS: dict[str, str] = {}


def test_files_are_short():
    lengths = {
        sources.name(p): p.read_text().count("\n") for p in sources.files(".py", ".html", ".js", ".css")
    }
    long = {name: count for name, count in lengths.items() if count >= FILE_LINES and name not in EXCEPTIONS}
    assert not long, f"split these, each under {FILE_LINES} lines: {long}"


def test_functions_are_short():
    long = {
        where: count
        for path in sources.files(".py")
        for where, count in functions(path)
        if count >= FUNCTION_LINES and where not in EXCEPTIONS
    }
    assert not long, f"split these, each under {FUNCTION_LINES} lines: {long}"


def test_exceptions_are_still_needed():
    gone = [name for name in EXCEPTIONS if not (sources.ROOT / name.partition("::")[0]).is_file()]
    assert not gone


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = ast.get_docstring(node, clean=False) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            lines = (node.end_lineno or 0) - node.lineno + 1 - docstring
            yield f"{sources.name(path)}::{node.name}", lines
