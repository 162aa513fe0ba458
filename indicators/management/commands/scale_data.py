"""`manage.py scale_data`: fill the database with made-up results of a whole Québec, to try it at full size."""

from django.core.management.base import BaseCommand, CommandError

from core.errors import Refused
from indicators import scale_data
from indicators.engine import recompute_all


class Command(BaseCommand):
    help = "Données synthétiques d’essai de charge : environ 14 millions de mois à la taille par défaut."

    def add_arguments(self, parser):
        size = scale_data.Size()
        for name, text in (
            ("offices", "nombre de CLE"),
            ("indicators", "nombre d’indicateurs"),
            ("years", "nombre d’exercices, jusqu’au dernier"),
            ("groups", "nombre de groupes, l’ensemble compris"),
        ):
            parser.add_argument(f"--{name}", type=int, default=getattr(size, name), help=text)
        parser.add_argument("--force", action="store_true", help="même si la base contient des données réelles")
        parser.add_argument("--no-derive", action="store_true", help="sans calculer l’atteinte")

    def handle(self, *, offices, indicators, years, groups, force, no_derive, **options):
        if min(offices, indicators, years, groups) < 1:
            raise CommandError("Chaque taille est un nombre entier, 1 ou plus.")
        try:
            scale_data.check_database(force)
        except Refused as error:
            raise CommandError(f"{error.message} Ajoutez --force pour passer outre.") from error
        size = scale_data.Size(offices, indicators, years, groups)
        written = scale_data.build(size, lambda done, total: self.stdout.write(f"  {done}/{total} exercices"))
        self.stdout.write(f"{written} séries-exercices écrites.")
        if not no_derive:
            self.stdout.write(f"{recompute_all()} lignes d’atteinte calculées.")
