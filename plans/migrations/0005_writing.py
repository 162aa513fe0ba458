import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0004_inherited_frame"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Undoing",
            fields=[
                (
                    "batch",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False, verbose_name="lot"),
                ),
                ("undoes", models.UUIDField(unique=True, verbose_name="lot annulé")),
            ],
            options={"verbose_name": "annulation"},
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=60, verbose_name="partie")),
                ("row", models.CharField(blank=True, max_length=60, verbose_name="ligne")),
                ("seen_at", models.DateTimeField(verbose_name="vu le")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="plans.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "constraints": [models.UniqueConstraint(fields=("plan", "person"), name="presence_unique")],
            },
        ),
    ]
