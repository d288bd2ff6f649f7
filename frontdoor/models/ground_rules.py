"""What makes consent unnecessary is decided by two people and reviewed by a third (C04): what is refused, and how.

Section 47 needs a strategy meeting that decided on it: held about the contact, for each child, its record signed by its
chair. A court order needs what it compels. Both are asked for, approved and reviewed as an override is.
"""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses
from frontdoor.core.written import LONG, NO_WORDS, no_words_sql
from frontdoor.models.enquiry_over import over, ran_out, started
from frontdoor.models.override_choices import STARTS_AN_ENQUIRY, Ground
from frontdoor.models.rights import manages

STRATEGY_DAYS_BEFORE_CONTACT = 5
LEAST_NAMED, LEAST_COURT, LEAST_REFERENCE, LEAST_COMPELS = 5, 5, 4, 40

S47_BY_TWO = (
    "Section 47 makes consent unnecessary only when one person has asked for it and a manager who took no part in the "
    "decision to enquire has signed it. Ask for a decision."
)
COURT_BY_TWO = (
    "A court order makes consent unnecessary only when one person has asked for it and a manager has signed it. "
    "Ask for a decision."
)
S47_NOT_DECIDED = (
    "Section 47 makes consent unnecessary on a strategy meeting of this system alone: held about this contact, decided "
    "on a section 47 enquiry for each child that is covered, its record signed by its chair."
)
S47_CONFIRMED_BY_ANOTHER = "Somebody other than the manager who chaired the strategy meeting must sign this."
S47_IS_OVER = (
    "The section 47 enquiry that this rests on has ended, or a strategy discussion has decided against one. Ask the "
    "family, or ask a manager to override consent."
)
S47_RAN_OUT = (
    "The strategy meeting that this rests on was held without its quorum, and the day by which it is held again has "
    "passed. Hold it again with the police and health."
)
STRATEGY_NOT_WHOLE = (
    "A strategy discussion needs the manager who led it, who took part for the police and for health, when and where "
    "it was held, and what it decided."
)
NO_ENQUIRY_STARTED = (
    "Without a section 47 enquiry or emergency action, a parent is asked. Record what the parent said, or ask a "
    "manager to override consent."
)
LED_BY_A_MANAGER = "A strategy discussion is led by a practice manager or a service manager."
ANOTHER_STRATEGY = (
    "The strategy discussion must be about this contact: at most 5 days before it was received, and not in the future."
)
COURT_NOT_WHOLE = "A court order needs the court that made it, its name and section, its number and its date."
COMPELS_NOTHING = (
    "Say in at least 40 characters what the order compels to be shared, and by whom. An order about where a child "
    "lives or whom the child sees compels nobody to share."
)
ORDER_IN_THE_FUTURE = "A court order cannot be dated in the future."
ORDER_HAS_ENDED = "This court order has ended: it compels nothing any more."
ORDER_ENDS_AFTER_IT_BEGAN = "A court order cannot end before it was made."
WRONG_BASIS = "Section 47 rests on section 47, with the harm that is suspected; a court order rests on the court."


_SIGNING = f"""
        NEW.decision = 'approved' AND NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR OLD.decision <> 'approved')
        AND NEW.ground = """

_STRATEGY = "SELECT 1 FROM frontdoor_overridestrategy s WHERE s.override_id = NEW.id"


def _met_about_each_child(*, request: str, meeting: str, contact: str) -> str:
    """SQL: a request covers children, and a meeting started an enquiry about each of them."""
    covered = f"SELECT 1 FROM frontdoor_overridechild c WHERE c.override_id = {request}"  # noqa: S608 - ours
    of_it = started(meeting=meeting, child="c.child_id", contact=contact)
    return f"EXISTS ({covered}) AND NOT EXISTS ({covered} AND NOT {of_it})"


S47_IS_DECIDED = refuses(
    "override_s47_is_decided",
    sentence=S47_NOT_DECIDED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_SIGNING} 's47' AND NOT EXISTS (
            {_STRATEGY}
            AND {_met_about_each_child(request="NEW.id", meeting="s.meeting_number", contact="NEW.contact_id")})
    """,
)

S47_BY_ANOTHER = refuses(
    "override_s47_confirmed_by_another",
    sentence=S47_CONFIRMED_BY_ANOTHER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"{_SIGNING} 's47' AND EXISTS ({_STRATEGY} AND s.led_by_id = NEW.decided_by_id)",
)

S47_STANDS = refuses(
    "override_s47_stands",
    sentence=S47_IS_OVER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_SIGNING} 's47' AND EXISTS (
            SELECT 1 FROM frontdoor_overridechild c
            JOIN frontdoor_overridestrategy s ON s.override_id = c.override_id
            WHERE c.override_id = NEW.id
              AND {over(child="c.child_id", contact="NEW.contact_id", since="s.held_at")})
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Asked for while the enquiry stood, signed after its end: it rests on nothing any more."""

_LAST_DAY = "((NEW.expires_at - interval '1 second') AT TIME ZONE 'Europe/London')::date"

S47_IS_CARRIED = refuses(
    "override_s47_was_held_again",
    sentence=S47_RAN_OUT,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_SIGNING} 's47' AND EXISTS (
            SELECT 1 FROM frontdoor_overridechild c
            JOIN frontdoor_overridestrategy s ON s.override_id = c.override_id
            JOIN cases_strategymeeting m ON m.id = s.meeting_number
            WHERE c.override_id = NEW.id
              AND {ran_out("m", child="c.child_id", day=f"greatest({_LAST_DAY}, {TODAY_SQL})")})
    """,  # noqa: S608 - no value of a user stands in this text
)
"""What a meeting without its quorum decided stands until it is held again, and no decision outlasts that day."""

ORDER_IS_TOLD = refuses(
    "override_court_order_is_told",
    sentence=COURT_NOT_WHOLE,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_SIGNING} 'court'
        AND NOT EXISTS (SELECT 1 FROM frontdoor_overrideorder r WHERE r.override_id = NEW.id)
    """,  # noqa: S608 - no value of a user stands in this text
)

