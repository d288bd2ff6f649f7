"""The desk as it stands now: contacts of every colour, in time and late, and requests that wait for a manager."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audits.demo.contacts import Told
from audits.demo.episodes import Episode
from audits.demo.history import History
from audits.demo.staff import AREA_TEAM
from audits.demo.themes import THEMES
from audits.demo.world import World
from frontdoor.core.roles import SOCIAL_WORKER
from frontdoor.core.working_days import london_date
from frontdoor.models import ConsentEvent
from workforce.demo_people import FRONT_DOOR


@dataclass(frozen=True)
class Waiting:
    """A contact on the desk: how long ago it came, in working days or minutes, and how far it has come."""

    theme: str
    days: int = 0
    minutes: int = 0
    rag: str = ""
    danger: bool = False
    taken: bool = False
    override: str = ""
    given_back: str = ""


DESK = (
    Waiting("physical", minutes=14, danger=True),
    Waiting("domestic", minutes=38),
    Waiting("hardship", minutes=66),
    Waiting("behaviour", days=1),
    Waiting("sexual", minutes=95, rag="red", taken=True),
    Waiting("physical", minutes=350, rag="red", taken=True, override="NOT_SOUGHT"),
    Waiting("domestic", days=1, rag="amber"),
    Waiting("parent_health", days=1, rag="amber", taken=True, override="REFUSED"),
    Waiting("neglect", days=1, rag="amber", taken=True, override="WITHDRAWN"),
    Waiting("exploitation", days=1, rag="amber", taken=True, override="approved"),
    Waiting("substances", days=3, rag="amber"),
    Waiting("distress", days=2, rag="green", taken=True, given_back="waits"),
    Waiting("disability", days=6, rag="green", given_back="answered"),
)
NOT_GIVEN_YET = (1, 1, 2, 5)
BY_CODE = {theme.code: theme for theme in THEMES}


class LiveDesk:
    """Families who are new this week."""

    def __init__(self, world: World, history: History) -> None:
        self.world = world
        self.history = history
        self.dice = world.dice

    def open(self, children: int) -> int:
        """Fill the desk with at most ``children`` children; returns how many there are."""
        made = 0
        for waiting in DESK:
            if made < children:
                made += self._put(waiting, most=min(3, children - made))
        for days in NOT_GIVEN_YET:
            if made < children:
                made += self._not_given_yet(days, most=min(2, children - made))
        return made

    def _moment(self, waiting: Waiting) -> datetime:
        if not waiting.days:
            return self.world.now - timedelta(minutes=waiting.minutes)
        return self.world.hours.at_desk(self._working_days_ago(waiting.days), 10, 15)

    def _working_days_ago(self, days: int) -> date:
        day = self.world.on
        while days > 0:
            day -= timedelta(days=1)
            days -= self.world.hours.calendar.is_working_day(day)
        return day

    def _tell(self, theme: str, received_at: datetime, most: int) -> Told:
        worry = BY_CODE[theme]
        family = self.history.registry.family(most=most, known_from=london_date(received_at), youngest=worry.youngest)
        return self.history.desk.receive(family, worry, family.children, received_at)

    def _put(self, waiting: Waiting, *, most: int) -> int:
        received_at = self._moment(waiting)
        told = self._tell(waiting.theme, received_at, most)
        contact = told.contact
        if waiting.danger:
            contact.immediate_danger = True
            contact.triage_due_at = self.world.due_at("T01-RED", received_at)
            contact.decision_due_at = self.world.due_at("T02-RED", received_at)
        worker = self.dice.choice(self.world.staff.members(FRONT_DOOR.name, SOCIAL_WORKER.code, self.world.on))
        if waiting.rag:
            self.history.desk.triage(told, waiting.rag, received_at + timedelta(minutes=20), worker)
        if waiting.taken:
            contact.taken_at, contact.taken_by = received_at + timedelta(minutes=22), worker
        if waiting.given_back:
            manager = self.world.staff.manager(FRONT_DOOR.name, self.world.on)
            asked_at = received_at + timedelta(hours=1)
            answered_at = asked_at + timedelta(hours=2) if waiting.given_back == "answered" else None
            self.history.desk.weighing.give_back(contact, asked_at, manager, answered_at=answered_at)
        if waiting.override:
            self._override(told, waiting.override)
        return len(told.children)

    def _override(self, told: Told, state: str) -> None:
        """A request for an override after a parent said no, took back a yes, or could not safely be asked."""
        consent, contact = self.history.consent, told.contact
        at, by = contact.triaged_at + timedelta(minutes=15), contact.triaged_by
        first = {"WITHDRAWN": "GIVEN", "approved": "NOT_SOUGHT"}.get(state, state)
        for child in told.children:
            event = consent.event(told, child, first, at, by)
            if state == "WITHDRAWN":
                self._ask_then_withdraw(told, event, at)
        asked_at = at + timedelta(minutes=20)
        override = consent.overrides.ask(told, state, asked_at, by)
        if state == "approved":
            events = consent.overrides.approve(override, told, asked_at + timedelta(minutes=10))
            consent.check(told, "OVERRIDDEN", events, asked_at + timedelta(minutes=15), by)

    def _ask_then_withdraw(self, told: Told, event: ConsentEvent, at: datetime) -> None:
        consent, by = self.history.consent, told.contact.triaged_by
        consent.check(told, "GIVEN", [event], at, by, may_withdraw=False)
        consent.withdraw(told, event.child, at + timedelta(minutes=15), by)

    def _not_given_yet(self, days: int, *, most: int) -> int:
        """Accepted and waiting for a social worker."""
        desk, day = self.history.desk, self._working_days_ago(days)
        told = self._tell("neglect", self.world.hours.moment(day, 9), most)
        received_at = told.contact.received_at
        desk.triage(told, "amber", received_at + timedelta(minutes=30))
        decided_at = received_at + timedelta(hours=3)
        accepted = desk.decide(told, "REF17", decided_at)
        self.history.consent.seek(told)
        team = AREA_TEAM[told.family.area].name
        self.history.episodes.append(Episode(told, accepted, london_date(received_at), london_date(decided_at), team))
        return len(told.children)
