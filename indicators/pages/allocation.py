"""The pages of allocation: scenarios side by side, one scenario, and what applying it would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.formats import EMPTY, NOT_APPLICABLE, points, pourcentage, signed
from indicators.allocation_keys import key_label
from indicators.allocation_services import standing_targets
from indicators.allocation_split import component_text, quotient_rule, scaled_text, sum_sentence
from indicators.models import AllocationPart, AllocationScenario, FiscalYear, Indicator, Target
from indicators.pages.indicator import target_text
from indicators.scale import unscale
from regions.models import Territory


@dataclass(frozen=True)
class PartText:
    """One part of a scenario as people read it, and how it differs from today's target."""

    value: str
    difference: str
    change: str  # « up », « down », « same » or « new »
    locked: bool
    components: str  # « 1 412 ÷ 1 883 » for a quotient


@dataclass(frozen=True)
class Column:
    """One scenario beside the others."""

    scenario: AllocationScenario
    key: str
    whole: str
    is_stale: bool


@dataclass(frozen=True)
class Row:
    """One place: today's target, and its part in each scenario."""

    name: str
    today: str
    parts: tuple[PartText | None, ...]


@dataclass(frozen=True)
class Comparison:
    """Every scenario of a target, one column each."""

    target: Target | None
    target_text: str
    today_sum: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def can_be_split(self) -> bool:
        return self.target is not None and not self.target.is_not_applicable


def compare(indicator: Indicator, year: FiscalYear, parent: Territory, children: Iterable[Territory]) -> Comparison:
    """Three queries, whatever the number of places and scenarios."""
    children = list(children)
    scenarios = list(AllocationScenario.objects.of(indicator, year, parent))
    targets = Target.objects.filter(indicator=indicator, year=year, territory__in=[parent, *children]).current()
    today = {target.territory_id: target for target in targets.select_related("indicator")}
    parts = {(part.scenario_id, part.territory_id): part for part in _parts_of(scenarios)}
    target = today.get(parent.pk)
    return Comparison(
        target=target,
        target_text=target_text(indicator, target) if target else EMPTY,
        today_sum=_sum_today(indicator, [today.get(child.pk) for child in children]),
        columns=tuple(_column(scenario, target, parts.values()) for scenario in scenarios),
        rows=tuple(
            Row(
                child.name_in(year.pk),
                target_text(indicator, today[child.pk]) if child.pk in today else EMPTY,
                tuple(_part_text(scenario, parts.get((scenario.pk, child.pk)), today) for scenario in scenarios),
            )
            for child in children
        ),
    )


def _parts_of(scenarios: list[AllocationScenario]) -> Iterable[AllocationPart]:
    return AllocationPart.objects.filter(scenario__in=scenarios) if scenarios else ()


def _column(scenario: AllocationScenario, target: Target | None, parts: Iterable[AllocationPart]) -> Column:
    own = [part for part in parts if part.scenario_id == scenario.pk]
    key = scenario.key_told if scenario.name.startswith(key_label(scenario.key)) else key_told(scenario)
    return Column(scenario, key, whole_text(scenario, own), is_stale(scenario, target))


def is_stale(scenario: AllocationScenario, target: Target | None) -> bool:
    """The target it splits is no longer the one that stands; an applied scenario is a record and never is."""
    return not scenario.is_applied and (target is None or target.version != scenario.target_version)


def key_told(scenario: AllocationScenario) -> str:
    """« Clientèle : Ménages, 2006-2007 »: the key and where its weights come from."""
    label = key_label(scenario.key)
    return f"{label} ({scenario.key_told})" if scenario.key_told else label


def whole_text(scenario: AllocationScenario, parts: Iterable[AllocationPart]) -> str:
    """What the parts make together: their sum or, for a quotient, ΣN ÷ ΣD."""
    parts, indicator = list(parts), scenario.indicator
    if not indicator.is_quotient:
        return scaled_text(indicator, sum(part.scaled for part in parts))
    numerator = sum(part.expected_n for part in parts)
    denominator = sum(part.expected_d for part in parts)
    figure = quotient_rule(indicator).of(numerator, denominator, scenario.finer)
    return f"{_components(scenario, numerator, denominator)} = {scaled_text(indicator, figure)}"


def _components(scenario: AllocationScenario, numerator: int, denominator: int) -> str:
    decimals = scenario.indicator.component_decimals
    return f"{component_text(numerator, decimals + scenario.finer)} ÷ {component_text(denominator, decimals)}"


def _sum_today(indicator: Indicator, targets: Iterable[Target | None]) -> str:
    """Today's targets added up; those of a quotient never are."""
    known = [target.scaled for target in targets if target is not None and target.scaled is not None]
    return scaled_text(indicator, sum(known)) if known and not indicator.is_quotient else EMPTY


