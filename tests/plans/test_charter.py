"""What the charter rules out is refused with the rule's number; what forbids it is not."""

from __future__ import annotations

import pytest

from duecare.documents.charter import tripped
from tests.people import District
from tests.plans.plans import WINTER, changed, check, spot_of

REFUSED = {
    "重点人员台账": "1",
    "每日更新上访人员名单": "1",
    "登记家长姓名、身份证号": "1",
    "建立学生画像": "1",
    "List of parents who complain": "1",
    "Complainants of the week": "1",
    "报告人员动向": "2",
    "统计外出报备和行踪": "2",
    "收集教师思想动态": "2",
    "Whereabouts of families": "2",
    "Political opinions": "2",
    "诉求转回被反映的学校": "3",
    "实名反映问题": "3",
    "Find out the identity of the writer": "3",
    "按诉求数量排名": "4",
    "实现零上访": "4",
    "劝返越级反映问题的家长": "4",
    "Ranked by the number of complaints": "4",
    "身份信息永久保存个人": "5",
    "Keep identities forever": "5",
    "值班员定位": "6",
    "请假事由上报": "6",
    "Reasons for leave": "6",
}
ALLOWED = [
    "师生、家长的诉求件件有登记、件件有答复",
    "不以诉求数量排名",
    "不得要求实名反映",
    "严禁劝返",
    "在校师生数",
    "消防与用电、校车与门前交通、食堂与饮水、宿舍取暖与热水",
    "重点保障期",
    "发放《致家长的一封信》",
    "Hazards found today",
    "Never ranked by the number of complaints",
    "People on campus",
]


@pytest.mark.parametrize("text", REFUSED)
def test_is_refused_with_its_rule(text):
    found = tripped(text)
    assert found is not None
    assert found[0] == REFUSED[text]


@pytest.mark.parametrize("text", ALLOWED)
def test_is_allowed(text):
    assert tripped(text) is None


def test_spaces_between_characters_do_not_help():
    assert tripped("重 点 人 员") is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place", ["{zh: 总结, en: Summary}", "{zh: 隐患, en: Hazards}", "{zh: 例会, en: Meeting}"]
)
def test_a_plan_that_asks_for_it_is_refused_where_it_stands(district: District, place: str) -> None:
    plan = changed(place, "{zh: 重点人员名单, en: List}")
    found = [f for f in check(plan) if f.rule]
    assert len(found) == 1
    assert found[0].rule == "1"
    assert found[0].is_error
    assert (found[0].spot.line, found[0].spot.column) == spot_of("重点人员名单", plan)
    assert "[charter 1]" in str(found[0])
    assert "no register of persons" in str(found[0]) or "register" in found[0].message


def test_the_example_trips_nothing():
    text = WINTER.read_text()
    assert [line for line in text.splitlines() if tripped(line) and not line.startswith("#")] == []
