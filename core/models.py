"""What the grammar keeps in the database: only the versions of data by which unchanged answers are recognised."""

from django.db import models


class DataVersion(models.Model):
    """A number drawn at random each time the data of a name change; never the same twice. See core.versions."""

    name = models.CharField("donnée", max_length=60, primary_key=True)
    token = models.BigIntegerField("version")

    class Meta:
        verbose_name = "version de données"
        verbose_name_plural = "versions de données"

    def __str__(self) -> str:
        return f"{self.name}: {self.token}"
