"""Open data of a published plan: CSV with its description, so that a machine reads what a person reads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from core.formats import fiscal_year_label
from indicators.figures import Figure
from plans.dossier import Dossier
from reports.public import COLUMNS, Publication, PublicResult

TARGET_COLUMNS = ("indicateur", "nom", "famille", "unite", "cible_initiale", "cible")
STRATEGY_COLUMNS = ("orientation", "champ", "strategie", "titre", "actions")
BUDGET_COLUMNS = ("cle", "nom", "part_pourcent", "montant_k")
_BOM = "\ufeff"  # spreadsheets take a file without it for the alphabet of their system


def targets_csv(dossier: Dossier) -> str:
    return _csv(
        TARGET_COLUMNS, (_target(family, figure) for family, figures in _families(dossier) for figure in figures)
    )


def _families(dossier: Dossier) -> Iterable[tuple[str, Iterable[Figure]]]:
    yield from dossier.targets
    for family, rows in dossier.solidarity_targets:
        yield family, [row.figure for row in rows]


def _target(family: str, figure: Figure) -> tuple[str, ...]:
    values = (figure.initial_target, figure.target)
    return (figure.indicator.number, figure.label, family, figure.indicator.unit, *map(_number, values))


def strategies_csv(dossier: Dossier) -> str:
    return _csv(
        STRATEGY_COLUMNS,
        (
            (
                str(orientation.number),
                str(field.number),
                strategy.number,
                strategy.row.title,
                str(len(strategy.actions)),
            )
            for orientation in dossier.orientations
            for field in orientation.fields
            for strategy in field.strategies
        ),
    )


def budget_csv(dossier: Dossier) -> str:
    shares = dossier.budget.shares if dossier.budget else ()
    return _csv(
        BUDGET_COLUMNS,
        (
            (share.territory.code, share.territory.name_in(dossier.year), _number(share.percent), _number(share.amount))
            for share in shares
        ),
    )


def results_csv(results: Iterable[PublicResult]) -> str:
    return _csv(COLUMNS, (result.cells for result in results))


TABLES = {
    "cibles": (targets_csv, TARGET_COLUMNS, "Les cibles du plan, initiales et en vigueur"),
    "strategies": (strategies_csv, STRATEGY_COLUMNS, "Les stratégies et le nombre de leurs pistes d’action"),
    "budget": (budget_csv, BUDGET_COLUMNS, "La répartition du budget entre les CLE"),
}


def data_package(publication: Publication, address) -> str:
    """A datapackage.json (Frictionless Data) that describes the files; `address(name)` gives where each is."""
    plan = publication.plan
    package = {
        "name": f"par-{plan.territory.slug}-{fiscal_year_label(plan.year_id)}",
        "title": f"{plan.title}, {plan.territory}",
        "version": str(publication.edition.number),
        "created": publication.edition.frozen_at.isoformat(),
        "sources": [{"title": str(plan), "path": address("")}],
        "resources": [
            {
                "name": name,
                "title": title,
                "path": address(name),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": [{"name": column, "type": "string"} for column in columns]},
            }
            for name, (_, columns, title) in TABLES.items()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2)


def _number(value) -> str:
    return "" if value is None else str(value)


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows(rows)
    return _BOM + written.getvalue()
