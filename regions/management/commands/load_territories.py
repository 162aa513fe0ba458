"""`manage.py load_territories`: the official catalogue of places, created or refreshed."""

from django.core.management.base import BaseCommand

from regions.models import MRC, Territory
from regions.services import load_territories


class Command(BaseCommand):
    help = "Create or refresh the 17 regions, the 104 MRCs and the offices."

    def handle(self, **options):
        load_territories()
        self.stdout.write(
            f"{Territory.objects.regions().count()} régions, {MRC.objects.count()} MRC et territoires équivalents, "
            f"{Territory.objects.cles().count()} bureaux."
        )
