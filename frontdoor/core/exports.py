"""Lists as CSV for a spreadsheet that must show them, never run them (OWASP ASVS 1.2.10)."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

STARTS_A_FORMULA = re.compile("^[\\s\x00]*[=+\\-@\x00\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")


def cell(value: Any) -> str:
    """The value as text; what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if STARTS_A_FORMULA.match(text) else text


def csv_response(*, name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], mark: str = "") -> HttpResponse:
    """A file to save, quoted throughout; ``name`` says what it lists, never whom. ``mark`` is its last line, if any."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([cell(value) for value in row] for row in rows)
    if mark:
        writer.writerow([cell(mark), *[""] * (len(heads) - 1)])
    return response


def file_response(*, name: str, body: bytes, mime: str) -> HttpResponse:
    """A finished file to save; ``name`` says what it is, never whom it is about."""
    response = HttpResponse(body, content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
