"""Child protection conferences: convened, held with the quorum, decided for every child, and signed."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone

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
    ThresholdView,
)
from frontdoor.core import acting
from frontdoor.core.policy import calendar
from tests.factories.base import RecordFactory
from tests.factories.cases import PlanFactory, ReferralFactory
from tests.factories.enquiries import EnquiryFactory
from tests.factories.people import AgencyFactory, PersonFactory
from tests.factories.workers import practice_manager, social_worker

WRITTEN = {
    "background": "Two contacts in spring, then the enquiry of this month.",
    "analysis": "The harm is likely to happen again while the adult named lives in the home.",
    "contingency": "If he returns, legal advice the same day.",
}
SECTION = {
    "participation": "PN5",
    "participation_how": "The advocate met him twice and read his words out.",
    "danger": "Hit again by the adult named, at night.",
    "protective": "The grandmother next door, who has a key.",
}
DECIDED = "The bruises, his account and the medical fit together, and nothing has changed at home."
FOLLOWS = "The family agrees to a child in need plan from tomorrow."
WHAT = "Visit the home every week and see his bedroom"
LEFT_OUT = "He hit the mother in this building in May and is on bail not to meet her."


def last_working_day(before: int = 0) -> date:
    """Today or the last working day before it; ``before`` more working days back."""
    days, day = calendar(around=timezone.localdate()), timezone.localdate()
    day = day if days.is_working_day(day) else days.working_days_before(day, 1)
    return days.working_days_before(day, before)


def at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), UTC)


def first_child(**given: Any) -> ConferenceChild:
    """A child whose enquiry of ten working days ago leads to a conference; not saved."""
    started = last_working_day(10)
    times = {"started_on": started, "conference_due_on": started + timedelta(days=21)}
    enquiry = EnquiryFactory(authorised=True, **{**times, **given})
    return ConferenceChild(child=enquiry.child, referral=enquiry.referral, enquiry=enquiry)


def reviewed_child(plan: Any = None) -> ConferenceChild:
    """A child whose protection plan runs since seventy days; not saved."""
    plan = plan or running_plan()
    return ConferenceChild(child=plan.child, referral=plan.referral, plan=plan)


def moved_child() -> ConferenceChild:
    """A child with an open case who comes from another authority; not saved."""
    referral = ReferralFactory()
    return ConferenceChild(child=referral.child, referral=referral)


def running_plan(**given: Any) -> Plan:
    started = timezone.localdate() - timedelta(days=70)
    referral = ReferralFactory(received_on=started - timedelta(days=30))
    promised = {"review_from": started, "review_code": "T15", "review_due_on": started + timedelta(days=91)}
    plan: Plan = PlanFactory(**{"protection": True, "referral": referral, "started_on": started, **promised, **given})
    return plan


class ConferenceFactory(RecordFactory):
    """Convened about one child of an enquiry, planned for the last working day; its chair has a place."""

    class Meta:
        model = Conference

    class Params:
        held = factory.Trait(
            held_on=factory.LazyFunction(last_working_day),
            letter_due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1)),
            record_due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=21)),
        )

    kind = "initial"
    code = "T11"
    counted_from = factory.LazyFunction(lambda: last_working_day(10))
    due_on = factory.LazyFunction(lambda: last_working_day() + timedelta(days=7))
    reports_due_on = factory.LazyFunction(lambda: last_working_day(2))
    convened_by = factory.SelfAttribute("chair")
    convened_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    planned_at = factory.LazyFunction(lambda: at(last_working_day()))
    place = "Town hall, room 4"
    chair = factory.LazyFunction(practice_manager)

    @factory.post_generation
    def children(self, create: bool, extracted: Any, **_: Any) -> None:
        for row in extracted if extracted is not None else [first_child()]:
            row.conference = self
            with acting.acting_as(acting.current() or self.chair):
                row.save()
        came = {"attendance": "attended", "noted_at": timezone.now(), "noted_by": self.chair} if self.held_on else {}
        for worker in (self.chair, social_worker()):
            ConferenceInvitationFactory(
                conference=self,
                agency=None,
                worker=worker,
                name=worker.get_full_name(),
                discipline="social_care",
                **(came | ({"report_due_on": None} if worker == self.chair else {})),
            )


class ConferenceInvitationFactory(RecordFactory):
    """Somebody of an agency, who has not answered."""

    class Meta:
        model = ConferenceInvitation

    conference = factory.SubFactory(ConferenceFactory)
    agency = factory.SubFactory(AgencyFactory)
    discipline = "education"
    name = factory.Sequence(lambda n: f"Invited Person {n}")
    job = "Safeguarding lead"
    invited_at = factory.LazyFunction(timezone.now)
    invited_by = factory.SelfAttribute("conference.chair")
    asked_on = factory.LazyFunction(lambda: last_working_day(5))
    report_due_on = factory.LazyFunction(lambda: last_working_day(2))

    class Params:
        came = factory.Trait(
            attendance="attended",
            noted_at=factory.LazyFunction(timezone.now),
            noted_by=factory.SelfAttribute("conference.chair"),
        )
        shared = factory.Trait(
            received_on=factory.LazyFunction(lambda: last_working_day(3)),
            received_by=factory.SelfAttribute("conference.chair"),
            shared_on=factory.LazyFunction(lambda: last_working_day(2)),
            shared_by=factory.SelfAttribute("conference.chair"),
            shared_how="Read to both parents at home.",
        )


class ConferenceFamilyFactory(RecordFactory):
    class Meta:
        model = ConferenceFamily

    conference = factory.SubFactory(ConferenceFactory)
    person = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)
    asked_by = factory.SelfAttribute("conference.chair")


class ThresholdViewFactory(RecordFactory):
    class Meta:
        model = ThresholdView

    invitation = factory.SubFactory(ConferenceInvitationFactory, came=True)
    conference_child = factory.LazyAttribute(lambda view: view.invitation.conference.children.get())
    view = "met"
    words = "The school sees it every Monday."
    written_at = factory.LazyFunction(timezone.now)
    written_by = factory.SelfAttribute("invitation.conference.chair")


def child_at_a_conference() -> ConferenceChild:
    child: ConferenceChild = ConferenceFactory(held=True).children.get()
    return child


class OutlineFactory(RecordFactory):
    class Meta:
        model = OutlineAction

    conference_child = factory.LazyFunction(child_at_a_conference)
    what = WHAT
    purpose = "He sleeps safely and says so."
    owner_name = "Owen Example"
    owner_job = "Social worker"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    agreed_at = factory.LazyFunction(timezone.now)
    agreed_by = factory.SelfAttribute("conference_child.conference.chair")


def next_working_day(after: int) -> date:
    days = calendar(around=timezone.localdate())
    return days.add_working_days(timezone.localdate(), after)


def decide(
    row: ConferenceChild, decision: str = "plan", category: str = "PHY", *, outline: bool = True
) -> ConferenceChild:
    """A child's section is whole, the outline has an action, and the chair has decided."""
    chair = row.conference.chair
    stays_under = decision in {"plan", "continue"}
    for name, value in SECTION.items():
        setattr(row, name, value)
    row.decision, row.decision_reason = decision, DECIDED
    row.category, row.follows = (category, "") if stays_under else ("", FOLLOWS)
    row.core_group_on = next_working_day(4) if decision == "plan" else None
    row.review_on = next_working_day(30) if stays_under else None
    row.decided_at, row.decided_by = timezone.now(), chair
    with acting.acting_as(chair):
        row.save()
    if stays_under and outline:
        OutlineFactory(conference_child=row)
    return row


