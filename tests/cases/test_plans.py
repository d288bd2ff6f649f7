"""A child's plan from a manager's decision to a version, and what the rules refuse on the way."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from cases import plans, smart, smart_plans
from cases.actions import plan_content as content
from cases.actions import plans as acts
from cases.actions.plan_content import ActionWritten
from cases.models import Plan, PlanAction, PlanDecision, PlanNeed, SeenDue
from cases.models.plan_rules import NOT_PROPOSED, OWN_PLAN, PAST_DAY, PAST_REVIEW, PLAN_HAS_ENDED
from frontdoor.core import acting as hands
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.versions import Stale
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.assessments import FamilyFactory, NeedFactory
from tests.factories.cases import AllocationFactory, PlanFactory, ReferralFactory
from tests.factories.people import AgencyFactory, RelationshipFactory
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> Any:
    return timezone.localdate()


@pytest.fixture
def action() -> PlanAction:
    return made.written()


@pytest.fixture
def worker(action) -> Any:
    return made.document_of(action).started_by


@pytest.fixture
def manager(action) -> Any:
    """Manages the team that holds the case."""
    return workers.practice_manager(team=action.outcome.need.part.plan.referral.team)


def typed(today: Any, **changes: Any) -> ActionWritten:
    given = {
        "what": made.WHAT,
        "owner_kind": "agency",
        "owner": None,
        "owner_name": "Owen Example",
        "owner_role": "Family support worker",
        "agency": None,
        "due_on": today + timedelta(days=7),
        **made.MEASURED,
    }
    return ActionWritten(**given | changes)


def why_not(act: Any) -> tuple[str, str]:
    """The field that is wrong and what is said of it."""
    with pytest.raises(NotPossible) as refused:
        act()
    return refused.value.field, refused.value.reason


def add(action: PlanAction, worker: Any, today: Any, **changes: Any) -> Any:
    return content.add_action(
        by=worker, now=timezone.now(), on=today, outcome_id=action.outcome_id, written=typed(today, **changes)
    )


def test_a_manager_starts_a_plan_for_brothers_and_sisters_and_both_clocks_run(today):
    one, two = ReferralFactory(received_on=today), ReferralFactory(received_on=today)
    manager = workers.service_manager()
    document = acts.start(by=manager, now=timezone.now(), referral_ids=[one.pk, two.pk], reason=made.REASON)
    assert [part.child_id for part in document.parts.order_by("pk")] == [one.child_id, two.child_id]
    assert list(Plan.objects.values_list("kind", "started_on").distinct()) == [("cin", today)]
    assert PlanDecision.objects.filter(decided_by=manager, step="start").count() == 2
    review = document.reviews.get()
    assert (review.code, review.counted_from, review.due_on) == ("T20", today, today + timedelta(days=42))
    assert SeenDue.objects.filter(code="T18", counted_from=today).count() == 2


def test_S6_what_the_assessment_graded_high_is_a_need_of_the_plan(today):
    referral = ReferralFactory(received_on=today)
    earlier, latest = FamilyFactory(authorised=True), FamilyFactory(authorised=True)
    for family, words in (
        (earlier, "He was often left alone at night."),
        (latest, "He has nobody who reads with him."),
    ):
        NeedFactory(family=family, child=referral.child, dimension="health", grade="high", text=words)
    NeedFactory(family=latest, child=referral.child, dimension="education", grade="some", text="He is often late now.")
    document = acts.start(
        by=workers.service_manager(), now=timezone.now(), referral_ids=[referral.pk], reason=made.REASON
    )
    (need,) = PlanNeed.objects.high().filter(part__document=document)
    assert need.words == "Health: He has nobody who reads with him."
    assert need.source == "assessment"


def test_a_child_under_a_plan_starts_no_other_and_a_worker_starts_none(action, today, worker, manager):
    referral = action.outcome.need.part.plan.referral
    act = lambda by: acts.start(by=by, now=timezone.now(), referral_ids=[referral.pk], reason=made.REASON)  # noqa: E731
    assert why_not(lambda: act(manager)) == ("children", acts.HAS_A_PLAN)
    with pytest.raises(Refused):
        act(worker)
    with pytest.raises(Refused):
        act(workers.practice_manager())
    assert (
        why_not(lambda: acts.start(by=manager, now=timezone.now(), referral_ids=[], reason=made.REASON))[1]
        == acts.NOBODY
    )


def test_a_protection_plan_is_written_over_its_periods_and_reviewed_by_the_core_group(today):
    lead = AllocationFactory(referral__received_on=today)
    period = PlanFactory(referral=lead.referral, protection=True, started_on=today)
    document = acts.begin(by=lead.worker, now=timezone.now(), period_ids=[period.pk])
    review = document.reviews.get()
    assert (document.kind, review.code, review.due_on) == ("cp", "T14", today + timedelta(days=28))
    again = lambda: acts.begin(by=lead.worker, now=timezone.now(), period_ids=[period.pk])  # noqa: E731
    assert why_not(again) == ("children", acts.ONE_DOCUMENT)
    other = PlanFactory(referral=ReferralFactory(received_on=today), started_on=today)
    with pytest.raises(Refused):
        acts.begin(by=lead.worker, now=timezone.now(), period_ids=[other.pk])


def test_L50_an_action_without_an_outcome_for_a_child_is_refused(action, worker):
    """By the model, and by SQL past it (S4)."""
    row = PlanAction.objects.get(pk=action.pk)
    row.pk, row._state.adding, row.outcome_id = None, True, None
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert refused.value.message_dict["outcome"] == [smart_plans.FOR_A_CHILD]
    with pytest.raises(IntegrityError), hands.acting_as(worker), transaction.atomic():
        insert_raw(row)


@pytest.mark.parametrize("words", ["Ensure the child is safe and well", says(19)])
def test_L50_an_outcome_that_says_no_difference_for_the_child_is_refused(action, worker, words):
    need = action.outcome.need
    act = lambda: content.add_outcome(by=worker, now=timezone.now(), need_id=need.pk, words=words, scale_at_start=2)  # noqa: E731
    assert why_not(act) == ("words", smart_plans.WHAT_IS_DIFFERENT)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"what": "Monitor and support the family as needed"}, ("what", smart.NOTHING_BUT_VAGUE)),
        ({"what": "Visit the home and see every bedroom ASAP"}, ("what", smart_plans.NO_DAY)),
        ({"owner_name": "The school"}, ("owner_name", smart.NO_NAME)),
        ({"owner_name": "Sunita"}, ("owner_name", smart.ONE_NAME)),
        ({"owner_role": "x "}, ("owner_role", smart.NO_ROLE)),
        ({"due_on": None}, ("due_on", smart_plans.NO_DAY)),
        ({"measure": "Ask"}, ("measure", smart_plans.HOW_KNOWN)),
        ({"baseline": ""}, ("baseline", smart_plans.WHERE_IT_STANDS)),
        ({"target": ""}, ("target", smart_plans.WHAT_SIGN)),
        ({"checked_by": "Everybody"}, ("checked_by", smart_plans.WHO_CHECKS)),
    ],
)
def test_L51_an_action_says_what_by_whom_by_when_and_how_we_will_know(action, worker, today, changed, said):
    assert why_not(lambda: add(action, worker, today, **changed)) == said


def test_L51_an_agency_is_no_person(action, worker, today):
    name = AgencyFactory(name="Example Academy").name
    assert why_not(lambda: add(action, worker, today, owner_name=f" {name.lower()} ")) == ("owner_name", smart.NO_NAME)


def test_L51_one_name_is_enough_for_somebody_of_the_record(action, worker, today):
    child = action.outcome.need.part.child
    grandmother = RelationshipFactory(child=child, adult__given_names="\u674e", kind="grandparent").adult
    neighbour = RelationshipFactory(child=child, adult__family_name="Zoë", kind="other").adult
    for name in (grandmother.given_names, neighbour.family_name):
        assert add(action, worker, today, owner_name=name).owner_name == name


@pytest.mark.parametrize(("days", "sentence"), [(-1, PAST_DAY), (0, ""), (42, ""), (43, PAST_REVIEW)])
def test_L51_the_day_lies_between_today_and_the_next_review(action, worker, today, days, sentence):
    act = lambda: add(action, worker, today, due_on=today + timedelta(days=days))  # noqa: E731
    if sentence:
        assert why_not(act) == ("due_on", sentence)
    else:
        assert act().due_on == today + timedelta(days=days)


@pytest.mark.parametrize(("days", "sentence"), [(0, ""), (42, ""), (43, PAST_REVIEW)])
def test_S3_while_a_review_is_late_its_length_from_today_bounds_the_day(today, days, sentence):
    late = {"counted_from": today - timedelta(days=60), "due_on": today - timedelta(days=18)}
    action = made.written(document={"review": late})
    due_on = today + timedelta(days=days)
    act = lambda: add(action, made.document_of(action).started_by, today, due_on=due_on)  # noqa: E731
    if sentence:
        assert why_not(act) == ("due_on", sentence)
        action.due_on = due_on
        with pytest.raises(DatabaseError, match="plan_action_due_by_the_review"), transaction.atomic():
            update_raw(action, due_on=due_on, version=action.version + 1)
    else:
        assert act().due_on == due_on


def test_what_the_rules_only_warn_of_is_agreed_all_the_same(action, worker, today):
    written = typed(today, what="The worker takes Wren to the club on Monday")
    found = content.findings(written, document=made.document_of(action), on=today)
    assert [(name, finding.blocks) for name, finding in found] == [("what", False)]
    assert add(action, worker, today, what=written.what).what == written.what


def test_a_manager_who_did_not_write_it_authorises_a_plan_and_it_is_kept(action, worker, manager, today):
    document = acts.propose(by=worker, now=timezone.now(), on=today, plan_id=made.document_of(action).pk)
    act = lambda by: acts.authorise(  # noqa: E731
        by=by, now=timezone.now(), on=today, plan_id=document.pk, version=document.version
    )
    with pytest.raises(Refused):
        act(worker)
    kept = act(manager)
    document.refresh_from_db()
    assert (kept.number, document.authorised_by, document.proposed_at) == (1, manager, None)
    (child,) = kept.content["children"]
    assert child["needs"][0]["outcomes"][0]["actions"][0]["what"] == made.WHAT
    assert not plans.changed_since_authorised(document)
    content.finish(by=worker, on=today, action_id=action.pk, result="done", evidence="The register shows it.")
    assert not plans.changed_since_authorised(document)
    content.add_need(
        by=worker, now=timezone.now(), part_id=action.outcome.need.part_id, words=made.NEED, grade="low", source="visit"
    )
    assert plans.changed_since_authorised(document)


def test_the_author_of_a_line_does_not_authorise_it(action, worker, manager, today):
    content.add_need(
        by=manager,
        now=timezone.now(),
        part_id=action.outcome.need.part_id,
        words=made.NEED,
        grade="low",
        source="visit",
    )
    document = acts.propose(by=worker, now=timezone.now(), on=today, plan_id=made.document_of(action).pk)
    act = lambda: acts.authorise(  # noqa: E731
        by=manager, now=timezone.now(), on=today, plan_id=document.pk, version=document.version
    )
    assert why_not(act)[1] == OWN_PLAN


def test_what_a_manager_has_not_read_is_not_authorised(action, worker, manager, today):
    document = acts.propose(by=worker, now=timezone.now(), on=today, plan_id=made.document_of(action).pk)
    read = document.version
    add(action, worker, today)
    with pytest.raises(Stale):
        acts.authorise(by=manager, now=timezone.now(), on=today, plan_id=document.pk, version=read)
    document.refresh_from_db()
    act = lambda: acts.authorise(  # noqa: E731
        by=manager, now=timezone.now(), on=today, plan_id=document.pk, version=document.version
    )
    assert why_not(act)[1] == NOT_PROPOSED


def test_S6_S8_what_a_plan_lacks_is_named_before_anybody_is_asked(worker, today):
    action = made.written(with_contingency=False)
    document = made.document_of(action)
    worker = document.started_by
    need = made.NeedFactory(part=action.outcome.need.part, words="A bed of her own")
    said = why_not(lambda: acts.propose(by=worker, now=timezone.now(), on=today, plan_id=document.pk))[1]
    name = action.outcome.need.part.child.full_name
    assert said == f"{smart_plans.HIGH_NEED_UNMET} {name}: {need.words} {smart_plans.CONTINGENCY}"
    assert list(PlanNeed.objects.high().filter(part__document=document)) == [action.outcome.need, need]


def test_L52_a_plan_for_parents_alone_warns_and_is_authorised_all_the_same(today):
    action = made.written(owner_kind="parent", owner_name="Ann Invented", owner_role="Mother")
    document = made.document_of(action)
    read = plans.read(document)
    assert (read.share_for_parents, plans.lacking(read, on=today).warns) == (1, [smart_plans.ONLY_PARENTS])
    worker = document.started_by
    document = acts.propose(by=worker, now=timezone.now(), on=today, plan_id=document.pk)
    assert acts.authorise(
        by=workers.service_manager(), now=timezone.now(), on=today, plan_id=document.pk, version=document.version
    )


def test_a_plan_is_sent_back_with_what_has_to_be_changed(action, worker, manager, today):
    document = acts.propose(by=worker, now=timezone.now(), on=today, plan_id=made.document_of(action).pk)
    act = lambda reason: acts.send_back(  # noqa: E731
        by=manager, now=timezone.now(), plan_id=document.pk, version=document.version, reason=reason
    )
    assert why_not(lambda: act(says(19)))[0] == "reason"
    act("Say what the school does for her as well.")
    document.refresh_from_db()
    assert (document.proposed_at, document.sent_back_by) == (None, manager)


def test_two_change_the_same_action_and_the_second_is_told(action, worker, manager, today):
    act = lambda by, what: content.change_action(  # noqa: E731
        by=by,
        now=timezone.now(),
        on=today,
        action_id=action.pk,
        version=action.version,
        written=replace(typed(today), what=what),
    )
    act(worker, "Ring the club and ask for a place on Monday")
    with pytest.raises(Stale) as stale:
        act(manager, "Write to the club and ask for a place on Monday")
    assert stale.value.current.what == "Ring the club and ask for a place on Monday"


def test_a_need_is_not_taken_out_while_an_action_for_it_is_to_be_done(action, worker, today):
    need = action.outcome.need
    act = lambda reason: content.take_out(  # noqa: E731
        by=worker, now=timezone.now(), row=need, version=need.version, reason=reason
    )
    assert why_not(lambda: act("It was met by the family."))[1] == content.STILL_TO_DO
    content.finish(by=worker, on=today, action_id=action.pk, result="not_needed", evidence="Nan does it herself.")
    assert why_not(lambda: act(says(9)))[0] == "reason"
    act("It was met by the family.")
    assert not PlanNeed.objects.high().filter(part__document=made.document_of(action)).exists()


def test_whoever_is_to_do_it_says_that_it_is_done_and_a_stranger_does_not(today):
    owner = workers.social_worker()
    action = made.written(owner_kind="worker", owner=owner, owner_name=owner.get_full_name(), owner_role="Worker")
    done = {"on": today, "action_id": action.pk, "result": "done", "evidence": "The register shows it."}
    with pytest.raises(Refused):
        content.finish(by=workers.social_worker(), **done)
    with pytest.raises(Refused):
        content.finish(by=owner, **done | {"result": "not_needed"})
    assert content.finish(by=owner, **done).finished_by == owner


def test_a_plan_that_ended_is_written_no_more_and_its_actions_are_nobodys(action, worker, manager, today):
    document = made.document_of(action)
    part = document.parts.get()
    assert PlanAction.objects.open().count() == 1
    acts.end(by=manager, on=today, plan_id=document.pk, part_ids=[part.pk], reason="All that was wanted has come true.")
    assert PlanDecision.objects.get(step="end").decided_by == manager
    part.plan.refresh_from_db()
    assert part.plan.ended_on == today
    assert not PlanAction.objects.open().exists()
    assert why_not(lambda: add(action, worker, today))[1] == PLAN_HAS_ENDED
    with pytest.raises(DatabaseError, match=PLAN_HAS_ENDED), hands.acting_as(worker), transaction.atomic():
        insert_raw(PlanNeed(**{name: getattr(action.outcome.need, name) for name in NEED}))


NEED = ("part", "words", "grade", "source", "source_words", "written_at", "written_by", "version", "left_out_reason")


def test_a_protection_plan_ends_at_its_conference(today):
    lead = AllocationFactory(referral__received_on=today)
    period = PlanFactory(referral=lead.referral, protection=True, started_on=today)
    document = acts.begin(by=lead.worker, now=timezone.now(), period_ids=[period.pk])
    act = lambda: acts.end(  # noqa: E731
        by=workers.service_manager(),
        on=today,
        plan_id=document.pk,
        part_ids=[document.parts.get().pk],
        reason=says(20),
    )
    assert why_not(act)[1] == acts.NOT_IN_NEED
