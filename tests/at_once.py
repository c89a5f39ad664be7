"""Several people at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connections

from duecare.core.errors import DomainError


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all of it together; what each gave, or the refusal it met."""
    start, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            answers.append(act())
        except DomainError as refused:
            answers.append(refused.code)
        except BaseException as broken:
            answers.append(broken)
            raise
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == len(acts)
    return answers
