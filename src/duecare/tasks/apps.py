"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from duecare.audit import verbs
from duecare.obligations import kinds, schedules
from duecare.orgs import rights
from duecare.orgs.vocabulary import PostKind


class Tasks(AppConfig):
    """Hands down its kinds, its rights and its schedule."""

    name = "duecare.tasks"

    def ready(self) -> None:
        """Hand them down."""
        from duecare.tasks.actions import schedule  # noqa: PLC0415 - models are there only now
        from duecare.tasks.kinds import MEETING, TASK  # noqa: PLC0415

        kinds.register(TASK)
        kinds.register(MEETING)
        rights.register("tasks.complete", "reporter", "coordinator", "leader")
        rights.register("tasks.see", *PostKind.values)
        schedules.register("tasks", schedule)
        verbs.register(
            {
                "tasks.completed": _("said that something was done"),
                "tasks.noted": _("wrote a note on how it was done"),
            },
            objects={"tasks.note": _("the note on how it was done")},
        )
