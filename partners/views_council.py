"""The composition of a council: its seats, who holds them, their interests, and the rules by which it decides."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Ability
from core.errors import Conflict, Refused
from indicators.places import get_place
from partners.forms_council import InterestForm, RulesForm, TermForm
from partners.models import Council, Interest, Seat, SeatTerm
from partners.reads_council import read_roster
from partners.rules_council import quorum_needed
from partners.services_council import (
    NOT_YOURS,
    abolish_seat,
    create_council,
    declare_interest,
    end_term,
    fill_seat,
    may_keep,
    set_chair,
    set_rules,
    withdraw_interest,
)


def get_council(request: HttpRequest, territory: str, year: int) -> Council:
    """The council of a region that the person reads; else 404, with a sentence."""
    place, _ = get_place(request, territory, year, Ability.READ_PLAN)
    council = Council.objects.visible_to(request.user).select_related("territory__parent").filter(territory=place)
    found = council.first()
    if found is None:
        raise Http404(f"Aucun conseil régional n’est inscrit pour {place}.")
    return found


@require_POST
@login_required
def council_create(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Lay out the council of a region that has none, with the seats of the law, all vacant."""
    place, _ = get_place(request, territory, year, Ability.READ_PLAN)
    if not request.user.may(Ability.RECORD_COUNCIL, place):
        raise PermissionDenied(NOT_YOURS)
    try:
        create_council(territory=place, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Le conseil est inscrit. Pourvoyez ses sièges.")
    return redirect("council", territory, year)


@require_safe
@login_required
def council(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The composition, as everybody of the region reads it."""
    return _page(request, get_council(request, territory, year), year)


def _page(request: HttpRequest, council: Council, year: int, form: RulesForm | None = None, status: int = 200):
    roster = read_roster(council)
    keeps = may_keep(request.user, council)
    context = {
        "council": council,
        "territory": council.territory,
        "year": year,
        "roster": roster,
        "needed": quorum_needed(council.rules, roster.filled),
        "abolished": council.seats.exclude(pk__in=[line.seat.pk for line in roster.lines]),
        "keeps": keeps,
        "rules_form": (form or RulesForm(initial=_rules_of(council))) if keeps else None,
        "tab": "composition",
    }
    return render(request, "partners/council.html", context, status=status)


def _rules_of(council: Council) -> dict:
    return {name: getattr(council, name) for name in RulesForm.base_fields}


@require_POST
@login_required
def council_rules(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Change how the council decides: 422 with what was typed, 409 when somebody wrote first."""
    found = get_council(request, territory, year)
    _check(request, found)
    form = RulesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, year, form, 422)
    values = dict(form.cleaned_data)
    try:
        set_rules(council=found, expected_version=values.pop("version"), by=request.user, **values)
    except Refused as refused:
        tell(form, refused)
        return _page(request, found, year, form, 409 if isinstance(refused, Conflict) else 422)
    messages.success(request, "Les règles du conseil sont changées. Elles valent dès le prochain vote.")
    return redirect("council", territory, year)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def seat(request: HttpRequest, territory: str, year: int, pk: int) -> HttpResponse:
    """A seat: its terms past and present, interests, and what its keeper does to it (`geste`)."""
    found = get_council(request, territory, year)
    row = get_object_or_404(Seat.objects.select_related("council__territory"), pk=pk, council=found)
    if request.method != "POST":
        return _seat(request, row, year)
    act, term_id = request.POST.get("geste", ""), request.POST.get("mandat", "")
    term = row.terms.filter(pk=term_id).first() if term_id.isdecimal() else None
    is_own = act == "interet" and term is not None and term.user_id == request.user.pk
    if not is_own:
        _check(request, found)
    form = {"mandat": TermForm, "interet": InterestForm}.get(act)
    bound = form(request.POST) if form else None
    if bound is not None and not bound.is_valid():
        return _seat(request, row, year, act, bound, 422)
    try:
        _do(request, row, act, term, bound)
    except Refused as refused:
        if bound is not None:
            tell(bound, refused)
        return _seat(request, row, year, act, bound, 409 if isinstance(refused, Conflict) else 422, refused.message)
    messages.success(request, "C’est inscrit.")
    return redirect("council_seat", territory, year, pk)


def _do(request: HttpRequest, seat: Seat, act: str, term: SeatTerm | None, form) -> None:
    by = request.user
    if act == "mandat":
        fill_seat(seat=seat, by=by, **form.told)
    elif act == "interet" and term is not None:
        declare_interest(term=term, matter=form.cleaned_data["matter"], by=by)
    elif act == "retirer":
        chosen = get_object_or_404(Interest, pk=request.POST.get("interet", "0"), term__seat=seat)
        withdraw_interest(interest=chosen, by=by)
    elif act == "fin" and term is not None:
        end_term(term=term, on=_day(request), by=by)
    elif act == "abolir":
        abolish_seat(seat=seat, on=_day(request), by=by)
    elif act == "presidence":
        set_chair(seat=seat, by=by)
    else:
        raise Http404("Ce geste n’existe pas.")


def _day(request: HttpRequest) -> date | None:
    """The day that was typed; None for today."""
    text = request.POST.get("le", "")
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise Refused("Écrivez une date comme 2007-03-09.")
    return day


def _seat(request, seat: Seat, year: int, act="", form=None, status=200, told="") -> HttpResponse:
    terms = list(seat.terms.prefetch_related("interests").order_by("is_substitute", "-start"))
    context = {
        "seat": seat,
        "territory": seat.council.territory,
        "year": year,
        "terms": terms,
        "current": [term for term in terms if term.end is None],
        "keeps": may_keep(request.user, seat.council),
        "own": [term for term in terms if term.user_id == request.user.pk and term.end is None],
        "term_form": form if act == "mandat" else TermForm(),
        "interest_form": form if act == "interet" else InterestForm(),
        "told": told if form is None else "",
    }
    return render(request, "partners/council_seat.html", context, status=status)


def _check(request: HttpRequest, council: Council) -> None:
    if not may_keep(request.user, council):
        raise PermissionDenied(NOT_YOURS)


def tell(form, refused: Refused) -> None:
    """Put the sentences of a refusal beside their fields, the others above the form."""
    for field, sentence in (refused.fields or {None: refused.message}).items():
        known = {"user": "email"}.get(field, field)
        form.add_error(known if known in form.fields else None, sentence)
