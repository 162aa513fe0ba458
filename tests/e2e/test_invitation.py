"""From the invitation to the first sign-in, as two people live it, without script."""

import re
from email import message_from_bytes

import pytest
from playwright.sync_api import expect

from tests.e2e.watch import accept

pytestmark = pytest.mark.e2e
PEOPLE = "/administration/bas-saint-laurent/personnes/"
SECRET = "une-phrase-bien-longue"


def test_invited_person_enters_with_the_role_and_the_journal_tells_it(signed_in, visitor, server):
    director = signed_in("director")
    director.goto(PEOPLE)
    expect(director.get_by_role("heading", level=1)).to_have_text("Administration des accès")
    director.get_by_label("Faire la revue des accès").check()
    director.get_by_role("button", name="Consulter les accès").click()
    director.get_by_role("link", name="Invitations").click()
    director.get_by_label("Adresse de courriel").fill("ariane@exemple.example")
    director.get_by_label("Nom").fill("Ariane Proulx")
    director.get_by_label("Rôle").select_option(label="Membre du CRPMT")
    director.get_by_role("button", name="Envoyer l’invitation", exact=True).click()
    expect(director.get_by_role("status").first).to_contain_text("L’invitation est envoyée")

    [mail] = [message_from_bytes(path.read_bytes()) for path in (server.data / "courriels").iterdir()]
    assert mail["To"] == "ariane@exemple.example"
    link = re.search(rb"/invitation/\S+", mail.get_payload(decode=True)).group().decode()
    guest = visitor()
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("Bienvenue dans Jalon")
    guest.get_by_label("Mot de passe", exact=True).fill(SECRET)
    guest.get_by_label("Le même mot de passe").fill(SECRET)
    guest.get_by_role("button", name="Accepter et créer mon compte").click()
    guest.get_by_label("Adresse de courriel").fill("ariane@exemple.example")
    guest.get_by_label("Mot de passe").fill(SECRET)
    guest.get_by_role("button", name="Se connecter", exact=True).click()
    expect(guest.get_by_text("Ariane Proulx").first).to_be_visible()
    accept(guest, 410)
    assert guest.goto(link).status == 410

    director.get_by_role("link", name="Journal").click()
    expect(director.locator("main")).to_contain_text("Invitation acceptée par Ariane Proulx")
