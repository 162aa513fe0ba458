"""Accueil: what this person should do next, what changed, where the cycle stands, and the figures that matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Ability, Role
from accounts.models import User
from indicators.enums import Status
from indicators.figures import Figure, latest_month, read_figures
from plans.enums import PlanKind
from plans.models import CycleStep, Plan, RowChange
from plans.reads import readiness
from plans.review import waiting_mentions
from plans.rules import may_edit
from regions.models import Territory
from reports.enums import RunState
from reports.models import ReportRun

SHOWN_FIGURES = 4
SHOWN_CHANGES = 6
SHOWN_GAPS = 3
SHOWN_MENTIONS = 3
_WORST_FIRST = {Status.LATE: 0, Status.WATCH: 1, Status.ON_TRACK: 2, Status.REACHED: 3}


@dataclass(frozen=True)
class Task:
    """One thing to do: a sentence and the button that leads to it."""

    sentence: str
    button: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class StepView:
    """A step of the cycle as the line shows it."""

    number: int
    title: str
    state: str
    due: date


@login_required
def home(request):
    """The start page of whoever signs in."""
    plan = _plan_of(request.user)
    context = {"plan": plan, "roles": request.user.current_memberships}
    if plan is None:
        context["waiting_for"] = _region_without_plan(request.user)
    else:
        figures = _figures(request.user, plan)
        request.jalon_place = (plan.territory, plan.year)
        context |= {
            "tasks": _tasks(request.user, plan, figures),
            "steps": _steps(plan),
            "figures": figures[:SHOWN_FIGURES],
            "month_name": figures[0].month_name if figures else "",
            "changes": RowChange.objects.filter(plan=plan).exclude(field="").select_related("author")[:SHOWN_CHANGES],
            "may_edit": may_edit(request.user, plan),
        }
    return render(request, "reports/home.html", context)


def _plan_of(user: User) -> Plan | None:
    """The latest plan of the place where the person works; an office's own is a task, not the page."""
    plans = Plan.objects.visible_to(user).exclude(kind=PlanKind.PAL)
    return plans.select_related("territory", "year").order_by("-year_id", "territory").first()


def _region_without_plan(user: User) -> Territory | None:
    """The region whose plan the person would see from its first draft, and not only once it is published."""
    places = [row.territory for row in user.current_memberships if user.may(Ability.READ_PLAN, row.territory)]
    return next((place for place in places if place.is_region), None)


def _figures(user: User, plan: Plan) -> list[Figure]:
    """Targeted figures that one may read, those that ask for attention first."""
    place = _own_place(user, plan)
    if not user.may(Ability.READ_RESULTS, place):
        return []
    month = latest_month(place, plan.year_id)
    figures = read_figures(territories=[place], year=plan.year_id, month=month, targeted_only=True)
    return sorted(figures, key=lambda figure: _WORST_FIRST.get(figure.status, 9))


def _own_place(user: User, plan: Plan) -> Territory:
    """A CLE manager looks at the office first, everybody else at the region."""
    offices = [row.territory for row in user.current_memberships if row.role == Role.CLE_MANAGER]
    return next((office for office in offices if office.parent_id == plan.territory_id), plan.territory)


def _tasks(user: User, plan: Plan, figures: list[Figure]) -> list[Task]:
    at = (plan.territory.slug, plan.year_id)
    tasks = _mention_tasks(user, at)
    if may_edit(user, plan):
        tasks += _gap_tasks(plan, user)
        tasks.append(
            Task(
                "Le plan est un brouillon : relisez-le et complétez-le avant l’envoi au conseil.",
                "Ouvrir le plan",
                reverse("plan", args=at),
            )
        )
    else:
        tasks += _local_tasks(user, plan)
        tasks.append(Task(f"Lire le {plan.title.lower()}.", "Lire le plan", reverse("plan", args=at)))
    worrying = [figure for figure in figures if figure.status in {Status.LATE, Status.WATCH}]
    if worrying:
        names = ", ".join(figure.indicator.short_name.lower() for figure in worrying[:3])
        place = worrying[0].territory
        tasks.append(
            Task(
                f"{len(worrying)} indicateur{'s' if len(worrying) > 1 else ''} à surveiller ou en retard.",
                "Voir le tableau de bord",
                reverse("dashboard", args=(place.slug, plan.year_id)),
                f"Notamment : {names}.",
            )
        )
    if user.may(Ability.BUILD_DOCUMENTS, plan.territory):
        tasks.append(_document_task(user, plan, at))
    return tasks


