"""Reference data on places."""

from regions.models import MRC, Territory

BAS_SAINT_LAURENT = {"code": "01", "name": "Bas-Saint-Laurent"}


def test_the_seventeen_regions_in_order_of_code(rows, cast):
    regions = rows(cast.outsider, "regions/")
    assert [region["code"] for region in regions] == [f"{number:02d}" for number in range(1, 18)]
    assert regions[0] == {**BAS_SAINT_LAURENT, "slug": "bas-saint-laurent", "kind": "region"}


def test_a_region_tells_its_offices_and_its_mrcs_of_today(read, cast):
    region = read(cast.partner, "regions/01/").json()
    assert {key: region[key] for key in ("code", "name", "slug", "kind")} == {
        **BAS_SAINT_LAURENT,
        "slug": "bas-saint-laurent",
        "kind": "region",
    }
    assert region["cles"][3] == {"code": "01-100", "name": "Rimouski-Neigette", "is_demonstration": False}
    assert [mrc["code"] for mrc in region["mrcs"]] == ["070", "080", "090", "100", "110", "120", "130", "140"]
    assert [cle["code"] for cle in region["cles"]] == [f"01-{mrc['code']}" for mrc in region["mrcs"]]


def test_an_office_is_no_region(read, cast):
    response = read(cast.director, "regions/01-100/")
    assert (response.status_code, response.json()) == (404, {"detail": "Région inconnue : 01-100."})


def test_the_hundred_and_four_mrcs(rows, cast):
    assert len(rows(cast.director, "mrcs/")) == 104


def test_an_mrc_that_moved_tells_both_memberships(read, cast):
    estrie, monteregie = {"code": "05", "name": "Estrie"}, {"code": "16", "name": "Montérégie"}
    assert read(cast.director, "mrcs/460/").json() == {
        "code": "460",
        "name": "Brome-Missisquoi",
        "kind": "MRC",
        "former_name": "",
        "renamed_in": None,
        "region": estrie,
        "memberships": [
            {"region": monteregie, "start": None, "end": "2021-07-27"},
            {"region": estrie, "start": "2021-07-28", "end": None},
        ],
    }


def test_the_mrcs_of_a_region_are_those_of_the_day_asked_for(rows, cast):
    before = {mrc["code"] for mrc in rows(cast.director, "mrcs/?region=16&on=2021-07-27")}
    after = {mrc["code"] for mrc in rows(cast.director, "mrcs/?region=16&on=2021-07-28")}
    assert before - after == {"460", "470"}
    assert after < before
    assert {mrc["region"]["code"] for mrc in rows(cast.director, "mrcs/?region=16&on=2021-07-27")} == {"16"}


def test_a_renamed_mrc_tells_its_former_name(read, cast):
    mrc = read(cast.director, "mrcs/080/").json()
    stored = MRC.objects.get(code="080")
    assert (mrc["name"], mrc["former_name"], mrc["renamed_in"]) == ("La Matanie", "Matane", stored.renamed_in)


def test_the_offices_of_a_region(rows, cast):
    offices = rows(cast.director, "cles/?region=01")
    assert len(offices) == 8
    assert offices[3] == {
        "code": "01-100",
        "name": "Rimouski-Neigette",
        "region": BAS_SAINT_LAURENT,
        "mrcs": [{"code": "100", "name": "Rimouski-Neigette"}],
        "is_demonstration": False,
    }


def test_made_up_offices_say_so(rows, cast):
    made_up = {office["code"] for office in rows(cast.director, "cles/") if office["is_demonstration"]}
    stored = Territory.objects.cles().filter(is_demonstration=True)
    assert made_up == set(stored.values_list("code", flat=True))
    assert len(made_up) == 104 - 8


def test_an_unknown_region_or_a_malformed_day_is_told(read, cast):
    unknown, malformed = read(cast.director, "cles/?region=99"), read(cast.director, "mrcs/?on=27-07-2021")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "Région inconnue : 99."})
    assert (malformed.status_code, list(malformed.json())) == (400, ["on"])
