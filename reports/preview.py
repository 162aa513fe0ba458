"""The printed plan as a page to look at while it is written: the very HTML that the PDF is laid out from."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.enums import Ability
from core.errors import Refused
from core.glyphs import printable
from core.middleware import CONTENT_SECURITY_POLICY
from indicators.places import get_place
from plans.models import Plan
from reports.enums import DocumentKind
from reports.registry import Order, build_document
from reports.steps import silent
from reports.writers.pdf import print_html

_SHEET = re.compile(r'href="(css/print/[\w/-]+\.css)"')


@require_safe
@login_required
@xframe_options_sameorigin
def plan_preview(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The PAR as it would be printed now; 404 where there is none, or none that the person may read."""
    place, fiscal_year = get_place(request, territory, year, Ability.READ_PUBLISHED_PLAN)
    if not Plan.objects.visible_to(request.user).filter(territory=place, year=fiscal_year).exists():
        raise Http404("Aucun plan ne vous est ouvert ici.")
    try:
        document = build_document(Order(DocumentKind.PAR, place, fiscal_year), silent)
    except Refused as refused:
        raise Http404(refused.message) from refused
    html, _ = printable(print_html(document))
    response = HttpResponse(_served(html))
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cache-Control"] = "no-store"
    return response


def _served(html: str) -> str:
    """The document with the addresses of its style sheets, and the one that shows its pages on a screen."""
    served = _SHEET.sub(lambda found: f'href="{static(found[1])}"', html)
    sheet = f'<link rel="stylesheet" href="{static("css/print/preview.css")}">'
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return served.replace("</head>", f"  {viewport}{sheet}\n</head>", 1)
