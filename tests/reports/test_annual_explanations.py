"""Explained gaps: who writes them, what is kept, what is shown, and what still waits."""

import pytest

from core.errors import Conflict, Refused
from indicators.explanations import explained_gaps
from indicators.models import WHOLE_YEAR, Explanation, FiscalYear
from indicators.services import Series, record_series
from indicators.services_explanation import explain_gap
from regions.models import Territory
from tests.indicators.test_page_queries import queries_of

LIST = "/bas-saint-laurent/2007-2008/ecarts/"
FORM = "/bas-saint-laurent/2007-2008/indicateurs/17/ecart/"
DECEMBER = f"{FORM}2007-12/"


@pytest.fixture
def year(db) -> FiscalYear:
    return FiscalYear.objects.get(start=2007)


@pytest.fixture
def cleared(db):
    """No explanation at all: those of the demonstration are set aside."""
    _forget()


def _forget():
    from indicators.models import ExplanationVersion

    ExplanationVersion.objects.all().delete()
    Explanation.objects.all().delete()


@pytest.fixture
def explain(cast, region, year, indicator, cleared):
    """explain("17"): an explanation written by the planner; keywords replace what is said."""

    def write(number="17", **options):
        values = {"causes": "Peu d’entreprises ont signé.", "measures": "Une tournée est prévue.", "by": cast.planner}
        return explain_gap(indicator=indicator(number), territory=region, year=year, **values | options)

    return write


def test_the_first_version_and_the_next_are_both_kept(explain, cast):
    first = explain()
    second = explain(causes="Deux employeurs ont fermé.", expected_version=1, by=cast.director)
    told = [(one.version, one.causes, one.author) for one in second.versions.all()]
    assert (first.pk, second.version) == (second.pk, 2)
    assert told == [
        (2, "Deux employeurs ont fermé.", cast.director),
        (1, "Peu d’entreprises ont signé.", cast.planner),
    ]


def test_the_second_of_two_authors_gets_the_text_of_the_first(explain):
    explain(causes="La mienne.")
    with pytest.raises(Conflict) as refused:
        explain(causes="La vôtre.", expected_version=0)
    assert refused.value.current.causes == "La mienne."
    with pytest.raises(Conflict):
        explain(causes="Encore une.", expected_version=7)


def test_an_explanation_without_causes_is_refused_beside_its_field(explain):
    with pytest.raises(Refused) as refused:
        explain(causes="  ")
    assert refused.value.fields == {"causes": "Dites pourquoi le résultat s’écarte de la cible."}


@pytest.mark.parametrize("who", ("member", "secretary", "cle_manager", "administrator", "outsider", "partner"))
def test_readers_do_not_explain(explain, cast, who):
    with pytest.raises(Refused):
        explain(by=getattr(cast, who))


@pytest.mark.parametrize("who", ("director", "planner", "analyst"))
def test_direction_planning_and_analysis_explain(explain, cast, who):
    assert explain(by=getattr(cast, who)).author == getattr(cast, who)


def test_a_month_without_result_has_no_gap_to_explain(explain, year, indicator, cast):
    with pytest.raises(Refused, match="Aucun résultat"):
        explain(number="11")


def test_late_and_watched_indicators_wait_until_they_are_explained(explain, region):
    def waiting():
        gaps = explained_gaps(territory=region, year=2007)
        return [gap.figure.indicator.number for gap in gaps if gap.is_waiting]

    before = waiting()
    explain("17", month=9)
    assert (before, waiting()) == (["6", "7", "10", "12", "17", "SS4"], before)
    explain("17", month=12)
    explain("10")
    assert waiting() == ["6", "7", "12", "SS4"]


def test_the_account_of_the_year_replaces_that_of_march(explain, region):
    explain("17", month=12, causes="En mars.")
    explain("17", month=WHOLE_YEAR, causes="De l’exercice.")
    gap = next(one for one in explained_gaps(territory=region, year=2007) if one.figure.indicator.number == "17")
    assert gap.explanation.causes == "De l’exercice."


def test_a_result_corrected_afterwards_is_told(explain, region, year, indicator):
    explain("17")
    office = Territory.objects.get(code="01-100")
    record_series(
        year=year, series=[Series(indicator=indicator("17"), territory=office, months=[9] * 12)], by=None
    )  # fmt: skip
    gap = next(one for one in explained_gaps(territory=region, year=2007) if one.figure.indicator.number == "17")
    assert gap.has_moved is True


def test_reading_costs_the_same_for_one_and_three_explanations(explain, as_user, cast):
    client = as_user(cast.member)
    explain("17")
    one = queries_of(client, LIST)
    explain("10")
    explain("6")
    assert queries_of(client, LIST) == one


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "listed", "written"),
    (("director", 200, 200), ("analyst", 200, 200), ("member", 200, 403), ("cle_manager", 200, 403),
     ("national", 200, 403), ("partner", 404, 404), ("outsider", 404, 404)),
)  # fmt: skip
def test_readers_read_and_authors_write(as_user, cast, who, listed, written):
    client = as_user(getattr(cast, who))
    assert (client.get(LIST).status_code, client.get(FORM).status_code) == (listed, written)


def test_what_is_typed_is_kept_when_it_is_refused(as_user, cast, cleared):
    answer = as_user(cast.planner).post(FORM, {"causes": "", "measures": "Une tournée.", "expected_version": 0})
    assert answer.status_code == 422
    assert answer.context["form"]["measures"].value() == "Une tournée."
    assert Explanation.objects.count() == 0


def test_the_page_shows_both_texts_on_a_conflict_and_then_takes_the_second(explain, as_user, cast):
    explain(causes="Texte de l’une.")
    client = as_user(cast.analyst)
    typed = {"causes": "Texte de l’autre.", "measures": "", "expected_version": 0}
    answer = client.post(FORM, typed)
    page = answer.content.decode()
    assert (answer.status_code, page.count("Texte de l’une."), "Texte de l’autre." in page) == (409, 2, True)
    typed["expected_version"] = answer.context["form"]["expected_version"].value()
    assert client.post(FORM, typed).status_code == 302
    assert Explanation.objects.get().version == 2


def test_the_indicator_page_tells_the_explanations_and_leads_to_the_form(explain, as_user, cast):
    explain("17", month=9, causes="Peu d’employeurs en décembre.")
    page = as_user(cast.planner).get("/bas-saint-laurent/2007-2008/indicateurs/17/?mois=2007-12").content.decode()
    assert ("Peu d’employeurs en décembre." in page, f'href="{DECEMBER}"' in page) == (True, True)
    read = as_user(cast.member).get("/bas-saint-laurent/2007-2008/indicateurs/17/?mois=2007-12").content.decode()
    assert ("Peu d’employeurs en décembre." in read, f'href="{DECEMBER}"' in read) == (True, False)
