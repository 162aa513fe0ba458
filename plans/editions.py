"""Editions: the plan frozen at an act, and rendered for ever after from what was frozen."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime

from django.db.models import Model, QuerySet, prefetch_related_objects
from django.utils import timezone

from accounts.enums import Ability
from accounts.models import User
from core.freezing import freeze, thaw
from indicators.enums import Status
from indicators.figures import Figure
from plans.dossier import Dossier, plan_dossier
from plans.models import Action, Edition, LocalAction, Plan
from plans.parts import KIND_OF, PARTS
from plans.rows import read_rows

# How an action goes is told all year long, after the plan is adopted too: it makes no other plan of it.
FOLLOWED = ("status", "progress", "status_comment")


def freeze_edition(plan: Plan, *, by: User | None, at: datetime | None = None) -> Edition:
    """Freeze the plan as it stands: a new edition, or the last one when nothing written or decided has changed."""
    dossier = without_results(plan_dossier(plan))
    signature = plan_signature(dossier)
    last = plan.editions.order_by("number").last()
    if last is not None and last.plan_sha256 == signature:
        return last
    _read_everything_of_actions(dossier)
    plan.edition = last.number + 1 if last else 1  # the plan that is frozen names its own edition
    Plan.objects.filter(pk=plan.pk).update(edition=plan.edition)
    content = freeze(dossier, leave_out=_concerns_people)
    return Edition.objects.create(
        plan=plan,
        number=plan.edition,
        content=content,
        sha256=_sha256(content),
        plan_sha256=signature,
        frozen_at=at or timezone.now(),
        frozen_by=by,
    )


def edition_dossier(edition: Edition) -> Dossier:
    """The dossier as it was frozen. Nothing of today's tables is read."""
    return thaw(edition.content)


def editions_open_to(plan: Plan, user: User) -> QuerySet[Edition]:
    """Every edition for who reads the plan while it is written; those that were published for others."""
    if user.may(Ability.READ_PLAN, plan.territory):
        return plan.editions.all()
    return plan.editions.filter(acts__transition="publish").distinct()


def without_results(dossier: Dossier) -> Dossier:
    """The plan as a decision bears on it: texts and targets. What is obtained this year belongs to the follow-up.

    An edition thus says nothing that will be revised by a later extraction, and nothing that must be masked in public.
    """
    return replace(
        dossier,
        targets=tuple((family, tuple(map(_target_only, figures))) for family, figures in dossier.targets),
        external=tuple(replace(part, figure=_target_only(part.figure)) for part in dossier.external),
        solidarity_targets=tuple(
            (family, tuple(replace(row, figure=_target_only(row.figure)) for row in rows))
            for family, rows in dossier.solidarity_targets
        ),
    )


def _target_only(figure: Figure) -> Figure:
    status = figure.status if figure.status == Status.NOT_APPLICABLE else Status.NO_DATA
    nothing = (None,) * len(figure.results)
    return replace(
        figure,
        last_month=0,
        numerator=None,
        denominator=None,
        result=None,
        expected=None,
        share=None,
        gap=None,
        status=status,
        results=nothing,
        expecteds=nothing,
        is_synthetic=False,
    )


def is_whole(edition: Edition) -> bool:
    """Whether the content is, byte for byte, what was frozen."""
    return _sha256(edition.content) == edition.sha256


def plan_signature(dossier: Dossier) -> str:
    """Hash of what people wrote and decided: texts, order, tables, targets; not how actions go nor results."""
    rows = [
        [KIND_OF[model], _written(row)]
        for model, found in read_rows(dossier.plan).items()
        if model in KIND_OF
        for row in found
    ]
    targets = [
        [figure.indicator.pk, str(figure.initial_target), str(figure.target), figure.is_not_applicable]
        for figure in dossier.figures
    ]
    accepted = [
        [part.number, part.title, [[field.number, field.title] for field in part.fields]]
        for part in dossier.orientations
    ]  # what the plan says of the national frame, which it may accept anew without any row of its own changing
    return _sha256(json.dumps([dossier.plan.title, rows, targets, accepted], ensure_ascii=False))


def _read_everything_of_actions(dossier: Dossier) -> None:
    """What an action is linked to is read only where it is shown; an edition keeps it."""
    actions = [action for field in dossier.fields for strategy in field.strategies for action in strategy.actions]
    prefetch_related_objects(actions, *(field.name for field in Action._meta.many_to_many))


def _written(row: Model) -> list:
    part = PARTS[KIND_OF[type(row)]]
    several = {field.name for field in row._meta.many_to_many}
    followed = FOLLOWED if isinstance(row, Action | LocalAction) else ()
    names = (name for name in (*part.chosen, *part.fields) if name not in several and name not in followed)
    values = [_text(row, name) for name in names]
    return [row.pk, getattr(row, f"{part.parent}_id"), row.position, *values]


def _text(row: Model, name: str) -> str:
    return str(row.serializable_value(name))


def _concerns_people(row: Model, relation: str) -> bool:
    """An edition holds no account of anybody."""
    field = next((one for one in row._meta.get_fields() if one.name == relation), None)
    return getattr(field, "related_model", None) is User


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
