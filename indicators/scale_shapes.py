"""The shapes from which load-test data are made: offices, indicators and breakdown groups, as temporary tables."""

from django.db import connection
from django.utils.text import slugify

from indicators.enums import DimensionKind, Direction, Kind, Obligation, Service
from indicators.models import BreakdownDimension, BreakdownGroup, Indicator, IndicatorPeriod
from regions.enums import TerritoryKind
from regions.models import FIRST_YEAR, LAST_YEAR, Ancestry, Territory

SEASONS = (91, 84, 62, 58, 97, 142, 103, 81, 60, 96, 71, 55)  # thousandths of the year, April to March
NEW_AGES = 2016  # the first year of the new age groups, as the cut-offs moved

# Dimension, its kind, then each group: name, interval of the people in thousandths, first and last year.
_DIMENSIONS = (
    ("sexe", "Sexe", DimensionKind.PARTITION, (("Femmes", 0, 478), ("Hommes", 478, 1000))),
    (
        "age",
        "Âge",
        DimensionKind.PARTITION,
        (
            ("Moins de 30 ans", 0, 331, 0, NEW_AGES - 1),
            ("30 à 44 ans", 331, 703, 0, NEW_AGES - 1),
            ("45 ans et plus", 703, 1000, 0, NEW_AGES - 1),
            ("Moins de 35 ans", 0, 452, NEW_AGES, LAST_YEAR),
            ("35 à 54 ans", 452, 841, NEW_AGES, LAST_YEAR),
            ("55 ans et plus", 841, 1000, NEW_AGES, LAST_YEAR),
        ),
    ),
    (
        "statut",
        "Statut",
        DimensionKind.OVERLAPPING,
        (
            ("Assurance-emploi", 0, 520),
            ("Aide financière de dernier recours", 440, 810),
            ("Sans soutien public", 760, 960),
            ("En emploi", 900, 1000),
        ),
    ),
    (
        "clientele",
        "Clientèle",
        DimensionKind.PARTIAL,
        (
            ("Personnes immigrantes", 40, 236),
            ("Personnes handicapées", 300, 352),
            ("Personnes judiciarisées", 352, 366),
        ),
    ),
)
_VOLUMES = (300_000, 210_000, 128_000, 96_000, 61_000, 34_000, 17_500, 8_200, 3_900, 1_400)


def prepare(size) -> None:
    """Complete offices, indicators and groups to the size asked for, and describe them in temporary tables."""
    offices, indicators, groups = _offices(size.offices), _indicators(size.indicators), _groups(size.groups)
    drop()
    with connection.cursor() as cursor:
        for statement in (
            "CREATE TEMPORARY TABLE scale_office (id integer, rank bigint, weight bigint)",
            "CREATE TEMPORARY TABLE scale_indicator"
            " (id integer, rank bigint, is_quotient integer, volume bigint, rate bigint, target_rate bigint)",
            "CREATE TEMPORARY TABLE scale_group (group_id integer, lower_bound bigint, upper_bound bigint,"
            " first_year integer, last_year integer)",
        ):
            cursor.execute(statement)
        cursor.executemany("INSERT INTO scale_office VALUES (%s, %s, %s)", list(_office_rows(offices)))
        cursor.executemany(
            "INSERT INTO scale_indicator VALUES (%s, %s, %s, %s, %s, %s)", list(map(_indicator_row, indicators))
        )
        cursor.executemany("INSERT INTO scale_group VALUES (%s, %s, %s, %s, %s)", groups)


def drop() -> None:
    with connection.cursor() as cursor:
        for name in ("scale_office", "scale_indicator", "scale_group"):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


def _office_rows(offices: list[Territory]):
    """Weights in millionths that sum to about one million: offices differ fourfold."""
    raw = [(rank * 7919) % 30 + 10 for rank in range(1, len(offices) + 1)]
    for rank, (office, weight) in enumerate(zip(offices, raw, strict=True), start=1):
        yield office.pk, rank, weight * 1_000 // sum(raw) or 1


def _indicator_row(indicator: Indicator):
    rank = indicator.position
    rate = 420 + rank * 53 % 400  # numerator ÷ denominator, in thousandths
    target = (rate + 20) * indicator.multiplier * 10**indicator.decimals // 1000
    volume = _VOLUMES[rank % len(_VOLUMES)] * 10**indicator.component_decimals
    return indicator.pk, rank, int(indicator.is_quotient), volume, rate, target


