"""POST /api/oauth/token/: client credentials (RFC 6749 section 4.4), the protocol itself by oauthlib."""

import hmac
from base64 import b64decode
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator

from frontdoor.core.doors import OPEN, door
from frontdoor.core.working_days import london_date
from frontdoor.models import ApiToken, PartnerClient
from frontdoor.models.partner_clients import digest_of

SCOPE = "contacts"
FORM = "application/x-www-form-urlencoded"


class Clients(RequestValidator):
    """What oauthlib asks about a partner's system, at the moment of one request."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        return True

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        client_id, secret = _credentials(request)
        in_use = PartnerClient.objects.in_use(london_date(self.now))
        request.client = in_use.filter(client_id=client_id).first() if client_id.isprintable() else None
        kept = request.client.secret_digest if request.client else digest_of("")
        return hmac.compare_digest(kept, digest_of(secret)) and request.client is not None

    def validate_grant_type(self, client_id: Any, grant_type: Any, client: Any, *args: Any, **kwargs: Any) -> bool:
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id: Any, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        return [SCOPE]

    def validate_scopes(self, client_id: Any, scopes: list[str], *args: Any, **kwargs: Any) -> bool:
        return set(scopes) == {SCOPE}

    def save_bearer_token(self, token: dict[str, Any], request: Any, *args: Any, **kwargs: Any) -> None:
        expires_at = self.now + timedelta(seconds=settings.API_TOKEN_SECONDS)
        ApiToken.objects.keep(client=request.client, token=token["access_token"], now=self.now, expires_at=expires_at)


def _credentials(request: Any) -> tuple[str, str]:
    """Id and secret from the Authorization header, else from the body."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            client_id, _, secret = b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return client_id, secret
    return request.client_id or "", request.client_secret or ""


@door(OPEN)
@csrf_exempt
@require_POST
@sensitive_post_parameters("client_secret")
def token(request: Any) -> HttpResponse:
    """A token for a system that proves who it is."""
    given = {"Authorization": request.headers.get("Authorization", ""), "Content-Type": FORM}
    server = BackendApplicationServer(Clients(request.now), token_expires_in=settings.API_TOKEN_SECONDS)
    headers, body, status = server.create_token_response(
        request.build_absolute_uri(), "POST", request.POST.urlencode(), given
    )
    answer = HttpResponse(body, status=status)
    for name, value in headers.items():
        answer[name] = value
    return answer
