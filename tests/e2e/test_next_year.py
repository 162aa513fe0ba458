"""A director makes next year's plan from this year's, after having read what will happen."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PLAN
from tests.e2e.keys import tab_to
from tests.e2e.watch import accept, inspect

pytestmark = pytest.mark.e2e


def test_a_director_makes_next_years_plan_from_this_years(signed_in):
    page = signed_in("director")
    page.goto(PLAN)
    page.get_by_role("link", name="Préparer le plan de l’exercice suivant").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Préparer le plan 2008-2009")
    expect(page.get_by_role("main")).to_contain_text("14 stratégies.")
    expect(page.get_by_role("main")).to_contain_text("L’enveloppe et les montants des CLE sont à écrire")
    inspect(page, "next-year", dark=True)
    tab_to(page, page.get_by_role("button", name="Créer le plan 2008-2009"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/bas-saint-laurent/2008-2009/plan/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan d’action régional 2008-2009")
    expect(page.locator(".strategy-table")).to_have_count(7)
    expect(page.locator(".tag--stale").first).to_have_text("à mettre à jour")
    page.get_by_role("link", name="Vérifications").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifications")
    inspect(page, "checks-next-year")
    page.get_by_role("link", name="Compléter : L’enveloppe du budget n’est pas écrite.").click()
    page.wait_for_url("**/bas-saint-laurent/2008-2009/plan/ecrire/partie/budget/")
    page.goto(f"{PLAN}suivant/")
    expect(page.get_by_role("main")).to_contain_text("Le plan est déjà là")


def test_a_member_does_not_prepare_the_next_plan(signed_in):
    page = signed_in("member")
    accept(page, 403)
    page.goto(PLAN)
    expect(page.get_by_role("link", name="Préparer le plan de l’exercice suivant")).to_have_count(0)
    page.goto(f"{PLAN}suivant/")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Préparer")
