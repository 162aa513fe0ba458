"""What a thread is anchored to, as it reads now: a row of the plan, one of its fields, a target, or the whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from django.db.models import Model

from core.formats import nombre
from core.gather import gather
from indicators.figures import value_text
from indicators.models import Indicator, Target
from plans.amendment_rules import amendable_fields, text_of
from plans.models import CommentThread, Plan
from plans.models.review import TARGET, WHOLE_PLAN
from plans.parts import KIND_OF, PARTS
from plans.review_rules import suggestable
from plans.texts import prose_fields

LABEL_LENGTH = 200
_HOW_WRITTEN = {"decimals"}  # how a number is written is no matter for comments


@dataclass(frozen=True)
class Anchor:
    """What is commented, with the text and the version that its reader sees."""

    plan: Plan
    kind: str
    number: int
    label: str
    quote: str
    version: int
    field: str = ""
    row: Model | None = None
    is_archived: bool = False

    @property
    def takes_suggestions(self) -> bool:
        """Whether it is a field of words."""
        return bool(self.row and self.field in suggestable(type(self.row)))

    @property
    def is_prose(self) -> bool:
        """Whether its text is in our markup."""
        return bool(self.row and self.field in prose_fields(type(self.row)))

    @property
    def part_name(self) -> str:
        return part_name(self.kind)

    @property
    def id(self) -> str:
        """Where it stands on the plan page."""
        if self.kind == TARGET:
            return "cibles"
        return f"{self.kind}-{self.number}" if self.kind else "plan"


def part_name(kind: str) -> str:
    """« Stratégie », « Cible », « Tout le plan »."""
    if kind == WHOLE_PLAN:
        return "Tout le plan"
    name = "cible" if kind == TARGET else PARTS[kind].verbose_name if kind in PARTS else kind
    return name[:1].upper() + name[1:]


def whole(plan: Plan) -> Anchor:
    return Anchor(plan, WHOLE_PLAN, 0, plan.title, "", 0)


def of_row(plan: Plan, row: Model, field: str = "") -> Anchor:
    """A row, or one of its fields; an unknown field is taken for none."""
    names = dict(fields_of(type(row)))
    known = field if field in names else ""
    label = f"{str(row)[:140]} – {names[known]}" if known else str(row)
    return Anchor(
        plan, KIND_OF[type(row)], row.pk, label[:LABEL_LENGTH], row_text(row, known), row.version, known, row,
        row.archived_at is not None,
    )  # fmt: skip


def of_target(plan: Plan, indicator: Indicator) -> Anchor:
    """The target of an indicator for the plan's place and year, fixed or not."""
    target = _targets(plan).filter(indicator=indicator).first()
    label = f"{indicator.number} {indicator.short_name}".strip()
    text, version = (target_text(target), target.version) if target else ("", 0)
    return Anchor(plan, TARGET, indicator.pk, label[:LABEL_LENGTH], text, version)


def fields_of(model: type[Model]) -> list[tuple[str, str]]:
    """The fields that may be commented alone: words and numbers, with their names."""
    fields = [field for field in amendable_fields(model) if field.name not in _HOW_WRITTEN]
    return [(field.name, str(field.verbose_name)) for field in fields]


def default_field(model: type[Model]) -> str:
    """The field that is commented when its reader names none: the only text of a row, where it has one."""
    texts = prose_fields(model)
    if len(texts) == 1:
        return texts[0]
    fields = fields_of(model)
    return fields[0][0] if not texts and len(fields) == 1 else ""


def row_text(row: Model, field: str = "") -> str:
    """What a row says: the text of a field, or each of its fields under its name."""
    if field:
        return _text(row, field)
    told = [(name, _text(row, column)) for column, name in fields_of(type(row))]
    filled = [(name, text) for name, text in told if text]
    if len(filled) == 1:
        return filled[0][1]
    return "\n".join(f"{name[:1].upper()}{name[1:]}\u00a0: {text}" for name, text in filled)


def _text(row: Model, field: str) -> str:
    """A field as people read it: « 200 630 », though the column keeps three decimals."""
    value = getattr(row, field)
    return nombre(value.normalize()) if isinstance(value, Decimal) else text_of(row, field)


def target_text(target: Target) -> str:
    return "s/o" if target.is_not_applicable else value_text(target.indicator, target.value)


def _targets(plan: Plan):
    return Target.objects.current().filter(territory=plan.territory_id, year=plan.year_id).select_related("indicator")


@dataclass(frozen=True)
class Now:
    """What stands where a thread was anchored."""

    text: str
    version: int
    is_archived: bool = False
    row: Model | None = None


def read_now(plan: Plan, threads: Iterable[CommentThread]) -> dict[int, Now]:
    """By thread, what it bears upon as it reads now: two queries, however many threads and kinds of rows."""
    wanted: dict[str, set[int]] = {}
    for one in threads:
        wanted.setdefault(one.kind, set()).add(one.row)
    rows = _rows({kind: numbers for kind, numbers in wanted.items() if kind in PARTS})
    targets = {one.indicator_id: one for one in _targets(plan).filter(indicator__in=wanted.get(TARGET, ()))}
    found = {}
    for one in threads:
        if one.kind == TARGET:
            target = targets.get(one.row)
            found[one.pk] = Now(target_text(target), target.version) if target else Now("", 0)
        elif row := rows.get((one.kind, one.row)):
            found[one.pk] = Now(row_text(row, one.field), row.version, row.archived_at is not None, row)
    return found


def _rows(wanted: dict[str, set[int]]) -> dict[tuple[str, int], Model]:
    if not wanted:
        return {}
    querysets = [PARTS[kind].model.everything.filter(pk__in=numbers) for kind, numbers in wanted.items()]
    read = gather(*querysets)
    return {(kind, row.pk): row for kind, rows in zip(wanted, read, strict=True) for row in rows}


def new_token() -> str:
    """Drawn with a form, so that the same form is not taken twice."""
    return str(uuid4())
