"""What is done with a contact at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, QuerySet

from frontdoor.actions import doubtful, feedback, people
from frontdoor.actions.people import NewAdult, NewPerson
from frontdoor.core import drafts
from frontdoor.core.access import Viewer, looking
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.drafts import Draft
from frontdoor.core.policy import calendar, periods
from frontdoor.core.prepared import AmongThese, Prepared
from frontdoor.core.timed import due_if_known
from frontdoor.core.timescales import DECISION_RED, REFERRAL_DECISION, TRIAGE, TRIAGE_DANGER
from frontdoor.core.working_days import EARLIEST, london_date
from frontdoor.models import Agency, Contact, ContactChild, Person, ThresholdLevel
from frontdoor.models.birth_dates import LONG_BEFORE_BIRTH
from frontdoor.models.contacts import RECEIVED_TOO_EARLY
from frontdoor.models.threshold import ANOTHER_SCHEME

NO_CHILD = "A contact is about at least one child. Find or add the child."
NOT_SAID = "not_said"
LEVEL_TOLD = "Level of need that was named"
CHILD_GONE = "A child on this contact cannot be used. Search for the child again."


@dataclass(frozen=True, kw_only=True)
class Referrer:
    """Who tells us: the census source always, an agency of the list where it is one, and whom to ring back."""

    source_code: str
    agency: Agency | None = None
    referrer_name: str = ""
    referrer_role: str = ""
    referrer_telephone: str = ""
    referrer_email: str = ""

    def columns(self) -> dict[str, Any]:
        """The values of the contact's row, the agency as the row that was read."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


@action
def record(
    *,
    by: Any,
    now: datetime,
    received_at: datetime,
    method: str,
    referrer: Referrer,
    children: Sequence[int | NewPerson],
    concern: str,
    claimed_consent: str,
    immediate_danger: bool,
    adults: Sequence[NewAdult] = (),
    child_voice: str = "",
    already_tried: str = "",
    claimed_consent_reason: str = "",
    claimed_level: str = "",
    not_checked: str = "",
    draft: Draft | None = None,
) -> Contact:
    """Record what was told about one or more children and start the triage clock (T01) at ``received_at``;
    while a child is in danger the Red decision clock (T02) runs from then as well.

    ``children`` are ids of people already recorded or descriptions of new ones. ``claimed_level`` is the number of the
    level that the referrer names, NOT_SAID, or empty where nobody asked. ``not_checked``: what was typed and cannot be
    right, a line each; while a child is in danger what would be refused is put there too. ``draft`` is deleted with it.
    Raises NotPossible, and ValidationError with the sentences of the rows.
    """
    if not children:
        raise NotPossible(NO_CHILD)
    level = claim(claimed_level, received_at, in_danger=immediate_danger)
    unsure = not_checked.splitlines()
    if immediate_danger:
        children, set_aside = doubtful_of(children, london_date(now))
        unsure += set_aside + [f"{LEVEL_TOLD}: {claimed_level}"] * is_unread(claimed_level, level)
    contact = take_in(
        by=by,
        received_at=received_at,
        method=method,
        referrer=referrer,
        concern=concern,
        child_voice=child_voice,
        already_tried=already_tried,
        claimed_consent=claimed_consent,
        claimed_consent_reason=claimed_consent_reason,
        immediate_danger=immediate_danger,
        not_checked="\n".join(unsure),
        **level,
    )
    named = _children(by, now, children)
    for child in named:
        name_child(contact, child)
    for adult in adults:
        people.add_to_family(by=by, on=london_date(now), adult=adult, children=named)
    if draft is not None:
        drafts.sent(draft)
    return contact


def take_in(*, by: Any, received_at: datetime, referrer: Referrer, **told: Any) -> Contact:
    """Store what was told (columns of the contact) with its clocks, inside an act that is under way.

    Missing words about the family's agreement never stop it (domain.md C13): ``still_to_say`` asks for them. Raises
    NotPossible for a moment before 2000, and what the row refuses.
    """
    if london_date(received_at) < EARLIEST:
        raise NotPossible(RECEIVED_TOO_EARLY, field="received_at")
    clocks, acknowledge_by = _promised(received_at, by, in_danger=told["immediate_danger"])
    contact = Contact(
        received_at=received_at,
        recorded_by=by,
        **clocks,
        **told,
        **referrer.columns(),
    )
    contact.full_clean()
    contact.save()
    feedback.expect_acknowledgement(contact, by=by, due_at=acknowledge_by)
    return contact


