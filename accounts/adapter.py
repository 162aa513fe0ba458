"""How allauth behaves here: accounts are given, never taken."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody signs up alone: an administrator of the territory creates accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "L’adresse de courriel ou le mot de passe est incorrect.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False
