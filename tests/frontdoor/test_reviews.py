"""Reviewing referrals: one code a contact, a blind second rating, agreement; K08 as a hand count would have it."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from frontdoor import agreement, appropriateness
from frontdoor.actions import contact_reviews
from frontdoor.core.acting import acting_as
from frontdoor.core.permissions import Refused
from frontdoor.core.sampling import drawn
from frontdoor.models import Contact, ContactReview, ReviewDraw, SampledContact
from frontdoor.models.contact_reviews import (
    AGREED_BY_THE_OTHER,
    AGREED_TOO_EARLY,
    ALREADY_REVIEWED,
    NOT_REVIEWABLE,
    NOT_YOURS_TO_CORRECT,
    OUTCOME_ALONE,
    RECORDER_REVIEWS,
    SECOND_BY_ANOTHER,
    ReviewCode,
    to_review,
)
from tests.exporting import saved
from tests.factories.contacts import ContactFactory
from tests.factories.decisions import FACT, LIVED, MISSING, WOULD_CHANGE
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.reviews import HELPED, REASON, ReviewFactory, SampledFactory, decided_contact, second_rating
from tests.factories.workers import auditor, practice_manager, senior_leader, service_manager
from tests.frontdoor.test_decisions import contact_about, decide
from tests.law import figures
from tests.rows import insert_raw

pytestmark = pytest.mark.django_db

ANSWER = {"code": "I1", "grounds": ["told", "outcome"], "helped": HELPED}


def rate(contact: Contact, by: Any, **changes: Any) -> ContactReview:
    return contact_reviews.rate(by=by, now=timezone.now(), contact=contact, **ANSWER | changes)


def correct(contact: Contact, by: Any, code: str = "AP") -> ContactReview:
    given = ANSWER | {"code": code, "reason": REASON}
    return contact_reviews.correct(by=by, now=timezone.now(), contact=contact, **given)


def agree(contact: Contact, by: Any, code: str = "AP") -> ContactReview:
    return contact_reviews.agree(
        by=by, now=timezone.now(), contact=contact, **ANSWER | {"code": code, "reason": REASON}
    )


def post(client: Any, contact: Contact, **changes: Any) -> Any:
    page = client.get(f"/contacts/{contact.pk}/review/")
    key = page.context["form"]["submission_key"].value()
    return client.post(f"/contacts/{contact.pk}/review/", ANSWER | {"submission_key": key} | changes)


def test_L15_k08_by_agency_equals_a_hand_count(acting, client):
    chance, leader = random.Random(15), senior_leader()
    agencies = [AgencyFactory(), AgencyFactory()]
    expected: dict[int, Counter] = {agency.pk: Counter() for agency in agencies}
    for number in range(45):
        agency = agencies[number % 2]
        contact = decided_contact(
            agency=agency,
            rag_reason="x",
            rag=chance.choice(["red", "amber", "green"]),
            received_at=datetime(2026, 11, 2, 10, tzinfo=UTC) + timedelta(hours=number),
        )
        code = chance.choice(ReviewCode.values)
        if chance.random() < 0.2:
            continue
        first = ReviewFactory(contact=contact, code=code, reviewed_at=timezone.now() - timedelta(minutes=1))
        if chance.random() < 0.3:
            code = chance.choice(ReviewCode.values)
            ReviewFactory(contact=contact, code=code, corrects=first, reviewed_by=first.reviewed_by, reason=REASON)
        expected[agency.pk][code] += 1
    found = appropriateness.by_agency(
        Contact.objects.visible_to(leader), since=date(2026, 11, 1), until=date(2026, 11, 9), at=timezone.now()
    )
    for row in found:
        by_hand = expected[row.agency_id]
        inappropriate = sum(by_hand[code] for code in by_hand if code.startswith("I"))
        assert dict(row.together.codes) == {code: number for code, number in by_hand.items() if number}
        assert (row.together.inappropriate, row.together.under) == (inappropriate, by_hand["U"])
        reviewed = sum(by_hand.values())
        assert row.together.i_rate == (round(100 * inappropriate / reviewed) if reviewed >= 20 else None)
        assert sum(counts.reviewed for counts in row.by_rag.values()) == reviewed
    assert len(found) == 2
    client.force_login(leader)
    page = client.get("/agencies/").content.decode()
    assert "under-referral (U)" in page


@pytest.mark.parametrize(("reviewed", "has_rate"), [(19, False), (20, True)])
def test_no_rate_is_given_for_fewer_than_twenty(reviewed, has_rate):
    counts = appropriateness.Counts(reviewed, 0, {"I1": 5, "AP": reviewed - 5})
    assert (counts.i_rate is not None, counts.u_rate is not None) == (has_rate, has_rate)


def test_whoever_recorded_the_contact_does_not_review_it(acting, client):
    recorder = practice_manager(team__front_door=True)
    contact = decided_contact(recorded_by=recorder)
    with pytest.raises(Refused, match=RECORDER_REVIEWS):
        rate(contact, recorder)
    client.force_login(recorder)
    page = client.get(f"/contacts/{contact.pk}/review/").content.decode()
    assert RECORDER_REVIEWS in page
    assert "Save the review" not in page


def test_the_reviewer_reads_what_the_decision_stands_on(acting, client):
    decision = decide(contact_about(ChildFactory()))
    client.force_login(auditor())
    page = client.get(f"/contacts/{decision.contact_id}/review/")
    for answer in (FACT, LIVED, MISSING, WOULD_CHANGE, decision.analysis):
        assert escape(answer) in page.text


def test_an_outcome_alone_is_no_ground(acting, client):
    contact, reviewer = decided_contact(), auditor()
    with pytest.raises(ValidationError, match=OUTCOME_ALONE):
        rate(contact, reviewer, grounds=["outcome"])
    client.force_login(reviewer)
    answer = post(client, contact, grounds=["outcome"])
    assert answer.status_code == 422
    assert OUTCOME_ALONE in answer.content.decode()
    assert HELPED in answer.content.decode()


def test_an_undecided_contact_and_one_without_an_agency_are_not_reviewed(acting):
    for contact in (ContactFactory(triaged=True), decided_contact(agency=None, source_code="1B")):
        with pytest.raises(ValidationError, match=NOT_REVIEWABLE):
            rate(contact, auditor())


def test_a_second_review_without_a_sample_is_refused_and_nothing_typed_is_lost(acting, client):
    contact, late = decided_contact(), auditor()
    client.force_login(late)
    key = client.get(f"/contacts/{contact.pk}/review/").context["form"]["submission_key"].value()
    rate(contact, service_manager())
    answer = client.post(
        f"/contacts/{contact.pk}/review/", ANSWER | {"submission_key": key, "helped": HELPED + " Mine."}
    )
    assert answer.status_code == 422
    assert ALREADY_REVIEWED in answer.content.decode()
    assert HELPED + " Mine." in answer.content.decode()


def test_sent_twice_is_one_review(acting, client):
    contact = decided_contact()
    client.force_login(auditor())
    key = client.get(f"/contacts/{contact.pk}/review/").context["form"]["submission_key"].value()
    for _ in range(2):
        client.post(f"/contacts/{contact.pk}/review/", ANSWER | {"submission_key": key})
    assert contact.reviews.count() == 1


def test_a_correction_is_a_new_review_by_the_same_reviewer(acting):
    contact, reviewer = decided_contact(), auditor()
    first = rate(contact, reviewer)
    with pytest.raises(ValidationError, match=NOT_YOURS_TO_CORRECT):
        correct(contact, service_manager())
    second = correct(contact, reviewer)
    assert second.corrects == first
    assert contact.reviews.in_force(timezone.now()).get() == second
    assert contact.reviews.in_force(second.reviewed_at - timedelta(microseconds=1)).get() == first


def test_the_second_rater_does_not_see_the_first_code_before_saving(acting, client):
    contact = SampledFactory(
        contact=ReviewFactory(code="I7", helped="Words of the first reviewer, nobody's else.").contact
    ).contact
    second = auditor()
    client.force_login(second)
    everywhere = [
        f"/contacts/{contact.pk}/review/",
        "/agencies/contacts/?which=I7",
        "/agencies/contacts/",
        "/reviews/?show=second",
    ]
    for path in everywhere:
        page = client.get(path).content.decode()
        assert "Words of the first reviewer" not in page, path
    masked = client.get("/agencies/contacts/?which=I7").content.decode()
    assert contact.reference not in masked
    assert "contact that you may rate a second time" in masked
    file = saved(client, "/agencies/contacts/?which=I7&format=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert contact.reference not in file.text
    assert post(client, contact, code="AP").status_code == 302
    assert "Words of the first reviewer" in client.get(f"/contacts/{contact.pk}/review/").content.decode()
    assert contact.reference in client.get("/agencies/contacts/?which=I7").content.decode()


def test_who_does_not_rate_again_sees_the_whole_list(acting, client):
    contact = SampledFactory().contact
    client.force_login(senior_leader())
    assert contact.reference in client.get("/agencies/contacts/?which=I").content.decode()


def test_the_first_reviewer_gives_no_second_rating(acting):
    review = ReviewFactory()
    SampledFactory(contact=review.contact)
    with pytest.raises(ValidationError, match=SECOND_BY_ANOTHER):
        rate(review.contact, review.reviewed_by)


def test_who_decided_the_contact_gives_no_second_rating_and_is_not_offered_it(acting, client):
    contact, decider = decided_contact(), service_manager()
    contact.decided_by = decider
    contact.save()
    ReviewFactory(contact=contact)
    SampledFactory(contact=contact)
    with pytest.raises(ValidationError, match=SECOND_BY_ANOTHER):
        rate(contact, decider)
    row = ReviewFactory.build(contact=contact, stage="second", reviewed_by=decider, reviewed_at=timezone.now())
    with acting_as(decider), pytest.raises(DatabaseError, match=SECOND_BY_ANOTHER), transaction.atomic():
        insert_raw(row)
    client.force_login(decider)
    assert client.get("/reviews/?show=second").context["rows"] == []
    client.force_login(auditor())
    assert [row.pk for row in client.get("/reviews/?show=second").context["rows"]] == [contact.pk]


def test_two_ratings_that_differ_are_settled_by_agreement_with_a_reason(acting, client):
    second = second_rating(code="AP")
    contact, reviewer = second.contact, service_manager()
    first = contact.reviews.get(stage="first")
    assert contact.reviews.in_force(timezone.now()).get() == first
    with pytest.raises(ValidationError, match=NOT_YOURS_TO_CORRECT):
        correct(contact, first.reviewed_by)
    client.force_login(reviewer)
    assert [row.pk for row in client.get("/reviews/?show=differ").context["rows"]] == [contact.pk]
    assert post(client, contact, code="I2").status_code == 422
    assert post(client, contact, code="I2", reason=REASON).status_code == 302
    assert contact.reviews.in_force(timezone.now()).get().code == "I2"
    assert client.get("/reviews/?show=differ").context["rows"] == []
    assert agree(contact, reviewer, code="AP").corrects.code == "I2"


def test_nobody_writes_down_alone_that_their_own_code_is_agreed(acting):
    second = second_rating(code="AP")
    contact, first = second.contact, second.contact.reviews.get(stage="first")
    for own in (first, second):
        with pytest.raises(ValidationError, match=AGREED_BY_THE_OTHER):
            agree(contact, own.reviewed_by, code=own.code)
    assert agree(contact, second.reviewed_by, code=first.code).code == first.code


def test_nothing_is_agreed_before_two_ratings(acting):
    with pytest.raises(ValidationError, match=AGREED_TOO_EARLY):
        agree(ReviewFactory().contact, auditor())


@given(ids=st.sets(st.integers(1, 10_000), max_size=60), seed=st.integers(0, 999_999), share=st.sampled_from([10, 25]))
def test_a_sample_is_at_least_its_share_and_the_same_for_its_seed(ids, seed, share):
    once = drawn(ids, seed=seed, per_cent=share)
    assert once == drawn(sorted(ids, reverse=True), seed=seed, per_cent=share)
    assert len(once) * 100 >= len(ids) * share
    assert (len(once) - 1) * 100 < len(ids) * share
    assert set(once) <= ids


def test_a_week_is_drawn_once_and_can_be_drawn_again_from_its_number(acting):
    monday = datetime(2026, 11, 9, 0, 0, tzinfo=UTC)
    for number in range(11):
        received = monday - timedelta(days=3)
        at = monday + timedelta(hours=10 * number)
        ReviewFactory(contact=decided_contact(received_at=received), reviewed_at=at)
    ReviewFactory(reviewed_at=datetime(2026, 11, 18, tzinfo=UTC))
    seeds = iter(range(100, 200))
    for _ in range(2):
        contact_reviews.draw_second_ratings(
            by=acting, on=date(2026, 11, 17), now=timezone.now, seed=lambda: next(seeds)
        )
    draw = ReviewDraw.objects.get(week_from=date(2026, 11, 9))
    chosen = sorted(SampledContact.objects.filter(draw=draw).values_list("contact_id", flat=True))
    assert (draw.rated, len(chosen)) == (11, 2)
    assert chosen == drawn(contact_reviews.rated_in(draw.week_from), seed=draw.seed, per_cent=draw.per_cent)
    assert ReviewDraw.objects.count() == contact_reviews.WEEKS_CAUGHT_UP


def test_two_reviewers_take_two_contacts_and_own_ones_come_back(acting):
    older = decided_contact(received_at=datetime(2026, 11, 9, 10, tzinfo=UTC))
    newer = decided_contact()
    first, second = auditor(), auditor()
    waiting = to_review(Contact.objects.all())

    def take(by: Any) -> Any:
        return contact_reviews.take_next(by=by, now=timezone.now(), waiting=waiting)

    assert [take(first), take(second), take(first)] == [older, newer, older]
    assert take(auditor()) is None
    recorder = practice_manager()
    decided_contact(recorded_by=recorder)
    assert take(recorder) is None


def test_kappa_is_the_textbooks_and_held_back_below_twenty():
    # Cohen 1960's way by hand: 20 pairs, 15 alike; expected (12/20)(11/20) + (8/20)(9/20) = 0.51; (0.75-0.51)/0.49
    pairs = [("AP", "AP")] * 9 + [("I1", "I1")] * 6 + [("AP", "I1")] * 3 + [("I1", "AP")] * 2
    assert agreement.of(pairs).kappa == 0.49
    assert agreement.of(pairs).per_cent == 75
    assert agreement.of(pairs).differences == [("AP", "I1", 3), ("I1", "AP", 2)]
    assert agreement.of(pairs[:-1]).kappa is None
    assert agreement.of([("AP", "AP")] * 30).kappa is None


def test_the_page_of_agreement_counts_pairs(acting, client):
    second_rating(code="I1")
    second_rating(code="AP")
    client.force_login(senior_leader())
    page = client.get("/reviews/agreement/")
    assert page.context["agreement"].pairs == 2
    assert "1 of 2" in page.content.decode()


@pytest.mark.parametrize("path", ["/agencies/", "/agencies/{agency}/", "/reviews/"])
def test_every_number_leads_to_its_rows(acting, client, path):
    review = ReviewFactory(contact=decided_contact(received_at=timezone.now() - timedelta(days=9)))
    for code in ("AP", "U", "I4"):
        contact = decided_contact(agency=review.contact.agency, received_at=timezone.now() - timedelta(days=20))
        ReviewFactory(contact=contact, code=code)
    decided_contact(agency=review.contact.agency, received_at=timezone.now() - timedelta(days=20))
    SampledFactory(contact=review.contact)
    client.force_login(auditor())
    found = figures.on_page(client, path.format(agency=review.contact.agency_id))
    assert len(found) >= 3
    for label, count, url in found:
        assert figures.rows_behind(client, url) == count, f"{label} leads to {url}"


@pytest.mark.parametrize("path", ["/agencies/", "/agencies/contacts/", "/reviews/"])
def test_pages_ask_no_more_for_many_rows(acting, client, path, django_assert_max_num_queries):
    client.force_login(auditor())
    client.get(path)  # the session's own first questions
    counts = []
    for rows in (1, 24):
        for _ in range(rows):
            ReviewFactory(contact=decided_contact(received_at=timezone.now() - timedelta(days=5)))
            decided_contact(received_at=timezone.now() - timedelta(days=5))
        with django_assert_max_num_queries(40) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]
