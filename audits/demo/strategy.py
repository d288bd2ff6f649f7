"""Strategy meetings of the last year: most with police and health, one without, one agency away twice."""

from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from audits.demo import strategy_words as said
from audits.demo.chance import Dice
from audits.demo.learning import saved_by
from audits.demo.world import World
from cases.actions.invitations import discipline_of
from cases.actions.missed import notice
from cases.actions.strategy import due_at
from cases.actions.strategy_circulation import is_with_everybody
from cases.meetings import STRATEGY
from cases.models import (
    Chaser,
    MissedTwice,
    Section47,
    StrategyAction,
    StrategyChild,
    StrategyCopy,
    StrategyInformation,
    StrategyInvitation,
    StrategyMeeting,
)
from cases.models.protection import ABUSE
from frontdoor.core.acting import acting_as
from frontdoor.core.records import bringing_in
from frontdoor.core.timescales import CONFERENCE, ENQUIRY_OUTCOME, STRATEGY_CIRCULATED
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, ConsentOverride, OverrideChild, OverrideStrategy, Referral
from frontdoor.models.agencies import Sector
from frontdoor.models.override_choices import Ground
from workforce.models import Worker

SEED = 47
SINCE = timedelta(weeks=52)
MOST = 40
CAME = {
    "police": (("attended", 92), ("information", 3), ("apologies", 5)),
    "health": (("attended", 74), ("information", 12), ("apologies", 9), ("silent", 5)),
    "education": (("attended", 62), ("information", 20), ("apologies", 10), ("silent", 8)),
}
DISCIPLINES = (Sector.POLICE, Sector.HEALTH, Sector.EDUCATION)


def meet(world: World) -> None:
    """A meeting behind each request that rests on section 47, and for each other enquiry of the year, up to forty.

    Three are still to be held.
    """
    meetings = _Meetings(world)
    by_case: dict[int, list[Any]] = {}
    for row, _ in sorted(world.rows[Section47], key=lambda pair: (pair[0].started_on, pair[0].pk)):
        by_case.setdefault(row.referral.contact_id, []).append(row)
    for request, _ in world.rows[ConsentOverride]:
        if request.ground == Ground.SECTION_47:
            meetings.hold_before(request, by_case.pop(request.contact_id, []))
    since = world.on - SINCE
    recent = [rows for rows in by_case.values() if rows[-1].started_on >= since]
    for rows in recent[-MOST:]:
        meetings.hold([row for row in rows if row.started_on >= since])
    meetings.to_be_held()


class _People:
    """Who is invited, who comes, and what each says."""

    def __init__(self, world: World, dice: Dice) -> None:
        self.world, self.dice = world, dice
        self.names = cycle(said.NAMES)
        self.missed = 0
        in_use = [agency for agency in world.agencies.values() if agency.ended_on is None]
        self.agencies = {
            part: sorted((agency for agency in in_use if agency.sector == part), key=lambda agency: agency.name)
            for part in DISCIPLINES
        }

    def seat(self, meeting: StrategyMeeting, *, attended_at: datetime | None = None) -> None:
        chair = meeting.chair
        seat = StrategyInvitation(
            meeting=meeting,
            worker=chair,
            discipline="social_care",
            name=chair.get_full_name(),
            job="Chair, manager of social care",
            invited_at=meeting.convened_at,
            invited_by=chair,
        )
        if attended_at is not None:
            seat.attendance, seat.noted_at, seat.noted_by = "attended", attended_at, chair
        saved_by(chair, seat)

    def child(self, meeting: StrategyMeeting, child: Any) -> StrategyChild:
        return saved_by(meeting.chair, StrategyChild(meeting=meeting, child=child, **said.SECTION))

    def invite(self, meeting: StrategyMeeting, part: Sector, *, comes: bool = False) -> StrategyInvitation:
        chair, agency = meeting.chair, self._agency(meeting, part)
        row = StrategyInvitation(
            meeting=meeting,
            agency=agency,
            discipline=discipline_of(agency),
            name=next(self.names),
            job=said.JOBS[part],
            invited_at=meeting.convened_at + timedelta(minutes=15),
            invited_by=chair,
        )
        if meeting.held_at is not None:
            row.attendance = "attended" if comes else self._attendance(agency, part)
            row.contribution = said.SENT if row.attendance == "information" else ""
            row.noted_at, row.noted_by = meeting.held_at + timedelta(minutes=5), chair
        saved_by(chair, row)
        if row.attendance in {"attended", "information"}:
            for kind, words, source in said.SAID[part]:
                line = {"said": kind, "words": words, "source": source, "written_by": chair}
                at = meeting.held_at + timedelta(minutes=15) if meeting.held_at else row.invited_at
                saved_by(chair, StrategyInformation(meeting=meeting, invitation=row, written_at=at, **line))
        elif meeting.held_at is not None:
            chased_at = meeting.held_at - timedelta(minutes=40)
            words = "Left word with the office."
            saved_by(
                chair,
                Chaser(strategy=row, how="telephone", words=words, chased_at=chased_at, chased_by=chair),
            )
        return row

    def _agency(self, meeting: StrategyMeeting, part: Sector) -> Agency:
        referrer = meeting.contact.agency if meeting.contact else None
        if referrer is not None and referrer.sector == part:
            return referrer
        return self.agencies[part][0] if self.dice.chance(0.7) else self.dice.choice(self.agencies[part])

    def _attendance(self, agency: Agency, part: Sector) -> str:
        """As agencies usually come; one school stays away two times in a row."""
        if agency == self.agencies[Sector.EDUCATION][0] and 2 <= self.missed < 4:
            self.missed += 1
            return "silent"
        self.missed += agency == self.agencies[Sector.EDUCATION][0] and self.missed < 2
        return self.dice.one_of(CAME[part])


