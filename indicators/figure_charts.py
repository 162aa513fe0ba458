"""Pictures of a figure, with their words: the same on every page and in every document."""

from django.utils.safestring import SafeString

from core import charts
from core.formats import EMPTY, MONTHS, de
from indicators.enums import Status
from indicators.figures import Figure


def figure_bullet(figure: Figure, *, width: int = 240, height: int = 28) -> SafeString:
    """Result, yearly target and what is expected to date, on one scale."""
    return charts.bullet(
        figure.result,
        figure.target,
        None if figure.indicator.is_quotient else figure.expected,
        status=Status(figure.status).tone,
        title=f"{figure.indicator.short_name} – {figure.territory}",
        description=(
            f"Résultat {figure.result_text} à la fin {de(figure.month_name)}; cible {figure.target_text}; "
            f"attendu à ce jour {figure.expected_text}; {figure.status_label.lower()}."
        ),
        width=width,
        height=height,
    )


def figure_sparkline(figure: Figure, *, width: int = 120, height: int = 28) -> SafeString:
    """The months up to that of the figure, last year's twelve in grey."""
    return charts.sparkline(
        [*figure.results[: figure.month], *[None] * (12 - figure.month)],
        figure.previous_results,
        title=f"{figure.indicator.short_name} – {figure.territory}, mois par mois",
        description=_told(figure),
        width=width,
        height=height,
    )


def _told(figure: Figure) -> str:
    months = [
        f"{month} {text}"
        for month, value in zip(MONTHS, figure.results[: figure.month], strict=False)
        if (text := figure.text(value)) != EMPTY
    ]
    return f"Cumul depuis avril : {', '.join(months)}." if months else "Aucune donnée."
