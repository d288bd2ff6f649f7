"""Conferences of the last year that made a plan, two to be held, and the core groups and reviews that follow."""

from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.db.models import F

from audits.demo import conference_words as said
from audits.demo import strategy_words
from audits.demo.chance import Dice
from audits.demo.learning import saved_by
from audits.demo.world import World
from cases.actions.invitations import discipline_of
from cases.conferences import earlier_plans, reports_due, review_after
from cases.models import (
    Conference,
    ConferenceChild,
    ConferenceCopy,
    ConferenceFamily,
    ConferenceInvitation,
    CoreGroup,
    CoreGroupInvitation,
    OutlineAction,
    Plan,
    Section47,
    ThresholdView,
)
from frontdoor.core.timescales import CONFERENCE_RECORD, CORE_GROUP, DECISION_LETTER, FIRST_CORE_GROUP
from frontdoor.core.working_days import LONDON
from frontdoor.models import Relationship
from frontdoor.models.agencies import Sector
from workforce.models import Worker

SEED = 49
MOST = 10
PARTS = (Sector.POLICE, Sector.HEALTH, Sector.EDUCATION)


def confer(world: World) -> None:
    """The conferences that made the newest plans, up to ten, and two that are still to be held."""
    made = _Conferences(world)
    plans = Plan.objects.running().filter(child__enquiries__conference_on=F("started_on"))
    together: dict[tuple[Any, ...], list[Plan]] = {}
    for plan in plans.select_related("child", "referral__team").order_by("-started_on", "pk")[:MOST]:
        together.setdefault((plan.referral.contact_id, plan.started_on), []).append(plan)
    for siblings in together.values():
        made.held(siblings)
    waiting = Section47.objects.awaiting_conference().filter(authorised_on__isnull=True)
    for enquiry in waiting.select_related("child", "referral__team").order_by("-started_on", "-pk")[:2]:
        made.to_be_held(enquiry)


class _People:
    """Agencies, staff and family who are asked, and whether they came."""

    def __init__(self, world: World, dice: Dice) -> None:
        self.dice, self.names = dice, cycle(strategy_words.NAMES)
        in_use = sorted((row for row in world.agencies.values() if row.ended_on is None), key=lambda row: row.name)
        self.agencies = {part: [row for row in in_use if row.sector == part] for part in PARTS}

    def invite(self, conference: Conference, *, came: bool) -> list[ConferenceInvitation]:
        chair = conference.chair
        asked_on = conference.convened_at.date()
        noted = {"attendance": "attended", "noted_at": conference.planned_at, "noted_by": chair} if came else {}
        due = {"asked_on": asked_on, "report_due_on": max(conference.reports_due_on, asked_on)}
        shared_on = max(conference.reports_due_on, asked_on)
        shared = {
            "received_on": shared_on,
            "received_by": chair,
            "shared_on": shared_on,
            "shared_by": chair,
            "shared_how": said.SHARED,
        }
        rows = []
        lead = conference.children.earliest("pk").child.allocations.current().lead().select_related("worker").first()  # type: ignore[attr-defined]
        staff = [(chair, "Chair, independent of the case"), *([(lead.worker, "Social worker")] if lead else [])]
        for worker, job in staff:
            rows.append(
                ConferenceInvitation(worker=worker, discipline="social_care", name=worker.get_full_name(), job=job)
            )
        for part in PARTS:
            if self.agencies[part]:
                agency = self.dice.choice(self.agencies[part])
                rows.append(
                    ConferenceInvitation(
                        agency=agency,
                        discipline=discipline_of(agency),
                        name=next(self.names),
                        job=strategy_words.JOBS[part],
                    )
                )
        for row in rows:
            row.conference, row.invited_at, row.invited_by = conference, conference.convened_at, chair
            owed = {"asked_on": asked_on} if row.worker_id == chair.pk else due | (shared if came else {})
            for name, value in (noted | owed).items():
                setattr(row, name, value)
            saved_by(chair, row)
        return rows

    def gather(self, group: CoreGroup, *, by: Worker, came: bool) -> None:
        """The nurse and the teacher who come to a core group; the police do not."""
        for part, name in zip(PARTS[1:], strategy_words.NAMES, strict=False):
            if not self.agencies[part]:
                continue
            asked_at = datetime.combine(group.counted_from, time(12), LONDON)
            row = CoreGroupInvitation(
                group=group,
                agency=self.agencies[part][0],
                discipline=discipline_of(self.agencies[part][0]),
                name=name,
                job=strategy_words.JOBS[part],
                invited_at=asked_at,
                invited_by=by,
            )
            if came and group.held_on is not None:
                row.attendance, row.noted_by = "attended", by
                row.noted_at = datetime.combine(group.held_on, time(15), LONDON)
            saved_by(by, row)

    def family(self, conference: Conference, *, came: bool) -> None:
        child = conference.children.earliest("pk").child  # type: ignore[attr-defined]
        related = Relationship.objects.filter(child=child, ended_on__isnull=True).select_related("adult")
        for one in related.order_by("pk")[:2]:
            row = ConferenceFamily(
                conference=conference,
                person=one.adult,
                attendance="attended" if came else "",
                views=said.VIEWS_OF_FAMILY if came else "",
                asked_at=conference.convened_at,
                asked_by=conference.chair,
            )
            saved_by(conference.chair, row)


