"""A docket of many cases, made by the database itself.

The root's unit holds nineteen of two hundred, the schools share the others; each case is about another school. One in
ten has not ended, and two thirds of these are owed something. Lines are put together of what, where and how, as
officers write them; one in five thousand holds a rare pair. Words are sealed as so many bytes: only a case's page opens
any, and the cases that are opened are brought through the program itself.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from bench import filling
from duecare.findable.bigrams import indexed
from duecare.grievances import word_index
from duecare.orgs.models import Unit

NOW = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)
UNITS, DAYS = 2_000, 3 * 365
RARE_ONE_IN = 5_000
WHAT = (
    "食堂", "校车", "暖气", "门卫", "操场", "宿舍", "收费", "作业", "厕所", "饮水", "校服", "围栏", "照明", "校门",
    "课后", "体检", "午睡", "家长会", "图书", "电梯",
)  # fmt: skip
WHERE = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "东校区", "西校区", "分校", "教学点")
HOW = (
    "肉品异味", "迟到半小时", "温度偏低", "登记不严", "积水结冰", "漏水", "标准不明", "过量", "无人打扫", "浑浊",
    "尺码不符", "松动", "不亮", "拥堵", "停办", "未通知", "太吵", "改期", "缺页", "停用",
)  # fmt: skip
RARE = tuple(
    f"{one}{two}"
    for one in ("蚁蛀", "雷击", "冻裂", "虫咬", "霉变")
    for two in ("横梁", "天线", "阀门", "电缆")
)
#: In lines of others alone, one in ten of them.
ELSEWHERE = "锣鼓"
#: Of two hundred cases so many are the root's.
SHARE = 19
_RESTS, _OPEN = "(n %% 10 <> 3)", "(n %% 10 = 3)"
_STAGES = {"rests": "closed", "open": "accepted"}


def fill(count: int, officer: uuid.UUID, procedure: str) -> None:
    """So many cases at units that are there.

    :param officer: who reads at the root; one in a thousand of the cases there excuses them.
    """
    with transaction.atomic():
        _phrases()
        for statement in word_index.INDEX.removals(connection.vendor):
            filling.run_sql(statement)
        _cases(count, procedure)
        _steps(count, officer)
        _duties(count)
    for statement in word_index.INDEX.additions(connection.vendor):
        filling.run_sql(statement)
    filling.run_sql("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _phrases() -> None:
    """Phrases and their tokens, each behind a sign for the mark; and who holds what."""
    filling.run_sql("CREATE TABLE bench_phrase (kind integer, k integer, said text, tokens text)")
    for kind, phrases in enumerate((WHAT, WHERE, HOW, RARE, (ELSEWHERE,))):
        for k, said in enumerate(phrases):
            tokens = "".join(f" ~{token}" for token in indexed(said).split())
            filling.run_sql(f"INSERT INTO bench_phrase VALUES ({kind}, {k}, '{said}', '{tokens}')")
    schools = "SELECT id, key, lineage, row_number() OVER (ORDER BY key) - 1 AS k FROM orgs_unit WHERE kind = 'village'"
    filling.run_sql(
        f"CREATE TABLE bench_holder AS SELECT k, id, key, lineage FROM ({schools}) s UNION ALL "
        "SELECT -1, id, key, lineage FROM orgs_unit WHERE kind = 'county'"
    )
    # Without knowing how many there are, PostgreSQL compares each case with all of them.
    filling.run_sql("CREATE UNIQUE INDEX bench_holder_k ON bench_holder (k)")
    filling.run_sql("CREATE UNIQUE INDEX bench_phrase_k ON bench_phrase (kind, k)")
    filling.run_sql("ANALYZE")
    if connection.vendor == "sqlite":
        connection.connection.create_function(
            "bench_id",
            1,
            lambda name: hashlib.md5(name.encode()).hexdigest(),
            deterministic=True,
        )


def _id(of: str) -> str:
    """An id that looks random and is made of the case's number, for what ``of`` says."""
    return f"md5('{of}' || n)::uuid" if connection.vendor == "postgresql" else f"bench_id('{of}' || n)"


