"""The law of consistency: what every table of ours has in common, or the reason why one has not."""

import re

import pytest
from django.apps import apps
from django.db import models
from pgtrigger.core import INSTALLED

from frontdoor.core.records import EventRecord, Record, TrackedRecord
from frontdoor.models import Person
from workforce.models import Worker

WITHOUT_HISTORY = {
    "ApiToken": "opens the API for a quarter of an hour; its system has versions",
    "CaseloadFlag": "noticed and cleared by a job; the truth is the caseload itself",
    "Draft": "unfinished writing, kept for its writer alone",
    "DraftFile": "a document of unfinished writing, kept for its writer alone",
    "HeldSubmission": "what was typed after the session ended, kept for its writer alone",
    "ImportRun": "its report tells the whole run; the rows it brought in have versions of their own",
    "JobRun": "when a job was done; nothing is decided from it",
    "LedgerEvent": "append-only, the last word itself",
    "OutcomeKey": "an index over outcomes, derived from them and rebuilt at any time",
    "OutboxEffect": "that a message took effect",
    "OutboxMessage": "a thing to do after the act; the act has its version",
    "OverdueFlag": "noticed and cleared by a job; the truth is the assessment's own date",
    "SubmittedForm": "the key of a form that was sent",
}

NOT_A_DECISION = re.compile(
    r"^(recorded|started|starts|ended|ends|updated|held|written|next_attempt|delivered|finished|received|happened|noticed"
    r"|cleared|planned|valid|as|expires|visited|conference|initial_conference)_(at|on)$|due_(at|on)$|^(at|on)$"
)
SIGNED_ELSEWHERE = {
    "OutcomeKey.decided_at": "copied from the decision, which has decided_by",
    "AgencyRequest.remind_at": "a promise of the system, stored when it is asked",
    "AgencyRequest.escalate_at": "a promise of the system, stored when it is asked",
    "VisitRecord.noted_at": "visited_by, or the database's own clock",
    "CaseNote.noted_at": "written_by, as above",
    "SeenDue.seen_on": "the day of a visit, which has visited_by",
    "Export.taken_at": "requested_by: nobody else can take it out",
    "InspectionFinding.found_on": "the report's own day; opened_by recorded it",
    "OverrideOrder.made_on": "the court's own date; the request has requested_by",
    "OverrideOrder.ends_on": "the court's own date; the request has requested_by",
    "DocumentVersion.dated_on": "the document's own date; the version has filed_by",
    "ReplyStatement.dated_on": "the agency's own date; the reply has recorded_by",
    "FamilyAssessment.checked_on": "the day of the first check, which has checked_by",
    "Assessment.child_seen_on": "the assessment's author",
    "ConsentOverride.signed_at": "decided_by: when the decision was recorded",
    "OverrideStrategy.held_at": "led_by, who chaired the meeting",
    "ConsentOverride.called_at": "requested_by, who tells of the call",
    "Assessment.referral_received_on": "copied from the referral, which has accepted_by",
    "Birth.born_on": "recorded_by",
    "Birth.expected_on": "recorded_by",
    "StrategyMeeting.cause_at": "convened_by",
    "ConferenceChild.core_group_on": "decided_by: a day to come, set with the decision",
    "ConferenceChild.review_on": "decided_by, as above",
    "ConferenceInvitation.asked_on": "invited_by: the day of the invitation",
    "Plan.latest_review_on": "the review's own record",
    "Referral.allocated_on": "the allocation's allocated_by",
}


def ours() -> list[type[models.Model]]:
    found = [
        model
        for app in ("frontdoor", "cases", "workforce", "audits")
        for model in apps.get_app_config(app).get_models()
    ]
    return [model for model in found if not model.__name__.startswith("Historical")]


def of_ours(model: type[models.Model]) -> str:
    return model.__name__


@pytest.mark.parametrize("model", ours(), ids=of_ours)
def test_a_table_keeps_its_versions_or_says_why_not(model):
    keeps_them_or_never_changes = issubclass(model, TrackedRecord | EventRecord)
    assert keeps_them_or_never_changes != (model.__name__ in WITHOUT_HISTORY)


@pytest.mark.parametrize("model", ours(), ids=of_ours)
def test_a_decision_says_who_made_it(model):
    names = {field.name for field in model._meta.concrete_fields}
    for name in names:
        if not re.search("_(at|on)$", name) or NOT_A_DECISION.search(name):
            continue
        signed = re.sub("_(at|on)$", "_by", name) in names or f"{model.__name__}.{name}" in SIGNED_ELSEWHERE
        assert signed, f"{model.__name__}.{name} needs its _by, or a line in SIGNED_ELSEWHERE"


@pytest.mark.parametrize("model", ours(), ids=of_ours)
def test_nobody_disappears_with_another_row(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.remote_field.model, Person | Worker):
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.parametrize("model", ours(), ids=of_ours)
def test_choices_have_words(model):
    for field in model._meta.concrete_fields:
        for value, words in field.flatchoices:
            assert str(words).strip(), f"{field} {value}"
            assert str(words) == str(words).strip(), f"{field} {value}"
            assert len(str(words)) > 1, f"{field} {value}"


@pytest.mark.parametrize("model", [model for model in ours() if issubclass(model, Record)], ids=of_ours)
def test_every_change_is_written_to_the_ledger(model):
    triggers = {trigger.name for trigger in model._meta.triggers}
    assert {"ledger_collect", "ledger_alter", "ledger_erase", "recorded_at_is_the_databases"} <= triggers


@pytest.mark.django_db
@pytest.mark.parametrize("model", ours(), ids=of_ours)
def test_every_trigger_stands_in_the_database_as_its_model_writes_it(model):
    for trigger in getattr(model._meta, "triggers", ()):
        assert trigger.get_installation_status(model) == (INSTALLED, True), trigger.name
