"""The administrator's pages about workers and teams."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.core.doors import door
from frontdoor.views.administration import acted, link, page
from workforce.actions import teams as team_acts
from workforce.actions import workers as worker_acts
from workforce.forms.administration import (
    EndAccessForm,
    ReturnForm,
    TeamChangeForm,
    TeamForm,
    WorkerChangeForm,
    WorkerFilter,
    WorkerForm,
)
from workforce.models import RoleGrant, Team, Worker
from workforce.permissions import MANAGE_WORKERS
from workforce.presenters.administration import access_differences, access_of, roles_table, teams_table, workers_table

ROWS = 25
WORKER_FIELDS = tuple(WorkerChangeForm.base_fields)
TEAM_FIELDS = tuple(TeamChangeForm.base_fields)
read_or_send = require_http_methods(["GET", "HEAD", "POST"])


@door(MANAGE_WORKERS)
@require_safe
def administration(request: Any) -> HttpResponse:
    """The first page: the workers."""
    return redirect("admin_workers")


@door(MANAGE_WORKERS)
@require_safe
def workers(request: Any) -> HttpResponse:
    """Everyone who works or worked here, found by name, team and access."""
    filters = WorkerFilter(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    found = Worker.objects.people().with_roles(request.today).named(chosen.get("q") or "")
    if chosen.get("team"):
        found = found.filter(team=chosen["team"])
    present = Q(pk__in=Worker.objects.in_post(request.today).values("pk"))
    if chosen.get("state"):
        found = found.filter(present if chosen["state"] == "in" else ~present)
    shown = Paginator(found.order_by("family_name", "given_names", "pk"), ROWS).get_page(request.GET.get("page"))
    return page(
        request,
        "list",
        title="Workers",
        section="admin_workers",
        actions=[link("Add a worker", "admin_worker_new")],
        filters=filters,
        tables=[workers_table(shown, request.today)],
        page=shown,
    )


@door(MANAGE_WORKERS)
@read_or_send
def worker_new(request: Any) -> HttpResponse:
    """Add a worker."""
    form = WorkerForm(request.POST or None, today=request.today, now=request.now)
    if acted(form, worker_acts.add, by=request.user):
        messages.success(request, "The worker is added. Propose a role, or nothing opens for them.")
        return redirect("admin_workers")
    return page(
        request,
        "form",
        title="Add a worker",
        section="admin_workers",
        form=form,
        button="Add worker",
        intro="They set a password of their own with the link “I have forgotten my password, or have none yet”.",
    )


def _worker(worker_id: int, on: Any) -> Worker:
    return get_object_or_404(Worker.objects.people().with_roles(on).with_version(), pk=worker_id)


@door(MANAGE_WORKERS)
@read_or_send
def worker(request: Any, worker_id: int) -> HttpResponse:
    """One worker: access and roles; a POST lets the worker return."""
    row = _worker(worker_id, request.today)
    form = ReturnForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if acted(form, worker_acts.let_return, differ=access_differences, by=request.user, worker=row):
        messages.success(request, f"{row.get_full_name()} may sign in again. Roles are proposed anew.")
        return redirect("admin_worker", worker_id)
    if form.is_bound:
        row = _worker(worker_id, request.today)
    grants = RoleGrant.objects.select_related("worker", "proposed_by", "stands_in_for")
    present = row.is_active and (row.ended_on is None or row.ended_on >= request.today)
    facts = {
        "E-mail": row.email,
        "Team": str(row.team or "No team"),
        "Social Work England number": row.registration_number or "None",
        "Employed through an agency": _yes_or_no(row.agency_worker),
        "In the assessed and supported first year": _yes_or_no(row.newly_qualified),
        "Full-time equivalent": f"{row.fte.normalize():f}",
        "Access": str(access_of(row, request.today).words),
        "Sessions open now": str(row.usersession_set.count()),
    }
    return page(
        request,
        "record",
        title=row.get_full_name(),
        section="admin_workers",
        form=form,
        actions=[
            *([link("Propose a role", "admin_role_new", row.pk)] if present else []),
            link("Change", "admin_worker_change", row.pk, secondary=True),
            *([link("End access", "admin_worker_end", row.pk, secondary=True)] if present else []),
        ],
        rows=[{"key": key, "value": value} for key, value in facts.items()],
        buttons=[] if present else [{"words": "Let this worker sign in again", "value": "return"}],
        tables=[
            roles_table(
                grants.filter(worker=row).order_by("-starts_on", "-pk"),
                request.today,
                caption="Roles",
                nothing="No role has been proposed.",
            )
        ],
    )


def _yes_or_no(so: bool) -> str:
    return "Yes" if so else "No"


def _initial(row: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}


@door(MANAGE_WORKERS)
@read_or_send
def worker_change(request: Any, worker_id: int) -> HttpResponse:
    """Change what is known about a worker."""
    row = _worker(worker_id, request.today)
    form = WorkerChangeForm(
        request.POST or None, today=request.today, now=request.now, initial=_initial(row, WORKER_FIELDS)
    )
    if acted(form, worker_acts.change, by=request.user, worker=row):
        messages.success(request, "The change is saved.")
        return redirect("admin_worker", worker_id)
    return page(
        request,
        "form",
        title=f"Change {row.get_full_name()}",
        section="admin_workers",
        form=form,
        button="Save",
        back_url=reverse("admin_worker", args=[worker_id]),
        back=row.get_full_name(),
    )


@door(MANAGE_WORKERS)
@read_or_send
def worker_end(request: Any, worker_id: int) -> HttpResponse:
    """A worker leaves, now or with a last day."""
    row = _worker(worker_id, request.today)

    def leave(*, how: str, version: int, last_day: Any) -> None:
        if how == "now":
            worker_acts.shut_out(by=request.user, worker=row, version=version, at=request.now)
        else:
            worker_acts.end_access(by=request.user, worker=row, version=version, last_day=last_day, at=request.now)

    form = EndAccessForm(request.POST or None, today=request.today, now=request.now, initial={"version": row.version})
    if acted(form, leave, differ=access_differences):
        messages.success(request, f"The access of {row.get_full_name()} is ended, and every role with it.")
        return redirect("admin_worker", worker_id)
    return page(
        request,
        "form",
        title=f"End the access of {row.get_full_name()}",
        section="admin_workers",
        form=form,
        button="End access",
        is_warning=True,
        warnings=["Children allocated to this worker stay so until a manager allocates them anew."],
        back_url=reverse("admin_worker", args=[worker_id]),
        back=row.get_full_name(),
    )


@door(MANAGE_WORKERS)
@require_safe
def teams(request: Any) -> HttpResponse:
    """Every team and how many people work in it."""
    people = Count("members", filter=Q(members__in=Worker.objects.in_post(request.today)))
    found = Team.objects.annotate(people=people).order_by("name")
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return page(
        request,
        "list",
        title="Teams",
        section="admin_teams",
        actions=[link("Add a team", "admin_team_new")],
        tables=[teams_table(shown)],
        page=shown,
    )


@door(MANAGE_WORKERS)
@read_or_send
def team_new(request: Any) -> HttpResponse:
    """Found a team."""
    form = TeamForm(request.POST or None)
    if acted(form, team_acts.add, by=request.user):
        messages.success(request, "The team is added.")
        return redirect("admin_teams")
    return page(request, "form", title="Add a team", section="admin_teams", form=form, button="Add team")


@door(MANAGE_WORKERS)
@read_or_send
def team(request: Any, team_id: int) -> HttpResponse:
    """Change a team, or give it up."""
    row = get_object_or_404(Team.objects.with_version(), pk=team_id)
    form = TeamChangeForm(
        request.POST or None, today=request.today, now=request.now, initial=_initial(row, TEAM_FIELDS)
    )
    if acted(form, team_acts.change, by=request.user, team=row, on=request.today):
        messages.success(request, "The change is saved.")
        return redirect("admin_teams")
    return page(
        request,
        "form",
        title=f"Change {row.name}",
        section="admin_teams",
        form=form,
        button="Save",
        back_url=reverse("admin_teams"),
        back="Teams",
    )
