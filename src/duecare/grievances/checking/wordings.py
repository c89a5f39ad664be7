"""The whole check of wordings, in a file of their own or in a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.documents.explaining import Explainer
from duecare.documents.findings import FileRefused, Sort
from duecare.documents.problems import Path, Problem
from duecare.grievances.checking.files import Checked, Value, checked
from duecare.grievances.checking.keys import doubled, unknown, unknown_all
from duecare.grievances.rules import Procedure
from duecare.grievances.shape import wordings_schema
from duecare.grievances.shape.wordings import TEXT_PART


class WordingsRefused(FileRefused):
    """The wordings have errors; they are all in `findings`."""

    refusal = "wordings.refused"


WORDINGS = Sort(
    WordingsRefused,
    too_big=gettext_lazy("The file has %(size)s MB; a file of wordings has at most %(most)s MB."),
    too_many=gettext_lazy(
        "Here the file passes %(most)s values, those repeated by “*name” counted each time."
    ),
    tagged=gettext_lazy("A file of wordings has no tags like “%(tag)s”."),
    one_only=gettext_lazy("A file holds one list of wordings; “---” begins another."),
    begin=gettext_lazy("Begin with “wordings:” and a key."),
)


@cache
def _explainer() -> Explainer:
    return Explainer(wordings_schema())


def check_bytes(
    data: bytes, *, file: str, procedures: Sequence[Procedure], categories: Collection[str]
) -> Checked:
    """Everything wrong with wordings; `file` is the file's name, as it stands in the findings."""

    def further(value: Value) -> Iterator[Problem]:
        return problems_of(value["list"], ("list",), procedures, categories)

    hint = _("A wording is about the matter, never about a person.")
    return checked(data, file, sort=WORDINGS, explainer=_explainer(), hint=hint, further=further)


def problems_of(
    listed: list[Mapping[str, Any]], path: Path, procedures: Sequence[Procedure], categories: Collection[str]
) -> Iterator[Problem]:
    """What a schema can't say: acts and categories that are not there, words for which an act has no place."""
    acts = {act.key: act for procedure in procedures for act in procedure.acts}
    yield from doubled(list(listed), path)
    for i, one in enumerate(listed):
        here = (*path, i)
        yield from unknown_all(one["acts"], acts, (*here, "acts"), _("No procedure has the act “%(key)s”."))
        message = _("There is no category “%(key)s”.")
        yield from unknown_all(one.get("categories", []), categories, (*here, "categories"), message)
        for key in one["acts"]:
            if key in acts:
                places = {need.value for need in acts[key].needs} or {TEXT_PART}
                message = _("The act “%(act)s” has no words of the part “%%(key)s”.") % {"act": key}
                for part in one["parts"]:
                    yield from unknown(part, places, (*here, "parts", part), message)
