"""Acts as a page sends them: who sends what from which page, and the rows of which there must be one more."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audits.models import LookBackItem
from cases.models import Allocation, Assessment
from cases.models.assessments import AssessmentReturn
from frontdoor.core.drafts import Draft
from frontdoor.models import (
    AdviceCall,
    Agency,
    AgencyRequest,
    Birth,
    CheckReply,
    ConsentEvent,
    ConsentOverride,
    Contact,
    ContactReturn,
    Decision,
    Export,
    FamilyTelling,
    HandOver,
    IdentityLink,
    OverrideRemedy,
    PersonMerge,
    ReceivedCorrection,
    ReferrerFeedback,
    ThresholdLevel,
)
from tests.factories import (
    after_override,
    cases,
    consent,
    contacts,
    feedback,
    hand_over,
    identity,
    look_backs,
    people,
    workers,
)
from tests.factories.decisions import typed
from tests.factories.exports import ExportFactory
from workforce.models import RoleGrant, Worker

REASON = "The school and the mother say so, and nothing speaks against it."
A_MOMENT = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One form: its ``page``, the page that has to be ``seen_before``, what is answered there, the address it is sent
    to, and the rows it adds one to.
    """

    by: Any
    page: str
    seen_before: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    to: str = ""
    rows: QuerySet[Any]
    adds: int = 1

    @property
    def url(self) -> str:
        return self.to or self.page


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def day(name: str, on: date) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def moment(name: str, at: Any) -> dict[str, Any]:
    local = timezone.localtime(at)
    return day(name, local.date()) | {f"{name}_time": f"{local:%H:%M}"}


def an_hour_ago(**given: Any) -> Contact:
    """A contact at the desk, triaged unless said otherwise."""
    received = timezone.now() - timedelta(hours=1)
    given = {"triaged": True, **given}
    if given["triaged"]:
        given |= {"decision_due_at": received + timedelta(days=1), "triaged_at": received + timedelta(minutes=5)}
    return contacts.ContactFactory(received_at=received, **given)


def at_the_desk(**given: Any) -> Worker:
    return workers.social_worker(team__front_door=True, registration_number="SW300001", **given)


def manager_at_the_desk() -> Worker:
    return workers.practice_manager(team__front_door=True, registration_number="SW300002")


