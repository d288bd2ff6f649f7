"""What a birth rules out: a contact long before it, a home before it, and a child who is expected for ever."""

from datetime import date, timedelta

import pgtrigger
from dateutil.relativedelta import relativedelta

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import TODAY_SQL, refuses

CARRIED = timedelta(days=300)
"""Nothing can be known of a child longer before the birth than this; within it, an unborn child has a record."""
LONGEST_OVERDUE = timedelta(weeks=6)
"""A birth is recorded with its date at the latest this long after the day on which it was expected."""

LEAST_BETWEEN = timedelta(days=3652)
"""Ten years: nobody is born less before the child of whom they are the mother or father."""

OLDEST_CHILD = relativedelta(years=25)
"""Nobody is told of or recorded as a child who was born longer ago: a care leaver is helped up to 25."""

LONG_BEFORE_BIRTH = (
    "This contact came in more than 10 months before the child's date of birth. Check the date of birth, and when it"
    " came in."
)
HOME_BEFORE_BIRTH = "Nobody lives anywhere before being born. Correct the day."
BORN_LONG_AGO = "This date of birth is more than 25 years ago, so it is not a child's. Check it."
BORN_TOO_LATE = (
    "A mother or father is at least 10 years older than the child. Check both dates of birth, or who this adult is to "
    "the child."
)
NOT_EXPECTED = (
    "The expected date of birth is more than 10 months ahead or more than 6 weeks ago. Check it. If the child is born,"
    " enter the date of birth."
)


def is_no_parents_age(adult_born: date | None, child_born: date | None) -> bool:
    """Whether an adult with this date of birth cannot be the mother or father of a child with that one."""
    return adult_born is not None and child_born is not None and adult_born > child_born - LEAST_BETWEEN


def no_parents_age_sql(adult: str, child: str) -> str:
    """SQL: the same of two people behind aliases; an unborn child counts with its expected date."""
    born = f"coalesce({child}.birth_date, {child}.expected_birth_date)"
    return f"{adult}.birth_date > {born} - {LEAST_BETWEEN.days}"


def is_expected(on: date, today: date) -> bool:
    """Whether an unborn child can be expected on a day, as it is known today."""
    return today - LONGEST_OVERDUE <= on <= today + CARRIED


def is_too_old(born: date | None, today: date) -> bool:
    """Whether somebody with this date of birth is no child or young person today, nor was one lately."""
    return born is not None and born < today - OLDEST_CHILD


def was_carried(born: date, on: date) -> bool:
    """Whether a child with this date of birth was carried, or born, on a day."""
    return on >= born - CARRIED


def _long_before(received_at: str, born: str, known: str) -> str:
    day = f"({received_at} AT TIME ZONE 'Europe/London')::date"
    return f"{known} = 'exact' AND {day} < {born} - {CARRIED.days}"


UNBORN_IS_EXPECTED_NOW = refuses(
    "person_unborn_is_expected_now",
    sentence=NOT_EXPECTED,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("birth_date_known", "expected_birth_date"),
    when=f"""
        NEW.birth_date_known = 'unborn' AND NOT {BRINGING_IN}
        AND (TG_OP = 'INSERT' OR (NEW.birth_date_known, NEW.expected_birth_date)
            IS DISTINCT FROM (OLD.birth_date_known, OLD.expected_birth_date))
        AND NOT NEW.expected_birth_date
            BETWEEN {TODAY_SQL} - {LONGEST_OVERDUE.days} AND {TODAY_SQL} + {CARRIED.days}
    """,
)


def born_of_late(name: str, *, unless: str = "") -> pgtrigger.Trigger:
    """The rule on a row that describes a child: what is typed from now on, not a child who grew up on record.

    ``unless`` is SQL for rows that come from elsewhere as they are and are questioned there.
    """
    return refuses(
        name,
        sentence=BORN_LONG_AGO,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("is_child", "birth_date"),
        when=f"""
            NEW.is_child AND NOT {BRINGING_IN}{unless and f" AND NOT ({unless})"}
            AND (TG_OP = 'INSERT' OR (NEW.is_child, NEW.birth_date) IS DISTINCT FROM (OLD.is_child, OLD.birth_date))
            AND NEW.birth_date < ({TODAY_SQL} - interval '{OLDEST_CHILD.years} years')::date
        """,
    )