ORDER_STANDS = refuses(
    "override_court_order_stands",
    sentence=ORDER_HAS_ENDED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=f"""
        {_SIGNING} 'court' AND EXISTS (
            SELECT 1 FROM frontdoor_overrideorder r
            WHERE r.override_id = NEW.id AND (
                r.ends_on < (NEW.decided_at AT TIME ZONE 'Europe/London')::date
                OR r.ends_on < {_LAST_DAY}))
    """,  # noqa: S608 - no value of a user stands in this text
)
"""No decision outlasts the order that it rests on."""

OF_A_REQUEST = [S47_IS_DECIDED, S47_BY_ANOTHER, S47_STANDS, S47_IS_CARRIED, ORDER_IS_TOLD, ORDER_STANDS]

RESTS_ON_ITS_BASIS = models.CheckConstraint(
    name="override_ground_has_its_basis",
    condition=Q(ground=Ground.CONCERN)
    | Q(ground=Ground.SECTION_47, legal_basis="s47", overriding_concern=True, reason_codes=[])
    | Q(ground=Ground.COURT, legal_basis="court", reason_codes=[]),
    violation_error_message=WRONG_BASIS,
)

RESTS_ON_A_MEETING = refuses(
    "strategy_rests_on_a_meeting",
    sentence=S47_NOT_DECIDED,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentoverride r JOIN cases_strategymeeting m ON m.id = NEW.meeting_number
            WHERE r.id = NEW.override_id AND m.held_at = NEW.held_at AND m.chair_id = NEW.led_by_id
              AND {_met_about_each_child(request="r.id", meeting="m.id", contact="r.contact_id")})
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Who took part stands in the record of the meeting; one of the system before has its words instead."""

RESTS_ON_WHAT_STANDS = refuses(
    "strategy_rests_on_what_stands",
    sentence=S47_IS_OVER,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_consentoverride r JOIN frontdoor_overridechild c ON c.override_id = r.id
            WHERE r.id = NEW.override_id
              AND {over(child="c.child_id", contact="r.contact_id", since="NEW.held_at")})
    """,  # noqa: S608 - no value of a user stands in this text
)
"""A ground stands while the enquiry that its meeting decided on can begin or goes on."""

RESTS_ON_WHAT_CARRIES = refuses(
    "strategy_was_held_again",
    sentence=S47_RAN_OUT,
    operation=pgtrigger.Insert,
    when=f"""
        NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM cases_strategymeeting m
            JOIN frontdoor_overridechild c ON c.override_id = NEW.override_id
            WHERE m.id = NEW.meeting_number AND {ran_out("m", child="c.child_id")})
    """,  # noqa: S608 - no value of a user stands in this text
)

LED_BY_WHO_MAY = refuses(
    "strategy_led_by_a_manager",
    sentence=LED_BY_A_MANAGER,
    operation=pgtrigger.Insert,
    when=f"NOT {manages('NEW.led_by_id', at='NEW.held_at')}",
)

OF_THIS_CONTACT = refuses(
    "strategy_of_this_contact",
    sentence=ANOTHER_STRATEGY,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (
            SELECT 1 FROM frontdoor_consentoverride o JOIN frontdoor_contact c ON c.id = o.contact_id
            WHERE o.id = NEW.override_id AND (
                o.ground <> 's47' OR NEW.held_at > o.requested_at
                OR NEW.held_at < c.received_at - interval '{STRATEGY_DAYS_BEFORE_CONTACT} days'))
    """,  # noqa: S608 - no value of a user stands in this text
)

STRATEGY_IS_WHOLE = [
    models.CheckConstraint(
        name="strategy_names_who_took_part",
        condition=Q(meeting_number__isnull=False, police="", health="", held_where="")
        | Q(meeting_number__isnull=True)
        & at_least("police", LEAST_NAMED)
        & at_least("health", LEAST_NAMED)
        & at_least("held_where", 4),
        violation_error_message=STRATEGY_NOT_WHOLE,
    ),
    models.CheckConstraint(
        name="strategy_started_an_enquiry",
        condition=Q(outcome__in=STARTS_AN_ENQUIRY),
        violation_error_message=NO_ENQUIRY_STARTED,
    ),
]

ORDER_IS_WHOLE = [
    models.CheckConstraint(
        name="order_is_named",
        condition=at_least("court", LEAST_COURT)
        & at_least("named", LEAST_NAMED)
        & at_least("number", LEAST_REFERENCE)
        & Q(number__regex="[0-9]"),
        violation_error_message=COURT_NOT_WHOLE,
    ),
    models.CheckConstraint(
        name="order_compels_to_share",
        condition=at_least("compels", LEAST_COMPELS),
        violation_error_message=COMPELS_NOTHING,
    ),
    models.CheckConstraint(
        name="order_ends_after_it_began",
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("made_on")),
        violation_error_message=ORDER_ENDS_AFTER_IT_BEGAN,
    ),
]

ORDER_TELLS = refuses(
    "order_compels_something",
    sentence=NO_WORDS,
    operation=pgtrigger.Insert,
    when=no_words_sql("NEW.compels", LONG),
)

ORDER_WAS_MADE = refuses(
    "order_was_made",
    sentence=ORDER_IN_THE_FUTURE,
    operation=pgtrigger.Insert,
    when=f"NEW.made_on > {TODAY_SQL}",
)
