"""The pages of a plan: reading, editing in place, history, list."""

from plans.views.budget import budget_split
from plans.views.editing import plan_part_edit
from plans.views.figures import plan_figures_list
from plans.views.history import plan_history
from plans.views.reading import plan, plan_list, plan_part

__all__ = ["budget_split", "plan", "plan_figures_list", "plan_history", "plan_list", "plan_part", "plan_part_edit"]
