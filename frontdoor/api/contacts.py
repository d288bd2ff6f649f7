"""POST /api/v1/contacts and GET /api/v1/contacts/{id}: the form for partners, for their systems."""

import hashlib
import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth import get_user_model
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from frontdoor.actions import partners
from frontdoor.api.access import PartnersSystem, PartnersSystemOrStaff, PartnerToken, WorkerSession
from frontdoor.api.doubtful import judged
from frontdoor.api.problems import KIND
from frontdoor.api.serializers import ContactIn, ContactStanding, ContactTaken, Problem, taken
from frontdoor.api.strict import means_danger
from frontdoor.core.idempotency import once
from frontdoor.core.working_days import london_date
from frontdoor.models import PartnerReferral
from frontdoor.partner_status import SHOWN, standing

KEY = "Idempotency-Key"
SHORTEST, LONGEST = 8, 200
WHICH_KEY = f"Send {KEY} with {SHORTEST} to {LONGEST} printable characters, new for each contact."
ANOTHER_BODY = "This key was sent with another body before. Use a new key for another contact."
REFUSALS = {
    (code, KIND): OpenApiResponse(Problem, description=words)
    for code, words in ((400, "Not right"), (401, "No token"), (403, "Not for you"))
}
KEY_HEADER = OpenApiParameter(
    KEY, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True, description="The same key is one contact."
)


def key_of(request: Request) -> str:
    """The key under which something is done once. Raises ParseError without a usable one."""
    key = request.headers.get(KEY, "")
    if not (SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise exceptions.ParseError(WHICH_KEY)
    return key


def the_system() -> Any:
    """Who acts for what comes from partners' systems."""
    return get_user_model().objects.the_system()


def sent_by_the_agency(request: Request, public_id: str) -> PartnerReferral:
    """A contact that a system of the caller's agency sent; NotFound for any other, as for one that never was."""
    sent = PartnerReferral.objects.sent_by_systems_of(request.user.client.agency_id)
    referral = sent.select_related(*SHOWN).filter(public_id=public_id).first()
    if referral is None:
        raise exceptions.NotFound
    return referral


class AnotherBody(exceptions.APIException):
    """A key that stands for something else."""

    status_code = 422
    default_detail = ANOTHER_BODY


class Contacts(APIView):
    """Where contacts are sent."""

    permission_classes = [PartnersSystem]

    @extend_schema(
        operation_id="send_contact",
        summary="Send a contact about one or more children",
        parameters=[KEY_HEADER],
        request=ContactIn,
        responses={201: ContactTaken, **REFUSALS, (422, KIND): OpenApiResponse(Problem, description="Key used before")},
    )
    def post(self, request: Request) -> Response:
        """Take a contact in, once for each key, and say under which name its sender asks for it."""
        if request._request.content_type != "application/json":
            raise exceptions.UnsupportedMediaType(request._request.content_type)
        client, digest = request.user.client, _digest(request.data)
        key = _key_in_danger(request, digest) if means_danger(request.data) else key_of(request)
        given, unread = judged(request.data)
        given.is_valid(raise_exception=True)
        system = the_system()
        made = once(
            key=uuid5(NAMESPACE_URL, f"{client.pk}:{key}"),
            by=system,
            act=lambda: partners.receive(
                by=system, now=request._request.now, client=client, body_digest=digest, **given.told(client, unread)
            ),
        )
        referral = PartnerReferral.objects.sent_by_systems_of(client.agency_id).select_related("contact").get(pk=made)
        if referral.body_digest != digest:
            raise AnotherBody
        return Response(taken(referral), status=201)


class Contact(APIView):
    """One contact that a system of the same agency sent."""

    permission_classes = [PartnersSystem]

    @extend_schema(
        operation_id="read_contact",
        summary="Where a contact stands",
        responses={200: ContactStanding, **REFUSALS, (404, KIND): OpenApiResponse(Problem, description="Not found")},
    )
    def get(self, request: Request, public_id: str) -> Response:
        """Where a contact stands; one of another agency is not found, like one that never was."""
        referral = sent_by_the_agency(request, public_id)
        row = standing(referral)
        return Response(
            ContactStanding(
                {
                    "id": referral.public_id,
                    "status": row.status,
                    "received_at": row.received_at,
                    "decided_at": row.decided_at,
                    "asked": row.asked,
                    "answer_by": row.answer_by if row.is_returned else None,
                    "told": row.told,
                    "still_to_say": row.still_to_say,
                }
            ).data
        )


class Schema(SpectacularAPIView):
    """The OpenAPI document, for partners' systems and for our own people."""

    authentication_classes = [PartnerToken, WorkerSession]
    permission_classes = [PartnersSystemOrStaff]


def _key_in_danger(request: Request, digest: str) -> str:
    """The key of a contact about a child in danger, which is taken in without a usable one and under a used one.

    The same body under the same key is one contact; without a key it is one for a day.
    """
    return f"danger:{request.headers.get(KEY) or london_date(request._request.now)}:{digest}"


def _digest(body: Any) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
