"""A ledger of many hazards, made by the database itself.

Two in a hundred are open: the newest, and of the older ones one in two hundred, which is overdue. Words are put
together of a subject, a defect and a detail, as inspectors write them; one in five thousand holds a rare one. None is
forgotten, so that every hazard is in the index. One in ten has its steps.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from bench import filling
from duecare.findable.bigrams import indexed
from duecare.hazards import word_index

NOW = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
UNITS, PLACES = 2_000, 10
DAYS = 3 * 365
RARE_ONE_IN = 5_000
SUBJECTS = (
    "插座", "灭火器", "应急照明灯", "疏散指示标志", "安全出口", "消火栓", "配电箱", "燃气软管", "锅炉压力表",
    "食堂冰柜",
    "楼梯扶手", "窗户护栏", "实验室药品柜", "校车安全带", "围墙", "屋面瓦片", "电动自行车", "热水管道", "体育器材",
    "水泵",
)  # fmt: skip
DEFECTS = (
    "过热发黑", "过期未更换", "不亮", "脱落", "被杂物堵塞", "压力不足", "门损坏导线裸露", "老化漏气", "超期未检",
    "温度超标",
    "松动", "缺失", "未上锁", "破损", "倾斜开裂", "松脱有坠落危险", "在楼道充电", "漏水结冰", "锈蚀", "异响",
)  # fmt: skip
DETAILS = (
    "位于东侧走廊", "位于二层西端", "靠近正门", "在值班室旁", "发现于课间巡查", "今日停用", "已设警示带",
    "需要专业人员处理",
    "上次整改后再次出现", "影响通行",
)  # fmt: skip
RARE = tuple(
    f"{one}{two}"
    for one in ("鼠咬", "蚁蛀", "雷击", "冻裂", "虫蛀")
    for two in ("电缆", "横梁", "天线", "阀门")
)
NAMES = (
    "教学楼东楼梯", "教学楼西楼梯", "食堂操作间", "锅炉房", "一层配电箱", "实验室", "体育馆", "校门口", "宿舍楼",
    "图书室",
)  # fmt: skip
CATEGORIES = (
    "fire",
    "fire",
    "fire",
    "electricity",
    "electricity",
    "buildings",
    "heating",
    "food",
    "traffic",
    "crowd",
)


def fill(count: int) -> None:
    """Units, places and so many hazards."""
    filling.units(UNITS)
    run = filling.run_sql
    run(
        "UPDATE orgs_unit SET name = '第' || substr(code, 2) || CASE WHEN code LIKE '%%1' THEN '中学' ELSE '小学' END"
    )
    with transaction.atomic():
        _phrases()
        _places()
        for statement in word_index.removals(connection.vendor):
            run(statement)
        _hazards(count)
        _words()
        _steps()
        _duties()
    for statement in word_index.additions(connection.vendor):
        run(statement)
    run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _phrases() -> None:
    filling.run_sql("CREATE TABLE bench_phrase (kind integer, k integer, said text, tokens text)")
    for kind, phrases in enumerate((SUBJECTS, DEFECTS, DETAILS, RARE)):
        for k, said in enumerate(phrases):
            filling.run_sql(
                f"INSERT INTO bench_phrase VALUES ({kind}, {k}, '{said}', '{indexed(said).rstrip()}')"
            )


def _places() -> None:
    number = "row_number() OVER (ORDER BY u.key, s.n) - 1"
    name = " ".join(f"WHEN {k} THEN '{said}'" for k, said in enumerate(NAMES))
    filling.run_sql(
        "INSERT INTO places_place (id, root_id, unit_id, kind, name, name_en, number, code, created_at) "
        f"SELECT {{{{id}}}}, u.root_id, u.id, 'room', CASE (s.n - 1) %% {len(NAMES)} {name} END, '', '', "
        f"{_padded(number, 10)}, %s FROM orgs_unit u CROSS JOIN {{{{series}}}} s WHERE u.kind = 'village'",
        filling.stamp(filling.START), PLACES,
    )  # fmt: skip


def _padded(number: str, width: int) -> str:
    if connection.vendor == "postgresql":
        return f"lpad(({number})::text, {width}, '0')"
    return f"printf('%%0{width}d', {number})"


def _moment(seconds: str) -> str:
    """The time so many seconds before now."""
    if connection.vendor == "postgresql":
        return f"(timestamptz '{NOW.isoformat()}' - ({seconds}) * interval '1 second')"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', {int(NOW.timestamp())} - ({seconds}), 'unixepoch')"


def _hazards(count: int) -> None:
    places = UNITS * PLACES * 19 // 20
    new_id = (
        "(lpad(to_hex(n), 12, '0') || '7000' || lpad(to_hex(n), 16, '0'))::uuid"
        if connection.vendor == "postgresql"
        else "printf('%%012x7000%%016x', n, n)"
    )
    whole = "bigint" if connection.vendor == "postgresql" else "integer"
    is_open = f"(n > {int(count * 0.985)} OR n %% 200 = 0)"
    right = "(n %% 7 * n %% 5 * 21600 + 3600 + CASE WHEN n %% 10 = 3 THEN 1300000 ELSE 0 END)"
    days = "CASE WHEN n %% 20 = 0 THEN 30 ELSE 7 END"
    category = " ".join(f"WHEN {k} THEN '{name}'" for k, name in enumerate(CATEGORIES))
    past = "ago - {} > 0"
    filling.run_sql(
        "INSERT INTO hazards_hazard (id, root_id, unit_id, lineage, place_id, category, level, text, found_at, "
        "opened_at, due_at, due_basis, on_the_spot, accepted_at, put_right_at, closed_at, reopened, terms) "
        f"SELECT {new_id}, p.root_id, p.unit_id, u.lineage, p.id, "
        f"CASE WHEN n %% 97 = 0 THEN 'laboratory' ELSE CASE n %% {len(CATEGORIES)} {category} END END, "
        "CASE WHEN n %% 20 = 0 THEN 'major' ELSE 'general' END, "
        "a.said || b.said || '，' || c.said || CASE WHEN r.said IS NULL THEN '' ELSE '，' || r.said END || '。', "
        f"{_moment('ago')}, {_moment('ago')}, {_moment(f'ago - {days} * 86400')}, "
        "CASE WHEN n %% 25 = 0 THEN 'extension' ELSE 'default' END, "
        "n %% 8 = 0, "
        f"CASE WHEN n %% 40 = 0 AND {is_open} THEN NULL ELSE {_moment('ago')} END, "
        f"CASE WHEN ({is_open} AND n %% 7 <> 0) OR NOT {past.format(right)} THEN NULL "
        f"ELSE {_moment(f'ago - {right}')} END, "
        f"CASE WHEN {is_open} OR NOT {past.format(f'{right} - 90000')} THEN NULL "
        f"ELSE {_moment(f'ago - {right} - 90000')} END, "
        "CASE WHEN n %% 33 = 0 THEN 1 ELSE 0 END, '{}' "
        f"FROM (SELECT n, CAST(({count} - n) * {DAYS * 86_400 / count} AS {whole}) AS ago FROM {{{{series}}}} s) t "
        f"JOIN places_place p ON p.code = {_padded(f'(n * 1009) %% {places}', 10)} "
        "JOIN orgs_unit u ON u.id = p.unit_id "
        "JOIN bench_phrase a ON a.kind = 0 AND a.k = (n / 3) %% 20 "
        "JOIN bench_phrase b ON b.kind = 1 AND b.k = (n / 7) %% 20 "
        "JOIN bench_phrase c ON c.kind = 2 AND c.k = (n / 11) %% 10 "
        f"LEFT JOIN bench_phrase r ON r.kind = 3 AND n %% {RARE_ONE_IN} = 17 AND r.k = (n / {RARE_ONE_IN}) %% 20 "
        "ORDER BY n",
        count,
    )


def _words() -> None:
    # The number in an id's end is the hazard's own; its words are made of the same phrases again.
    number = (
        "('x' || right(replace(h.id::text, '-', ''), 12))::bit(48)::bigint"
        if connection.vendor == "postgresql"
        else None
    )
    if number is None:
        connection.connection.create_function(
            "bench_number", 1, lambda name: int(name[-12:], 16), deterministic=True
        )
        number = "bench_number(h.id)"
    filling.run_sql(
        "INSERT INTO hazards_findable (hazard_id, words) SELECT t.id, a.tokens || b.tokens || c.tokens || "
        "COALESCE(r.tokens, '') || ' §u' || u.key || ' §p' || p.code || ' §c' || t.category || ' ' "
        f"FROM (SELECT h.*, {number} AS n FROM hazards_hazard h) t "
        "JOIN places_place p ON p.id = t.place_id JOIN orgs_unit u ON u.id = t.unit_id "
        "JOIN bench_phrase a ON a.kind = 0 AND a.k = (n / 3) %% 20 "
        "JOIN bench_phrase b ON b.kind = 1 AND b.k = (n / 7) %% 20 "
        "JOIN bench_phrase c ON c.kind = 2 AND c.k = (n / 11) %% 10 "
        f"LEFT JOIN bench_phrase r ON r.kind = 3 AND n %% {RARE_ONE_IN} = 17 AND r.k = (n / {RARE_ONE_IN}) %% 20 "
        "ORDER BY t.id"
    )


def _steps() -> None:
    """Of one hazard in ten, what happened to it; and every return."""
    some = "reopened = 1 OR substr(CAST(id AS text), length(CAST(id AS text))) IN ('3', '9')"
    for kind, at, which in (
        ("found", "found_at", some),
        ("again", "opened_at", "reopened = 1"),
        ("put_right", "put_right_at", f"({some}) AND put_right_at IS NOT NULL"),
        ("verified", "closed_at", f"({some}) AND closed_at IS NOT NULL"),
    ):
        filling.run_sql(
            "INSERT INTO hazards_step (id, hazard_id, kind, at, text, facts) "
            f"SELECT {{{{id}}}}, id, '{kind}', {at}, text, '{{}}' FROM hazards_hazard WHERE {which}"
        )


def _duties() -> None:
    """What is owed for open hazards, missed where it is past."""
    now = filling.stamp(NOW)
    filling.run_sql(
        "INSERT INTO obligations_obligation (id, root_id, kind, origin, programme, basis, title, title_en, subject, "
        "debtor_id, lineage, creditor_id, post, strand, slot, confidential, number, ladder_id, rung, opens_at, due_at, "
        "due_assumed, opened_at, missed_at, closed_as, closed_why) "
        "SELECT h.id, h.root_id, 'hazards.rectify', 'hazards.rectify/' || h.id, '', '', '整改', 'Rectify', '', "
        "h.unit_id, h.lineage, u.parent_id, 'leader', 'hazards/general/rectify', '2027-03-01', {{false}}, '', "
        f"'{filling.ladder()}', 1, h.opened_at, h.due_at, {{{{false}}}}, h.opened_at, "
        "CASE WHEN h.due_at < %s THEN h.due_at END, '', '' FROM hazards_hazard h JOIN orgs_unit u ON u.id = h.unit_id "
        "WHERE h.closed_at IS NULL AND h.put_right_at IS NULL",
        now,
    )
    filling.run_sql(
        "INSERT INTO hazards_owed (obligation_id, hazard_id, kind) "
        "SELECT id, id, kind FROM obligations_obligation WHERE kind = 'hazards.rectify'"
    )


def midnight(days: int) -> str:
    """The day so many days ago, as an address says it."""
    return f"{NOW - timedelta(days=days):%Y-%m-%d}"
