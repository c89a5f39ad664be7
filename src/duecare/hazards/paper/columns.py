"""The table of a paper ledger: its columns, the words that a cell may say, and the columns that no ledger has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override, pgettext_lazy

from duecare.documents.entries import refused_by_charter
from duecare.hazards import rules
from duecare.hazards.vocabulary import Level
from duecare.orgs.importing.columns import Column, Table, tidy

NUMBER_LENGTH = 40
LEDGER = Table(
    ("隐患台账", "hazards", "hazard ledger"),
    (
        Column("unit", ("单位编码", "unit code", "unit", "编码"), 40, required=True),
        Column("place", ("点位", "place", "place name", "place or label code", "点位名称"), 120),
        Column("category", ("类别", "category", "隐患类别"), 60, required=True),
        Column("level", ("级别", "level", "隐患级别"), 30, required=True),
        Column("text", ("隐患内容", "what is unsafe", "隐患描述", "内容"), rules.TEXT_LENGTH, required=True),
        Column("found", ("发现日期", "found on", "排查日期"), 30, required=True),
        Column("due", ("整改期限", "to be put right by", "due by", "期限"), 30, required=True),
        Column("state", ("状态", "state", "整改状态"), 30, required=True),
        Column("put_right", ("整改完成日期", "put right on", "完成日期"), 30),
        Column("closed", ("销号日期", "closed out on"), 30),
        Column("number", ("台账编号", "number in the paper ledger", "number", "编号", "序号"), NUMBER_LENGTH),
    ),
)


class State(TextChoices):
    """How far a hazard had come on paper."""

    OPEN = "open", pgettext_lazy("state in a paper ledger", "to put right")
    PUT_RIGHT = "put_right", pgettext_lazy("state in a paper ledger", "put right, to verify")
    CLOSED = "closed", pgettext_lazy("state in a paper ledger", "closed out")


#: What people write besides the words of the program.
_ALSO = {
    "open": State.OPEN, "未整改": State.OPEN, "整改中": State.OPEN, "put right": State.PUT_RIGHT,
    "已整改": State.PUT_RIGHT, "已完成": State.PUT_RIGHT, "closed": State.CLOSED, "已销号": State.CLOSED,
    "一般隐患": Level.GENERAL, "重大隐患": Level.MAJOR,
}  # fmt: skip
#: Columns about persons, besides what the tripwire of forms knows: a ledger names the post that answers.
_PERSONS = re.compile(
    r"责任人|负责人|发现人|检查人|整改人|复核人|验收人|填报人|联系人|电话|手机|微信|住址|名字|\bpersons?\b|\bnames?\b"
    r"|\bphones?\b|\btelephones?\b|\bmobiles?\b|\bcontacts?\b|\binspector\b",
    re.IGNORECASE,
)
_NAMES_OF_THINGS = re.compile(r"\b(?:unit|school|place|hazard) names?\b", re.IGNORECASE)
#: Numbers that are a person's: of an identity card, of a mobile telephone.
_NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")


def meant(choices: type[TextChoices], word: str) -> str | None:
    """The value that a word means, in either language; None when there is none."""
    return _words(choices).get(tidy(word))


@cache
def _words(choices: type[TextChoices]) -> dict[str, str]:
    found = {tidy(also): str(value.value) for also, value in _ALSO.items() if isinstance(value, choices)}
    for language in ("zh-hans", "en"):
        with override(language):
            for choice in choices:
                found |= {tidy(str(choice.label)): str(choice.value), tidy(choice.value): str(choice.value)}
    return found


def offered(choices: type[TextChoices]) -> str:
    """The words that a cell may say, in the language active now."""
    return "; ".join(str(choice.label) for choice in choices)


def in_both(choices: Iterable[Any]) -> list[str]:
    """The words in Chinese with the English in brackets, as they stand in the lists of the template."""
    found = []
    for choice in choices:
        words = []
        for language in ("zh-hans", "en"):
            with override(language):
                words.append(str(choice.label))
        found.append(f"{words[0]} ({words[1]})")
    return found


def about_persons(heading: str) -> bool:
    """Whether a column that the ledger does not know asks for persons (charter, rule 1) or their movements (rule 2)."""
    rest = _NAMES_OF_THINGS.sub("", heading).strip()
    return bool(_PERSONS.search(rest)) or refused_by_charter(rest) is not None


def number_of_a_person(text: str) -> bool:
    """Whether a text holds what looks like an identity card's or a mobile telephone's number."""
    return bool(_NUMBERS.search(text))
