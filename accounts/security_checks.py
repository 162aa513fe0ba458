"""What must hold of the settings of sign-in before Jalon starts."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from accounts.enums import Role


@register(Tags.security)
def check_roles(app_configs, **_) -> list[Error]:
    """A misspelt role would leave its people without second factor, and nobody would see it."""
    unknown = sorted(settings.TWO_FACTOR_ROLES - set(Role.values))
    if not unknown:
        return []
    told = f"JALON_TWO_FACTOR_ROLES : rôles inconnus : {', '.join(unknown)}."
    return [Error(told, hint=f"Rôles connus : {', '.join(Role.values)}.", id="accounts.E001")]


@register(Tags.security)
def check_provider(app_configs, **_) -> list[Error]:
    """A provider without client would answer the first person with a riddle."""
    for app in settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
        if not (app["client_id"] and app["secret"]):
            told = "JALON_OPENID_ISSUER demande JALON_OPENID_CLIENT_ID et JALON_OPENID_CLIENT_SECRET."
            return [Error(told, id="accounts.E002")]
    return []
