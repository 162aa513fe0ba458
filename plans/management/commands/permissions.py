"""manage.py permissions > docs/permissions.md"""

from django.core.management.base import BaseCommand

from plans.permissions import permissions_document


class Command(BaseCommand):
    help = "Prints the rights (roles, abilities, ways of each kind of plan) as Markdown."

    def handle(self, *args, **options):
        self.stdout.write(permissions_document(), ending="")