class _Afterwards:
    """What comes of a meeting: actions, the signature, copies, the enquiry, and agencies that stayed away."""

    def __init__(self, world: World, dice: Dice) -> None:
        self.world, self.dice = world, dice
        self.names = cycle(said.NAMES)

    def agree(self, meeting: StrategyMeeting) -> None:
        chair, held_at = meeting.chair, meeting.held_at
        assert held_at is not None, "Actions are agreed at a meeting that is held."
        owner = self._worker(meeting.referral, chair)
        for number, (what, purpose) in enumerate(said.ACTIONS[: self.dice.randint(2, 3)]):
            row = StrategyAction(
                meeting=meeting,
                what=what,
                purpose=purpose,
                owner=owner if number < 2 else None,
                owner_name=owner.get_full_name() if number < 2 else next(self.names),
                owner_job="Social worker" if number < 2 else said.JOBS["education"],
                started_at=held_at,
                agreed_by=chair,
                due_at=held_at + timedelta(hours=6 + 42 * number),
            )
            done_at = row.due_at + timedelta(hours=self.dice.one_of(((-4, 80), (-1, 8), (20, 12))))
            if done_at < self.world.now and self.dice.chance(0.95):
                row.finished_at, row.done_by, row.evidence = max(done_at, row.started_at), owner, said.EVIDENCE
            saved_by(chair, row)

    def _worker(self, referral: Referral | None, chair: Worker) -> Worker:
        if referral is None:
            return chair
        lead = referral.allocations.order_by("-started_on", "-pk").select_related("worker").first()
        return lead.worker if lead else chair

    def sign(self, meeting: StrategyMeeting, at: datetime | None = None) -> bool:
        """Whether the chair has signed it by now; ``at`` is when, if that is known."""
        chair, held_at = meeting.chair, meeting.held_at
        assert held_at is not None, "A record is signed after the meeting."
        signed_at = at or held_at + timedelta(hours=self.dice.one_of(((2, 60), (24, 25), (72, 15))))
        if signed_at > self.world.now:
            return False
        meeting.signed_at, meeting.signed_by = signed_at, chair
        meeting.missing_reason = "The referrer gave everything by telephone and could not be reached again."
        saved_by(chair, meeting)
        with acting_as(chair), bringing_in():
            for row in notice(STRATEGY, meeting, now=signed_at, owner=chair):
                self._take_up(row, signed_at)
        self._circulate(meeting, signed_at)
        return True

    def _take_up(self, row: MissedTwice, noticed_at: datetime) -> None:
        if noticed_at < self.world.now - timedelta(weeks=4):
            row.taken_up_at, row.taken_up_by, row.words = noticed_at + timedelta(days=2), row.owner, said.TAKEN_UP
            row.save()

    def _circulate(self, meeting: StrategyMeeting, signed_at: datetime) -> None:
        sent_at = signed_at + timedelta(hours=self.dice.one_of(((1, 70), (48, 20), (150, 10))))
        if sent_at > self.world.now:
            return
        for row in meeting.invitations.outside_who_took_part():  # type: ignore[attr-defined]
            saved_by(meeting.chair, StrategyCopy(invitation=row, how="handed", sent_at=sent_at, sent_by=meeting.chair))
        if is_with_everybody(meeting):
            meeting.circulated_at, meeting.circulated_by = sent_at, meeting.chair
            saved_by(meeting.chair, meeting)

    def lead_to(self, enquiry: Section47, decided: StrategyChild) -> None:
        """The enquiry comes of the decision; one that has ended has its outcome, authorised by a manager."""
        world, chair, day = self.world, decided.meeting.chair, enquiry.started_on
        enquiry.decided = decided
        enquiry.outcome_due_on = world.due_on(ENQUIRY_OUTCOME.code, day)
        enquiry.conference_due_on = world.due_on(CONFERENCE.code, day)
        ended_on = world.hours.add(day, self.dice.randint(6, 12))
        if ended_on < world.on and (enquiry.conference_not_needed or enquiry.conference_on):
            enquiry.outcome = (
                "icpc" if enquiry.conference_on else self.dice.one_of((("cin", 6), ("no_risk", 3), ("close", 1)))
            )
            enquiry.outcome_reason = said.FOUND
            enquiry.proposed_on, enquiry.proposed_by = ended_on, self._worker(enquiry.referral, chair)
            manager = chair if chair != enquiry.proposed_by else world.staff.oversees(world.on)
            enquiry.authorised_on, enquiry.authorised_by = ended_on, manager
            if enquiry.conference_not_needed:
                enquiry.not_needed_reason, enquiry.agency_views = said.FOUND, said.VIEWS
                enquiry.not_needed_on, enquiry.not_needed_by = ended_on, manager
        elif enquiry.conference_not_needed:
            enquiry.conference_not_needed = None
        saved_by(chair, enquiry)


