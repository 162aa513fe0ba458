"""Inviting people, and the page that an invited person opens from the mail."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.administration_forms import AcceptForm, InvitationForm
from accounts.administration_rules import beneath, may_grant, roles_to_grant
from accounts.enums import InvitationState
from accounts.invitations import Closed, accept, invite, open_link, resend, withdraw
from accounts.models import Invitation, User
from accounts.views.access import administration_page
from accounts.views.telling import tell
from core.errors import Conflict, Refused
from regions.models import Territory

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@administration_page
def invitations(request: HttpRequest, place: Territory) -> HttpResponse:
    """Invitations that await an answer, those answered, and a form for another."""
    form = InvitationForm(request.POST or None, by=request.user, territory=place)
    if request.method != "POST":
        return _page(request, place, form)
    if not form.is_valid():
        return _page(request, place, form, 422)
    try:
        sent = invite(by=request.user, site=request.build_absolute_uri("/"), **form.told)
    except Refused as refused:
        tell(form, refused)
        return _page(request, place, form, 409 if isinstance(refused, Conflict) else 422)
    if sent.membership is not None:
        messages.success(
            request, f"{sent.membership.user} a déjà un compte\u00a0: le rôle est accordé, un courriel le lui dit."
        )
    else:
        messages.success(request, f"L’invitation est envoyée à {sent.invitation.email}.")
    return redirect("invitations", place.slug)


@require_POST
@administration_page
def invitation_change(request: HttpRequest, place: Territory, pk: int) -> HttpResponse:
    """Send an invitation again, or take it back (`geste`)."""
    rows = Invitation.objects.visible_to(request.user).filter(beneath(place))
    found = get_object_or_404(rows.select_related("territory__parent__parent"), pk=pk)
    found.nonce = request.POST.get("vu", "") or found.nonce
    act = request.POST.get("geste", "")
    try:
        if act == "renvoyer":
            resend(invitation=found, by=request.user, site=request.build_absolute_uri("/"))
            messages.success(request, f"L’invitation est renvoyée à {found.email}; le lien d’avant n’ouvre plus.")
        elif act == "retirer":
            withdraw(invitation=found, by=request.user)
            messages.success(request, f"L’invitation de {found.name} est retirée.")
        else:
            raise Http404("Ce geste n’existe pas.")
    except Refused as refused:
        form = InvitationForm(by=request.user, territory=place)
        return _page(request, place, form, 409 if isinstance(refused, Conflict) else 422, refused.message)
    return redirect("invitations", place.slug)


def _page(request: HttpRequest, place: Territory, form: InvitationForm, status: int = 200, told: str = ""):
    rows = Invitation.objects.visible_to(request.user).filter(beneath(place))
    rows = rows.select_related("territory__parent__parent", "invited_by")
    pending = [(row, may_grant(request.user, row.role, row.territory)) for row in rows.filter(
        state=InvitationState.PENDING)]  # fmt: skip
    context = {
        "place": place,
        "tab": "invitations",
        "form": form if roles_to_grant(request.user, place) else None,
        "pending": pending,
        "page": Paginator(rows.exclude(state=InvitationState.PENDING), PAGE_SIZE).get_page(request.GET.get("page")),
        "told": told,
    }
    return render(request, "accounts/invitations.html", context, status=status)


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """What the link of a mail opens: the role offered, and the choice of a password. Looking accepts nothing."""
    try:
        invitation = open_link(token)
        is_known = User.objects.filter(email__iexact=invitation.email).exists()
        form = None if is_known else AcceptForm(request.POST or None, initial={"name": invitation.name})
        if request.method != "POST":
            return _offer(request, invitation, form)
        if form is not None and not form.is_valid():
            return _offer(request, invitation, form, 422)
        told = {} if form is None else {"name": form.cleaned_data["name"], "password": form.cleaned_data["password"]}
        accept(token=token, **told)
    except Closed as closed:
        return render(request, "accounts/invitation_closed.html", {"closed": closed}, status=410)
    except Refused as refused:
        if form is not None:
            tell(form, refused)
        return _offer(request, invitation, form, 422, refused.message)
    messages.success(request, "Votre rôle est accepté. Connectez-vous avec votre adresse et votre mot de passe.")
    return redirect("account_login")


def _offer(request, invitation: Invitation, form: AcceptForm | None, status: int = 200, told: str = ""):
    context = {"invitation": invitation, "form": form, "told": "" if form is not None else told}
    return render(request, "accounts/invitation_accept.html", context, status=status)
