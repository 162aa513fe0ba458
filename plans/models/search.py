"""What search reads: one line a row of a plan, written with the row."""

from django.db import models

from plans.models.plan import Plan


class SearchEntry(models.Model):
    """The words of one row. `folded` has neither accents nor punctuation (core.folding); on PostgreSQL it bears a
    French full-text index (migration)."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField("partie", max_length=30)
    row = models.PositiveBigIntegerField("ligne")
    title = models.CharField("intitulé", max_length=200)
    text = models.TextField("texte", blank=True)
    folded = models.TextField("texte comparé", blank=True)

    class Meta:
        verbose_name = "entrée de recherche"
        verbose_name_plural = "entrées de recherche"
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="search_entry_unique")]

    def __str__(self) -> str:
        return self.title
