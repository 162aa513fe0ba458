"""The steps of a year as people play them, each through the pages alone: who acts is the page that they have open."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.watch import accept

YEAR = "2007-2008"
FRAME = f"/cadre-national/{YEAR}/"
NATION, REGION, OFFICE = (
    f"/quebec/{YEAR}/plan/",
    f"/bas-saint-laurent/{YEAR}/plan/",
    f"/cle-rimouski-neigette/{YEAR}/plan/",
)
COUNCIL = f"/bas-saint-laurent/{YEAR}/conseil/"
PUBLIC = f"/public/bas-saint-laurent/{YEAR}/"


def today(page: Page) -> str:
    """The day of the people, who are in Québec."""
    return page.evaluate("() => new Date().toLocaleDateString('en-CA', {timeZone: 'America/Toronto'})")


def press(page: Page | Locator, name: str) -> None:
    within = page.locator("main") if isinstance(page, Page) else page
    within.get_by_role("button", name=name).first.click()


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


# --- Approval --------------------------------------------------------------------------------------------------------


def way(page: Page, name: str) -> Locator:
    """The form of one decision on the page of approvals, opened."""
    box = page.locator("details.way", has=page.locator(f"input[name=geste][value={name}]"))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    return box


def decide(page: Page, plan: str, name: str, done: str, **words: str) -> None:
    """Take a decision on a plan, dated today, and see its act at the head of the list."""
    page.goto(f"{plan}approbation/")
    box = way(page, name)
    fill(page, box, **words)
    box.locator("button[type=submit]").click()
    told(page, done)
    expect(page.locator("table.acts tbody tr").first).to_contain_text(done)


def fill(page: Page, box: Locator, **words: str) -> None:
    day = box.get_by_label("Date de la décision")
    if day.count():
        day.fill(today(page))
    for label, text in {"Numéro de la résolution": words.get("number"), "Motifs": words.get("reason")}.items():
        if text:
            box.get_by_label(label).fill(text)


def offered(page: Page, plan: str) -> set[str]:
    """The decisions that the page offers to that person."""
    page.goto(f"{plan}approbation/")
    return {one.get_attribute("value") for one in page.locator("main input[name=geste]").all()}


# --- Writing ---------------------------------------------------------------------------------------------------------


def write_mission(page: Page, text: str) -> None:
    """Another text for the mission of the region's plan."""
    page.goto(REGION)
    row = page.locator("section[aria-labelledby=mission] [data-row]").first.get_attribute("id")
    page.goto(f"{REGION}modifier/{row.replace('-', '/')}/")
    page.locator("[contenteditable='true']").fill(text)
    press(page, "Enregistrer")
    expect(page.locator(f"#{row}")).to_contain_text(text)


def write_local_action(page: Page, text: str) -> None:
    page.goto(OFFICE)
    row = page.locator("#bloc-local-actions [data-row]").last.get_attribute("id")
    page.locator(f"#{row} a.edit-link").click()
    form = page.locator(f"#{row} form")
    form.locator("[contenteditable='true']").fill(text)
    press(form, "Enregistrer")
    expect(page.locator(f"#{row}")).to_contain_text(text)


def revise_target(page: Page, number: str, value: str) -> None:
    page.goto(f"/bas-saint-laurent/{YEAR}/indicateurs/{number}/cible/")
    page.get_by_label("Nouvelle cible").fill(value)
    page.get_by_label("Motif de la révision").fill("Révision de septembre, au vu des cinq premiers mois.")
    press(page, "Réviser la cible")
    page.wait_for_url(re.compile(rf"/indicateurs/{number}/$"))


# --- The nation ------------------------------------------------------------------------------------------------------


def change_frame(page: Page, title: str) -> None:
    """Another title for the third field of intervention."""
    page.goto(FRAME)
    page.get_by_role("link", name="Modifier\u00a0: champ 3").or_(
        page.get_by_role("link", name="Modifier : champ 3")
    ).click()
    page.get_by_label("Titre").fill(title)
    press(page, "Enregistrer")
    told(page, "est enregistré")


def publish_national_plan(page: Page) -> None:
    """Begin the national plan on that frame, and lead it to its publication; it was examined on paper."""
    page.goto(FRAME)
    page.get_by_role("link", name="Commencer le plan national").click()
    press(page, "Commencer un plan vide")
    page.goto(f"{NATION}approbation/")
    box = way(page, "examine")
    fill(page, box, number="CPMT-2007-1")
    box.get_by_label("Cette décision a été prise sur papier").check()
    box.locator("button[type=submit]").click()
    told(page, "Examiné")
    decide(page, NATION, "approve", "Approuvé", number="A.M. 2007-001")
    decide(page, NATION, "publish", "Publié")


def accept_frame(page: Page, title: str) -> None:
    """The region sees what the nation changed, and takes it."""
    page.goto(f"{REGION}cadre/")
    card = page.locator(".difference-card", has_text=title)
    press(card, "Accepter")
    page.goto(REGION)
    expect(page.locator("#intervention-3")).to_contain_text(title)


