"""Who changed what in a plan, and when."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.models import RowChange
from plans.parts import PARTS
from plans.views.access import get_plan, sign_in_required

PAGE_SIZE = 50
_LONG = 160


@dataclass(frozen=True)
class Line:
    """A change with the words of its part and field."""

    change: RowChange
    part: str
    field: str

    @property
    def is_addition(self) -> bool:
        return self.change.field == ""

    @property
    def is_long(self) -> bool:
        return len(self.change.old) > _LONG or len(self.change.new) > _LONG

    @property
    def anchor(self) -> str:
        return f"{self.change.kind}-{self.change.row}"


@require_safe
@sign_in_required
def plan_history(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The changes of a plan, latest first, of one kind of part when the address says so."""
    plan = get_plan(request, territory, year)
    kind = request.GET.get("partie", "")
    changes = plan.changes.select_related("author")
    if kind in PARTS:
        changes = changes.filter(kind=kind)
    page = Paginator(changes, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page": page,
        "lines": [_line(change) for change in page],
        "kind": kind if kind in PARTS else "",
        "kinds": [(part.kind, _capital(part.verbose_name)) for part in PARTS.values()],
    }
    return render(request, "plans/plan_history.html", context)


def _line(change: RowChange) -> Line:
    part = PARTS.get(change.kind)
    name = part.verbose_name if part else change.kind
    field = str(part.model._meta.get_field(change.field).verbose_name) if part and change.field in part.fields else ""
    return Line(change, _capital(name), field)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
