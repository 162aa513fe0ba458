"""`manage.py demo`: build the demonstration; `--accounts` prints its sign-ins."""

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.demo import CAST
from reports.demo import build_demonstration


class Command(BaseCommand):
    help = "Build the demonstration (safe to run again), or print its sign-ins with --accounts."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="affiche les comptes de démonstration")

    def handle(self, *, accounts: bool, **options):
        if not accounts:
            plan = build_demonstration(self.stdout.write)
            self.stdout.write(f"Démonstration prête : {plan}.")
            return
        self.stdout.write(f"Mot de passe de tous les comptes de démonstration : {settings.DEMONSTRATION_PASSWORD}")
        for person in CAST:
            self.stdout.write(f"  {person.email:<36} {person.role.label} ({person.territory})")
