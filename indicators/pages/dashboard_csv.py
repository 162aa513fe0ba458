"""The table of the dashboard as a spreadsheet opens it: UTF-8 with its mark, semicolons, decimal commas."""

import csv
import io
from decimal import Decimal

from core.formats import MINUS, NBSP, NOT_APPLICABLE, nombre
from indicators.pages.dashboard import Dashboard, Row, bears_target

BOM = "\ufeff"
HEAD = (
    "Territoire", "Exercice", "Mois", "Numéro", "Indicateur", "Famille", "Ciblé", "Unité", "Résultat", "Cible initiale",
    "Cible", "Attendu à ce jour", "Écart à la cible", "Taux d’atteinte (%)", "Appréciation",
    "Même mois, exercice précédent", "Projection au 31 mars", "Projection, borne basse", "Projection, borne haute",
    "Méthode de projection", "Erreur passée de la projection (%)", "Nature des données",
)  # fmt: skip


def dashboard_csv(page: Dashboard) -> str:
    """One line an indicator, in the order of the page; numbers bare, so that a spreadsheet can add them."""
    out = io.StringIO(BOM)
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows(_line(page, row) for row in page.rows)
    return out.getvalue()


def dashboard_csv_name(page: Dashboard) -> str:
    return f"tableau-de-bord-{page.territory.slug}-{page.asked_month}.csv"


def _line(page: Dashboard, row: Row) -> tuple[str, ...]:
    figure, projection = row.figure, row.projection
    indicator, decimals = figure.indicator, figure.indicator.decimals
    return (
        page.territory.name_in(page.year.pk),
        page.year.label,
        page.month_name,
        indicator.key,
        figure.label,
        indicator.get_family_display(),
        "oui" if bears_target(figure) else "non",
        indicator.unit,
        _bare(figure.result, decimals),
        _bare(figure.initial_target, decimals),
        NOT_APPLICABLE if figure.is_not_applicable else _bare(figure.target, decimals),
        _bare(figure.expected, decimals),
        _bare(figure.gap, decimals),
        _bare(figure.share, 1),
        figure.status_label,
        _bare(figure.previous_result, decimals),
        _bare(projection and projection.value, decimals),
        _bare(projection and projection.low, decimals),
        _bare(projection and projection.high, decimals),
        projection.method.label if projection else "",
        _bare(projection and projection.past_error, 1),
        "données de démonstration" if figure.is_synthetic else "réelle",
    )


def _bare(value: Decimal | None, decimals: int) -> str:
    """A French number without spaces and with a keyboard's minus; blank when unknown."""
    return "" if value is None else nombre(value, decimals).replace(NBSP, "").replace(MINUS, "-")
