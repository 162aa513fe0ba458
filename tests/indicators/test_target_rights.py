"""Who sets targets where: the ministry and the Commission for Québec and the regions, each region for itself."""

from decimal import Decimal

import pytest

from core.errors import Refused
from indicators.allocation_services import create_scenario
from indicators.models import Target
from indicators.rights import may_revise_target, may_split_target
from indicators.services import open_year, revise_target
from tests.indicators.page_reader import links

NATION = "/quebec/2007-2008/indicateurs/SSC/"
REGION = "/bas-saint-laurent/2007-2008/indicateurs/2/"
OFFICE = "/cle-rimouski-neigette/2007-2008/indicateurs/2/"
EVERYBODY = (
    "director", "planner", "cle_manager", "member", "secretary", "national", "analyst", "administrator", "partner",
    "outsider",
)  # fmt: skip


def revise(indicator, place, by, expected_version=1):
    return revise_target(
        indicator=indicator, year=open_year(2007), territory=place, value=Decimal(57_000), reason="Essai.",
        effective_month=6, expected_version=expected_version, by=by,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "setters", "splitters"),
    [
        ("QC", {"national"}, {"national"}),
        ("01", {"national", "director", "planner"}, {"director", "planner"}),
        ("01-100", {"director", "planner"}, set()),
        ("02", {"national", "outsider"}, {"outsider"}),
    ],
)
def test_each_level_has_those_who_set_its_targets(cast, places, code, setters, splitters):
    place = places(code)
    found = {who for who in EVERYBODY if may_revise_target(getattr(cast, who), place)}
    assert found == setters
    if code != "01-100":
        assert {who for who in EVERYBODY if may_split_target(getattr(cast, who), place)} == splitters


def test_the_ministry_revises_the_target_of_quebec_and_signs_it(cast, indicator, places):
    target = revise(indicator("SSC"), places("QC"), cast.national)
    assert (target.version, target.value, target.author) == (2, 57_000, cast.national)


@pytest.mark.parametrize("who", ("director", "planner", "outsider", "member"))
def test_a_region_does_not_touch_the_target_of_quebec(cast, as_user, indicator, places, who):
    with pytest.raises(Refused) as refusal:
        revise(indicator("SSC"), places("QC"), getattr(cast, who))
    assert refusal.value.message == "Les cibles du Québec sont fixées par le ministère et la Commission."
    client = as_user(getattr(cast, who))
    for page in ("cible/", "repartition/"):
        assert client.get(f"{NATION}{page}").status_code == client.post(f"{NATION}{page}", {}).status_code == 404
    assert Target.objects.filter(territory=places("QC"), indicator=indicator("SSC")).count() == 1


def test_the_ministry_does_not_touch_the_target_of_an_office(cast, as_user, indicator, places):
    with pytest.raises(Refused) as refusal:
        revise(indicator("2"), places("01-100"), cast.national)
    assert refusal.value.message == "Seules la direction et la planification régionales révisent une cible."
    assert as_user(cast.national).get(f"{OFFICE}cible/").status_code == 403


def test_the_ministry_splits_among_the_regions_and_leaves_the_offices_to_each_region(cast, as_user, indicator, places):
    client = as_user(cast.national)
    assert (client.get(f"{NATION}repartition/").status_code, client.get(f"{REGION}repartition/").status_code) == (
        200,
        403,
    )
    assert links(client.get(NATION))[f"{NATION}repartition/"] == "Répartir entre les régions"
    assert f"{REGION}repartition/" not in links(client.get(REGION))
    year, quebec, region = open_year(2007), places("QC"), places("01")
    scenario = create_scenario(indicator=indicator("SSC"), year=year, parent=quebec, key="equal", by=cast.national)
    assert scenario.parts.count() == 17
    with pytest.raises(Refused):
        create_scenario(indicator=indicator("2"), year=year, parent=region, key="equal", by=cast.national)


def test_the_region_fixes_its_own_target_after_the_ministry(cast, indicator, places):
    given = revise(indicator("2"), places("01"), cast.national)
    own = revise(indicator("2"), places("01"), cast.director, expected_version=given.version)
    assert [(one.version, one.author) for one in (given, own)] == [(2, cast.national), (3, cast.director)]
