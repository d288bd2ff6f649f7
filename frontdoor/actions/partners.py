"""Referrals from partner agencies: taken in whoever they are about, and however many come."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from frontdoor.actions import attachments, contacts
from frontdoor.actions.contacts import LEVEL_TOLD, NO_CHILD, Referrer
from frontdoor.actions.people import BORN_LATER, NewAdult, NewPerson, check_expected, check_is_child
from frontdoor.core import policy
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.drafts import Draft
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, Contact, PartnerClient, PartnerReferral, ThresholdLevel, ToldPerson
from frontdoor.models.contacts import Method
from frontdoor.permissions import CALL_BACK, REFER

NO_AGENCY = "Your sign-in belongs to no agency yet. Ring the front door instead."
AN_HOUR = timedelta(hours=1)
LIMIT = "PARTNER-HOUR"
ANOTHER_SCHEME = "Choose a level of the scheme that is in force today."
NOT_TO_CALL = "Nobody is waiting for a call about this contact, or somebody has rung already."


@action
def refer(
    *,
    by: Any,
    now: datetime,
    referrer_role: str,
    referrer_telephone: str,
    draft: Draft | None = None,
    **told: Any,
) -> PartnerReferral:
    """Take in a referral by somebody of a partner agency, in that agency's name; ``told`` is what ``take_in`` takes.

    Nobody is looked up: whether a child is known changes nothing of what is done or answered here. ``draft`` is
    deleted with it. Raises NotPossible, and ValidationError with the sentences of the rows.
    """
    require(by, REFER)
    if by.agency is None:
        raise NotPossible(NO_AGENCY)
    referrer = Referrer(
        source_code=by.agency.source_code,
        agency=by.agency,
        referrer_name=by.get_full_name(),
        referrer_role=referrer_role,
        referrer_telephone=referrer_telephone,
        referrer_email=by.email,
    )
    referral = take_in(by=by, now=now, agency=by.agency, referrer=referrer, sender={"sent_by": by}, **told)
    if draft is not None:
        attachments.attach_all(referral.contact, draft, by=by)
        draft.delete()
    return referral


@action
def receive(
    *, by: Any, now: datetime, client: PartnerClient, body_digest: str, level_code: str | None, **told: Any
) -> PartnerReferral:
    """Take in a referral by a partner's system, in its agency's name; ``told`` is what ``take_in`` takes.

    Raises what ``refer`` raises.
    """
    level = None
    if level_code is not None:
        level = ThresholdLevel.objects.in_force(london_date(now)).filter(code=level_code).first()
        if level is None and not told["immediate_danger"]:
            raise NotPossible(ANOTHER_SCHEME, field="level")
        if level is None:
            unsure = [*told.get("not_checked", "").splitlines(), f"{LEVEL_TOLD}: {level_code}"]
            told["not_checked"] = "\n".join(unsure)
    return take_in(
        by=by,
        now=now,
        agency=client.agency,
        sender={"client": client, "body_digest": body_digest},
        claimed_level=level.pk if level else None,
        **told,
    )


def take_in(
    *,
    by: Any,
    now: datetime,
    agency: Agency,
    referrer: Referrer,
    sender: dict[str, Any],
    children: Sequence[NewPerson],
    claimed_level: int | None,
    adults: Sequence[NewAdult] = (),
    **told: Any,
) -> PartnerReferral:
    """The same inside an act that is under way, whoever sends; ``sender`` names the columns that say who.

    Above the agency's limit of an hour the referral is taken in too, and waits for a call back (never dropped).
    """
    if not children:
        raise NotPossible(NO_CHILD)
    today = london_date(now)
    if claimed_level is not None and not ThresholdLevel.objects.in_force(today).filter(pk=claimed_level).exists():
        raise NotPossible(ANOTHER_SCHEME, field="level")
    if told["immediate_danger"]:
        children, unsure = contacts.doubtful_of(children, today)
        told["not_checked"] = "\n".join([*told.get("not_checked", "").splitlines(), *unsure])
    over_limit = _sent_within_the_hour(agency, now) >= policy.periods([LIMIT], on=today)[LIMIT].value
    contact = contacts.take_in(
        by=by,
        received_at=now,
        method=Method.FORM,
        referrer=referrer,
        claimed_level_id=claimed_level,
        claimed_level_not_said=claimed_level is None,
        **told,
    )
    for child in children:
        _tell_of(contact, child, now, is_child=True)
    for adult in adults:
        _tell_of(
            contact,
            adult.person,
            now,
            is_child=False,
            kind=adult.kind,
            parental_responsibility=adult.parental_responsibility,
            lives_with_child=adult.lives_with_child,
        )
    referral = PartnerReferral(
        contact=contact, agency=agency, claimed_level_id=claimed_level, over_limit=over_limit, **sender
    )
    referral.full_clean()
    referral.save()
    return referral


@action
def called_back(*, by: Any, contact_id: int, at: datetime) -> PartnerReferral:
    """Record that ``by`` has spoken to whoever sent a referral above the limit. Raises NotPossible."""
    require(by, CALL_BACK)
    waiting = PartnerReferral.objects.to_call_back().filter(contact__in=Contact.objects.visible_to(by))
    referral = waiting.select_for_update(of=("self",), no_key=True).filter(contact_id=contact_id).first()
    if referral is None:
        raise NotPossible(NOT_TO_CALL)
    referral.called_back_at, referral.called_back_by = at, by
    referral.full_clean()
    referral.save()
    return referral


def _sent_within_the_hour(agency: Agency, now: datetime) -> int:
    return PartnerReferral.objects.since(now - AN_HOUR, agency=agency).count()


def _tell_of(contact: Contact, person: NewPerson, now: datetime, **more: Any) -> None:
    if person.birth_date is not None and person.birth_date > london_date(now):
        raise NotPossible(BORN_LATER, field="birth_date")
    check_expected(person.birth_date_known, person.expected_birth_date, london_date(now))
    check_is_child(person.birth_date, london_date(now), is_child=more["is_child"])
    where = person.address
    address = {"address_lines": where.lines, **_without_lines(where)} if where is not None else {}
    told = ToldPerson(contact=contact, **person.columns(), **address, **more)
    told.full_clean(exclude=["contact"])
    told.save()


def _without_lines(address: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(address).items() if name != "lines"}
