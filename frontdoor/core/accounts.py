"""Who may get an account: nobody by asking. Workers are added by an administrator."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from frontdoor.core.acting import acting_as

logger = logging.getLogger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Signing in, never signing up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right",
        "incorrect_password": "That is not your present password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No page makes an account."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password is the worker's own act, and stands in the ledger as such."""
        with acting_as(user):
            super().set_password(user, password)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, since these messages may not wait in a queue: they carry a secret. A dead mail server is
        logged and never stops the act that the message is about."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("A message about an account was not sent.")


class ClosedSocialAccountAdapter(DefaultSocialAccountAdapter):
    """An outside identity opens an account that exists; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """No outside identity makes an account."""
        return False


def attempted_login(request: HttpRequest | None, credentials: dict[str, str] | None) -> str | None:
    """The e-mail address a sign-in was tried with, for counting failures: allauth names it `email` and `login`."""
    tried = (credentials or {}).get("email") or (request.POST.get("login") if request is not None else None)
    return tried.casefold() if tried else None
