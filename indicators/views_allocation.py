"""Pages on which a target is split among the places below: scenarios side by side, one scenario, its application."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.enums import Ability
from core.errors import Conflict, Refused
from indicators import allocation_services as services
from indicators.allocation_keys import recommended
from indicators.allocation_split import SumMismatch
from indicators.forms_allocation import ApplyForm, NewScenarioForm, ScenarioForm
from indicators.models import AllocationScenario, FiscalYear, Indicator, Target
from indicators.pages import allocation as pages
from indicators.pages.indicator import target_text
from indicators.places import get_indicator, get_place
from indicators.rights import may_split_target, split_refusal
from regions.models import Territory


@dataclass(frozen=True)
class Split:
    """What an address names: whose target, of which indicator, among whom."""

    territory: Territory
    year: FiscalYear
    indicator: Indicator
    children: tuple[Territory, ...]

    @property
    def address(self) -> tuple[str, int, str]:
        return self.territory.slug, self.year.pk, self.indicator.key

    @property
    def context(self) -> dict:
        return {
            "territory": self.territory,
            "year": self.year,
            "indicator": self.indicator,
            "place_name": self.territory.name_in(self.year.pk),
            "each": "CLE" if self.territory.is_region else "région",
        }

    def sources(self) -> list[Indicator]:
        """Whose clientele may weigh: every other indicator of the year."""
        return list(Indicator.objects.in_year(self.year.pk).exclude(pk=self.indicator.pk))


def _open(request: HttpRequest, territory: str, year: int, key: str) -> Split:
    """404 for outsiders and for a place without places below; 403 for those who read but do not set targets."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_RESULTS)
    indicator = get_indicator(fiscal_year, key)
    if not may_split_target(request.user, place):
        raise PermissionDenied(split_refusal(place))
    children = services.places_to_serve(place, fiscal_year)
    if not children:
        raise Http404("Un CLE ne répartit pas sa cible : aucun territoire n’en relève.")
    return Split(place, fiscal_year, indicator, children)


def _scenario(split: Split, pk: int) -> AllocationScenario:
    found = AllocationScenario.objects.of(split.indicator, split.year, split.territory).filter(pk=pk).first()
    if found is None:
        raise Http404("Ce scénario n’existe pas.")
    return found


def _tell(form: Form, refusal: Refused) -> None:
    """A refusal of the service, beside the fields it names, or above the form."""
    for field, sentence in (refusal.fields or {None: refusal.message}).items():
        form.add_error(field if field in form.fields else None, sentence)


# --- Side by side -----------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def allocation(request: HttpRequest, territory: str, year: int, key: str) -> HttpResponse:
    """Every scenario of a target beside today's targets; a new one is made here."""
    split = _open(request, territory, year, key)
    about = {
        "indicator": split.indicator,
        "sources": split.sources(),
        "advice": recommended(split.indicator, split.year),
    }
    if request.method != "POST":
        return _comparison(request, split, NewScenarioForm(**about))
    form = NewScenarioForm(request.POST, **about)
    if not form.is_valid():
        return _comparison(request, split, form, status=422)
    try:
        scenario = services.create_scenario(
            indicator=split.indicator,
            year=split.year,
            parent=split.territory,
            name=form.cleaned_data["name"],
            key=form.cleaned_data["key"],
            source=form.source_chosen,
            denominator=form.denominator_scaled if split.indicator.is_quotient else None,
            by=request.user,
        )
    except Refused as refusal:
        _tell(form, refusal)
        return _comparison(request, split, form, status=422)
    messages.success(request, f"Le scénario « {scenario} » est prêt. Aucune cible n’a changé.")
    return redirect("allocation_scenario", *split.address, scenario.pk)


def _comparison(request: HttpRequest, split: Split, form: NewScenarioForm, *, status: int = 200) -> HttpResponse:
    page = pages.compare(split.indicator, split.year, split.territory, split.children)
    return render(request, "indicators/allocation.html", {**split.context, "page": page, "form": form}, status=status)


# --- One scenario -----------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_scenario(request: HttpRequest, territory: str, year: int, key: str, pk: int) -> HttpResponse:
    """One scenario, one row a place: key, locks and parts. Saving here changes no target."""
    split = _open(request, territory, year, key)
    scenario = _scenario(split, pk)
    if request.method != "POST":
        return _scenario_page(request, split, scenario, _form(split, scenario))
    form = _form(split, scenario, request.POST)
    if not form.is_valid():
        return _scenario_page(request, split, scenario, form, status=422)
    try:
        services.change_scenario(
            scenario=scenario,
            expected_version=form.cleaned_data["version"],
            choice=form.choice,
            spread=request.POST.get("action") == "spread",
            by=request.user,
        )
    except Conflict as conflict:
        fresh = _scenario(split, pk)
        upon_theirs = form.upon(list(fresh.parts.all()), conflict.current.version)
        typed = _form(split, fresh, upon_theirs)
        return _scenario_page(request, split, fresh, typed, status=409, mismatch=_mismatch(fresh, typed))
    except SumMismatch as mismatch:
        _show_typed(split, form)
        return _scenario_page(request, split, scenario, form, status=422, mismatch=mismatch.message)
    except Refused as refusal:
        _tell(form, refusal)
        return _scenario_page(request, split, scenario, form, status=422)
    messages.success(request, "Le scénario est enregistré. Aucune cible n’a changé.")
    return redirect("allocation_scenario", *split.address, scenario.pk)


def _form(split: Split, scenario: AllocationScenario, data=None) -> ScenarioForm:
    parts = scenario.parts.select_related("territory")
    return ScenarioForm(data, scenario=scenario, parts=parts, sources=split.sources())


