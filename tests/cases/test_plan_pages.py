"""The pages of a plan, for its worker, a colleague and a stranger; nothing typed there is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import plan_lists, smart, smart_plans
from cases.models import PlanAction, PlanCopy, PlanDocument, PlanReview
from cases.models.plan_content import DRIFT
from cases.models.plan_reviews import UPDATE_WHOLE
from cases.models.plan_rules import OWN_PLAN
from frontdoor.core import drafts, my_work
from frontdoor.core.acting import acting_as
from frontdoor.core.ledger import LedgerEvent
from tests.exporting import saved
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.cases import AllocationFactory, PlanFactory, ReferralFactory

pytestmark = pytest.mark.django_db

UNPROCESSABLE = 422


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def day(name: str, on: Any) -> dict[str, Any]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "what": made.WHAT,
        "owner_kind": "agency",
        "agency_name": "Owen Example",
        "agency_role": "Family support worker",
        **day("due_on", timezone.localdate() + timedelta(days=7)),
        **made.MEASURED,
    } | changes


@pytest.fixture
def action() -> PlanAction:
    return made.written()


@pytest.fixture
def document(action) -> PlanDocument:
    return made.document_of(action)


@pytest.fixture
def worker(document) -> Client:
    return client_of(document.started_by)


@pytest.fixture
def manager(action) -> Any:
    return workers.practice_manager(team=action.outcome.need.part.plan.referral.team)


def test_a_plan_is_started_written_and_authorised_on_its_pages():
    today = timezone.localdate()
    lead = AllocationFactory(referral__received_on=today)
    manager = client_of(workers.practice_manager(team=lead.referral.team))
    other = client_of(workers.practice_manager(team=lead.referral.team))
    record = reverse("person", args=[lead.child_id])
    assert "Start a child in need plan" in manager.get(record).text
    started = manager.post(
        reverse("plan_start", args=[lead.referral_id]), {"children": [lead.referral_id], "reason": made.REASON}
    )
    plan = started.url
    assert "Nothing is written for this child yet" in manager.get(plan).text
    document = PlanDocument.objects.get()
    worker, pk = client_of(lead.worker), [document.pk]
    part = document.parts.get()
    need = {"words": made.NEED, "grade": "high", "source": "visit"}
    assert worker.post(reverse("plan_need_new", args=[part.pk]), need).url == plan
    outcome = {"words": made.DIFFERENT, "scale_at_start": "2"}
    assert worker.post(reverse("plan_outcome_new", args=[part.needs.get().pk]), outcome).url == plan
    new = reverse("plan_action_new", args=[part.needs.get().outcomes.get().pk])
    assert worker.post(new, typed()).url == plan
    refused = worker.post(reverse("plan_propose", args=pk))
    assert (refused.status_code, smart_plans.CONTINGENCY in refused.text) == (UNPROCESSABLE, True)
    given = {"contingency": made.CONTINGENCY, **day("contingency_due_on", today + timedelta(days=20))}
    document.refresh_from_db()
    assert worker.post(reverse("plan_contingency", args=pk), given | {"version": document.version}).url == plan
    assert worker.post(reverse("plan_propose", args=pk)).url == plan
    document.refresh_from_db()
    decide = reverse("plan_decide", args=pk)
    assert OWN_PLAN not in other.get(decide).text
    assert other.post(decide, {"decision": "authorise", "version": document.version}).url == plan
    shown = worker.get(plan).text
    for words in ("Authorised", made.NEED, made.DIFFERENT, made.WHAT, "Version 1", "0 per cent of 1", "2 at the start"):
        assert words in shown
    assert f"{document.get_kind_display()} {document.reference}" in worker.get(record).text


def test_a_protection_plan_is_written_from_the_record():
    lead = AllocationFactory(referral__received_on=timezone.localdate())
    period = PlanFactory(referral=lead.referral, protection=True, started_on=timezone.localdate())
    worker, begin = client_of(lead.worker), reverse("plan_begin", args=[lead.referral_id])
    assert begin in worker.get(reverse("person", args=[lead.child_id])).text
    assert worker.post(begin, {"children": []}).status_code == UNPROCESSABLE
    assert worker.post(begin, {"children": [period.pk]}).status_code == 302
    assert "There is nothing to begin here" in worker.get(begin).text


def test_a_colleague_of_another_team_finds_no_plan_and_an_auditor_reads_it(document, action, worker):
    page, change = reverse("plan", args=[document.pk]), reverse("plan_action", args=[action.pk])
    stranger, auditor = client_of(workers.social_worker()), client_of(workers.auditor())
    assert (stranger.get(page).status_code, stranger.get(change).status_code) == (404, 404)
    assert (auditor.get(page).status_code, auditor.get(change).status_code) == (200, 403)
    assert "Add an action" not in auditor.get(page).text
    assert worker.get(change).status_code == 200
    seen = LedgerEvent.objects.filter(verb="consult", subject="cases_plandocument", actor_id=document.started_by_id)
    assert seen.filter(person_ids=[action.outcome.need.part.child_id]).exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"what": "Monitor the family as needed"}, smart.NOTHING_BUT_VAGUE),
        ({"agency_name": "The school"}, smart.NO_NAME),
        ({"owner_kind": "parent", "parent_name": "", "parent_role": "Mother"}, smart.NO_NAME),
        ({"due_on_day": "", "due_on_month": "", "due_on_year": ""}, smart_plans.NO_DAY),
        ({"checked_by": "Everybody"}, smart_plans.WHO_CHECKS),
        ({"baseline": "Bad"}, smart_plans.WHERE_IT_STANDS),
    ],
)
def test_L51_the_form_says_beside_the_question_what_is_missing(action, worker, changed, sentence):
    new = reverse("plan_action_new", args=[action.outcome_id])
    answer = worker.post(new, typed(**changed))
    assert answer.status_code == UNPROCESSABLE
    assert re.search(
        rf'govuk-error-message"[^>]*>[^<]*(<span[^>]*>Error:</span>)?\s*{re.escape(sentence)}', answer.text, re.DOTALL
    )
    assert made.MEASURED["target"] in answer.text
    both = worker.post(new, typed(**changed | {"measure": ""})).text
    assert sentence in both, "with something else missing it is said all the same"
    assert PlanAction.objects.count() == 1


def test_what_is_only_warned_of_is_shown_once_and_sent_again_agreed(action, worker):
    new = reverse("plan_action_new", args=[action.outcome_id])
    given = typed(what="The worker takes Wren to the club on Monday")
    first = worker.post(new, given)
    assert (first.status_code, smart.BEGIN_WITH_A_VERB in first.text) == (UNPROCESSABLE, True)
    assert worker.post(new, given | {"seen": "yes"}).status_code == 302
    assert PlanAction.objects.filter(what=given["what"]).exists()


@pytest.mark.parametrize("kind", ["worker", "child", "family", "parent"])
def test_an_action_is_anybodys_by_name(action, document, worker, kind):
    child = action.outcome.need.part.child
    named = {f"{kind}_name": "Nan Example", f"{kind}_role": "Grandmother", "owner": document.started_by_id}
    given = typed(owner_kind=kind, **named)
    assert worker.post(reverse("plan_action_new", args=[action.outcome_id]), given).status_code == 302
    row = PlanAction.objects.latest("pk")
    named = {"worker": document.started_by.get_full_name(), "child": child.full_name}
    assert (row.owner_name, row.is_for_a_parent) == (named.get(kind, "Nan Example"), kind == "parent")
    assert row.owner_id == (document.started_by_id if kind == "worker" else None)


def test_the_check_speaks_of_what_is_typed_and_keeps_nothing(action, document, worker):
    check = reverse("plan_check", args=[document.pk])
    ask = lambda given: worker.post(check, given).json()["said"]  # noqa: E731
    said = ask(typed(what="Support the family ASAP", baseline="", agency_name="All"))
    assert [(one["field"], one["blocks"]) for one in said] == [
        ("agency_name", True),
        ("what", True),
        ("what", False),
        ("what", False),
    ]
    assert ask({"what": "", "owner_kind": "child"}) == []
    assert ask({"words": "Mother will attend every Tuesday", "scale_at_start": ""}) == [
        {"field": "words", "blocks": False, "sentence": smart_plans.NOT_THE_ADULT}
    ]
    assert [one["field"] for one in ask({"contingency": "Meet."})] == ["contingency"]
    assert PlanAction.objects.count() == 1
    assert client_of(workers.social_worker()).post(check, typed()).status_code == 404
    assert f'data-check-url="{check}"' in worker.get(reverse("plan_action_new", args=[action.outcome_id])).text


def test_two_change_an_action_and_the_second_sees_both_texts(action, worker, manager):
    page, other = reverse("plan_action", args=[action.pk]), client_of(manager)
    theirs, mine = "Ring the club and ask for a place", "Write to the club and ask for a place"
    assert other.post(page, typed(version=action.version, what=theirs)).status_code == 302
    answer = worker.post(page, typed(version=action.version, what=mine))
    assert answer.status_code == UNPROCESSABLE
    assert theirs in answer.text
    assert mine in answer.text
    action.refresh_from_db()
    assert f'name="version" value="{action.version}"' in answer.text
    assert worker.post(page, typed(version=action.version, what=mine)).status_code == 302
    action.refresh_from_db()
    assert action.what == mine


def test_what_was_typed_comes_back_and_a_sent_draft_does_not(action, document, worker):
    new = reverse("plan_action_new", args=[action.outcome_id])
    kept = reverse("draft_save", args=["plan_action", action.outcome_id])
    assert worker.post(kept, typed(what="Book a pl")).status_code == 204
    assert "Book a pl" in worker.get(new).text
    assert new in worker.get(reverse("drafts")).text
    assert worker.post(new, typed()).status_code == 302
    assert not drafts.Draft.objects.of(document.started_by).exists()


def reviewed(action: PlanAction, **changes: Any) -> dict[str, Any]:
    part = action.outcome.need.part
    return {
        **day("held_on", timezone.localdate()),
        "attended": "Wren, Nan and the teacher",
        "words": made.WORDS,
        f"view_{part.pk}": made.VIEW,
        f"scale_{action.outcome_id}": "6",
        f"result_{action.pk}": "carried",
        f"words_{action.pk}": "There was no place at the club.",
        **day(f"new_due_on_{action.pk}", action.due_on + timedelta(days=7)),
    } | changes


def test_a_review_walks_every_action_and_says_which_one_is_missing(action, document, worker):
    page = reverse("plan_review", args=[document.pk])
    assert made.WHAT in worker.get(page).text
    answer = worker.post(page, reviewed(action, **{f"words_{action.pk}": "None"}))
    assert (answer.status_code, UPDATE_WHOLE in answer.text, made.VIEW in answer.text) == (UNPROCESSABLE, True, True)
    answer = worker.post(page, reviewed(action, **{f"result_{action.pk}": ""}))
    assert f"Select what became of: {made.WHAT[:60]}" in answer.text
    assert not PlanReview.objects.filter(held_on__isnull=False).exists()
    assert worker.post(page, reviewed(action)).status_code == 302
    held = PlanReview.objects.get(held_on__isnull=False)
    shown = worker.get(reverse("plan_review_held", args=[held.pk])).text
    assert made.VIEW in shown
    assert "Carried on to a new day" in shown
    assert "So far: 3, then 6" in worker.get(reverse("plan", args=[document.pk])).text


def test_the_family_gets_the_plan_on_paper_and_each_copy_is_on_record(action, document, worker):
    page, new = reverse("plan_copies", args=[document.pk]), reverse("plan_copy_new", args=[document.pk])
    assert "A plan is given to the family when" in worker.get(new).text
    part = action.outcome.need.part
    content = {"kind": "Child in need plan", "contingency": made.CONTINGENCY, "contingency_by": "2026-12-24"}
    child = {"part": part.pk, "name": part.child.full_name, "needs": []}
    version = made.VersionFactory(document=document, content=content | {"children": [child]})
    document.authorised_at, document.authorised_by = version.authorised_at, version.authorised_by
    with acting_as(version.authorised_by):
        document.save()
    given = {"who": "other", "given_to": "Nan Example", "kind": "family", "part": part.pk, "how": "handed"}
    assert worker.post(new, given).url == page
    row = PlanCopy.objects.get()
    answer = worker.get(reverse("plan_copy", args=[row.pk]))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert part.child.full_name not in answer["Content-Disposition"]
    told = LedgerEvent.objects.filter(verb="disclose", subject="cases_plandocument", person_ids=[part.child_id])
    assert told.count() == 2
    assert "Nan Example" in worker.get(page).text


def counted(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["plan_list", "plan_actions", "plan"])
def test_a_page_asks_as_much_for_one_row_as_for_twenty_five(action, document, worker, name):
    url = reverse(name, args=[document.pk] if name == "plan" else [])
    worker.get(url)
    first = counted(worker, url)
    part = action.outcome.need.part
    for _ in range(24):
        if name == "plan_list":
            made.PartFactory(plan__referral__team=part.plan.referral.team)
        else:
            made.ActionFactory(outcome__need__part=part)
    assert counted(worker, url) == first


def test_lists_narrow_sort_and_leave_as_a_file(action, document, worker):
    made.PartFactory(plan__referral=ReferralFactory(team=document.started_by.team))
    name = action.outcome.need.part.child.full_name
    plans = reverse("plan_list")
    assert name in worker.get(f"{plans}?whose=mine&sort=review").text
    assert name not in worker.get(f"{plans}?show=late").text
    assert name not in worker.get(f"{plans}?show=ended").text
    assert made.WHAT in worker.get(reverse("plan_actions")).text
    for url in (plans, reverse("plan_actions")):
        assert "govuk-error-message" not in worker.get(f"{url}?team=all").text
        answer = saved(worker, url, {"format": "csv"})
        assert answer["Content-Type"].startswith("text/csv")
        assert name in answer.text


def test_L27_L34_drift_and_what_is_late_stand_on_the_first_page_and_in_the_lists(manager):
    today = timezone.localdate()
    late = {"counted_from": today - timedelta(days=60), "due_on": today - timedelta(days=18)}
    action = made.written(document={"review": late}, referral=ReferralFactory(team=manager.team))
    document = made.document_of(action)
    made.UpdateFactory.create_batch(DRIFT, action=action)
    owned = made.PastActionFactory(
        outcome=action.outcome,
        owner=document.started_by,
        owner_kind="worker",
        started_on=today - timedelta(days=9),
        due_on=today - timedelta(days=2),
        what="Ring the school about the club",
    )
    document.proposed_at, document.proposed_by = timezone.now(), document.started_by
    with acting_as(document.started_by):
        document.save()
    of_worker = client_of(document.started_by).get(reverse("my_work")).text
    for words in ("My actions of plans that are late", "My actions that drift", "My plans whose review is late"):
        assert words in of_worker
    assert owned.what in of_worker
    of_manager = client_of(manager).get(reverse("my_work")).text
    for words in ("Plans to authorise", "Plans whose review is late", "Actions of plans that drift"):
        assert words in of_manager
    actions, plans = reverse("plan_actions"), reverse("plan_list")
    for url, what in (
        (f"{actions}?show=drift&team={manager.team_id}", action.what),
        (f"{actions}?show=overdue", owned.what),
        (f"{plans}?show=late&team={manager.team_id}", document.reference),
        (f"{plans}?show=authorise", document.reference),
        (f"{plans}?show=drift", document.reference),
    ):
        assert what in client_of(manager).get(url).text
    assert f"Carried on by {DRIFT} reviews" in client_of(manager).get(reverse("plan", args=[document.pk])).text


def test_a_case_that_waits_for_its_plan_to_end_leads_to_the_plan(action, document, manager):
    referral = action.outcome.need.part.plan.referral
    shown = client_of(manager).get(reverse("case_close", args=[referral.pk])).text
    assert f'href="{reverse("plan", args=[document.pk])}"' in shown


def test_L52_whoever_audits_is_prompted_by_an_authorised_plan_that_is_mostly_for_parents():
    parent = {"owner_kind": "parent", "owner_name": "Ann Invented", "owner_role": "Mother"}
    action = made.written(**parent)
    document, auditor = made.document_of(action), workers.auditor()
    asks = lambda worker: client_of(worker).get(reverse("plan", args=[document.pk])).context["audit_prompt"]  # noqa: E731
    listed = lambda: list(plan_lists.documents(auditor, on=timezone.localdate(), show=plan_lists.PARENTS))  # noqa: E731
    assert listed() == []  # nobody has authorised it yet
    made.authorised(document)
    assert listed() == [document]
    assert asks(auditor) == smart_plans.AUDIT_PROMPT.format(share=100)
    assert asks(workers.service_manager()) == ""
    block = {one.title: one for one in my_work.of(auditor, timezone.now())}["Plans to audit: mostly for parents alone"]
    assert (block.count, block.items[0].url) == (1, reverse("plan", args=[document.pk]))
    for number in range(3):
        made.PastActionFactory(outcome=action.outcome, **(parent if number < 2 else {}))
    assert listed() == [document]  # three of four
    made.PastActionFactory(outcome=action.outcome)
    assert (listed(), asks(auditor)) == ([], "")  # three of five
