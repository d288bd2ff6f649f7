"""Workers, teams and roles as the administrator's pages show them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from frontdoor.core.forms import GovukForm
from frontdoor.core.roles import ROLES
from frontdoor.core.working_days import london_date
from frontdoor.presenters import moment
from frontdoor.views.administration import Cell, Table
from workforce.models import RoleGrant, Team, Worker


def day(value: date | None) -> str:
    """ "3 May 2027", or nothing."""
    return f"{value:%-d %B %Y}" if value else ""


def access_of(worker: Worker, on: date) -> Cell:
    """Whether somebody may sign in today, and until when."""
    if not worker.is_active:
        return Cell("Shut out", colour="red")
    if worker.ended_on is None:
        return Cell("May sign in", colour="green")
    if worker.ended_on >= on:
        return Cell(f"Until {day(worker.ended_on)}", colour="orange")
    return Cell(f"Left on {day(worker.ended_on)}", colour="grey")


def access_differences(form: GovukForm, worker: Worker, typed: Mapping[str, Any]) -> list[dict[str, str]]:
    """What somebody else has decided about the access, beside what was chosen on the older page."""
    if not worker.is_active:
        theirs = "Shut out"
    else:
        theirs = f"Last day {day(worker.ended_on)}" if worker.ended_on else "May sign in, without a last day"
    yours = f"Last day {day(typed['last_day'])}" if typed.get("last_day") else "Now, at once"
    return [{"label": "Access", "theirs": theirs, "yours": yours if "how" in form.fields else "May sign in again"}]


def end_differences(form: GovukForm, grant: RoleGrant, typed: Mapping[str, Any]) -> list[dict[str, str]]:
    """Which end somebody else has given a role, beside the day that was typed on the older page."""
    label = str(form.fields["last_day"].label)
    return [{"label": label, "theirs": day(grant.ends_on) or "No end", "yours": day(typed["last_day"])}]


def workers_table(workers: Iterable[Worker], on: date) -> Table:
    return Table(
        caption="Workers",
        columns=("Name", "Roles", "Team", "E-mail", "Access"),
        rows=[
            (
                Cell(worker.get_full_name(), reverse("admin_worker", args=[worker.pk])),
                Cell(", ".join(worker.role_names) or "No role"),
                Cell(worker.team or ""),
                Cell(worker.email),
                access_of(worker, on),
            )
            for worker in workers
        ],
        nothing="Nobody matches. Try fewer letters, or add the worker.",
    )


def teams_table(teams: Iterable[Team]) -> Table:
    return Table(
        caption="Teams",
        columns=("Name", "What it does", "Service", "People", "In use"),
        rows=[
            (
                Cell(team.name, reverse("admin_team", args=[team.pk])),
                Cell(team.get_kind_display()),
                Cell(team.service),
                Cell(team.people),
                Cell(f"Until {day(team.ended_on)}" if team.ended_on else "Yes"),
            )
            for team in teams
        ],
        nothing="There is no team yet.",
    )


def state_of(grant: RoleGrant, on: date) -> Cell:
    """Where a role stands on a day."""
    if grant.refused_at:
        return Cell("Refused", colour="grey")
    if not grant.approved_at:
        return Cell("Proposed", colour="orange")
    if grant.ended_at:
        return Cell(f"Taken away on {day(london_date(grant.ended_at))}", colour="grey")
    if grant.ends_on and grant.ends_on < on:
        return Cell(f"Ended on {day(grant.ends_on)}", colour="grey")
    if grant.starts_on > on:
        return Cell(f"From {day(grant.starts_on)}", colour="blue")
    return Cell(f"Until {day(grant.ends_on)}" if grant.ends_on else "Held", colour="green")


def roles_table(grants: Iterable[RoleGrant], on: date, *, caption: str, nothing: str) -> Table:
    return Table(
        caption=caption,
        columns=("Worker", "Role", "Proposed by", "Stands in for", "State"),
        rows=[
            (
                Cell(grant.worker.get_full_name(), reverse("admin_worker", args=[grant.worker_id])),
                Cell(ROLES[grant.role].name, reverse("admin_role", args=[grant.pk])),
                Cell(grant.proposed_by.get_full_name()),
                Cell(grant.stands_in_for.get_full_name() if grant.stands_in_for else ""),
                state_of(grant, on),
            )
            for grant in grants
        ],
        nothing=nothing,
    )


def role_rows(grant: RoleGrant) -> list[dict[str, str]]:
    """Everything about one role of one worker."""
    role = ROLES[grant.role]
    rows = {
        "Worker": grant.worker.get_full_name(),
        "Role": f"{role.name}\n{role.description}",
        "Why": grant.reason,
        "From": day(grant.starts_on),
        "Until": day(grant.ends_on) or "No end",
        "Stands in for": grant.stands_in_for.get_full_name() if grant.stands_in_for else "",
        "Proposed by": grant.proposed_by.get_full_name(),
        "Approved by": grant.approved_by.get_full_name() if grant.approved_by else "",
        "Refused by": grant.refused_by.get_full_name() if grant.refused_by else "",
        "Taken away by": f"{grant.ended_by.get_full_name()}, {moment(grant.ended_at)}" if grant.ended_at else "",
    }
    return [{"key": key, "value": value} for key, value in rows.items() if value]
