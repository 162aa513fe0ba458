"""Who changed what in a plan, and when: one line for what was done at one go or typed at one sitting."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.models import Undoing
from plans.parts import PARTS
from plans.review import suggesters
from plans.views.access import get_plan, sign_in_required
from plans.views.writing_access import writes
from plans.writing_words import lines, sketch

PAGE_SIZE = 50


@require_safe
@sign_in_required
def plan_history(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The changes of a plan, latest first, of one kind of part when the address says so."""
    plan = get_plan(request, territory, year)
    kind = request.GET.get("partie", "")
    page = Paginator(sketch(plan, kind if kind in PARTS else ""), PAGE_SIZE).get_page(request.GET.get("page"))
    batches = {batch for one in page for batch in one.batches}
    context = {
        "plan": plan,
        "page": page,
        "lines": lines(
            plan,
            list(page),
            undone=set(Undoing.objects.filter(undoes__in=batches).values_list("undoes", flat=True)),
            may_undo=writes(request.user, plan),
            suggested=suggesters(request.user, batches),
        ),
        "kind": kind if kind in PARTS else "",
        "kinds": [(part.kind, _capital(part.verbose_name)) for part in PARTS.values()],
    }
    return render(request, "plans/plan_history.html", context)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