# --- Places ----------------------------------------------------------------------------------------------------------


def _offices(count: int) -> list[Territory]:
    """The first offices of every region in turn; made-up ones, marked as such, once there are no more."""
    by_region = [list(region.children.order_by("position")) for region in Territory.objects.regions()]
    existing = [
        row[rank] for rank in range(max(map(len, by_region), default=0)) for row in by_region if rank < len(row)
    ]
    if count > len(existing):
        existing += _more_offices(count - len(existing))
    return existing[:count]


def _more_offices(count: int) -> list[Territory]:
    nation, regions = Territory.objects.national(), list(Territory.objects.regions())
    codes = [(regions[rank % len(regions)], f"E{rank // len(regions) + 1:02d}") for rank in range(count)]
    offices = [
        Territory(
            kind=TerritoryKind.CLE,
            code=f"{region.code}-{code}",
            name=f"Bureau d’essai {code} ({region.name})",
            slug=f"cle-essai-{region.code}-{slugify(code)}",
            parent=region,
            position=900 + int(code[1:]),
            is_demonstration=True,
        )
        for region, code in codes
    ]
    offices = Territory.objects.bulk_create(offices)
    Ancestry.objects.bulk_create(
        Ancestry(descendant=office, ancestor=ancestor, first_year=FIRST_YEAR, last_year=LAST_YEAR)
        for office in offices
        for ancestor in (office, office.parent, nation)
    )
    return offices


# --- Indicators and groups -------------------------------------------------------------------------------------------


def _indicators(count: int) -> list[Indicator]:
    """The first of the catalogue, then made-up counts."""
    existing = list(Indicator.objects.order_by("position")[:count])
    missing = [
        Indicator(
            number="",
            code=f"ESSAI_CHARGE_{rank}",
            name=f"Indicateur d’essai de charge {rank}",
            short_name=f"Essai {rank}",
            kind=Kind.COUNT,
            direction=Direction.HIGHER,
            unit="personnes",
            decimals=0,
            definition="Indicateur synthétique.",
            service=Service.EMPLOYMENT,
            position=500 + rank,
        )
        for rank in range(1, count - len(existing) + 1)
    ]
    made = Indicator.objects.bulk_create(missing)
    IndicatorPeriod.objects.bulk_create(
        IndicatorPeriod(indicator=indicator, first_year=FIRST_YEAR, obligation=Obligation.TARGETED)
        for indicator in made
    )
    return existing + made


def _groups(count: int) -> list[tuple]:
    """Everybody, then as many slots as asked for: two age groups of different years share a slot."""
    rows: list[tuple] = [(BreakdownGroup.TOTAL, 0, 1000, 0, LAST_YEAR)]
    slots = 1
    for code, name, kind, groups in _DIMENSIONS:
        dimension = BreakdownDimension.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})[0]
        for rank, (label, low, high, *years) in enumerate(groups, start=1):
            first, last = years or (0, LAST_YEAR)
            slots += first < NEW_AGES
            if slots <= count:
                group = _group(dimension, f"{code}-{rank}", label, first, last)
                rows.append((group.pk, low, high, first, last))
    rows += [_extra_group(rank) for rank in range(slots + 1, count + 1)]
    return rows


def _group(dimension: BreakdownDimension, code: str, name: str, first: int, last: int) -> BreakdownGroup:
    defaults = {
        "dimension": dimension,
        "name": name,
        "first_year": first,
        "last_year": None if last == LAST_YEAR else last,
    }
    return BreakdownGroup.objects.get_or_create(code=code, defaults=defaults)[0]


def _extra_group(rank: int) -> tuple:
    dimension = BreakdownDimension.objects.get_or_create(
        code="essai", defaults={"name": "Essai", "kind": DimensionKind.PARTIAL}
    )[0]
    group = _group(dimension, f"essai-{rank}", f"Groupe d’essai {rank}", 0, LAST_YEAR)
    return group.pk, rank * 7 % 900, rank * 7 % 900 + 60, 0, LAST_YEAR
