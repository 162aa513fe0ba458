"""`manage.py recompute_attainment [--year Y] [--territory CODE]`: derive attainment again from the facts."""

from django.core.management.base import BaseCommand, CommandError

from indicators import engine
from indicators.models import FiscalYear
from regions.models import Territory


class Command(BaseCommand):
    help = "Recompute attainment: everything, or one fiscal year (2007-2008) and one territory (01)."

    def add_arguments(self, parser):
        parser.add_argument("--year", help="exercice, par exemple 2007-2008")
        parser.add_argument("--territory", help="code du territoire, par exemple 01")

    def handle(self, *, year, territory, **options):
        written = engine.recompute(self._scope(year, territory), progress=self._progress)
        self.stdout.write(f"{written} lignes d’atteinte calculées.")

    def _scope(self, year: str | None, territory: str | None) -> engine.Scope:
        known = {row.label: row.start for row in FiscalYear.objects.all()}
        if year and year not in known:
            raise CommandError(f"Exercice inconnu : {year}. Exercices : {', '.join(known) or 'aucun'}.")
        places = None
        if territory:
            places = tuple(Territory.objects.filter(code=territory).values_list("pk", flat=True))
            if not places:
                raise CommandError(f"Territoire inconnu : {territory}.")
        return engine.Scope((known[year],) if year else tuple(known.values()), None, places)

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done}/{total} exercices")