def _mismatch(scenario: AllocationScenario, form: ScenarioForm) -> str:
    """Why the parts as typed do not make the whole, or nothing when they do."""
    try:
        form.is_valid() and services.work_out(scenario, form.choice, spread=False)
    except Refused as refusal:
        return refusal.message
    return ""


def _show_typed(split: Split, form: ScenarioForm) -> None:
    """Differences are those of what was typed."""
    if not split.indicator.is_quotient:
        for part in form.parts:
            part.scaled = form.choice.entries[part.territory_id].value or 0


def _scenario_page(
    request: HttpRequest, split: Split, scenario: AllocationScenario, form: ScenarioForm, *, status=200, mismatch=""
) -> HttpResponse:
    page = pages.scenario_page(scenario, form.parts)
    context = {
        **split.context,
        "scenario": scenario,
        "page": page,
        "form": form,
        "rows": list(zip(form.rows, page.rows, strict=True)),
        "told": mismatch,
        "is_conflict": status == 409,
        "sum_sentence": mismatch or page.sum_sentence,
    }
    return render(request, "indicators/allocation_scenario.html", context, status=status)


@login_required
@require_POST
def allocation_sum(request: HttpRequest, territory: str, year: int, key: str, pk: int) -> HttpResponse:
    """What the parts as typed make together, while they are being typed; writes nothing."""
    split = _open(request, territory, year, key)
    scenario = _scenario(split, pk)
    form = _form(split, scenario, request.POST)
    context = {"missing": True}
    if not form.is_valid():
        context["sum_sentence"] = "Une case ne se lit pas encore comme un nombre."
    else:
        try:
            sharing = services.work_out(scenario, form.choice, spread=False)[2]
            scenario.finer = sharing.finer
            context |= {"sum_sentence": pages.sum_told(scenario, sharing.rows(scenario)), "missing": False}
        except Refused as refusal:
            context["sum_sentence"] = refusal.message
    return render(request, "indicators/allocation_sum.html", context)


@login_required
@require_POST
def allocation_duplicate(request: HttpRequest, territory: str, year: int, key: str, pk: int) -> HttpResponse:
    """A copy to vary, opened at once."""
    split = _open(request, territory, year, key)
    copy = services.duplicate_scenario(scenario=_scenario(split, pk), by=request.user)
    messages.success(request, f"Le scénario « {copy} » est une copie : variez-la sans toucher à l’autre.")
    return redirect("allocation_scenario", *split.address, copy.pk)


@login_required
@require_POST
def allocation_follow(request: HttpRequest, territory: str, year: int, key: str, pk: int) -> HttpResponse:
    """Split today's target instead of the one the scenario was made on."""
    split = _open(request, territory, year, key)
    scenario = _scenario(split, pk)
    version = request.POST.get("version", "")
    try:
        services.follow_target(
            scenario=scenario, expected_version=int(version) if version.isdecimal() else 0, by=request.user
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Le scénario répartit maintenant la cible d’aujourd’hui.")
    return redirect("allocation_scenario", *split.address, scenario.pk)


# --- Applying ---------------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def allocation_apply(request: HttpRequest, territory: str, year: int, key: str, pk: int) -> HttpResponse:
    """What would change, then the change itself, for every place or for none."""
    split = _open(request, territory, year, key)
    scenario = _scenario(split, pk)
    if scenario.is_applied:
        return redirect("allocation_scenario", *split.address, scenario.pk)
    if request.method != "POST":
        return _apply_page(request, split, scenario)
    form = ApplyForm(request.POST, year=split.year)
    if not form.is_valid():
        return _apply_page(request, split, scenario, form, status=422)
    try:
        count = services.apply_scenario(
            scenario=scenario,
            expected_version=form.cleaned_data["version"],
            seen=form.seen_versions,
            reason=form.cleaned_data["reason"],
            effective_month=form.cleaned_data["effective_month"],
            by=request.user,
        )
    except Conflict as conflict:
        return _apply_page(request, split, _scenario(split, pk), form, status=409, conflict=conflict)
    except Refused as refusal:
        _tell(form, refusal)
        return _apply_page(request, split, scenario, form, status=422)
    targets = "1 cible est fixée" if count == 1 else f"{count} cibles sont fixées"
    messages.success(request, f"Le scénario « {scenario} » est appliqué : {targets}.")
    return redirect("indicator", *split.address)


def _apply_page(
    request: HttpRequest, split: Split, scenario: AllocationScenario, form: ApplyForm | None = None, *,
    status: int = 200, conflict: Conflict | None = None,
) -> HttpResponse:  # fmt: skip
    page = pages.preview(scenario)
    now = {"version": scenario.version, "seen": ApplyForm.written(services.versions_of(page.targets))}
    if form is None:
        reason = f"Répartition de la cible de {split.context['place_name']} ({page.target_text}) : {page.key}."
        month = page.target.effective_month
        form = ApplyForm(initial={**now, "reason": reason, "effective_month": month}, year=split.year)
    elif conflict is not None:  # the same words, upon what stands now
        form = ApplyForm({**request.POST.dict(), **now}, year=split.year)
    context = {**split.context, "scenario": scenario, "page": page, "form": form, "conflict": conflict}
    if conflict is not None and isinstance(conflict.current, Target):
        context["moved"] = _moved(split, conflict.current)
    return render(request, "indicators/allocation_apply.html", context, status=status)


def _moved(split: Split, target: Target) -> dict:
    """The target that somebody changed meanwhile, in words."""
    place = next((one for one in (split.territory, *split.children) if one.pk == target.territory_id), None)
    return {
        "place": place.name_in(split.year.pk) if place else "",
        "is_whole": target.territory_id == split.territory.pk,
        "value": target_text(split.indicator, target),
        "author": target.author or "—",
        "at": target.created_at,
        "reason": target.reason,
    }
