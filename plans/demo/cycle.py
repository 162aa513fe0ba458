"""The ten steps of the planning cycle with the dates of one year.

Steps, levels and owners: Convention de performance et d’imputabilité, 24 March 2006. Days within a month are ours.
"""

from datetime import date
from typing import NamedTuple


class StepData(NamedTuple):
    """One step; `completed_on` is empty when it is still to come."""

    number: int
    title: str
    levels: str
    owner: str
    due_on: date
    completed_on: date | None


_STEPS = (
    ("Analyse du marché du travail et bilan", "national, régional, local", "CPMT, CRPMT et CLE", (-1, 9, 30)),
    ("Orientations nationales", "national", "Ministre et CPMT", (-1, 11, 30)),
    ("Cadre annuel d’élaboration des plans", "national", "Ministère", (-1, 12, 15)),
    ("Cibles régionales, cibles et budgets locaux, stratégies", "régional", "CRPMT", (0, 1, 31)),
    ("Plans d’action locaux", "local", "CLE", (0, 2, 15)),
    ("Plan d’action régional : approbation et envoi à la CPMT", "régional", "CRPMT", (0, 3, 9)),
    ("Plan national; approbation des plans", "national", "Ministre et CPMT", (0, 3, 23)),
    ("Dépôt au gouvernement", "national", "Ministre", (0, 3, 31)),
    ("Dépôt fédéral", "national", "Ministère", (0, 4, 30)),
    ("Révision des cibles", "national, régional, local", "CPMT, CRPMT et CLE", (0, 9, 30)),
)
_COMPLETED = 5  # in the demonstration, the local plans are in and the PAR is being finished


def steps_for(year: int) -> list[StepData]:
    """The steps that make the plans of fiscal year `year`: the first September falls in the calendar year before."""
    return [
        StepData(
            number, title, levels, owner, due := date(year + shift, month, day), due if number <= _COMPLETED else None
        )
        for number, (title, levels, owner, (shift, month, day)) in enumerate(_STEPS, start=1)
    ]
