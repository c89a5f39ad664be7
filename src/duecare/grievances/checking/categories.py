"""The whole check of a file of categories."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duecare.documents import charter
from duecare.documents.entries import refused_by_charter
from duecare.documents.explaining import Explainer
from duecare.documents.findings import FileRefused, Sort
from duecare.documents.problems import Problem
from duecare.grievances.checking.files import Checked, Value, checked
from duecare.grievances.checking.keys import doubled, unknown
from duecare.grievances.shape import categories_schema


class CategoriesRefused(FileRefused):
    """The categories have errors; they are all in `findings`."""

    refusal = "categories.refused"


CATEGORIES = Sort(
    CategoriesRefused,
    too_big=gettext_lazy("The file has %(size)s MB; a file of categories has at most %(most)s MB."),
    too_many=gettext_lazy(
        "Here the file passes %(most)s values, those repeated by “*name” counted each time."
    ),
    tagged=gettext_lazy("A file of categories has no tags like “%(tag)s”."),
    one_only=gettext_lazy("A file holds one list of categories; “---” begins another."),
    begin=gettext_lazy("Begin with “categories:” and a key."),
)


@cache
def _explainer() -> Explainer:
    return Explainer(categories_schema())


def check_bytes(data: bytes, *, file: str) -> Checked:
    """Everything wrong with categories; `file` is the file's name, as it stands in the findings."""
    return checked(
        data,
        file,
        sort=CATEGORIES,
        explainer=_explainer(),
        hint=_("A category is a facility or a service."),
        further=_problems,
    )


def _problems(value: Value) -> Iterator[Problem]:
    yield from doubled(value["groups"], ("groups",))
    yield from doubled(value["list"], ("list",))
    groups = {group["key"] for group in value["groups"]}
    for i, category in enumerate(value["list"]):
        message = _("There is no group “%(key)s”.")
        yield from unknown(category["group"], groups, ("list", i, "group"), message)
        for name in ("title", "about"):
            for language, text in category[name].items():
                refusal = refused_by_charter(text)
                if refusal:
                    hint = _("A category is a facility or a service.")
                    yield charter.problem(("list", i, name, language), refusal.rule, refusal.words, hint)
