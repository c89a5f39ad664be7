"""Upper floors import lower ones; rules are pure."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards import sources

# What a pure decision may use: the standard library's arithmetic, core, its own module's rules, and the
# mark for a sentence to be translated.
PURE = {
    "__future__", "abc", "base64", "binascii", "bisect", "calendar", "collections", "dataclasses", "datetime",
    "decimal", "django.utils.translation.gettext_lazy", "django.utils.translation.ngettext_lazy",
    "django.utils.translation.pgettext_lazy", "duecare.core", "enum", "fractions", "functools", "hashlib",
    "heapq", "hmac", "itertools", "json", "math", "operator", "re", "statistics", "string", "struct", "types",
    "typing", "unicodedata", "uuid", "zoneinfo",
}  # fmt: skip
RULES = sorted([*sources.PACKAGE.glob("*/rules.py"), *sources.PACKAGE.glob("*/rules/*.py")])


def test_every_package_imports_only_lower_floors():
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint, "--no-cache"], cwd=sources.ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("path", RULES, ids=sources.name)
def test_rules_know_neither_database_nor_clock_nor_files(path):
    own = ".".join(path.relative_to(sources.ROOT / "src").parts[:2]) + ".rules"
    foreign = [module for module in imported(path) if not is_within(module, {*PURE, own})]
    assert not foreign, f"{sources.name(path)} imports {', '.join(foreign)}"


def imported(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            whole = node.module or "."
            found += [f"{whole}.{alias.name}" for alias in node.names]
    return found


def is_within(module: str, allowed: set[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in allowed)
