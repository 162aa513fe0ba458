"""The dossier of an annual report: everything that a region, or Québec, accounts for in a fiscal year, read once.

The page shows it, every document prints it. Results, gaps, shares and unit costs are computed by the engine from
measurements and targets; highlights, complaints, evaluations and texts are records of the report; initiatives are those
that the ministry read and retained. Nothing here is typed twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch
from django.urls import reverse

from core.formats import NBSP, fiscal_year_label, pourcentage, with_unit
from indicators.enums import Family, Status
from indicators.explanations import ExplainedGap, explained_gaps
from indicators.figures import Figure, latest_month, read_figures
from indicators.models import Explanation, FiscalYear
from regions.enums import TerritoryKind
from regions.models import Territory
from reports.annual_clientele import ClienteleTable, clientele
from reports.annual_enums import AnnualPart, InitiativeState
from reports.annual_parts import RULES
from reports.annual_places import PlaceTable, PublicFigures, place_tables
from reports.annual_strategies import FollowedOrientation, followed_strategies
from reports.models import AnnualEntry, AnnualReport, Initiative, ReportHeading

YEAR_END = 12


@dataclass(frozen=True)
class ResultLine:
    """An indicator at the end of the year: result, targets, gap and what is said of it."""

    gap: ExplainedGap
    is_masked: bool

    @property
    def figure(self) -> Figure:
        return self.gap.figure

    @property
    def explanation(self) -> Explanation | None:
        return self.gap.explanation

    @property
    def gap_percent(self) -> Decimal | None:
        """The gap as a part of the target, for a sum: +7,1 % where 107,1 % was reached."""
        return None if self.figure.share is None else self.figure.share - 100

    @property
    def gap_percent_text(self) -> str:
        value = self.gap_percent
        return "" if value is None else f"{'+' if value > 0 else ''}{pourcentage(value, 1)}"


@dataclass(frozen=True)
class CostLine:
    """A cost and, where an indicator counts the people, what it comes to for each of them."""

    entry: AnnualEntry
    people: Decimal | None

    @property
    def per_person(self) -> Decimal | None:
        """In whole dollars, rounded half up."""
        if self.entry.value is None or not self.people:
            return None
        return (self.entry.value / self.people).quantize(Decimal(1), rounding=ROUND_HALF_UP)

    @property
    def per_person_text(self) -> str:
        return with_unit(self.per_person, "$", 0)


@dataclass(frozen=True)
class InitiativeGroup:
    """Initiatives under a heading of the national report; without heading in a region's."""

    heading: ReportHeading | None
    initiatives: tuple[Initiative, ...]


@dataclass(frozen=True)
class Moved:
    """A figure that is no longer what the Commission adopted."""

    figure: Figure
    adopted: str

    @property
    def sentence(self) -> str:
        name = self.figure.indicator.short_name
        return f"{name}{NBSP}: {self.adopted} à l’adoption, {self.figure.result_text} aujourd’hui."


@dataclass(frozen=True)
class Missing:
    """One thing that the report lacks: a sentence, where to mend it, and whether adoption waits for it."""

    sentence: str
    url: str
    blocks: bool


