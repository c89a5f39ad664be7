"""Versions of checklists: what an inspection was made with stays readable, whatever the program ships later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from duecare.inspections.checking import check_bytes
from duecare.inspections.rules import Checklist, Field


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a checklist.

    :param id: SHA-256, in hex, of the canonical content, so that equal lists are one version.
    :param body: the content as the file has it.
    """

    id: str
    body: Mapping[str, Any]
    checklist: Checklist


def version_id(body: Mapping[str, Any]) -> str:
    """The id of a checklist's content."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@cache
def shipped() -> tuple[Version, ...]:
    """The checklists that come with the program, in the order of the fields.

    :raises ChecklistRefused: one of them has errors, which a test finds.
    """
    folder = files("duecare.inspections") / "checklists"
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    checked = [check_bytes((folder / name).read_bytes(), file=name) for name in named]
    found = [Version(version_id(one.body), one.body, one.checklist()) for one in checked]
    order = list(Field)
    return tuple(sorted(found, key=lambda one: (order.index(one.checklist.field), one.checklist.key)))
