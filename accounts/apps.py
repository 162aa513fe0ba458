from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        post_migrate.connect(_protect_journal, sender=self)


def _protect_journal(using: str, **_: object) -> None:
    """The journal is kept by the database itself."""
    from accounts.models import JournalEntry
    from core.append_only import protect

    if JournalEntry._meta.db_table in connections[using].introspection.table_names():
        protect(JournalEntry, using)
