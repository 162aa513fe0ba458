"""`manage.py verify_attainment [--sample N] [--day 2026-11-21]`: work a sample of derived rows out again."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from indicators import verification
from indicators.enums import VerificationState


class Command(BaseCommand):
    help = "Verify a sample of attainment rows against a direct computation; exit code 1 when something differs."

    def add_arguments(self, parser):
        parser.add_argument("--sample", type=int, default=verification.SAMPLE, help="nombre de lignes (200)")
        parser.add_argument("--day", type=date.fromisoformat, help="jour du tirage, pour refaire une vérification")

    def handle(self, *, sample, day, **options):
        run = verification.verify(sample=sample, day=day)
        for sentence in verification.sentences(run):
            self.stdout.write(sentence)
        self.stdout.write(f"{run.sampled} lignes vérifiées, tirage du {run.drawn_for:%Y-%m-%d}.")
        if run.state == VerificationState.DIFFERENT:
            count = len(run.differences)
            raise CommandError("1 différence." if count == 1 else f"{count} différences.", returncode=1)
        self.stdout.write("Aucune différence.")
