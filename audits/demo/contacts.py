"""Contacts as they came in over two years: told, triaged, decided, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from audits.demo import places, threshold, writing
from audits.demo.answers import Answers
from audits.demo.families import Family
from audits.demo.names import HERITAGES
from audits.demo.theme import Theme
from audits.demo.themes import THEMES, UNBORN
from audits.demo.weighing import Weighing
from audits.demo.world import World
from frontdoor.actions.feedback import NOBODY_TO_TELL
from frontdoor.core.working_days import london_date
from frontdoor.models import ChildOutcome, Contact, ContactChild, Decision, Person
from frontdoor.models.decisions import MAKES_REFERRAL, Outcome
from workforce.models import Worker

RAGS = ("red", "amber", "green")
LATE = {"red": 0.05, "amber": 0.08, "green": 0.09}
BACK = "given back"
# Shares of what is decided for children without an open case: two in five become a referral.
OUTCOMES = {
    "red": (("REF47", 62), ("REF17", 20), ("EMG", 5), ("ADV", 7), ("NFA", 5), ("MIS", 1)),
    "amber": (("REF17", 38), ("REF47", 8), ("EHO", 17), ("ADV", 15), ("NFA", 19), ("MIS", 1), ("OLA", 1), (BACK, 1)),
    "green": (("REF17", 16), ("EHO", 23), ("ADV", 27), ("NFA", 31), ("OLA", 1), (BACK, 2)),
}
LEVELS = {"NFA": "12", "ADV": "12", "EHO": "23", "OPEN": "34", "REF17": "4", "REF47": "4", "EMG": "4"}
METHODS = {"6": "police_notice", "2": "form", "3": "form", "1": "telephone", "9": "telephone"}
CLAIMED = (("agreed", 46), ("told", 17), ("refused", 7), ("not_asked", 14), ("unsafe", 6), ("not_known", 10))
WHY_NOT = {
    "refused": "The parent was asked on the telephone and did not want us to call you.",
    "not_asked": "The parent could not be reached before the end of the day.",
    "unsafe": "Asking could put the child and the mother at risk from a person in the home.",
}
TITLES = {
    "1A": "Grandmother",
    "1B": "Neighbour",
    "1C": "",
    "1D": "Passer-by",
    "2A": "Safeguarding lead",
    "3A": "Doctor",
    "3B": "Health visitor",
    "6": "Police constable",
}


@dataclass
class Told:
    """A contact and what it was about, for what follows from it."""

    contact: Any
    family: Family
    children: list[Person]
    theme: Theme
    outcome: str = ""

    @property
    def decided(self) -> bool:
        return self.contact.decided_at is not None


class Desk:
    """Takes contacts in and decides them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.answers = Answers(world)
        self.weighing = Weighing(world)

    def theme_for(self, family: Family) -> Theme:
        """A worry that fits the ages of the family's children."""
        if family.expects and self.dice.chance(0.8):
            return UNBORN
        eldest = max((child.age_on(self.world.on) or 0) for child in family.children)
        return self.dice.one_of([(theme, theme.weight) for theme in THEMES if eldest >= theme.youngest])

    def receive(self, family: Family, theme: Theme, children: Sequence[Person], received_at: datetime) -> Told:
        """Record a contact; its triage clock runs."""
        dice, world = self.dice, self.world
        on = london_date(received_at)
        ordered = sorted(children, key=lambda child: (child.age_on(on) or 0) < theme.youngest)
        by = world.staff.takes_calls(dice, received_at)
        source = dice.choice(theme.sources.split())
        claimed = dice.one_of(CLAIMED)
        contact = Contact(
            received_at=received_at,
            recorded_by=by,
            method=METHODS.get(source[0], dice.choice(("telephone", "email", "form"))),
            **self._referrer(family, source),
            concern=writing.concern(dice, theme, ordered, on),
            child_voice=writing.voice(dice, theme, ordered[0], on) if dice.chance(0.7) else "",
            already_tried=dice.choice(writing.TRIED),
            claimed_consent=claimed,
            claimed_consent_reason=WHY_NOT.get(claimed, ""),
            immediate_danger=False,
            **threshold.claim(self.weighing.dice, world.levels, source, received_at),
            triage_due_at=world.due_at("T01", received_at),
        )
        world.add(contact, by=by)
        for child in ordered:
            world.add(ContactChild(contact=contact, child=child), by=by)
        self.answers.acknowledge(contact, by)
        return Told(contact, family, ordered, theme)

    def _referrer(self, family: Family, source: str) -> dict[str, Any]:
        dice = self.dice
        related = source[0] == "1"
        heritage = family.heritage if related else dice.one_of([(other, other.weight) for other in HERITAGES])
        name = f"{dice.choice(heritage.given(dice.choice('FM')))} {dice.choice(heritage.families.split())}"
        agency = None
        if source[0] not in "19":
            of_source = [agency for agency in self.world.agencies.values() if agency.source_code == source]
            of_school = [agency for agency in of_source if agency.name in {child.school for child in family.children}]
            agency = dice.choice(of_school or of_source)
        return {
            "source_code": source,
            "agency": agency,
            "referrer_name": "" if source in {"9", "1C"} else name,
            "referrer_role": TITLES.get(source, "Duty worker" if agency else ""),
            "referrer_telephone": "" if source == "9" else places.telephone(dice),
            "referrer_email": agency.email if agency and dice.chance(0.75) else "",
        }

    def triage(self, told: Told, rag: str, at: datetime, by: Worker | None = None) -> None:
        """Set the urgency; the decision clock runs."""
        contact = told.contact
        contact.rag = rag
        contact.rag_reason = self.dice.choice(writing.URGENCY[rag])
        contact.triaged_at = at
        contact.triaged_by = by or self.world.staff.triages(self.dice, london_date(at))
        contact.decision_due_at = self.world.due_at(f"T02-{rag.upper()}", contact.received_at)
        self.weighing.risk(told, at, contact.triaged_by)

    def rag_for(self, theme: Theme) -> str:
        return self.dice.one_of(list(zip(RAGS, theme.urgency, strict=True)))

    def triage_moment(self, received_at: datetime, rag: str) -> datetime:
        """When the urgency was set: minutes for Red at any hour, else mostly within two hours of duty."""
        if rag == "red":
            return received_at + timedelta(minutes=self.dice.randint(4, 40))
        minutes = self.dice.randint(10, 110) if self.dice.chance(0.9) else self.dice.randint(125, 400)
        return self.world.hours.next_duty(received_at) + timedelta(minutes=minutes)

    def decision_moment(self, received_at: datetime, triaged_at: datetime, rag: str) -> datetime:
        """When a manager decided: in time for nine in ten."""
        dice, hours = self.dice, self.world.hours
        late = dice.chance(LATE[rag])
        if rag == "red":
            return triaged_at + timedelta(minutes=dice.randint(300, 900) if late else dice.randint(15, 160))
        day = hours.working_day(london_date(received_at))
        most = 1 if rag == "amber" else 3
        day = hours.add(day, dice.randint(most + 1, most + 3) if late else dice.randint(0, most))
        return max(hours.at_desk(day, 9, 16), triaged_at + timedelta(minutes=20))

    def outcome_for(self, told: Told, *, case_open: bool, again: bool) -> str:
        """What is decided for the children; somebody who comes back soon after closure is more often accepted."""
        if case_open:
            return Outcome.OPEN_CASE
        if again:
            return Outcome.REFERRAL_STRATEGY if told.contact.rag == "red" else Outcome.REFERRAL
        return self.dice.one_of(OUTCOMES[told.contact.rag])

    def decide(self, told: Told, outcome: str, at: datetime) -> list[Person]:
        """Decide; returns the children whose case opens. Now and then one child of several needs less."""
        contact, world, dice = told.contact, self.world, self.dice
        by = world.staff.decides(dice, london_date(at))
        if outcome == BACK:
            asked_at = contact.triaged_at + timedelta(minutes=15)
            rings_back = at > asked_at and self.weighing.dice.chance(0.6)
            half_way = asked_at + (at - asked_at) / 2
            self.weighing.give_back(contact, asked_at, by, answered_at=half_way if rings_back else None)
            outcome = Outcome.NO_FURTHER_ACTION
        contact.decided_at, contact.decided_by = at, by
        told.outcome = outcome
        decision = Decision(
            contact=contact,
            decided_by=by,
            decided_at=at,
            history_considered=dice.choice(writing.HISTORY),
            analysis=writing.analysis(dice, told.theme, told.children[0]),
            **self.weighing.texts(told),
        )
        world.add(decision, by=by)
        self.weighing.stands_on(decision, told)
        accepted = []
        levels = world.levels.on(london_date(contact.received_at))
        for number, child in enumerate(told.children):
            less = number > 0 and outcome in MAKES_REFERRAL and dice.chance(0.1)
            own = Outcome.ADVICE if less else outcome
            level = levels[dice.choice(LEVELS.get(own, "2"))]
            reason = dice.choice(writing.LEVEL_REASONS[own])
            row = ChildOutcome(decision=decision, child=child, level=level, outcome=own, reason=reason)
            self.weighing.add(row, told)
            if own in MAKES_REFERRAL:
                accepted.append(child)
        self._answer(told, at)
        return accepted

    def _answer(self, told: Told, at: datetime) -> None:
        if told.contact.source_code in NOBODY_TO_TELL:
            return
        world, day = self.world, london_date(at)
        told_on = world.hours.add(day, self.dice.one_of(((0, 40), (1, 35), (2, 15), (4, 6), (7, 4))))
        by = world.staff.triages(self.dice, min(told_on, world.on))
        self.answers.tell(told.contact, told.outcome, at, told_on, by)
