"""What and when: the plan with all its parts."""

from plans.models.cycle import CycleStep, InterventionField, Orientation, PlanningCycle
from plans.models.plan import Footnote, Plan, RowChange, Section, Signatory
from plans.models.portrait import Issue, KeyFigure, MRCFigure, SectorCommittee, SectorIssue
from plans.models.resources import Budget, BudgetHistory, BudgetShare, Staffing
from plans.models.solidarity import ConformityAction, ManagementObjective
from plans.models.strategy import Action, OrientationContext, PlanField, Strategy

__all__ = [
    "Action",
    "Budget",
    "BudgetHistory",
    "BudgetShare",
    "ConformityAction",
    "CycleStep",
    "Footnote",
    "InterventionField",
    "Issue",
    "KeyFigure",
    "MRCFigure",
    "ManagementObjective",
    "Orientation",
    "OrientationContext",
    "Plan",
    "PlanField",
    "PlanningCycle",
    "RowChange",
    "Section",
    "SectorCommittee",
    "SectorIssue",
    "Signatory",
    "Staffing",
    "Strategy",
]