class _Afterwards:
    """What a signed conference starts: reviews, core groups, letters and records."""

    def __init__(self, world: World, dice: Dice, people: _People) -> None:
        self.world, self.dice, self.people = world, dice, people

    def follow(self, plan: Plan, row: ConferenceChild) -> None:
        chair, world, day = row.conference.chair, self.world, plan.started_on
        reviewed = plan.latest_review_on
        review = review_after(reviewed or day, first=reviewed is None, team_id=plan.referral.team_id)
        plan.decided = row
        plan.review_from, plan.review_code, plan.review_due_on = review.counted_from, review.code, review.due_on
        plan.earlier_protection_plans = max(0, earlier_plans(plan.child_id) - 1)
        saved_by(chair, plan)
        scale, counted_from = FIRST_CORE_GROUP, day
        while True:
            due_on = world.due_on(scale.code, counted_from)
            group = CoreGroup(plan=plan, code=scale.code, counted_from=counted_from, due_on=due_on)
            held_on = world.hours.working_day(due_on - timedelta(days=self.dice.randint(-2, 4)))
            if held_on >= world.on or self.dice.chance(0.06):
                group.planned_on = held_on if held_on >= world.on else None
                saved_by(chair, group)
                self.people.gather(group, by=chair, came=False)
                return
            group.planned_on, group.held_on, group.held_by = held_on, held_on, chair
            group.attended, group.child_day, group.progress = said.CAME, said.DAY, said.PROGRESS
            saved_by(chair, group)
            self.people.gather(group, by=chair, came=True)
            scale, counted_from = CORE_GROUP, held_on

    def send(self, conference: Conference, invited: list[ConferenceInvitation]) -> None:
        chair = conference.chair
        assert conference.signed_at is not None, "It was signed above."
        sent_at = conference.signed_at + timedelta(days=1)
        if sent_at > self.world.now:
            return
        sent = {"how": "handed", "sent_at": sent_at, "sent_by": chair}
        for row in invited:
            if row.agency_id is not None:
                for paper in ("letter", "record"):
                    saved_by(chair, ConferenceCopy(invitation=row, paper=paper, **sent))
        for one in conference.family.all():  # type: ignore[attr-defined]
            saved_by(chair, ConferenceCopy(family=one, paper="letter", **sent))
        conference.letters_sent_on = conference.circulated_on = sent_at.date()
        conference.letters_sent_by = conference.circulated_by = chair
        saved_by(chair, conference)


