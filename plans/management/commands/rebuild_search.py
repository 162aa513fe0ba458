"""manage.py rebuild_search"""

from django.core.management.base import BaseCommand
from django.db import transaction

from plans.models import SearchEntry
from plans.parts import PARTS
from plans.search import entry_of

_BATCH = 1_000


class Command(BaseCommand):
    help = "Writes what search knows of every row anew: after an upgrade that brings it, or a restored copy."

    @transaction.atomic
    def handle(self, *args, **options):
        SearchEntry.objects.all().delete()
        for part in PARTS.values():
            rows = part.model.objects.all()
            entries = []
            for row in rows.iterator(_BATCH):
                entries.append(entry_of(row))
            SearchEntry.objects.bulk_create(entries, batch_size=_BATCH)
        self.stdout.write(f"{SearchEntry.objects.count()} entrées.")
