"""The key figure that stands beside the rates of the MRCs is marked, and no longer found by what it is called."""

from django.db import migrations, models

FORMER_LABEL = "Taux d’assurance-emploi"


def mark(apps, schema_editor):
    figures = apps.get_model("plans", "KeyFigure")._base_manager
    figures.filter(label=FORMER_LABEL, unit="%").update(beside_mrcs=True)


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_search_entries")]

    operations = [
        migrations.AddField(
            model_name="keyfigure",
            name="beside_mrcs",
            field=models.BooleanField(default=False, verbose_name="à montrer avec les taux par MRC"),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
