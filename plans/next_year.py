"""What making next year's plan would do, in words and counts, before it is done. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass

from core.formats import fiscal_year_label
from plans import models as m
from plans.carrying import Leap, moved_on, stays_behind
from plans.checks.gaps import counted
from plans.frame import Frame, inherits, read_frame, successor
from plans.rows import Rows, read_rows


@dataclass(frozen=True)
class Forecast:
    """What will be in the new plan, as sentences, and the plan that stands there already, if any."""

    year: int
    carried: tuple[str, ...]
    to_update: tuple[str, ...]
    reset: tuple[str, ...]
    left: tuple[str, ...]
    existing: m.Plan | None

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.year)


def foresee(plan: m.Plan) -> Forecast:
    """What the plan of the following year would hold. Four queries."""
    year = plan.year_id + 1
    rows = read_rows(plan)
    existing = m.Plan.objects.filter(kind=plan.kind, territory=plan.territory, year=year).first()
    frame = read_frame(year)
    return Forecast(
        year=year,
        carried=tuple(_carried(plan, rows, frame)),
        to_update=tuple(_to_update(rows)),
        reset=tuple(_reset(rows, Leap(plan.year_id, year))),
        left=tuple(_left(rows)),
        existing=existing,
    )


_CARRIED = (
    (m.Section, "texte", "textes"),
    (m.Signatory, "signataire", "signataires"),
    (m.Issue, "enjeu", "enjeux"),
    (m.SectorIssue, "enjeu sectoriel", "enjeux sectoriels"),
    (m.SectorCommittee, "comité sectoriel", "comités sectoriels"),
    (m.OrientationContext, "contexte d’orientation", "contextes d’orientation"),
    (m.PlanField, "champ d’intervention et sa mise en situation", "champs d’intervention et leur mise en situation"),
    (m.Strategy, "stratégie", "stratégies"),
    (m.Action, "piste d’action", "pistes d’action"),
    (m.LocalAction, "action locale", "actions locales"),
    (m.ManagementObjective, "objectif de gestion", "objectifs de gestion"),
    (m.ConformityAction, "activité de conformité", "activités de conformité"),
    (m.Footnote, "note", "notes"),
)


def _carried(plan: m.Plan, rows: Rows, frame: Frame) -> list[str]:
    found = []
    for model, one, many in _CARRIED:
        if count := len([row for row in rows[model] if not stays_behind(row)]):
            found.append(f"{counted(count, one, many)}.")
    if percents := len([share for share in rows[m.BudgetShare] if share.percent is not None]):
        found.append(f"{counted(percents, 'part du budget, en %', 'parts du budget, en %')}.")
    if inherits(plan):
        found.append(_frame_sentence(rows, frame, plan.year_id + 1))
    return found


def _frame_sentence(rows: Rows, frame: Frame, year: int) -> str:
    label = fiscal_year_label(year)
    if not frame.entries:
        return f"Le cadre national {label} n’existe pas encore : il sera fait de celui de cette année."
    missing = [row.field.number for row in rows[m.PlanField] if successor(row.field, frame) is None]
    if not missing:
        return f"Chaque champ rejoint celui du cadre national {label}; ses changements seront à accepter."
    told = ", ".join(str(number) for number in sorted(missing))
    return f"Le cadre national {label} n’a plus le champ {told} : ses stratégies restent, et seront à déplacer."


def _to_update(rows: Rows) -> list[str]:
    figures, rates = len(rows[m.KeyFigure]), len(rows[m.MRCFigure])
    found = []
    if figures:
        found.append(
            f"{counted(figures, 'chiffre clé', 'chiffres clés')} : la valeur et la source de cette année restent."
        )
    if rates:
        found.append(f"{counted(rates, 'taux par MRC', 'taux par MRC')} : la valeur de cette année reste.")
    return found


def _reset(rows: Rows, leap: Leap) -> list[str]:
    found = []
    actions = [row for model in (m.Action, m.LocalAction) for row in rows[model] if not stays_behind(row)]
    told = len([row for row in actions if row.status or row.progress is not None])
    dated = len([row for row in actions if row.start or row.end])
    if told:
        found.append(f"L’état et l’avancement de {counted(told, 'action', 'actions')} sont remis à zéro.")
    if dated:
        found.append(f"Les dates de {counted(dated, 'action', 'actions')} avancent d’un an.")
    if rows[m.Budget]:
        found.append("L’enveloppe et les montants des CLE sont à écrire; les parts en % restent.")
    _, staff = moved_on(rows[m.Staffing], leap)
    _, budgets = moved_on(rows[m.BudgetHistory], leap)
    if staff:
        found.append(
            f"{counted(len(staff), 'effectif est à écrire', 'effectifs sont à écrire')} pour le dernier exercice."
        )
    if budgets:
        found.append("Le budget de cette année est à écrire au tableau des budgets antérieurs.")
    return found


def _left(rows: Rows) -> list[str]:
    actions = [row for model in (m.Action, m.LocalAction) for row in rows[model]]
    gone = len([row for row in actions if stays_behind(row)])
    found = [f"{counted(gone, 'action réalisée ou abandonnée', 'actions réalisées ou abandonnées')}."] if gone else []
    found.append("Les cibles : celles de l’an prochain se fixent de nouveau, chacune avec son motif.")
    found.append("Les actes, les éditions et l’historique : ils restent avec le plan de cette année.")
    return found