@dataclass(frozen=True)
class AnnualDossier:
    """An annual report at one moment. `month` is the last month known, 12 once the year is whole."""

    territory: Territory
    year: FiscalYear
    month: int
    report: AnnualReport | None
    families: tuple[tuple[str, tuple[ResultLine, ...]], ...]
    followed: tuple[ResultLine, ...]
    entries: dict[str, tuple[AnnualEntry, ...]]
    costs: tuple[CostLine, ...]
    clientele: tuple[ClienteleTable, ...]
    places: tuple[PlaceTable, ...]
    strategies: tuple[FollowedOrientation, ...]
    initiatives: tuple[InitiativeGroup, ...]
    waiting_initiatives: int
    moved: tuple[Moved, ...]

    @property
    def year_label(self) -> str:
        return fiscal_year_label(self.year.pk)

    @property
    def place_name(self) -> str:
        return self.territory.name_in(self.year.pk)

    @property
    def is_national(self) -> bool:
        return self.territory.kind == TerritoryKind.NATIONAL

    @property
    def lines(self) -> tuple[ResultLine, ...]:
        """Every targeted indicator, in the order of the catalogue within families."""
        return tuple(line for _, lines in self.families for line in lines)

    @property
    def explained(self) -> tuple[ResultLine, ...]:
        return tuple(line for line in self.lines if line.explanation is not None)

    @property
    def waiting(self) -> tuple[ResultLine, ...]:
        """Results to watch or late that nobody has explained yet."""
        return tuple(line for line in self.lines if line.gap.is_waiting)

    @property
    def is_synthetic(self) -> bool:
        written = any(entry.is_synthetic for entries in self.entries.values() for entry in entries)
        return written or any(line.figure.is_synthetic for line in (*self.lines, *self.followed))

    @property
    def is_empty(self) -> bool:
        """Nothing to tell: neither a result nor a word."""
        return not self.lines and not self.followed and not self.entries and not self.initiatives

    @property
    def summary(self) -> str:
        """`13 indicateurs ciblés : 7 atteints, 2 à surveiller.` Counted one by one, never averaged."""
        words = ((Status.REACHED, "atteint", "s"), (Status.ON_TRACK, "en bonne voie", ""),
                 (Status.WATCH, "à surveiller", ""), (Status.LATE, "en retard", ""))  # fmt: skip
        told = [line.figure for line in self.lines if line.figure.target is not None]
        counts = [
            f"{count} {word}{plural if count > 1 else ''}"
            for status, word, plural in words
            if (count := sum(figure.status == status for figure in told))
        ]
        if not counts:
            return ""
        noun = "indicateurs ont une cible" if len(told) > 1 else "indicateur a une cible"
        return f"{len(told)} {noun}{NBSP}: {', '.join(counts)}."

    def part(self, part: AnnualPart) -> tuple[AnnualEntry, ...]:
        return self.entries.get(part, ())


def annual_dossier(territory: Territory, year: FiscalYear) -> AnnualDossier:
    """The annual report of a region, or of Québec, for a fiscal year. A report need not have been opened.

    The number of queries grows with the indicators that are told, not with places, elements or initiatives.
    """
    report = AnnualReport.objects.select_related("territory", "year").filter(territory=territory, year=year).first()
    month = latest_month(territory, year.pk)
    figures = read_figures(territories=[territory], year=year.pk, month=month)
    public = PublicFigures(territory, [figure.indicator for figure in figures], year.pk, month)
    gaps = explained_gaps(territory=territory, year=year.pk, figures=map(public.hidden, figures))
    lines = [ResultLine(gap, public.is_masked(gap.figure)) for gap in gaps]
    families = _by_family([line for line in lines if line.figure.is_targeted])
    entries = _entries(report)
    shares_only = frozenset(report.shares_only.values_list("pk", flat=True)) if report else frozenset()
    return AnnualDossier(
        territory=territory,
        year=year,
        month=month,
        report=report,
        families=families,
        followed=tuple(line for line in lines if not line.figure.is_targeted and line.figure.result is not None),
        entries=entries,
        costs=_costs(entries.get(AnnualPart.COSTS, ()), figures),
        clientele=clientele(territory, year.pk, month, shares_only=shares_only),
        places=place_tables(
            territory, year, [(name, [line.figure for line in some]) for name, some in families], public
        ),
        strategies=followed_strategies(territory, year),
        initiatives=_initiatives(territory, year),
        waiting_initiatives=_waiting(territory, year),
        moved=_moved(report, figures),
    )


def figures_told(dossier: AnnualDossier) -> dict[str, list[str]]:
    """What the Commission adopts: indicator key → result and target, as text."""
    return {line.figure.indicator.key: [line.figure.result_text, line.figure.target_text] for line in dossier.lines}


