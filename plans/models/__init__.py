"""What and when: the plan with all its parts."""

from plans.models.amendment import AmendmentProposal
from plans.models.approval import Act, Edition
from plans.models.cycle import (
    CycleStep,
    FrameChange,
    InterventionField,
    Orientation,
    PlanningCycle,
    RecommendedKey,
)
from plans.models.cycle_mark import CycleMark
from plans.models.importing import PlanImport
from plans.models.inherited import KeptWording, LocalAction, LocalOrigin
from plans.models.managing import Milestone, StrategyFollowUp
from plans.models.plan import Footnote, Plan, RowChange, Section, Signatory
from plans.models.portrait import Issue, KeyFigure, MRCFigure, SectorCommittee, SectorIssue
from plans.models.resources import Budget, BudgetHistory, BudgetShare, Staffing
from plans.models.review import Comment, CommentThread, CommentWording, Mention, Suggestion
from plans.models.search import SearchEntry
from plans.models.sitting import AgendaItem, Attendance, Ballot, Motion, Recusal, Sitting
from plans.models.solidarity import ConformityAction, ManagementObjective
from plans.models.strategy import Action, OrientationContext, PlanField, Strategy
from plans.models.territorial import (
    ActionFollowUp,
    ActionTarget,
    MinistryAction,
    RegionalPriority,
    TerritorialAct,
    TerritorialChange,
    TerritorialPlace,
    TerritorialPlan,
)
from plans.models.writing import Presence, Undoing

__all__ = [
    "Act",
    "Action",
    "ActionFollowUp",
    "ActionTarget",
    "AgendaItem",
    "AmendmentProposal",
    "Attendance",
    "Ballot",
    "Budget",
    "BudgetHistory",
    "BudgetShare",
    "Comment",
    "CommentThread",
    "CommentWording",
    "ConformityAction",
    "CycleMark",
    "CycleStep",
    "Edition",
    "Footnote",
    "FrameChange",
    "InterventionField",
    "Issue",
    "KeptWording",
    "KeyFigure",
    "LocalAction",
    "LocalOrigin",
    "MRCFigure",
    "ManagementObjective",
    "Mention",
    "Milestone",
    "MinistryAction",
    "Motion",
    "Orientation",
    "OrientationContext",
    "Plan",
    "PlanField",
    "PlanImport",
    "PlanningCycle",
    "Presence",
    "RecommendedKey",
    "Recusal",
    "RegionalPriority",
    "RowChange",
    "SearchEntry",
    "Section",
    "SectorCommittee",
    "SectorIssue",
    "Signatory",
    "Sitting",
    "Staffing",
    "Strategy",
    "StrategyFollowUp",
    "Suggestion",
    "TerritorialAct",
    "TerritorialChange",
    "TerritorialPlace",
    "TerritorialPlan",
    "Undoing",
]
