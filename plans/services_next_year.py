"""Next year's plan from this year's, in one transaction: see plans/carrying.py for what becomes of each row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from core.errors import Refused
from indicators.models import FiscalYear
from plans.carrying import BY_YEAR, Leap, moved_on, stays_behind, values_of
from plans.enums import ChangeAct, PlanKind
from plans.frame import Entry, Frame, kind_of, read_frame, successor
from plans.models import (
    Footnote,
    KeptWording,
    LocalAction,
    OrientationContext,
    Plan,
    PlanField,
    RowChange,
    Strategy,
)
from plans.parts import KIND_OF, PARTS
from plans.references import remap
from plans.rows import Rows, read_rows
from plans.search import index_plan
from plans.services_begin import check_may_begin, create_once
from plans.services_frame import frame_for
from plans.texts import prose_fields


@transaction.atomic
def carry_over(*, plan: Plan, to_year: FiscalYear, by: User) -> Plan:
    """The plan of a later year made from this one; every row knows the one it continues.

    Refused to those who may not begin such a plan, for a year that is not later, and when the plan is there already.
    """
    check_may_begin(by, PlanKind(plan.kind), plan.territory)
    leap = Leap(plan.year_id, to_year.pk)
    if leap.years < 1:
        raise Refused(f"Le plan {to_year} ne peut reprendre celui de {plan.year} : choisissez un exercice plus tardif.")
    if Plan.objects.filter(kind=plan.kind, territory=plan.territory, year=to_year).exists():
        raise Refused(f"Le plan {to_year} existe déjà : ouvrez-le plutôt que de le refaire.")
    frame_for(to_year, like=plan.year_id, by=by)
    made = create_once(
        kind=plan.kind,
        territory=plan.territory,
        year=to_year,
        by=by,
        previous=plan,
        is_demonstration=plan.is_demonstration,
    )
    _Carrier(plan, made, leap, by).carry()
    index_plan(made)
    return made


class _Carrier:
    """Copies the rows of a plan, parents before children, and remembers which row continues which."""

    def __init__(self, plan: Plan, made: Plan, leap: Leap, by: User) -> None:
        self.made, self.leap, self.by = made, leap, by
        self.rows: Rows = read_rows(plan)
        self.frame: Frame = read_frame(made.year_id)
        self.continued: dict[type[Model], dict[int, Model]] = defaultdict(dict)
        self.plan = plan

    def carry(self) -> None:
        for part in PARTS.values():  # the table lists parents before their children
            if part.model in BY_YEAR:
                self._move_on(part.model)
            elif part.model is not LocalAction:
                self._copy(part.model, self._carried(part.model))
        self._copy(LocalAction, self._carried(LocalAction))
        self._keep_wordings()
        self._relink_local_actions()
        self._remap_references()
        self._tell()

    def _carried(self, model: type[Model]) -> list[Model]:
        parent = PARTS[KIND_OF[model]].parent
        rows = [row for row in self.rows[model] if not stays_behind(row)]
        if parent == "plan":
            return rows
        above = self.continued[model._meta.get_field(parent).related_model]
        return [row for row in rows if getattr(row, f"{parent}_id") in above]

    def _copy(self, model: type[Model], rows: list[Model]) -> None:
        copies = [model(carried_from=row.pk, **self._values(model, row)) for row in rows]
        model.objects.bulk_create(copies)
        self.continued[model] |= {row.pk: copy for row, copy in zip(rows, copies, strict=True)}
        self._copy_links(model)

    def _values(self, model: type[Model], row: Model) -> dict[str, Any]:
        values = values_of(row, self.leap)
        parent = PARTS[KIND_OF[model]].parent
        if parent == "plan":
            values["plan_id"] = self.made.pk
        else:
            above = self.continued[model._meta.get_field(parent).related_model]
            values[f"{parent}_id"] = above[values[f"{parent}_id"]].pk
        if model is PlanField:
            values["field_id"] = self._successor(row.field)
        elif model is OrientationContext:
            values["orientation_id"] = self._successor(row.orientation)
        elif model is LocalAction:
            values["answers_id"] = _strategy_after(self.made, row.answers_id)
        return values

    def _successor(self, entry: Entry) -> int:
        """The entry of the new frame that continues this one; else the former, which the plan shows as withdrawn."""
        found = successor(entry, self.frame)
        return found.pk if found else entry.pk

    def _copy_links(self, model: type[Model]) -> None:
        """The offices of an action, and whatever else a row points to in several."""
        for field in model._meta.many_to_many:
            through, ours = field.remote_field.through, field.m2m_column_name()
            if not through._meta.auto_created:
                continue
            links = through._default_manager.filter(**{f"{ours}__in": list(self.continued[model])})
            theirs = field.m2m_reverse_name()
            through._default_manager.bulk_create(
                through(**{ours: self.continued[model][getattr(link, ours)].pk, theirs: getattr(link, theirs)})
                for link in links
            )

    def _move_on(self, model: type[Model]) -> None:
        kept, fresh = moved_on(self.rows[model], self.leap)
        for year in {values["year_id"] for values in fresh}:
            FiscalYear.objects.get_or_create(start=year)
        self._copy(model, kept)
        model.objects.bulk_create(model(plan=self.made, **values) for values in fresh)

    def _keep_wordings(self) -> None:
        """Where the new frame says something else, the plan keeps last year's wording until somebody accepts."""
        entries = {(kind_of(one), one.pk): one for one in self.frame.entries}
        kept = []
        for model, name in ((OrientationContext, "orientation"), (PlanField, "field")):
            for row in self.rows[model]:
                old = getattr(row, name)
                copy = self.continued[model][row.pk]
                new = entries.get((kind_of(old), getattr(copy, f"{name}_id")))
                if new is not None and (new.number, new.title) != (old.number, old.title):
                    kept.append(KeptWording(plan=self.made, number=old.number, title=old.title, **{name: new}))
        KeptWording.objects.bulk_create(kept)

    def _relink_local_actions(self) -> None:
        """Local plans carried over before the regional one find the strategies that continue those they answered."""
        if self.made.kind != PlanKind.PAR:
            return
        waiting = LocalAction.objects.filter(
            answers__isnull=True,
            carried_from__isnull=False,
            plan__kind=PlanKind.PAL,
            plan__year=self.made.year_id,
            plan__territory__parent=self.made.territory_id,
        )
        answered = dict(
            LocalAction.everything.filter(pk__in=waiting.values("carried_from")).values_list("pk", "answers_id")
        )
        for action in waiting:
            if strategy := self.continued[Strategy].get(answered.get(action.carried_from)):
                LocalAction.objects.filter(pk=action.pk).update(answers=strategy)

    def _remap_references(self) -> None:
        """A live reference in a text points to the row that continues the one it named."""
        names = {
            f"{KIND_OF[model]}:{old}": f"{KIND_OF[model]}:{copy.pk}"
            for model, copies in self.continued.items()
            if model is not Footnote  # called by its marker, which stays
            for old, copy in copies.items()
        }
        for model, copies in self.continued.items():
            fields = prose_fields(model)
            changed = [copy for copy in copies.values() if _remapped(copy, fields, names)]
            if changed:
                model.objects.bulk_update(changed, fields)

    def _tell(self) -> None:
        """The history of the new plan begins with where each row comes from, all at one go."""
        batch = uuid4()
        RowChange.objects.bulk_create(
            RowChange(
                plan=self.made,
                kind=KIND_OF[model],
                row=copy.pk,
                label=str(self._named(model, old))[:200],
                act=ChangeAct.CARRY,
                batch=batch,
                field="",
                new=f"Reprise du plan {self.plan.year.label}",
                version=1,
                author=self.by,
            )
            for model, copies in self.continued.items()
            for old, copy in copies.items()
        )

    def _named(self, model: type[Model], pk: int) -> Model:
        return next(row for row in self.rows[model] if row.pk == pk)


def _strategy_after(made: Plan, strategy: int | None) -> int | None:
    """The strategy of the regional plan of the new year that continues the one answered last year, when it is there."""
    if strategy is None:
        return None
    following = Strategy.objects.filter(
        carried_from=strategy,
        plan_field__plan__kind=PlanKind.PAR,
        plan_field__plan__year=made.year_id,
        plan_field__plan__territory=made.territory.parent_id,
    )
    return following.values_list("pk", flat=True).first()


def _remapped(copy: Model, fields: tuple[str, ...], names: dict[str, str]) -> bool:
    """Rewrite the references of a row in memory; whether any changed."""
    changed = False
    for name in fields:
        old = getattr(copy, name)
        new = remap(old, names) if old and "{{" in old else old
        if new != old:
            setattr(copy, name, new)
            changed = True
    return changed
