"""Handing a workbook over."""

from frontdoor.core.forms import FileField, GovDateField, GovukForm, SubmittedOnce


class ImportForm(SubmittedOnce, GovukForm):
    """The workbook and the day it describes."""

    file = FileField(
        "Inspection workbook (Annex A)",
        subject="the workbook",
        hint="An Excel file (.xlsx) with the sheets List 1 to List 11.",
        accepts=(".xlsx",),
        max_mb=50,
    )
    as_at = GovDateField(
        "Which day does the workbook describe?",
        subject="the day the workbook describes",
        hint="Ages and open work are read as they stood on this day.",
        past=True,
        today_link=True,
    )
