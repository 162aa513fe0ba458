"""The place of a page: which territory, year and month its address names, and whether the person may look."""

import re

from django.db.models import Q
from django.http import Http404, HttpRequest

from accounts.enums import Ability
from core.formats import fiscal_year_label, month_label
from indicators.models import FiscalYear, Indicator
from regions.models import Territory

_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


def get_place(request: HttpRequest, territory_slug: str, year: int, ability: Ability) -> tuple[Territory, FiscalYear]:
    """The territory and fiscal year named by an address, also kept on `request.jalon_place` for the frame.

    All open years, the last first, are kept on `request.jalon_years`: links to other years cost no query.
    Raises Http404, with a French sentence, for a territory that does not exist or in which the person does not hold
    the ability, and for a year that was never opened: an outsider does not learn which of these it is.
    """
    visible = request.user.visible_territories(ability).select_related("parent__parent")
    territory = visible.filter(slug=territory_slug).first()
    if territory is None:
        raise Http404(f"Le territoire « {territory_slug} » n’existe pas, ou n’est pas parmi les vôtres.")
    years = tuple(FiscalYear.objects.all())
    fiscal_year = next((open_year for open_year in years if open_year.pk == year), None)
    if fiscal_year is None:
        raise Http404(f"L’exercice {fiscal_year_label(year)} n’est pas ouvert.")
    request.jalon_place = (territory, fiscal_year)
    request.jalon_years = years
    return territory, fiscal_year


def get_indicator(year: FiscalYear, key: str) -> Indicator:
    """The indicator of a number or code as it stood that year; Http404, with a sentence, when there was none."""
    found = Indicator.objects.in_year(year.pk).filter(Q(number=key) | Q(code=key)).first()
    if found is None:
        raise Http404(f"L’indicateur « {key} » n’existe pas en {year}.")
    return found


def month_of_year(calendar_month: tuple[int, int], year: FiscalYear) -> int:
    """1 (April) to 12 from what an address names, as (fiscal year, month); Http404 when it belongs to another year."""
    start, month = calendar_month
    if start != year.pk:
        raise Http404(
            f"{month_label(start, month).capitalize()} n’est pas un mois de l’exercice {year}, "
            f"qui va d’{year.month_name(1)} à {year.month_name(12)}."
        )
    return month


def month_asked(request: HttpRequest, year: FiscalYear) -> int | None:
    """The month of `?mois=2007-12`, None without it; Http404 when it is no month of that year."""
    text = request.GET.get("mois", "")
    if not text:
        return None
    if not _MONTH.match(text):
        raise Http404(f"« {text} » n’est pas un mois. Écrivez par exemple {year.pk}-12.")
    calendar_year, month = (int(part) for part in text.split("-"))
    return month_of_year((calendar_year, month - 3) if month >= 4 else (calendar_year - 1, month + 9), year)
