from django.db import migrations

KEY = "year_id, group_id, indicator_id, territory_id, component"


def reorder(apps, schema_editor):
    """PostgreSQL kept the order that the key had at first: Django alters no composite key where the table stands.

    Everybody's totals of a year, one group in thirteen, are what judging reads: they belong side by side.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE indicators_cumulative DROP CONSTRAINT indicators_cumulative_pkey,"
            f" ADD CONSTRAINT indicators_cumulative_pkey PRIMARY KEY ({KEY})"
        )


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_months_without_object")]

    operations = [migrations.RunPython(reorder, migrations.RunPython.noop)]
