"""A sitting of twenty, as it is held: a secretary in the room, a member on a phone, a plan adopted as amended."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.watch import PHONE, WIDE, accept, axe, overflow, shoot

pytestmark = pytest.mark.e2e
HERE = "/bas-saint-laurent/2007-2008"
PLAN, COUNCIL = f"{HERE}/plan/", f"{HERE}/conseil/"


def sound(page: Page, name: str, *, size: dict) -> None:
    """Nothing that axe finds, no scrolling sideways."""
    shoot(page, f"{name}-{size['width']}")
    assert (axe(page), overflow(page)) == ([], []), name


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def test_a_plan_is_adopted_with_an_amendment_at_a_sitting_of_twenty(signed_in):
    director, secretary, member = signed_in("director"), signed_in("secretary"), signed_in("member", size=PHONE)
    for page in (director, secretary, member):
        page.on("dialog", lambda dialog: dialog.accept())
    submit(director)
    propose_amendment(member)
    convene(secretary)
    open_with_twenty(secretary, member)
    put_to_the_vote(secretary)
    vote_by_phone(member)
    close(secretary)
    read_the_result(member)
    ask_for_the_minutes(secretary)


def submit(page: Page) -> None:
    page.goto(f"{PLAN}approbation/")
    way = page.locator("details.way", has=page.locator("input[value=submit]"))
    way.locator("summary").click()
    way.get_by_label("Cette décision a été prise sur papier").check()
    way.get_by_role("button", name="Soumettre au conseil").click()
    expect(page.get_by_role("status").first).to_contain_text("Soumis")


def propose_amendment(page: Page) -> None:
    page.goto(f"{PLAN}amendements/proposer/")
    sound(page, "amendment-choose", size=PHONE)
    page.get_by_text("Texte (", exact=False).first.click()
    page.locator("main details[open]").get_by_role("link", name=re.compile("^Titre")).first.click()
    page.get_by_label("Texte proposé").fill("Avant-propos du conseil")
    page.get_by_label("Pourquoi").fill("Le conseil signe ce texte.")
    sound(page, "amendment", size=PHONE)
    press(page, "Proposer cet amendement")
    expect(page.locator("main ins")).to_have_text(re.compile("du conseil"))
    sound(page, "amendments", size=PHONE)


def convene(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Conseil", exact=True).click()
    sound(page, "sittings", size=WIDE)
    page.get_by_role("link", name="Convoquer une séance").first.click()
    today = page.evaluate("() => new Date().toLocaleDateString('en-CA', {timeZone: 'America/Toronto'})")
    page.get_by_label("Date et heure de la séance").fill(f"{today}T00:00")
    accept(page, 422)
    press(page, "Convoquer")
    expect(page.get_by_role("alert")).to_contain_text("Écrivez le lieu")
    page.get_by_label("Lieu, ou lien").fill("Hôtel de ville de Rimouski")
    press(page, "Convoquer")
    page.get_by_label("Titre du point").fill("Adoption du plan d’action régional")
    page.get_by_label("Ce point porte sur le plan").check()
    press(page, "Ajouter le point")
    expect(page.get_by_text("Document figé")).to_be_visible()
    page.goto(f"{PLAN}amendements/")
    press(page, "Retenir")
    expect(page.get_by_text("Retenu", exact=True)).to_be_visible()


def open_with_twenty(page: Page, member: Page) -> None:
    member.goto(f"{COUNCIL}seances/1/")
    expect(member.get_by_role("heading", name="La séance n’est pas encore ouverte")).to_be_visible()
    page.goto(f"{COUNCIL}seances/1/tenue/")
    press(page, "Ouvrir la séance")
    member.get_by_role("button", name="Je suis présent à distance").click()  # the page learnt by itself
    expect(member.get_by_text("1 siège votant représenté, il en faut 11")).to_be_visible()
    page.goto(f"{COUNCIL}seances/1/tenue/")
    for choice in page.locator("select[name^=presence-]").all():
        if choice.input_value() == "absent":
            choice.select_option("present")
    sound(page, "sitting-keep", size=WIDE)
    press(page, "Enregistrer les présences")
    expect(page.get_by_text("20 sièges votants représentés, 11 suffisent.")).to_be_visible()


def put_to_the_vote(page: Page) -> None:
    page.get_by_text("Inscrire une proposition").click()
    form = page.locator("form:has(input[value=proposition])")
    form.get_by_label("Il est proposé").fill("Il est résolu d’adopter le plan, tel qu’amendé.")
    form.get_by_label("Proposée par").select_option(index=2)
    form.get_by_label("Appuyée par").select_option(index=2)
    form.get_by_label("Si elle est adoptée").select_option("adopt")
    form.get_by_label("Avant-propos").check()
    form.get_by_role("button", name="Inscrire la proposition").click()
    expect(form.get_by_text("La personne qui appuie doit être une autre").first).to_be_visible()
    expect(form.get_by_label("Il est proposé")).to_have_value("Il est résolu d’adopter le plan, tel qu’amendé.")
    form.get_by_label("Appuyée par").select_option(index=9)
    form.get_by_role("button", name="Inscrire la proposition").click()
    press(page, "Ouvrir le vote")
    expect(page.locator("#compte")).to_contain_text("Vote ouvert")
    sound(page, "sitting-keep-vote", size=WIDE)


def vote_by_phone(page: Page) -> None:
    button = page.get_by_role("button", name="Pour", exact=True)
    expect(button).to_be_visible()  # the page learnt by itself that the vote is open
    assert button.bounding_box()["height"] >= 44
    sound(page, "sitting-vote", size=PHONE)
    button.click()
    sound(page, "sitting-confirm", size=PHONE)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Vous avez voté pour")).to_be_visible()


def close(page: Page) -> None:
    expect(page.locator("#compte")).to_contain_text("1 vote reçu")  # so did the secretary's
    page.goto(f"{COUNCIL}seances/1/tenue/")
    page.get_by_text("Inscrire les votes dits de vive voix").click()
    choices = page.locator("select[name^=bulletin-]").all()
    assert len(choices) == 19
    for rank, choice in enumerate(choices):
        choice.select_option("against" if rank < 2 else "abstain" if rank == 2 else "for")
    press(page, "Inscrire ces votes")
    press(page, "Clore le vote")
    expect(page.get_by_text("écrivez le numéro de la résolution").first).to_be_visible()
    page.get_by_label("Numéro de la résolution").fill("2007-03-1")
    press(page, "Clore le vote")
    expect(page.get_by_role("status").first).to_contain_text("L’acte est inscrit au plan")
    sound(page, "sitting-decided", size=WIDE)


def read_the_result(page: Page) -> None:
    expect(page.get_by_text("17 pour, 2 contre, 1 abstention")).to_be_visible()
    sound(page, "sitting-result", size=PHONE)
    page.goto(f"{PLAN}editions/2/")
    expect(page.get_by_role("heading", name="Avant-propos du conseil").first).to_be_visible()
    page.goto(f"{PLAN}approbation/")
    expect(page.get_by_text("avec amendement").first).to_be_visible()


def ask_for_the_minutes(page: Page) -> None:
    press(page, "Lever la séance")
    press(page, "Projet de procès-verbal (PDF)")
    page.wait_for_url(re.compile(r"/documents/\d+/"))
    link = page.locator("main a[href$='/fichier/']").first
    link.wait_for(timeout=120_000)
    answer = page.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")
