"""What parents were asked and said, when a manager decided without them, and what agencies were then asked."""

from datetime import datetime, timedelta

from audits.demo import writing
from audits.demo.contacts import Told
from audits.demo.overrides import Overrides, who_knows
from audits.demo.requests import Requests
from audits.demo.world import World
from frontdoor.models import (
    ConsentAgency,
    ConsentEvent,
    OverrideAgency,
    Person,
)
from frontdoor.models.consent import ALLOWS_CHECKS, DECIDED_BY_TWO
from frontdoor.models.decisions import MAKES_REFERRAL
from workforce.models import Worker

ANSWERS = (("GIVEN", 66), ("GIVEN_PARTIAL", 6), ("REFUSED", 13), ("SOUGHT_NO_REPLY", 10), ("NOT_SOUGHT", 5))
ASKED = {"NFA": 0.35, "ADV": 0.3, "EHO": 0.6, "OPEN": 0.15, "REF17": 0.97, "REF47": 1.0, "EMG": 1.0}
SPEAKS_FOR_ITSELF = {"GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"}
UNDERSTOOD = "Seen alone. Told back who is asked what, knows that a no changes nothing, and nobody presses."
BEFORE_SERVICE = "SERVICE"


class Consent:
    """Asks parents, and lets a manager decide where they cannot be asked."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.overrides = Overrides(world)
        self.requests = Requests(world)
        # Stored only after the checks that stood on the agreement.
        self.withdrawn: list[tuple[ConsentEvent, Worker]] = []

    def seek(self, told: Told) -> None:
        """Everything about consent on one decided contact, between triage and decision."""
        contact, dice = told.contact, self.dice
        if not dice.chance(ASKED.get(told.outcome, 0.1)):
            return
        by, at = contact.triaged_by, contact.triaged_at + (contact.decided_at - contact.triaged_at) / 2
        status = self._answer(told)
        if status == "NOT_NEEDED_S47":
            events = self.overrides.on_section_47(told, at, by)
        else:
            events = [self.event(told, child, status, at, by) for child in told.children]
        if status in {"REFUSED", "SOUGHT_NO_REPLY"} and contact.rag != "green" and dice.chance(0.25):
            override = self.overrides.ask(told, status, at, by)
            events = self.overrides.decide(override, told, at + timedelta(minutes=dice.randint(5, 30)))
            status = "OVERRIDDEN" if events else status
        if status in ALLOWS_CHECKS:
            self.check(told, status, events, at, by)
        if told.outcome in MAKES_REFERRAL and told.outcome != "REF47":
            for child in told.children:
                self._service(told, child, contact.decided_at, by)

    def _answer(self, told: Told) -> str:
        if told.outcome in {"REF47", "EMG"} and self.dice.chance(0.8):
            return "NOT_NEEDED_S47"
        ages = [child.age_on(self.world.on) or 0 for child in told.children]
        if min(ages) >= 16 and self.dice.chance(0.5):
            return "CYP_COMPETENT"
        return self.dice.one_of(ANSWERS)

    def event(self, told: Told, child: Person, status: str, at: datetime, by: Worker) -> ConsentEvent:
        event = ConsentEvent(
            contact=told.contact,
            child=child,
            kind="B",
            status=status,
            given_by=told.family.carer if status in SPEAKS_FOR_ITSELF else None,
            words=self.dice.choice(writing.CONSENT_WORDS[status]),
            considered=UNDERSTOOD if status == "CYP_COMPETENT" else "",
            happened_at=at,
            recorded_by=by,
        )
        return self.world.add(event, by=by)

    def _service(self, told: Told, child: Person, at: datetime, by: Worker) -> None:
        """Agreement to the assessment itself, without which none starts (C08)."""
        event = ConsentEvent(
            contact=told.contact,
            child=child,
            kind="C",
            status="GIVEN",
            given_by=told.family.carer,
            words=self.dice.choice(writing.CONSENT_WORDS[BEFORE_SERVICE]),
            happened_at=at,
            recorded_by=by,
        )
        self.world.add(event, by=by)

    def check(
        self,
        told: Told,
        status: str,
        events: list[ConsentEvent],
        at: datetime,
        by: Worker,
        *,
        may_withdraw: bool = True,
    ) -> None:
        """Ask agencies where the consent that stands allows it."""
        asked = who_knows(self.world, told)
        if status in DECIDED_BY_TWO:
            override = events[0].override
            if override is None or not self.world.is_asked_on(override):
                return
            asked = [row.agency for row, _ in self.world.rows[OverrideAgency] if row.override is override]
        if status == "GIVEN_PARTIAL":
            asked = asked[:1]
            for event in events:
                self.world.add(ConsentAgency(event=event, agency=asked[0]), by=by)
        for agency in asked:
            self.requests.ask(told, events, agency, at, by)
        if may_withdraw and status == "GIVEN" and self.dice.chance(0.03):
            later = min(at + timedelta(days=2), self.world.now - timedelta(hours=1))
            for event in events:
                self.withdraw(told, event.child, max(later, at + timedelta(minutes=30)), by)

    def withdraw(self, told: Told, child: Person, at: datetime, by: Worker) -> None:
        """The parent takes the agreement back."""
        event = ConsentEvent(
            contact=told.contact,
            child=child,
            kind="B",
            status="WITHDRAWN",
            given_by=told.family.carer,
            words=self.dice.choice(writing.CONSENT_WORDS["WITHDRAWN"]),
            happened_at=at,
            recorded_by=by,
        )
        self.withdrawn.append((event, by))
        self.overrides.after.withdrawn(event, by)