def _mention_tasks(user: User, at: tuple) -> list[Task]:
    """The comments of which the person was advised, the oldest first; one query."""
    waiting = waiting_mentions(user, SHOWN_MENTIONS + 1)
    tasks = [
        Task(
            f"{one.comment.author} vous avise d’un commentaire\u00a0: «\u00a0{one.comment.thread}\u00a0».",
            "Lire et répondre",
            one.comment.thread.get_absolute_url(),
            f"{one.comment.thread.plan.title}, {one.comment.thread.plan.territory}.",
        )
        for one in waiting[:SHOWN_MENTIONS]
    ]
    if len(waiting) > SHOWN_MENTIONS:
        url = f"{reverse('plan_comments', args=at)}?moi=on"
        tasks.append(Task("D’autres commentaires vous attendent.", "Voir les fils où je suis avisé", url))
    return tasks


def _gap_tasks(plan: Plan, user: User) -> list[Task]:
    """The first things to mend, then how many are left on the page of checks."""
    gaps = readiness(plan, thorough=False, by=user)
    tasks = [Task(gap.sentence, "Compléter", gap.url) for gap in gaps[:SHOWN_GAPS]]
    if len(gaps) > SHOWN_GAPS:
        left = len(gaps) - SHOWN_GAPS
        what = "Un autre point" if left == 1 else f"{left} autres points"
        url = reverse("plan_checks", args=[plan.territory.slug, plan.year_id])
        tasks.append(Task(f"{what} à vérifier dans le plan.", "Vérifications", url))
    return tasks


def _local_tasks(user: User, plan: Plan) -> list[Task]:
    """An office writes its own plan: begin it, or mend what it lacks."""
    office = _own_place(user, plan)
    if office == plan.territory:
        return []
    local = Plan.objects.filter(kind=PlanKind.PAL, territory=office, year=plan.year).first()
    if local is None:
        url = reverse("local_plans", args=[plan.territory.slug, plan.year_id])
        return [Task(f"Le plan local du CLE {office} n’est pas commencé.", "Plans locaux", url)]
    local.territory, local.year = office, plan.year
    if not may_edit(user, local):
        return [Task(f"Lire le plan local du CLE {office}.", "Lire le plan local", local.get_absolute_url())]
    write = Task(f"Écrire le plan local du CLE {office}.", "Ouvrir le plan local", local.get_absolute_url())
    return [*_gap_tasks(local, user), write]


def _document_task(user: User, plan: Plan, at: tuple) -> Task:
    last = ReportRun.objects.filter(territory=plan.territory, year=plan.year, requested_by=user).first()
    url = reverse("documents", args=at)
    if last is None:
        return Task("Produire le plan en PDF pour le lire, l’imprimer ou le transmettre.", "Documents", url)
    if last.state == RunState.FAILED:
        return Task("Votre dernier PDF n’a pas pu être produit.", "Voir pourquoi", last.get_absolute_url())
    return Task(f"Votre dernier PDF : {last.get_state_display().lower()}.", "Ouvrir", last.get_absolute_url())


def _steps(plan: Plan) -> list[StepView]:
    steps = list(CycleStep.objects.filter(cycle=plan.year_id))
    current = next((step.number for step in steps if step.completed_on is None), 0)
    today = _today(plan)
    return [StepView(step.number, step.title, step.state_on(today, current), step.due_on) for step in steps]


def _today(plan: Plan) -> date:
    """The day against which dates are judged: a demonstration plan of the past stands just before its own deadline."""
    if not plan.is_demonstration:
        return timezone.localdate()
    pending = CycleStep.objects.filter(cycle=plan.year_id, completed_on__isnull=True).first()
    return pending.due_on if pending else timezone.localdate()
