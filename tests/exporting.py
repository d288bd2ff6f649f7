"""Saving a list of people as a file, as somebody does who has said what for."""

from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.test import Client

PURPOSE = "The monthly talk about late work."


def saved(client: Client, url: str, query: dict[str, Any] | None = None, **answers: Any) -> Any:
    """The answer to the form that asks what a list is for; ``query`` are the list's filters."""
    address = f"{url}?{urlencode(query)}" if query else url
    return client.post(address, {"submission_key": uuid4(), "purpose": PURPOSE, **answers})
