"""That a family is told stands on the row: who told it, that it was told, and by when (C11)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import completions, telling
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import FamilyTelling
from frontdoor.models.telling import (
    DUE_STAYS,
    IN_THE_FUTURE,
    NOT_TOLD,
    PUT_OFF_BY_ANOTHER,
    PUT_OFF_TOO_LONG,
    STILL_NOT_TOLD,
    TELLING_STAYS,
    TOLD_IN_PERSON,
)
from tests.factories import decisions as standing
from tests.factories.after_override import TellingFactory, approved
from tests.factories.consent import OverrideFactory, decided
from tests.factories.contacts import ContactFactory
from tests.factories.workers import consent_decider, practice_manager, social_worker
from tests.frontdoor.test_decision_evidence import ANALYSIS, urgently
from tests.frontdoor.test_decisions import decide
from tests.law.rules_evidence import decision
from tests.rows import bringing_in, update_raw

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WORDS = "The mother was told all of it at home."
WHY = "The father would hurt her if he heard of it now."


def refused(row: FamilyTelling, sentence: str, *, by: Any, **values: Any) -> None:
    with acting_as(by), pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        update_raw(row, **values)


def told(by: Any, **changes: Any) -> dict[str, Any]:
    return {"told_on": TODAY, "told_by": by, "told_words": WORDS} | changes


def put_off(by: Any, **changes: Any) -> dict[str, Any]:
    later = TODAY + timedelta(days=5)
    return {"put_off_on": TODAY, "put_off_by": by, "put_off_reason": WHY, "due_on": later} | changes


def test_C11_telling_is_signed_by_who_writes_it(acting):
    row, worker, manager = approved().tellings.get(), social_worker(), practice_manager()
    refused(row, TOLD_IN_PERSON, by=worker, **told(manager))
    refused(row, TOLD_IN_PERSON, by=worker, **put_off(manager, due_on=row.due_on))
    refused(
        row, TOLD_IN_PERSON, by=worker, **put_off(worker, put_off_on=row.started_on - timedelta(1), due_on=row.due_on)
    )
    refused(row, IN_THE_FUTURE, by=worker, **told(worker, told_on=TODAY + timedelta(days=1)))
    with acting_as(manager):
        update_raw(row, **put_off(manager))
    with acting_as(worker):
        update_raw(row, **told(worker))


def test_C11_no_telling_is_written_as_done_from_the_start(acting):
    row = TellingFactory.build(override=approved(), of="wrong", **told(acting))
    with pytest.raises(DatabaseError, match=TOLD_IN_PERSON), transaction.atomic():
        row.save()


def test_C11_a_family_that_was_told_stays_told(acting):
    row, worker = approved().tellings.get(), social_worker()
    telling.tell(by=worker, on=TODAY, telling=row, told_on=TODAY, words=WORDS)
    refused(row, TELLING_STAYS, by=worker, told_on=None, told_by=None, told_words="")
    refused(row, TELLING_STAYS, by=worker, **put_off(worker))
    refused(row, DUE_STAYS, by=worker, due_on=row.due_on + timedelta(days=1))


def test_C11_the_day_moves_only_with_the_reason_why_the_family_is_not_told_yet(acting):
    row, worker, other = approved().tellings.with_version().get(), social_worker(), practice_manager()
    refused(row, DUE_STAYS, by=worker, due_on=row.due_on + timedelta(days=300))
    later = TODAY + timedelta(days=2)
    telling.put_off(by=other, on=TODAY, telling=row, version=row.version, review_on=later, reason=WHY)
    refused(row, DUE_STAYS, by=worker, due_on=later + timedelta(days=1))
    refused(row, TELLING_STAYS, by=worker, put_off_on=None, put_off_by=None, put_off_reason="")


def test_C11_a_party_to_the_decision_or_no_manager_puts_nothing_off(acting):
    asker, decider = practice_manager(), consent_decider()
    row = decided(OverrideFactory(requested_by=asker), by=decider).tellings.with_version().get()
    act = {"on": TODAY, "telling": row, "version": row.version, "review_on": TODAY + timedelta(5), "reason": WHY}
    for nobody in (asker, decider, social_worker()):
        with pytest.raises(NotPossible, match=PUT_OFF_BY_ANOTHER):
            telling.put_off(by=nobody, **act)
        refused(row, PUT_OFF_BY_ANOTHER, by=nobody, **put_off(nobody))
    refused(row, PUT_OFF_TOO_LONG, by=(other := practice_manager()), **put_off(other, due_on=TODAY + timedelta(29)))
    assert telling.put_off(by=other, **act).put_off_by == other


@pytest.mark.parametrize(("days", "settled"), [(-1, False), (0, True), (1, True)])
def test_C11_a_put_off_whose_day_has_passed_settles_nothing(acting, days, settled):
    contact = ContactFactory(triaged=True)
    row, day = approved(contact=contact).tellings.get(), TODAY + timedelta(days=days)
    ago = TODAY - timedelta(days=20)
    with bringing_in():
        TellingFactory(override=row.override, of="wrong", started_on=ago, **put_off(acting, put_off_on=ago, due_on=day))
    telling.tell(by=social_worker(), on=TODAY, telling=row, told_on=TODAY, words=WORDS)
    assert FamilyTelling.objects.unsettled(contact, on=TODAY).exists() == (not settled)
    if settled:
        assert decide(contact, at=timezone.now())
        return
    with pytest.raises(NotPossible, match=NOT_TOLD):
        decide(contact, at=timezone.now())
    with pytest.raises(DatabaseError, match=NOT_TOLD), transaction.atomic():
        decision(contact=contact)


def test_C11_an_urgent_decision_goes_first_and_its_record_is_complete_when_the_family_is_told(acting):
    override, manager = approved(contact=ContactFactory(triaged=True)), practice_manager(team__front_door=True)
    contact = override.contact
    urgently(contact, manager)

    def complete() -> Any:
        return completions.complete(
            contact_id=contact.pk,
            history_considered="Help was given a year ago and did not last beyond the summer.",
            analysis=ANALYSIS,
            evidence=standing.evidence(contact),
            by=manager,
            at=timezone.now(),
        )

    with pytest.raises(NotPossible, match=STILL_NOT_TOLD):
        complete()
    telling.tell(by=manager, on=TODAY, telling=override.tellings.get(), told_on=TODAY, words=WORDS)
    assert complete().finished_on == TODAY
