"""Reading the workbook: sheets by name, columns by heading, cells cleaned of what spreadsheets leave in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import structlog
from openpyxl import load_workbook

log = structlog.get_logger(__name__)

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
DAMAGED = "This file is damaged, locked with a password or not an Excel workbook (.xlsx). Save it anew and try again."

# The ways in which authorities' workbooks are known to head the same column (domain.md 5.1).
HEADINGS = {
    "childuniqueid": "child",
    "gender": "sex",
    "ethnicity": "ethnicity",
    "dateofbirth": "birth_date",
    "age": "age",
    "ageofchildyears": "age",
    "doesthechildhaveadisability": "disability",
    "allocatedteam": "team",
    "allocatedworker": "worker",
    "dateofcontact": "contact_on",
    "contactsource": "source",
    "dateofreferral": "received_on",
    "referralsource": "source",
    "referralnfa": "no_further_action",
    "numberofreferralsinlast12months": "earlier_referrals",
    "continuousassessmentstartdate": "started_on",
    "childseenduringcontinuousassessment": "seen",
    "continuousassessmentdateofauthorisation": "authorised_on",
    "wasthechildassessedasrequiringlachildrenssocialcaresupport": "needs_support",
    "strategydiscussioninitiatingsection47enquirystartdate": "started_on",
    "wasaninitialchildprotectionconferencedeemedunnecessary": "conference_not_needed",
    "dateofinitialchildprotectionconference": "conference_on",
    "didtheinitialchildprotectionconferenceresultinachildprotectionplan": "led_to_plan",
    "numberofsection47enquiriesinthelast12months": "earlier_enquiries",
    "numberoficpcsinthelast12months": "earlier_conferences",
    "cinstartdate": "started_on",
    "primaryneedcode": "need",
    "datechildwaslastseen": "last_seen_on",
    "cinclosuredate": "closed_on",
    "reasonforclosure": "closure_reason",
    "casestatus": "status",
    "childprotectionplanstartdate": "started_on",
    "initialcategoryofabuse": "initial_category",
    "latestcategoryofabuse": "latest_category",
    "dateofthelaststatutoryvisit": "last_seen_on",
    "wasthechildseenalone": "seen_alone",
    "dateoflatestreviewconference": "review_on",
    "childprotectionplanenddate": "ended_on",
    "numberofpreviouschildprotectionplans": "earlier_plans",
}


class NotAWorkbook(ValueError):
    """The file is not what it claims to be, or too large to be read."""


@dataclass(frozen=True)
class Row:
    """One line of a sheet: its number as the spreadsheet shows it, and its cells by our names.

    A cell with a spreadsheet error is empty; ``errors`` says what stood there.
    """

    sheet: str
    number: int
    cells: dict[str, Any]
    headings: dict[str, str]
    errors: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet with the columns we know. ``unknown`` are headings we have no use for."""

    name: str
    rows: list[Row]
    columns: frozenset[str]
    unknown: list[str]


ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "NULL"})


def _plain(value: Any) -> Any:
    return " ".join(value.replace("\xa0", " ").split()) if isinstance(value, str) else value


def _is_error(value: Any) -> bool:
    return isinstance(value, str) and value.upper() in ERRORS


def cleaned(value: Any) -> Any:
    """A cell without non-breaking spaces; blanks, #N/A and other spreadsheet errors are nothing."""
    text = _plain(value)
    return None if text == "" or _is_error(text) else text


def _key(heading: Any) -> str:
    return "".join(sign for sign in str(heading or "").casefold() if sign.isalnum())


def _rows(name: str, lines: Iterator[tuple]) -> Sheet:
    headings = [str(cleaned(value) or "") for value in next(lines, ())]
    known = {place: HEADINGS[_key(text)] for place, text in enumerate(headings) if _key(text) in HEADINGS}
    shown = {field: headings[place] for place, field in known.items()}
    rows = []
    for number, line in enumerate(lines, start=2):
        told = {field: _plain(line[place]) for place, field in known.items() if place < len(line)}
        cells = {field: cleaned(value) for field, value in told.items()}
        if any(cleaned(value) is not None for value in line):
            errors = {field: value for field, value in told.items() if _is_error(value)}
            rows.append(Row(name, number, cells, shown, errors))
    unknown = [text for place, text in enumerate(headings) if text and place not in known]
    return Sheet(name, rows, frozenset(known.values()), unknown)


def read(content: bytes) -> dict[str, Sheet]:
    """The sheets by name ("List 1" to "List 11"). Raises NotAWorkbook with a sentence for the page."""
    if len(content) > MOST_BYTES:
        raise NotAWorkbook(
            "The file is larger than 50 MB. Annex A workbooks are smaller: check that it is the right one."
        )
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise NotAWorkbook("The file unpacks to more than 500 MB and has not been opened.")
        return _sheets(content)
    except NotAWorkbook:
        raise
    except Exception as problem:
        # A damaged file breaks the reader at any depth: zip, zlib, XML, dates. None of it is a fault of ours.
        log.warning("workbook_unreadable", exc_info=problem)
        raise NotAWorkbook(DAMAGED) from problem


def _sheets(content: bytes) -> dict[str, Sheet]:
    """Every sheet to its last row: the reader unpacks a sheet only while its rows are taken."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    sheets = {sheet.title: _rows(sheet.title, sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    book.close()
    return sheets
