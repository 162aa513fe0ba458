"""The secretary's page of a sitting: attendance, agenda, motions, votes, minutes. One address, one verb a button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import Refused
from partners.enums import AttendanceStatus, VoteChoice
from partners.reads_council import SeatLine
from partners.services_council import may_keep
from plans.enums import PlanKind
from plans.forms_sitting import CloseForm, ItemForm, MinutesForm, MotionForm, ReasonForm
from plans.models import AgendaItem, AmendmentProposal, Plan, Sitting
from plans.services_motion import propose_motion, recuse, void_vote, withdraw_motion
from plans.services_sitting import (
    NOT_YOURS,
    Noted,
    add_item,
    cancel_sitting,
    close_sitting,
    note_attendance,
    open_sitting,
    renew_item,
    set_presiding,
    write_minutes,
)
from plans.services_vote import call_the_roll, close_vote, open_vote
from plans.sitting_reads import ItemView, SittingPage, read_sitting
from plans.views.access import sign_in_required
from plans.views.review_access import site_of
from plans.views.sitting_access import get_motion, get_sitting, status_of, tell


@dataclass
class Asked:
    """What a button asks: the act, the sitting, its form when it has one, and what was typed."""

    request: HttpRequest
    sitting: Sitting
    act: str
    form: forms.Form | None = None
    target: str = ""

    def number(self, name: str) -> int:
        text = self.request.POST.get(name, "")
        return int(text) if text.isdecimal() else 0

    def text(self, name: str) -> str:
        return self.request.POST.get(name, "")

    @property
    def by(self):
        return self.request.user

    @property
    def motion(self):
        return get_motion(self.sitting, self.text("proposition"))

    @property
    def item(self) -> AgendaItem:
        found = self.sitting.items.select_related("plan").filter(pk=self.number("point")).first()
        if found is None:
            raise Http404("Ce point n’est pas de la séance.")
        found.sitting = self.sitting
        return found


@dataclass(frozen=True)
class AttendanceRow:
    """A seat on the sheet of attendance: what is noted, and what the page shows (typed, after a refusal)."""

    line: SeatLine
    status: str
    shown: str
    name: str
    choices: tuple[tuple[str, str], ...]


@dataclass
class Point:
    """A point of the agenda with the forms that it takes."""

    view: ItemView
    motion_form: MotionForm | None = None
    minutes_form: MinutesForm | None = None
    is_stale: bool = False
    proposals: list = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
@never_cache
def keep(request: HttpRequest, territory: str, year: int, number: int) -> HttpResponse:
    """Hold the sitting. A refused act comes back with what was typed: 422, or 409 when somebody moved first."""
    sitting = get_sitting(request, territory, year, number)
    if not may_keep(request.user, sitting.council):
        raise PermissionDenied(NOT_YOURS)
    if request.method != "POST":
        return _count(request, sitting) if request.htmx else _page(request, sitting)
    act = request.POST.get("geste", "")
    if act not in ACTS:
        raise Http404("Ce geste n’existe pas.")
    asked = Asked(request, sitting, act)
    asked.form = _form(asked)
    if asked.form is not None and not asked.form.is_valid():
        return _page(request, sitting, asked, 422)
    try:
        done = ACTS[act](asked)
    except Refused as refused:
        if asked.form is not None:
            tell(asked.form, refused)
        sitting = get_sitting(request, territory, year, number)
        return _page(request, sitting, asked, status_of(refused), refused.message)
    messages.success(request, done)
    return redirect(f"{reverse('sitting_keep', args=[territory, year, number])}#{asked.target or 'tenue'}")


def _form(asked: Asked) -> forms.Form | None:
    post = asked.request.POST
    if asked.act == "point":
        return ItemForm(post)
    if asked.act == "proposition":
        page = read_sitting(asked.sitting, asked.by, keeps=True)
        item = asked.item
        return MotionForm(post, item=item, room=page.room, proposals=_proposals(item.plan))
    if asked.act == "clore-vote":
        return CloseForm(post, by_hand=asked.motion.mode == "hand")
    if asked.act == "deliberations":
        return MinutesForm(post)
    if asked.act in {"annuler", "recuser"}:
        return ReasonForm(post)
    return None


# --- What each button does, and the sentence that says it is done -----------------------------------------------------


def _open(asked: Asked) -> str:
    open_sitting(sitting=asked.sitting, seen=asked.text("etat"), by=asked.by)
    return "La séance est ouverte."


def _close(asked: Asked) -> str:
    close_sitting(sitting=asked.sitting, seen=asked.text("etat"), by=asked.by)
    return "La séance est levée. Vous pouvez encore écrire les délibérations du procès-verbal."


def _cancel(asked: Asked) -> str:
    cancel_sitting(
        sitting=asked.sitting, seen=asked.text("etat"), reason=asked.form.cleaned_data["reason"], by=asked.by,
        site=site_of(asked.request),
    )  # fmt: skip
    return "La séance est annulée."


def _attendance(asked: Asked) -> str:
    post = asked.request.POST
    noted = [
        Noted(int(key.removeprefix("presence-")), value, post.get(f"lu-{key.removeprefix('presence-')}", ""))
        for key, value in post.items()
        if key.startswith("presence-") and key.removeprefix("presence-").isdecimal()
    ]
    changed = note_attendance(sitting=asked.sitting, noted=noted, by=asked.by)
    asked.target = "presences"
    return f"Présences notées\u00a0: {changed} changée{'s' if changed > 1 else ''}."


def _presiding(asked: Asked) -> str:
    set_presiding(sitting=asked.sitting, seat_id=asked.number("siege"), by=asked.by)
    asked.target = "presences"
    return "La présidence de la séance est notée."


def _item(asked: Asked) -> str:
    told = dict(asked.form.cleaned_data)
    plan = _plan(asked.sitting) if told.pop("plan") else None
    if plan is None and asked.form.cleaned_data["plan"]:
        raise Refused("La région n’a pas de plan pour cet exercice.", fields={"plan": "Il n’y a pas de plan."})
    add_item(sitting=asked.sitting, plan=plan, by=asked.by, **told)
    asked.target = "ordre"
    return "Le point est à l’ordre du jour."


def _renew(asked: Asked) -> str:
    item = renew_item(item=asked.item, by=asked.by)
    asked.target = f"point-{item.pk}"
    return f"Le point porte maintenant sur l’édition {item.edition.number}."


def _minutes(asked: Asked) -> str:
    item = asked.item
    asked.target = f"point-{item.pk}"
    text = asked.form.cleaned_data["text"]
    write_minutes(item=item, expected_version=asked.number("version"), text=text, by=asked.by)
    return "Les délibérations sont enregistrées."


def _propose(asked: Asked) -> str:
    motion = propose_motion(item=asked.item, by=asked.by, **asked.form.told)
    asked.target = f"proposition-{motion.number}"
    return f"La proposition {motion.number} est inscrite."


def _withdraw(asked: Asked) -> str:
    motion = withdraw_motion(motion=asked.motion, seen=asked.text("etat"), by=asked.by)
    return f"La proposition {motion.number} est retirée."


def _recuse(asked: Asked) -> str:
    motion = asked.motion
    asked.target = f"proposition-{motion.number}"
    reason = asked.form.cleaned_data["reason"]
    found = recuse(motion=motion, seat_id=asked.number("siege"), reason=reason, by=asked.by)
    return f"{found.name} ne vote pas sur cette proposition."


def _open_vote(asked: Asked) -> str:
    motion = open_vote(motion=asked.motion, seen=asked.text("etat"), by=asked.by)
    asked.target = f"proposition-{motion.number}"
    return f"Le vote est ouvert sur la proposition {motion.number}."


def _roll(asked: Asked) -> str:
    choices = {
        int(key.removeprefix("bulletin-")): value
        for key, value in asked.request.POST.items()
        if key.startswith("bulletin-") and value and key.removeprefix("bulletin-").isdecimal()
    }
    motion = asked.motion
    asked.target = f"proposition-{motion.number}"
    cast = call_the_roll(motion=motion, choices=choices, by=asked.by)
    return f"{cast} vote{'s' if cast > 1 else ''} inscrit{'s' if cast > 1 else ''}."


def _close_vote(asked: Asked) -> str:
    motion = close_vote(motion=asked.motion, seen=asked.text("etat"), by=asked.by, **asked.form.told)
    asked.target = f"proposition-{motion.number}"
    told = f"Proposition {motion.number} {motion.get_state_display().lower()}\u00a0: {motion.count.sentence}."
    return f"{told} L’acte est inscrit au plan." if motion.act_id else told


def _void(asked: Asked) -> str:
    again = void_vote(motion=asked.motion, seen=asked.text("etat"), by=asked.by)
    asked.target = f"proposition-{again.number}"
    return f"Le vote est sans effet. La proposition est remise en délibération sous le numéro {again.number}."


ACTS: dict[str, Callable[[Asked], str]] = {
    "ouvrir": _open,
    "lever": _close,
    "annuler": _cancel,
    "presences": _attendance,
    "presidence": _presiding,
    "point": _item,
    "mettre-a-jour": _renew,
    "deliberations": _minutes,
    "proposition": _propose,
    "retirer": _withdraw,
    "recuser": _recuse,
    "ouvrir-vote": _open_vote,
    "bulletins": _roll,
    "clore-vote": _close_vote,
    "annuler-vote": _void,
}


# --- The page ---------------------------------------------------------------------------------------------------------


def _count(request, sitting: Sitting) -> HttpResponse:
    """The quorum and the votes received, when they moved since `vu`."""
    page = read_sitting(sitting, request.user, keeps=True)
    if request.GET.get("vu") == page.token:
        return HttpResponse(status=204)
    context = {"page": page, "sitting": sitting, "room": page.room, "territory": sitting.council.territory}
    return render(request, "plans/sitting_count.html", context | {"year": sitting.year_id})


def _page(request, sitting: Sitting, asked: Asked | None = None, status: int = 200, told: str = "") -> HttpResponse:
    page = read_sitting(sitting, request.user, keeps=True)
    plan = _plan(sitting)
    proposals = _proposals(plan)
    latest = plan.editions.order_by("-number").values_list("pk", flat=True).first() if plan else None
    bound = asked.form if asked is not None and asked.form is not None and asked.form.errors else None
    opened = page.open_motion
    context = {
        "page": page,
        "sitting": sitting,
        "room": page.room,
        "territory": sitting.council.territory,
        "year": sitting.year_id,
        "plan": plan,
        "act": asked.act if asked else "",
        "told": told or ("" if bound is None else "Ce qui suit est à corriger."),
        "bound": bound,
        "rows": _attendance_rows(page, request if asked and asked.act == "presences" else None),
        "points": [_point(view, page, proposals, latest, asked) for view in page.items],
        "item_form": bound if isinstance(bound, ItemForm) else ItemForm(),
        "close_form": _close_form(opened, bound),
        "reason_form": bound if isinstance(bound, ReasonForm) and asked.act == "annuler" else ReasonForm(),
        "typed": request.POST,
        "choices": VoteChoice,
        "to_call": _to_call(page),
    }  # fmt: skip
    return render(request, "plans/sitting_keep.html", context, status=status)


def _close_form(opened, bound) -> CloseForm | None:
    if opened is None:
        return None
    return bound if isinstance(bound, CloseForm) else CloseForm(by_hand=opened.by_hand)


def _point(view: ItemView, page: SittingPage, proposals: list, latest: int | None, asked: Asked | None) -> Point:
    item, room = view.item, page.room
    mine = asked is not None and asked.form is not None and asked.number("point") == item.pk
    point = Point(view, is_stale=item.plan_id is not None and item.edition_id != latest)
    motion = asked.form if mine and isinstance(asked.form, MotionForm) else None
    if page.sitting.is_open:
        offered = proposals if item.plan_id else []
        point.motion_form = motion or MotionForm(item=item, room=room, proposals=offered)
    minutes = asked.form if mine and isinstance(asked.form, MinutesForm) else None
    point.minutes_form = minutes or MinutesForm(initial={"text": item.minutes}, auto_id=f"pv{item.pk}_%s")
    return point


def _attendance_rows(page: SittingPage, request: HttpRequest | None) -> list[AttendanceRow]:
    room = page.room
    rows = []
    for line in room.roster.lines:
        status = room.status_of(line.seat.pk)
        shown = request.POST.get(f"presence-{line.seat.pk}", status) if request else status
        choices = tuple(
            choice
            for choice in AttendanceStatus.choices
            if (line.substitute or choice[0] != AttendanceStatus.SUBSTITUTE)
            and (line.holder or choice[0] in {AttendanceStatus.SUBSTITUTE, AttendanceStatus.ABSENT})
        )
        rows.append(AttendanceRow(line, status, shown, room.name_of(line.seat.pk), choices))
    return rows


def _to_call(page: SittingPage) -> list[tuple[SeatLine, str]]:
    """The seats that may vote on the open motion and have not, with who sits there."""
    opened = page.open_motion
    if opened is None or opened.by_hand:
        return []
    done = {one.seat_id for one in (*opened.ballots, *opened.recusals)}
    return [(line, page.room.name_of(line.seat.pk)) for line in page.room.voters if line.seat.pk not in done]


def _plan(sitting: Sitting) -> Plan | None:
    return Plan.objects.filter(
        kind=PlanKind.PAR, territory=sitting.council.territory_id, year=sitting.year_id
    ).select_related("territory", "year").first()  # fmt: skip


def _proposals(plan: Plan | None) -> list[AmendmentProposal]:
    """The amendments that the council retained for the vote, those only proposed after them."""
    if plan is None:
        return []
    found = AmendmentProposal.objects.open().before("council").filter(plan=plan).select_related("author")
    return sorted(found, key=lambda one: (one.state != "retained", one.pk))