class _Conferences:
    """Writes one conference after the other."""

    def __init__(self, world: World) -> None:
        self.world, self.dice = world, Dice(SEED)
        self.people = _People(world, self.dice)
        self.afterwards = _Afterwards(world, self.dice, self.people)

    def _chair(self, team: str) -> Worker:
        """A manager of another team than the one that holds the case."""
        teams = sorted(name for name in self.world.staff.teams if name != team)
        managers = [self.world.staff.members(name, "practice_manager", self.world.on) for name in teams]
        named = sorted({worker.pk: worker for some in managers for worker in some}.values(), key=lambda one: one.pk)
        return self.dice.choice(named) if named else self.world.staff.oversees(self.world.on)

    def _convene(self, enquiry: Section47, day: Any) -> Conference:
        chair = self._chair(enquiry.referral.team.name)
        convened_at = datetime.combine(max(enquiry.started_on, day - timedelta(days=9)), time(11), LONDON)
        return saved_by(
            chair,
            Conference(
                kind="initial",
                code="T11",
                counted_from=enquiry.started_on,
                due_on=enquiry.conference_due_on or self.world.due_on("T11", enquiry.started_on),
                reports_due_on=reports_due(day),
                convened_by=chair,
                convened_at=min(convened_at, self.world.now),
                planned_at=datetime.combine(day, time(10), LONDON),
                place="Town hall, room 4",
                chair=chair,
            ),
        )

    def held(self, plans: list[Plan]) -> None:
        """The conference that made the plans of siblings, signed and sent; reviews and core groups are promised."""
        world, day = self.world, plans[0].started_on
        enquiries = [Section47.objects.filter(child=plan.child, conference_on=day).latest("pk") for plan in plans]
        conference = self._convene(enquiries[0], day)
        chair = conference.chair
        children = [
            saved_by(
                chair,
                ConferenceChild(conference=conference, child=plan.child, referral=plan.referral, enquiry=enquiry),
            )
            for plan, enquiry in zip(plans, enquiries, strict=True)
        ]
        conference.held_on = day
        conference.letter_due_on = world.due_on(DECISION_LETTER.code, day)
        conference.record_due_on = world.due_on(CONFERENCE_RECORD.code, day)
        for name, words in said.RECORD.items():
            setattr(conference, name, words)
        saved_by(chair, conference)
        invited = self.people.invite(conference, came=True)
        self.people.family(conference, came=True)
        for child, plan in zip(children, plans, strict=True):
            self._decide(child, plan, invited)
        conference.signed_at, conference.signed_by = conference.planned_at + timedelta(hours=2), chair
        saved_by(chair, conference)
        for child, plan in zip(children, plans, strict=True):
            self.afterwards.follow(plan, child)
        self.afterwards.send(conference, invited)

    def _decide(self, row: ConferenceChild, plan: Plan, invited: list[ConferenceInvitation]) -> None:
        chair, at, day = row.conference.chair, row.conference.planned_at, plan.started_on
        under_four = plan.child.birth_date is None or (plan.child.age_on(day) or 0) < 4
        row.participation = "PN0" if under_four else self.dice.one_of((("PN6", 5), ("PN5", 3), ("PN1", 2)))
        row.participation_how = "" if under_four else said.TOOK_PART
        row.danger, row.protective = said.DANGER, said.PROTECTIVE
        row.decision, row.decision_reason, row.category = "plan", said.DECIDED, plan.initial_category
        row.dissent = "Nobody"
        row.core_group_on = self.world.hours.add(day, 8)
        row.review_on = self.world.hours.add(day, 55)
        row.decided_at, row.decided_by = at + timedelta(minutes=80), chair
        saved_by(chair, row)
        for one in invited:
            if one.agency_id is not None:
                view = {"view": "met", "words": said.THINKS, "written_at": at + timedelta(minutes=60)}
                saved_by(chair, ThresholdView(conference_child=row, invitation=one, written_by=chair, **view))
        for what, purpose, who, job in said.OUTLINE:
            agreed = {"what": what, "purpose": purpose, "owner_name": who, "owner_job": job}
            due_on = self.world.hours.add(day, 10)
            saved_by(
                chair,
                OutlineAction(conference_child=row, due_on=due_on, agreed_at=at, agreed_by=chair, **agreed),
            )

    def to_be_held(self, enquiry: Section47) -> None:
        """A conference that is convened: the outcome is authorised, agencies and family are asked."""
        world = self.world
        worker = enquiry.referral.allocations.current().lead().select_related("worker").first()  # type: ignore[attr-defined]
        if worker is None:
            return
        on = min(world.hours.add(enquiry.started_on, 4), world.on)
        enquiry.outcome, enquiry.outcome_reason = "icpc", strategy_words.FOUND
        enquiry.proposed_on, enquiry.proposed_by = on, worker.worker
        manager = world.staff.manager(enquiry.referral.team.name, world.on)
        enquiry.authorised_on = on
        enquiry.authorised_by = manager if manager != worker.worker else world.staff.oversees(world.on)
        saved_by(enquiry.authorised_by, enquiry)
        assert enquiry.conference_due_on is not None, "The enquiry started here."
        conference = self._convene(enquiry, max(enquiry.conference_due_on, world.hours.add(world.on, 2)))
        row = ConferenceChild(conference=conference, child=enquiry.child, referral=enquiry.referral, enquiry=enquiry)
        saved_by(conference.chair, row)
        self.people.invite(conference, came=False)
        self.people.family(conference, came=False)
