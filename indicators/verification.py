"""Every night a sample of derived rows is worked out again, apart from the engine, and every difference is told.

The day decides the sample: derived rows drawn at random are compared with what measurements and targets give, and
measurements of one year (another one each night), of any breakdown group, are looked for in a place where they count:
so that a row which was never written is missed too. A difference is told only if it is still there when looked at
again, since a change may arrive between two readings.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from random import Random

from django.db.models import QuerySet
from django.utils import timezone

from core.formats import NBSP, month_label
from indicators.enums import MONTH_KEYS, Component, Status, VerificationState
from indicators.models import (
    Attainment,
    BreakdownGroup,
    Cumulative,
    FiscalYear,
    Indicator,
    Measurement,
    VerificationRun,
)
from indicators.scale import unscale
from indicators.verification_rows import Columns, Workings
from regions.models import Ancestry, Territory

SAMPLE = 200
ROW = "row"  # the measure of a difference that concerns the whole row
logger = logging.getLogger(__name__)

_WORDS = {
    ROW: "ligne",
    "last_month": "dernier mois",
    "initial_target": "cible initiale",
    "na_months": "mois sans cible voulue",
    "total": "cumul",
    "n": "numérateur",
    "d": "dénominateur",
    "result": "résultat",
    "target": "cible",
    "expected": "attendu",
    "share": "taux d’atteinte",
    "gap": "écart",
    "status": "appréciation",
}


@dataclass(frozen=True)
class Difference:
    """A value that is not what it should be; None stands for a row or a value that is not there."""

    indicator: str
    territory: str
    year: int
    group: str
    month: int | None
    measure: str
    stored: str | None
    computed: str | None


@dataclass(frozen=True)
class _Key:
    """A derived row: attainment, or, with a component, the running total of a breakdown group."""

    indicator: Indicator
    territory: Territory
    year: int
    group: BreakdownGroup | None = None
    component: Component | None = None


def verify(*, sample: int = SAMPLE, day: date | None = None, rows: QuerySet[Attainment] | None = None):
    """Verify `sample` derived rows, and half as many measurements; returns the VerificationRun.

    `rows` limits the derived rows from which the sample is drawn, and the years of the measurements to theirs.
    """
    day = day or timezone.localdate()
    run = VerificationRun.objects.create(drawn_for=day)
    try:
        keys = _drawn(Random(day.isoformat()), day, sample, Attainment.objects.all() if rows is None else rows)
        differences = [difference for key in keys for difference in _lasting(key)]
    except Exception:
        _finish(run, VerificationState.FAILED)
        raise
    run.sampled, run.differences = len(keys), [asdict(one) for one in differences]
    _finish(run, VerificationState.DIFFERENT if differences else VerificationState.AGREED)
    for sentence in sentences(run):
        logger.error("verify_attainment: %s", sentence)
    return run


def _finish(run: VerificationRun, state: VerificationState) -> None:
    run.state, run.finished_at = state, timezone.now()
    run.save()


# --- What is drawn ----------------------------------------------------------------------------------------------------


def _drawn(dice: Random, day: date, sample: int, rows: QuerySet[Attainment]) -> list[_Key]:
    derived = rows.filter(pk__in=_some(dice, rows, sample)).select_related("indicator", "territory").order_by("pk")
    keys = [_Key(row.indicator, row.territory, row.year_id) for row in derived.iterator(chunk_size=500)]
    years = sorted(FiscalYear.objects.filter(pk__in=rows.values("year")).values_list("pk", flat=True))
    if not years:
        return keys
    entered = Measurement.objects.filter(year=years[day.toordinal() % len(years)])
    for fact in _chosen_facts(dice, entered, sample // 2):
        place = _somewhere_above(dice, fact)
        keys.append(_Key(fact.indicator, place, fact.year_id, fact.group, Component(fact.component)))
        keys.append(_Key(fact.indicator, place, fact.year_id))
    return list(dict.fromkeys(keys))


def _some(dice: Random, rows: QuerySet, count: int) -> list[int]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return dice.sample(keys, min(count, len(keys)))


def _chosen_facts(dice: Random, entered: QuerySet[Measurement], count: int) -> Iterable[Measurement]:
    chosen = entered.filter(pk__in=_some(dice, entered, count))
    return chosen.select_related("indicator", "group").order_by("pk")


def _somewhere_above(dice: Random, fact: Measurement) -> Territory:
    """One of the places in which a measurement counted that year, its own included."""
    links = Ancestry.objects.filter(
        descendant=fact.territory_id, first_year__lte=fact.year_id, last_year__gte=fact.year_id
    ).select_related("ancestor")
    return dice.choice(list(links.order_by("ancestor_id"))).ancestor


# --- What differs -----------------------------------------------------------------------------------------------------


def _lasting(key: _Key) -> list[Difference]:
    """What differs, and still does a moment later."""
    found = _differences(key)
    return [one for one in _differences(key) if one in found] if found else []


def _differences(key: _Key) -> list[Difference]:
    if key.component is None:
        stored = Attainment.objects.filter(year=key.year, territory=key.territory, indicator=key.indicator).first()
        return _compared(key, stored, Workings(key.indicator, key.territory.pk, key.year).attainment())
    stored = Cumulative.objects.filter(
        year=key.year, indicator=key.indicator, group=key.group, territory=key.territory, component=key.component
    ).first()
    workings = Workings(key.indicator, key.territory.pk, key.year, key.group.pk)
    return _compared(key, stored, workings.cumulative(key.component))


def _compared(key: _Key, stored: Attainment | Cumulative | None, computed: Columns | None) -> list[Difference]:
    if stored is None or computed is None:
        both = stored is None and computed is None
        return [] if both else [_difference(key, ROW, stored and "présente", computed and "présente")]
    return [
        _difference(key, column, _text(key, column, value), _text(key, column, wanted))
        for column, wanted in computed.items()
        if (value := getattr(stored, column)) != wanted
    ]


def _difference(key: _Key, column: str, stored: str | None, computed: str | None) -> Difference:
    measure, month = _measure(column)
    return Difference(
        indicator=key.indicator.key,
        territory=key.territory.name_in(key.year),
        year=key.year,
        group=key.group.name if key.group and key.group.pk != BreakdownGroup.TOTAL else "",
        month=month,
        measure=measure,
        stored=stored or None,
        computed=computed or None,
    )


def _measure(column: str) -> tuple[str, int | None]:
    """`result_dec` is the result of the ninth month; `dec`, alone, the total to date of that month."""
    measure, _, key = column.rpartition("_")
    return (measure or "total", MONTH_KEYS.index(key) + 1) if key in MONTH_KEYS else (column, None)


def _text(key: _Key, column: str, value: int | None) -> str | None:
    """A stored integer as people read it."""
    measure, _ = _measure(column)
    if value is None or measure in {"last_month", "na_months"}:
        return None if value is None else str(value)
    if measure == "status":
        return Status(value).label if value in Status else str(value)
    components = {"n", "d", "total"}
    decimals = key.indicator.component_decimals if measure in components else key.indicator.decimals
    return f"{unscale(value, 1 if measure == 'share' else decimals):f}"


# --- What is said -----------------------------------------------------------------------------------------------------


def sentences(run: VerificationRun) -> list[str]:
    """Each difference of a run in French: `Indicateur 2, Bas-Saint-Laurent, décembre 2007 : résultat, …`."""
    return [_sentence(Difference(**one)) for one in run.differences]


def _sentence(one: Difference) -> str:
    when = month_label(one.year, one.month) if one.month else f"exercice {one.year}-{one.year + 1}"
    group = f", {one.group}" if one.group else ""
    stored, computed = (_told(value) for value in (one.stored, one.computed))
    return (
        f"Indicateur {one.indicator}, {one.territory}{group}, {when}{NBSP}: {_WORDS[one.measure]}, "
        f"{stored} dans la base, {computed} après vérification."
    )


def _told(value: str | None) -> str:
    return "rien" if value is None else value.replace(".", ",")
