"""Verbs on places."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify

from core import versions
from regions.catalogue import MRCS, REGIONS, MRCRecord
from regions.enums import TerritoryKind
from regions.models import FIRST_YEAR, LAST_YEAR, MRC, Ancestry, MRCMembership, Territory

NATIONAL_CODE = "QC"
DETAILED_REGION = "01"  # the only region whose CLEs the sources name: eight, one per MRC
SHUTTLE_DAY = date(2021, 7, 28)  # Brome-Missisquoi and La Haute-Yamaska leave Montérégie for Estrie
FIRST_YEAR_AFTER_SHUTTLE = 2022  # results of 2021-2022 stay where the year began


@transaction.atomic
def load_territories() -> None:
    """Create or refresh Québec, its regions, MRCs and offices from the official catalogue. Safe to run again."""
    nation = _territory(NATIONAL_CODE, TerritoryKind.NATIONAL, "Québec", "quebec", None, 0)
    regions = {
        code: _territory(code, TerritoryKind.REGION, name, slugify(name.replace("–", "-")), nation, int(code))
        for code, name in REGIONS.items()
    }
    for region in regions.values():
        _counts_in(region, [(nation, FIRST_YEAR, LAST_YEAR)])
    _counts_in(nation, [])
    for record in MRCS:
        mrc = _load_mrc(record, regions)
        _load_office(mrc, record, regions, nation)
    versions.draw([versions.CATALOGUE])


def _territory(code, kind, name, slug, parent, position, **others) -> Territory:
    return Territory.objects.update_or_create(
        code=code,
        defaults={
            "kind": kind,
            "name": name,
            "slug": slug,
            "parent": parent,
            "position": position,
            **others,
        },
    )[0]


def _load_mrc(record: MRCRecord, regions: dict[str, Territory]) -> MRC:
    mrc, _ = MRC.objects.update_or_create(
        code=record.code,
        defaults={
            "name": record.name,
            "kind": record.kind,
            "former_name": record.former_name,
            "renamed_in": record.renamed_in,
        },
    )
    moved = bool(record.former_region)
    MRCMembership.objects.update_or_create(
        mrc=mrc, region=regions[record.region], start=SHUTTLE_DAY if moved else None, defaults={"end": None}
    )
    if moved:
        MRCMembership.objects.update_or_create(
            mrc=mrc,
            region=regions[record.former_region],
            start=None,
            defaults={"end": SHUTTLE_DAY - timedelta(days=1)},
        )
    return mrc


def _load_office(mrc: MRC, record: MRCRecord, regions: dict[str, Territory], nation: Territory) -> None:
    """One office per MRC: the real CLE in the detailed region, elsewhere a demonstration office marked as such."""
    region = regions[record.region]
    office = _territory(
        f"{record.region}-{record.code}",
        TerritoryKind.CLE,
        record.name,
        f"cle-{slugify(record.name)}",
        region,
        int(record.code),
        is_demonstration=record.region != DETAILED_REGION,
        former_name=record.former_name,
        renamed_in=record.renamed_in,
    )
    office.mrcs.set([mrc])
    spans = [(nation, FIRST_YEAR, LAST_YEAR)]
    if record.former_region:
        spans += [
            (regions[record.former_region], FIRST_YEAR, FIRST_YEAR_AFTER_SHUTTLE - 1),
            (region, FIRST_YEAR_AFTER_SHUTTLE, LAST_YEAR),
        ]
    else:
        spans.append((region, FIRST_YEAR, LAST_YEAR))
    _counts_in(office, spans)


def _counts_in(territory: Territory, spans: list[tuple[Territory, int, int]]) -> None:
    for ancestor, first, last in [(territory, FIRST_YEAR, LAST_YEAR), *spans]:
        Ancestry.objects.update_or_create(
            descendant=territory, ancestor=ancestor, first_year=first, defaults={"last_year": last}
        )
