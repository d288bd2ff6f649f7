"""Links that are worth as much as a password: made when they are handed over, kept nowhere."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from workforce.models import Worker


def password_link(worker: Worker) -> str:
    """The address at which ``worker`` sets a password, as the reset message would name it."""
    key = default_token_generator.make_token(worker)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(worker), "key": key})
    return f"{settings.PUBLIC_ADDRESS or f'https://{settings.ALLOWED_HOSTS[0]}'}{path}"


def days_open() -> int:
    """For how many days such a link opens."""
    return settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)
