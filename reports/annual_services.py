"""Verbs on annual reports: write a part, adopt, reopen, send. Pages and the demonstration call the same ones.

draft ──adopt──▶ adopted ──send──▶ sent
  ▲                 │
  └────reopen───────┘        what was sent is never reopened
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from core.formats import nombre
from indicators.models import FiscalYear
from regions.enums import TerritoryKind
from regions.models import Territory
from reports.annual_enums import AnnualPart, AnnualState
from reports.annual_parts import ASKED_BLANK, RULES
from reports.annual_rules import may_act, may_write_report
from reports.models import AnnualChange, AnnualEntry, AnnualReport

MAY_NOT = "Seules les personnes qui rendent compte de ce territoire écrivent son rapport annuel."
FROZEN = "Ce rapport est adopté : il ne se modifie plus."
NATIONAL_ONLY = "La CPMT et le ministère inscrivent l’adoption et la transmission du rapport."
_MEANWHILE = "Une autre personne a modifié cet élément pendant que vous écriviez."
_LONGEST = 20_000


@transaction.atomic
def open_report(*, territory: Territory, year: FiscalYear, by: User, **told: Any) -> AnnualReport:
    """The report of a territory for a year, opened when there is none. Refused for a CLE, or without the right."""
    if territory.kind == TerritoryKind.CLE:
        raise Refused("Un rapport annuel se fait pour une région ou pour le Québec.")
    if not may_write_report(by, territory):
        raise Refused(MAY_NOT)
    report, _ = AnnualReport.objects.get_or_create(territory=territory, year=year, defaults={"created_by": by, **told})
    return report


@transaction.atomic
def add_entry(*, report: AnnualReport, part: str, by: User, synthetic: bool = False, **values: Any) -> AnnualEntry:
    """Add an element to a part, after the others. Refused without the right, or when the part needs more."""
    _check_writable(report, by)
    _check_values(part, values)
    last = report.entries.filter(part=part).aggregate(last=Max("position"))["last"] or 0
    entry = AnnualEntry.objects.create(
        report=report, part=part, position=last + 1, is_synthetic=synthetic, **_cleaned(values)
    )
    _log(report, entry, {"": ("", str(entry))}, by)
    return entry


@transaction.atomic
def edit_entry(*, entry: AnnualEntry, expected_version: int, by: User, **values: Any) -> AnnualEntry:
    """Change an element that its author read at `expected_version`. Conflict, holding the element as it stands, when
    somebody wrote first; what does not change is not written."""
    _check_writable(entry.report, by)
    current = AnnualEntry.objects.select_for_update(of=("self",)).select_related("report").get(pk=entry.pk)
    if current.version != expected_version:
        raise Conflict(_MEANWHILE, current=current)
    values = _cleaned(values)
    _check_values(current.part, {name: getattr(current, name) for name in RULES[current.part].fields} | values)
    changes = {
        name: (getattr(current, name), value) for name, value in values.items() if getattr(current, name) != value
    }
    if not changes:
        return current
    written = {name: new for name, (_, new) in changes.items()}
    done = AnnualEntry.objects.filter(pk=entry.pk, version=expected_version).update(
        version=F("version") + 1, is_synthetic=False, **written
    )
    if not done:
        raise Conflict(_MEANWHILE, current=AnnualEntry.objects.get(pk=entry.pk))
    current.refresh_from_db()
    _log(current.report, current, changes, by)
    return current


@transaction.atomic
def remove_entry(*, entry: AnnualEntry, expected_version: int, by: User) -> None:
    """Remove an element; the history keeps what it said. Conflict when somebody wrote first."""
    _check_writable(entry.report, by)
    told = {name: (getattr(entry, name), "") for name in ("title", "body", "value") if getattr(entry, name)}
    _log(entry.report, entry, told, by)
    deleted, _ = AnnualEntry.objects.filter(pk=entry.pk, version=expected_version).delete()
    if not deleted:
        raise Conflict(_MEANWHILE, current=AnnualEntry.objects.filter(pk=entry.pk).first())


@transaction.atomic
def adopt_report(
    *, report: AnnualReport, on: date, resolution: str, figures: dict, by: User, missing: list[str]
) -> AnnualReport:
    """The Commission adopts the report: its parts and the figures it shows are kept. `missing` are the sentences that
    `reports.annual.readiness` gives: while there are any, the report is refused."""
    if not may_act(by, report):
        raise Refused(NATIONAL_ONLY)
    _check_day(on, report)
    if missing:
        raise Refused(f"Le rapport n’est pas prêt à être adopté : {missing[0]}")
    _move(
        report,
        AnnualState.DRAFT,
        {"state": AnnualState.ADOPTED, "adopted_on": on, "resolution": resolution.strip(), "adopted_by": by,
         "adopted_figures": figures},
    )  # fmt: skip
    return _acted(report, "Adoption par la CPMT", f"{on.isoformat()} {resolution}".strip(), by)


@transaction.atomic
def reopen_report(*, report: AnnualReport, reason: str, by: User) -> AnnualReport:
    """Take back an adoption, with the reason. Refused once the report was sent."""
    if not may_act(by, report):
        raise Refused(NATIONAL_ONLY)
    if not reason.strip():
        raise Refused("Dites pourquoi le rapport est rouvert.", fields={"reason": "Le motif est conservé."})
    _move(
        report,
        AnnualState.ADOPTED,
        {"state": AnnualState.DRAFT, "adopted_on": None, "resolution": "", "adopted_by": None,
         "adopted_figures": None},
    )  # fmt: skip
    return _acted(report, "Réouverture", reason.strip(), by)


@transaction.atomic
def send_report(*, report: AnnualReport, on: date, by: User) -> AnnualReport:
    """The adopted report is sent to the Minister: nothing changes any more."""
    if not may_act(by, report):
        raise Refused(NATIONAL_ONLY)
    _check_day(on, report)
    if report.adopted_on and on < report.adopted_on:
        raise Refused(
            "La transmission ne précède pas l’adoption.", fields={"on": "Choisissez le jour de l’adoption ou après."}
        )
    _move(report, AnnualState.ADOPTED, {"state": AnnualState.SENT, "sent_on": on, "sent_by": by})
    return _acted(report, "Transmission au ministre", on.isoformat(), by)


# --- Rules ------------------------------------------------------------------------------------------------------------


def _check_writable(report: AnnualReport, by: User) -> None:
    if not may_write_report(by, report.territory):
        raise Refused(MAY_NOT)
    state = AnnualReport.objects.select_for_update().values_list("state", flat=True).get(pk=report.pk)
    if state != AnnualState.DRAFT:
        raise Refused(FROZEN)


def _check_values(part: str, values: dict[str, Any]) -> None:
    if part not in AnnualPart.values:
        raise Refused("Cette partie du rapport n’existe pas.")
    rule = RULES[part]
    if unknown := set(values) - set(rule.fields):
        raise Refused(f"Champ inconnu : {', '.join(sorted(unknown))}.")
    fields = {
        name: ASKED_BLANK[name]
        for name in rule.required
        if values.get(name) is None or (isinstance(values[name], str) and not values[name].strip())
    }
    for name, text in values.items():
        if isinstance(text, str) and len(text) > _LONGEST:
            fields[name] = f"Ce texte compte {len(text)} caractères; la limite est de {_LONGEST}."
    if (value := values.get("value")) is not None and value < 0:
        fields["value"] = "Donnez un nombre positif."
    if fields:
        raise Refused(" ".join(fields.values()), fields=fields)


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.replace("\r\n", "\n").strip() if isinstance(value, str) else value for name, value in values.items()
    }


def _check_day(on: date, report: AnnualReport) -> None:
    if on <= report.year.last_day:
        raise Refused(
            "L’acte ne peut précéder la fin de l’exercice.",
            fields={"on": f"Choisissez un jour après le 31 mars {report.year.start + 1}."},
        )
    if on > timezone.localdate():
        raise Refused("L’acte ne peut être à venir.", fields={"on": "Choisissez aujourd’hui ou un jour passé."})


def _move(report: AnnualReport, source: AnnualState, values: dict[str, Any]) -> None:
    """One conditional UPDATE: of two people who act at once, one is told."""
    if not AnnualReport.objects.filter(pk=report.pk, state=source).update(**values):
        now = AnnualReport.objects.get(pk=report.pk)
        raise Refused(f"Cet acte n’est pas possible : le rapport est « {now.get_state_display().lower()} ».")
    report.refresh_from_db()


# --- History ----------------------------------------------------------------------------------------------------------


def _acted(report: AnnualReport, label: str, told: str, by: User) -> AnnualReport:
    AnnualChange.objects.create(report=report, label=label, field="acte", new=told, author=by)
    return report


def _log(report: AnnualReport, entry: AnnualEntry, changes: dict[str, tuple[Any, Any]], by: User) -> None:
    AnnualChange.objects.bulk_create(
        AnnualChange(
            report=report,
            entry=entry.pk,
            part=entry.part,
            label=str(entry)[:250],
            field=name,
            old=_text(old),
            new=_text(new),
            version=entry.version,
            author=by,
        )
        for name, (old, new) in changes.items()
    )


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return nombre(value.normalize())
    return "" if value is None else str(value)
