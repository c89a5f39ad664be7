"""Large data, made by the database itself."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection

#: The first day, midnight in Shanghai.
START = datetime(2027, 1, 3, 16, 0, tzinfo=UTC)
#: Units below one unit of the middle level.
FAN = 100
LADDER = [
    {"act": "remind", "offset": 0, "to": ["post:reporter@debtor"]},
    {"act": "tell", "offset": 1800, "to": ["post:coordinator@creditor"]},
]
KEY = "||".join(
    f"substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', (n / {36**p}) %% 36 + 1, 1)" for p in (4, 3, 2, 1, 0)
)


def stamp(at: datetime) -> str:
    """The time as the database writes it."""
    return str(at.replace(tzinfo=None)) if connection.vendor == "sqlite" else at.isoformat()


def run_sql(sql: str, *parameters: str | int | None) -> None:
    """Run one statement; ``{{id}}`` is a new random id, ``{{n}}`` counts from 1 to the first parameter."""
    postgres = connection.vendor == "postgresql"
    new_id = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
    series = (
        "(SELECT n FROM generate_series(1, %s) AS s(n))"
        if postgres
        else "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < %s) SELECT n FROM s)"
    )
    false = "false" if postgres else "0"
    sql = sql.replace("{{id}}", new_id).replace("{{series}}", series).replace("{{false}}", false)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def units(count: int) -> None:
    """A root, an office, a middle level, and below it units enough to make ``count``; each post held."""
    call_command("migrate", verbosity=0)
    now = stamp(START)
    columns = (
        "id, key, lineage, root_id, parent_id, code, name, name_en, kind, zone, phone, position, created_at"
    )
    rest = "'Asia/Shanghai', '', 0, %s"
    run_sql(
        f"INSERT INTO orgs_unit ({columns}) SELECT id, '00000', '00000', id, NULL, 'R', 'R', '', 'county', {rest} "
        "FROM (SELECT {{id}} AS id) one",
        now,
    )
    middle = max(1, count // FAN)
    run_sql(
        f"INSERT INTO orgs_unit ({columns}) SELECT {{{{id}}}}, {KEY}, r.lineage || {KEY}, r.id, r.id, 'M' || n, "
        f"'M' || n, '', CASE n WHEN 1 THEN 'office' ELSE 'district' END, {rest} "
        "FROM {{series}} s CROSS JOIN orgs_unit r",
        now,
        middle,
    )
    key = KEY.replace("n / ", f"(n + {middle}) / ")
    mid_key = KEY.replace("n / ", f"((n %% {middle}) + 1) / ")
    run_sql(
        f"INSERT INTO orgs_unit ({columns}) SELECT {{{{id}}}}, {key}, m.lineage || {key}, m.root_id, m.id, 'U' || n, "
        f"'U' || n, '', 'village', {rest} FROM {{{{series}}}} s JOIN orgs_unit m ON m.key = {mid_key}",
        now,
        count - middle - 1,
    )
    _people(now)
    run_sql("ANALYZE")


def _people(now: str) -> None:
    run_sql(
        "INSERT INTO orgs_user (id, username, name, home_id, email, phone, language, created_at, password) "
        "SELECT {{id}}, 'u' || key, 'u', id, '', '', '', %s, '' FROM orgs_unit",
        now,
    )
    run_sql(
        "INSERT INTO orgs_post (id, unit_id, kind, title, title_en, created_at) SELECT {{id}}, id, "
        "CASE kind WHEN 'office' THEN 'coordinator' WHEN 'county' THEN 'leader' ELSE 'reporter' END, 'p', '', %s "
        "FROM orgs_unit",
        now,
    )
    run_sql(
        "INSERT INTO orgs_appointment (id, post_id, user_id, deputy, starts_at) "
        "SELECT {{id}}, p.id, u.id, {{false}}, %s FROM orgs_post p JOIN orgs_user u ON u.home_id = p.unit_id",
        now,
    )


def ladder() -> str:
    """The ladder of the measures; returns its id."""
    text = json.dumps(LADDER, sort_keys=True, separators=(",", ":"))
    name = hashlib.sha256(text.encode()).hexdigest()
    run_sql(f"INSERT INTO obligations_ladder (id, steps) VALUES ('{name}', '{text}') ON CONFLICT DO NOTHING")
    return name


def obligations(slot: str, given: dict[str, Any]) -> None:
    """One obligation for every unit but the office, owed to the office, on ``slot``.

    :param given: opens_at, due_at, wake_at, opened_at (aware, or None) and rung.
    """
    times = {name: None if value is None else stamp(value) for name, value in given.items() if name != "rung"}
    # Ids in the order of making, as UUIDv7 are.
    made = int(slot.replace("-", ""))
    number = "row_number() OVER (ORDER BY u.lineage)"
    new_id = (
        f"(lpad(to_hex({made}), 12, '0') || '7000' || lpad(to_hex({number}), 16, '0'))::uuid"
        if connection.vendor == "postgresql"
        else f"printf('%%012x7000%%016x', {made}, {number})"
    )
    run_sql(
        "INSERT INTO obligations_obligation (id, root_id, kind, origin, programme, basis, title, title_en, subject, "
        "debtor_id, lineage, creditor_id, post, strand, slot, confidential, number, ladder_id, rung, opens_at, "
        "due_at, due_assumed, wake_at, opened_at, closed_as, closed_why) "
        f"SELECT {new_id}, u.root_id, 'bench.report', 'bench/' || u.key || '/{slot}', 'bench', '', 'R', 'R', '', "
        f"u.id, u.lineage, o.id, 'reporter', 'bench/daily/pm', '{slot}', {{{{false}}}}, '', '{ladder()}', "
        f"{given['rung']}, %s, %s, {{{{false}}}}, %s, %s, '', '' FROM orgs_unit u "
        "JOIN orgs_unit o ON o.kind = 'office' WHERE u.kind <> 'office' ORDER BY u.lineage",
        times["opens_at"],
        times["due_at"],
        times["wake_at"],
        times["opened_at"],
    )
