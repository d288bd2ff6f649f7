"""Who may give an agreement, and what has to be told where nobody is asked: what the database refuses, in which words.

An adult gives it who is known to hold parental responsibility; a young person from 16 on, before only where competence
was looked at. Where section 47 or a court order asks nobody, a manager signs which one it is.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from string import digits
from typing import Any

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.models.answers import contact_in_turn
from frontdoor.models.people import Person
from frontdoor.models.rights import holds, is_not_the_actor
from frontdoor.models.told_facts import LONG, NO_FACTS, SHORT, tells_nothing, tells_nothing_sql

STRATEGY_BEFORE_CONTACT = timedelta(days=5)
LEAST_AGE, OWN_CONSENT_AGE = 10, 16
LEAST_CONSIDERED, LEAST_AGE_TOLD = 40, 20
LEAST_NAMED, LEAST_COURT, LEAST_REFERENCE = 20, 5, 4

NOT_A_HOLDER = (
    "Only an adult who is recorded as holding parental responsibility for this child on that day can agree. "
    "Record the relationship first, or ask another adult."
)
ANSWERS_ALONE = "Where a young person answers alone, no adult is named as the one who answered."
TOO_YOUNG = "A child under 10 cannot agree alone. Ask an adult with parental responsibility."
COMPETENCE_LOOKED_AT = (
    "Only a social worker or a manager can record that a young person under 16 decides alone, with what was considered "
    "about the young person's understanding in at least 40 characters."
)
AGE_NOT_KNOWN = (
    "The date of birth is not known. Say in at least 20 characters how you know that the young person is old enough."
)
S47_BY_A_MANAGER = "Only a practice manager or a service manager can record that section 47 makes consent unnecessary."
S47_NOT_WHOLE = (
    "Section 47 needs the time of the strategy discussion that decided on it, who took part in it in at least 20 "
    "characters, and its grounds in at least 40 characters."
)
ANOTHER_STRATEGY = (
    "The strategy discussion must be about this contact: at most 5 days before it was received, and not in the future."
)
COURT_BY_A_MANAGER = (
    "Only a practice manager, a service manager or a manager who decides on consent can record that a court order "
    "makes consent unnecessary."
)
COURT_NOT_WHOLE = (
    "A court order needs what it orders in at least 20 characters, the court that made it, its date, and its number."
)
ORDER_IN_THE_FUTURE = "A court order cannot be dated after the day on which it made consent unnecessary."
RECORDED_IN_PERSON = "Consent is recorded by the worker who signs it."

TELLS = {
    "NOT_NEEDED_S47": {"words": LONG, "strategy_with": SHORT},
    "NOT_NEEDED_COURT": {"order_named": SHORT},
    "CYP_COMPETENT": {"considered": LONG, "age_told": SHORT},
}
"""How many different words each text holds at least, by status."""

_DAY = "(NEW.happened_at AT TIME ZONE 'Europe/London')::date"
_YOUNG = [("young", "frontdoor_person%ROWTYPE")]
_THE_CHILD = "SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;"

IN_TURN = pgtrigger.Trigger(
    name="consent_in_turn",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"{contact_in_turn('NEW.contact_id')} RETURN NEW;",
)

GIVER_HOLDS_RESPONSIBILITY = refuses(
    "consent_giver_holds_responsibility",
    sentence=NOT_A_HOLDER,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.kind IN ('B', 'C') AND NEW.status IN ('GIVEN', 'GIVEN_PARTIAL') AND NEW.given_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            WHERE r.child_id = NEW.child_id AND r.adult_id = NEW.given_by_id AND r.parental_responsibility = 'yes'
              AND (r.started_on IS NULL OR r.started_on <= {_DAY}) AND (r.ended_on IS NULL OR r.ended_on > {_DAY})
              AND (r.responsibility_from IS NULL OR r.responsibility_from <= {_DAY}))
    """,  # noqa: S608 - no value of a user stands in this text
)

OLD_ENOUGH = refuses(
    "consent_old_enough_to_answer",
    sentence=TOO_YOUNG,
    operation=pgtrigger.Insert,
    declare=_YOUNG,
    first=_THE_CHILD,
    when=f"""
        NEW.status = 'CYP_COMPETENT' AND (
            young.birth_date_known = 'unborn' OR young.birth_date > {_DAY} - interval '{LEAST_AGE} years')
    """,
)

COMPETENCE_IS_TOLD = refuses(
    "consent_competence_looked_at",
    sentence=COMPETENCE_LOOKED_AT,
    operation=pgtrigger.Insert,
    declare=_YOUNG,
    first=_THE_CHILD,
    when=f"""
        NEW.status = 'CYP_COMPETENT'
        AND (young.birth_date IS NULL OR young.birth_date > {_DAY} - interval '{OWN_CONSENT_AGE} years')
        AND (length(trim(NEW.considered)) < {LEAST_CONSIDERED} OR NOT {
        holds("NEW.recorded_by_id", "social_worker", "practice_manager", "service_manager", at="NEW.happened_at")
    })
    """,
)

AGE_IS_TOLD = refuses(
    "consent_age_is_told",
    sentence=AGE_NOT_KNOWN,
    operation=pgtrigger.Insert,
    declare=_YOUNG,
    first=_THE_CHILD,
    when=f"""
        NEW.status = 'CYP_COMPETENT' AND young.birth_date IS NULL AND length(trim(NEW.age_told)) < {LEAST_AGE_TOLD}
    """,
)

