"""The law of signatures: a column that names who did something is bound to whoever writes the row, or says why not."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth import get_user_model

from tests.law.test_constraints import OUR_APPS

OF_SOMEBODY_ELSE = "It names who led, held or made something, whoever writes that down."
OF_THE_DATABASE = "A trigger writes it too, in the name of whoever wrote the row that it follows from."
NOT_YET = "It may be signed in another's name still; the ledger says who wrote the row, whatever the column says."

NOT_BOUND: dict[str, tuple[str, ...]] = {
    OF_SOMEBODY_ELSE: (
        "frontdoor.GroupMeeting.led_by",
        "frontdoor.OverrideStrategy.led_by",
        "cases.CoreGroup.held_by",
        "cases.PlanReview.held_by",
        "cases.PlanVersion.proposed_by",
        "cases.Visit.visited_by",
    ),
    OF_THE_DATABASE: ("frontdoor.ConsentMatter.opened_by", "frontdoor.CheckStop.stopped_by"),
    NOT_YET: (
        "frontdoor.PolicyPeriod.set_by",
        "frontdoor.Birth.recorded_by",
        "frontdoor.Contact.recorded_by",
        "frontdoor.Contact.taken_by",
        "frontdoor.Referral.accepted_by",
        "frontdoor.Referral.closed_by",
        "cases.FamilyAssessment.opened_by",
        "cases.FamilyAssessment.submitted_by",
        "cases.Allocation.ended_by",
        "cases.Assessment.opened_by",
        "cases.Assessment.submitted_by",
        "cases.Assessment.shared_by",
        "cases.StrategyMeeting.called_off_by",
        "cases.StrategyMeeting.circulated_by",
        "cases.Section47.proposed_by",
        "cases.Conference.convened_by",
        "cases.Conference.called_off_by",
        "cases.Conference.letters_sent_by",
        "cases.Conference.circulated_by",
        "cases.ConferenceInvitation.invited_by",
        "cases.ConferenceInvitation.noted_by",
        "cases.ConferenceInvitation.received_by",
        "cases.ConferenceInvitation.shared_by",
        "cases.ConferenceFamily.asked_by",
        "cases.StrategyInvitation.invited_by",
        "cases.StrategyInvitation.noted_by",
        "cases.CoreGroupInvitation.invited_by",
        "cases.CoreGroupInvitation.noted_by",
        "cases.MissedTwice.taken_up_by",
        "cases.PlanNeed.written_by",
        "cases.PlanNeed.left_out_by",
        "cases.PlanNeed.lowered_by",
        "cases.PlanOutcome.written_by",
        "cases.PlanOutcome.left_out_by",
        "cases.PlanAction.written_by",
        "cases.StrategyAction.agreed_by",
        "cases.StrategyAction.done_by",
    ),
}


def signers() -> Iterator[tuple[str, str, str]]:
    """Each column of a table that names who did something: its name, its column, and the text of the table's rules."""
    for model in (model for app in OUR_APPS for model in apps.get_app_config(app).get_models()):
        if hasattr(model, "history_object"):
            continue
        rules = "\n".join(str(trigger.func) for trigger in getattr(model._meta, "triggers", []))
        for field in model._meta.concrete_fields:
            if field.related_model is get_user_model() and field.name.endswith("_by"):
                yield f"{model._meta.label}.{field.name}", field.column, rules


def test_every_signature_is_bound_to_whoever_acts_or_says_why_not():
    """Bind it with ``signed_in_person`` of frontdoor/models/signing.py, or say in NOT_BOUND why it is no signature."""
    asked = "NEW.{}::text IS DISTINCT FROM current_setting('frontdoor.actor'"
    loose = {name for name, column, rules in signers() if asked.format(column) not in rules}
    listed = [name for names in NOT_BOUND.values() for name in names]
    assert sorted(loose - set(listed)) == []
    assert sorted(set(listed) - loose) == []
    assert len(listed) == len(set(listed))
