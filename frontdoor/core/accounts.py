"""Who may get an account: nobody by asking. Workers are added by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Signing in, never signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No page makes an account."""
        return False


class ClosedSocialAccountAdapter(DefaultSocialAccountAdapter):
    """An outside identity opens an account that exists; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """No outside identity makes an account."""
        return False


def attempted_login(request: HttpRequest | None, credentials: dict[str, str] | None) -> str | None:
    """The e-mail address a sign-in was tried with, for counting failures: allauth names it `email` and `login`."""
    tried = (credentials or {}).get("email") or (request.POST.get("login") if request is not None else None)
    return tried.casefold() if tried else None
