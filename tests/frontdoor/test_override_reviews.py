"""The third person's review (C10, T33), what is put right after it, and the family told afterwards (C11)."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.actions import override_reviews as reviews
from frontdoor.actions import telling
from frontdoor.core.acting import acting_as
from frontdoor.models import CheckStop, ConsentOverride, FamilyTelling, OverrideRemedy, PolicyPeriod
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.override_rules import (
    DRAWN_AS_IT_FALLS,
    NO_REMEDY,
    NOT_A_REVIEWER,
    NOT_A_THIRD,
    NOTHING_TO_REVIEW,
    REQUEST_STAYS,
    STARTED_IT,
)
from frontdoor.models.remedies import VERIFIED_BY_ANOTHER, VERIFIED_BY_NO_PARTY
from frontdoor.models.review_lot import falls
from frontdoor.models.telling import NOT_TOLD, PUT_OFF_AHEAD
from tests.factories.after_override import WRONG, RemedyFactory, approved
from tests.factories.after_override import ask as ask_about
from tests.factories.consent import OverrideFactory, SectionFactory, decided
from tests.factories.contacts import ContactFactory
from tests.factories.workers import TeamFactory, consent_decider, practice_manager, service_manager, social_worker
from tests.frontdoor.test_consent_pages import client_of
from tests.frontdoor.test_decisions import decide
from tests.law.rules_evidence import decision
from tests.rows import bringing_in, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

FOUND = "The facts carry it, and the mother was told two days later."


def review(override: ConsentOverride, by: Any = None, **changes: Any) -> ConsentOverride:
    named = {"result": "upheld", "words": FOUND} | changes
    return reviews.review(by=by or service_manager(), now=timezone.now(), override=override, **named)


def unjustified(override: ConsentOverride, **changes: Any) -> ConsentOverride:
    remedy = {"remedy": "The team reads the case of Haringey together.", "owner": social_worker()}
    return review(override, **{"result": "not_justified", "words": WRONG} | remedy | changes)


def ask(override: ConsentOverride) -> Any:
    return ask_about(override.events.get(), *override.agencies.all())


def test_C10_neither_the_asker_nor_the_decider_reviews(acting):
    asker, decider = practice_manager(), consent_decider()
    override = decided(OverrideFactory(requested_by=asker), by=decider)
    for by in (asker, decider):
        with pytest.raises(ValidationError, match=NOT_A_THIRD):
            review(override, by)
        with acting_as(by), pytest.raises(DatabaseError, match="override_reviewed_by_a_third"), transaction.atomic():
            update_raw(override, reviewed_by=by, reviewed_at=timezone.now(), review_result="upheld", review_words=FOUND)
    with pytest.raises(ValidationError, match=NOT_A_REVIEWER):
        review(override, social_worker())
    assert review(override, practice_manager()).review_result == "upheld"


def test_C10_who_chaired_the_meeting_is_no_third_person(acting):
    chair = practice_manager(team__front_door=True)
    override = decided(SectionFactory(strategy__chair=chair))
    assert override not in ConsentOverride.objects.for_reviewer(chair)
    assert override in ConsentOverride.objects.for_reviewer(practice_manager())
    with pytest.raises(ValidationError, match=STARTED_IT):
        review(override, chair)
    found = {"reviewed_by": chair, "reviewed_at": timezone.now(), "review_result": "upheld"}
    with acting_as(chair), pytest.raises(DatabaseError, match=STARTED_IT), transaction.atomic():
        update_raw(override, review_words=FOUND, **found)
    page = client_of(chair).get(reverse("override_review", args=[override.pk])).content.decode()
    assert STARTED_IT in page
    assert review(override, practice_manager()).review_result == "upheld"


def test_C10_neither_the_asker_nor_the_decider_checks_that_it_is_put_right(acting):
    asker, decider = practice_manager(team__front_door=True), consent_decider()
    today = timezone.localdate()
    unjustified(decided(OverrideFactory(requested_by=asker), by=decider))
    remedy = OverrideRemedy.objects.get()
    reviews.done(by=remedy.owner, on=today, remedy=remedy, words="The team has read it.")
    remedy.refresh_from_db()
    for by in (asker, decider):
        with pytest.raises(ValidationError, match=VERIFIED_BY_NO_PARTY):
            reviews.verify(by=by, on=today, remedy=remedy)
        with acting_as(by), pytest.raises(DatabaseError, match=VERIFIED_BY_NO_PARTY), transaction.atomic():
            update_raw(remedy, verified_on=today, verified_by=by)
        assert client_of(by).post(reverse("override_remedy", args=[remedy.pk]), {"verify": "1"}).status_code == 403
    assert reviews.verify(by=practice_manager(), on=today, remedy=remedy).verified_on == today


def test_a_review_is_of_an_approval_made_once_and_stays(acting):
    with pytest.raises(ValidationError, match=NOTHING_TO_REVIEW):
        review(decided(OverrideFactory(), "refused"))
    override = review(approved(), result="learning")
    with pytest.raises(ValidationError, match=reviews.ALREADY_REVIEWED):
        review(override)
    with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
        update_raw(override, review_words="Something else altogether, written later.")


def test_C10_not_justified_stops_questions_opens_a_remedy_and_tells_the_family(acting):
    override = approved()
    check = ask(override)
    unjustified(override)
    assert CheckStop.objects.get().check_row == check
    with pytest.raises(ValidationError, match=NO_CONSENT):
        ask(override)
    remedy = OverrideRemedy.objects.open().get()
    assert remedy.due_on > remedy.set_on == timezone.localdate()
    assert {row.of for row in FamilyTelling.objects.unsettled(override.contact, on=timezone.localdate())} == {
        "asked",
        "wrong",
    }


@pytest.mark.parametrize("missing", [{"owner": None}, {"remedy": "  "}])
def test_not_justified_without_a_remedy_is_refused_by_every_road(acting, missing):
    override, manager = approved(), service_manager()
    with pytest.raises(ValidationError, match=NO_REMEDY):
        unjustified(override, **missing)
    with acting_as(manager), pytest.raises(DatabaseError, match=NO_REMEDY), transaction.atomic():
        update_raw(
            override,
            reviewed_by=manager,
            reviewed_at=timezone.now(),
            review_result="not_justified",
            review_words=WRONG,
        )


def test_what_is_put_right_is_checked_by_another_person(acting):
    remedy, today = RemedyFactory(owner=practice_manager()), timezone.localdate()
    other, doer = practice_manager(), practice_manager()
    with pytest.raises(ValidationError, match=reviews.NOT_DONE):
        reviews.verify(by=other, on=today, remedy=remedy)
    reviews.done(by=doer, on=today, remedy=remedy, words="The team has read it.")
    for by in (remedy.owner, doer):
        with pytest.raises(ValidationError, match=VERIFIED_BY_ANOTHER):
            reviews.verify(by=by, on=today, remedy=remedy)
    assert reviews.verify(by=other, on=today, remedy=remedy).verified_by == other
    assert not OverrideRemedy.objects.open().exists()


def test_T33_a_review_is_due_within_one_working_day_and_is_late_after_it(acting):
    override = approved()
    due = override.review_due_at
    late = ConsentOverride.objects.review_overdue
    assert list(late(due)) == []
    assert list(late(due + timedelta(microseconds=1))) == [override]
    review(override)
    assert list(late(due + timedelta(microseconds=1))) == []


def test_T33_every_decision_is_drawn_in_the_first_three_months_then_one_in_five(acting):
    today = timezone.localdate()
    shares = PolicyPeriod.objects.of("T33-SHARE").order_by("valid_from")
    assert [row.value for row in shares] == [100, 20]
    assert timedelta(days=80) < shares.last().valid_from - today < timedelta(days=100)
    assert approved().review_due_at is not None


@given(st.integers(1, 10**6), st.uuids(), st.datetimes())
def test_the_lot_is_the_same_each_time_and_100_draws_all(number, seed, moment):
    drawn = {"number": number, "seed": seed, "signed_at": timezone.make_aware(moment, UTC)}
    assert falls(**drawn, share=20) == falls(**drawn, share=20)
    assert falls(**drawn, share=100)
    assert not falls(**drawn, share=0)


def test_the_lot_draws_about_its_share():
    """The same two thousand decisions each time; a larger share draws what the smaller one drew, and more."""
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)

    def drawn(share: int) -> set[int]:
        return {n for n in range(2000) if falls(number=n, seed=UUID(int=n), signed_at=at, share=share)}

    of_twenty = drawn(20)
    assert abs(len(of_twenty) - 400) <= 40
    assert abs(len(drawn(50)) - 1000) <= 50
    assert of_twenty < drawn(50)


def test_T33_nobody_chooses_the_lot(acting):
    """A share of a fifth in force: what is drawn is what stands on the row, whatever moment of decision is told."""
    share = PolicyPeriod.objects.of("T33-SHARE").get(value=20)
    share.pk, share.valid_from, share.set_by = None, timezone.localdate(), acting
    share.save()
    reviewed = set()
    for minutes in range(12):
        request = OverrideFactory(requested_at=timezone.now() - timedelta(minutes=4), lot_seed=UUID(int=0))
        signed = decided(request, made=timezone.now() - timedelta(minutes=minutes / 12))
        stored = ConsentOverride.objects.get(pk=signed.pk)
        assert stored.lot_seed not in {None, UUID(int=0)}
        assert (stored.review_due_at is not None) is stored.lot_falls
        assert stored.review_due_at == signed.review_due_at
        reviewed.add(stored.lot_falls)
        with acting_as(stored.decided_by):
            update_raw(stored, lot_seed=UUID(int=0))
        assert ConsentOverride.objects.get(pk=signed.pk).lot_seed == stored.lot_seed
    assert False in reviewed


def test_nobody_can_leave_a_decision_out_of_review(acting):
    """No share below twenty, and no decision without a due moment while all are reviewed."""
    override, decider = OverrideFactory(), consent_decider()
    now = timezone.now()
    for share, brought in product((None, 19, 100), (False, True)):
        words = "override_approved_is_drawn" if brought else DRAWN_AS_IT_FALLS
        door = bringing_in() if brought else nullcontext()
        with acting_as(decider), pytest.raises(DatabaseError, match=words), transaction.atomic(), door:
            update_raw(
                override,
                decided_by=decider,
                decided_at=now,
                decision="approved",
                decision_reason=says(20),
                expires_at=now + timedelta(days=5),
                review_share=share,
            )


def test_C11_a_contact_is_not_decided_before_the_family_is_told_or_put_off(acting):
    contact = ContactFactory(triaged=True)
    override = approved(contact=contact)
    row, today = override.tellings.with_version().get(), timezone.localdate()
    act = {"by": practice_manager(), "on": today, "telling": row, "version": row.version}
    with pytest.raises(ValidationError, match=NOT_TOLD):
        decide(contact)
    with pytest.raises(ValidationError, match=PUT_OFF_AHEAD):
        telling.put_off(review_on=today, reason=says(20), **act)
    later = today + timedelta(days=7)
    held = telling.put_off(review_on=later, reason="He would find out now.", **act)
    assert held.due_on == later
    assert decide(contact)
    assert list(FamilyTelling.objects.overdue(later)) == []
    assert list(FamilyTelling.objects.overdue(later + timedelta(days=1))) == [row]
    telling.tell(by=social_worker(), on=today, telling=row, told_on=today, words="The mother was told at home.")
    assert not FamilyTelling.objects.owed().exists()


def test_C11_the_decision_page_leads_to_where_the_family_is_told(acting):
    contact = ContactFactory(triaged=True)
    row, today = approved(contact=contact).tellings.get(), timezone.localdate()
    client, page = client_of(service_manager()), reverse("contact_decide", args=[contact.pk])
    there = reverse("family_telling", args=[row.pk])
    assert there in client.get(page).text
    assert there in client.post(page, {}).text
    assert client.get(there).status_code == 200
    telling.tell(by=social_worker(), on=today, telling=row, told_on=today, words="The mother was told at home.")
    assert there not in client.get(page).text


def test_C11_a_decision_written_by_sql_is_refused_too(acting):
    contact = ContactFactory(triaged=True)
    approved(contact=contact)
    with pytest.raises(DatabaseError, match=NOT_TOLD), transaction.atomic():
        decision(contact=contact)


def test_C05_a_decision_made_by_telephone_is_flagged_when_it_is_signed_late(acting):
    now = timezone.now()
    with bringing_in():
        asked = OverrideFactory(requested_at=now - timedelta(hours=9))
    late = decided(asked, made=now - timedelta(hours=3))
    late.refresh_from_db()
    assert late.was_recorded_late
    assert late.signed_at > late.decided_at
    at_once = decided(OverrideFactory())
    at_once.refresh_from_db()
    assert not at_once.was_recorded_late


def test_the_pages_of_a_review(acting):
    override = approved(facts="For screening we need the school to say what it has seen of this child lately.")
    manager = practice_manager(team=TeamFactory(front_door=True))
    client = client_of(manager)
    assert f"Contact {override.contact.reference}" in client.get(reverse("override_reviews")).content.decode()
    url = reverse("override_review", args=[override.pk])
    page = client.get(url).content.decode()
    assert "Screening is no ground." in page
    assert override.decision_reason in page
    answers = {"submission_key": "5f0c7a3e-6f7c-4b43-8d5c-3f0b2b6b8c11", "result": "not_justified", "words": WRONG}
    assert client.post(url, answers).status_code == 422
    owner = social_worker()
    answers |= {"remedy": "The team reads the case of Haringey together.", "owner": owner.pk}
    assert client.post(url, answers).status_code == 302
    assert OverrideRemedy.objects.get().owner == owner
    asker = client_of(override.requested_by)
    assert asker.get(url).status_code == 403


def test_a_list_asks_the_same_number_of_queries_for_25_rows(acting, django_assert_max_num_queries):
    client = client_of(practice_manager(team=TeamFactory(front_door=True)))
    for number in (1, 24):
        for _ in range(number):
            approved()
        for name in ("override_reviews", "families_to_tell"):
            with django_assert_max_num_queries(22):
                client.get(reverse(name))
