"""The systems of partner agencies that send referrals by API, and the tokens that they hold."""

import hashlib
import secrets
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import both_or_neither
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.working_days import london_date
from frontdoor.models.agencies import Agency
from frontdoor.models.signing import signed_in_person

ID_BYTES = 18


def random_id() -> str:
    """The public half of a system's sign-in."""
    return secrets.token_urlsafe(ID_BYTES)


def digest_of(secret: str) -> str:
    """How a secret or a token is kept. Both are made by us from 256 random bits, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class PartnerClientQuerySet(TrackedQuerySet):
    """Systems of partners."""

    def in_use(self, on: date) -> "PartnerClientQuerySet":
        """Those that may send on a day: not ended, of an agency that is still used."""
        return self.filter(ended_at__isnull=True).exclude(agency__ended_on__lte=on)

    def listed(self) -> "PartnerClientQuerySet":
        """All of them, by agency and name."""
        return self.select_related("agency").order_by("agency__name", "name", "pk")


class PartnerClient(TrackedRecord):
    """One system of one agency. Its secret is kept as a hash alone."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="clients")
    name = models.CharField("name of the system", max_length=120)
    client_id = models.CharField(max_length=40, unique=True, default=random_id, editable=False)
    secret_digest = models.CharField(max_length=64, editable=False)
    webhook_url = models.URLField("where to send a change of status", max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PartnerClientQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                condition=Q(ended_at__isnull=True),
                name="partner_client_once",
                violation_error_message="This agency has a system of this name already.",
            ),
            models.CheckConstraint(
                name="partner_client_keeps_a_hash",
                condition=Q(("secret_digest__regex", "^[0-9a-f]{64}$")),
                violation_error_message="A secret is kept as its hash.",
            ),
            models.CheckConstraint(
                name="partner_client_ended_by_somebody", condition=both_or_neither("ended_at", "ended_by")
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, signed_in_person("partner_client_signed_in_person", "ended_by_id")]

    def __str__(self) -> str:
        return f"partner client {self.pk}"


class ApiTokenQuerySet(models.QuerySet):
    """Tokens that open the API for a while."""

    def live(self, token: str, now: datetime) -> "ApiTokenQuerySet":
        """The token, if it has not run out and its system may still send."""
        clients = PartnerClient.objects.in_use(london_date(now))
        return self.filter(digest=digest_of(token), expires_at__gt=now, client__in=clients)

    def keep(self, *, client: PartnerClient, token: str, now: datetime, expires_at: datetime) -> None:
        """Keep a new token as its hash, and forget those of its system that have run out."""
        self.filter(client=client, expires_at__lte=now).delete()
        self.create(client=client, digest=digest_of(token), expires_at=expires_at)

    def end_all(self, client: PartnerClient) -> None:
        """Shut every token of a system."""
        self.filter(client=client).delete()


class ApiToken(models.Model):
    """A token of a system, kept as its hash; it is deleted when the system is shut out."""

    client = models.ForeignKey(PartnerClient, on_delete=models.PROTECT, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    expires_at: Any = models.DateTimeField()

    objects: Any = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return f"token {self.pk}"
