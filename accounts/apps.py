from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from accounts import security_checks, security_events  # noqa: F401 - checks register themselves

        security_events.connect()
        post_migrate.connect(_protect_journal, sender=self)


def _protect_journal(using: str, **_: object) -> None:
    """The journal and the decisions of a review are kept by the database itself."""
    from accounts.models import AccessReviewLine, JournalEntry
    from core.append_only import protect

    tables = connections[using].introspection.table_names()
    for model in (JournalEntry, AccessReviewLine):
        if model._meta.db_table in tables:
            protect(model, using)
