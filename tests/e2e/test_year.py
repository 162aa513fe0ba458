"""A year is played from the national frame to the closed plan: each person with their role, through the pages alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import year_steps as year
from tests.e2e.watch import accept
from tests.e2e.year_steps import OFFICE, PUBLIC, REGION, decide

pytestmark = pytest.mark.e2e
FIELD = "Accompagner vers l’emploi les personnes qui en sont le plus éloignées"
LOCAL = "Tenir une foire de l’emploi à l’automne avec les organismes du milieu."
FIRST, SECOND = "Mission telle que soumise au conseil.", "Mission reprise selon les motifs du conseil."
MINISTER, SEPTEMBER = "Mission amendée par le ministre.", "Mission révisée en septembre."


@pytest.fixture
def people(signed_in):
    """A page for each of the cast who act; what a decision asks to confirm is confirmed."""

    def of(key: str) -> Page:
        page = signed_in(key)
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    return {key: of(key) for key in ("national", "director", "planner", "cle_manager", "secretary", "member")}


def test_a_year_from_the_national_frame_to_the_closed_plan(people, visitor):
    anybody = visitor()
    frame_and_local_plan(people)
    submitted_and_returned(people)
    amended_and_adopted(people)
    approved_with_an_amendment(people)
    published(people, anybody)
    revised_in_september(people, anybody)
    closed(people)
    every_edition_opens_and_differs(people["director"], anybody)


def frame_and_local_plan(people: dict[str, Page]) -> None:
    """The nation changes its frame and publishes its plan; the office writes its own, which the region adopts."""
    year.change_frame(people["national"], FIELD)
    year.publish_national_plan(people["national"])
    year.accept_frame(people["director"], FIELD)
    year.write_local_action(people["cle_manager"], LOCAL)
    decide(people["cle_manager"], OFFICE, "submit_local", "Soumis à la région")
    decide(people["director"], OFFICE, "adopt_local", "Adopté par la région")


def submitted_and_returned(people: dict[str, Page]) -> None:
    """A page left open while a colleague wrote decides nothing; then the plan goes to the council, which returns it."""
    director = people["director"]
    director.goto(f"{REGION}approbation/")
    year.write_mission(people["planner"], FIRST)
    accept(director, 409)
    year.way(director, "submit").locator("button[type=submit]").click()
    expect(director.get_by_role("alert").first).to_contain_text(
        "Le plan a changé depuis que vous avez ouvert cette page"
    )
    decide(director, REGION, "submit", "Soumis")
    decide(
        people["secretary"],
        REGION,
        "return_by_council",
        "Retourné à la région",
        number="CRPMT-2007-1",
        reason="La mission est à préciser.",
    )
    director.goto(f"{REGION}approbation/")
    expect(director.locator("table.acts tbody tr").first).to_contain_text("La mission est à préciser.")


def amended_and_adopted(people: dict[str, Page]) -> None:
    """Written again, submitted again, and adopted by 17 of the 20 who vote."""
    secretary = people["secretary"]
    year.write_mission(people["planner"], SECOND)
    decide(people["director"], REGION, "submit", "Soumis")
    sitting = year.convene(secretary)
    year.open_with_everybody(secretary, sitting)
    year.put_to_the_vote(secretary)
    year.vote_from_the_room(people["member"], sitting)
    year.close_the_vote(secretary, sitting, "CRPMT-2007-2", refused="CRPMT-2007-1")


def approved_with_an_amendment(people: dict[str, Page]) -> None:
    """Transmitted for good, examined, and approved as amended; the Solidarité sociale part by its own approver."""
    director, national = people["director"], people["national"]
    decide(director, REGION, "transmit", "Transmis")
    assert year.offered(director, REGION) == {"submit_solidarity"}  # nothing takes back what was transmitted
    decide(national, REGION, "examine", "Examiné", number="CPMT-2007-12")
    year.amend(national, "La mission", "Texte", MINISTER, "Plus simple.")
    year.approve_as_amended(national, "La mission", "A.M. 2007-012")
    decide(director, REGION, "submit_solidarity", "Soumis au sous-ministre")
    decide(national, REGION, "approve_solidarity", "Volet approuvé")


def published(people: dict[str, Page], anybody: Page) -> None:
    """Read by anybody without an account, as amended, from its publication on and not before."""
    accept(anybody, 404)
    assert anybody.goto(PUBLIC).status == 404
    decide(people["national"], REGION, "publish", "Publié")
    year.read_publicly(anybody)
    expect(anybody.locator("[aria-labelledby=mission]")).to_contain_text(MINISTER)
    expect(anybody.locator("#intervention-3")).to_contain_text(FIELD)


def revised_in_september(people: dict[str, Page], anybody: Page) -> None:
    """A text and a target are revised; until the next publication anybody reads the former edition."""
    director, national = people["director"], people["national"]
    decide(director, REGION, "revise", "Révision ouverte", reason="Révision de septembre.")
    year.write_mission(director, SEPTEMBER)
    year.revise_target(director, "2", "8500")
    year.read_publicly(anybody)
    expect(anybody.locator("[aria-labelledby=mission]")).to_contain_text(MINISTER)
    decide(director, REGION, "submit", "Soumis")
    decide(people["secretary"], REGION, "adopt", "Adopté", number="CRPMT-2007-3")
    decide(director, REGION, "transmit", "Transmis")
    decide(national, REGION, "examine", "Examiné", number="CPMT-2007-30")
    decide(national, REGION, "approve", "Approuvé", number="A.M. 2007-030")
    decide(national, REGION, "publish", "Publié")
    year.read_publicly(anybody)
    expect(anybody.locator("[aria-labelledby=mission]")).to_contain_text(SEPTEMBER)


def closed(people: dict[str, Page]) -> None:
    """Nobody leads nor writes a closed plan any more."""
    decide(people["director"], REGION, "close", "Clos")
    assert year.offered(people["director"], REGION) == set()
    people["planner"].goto(REGION)
    expect(people["planner"].locator("a.edit-link")).to_have_count(0)


def every_edition_opens_and_differs(page: Page, anybody: Page) -> None:
    """Submitted, submitted again, approved as amended, revised: four texts, four fingerprints, on pages and in JSON."""
    texts = {1: FIRST, 2: SECOND, 3: MINISTER, 4: SEPTEMBER}
    told = {number: year.edition_json(page, number) for number in texts}
    for number, text in texts.items():
        shown, frozen = year.edition(page, number), told[number]
        assert {one for one in texts.values() if one in shown} == {text}
        missions = [section["body"] for section in frozen["sections"] if section["key"] == "mission"]
        assert [one.removeprefix("### ") for one in missions] == [text]  # it took the place of a heading
        assert (frozen["plan"]["edition"], frozen["frozen"]["is_whole"]) == (number, True)
    assert len({one["frozen"]["sha256"] for one in told.values()}) == 4
    september = year.differences(page, 3, 4)
    assert re.search(r"8\s100.?8\s500", september)
    assert "2 différences" in september
    for number in (3, 4):  # those that were published
        assert anybody.request.get(f"{PUBLIC}editions/{number}/plan.json").json() == told[number]
