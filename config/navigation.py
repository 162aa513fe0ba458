"""The frame around every page: where the person is and may go. It alone knows every app's addresses."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from accounts.demo import CAST
from accounts.enums import Ability
from config.switches import switches
from indicators.models import FiscalYear
from plans.models import Plan
from regions.enums import TerritoryKind

_A_DOCUMENT = "/documents/"


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str = ""
    current: bool = False


def frame(request) -> dict:
    """Context of the frame: menu, place shown, places one may switch to, the demonstration's notices."""
    context = {"demonstration": settings.DEMONSTRATION}
    if settings.DEMONSTRATION:
        context["demonstration_accounts"] = CAST
        context["demonstration_password"] = settings.DEMONSTRATION_PASSWORD
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    return context | _signed_in(request, user)


def _signed_in(request, user) -> dict:
    place = getattr(request, "jalon_place", None) or default_place(user)
    territory, year = place or (None, None)
    return {
        "navigation": _menu(request, user, territory, year),
        "switches": switches(request),
        "view_territory": territory,
        "view_year": year,
    }


def default_place(user):
    """The territory the person works in and the year of its latest plan: where a first click leads."""
    held = user.territories_with(Ability.READ_RESULTS) or user.territories_with(Ability.READ_PUBLISHED_PLAN)
    if not held:
        return None
    region = next((place for place in held if place.kind == TerritoryKind.REGION), held[0])
    if region.kind == TerritoryKind.NATIONAL:
        plan = Plan.objects.visible_to(user).select_related("territory", "year").first()
        return (plan.territory, plan.year) if plan else None
    latest = Plan.objects.filter(territory=region).select_related("year").first()
    year = latest.year if latest else FiscalYear.objects.first()
    return (region, year) if year else None


def _menu(request, user, territory, year) -> list[Entry]:
    entries = [("Accueil", reverse("home"), "home")]
    if territory is not None:
        at = (territory.slug, year.start)
        region = territory if territory.kind != TerritoryKind.CLE else territory.parent
        if Plan.objects.visible_to(user).filter(territory=region, year=year).exists():
            entries.append(("Plan", reverse("plan", args=[region.slug, year.start]), "plan"))
        if user.may(Ability.READ_RESULTS, territory):
            entries.append(("Tableau de bord", reverse("dashboard", args=at), "follow"))
        if user.may(Ability.BUILD_DOCUMENTS, territory):
            entries.append(("Documents", reverse("documents", args=[region.slug, year.start]), "documents"))
        if user.may(Ability.READ_RESULTS, region):
            entries.append(("Rapport annuel", reverse("annual", args=[region.slug, year.start]), "check"))
        if user.may(Ability.READ_PLAN, territory):
            if region.is_region:
                entries.append(("Plans locaux", reverse("local_plans", args=[region.slug, year.start]), "partners"))
                entries.append(("Conseil", reverse("sittings", args=[region.slug, year.start]), "council"))
            entries.append(("Cadre national", reverse("national_frame", args=[year.start]), "council"))
            entries.append(("Cycle", reverse("cycle_board", args=[year.start]), "cycle"))
    entries.append(("Indicateurs", reverse("indicator_list"), "indicator"))
    entries.append(("Tous les plans", reverse("plan_list"), "grid"))
    if user.territories_with(Ability.MANAGE_MEMBERS):
        entries.append(("Administration", reverse("administration"), "admin"))
    here = request.path
    return [Entry(label, url, icon, current=_is_current(here, url, icon)) for label, url, icon in entries]


def _is_current(here: str, url: str, icon: str) -> bool:
    """Whether a page lies under an entry. A document has an address of its own, without its place."""
    return (
        here == url or (url != "/" and here.startswith(url)) or (icon == "documents" and here.startswith(_A_DOCUMENT))
    )
