"""What people bring in the demo's winter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from duecare.demo.clockface import BEGIN

ROOT = "QY"


@dataclass(frozen=True, slots=True)
class Story:
    """Somebody brings something, and it goes its way.

    :param after: since the demo's first morning at seven.
    :param unit: code of the unit that it is about.
    :param line: the officer's subject line.
    :param way: ``web`` at a gate's code, or ``person`` on a reception day.
    :param course: how it goes: a name of :data:`_COURSES`.
    """

    key: str
    after: timedelta
    unit: str
    category: str
    text: str
    line: str
    course: str
    way: str = "web"
    telephone: str = ""
    question: str = ""
    answer: str = ""
    facts: str = ""
    decision: str = ""

    @property
    def at(self) -> datetime:
        """When it is brought."""
        return BEGIN + self.after


STORIES = (
    Story(
        "meat",
        timedelta(hours=4),
        "QY-X1",
        "school-meals",
        "孩子说周一中午的肉有异味，好几个同学没吃完。",
        "反映食堂肉品",
        "handled",
        telephone="000-5559001",
        question="本周肉品的供货商、验收和留样记录？",
        answer="供货商有资质，周一验收时温度记录缺失。",
        facts="调取留样送检合格；周一验收没有温度记录。",
        decision="食堂补齐验收记录，更换运输车辆，学区月内复查两次。",
    ),
    Story(
        "bus",
        timedelta(days=1, hours=2),
        "QY-X3",
        "school-transport",
        "早上校车常晚到二十分钟，孩子在路边站着很冷。",
        "反映校车晚点",
        "handled",
        question="近两周校车到站时间记录？",
        answer="因绕行施工路段，平均晚到十五分钟。",
        facts="施工绕行，近两周平均晚到十五分钟。",
        decision="调整发车时间，站点设候车棚。",
    ),
    Story(
        "library",
        timedelta(days=1, hours=5),
        "QY-Z2",
        "buses",
        "市里 12 路公交能不能在学校门口加一站？",
        "建议公交增设站点",
        "elsewhere",
    ),
    Story(
        "fee",
        timedelta(days=2, hours=8),
        "QY-Z1",
        "school-fees",
        "课后服务费多收了一个月，想问清楚。",
        "咨询课后服务费",
        "settled",
        way="person",
        decision="当场核对：系统重复计费，三日内退回。",
    ),
    Story(
        "district",
        timedelta(days=3, hours=3),
        ROOT,
        "windows",
        "学区窗口办转学手续，跑了三次都说材料不全。",
        "",
        "above",
    ),
    Story(
        "hot-water",
        timedelta(days=8, hours=3),
        "QY-Z3",
        "school-buildings",
        "宿舍热水晚上八点以后就没有了。",
        "反映宿舍热水",
        "reopened",
        question="热水供应时间和锅炉维修记录？",
        answer="锅炉水泵故障，已报修。",
        facts="水泵故障，已更换。",
        decision="热水供应到晚上十点。",
    ),
    Story(
        "homework",
        timedelta(days=9, hours=6),
        "QY-X2",
        "teaching",
        "寒假作业太多，希望减少。",
        "反映寒假作业",
        "withdrawn",
    ),
    Story(
        "gate",
        timedelta(days=15, hours=4),
        "QY-X4",
        "school-transport",
        "放学时门口车太多，孩子过马路危险。",
        "反映门前交通",
        "handled",
        question="放学时段门前执勤安排？",
        answer="每天一名教师执勤。",
        facts="放学时段现场查看两次，一名执勤人员不足。",
        decision="增派两名执勤，请交警划设临时停车线。",
    ),
    Story(
        "canteen-price",
        timedelta(days=57, hours=4),
        "QY-X1",
        "school-meals",
        "开学后餐费涨了，没有说明。",
        "反映餐费调整",
        "handled",
        question="餐费调整的依据和公示？",
        answer="经家长委员会讨论，未及时公示。",
        facts="调整经讨论，但没有按规定公示。",
        decision="补充公示七日，期间按原价收费。",
    ),
)
