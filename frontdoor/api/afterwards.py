"""What a partner's system sends after its contact: documents, and the answer when the contact comes back."""

import hashlib
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from frontdoor.actions import attachments, returns
from frontdoor.api.access import PartnersSystem
from frontdoor.api.contacts import KEY_HEADER, REFUSALS, AnotherBody, key_of, sent_by_the_agency, the_system
from frontdoor.api.problems import KIND
from frontdoor.api.serializers import AnswerIn, AnswerTaken, DocumentIn, DocumentTaken, Problem
from frontdoor.core.idempotency import once
from frontdoor.models import PartnerReferral

AFTERWARDS = REFUSALS | {
    (404, KIND): OpenApiResponse(Problem, description="Not found"),
    (422, KIND): OpenApiResponse(Problem, description="Key used before"),
}


def _key(request: Request, referral: PartnerReferral, what: str) -> UUID:
    """The key of one sending; the same characters stand for another thing with another contact."""
    return uuid5(NAMESPACE_URL, f"{request.user.client.pk}:{referral.public_id}:{what}:{key_of(request)}")


def _wants(request: Request, kind: str) -> None:
    if request._request.content_type != kind:
        raise exceptions.UnsupportedMediaType(request._request.content_type)


class Documents(APIView):
    """Where the documents of a contact are sent, one at a time."""

    permission_classes = [PartnersSystem]
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="send_document",
        summary="Send a document that goes with a contact",
        parameters=[KEY_HEADER],
        request={"multipart/form-data": DocumentIn},
        responses={201: DocumentTaken, **AFTERWARDS},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Take one document in, once for each key, with the limits and the scanner of the form."""
        referral = sent_by_the_agency(request, public_id)
        key = _key(request, referral, "document")
        _wants(request, "multipart/form-data")
        given = DocumentIn(data=request.data)
        given.is_valid(raise_exception=True)
        sent = given.validated_data["file"]
        content, system = sent.read(), the_system()
        made = once(
            key=key,
            by=system,
            act=lambda: attachments.bring(by=system, contact_id=referral.contact_id, name=sent.name, content=content),
        )
        document = referral.contact.attachments.get(pk=made)
        if document.digest != hashlib.sha256(content).hexdigest():
            raise AnotherBody
        told: dict[str, Any] = {"name": document.name, "size": document.size, "sha256": document.digest}
        return Response(DocumentTaken(told).data, status=201)


class Answer(APIView):
    """Where a contact that came back is answered."""

    permission_classes = [PartnersSystem]

    @extend_schema(
        operation_id="answer_contact",
        summary="Answer what was asked about a contact that came back",
        parameters=[KEY_HEADER],
        request=AnswerIn,
        responses={201: AnswerTaken, **AFTERWARDS},
    )
    def post(self, request: Request, public_id: str) -> Response:
        """Keep the answer, once; a second one is refused, as on the form."""
        referral = sent_by_the_agency(request, public_id)
        key = _key(request, referral, "answer")
        _wants(request, "application/json")
        given = AnswerIn(data=request.data)
        given.is_valid(raise_exception=True)
        words, system = given.validated_data["words"], the_system()
        once(
            key=key,
            by=system,
            act=lambda: returns.answer_by_system(
                by=system, at=request._request.now, contact_id=referral.contact_id, words=words
            ),
        )
        answer = sent_by_the_agency(request, public_id).contact.sent_back.answer
        if answer.words != words:
            raise AnotherBody
        return Response(AnswerTaken({"id": referral.public_id, "answered_at": answer.answered_at}).data, status=201)
