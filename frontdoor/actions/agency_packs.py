"""An agency's quarterly pack: begun, given examples that two people answer for, issued once (L58)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from frontdoor import agency_pack, letter_words
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.recognising import held_in, name_marks, number_marks
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Agency, AgencyPack, Contact, ContactReview, PackExample
from frontdoor.models.agency_packs import CONFIRMED_BY_ANOTHER, CONFIRMED_STAYS, ISSUED_STAYS, QUARTER_NOT_OVER
from frontdoor.permissions import ISSUE_PACKS, PREPARE_PACKS

NAMES_SOMEBODY = "The example holds a name or a reference of this contact. Tell it so that nobody can be known."
UNCONFIRMED = "An example waits to be confirmed. Confirm it first."


@action
def begin(*, by: Any, on: date, agency: Agency, quarter_from: date) -> AgencyPack:
    """Begin the pack of a quarter that is over. Raises NotPossible, ValidationError where there is one already."""
    require(by, PREPARE_PACKS)
    pack = AgencyPack(agency=agency, quarter_from=quarter_from, begun_by=by)
    if on < pack.quarter_ends:
        raise NotPossible(QUARTER_NOT_OVER, field="quarter_from")
    pack.full_clean()
    pack.save()
    return pack


def _open(pack_id: int) -> AgencyPack:
    pack = lock(AgencyPack.objects.all(), pack_id)
    if pack.issued_at is not None:
        raise NotPossible(ISSUED_STAYS)
    return pack


@action
def write_example(
    *, by: Any, now: datetime, pack: AgencyPack, way: str, place: int, review: ContactReview, story: str
) -> PackExample:
    """Put an example at its place, or rewrite the one there until somebody has confirmed it.

    Raises NotPossible for one that holds a name of a child, an adult, the referrer or a reference of the contact.
    """
    require(by, PREPARE_PACKS)
    held = _open(pack.pk)
    example = held.examples.filter(way=way, place=place).first() or PackExample(pack=held, way=way, place=place)
    if example.confirmed_at is not None:
        raise NotPossible(CONFIRMED_STAYS)
    if names_in(story, review.contact):
        raise NotPossible(NAMES_SOMEBODY, field="story")
    example.review, example.story = review, story
    example.written_by, example.written_at = by, now
    example.full_clean()
    example.save()
    return example


def names_in(story: str, contact: Contact) -> list[str]:
    """What a story holds that says who somebody of a contact is, or which contact it was, as it is written there."""
    own = [*name_marks(contact.referrer_name), *number_marks(contact.reference)]
    return [*letter_words.named_in(contact, story), *held_in(story, own)]


@action
def confirm_example(*, by: Any, now: datetime, example: PackExample) -> PackExample:
    """Confirm that an example names nobody; never by who wrote it. Raises NotPossible."""
    require(by, PREPARE_PACKS)
    _open(example.pack_id)
    held = lock(PackExample.objects.all(), example.pk)
    if held.confirmed_at is not None:
        raise NotPossible(CONFIRMED_STAYS)
    if held.written_by_id == by.pk:
        raise NotPossible(CONFIRMED_BY_ANOTHER)
    held.confirmed_by, held.confirmed_at = by, now
    held.full_clean()
    held.save()
    return held


@action
def issue(*, by: Any, now: datetime, pack: AgencyPack) -> AgencyPack:
    """Fix the pack as at now: from here on it comes out the same. Raises NotPossible."""
    require(by, ISSUE_PACKS)
    held = _open(pack.pk)
    if london_date(now) < held.quarter_ends:
        raise NotPossible(QUARTER_NOT_OVER)
    if held.examples.filter(confirmed_at__isnull=True).exists():
        raise NotPossible(UNCONFIRMED)
    held.letterhead = asdict(agency_pack.letterhead_of(held))
    held.issued_by, held.issued_at = by, now
    held.digest = agency_pack.content(held, now).digest
    held.full_clean()
    held.save()
    return held
