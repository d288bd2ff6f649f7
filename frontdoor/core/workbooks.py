"""Tables as a workbook: text is never taken for a formula, and the same tables give the same bytes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Sheet = tuple[str, Sequence[Sequence[str | float]]]


def workbook(*, title: str, author: str, made_at: datetime, sheets: Sequence[Sheet]) -> bytes:
    """The sheets, each a name and its rows, the first row as heads; ``made_at`` is the only date inside."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = made_at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "author": author, "created": created})
    heads, text = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 6, 22)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row, text if number else heads)
    book.close()
    return out.getvalue()
