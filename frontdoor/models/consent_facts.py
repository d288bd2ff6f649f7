"""Who may give an agreement, and what has to be told where nobody is asked: what the database refuses, in which words.

An adult gives it who is known to hold parental responsibility; a young person from 16 on, before only where competence
was looked at. Where section 47 or a court order asks nobody, a manager signs which one it is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.written import LONG, NO_WORDS, SHORT, in_words, no_words_sql, unwritten_sql
from frontdoor.models.answers import NO, child_in_turn, contact_in_turn
from frontdoor.models.birth_dates import no_parents_age_sql
from frontdoor.models.people import Person
from frontdoor.models.relationships import HOLDER_FROM
from frontdoor.models.rights import holds, is_not_the_actor, manages, signed_at

LEAST_AGE, OWN_CONSENT_AGE = 10, 16
LEAST_CONSIDERED, LEAST_AGE_TOLD = 40, 20

NOT_A_HOLDER = (
    "Only an adult who is recorded as holding parental responsibility for this child on that day can agree. "
    "Record the relationship first, check both dates of birth, or ask another adult."
)
ANSWERS_ALONE = "Where a young person answers alone, no adult is named as the one who answered."
ANSWERS_FOR_ONE = "A young person answers for himself or herself alone. Choose only this child."
NO_OWN_ANSWER = (
    "A young person says no alone from 16 on. Before, record with it what was considered about the young person's "
    "understanding, or record what a parent answered."
)
TOO_YOUNG = "A child under 10 cannot agree alone. Ask an adult with parental responsibility."
COMPETENCE_LOOKED_AT = (
    "Only a social worker or a manager can record that a young person under 16 decides alone, with what was considered "
    "about the young person's understanding in at least 40 characters."
)
AGE_NOT_KNOWN = (
    "The date of birth is not known. Say in at least 20 characters how you know that the young person is old enough."
)
ENDED_BY_A_MANAGER = (
    "Only a practice manager or a service manager can record that section 47 or a court order has ended."
)
RECORDED_IN_PERSON = "Consent is recorded by the worker who signs it."

TOLD_ALONE = {"considered": LONG, "age_told": SHORT}
"""What is told where a young person decides alone, and how many different words each text holds at least."""


def decides_alone(event: str) -> str:
    """SQL: with this event it is recorded that the young person decides alone: a yes of the young person's own, or a no
    with what was considered about the young person's understanding."""
    own_no = f"{event}.given_by_id = {event}.child_id AND {event}.status IN ({NO})"
    return f"({event}.status = 'CYP_COMPETENT' OR {own_no} AND {event}.considered <> '')"


_DAY = "(NEW.happened_at AT TIME ZONE 'Europe/London')::date"
_YOUNG = [("young", "frontdoor_person%ROWTYPE")]
_THE_CHILD = "SELECT * INTO young FROM frontdoor_person p WHERE p.id = NEW.child_id;"

IN_TURN = pgtrigger.Trigger(
    name="consent_in_turn",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"{contact_in_turn('NEW.contact_id')} {child_in_turn('NEW.child_id')} RETURN NEW;",
)


def agreeing_tie(adult: str, child: str, *, day: str) -> str:
    """SQL: ``adult`` is recorded as holding parental responsibility for ``child`` on ``day`` and could agree for it."""
    return f"""EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            JOIN frontdoor_person a ON a.id = r.adult_id JOIN frontdoor_person c ON c.id = r.child_id
            WHERE r.child_id = {child} AND r.adult_id = {adult} AND r.parental_responsibility = 'yes'
              AND CASE WHEN r.kind IN ('mother', 'father') THEN NOT coalesce({no_parents_age_sql("a", "c")}, false)
                       ELSE NOT coalesce(a.birth_date > {day} - interval '{HOLDER_FROM} years', false) END
              AND (r.started_on IS NULL OR r.started_on <= {day}) AND (r.ended_on IS NULL OR r.ended_on > {day})
              AND (r.responsibility_from IS NULL OR r.responsibility_from <= {day}))"""  # noqa: S608 - columns of ours