def name_child(contact: Contact, child: Person) -> None:
    """Put somebody on a contact as one of its children; somebody known so far as an adult becomes a child too.

    Raises NotPossible where the contact came in long before the child's known date of birth.
    """
    if child.was_born_long_after(london_date(contact.received_at)):
        raise NotPossible(LONG_BEFORE_BIRTH, field="received_at")
    if not child.is_child:
        child.is_child = True
        child.full_clean()
        child.save()
    about = ContactChild(contact=contact, child=child)
    about.full_clean(exclude=["contact"])
    about.save()


def doubtful_of(children: Sequence[Any], on: date) -> tuple[list[Any], list[str]]:
    """The children without what cannot be right on a day, and a line for each thing that was set aside."""
    kept: list[Any] = []
    lines: list[str] = []
    for child in children:
        sound, told = doubtful.set_aside(child, on) if isinstance(child, NewPerson) else (child, [])
        kept.append(sound)
        lines += told
    return kept, lines


def is_unread(claimed_level: str, columns: dict[str, Any]) -> bool:
    """Whether a level was named and the scheme has none of that number."""
    return claimed_level not in ("", NOT_SAID) and columns["claimed_level"] is None


def claim(claimed_level: str, received_at: datetime, *, in_danger: bool = False) -> dict[str, Any]:
    """The contact's columns for the level that a referrer names, of the version in force when the contact came in.

    Raises NotPossible for a number that this version does not have, unless a child is in danger.
    """
    if claimed_level in ("", NOT_SAID):
        return {"claimed_level": None, "claimed_level_not_said": claimed_level == NOT_SAID}
    level = ThresholdLevel.objects.in_force(london_date(received_at)).filter(code=claimed_level).first()
    if level is None and not in_danger:
        raise NotPossible(ANOTHER_SCHEME, field="claimed_level")
    return {"claimed_level": level, "claimed_level_not_said": level is None}


def _promised(received_at: datetime, by: Any, *, in_danger: bool) -> tuple[dict[str, datetime | None], datetime | None]:
    """The contact's clocks by column, and until when the referrer knows that it arrived (T03).

    A clock that runs past the known bank holidays is None and is dated once they are known: no contact waits for a
    list of holidays (L65).

    A contact waits for its triage (T01). While a child is in danger it is Red until a social worker says otherwise:
    both its clocks run from receipt on the wall clock, at any hour (T02; domain.md 1.1).
    """
    in_red = {"triage_due_at": TRIAGE_DANGER, "decision_due_at": DECISION_RED}
    clocks = in_red if in_danger else {"triage_due_at": TRIAGE}
    day = london_date(received_at)
    lasts = periods([*(clock.code for clock in clocks.values()), REFERRAL_DECISION.code], on=day, team_id=by.team_id)
    days = calendar(around=day)
    promised = {column: due_if_known(lasts[clock.code], received_at, days) for column, clock in clocks.items()}
    return promised, due_if_known(lasts[REFERRAL_DECISION.code], received_at, days)


def _linkable(viewer: Viewer, *, ids: Any) -> QuerySet:
    return Person.objects.linkable_by(viewer).filter(AmongThese(F("pk"), ids))


_LINKABLE = Prepared(_linkable, ids=ArrayField(BigIntegerField()))


def _children(by: Any, now: datetime, children: Sequence[int | NewPerson]) -> list[Person]:
    """The people behind the answers, each once."""
    wanted = {pk for pk in children if isinstance(pk, int)}
    known = {}
    if wanted:
        found = _LINKABLE.ask(Viewer.like(by), ids=sorted(wanted), **looking(by))
        known = {child.pk: child for child in found}
    if known.keys() != wanted:
        raise NotPossible(CHILD_GONE)
    added = [
        people.describe(london_date(now), child, is_child=True) for child in children if isinstance(child, NewPerson)
    ]
    return [*known.values(), *added]
