"""A tripwire for files that ask for what the charter rules out (``docs/charter.md``, ``domain.md`` §4).

It catches words, not intentions: whoever words it otherwise gets past it. The guard proper is that there is no table,
field type or action for what the charter rules out; so what slips past has nowhere to go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.documents.problems import Path, Problem


@dataclass(frozen=True, slots=True)
class Refusal:
    """What tripped: number of the rule, the words, and why."""

    path: Path
    rule: str
    words: str
    why: Any


#: Words that trip, by rule: expressions, Chinese first.
_WORDS: dict[str, tuple[str, ...]] = {
    "1": (
        r"(?:上访|信访|缠访|闹访|诉求|投诉|举报|重点|涉稳|稳控|维稳)(?:人员|对象|户|群体|骨干)",
        r"访民",
        r"人员(?:名单|台账|档案|画像)",
        r"(?:家长|学生|居民|群众|住户)(?:名单|花名册|档案|台账|画像|评分|分级)",
        r"身份证",
        r"户籍",
        r"家庭住址",
        r"人脸",
        r"指纹",
        r"\bpetitioners?\b",
        r"\bcomplainants?\b",
        r"\btrouble-?makers?\b",
        r"\bpersons? of (?:interest|concern)\b",
        r"\blists? of (?:names|parents|residents|students|persons|people)\b",
        r"\bidentity (?:card|number)s?\b",
        r"\bfacial recognition\b",
        r"\bfingerprints?\b",
    ),
    "2": (
        r"(?:人员|学生|家长|群众|个人)(?:去向|动向|行踪|轨迹|定位|出行)",
        r"行踪",
        r"外出报备",
        r"离(?:县|市|省|区|境)(?:人员|报备)",
        r"进京",
        r"赴京",
        r"赴省",
        r"非法聚集",
        r"集访",
        r"串联",
        r"游行",
        r"示威",
        r"思想动态",
        r"政治(?:面貌|倾向)",
        r"宗教信仰",
        r"民族成分",
        r"舆情监控",
        r"网上言论",
        r"密切接触者",
        r"\bwhereabouts\b",
        r"\bmovements? of (?:people|persons|residents|students|parents)\b",
        r"\btravel (?:plans?|history)\b",
        r"\bethnicity\b",
        r"\breligious beliefs?\b",
        r"\bpolitical (?:opinions?|views?|leanings?)\b",
        r"\bprotest(?:s|ers?)?\b",
        r"\bonline activit(?:y|ies)\b",
        r"\bsurveillance of\b",
    ),
    "3": (
        r"(?:转回|退回|交由)被(?:反映|投诉)(?:的)?(?:单位|学校)",
        r"(?:公开|通报|查明|核实)(?:诉求|投诉|举报|反映)人(?:身份|姓名|信息)",
        r"实名(?:反映|诉求|投诉)",
        r"劝(?:撤|退)(?:诉求|投诉|信访)?",
        r"\b(?:reveal|disclose|find out) (?:the )?(?:identity|names?) of\b",
        r"\breal[- ]name complaints?\b",
    ),
    "4": (
        r"(?:信访|上访|越级|诉求|投诉|举报)(?:数量|件数|量|人次)?(?:排名|通报排名|扣分|考核|清零|下降率|控制率|零发生)",
        r"零(?:上访|信访|越级|投诉|诉求)",
        r"(?:劝返|截访|拦截|接返|稳控|化解在当地)",
        r"不得越级",
        r"禁止(?:上访|信访|投诉|越级)",
        r"\brank(?:ed|ing)? by (?:the )?(?:number of )?(?:complaints?|petitions?|cases)\b",
        r"\bzero (?:complaints?|petitions?)\b",
        r"\bintercept(?:ing|ion of)? (?:petitioners?|complainants?)\b",
    ),
    "5": (
        r"永久(?:保存|留存)(?:个人|身份|诉求)",
        r"(?:个人信息|身份)长期(?:保存|留存)",
        r"\b(?:keep|retain) (?:personal data|identit(?:y|ies)) (?:for ever|forever|permanently)\b",
    ),
    "6": (
        r"(?:教师|教职工|职工|值班员|值班人员)(?:去向|定位|轨迹|行踪|打卡定位)",
        r"(?:请假|休假)(?:原因|事由|理由)(?:登记|备案|统计|上报)",
        r"(?:离岗|外出)定位",
        r"\b(?:staff|teachers?'?) (?:whereabouts|location tracking)\b",
        r"\breasons? for (?:sick )?leave\b",
    ),
}
#: Why, by rule.
_WHY = {
    "1": _("duecare keeps no register of persons: it records what is owed, not who people are."),
    "2": _("Nobody is watched: no movement, contacts, opinion or belief of a person is recorded."),
    "3": _("A case is its owner's: identity is optional, and nobody complained about handles the case."),
    "4": _(
        "Going higher is a right: nobody is measured by how many people complain, and nobody is held back."
    ),
    "5": _("Forgetting is a duty: personal content goes when its time is over."),
    "6": _(
        "Staff are people too: a roster holds shifts, not whereabouts, and leave needs no reason on file."
    ),
}
_NEGATED = re.compile(
    r"(?:不得?以?|严禁|禁止|不|\bnot\b|\bnever\b|\bno\b)[^,。;.\uff0c\uff1b]{0,6}$", re.IGNORECASE
)
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_PATTERNS = {rule: re.compile("|".join(words), re.IGNORECASE | re.ASCII) for rule, words in _WORDS.items()}


def tripped(text: str) -> tuple[str, str, Any] | None:
    """Rule, words and why, when a text asks for what the charter rules out; a sentence that forbids it does not."""
    joined = _SPACED.sub("", text)
    for rule, pattern in _PATTERNS.items():
        for found in pattern.finditer(joined):
            if not _NEGATED.search(joined[: found.start()]):
                return rule, found.group(0), _WHY[rule]
    return None


def refusals(value: Any, path: Path = ()) -> Iterator[Refusal]:
    """Everything in a file that trips, wherever it stands, keys among it."""
    if isinstance(value, str):
        found = tripped(value)
        if found:
            yield Refusal(path, *found)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from refusals(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from refusals(item, (*path, key))


def problem(path: Path, rule: str, words: str, hint: str) -> Problem:
    """A refusal as something wrong with the file.

    :param hint: how to mend it, in the reader's language.
    """
    message = gettext("“%(words)s” is ruled out by the charter, rule %(rule)s: %(why)s")
    return Problem(path, message % {"words": words, "rule": rule, "why": _WHY[rule]}, hint, rule)


def problems(value: Any, hint: str) -> Iterator[Problem]:
    """What :func:`refusals` finds, as things wrong with the file."""
    for refusal in refusals(value):
        yield problem(refusal.path, refusal.rule, refusal.words, hint)
