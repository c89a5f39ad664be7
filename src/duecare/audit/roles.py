"""On PostgreSQL the program runs as a role that may add to the record and read it, no more.

A second role owns the tables and migrates. Which column the program may write follows from what its actions do.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

#: What the program's role may do with each table of the record.
RECORD = {
    "audit_entry": "SELECT, INSERT, UPDATE (leaf, leaf_hash)",
    "audit_detail": "SELECT, INSERT, DELETE",
    "audit_tree": "SELECT, INSERT, UPDATE (size, clock_at)",
    "audit_tile": "SELECT, INSERT, UPDATE (hashes)",
    "audit_treehead": "SELECT, INSERT, UPDATE (sent_at)",
}


def grant_sql(app_role: str) -> str:
    """SQL that the owner runs once after each migration.

    :param app_role: the role that ``DUECARE_DATABASE_URL`` signs in as when the program serves.
    """
    quoted = connection.ops.quote_name
    role = quoted(app_role)
    lines = [f"GRANT USAGE ON SCHEMA public TO {role};"]
    tables = sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.managed})
    for table in [*tables, "django_migrations"]:
        rights = RECORD.get(
            table, "SELECT" if table == "django_migrations" else "SELECT, INSERT, UPDATE, DELETE"
        )
        lines += [
            f"REVOKE ALL ON {quoted(table)} FROM {role};",
            f"GRANT {rights} ON {quoted(table)} TO {role};",
        ]
    lines.append(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};")
    return "\n".join(lines) + "\n"