def readiness(dossier: AnnualDossier) -> tuple[Missing, ...]:
    """What the report still lacks, what blocks its adoption first."""
    at = (dossier.territory.slug, dossier.year.pk)
    found = []
    if dossier.waiting:
        count = len(dossier.waiting)
        noun = f"{count} écarts ne sont pas expliqués" if count > 1 else "Un écart n’est pas expliqué"
        names = ", ".join(line.figure.indicator.short_name.lower() for line in dossier.waiting[:3])
        found.append(Missing(f"{noun}{NBSP}: {names}{'…' if count > 3 else ''}.", reverse("gap_list", args=at), True))
    if dossier.month < YEAR_END or not dossier.lines:
        known = dossier.year.month_name(dossier.month)
        told = f"Les résultats ne sont connus que jusqu’à {known}." if dossier.lines else "Aucun résultat n’est connu."
        found.append(Missing(told, reverse("dashboard", args=at), True))
    for rule in RULES.values():
        if rule.is_wanted and not dossier.part(rule.part):
            url = reverse("annual_entry_add", args=[*at, rule.part])
            found.append(Missing(f"La partie «{NBSP}{rule.label}{NBSP}» est vide.", url, False))
    if dossier.waiting_initiatives:
        count = dossier.waiting_initiatives
        noun = f"{count} initiatives attendent" if count > 1 else "Une initiative attend"
        found.append(Missing(f"{noun} d’être relue{'s' if count > 1 else ''}.", reverse("initiatives", args=at), False))
    elif not dossier.initiatives:
        found.append(Missing("Aucune initiative n’est retenue.", reverse("initiatives", args=at), False))
    return tuple(found)


# --- Pieces -----------------------------------------------------------------------------------------------------------


def _by_family(lines: list[ResultLine]) -> tuple[tuple[str, tuple[ResultLine, ...]], ...]:
    families: dict[Family, list[ResultLine]] = defaultdict(list)
    for line in lines:
        families[Family(line.figure.indicator.family)].append(line)
    labels = {Family.OTHER: "Autres indicateurs ciblés"}
    return tuple((labels.get(family, family.label), tuple(families[family])) for family in Family if family in families)


def _entries(report: AnnualReport | None) -> dict[str, tuple[AnnualEntry, ...]]:
    if report is None:
        return {}
    parts: dict[str, list[AnnualEntry]] = defaultdict(list)
    for entry in report.entries.select_related("people_of"):
        parts[entry.part].append(entry)
    return {part: tuple(entries) for part, entries in parts.items()}


def _costs(entries: tuple[AnnualEntry, ...], figures: list[Figure]) -> tuple[CostLine, ...]:
    people = {figure.indicator.pk: figure.result for figure in figures if not figure.indicator.is_quotient}
    return tuple(CostLine(entry, people.get(entry.people_of_id)) for entry in entries)


def _initiatives(territory: Territory, year: FiscalYear) -> tuple[InitiativeGroup, ...]:
    """A region tells all its own that were retained; Québec those that were chosen, under their headings."""
    if territory.kind != TerritoryKind.NATIONAL:
        own = tuple(Initiative.objects.told().filter(territory=territory, year=year).select_related("territory"))
        return (InitiativeGroup(None, own),) if own else ()
    chosen = Initiative.objects.chosen().select_related("territory")
    headings = ReportHeading.objects.filter(year=year).prefetch_related(Prefetch("initiatives", queryset=chosen))
    groups = (InitiativeGroup(heading, tuple(heading.initiatives.all())) for heading in headings)
    return tuple(group for group in groups if group.initiatives)


def _waiting(territory: Territory, year: FiscalYear) -> int:
    waiting = Initiative.objects.filter(year=year, state=InitiativeState.SUBMITTED)
    return (waiting if territory.kind == TerritoryKind.NATIONAL else waiting.filter(territory=territory)).count()


def _moved(report: AnnualReport | None, figures: list[Figure]) -> tuple[Moved, ...]:
    if report is None or not report.adopted_figures:
        return ()
    adopted = report.adopted_figures
    return tuple(
        Moved(figure, adopted[figure.indicator.key][0])
        for figure in figures
        if figure.indicator.key in adopted and adopted[figure.indicator.key][0] != figure.result_text
    )
