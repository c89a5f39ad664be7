"""The tripwire for what people are asked to enter (domain.md §4, rules 1 and 2).

It catches wording, not intent. The guard proper is the closed list of field types and the tables that do not exist:
a report has figures, an inspection a place, and neither has a person as its subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """The charter says no: number of the rule, and the words it tripped over."""

    rule: str
    words: str


# Rule 1: no register of persons; no figures on who complains.
_PERSONS = (
    r"姓名|名单|花名册|身份证|证件号|护照号|户籍|住址|家庭地址|手机号|个人电话|微信号|出生日期|人脸|指纹"
    r"|上访|信访|缠访|闹访|越级|访民|诉求人|投诉人|举报人|反映人|来访人|投诉量|诉求量|投诉人数|重点人|稳控|维稳对象|涉稳"
    r"|\bnames?\s*$|^\s*names?\b|\bnames?\s+of\b|\bfull\s+names?\b|\b(?:name|member)\s*lists?\b|\blist\s+of\s+names\b"
    r"|\bid(?:entity)?[\s-]*(?:card|number|no\b)|\bpassports?\b|\bhome\s+address|\bphone\s+numbers?\b|\bdate\s+of\s+birth\b"
    r"|\bpetition\w*|\bcomplain\w*|\bwhistle-?blow\w*|\btrouble-?makers?\b|\bpersons?\s+of\s+(?:interest|concern)\b"
)
# Rule 2: nobody is watched.
_WATCHED = (
    r"聚集|集访|集聚|串联|游行|示威|行踪|去向|动向|轨迹|出行|外出人员|离开本地|进京|赴京|赴省|车次|航班|定位|监控对象"
    r"|民族|宗教|信教|信仰|政治面貌|政治倾向|思想动态|舆情|网上言论|网络言论|社交账号|接触人员|密切接触"
    r"|\bgather\w*|\bassembl(?:y|ies|ed|ing)\b|\bprotest\w*|\bdemonstrat\w*|\bwhereabouts\b|\bmovements?\s+of\b|\btravel\w*"
    r"|\bitinerar\w*|\bflights?\b|\bethnic\w*|\breligio\w*|\bpolitical\b|\bonline\s+activit\w*|\bcontacts?\s+of\b"
)
_RULES = (
    ("1", re.compile(_PERSONS, re.IGNORECASE | re.ASCII)),
    ("2", re.compile(_WATCHED, re.IGNORECASE | re.ASCII)),
)


def refused_by_charter(text: str) -> Refusal | None:
    """Whether a title, an option or a unit of what is entered asks for what the charter rules out."""
    squeezed = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", text)
    for rule, pattern in _RULES:
        found = pattern.search(squeezed)
        if found:
            return Refusal(rule, found.group(0).strip())
    return None
