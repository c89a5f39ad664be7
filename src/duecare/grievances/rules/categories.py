"""Categories of cases: facilities and services that something can be wrong with, as data; none is a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from duecare.grievances.rules.procedure import Words
from duecare.grievances.rules.reading import version_id, words


class Urgency(StrEnum):
    """Whether somebody has to look for danger before anything else."""

    ORDINARY = "ordinary"
    SWIFT = "swift"


@dataclass(frozen=True, slots=True)
class Category:
    """What a case can be about."""

    key: str
    title: Words
    about: Words
    group: str
    urgency: Urgency = Urgency.ORDINARY


@dataclass(frozen=True, slots=True)
class Categories:
    """A list of categories, in groups, in the order in which they are offered.

    :param version_id: SHA-256, in hex, of the content.
    """

    key: str
    title: Words
    groups: tuple[tuple[str, Words], ...]
    categories: tuple[Category, ...]
    version_id: str

    def category(self, key: str) -> Category | None:
        """The category of that key."""
        return next((one for one in self.categories if one.key == key), None)


def categories_from(value: Mapping[str, Any]) -> Categories:
    """The categories that a file's content means; the content fits the schema and holds together."""
    return Categories(
        key=value["categories"],
        title=words(value["title"]),
        groups=tuple((group["key"], words(group["title"])) for group in value["groups"]),
        categories=tuple(
            Category(
                one["key"],
                words(one["title"]),
                words(one["about"]),
                one["group"],
                Urgency(one.get("urgency", Urgency.ORDINARY)),
            )
            for one in value["list"]
        ),
        version_id=version_id(value),
    )
