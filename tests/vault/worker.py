"""A process that is killed over the keys: ``python -m tests.vault.worker rotate|expire POINT AT``.

It says where it is and waits there. ``linked``, ``replaced``: in the midst of replacing the key file, the first time;
``written``: the key file is replaced, the database not; ``wrapped``, ``some``: one batch of matters is done;
``deleted``: the keys of matters are gone, the key file is as it was; ``last``: the key file is without what was
forgotten, the database does not know it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import django


def halt(where: str) -> None:
    print(where, flush=True)
    sys.stdin.readline()


def after(owner: Any, name: str, where: str, turn: int = 1) -> None:
    """Halt when that function has been done for the ``turn``-th time."""
    act: Callable[..., Any] = getattr(owner, name)
    turns = iter(range(1, 1000))

    def done(*arguments: Any, **named: Any) -> Any:
        result = act(*arguments, **named)
        if next(turns) == turn:
            halt(where)
        return result

    setattr(owner, name, done)


def main(what: str, where: str, at: str) -> None:
    django.setup()
    from duecare.vault import keyfile  # noqa: PLC0415 - after setup
    from duecare.vault.actions import forgetting, rotating  # noqa: PLC0415

    rotating._BATCH = forgetting._BATCH = 2
    if where == "linked":
        after(os, "link", where)
    elif where == "replaced":
        after(Path, "replace", where)
    elif where == "written":
        after(keyfile, "replace", where)
    elif where == "last":
        after(keyfile, "replace", where, turn=2 if what == "rotate" else 1)
    elif where == "wrapped":
        after(rotating, "_wrap_some", where)
    elif where == "deleted":
        after(forgetting, "_delete_matters", where)
    elif where == "some":
        after(forgetting, "_delete_some", where)
    else:
        raise ValueError(where)
    moment = datetime.fromisoformat(at)
    if what == "rotate":
        rotating.rotate(at=moment)
    else:
        forgetting.expire(at=moment)


if __name__ == "__main__":
    main(*sys.argv[1:])
