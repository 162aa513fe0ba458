"""Which plan an address names, for whom; and how an htmx request is told that it may not."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.enums import Ability
from indicators.models import FiscalYear
from indicators.places import get_place
from plans.models import Action, OrientationContext, Plan, PlanField, Strategy
from plans.parts import PARTS
from regions.enums import TerritoryKind
from regions.models import Territory

_SIGNED_OUT = (
    "Votre session est terminée. Votre texte est encore là : connectez-vous dans un autre onglet, puis enregistrez de "
    "nouveau."
)
_PARENTS = {
    OrientationContext: ("orientation",),
    PlanField: ("field",),
    Strategy: ("plan_field__plan",),
    Action: ("strategy__plan_field__plan",),
}


def sign_in_required(view):
    """Like login_required; a part of a page (htmx) is told in place, for the form must keep what was typed."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.htmx and not request.user.is_authenticated:
            return refusal(request, _SIGNED_OUT, 401)
        return login_required(view)(request, *args, **kwargs)

    return checked


def refusal(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """A refusal said in the status line of the plan page; the form that was being filled stays as it is."""
    answer = render(request, "plans/_status.html", {"sentence": sentence, "tone": "error"}, status=status)
    return _swapped(answer, "#plan-status", "innerHTML")


def swap_block(answer: HttpResponse, block_id: str) -> HttpResponse:
    """Make htmx put the answer in the place of a block, wherever the request came from."""
    return _swapped(answer, f"#{block_id}", "outerHTML")


def _swapped(answer: HttpResponse, target: str, how: str) -> HttpResponse:
    answer.headers["HX-Retarget"] = target
    answer.headers["HX-Reswap"] = how
    return answer


def get_plan(request: HttpRequest, territory_slug: str, year: int) -> Plan:
    """The plan of a territory for a year, among those the person may read; else 404, with a sentence."""
    territory, fiscal_year = _place(request, territory_slug, year)
    plans = Plan.objects.visible_to(request.user).filter(territory=territory, year=fiscal_year)
    plan = plans.select_related("territory__parent", "year", "budget", "previous__territory").first()
    if plan is None:
        raise Http404(f"Aucun plan de {territory} pour {fiscal_year} ne vous est ouvert.")
    return plan


def _place(request: HttpRequest, slug: str, year: int) -> tuple[Territory, FiscalYear]:
    """Where a plan is looked for: among the person's territories; the national plan is everybody's once published."""
    try:
        return get_place(request, slug, year, Ability.READ_PUBLISHED_PLAN)
    except Http404:
        nation = Territory.objects.filter(slug=slug, kind=TerritoryKind.NATIONAL).first()
        fiscal_year = FiscalYear.objects.filter(pk=year).first()
        if not (nation and fiscal_year and request.user.territories_with(Ability.READ_PUBLISHED_PLAN)):
            raise
        return nation, fiscal_year


def get_row(plan: Plan, kind: str, pk: int) -> Model:
    """A row of that very plan; a row of another plan is not found."""
    if kind not in PARTS:
        raise Http404(f"« {kind} » n’est pas une partie du plan.")
    model = PARTS[kind].model
    row = model.objects.select_related(*_PARENTS.get(model, ())).filter(pk=pk).first()
    if row is None or row.owning_plan.pk != plan.pk:
        raise Http404("Cette partie du plan n’existe pas.")
    return row