def _part_text(
    scenario: AllocationScenario, part: AllocationPart | None, today: Mapping[int, Target]
) -> PartText | None:
    if part is None:
        return None
    indicator = scenario.indicator
    target = today.get(part.territory_id)
    value = NOT_APPLICABLE if part.scaled is None else scaled_text(indicator, part.scaled)
    components = "" if part.expected_d is None else _components(scenario, part.expected_n, part.expected_d)
    if target is None or target.scaled is None or part.scaled is None:
        same = target is not None and target.scaled == part.scaled
        return PartText(value, "inchangée" if same else "nouvelle", "same" if same else "new", part.locked, components)
    gap = part.scaled - target.scaled
    change = "up" if gap > 0 else "down" if gap < 0 else "same"
    return PartText(value, _gap_text(indicator, gap), change, part.locked, components)


def _gap_text(indicator: Indicator, gap: int) -> str:
    """`+12`, `−0,4 pt`; nothing changed is said in a word."""
    if not gap:
        return "inchangée"
    value = unscale(gap, indicator.decimals)
    return points(value, indicator.decimals) if indicator.unit == "%" else signed(value, indicator.decimals)


@dataclass(frozen=True)
class PreviewRow:
    name: str
    today: str
    part: PartText


@dataclass(frozen=True)
class Preview:
    """What applying a scenario would do: each place, its target today and the new one."""

    rows: tuple[PreviewRow, ...]
    whole: str
    key: str
    scenario_target: str
    target: Target
    target_text: str
    is_stale: bool
    changes: int
    targets: Mapping[int, Target]

    @property
    def change_words(self) -> str:
        if self.changes == 1:
            return "1 cible change"
        return f"{self.changes} cibles changent" if self.changes else "aucune cible ne change"


def preview(scenario: AllocationScenario) -> Preview:
    """Three queries, whatever the number of places."""
    parts = list(scenario.parts.select_related("territory"))
    targets = standing_targets(scenario)
    target = targets[scenario.parent_id]
    rows = tuple(_preview_row(scenario, part, targets) for part in parts)
    return Preview(
        rows=rows,
        whole=whole_text(scenario, parts),
        key=key_told(scenario),
        scenario_target=scaled_text(scenario.indicator, scenario.total),
        target=target,
        target_text=target_text(scenario.indicator, target),
        is_stale=is_stale(scenario, target),
        changes=sum(row.part.change != "same" for row in rows),
        targets=targets,
    )


def _preview_row(scenario: AllocationScenario, part: AllocationPart, targets: Mapping[int, Target]) -> PreviewRow:
    standing = targets.get(part.territory_id)
    today = target_text(scenario.indicator, standing) if standing else EMPTY
    return PreviewRow(part.territory.name_in(scenario.year_id), today, _part_text(scenario, part, targets))


@dataclass(frozen=True)
class ScenarioRow:
    """One place of a scenario as it is stored, beside its boxes."""

    name: str
    weight: str
    today: str
    part: PartText


@dataclass(frozen=True)
class ScenarioPage:
    rows: tuple[ScenarioRow, ...]
    key: str
    target_text: str
    scenario_target: str
    whole: str
    sum_sentence: str
    is_stale: bool


def scenario_page(scenario: AllocationScenario, parts: Iterable[AllocationPart]) -> ScenarioPage:
    """One scenario, its weights and today's targets: two queries beyond its parts."""
    parts = list(parts)
    targets = standing_targets(scenario)
    target = targets.get(scenario.parent_id)
    weights = _weight_texts(parts)
    rows = [_preview_row(scenario, part, targets) for part in parts]
    return ScenarioPage(
        rows=tuple(
            ScenarioRow(row.name, weight, row.today, row.part) for row, weight in zip(rows, weights, strict=True)
        ),
        key=key_told(scenario),
        target_text=target_text(scenario.indicator, target) if target else EMPTY,
        scenario_target=scaled_text(scenario.indicator, scenario.total),
        whole=whole_text(scenario, parts),
        sum_sentence=sum_told(scenario, parts),
        is_stale=is_stale(scenario, target),
    )


def sum_told(scenario: AllocationScenario, parts: Iterable[AllocationPart]) -> str:
    """What the parts make together, in a sentence."""
    indicator, parts = scenario.indicator, list(parts)
    if indicator.is_quotient:
        return f"L’ensemble fait {whole_text(scenario, parts)} : le compte est juste."
    made = sum(part.scaled for part in parts)
    return sum_sentence(scenario.total, made, lambda scaled: scaled_text(indicator, scaled))


def _weight_texts(parts: Iterable[AllocationPart]) -> list[str]:
    """The share of each part in the key, in %."""
    parts = list(parts)
    whole = sum(part.weight for part in parts)
    return [pourcentage(unscale(_tenths(part.weight, whole), 1)) if whole else EMPTY for part in parts]


def _tenths(weight: int, whole: int) -> int:
    """Tenths of %, rounded half up."""
    return (2000 * weight + whole) // (2 * whole)
