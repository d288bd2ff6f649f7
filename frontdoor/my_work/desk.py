"""The desk's lists on everybody's first page."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from frontdoor import desk, presenters
from frontdoor.actions import (
    check_replies,
    checks,
    completions,
    decisions,
    feedback,
    grounds,
    override_reviews,
)
from frontdoor.core import drafts, jobs
from frontdoor.core.access import Viewer
from frontdoor.core.drafts import Draft, DraftKind
from frontdoor.core.my_work import Block, Reading, Source, WorkItem, WorkList, blocks, register
from frontdoor.core.navigation import address
from frontdoor.core.timed import Clock
from frontdoor.core.together import Found, Moment
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
from frontdoor.models.contacts import DECISION_CLOCK, TRIAGE_CLOCK, ContactQuerySet, Rag
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
from frontdoor.presenters import consent as presenters_consent

drafts.register(
    DraftKind(form="contact", title="Contact", url=lambda draft: reverse("contact_step", args=[draft.pk, "check"]))
)
drafts.register(
    DraftKind(form="referral", title="Referral", url=lambda draft: reverse("partner_step", args=[draft.pk, "check"]))
)
drafts.register_page(completions.DRAFT_FORM, title="Record of an urgent decision", page="contact_complete")
drafts.register_page(decisions.DRAFT_FORM, title="Decision", page="contact_decide")
drafts.register_page(check_replies.DRAFT_FORM, title="Reply of an agency", page="check_reply")
drafts.register_page("override", title="Request to ask without consent", page="override_form")
drafts.register_page(
    grounds.SECTION_47_DRAFT, title="Request on section 47 to ask without consent", page="consent_section_47"
)
drafts.register_page(
    grounds.COURT_DRAFT, title="Request on a court order to ask without consent", page="consent_court_order"
)
drafts.register_page(checks.DRAFT_FORM, title="Request to an agency", page="check_request")
drafts.register_page(feedback.DRAFT_FORM, title="Words to a referrer", page="contact_feedback")
drafts.register_page(override_reviews.DRAFT_FORM, title="Review of a decision without consent", page="override_review")


AT_THE_FRONT_DOOR = attrgetter("works_at_front_door")


def promised(clock: Clock, row: Any, at: Reading) -> dict[str, Any]:
    """When a row is due, as a ``WorkItem`` says it."""
    due = presenters.due(clock, row, now=at.now, calendar=at.days)
    return {"due_words": due.words, "state": due.state} if due else {}


def _about(contact: Contact, url_name: str, clock: Clock, promise: Any, at: Reading) -> WorkItem:
    return WorkItem(
        title=f"Contact {contact.reference}",
        url=reverse(url_name, args=[contact.pk]),
        detail=f"{contact.urgency_words}, from {presenters.told_by(contact)}",
        **promised(clock, promise, at),
    )


def _contact(row: Contact, at: Reading) -> WorkItem:
    return _about(row, "contact", DECISION_CLOCK if row.rag else TRIAGE_CLOCK, row, at)


def _red(row: Contact, at: Reading) -> WorkItem:
    """Who the children are, what is worrying, since when: enough to act before the contact is opened."""
    children = [desk.child_named(facts) for facts in row.children_named]
    names = ", ".join([*(child.full_name for child in children), *row.children_told]) or "No child named"
    danger = "Immediate danger" if row.immediate_danger else "Red"
    stands = "" if row.rag else ", not triaged"
    since = presenters.moment(row.received_at)
    return WorkItem(
        title=f"Contact {row.reference}: {names}",
        url=reverse("contact", args=[row.pk]),
        detail=f"{danger} since {since}{stands}. {presenters.first_words(row.first_words)}",
        people=frozenset(child.pk for child in children),
        **promised(DECISION_CLOCK if row.rag else TRIAGE_CLOCK, row, at),
    )


def _owed(url_name: str, clock: Clock, contact: str = "contact") -> Callable[[Any, Reading], WorkItem]:
    """Something that is owed on a contact, at an attribute path from the row."""
    contact_of = attrgetter(contact)
    return lambda row, at: _about(contact_of(row), url_name, clock, row, at)


def _desk(viewer: Viewer) -> ContactQuerySet:
    return Contact.objects.visible_to(viewer).open().in_queue_order().select_related("agency")


blocks(
    TRIAGE_CONTACT,
    Block(
        title="Contacts you have taken",
        order=10,
        rows=lambda viewer, _: _desk(viewer).filter(taken_by_id=viewer.pk),
        item=_contact,
        url=lambda _: address("triage_queue", held="mine"),
        empty="You have not taken a contact.",
    ),
)
blocks(
    TRIAGE_CONTACT,
    Block(
        title="Contacts to triage",
        order=20,
        rows=lambda viewer, _: _desk(viewer).to_triage(),
        item=_contact,
        url=lambda _: address("triage_queue", rag="triage"),
        empty="Every contact is triaged.",
    ),
    only=AT_THE_FRONT_DOOR,
)
blocks(
    TAKE_HAND_OVER,
    Block(
        title="Contacts the night hands over",
        order=12,
        rows=lambda viewer, _: (
            HandOver.objects.visible_to(viewer).waiting().select_related("contact__agency").order_by("due_at", "pk")
        ),
        item=_owed("contact", HAND_OVER_CLOCK),
        url=lambda _: address("hand_over", waiting="on"),
        empty="Nothing from the night waits to be taken on.",
    ),
    only=AT_THE_FRONT_DOOR,
)
blocks(
    DECIDE_CONTACT,
    Block(
        title="Red contacts",
        order=4,
        rows=lambda viewer, _: _desk(viewer).of_urgency(Rag.RED),
        lines=desk.red_lines,
        item=_red,
        url=lambda _: address("triage_queue", rag="red"),
        empty="No contact is Red.",
        urgent=True,
    ),
    Block(
        title="Contacts to decide",
        order=15,
        rows=lambda viewer, _: _desk(viewer).awaiting_decision(),
        item=_contact,
        url=lambda _: address("triage_queue", rag="set"),
        empty="No contact is waiting for a decision.",
    ),
    Block(
        title="Urgent decisions to complete",
        order=16,
        rows=lambda viewer, _: (
            DecisionCompletion.objects.visible_to(viewer)
            .owed()
            .select_related("decision__contact__agency")
            .order_by("due_on", "pk")
        ),
        item=_owed("contact_complete", COMPLETION_CLOCK, contact="decision.contact"),
        url=lambda _: address("decisions_owed"),
        empty="The record of every urgent decision is complete.",
    ),
)
blocks(
    GIVE_FEEDBACK,
    Block(
        title="Referrers to tell",
        order=30,
        rows=lambda viewer, _: (
            ReferrerFeedback.objects.visible_to(viewer)
            .owed()
            .select_related("contact__agency")
            .order_by("due_on", "pk")
        ),
        item=_owed("contact_feedback", FEEDBACK_CLOCK),
        url=lambda _: address("feedback_owed"),
        empty="Every referrer has been told.",
    ),
    Block(
        title="Referrers to acknowledge",
        order=29,
        rows=lambda viewer, _: (
            Acknowledgement.objects.visible_to(viewer).owed().select_related("contact__agency").order_by("due_at", "pk")
        ),
        item=_owed("contact_acknowledge", ACKNOWLEDGEMENT_CLOCK),
        url=lambda _: address("acknowledgements_owed"),
        empty="Every referrer knows that the contact arrived.",
    ),
)
blocks(
    ANSWER_CHALLENGE,
    Block(
        title="Challenges to answer",
        order=26,
        rows=lambda viewer, _: (
            FeedbackChallenge.objects.visible_to(viewer)
            .owed()
            .not_decided_by(viewer)
            .select_related("feedback__contact")
            .order_by("due_on", "pk")
        ),
        item=lambda row, at: WorkItem(
            title=f"Challenge about contact {row.feedback.contact.reference}",
            url=reverse("challenge", args=[row.pk]),
            detail="A referrer disagrees with what was decided",
            **promised(CHALLENGE_CLOCK, row, at),
        ),
        url=lambda _: address("challenges_owed", mine=1),
        empty="No challenge waits for you.",
    ),
)
blocks(
    None,
    Block(
        title="Your drafts",
        order=60,
        rows=lambda viewer, _: Draft.objects.of(viewer).known(),
        item=lambda row, _: WorkItem(
            title=row.kind.title, url=row.kind.url(row), detail=f"Last saved {presenters.moment(row.updated_at)}"
        ),
        url=lambda _: address("drafts"),
        empty="Nothing is left unfinished.",
    ),
)
blocks(
    DECIDE_OVERRIDE,
    Block(
        title="Decisions about consent",
        order=5,
        rows=lambda viewer, _: (
            ConsentOverride.objects.visible_to(viewer)
            .undecided()
            .exclude(requested_by_id=viewer.pk)
            .select_related("requested_by", "contact")
        ),
        item=lambda row, at: WorkItem(
            title=f"Request of {row.requested_by.get_full_name()}",
            url=reverse("override", args=[row.pk]),
            detail=f"Contact {row.contact.reference}",
            due_words=f"Waiting for {presenters_consent.waited(row, at.now)}",
        ),
        url=lambda _: address("override_queue"),
        empty="No request waits for your decision.",
        urgent=True,
    ),
)
blocks(
    REQUEST_OVERRIDE,
    Block(
        title="Your requests about consent, decided",
        order=25,
        rows=lambda viewer, at: (
            ConsentOverride.objects.visible_to(viewer)
            .filter(requested_by_id=viewer.pk)
            .answered_since(at.now)
            .select_related("contact", "decided_by")
            .order_by("-decided_at", "-pk")
        ),
        item=lambda row, _: WorkItem(
            title=row.get_decision_display(),
            url=reverse("override", args=[row.pk]),
            detail=f"Contact {row.contact.reference}, by {row.decided_by.get_full_name()}",
            due_words=presenters.moment(row.decided_at),
        ),
        url=lambda _: address("override_mine", show="answered"),
        empty="Nothing was decided in the last two weeks.",
    ),
)
blocks(
    REQUEST_CHECK,
    Block(
        title="Replies of agencies that are late",
        order=28,
        rows=lambda viewer, at: (
            AgencyRequest.objects.visible_to(viewer)
            .filter(requested_by_id=viewer.pk)
            .late(at.now)
            .select_related("agency", "contact")
            .order_by("due_at", "pk")
        ),
        item=lambda row, at: WorkItem(
            title=f"Reply of {row.agency.name}",
            url=reverse("check", args=[row.pk]),
            detail=f"Contact {row.contact.reference}",
            **promised(REPLY_CLOCK, row, at),
        ),
        url=lambda _: address("check_list", late=1, mine=1),
        empty="No reply is late.",
    ),
)
blocks(
    DECIDE_MERGE,
    Block(
        title="Records to join",
        order=35,
        rows=lambda viewer, _: PersonMerge.objects.visible_to(viewer).waiting_for(viewer).select_related("proposed_by"),
        item=lambda row, _: WorkItem(
            title=f"Records {row.survivor_id} and {row.merged_id}",
            url=reverse("merge", args=[row.pk]),
            detail=f"Proposed by {row.proposed_by.get_full_name()}",
            due_words=presenters.moment(row.proposed_at),
        ),
        url=lambda _: address("merge_list", show="waiting"),
        empty="Nobody has proposed that two records are one person.",
    ),
)


def _last_runs(_: Viewer, at: Moment) -> Sequence[QuerySet]:
    return [jobs.runs(at.today), jobs.installation()]


def _late_jobs(found: Sequence[Found], at: Reading) -> Iterable[WorkList]:
    """Nightly jobs that did not run: flags and figures that rest on them are old."""
    items = [
        WorkItem(
            title=job.title,
            url=reverse("admin_jobs"),
            detail=f"Last ran {presenters.moment(job.finished_at)}" if job.finished_at else "Has never run",
            due_words=job.when,
            state="overdue",
        )
        for job in jobs.judged(found[0].rows, found[1].rows, at.now)
        if job.is_stale
    ]
    yield WorkList(
        title="Nightly jobs that did not run",
        count=len(items),
        url=address("admin_jobs", late=1),
        order=10,
        items=items,
        empty_words="no nightly job is late.",
        urgent=True,
    )


register(Source(permission=MANAGE_POLICY, asked=_last_runs, lists=_late_jobs))
