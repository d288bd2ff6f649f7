"""The rules about reviews of referrals and learning with agencies (see rules.py)."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from frontdoor.core import acting
from tests.factories import contacts, people, reviews, workers
from tests.law.rule import Rule, after, before, the, twice
from tests.words import says

NOW = timezone.now()
TOMORROW = timezone.localdate() + timedelta(days=1)
REVIEW, MEETING, ACTION, PACK, EXAMPLE = (
    reviews.ReviewFactory,
    reviews.MeetingFactory,
    reviews.ActionFactory,
    reviews.PackFactory,
    reviews.ExampleFactory,
)


def done() -> Any:
    return ACTION(done=True)


def confirmed() -> Any:
    return EXAMPLE(confirmed=True)


def own_review(**given: Any) -> Any:
    """A review by whoever acts: nobody signs for another."""
    return REVIEW(**{"reviewed_by": acting.current()} | given)


def sampled(review: Any) -> Any:
    return reviews.SampledFactory(contact=review.contact)


def second() -> Any:
    return own_review(contact=sampled(REVIEW()).contact, stage="second")


def agreed() -> Any:
    return own_review(contact=second().contact, stage="agreed", reason=reviews.REASON)


def settled() -> Any:
    """Agreed on the code of the first reviewer, as the second one wrote down."""
    contact = sampled(REVIEW(code="I1")).contact
    own_review(contact=contact, stage="second", code="AP")
    return own_review(contact=contact, stage="agreed", code="I1", reason=reviews.REASON)


def corrected() -> Any:
    first = own_review()
    return own_review(contact=first.contact, corrects=first, reason=reviews.REASON)


def decided() -> Any:
    return reviews.decided_contact()


RULES: dict[str, Rule] = {
    "contact_stays_as_decided": Rule(decided, {"source_code": "6"}, on="update"),
    "review_once_a_stage": twice(own_review),
    "review_rests_on_more_than_the_outcome": Rule(own_review, {"grounds": ["outcome"]}, on="insert"),
    "review_says_what_would_have_helped": Rule(own_review, {"helped": says(19)}, on="insert"),
    "review_changed_with_a_reason": Rule(agreed, {"reason": says(19)}, on="insert"),
    "review_not_by_the_recorder": Rule(
        own_review, {"contact": lambda row: reviews.decided_contact(recorded_by=acting.current())}, on="insert"
    ),
    "review_of_a_decided_contact": Rule(own_review, {"contact": lambda row: contacts.ContactFactory()}, on="insert"),
    "review_second_by_another": Rule(second, {"contact": lambda row: sampled(own_review()).contact}, on="insert"),
    "review_agreed_by_the_other": Rule(settled, {"code": "AP"}, on="insert"),
    "review_agreed_after_two": Rule(agreed, {"contact": lambda row: REVIEW().contact}, on="insert"),
    "review_corrected_by_its_reviewer": Rule(corrected, {"corrects": lambda row: REVIEW()}, on="insert"),
    "review_made_in_person": Rule(own_review, {"reviewed_by": lambda row: workers.auditor()}, on="insert"),
    "draw_of_a_week_from_monday": Rule(reviews.DrawFactory, {"week_from": after("week_from", days=1)}, on="insert"),
    "agency_event_says_what_was_agreed": Rule(reviews.EventFactory, {"agreed": says(19)}, on="insert"),
    "agency_event_is_past": Rule(reviews.EventFactory, {"held_on": TOMORROW}, on="insert"),
    "group_meeting_minuted_whole": Rule(MEETING, {"present": says(20)}),
    "group_meeting_led_by_a_leader": Rule(MEETING, {"led_by": lambda row: workers.service_manager()}),
    "group_meeting_minuted_afterwards": Rule(
        lambda: MEETING(minuted=True), {"minuted_at": NOW - timedelta(days=1000)}, on="update"
    ),
    "group_attendance_once": twice(reviews.AttendanceFactory),
    "group_action_group_due_after_start": Rule(ACTION, {"due_on": before("started_on", days=1)}, on="insert"),
    "group_action_group_end_after_start": Rule(done, {"finished_on": before("started_on", days=1)}, on="insert"),
    "group_action_is_specific": Rule(ACTION, {"what": "Train the safeguarding leads ASAP."}, on="insert"),
    "group_action_done_with_evidence": Rule(done, {"evidence": says(19)}, on="insert"),
    "group_action_checked_by_another": Rule(
        done, {"verified_by": the("owner"), "verified_on": date(2026, 11, 1)}, on="signed"
    ),
    "group_action_checked_by_somebody": Rule(done, {"verified_by": lambda row: workers.auditor()}, on="signed"),
    "group_action_stays": Rule(ACTION, {"due_on": after("due_on", days=1)}, on="update"),
    "pack_once_a_quarter": twice(PACK),
    "pack_of_a_whole_quarter": Rule(PACK, {"quarter_from": date(2026, 8, 1)}, on="insert"),
    "pack_issued_by_somebody": Rule(PACK, {"issued_by": the("begun_by")}, on="signed"),
    "pack_stays_as_issued": Rule(lambda: PACK(issued=True), {"digest": "1" * 64}, on="update"),
    "pack_issued_after_its_quarter": Rule(
        lambda: PACK(issued=True), {"issued_at": NOW - timedelta(days=400)}, on="insert"
    ),
    "example_one_a_place": Rule(
        EXAMPLE,
        {"review": lambda row: EXAMPLE(pack=row.pack, place=2).review},
        on="insert",
    ),
    "example_once_a_pack": Rule(EXAMPLE, {"place": 2}, on="insert"),
    "example_three_each_way": Rule(
        EXAMPLE, {"place": 4, "review": lambda row: EXAMPLE(pack=row.pack, place=2).review}, on="insert"
    ),
    "example_tells_a_story": Rule(EXAMPLE, {"story": says(39)}),
    "example_confirmed_by_another": Rule(
        EXAMPLE, {"confirmed_by": the("written_by"), "confirmed_at": after("written_at", hours=1)}, on="signed"
    ),
    "example_signed_in_person": Rule(
        EXAMPLE, {"confirmed_by": lambda row: workers.auditor(), "confirmed_at": after("written_at", hours=1)}
    ),
    "pack_signed_in_person": Rule(PACK, {"issued_by": lambda row: workers.practice_manager()}),
    "group_action_signed_in_person": Rule(done, {"verified_by": lambda row: workers.auditor()}, on="update"),
    "group_meeting_signed_in_person": Rule(MEETING, {"called_by": lambda row: workers.service_manager()}, on="update"),
    "example_is_of_the_pack": Rule(EXAMPLE, {"way": "under"}),
    "example_stays_as_confirmed": Rule(confirmed, {"story": reviews.STORY + " Again."}, on="update"),
    "example_before_the_pack_is_issued": Rule(
        lambda: EXAMPLE(pack=PACK()),
        {"pack": lambda row: PACK(agency=people.AgencyFactory(), issued=True)},
        on="insert",
    ),
}