def amend(page: Page, part: str, label: str, text: str, reason: str) -> None:
    """Propose another text for a field of the plan that is before one's body."""
    page.goto(f"{REGION}amendements/proposer/")
    link = page.locator("a").filter(has_text=re.compile(rf"^{label}.*{part}"))
    page.locator("main details", has=link).locator("summary").click()
    link.click()
    page.get_by_label("Texte proposé").fill(text)
    page.get_by_label("Pourquoi").fill(reason)
    press(page, "Proposer cet amendement")
    expect(page.locator("main ins").first).to_be_visible()


def approve_as_amended(page: Page, label: str, number: str) -> None:
    page.goto(f"{REGION}approbation/")
    box = way(page, "approve")
    fill(page, box, number=number)
    box.get_by_label(re.compile(f"^Appliquer.*{label}")).check()
    box.locator("button[type=submit]").click()
    told(page, "Approuvé")
    expect(page.locator("table.acts tbody tr").first).to_contain_text("avec amendement")


# --- The council -----------------------------------------------------------------------------------------------------


def convene(page: Page) -> str:
    """Convene the council for today with the plan on its agenda; the address of the sitting."""
    page.goto(f"{COUNCIL}seances/convoquer/")
    page.get_by_label("Date et heure de la séance").fill(f"{today(page)}T00:00")
    page.get_by_label("Lieu, ou lien").fill("Hôtel de ville de Rimouski")
    press(page, "Convoquer")
    page.get_by_label("Titre du point").fill("Adoption du plan d’action régional")
    page.get_by_label("Ce point porte sur le plan").check()
    press(page, "Ajouter le point")
    expect(page.get_by_text("Document figé")).to_be_visible()
    return page.url.partition("#")[0]


def open_with_everybody(page: Page, sitting: str) -> None:
    """Open it with the 23 who sit: 20 of them make the quorum, the 3 without vote do not count."""
    page.goto(sitting)
    press(page, "Ouvrir la séance")
    seats = page.locator("select[name^=presence-]").all()
    assert len(seats) == 23
    for one in seats:
        one.select_option("present")
    press(page, "Enregistrer les présences")
    expect(page.get_by_text("20 sièges votants représentés, 11 suffisent.")).to_be_visible()


def put_to_the_vote(page: Page) -> None:
    page.get_by_text("Inscrire une proposition").click()
    form = page.locator("form:has(input[value=proposition])")
    form.get_by_label("Il est proposé").fill("Il est résolu d’adopter le plan d’action régional.")
    form.get_by_label("Proposée par").select_option(index=2)
    form.get_by_label("Appuyée par").select_option(index=9)
    form.get_by_label("Si elle est adoptée").select_option("adopt")
    press(form, "Inscrire la proposition")
    press(page, "Ouvrir le vote")
    expect(page.locator("#compte")).to_contain_text("Vote ouvert")


def vote_from_the_room(page: Page, sitting: str) -> None:
    """A member votes for their seat; the same question left open in another window votes no second time."""
    other = page.context.new_page()
    for one in (page, other):
        one.goto(sitting.replace("tenue/", ""))
        press(one, "Pour")
    press(page, "Confirmer")
    expect(page.get_by_text("Vous avez voté pour")).to_be_visible()
    accept(page, 409, 422)
    press(other, "Confirmer")
    expect(other.get_by_role("main")).to_contain_text("a déjà voté")
    other.close()


def close_the_vote(page: Page, sitting: str, number: str, refused: str) -> None:
    """The secretary writes down the other votes and closes; a number already used is refused, and the vote stays."""
    accept(page, 422)
    page.goto(sitting)
    page.get_by_text("Inscrire les votes dits de vive voix").click()
    choices = page.locator("select[name^=bulletin-]").all()
    assert len(choices) == 19  # twenty but the member who voted; none for those who sit without vote
    for rank, one in enumerate(choices):
        one.select_option("against" if rank < 2 else "abstain" if rank == 2 else "for")
    press(page, "Inscrire ces votes")
    page.get_by_label("Numéro de la résolution").fill(refused)
    press(page, "Clore le vote")
    expect(page.get_by_text(f"La résolution {refused} est déjà inscrite").first).to_be_visible()
    page.get_by_label("Numéro de la résolution").fill(number)
    press(page, "Clore le vote")
    told(page, "L’acte est inscrit au plan")
    expect(page.locator("main")).to_contain_text("17 pour, 2 contre, 1 abstention")
    press(page, "Lever la séance")


# --- Editions --------------------------------------------------------------------------------------------------------


def edition(page: Page, number: int) -> str:
    """The text of an edition, its fingerprint verified."""
    page.goto(f"{REGION}editions/{number}/")
    expect(page.locator("main")).to_contain_text("Empreinte vérifiée")
    return page.locator("article.plan-body").inner_text()


def edition_json(page: Page, number: int) -> dict:
    """What the API tells of it, to whoever reads the page."""
    page.goto(f"{REGION}editions/{number}/")
    answer = page.request.get(page.get_by_role("link", name="JSON").get_attribute("href"))
    assert answer.status == 200
    return answer.json()


def differences(page: Page, before: int, after: int) -> str:
    """All that the comparison of two editions tells."""
    page.goto(f"{REGION}editions/comparer/?de={before}&avec={after}")
    return page.locator("main").inner_text()


def read_publicly(page: Page) -> None:
    """The public page asked anew: browsers may keep it for some minutes."""
    page.goto(PUBLIC)
    assert page.reload().status == 200
