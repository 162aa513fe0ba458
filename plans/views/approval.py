"""The approval of a plan: where it stands, what one may do, the acts done, the editions and what they change."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.enums import Ability
from accounts.models import User
from core.errors import Conflict, Refused
from core.states import Transition
from plans.amendment_rules import DECIDES
from plans.comparison import compare
from plans.dossier import plan_dossier
from plans.editions import edition_dossier, editions_open_to, is_whole
from plans.enums import PlanKind
from plans.forms_approval import DecisionForm
from plans.models import Act, Edition, Motion, Plan
from plans.outline import plan_outline
from plans.reads import blocking
from plans.services_amendment import decide_with_amendments
from plans.services_approval import advance_solidarity, last_change_of
from plans.views.access import get_plan, sign_in_required
from plans.views.blocks import shown_context
from plans.views.sitting_amendments import ProposalView, proposal_views
from plans.workflow import SOLIDARITY, TABLES, possible, possible_solidarity, stages


@dataclass(frozen=True)
class Choice:
    """One thing that the person may do now, with its form."""

    way: Transition
    form: DecisionForm
    is_solidarity: bool = False
    proposals: tuple[ProposalView, ...] = ()  # amendments that the decision may apply


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def approval(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The page of approvals; a decision posted there is refused with 422 or 409, its words kept."""
    plan = get_plan(request, territory, year)
    if request.method == "POST":
        return _decide(request, plan)
    return _page(request, plan)


def _decide(request: HttpRequest, plan: Plan) -> HttpResponse:
    name = request.POST.get("geste", "")
    is_solidarity = any(way.name == name for way in SOLIDARITY)
    way = next((one for one in (*TABLES[plan.kind], *SOLIDARITY) if one.name == name), None)
    if way is None:
        raise Http404("Ce geste n’existe pas.")
    if not request.user.may(Ability(way.ability), plan.territory):
        raise PermissionDenied(f"« {way.label} » n’est pas de votre ressort.")
    form = DecisionForm(request.POST, way=way)
    if not form.is_valid():
        return _page(request, plan, form=form, status=422)
    seen, seen_change = request.POST.get("etat", ""), _number(request.POST.get("changement", ""))
    try:
        if is_solidarity:
            advance_solidarity(plan=plan, name=name, seen=seen, by=request.user, decision=form.decision)
        else:
            chosen = [int(number) for number in request.POST.getlist("amendement") if number.isdecimal()]
            decide_with_amendments(
                plan=plan, name=name, seen=seen, by=request.user, decision=form.decision, seen_change=seen_change,
                proposals=chosen,
            )  # fmt: skip
    except Conflict as conflict:
        return _page(request, get_plan(request, plan.territory.slug, plan.year_id), form, 409, conflict.message)
    except Refused as refused:
        for field, sentence in (refused.fields or {None: refused.message}).items():
            form.add_error(field if field in form.fields else None, sentence)
        return _page(request, get_plan(request, plan.territory.slug, plan.year_id), form, 422)
    messages.success(request, f"{way.done} : l’acte est inscrit.")
    return redirect(reverse("plan_approval", args=[plan.territory.slug, plan.year_id]))


def _open(plan: Plan, request: HttpRequest) -> tuple[Transition, ...]:
    return (*possible(plan, request.user), *possible_solidarity(plan, request.user))


def _page(
    request: HttpRequest, plan: Plan, form: DecisionForm | None = None, status: int = 200, told: str = ""
) -> HttpResponse:
    solidarity = possible_solidarity(plan, request.user)

    def choice(way: Transition) -> Choice:
        mine = form if form is not None and form.way.name == way.name else DecisionForm(way=way)
        offered = proposals.get(DECIDES.get(way.name), ()) if way not in solidarity else ()
        return Choice(way, mine, way in solidarity, tuple(offered))

    proposals = _open_proposals(plan)
    choices = [choice(way) for way in _open(plan, request)]
    editions = list(editions_open_to(plan, request.user).defer("content").order_by("-number"))
    context = {
        "plan": plan,
        "stages": stages(plan),
        "choices": choices,
        "orphan": form if form is not None and form.way.name not in {one.way.name for one in choices} else None,
        "told": told,
        "gaps": blocking(plan) if any(one.way.gated for one in choices) else [],
        "acts": _acts(plan, request.user),
        "editions": editions,
        "open_numbers": {one.number for one in editions},
        "last_change": last_change_of(plan),
        "ticked": set(request.POST.getlist("amendement")),
        "has_solidarity": plan.kind == PlanKind.PAR,
    }
    return render(request, "plans/approval.html", context, status=status)


def _acts(plan: Plan, user: User) -> list[Act]:
    """The acts, the last first; one that a vote of the council gave leads to its sitting, for who reads the council."""
    acts = list(plan.acts.select_related("edition", "entered_by").order_by("-pk"))
    voted: dict[int, Motion] = {}
    if user.may(Ability.READ_PLAN, plan.territory):
        motions = Motion.objects.filter(act__plan=plan).select_related("sitting__council__territory")
        voted = {motion.act_id: motion for motion in motions}
    for act in acts:
        act.motion = voted.get(act.pk)
    return acts


def _open_proposals(plan: Plan) -> dict[str, list[ProposalView]]:
    """The amendments that wait for a decision, by the body that takes it."""
    found: dict[str, list[ProposalView]] = {}
    for one in proposal_views(list(plan.amendments.open().select_related("author", "act"))):
        found.setdefault(one.proposal.body, []).append(one)
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


@require_safe
@sign_in_required
def edition(request: HttpRequest, territory: str, year: int, number: int) -> HttpResponse:
    """The plan as an edition froze it, rendered from the frozen rows alone."""
    plan = get_plan(request, territory, year)
    frozen = get_edition(plan, number, request.user)
    dossier = edition_dossier(frozen)
    context = shown_context(dossier, plan_outline(dossier)) | {
        "plan": dossier.plan,
        "edition": frozen,
        "acts": frozen.acts.all(),
        "is_whole": is_whole(frozen),
        "may_print": plan.kind == PlanKind.PAR and request.user.may(Ability.BUILD_DOCUMENTS, plan.territory),
        "editable": False,
    }
    return render(request, "plans/edition.html", context)


@require_safe
@sign_in_required
def comparison(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Two editions, or an edition and the plan as it stands (`avec` left empty), field by field."""
    plan = get_plan(request, territory, year)
    editions = list(editions_open_to(plan, request.user).defer("content").order_by("number"))
    context = {"plan": plan, "editions": editions}
    if editions:
        before = get_edition(plan, _number(request.GET.get("de", "")) or editions[0].number, request.user)
        after = _number(request.GET.get("avec", ""))
        later = edition_dossier(get_edition(plan, after, request.user)) if after else plan_dossier(plan)
        context |= {"before": before, "after": after, "comparison": compare(edition_dossier(before), later)}
    return render(request, "plans/comparison.html", context)


def get_edition(plan: Plan, number: int, user: User) -> Edition:
    """An edition of that very plan, open to the person; else 404."""
    frozen = editions_open_to(plan, user).filter(number=number).first()
    if frozen is None:
        raise Http404(f"Ce plan n’a pas d’édition {number}.")
    return frozen
