"""The switches of the top bar: another exercise or another region, the same page. Kept in the address."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.enums import Ability
from regions.enums import TerritoryKind
from regions.models import Territory

# Pages that exist for every territory and open year, and the page where a switch from them leads.
_FOLLOW_UP = {
    "dashboard": "dashboard",
    "dashboard_month": "dashboard",
    "indicator": "indicator",
    "breakdown": "breakdown",
    "gap_list": "gap_list",
    "annual": "annual",
    "initiatives": "initiatives",
    "documents": "documents",
}


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Switch:
    """A menu of the top bar; without choices it only tells where one is."""

    label: str
    current: str
    choices: tuple[Choice, ...] = ()


def switches(request) -> tuple[Switch, ...]:
    """Exercise and territory of the page shown; none on a page that belongs to no place."""
    place = getattr(request, "jalon_place", None)
    match = getattr(request, "resolver_match", None)
    if place is None or match is None or "territory" not in match.kwargs:
        return ()
    territory, year = place
    target = _FOLLOW_UP.get(match.url_name)
    key = [match.kwargs["key"]] if "key" in match.kwargs else []

    def address(slug: str, start: int) -> str:
        return reverse(target, args=[slug, start, *key])

    years = getattr(request, "jalon_years", ()) if target else ()
    return (
        Switch(
            "Territoire",
            territory.name_in(year.pk),
            tuple(
                Choice(region.name, address(region.slug, year.pk), region == territory)
                for region in (_regions(request.user) if target else ())
            ),
        ),
        Switch(
            "Exercice",
            year.label,
            tuple(Choice(one.label, address(territory.slug, one.pk), one == year) for one in years),
        ),
    )


def _regions(user):
    """Those who see more than one region may go from one to the other; offices are reached from their region."""
    national = any(place.kind == TerritoryKind.NATIONAL for place in user.territories_with(Ability.READ_RESULTS))
    return Territory.objects.filter(kind__in=(TerritoryKind.NATIONAL, TerritoryKind.REGION)) if national else ()
