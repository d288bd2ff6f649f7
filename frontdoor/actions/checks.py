"""Asking agencies for information about a child, through the gate of consent, and keeping what they answer."""

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from frontdoor.core import outbox, policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.timescales import CHECK_REPLY
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, AgencyCheck, ConsentEvent, Contact, Person
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.consent import ConsentKind

TOPIC = "check.send"
ASKS_TO_INVESTIGATE = (
    "An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: "
    "that is social care's own work."
)
NOT_COVERED = f"{NO_CONSENT} What is recorded does not cover {{}}."
ALREADY_ANSWERED = "The reply to this question has already been recorded. Ask a new question for more."

_INVESTIGATING = re.compile(
    r"\b(please|kindly|can you|could you|would you|will you|you to) (investigate|look into|find out|interview|question)"
    r"|\b(ask|question|interview|speak (to|with)|talk (to|with)) "
    r"(the|this|your|her|his|their)? ?(child|children|pupil|boy|girl|sibling|mother|mum|father|dad|parent|famil)",
    re.IGNORECASE,
)


def asks_to_investigate(question: str) -> bool:
    """Whether the words give an agency social care's work to do, which C14 forbids."""
    return _INVESTIGATING.search(question) is not None


@action
def request(
    *, by: Any, now: datetime, contact: Contact, child: Person, agencies: Collection[Agency], question: str
) -> list[AgencyCheck]:
    """Put one question about one child to each agency, where consent stands at this moment (C01, C06, C14).

    The reply is due after C-REPLY. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    if not agencies:
        raise NotPossible("Choose at least one agency.", field="agencies")
    if asks_to_investigate(question):
        raise NotPossible(ASKS_TO_INVESTIGATE, field="question")
    standing = ConsentEvent.objects.standing(contact=contact, kind=ConsentKind.CHECKS, at=now).filter(child=child)
    consent = standing.select_related("override").first()
    if consent is None or not consent.carries(now):
        raise NotPossible(NO_CONSENT, field="agencies")
    outside = [agency.name for agency in agencies if not consent.allows(agency, at=now)]
    if outside:
        raise NotPossible(NOT_COVERED.format(" and ".join(outside)), field="agencies")
    today = london_date(now)
    due_on = policy.period(CHECK_REPLY, on=today).due_on(today, policy.calendar(around=today))
    checks = []
    for agency in agencies:
        check = AgencyCheck(
            contact=contact,
            child=child,
            agency=agency,
            consent=consent,
            question=question,
            requested_by=by,
            requested_on=today,
            due_on=due_on,
        )
        check.full_clean()
        check.save()
        if agency.email:
            outbox.put(topic=TOPIC, key=f"{TOPIC}:{check.pk}", check=check.pk)
        checks.append(check)
    return checks


@action
def record_reply(*, by: Any, on: date, check: AgencyCheck, replied_on: date, reply: str) -> AgencyCheck:
    """Keep what an agency answered and when. Raises NotPossible, ValidationError."""
    held = lock(AgencyCheck.objects.all(), check.pk)
    if held.replied_on is not None:
        raise NotPossible(ALREADY_ANSWERED)
    if replied_on > on:
        raise NotPossible("A reply cannot come in the future.", field="replied_on")
    held.replied_on, held.replied_by, held.reply = replied_on, by, reply
    held.full_clean()
    held.save()
    return held
