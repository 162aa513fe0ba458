"""How places are looked for."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django_filters import rest_framework as filters

from regions.models import MRC, MRCMembership, Territory


def find_territory(code: str, among: QuerySet[Territory] | None = None) -> Territory:
    """The territory of a code. Raises Http404, with a French sentence, when it is unknown or not `among` those allowed.

    Codes are public (the API lists them to every account), so the sentence may tell one case from the other.
    """
    territory = Territory.objects.filter(code=code).first() if among is None else among.filter(code=code).first()
    if territory is None:
        if among is not None and Territory.objects.filter(code=code).exists():
            raise Http404(f"Le territoire {code} n’est pas parmi les vôtres.")
        raise Http404(f"Territoire inconnu : {code}.")
    return territory


def find_region(code: str) -> Territory:
    region = Territory.objects.regions().filter(code=code).first()
    if region is None:
        raise Http404(f"Région inconnue : {code}.")
    return region


def with_region_on(mrcs: QuerySet[MRC], day: date) -> QuerySet[MRC]:
    """MRCs with `region_code` and `region_name`: the region to which each belonged on that day."""
    held = MRCMembership.objects.filter(
        Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day), mrc=OuterRef("pk")
    ).order_by("pk")
    return mrcs.annotate(
        region_code=Subquery(held.values("region__code")[:1]), region_name=Subquery(held.values("region__name")[:1])
    )


class MRCFilter(filters.FilterSet):
    region = filters.CharFilter(help_text="Code d’une région : seulement ses MRC, le jour demandé.")
    on = filters.DateFilter(
        help_text="Jour (AAAA-MM-JJ) auquel dire la région de chaque MRC ; aujourd’hui par défaut.",
        error_messages={"invalid": "Écrivez le jour sous la forme AAAA-MM-JJ, par exemple 2021-07-27."},
        input_formats=["%Y-%m-%d"],
    )

    def filter_queryset(self, queryset):
        day = self.form.cleaned_data["on"] or timezone.localdate()
        queryset = with_region_on(queryset, day)
        code = self.form.cleaned_data["region"]
        return queryset.filter(region_code=find_region(code).code) if code else queryset


class CLEFilter(filters.FilterSet):
    region = filters.CharFilter(help_text="Code d’une région : seulement ses CLE.")

    def filter_queryset(self, queryset):
        code = self.form.cleaned_data["region"]
        return queryset.filter(parent=find_region(code)) if code else queryset
