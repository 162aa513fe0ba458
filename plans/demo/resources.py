"""Budget by local office, budget history and staff.

Titles and figures come from the PAR 2007-2008 of Bas-Saint-Laurent; the prose is ours.
"""

from .schema import BudgetHistoryData, BudgetShareData, StaffData

BUDGET_ENVELOPE = 23000
"""Hypothetical envelope in k$, printed as the total of the table."""

BUDGET_PRINTED_PERCENT = "100"
"""Total of the shares as printed (the rounded shares add up to 99.99)."""

BUDGET_SHARES: tuple[BudgetShareData, ...] = (
    BudgetShareData("140", "9.40", 2162),
    BudgetShareData("130", "11.79", 2712),
    BudgetShareData("120", "13.01", 2992),
    BudgetShareData("110", "5.43", 1249),
    BudgetShareData("100", "22.69", 5219),
    BudgetShareData("090", "11.12", 2558),
    BudgetShareData("080", "13.96", 3211),
    BudgetShareData("070", "12.59", 2896),
)

BUDGET_HISTORY: tuple[BudgetHistoryData, ...] = (
    BudgetHistoryData(
        "2005-2006",
        "22.9",
        "25.0",
        "Budget porté de 22,9 M$ à 25 M$ au cours de l’exercice.",
    ),
    BudgetHistoryData(
        "2006-2007",
        "22.7",
        "24.7",
        "Engagements d’environ 24,7 M$ au moment de la planification 2007-2008.",
    ),
)

STAFF: tuple[StaffData, ...] = (
    StaffData("base", "income_security", 2005, "79.6"),
    StaffData("base", "income_security", 2006, "71.4"),
    StaffData("base", "employment", 2005, "83.0"),
    StaffData("base", "employment", 2006, "75.9"),
    StaffData("special", "income_security", 2005, "9.0"),
    StaffData("special", "income_security", 2006, "11.9"),
    StaffData("special", "employment", 2005, "6.3"),
    StaffData("special", "employment", 2006, "11.6"),
)
