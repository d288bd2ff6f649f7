"""The desk's lists on everybody's first page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from frontdoor import presenters, presenters_consent
from frontdoor.actions.check_replies import DRAFT_FORM
from frontdoor.core import drafts, jobs, policy
from frontdoor.core.drafts import Draft, DraftKind
from frontdoor.core.my_work import WorkItem, WorkList, source
from frontdoor.core.timed import Clock
from frontdoor.core.working_days import WorkingCalendar, london_date
from frontdoor.models import (
    Acknowledgement,
    AgencyRequest,
    ConsentOverride,
    Contact,
    DecisionCompletion,
    FeedbackChallenge,
    HandOver,
    PersonMerge,
    ReferrerFeedback,
)
from frontdoor.models.agency_requests import REPLY_CLOCK
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK, ContactQuerySet
from frontdoor.models.evidence import COMPLETION_CLOCK
from frontdoor.models.feedback import ACKNOWLEDGEMENT_CLOCK, CHALLENGE_CLOCK, FEEDBACK_CLOCK
from frontdoor.models.hand_over import HAND_OVER_CLOCK
from frontdoor.permissions import (
    ANSWER_CHALLENGE,
    DECIDE_CONTACT,
    DECIDE_MERGE,
    DECIDE_OVERRIDE,
    GIVE_FEEDBACK,
    MANAGE_POLICY,
    REQUEST_CHECK,
    REQUEST_OVERRIDE,
    TAKE_HAND_OVER,
    TRIAGE_CONTACT,
)

SHOWN = 5

drafts.register(
    DraftKind(form="contact", title="Contact", url=lambda draft: reverse("contact_step", args=[draft.pk, "check"]))
)
drafts.register(
    DraftKind(form="referral", title="Referral", url=lambda draft: reverse("partner_step", args=[draft.pk, "check"]))
)
drafts.register(
    DraftKind(
        form="completion",
        title="Record of an urgent decision",
        url=lambda draft: reverse("contact_complete", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(form="decision", title="Decision", url=lambda draft: reverse("contact_decide", args=[draft.subject_id]))
)
drafts.register(
    DraftKind(
        form=DRAFT_FORM,
        title="Reply of an agency",
        url=lambda draft: reverse("check_reply", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(
        form="override",
        title="Request to ask without consent",
        url=lambda draft: reverse("override_form", args=[draft.subject_id]),
    )
)


def _item(contact: Contact, promise: tuple[Clock, Any], url_name: str, at: datetime, days: WorkingCalendar) -> WorkItem:
    clock, row = promise
    due = presenters.due(clock, row, now=at, calendar=days)
    return WorkItem(
        title=f"Contact {contact.reference}",
        url=reverse(url_name, args=[contact.pk]),
        detail=f"{contact.get_rag_display() or 'Not triaged'}, from {presenters.told_by(contact)}",
        due_words=due.words if due else "",
        state=due.state if due else "",
    )


def _contacts(title: str, rows: ContactQuerySet, query: str, *, order: int, now: datetime, empty: str) -> WorkList:
    first = list(rows.in_queue_order().select_related("agency")[:SHOWN])
    days = policy.calendar(around=london_date(now))
    items = [_item(row, (DECISION_CLOCK if row.rag else TRIAGE_CLOCK, row), "contact", now, days) for row in first]
    return WorkList(
        title=title,
        count=rows.count(),
        url=f"{reverse('triage_queue')}?{query}",
        order=order,
        items=items,
        empty_words=empty,
        urgent=any(item.state == "overdue" for item in items),
    )


@source(TRIAGE_CONTACT)
def to_triage(worker: Any, now: datetime) -> Iterable[WorkList]:
    """What nobody has triaged yet, and what this worker has taken on."""
    desk = Contact.objects.visible_to(worker).open()
    taken = desk.filter(taken_by=worker)
    yield _contacts(
        "Contacts you have taken", taken, "held=mine", order=10, now=now, empty="You have not taken a contact."
    )
    if worker.works_at_front_door:
        yield _contacts(
            "Contacts to triage", desk.to_triage(), "rag=none", order=20, now=now, empty="Every contact is triaged."
        )


@source(TAKE_HAND_OVER)
def handed_over(worker: Any, now: datetime) -> Iterable[WorkList]:
    """What the night left for the day team, for those who work at the front door."""
    if not worker.works_at_front_door:
        return
    waiting = HandOver.objects.visible_to(worker).waiting()
    days = policy.calendar(around=london_date(now))
    first = waiting.order_by("due_at", "pk").select_related("contact__agency")[:SHOWN]
    items = [_item(row.contact, (HAND_OVER_CLOCK, row), "contact", now, days) for row in first]
    yield WorkList(
        title="Contacts the night hands over",
        count=waiting.count(),
        url=f"{reverse('hand_over')}?waiting=on",
        order=12,
        items=items,
        empty_words="Nothing from the night waits to be taken on.",
        urgent=any(item.state == "overdue" for item in items),
    )


@source(DECIDE_CONTACT)
def to_decide(worker: Any, now: datetime) -> Iterable[WorkList]:
    """What waits for a manager."""
    waiting = Contact.objects.visible_to(worker).awaiting_decision()
    yield _contacts(
        "Contacts to decide", waiting, "rag=set", order=15, now=now, empty="No contact is waiting for a decision."
    )


@source(DECIDE_CONTACT)
def to_complete(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Urgent decisions whose record is still to be written."""
    owed = DecisionCompletion.objects.visible_to(worker).owed()
    days = policy.calendar(around=london_date(now))
    first = owed.order_by("due_on", "pk").select_related("decision__contact__agency")[:SHOWN]
    items = [_item(row.decision.contact, (COMPLETION_CLOCK, row), "contact_complete", now, days) for row in first]
    yield WorkList(
        title="Urgent decisions to complete",
        count=owed.count(),
        url=reverse("decisions_owed"),
        order=16,
        items=items,
        empty_words="The record of every urgent decision is complete.",
        urgent=any(item.state == "overdue" for item in items),
    )


