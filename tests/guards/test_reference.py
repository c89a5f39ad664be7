"""The reference says something of every kind, setting and command."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from duecare.cli.main import main
from duecare.config.options import OPTIONS
from duecare.obligations import kinds
from tests.guards import sources


@pytest.fixture(scope="module")
def reference() -> str:
    return "\n".join(path.read_text() for path in sorted((sources.ROOT / "docs/reference").rglob("*.md")))


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield the full name (`duecare plan apply`) of a command and of all under it."""
    if not command.hidden:
        yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")


def test_every_kind(reference):
    missing = [kind.key for kind in kinds.all() if f"`{kind.key}`" not in reference]
    assert not missing


def test_every_setting(reference):
    missing = [option.name for option in OPTIONS if f"`{option.name}`" not in reference]
    assert not missing


def test_every_command_and_its_options(reference):
    missing = []
    for path, command in commands(main, "duecare"):
        if not re.search(rf"{re.escape(path)}\b", reference):
            missing.append(path)
        for option in command.params:
            if isinstance(option, click.Option) and not option.hidden:
                missing += [f"{path} {flag}" for flag in option.opts[-1:] if flag not in reference]
    assert not missing


def test_nothing_that_is_gone(reference):
    known = {option.name for option in OPTIONS} | {"DUECARE_DEMO", "DUECARE_TEST_DB", "DUECARE_CHROMIUM"}
    assert set(re.findall(r"\bDUECARE_[A-Z_]+", reference)) <= known
