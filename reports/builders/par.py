"""The regional action plan (PAR) as a printed document, from the dossier that the page shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from core import charts
from core.errors import Refused
from core.formats import fiscal_year_label, month_label, nombre, pourcentage
from core.pdf import PdfFile, render_pdf
from core.pdf_check import check_pdf
from indicators.models import FiscalYear
from plans import models as m
from plans.dossier import Dossier, plan_dossier
from plans.enums import PlanKind, Trend
from regions.models import Territory
from reports.builders.contents import fill_contents
from reports.builders.steps import Progress, Step, silent

EI_RATE = "Taux d’assurance-emploi"  # the key figure that gives the region and Québec beside the MRCs


@dataclass(frozen=True)
class PlaceRow:
    """A row of a table by place: its name of that year and what is printed beside it."""

    name: str
    cells: tuple[str, ...]
    is_whole: bool = False


def find_plan(territory: Territory, year: FiscalYear) -> m.Plan:
    """The PAR of a region for a year. Refused, in a sentence, when there is none."""
    plan = m.Plan.objects.filter(kind=PlanKind.PAR, territory=territory, year=year).first()
    if plan is None:
        raise Refused(f"Il n’y a pas de plan d’action régional {year.label} pour {territory} : rien à produire.")
    return plan


def build_par(*, territory: Territory, year: FiscalYear, progress: Progress = silent) -> PdfFile:
    """The PAR of a region for a year, as a tagged PDF. Refused when there is no plan; PdfError when it is not whole."""
    progress(Step.READ)
    dossier = plan_dossier(find_plan(territory, year))
    progress(Step.COMPOSE)
    html = par_html(dossier)
    progress(Step.LAY_OUT)
    pdf = render_pdf(
        html,
        title=f"{dossier.plan.title} – {dossier.region}",
        author=f"Direction régionale – {dossier.region}",
        subject=f"Plan d’action régional {dossier.year_label}, {dossier.region}",
        created=timezone.now(),
    )
    progress(Step.CHECK)
    check_pdf(pdf.content)
    return pdf


def par_html(dossier: Dossier) -> str:
    """The whole document as HTML, contents included."""
    return fill_contents(render_to_string("reports/par.html", par_context(dossier)))


def par_context(dossier: Dossier) -> dict[str, Any]:
    """What the template prints: the dossier, with names of the time and charts."""
    mrc_rows = _mrc_rows(dossier)
    return {
        "dossier": dossier,
        "plan": dossier.plan,
        "region": dossier.region.name_in(dossier.year),
        "year_label": dossier.year_label,
        "as_of": month_label(dossier.year, dossier.month),
        "texts": _texts(dossier),
        "is_synthetic": dossier.plan.is_demonstration or any(figure.is_synthetic for figure in dossier.figures),
        "mrc_rows": mrc_rows,
        "mrc_chart": _mrc_chart(dossier),
        "budget_rows": _budget_rows(dossier),
        "budget_chart": _budget_chart(dossier),
    }


def _texts(dossier: Dossier) -> dict[str, dict[str, m.Section]]:
    """`texts.employment.mission` in the template."""
    texts: dict[str, dict[str, m.Section]] = defaultdict(dict)
    for section in dossier.sections.values():
        texts[section.volet][section.key] = section
    return dict(texts)


def _ei_rates(dossier: Dossier) -> list[tuple[str, Decimal, str, bool]]:
    """Name, rate, trend and « is a whole »: MRCs, the region and Québec, the highest first."""
    rates = [
        (row.mrc.name_in(dossier.year), row.value, Trend(row.trend).label, False)
        for row in dossier.mrc_figures
        if row.value is not None
    ]
    figure = next((row for _, rows in dossier.key_figures for row in rows if row.label == EI_RATE), None)
    for name, value in ((dossier.region.name, figure.region_value), ("Québec", figure.quebec_value)) if figure else ():
        if value is not None:
            rates.append((name, value, Trend.UNKNOWN.label, True))
    return sorted(rates, key=lambda rate: -rate[1])


def _mrc_rows(dossier: Dossier) -> tuple[PlaceRow, ...]:
    return tuple(
        PlaceRow(name, (pourcentage(value, 1), trend), is_whole) for name, value, trend, is_whole in _ei_rates(dossier)
    )


def _mrc_chart(dossier: Dossier) -> SafeString | None:
    rates = _ei_rates(dossier)
    if not rates:
        return None
    told = ", ".join(f"{name} {pourcentage(value, 1)}" for name, value, _, _ in rates)
    return charts.bars(
        [charts.Bar(name, value) for name, value, *_ in rates],
        title=f"Taux d’assurance-emploi par MRC, {dossier.region}",
        description=f"Du plus élevé au plus bas : {told}.",
        unit="%",
        decimals=1,
        width=640,
        row_height=24,
    )


def _budget_rows(dossier: Dossier) -> tuple[PlaceRow, ...]:
    if dossier.budget is None:
        return ()
    return tuple(
        PlaceRow(share.territory.name_in(dossier.year), (pourcentage(share.percent, 2), nombre(share.amount, 0)))
        for share in dossier.budget.shares
    )


def _budget_chart(dossier: Dossier) -> SafeString | None:
    if dossier.budget is None or not dossier.budget.shares:
        return None
    shares = sorted(dossier.budget.shares, key=lambda share: -(share.amount or 0))
    told = ", ".join(f"{share.territory.name_in(dossier.year)} {nombre(share.amount, 0)} k$" for share in shares)
    return charts.bars(
        [charts.Bar(share.territory.name_in(dossier.year), share.amount) for share in shares],
        title=f"Répartition du budget {fiscal_year_label(dossier.year)} entre les CLE",
        description=f"Du plus élevé au plus bas : {told}.",
        unit="k$",
        width=640,
        row_height=24,
    )
