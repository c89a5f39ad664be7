"""A test in a browser asks with `expect`, which waits: a page that is still arriving has not said no."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.guards import sources

READS = {"count", "is_visible", "is_checked", "inner_text", "text_content", "input_value", "get_attribute"}
FINDS = {"locator", "get_by_label", "get_by_role", "get_by_text"}


def test_no_assertion_reads_a_page_at_once():
    hasty = [
        f"{sources.name(path)}:{line}" for path in (sources.ROOT / "tests").rglob("*.py") for line in at(path)
    ]
    assert not hasty, f"ask with playwright's expect(…), which waits: {hasty}"


def test_a_hasty_one_is_found(tmp_path):
    file = tmp_path / "hasty.py"
    file.write_text('assert page.locator("tbody tr").count() == 1\nassert one.objects.count() == 1\n')
    assert at(file) == [1]


def at(path: Path) -> list[int]:
    """Lines of assertions that read what a locator finds."""
    return sorted(
        {
            asserted.lineno
            for asserted in ast.walk(ast.parse(path.read_text()))
            if isinstance(asserted, ast.Assert)
            for call in ast.walk(asserted)
            if _attribute(call) in READS and any(_attribute(one) in FINDS for one in ast.walk(call))
        }
    )


def _attribute(node: ast.AST) -> str:
    return node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
