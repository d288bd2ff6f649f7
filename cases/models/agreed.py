"""What is agreed: somebody by name does exactly one thing for a purpose (rules S1 to S3, domain.md 11)."""

from typing import Any

import pgtrigger
from django.db import models

from cases import smart
from frontdoor.core.conditions import at_least
from frontdoor.core.records import BRINGING_IN, TrackedRecord
from frontdoor.core.refusals import refuses

WHAT_FOR = "Say in at least 10 characters what it is for."


class Agreed(TrackedRecord):
    """One thing that somebody does. The table adds by when, and ``agency``, empty for family and social care."""

    agency: Any
    what = models.TextField("what is done", error_messages={"blank": smart.NOTHING_BUT_VAGUE})
    purpose = models.TextField("what it is for", error_messages={"blank": WHAT_FOR})
    owner_name = models.CharField("who does it", max_length=120)
    owner_job = models.CharField("their job, or what they are to the child", max_length=120)

    class Meta(TrackedRecord.Meta):
        abstract = True

    @property
    def who(self) -> str:
        """The person with job and agency."""
        return ", ".join(filter(None, [self.owner_name, self.owner_job, self.agency.name if self.agency else ""]))


def agreed_constraints(table: str) -> list[models.BaseConstraint]:
    """The rules of one row that nothing else is asked for: a role, a purpose."""
    return [
        models.CheckConstraint(
            name=f"{table}_names_a_role",
            condition=at_least("owner_job", smart.SHORTEST_ROLE),
            violation_error_message=smart.NO_ROLE,
        ),
        models.CheckConstraint(
            name=f"{table}_has_a_purpose",
            condition=at_least("purpose", 10),
            violation_error_message=WHAT_FOR,
        ),
    ]


def reads(column: str, pattern: str) -> str:
    """SQL: whether one of the patterns of ``smart`` finds something in a new text."""
    quoted = pattern.replace("'", "''")
    return f"NEW.{column} ~* '{quoted}'"


def of_new_text(name: str, column: str, sentence: str, wrong: str) -> pgtrigger.Trigger:
    """A rule about a text as it is written, where the SQL ``wrong`` holds; what was written before stays as it is."""
    return refuses(
        name,
        sentence=sentence,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(column),
        when=f"""
            NOT {BRINGING_IN} AND (TG_OP = 'INSERT' OR NEW.{column} IS DISTINCT FROM OLD.{column}) AND ({wrong})
        """,
    )


def what_rules(table: str, *, no_date: str) -> list[pgtrigger.Trigger]:
    """What is done is not wholly vague (S1), and no word in it stands in for a date (S3)."""
    vague = f"length(trim(NEW.what)) < 3 OR {reads('what', smart.WHOLLY_VAGUE)}"
    return [
        of_new_text(f"{table}_is_not_vague", "what", smart.NOTHING_BUT_VAGUE, vague),
        of_new_text(f"{table}_has_a_date", "what", no_date, reads("what", smart.UNDATED)),
    ]


def owner_rules(table: str, *, children: str, by_name: str = "false") -> list[pgtrigger.Trigger]:
    """The owner is a person by name (S2): no agency, no role alone, and one name only of somebody of the record.

    ``children`` is SQL for the ids of the children whom the row is about; ``by_name`` where the person is known anyway.
    """
    alone = f"{reads('owner_name', smart.ONE_WORD)} AND NOT ({by_name}) AND NOT {_of_the_record(children)}"
    return [
        refuses(
            f"{table}_names_no_agency",
            sentence=smart.NO_NAME,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("owner_name"),
            when="EXISTS (SELECT 1 FROM frontdoor_agency a WHERE lower(a.name) = lower(trim(NEW.owner_name)))",
        ),
        of_new_text(f"{table}_names_somebody", "owner_name", smart.NO_NAME, reads("owner_name", smart.COLLECTIVE)),
        of_new_text(f"{table}_names_the_whole_name", "owner_name", smart.ONE_NAME, alone),
    ]


def _of_the_record(children: str) -> str:
    """SQL: the name is one of a child's, or of somebody who lives with the children or is of their family."""
    return f"""EXISTS (
                SELECT 1 FROM frontdoor_person p
                WHERE lower(trim(NEW.owner_name)) IN (
                    lower(p.given_names), lower(p.family_name), lower(split_part(p.given_names, ' ', 1)))
                AND (p.id IN ({children})
                    OR p.id IN (
                        SELECT r.adult_id FROM frontdoor_relationship r
                        WHERE r.child_id IN ({children}) AND r.ended_on IS NULL)
                    OR p.id IN (
                        SELECT m.person_id FROM frontdoor_householdmember m
                        JOIN frontdoor_householdmember h ON h.household_id = m.household_id
                        WHERE h.person_id IN ({children}) AND h.ended_on IS NULL AND m.ended_on IS NULL)))"""  # noqa: S608 - no user's text
