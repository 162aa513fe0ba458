"""Verbs on the national frame of a year: orientations, fields, targets, recommended keys.

Plans that stand on an entry keep the wording they had (`KeptWording`) until they accept the new one; the draft of the
national plan, which the same people write, follows at once.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from indicators.allocation_keys import all_keys, key_label
from indicators.models import FiscalYear, Indicator, Target
from indicators.services import set_target
from plans.carrying import Leap
from plans.enums import ChangeAct, PlanKind
from plans.frame import Entry, kind_of, read_frame
from plans.models import (
    CycleStep,
    FrameChange,
    InterventionField,
    KeptWording,
    Orientation,
    OrientationContext,
    Plan,
    PlanField,
    PlanningCycle,
    RecommendedKey,
)
from plans.rules import may_edit_frame
from plans.services_inheritance import follow_frame
from regions.models import Territory

_MAY_NOT = "Le cadre national est écrit par la CPMT et le ministère."
_SOMEBODY_WROTE = "Une autre personne a modifié cette ligne du cadre pendant que vous écriviez."
_ASIDE = 10_000  # numbers being changed pass through here: two entries never bear the same one


# --- Orientations and fields ------------------------------------------------------------------------------------------


@transaction.atomic
def add_orientation(*, cycle: PlanningCycle, title: str, by: User | None) -> Orientation:
    """A new orientation, the last of the frame. Regional plans see it as a difference to accept."""
    _check_right(by)
    _hold(cycle)
    frame = read_frame(cycle.pk)
    entry = Orientation(cycle=cycle, number=len(frame.orientations) + 1, title=_one_line(title))
    return _add(entry, cycle, by)


@transaction.atomic
def add_field(*, orientation: Orientation, title: str, by: User | None) -> InterventionField:
    """A new field, the last of its orientation: those of the following orientations are numbered after it."""
    _check_right(by)
    cycle = orientation.cycle
    _hold(cycle)
    if not Orientation.objects.standing().filter(pk=orientation.pk).exists():
        raise Refused("Cette orientation a été retirée : rétablissez-la d’abord.")
    entry = InterventionField(orientation=orientation, number=_ASIDE, title=_one_line(title))
    return _add(entry, cycle, by)


def _add(entry: Entry, cycle: PlanningCycle, by: User | None) -> Entry:
    _clean(entry)
    entry.save(force_insert=True)
    _renumber(_order(cycle))
    entry.refresh_from_db()
    _log(entry, "", "", entry.title, by=by, act=ChangeAct.ADD)
    _pass_on(cycle, by)
    return entry


@transaction.atomic
def edit_entry(*, entry: Entry, expected_version: int, title: str, by: User) -> Entry:
    """Change the title of an orientation or a field. Conflict, holding the entry, when somebody wrote first."""
    _check_right(by)
    current = _taken(entry, expected_version)
    old, new = current.title, _one_line(title)
    if new == old:
        return current
    current.title = new
    _clean(current)
    _keep_wording(current, current.number, old)
    _write(current, title=new)
    _forget_what_agrees(current)
    _log(current, "title", old, new, by=by)
    _pass_on(current.owning_cycle, by)
    return current


@transaction.atomic
def move_entry(*, entry: Entry, expected_version: int, up: bool, by: User) -> Entry:
    """Move an orientation among orientations, or a field within its orientation, by one rank; numbers follow."""
    _check_right(by)
    current = _taken(entry, expected_version)
    cycle = current.owning_cycle
    _hold(cycle)
    order, old = _order(cycle), str(current)
    if isinstance(current, Orientation):
        _swap(order, [one for one, _ in order].index(current), up=up)
    else:
        fields = next(fields for one, fields in order if one.pk == current.orientation_id)
        _swap(fields, fields.index(current), up=up)
    _write(current)
    _renumber(order)
    current.refresh_from_db()
    _log(current, "", old, str(current), by=by, act=ChangeAct.MOVE)
    _pass_on(cycle, by)
    return current


@transaction.atomic
def withdraw_entry(*, entry: Entry, expected_version: int, by: User) -> Entry:
    """Withdraw an orientation with its fields, or a field. Nothing is deleted: plans keep their strategies under it,
    and are offered to move them; `restore_entry` puts it back."""
    _check_right(by)
    current = _taken(entry, expected_version)
    cycle = current.owning_cycle
    _hold(cycle)
    now = timezone.now()
    gone = [current, *_fields_of(current)]
    for one in gone:
        type(one).objects.filter(pk=one.pk).update(withdrawn_at=now, version=F("version") + 1)
        _log(one, "", one.title, "", by=by, act=ChangeAct.ARCHIVE)
    _renumber(_order(cycle))
    _pass_on(cycle, by)
    current.refresh_from_db()
    return current


@transaction.atomic
def restore_entry(*, entry: Entry, by: User) -> Entry:
    """Put a withdrawn entry back, at the end of its list; an orientation comes with the fields that went with it."""
    _check_right(by)
    current = type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if current.withdrawn_at is None:
        raise Refused("Cette ligne est déjà au cadre.")
    if isinstance(current, InterventionField) and current.orientation.withdrawn_at:
        raise Refused("L’orientation de ce champ a été retirée : rétablissez-la d’abord.")
    cycle = current.owning_cycle
    _hold(cycle)
    back = [current]
    if isinstance(current, Orientation):
        back += current.fields.filter(withdrawn_at=current.withdrawn_at)
    for one in back:
        _keep_wording(one, one.number, one.title)
        number = _ASIDE + one.number
        type(one).objects.filter(pk=one.pk).update(withdrawn_at=None, number=number, version=F("version") + 1)
        _log(one, "", "", one.title, by=by, act=ChangeAct.RESTORE)
    _renumber(_order(cycle))
    for one in back:
        one.refresh_from_db()
        _forget_what_agrees(one)
    _pass_on(cycle, by)
    return back[0]


# --- Targets and keys -------------------------------------------------------------------------------------------------


@transaction.atomic
def recommend_key(
    *, cycle: PlanningCycle, indicator: Indicator, key: str, note: str = "", expected_version: int, by: User
) -> RecommendedKey | None:
    """Recommend a key of allocation for an indicator; "" recommends none any more.

    `expected_version` is the one its author read, 0 when there was none. Conflict when somebody wrote first.
    """
    _check_right(by)
    if key and key not in {one.code for one in all_keys()}:
        raise Refused("Choisissez une clé de répartition.", fields={"key": "Cette clé n’existe pas."})
    current = RecommendedKey.objects.select_for_update().filter(cycle=cycle, indicator=indicator).first()
    if (current.version if current else 0) != expected_version:
        raise Conflict("Une autre personne a changé la clé recommandée.", current=current)
    old = key_label(current.key) if current else ""
    if not key:
        RecommendedKey.objects.filter(cycle=cycle, indicator=indicator).delete()
        written = None
    else:
        values = {"key": key, "note": note.strip(), "version": expected_version + 1}
        written, _ = RecommendedKey.objects.update_or_create(cycle=cycle, indicator=indicator, defaults=values)
    new = key_label(key) if key else ""
    if (old, current.note if current else "") != (new, note.strip() if key else ""):
        label = f"Clé recommandée, {indicator.short_name}"
        _tell(cycle, "cle", indicator.pk, label, "key", old, " – ".join(filter(None, (new, note.strip()))), by=by)
    return written


@transaction.atomic
def set_national_target(
    *,
    cycle: PlanningCycle,
    indicator: Indicator,
    value: Decimal | None,
    reason: str,
    expected_version: int,
    by: User,
    not_applicable: bool = False,
    effective_month: int = 1,
) -> Target:
    """A new version of the national target of an indicator, with its reason (see indicators.services.set_target)."""
    _check_right(by)
    return set_target(
        indicator=indicator,
        year=cycle.year,
        territory=Territory.objects.national(),
        value=value,
        not_applicable=not_applicable,
        effective_month=effective_month,
        reason=reason,
        expected_version=expected_version,
        by=by,
    )


# --- Next year's frame ------------------------------------------------------------------------------------------------


@transaction.atomic
def open_frame(*, year: FiscalYear, by: User) -> PlanningCycle:
    """The frame of a year made from that of the year before. Refused when it is there already."""
    _check_right(by)
    if Orientation.objects.filter(cycle=year.pk).exists():
        raise Refused(f"Le cadre {year} existe déjà.")
    if not Orientation.objects.filter(cycle=year.pk - 1).exists():
        raise Refused("Il n’y a pas de cadre l’année précédente : commencez par ajouter une orientation.")
    return frame_for(year, like=year.pk - 1, by=by)


def frame_for(year: FiscalYear, *, like: int, by: User | None) -> PlanningCycle:
    """The cycle of a year, its steps and frame made from those of the year `like` where nobody wrote them yet.

    Entries know the one they continue. The right belongs to the verb that calls.
    """
    cycle, _ = PlanningCycle.objects.get_or_create(year=year)
    _hold(cycle)
    if not cycle.steps.exists():
        leap = Leap(like, year.pk)
        CycleStep.objects.bulk_create(_next_step(step, cycle, leap) for step in CycleStep.objects.filter(cycle=like))
    if not cycle.orientations.exists():
        former = read_frame(like)
        for orientation in former.orientations:
            copy = _continue(orientation.entry, by, cycle=cycle)
            for field in orientation.fields:
                _continue(field, by, orientation=copy)
        keys = RecommendedKey.objects.filter(cycle=like)
        RecommendedKey.objects.bulk_create(
            RecommendedKey(cycle=cycle, indicator_id=one.indicator_id, key=one.key, note=one.note) for one in keys
        )
    return cycle


def _continue(entry: Entry, by: User | None, **under) -> Entry:
    copy = type(entry).objects.create(number=entry.number, title=entry.title, carried_from_id=entry.pk, **under)
    _log(copy, "", "", copy.title, by=by, act=ChangeAct.CARRY)
    return copy


def _next_step(step: CycleStep, cycle: PlanningCycle, leap: Leap) -> CycleStep:
    return CycleStep(
        cycle=cycle, number=step.number, title=step.title, levels=step.levels, owner=step.owner,
        due_on=leap.day(step.due_on),
    )  # fmt: skip


# --- What the verbs share ---------------------------------------------------------------------------------------------


def _check_right(by: User | None) -> None:
    if by is not None and not may_edit_frame(by, Territory.objects.national()):
        raise Refused(_MAY_NOT)


def _hold(cycle: PlanningCycle) -> None:
    """Nobody else numbers this frame until the transaction ends."""
    list(PlanningCycle.objects.select_for_update().filter(pk=cycle.pk).values_list("pk"))


def _one_line(title: str) -> str:
    text = " ".join(title.split())
    if not text:
        raise Refused("Écrivez un titre.", fields={"title": "Écrivez un titre."})
    return text


def _clean(entry: Entry) -> None:
    try:
        entry.clean_fields()
    except ValidationError as error:
        fields = {field: " ".join(messages) for field, messages in error.message_dict.items()}
        raise Refused(" ".join(fields.values()), fields=fields) from error


def _taken(entry: Entry, expected_version: int) -> Entry:
    current = type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if current.version != expected_version or current.withdrawn_at:
        raise Conflict(_SOMEBODY_WROTE, current=current)
    return current


def _write(entry: Entry, **values) -> None:
    rows = type(entry).objects.filter(pk=entry.pk, version=entry.version)
    if not rows.update(version=F("version") + 1, **values):
        raise Conflict(_SOMEBODY_WROTE, current=type(entry).objects.get(pk=entry.pk))
    entry.version += 1


def _fields_of(entry: Entry) -> list[InterventionField]:
    if not isinstance(entry, Orientation):
        return []
    return list(InterventionField.objects.standing().filter(orientation=entry))


Order = list[tuple[Orientation, list[InterventionField]]]


def _order(cycle: PlanningCycle) -> Order:
    return [(one.entry, list(one.fields)) for one in read_frame(cycle.pk).orientations]


def _swap(among: list, rank: int, *, up: bool) -> None:
    other = rank - 1 if up else rank + 1
    if not 0 <= other < len(among):
        raise Refused("Cette ligne est déjà au bout de sa liste.")
    among[rank], among[other] = among[other], among[rank]


def _renumber(order: Order) -> None:
    """Number orientations 1, 2, 3… and fields through the frame; plans keep the number they had. Versions stay."""
    wanted: list[tuple[Entry, int]] = [(one, rank) for rank, (one, _) in enumerate(order, start=1)]
    fields = [field for _, below in order for field in below]
    wanted += [(field, rank) for rank, field in enumerate(fields, start=1)]
    changed = [(entry, number) for entry, number in wanted if entry.number != number]
    for entry, number in changed:
        if entry.number < _ASIDE:  # one that has just come has no former number
            _keep_wording(entry, entry.number, entry.title)
        type(entry).objects.filter(pk=entry.pk).update(number=2 * _ASIDE + number)
    for entry, number in changed:
        type(entry).objects.filter(pk=entry.pk).update(number=number)
        entry.number = number
        _forget_what_agrees(entry)


def _keep_wording(entry: Entry, number: int, title: str) -> None:
    """Every plan that stands on the entry keeps this wording, unless it keeps an earlier one."""
    if isinstance(entry, Orientation):
        on_it = {*_plans_of(OrientationContext, orientation=entry), *_plans_of(PlanField, field__orientation=entry)}
    else:
        on_it = _plans_of(PlanField, field=entry)
    column = {"orientation": entry} if isinstance(entry, Orientation) else {"field": entry}
    known = set(KeptWording.objects.filter(**column).values_list("plan", flat=True))
    KeptWording.objects.bulk_create(
        KeptWording(plan_id=plan, number=number, title=title, **column) for plan in sorted(on_it - known)
    )


def _plans_of(model, **stands_on) -> set[int]:
    return set(model.objects.filter(**stands_on).values_list("plan", flat=True))


def _forget_what_agrees(entry: Entry) -> None:
    """Where the frame came back to what a plan says, there is no difference any more."""
    column = {"orientation": entry} if isinstance(entry, Orientation) else {"field": entry}
    KeptWording.objects.filter(number=entry.number, title=entry.title, **column).delete()


def _pass_on(cycle: PlanningCycle, by: User | None) -> None:
    """The draft of the national plan follows its own frame."""
    for plan in Plan.objects.filter(kind=PlanKind.NATIONAL, year=cycle.pk):
        if plan.is_editable:
            follow_frame(plan=plan, by=by)


def _log(entry: Entry, field: str, old: str, new: str, *, by: User | None, act: ChangeAct = ChangeAct.EDIT) -> None:
    _tell(
        entry.owning_cycle, kind_of(entry), entry.pk, str(entry), field, old, new,
        by=by, act=act, version=entry.version,
    )  # fmt: skip


def _tell(cycle, kind, row, label, field, old, new, *, by, act=ChangeAct.EDIT, version=1) -> None:
    FrameChange.objects.create(
        cycle=cycle, act=act, kind=kind, row=row, label=label[:200], field=field, old=old, new=new, version=version,
        author=by,
    )  # fmt: skip
