from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from plans.budget_key import register_budget_key  # models are loaded only now
        from plans.frame_keys import register_recommended_keys

        register_budget_key()
        register_recommended_keys()
        post_migrate.connect(_protect_acts, sender=self)


def _protect_acts(using: str, **_: object) -> None:
    """Acts and editions are kept by the database itself."""
    from core.append_only import protect
    from plans import models as m

    acts = (m.Act, m.Edition, m.Ballot, m.TerritorialAct, m.TerritorialChange, m.CommentWording)
    for model in (*acts, m.ActionFollowUp, m.StrategyFollowUp):
        if model._meta.db_table in connections[using].introspection.table_names():
            protect(model, using)
