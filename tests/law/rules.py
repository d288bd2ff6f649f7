"""The table of the constraints law: for each named rule of a table, a legal row and what makes it illegal.

A new rule is one line: its name, how a legal row is made, and the changes that break this rule and no other. The law
tries them by save and by SQL. ``on="insert"`` is for rules about a new row alone, ``on="update"`` about a stored one.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from audits.models import ImportRun
from cases.models import AssessmentReturn, OverdueFlag
from frontdoor.core import acting
from frontdoor.core.working_days import start_of_day
from frontdoor.models import (
    Authority,
    Draft,
    JobRun,
    PolicyPeriod,
)
from tests.factories import cases, consent, contacts, people, workers
from tests.law import (
    rules_agencies,
    rules_agreement,
    rules_assessments,
    rules_births,
    rules_brought_in,
    rules_census,
    rules_checks,
    rules_closing,
    rules_conferences,
    rules_consent,
    rules_contacts,
    rules_corrections,
    rules_documents,
    rules_enquiries,
    rules_evidence,
    rules_exemplars,
    rules_exports,
    rules_feedback,
    rules_findings,
    rules_follow_ups,
    rules_identity,
    rules_look_backs,
    rules_moments,
    rules_night,
    rules_partners,
    rules_plans,
    rules_returns,
    rules_sight,
    rules_signing,
    rules_strategy,
    rules_threshold,
    rules_visits,
)
from tests.law.rule import NOW, TODAY, YESTERDAY, Rule, before, saved, the, twice
from tests.law.rules_family import RULES as FAMILY
from tests.words import says
from workforce.models import CaseloadFlag


def period() -> PolicyPeriod:
    return saved(
        PolicyPeriod(
            code="X01",
            name="A clock",
            value=1,
            unit="hours",
            valid_from=TODAY,
            source="A test",
            set_by=acting.current(),
        )
    )


def overdue_flag() -> OverdueFlag:
    made = cases.AssessmentFactory(overdue=True)
    return saved(OverdueFlag(assessment=made, due_on=made.due_on, noticed_on=TODAY))


def caseload_flag() -> CaseloadFlag:
    row = CaseloadFlag(worker=workers.social_worker(), level="red", children=21, limit=20, noticed_on=TODAY)
    return saved(row)


def assessment_return() -> AssessmentReturn:
    made = cases.AssessmentFactory(submitted=True)
    return saved(
        AssessmentReturn(
            assessment=made,
            returned_on=TODAY,
            returned_by=workers.practice_manager(),
            reason="The child's own words are missing.",
        )
    )


def import_run() -> ImportRun:
    return saved(ImportRun(digest="0" * 64, as_at=TODAY, started_by=acting.current(), started_at=NOW))


def contact_child() -> Any:
    return contacts.ContactFactory().about.get()


def triaged() -> Any:
    return contacts.ContactFactory(triaged=True)


def unborn() -> Any:
    return people.ChildFactory(unborn=True)


def approved() -> Any:
    return consent.decided(consent.OverrideFactory())


def covered_child() -> Any:
    return consent.OverrideFactory().covered_children.get()


def covered_agency() -> Any:
    return consent.OverrideFactory().covered_agencies.get()


def decided_agency() -> Any:
    return approved().covered_agencies.get()


def overridden() -> Any:
    return approved().events.get()


def grant() -> Any:
    return workers.GrantFactory(worker=workers.WorkerFactory())


def decided_without_the_right(row: Any) -> Any:
    return workers.practice_manager()


PERSON, CHILD, ADDRESS = people.PersonFactory, people.ChildFactory, people.AddressFactory
CONTACT, OVERRIDE, EVENT = contacts.ContactFactory, consent.OverrideFactory, consent.ConsentEventFactory
REFERRAL, ALLOCATION = cases.ReferralFactory, cases.AllocationFactory


def authority() -> Authority:
    return Authority.objects.get()


def draft() -> Draft:
    return saved(Draft(worker=acting.current(), form="override", subject_id=1, updated_at=NOW))


def job_run() -> JobRun:
    return saved(JobRun(name="a job", on=TODAY))


RULES: dict[str, Rule] = {
    **rules_agencies.RULES,
    **rules_agreement.RULES,
    **rules_assessments.RULES,
    **rules_births.RULES,
    **rules_census.RULES,
    **rules_brought_in.RULES,
    **rules_documents.RULES,
    **rules_evidence.RULES,
    **rules_exports.RULES,
    **rules_closing.RULES,
    **rules_follow_ups.RULES,
    **rules_returns.RULES,
    **rules_threshold.RULES,
    **rules_partners.RULES,
    **rules_checks.RULES,
    **rules_contacts.RULES,
    **rules_corrections.RULES,
    **rules_night.RULES,
    **rules_findings.RULES,
    **rules_look_backs.RULES,
    **rules_moments.RULES,
    **rules_feedback.RULES,
    **rules_consent.RULES,
    "draft_one_a_form": twice(draft),
    "job_once_a_day": twice(job_run),
    "policy_one_a_day": twice(period),
    "policy_positive": Rule(period, {"value": 0}),
    "policy_population_sourced": Rule(period, {"code": "POPULATION-U18"}),
    "authority_is_one": Rule(authority, {"id": 2}, on="insert"),
    "authority_opens_before_closing": Rule(authority, {"opens": the("closes")}, on="update"),
    "person_birth_date_when_known": Rule(CHILD, {"birth_date": None}, on="insert"),
    "person_unborn_is_expected": Rule(unborn, {"expected_birth_date": None}, on="insert"),
    "person_death_after_birth": Rule(CHILD, {"death_date": before("birth_date", days=1)}, on="insert"),
    "person_has_a_name": Rule(CHILD, {"given_names": "", "family_name": ""}, on="insert"),
    **FAMILY,
    "address_or_none": Rule(ADDRESS, {"no_fixed_address": True}),
    "address_postcode_is_whole": Rule(ADDRESS, {"postcode": "AB1"}),
    "address_ends_after_start": Rule(ADDRESS, {"started_on": TODAY, "ended_on": YESTERDAY}),
    "contact_t01_due_after_start": Rule(CONTACT, {"triage_due_at": before("received_at", minutes=1)}, on="insert"),
    "contact_t01_end_after_start": Rule(triaged, {"triaged_at": before("received_at", minutes=1)}, on="insert"),
    "contact_t02_due_after_start": Rule(triaged, {"decision_due_at": before("received_at", minutes=1)}, on="insert"),
    "contact_triaged_by_somebody": Rule(triaged, {"triaged_by": None}, on="insert"),
    "contact_taken_by_somebody": Rule(CONTACT, {"taken_at": NOW}, on="insert"),
    "contact_decided_by_somebody": Rule(triaged, {"decided_at": NOW}, on="insert"),
    "contact_received_from_2000": Rule(CONTACT, {"received_at": start_of_day(date(1999, 12, 31))}, on="insert"),
    "contact_says_what_is_worrying": Rule(CONTACT, {"concern": ""}, on="insert"),
    "contact_received_before_recorded": Rule(
        CONTACT, {"received_at": NOW + timedelta(days=9), "triage_due_at": None}, on="insert"
    ),
    "contact_t02_end_after_start": Rule(
        triaged, {"decided_at": before("received_at", minutes=1), "decided_by": the("triaged_by")}, on="insert"
    ),
    "contact_urgency_has_a_reason": Rule(triaged, {"rag_reason": ""}, on="insert"),
    "contact_urgency_changed_by_somebody": Rule(triaged, {"rag_changed_at": NOW}, on="insert"),
    "contact_decided_after_triage": Rule(CONTACT, {"decided_at": NOW, "decided_by": the("recorded_by")}, on="insert"),
    "contact_child_once": twice(contact_child),
    "override_facts_are_told": Rule(OVERRIDE, {"facts": "A neighbour saw him strike the child."}, on="insert"),
    "override_facts_are_its_own": twice(OVERRIDE),
    "override_has_a_reason": Rule(OVERRIDE, {"reason_codes": []}, on="insert"),
    "override_needs_overriding_concern": Rule(OVERRIDE, {"overriding_concern": False}, on="insert"),
    "override_names_the_harm": Rule(OVERRIDE, {"harm": ""}, on="insert"),
    "override_is_whole": Rule(OVERRIDE, {"questions": ""}, on="insert"),
    "override_decided_whole": Rule(OVERRIDE, {"decision": "refused"}, on="update"),
    "override_decided_after_request": Rule(
        OVERRIDE,
        {
            "decided_by": lambda row: consent.consent_decider(),
            "decided_at": before("requested_at", seconds=1),
            "decision": "refused",
            "decision_reason": consent.REASON,
        },
        on="signed",
    ),
    "override_not_by_the_asker": Rule(
        lambda: OVERRIDE(requested_by=consent.consent_decider()),
        {
            "decided_by": the("requested_by"),
            "decided_at": lambda row: timezone.now(),
            "decision": "refused",
            "decision_reason": consent.REASON,
        },
        on="signed",
    ),
    "override_approved_expires": Rule(
        OVERRIDE,
        {
            "decided_by": lambda row: consent.consent_decider(),
            "decided_at": lambda row: timezone.now(),
            "decision": "approved",
            "decision_reason": consent.REASON,
            "review_share": 100,
            "review_due_at": lambda row: timezone.now() + timedelta(hours=1),
        },
        on="signed",
    ),
    "override_decider_holds_the_right": Rule(
        OVERRIDE,
        {
            "decided_by": decided_without_the_right,
            "decided_at": lambda row: timezone.now(),
            "decision": "refused",
            "decision_reason": consent.REASON,
        },
        on="signed",
    ),
    "override_decided_in_person": Rule(
        OVERRIDE,
        {
            "decided_by": lambda row: consent.consent_decider(),
            "decided_at": lambda row: timezone.now(),
            "decision": "refused",
            "decision_reason": consent.REASON,
        },
        on="update",
    ),
    "override_reasons_have_evidence": Rule(OVERRIDE, {"evidence": {}}, on="insert"),
    "override_unreachable_after_two_attempts": Rule(OVERRIDE, {"reason_codes": ["O11"]}, on="insert"),
    "override_request_stays": Rule(OVERRIDE, {"questions": "Something else altogether"}, on="update"),
    "override_child_once": twice(covered_child),
    "override_agency_once": twice(covered_agency),
    "override_child_is_on_the_contact": Rule(covered_child, {"child": lambda row: CHILD()}, on="insert"),
    "override_covers_what_was_decided": Rule(
        decided_agency, {"agency": lambda row: people.AgencyFactory()}, on="insert"
    ),
    "consent_given_by_somebody": Rule(EVENT, {"given_by": None}, on="insert"),
    "consent_overridden_by_an_override": Rule(overridden, {"status": "NOT_SOUGHT"}, on="insert"),
    "consent_not_before_it_is_recorded": Rule(EVENT, {"happened_at": NOW + timedelta(days=9)}, on="insert"),
    "consent_of_a_child_is_not_advice": Rule(EVENT, {"status": "NOT_NEEDED_ADVICE"}, on="insert"),
    "consent_override_is_real": Rule(EVENT, {"status": "OVERRIDDEN"}, on="insert"),
    "consent_child_is_on_the_contact": Rule(EVENT, {"child": lambda row: CHILD()}, on="insert"),
    "consent_not_long_before_the_contact": Rule(EVENT, {"happened_at": before("happened_at", days=29)}, on="insert"),
    "consent_agency_once": twice(consent.ConsentAgencyFactory),
    "decision_has_an_analysis": Rule(rules_evidence.decision, {"analysis": says(39)}, on="insert"),
    "decision_considers_history": Rule(rules_evidence.decision, {"history_considered": "None"}, on="insert"),
    "outcome_once_a_child": twice(rules_evidence.outcome),
    "outcome_level_of_the_day": Rule(rules_evidence.outcome, {"level": rules_threshold.another_scheme}, on="insert"),
    "outcome_has_a_reason": Rule(rules_evidence.outcome, {"reason": says(19)}, on="insert"),
    "referral_t26_due_after_start": Rule(REFERRAL, {"allocation_due_on": before("received_on", days=1)}),
    "referral_t26_end_after_start": Rule(REFERRAL, {"allocated_on": before("received_on", days=1)}),
    "referral_one_open_a_child": twice(REFERRAL),
    "referral_closed_with_a_reason": Rule(REFERRAL, {"closure_reason": "RC8"}, on="insert"),
    "referral_closed_after_received": Rule(
        lambda: REFERRAL(closed=True), {"closed_on": before("received_on", days=1)}, on="insert"
    ),
    "allocation_one_lead_a_child": twice(ALLOCATION),
    "allocation_ended_by_somebody": Rule(ALLOCATION, {"ended_on": the("started_on")}),
    "allocation_ends_after_start": Rule(
        ALLOCATION, {"ended_on": before("started_on", days=1), "ended_by": the("allocated_by")}
    ),
    "allocation_has_a_rationale": Rule(ALLOCATION, {"rationale": says(9)}),
    "allocation_without_conflict": Rule(
        ALLOCATION,
        {
            "worker": lambda row: (
                people.ConflictFactory(
                    worker=workers.social_worker(), declared_by=row.allocated_by, person=row.child
                ).worker
            )
        },
    ),
    "overdue_flag_once": twice(overdue_flag),
    "overdue_flag_cleared_after": Rule(overdue_flag, {"cleared_on": YESTERDAY}),
    "assessment_return_signed_in_person": rules_signing.forged(assessment_return, "returned_by"),
    "import_run_signed_in_person": rules_signing.forged(import_run, "started_by"),
    "plan_ends_after_start": Rule(
        rules_brought_in.imported(cases.PlanFactory), {"ended_on": before("started_on", days=1)}, "update"
    ),
    "plan_of_protection_has_a_category": Rule(rules_brought_in.imported(cases.PlanFactory), {"kind": "cp"}, "update"),
    "assessment_return_has_a_reason": Rule(assessment_return, {"reason": says(19)}, on="insert"),
    "import_brought_in_by_somebody": Rule(import_run, {"brought_in_at": NOW}),
    "worker_fte_in_range": Rule(workers.social_worker, {"fte": 0}),
    "worker_leaves_after_starting": Rule(workers.social_worker, {"ended_on": before("started_on", days=1)}),
    "grant_ends_after_start": Rule(grant, {"ends_on": before("starts_on", days=1)}),
    "grant_by_two_people": Rule(grant, {"approved_by": the("proposed_by")}),
    "grant_approved_by_somebody": Rule(grant, {"approved_at": None}),
    "grant_refused_or_approved": Rule(grant, {"refused_at": NOW}),
    "role_grant_has_a_reason": Rule(grant, {"reason": says(9)}),
    "grant_role_once_at_a_time": twice(grant),
    "administrator_holds_no_cases": Rule(grant, {"role": "system_administrator"}, on="insert"),
    "caseload_flag_once": twice(caseload_flag),
    "caseload_flag_cleared_after": Rule(caseload_flag, {"cleared_on": YESTERDAY}),
    **rules_identity.RULES,
    **rules_sight.RULES,
    **rules_signing.RULES,
    **rules_visits.RULES,
    **rules_strategy.RULES,
    **rules_conferences.RULES,
    **rules_enquiries.RULES,
    **rules_plans.RULES,
    **rules_exemplars.RULES,
}

PROVED_ELSEWHERE = {
    **rules_agreement.PROVED_ELSEWHERE,
    **rules_brought_in.PROVED_ELSEWHERE,
    **rules_checks.PROVED_ELSEWHERE,
    **rules_consent.PROVED_ELSEWHERE,
    **rules_identity.PROVED_ELSEWHERE,
    **rules_plans.PROVED_ELSEWHERE,
    **rules_sight.PROVED_ELSEWHERE,
    **rules_visits.PROVED_ELSEWHERE,
    "is_written_once": "the serving role holds no right to change these tables: tests/frontdoor/test_consent_record.py",
    "version_goes_up_by_one": "a stale save: tests of the pages that carry a version",
    "holiday_moves_what_is_promised": "tests/frontdoor/test_calendar_cover.py",
    "recorded_at_is_the_databases": "it stamps, it refuses nothing",
    "version_of_a_new_row": "it keeps what was written, it refuses nothing: tests/frontdoor/test_versions_kept.py",
    "version_of_a_change": "as above",
    "ledger_collect": "tests/frontdoor/test_kernel.py",
    "ledger_alter": "tests/frontdoor/test_kernel.py",
    "ledger_erase": "tests/frontdoor/test_kernel.py",
    "ledger_is_append_only": "tests/frontdoor/test_kernel.py",
    "ledger_stamp": "it stamps, it refuses nothing",
}
