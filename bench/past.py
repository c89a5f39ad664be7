"""Days of a programme as they look afterwards, made by the database itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench import filling
from duecare.orgs.models import Unit, User
from duecare.web import settling

#: A unit's number ends a day silent when it divides by this; for good in the past, for now on the day shown.
SILENT, SILENT_NOW = 500, 100
#: Of the past, the rows of one unit in so many are made, the silent ones among them.
KEPT = 10
STRANDS = {"bench/daily/am": (1, 30), "bench/daily/pm": (7, 30)}


def afternoon(day: date) -> datetime:
    """When the board is looked at: 17:30 in Shanghai."""
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


def day(on: date, *, over: bool) -> None:
    """Every unit's two duties of a day, done but for some; with the tallies of all that a board reads."""
    for strand, (hour, minute) in STRANDS.items():
        due = datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)
        _rows(on, strand, due, SILENT if over else SILENT_NOW, KEPT if over else 1)
        _tallies(on, strand, due, leaves=not over)
        if not over:
            _told(on, strand, due)


def _rows(on: date, strand: str, due: datetime, silent: int, every: int) -> None:
    done, opened = filling.stamp(due - timedelta(minutes=20)), filling.stamp(due - timedelta(hours=12))
    moment = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    quiet = f"(CAST(substr(u.code, 2) AS integer) %% {silent}) = 0"
    filling.run_sql(
        "INSERT INTO obligations_obligation (id, root_id, kind, origin, programme, basis, title, title_en, subject, "
        "debtor_id, lineage, creditor_id, post, strand, slot, confidential, number, ladder_id, rung, opens_at, "
        "due_at, due_assumed, opened_at, missed_at, closed_at, closed_as, closed_why) "
        f"SELECT {{{{id}}}}, u.root_id, 'bench.report', 'bench/{strand}/' || u.key || '/{on}', 'bench', '', "
        f"'每日报告', 'Daily report', '', u.id, u.lineage, o.id, 'reporter', '{strand}', '{on}', {{{{false}}}}, '', "
        f"'{filling.ladder()}', 1, %s, %s, {{{{false}}}}, %s, CASE WHEN {quiet} THEN {moment} END, "
        f"CASE WHEN {quiet} THEN NULL ELSE {moment} END, CASE WHEN {quiet} THEN '' ELSE 'discharged' END, '' "
        f"FROM orgs_unit u JOIN orgs_unit o ON o.kind = 'office' WHERE u.kind = 'village' "
        f"AND CAST(substr(u.code, 2) AS integer) %% {every} = 0 ORDER BY u.lineage",
        opened, filling.stamp(due), opened, filling.stamp(due), done,
    )  # fmt: skip


def _tallies(on: date, strand: str, due: datetime, *, leaves: bool) -> None:
    """Sums over the subtrees, as the fold leaves them."""
    measures = {
        "owed": "count(*)",
        "open": "sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END)",
        "silent": "sum(CASE WHEN closed_at IS NULL THEN 1 ELSE 0 END)",
        "missed": "sum(CASE WHEN missed_at IS NULL THEN 0 ELSE 1 END)",
        "discharged": "sum(CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END)",
    }
    for start in (1, 6, 11) if leaves else (1, 6):
        for measure, value in measures.items():
            filling.run_sql(
                "INSERT INTO obligations_tally (unit_key, slot, strand, kind, measure, amount) "
                f"SELECT substr(lineage, {start}, 5), '{on}', '{strand}', 'bench.report', '{measure}', {value} "
                f"FROM obligations_obligation WHERE strand = '{strand}' AND slot = '{on}' "
                f"GROUP BY substr(lineage, {start}, 5) HAVING {value} > 0"
            )


def _told(on: date, strand: str, due: datetime) -> None:
    for what, minutes in (("remind", 0), ("tell", 30)):
        at = filling.stamp(due + timedelta(minutes=minutes))
        filling.run_sql(
            "INSERT INTO obligations_happening (id, obligation_id, root_id, what, rung, audience, unit_id, recipients, "
            f"was_due_at, done_at, told_at) SELECT {{{{id}}}}, id, root_id, '{what}', 0, 'post:reporter@debtor', "
            "debtor_id, '[]', %s, %s, %s FROM obligations_obligation "
            f"WHERE strand = '{strand}' AND slot = '{on}' AND closed_at IS NULL",
            at, at, at,
        )  # fmt: skip


def forget(on: date) -> None:
    """Take a day away again: it was only shown."""
    wanted = f"SELECT id FROM obligations_obligation WHERE slot = '{on}'"
    filling.run_sql(f"DELETE FROM obligations_happening WHERE obligation_id IN ({wanted})")
    filling.run_sql(f"DELETE FROM obligations_obligation WHERE slot = '{on}'")
    filling.run_sql(f"DELETE FROM obligations_tally WHERE slot = '{on}'")


def settle() -> None:
    """What the database does by itself overnight."""
    filling.run_sql("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def signed_in() -> Client:
    """The office's coordinator, in a session, in a process that settled as a web worker does."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    office = Unit.objects.get(kind="office")
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(username=f"u{office.key}"), "duecare.orgs.backends.Accounts")
    settling.settle()
    return client


def root_key() -> str:
    """The root's key."""
    return Unit.objects.get(kind="county").key


def middle_key() -> str:
    """Some unit of the middle level."""
    return str(Unit.objects.filter(kind="district").order_by("key").values_list("key", flat=True)[0])


def rows_read(ask: Callable[[], Any]) -> int:
    """Rows and index entries that PostgreSQL reads for a request."""
    before = _rows_so_far()
    ask()
    return _rows_so_far() - before


def _rows_so_far() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT (SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_user_tables) + "
            "(SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes)"
        )
        return int(cursor.fetchone()[0])
