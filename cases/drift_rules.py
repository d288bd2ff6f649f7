"""The rules of drift: no decision on a long plan (T21), a child not seen, no decision at all, an action not done or
carried on (S16), contacts while a plan is open, a section 47 enquiry that is not started or stands still, a strategy
meeting that is not held again (domain.md L34)."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Case, Count, DateTimeField, Exists, F, Func, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Greatest
from django.urls import reverse

from cases import decided
from cases.drift import Rule, register
from cases.models import Plan, PlanAction, Section47, StrategyAction, StrategyChild, StrategyMeeting, Visit
from cases.models.strategy_actions import ACTION_CLOCK
from cases.permissions import RECORD_VISIT, VIEW_CASES, WRITE_NOTE, WRITE_STRATEGY
from frontdoor.core import limits
from frontdoor.models import ContactChild, Referral
from frontdoor.models.enquiry_over import AGAIN_CLOCK
from frontdoor.presenters import long_day

Facts = Mapping[str, Any]
FIRST_CHECK, LAST_CHECK = "T21", "T21-LAST"
UNSEEN, UNSEEN_PROTECTED = "DRIFT-SEEN", "DRIFT-SEEN-CP"
UNDECIDED, UNDONE, UNANSWERED, STALLED = "DRIFT-DECISION", "DRIFT-ACTION", "DRIFT-CONTACT", "DRIFT-S47"

DECIDE = "Ends when a manager writes a management decision."


def _on(facts: Facts, name: str) -> date:
    return date.fromisoformat(facts[name])


def _ago(facts: Facts, name: str, on: date) -> str:
    """ "2 October 2026, 61 days ago" for a day of the facts."""
    days = (on - _on(facts, name)).days
    return f"{long_day(_on(facts, name))}, {days} day{'' if days == 1 else 's'} ago"


def _of_child(name: str, facts: Facts) -> str:
    return reverse(name, args=[facts["child"]])


def _case() -> QuerySet:
    return Referral.objects.filter(pk=OuterRef("pk"))


def _open_plan() -> QuerySet:
    return Plan.objects.filter(referral_id=OuterRef("pk"), ended_on__isnull=True)


def _long_plan(on: Any) -> QuerySet:
    """A child in need plan past the first check of its length, or the last, without a decision since (T21)."""
    after = partial(limits.after, start="started_on", on=on, team="referral__team_id")
    plans = _open_plan().filter(kind=Plan.Kind.CHILD_IN_NEED).annotate(first=after(FIRST_CHECK), last=after(LAST_CHECK))
    plans = plans.annotate(
        checked=Case(When(last__lt=on, then=F("last")), default=F("first")),
        last_decided=decided.last("child_id", since=F("started_on"), continues=True),
    )
    return plans.filter(checked__lt=on, last_decided__lt=F("checked"))


def _long_plan_words(facts: Facts, on: date) -> str:
    return (
        f"The child in need plan began on {long_day(_on(facts, 'began'))}. Whether it goes on was to be decided by"
        f" {_ago(facts, 'checked', on)}."
    )


def _unseen(on: Any) -> QuerySet:
    """A living child, born, whom no visit has seen for too long; counted from the referral at the earliest."""
    last = Visit.objects.child_seen().filter(child_id=OuterRef("child_id")).newest_first()
    rows = _case().filter(child__death_date__isnull=True)
    rows = rows.exclude(child__birth_date__isnull=True, child__expected_birth_date__isnull=False)
    rows = rows.annotate(seen=Subquery(last.values("visited_on")[:1]))
    return rows.annotate(since=Greatest("received_on", "seen")).filter(since__lt=_unseen_limit(limits.ago, on))


def _unseen_limit(limit: Any, on: Any) -> Case:
    protected = Plan.objects.filter(referral_id=OuterRef("pk"), ended_on__isnull=True, kind=Plan.Kind.PROTECTION)
    ask = partial(limit, on=on, team="team_id")
    return Case(When(Exists(protected), then=ask(UNSEEN_PROTECTED)), default=ask(UNSEEN))


def _unseen_words(facts: Facts, on: date) -> str:
    never = facts["seen"] is None or facts["seen"] < facts["since"]
    last = "Not seen since the case began" if never else "Last seen"
    return f"{last} on {_ago(facts, 'since', on)}. The limit is {limits.in_words(facts['limit'])}."


def _undecided(on: Any) -> QuerySet:
    """A case about which nobody has decided anything for too long."""
    rows = _case().annotate(decided=decided.last("child_id", since=F("received_on")))
    return rows.filter(decided__lt=limits.ago(UNDECIDED, on=on, team="team_id"))


def _undecided_words(facts: Facts, on: date) -> str:
    never = facts["decided"] == facts["received"]
    last = "No decision since the case began" if never else "Last decision"
    return f"{last} on {_ago(facts, 'decided', on)}. The limit is {limits.in_words(facts['limit'])}."


def _undone(on: Any) -> QuerySet:
    """An action of a strategy meeting about the child that is not done, and was due long enough ago."""
    day = limits.ago(UNDONE, on=on, team=OuterRef("team_id"))
    midnight: Any = Func(
        day, template="((%(expressions)s)::timestamp AT TIME ZONE 'Europe/London')", output_field=DateTimeField()
    )
    about = {"meeting__children__child_id": OuterRef("child_id"), "meeting__children__left_out_reason": ""}
    late = StrategyAction.objects.filter(meeting__called_off_at__isnull=True, **about)
    return late.filter(ACTION_CLOCK.overdue_q(midnight)).order_by(ACTION_CLOCK.due, "pk")


def _undone_words(facts: Facts, on: date) -> str:
    return f"“{facts['what']}” by {facts['who']} was due on {_ago(facts, 'due', on)}."


def _carried(on: Any) -> QuerySet:
    """An action of the plan that three reviews or more carried on (S16)."""
    actions = PlanAction.objects.drifting().filter(outcome__need__part__plan__referral_id=OuterRef("pk"))
    return actions.with_carried().order_by("due_on", "pk")


def _carried_words(facts: Facts, on: date) -> str:
    return f"“{facts['what']}” by {facts['who']} was carried on by {facts['times']} reviews of the plan."


def _contacts() -> QuerySet:
    rows = ContactChild.objects.filter(child_id=OuterRef("child_id"))
    return rows.annotate(came_on=decided.day_of("contact__received_at")).filter(came_on__gt=OuterRef("last_decided"))


def _contacted(on: Any) -> QuerySet:
    """Somebody was worried about a child with an open plan, and nobody has decided anything about the case since."""
    plans = _open_plan().annotate(last_decided=decided.last("child_id", since=F("started_on")))
    plans = plans.annotate(first_contact=Subquery(_contacts().order_by("came_on").values("came_on")[:1]))
    return plans.filter(first_contact__lt=limits.ago(UNANSWERED, on=on, team="referral__team_id"))


def _contacted_words(facts: Facts, on: date) -> str:
    number = facts["number"]
    one = "A contact" if number == 1 else f"{number} contacts, the first"
    return f"{one} on {_ago(facts, 'first', on)}, and no decision about the plan since."


def _not_started(on: Any) -> QuerySet:
    """A signed strategy decision on a section 47 enquiry that has not started: its days run all the same (T10, T11)."""
    rows = StrategyChild.objects.to_start().filter(child_id=OuterRef("child_id"))
    return rows.order_by("meeting__held_at", "pk")


def _not_started_words(facts: Facts, on: date) -> str:
    return f"The strategy discussion on {_ago(facts, 'met', on)}, decided on an enquiry that has not started."


def _not_met_again(on: Any) -> QuerySet:
    """A strategy meeting decided without police or health, and was not held again by its day (domain.md 10)."""
    about = {"children__child_id": OuterRef("child_id"), "children__left_out_reason": ""}
    rows = StrategyMeeting.objects.filter(**about).to_hold_again()
    return rows.filter(AGAIN_CLOCK.overdue_q(on)).order_by(AGAIN_CLOCK.due, "pk")


def _not_met_again_words(facts: Facts, on: date) -> str:
    return (
        f"The strategy meeting on {long_day(_on(facts, 'met'))} was held without its quorum. It was to be held again by"
        f" {_ago(facts, 'due', on)}."
    )


def _stalled(on: Any) -> QuerySet:
    """A section 47 enquiry past one of its days (T10, T11), or begun with no child seen and no outcome proposed."""
    rows = Section47.objects.filter(referral_id=OuterRef("pk"))
    seen = Visit.objects.child_seen().filter(child_id=OuterRef("child_id"), visited_on__gte=OuterRef("started_on"))
    begun = rows.open().filter(
        ~Exists(seen), proposed_on__isnull=True, started_on__lt=limits.ago(STALLED, on=on, team="referral__team_id")
    )
    return (rows.late(on) | begun).order_by("started_on", "pk")


def _stalled_words(facts: Facts, on: date) -> str:
    if facts["authorised"] is None and facts["outcome_due"] is not None and _on(facts, "outcome_due") < on:
        return f"The outcome was due on {_ago(facts, 'outcome_due', on)}."
    if facts["conference_due"] is not None and _on(facts, "conference_due") < on:
        return f"The conference was due on {_ago(facts, 'conference_due', on)}."
    return f"It began on {_ago(facts, 'began', on)}. The child has not been seen and no outcome is proposed."


register(
    Rule(
        code="long-plan",
        name="Long child in need plan",
        source="T21",
        found=_long_plan,
        facts=lambda on: {"child": "child_id", "began": "started_on", "checked": "checked"},
        words=_long_plan_words,
        act="Ends when a manager writes a management decision, or the plan ends.",
        way=partial(_of_child, "note_new"),
        permission=WRITE_NOTE,
    ),
    Rule(
        code="not-seen",
        name="Child not seen",
        source="L34",
        found=_unseen,
        facts=lambda on: {
            "child": "child_id",
            "since": "since",
            "seen": "seen",
            "limit": _unseen_limit(limits.told, on),
        },
        words=_unseen_words,
        act="Ends when a visit sees the child.",
        way=partial(_of_child, "visit_new"),
        permission=RECORD_VISIT,
    ),
    Rule(
        code="no-decision",
        name="No decision",
        source="L34",
        found=_undecided,
        facts=lambda on: {
            "child": "child_id",
            "decided": "decided",
            "received": "received_on",
            "limit": limits.told(UNDECIDED, on=on, team="team_id"),
        },
        words=_undecided_words,
        act=DECIDE,
        way=partial(_of_child, "note_new"),
        permission=WRITE_NOTE,
    ),
    Rule(
        code="action-not-done",
        name="Action not done",
        source="L34",
        found=_undone,
        facts=lambda on: {
            "action": "pk",
            "what": "what",
            "who": "owner_name",
            "due": decided.day_of(ACTION_CLOCK.due),
        },
        words=_undone_words,
        act="Ends when the action is reported done.",
        way=lambda facts: reverse("strategy_action", args=[facts["action"]]),
        permission=WRITE_STRATEGY,
    ),
    Rule(
        code="action-carried",
        name="Same action carried on",
        source="S16",
        found=_carried,
        facts=lambda on: {
            "plan": "outcome__need__part__document_id",
            "what": "what",
            "who": "owner_name",
            "times": "carried",
        },
        words=_carried_words,
        act="Ends when the action is done, or a review says why it is no longer needed.",
        way=lambda facts: reverse("plan", args=[facts["plan"]]),
        permission=VIEW_CASES,
    ),
    Rule(
        code="contact-on-plan",
        name="Contact on an open plan",
        source="L34",
        found=_contacted,
        facts=lambda on: {
            "child": "child_id",
            "first": "first_contact",
            "number": Subquery(_contacts().order_by().values("child_id").annotate(number=Count("pk")).values("number")),
        },
        words=_contacted_words,
        act=DECIDE,
        way=partial(_of_child, "note_new"),
        permission=WRITE_NOTE,
    ),
    Rule(
        code="enquiry-not-started",
        name="Section 47 enquiry not started",
        source="T10",
        found=_not_started,
        facts=lambda on: {"meeting": "meeting_id", "met": "met_on"},
        words=_not_started_words,
        act="Ends when the enquiry is started.",
        way=lambda facts: reverse("strategy", args=[facts["meeting"]]),
        permission=VIEW_CASES,
    ),
    Rule(
        code="not-held-again",
        name="Strategy meeting not held again",
        source="L66",
        found=_not_met_again,
        facts=lambda on: {"meeting": "pk", "met": "met_on", "due": "reconvene_due_on"},
        words=_not_met_again_words,
        act="Ends when the meeting is held again.",
        way=lambda facts: reverse("strategy", args=[facts["meeting"]]),
        permission=VIEW_CASES,
    ),
    Rule(
        code="enquiry-stalled",
        name="Section 47 enquiry stands still",
        source="L34",
        found=_stalled,
        facts=lambda on: {
            "enquiry": "pk",
            "began": "started_on",
            "outcome_due": "outcome_due_on",
            "authorised": "authorised_on",
            "conference_due": "conference_due_on",
        },
        words=_stalled_words,
        act="Ends when a manager authorises the outcome, and the conference is held or decided against.",
        way=lambda facts: reverse("enquiry", args=[facts["enquiry"]]),
        permission=VIEW_CASES,
    ),
)
