"""The audit journal of a territory: read, narrowed, taken away as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.administration_exports import JournalQuestion, file_answer, journal_table, read_journal
from accounts.administration_forms import JournalFilter
from accounts.enums import JournalEvent
from accounts.journal import record
from accounts.views.access import administration_page
from core.errors import Refused
from core.templatetags.formats import pluralize
from regions.models import Territory

PAGE_SIZE = 50


@require_safe
@administration_page
def journal(request: HttpRequest, place: Territory) -> HttpResponse:
    """What touched rights here, the latest first."""
    return _page(request, place, request.GET)


@require_POST
@administration_page
def journal_export(request: HttpRequest, place: Territory, ending: str) -> HttpResponse:
    """The entries asked for as a file; taking it is told in the journal."""
    if ending not in ("csv", "xlsx"):
        raise Http404("Le journal se prend en CSV ou en XLSX.")
    _, question = _asked(place, request.POST)
    try:
        table = journal_table(read_journal(place, request.user, question), ending)
    except Refused as refused:
        return _page(request, place, request.POST, 422, refused.message)
    count = len(table.rows)
    record(
        event=JournalEvent.EXPORTED, by=request.user, territory=place, subject=place,
        detail=f"Journal de {place} pris en {ending.upper()} ({count} inscription{pluralize(count)}).",
    )  # fmt: skip
    return file_answer(table, place, ending)


def _asked(place: Territory, told: QueryDict) -> tuple[JournalFilter, JournalQuestion]:
    form = JournalFilter(told, territory=place)
    form.is_valid()
    values = form.cleaned_data
    return form, JournalQuestion(
        event=values.get("evenement", ""),
        person=values.get("personne", ""),
        territory=values.get("territoire"),
        first_day=values.get("du"),
        last_day=values.get("au"),
    )


def _page(request: HttpRequest, place: Territory, told: QueryDict, status: int = 200, refusal: str = ""):
    form, question = _asked(place, told)
    entries = read_journal(place, request.user, question)
    page = Paginator(entries, PAGE_SIZE).get_page(told.get("page"))
    context = {
        "place": place,
        "tab": "journal",
        "form": form,
        "page": page,
        "told": refusal,
        "asked": [(name, told.get(name, "")) for name in form.fields],
        "endings": (("csv", "CSV"), ("xlsx", "XLSX")),
    }
    return render(request, "accounts/journal.html", context, status=status)
