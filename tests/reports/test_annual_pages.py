"""The annual report: read by those of the territory, written part by part, adopted, sent, never changed after."""

from datetime import date

import pytest

from core.errors import Conflict, Refused
from indicators.models import FiscalYear
from indicators.services_explanation import explain_gap
from reports import annual_services as services
from reports.annual import annual_dossier, figures_told, readiness
from reports.annual_enums import AnnualPart, AnnualState
from reports.models import AnnualChange, AnnualEntry, AnnualReport
from tests.indicators.test_page_queries import queries_of

PAGE = "/bas-saint-laurent/2007-2008/rapport-annuel/"
QUEBEC = "/quebec/2023-2024/rapport-annuel/"
ADD = f"{PAGE}ajouter/plaintes/"
ADOPTION = {"on": date(2008, 9, 18), "resolution": "CPMT-2008-41", "missing": [], "figures": {}}


@pytest.fixture
def report(db, region) -> AnnualReport:
    return AnnualReport.objects.select_related("territory", "year").get(territory=region, year=2007)


@pytest.fixture
def complaint(report, cast) -> AnnualEntry:
    return services.add_entry(report=report, part="plaintes", by=cast.planner, title="Demandes reçues", value=96)


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    (("director", 200), ("member", 200), ("cle_manager", 200), ("national", 200), ("partner", 404), ("outsider", 404)),
)
def test_the_report_is_read_by_those_who_read_results(as_user, cast, who, status):
    assert as_user(getattr(cast, who)).get(PAGE).status_code == status


def test_a_local_office_has_no_annual_report(as_user, cast):
    assert as_user(cast.director).get("/rimouski-neigette/2007-2008/rapport-annuel/").status_code == 404


def test_the_page_tells_the_due_date_what_lacks_and_the_results(as_user, cast):
    page = as_user(cast.director).get(PAGE).content.decode().replace("\u00a0", " ")
    told = ("au plus tard le 30 septembre 2008", "Un écart n’est pas expliqué", "83,8 %", "2 807 $", "démonstration")
    assert [text for text in told if text not in page] == []


def test_the_national_page_tells_its_tables(as_user, cast):
    page = as_user(cast.national).get(QUEBEC).content.decode().replace("\u00a0", " ")
    told = ("107,1 %", "137,1 %", "−2,6 pts", "−2,0 pts", "−7,8 pts", "+9,5 pts", "113 %", "102 %", "83 %", "4 207 731")
    assert [text for text in told if text not in page] == []
    assert "44 611" not in page  # worked out again from a share: it is not told


def test_a_year_without_anything_says_so(as_user, cast):
    page = as_user(cast.outsider).get("/saguenay-lac-saint-jean/2007-2008/rapport-annuel/").content.decode()
    assert "Rien à raconter pour cet exercice" in page


def test_the_page_costs_the_same_for_one_and_three_elements(as_user, cast, report):
    client = as_user(cast.member)
    client.get(PAGE)
    before = queries_of(client, PAGE)
    for number in range(3):
        services.add_entry(report=report, part="plaintes", by=cast.planner, title=f"Nombre {number}", value=number)
    assert queries_of(client, PAGE) == before


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_an_element_is_added_changed_and_removed_and_the_history_keeps_it(report, cast, complaint):
    changed = services.edit_entry(entry=complaint, expected_version=1, by=cast.analyst, value=97)
    services.remove_entry(entry=changed, expected_version=2, by=cast.director)
    told = AnnualChange.objects.filter(entry=complaint.pk).order_by("pk").values_list("field", "old", "new")
    assert list(told) == [
        ("", "", "Demandes reçues"),
        ("value", "96", "97"),
        ("title", "Demandes reçues", ""),
        ("value", "97", ""),
    ]
    assert AnnualEntry.objects.filter(pk=complaint.pk).exists() is False


def test_the_second_author_gets_what_the_first_wrote(cast, complaint):
    services.edit_entry(entry=complaint, expected_version=1, by=cast.planner, value=97)
    with pytest.raises(Conflict) as refused:
        services.edit_entry(entry=complaint, expected_version=1, by=cast.analyst, value=98)
    assert refused.value.current.value == 97


@pytest.mark.parametrize(
    ("values", "field"),
    (({"title": "", "value": 1}, "title"), ({"title": "Reçues"}, "value"), ({"title": "Reçues", "value": -1}, "value")),
)  # fmt: skip
def test_what_a_part_needs_is_asked_beside_its_field(report, cast, values, field):
    with pytest.raises(Refused) as refused:
        services.add_entry(report=report, part="plaintes", by=cast.planner, **values)
    assert list(refused.value.fields) == [field]


def test_a_reader_is_refused_the_form_and_the_act(as_user, cast, complaint):
    member = as_user(cast.member)
    assert [
        member.get(ADD).status_code,
        member.get(f"/rapport-annuel/element/{complaint.pk}/").status_code,
        member.post(f"/rapport-annuel/element/{complaint.pk}/retirer/", {"version": 1}).status_code,
        member.post(f"{PAGE}adopter/", {"on": "2008-09-18"}).status_code,
        as_user(cast.outsider).get(f"/rapport-annuel/element/{complaint.pk}/").status_code,
    ] == [403, 403, 403, 403, 404]


