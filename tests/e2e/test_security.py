"""Proofs of identity, as people live them: application, recovery codes, sessions, passkey, identity of the institution.

On a server of its own, where a second factor is enforced and an OpenID provider of the tests answers.
"""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.accounts.provider import PASSWORD, Provider
from tests.e2e.conftest import fill_sign_in
from tests.e2e.server import free_port
from tests.e2e.watch import WIDE, accept, inspect

pytestmark = pytest.mark.e2e
LOGIN, SECURITY = "/compte/login/", "/compte/securite/"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def server(own_server, tmp_path_factory):
    """Under the name localhost: browsers know no passkey for a number."""
    port = free_port()
    back = f"http://localhost:{port}/compte/openid/etablissement/retour/"
    with Provider(tmp_path_factory.mktemp("provider"), free_port(), redirect_to=back) as provider:
        server = own_server(
            PORT=str(port),
            JALON_TWO_FACTOR="1",
            JALON_OPENID_ISSUER=provider.url,
            JALON_OPENID_NAME="l’identité d’essai",
            JALON_OPENID_CLIENT_ID=provider.client_id,
            JALON_OPENID_CLIENT_SECRET=provider.client_secret,
        )
        server.url = f"http://localhost:{port}"
        yield server


def sign_in(page: Page, key: str) -> None:
    page.goto(LOGIN)
    fill_sign_in(page, key)


def sign_out(page: Page) -> None:
    page.goto("/compte/logout/")
    press(page, "Se déconnecter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def prove(page: Page) -> None:
    """Give the password again, where something of the account's security is asked for."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Prouvez que c’est bien vous")
    page.get_by_label("Mot de passe").fill(settings.DEMONSTRATION_PASSWORD)
    press(page, "Continuer")


def code_of(secret: str, *, after: str = "") -> str:
    """What the application shows, once it shows something else than `after` and for some seconds more."""
    while True:
        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        if code != after and time.time() % 30 < 25:
            return code
        time.sleep(0.5)


def test_a_director_enrols_signs_in_with_a_code_then_a_recovery_code_and_ends_a_session(visitor):
    page = visitor()
    sign_in(page, "director")
    expect(page).to_have_url(re.compile(f"{SECURITY}$"))  # the role asks for it: nothing else opens
    inspect(page, "security-owed")
    page.goto("/indicateurs/")
    expect(page.get_by_text("Votre rôle demande un second facteur")).to_be_visible()
    secret, used, codes = enrol(page)
    page.get_by_role("link", name="Continuer").click()
    inspect(page, "security")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Hélène Thériault")
    sign_out(page)

    sign_in(page, "director")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second facteur")
    inspect(page, "second-factor")
    page.get_by_label("Code").fill("000000")
    press(page, "Entrer")
    expect(page.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon")
    page.get_by_label("Code").fill(code_of(secret, after=used))
    press(page, "Entrer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Hélène Thériault")

    other = visitor()
    sign_in(other, "director")
    other.get_by_label("Code").fill(codes[0])
    press(other, "Entrer")
    expect(other.get_by_role("heading", level=1)).to_have_text("Bonjour, Hélène Thériault")
    other.goto(SECURITY)
    expect(other.get_by_text("9 sur 10")).to_be_visible()
    rows = other.locator("section", has_text="Sessions ouvertes").locator("tbody tr")
    expect(rows).to_have_count(3)  # here, the other browser, and the one that the run began with
    inspect(other, "security-sessions")
    press(other, "Fermer")
    expect(other.get_by_role("status").first).to_contain_text("La session est fermée")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def enrol(page: Page) -> tuple[str, str, list[str]]:
    """Add an application: its secret, the code that was used, the recovery codes."""
    page.goto(SECURITY)
    page.get_by_role("link", name="Ajouter une application").click()
    inspect(page, "proof")
    prove(page)
    inspect(page, "application")
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code affiché").fill("000000")
    press(page, "Activer")
    expect(page.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon")
    used = code_of(secret)
    page.get_by_label("Code affiché").fill(used)
    press(page, "Activer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    inspect(page, "recovery-codes")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    for address in ("codes/renouveler/", "application/retirer/"):
        page.goto(f"{SECURITY}{address}")
        inspect(page, address.strip("/").replace("/", "-"))
    page.goto(f"{SECURITY}codes/")
    return secret, used, codes


def test_a_passkey_is_added_signs_in_alone_and_serves_as_second_factor(visitor):
    page = visitor()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    sign_in(page, "secretary")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    prove(page)
    inspect(page, "passkey-add")
    page.get_by_label("Nom de la clé").fill("Portable du bureau")
    page.get_by_label("Elle suffit pour entrer").check()
    press(page, "Ajouter la clé")
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
    for name in ("Renommer", "Retirer"):
        page.goto(SECURITY)
        page.get_by_role("link", name=f"{name} Portable du bureau").click()
        inspect(page, f"passkey-{name}")
    page.goto(SECURITY)
    inspect(page, "security-passkey")
    sign_out(page)

    inspect(page, "sign-in")
    press(page, "Entrer avec une clé d’accès")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Sylvie Ouellet")
    sign_out(page)
    sign_in(page, "secretary")
    inspect(page, "second-factor-passkey")
    press(page, "Utiliser une clé d’accès")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Sylvie Ouellet")


def test_what_the_browser_refuses_of_a_passkey_is_told_in_french(visitor):
    page = visitor()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"isUserVerified": False}})
    page.goto(LOGIN)
    press(page, "Entrer avec une clé d’accès")
    expect(page.get_by_role("alert").filter(has_text="La demande a été annulée")).to_be_visible()


@pytest.fixture
def abroad(browser, server):
    """A page that may go to the provider: what a visitor of ours may not."""
    context = browser.new_context(base_url=server.url, locale="fr-CA", viewport=WIDE, reduced_motion="reduce")
    yield context.new_page
    context.close()


def enter_by_identity(page: Page, address: str) -> None:
    """Through our page, the provider's own sign-in, and back."""
    page.goto(LOGIN)
    press(page, "Entrer avec l’identité d’essai")
    page.wait_for_url("http://127.0.0.1:*/**")
    page.locator("input[name=login]").fill(address)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.wait_for_url("http://localhost:*/**")


def test_the_identity_of_the_institution_opens_the_account_of_its_address(abroad):
    page = abroad()
    enter_by_identity(page, "member@demo.jalon.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour, Réjean Dubé")
    page.goto(SECURITY)
    expect(page.get_by_role("heading", name="Identité de l’établissement")).to_be_visible()
    inspect(page, "security-identity")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("inconnue@demo.jalon.example", "Aucun compte actif de Jalon ne porte l’adresse inconnue@demo.jalon.example."),
        ("secretary@demo.jalon.example", "ne garantit pas que l’adresse secretary@demo.jalon.example est la vôtre"),
    ],
)
def test_an_identity_unknown_or_not_vouched_for_is_refused_in_words(abroad, address, why):
    page = abroad()
    enter_by_identity(page, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n’êtes pas connecté")
    expect(page.locator("main")).to_contain_text(why)
    inspect(page, "openid-refused")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Connexion")


def test_a_forged_return_is_refused_in_words(visitor):
    page = visitor()
    accept(page, 403)
    page.goto("/compte/openid/etablissement/retour/?code=abc&state=def")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vous n’êtes pas connecté")
