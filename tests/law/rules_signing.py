"""Lines of the constraints law for who signs a row: each row once more, in the name of somebody who does not act."""

from typing import Any

from tests.factories import (
    advice,
    after_override,
    assessments,
    cases,
    conferences,
    consent,
    documents,
    exemplars,
    feedback,
    findings,
    follow_ups,
    look_backs,
    partners,
    plans,
    reviews,
    strategy,
    workers,
)
from tests.law.rule import NOW, Rule
from tests.law.rules_corrections import correction
from tests.words import says


def another(_: Any) -> Any:
    return workers.practice_manager()


def forged(make: Any, *signers: str) -> Rule:
    """The row again, as if somebody else had signed it."""
    return Rule(make, dict.fromkeys(signers, another), on="forged")


RULES: dict[str, Rule] = {
    "advice_signed_in_person": forged(advice.AdviceCallFactory, "taken_by"),
    "agency_event_signed_in_person": forged(reviews.EventFactory, "noted_by"),
    "review_turn_signed_in_person": forged(reviews.TurnFactory, "taken_by"),
    "review_draw_signed_in_person": forged(reviews.DrawFactory, "drawn_by"),
    "request_end_signed_in_person": forged(consent.asked, "ended_by"),
    "check_chaser_signed_in_person": forged(consent.ChaserFactory, "chased_by"),
    "check_reply_signed_in_person": forged(consent.ReplyFactory, "recorded_by"),
    "received_correction_signed_in_person": forged(correction, "corrected_by"),
    "ack_signed_in_person": forged(feedback.AcknowledgementFactory, "told_by"),
    "feedback_signed_in_person": forged(feedback.FeedbackFactory, "told_by"),
    "told_person_signed_in_person": forged(partners.ToldPersonFactory, "settled_by"),
    "remedy_set_signed_in_person": forged(after_override.RemedyFactory, "set_by"),
    "risk_flag_signed_in_person": forged(assessments.FlagFactory, "raised_by"),
    "sharing_refusal_signed_in_person": forged(after_override.SharingRefusalFactory, "refused_by"),
    "partner_referral_signed_in_person": Rule(
        partners.PartnerReferralFactory,
        {"sent_by": lambda row: workers.partner_referrer(agency=row.agency), "public_id": "BCDFGHJKMNPQ"},
        on="forged",
    ),
    "partner_client_signed_in_person": forged(partners.PartnerClientFactory, "ended_by"),
    "text_signed_in_person": forged(feedback.AuthorityTextFactory, "set_by"),
    "attachment_signed_in_person": forged(partners.AttachmentFactory, "attached_by"),
    "document_signed_in_person": forged(documents.DocumentFactory, "filed_by"),
    "family_return_signed_in_person": forged(assessments.ReturnFactory, "returned_by"),
    "copied_part_signed_in_person": forged(assessments.CopiedFactory, "copied_by"),
    "history_considered_signed_in_person": forged(assessments.ConsideredFactory, "considered_by"),
    "flag_answer_signed_in_person": forged(assessments.FlagAnswerFactory, "answered_by"),
    "threshold_view_signed_in_person": forged(conferences.ThresholdViewFactory, "written_by"),
    "strategy_copy_signed_in_person": forged(strategy.CopyFactory, "sent_by"),
    "conference_copy_signed_in_person": forged(conferences.ConferenceCopyFactory, "sent_by"),
    "outline_action_signed_in_person": forged(conferences.OutlineFactory, "agreed_by"),
    "chaser_signed_in_person": forged(strategy.ChaserFactory, "chased_by"),
    "plan_copy_signed_in_person": forged(plans.CopyFactory, "given_by"),
    "allocation_signed_in_person": forged(cases.AllocationFactory, "allocated_by"),
    "follow_up_signed_in_person": forged(follow_ups.FollowUpFactory, "recorded_by"),
    "extension_asked_signed_in_person": forged(assessments.ExtensionFactory, "requested_by"),
    "exemplar_withdrawn_signed_in_person": Rule(
        lambda: exemplars.ExemplarFactory(published=True),
        {"withdrawn_by": another, "withdrawn_at": NOW, "withdrawn_reason": says(20), "version": 2},
        on="update",
    ),
    "finding_event_signed_in_person": forged(findings.FindingEventFactory, "noted_by"),
    "look_back_signed_in_person": forged(look_backs.LookBackFactory, "started_by"),
    "look_back_item_signed_in_person": forged(look_backs.LookBackItemFactory, "looked_by"),
    "finding_signed_in_person": forged(findings.InspectionFindingFactory, "opened_by"),
}
