"""The two tables of an import: their columns, what may stand over them, and the words for kinds."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from duecare.orgs.vocabulary import PostKind, UnitKind


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    :param headings: what may stand over it, tidied; the first is what an export writes in Chinese.
    :param most: characters a cell may have.
    """

    field: str
    headings: tuple[str, ...]
    most: int
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table and the sheet names it goes by."""

    names: tuple[str, ...]
    columns: tuple[Column, ...]

    def fields(self) -> dict[str, Column]:
        """Column by tidied heading."""
        return {tidy(h): c for c in self.columns for h in c.headings}


UNITS = Table(
    ("单位", "units", "unit"),
    (
        Column("code", ("单位编码", "code", "unit code", "编码", "单位代码", "代码"), 40, required=True),
        Column("name", ("单位名称", "name", "unit name", "名称"), 120, required=True),
        Column("name_en", ("英文名称", "name_en", "english name", "name in english"), 160),
        Column("kind", ("单位类别", "kind", "unit kind", "类别", "单位类型", "类型"), 30, required=True),
        Column("parent", ("上级编码", "parent", "parent code", "上级单位编码", "上级代码", "上级"), 40),
        Column("phone", ("电话", "phone", "telephone", "联系电话", "值班电话"), 40),
        Column("zone", ("时区", "zone", "time zone"), 60),
    ),
)
PEOPLE = Table(
    ("人员", "people", "person"),
    (
        Column("username", ("登录名", "username", "sign-in name", "用户名", "账号"), 60, required=True),
        Column("name", ("称呼", "name", "display title", "显示名称", "姓名"), 60, required=True),
        Column("unit", ("单位编码", "unit", "unit code", "所在单位编码", "单位代码"), 40, required=True),
        Column("post", ("岗位类别", "post", "post kind", "岗位", "岗位类型"), 30, required=True),
        Column("title", ("岗位名称", "post title", "title", "职务"), 80),
        Column("title_en", ("英文岗位名称", "title_en", "post title in english", "english title"), 120),
        Column("email", ("邮箱", "email", "e-mail", "电子邮箱"), 254),
        Column("phone", ("电话", "phone", "telephone", "手机", "联系电话"), 40),
        Column("starts", ("代理开始日期", "deputy from", "代理起", "代理开始"), 20),
        Column("ends", ("代理结束日期", "deputy until", "代理止", "代理结束"), 20),
    ),
)

UNIT_KINDS: dict[str, UnitKind] = {
    "区县": UnitKind.COUNTY,
    "县": UnitKind.COUNTY,
    "区": UnitKind.COUNTY,
    "学区": UnitKind.DISTRICT,
    "片区": UnitKind.DISTRICT,
    "办公室": UnitKind.OFFICE,
    "科室": UnitKind.OFFICE,
    "机关科室": UnitKind.OFFICE,
    "乡镇": UnitKind.TOWNSHIP,
    "乡": UnitKind.TOWNSHIP,
    "镇": UnitKind.TOWNSHIP,
    "街道": UnitKind.TOWNSHIP,
    "村": UnitKind.VILLAGE,
    "社区": UnitKind.VILLAGE,
    "村社区": UnitKind.VILLAGE,
    "中学": UnitKind.MIDDLE_SCHOOL,
    "小学": UnitKind.PRIMARY_SCHOOL,
    "教学点": UnitKind.TEACHING_POINT,
    "校区": UnitKind.CAMPUS,
    "医院": UnitKind.HOSPITAL,
    "农场": UnitKind.FARM,
    "场所": UnitKind.SITE,
    "站点": UnitKind.SITE,
    "班组": UnitKind.TEAM,
    "队": UnitKind.TEAM,
}
POST_KINDS: dict[str, PostKind] = {
    "负责人": PostKind.LEADER,
    "领导": PostKind.LEADER,
    "主任": PostKind.LEADER,
    "校长": PostKind.LEADER,
    "协调员": PostKind.COORDINATOR,
    "值班调度": PostKind.COORDINATOR,
    "调度": PostKind.COORDINATOR,
    "调度员": PostKind.COORDINATOR,
    "报告人": PostKind.REPORTER,
    "承办人": PostKind.CASE_OFFICER,
    "检查员": PostKind.INSPECTOR,
    "值班员": PostKind.DUTY_OFFICER,
    "调解员": PostKind.MEDIATOR,
    "审计员": PostKind.AUDITOR,
    "监督员": PostKind.AUDITOR,
    "管理员": PostKind.ADMINISTRATOR,
}
_NOISE = re.compile(r"[\s*_·/]+|\(.*?\)")


def tidy(text: str) -> str:
    """A heading or word without what people add to it: stars, spaces, brackets, capitals."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def unit_kind(word: str) -> UnitKind | None:
    """The kind of unit that a Chinese or English word means."""
    found = UNIT_KINDS.get(word) or UNIT_KINDS.get(tidy(word))
    return found or next((k for k in UnitKind if tidy(k.value) == tidy(word)), None)


def post_kind(word: str) -> PostKind | None:
    """The kind of post that a Chinese or English word means."""
    found = POST_KINDS.get(word) or POST_KINDS.get(tidy(word))
    return found or next((k for k in PostKind if tidy(k.value) == tidy(word)), None)