def quorate(*, family: bool = True, children: Any = None, **given: Any) -> Conference:
    """A conference that was held with the quorum and is written, but nothing is decided about a child."""
    conference = ConferenceFactory(held=True, children=children, **{**WRITTEN, **given})
    for sector in ("police", "health"):
        row = ConferenceInvitationFactory(
            conference=conference, agency=AgencyFactory(sector=sector), discipline=sector, came=True, shared=True
        )
        for child in conference.children.all():
            ThresholdViewFactory(invitation=row, conference_child=child)
    if family:
        ConferenceFamilyFactory(conference=conference, attendance="attended")
    return conference


def ready(*, decision: str = "plan", outline: bool = True, **given: Any) -> Conference:
    """As ``quorate``, and decided: the chair can sign it."""
    conference = quorate(**given)
    for child in conference.children.all():
        decide(child, decision, outline=outline)
    return conference


def review(*, decision: str = "continue", plan: Any = None, **given: Any) -> Conference:
    """A review conference, ready to be signed."""
    row = reviewed_child(plan)
    times = {"kind": "review", "code": "T15", "counted_from": row.plan.started_on, "due_on": row.plan.review_due_on}
    return ready(decision=decision, children=[row], **{**times, **given})


def signed(**given: Any) -> Conference:
    """A conference whose row the chair has signed; what follows of it is the act's to do."""
    conference = ready(**given)
    conference.signed_at, conference.signed_by = timezone.now(), conference.chair
    with acting.acting_as(conference.chair):
        conference.save()
    return conference


class ConferenceCopyFactory(RecordFactory):
    class Meta:
        model = ConferenceCopy

    invitation = factory.LazyFunction(lambda: signed().invitations.exclude(agency=None).earliest("pk"))
    paper = "letter"
    how = "handed"
    sent_at = factory.LazyFunction(timezone.now)
    sent_by = factory.SelfAttribute("invitation.conference.chair")


class CoreGroupFactory(RecordFactory):
    class Meta:
        model = CoreGroup

    class Params:
        held = factory.Trait(
            held_on=factory.LazyFunction(timezone.localdate),
            held_by=factory.LazyFunction(social_worker),
            attended="Owen Example, social worker; Ann Invented, school nurse",
            child_day="He gets himself up, has no breakfast and comes to school in yesterday's clothes.",
            progress="Both visits were made; the bed has come.",
        )

    plan = factory.LazyFunction(running_plan)
    code = "T13"
    counted_from = factory.LazyFunction(lambda: last_working_day(5))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))


class CoreGroupInvitationFactory(RecordFactory):
    """Somebody of an agency, who has not answered."""

    class Meta:
        model = CoreGroupInvitation

    group = factory.SubFactory(CoreGroupFactory)
    agency = factory.SubFactory(AgencyFactory)
    discipline = "education"
    name = factory.Sequence(lambda n: f"Invited Person {n}")
    job = "Safeguarding lead"
    invited_at = factory.LazyFunction(timezone.now)
    invited_by = factory.LazyFunction(social_worker)


def rows_at_a_conference(referral: Any) -> dict[str, int]:
    """A row of each kind at a review conference of a child, by the name of its part of an address."""
    started = timezone.localdate() - timedelta(days=70)
    plan = running_plan(referral=referral, child=referral.child, started_on=started)
    row = reviewed_child(plan)
    times = {"kind": "review", "code": "T15", "counted_from": started, "due_on": plan.review_due_on}
    conference = ConferenceFactory(children=[row], **times)
    group = CoreGroupFactory(plan=plan)
    return {
        "protection_id": plan.pk,
        "conference_id": conference.pk,
        "asked_id": ConferenceInvitationFactory(conference=conference).pk,
        "relative_id": ConferenceFamilyFactory(conference=conference).pk,
        "conference_child_id": row.pk,
        "group_id": group.pk,
        "core_member_id": CoreGroupInvitationFactory(group=group).pk,
    }