@source(GIVE_FEEDBACK)
def to_tell(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Referrers to be told what was decided; nothing is told before somebody has read it."""
    owed = ReferrerFeedback.objects.visible_to(worker).owed()
    days = policy.calendar(around=london_date(now))
    first = owed.order_by("due_on", "pk").select_related("contact__agency")[:SHOWN]
    items = [_item(row.contact, (FEEDBACK_CLOCK, row), "contact_feedback", now, days) for row in first]
    yield WorkList(
        title="Referrers to tell",
        count=owed.count(),
        url=reverse("feedback_owed"),
        order=30,
        items=items,
        empty_words="Every referrer has been told.",
        urgent=any(item.state == "overdue" for item in items),
    )


@source(GIVE_FEEDBACK)
def to_acknowledge(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Referrers who do not know yet that the contact arrived."""
    owed = Acknowledgement.objects.visible_to(worker).owed()
    days = policy.calendar(around=london_date(now))
    first = owed.order_by("due_at", "pk").select_related("contact__agency")[:SHOWN]
    items = [_item(row.contact, (ACKNOWLEDGEMENT_CLOCK, row), "contact_acknowledge", now, days) for row in first]
    yield WorkList(
        title="Referrers to acknowledge",
        count=owed.count(),
        url=reverse("acknowledgements_owed"),
        order=29,
        items=items,
        empty_words="Every referrer knows that the contact arrived.",
        urgent=any(item.state == "overdue" for item in items),
    )


@source(ANSWER_CHALLENGE)
def to_answer(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Challenges of referrers to what somebody else decided."""
    owed = FeedbackChallenge.objects.visible_to(worker).owed().not_decided_by(worker)
    days = policy.calendar(around=london_date(now))
    items = []
    for row in owed.select_related("feedback__contact").order_by("due_on", "pk")[:SHOWN]:
        due = presenters.due(CHALLENGE_CLOCK, row, now=now, calendar=days)
        items.append(
            WorkItem(
                title=f"Challenge about contact {row.feedback.contact.reference}",
                url=reverse("challenge", args=[row.pk]),
                detail="A referrer disagrees with what was decided",
                due_words=due.words if due else "",
                state=due.state if due else "",
            )
        )
    yield WorkList(
        title="Challenges to answer",
        count=owed.count(),
        url=f"{reverse('challenges_owed')}?mine=1",
        order=26,
        items=items,
        empty_words="No challenge waits for you.",
        urgent=any(item.state == "overdue" for item in items),
    )


@source(MANAGE_POLICY)
def late_jobs(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Nightly jobs that did not run: flags and figures that rest on them are old."""
    items = [
        WorkItem(
            title=job.title,
            url=reverse("admin_jobs"),
            detail=f"Last ran {presenters.moment(job.finished_at)}" if job.finished_at else "Has never run",
            due_words="Every day at 06:00",
            state="overdue",
        )
        for job in jobs.standing(now)
        if job.is_stale
    ]
    yield WorkList(
        title="Nightly jobs that did not run",
        count=len(items),
        url=f"{reverse('admin_jobs')}?late=1",
        order=10,
        items=items,
        empty_words="every job ran in the last day.",
        urgent=True,
    )


@source(None)
def own_drafts(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Writing that is not finished."""
    known = [(draft, kind) for draft in Draft.objects.of(worker) if (kind := drafts.kind_of(draft.form))]
    items = [
        WorkItem(title=kind.title, url=kind.url(draft), detail=f"Last saved {presenters.moment(draft.updated_at)}")
        for draft, kind in known[:SHOWN]
    ]
    yield WorkList(
        title="Your drafts",
        count=len(known),
        url=reverse("drafts"),
        order=60,
        items=items,
        empty_words="Nothing is left unfinished.",
    )


@source(DECIDE_OVERRIDE)
def overrides_to_decide(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Requests to ask agencies without consent, the oldest first."""
    waiting = ConsentOverride.objects.visible_to(worker).undecided().exclude(requested_by=worker)
    yield WorkList(
        title="Decisions about consent",
        count=waiting.count(),
        url=reverse("override_queue"),
        order=5,
        items=[
            WorkItem(
                title=f"Request of {row.requested_by.get_full_name()}",
                url=reverse("override", args=[row.pk]),
                detail=f"Contact {row.contact.reference}",
                due_words=f"Waiting for {presenters_consent.waited(row, now)}",
            )
            for row in waiting.select_related("requested_by", "contact")[:SHOWN]
        ],
        empty_words="No request waits for your decision.",
        urgent=True,
    )


@source(REQUEST_OVERRIDE)
def overrides_answered(worker: Any, now: datetime) -> Iterable[WorkList]:
    """What managers decided on this worker's requests in the last two weeks, refusals too."""
    rows = ConsentOverride.objects.visible_to(worker).filter(requested_by=worker).answered_since(now)
    yield WorkList(
        title="Your requests about consent, decided",
        count=rows.count(),
        url=f"{reverse('override_mine')}?show=answered",
        order=25,
        items=[
            WorkItem(
                title=row.get_decision_display(),
                url=reverse("override", args=[row.pk]),
                detail=f"Contact {row.contact.reference}, by {row.decided_by.get_full_name()}",
                due_words=presenters.moment(row.decided_at),
            )
            for row in rows.select_related("contact", "decided_by").order_by("-decided_at", "-pk")[:SHOWN]
        ],
        empty_words="Nothing was decided in the last two weeks.",
    )


@source(REQUEST_CHECK)
def late_replies(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Questions of this worker's that an agency has not answered by the day it was due."""
    late = AgencyRequest.objects.visible_to(worker).filter(requested_by=worker).late(now)
    days = policy.calendar(around=london_date(now))
    items = []
    for row in late.select_related("agency", "contact").order_by("due_at", "pk")[:SHOWN]:
        due = presenters.due(REPLY_CLOCK, row, now=now, calendar=days)
        items.append(
            WorkItem(
                title=f"Reply of {row.agency.name}",
                url=reverse("check", args=[row.pk]),
                detail=f"Contact {row.contact.reference}",
                due_words=due.words if due else "",
                state=due.state if due else "",
            )
        )
    yield WorkList(
        title="Replies of agencies that are late",
        count=late.count(),
        url=f"{reverse('check_list')}?late=1&mine=1",
        order=28,
        items=items,
        empty_words="No reply is late.",
        urgent=bool(items),
    )


@source(DECIDE_MERGE)
def records_to_join(worker: Any, now: datetime) -> Iterable[WorkList]:
    """Proposals of others that two records are one person, the oldest first."""
    waiting = PersonMerge.objects.visible_to(worker).waiting_for(worker)
    yield WorkList(
        title="Records to join",
        count=waiting.count(),
        url=f"{reverse('merge_list')}?show=waiting",
        order=35,
        items=[
            WorkItem(
                title=f"Records {row.survivor_id} and {row.merged_id}",
                url=reverse("merge", args=[row.pk]),
                detail=f"Proposed by {row.proposed_by.get_full_name()}",
                due_words=presenters.moment(row.proposed_at),
            )
            for row in waiting.select_related("proposed_by")[:SHOWN]
        ],
        empty_words="Nobody has proposed that two records are one person.",
    )
