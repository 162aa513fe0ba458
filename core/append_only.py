"""Rows that are written once: the database itself refuses to change or delete them.

`protect(Model)` is called after each migration (a trigger is lost when SQLite lays a table anew). The application never
updates these rows; the trigger is for whoever writes SQL by hand.
"""

from django.db import connections
from django.db.models import Model

_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
"""
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""


def protect(model: type[Model], using: str = "default") -> None:
    """Refuse UPDATE and DELETE on the table of a model, in the database."""
    connection = connections[using]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL.format(table=table))
        else:
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(_SQLITE.format(table=table, verb=verb))
