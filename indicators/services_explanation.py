"""Verbs on explanations of gaps."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from indicators.explanations import YEAR_END, may_explain
from indicators.figures import read_figures
from indicators.models import WHOLE_YEAR, Explanation, ExplanationVersion, FiscalYear, Indicator
from indicators.scale import scale
from regions.models import Territory

NOT_YOURS = "Seules la direction, la planification et l’analyse d’un territoire y expliquent les écarts."
LONGEST = 10_000


@transaction.atomic
def explain_gap(
    *,
    indicator: Indicator,
    territory: Territory,
    year: FiscalYear,
    month: int = WHOLE_YEAR,
    causes: str,
    measures: str = "",
    expected_version: int = 0,
    by: User,
    synthetic: bool = False,
) -> Explanation:
    """Write, or write again, why a result is not what was promised. `expected_version` is what its author was reading
    (0: nothing was written yet).

    Refused without the right, without causes, or when no result is known then. Raises Conflict, holding the
    explanation as it now stands, when somebody wrote first. Every version is kept.
    """
    if not may_explain(by, territory):
        raise Refused(NOT_YOURS)
    causes, measures = _clean(causes, measures)
    result, target = _figures(indicator, territory, year, month)
    values = {
        "causes": causes,
        "measures": measures,
        "result_scaled": result,
        "target_scaled": target,
        "author": by,
        "written_at": timezone.now(),
    }
    key = {"indicator": indicator, "territory": territory, "year": year, "month": month}
    if expected_version == 0:
        written = _create(key, values | {"is_synthetic": synthetic})
    else:
        written = _rewrite(key, values, expected_version)
    ExplanationVersion.objects.create(explanation=written, version=written.version, **values)
    return written


def _clean(causes: str, measures: str) -> tuple[str, str]:
    causes, measures = (text.replace("\r\n", "\n").strip() for text in (causes, measures))
    fields = {}
    if not causes:
        fields["causes"] = "Dites pourquoi le résultat s’écarte de la cible."
    for name, text in (("causes", causes), ("measures", measures)):
        if len(text) > LONGEST:
            fields[name] = f"Ce texte compte {len(text)} caractères; la limite est de {LONGEST}."
    if fields:
        raise Refused(" ".join(fields.values()), fields=fields)
    return causes, measures


def _figures(indicator: Indicator, territory: Territory, year: FiscalYear, month: int) -> tuple[int | None, int | None]:
    """Result and target to be explained, scaled."""
    shown = YEAR_END if month == WHOLE_YEAR else month
    figures = read_figures(territories=[territory], year=year.pk, month=shown, indicators=[indicator])
    if not figures or figures[0].result is None:
        raise Refused("Aucun résultat n’est connu à cette date : il n’y a pas encore d’écart à expliquer.")
    return scale(figures[0].result, indicator.decimals), scale(figures[0].target, indicator.decimals)


def _create(key: dict, values: dict) -> Explanation:
    try:
        with transaction.atomic():
            return Explanation.objects.create(**key, **values)
    except IntegrityError as error:
        raise _conflict(key) from error


def _rewrite(key: dict, values: dict, expected_version: int) -> Explanation:
    done = Explanation.objects.filter(**key, version=expected_version).update(version=F("version") + 1, **values)
    if not done:
        raise _conflict(key)
    return Explanation.objects.get(**key)


def _conflict(key: dict) -> Conflict:
    current = Explanation.objects.filter(**key).select_related("author").first()
    return Conflict("Une autre personne vient d’expliquer cet écart.", current=current)