def _moment(seconds: str) -> str:
    """The time so many seconds before now."""
    if connection.vendor == "postgresql":
        return f"(timestamptz '{NOW.isoformat()}' - ({seconds}) * interval '1 second')"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', {int(NOW.timestamp())} - ({seconds}), 'unixepoch')"


def _numbered(count: int) -> str:
    """Each case's number, how many seconds ago it came, and who holds it."""
    schools = Unit.objects.filter(kind="village").count()
    whole = "bigint" if connection.vendor == "postgresql" else "integer"
    return (
        f"(SELECT n, CAST(({count} - n) * {DAYS * 86_400 / count} AS {whole}) AS ago, "
        f"CASE WHEN n %% 200 < {SHARE} THEN -1 ELSE (n * 7 / 3) %% {schools} END AS k, "
        f"(n * 11) %% {schools} AS about FROM {{{{series}}}} s)"
    )


def _truth(condition: str) -> str:
    return condition if connection.vendor == "postgresql" else f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _said(column: str) -> str:
    """Of a case's phrases one column after the other."""
    return f"a.{column} || b.{column} || c.{column} || COALESCE(r.{column}, '') || COALESCE(e.{column}, '')"


_JOINED = (
    "JOIN bench_holder h ON h.k = t.k JOIN bench_phrase a ON a.kind = 0 AND a.k = (n / 3) %% 20 "
    "JOIN bench_phrase b ON b.kind = 1 AND b.k = (n / 11) %% 10 "
    "JOIN bench_phrase c ON c.kind = 2 AND c.k = (n / 7) %% 20 "
    f"LEFT JOIN bench_phrase r ON r.kind = 3 AND n %% {RARE_ONE_IN} IN (3, 17) AND r.k = (n / {RARE_ONE_IN}) %% 20 "
    "LEFT JOIN bench_phrase e ON e.kind = 4 AND t.k >= 0 AND n %% 10 IN (2, 3)"
)


def _cases(count: int, procedure: str) -> None:
    root = Unit.objects.get(kind="county").id
    whole = "bigint" if connection.vendor == "postgresql" else "integer"
    number = "||".join(
        "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', "
        f"CAST(n * CAST(829348951 AS {whole}) / {32**p} %% 32 AS integer) + 1, 1)"
        for p in range(7, -1, -1)
    )
    rows = f"FROM {_numbered(count)} t {_JOINED}"
    stage = f"CASE WHEN {_RESTS} THEN '{_STAGES['rests']}' ELSE '{_STAGES['open']}' END"
    filling.run_sql(
        "INSERT INTO grievances_case (id, root_id, number, procedure_id, category, policy, way, subject, received_at, "
        f"stage, ended, keep_until) SELECT {_id('case')}, '{root if connection.vendor == 'postgresql' else root.hex}', "
        f"{number}, '{procedure}', 'school-meals', '', 'web', {_said('said')}, {_moment('ago')}, {stage}, "
        f"{_truth(_RESTS)}, '2032-03-01' {rows}",
        count,
    )
    due = f"CASE WHEN {_OPEN} AND n %% 3 <> 0 THEN {_moment('ago - 6480000')} ELSE {_never()} END"
    filling.run_sql(
        "INSERT INTO grievances_hold (id, case_id, unit_id, role, since, due_at, rests, received_at) "
        f"SELECT {_id('hold')}, {_id('case')}, h.id, 'holder', {_moment('ago')}, {due}, {_truth(_RESTS)}, "
        f"{_moment('ago')} FROM {_numbered(count)} t JOIN bench_holder h ON h.k = t.k",
        count,
    )
    mark = f"h.key || CASE WHEN {_RESTS} THEN '{_end(True)}' ELSE '{_end(False)}' END"
    filling.run_sql(
        "INSERT INTO grievances_findable (case_id, words) "
        f"SELECT {_id('case')}, replace({_said('tokens')}, '~', {mark}) || ' ' {rows}",
        count,
    )
    filling.run_sql(
        f"INSERT INTO grievances_concerned (case_id, unit_id) SELECT {_id('case')}, o.id FROM {_numbered(count)} t "
        "JOIN bench_holder o ON o.k = t.about",
        count,
    )


