"""The public site: published plans, their editions, their data and their follow-up, without an account.

Every answer bears a tag: caches in between and browsers ask again without anything being read twice.
"""

from __future__ import annotations

import hashlib
from functools import wraps

import orjson
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from indicators.figures import latest_month
from indicators.models import FiscalYear
from plans.api_shapes import told_edition
from plans.editions import edition_dossier, is_whole
from plans.models import Edition
from plans.outline import plan_outline
from plans.views.blocks import shown_context
from reports.enums import DocumentFormat, DocumentKind, RunState
from reports.models import ReportRun
from reports.public import Publication, public_results, publications, published_plans
from reports.public_data import TABLES, data_package, results_csv

_MINUTES = 5
CSV = "text/csv; charset=utf-8"


def shared(view):
    """Let caches keep the answer for some minutes, and ask with its tag afterwards."""

    @wraps(view)
    def tagged(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.streaming or answer.status_code != 200:
            return answer
        tag = quote_etag(hashlib.blake2b(answer.content, digest_size=16).hexdigest())
        answer.headers["ETag"] = tag
        if not request.user.is_authenticated:
            patch_cache_control(answer, public=True, max_age=60 * _MINUTES)
        return get_conditional_response(request, etag=tag, response=answer)

    return tagged


@require_safe
@shared
def public_list(request: HttpRequest) -> HttpResponse:
    """Every published plan; `region` and `exercice` narrow the list."""
    every = published_plans()
    region, year = request.GET.get("region", ""), request.GET.get("exercice", "")
    shown = [one for one in every if region in ("", one.plan.territory.slug) and year in ("", one.plan.year.label)]
    context = {
        "publications": shown,
        "regions": sorted({one.plan.territory for one in every}, key=lambda place: (place.position, place.code)),
        "years": sorted({one.plan.year.label for one in every}, reverse=True),
        "region": region,
        "year": year,
    }
    return render(request, "reports/public_list.html", context)


@require_safe
@shared
def public_plan(request: HttpRequest, territory: str, year: int, number: int | None = None) -> HttpResponse:
    """A published edition as it was frozen: the latest, or the one of the address."""
    chosen, every = _published(territory, year, number)
    edition = Edition.objects.get(pk=chosen.edition.pk)
    dossier = edition_dossier(edition)
    context = shown_context(dossier, plan_outline(dossier)) | {
        "plan": dossier.plan,
        "publication": chosen,
        "publications": every,
        "edition": edition,
        "acts": edition.acts.all(),
        "is_whole": is_whole(edition),
        "editable": False,
        "has_pdf": _kept_pdf(chosen) is not None,
        "tables": [(name, title) for name, (_, _, title) in TABLES.items()],
    }
    return render(request, "reports/public_plan.html", context)


@require_safe
@shared
def public_json(request: HttpRequest, territory: str, year: int, number: int | None = None) -> HttpResponse:
    """The edition as the API tells a plan, from its frozen rows alone."""
    chosen, _ = _published(territory, year, number)
    told = told_edition(Edition.objects.get(pk=chosen.edition.pk))
    return HttpResponse(orjson.dumps(told, default=str), content_type="application/json")


@require_safe
def public_pdf(request: HttpRequest, territory: str, year: int, number: int | None = None) -> FileResponse:
    """The PDF of the edition, made once after its publication by a worker."""
    chosen, _ = _published(territory, year, number)
    run = _kept_pdf(chosen)
    if run is None:
        raise Http404("Le PDF de cette édition est en préparation. Revenez dans quelques minutes.")
    name = f"{DocumentKind.PAR}-{territory}-{chosen.plan.year.label}-edition-{chosen.edition.number}.pdf"
    return FileResponse(run.file.open("rb"), filename=name, content_type="application/pdf")


@require_safe
@shared
def public_table_csv(request: HttpRequest, territory: str, year: int, table: str) -> HttpResponse:
    """One table of the latest edition."""
    if table not in TABLES:
        raise Http404("Ce jeu de données n’existe pas.")
    chosen, _ = _published(territory, year, None)
    written = TABLES[table][0](edition_dossier(Edition.objects.get(pk=chosen.edition.pk)))
    return HttpResponse(written, content_type=CSV, headers=_attachment(f"{table}-{territory}-{year}.csv"))


@require_safe
@shared
def public_package(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """The description of the open data of a plan."""
    chosen, _ = _published(territory, year, None)

    def address(name: str) -> str:
        at = [territory, year]
        path = reverse("public_table", args=[*at, name]) if name else reverse("public_plan", args=at)
        return request.build_absolute_uri(path)

    return HttpResponse(data_package(chosen, address), content_type="application/json")


@require_safe
@shared
def public_follow_up(request: HttpRequest, territory: str, year: int) -> HttpResponse:
    """Results against targets to the last known month, small numbers masked; `format=csv` for the data."""
    chosen, _ = _published(territory, year, None)
    place, fiscal_year = chosen.plan.territory, FiscalYear.objects.get(pk=year)
    month = latest_month(place, year)
    results = public_results(place, fiscal_year, month)
    if request.GET.get("format") == "csv":
        return HttpResponse(
            results_csv(results), content_type=CSV, headers=_attachment(f"suivi-{territory}-{year}.csv")
        )
    context = {
        "publication": chosen,
        "plan": chosen.plan,
        "results": results,
        "is_synthetic": any(one.figure.is_synthetic for one in results),
        "has_masked": any(one.is_masked for one in results),
    }
    return render(request, "reports/public_follow_up.html", context)


@require_safe
@shared
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of the public site for search engines."""
    addresses = [reverse("public_list"), *(one.address() for one in published_plans())]
    urls = "".join(f"<url><loc>{request.build_absolute_uri(path)}</loc></url>" for path in addresses)
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines read the public site and nothing else."""
    address = request.build_absolute_uri(reverse("sitemap"))
    text = f"User-agent: *\nAllow: /public/\nDisallow: /\nSitemap: {address}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _published(territory: str, year: int, number: int | None) -> tuple[Publication, list[Publication]]:
    """The publication of an address; 404 for what was never published, without telling whether it exists."""
    every = publications(territory, year)
    chosen = next((one for one in every if number in (None, one.edition.number)), None)
    if chosen is None:
        raise Http404("Aucun plan n’est publié à cette adresse.")
    return chosen, every


def _kept_pdf(publication: Publication) -> ReportRun | None:
    plan = publication.plan
    return ReportRun.objects.filter(
        kind=DocumentKind.PAR,
        format=DocumentFormat.PDF,
        territory=plan.territory,
        year=plan.year,
        edition=publication.edition.number,
        state=RunState.DONE,
    ).first()


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
