"""Verbs on scenarios of allocation: make, vary, follow a target that moved, apply.

Nothing here touches a target but `apply_scenario`, which goes through `set_target` for each place in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from core.errors import Conflict, Refused
from indicators import allocation_keys, engine
from indicators.allocation_keys import HAND, Question, Weights
from indicators.allocation_split import Entry, Sharing, share_out
from indicators.models import AllocationPart, AllocationScenario, FiscalYear, Indicator, Target
from indicators.rights import may_split_target, split_refusal
from indicators.scale import unscale
from indicators.services import set_target
from regions.enums import TerritoryKind
from regions.models import Territory

_BELOW = {TerritoryKind.NATIONAL: TerritoryKind.REGION, TerritoryKind.REGION: TerritoryKind.CLE}


def places_to_serve(parent: Territory, year: FiscalYear) -> tuple[Territory, ...]:
    """Those among whom a target is split: the regions of Québec, the offices that counted in a region that year."""
    kind = _BELOW.get(TerritoryKind(parent.kind))
    return tuple(Territory.objects.within(parent, year.pk).filter(kind=kind)) if kind else ()


def expected_denominator(question: Question) -> int | None:
    """The denominator of the whole in the last complete year: what to expect until somebody knows better."""
    years = allocation_keys.complete_years(question)
    return years[0][1].get(question.parent.pk) if years else None


@transaction.atomic
def create_scenario(
    *,
    indicator: Indicator,
    year: FiscalYear,
    parent: Territory,
    key: str,
    by: User,
    name: str = "",
    source: Indicator | None = None,
    denominator: int | None = None,
) -> AllocationScenario:
    """A scenario that splits today's target of `parent` by a key. Without a name it bears that of its key.

    `denominator` is the expected whole of a quotient, scaled; without one, that of the last complete year.
    """
    _refuse_unless_allowed(by, parent)
    target = target_to_split(indicator, year, parent)
    question = Question(indicator, year, parent, places_to_serve(parent, year), source)
    if not question.children:
        raise Refused("Ce territoire ne compte personne entre qui répartir une cible.")
    if indicator.is_quotient and denominator is None:
        denominator = expected_denominator(question)
        _refuse_without_denominator(denominator)
    scenario = AllocationScenario(
        indicator=indicator,
        year=year,
        parent=parent,
        key=key,
        source=source if key == allocation_keys.CLIENTELE else None,
        total=target.scaled,
        target_version=target.version,
        denominator=denominator if indicator.is_quotient else None,
        author=by,
    )
    weights = allocation_keys.weigh(key, question)
    sharing = share_out(scenario, question.children, weights.by_place, {}, exactly=False)
    scenario.name = _free_name(scenario, name)
    return _store(scenario, sharing, weights.told)


@transaction.atomic
def duplicate_scenario(*, scenario: AllocationScenario, by: User) -> AllocationScenario:
    """A copy to vary: same key, locks and parts, not applied."""
    _refuse_unless_allowed(by, scenario.parent)
    parts = list(scenario.parts.all())
    copy = AllocationScenario.objects.get(pk=scenario.pk)
    copy.pk, copy.author, copy.version = None, by, 1
    copy.applied_at = copy.applied_by = None
    copy._state.adding = True
    copy.name = _free_name(copy, "", like=scenario.name)
    copy.save(force_insert=True)
    for part in parts:
        part.pk, part.scenario = None, copy
    AllocationPart.objects.bulk_create(parts)
    return copy


@dataclass(frozen=True)
class Choice:
    """What a person decided of a scenario: key, source, expected whole of a quotient, and the parts as typed."""

    key: str
    source: Indicator | None
    denominator: int | None
    entries: Mapping[int, Entry]


@transaction.atomic
def change_scenario(
    *, scenario: AllocationScenario, expected_version: int, choice: Choice, by: User, spread: bool = False
) -> AllocationScenario:
    """Write the parts as typed when they sum to the target; with `spread`, or a new key, spread them again.

    Raises SumMismatch, which tells what is missing, when the parts as typed do not sum to the target.
    """
    current = _open_for_change(scenario, expected_version, by)
    question, weights, sharing = work_out(current, choice, spread=spread)
    return _rewrite(current, sharing, weights.told, source=question.source)


def work_out(scenario: AllocationScenario, choice: Choice, *, spread: bool) -> tuple[Question, Weights, Sharing]:
    """What a choice makes of a scenario, which takes on its key and denominator; nothing is written."""
    stored = {part.territory_id: part for part in scenario.parts.select_related("territory")}
    children = tuple(part.territory for part in stored.values())
    source = choice.source if choice.key == allocation_keys.CLIENTELE else None
    question = Question(scenario.indicator, scenario.year, scenario.parent, children, source)
    rekeyed = (choice.key, source and source.pk) != (scenario.key, scenario.source_id)
    if scenario.indicator.is_quotient:
        _refuse_without_denominator(choice.denominator)
        rekeyed = rekeyed or choice.denominator != scenario.denominator
        scenario.denominator = choice.denominator
    weights = _weights(choice, question, stored)
    entries = {place: _read_entry(choice, stored[place], entry) for place, entry in choice.entries.items()}
    scenario.key = choice.key
    return question, weights, share_out(scenario, children, weights.by_place, entries, exactly=not (spread or rekeyed))


def _weights(choice: Choice, question: Question, stored: Mapping[int, AllocationPart]) -> Weights:
    """The weights of the key; by hand, what was typed weighs."""
    if choice.key != HAND:
        return allocation_keys.weigh(choice.key, question)
    typed = {
        place: _typed_weight(choice.entries.get(place), part, question.indicator.is_quotient)
        for place, part in stored.items()
    }
    return Weights(typed, allocation_keys.weigh(HAND, question).told)


def _typed_weight(entry: Entry | None, part: AllocationPart, is_quotient: bool) -> int:
    if is_quotient:
        return part.expected_d if entry is None or entry.denominator is None else entry.denominator
    return part.scaled if entry is None else entry.value or 0


def _read_entry(choice: Choice, part: AllocationPart, entry: Entry) -> Entry:
    """A part that was changed is held as if it had been locked, unless all parts are typed by hand."""
    read = part.scaled if entry.read is None else entry.read
    changed = entry.value is not None and entry.value != read
    by_hand = choice.key == HAND and part.expected_d is None
    return Entry(entry.value, entry.locked or (changed and not by_hand), entry.denominator)


@transaction.atomic
def follow_target(*, scenario: AllocationScenario, expected_version: int, by: User) -> AllocationScenario:
    """Split the target as it stands today instead of the one the scenario was made on; locks are kept."""
    current = _open_for_change(scenario, expected_version, by)
    target = target_to_split(current.indicator, current.year, current.parent)
    current.total, current.target_version = target.scaled, target.version
    parts = list(current.parts.select_related("territory"))
    entries = {part.territory_id: Entry(part.scaled, part.locked) for part in parts}
    weights = {part.territory_id: part.weight for part in parts}
    sharing = share_out(current, [part.territory for part in parts], weights, entries, exactly=False)
    return _rewrite(current, sharing, current.key_told, source=current.source)


# --- Applying ---------------------------------------------------------------------------------------------------------


def standing_targets(scenario: AllocationScenario) -> dict[int, Target]:
    """The last version of the target of the parent and of each place of the scenario, by place: one query."""
    places = [scenario.parent_id, *scenario.parts.values_list("territory_id", flat=True)]
    targets = Target.objects.filter(indicator=scenario.indicator_id, year=scenario.year_id, territory__in=places)
    return {target.territory_id: target for target in targets.current().select_related("author", "indicator")}


def versions_of(targets: Mapping[int, Target]) -> dict[int, int]:
    """The versions a person is looking at, by place: `apply_scenario` refuses to write over later ones."""
    return {place: target.version for place, target in targets.items()}


@transaction.atomic
def apply_scenario(
    *,
    scenario: AllocationScenario,
    expected_version: int,
    seen: Mapping[int, int],
    reason: str,
    effective_month: int,
    by: User,
) -> int:
    """Give each place its target, as a new version with its reason; returns how many targets changed.

    Raises Conflict, holding the standing target, when that of the parent or of a place changed since it was `seen` (see
    `versions_of`) or since the scenario was made. A target that stays the same gets no new version.
    """
    current = _open_for_change(scenario, expected_version, by)
    standing = standing_targets(current)
    _refuse_what_moved(current, standing, seen)
    changes = [part for part in current.parts.select_related("territory") if _changes(part, standing)]
    if not changes:
        raise Refused("Rien ne change : les cibles d’aujourd’hui sont déjà celles de ce scénario.")
    for part in changes:
        set_target(
            indicator=current.indicator,
            year=current.year,
            territory=part.territory,
            value=unscale(part.scaled, current.indicator.decimals),
            not_applicable=part.scaled is None,
            effective_month=effective_month,
            reason=reason,
            expected_version=seen.get(part.territory_id, 0),
            by=by,
            derive=False,
        )
    done = AllocationScenario.objects.filter(pk=current.pk, version=expected_version, applied_at=None).update(
        applied_at=timezone.now(), applied_by=by, version=F("version") + 1
    )
    if not done:
        raise _conflict(current.pk)
    places = tuple(part.territory_id for part in changes)
    engine.recompute(engine.Scope((current.year_id,), (current.indicator_id,), places, facts=False))
    return len(changes)


def _changes(part: AllocationPart, standing: Mapping[int, Target]) -> bool:
    target = standing.get(part.territory_id)
    return target is None or target.scaled != part.scaled


def _refuse_what_moved(scenario: AllocationScenario, standing: Mapping[int, Target], seen: Mapping[int, int]) -> None:
    target = standing[scenario.parent_id]
    if target.version != scenario.target_version:
        raise Conflict("La cible à répartir a changé depuis que ce scénario a été fait.", current=target)
    for place, version in versions_of(standing).items():
        if seen.get(place, 0) != version:
            raise Conflict("Une cible a changé depuis que vous avez ouvert cette page.", current=standing[place])


# --- What the verbs share ---------------------------------------------------------------------------------------------


def target_to_split(indicator: Indicator, year: FiscalYear, parent: Territory) -> Target:
    """The target of the whole as it stands. Refused when there is none, or « s/o »."""
    target = Target.objects.filter(indicator=indicator, year=year, territory=parent).current().first()
    if target is None or target.is_not_applicable:
        raise Refused("Aucune cible n’est fixée ici : il n’y a rien à répartir.")
    return target


def _open_for_change(scenario: AllocationScenario, expected_version: int, by: User) -> AllocationScenario:
    """The scenario as it stands, locked; refused once applied, Conflict when somebody wrote first."""
    _refuse_unless_allowed(by, scenario.parent)
    rows = AllocationScenario.objects.select_for_update(of=("self",))
    current = rows.select_related("indicator", "year", "parent__parent", "source").get(pk=scenario.pk)
    if current.is_applied:
        raise Refused("Ce scénario a été appliqué et ne change plus : dupliquez-le pour le varier.")
    if current.version != expected_version:
        raise _conflict(current.pk)
    return current


def _conflict(pk: int) -> Conflict:
    current = AllocationScenario.objects.select_related("indicator", "author").get(pk=pk)
    return Conflict("Une autre personne a changé ce scénario pendant que vous y travailliez.", current=current)


def _refuse_unless_allowed(by: User, parent: Territory) -> None:
    if not may_split_target(by, parent):
        raise Refused(split_refusal(parent))


def _refuse_without_denominator(denominator: int | None) -> None:
    if not denominator:
        sentence = "Écrivez le dénominateur attendu de l’ensemble : aucun exercice complet ne le donne."
        raise Refused(sentence, fields={"denominator": sentence})


def _free_name(scenario: AllocationScenario, name: str, *, like: str = "") -> str:
    """The name asked for, or one made from that of the key or of the scenario copied. Refused when it is taken."""
    same = AllocationScenario.objects.filter(
        indicator=scenario.indicator, year=scenario.year, parent=scenario.parent
    ).exclude(pk=scenario.pk)
    taken = set(same.values_list("name", flat=True))
    name = name.strip()
    if name in taken:
        sentence = f"Un scénario se nomme déjà « {name} » : donnez un autre nom."
        raise Refused(sentence, fields={"name": sentence})
    base = name or (f"{like[:68]}, copie" if like else allocation_keys.key_label(scenario.key))
    rank, free = 2, base
    while free in taken:
        free, rank = f"{base[:75]} {rank}", rank + 1
    return free


def _store(scenario: AllocationScenario, sharing: Sharing, told: str) -> AllocationScenario:
    scenario.finer, scenario.key_told = sharing.finer, told
    try:
        with transaction.atomic():
            scenario.save(force_insert=True)
    except IntegrityError as error:  # two people chose the same name at the same instant
        raise Refused("Un scénario vient de prendre ce nom : donnez-en un autre.") from error
    AllocationPart.objects.bulk_create(sharing.rows(scenario))
    return scenario


def _rewrite(
    scenario: AllocationScenario, sharing: Sharing, told: str, *, source: Indicator | None
) -> AllocationScenario:
    """Write a scenario that `_open_for_change` locked, with all its parts."""
    written = {
        "key": scenario.key,
        "key_told": told,
        "source": source,
        "total": scenario.total,
        "target_version": scenario.target_version,
        "denominator": scenario.denominator,
        "finer": sharing.finer,
    }
    rows = AllocationScenario.objects.filter(pk=scenario.pk, version=scenario.version, applied_at=None)
    if not rows.update(version=F("version") + 1, **written):
        raise _conflict(scenario.pk)
    AllocationPart.objects.bulk_create(
        sharing.rows(scenario),
        update_conflicts=True,
        unique_fields=["scenario", "territory"],
        update_fields=["weight", "locked", "scaled", "expected_n", "expected_d"],
    )
    return AllocationScenario.objects.get(pk=scenario.pk)
