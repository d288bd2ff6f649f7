"""The invented people of the demo come into being."""

from datetime import date, datetime, time
from decimal import Decimal

from frontdoor.core.actions import action
from frontdoor.core.working_days import LONDON
from frontdoor.models import Agency
from workforce.demo_people import ADMINISTRATORS, PASSWORD, PEOPLE, TEAMS, DemoAgency, DemoPerson
from workforce.models import RoleGrant, Team, Worker

REASON = "One of the invented people of the demo"


@action
def make_demo_people(*, by: Worker, on: date) -> dict[str, Worker]:
    """Teams, workers and their roles from the day ``on``, those that are missing; returns the workers by e-mail."""
    teams = {
        team.name: Team.objects.get_or_create(name=team.name, defaults={"kind": team.kind, "service": team.service})[0]
        for team in TEAMS
    }
    workers = {
        person.email: _worker(
            person,
            team=teams[person.team.name] if person.team else None,
            agency=_agency(person.agency) if person.agency else None,
            number=number,
            on=on,
        )
        for number, person in enumerate(PEOPLE, 1)
    }
    for person in PEOPLE:
        _grant(workers[person.email], person, by=by, administrators=[workers[email] for email in ADMINISTRATORS], on=on)
    return workers


def _agency(agency: DemoAgency) -> Agency:
    about = {"source_code": agency.source_code, "sector": agency.sector}
    return Agency.objects.get_or_create(name=agency.name, defaults=about)[0]


def _worker(person: DemoPerson, *, team: Team | None, agency: Agency | None, number: int, on: date) -> Worker:
    found = Worker.objects.filter(email=person.email).first()
    if found is not None:
        return found
    worker = Worker(
        email=person.email,
        given_names=person.given,
        family_name=person.family,
        team=team,
        agency=agency,
        registration_number=f"SW9{number:05}" if person.registered else None,
        agency_worker=person.agency_worker,
        newly_qualified=person.newly_qualified,
        fte=Decimal(person.fte),
        started_on=on,
    )
    worker.set_password(PASSWORD)
    worker.full_clean()
    worker.save()
    return worker


def _grant(worker: Worker, person: DemoPerson, *, by: Worker, administrators: list[Worker], on: date) -> None:
    held = set(RoleGrant.objects.filter(worker=worker).values_list("role", flat=True))
    moment = datetime.combine(on, time(9), LONDON)
    first, second = administrators
    others = [administrator for administrator in (first, second) if administrator != worker]
    proposer, approver = (by, others[0]) if worker in administrators else (first, second)
    for role in person.roles:
        if role.code not in held:
            grant = RoleGrant(
                worker=worker,
                role=role.code,
                reason=REASON,
                starts_on=on,
                proposed_by=proposer,
                proposed_at=moment,
                approved_by=approver,
                approved_at=moment,
            )
            grant.full_clean()
            grant.save()
