from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from plans.budget_key import register_budget_key  # models are loaded only now

        register_budget_key()