GIVER_HOLDS_RESPONSIBILITY = refuses(
    "consent_giver_holds_responsibility",
    sentence=NOT_A_HOLDER,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.kind IN ('B', 'C') AND NEW.status IN ('GIVEN', 'GIVEN_PARTIAL') AND NEW.given_by_id IS NOT NULL
        AND NOT {agreeing_tie("NEW.given_by_id", "NEW.child_id", day=_DAY)}
    """,
)

OLD_ENOUGH = refuses(
    "consent_old_enough_to_answer",
    sentence=TOO_YOUNG,
    operation=pgtrigger.Insert,
    declare=_YOUNG,
    first=_THE_CHILD,
    when=f"""
        {decides_alone("NEW")} AND (
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
        {decides_alone("NEW")}
        AND (young.birth_date IS NULL OR young.birth_date > {_DAY} - interval '{OWN_CONSENT_AGE} years')
        AND ({unwritten_sql("NEW.considered", LEAST_CONSIDERED)} OR NOT {
        holds(
            "NEW.recorded_by_id",
            "social_worker",
            "practice_manager",
            "service_manager",
            at=signed_at("NEW.happened_at"),
        )
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
        {decides_alone("NEW")} AND young.birth_date IS NULL AND {unwritten_sql("NEW.age_told", LEAST_AGE_TOLD)}
    """,
)

# Where the enquiry itself has ended, its own row says so.
BY_A_MANAGER = refuses(
    "consent_end_recorded_by_a_manager",
    sentence=ENDED_BY_A_MANAGER,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.status = 'GROUND_ENDED' AND pg_trigger_depth() = 1
        AND NOT {manages("NEW.recorded_by_id", at=signed_at("NEW.happened_at"))}
    """,
)

FACTS_ARE_TOLD = refuses(
    "consent_facts_are_told",
    sentence=NO_WORDS,
    operation=pgtrigger.Insert,
    when="\n OR ".join(
        f"{decides_alone('NEW')} AND NEW.{name} <> '' AND {no_words_sql(f'NEW.{name}', least)}"
        for name, least in TOLD_ALONE.items()
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

# A mother or father may be a young person on the contact: the tie says so.
ANSWERED_FOR_ONE = refuses(
    "consent_young_person_answers_for_one",
    sentence=ANSWERS_FOR_ONE,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.given_by_id <> NEW.child_id AND NOT {BRINGING_IN} AND EXISTS (
            SELECT 1 FROM frontdoor_contactchild c
            WHERE c.contact_id = NEW.contact_id AND c.child_id = NEW.given_by_id)
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            WHERE r.adult_id = NEW.given_by_id AND r.child_id = NEW.child_id)
    """,  # noqa: S608 - no value of a user stands in this text
)

OWN_NO_COUNTS = refuses(
    "consent_own_no_from_16_on",
    sentence=NO_OWN_ANSWER,
    operation=pgtrigger.Insert,
    declare=_YOUNG,
    first=_THE_CHILD,
    when=f"""
        NEW.given_by_id = NEW.child_id AND NEW.status IN ({NO}) AND NEW.considered = '' AND NOT {BRINGING_IN}
        AND (young.birth_date IS NULL OR young.birth_date > {_DAY} - interval '{OWN_CONSENT_AGE} years')
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_consentevent e
            WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND {decides_alone("e")})
    """,  # noqa: S608 - the codes of an enumeration
)

TRIGGERS = [
    ANSWERED_ALONE,
    ANSWERED_FOR_ONE,
    OWN_NO_COUNTS,
    IN_TURN,
    GIVER_HOLDS_RESPONSIBILITY,
    OLD_ENOUGH,
    COMPETENCE_IS_TOLD,
    AGE_IS_TOLD,
    BY_A_MANAGER,
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


def says_no_alone(child: Person, *, on: date, decided_alone: bool) -> bool:
    """Whether a young person's own no counts on a day as it stands: from 16 on, or where the contact holds an answer
    given alone. Before, it is recorded with it what was considered about the young person's understanding."""
    years = child.age_on(on) if child.birth_date else None
    return decided_alone or (years is not None and years >= OWN_CONSENT_AGE)


def told_too_little(facts: Mapping[str, Any]) -> str:
    """The name of the text among what is told of a young person who decides alone that tells nothing, or an empty
    one."""
    asked = TOLD_ALONE.items()
    return next((name for name, least in asked if facts.get(name) and not in_words(facts[name], least)), "")
