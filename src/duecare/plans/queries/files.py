"""Checking a plan file and saying what applying it would change; neither writes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path as File

from django.db import DatabaseError

from duecare.documents import sources
from duecare.obligations.sections import Change
from duecare.plans.checking import Checked, examine
from duecare.plans.comparing import compare
from duecare.plans.findings import PLAN, PlanRefused
from duecare.plans.models import Programme
from duecare.plans.trees import NoTree, Tree, tree_of


def read_bytes(file: File) -> bytes:
    """A plan file's content, its size looked at before it is read.

    :raises PlanRefused: it is too big.
    """
    return sources.read_bytes(file, PLAN)


def check_file(file: File) -> Checked:
    """Everything wrong with a plan file, in its order; works without a database, then codes are not looked up."""
    try:
        data = read_bytes(file)
    except PlanRefused as refused:
        return Checked(findings=refused.findings)
    return check_bytes(data, file=str(file), folder=file.parent)


def check_bytes(data: bytes, *, file: str, folder: File | None) -> Checked:
    """The same for a plan that is no file (yet)."""
    return examine(data, file=file, folder=folder, tree=_tree_if_there_is_one)


def diff_file(file: File, *, at: datetime) -> list[Change]:
    """What applying a plan file would change.

    :raises PlanRefused: the plan has errors.
    """
    return diff_bytes(read_bytes(file), file=str(file), folder=file.parent, at=at)


def diff_bytes(data: bytes, *, file: str, folder: File | None, at: datetime) -> list[Change]:
    """The same for a plan that is no file (yet)."""
    checked = check_bytes(data, file=file, folder=folder)
    context = checked.context(version=1)
    programme = Programme.objects.filter(key=context.programme).first()
    return compare(programme, checked, context, at)


def _tree_if_there_is_one(code: str) -> Tree:
    try:
        return tree_of(code)
    except DatabaseError:
        return NoTree(code)
