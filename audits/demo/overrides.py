"""Requests to ask agencies without a parent's agreement: asked by one, decided by another, reviewed by a third."""

from datetime import datetime, timedelta

from audits.demo import writing
from audits.demo.after_consent import AfterConsent
from audits.demo.contacts import Told
from audits.demo.requests import questions_for
from audits.demo.world import World
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    Agency,
    ConsentEvent,
    ConsentOverride,
    OverrideAgency,
    OverrideChild,
    Person,
)
from frontdoor.models.agencies import Sector
from frontdoor.models.consent import STATUS_OF
from frontdoor.models.override_choices import Ground
from workforce.models import Worker

ASKED_FIRST = {"REFUSED": "refused", "WITHDRAWN": "refused", "SOUGHT_NO_REPLY": "no_answer", "GIVEN_PARTIAL": "partial"}
EVIDENCE = {
    "O1": "The adult named in the account lives with the child and has threatened the child before.",
    "O10": "A clear account by the child, and the history together, give reasonable cause to suspect harm.",
}


def who_knows(world: World, told: Told) -> list[Agency]:
    """Who knows the family: its school, health by age, and the police."""
    agencies = world.agencies
    schools = [agencies[child.school] for child in told.children if child.school in agencies]
    young = any((child.age_on(world.on) or 0) < 5 for child in told.children)
    source = "3B" if young else "3C"
    health = [a for a in agencies.values() if a.sector == Sector.HEALTH and a.source_code in {source, "3A"}]
    police = [a for a in agencies.values() if a.sector == Sector.POLICE]
    found = [*schools[:1], world.dice.choice(health)]
    return [*found, world.dice.choice(police)] if world.dice.chance(0.4) else found


class Overrides:
    """Writes the requests and what came of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.after = AfterConsent(world)

    def ask(self, told: Told, status: str, at: datetime, by: Worker) -> ConsentOverride:
        """A social worker asks that agencies are asked without a parent's agreement."""
        code = {"REFUSED": "O10", "WITHDRAWN": "O10", "SOUGHT_NO_REPLY": "O11"}.get(status, "O1")
        asked = ASKED_FIRST.get(status, "not_asked")
        override = ConsentOverride(
            contact=told.contact,
            requested_by=by,
            requested_at=at,
            asked=asked,
            attempts=self._attempts(at, asked),
            reason_codes=[code],
            evidence={code: EVIDENCE[code]} if code in EVIDENCE else {},
            facts=self._facts(told, at),
            harm_if_sought="The person named may put pressure on the child to say nothing.",
            harm_if_not_shared="The pattern stays unseen and the child may be hurt again.",
            overriding_concern=True,
            harm=told.theme.harm if told.theme.harm != "MUL" else "EXP",
            immediate=told.contact.rag == "red",
            less_intrusive="Meeting the parent first was weighed; it would warn the person named.",
            legal_basis="s47" if code == "O10" else self.dice.choice(("sch1", "sch1", "crime")),
        )
        return self._covering(override, told, by)

    def on_section_47(self, told: Told, at: datetime, by: Worker) -> list[ConsentEvent]:
        """A strategy meeting started an enquiry, held by ``audits.demo.strategy``; another than its chair signs."""
        override = ConsentOverride(
            contact=told.contact,
            requested_by=by,
            requested_at=at,
            ground="s47",
            asked="not_asked",
            facts=self._facts(told, at),
            overriding_concern=True,
            harm=told.theme.harm if told.theme.harm != "MUL" else "EXP",
            immediate=told.contact.rag == "red",
            legal_basis="s47",
        )
        self._covering(override, told, by)
        return self.approve(
            override, told, at + timedelta(minutes=self.dice.randint(2, 9)), but=told.contact.decided_by
        )

    def _covering(self, override: ConsentOverride, told: Told, by: Worker) -> ConsentOverride:
        agencies = who_knows(self.world, told)
        override.questions = "\n".join(questions_for(agencies))
        self.world.add(override, by=by)
        for child in told.children:
            self.world.add(OverrideChild(override=override, child=child), by=by)
        for agency in agencies:
            self.world.add(OverrideAgency(override=override, agency=agency), by=by)
        return override

    def _facts(self, told: Told, at: datetime) -> str:
        """Facts of this family: no two requests may rest on the same words."""
        child = told.children[0]
        seen = writing.about(child, self.dice.choice(told.theme.told))
        return f"{seen} Told on {at:%-d %B %Y at %H:%M} about {child.full_name} by somebody who was there."

    def _attempts(self, at: datetime, asked: str) -> list[dict[str, str]]:
        if asked == "not_asked":
            return []
        return [
            {"at": (at - timedelta(hours=hours)).isoformat(), "means": means, "whom": "The child's mother"}
            for hours, means in ((3, "telephone"), (1, "message"))
        ]

    def decide(self, override: ConsentOverride, told: Told, at: datetime) -> list[ConsentEvent]:
        """A manager with the right decides. Returns the events of an approval, none of a refusal."""
        if self.dice.chance(0.73):
            return self.approve(override, told, at)
        override.decided_by, override.decided_at = self.world.staff.overrides(self.dice, london_date(at)), at
        override.decision = "refused"
        override.decision_reason = "What is described is a worry but no over-riding risk. Meet the parent first."
        return []

    def approve(
        self, override: ConsentOverride, told: Told, at: datetime, *, but: Worker | None = None
    ) -> list[ConsentEvent]:
        """A manager approves, ``but`` never does, and a third person reviews it a day or two later."""
        world, dice, day = self.world, self.dice, london_date(at)
        by = world.staff.overrides(dice, day, but=but)
        override.decided_by, override.decided_at = by, at
        override.decision = "approved"
        override.decision_reason = "Reasonable cause to suspect significant harm, and asking would add to it."
        override.expires_at = world.due_at("C-EXPIRY", at)
        override.review_due_at, override.review_share = world.due_at("T33", at), 100
        self.after.owe(override, day, by)
        reviewed = world.hours.at_desk(world.hours.add(day, dice.choice((1, 1, 1, 2))), 9, 12)
        if london_date(reviewed) < world.on:
            self.after.review(override, reviewed, world.staff.oversees(day))
        return [self._overridden(told, child, override, at, by) for child in told.children]

    def _overridden(
        self, told: Told, child: Person, override: ConsentOverride, at: datetime, by: Worker
    ) -> ConsentEvent:
        event = ConsentEvent(
            contact=told.contact,
            child=child,
            kind="B",
            status=STATUS_OF[Ground(override.ground)],
            words="Decided by a manager on a request of the same day.",
            happened_at=at,
            override=override,
            recorded_by=by,
        )
        return self.world.add(event, by=by)
