"""The territorial plan as it is read: one frozen tree for the pages, the documents and the API.

Read from the records in a fixed number of queries, or from the contents that an adoption kept (`edition`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch

from core.formats import NBSP, nombre
from indicators.pages.parts import long_date
from plans import models as m
from plans.enums import ActionStatus
from plans.territorial_enums import TerritorialActKind, TerritorialState

WHOLE_PLAN = "Tout le plan"
_WORDS = {2: "deux", 3: "trois"}


@dataclass(frozen=True)
class TargetLine:
    """What an action is to give: a quantity, a day or both, in a year or over the plan (`year` None)."""

    id: int
    version: int
    year: int | None
    value: Decimal | None
    unit: str
    due: date | None
    result: Decimal | None = None

    @property
    def when(self) -> str:
        return str(self.year) if self.year else WHOLE_PLAN

    @property
    def aim(self) -> str:
        """`5 formations`, `au plus tard le 31 mars 2021`."""
        quantity = f"{nombre(self.value)}{NBSP}{self.unit}" if self.value is not None else ""
        day = f"au plus tard le {long_date(self.due)}" if self.due else ""
        return ", ".join(part for part in (quantity, day) if part)

    @property
    def obtained(self) -> str:
        """`3 obtenues`-like text of the result; empty while there is none: blank is not zero."""
        return "" if self.result is None else f"{nombre(self.result)}{NBSP}{self.unit}".strip()


@dataclass(frozen=True)
class FollowUpLine:
    on: date
    status_label: str
    note: str
    author: str
    is_synthetic: bool


@dataclass(frozen=True)
class ActionLine:
    """An action, the numbers of the priorities it answers, and what became of it."""

    id: int
    version: int
    number: int
    text: str
    priorities: tuple[int, ...]
    lead: str = ""
    partners: str = ""
    start: date | None = None
    end: date | None = None
    status: str = ""
    source_note: str = ""
    targets: tuple[TargetLine, ...] = ()
    follow_ups: tuple[FollowUpLine, ...] = ()

    @property
    def status_label(self) -> str:
        return ActionStatus(self.status).label

    @property
    def dates(self) -> str:
        """`du 1er janvier 2020 au 31 décembre 2022`; empty when the source gives none."""
        if self.start and self.end:
            return f"du {long_date(self.start)} au {long_date(self.end)}"
        if self.end:
            return f"jusqu’au {long_date(self.end)}"
        return f"à partir du {long_date(self.start)}" if self.start else ""


@dataclass(frozen=True)
class PriorityLine:
    id: int
    version: int
    number: int
    title: str


@dataclass(frozen=True)
class Group:
    """Actions that answer the very same priorities: they are told once, under all of them."""

    priorities: tuple[PriorityLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def is_shared(self) -> bool:
        return len(self.priorities) > 1

    @property
    def label(self) -> str:
        """`Priorité 4`, `Priorités 1 et 9`."""
        if not self.priorities:
            return "Sans priorité"
        numbers = [str(one.number) for one in self.priorities]
        told = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} et {numbers[-1]}"
        return f"Priorité{'s' if self.is_shared else ''} {told}"


@dataclass(frozen=True)
class PlaceLine:
    """A territory of the plan. `mrcs` names the part of the region that it is; empty when it is the whole region."""

    id: int
    name: str
    slug: str
    region_code: str
    region_name: str
    mrcs: tuple[str, ...]
    priorities: tuple[PriorityLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def is_part(self) -> bool:
        return bool(self.mrcs)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """In the order of the actions; a priority that no action answers comes last, alone."""
        by_number = {one.number: one for one in self.priorities}
        told = tuple(
            Group(tuple(by_number[number] for number in numbers if number in by_number), tuple(actions))
            for numbers, actions in groupby(self.actions, key=lambda action: action.priorities)
        )
        answered = {number for action in self.actions for number in action.priorities}
        return told + tuple(Group((one,), ()) for one in self.priorities if one.number not in answered)

    def answers(self, priority: PriorityLine) -> tuple[ActionLine, ...]:
        return tuple(action for action in self.actions if priority.number in action.priorities)

    @property
    def statuses(self) -> dict[str, int]:
        """How many actions stand where, by the code of their status, in the order of the statuses."""
        counted = {status: sum(action.status == status for action in self.actions) for status in ActionStatus.values}
        return {status: count for status, count in counted.items() if count}


@dataclass(frozen=True)
class ActLine:
    """A decision, in words."""

    kind: str
    kind_label: str
    decided_on: date
    day_known: bool
    body: str
    instrument: str
    reason: str
    old_end: date | None
    new_end: date | None
    edition: int | None
    sha256: str
    author: str
    at: datetime | None

    @property
    def when(self) -> str:
        """`27 avril 2022`; `mars 2021` when the source does not give the day."""
        told = long_date(self.decided_on)
        return told if self.day_known else told.partition(" ")[2]


@dataclass(frozen=True)
class TerritorialDossier:
    """The whole plan, or what the person looks for in it; every number that is shown is counted here."""

    plan: m.TerritorialPlan
    places: tuple[PlaceLine, ...]
    acts: tuple[ActLine, ...] = ()
    edition: int | None = None  # of the adopted contents that are read; None for the records as they stand

    @property
    def priority_count(self) -> int:
        return sum(len(place.priorities) for place in self.places)

    @property
    def action_count(self) -> int:
        return sum(len(place.actions) for place in self.places)

    @property
    def regions_note(self) -> str:
        """`17 régions; la 11 en forme deux`: why there are more territories than regions."""
        codes = [place.region_code for place in self.places]
        several = [
            f"la {code} en forme {_WORDS.get(codes.count(code), codes.count(code))}"
            for code in sorted(set(codes))
            if codes.count(code) > 1
        ]
        return "; ".join([f"{len(set(codes))} régions", *several])

    @property
    def link_count(self) -> int:
        """How many times an action answers a priority: more than the actions when some answer several."""
        return sum(len(action.priorities) for place in self.places for action in place.actions)

    @property
    def extensions(self) -> tuple[ActLine, ...]:
        return tuple(act for act in self.acts if act.kind == TerritorialActKind.EXTENSION)

    @property
    def statuses(self) -> dict[str, int]:
        counted = dict.fromkeys(ActionStatus.values, 0)
        for place in self.places:
            for status, count in place.statuses.items():
                counted[status] += count
        return {status: count for status, count in counted.items() if count}

    @property
    def is_working_text(self) -> bool:
        """Whether what is read is being written, hence not (or no longer) what was adopted."""
        return self.edition is None and self.plan.state in {TerritorialState.DRAFT, TerritorialState.IN_REVISION}

    def place(self, slug: str) -> PlaceLine | None:
        return next((place for place in self.places if place.slug == slug), None)


def territorial_dossier(plan: m.TerritorialPlan, *, edition: int | None = None) -> TerritorialDossier:
    """The plan as it stands, or as it was adopted in an edition (KeyError when there is no such edition)."""
    from plans.territorial_snapshot import places_of

    acts = list(plan.acts.defer("contents").select_related("author"))
    lines = tuple(_act(act) for act in acts)
    if edition is None:
        return TerritorialDossier(plan, read_places(plan), lines)
    kept = plan.acts.filter(edition=edition).values_list("contents", flat=True).first()
    if kept is None:
        raise KeyError(edition)
    return TerritorialDossier(plan, places_of(kept), lines, edition)


def read_places(plan: m.TerritorialPlan) -> tuple[PlaceLine, ...]:
    """The territories with their priorities and actions, from the records: eight queries, whatever the plan."""
    actions = m.MinistryAction.objects.prefetch_related(
        "priorities", "targets", Prefetch("follow_ups", m.ActionFollowUp.objects.select_related("author"))
    )
    places = plan.places.select_related("region").prefetch_related(
        "mrcs", "priorities", Prefetch("actions", actions, to_attr="told")
    )
    return tuple(_place(place) for place in places)


def _place(place: m.TerritorialPlace) -> PlaceLine:
    return PlaceLine(
        id=place.pk,
        name=place.name,
        slug=place.slug,
        region_code=place.region.code,
        region_name=place.region.name,
        mrcs=tuple(mrc.name for mrc in place.mrcs.all()),
        priorities=tuple(PriorityLine(one.pk, one.version, one.number, one.title) for one in place.priorities.all()),
        actions=tuple(_action(action) for action in place.told),
    )


def _action(action: m.MinistryAction) -> ActionLine:
    return ActionLine(
        id=action.pk,
        version=action.version,
        number=action.number,
        text=action.text,
        priorities=tuple(sorted(one.number for one in action.priorities.all())),
        lead=action.lead,
        partners=action.partners,
        start=action.start,
        end=action.end,
        status=action.status,
        source_note=action.source_note,
        targets=tuple(
            TargetLine(one.pk, one.version, one.year, one.value, one.unit, one.due, one.result)
            for one in action.targets.all()
        ),
        follow_ups=tuple(
            FollowUpLine(
                one.on, one.get_status_display(), one.note, str(one.author) if one.author else "", one.is_synthetic
            )
            for one in action.follow_ups.all()
        ),
    )


def _act(act: m.TerritorialAct) -> ActLine:
    return ActLine(
        kind=act.kind,
        kind_label=act.get_kind_display(),
        decided_on=act.decided_on,
        day_known=act.day_known,
        body=act.body,
        instrument=act.instrument,
        reason=act.reason,
        old_end=act.old_end,
        new_end=act.new_end,
        edition=act.edition,
        sha256=act.sha256,
        author=str(act.author) if act.author else "",
        at=act.at,
    )
