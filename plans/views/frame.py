"""The pages of the national frame: read by every insider, written by the ministry and the Commission."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Conflict, Refused
from core.formats import fiscal_year_label
from indicators.models import FiscalYear
from indicators.places import get_indicator
from indicators.services import open_year
from plans import services_frame as services
from plans.forms_frame import EntryForm, NationalTargetForm, RecommendedKeyForm
from plans.frame import FIELD, MODELS, Entry, kind_of
from plans.frame_page import consequence, frame_page, target_rows
from plans.models import FrameChange, Plan, PlanningCycle
from plans.rules import may_edit_frame
from regions.models import Territory

_NOT_OPEN = "Le cadre national est ouvert aux équipes du ministère, des régions et des CLE."
_MAY_NOT = "Seuls la CPMT et le ministère écrivent le cadre national."
PAGE_SIZE = 50


@dataclass(frozen=True)
class Opened:
    """Whose frame an address names, and whether the person writes it."""

    year: FiscalYear
    years: tuple[FiscalYear, ...]
    nation: Territory
    may_edit: bool

    @property
    def context(self) -> dict:
        return {"year": self.year, "may_edit": self.may_edit}

    @property
    def cycle(self) -> PlanningCycle:
        """The cycle of the year, for a verb that writes."""
        return PlanningCycle.objects.get_or_create(year=self.year)[0]


def _open(request: HttpRequest, year: int, *, writing: bool = False) -> Opened:
    if not request.user.territories_with(Ability.READ_PLAN):
        raise PermissionDenied(_NOT_OPEN)
    years = tuple(FiscalYear.objects.all())
    found = next((one for one in years if one.pk == year), None)
    if found is None:
        raise Http404(f"L’exercice {fiscal_year_label(year)} n’est pas ouvert.")
    nation = Territory.objects.national()
    opened = Opened(found, years, nation, may_edit_frame(request.user, nation))
    if writing and not opened.may_edit:
        raise PermissionDenied(_MAY_NOT)
    return opened


def _entry(opened: Opened, kind: str, pk: int) -> Entry:
    if kind not in MODELS:
        raise Http404("Cette partie du cadre n’existe pas.")
    entry = MODELS[kind].objects.filter(pk=pk).first()
    if entry is None or entry.owning_cycle.pk != opened.year.pk:
        raise Http404("Cette ligne n’est pas du cadre de cet exercice.")
    return entry


def _back(opened: Opened, entry: Entry | None = None) -> HttpResponse:
    anchor = f"#{kind_of(entry)}-{entry.pk}" if entry else ""
    answer = redirect("national_frame", opened.year.pk)
    answer["Location"] += anchor
    return answer


def _tell(form: Form, refusal: Refused) -> None:
    """A refusal of the service, beside the fields it names, or above the form."""
    for field, sentence in (refusal.fields or {None: refusal.message}).items():
        form.add_error(field if field in form.fields else None, sentence)


@require_safe
@login_required
def national_frame(request: HttpRequest, year: int) -> HttpResponse:
    """The orientations and fields of a year, its national targets and recommended keys."""
    opened = _open(request, year)
    plan = Plan.objects.visible_to(request.user).filter(territory=opened.nation, year=opened.year).first()
    context = opened.context | {"page": frame_page(opened.year, opened.years), "plan": plan, "nation": opened.nation}
    return render(request, "plans/frame.html", context)


@require_POST
@login_required
def frame_open(request: HttpRequest, year: int) -> HttpResponse:
    """Make the frame of the year after `year` from the frame of that year."""
    opened = _open(request, year, writing=True)
    following = open_year(opened.year.pk + 1)
    try:
        services.open_frame(year=following, by=request.user)
        messages.success(request, f"Le cadre {following} reprend celui de {opened.year}. Modifiez-le à votre guise.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("national_frame", following.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def frame_add(request: HttpRequest, year: int, kind: str, under: int | None = None) -> HttpResponse:
    """A new orientation, or a new field under an orientation."""
    opened = _open(request, year, writing=True)
    orientation = _entry(opened, "orientation", under) if under else None
    if (kind == FIELD) != (orientation is not None) or kind not in MODELS:
        raise Http404("Cette partie du cadre n’existe pas.")
    form = EntryForm(request.POST or None, longest=MODELS[kind]._meta.get_field("title").max_length)
    if request.method == "POST" and form.is_valid():
        try:
            title = form.cleaned_data["title"]
            if orientation is not None:
                entry = services.add_field(orientation=orientation, title=title, by=request.user)
            else:
                entry = services.add_orientation(cycle=opened.cycle, title=title, by=request.user)
            messages.success(request, f"{entry} est au cadre. Les plans du même exercice le voient à accepter.")
            return _back(opened, entry)
        except Refused as refusal:
            _tell(form, refusal)
    context = opened.context | {"form": form, "kind": kind, "orientation": orientation}
    return render(request, "plans/frame_entry.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def frame_edit(request: HttpRequest, year: int, kind: str, pk: int) -> HttpResponse:
    """The title of an entry; 409 with both texts when somebody wrote first."""
    opened = _open(request, year, writing=True)
    entry = _entry(opened, kind, pk)
    longest = MODELS[kind]._meta.get_field("title").max_length
    start = {"title": entry.title, "version": entry.version}
    form = EntryForm(request.POST or None, longest=longest, initial=start)
    context = opened.context | {"form": form, "kind": kind, "entry": entry, "consequence": consequence(entry)}
    if request.method != "POST":
        return render(request, "plans/frame_entry.html", context)
    if form.is_valid():
        try:
            values = form.cleaned_data
            written = services.edit_entry(
                entry=entry, expected_version=values["version"], title=values["title"], by=request.user
            )
            messages.success(request, f"{written} est enregistré. Chaque plan qui le reprend le verra à accepter.")
            return _back(opened, written)
        except Conflict as conflict:
            upon_theirs = {**request.POST.dict(), "version": conflict.current.version}
            context |= {"form": EntryForm(upon_theirs, longest=longest), "theirs": conflict.current}
            return render(request, "plans/frame_entry.html", context, status=409)
        except Refused as refusal:
            _tell(form, refusal)
    return render(request, "plans/frame_entry.html", context, status=422)


@require_POST
@login_required
def frame_move(request: HttpRequest, year: int, kind: str, pk: int) -> HttpResponse:
    """One rank up or down; numbers follow."""
    opened = _open(request, year, writing=True)
    entry = _entry(opened, kind, pk)
    try:
        version = int(request.POST.get("version", "0") if request.POST.get("version", "0").isdecimal() else 0)
        up = request.POST.get("vers") == "haut"
        moved = services.move_entry(entry=entry, expected_version=version, up=up, by=request.user)
        messages.success(request, f"« {moved.title} » porte maintenant le numéro {moved.number}.")
    except Conflict as conflict:
        messages.error(request, f"{conflict.message} Rien n’a bougé : voyez l’ordre actuel.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _back(opened, entry)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def frame_withdraw(request: HttpRequest, year: int, kind: str, pk: int) -> HttpResponse:
    """What withdrawing an entry would touch, in words, then the withdrawal."""
    opened = _open(request, year, writing=True)
    entry = _entry(opened, kind, pk)
    context = opened.context | {"entry": entry, "kind": kind, "consequence": consequence(entry)}
    if request.method != "POST":
        return render(request, "plans/frame_withdraw.html", context)
    try:
        version = int(request.POST["version"]) if request.POST.get("version", "").isdecimal() else 0
        services.withdraw_entry(entry=entry, expected_version=version, by=request.user)
    except Conflict as conflict:
        context |= {"entry": conflict.current, "told": conflict.message}
        return render(request, "plans/frame_withdraw.html", context, status=409)
    messages.success(request, f"« {entry.title} » est retiré du cadre. Rien n’est effacé : vous pouvez le rétablir.")
    return _back(opened)


@require_POST
@login_required
def frame_restore(request: HttpRequest, year: int, kind: str, pk: int) -> HttpResponse:
    """Put a withdrawn entry back."""
    opened = _open(request, year, writing=True)
    entry = _entry(opened, kind, pk)
    try:
        entry = services.restore_entry(entry=entry, by=request.user)
        messages.success(request, f"« {entry.title} » est de nouveau au cadre, sous le numéro {entry.number}.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return _back(opened, entry)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def frame_target(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The national target of an indicator and the key recommended to split it: two forms, one page."""
    opened = _open(request, year, writing=True)
    indicator = get_indicator(opened.year, key)
    (row,) = target_rows(opened.year, indicator)
    about = {"indicator": indicator, "year": opened.year}
    is_key = request.method == "POST" and "key_version" in request.POST
    target_form = NationalTargetForm(
        request.POST if request.method == "POST" and not is_key else None,
        initial={"expected_version": row.target.version if row.target else 0},
        **about,
    )
    start = (
        {"key": row.key.key, "note": row.key.note, "key_version": row.key.version} if row.key else {"key_version": 0}
    )
    key_form = RecommendedKeyForm(request.POST if is_key else None, initial=start)
    context = opened.context | about | {"row": row, "target_form": target_form, "key_form": key_form}
    if request.method != "POST":
        return render(request, "plans/frame_target.html", context)
    form = key_form if is_key else target_form
    status = 422
    if form.is_valid():
        try:
            _write_target(request, opened, indicator, form.cleaned_data, is_key=is_key)
            messages.success(request, f"« {indicator.short_name} » est enregistré au cadre national.")
            answer = _back(opened)
            answer["Location"] += "#cibles"
            return answer
        except Conflict as conflict:
            status, (row,) = 409, target_rows(opened.year, indicator)
            context |= {"row": row, "told": conflict.message}
            data = request.POST.copy()
            data["key_version"] = row.key.version if row.key else 0
            data["expected_version"] = row.target.version if row.target else 0
            context["key_form" if is_key else "target_form"] = (
                RecommendedKeyForm(data) if is_key else NationalTargetForm(data, **about)
            )
        except Refused as refusal:
            _tell(form, refusal)
    return render(request, "plans/frame_target.html", context, status=status)


def _write_target(request: HttpRequest, opened: Opened, indicator, values: dict, *, is_key: bool) -> None:
    common = {"cycle": opened.cycle, "indicator": indicator, "by": request.user}
    if is_key:
        services.recommend_key(key=values["key"], note=values["note"], expected_version=values["key_version"], **common)
    else:
        services.set_national_target(**values, **common)


@require_safe
@login_required
def frame_history(request: HttpRequest, year: int) -> HttpResponse:
    """Who changed what in the frame, the latest first."""
    opened = _open(request, year)
    changes = FrameChange.objects.filter(cycle=opened.year.pk).select_related("author")
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "plans/frame_history.html", opened.context | {"page": page})
