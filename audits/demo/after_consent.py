"""What follows in the invented authority: families told, reviews with their findings, and what withdrawals opened."""

from datetime import date, datetime, timedelta

from audits.demo.world import World
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    AgencyCheck,
    CheckStop,
    ConsentEvent,
    ConsentMatter,
    ConsentOverride,
    FamilyTelling,
    OverrideRemedy,
)
from workforce.models import Worker

TOLD = (
    "The mother was told at home which agencies had been asked, and why. She was angry, and understood.",
    "Both parents were told at the office, with what the school and the health visitor had said.",
    "The father was told by telephone and had a letter with the reasons.",
)
NOT_YET = "The person named lives with the child and would learn of it the same day."
RESULTS = (("upheld", 68), ("learning", 22), ("not_justified", 10))
FINDINGS = {
    "upheld": "The facts carry it. A lesser step was weighed, and only what was needed was asked.",
    "learning": "It could be decided so. The reasons name the harm late; write it in the first sentence.",
    "not_justified": "The worry was real but not of significant harm. The mother could have been rung that morning.",
}
PUT_RIGHT = "The family has a letter of apology, and the two managers read the case together in supervision."
RULINGS = {
    "stop": "Nothing more is asked. The family was told that help stays open to it.",
    "concern": "What is known gives reasonable cause to suspect harm. A strategy discussion is called.",
}


class AfterConsent:
    """Writes what follows a decision without consent, and a withdrawal."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice

    def review(self, override: ConsentOverride, at: datetime, by: Worker) -> None:
        """A third person signs a finding; about one in ten was not justified and is put right."""
        result = self.dice.one_of(RESULTS)
        # Requests are stored after the review, and none may rest on what was not justified.
        if result == "not_justified" and self.world.is_asked_on(override):
            result = "learning"
        override.reviewed_at, override.reviewed_by = at, by
        override.review_result, override.review_words = result, FINDINGS[result]
        if result == "not_justified":
            self._put_right(override, london_date(at), by)

    def _put_right(self, override: ConsentOverride, on: date, by: Worker) -> None:
        world = self.world
        done = world.hours.add(on, self.dice.randint(1, 4))
        checked = world.hours.add(done, 1)
        is_done, is_checked = done < world.on, checked < world.on
        remedy = OverrideRemedy(
            override=override,
            what=PUT_RIGHT,
            owner=override.decided_by,
            set_on=on,
            set_by=by,
            due_on=world.due_on("C-REMEDY", on),
            done_on=done if is_done else None,
            done_by=override.decided_by if is_done else None,
            done_words="Letter sent, case read together, noted in supervision." if is_done else "",
            verified_on=checked if is_checked else None,
            verified_by=by if is_checked else None,
        )
        world.add(remedy, by=by)
        self._telling(override, "wrong", on, "C-TOLD-WRONG", by)

    def owe(self, override: ConsentOverride, on: date, by: Worker) -> None:
        """The family is told in the days after, or it is put off with a reason."""
        self._telling(override, "asked", on, "C-TOLD", by)

    def _telling(self, override: ConsentOverride, of: str, on: date, clock: str, by: Worker) -> None:
        world = self.world
        told = world.hours.add(on, self.dice.randint(1, 7))
        is_told, is_put_off = told < world.on, self.dice.chance(0.15)
        telling = FamilyTelling(override=override, of=of, started_on=on, due_on=world.due_on(clock, on))
        if is_told:
            telling.told_on, telling.told_by = told, override.requested_by
            telling.told_words = self.dice.choice(TOLD)
        elif is_put_off:
            telling.put_off_on, telling.put_off_by = on, world.staff.oversees(on)
            telling.put_off_reason, telling.due_on = NOT_YET, world.hours.add(on, 10)
        world.add(telling, by=by)

    def withdrawn(self, event: ConsentEvent, by: Worker) -> None:
        """Open questions were stopped, and a manager decided what follows, or still has to."""
        world, at = self.world, event.happened_at
        stopped = []
        for check, _ in world.rows[AgencyCheck]:
            if check.contact is event.contact and check.child is event.child and check.request.ended_at is None:
                world.add(CheckStop(check_row=check, event=event, stopped_at=at, stopped_by=by), by=by)
                stopped.append(check.request)
        for request in stopped:
            request.ended_at, request.ended_by, request.ending = max(at, request.requested_at), by, "stopped"
        decided_at = at + timedelta(hours=self.dice.randint(2, 20))
        is_decided = decided_at < world.now - timedelta(days=1)
        ruling = self.dice.choice(sorted(RULINGS))
        matter = ConsentMatter(
            event=event,
            refusal=event,
            contact=event.contact,
            child=event.child,
            kind=event.kind,
            cause="withdrawn",
            opened_at=at,
            opened_by=by,
            due_at=world.due_at("C-MATTER", at),
            decided_at=decided_at if is_decided else None,
            decided_by=world.staff.oversees(london_date(decided_at)) if is_decided else None,
            decision=ruling if is_decided else "",
            reason=RULINGS[ruling] if is_decided else "",
        )
        world.add(matter, by=by)
