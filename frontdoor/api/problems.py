"""Every refusal as application/problem+json (RFC 9457): a title, a status and sentences, nothing about anybody."""

from typing import Any

from django.core.exceptions import ValidationError as Refusal
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

KIND = "application/problem+json"


def problem(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The framework's exception handler; what it does not know stays a fault of ours."""
    if isinstance(exception, Refusal):
        sentences: Any = exception.message_dict if hasattr(exception, "error_dict") else {"": exception.messages}
        exception = exceptions.ValidationError(sentences)
    answer = exception_handler(exception, context)
    if answer is None:
        return None
    errors = answer.data if isinstance(exception, exceptions.ValidationError) else None
    detail = "Some answers are missing or wrong." if errors else str(getattr(exception, "detail", ""))
    answer.data = {"type": "about:blank", "title": _title(answer.status_code), "status": answer.status_code}
    answer.data["detail"] = detail or _title(answer.status_code)
    if errors:
        answer.data["errors"] = errors
    answer.content_type = KIND
    return answer


def _title(code: int) -> str:
    return {
        status.HTTP_400_BAD_REQUEST: "The request is not right",
        status.HTTP_401_UNAUTHORIZED: "Say who you are",
        status.HTTP_403_FORBIDDEN: "Not for you",
        status.HTTP_404_NOT_FOUND: "Not found",
        status.HTTP_422_UNPROCESSABLE_ENTITY: "This key was used for something else",
    }.get(code, "Not possible")
