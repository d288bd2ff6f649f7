"""What stands behind reason O4: a strategy discussion, an emergency power, or a call to the police or the ambulance.

It belongs to this contact and to now: since the contact was received, and within the hours of a dated local rule
(C-NOW). ``ACTS_AT_ONCE`` says it to the database; discussions and powers are read over the children of the contact.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pgtrigger
from django.db.models import Q
from django.db.models.functions import Coalesce

from frontdoor.core import policy
from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses
from frontdoor.core.timescales import ACTING_NOW
from frontdoor.core.working_days import london_date
from frontdoor.models.contacts import Contact
from frontdoor.models.override_choices import ActsNow
from frontdoor.models.override_rules import ACTS_NOW, LEAST_CALL_REFERENCE


@dataclass(frozen=True)
class Act:
    """What is done at once: its kind, the number of its record or the call's time and reference."""

    kind: str = ""
    number: int | None = None
    called_at: datetime | None = None
    reference: str = ""

    def columns(self) -> dict[str, object]:
        """As the row keeps it."""
        return {
            "acts_now": self.kind,
            "acts_now_id": self.number,
            "called_at": self.called_at,
            "call_reference": self.reference,
        }


NO_ACT = Act()


def _now(contact: Contact, at: datetime) -> tuple[datetime, datetime]:
    """From when to when something counts as now: the local hours around ``at`` (C-NOW), not before the contact came."""
    hours = timedelta(hours=policy.period(ACTING_NOW, on=london_date(at)).value)
    return max(contact.received_at, at - hours), at + hours


def recorded(contact: Contact, *, at: datetime) -> dict[tuple[str, int], datetime]:
    """The strategy discussions about a contact and the powers over its children that count now, with their moments.

    A discussion counts when it was held or is planned within the hours, a power that is confirmed until it ends.
    """
    meeting, power = "child__strategy_children__meeting", "child__emergency_powers"
    of_contact = Q(**{f"{meeting}__contact": contact.pk}) | Q(**{f"{meeting}__referral__contact": contact.pk})
    meetings = contact.about.filter(
        of_contact, child__strategy_children__left_out_reason="", **{f"{meeting}__called_off_at__isnull": True}
    )
    meetings = meetings.annotate(met_at=Coalesce(f"{meeting}__held_at", f"{meeting}__planned_at"))
    powers = contact.about.filter(
        **{f"{power}__ended_at__isnull": True, f"{power}__confirmed_at__isnull": False, f"{power}__due_at__gte": at}
    )
    found = (
        (ActsNow.STRATEGY, meetings.filter(met_at__range=_now(contact, at)).values_list(meeting, "met_at")),
        (ActsNow.POWER, powers.values_list(power, f"{power}__started_at")),
    )
    return {(kind.value, number): moment for kind, rows in found for number, moment in rows.order_by()}


def is_whole(act: Act, contact: Contact, *, requested_at: datetime) -> bool:
    """Whether an act of now exists for the contact, or a call of now is told with its time and its reference."""
    if act.kind == ActsNow.CALL:
        told = len(act.reference.strip()) >= LEAST_CALL_REFERENCE and re.search("[0-9]", act.reference)
        first, _ = _now(contact, requested_at)
        return bool(told) and act.called_at is not None and first <= act.called_at <= requested_at
    return (act.kind, act.number) in recorded(contact, at=requested_at)


_HOURS = f"""(
    SELECT p.value * interval '1 hour' FROM frontdoor_policyperiod p
    WHERE p.code = '{ACTING_NOW.code}' AND p.team_id IS NULL
      AND p.valid_from <= (NEW.requested_at AT TIME ZONE 'Europe/London')::date
    ORDER BY p.valid_from DESC LIMIT 1)"""  # noqa: S608 - a code of ours

ACTS_AT_ONCE = refuses(
    "override_o4_acts_at_once",
    sentence=ACTS_NOW,
    operation=pgtrigger.Insert,
    declare=[("hours", "interval"), ("since", "timestamptz")],
    first=f"""
        hours := {_HOURS};
        SELECT greatest(t.received_at, NEW.requested_at - hours) INTO since
        FROM frontdoor_contact t WHERE t.id = NEW.contact_id;
    """,  # noqa: S608 - no value of a user stands in this text
    when=f"""
        NOT {BRINGING_IN} AND (CASE
            WHEN NOT 'O4' = ANY (NEW.reason_codes) THEN NEW.acts_now <> ''
            WHEN NEW.acts_now = 'strategy' THEN NOT EXISTS (
                SELECT 1 FROM cases_strategymeeting m JOIN cases_strategychild s ON s.meeting_id = m.id
                JOIN frontdoor_contactchild c ON c.child_id = s.child_id AND c.contact_id = NEW.contact_id
                LEFT JOIN frontdoor_referral r ON r.id = m.referral_id
                WHERE m.id = NEW.acts_now_id AND m.called_off_at IS NULL AND s.left_out_reason = ''
                  AND NEW.contact_id IN (m.contact_id, r.contact_id)
                  AND coalesce(m.held_at, m.planned_at) BETWEEN since AND NEW.requested_at + hours)
            WHEN NEW.acts_now = 'power' THEN NOT EXISTS (
                SELECT 1 FROM cases_emergencypower p
                JOIN frontdoor_contactchild c ON c.child_id = p.child_id AND c.contact_id = NEW.contact_id
                WHERE p.id = NEW.acts_now_id AND p.ended_at IS NULL AND p.confirmed_at IS NOT NULL
                  AND p.due_at >= NEW.requested_at)
            WHEN NEW.acts_now = 'call' THEN NEW.called_at IS NULL
                OR NEW.called_at NOT BETWEEN since AND NEW.requested_at
                OR length(trim(NEW.call_reference)) < {LEAST_CALL_REFERENCE} OR NEW.call_reference !~ '[0-9]'
            ELSE true END)
    """,  # noqa: S608 - no value of a user stands in this text
)
"""Hours count only where somebody acts within them: the act is on the system, or was called for (2.4)."""
