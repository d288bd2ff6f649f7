"""The invented authority comes into being, once."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from audits.demo import (
    agreement,
    assessments,
    conferences,
    documents,
    examples,
    exports,
    follow_ups,
    group,
    inspections,
    look_backs,
    plans,
    storing,
    strategy,
    threshold,
    visits,
)
from audits.demo.chance import Dice, Hours
from audits.demo.desk import LiveDesk
from audits.demo.doubles import record_doubles
from audits.demo.history import History
from audits.demo.night import night
from audits.demo.partners import agencies
from audits.demo.referred import refer
from audits.demo.staff import COLLEAGUES, FURTHER_TEAMS
from audits.demo.ties import tie
from audits.demo.world import Staff, World
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.policy import Authority, calendar, periods
from frontdoor.core.roles import SOCIAL_WORKER
from frontdoor.core.working_days import LONDON
from frontdoor.models import Agency, Contact
from workforce.actions.demo import make_demo_people
from workforce.demo_people import ADMINISTRATORS
from workforce.models import RoleGrant, Team, Worker

HISTORY = relativedelta(years=2)
REASON = "One of the invented people of the demo"
CLOCKS = [
    *("T01", "T01-RED", "T02-RED", "T02-AMBER", "T02-GREEN", "T03", "T04", "T07", "T09", "T10", "T11", "T13", "T14"),
    *("T19", "T20", "T25", "T25-CP", "T29", "T30"),
    *("CONF-LETTER", "CONF-RECORD", "T26", "T33", "T36", "T36-RED", "T37"),
    *("C-EXPIRY", "C-MATTER", "C-TOLD", "C-TOLD-WRONG", "C-REMEDY"),
]


class AlreadyHoldsContacts(NotPossible):
    """The invented authority is only ever added to an empty system."""

    sentence = "This system already holds contacts. Nothing was loaded and nothing was changed."


@action
def load_authority(*, by: Worker, on: date, now: datetime, seed: int, children: int) -> dict[str, int]:
    """Make the invented authority as it stands on a day, with two years behind it; returns the rows by kind.

    The same seed, day and number of children give the same people. ``now`` is the moment the desk is seen at.
    Raises AlreadyHoldsContacts.
    """
    if Contact.objects.exists():
        raise AlreadyHoldsContacts
    since = on - HISTORY
    _name_authority()
    listed = {agency.name: agency for agency in Agency.objects.bring_in(agencies())}
    staff = _staff(by, on, since)
    dice = Dice(seed)
    administrators = [staff.workers[email] for email in ADMINISTRATORS]
    world = World(
        on=on,
        now=now,
        since=since,
        dice=dice,
        hours=Hours(dice, calendar(around=since)),
        periods=periods(CLOCKS, on=on),
        staff=staff,
        agencies=listed,
        levels=threshold.publish(on=on, since=since, first=administrators[0], second=administrators[1]),
    )
    history = History(world)
    history.run(children, made=LiveDesk(world, history).open(children // 4))
    tie(world, history)
    refer(world)
    night(world)
    stored = storing.store(world, history.consent.withdrawn)
    visits.promise(world)
    documents.file(world)
    strategy.meet(world)
    assessments.assess(world)
    agreement.take_back(world)
    conferences.confer(world)
    plans.write(world)
    follow_ups.tell(world)
    examples.show(world)
    group.learn(world, by)
    inspections.record(world)
    look_backs.look_back(world)
    exports.take_out(world)
    return stored | {"contacts": stored["contacts"] + record_doubles(world)}


def _name_authority() -> None:
    authority = Authority.objects.get(pk=1)
    authority.name, authority.mark = "Ashdale", "ASH"
    authority.telephone, authority.out_of_hours_telephone = "01632 960100", "01632 960199"
    authority.full_clean()
    authority.save()


def _staff(by: Worker, on: date, since: date) -> Staff:
    personas = make_demo_people(by=by, on=since)
    for team in FURTHER_TEAMS:
        Team.objects.get_or_create(name=team.name, defaults={"kind": team.kind, "service": team.service})
    teams = {team.name: team for team in Team.objects.all()}
    workers = dict(personas)
    weights: dict[int, float] = {}
    password = personas[ADMINISTRATORS[0]].password
    first, second = (personas[email] for email in ADMINISTRATORS)
    for number, colleague in enumerate(COLLEAGUES, 1):
        worker = Worker(**colleague.row(number, on), team=teams[colleague.team.name], password=password)
        worker.full_clean()
        worker.save()
        for role in colleague.roles:
            starts_on = max(since, colleague.started_on(on))
            moment = datetime.combine(starts_on, time(9), LONDON)
            grant = RoleGrant(
                worker=worker,
                role=role.code,
                reason=REASON,
                starts_on=starts_on,
                ends_on=colleague.ended_on(on),
                proposed_by=first,
                proposed_at=moment,
                approved_by=second,
                approved_at=moment,
            )
            grant.full_clean()
            grant.save()
        workers[worker.email] = worker
        weights[worker.pk] = colleague.weight
    held = RoleGrant.objects.filter(approved_at__isnull=False).values_list("worker_id", "role")
    roles = {worker.pk: frozenset(role for pk, role in held if pk == worker.pk) for worker in workers.values()}
    for worker in personas.values():
        weights[worker.pk] = 1.0 if SOCIAL_WORKER.code in roles[worker.pk] else 0.0
    return Staff(teams=teams, workers=workers, roles=roles, weights=weights)


def desk_moment(on: date, now: datetime) -> datetime:
    """The moment at which the desk of a day is seen: now on the day itself, mid-afternoon of an earlier one."""
    afternoon = datetime.combine(on, time(15), LONDON)
    return min(now - timedelta(seconds=1), afternoon) if on < now.astimezone(LONDON).date() else now