BORN_AS_A_PARENT = refuses(
    "person_born_as_a_parent",
    sentence=BORN_TOO_LATE,
    operation=pgtrigger.UpdateOf("birth_date", "expected_birth_date"),
    when=f"""
        (NEW.birth_date, NEW.expected_birth_date) IS DISTINCT FROM (OLD.birth_date, OLD.expected_birth_date)
        AND EXISTS (
            SELECT 1 FROM frontdoor_relationship r
            JOIN frontdoor_person a ON a.id = r.adult_id JOIN frontdoor_person c ON c.id = r.child_id
            WHERE NEW.id IN (r.adult_id, r.child_id) AND r.kind IN ('mother', 'father')
              AND (CASE WHEN a.id = NEW.id THEN NEW.birth_date ELSE a.birth_date END)
                > (CASE WHEN c.id = NEW.id THEN coalesce(NEW.birth_date, NEW.expected_birth_date)
                        ELSE coalesce(c.birth_date, c.expected_birth_date) END) - {LEAST_BETWEEN.days})
    """,  # noqa: S608 - no value of a user stands in this text
)

BORN_BEFORE_THE_CONTACT = refuses(
    "person_born_before_the_contact",
    sentence=LONG_BEFORE_BIRTH,
    operation=pgtrigger.UpdateOf("birth_date_known", "birth_date"),
    when=f"""
        (NEW.birth_date_known, NEW.birth_date) IS DISTINCT FROM (OLD.birth_date_known, OLD.birth_date)
        AND EXISTS (
            SELECT 1 FROM frontdoor_contactchild about JOIN frontdoor_contact c ON c.id = about.contact_id
            WHERE about.child_id = NEW.id AND {_long_before("c.received_at", "NEW.birth_date", "NEW.birth_date_known")})
    """,  # noqa: S608 - no user's text
)

_BORN_OF_LATE = born_of_late("person_child_born_of_late", unless="TG_OP = 'INSERT' AND NEW.legacy_id IS NOT NULL")

BIRTH_RULES = (UNBORN_IS_EXPECTED_NOW, BORN_BEFORE_THE_CONTACT, BORN_AS_A_PARENT, _BORN_OF_LATE)
"""On a person."""

CHILD_BORN_BEFORE_THE_CONTACT = refuses(
    "contact_child_born_before_the_contact",
    sentence=LONG_BEFORE_BIRTH,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("contact_id", "child_id"),
    when=f"""
        EXISTS (
            SELECT 1 FROM frontdoor_contact c, frontdoor_person p WHERE c.id = NEW.contact_id AND p.id = NEW.child_id
            AND {_long_before("c.received_at", "p.birth_date", "p.birth_date_known")})
    """,  # noqa: S608 - no user's text
)

RECEIVED_AFTER_CONCEPTION = refuses(
    "contact_received_not_long_before_birth",
    sentence=LONG_BEFORE_BIRTH,
    operation=pgtrigger.UpdateOf("received_at"),
    when=f"""
        NEW.received_at < OLD.received_at AND EXISTS (
            SELECT 1 FROM frontdoor_contactchild about JOIN frontdoor_person p ON p.id = about.child_id
            WHERE about.contact_id = NEW.id
            AND {_long_before("NEW.received_at", "p.birth_date", "p.birth_date_known")})
    """,  # noqa: S608 - no user's text
)


def lives_there_from_birth(name: str) -> pgtrigger.Trigger:
    """The rule on a row that says from when to when a person lived in a home or at an address."""
    return refuses(
        name,
        sentence=HOME_BEFORE_BIRTH,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("started_on", "ended_on"),
        when="""
            (TG_OP = 'INSERT' OR (NEW.started_on, NEW.ended_on) IS DISTINCT FROM (OLD.started_on, OLD.ended_on))
            AND EXISTS (
                SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id
                AND p.birth_date_known = 'exact' AND least(NEW.started_on, NEW.ended_on) < p.birth_date)
        """,
    )
