"""What is wrong with a plan file, and what is said of plans where the reader of files has to name them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from duecare.documents.findings import FileRefused, Sort


class PlanRefused(FileRefused):
    """The plan has errors; they are all in `findings`."""

    refusal = "plan.refused"


PLAN = Sort(
    PlanRefused,
    too_big=_("The file has %(size)s MB; a plan has at most %(most)s MB."),
    too_many=_("Here the plan passes %(most)s values, those repeated by “*name” counted each time."),
    tagged=_("A plan has no tags like “%(tag)s”."),
    one_only=_("A plan file holds one plan; “---” begins another."),
    begin=_("Begin with “plan:” and a key."),
)