BY_A_MANAGER = refuses(
    "consent_s47_recorded_by_a_manager",
    sentence=S47_BY_A_MANAGER,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.status IN ('NOT_NEEDED_S47', 'GROUND_ENDED')
        AND NOT {holds("NEW.recorded_by_id", "practice_manager", "service_manager", at="NEW.happened_at")}
    """,
)

STRATEGY_OF_THIS_CONTACT = refuses(
    "consent_s47_strategy_of_this_contact",
    sentence=ANOTHER_STRATEGY,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.status = 'NOT_NEEDED_S47' AND (
            NEW.strategy_decided_at > clock_timestamp()
            OR EXISTS (SELECT 1 FROM frontdoor_contact c WHERE c.id = NEW.contact_id
                       AND NEW.strategy_decided_at < c.received_at - interval '{STRATEGY_BEFORE_CONTACT.days} days'))
    """,  # noqa: S608 - no value of a user stands in this text
)

COURT_BY_WHO_MAY = refuses(
    "consent_court_recorded_by_a_manager",
    sentence=COURT_BY_A_MANAGER,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.status = 'NOT_NEEDED_COURT' AND NOT {
        holds("NEW.recorded_by_id", "practice_manager", "service_manager", "consent_decider", at="NEW.happened_at")
    }
    """,
)

ORDER_WAS_MADE = refuses(
    "consent_court_order_was_made",
    sentence=ORDER_IN_THE_FUTURE,
    operation=pgtrigger.Insert,
    when=f"NEW.status = 'NOT_NEEDED_COURT' AND NEW.order_on > {_DAY}",
)

FACTS_ARE_TOLD = refuses(
    "consent_facts_are_told",
    sentence=NO_FACTS,
    operation=pgtrigger.Insert,
    when="\n OR ".join(
        f"NEW.status = '{status}' AND NEW.{name} <> '' AND {tells_nothing_sql(f'NEW.{name}', words=least)}"
        for status, texts in TELLS.items()
        for name, least in texts.items()
    ),
)

WRITTEN_IN_PERSON = refuses(
    "consent_written_in_person",
    sentence=RECORDED_IN_PERSON,
    operation=pgtrigger.Insert,
    when=f"NOT {BRINGING_IN} AND {is_not_the_actor('NEW.recorded_by_id')}",
)

ANSWERED_ALONE = refuses(
    "consent_young_person_answers_alone",
    sentence=ANSWERS_ALONE,
    operation=pgtrigger.Insert,
    when="NEW.status = 'CYP_COMPETENT' AND NEW.given_by_id IS NOT NULL",
)

STRATEGY_IS_NAMED = refuses(
    "consent_s47_strategy_is_named",
    sentence=S47_NOT_WHOLE,
    operation=pgtrigger.Insert,
    when=f"NEW.status = 'NOT_NEEDED_S47' AND length(trim(NEW.strategy_with)) < {LEAST_NAMED}",
)

ORDER_IS_NAMED = refuses(
    "consent_court_order_is_named",
    sentence=COURT_NOT_WHOLE,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.status = 'NOT_NEEDED_COURT' AND (
            length(trim(NEW.order_named)) < {LEAST_NAMED} OR length(trim(NEW.order_court)) < {LEAST_COURT}
            OR NEW.order_on IS NULL
            OR length(trim(NEW.order_reference)) < {LEAST_REFERENCE} OR NEW.order_reference !~ '[0-9]')
    """,
)

TRIGGERS = [
    ANSWERED_ALONE,
    STRATEGY_IS_NAMED,
    ORDER_IS_NAMED,
    IN_TURN,
    GIVER_HOLDS_RESPONSIBILITY,
    OLD_ENOUGH,
    COMPETENCE_IS_TOLD,
    AGE_IS_TOLD,
    BY_A_MANAGER,
    STRATEGY_OF_THIS_CONTACT,
    COURT_BY_WHO_MAY,
    ORDER_WAS_MADE,
    FACTS_ARE_TOLD,
    WRITTEN_IN_PERSON,
]


def own_answer_wants(child: Person, *, on: date) -> str:
    """What the own agreement of a child still needs on a day: "age" (never), "competence", "told_age" or nothing."""
    if child.birth_date is None:
        return "told_age" if child.birth_date_known == "unknown" else "age"
    years = child.age_on(on) or 0
    if years < LEAST_AGE:
        return "age"
    return "competence" if years < OWN_CONSENT_AGE else ""


def strategy_of_another(strategy_decided_at: datetime, *, received_at: datetime, now: datetime) -> bool:
    """Whether a strategy discussion lies too long before a contact, or in the future."""
    return not received_at - STRATEGY_BEFORE_CONTACT <= strategy_decided_at <= now


def order_is_named(facts: Mapping[str, Any]) -> bool:
    """Whether it is told what a court order is, which court made it, when, and its number."""
    least = {"order_named": LEAST_NAMED, "order_court": LEAST_COURT, "order_reference": LEAST_REFERENCE}
    long = all(len((facts.get(name) or "").strip()) >= characters for name, characters in least.items())
    return long and facts.get("order_on") is not None and any(sign in digits for sign in facts["order_reference"])


def told_too_little(status: str, facts: Mapping[str, Any]) -> str:
    """The name of the text among the facts of an event that tells nothing, or an empty one."""
    asked = TELLS.get(status, {}).items()
    return next((name for name, least in asked if facts.get(name) and tells_nothing(facts[name], words=least)), "")
