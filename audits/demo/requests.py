"""Requests to agencies: asked where consent stands, mostly answered, some reminded of, a few never answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from audits.demo.chance import Dice
from audits.demo.contacts import Told
from audits.demo.world import World
from frontdoor.actions.checks import moments_from, reply_timescale
from frontdoor.core.roles import SOCIAL_WORKER
from frontdoor.core.timescales import AGENCY_REPLY_RED
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    Agency,
    AgencyCheck,
    AgencyRequest,
    CheckChaser,
    CheckReply,
    ConsentEvent,
    ReplyStatement,
)
from frontdoor.models.agency_requests import REPLY_CLOCK
from workforce.demo_people import FRONT_DOOR
from workforce.models import Worker

QUESTIONS = {
    "education": (
        "Which days was the child absent or late this term, and what was said about it?",
        "What have staff seen or heard that worries them, when, and who was there?",
        "Who brings and collects the child?",
    ),
    "health": (
        "When was the child last seen, and by whom?",
        "Which appointments were missed this year?",
        "Is there any injury, weight loss or delay on the record, and since when?",
    ),
    "police": (
        "Which calls to the address were there in the last twelve months, and who was present?",
        "Is anybody in the household known for violence?",
    ),
}
OTHERWISE = ("What do you know about the child and the family, and since when?",)
FACTS = {
    "education": (
        ("Attendance is 88 per cent this term, with nine Mondays missed.", "The attendance register"),
        ("The child told a teaching assistant that it is noisy at home at night.", "The safeguarding log"),
        ("The mother came to both meetings this term.", "The class teacher"),
    ),
    "health": (
        ("Seen at the clinic and growing along the fourth centile.", "The health visitor's record"),
        ("Two appointments were missed and one of them was booked again by the mother.", "The practice's record"),
        ("Immunisations are up to date.", "The child health system"),
    ),
    "police": (
        ("Two calls to the address, both about noise. The children were not present.", "The incident log"),
        ("One call about an argument. Both adults were there and the child was asleep upstairs.", "The incident log"),
    ),
}
FACTS_OTHERWISE = (("The family has been known to the service since the spring.", "The service's own record"),)
OPINIONS = (
    ("The child seems more tired than last year.", "The class teacher"),
    ("The mother copes well with little help.", "The health visitor"),
    ("It does not look like neglect, rather like a hard winter.", "The school's safeguarding lead"),
)
WHO = {"education": "Safeguarding lead", "health": "Duty nurse", "police": "Vulnerability desk"}
CALLS = ("She has it on her desk and answers today.", "Left word with the office.", "He asked for the questions again.")
CLOSED = "Rung three times without an answer. The contact was decided on what is known from others."
LATENESS = ((-0.6, 58), (-0.1, 20), (0.6, 12), (2.5, 6))
STAY_SILENT = 0.04
SEED = 36


def questions_for(agencies: Iterable[Agency]) -> list[str]:
    """What these agencies are asked, each question once."""
    return list(dict.fromkeys(words for agency in agencies for words in QUESTIONS.get(agency.sector, OTHERWISE)))


class Requests:
    """Asks agencies and lets them answer in their own time; its chance is its own, and moves nothing else."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(SEED)

    def ask(self, told: Told, events: list[ConsentEvent], agency: Agency, at: datetime, by: Worker) -> None:
        """One request about every child whose consent stands, and what came of it."""
        world, clock = self.world, reply_timescale(told.contact)
        request = AgencyRequest(
            contact=told.contact,
            agency=agency,
            kind="information",
            questions=questions_for([agency]),
            owner=self._owner(told, at),
            requested_by=by,
            requested_at=at,
            clock=clock.code,
            **moments_from(world.periods[clock.code], at, world.hours.calendar),
        )
        world.add(request, by=by)
        for event in events:
            check = AgencyCheck(request=request, contact=told.contact, child=event.child, agency=agency, consent=event)
            world.add(check, by=by)
        self._come_back(request, by)

    def _owner(self, told: Told, at: datetime) -> Worker | None:
        contact = told.contact
        if contact.rag != "red" and not contact.immediate_danger:
            return None
        desk = self.world.staff.members(FRONT_DOOR.name, SOCIAL_WORKER.code, london_date(at))
        return next((worker for worker in desk if worker.registration_number), None)

    def _come_back(self, request: AgencyRequest, by: Worker) -> None:
        world, dice = self.world, self.dice
        after = request.due_at + (request.due_at - request.requested_at) * dice.one_of(LATENESS)
        answered_at = max(after, request.requested_at + timedelta(minutes=25)) + timedelta(minutes=dice.randint(0, 50))
        silent = dice.chance(STAY_SILENT) and request.clock != AGENCY_REPLY_RED.code
        ended_at = request.escalate_at + timedelta(days=2, hours=10) if silent else answered_at
        if REPLY_CLOCK.is_overdue(request, min(ended_at, world.now)) and dice.chance(0.8):
            called = min(request.due_at + timedelta(hours=10), ended_at, world.now - timedelta(minutes=5))
            words = dice.choice(CALLS)
            call = CheckChaser(
                request=request, how="telephone", chased_at=max(called, request.due_at), chased_by=by, words=words
            )
            world.add(call, by=by)
        if ended_at >= world.now - timedelta(minutes=10):
            return
        request.ended_at, request.ended_by = ended_at, by
        if silent:
            request.ending, request.ending_reason = "not_answered", CLOSED
        else:
            request.ending = "answered"
            self._reply(request, by)

    def _reply(self, request: AgencyRequest, by: Worker) -> None:
        world, dice, sector = self.world, self.dice, request.agency.sector
        nothing = dice.chance(0.08)
        reply = CheckReply(
            request=request,
            answered_by=f"Duty desk, {request.agency.name}",
            answered_as=WHO.get(sector, ""),
            received_at=request.ended_at,
            nothing_known=nothing,
            recorded_by=by,
        )
        world.add(reply, by=by)
        if nothing:
            return
        facts = FACTS.get(sector, FACTS_OTHERWISE)
        for words, source in dice.sample(facts, k=min(len(facts), dice.randint(1, 2))):
            day = london_date(request.requested_at) - timedelta(days=dice.randint(1, 60))
            world.add(ReplyStatement(reply=reply, said="fact", words=words, source=source, dated_on=day), by=by)
        if dice.chance(0.4):
            words, source = dice.choice(OPINIONS)
            world.add(ReplyStatement(reply=reply, said="opinion", words=words, source=source), by=by)
