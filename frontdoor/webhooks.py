"""Telling a partner's system that a referral has moved on: signed, without a word about anybody, to public addresses.

The secret of each client is derived from the installation's own, so that no copy of the database holds it.
"""

import hashlib
import hmac
import ipaddress
import json
import socket
import ssl
from base64 import urlsafe_b64encode
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 5
SIGNATURE, TIMESTAMP = "Frontdoor-Signature", "Frontdoor-Timestamp"
NOT_HTTPS = "Enter an address that begins with https://"
NO_HOST = "Enter a whole address, such as https://systems.example.gov.uk/status"


class NotDelivered(OSError):
    """The other side did not take the message; it is sent again later."""


def secret_of(client_id: str) -> str:
    """The secret that a client's system checks signatures with."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{client_id}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in the signature header: HMAC-SHA256 over the timestamp, a full stop and the body, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def refusal_of(url: str) -> str:
    """Why nothing is sent to an address, empty where it may be: https alone, but for this machine where allowed."""
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.fragment:
        return NO_HOST
    this_machine = settings.WEBHOOKS_TO_THIS_MACHINE and parts.hostname in {"127.0.0.1", "localhost"}
    return "" if parts.scheme == "https" or (parts.scheme == "http" and this_machine) else NOT_HTTPS


def post(url: str, payload: dict[str, Any], *, client_id: str, timestamp: str) -> None:
    """Send a payload once, following nothing. Raises NotDelivered unless the answer is a 2xx."""
    reason = refusal_of(url)
    if reason:
        raise NotDelivered(reason)
    parts = urlsplit(url)
    body = json.dumps(payload, separators=(",", ":"), sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        TIMESTAMP: timestamp,
        SIGNATURE: signature(secret_of(client_id), timestamp, body),
    }
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection = _connection(parts.scheme, str(parts.hostname), parts.port)
    try:
        connection.request("POST", path, body=body, headers=headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as problem:
        raise NotDelivered("The other side could not be reached.") from problem
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotDelivered(f"The other side answered {status}.")


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    """A connection to the very address that was looked at, so that a name cannot point elsewhere a moment later."""
    wanted = port or (443 if scheme == "https" else 80)
    address = public_address(host, wanted)
    connection: HTTPConnection
    if scheme == "https":
        connection = HTTPSConnection(host, wanted, timeout=SECONDS)
        plain = socket.create_connection((address, wanted), timeout=SECONDS)
        try:
            connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError as problem:
            plain.close()
            raise NotDelivered("The other side did not prove who it is.") from problem
        return connection
    connection = HTTPConnection(host, wanted, timeout=SECONDS)
    connection.sock = socket.create_connection((address, wanted), timeout=SECONDS)
    return connection


def public_address(host: str, port: int) -> str:
    """An address behind a name. Raises NotDelivered where any is not public: nobody reaches our inside through us."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as unknown:
        raise NotDelivered("The name of the other side is not known.") from unknown
    for address in found:
        number = ipaddress.ip_address(address.partition("%")[0])
        allowed = number.is_global and not number.is_multicast
        if not allowed and not (settings.WEBHOOKS_TO_THIS_MACHINE and number.is_loopback):
            raise NotDelivered("The other side is not at a public address.")
    return min(found)
