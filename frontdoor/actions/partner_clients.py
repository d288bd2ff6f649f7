"""An administrator lets a partner's system send referrals, gives it a new secret, or shuts it out."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock_untouched
from frontdoor.models import Agency, ApiToken, PartnerClient
from frontdoor.models.partner_clients import digest_of
from frontdoor.permissions import MANAGE_AGENCIES
from frontdoor.webhooks import refusal_of

SECRET_BYTES = 32
ENDED = "This system has been shut out already."


@dataclass(frozen=True)
class Made:
    """A client and its secret, which is shown once and kept nowhere."""

    client: PartnerClient
    secret: str


@action
def make(*, by: Any, agency: Agency, name: str, webhook_url: str) -> Made:
    """Let a system of an agency send referrals (OAuth2 client credentials). Raises ValidationError."""
    require(by, MANAGE_AGENCIES)
    _check(webhook_url)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client = PartnerClient(agency=agency, name=name, webhook_url=webhook_url, secret_digest=digest_of(secret))
    client.full_clean()
    client.save()
    return Made(client, secret)


@action
def change(*, by: Any, client: PartnerClient, version: int, webhook_url: str) -> PartnerClient:
    """Change where a change of status is sent.

    Raises Stale when somebody else has changed it since ``version``, NotPossible, ValidationError.
    """
    require(by, MANAGE_AGENCIES)
    _check(webhook_url)
    row = _untouched(client, version, "webhook_url")
    row.webhook_url = webhook_url
    row.full_clean()
    row.save()
    return row


@action
def renew(*, by: Any, client: PartnerClient, version: int) -> Made:
    """Give a system a new secret; the old one and every token end at once.

    Raises Stale when somebody else has given it one since ``version``, which the partner may hold by now, NotPossible.
    """
    require(by, MANAGE_AGENCIES)
    row = _untouched(client, version, "secret_digest")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row.secret_digest = digest_of(secret)
    row.full_clean()
    row.save()
    ApiToken.objects.end_all(row)
    return Made(row, secret)


@action
def end(*, by: Any, client: PartnerClient, at: datetime) -> PartnerClient:
    """Shut a system out; its tokens end in the same transaction. Raises NotPossible."""
    require(by, MANAGE_AGENCIES)
    row = _locked(client)
    row.ended_at, row.ended_by = at, by
    row.full_clean()
    row.save()
    ApiToken.objects.end_all(row)
    return row


def _locked(client: PartnerClient) -> PartnerClient:
    row = PartnerClient.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    if row.ended_at is not None:
        raise NotPossible(ENDED)
    return row


def _untouched(client: PartnerClient, version: int, field: str) -> PartnerClient:
    _locked(client)
    row: PartnerClient = lock_untouched(PartnerClient.objects.all(), client.pk, version=version, fields=[field])
    return row


def _check(webhook_url: str) -> None:
    refused = refusal_of(webhook_url) if webhook_url else ""
    if refused:
        raise NotPossible(refused, field="webhook_url")
