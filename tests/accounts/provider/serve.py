"""Serves the provider of the tests:  python -m tests.accounts.provider.serve PORT REDIRECT_URI"""

import os
import sys
from wsgiref.simple_server import make_server

# Whose addresses Jalon knows: the director's and the member's; the secretary's is not vouched for; a stranger's.
PEOPLE = {
    "director@demo.jalon.example": True,
    "member@demo.jalon.example": True,
    "secretary@demo.jalon.example": False,
    "inconnue@demo.jalon.example": True,
}


def fill(redirect_to: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, PASSWORD

    call_command("migrate", verbosity=0)
    for address, vouched in PEOPLE.items():
        person = User.objects.create_user(address, address, PASSWORD)
        EmailAddress.objects.create(user=person, email=address, verified=vouched, primary=True)
    client = Client(id=CLIENT_ID, name="Jalon", scopes="openid\nprofile\nemail", skip_consent=True)
    client.set_secret(CLIENT_SECRET)
    client.set_redirect_uris([redirect_to])
    client.save()


def main(port: str, redirect_to: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.accounts.provider.settings"
    import django
    from django.core.wsgi import get_wsgi_application

    django.setup()
    fill(redirect_to)
    with make_server("127.0.0.1", int(port), get_wsgi_application()) as server:
        sys.stdout.write("ready\n")
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
