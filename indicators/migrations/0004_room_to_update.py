"""Room in the pages of the facts, on PostgreSQL: a monthly load writes a month into every row of a year, in its page and
without touching the indexes. It then takes less than half the time, and the table grows less than by whole new pages."""

from django.db import migrations


def leave_room(apps, schema_editor):
    _set(schema_editor, "SET (fillfactor = 45)")


def fill_up(apps, schema_editor):
    _set(schema_editor, "RESET (fillfactor)")


def _set(schema_editor, option: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE indicators_measurement {option}")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_explained_gaps")]

    operations = [migrations.RunPython(leave_room, fill_up)]