def _end(rests: bool) -> str:
    return word_index.mark("", rests)


def _never() -> str:
    return (
        "'9999-01-01 00:00:00+00'::timestamptz"
        if connection.vendor == "postgresql"
        else "'9999-01-01 00:00:00'"
    )


def _steps(count: int, officer: uuid.UUID) -> None:
    """It was brought, somebody took it on, and in some the reader is excused. Each step has its sealed words."""
    reader = officer.hex if connection.vendor == "sqlite" else str(officer)
    null, blob = "NULL", "zeroblob(240)"
    if connection.vendor == "postgresql":
        null, blob = "NULL::uuid", "decode(repeat(md5('w' || n), 15), 'hex')"
    for number, act, role, excuses, which in (
        (1, "register", "owner", null, "n > 0"),
        (2, "accept", "holder", null, "n %% 20 <> 3"),
        (3, "recuse", "leader", f"'{reader}'", f"n %% 200 < {SHARE} AND n %% 1000 = 210"),
    ):
        filling.run_sql(
            "INSERT INTO grievances_step (id, case_id, number, act, at, role, level, days, excuses, aims_at, "
            f"client_id, seen_by_owner) SELECT {_id(act)}, {_id('case')}, {number}, '{act}', {_moment('ago')}, "
            f"'{role}', 0, 0, {excuses}, '', {_id(act)}, {_truth('n > 0')} FROM {_numbered(count)} t WHERE {which}",
            count,
        )
    filling.run_sql(
        "INSERT INTO grievances_sealed (id, step_id, field, value) "
        f"SELECT {_id('sealed')}, {_id('register')}, 'text', {blob} FROM {_numbered(count)} t",
        count,
    )


def _duties(count: int) -> None:
    """What is owed of those that have not ended, by those that hold them."""
    due = _moment("ago - 6480000")
    filling.run_sql(
        "INSERT INTO obligations_obligation (id, root_id, kind, origin, programme, basis, title, title_en, subject, "
        "debtor_id, lineage, creditor_id, post, strand, slot, confidential, number, ladder_id, rung, opens_at, due_at, "
        "due_assumed, opened_at, missed_at, closed_as, closed_why) "
        f"SELECT {_id('owed')}, u.root_id, 'grievances.step', 'bench/case/' || n, '', '', '答复', 'Reply', '', h.id, "
        f"h.lineage, u.root_id, 'case_officer', 'grievances/reply', '2027-03-01', {_truth('n > 0')}, '', "
        f"'{filling.ladder()}', 1, {_moment('ago')}, {due}, {{{{false}}}}, {_moment('ago')}, "
        f"CASE WHEN ago > 6480000 THEN {due} END, '', '' FROM {_numbered(count)} t JOIN bench_holder h ON h.k = t.k "
        f"JOIN orgs_unit u ON u.id = h.id WHERE {_OPEN} AND n %% 3 <> 0",
        count,
    )
    filling.run_sql(
        f'INSERT INTO grievances_owed (obligation_id, case_id, "limit", started) SELECT {_id("owed")}, {_id("case")}, '
        f"'handle', {_moment('ago')} FROM {_numbered(count)} t WHERE {_OPEN} AND n %% 3 <> 0",
        count,
    )


def yesterday() -> datetime:
    """When the cases that are opened were brought."""
    return NOW - timedelta(days=1)
