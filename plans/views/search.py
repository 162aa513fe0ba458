"""The page of search: one question, plans, their parts and indicators."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.folding import fold
from plans.search import (
    LONGEST_QUESTION,
    found_entry,
    search_entries,
    search_indicators,
    search_organisations,
    search_plans,
)
from plans.views.access import sign_in_required

PAGE_SIZE = 20


@require_safe
@sign_in_required
def search(request: HttpRequest) -> HttpResponse:
    """Answers to `q`, in one's own territories; nothing asked, nothing searched."""
    question = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    context = {"question": question, "is_empty": bool(question) and not fold(question)}
    if fold(question):
        page = Paginator(search_entries(question, request.user), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "answers": [found_entry(entry, question) for entry in page],
            "plans": search_plans(question, request.user) if page.number == 1 else [],
            "organisations": search_organisations(question, request.user) if page.number == 1 else [],
            "indicators": search_indicators(question) if page.number == 1 else [],
        }
        beside = sum(len(context[name]) for name in ("plans", "organisations", "indicators"))
        context["count"] = page.paginator.count + beside
    return render(request, "plans/search.html", context)
