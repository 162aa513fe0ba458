"""The people of a territory, one of them, and what an administrator does to their roles."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.administration import Question, memberships_of, people_of
from accounts.administration_forms import EndForm, PeopleFilter, RoleForm
from accounts.administration_rules import may_grant, roles_to_grant
from accounts.models import JournalEntry, Membership, User
from accounts.security import has_second_factor
from accounts.services import (
    cancel_role,
    close_account,
    end_role,
    grant_role,
    reopen_account,
    reset_person_factors,
)
from accounts.views.access import administration_page
from accounts.views.telling import tell
from core.errors import Conflict, Refused
from regions.models import Territory

PAGE_SIZE = 50
LATEST = 20  # entries of the journal on a person's page


@require_safe
@administration_page
def people(request: HttpRequest, place: Territory) -> HttpResponse:
    """Who holds or held a role here, by words, role, territory and state."""
    form = PeopleFilter(request.GET, territory=place)
    form.is_valid()
    told = form.cleaned_data
    asked = Question(
        words=told.get("q", ""), role=told.get("role", ""), state=told.get("etat", ""),
        territory=told["territoire"].pk if told.get("territoire") else None,
    )  # fmt: skip
    page = Paginator(people_of(place, asked), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"place": place, "tab": "people", "form": form, "page": page, "today": timezone.localdate()}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administration_page
def person(request: HttpRequest, place: Territory, pk: int) -> HttpResponse:
    """One person's roles in this territory, and the acts on them (`geste`)."""
    found = get_object_or_404(User.objects.filter(pk__in=memberships_of(place).values("user")), pk=pk)
    if request.method != "POST":
        return _person(request, place, found)
    act = request.POST.get("geste", "")
    form = _form(request, place, act)
    if form is not None and not form.is_valid():
        return _person(request, place, found, act, form, 422)
    try:
        sentence = _do(request, place, found, act, form)
    except Refused as refused:
        if form is not None:
            tell(form, refused)
        status = 409 if isinstance(refused, Conflict) else 422
        return _person(request, place, User.objects.get(pk=pk), act, form, status, refused.message)
    messages.success(request, sentence)
    still_here = memberships_of(place).filter(user=found).exists()  # no longer, when their only role was cancelled
    return redirect("person", place.slug, pk) if still_here else redirect("people", place.slug)


def _form(request: HttpRequest, place: Territory, act: str) -> RoleForm | EndForm | None:
    if act == "accorder":
        return RoleForm(request.POST, by=request.user, territory=place)
    return EndForm(request.POST) if act == "finir" else None


def _do(request: HttpRequest, place: Territory, user: User, act: str, form) -> str:
    by = request.user
    if act == "accorder":
        membership = grant_role(user=user, by=by, **form.told)
        return f"{user} tient maintenant ce rôle\u00a0: {membership}."
    if act == "annuler":
        cancel_role(membership=_role(request, place, user), by=by)
        return "Ce rôle est annulé."
    if act == "finir":
        membership = _role(request, place, user)
        membership.end = form.cleaned_data["seen"]
        end_role(membership=membership, on=form.cleaned_data["on"], by=by)
        return f"Ce rôle a une fin\u00a0: {membership}."
    if act == "facteurs":
        reset_person_factors(user=user, territory=place, by=by)
        return f"Les seconds facteurs de {user} sont retirés."
    if act == "fermer":
        close_account(user=user, territory=place, by=by)
        return f"Le compte de {user} est fermé."
    if act == "rouvrir":
        reopen_account(user=user, territory=place, by=by)
        return f"Le compte de {user} est rouvert."
    raise Http404("Ce geste n’existe pas.")


def _role(request: HttpRequest, place: Territory, user: User) -> Membership:
    number = request.POST.get("role", "")
    held = memberships_of(place).select_related("territory__parent__parent").filter(user=user)
    return get_object_or_404(held, pk=int(number) if number.isdecimal() else 0)


def _person(request, place: Territory, user: User, act="", form=None, status=200, told="") -> HttpResponse:
    by, today = request.user, timezone.localdate()
    held = memberships_of(place).filter(user=user).select_related("granted_by", "territory__parent__parent")
    roles = list(held.order_by("-start", "pk"))
    alive = [row for row in roles if row.end is None or row.end >= today]
    is_self = by.pk == user.pk
    journal = JournalEntry.objects.visible_to(by).about(user).select_related("territory")
    context = {
        "place": place,
        "tab": "people",
        "person": user,
        "is_self": is_self,
        "alive": [(row, not is_self and may_grant(by, row.role, row.territory), row.start > today) for row in alive],
        "past": [row for row in roles if row not in alive],
        "elsewhere": Membership.objects.in_force().filter(user=user).exclude(pk__in=[row.pk for row in roles]).exists(),
        "role_form": _role_form(by, place, form if act == "accorder" else None) if not is_self else None,
        "has_factors": not is_self and has_second_factor(user),
        "entries": journal[:LATEST],
        "told": told if act != "accorder" else "",
        "end_errors": form.errors.get("on") if act == "finir" and form is not None and form.errors else None,
        "today": today,
    }
    return render(request, "accounts/person.html", context, status=status)


def _role_form(by: User, place: Territory, form: RoleForm | None) -> RoleForm | None:
    """The form to grant a role; None for whoever may hand out none here."""
    if form is not None:
        return form
    return RoleForm(by=by, territory=place) if roles_to_grant(by, place) else None
