"""Who is invited to a meeting of whatever kind, turned into the words that pages show."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cases.meetings import kind_of
from cases.models.meetings import Attendance
from frontdoor.presenters import Due

ATTENDANCE_COLOURS = {
    Attendance.ATTENDED: "green",
    Attendance.INFORMATION: "turquoise",
    Attendance.APOLOGIES: "yellow",
    Attendance.SILENT: "red",
}


@dataclass(frozen=True)
class Invited:
    """One person invited: what came of it, how often they were reminded, and, to a conference, the report."""

    row: Any
    attendance: str
    colour: str
    chased: str
    note_url: str
    chase_url: str
    report: Due | None = None


def invited(row: Any, *, report: Due | None = None) -> Invited:
    """Somebody invited, with the reminders read before."""
    page = kind_of(row).page
    return Invited(
        row,
        row.get_attendance_display() or "No answer yet",
        ATTENDANCE_COLOURS[Attendance(row.attendance)] if row.attendance else "grey",
        reminded(row),
        reverse(f"{page}_note", args=[row.pk]),
        "" if row.attendance else reverse(f"{page}_chase", args=[row.pk]),
        report,
    )


def reminded(row: Any) -> str:
    """How often somebody was reminded; empty where nobody did."""
    times = len(row.chasers.all())
    return f"Reminded {times} times" if times > 1 else "Reminded once" if times else ""
