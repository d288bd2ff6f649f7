"""What is agreed: somebody by name does exactly one thing for a purpose (rules S1 to S3, domain.md 11)."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q

from cases import smart
from frontdoor.core.conditions import at_least
from frontdoor.core.records import TrackedRecord
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
    """The rules of one row: not vague, no word in place of a date, a person with a role, a purpose."""
    return [
        models.CheckConstraint(
            name=f"{table}_is_not_vague",
            condition=at_least("what", 3) & ~Q(what__iregex=smart.WHOLLY_VAGUE),
            violation_error_message=smart.NOTHING_BUT_VAGUE,
        ),
        models.CheckConstraint(
            name=f"{table}_has_a_date",
            condition=~Q(what__iregex=smart.UNDATED),
            violation_error_message=smart.NO_DATE,
        ),
        models.CheckConstraint(
            name=f"{table}_names_somebody",
            condition=at_least("owner_name", 2) & ~Q(owner_name__iregex=smart.COLLECTIVE),
            violation_error_message=smart.NO_NAME,
        ),
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


def names_no_agency(name: str) -> pgtrigger.Trigger:
    """The name of an agency is no person's (S2)."""
    return refuses(
        name,
        sentence=smart.NO_NAME,
        operation=pgtrigger.Insert,
        when="EXISTS (SELECT 1 FROM frontdoor_agency a WHERE lower(a.name) = lower(trim(NEW.owner_name)))",
    )
