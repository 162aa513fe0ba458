"""What a publication sets going: the PDF of each published edition is made once, by a worker, and kept."""

from django.db import transaction

from plans.enums import PlanKind
from reports.enums import DocumentFormat, DocumentKind, Paper
from reports.models import ReportRun
from reports.public import published_plans
from reports.services import enqueue
from reports.steps import STEPS


@transaction.atomic
def request_public_documents() -> int:
    """Ask for the PDF of every published edition that has none, nor one under way. Returns how many were asked for.

    Safe to call at any time: an edition that has a run, even one that failed, is left to whoever looks at it.
    """
    asked = 0
    for publication in published_plans():
        plan, number = publication.plan, publication.edition.number
        if plan.kind != PlanKind.PAR:
            continue
        wanted = {
            "kind": DocumentKind.PAR,
            "format": DocumentFormat.PDF,
            "paper": Paper.LETTER,
            "territory": plan.territory,
            "year": plan.year,
            "edition": number,
        }
        if not ReportRun.objects.filter(**wanted).exists():
            run = ReportRun.objects.create(total_steps=len(STEPS), requested_by=None, **wanted)
            enqueue(run.pk)
            asked += 1
    return asked
