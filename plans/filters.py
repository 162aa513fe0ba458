"""How plans are looked for."""

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from accounts.enums import Ability
from indicators.filters import PlaceFilter
from plans.enums import PlanState
from regions.models import Territory


class PlanFilter(PlaceFilter):
    state = filters.ChoiceFilter(choices=PlanState.choices, help_text="État du plan.")

    def visible(self) -> QuerySet[Territory]:
        """Reading published plans is enough to ask for those of a territory."""
        return self.request.user.visible_territories(Ability.READ_PUBLISHED_PLAN)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        state = self.form.cleaned_data["state"]
        return queryset.filter(state=state) if state else queryset
