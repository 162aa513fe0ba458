"""The version of what is known of a place in a year: results, running totals of every group, targets in force.

The engine draws it for every place and year it derives again, ancestors and the years that lean on the changed one
included, in its own transaction: nothing that the pages and the API tell of results is written otherwise.
"""

from collections.abc import Iterable

from core import versions
from regions.models import Territory


def results_name(year: int, territory: int) -> str:
    return f"results/{year}/{territory}"


def draw_results(years: Iterable[int], territories: Iterable[int] | None = None) -> None:
    """What is known of these places (every place by default) in these years has changed."""
    places = list(Territory.objects.values_list("pk", flat=True)) if territories is None else list(territories)
    versions.draw(results_name(year, place) for year in years for place in places)


def read_results(year: int, territories: Iterable[int]) -> tuple[int, ...]:
    """The versions on which answers about these places stand, the catalogue's first. One query.

    What counts in a place is covered by the place; the year before too, since the engine derives both again.
    """
    return versions.read([versions.CATALOGUE, *(results_name(year, place) for place in territories)])