class _Meetings:
    """Holds one meeting after the other, in the order of time."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(SEED)
        self.people = _People(world, self.dice)
        self.afterwards = _Afterwards(world, self.dice)

    def hold(self, enquiries: list[Any]) -> None:
        """A meeting about the children of a contact, on the day on which their enquiries began.

        One that decided without police or health is held again, on the day that was said.
        """
        day, latest = enquiries[0].started_on, self.world.now - timedelta(hours=1)
        held_at = self.world.hours.at_desk(day)
        if held_at > latest:
            return
        cause_at = held_at - timedelta(hours=self.dice.randint(2, 30))
        meeting, rows = self._meet(self._of_case(enquiries[0].referral, cause_at, held_at), enquiries)
        if self.afterwards.sign(meeting):
            for enquiry, row in zip(enquiries, rows, strict=True):
                self.afterwards.lead_to(enquiry, row)
        if meeting.reconvene_due_on is not None:
            again_at = self.world.hours.at_desk(meeting.reconvene_due_on)
            if again_at <= latest:
                again = self._of_case(enquiries[0].referral, held_at, again_at)
                self.afterwards.sign(self._meet(again, enquiries, everybody=True)[0])

    def hold_before(self, request: ConsentOverride, enquiries: list[Any]) -> None:
        """The meeting on which a request rests: held and signed between triage and the request, about its children."""
        contact, asked_at = request.contact, request.requested_at
        chair, read_at = contact.decided_by, contact.triaged_at
        assert read_at is not None, "A contact is read before anything rests on section 47."
        assert chair is not None, "A contact of the past was decided."
        waited = asked_at - read_at
        held_at = read_at + waited / 3
        convened = self._convene(chair, contact, None, cause_at=read_at, at=held_at)
        children = [row.child for row, _ in self.world.rows[OverrideChild] if row.override is request]
        meeting, rows = self._meet(convened, enquiries, children, harm=request.harm, everybody=True)
        self.afterwards.sign(meeting, asked_at - waited / 6)
        led = {"held_at": held_at, "led_by": chair, "outcome": "s47"}
        saved_by(request.requested_by, OverrideStrategy(override=request, meeting_number=meeting.pk, **led))
        decided = {row.child_id: row for row in rows}
        for enquiry in enquiries:
            if enquiry.child_id in decided:
                self.afterwards.lead_to(enquiry, decided[enquiry.child_id])

    def _meet(
        self,
        meeting: StrategyMeeting,
        enquiries: list[Any],
        children: list[Any] | None = None,
        *,
        harm: str = "",
        everybody: bool = False,
    ) -> tuple[StrategyMeeting, list[StrategyChild]]:
        chair, held_at = meeting.chair, meeting.planned_at
        meeting.held_at = held_at
        meeting.record_due_at = self.world.due_at(STRATEGY_CIRCULATED.code, held_at)
        joint = self.dice.chance(0.6)
        for name, words in (said.RECORD | (said.JOINT if joint else said.SINGLE)).items():
            setattr(meeting, name, words)
        meeting.harm = harm if harm in dict(ABUSE) else self._harm(enquiries)
        rows = [self.people.child(meeting, child) for child in children or [row.child for row in enquiries]]
        parts = [part for part in DISCIPLINES if self.people.agencies[part]]
        invited = [self.people.invite(meeting, part, comes=everybody) for part in parts]
        there = {row.discipline for row in invited if row.attendance == "attended"}
        if not {"police", "health"} <= there:
            meeting.alone_reason = said.ALONE
            meeting.reconvene_due_on = self.world.hours.add(held_at.date(), 1)
        saved_by(chair, meeting)
        self.people.seat(meeting, attended_at=held_at)
        for row in rows:
            row.decision, row.decision_reason = "s47", said.DECIDED
            row.decided_at, row.decided_by = held_at, chair
            saved_by(chair, row)
        self.afterwards.agree(meeting)
        return meeting, rows

    def _harm(self, enquiries: list[Any]) -> str:
        plan = enquiries[0].child.plans.exclude(initial_category="").first() if enquiries else None
        return plan.initial_category if plan else self.dice.one_of((("NEG", 5), ("PHY", 3), ("EMO", 2)))

    def _of_case(self, referral: Referral, cause_at: datetime, at: datetime) -> StrategyMeeting:
        chair = self.world.staff.manager(referral.team.name, self.world.on)
        contact = referral.contact
        cause_at = max(cause_at, contact.received_at) if contact and contact.received_at < at else cause_at
        return self._convene(chair, contact, referral, cause_at=cause_at, at=at)

    def _convene(
        self, chair: Worker, contact: Any, referral: Referral | None, *, cause_at: datetime, at: datetime
    ) -> StrategyMeeting:
        immediate = self.dice.chance(0.15)
        meeting = StrategyMeeting(
            contact=contact,
            referral=referral,
            reason=self.dice.choice(said.REASONS),
            cause_at=cause_at,
            immediate=immediate,
            due_at=due_at(cause_at=cause_at, immediate=immediate),
            convened_by=chair,
            convened_at=min(cause_at + timedelta(minutes=20), at),
            planned_at=at,
            place="By video",
            chair=chair,
        )
        return saved_by(chair, meeting)

    def to_be_held(self) -> None:
        """One that is late, one for this afternoon, and one that was called off, about the newest open cases."""
        now = self.world.now
        cases = Referral.objects.open().filter(contact__isnull=False, received_on__lte=london_date(now))
        newest = cases.select_related("team", "contact__agency", "child").order_by("-received_on", "-pk")[:3]
        hours = ((-50, -3), (-2, 2), (-30, -6))
        for number, (referral, (cause, planned)) in enumerate(zip(newest, hours, strict=False)):
            meeting = self._of_case(referral, now + timedelta(hours=cause), now + timedelta(hours=planned))
            saved_by(meeting.chair, StrategyChild(meeting=meeting, child=referral.child))
            self.people.seat(meeting)
            for part in (Sector.POLICE, Sector.HEALTH):
                if self.people.agencies[part]:
                    self.people.invite(meeting, part)
            if number == 2:
                meeting.called_off_at, meeting.called_off_by = now - timedelta(hours=5), meeting.chair
                meeting.called_off_reason = said.MISTAKEN
                saved_by(meeting.chair, meeting)