def test_the_form_keeps_what_is_typed_when_it_is_refused(as_user, cast):
    answer = as_user(cast.planner).post(ADD, {"title": "Reçues", "value": "douze", "decimals": 0, "unit": "plaintes"})
    assert (answer.status_code, answer.context["form"]["value"].value()) == (422, "douze")


def test_the_form_adds_and_the_page_shows_both_texts_on_a_conflict(as_user, cast, report, complaint):
    client = as_user(cast.planner)
    address = f"/rapport-annuel/element/{complaint.pk}/"
    typed = {"title": "Demandes de révision reçues", "value": "1 204,5", "decimals": 1, "unit": "", "version": 1}
    services.edit_entry(entry=complaint, expected_version=1, by=cast.analyst, title="Demandes tardives")
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert (answer.status_code, "Demandes tardives" in page, "Demandes de révision reçues" in page) == (409, True, True)
    typed["version"] = answer.context["form"]["version"].value()
    assert client.post(address, typed).status_code == 302
    complaint.refresh_from_db()
    assert (complaint.title, str(complaint.value), complaint.version) == ("Demandes de révision reçues", "1204.500", 3)


@pytest.mark.parametrize("part", list(AnnualPart))
def test_every_part_has_a_form(as_user, cast, part):
    assert as_user(cast.analyst).get(f"{PAGE}ajouter/{part}/").status_code == 200


# --- Acts -------------------------------------------------------------------------------------------------------------


def test_the_commission_adopts_then_the_minister_receives_and_nothing_changes_any_more(report, cast, complaint):
    services.adopt_report(report=report, by=cast.national, **ADOPTION)
    with pytest.raises(Refused, match="adopté"):
        services.edit_entry(entry=complaint, expected_version=1, by=cast.planner, value=1)
    services.send_report(report=report, on=date(2008, 9, 29), by=cast.national)
    with pytest.raises(Refused, match="transmis"):
        services.reopen_report(report=report, reason="Erreur.", by=cast.national)
    report.refresh_from_db()
    assert (report.state, report.adopted_on, report.sent_on) == (AnnualState.SENT, date(2008, 9, 18), date(2008, 9, 29))


def test_a_report_with_an_unexplained_gap_is_not_adopted(as_user, cast, report):
    answer = as_user(cast.national).post(f"{PAGE}adopter/", {"on": "2008-09-18", "resolution": "41"})
    page = answer.content.decode().replace("\u00a0", " ")
    assert (answer.status_code, "n’est pas prêt à être adopté : Un écart" in page) == (422, True)


def test_the_page_records_the_acts(as_user, cast, report, indicator):
    explain_gap(
        indicator=indicator("SS4"), territory=report.territory, year=report.year, causes="Trop peu de demandes.",
        by=cast.analyst,
    )  # fmt: skip
    client = as_user(cast.national)
    assert client.post(f"{PAGE}adopter/", {"on": "2008-09-18", "resolution": "41"}).status_code == 302
    assert client.post(f"{PAGE}transmettre/", {"on": "2008-09-01"}).status_code == 422
    assert client.post(f"{PAGE}rouvrir/", {"reason": ""}).status_code == 422
    assert client.post(f"{PAGE}rouvrir/", {"reason": "Une plainte manque."}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.adopted_figures) == (AnnualState.DRAFT, None)


@pytest.mark.parametrize("on", (date(2008, 3, 31), date(2999, 1, 1)))
def test_an_act_is_neither_before_the_end_of_the_year_nor_to_come(report, cast, on):
    with pytest.raises(Refused):
        services.adopt_report(report=report, by=cast.national, **ADOPTION | {"on": on})


def test_the_region_does_not_record_the_acts_of_the_commission(report, cast):
    with pytest.raises(Refused):
        services.adopt_report(report=report, by=cast.director, **ADOPTION)


def test_results_that_change_after_the_adoption_are_told(report, cast, region):
    year = FiscalYear.objects.get(start=2007)
    figures = figures_told(annual_dossier(region, year)) | {"2": ["8 190", "8 100"]}
    services.adopt_report(report=report, by=cast.national, **ADOPTION | {"figures": figures})
    moved = annual_dossier(region, year).moved
    assert [(one.figure.indicator.number, one.adopted) for one in moved] == [("2", "8 190")]


def test_everything_told_leaves_nothing_to_mend(report, cast, region, indicator):
    explain_gap(indicator=indicator("SS4"), territory=region, year=report.year, causes="Peu.", by=cast.analyst)
    missing = readiness(annual_dossier(region, report.year))
    assert [(one.sentence, one.blocks) for one in missing] == [("Une initiative attend d’être relue.", False)]
