"""The rules of section 47 enquiries and of emergency powers (see rules.py)."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories.cases import Section47Factory
from tests.factories.enquiries import REASON, VIEWS, EnquiryFactory, PowerFactory
from tests.factories.strategy import signed
from tests.factories.workers import call_handler, practice_manager, social_worker
from tests.law.rule import NOW, TODAY, Rule, after, before, saved, the
from tests.law.rules_signing import forged
from tests.law.rules_strategy import versioned
from tests.rows import bringing_in
from tests.words import says


def proposed() -> Any:
    return EnquiryFactory(proposed=True)


def authorised() -> Any:
    return EnquiryFactory(authorised=True)


def not_needed() -> Any:
    return EnquiryFactory(not_needed=True)


def brought_in() -> Any:
    with bringing_in():
        row = Section47Factory(legacy_key="brought")
    row.conference_on = row.started_on
    return saved(row)


def ended() -> Any:
    return PowerFactory(ended_at=NOW, ended_by=signed().chair, ended_how="Home with the grandmother.")


def to_begin() -> Any:
    return PowerFactory(started_at=timezone.now() + timedelta(minutes=3))


NOT_NEEDED = {
    "conference_not_needed": True,
    "not_needed_reason": REASON,
    "agency_views": VIEWS,
    "not_needed_on": TODAY,
    "not_needed_by": lambda row: signed().chair,
}
CONFIRMED = {
    "confirmed_by": lambda row: practice_manager(),
    "confirmed_at": lambda row: timezone.now(),
    "reference": "WYP 20261",
}

RULES: dict[str, Rule] = {
    "section47_decided_at_a_strategy_meeting": Rule(Section47Factory, on="insert"),
    "section47_t10_due_after_start": versioned(
        EnquiryFactory, {"outcome_due_on": before("started_on", days=1)}, "insert"
    ),
    "section47_t10_end_after_start": versioned(
        proposed,
        {"authorised_on": before("started_on", days=1), "authorised_by": lambda row: signed().chair},
        "signed",
    ),
    "section47_t11_due_after_start": versioned(
        EnquiryFactory, {"conference_due_on": before("started_on", days=1)}, "insert"
    ),
    "section47_conference_after_start": versioned(
        brought_in, {"conference_on": before("started_on", days=1)}, "update"
    ),
    "section47_one_open_a_child": versioned(
        EnquiryFactory,
        {"decided": lambda row: signed(contact=row.decided.meeting.contact).children.get(child=row.child)},
        "insert",
    ),
    "section47_outcome_whole": versioned(proposed, {"outcome_reason": says(39)}, "update"),
    "section47_authorised_by_another": versioned(
        lambda: EnquiryFactory(proposed=True, proposed_by=practice_manager()),
        {"authorised_on": TODAY, "authorised_by": the("proposed_by")},
        "signed",
    ),
    "section47_authorised_after_proposed": versioned(
        EnquiryFactory, {"authorised_on": TODAY, "authorised_by": lambda row: signed().chair}, "signed"
    ),
    "section47_not_needed_whole": versioned(authorised, {**NOT_NEEDED, "agency_views": says(39)}, "signed"),
    "section47_not_needed_is_decided": versioned(authorised, {"conference_not_needed": True}, "update"),
    "section47_held_or_not_needed": versioned(
        brought_in,
        NOT_NEEDED,
        "signed",
    ),
    "section47_begins_unwritten": versioned(authorised, {}, "insert"),
    "section47_not_needed_stays": versioned(not_needed, {"agency_views": f"{VIEWS} The school does not."}, "update"),
    "section47_not_needed_after_the_outcome": versioned(proposed, NOT_NEEDED, "signed"),
    "section47_stays_as_started": versioned(EnquiryFactory, {"started_on": before("started_on", days=1)}, "update"),
    "section47_authorised_by_a_manager": versioned(
        proposed, {"authorised_on": TODAY, "authorised_by": lambda row: practice_manager()}, "update"
    ),
    "section47_not_needed_by_a_manager": versioned(
        authorised,
        {**NOT_NEEDED, "not_needed_by": lambda row: practice_manager()},
        "update",
    ),
    "section47_outcome_stays": versioned(authorised, {"outcome": "close"}, "update"),
    "emergency_power_power_due_after_start": Rule(PowerFactory, {"due_at": before("started_at", hours=1)}),
    "emergency_power_power_end_after_start": Rule(ended, {"ended_at": before("started_at", hours=1)}, "update"),
    "emergency_power_power_confirm_due_after_start": Rule(
        PowerFactory, {"confirm_due_at": before("started_at", hours=1)}
    ),
    "emergency_power_power_confirm_end_after_start": Rule(to_begin, CONFIRMED, "update"),
    "emergency_power_confirmed_whole": Rule(PowerFactory, CONFIRMED | {"reference": "none held"}, "update"),
    "emergency_power_confirmed_by_another": Rule(
        lambda: PowerFactory(noted_by=practice_manager()), CONFIRMED | {"confirmed_by": the("noted_by")}, "update"
    ),
    "emergency_power_signed_in_person": forged(PowerFactory, "noted_by"),
    "emergency_power_noted_by_a_practitioner": Rule(PowerFactory, {"noted_by": lambda row: call_handler()}, "insert"),
    "emergency_power_confirmed_by_a_manager": Rule(
        PowerFactory, CONFIRMED | {"confirmed_by": lambda row: social_worker()}, "update"
    ),
    "emergency_power_stays_as_confirmed": Rule(lambda: PowerFactory(confirmed=True), {"reason": says(30)}, "update"),
    "emergency_power_within_the_law": Rule(PowerFactory, {"due_at": after("due_at", seconds=1)}),
    "emergency_power_extended_is_an_order": Rule(PowerFactory, {"extended_at": NOW, "extended_by": the("noted_by")}),
    "emergency_power_says_why": Rule(PowerFactory, {"reason": says(19)}),
    "emergency_power_ended_whole": Rule(ended, {"ended_how": says(9)}, "update"),
}
