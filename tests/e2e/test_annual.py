"""The pages of explained gaps, annual reports and initiatives, wide and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.watch import accept, inspect

pytestmark = pytest.mark.e2e
HERE = "/bas-saint-laurent/2007-2008"

PAGES = [
    ("gaps", "director", f"{HERE}/ecarts/"),
    ("explanation", "analyst", f"{HERE}/indicateurs/SS4/ecart/"),
    ("report", "director", f"{HERE}/rapport-annuel/"),
    ("report-of-nation", "national", "/quebec/2023-2024/rapport-annuel/"),
    ("report-empty", "outsider", "/saguenay-lac-saint-jean/2007-2008/rapport-annuel/"),
    ("element", "planner", f"{HERE}/rapport-annuel/ajouter/couts/"),
    ("initiatives", "planner", f"{HERE}/initiatives/"),
    ("initiatives-of-nation", "national", "/quebec/2023-2024/initiatives/"),
    ("initiative-form", "planner", f"{HERE}/initiatives/ajouter/"),
]


@pytest.mark.parametrize(("name", "key", "path"), PAGES, ids=[row[0] for row in PAGES])
def test_page_is_sound(signed_in, name, key, path):
    page = signed_in(key)
    assert page.goto(path).status == 200
    inspect(page, name)


def test_a_passage_is_confirmed_then_the_initiative_is_retained(signed_in):
    page = signed_in("national")
    accept(page, 422)
    page.goto(f"{HERE}/initiatives/")
    page.get_by_role("link", name="Midis d’information dans les entreprises").click()
    page.get_by_role("button", name="Retenir l’initiative").click()
    expect(page.get_by_role("alert")).to_contain_text("3 passages sont à corriger")
    for left in (2, 1, 0):
        page.get_by_text("Confirmer ce passage").first.click()
        page.get_by_label("Pourquoi ce passage peut être publié").first.fill("Adresse de démonstration.")
        page.get_by_role("button", name="Confirmer").first.click()
        expect(page.get_by_text("Confirmer ce passage")).to_have_count(left)
    page.get_by_role("button", name="Retenir l’initiative").click()
    expect(page.get_by_role("status")).to_contain_text("L’initiative est retenue.")
    inspect(page, "initiative-retained")
