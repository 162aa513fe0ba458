"""Who is at work on the plan, and what was written since one looked."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from plans.models import Plan, RowChange
from plans.services_writing import be_present, who_else
from plans.views.writing_access import whole, writing

MOST = 50  # changes told at once


@require_POST
@writing
def presence(request: HttpRequest, plan: Plan) -> JsonResponse:
    """Says where the person is; answers where the others are and which rows they changed since change `depuis`."""
    part, row = request.POST.get("partie", ""), request.POST.get("ligne", "")
    be_present(plan=plan, person=request.user, part=part, row=row)
    others = [{"name": str(one.person), "part": one.part, "row": one.row} for one in who_else(plan, request.user)]
    since = whole(request.POST.get("depuis", "")) or 0
    changes = RowChange.objects.filter(plan=plan, pk__gt=since).exclude(author=request.user)
    told = [
        {
            "anchor": f"{one.kind}-{one.row}", "label": one.label, "act": one.act, "version": one.version,
            "by": str(one.author or ""), "at": date_format(localtime(one.at), "G \\h i"), "id": one.pk,
        }
        for one in changes.select_related("author")[:MOST]
    ]  # fmt: skip
    return JsonResponse({"others": others, "changes": told, "last": max((one["id"] for one in told), default=since)})
