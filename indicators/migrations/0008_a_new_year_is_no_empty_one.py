from django.db import migrations

TABLES = [
    f"indicators_{name}" for name in ("measurement", "cumulative", "attainment", "target", "lastextraction")
]


def count_years_alike(apps, schema_editor):
    """PostgreSQL remembers how many years a table holds instead of how many rows each of them has.

    Years are all alike. As long as it had counted every one, it took a year that had just been opened for empty, until
    it counted again (when a tenth of the table has changed: at twenty years, two years later) and read that year again
    for each row of another table: minutes for a load, five seconds for the dashboard of Québec.
    """
    _ask(schema_editor, 1)


def count_each_year(apps, schema_editor):
    _ask(schema_editor, -1)


def _ask(schema_editor, target: int) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN year_id SET STATISTICS {target}")
            schema_editor.execute(f"ANALYZE {table} (year_id)")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0007_totals_key_in_order")]

    operations = [migrations.RunPython(count_years_alike, count_each_year)]
