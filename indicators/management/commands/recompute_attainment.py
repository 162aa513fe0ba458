"""`manage.py recompute_attainment [--year Y] [--territory CODE] [--full]`: derive attainment again from the facts."""

from django.core.management.base import BaseCommand, CommandError

from indicators import engine
from indicators.models import FiscalYear
from regions.models import Territory


class Command(BaseCommand):
    help = (
        "Recompute attainment: everything (--full, or nothing named), or one fiscal year (2007-2008) and one territory "
        "(01). Each year is a transaction: a run that was stopped can be started again, and two at once take turns."
    )

    def add_arguments(self, parser):
        parser.add_argument("--year", help="exercice, par exemple 2007-2008")
        parser.add_argument("--territory", help="code du territoire, par exemple 01")
        parser.add_argument("--full", action="store_true", help="tous les exercices et tous les territoires")

    def handle(self, *, year, territory, full, **options):
        if full and (year or territory):
            raise CommandError("--full recalcule tout\N{NO-BREAK SPACE}: ne donnez ni exercice ni territoire.")
        written = engine.recompute(self._scope(year, territory), progress=self._progress)
        self.stdout.write(f"{written} lignes d’atteinte calculées.")

    def _scope(self, year: str | None, territory: str | None) -> engine.Scope:
        known = {row.label: row.start for row in FiscalYear.objects.all()}
        if year and year not in known:
            raise CommandError(
                f"Exercice inconnu\N{NO-BREAK SPACE}: {year}. "
                f"Exercices\N{NO-BREAK SPACE}: {', '.join(known) or 'aucun'}."
            )
        places = None
        if territory:
            places = tuple(Territory.objects.filter(code=territory).values_list("pk", flat=True))
            if not places:
                raise CommandError(f"Territoire inconnu\N{NO-BREAK SPACE}: {territory}.")
        return engine.Scope((known[year],) if year else tuple(known.values()), None, places)

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done}/{total} exercices")
