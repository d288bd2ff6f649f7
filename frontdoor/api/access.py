"""Who calls: a partner's system with a token, or a worker who reads the document of the API."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from frontdoor.api.oauth import SCOPE
from frontdoor.models import ApiToken, PartnerClient
from frontdoor.permissions import SEE_MY_WORK


class Caller:
    """A partner's system, as the framework's user."""

    is_authenticated = True
    is_active = True

    def __init__(self, client: PartnerClient) -> None:
        self.client = client
        self.pk = client.pk


class PartnerToken(BaseAuthentication):
    """A bearer token of a system that is in use, whose agency is too."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        held = ApiToken.objects.live(token, request._request.now).select_related("client__agency").first()
        if held is None:
            raise AuthenticationFailed("This token is not known, or it has run out.")
        return Caller(held.client), None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class PartnerTokenInTheDocument(OpenApiAuthenticationExtension):
    """How the OpenAPI document describes it."""

    target_class = "frontdoor.api.access.PartnerToken"
    name = "client_credentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {
            "tokenUrl": "/api/oauth/token/",
            "scopes": {SCOPE: "Send contacts, their documents and answers, and read where they stand"},
        }
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}


class WorkerSession(BaseAuthentication):
    """A worker who is signed in."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        user = getattr(request._request, "user", None)
        return (user, None) if user is not None and user.is_authenticated else None


class Nobody(BasePermission):
    """What a view that names nobody opens to."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class PartnersSystem(BasePermission):
    """A partner's system."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.user, Caller)


class PartnersSystemOrStaff(BasePermission):
    """A partner's system, or anybody of the authority's own people."""

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        return isinstance(user, Caller) or bool(user and user.is_authenticated and user.holds(SEE_MY_WORK))