def of(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def record_contact() -> Act:
    worker = workers.call_handler()
    client = client_of(worker)
    client.post(of("contact_start"), {"immediate_danger": "no"})
    draft = Draft.objects.latest("pk")
    born = {"birth_date_known": "exact", **day("birth_date", date(2018, 3, 2))}
    name = {"given_names": "Wren", "family_name": "Invented"}
    for step, answers in {
        "caller": {"source": "1D", "method": "telephone"},
        "find": name,
        "matches": {"new": "1"},
        "child-1": name | born,
        "children": {"another": "no"},
        "family": {},
        "concern": {"concern": "Hungry."},
        "consent": {"claimed_consent": "agreed"},
    }.items():
        client.post(of("contact_step", draft.pk, step), answers)
    return Act(by=worker, page=of("contact_step", draft.pk, "check"), rows=Contact.objects.all())


def begin_contact() -> Act:
    return Act(
        by=workers.call_handler(),
        page=of("contact_start"),
        answers={"immediate_danger": "no"},
        rows=Draft.objects.all(),
    )


def triage() -> Act:
    contact = an_hour_ago(triaged=False)
    answers = {"version": contact.version, "rag": "green", "rag_reason": "Nobody is in danger."}
    rows = Contact.objects.filter(triaged_at__isnull=False)
    return Act(by=at_the_desk(), page=of("contact_triage", contact.pk), answers=answers, rows=rows)


def take() -> Act:
    contact = an_hour_ago(triaged=False)
    rows = Contact.objects.filter(taken_by__isnull=False)
    return Act(by=at_the_desk(), page=of("contact", contact.pk), to=of("contact_take", contact.pk), rows=rows)


def amend_contact() -> Act:
    contact = an_hour_ago()
    answers = {"version": contact.version, "concern": "What the teacher saw.", "claimed_consent": "told"}
    rows = Contact.objects.filter(concern="What the teacher saw.")
    return Act(by=at_the_desk(), page=of("contact_edit", contact.pk), answers=answers, rows=rows)


def correct_received() -> Act:
    contact = an_hour_ago()
    answers = {
        "version": contact.version,
        "reason": REASON,
        **moment("received_at", contact.received_at - timedelta(days=1)),
    }
    return Act(
        by=manager_at_the_desk(),
        page=of("contact_correct_received", contact.pk),
        answers=answers,
        rows=ReceivedCorrection.objects.all(),
    )


def give_back() -> Act:
    contact = an_hour_ago()
    answers = {"reason": "source", "missing": "Where does the child live now, and who saw the marks?", "how": "call"}
    return Act(
        by=manager_at_the_desk(),
        page=f"{of('contact_return', contact.pk)}?reason=source",
        answers=answers,
        rows=ContactReturn.objects.all(),
    )


def take_on() -> Act:
    row = hand_over.HandOverFactory(contact=an_hour_ago())
    return Act(
        by=manager_at_the_desk(),
        page=f"{of('hand_over')}?waiting=on",
        to=of("hand_over_take", row.contact_id),
        rows=HandOver.objects.filter(taken_at__isnull=False),
    )


def log_advice() -> Act:
    answers = {
        "caller": "family",
        "question": "A pupil is often tired and hungry. Should the school refer?",
        "advice": "Talk with the parent first and offer a place at breakfast club.",
        "next_step": "early_help",
    }
    by = workers.call_handler()
    return Act(by=by, page=of("advice_log"), answers=answers, rows=AdviceCall.objects.all())


def record_consent() -> Act:
    contact = an_hour_ago()
    tie = people.RelationshipFactory(child=consent.only_child(contact))
    answers = {
        "children": [tie.child_id],
        "kind": "B",
        "status": "GIVEN",
        "given_by": tie.adult_id,
        "words": "She agreed on the telephone.",
        **moment("happened_at", timezone.now() - A_MOMENT),
    }
    return Act(
        by=at_the_desk(), page=of("consent_record", contact.pk), answers=answers, rows=ConsentEvent.objects.all()
    )


def ask_for_override() -> Act:
    contact, worker = an_hour_ago(), at_the_desk()
    answers = {
        "children": [consent.only_child(contact).pk],
        "agencies": [people.AgencyFactory().pk],
        "questions": "What has the school seen of him this month?",
        "asked": "not_asked",
        "reason_codes": ["O1"],
        "evidence_O1": "The stepfather would strike the child.",
        "facts": "The neighbour saw the stepfather strike the child twice on Sunday.",
        "harm_if_sought": "The child would be beaten for telling.",
        "harm_if_not_shared": "Nobody would see the next injury.",
        "overriding_concern": "yes",
        "harm": "PHY",
        "immediate": "yes",
        "less_intrusive": "Waiting for the mother was considered.",
        "legal_basis": "sch1",
    }
    stop, asking = of("override_request", contact.pk), client_of(worker)
    asking.get(stop)
    asking.post(of("override_form", contact.pk), answers)
    page = of("override_check", contact.pk)
    return Act(by=worker, seen_before=stop, page=page, rows=ConsentOverride.objects.all())


def decide_override() -> Act:
    row = consent.OverrideFactory()
    return Act(
        by=workers.consent_decider(),
        page=of("override", row.pk),
        answers={"decision": "approved", "reason": "The facts show a risk of harm."},
        rows=ConsentOverride.objects.filter(decided_at__isnull=False),
    )


def tell_family() -> Act:
    row = FamilyTelling.objects.with_version().get(override=after_override.approved())
    answers = {
        f"later-{name}": value for name, value in day("review_on", timezone.localdate() + timedelta(days=7)).items()
    }
    answers |= {"later-reason": REASON, "later-version": row.version, "put_off": "yes"}
    return Act(
        by=manager_at_the_desk(),
        page=of("family_telling", row.pk),
        answers=answers,
        rows=FamilyTelling.objects.filter(put_off_on__isnull=False),
    )


def put_right() -> Act:
    row = after_override.RemedyFactory(owner=at_the_desk())
    return Act(
        by=row.owner,
        page=of("override_remedy", row.pk),
        answers={"words": "The team read the case together and agreed what to do differently."},
        rows=OverrideRemedy.objects.filter(done_on__isnull=False),
    )


def ask_agency() -> Act:
    event = consent.ConsentEventFactory()
    answers = {
        "kind": "information",
        "children": [event.child_id],
        "agencies": [people.AgencyFactory().pk],
        "question_1": "What have you seen of him?",
    }
    return Act(
        by=at_the_desk(),
        page=of("check_request", event.contact_id),
        answers=answers,
        rows=AgencyRequest.objects.all(),
    )


def record_reply() -> Act:
    request = consent.asked()
    now = timezone.now() - A_MOMENT
    answers = {
        "rows": "3",
        "answered_by": "Invented Head",
        "fact_1_words": "Seen daily, often tired.",
        "fact_1_source": "The class teacher",
        **day("fact_1_on", timezone.localtime(now).date()),
        **moment("received_at", now),
    }
    return Act(
        by=workers.call_handler(),
        page=of("check_reply", request.pk),
        answers=answers,
        rows=CheckReply.objects.all(),
    )


def decide_contact() -> Act:
    contact = an_hour_ago()
    child = consent.only_child(contact).pk
    answers = {
        "version": contact.version,
        **typed(),
        f"level_{child}": ThresholdLevel.objects.get(code="2").pk,
        f"outcome_{child}": "EHO",
        f"help_service_{child}": "Family hub, Ashdale",
        f"help_accepted_{child}": "yes",
        f"reason_{child}": "The family agrees to early help.",
    }
    return Act(
        by=manager_at_the_desk(),
        page=of("contact_decide", contact.pk),
        answers=answers,
        rows=Decision.objects.all(),
    )


def tell_referrer() -> Act:
    owed = feedback.FeedbackFactory(contact=an_hour_ago())
    return Act(
        by=workers.call_handler(),
        page=of("contact_feedback", owed.contact_id),
        answers={"words": "Told the head teacher by telephone.", "how": "call"},
        rows=ReferrerFeedback.objects.filter(told_at__isnull=False),
    )


def _case(**given: Any) -> Any:
    today = timezone.localdate()
    return cases.ReferralFactory(received_on=today - timedelta(days=3), **given)


def allocate() -> Act:
    case = cases.agreed(_case())
    worker = workers.social_worker(team=case.team)
    return Act(
        by=workers.practice_manager(team=case.team),
        page=of("allocate", case.pk),
        answers={"version": 0, "worker": worker.pk, "rationale": "Has the least to do this week."},
        rows=Allocation.objects.all(),
    )


def start_assessment() -> Act:
    case = cases.agreed(_case(allocated_on=timezone.localdate() - timedelta(days=2)))
    lead = cases.AllocationFactory(referral=case)
    return Act(by=lead.worker, page=of("assessment_start", case.pk), rows=Assessment.objects.all())


def _assessment(**given: Any) -> Any:
    received = timezone.localdate() - timedelta(days=30)
    return cases.AssessmentFactory(received_on=received, due_on=received + timedelta(days=63), **given)


def submit_assessment() -> Act:
    row = _assessment(written=True)
    answers = {
        "version": row.version,
        "submit": "yes",
        "child_seen_alone": "yes",
        "child_views": row.child_views,
        "analysis": row.analysis,
        "outcome": row.outcome,
        **day("child_seen_on", row.child_seen_on),
    }
    return Act(
        by=workers.social_worker(team=row.referral.team),
        page=of("assessment", row.pk),
        answers=answers,
        rows=Assessment.objects.filter(submitted_on__isnull=False),
    )


def _decide_assessment(rows: Any, **answers: Any) -> Act:
    row = _assessment(submitted=True)
    return Act(
        by=workers.practice_manager(team=row.referral.team),
        page=of("assessment", row.pk),
        to=of("assessment_decide", row.pk),
        answers={"version": row.version, **answers},
        rows=rows,
    )


def authorise_assessment() -> Act:
    return _decide_assessment(Assessment.objects.filter(authorised_on__isnull=False), decision="authorise")


def send_assessment_back() -> Act:
    return _decide_assessment(AssessmentReturn.objects.all(), decision="send_back", reason=REASON)


def complete_assessment() -> Act:
    row = _assessment(authorised=True)
    return Act(
        by=row.submitted_by,
        page=of("assessment", row.pk),
        to=of("assessment_share", row.pk),
        answers={"version": row.version, **day("shared_on", timezone.localdate())},
        rows=Assessment.objects.filter(finished_on__isnull=False),
    )


def propose_role() -> Act:
    worker = workers.WorkerFactory()
    answers = {"role": "social_worker", "reason": REASON, **day("starts_on", timezone.localdate())}
    return Act(
        by=workers.administrator(),
        page=of("admin_role_new", worker.pk),
        answers=answers,
        rows=RoleGrant.objects.filter(worker=worker),
    )


def approve_role() -> Act:
    grant = workers.GrantFactory(approved_by=None, approved_at=None)
    return Act(
        by=workers.administrator(),
        page=of("admin_role", grant.pk),
        answers={"decision": "approve"},
        rows=RoleGrant.objects.filter(pk=grant.pk, approved_at__isnull=False),
    )


def add_agency() -> Act:
    answers = {"name": "Only one", "source_code": "2A", "sector": "education"}
    return Act(
        by=workers.administrator(), page=of("admin_agency_new"), answers=answers, rows=Agency.objects.filter(**answers)
    )


def _two_records(worker: Any) -> tuple[Any, Any]:
    pair = identity.pair()
    for child in pair:
        contacts.ContactFactory(children=[child], recorded_by=worker)
    return pair


def propose_merge() -> Act:
    worker = workers.social_worker()
    one, other = _two_records(worker)
    return Act(
        by=worker,
        page=of("person_pair", one.pk, other.pk),
        answers={"what": "same", "reason": REASON, "keep": one.pk},
        rows=PersonMerge.objects.all(),
    )


def say_different() -> Act:
    worker = workers.social_worker()
    one, other = _two_records(worker)
    return Act(
        by=worker,
        page=of("person_pair", one.pk, other.pk),
        answers={"what": "different", "reason": REASON},
        rows=IdentityLink.objects.all(),
    )


def decide_merge() -> Act:
    row = identity.proposal()
    return Act(
        by=workers.service_manager(),
        page=of("merge", row.pk),
        answers={"decision": "approved", "reason": REASON},
        rows=PersonMerge.objects.filter(decided_at__isnull=False),
    )


def record_birth() -> Act:
    worker, expected = workers.social_worker(), timezone.localdate() - timedelta(days=3)
    child = people.ChildFactory(unborn=True, expected_birth_date=expected)
    contacts.ContactFactory(children=[child], recorded_by=worker)
    answers = {"sex": "F", "given_names": "Wren", "told_by": "The midwife", "how_many": "1"}
    return Act(
        by=worker,
        page=of("person_birth", child.pk),
        answers=answers | day("birth_date", expected),
        rows=Birth.objects.all(),
    )


def add_adult() -> Act:
    """Looks for people like the adult before it acts."""
    lead = cases.AllocationFactory(referral=_case())
    answers = {
        "given_names": "Fred",
        "family_name": "Example",
        "kind": "father",
        "parental_responsibility": "not_known",
    }
    return Act(by=lead.worker, page=of("family_adult", lead.child_id), answers=answers, rows=lead.child.adults.all())


def end_adult() -> Act:
    lead = cases.AllocationFactory(referral=_case())
    tie = people.RelationshipFactory(child=lead.child, kind="foster_carer", parental_responsibility="no")
    ended = day("ended_on", timezone.localdate())
    answers = {"version": tie.version, "kind": tie.kind, "parental_responsibility": "no"} | ended
    rows = lead.child.adults.filter(ended_on__isnull=False)
    return Act(by=lead.worker, page=of("family_adult_change", lead.child_id, tie.pk), answers=answers, rows=rows)


def look_back() -> Act:
    item = look_backs.LookBackItemFactory()
    return Act(
        by=workers.auditor(),
        page=of("look_back_contact", item.look_back_id, item.contact_id),
        answers={"finding": "sound", "found": look_backs.FOUND},
        rows=LookBackItem.objects.exclude(finding=""),
    )


def ask_for_list() -> Act:
    contacts.ContactFactory(children=[people.ChildFactory() for _ in range(51)])
    return Act(
        by=manager_at_the_desk(),
        page="/contacts/?format=csv",
        answers={"purpose": "For the talk on Friday.", "ask": "1"},
        rows=Export.objects.all(),
    )


def decide_list() -> Act:
    answers = {"decision": "approved", "reason": REASON}
    rows = Export.objects.filter(decided_at__isnull=False)
    return Act(by=workers.senior_leader(), page=of("export", ExportFactory().pk), answers=answers, rows=rows)


def versions_of(rows: QuerySet[Any]) -> list[tuple[int, int]]:
    """Each row with its version, where it has one: an act done twice would go up by two."""
    model: type[Model] = rows.model
    names = {column.name for column in model._meta.get_fields()}
    return list(rows.order_by("pk").values_list("pk", "version" if "version" in names else "pk"))


ACTS: dict[str, Callable[[], Act]] = {
    make.__name__: make
    for make in (
        record_contact,
        begin_contact,
        triage,
        take,
        amend_contact,
        correct_received,
        give_back,
        take_on,
        log_advice,
        record_consent,
        ask_for_override,
        decide_override,
        tell_family,
        put_right,
        ask_agency,
        record_reply,
        decide_contact,
        tell_referrer,
        allocate,
        start_assessment,
        submit_assessment,
        authorise_assessment,
        send_assessment_back,
        complete_assessment,
        propose_role,
        approve_role,
        add_agency,
        propose_merge,
        say_different,
        decide_merge,
        record_birth,
        add_adult,
        end_adult,
        look_back,
        ask_for_list,
        decide_list,
    )
}
