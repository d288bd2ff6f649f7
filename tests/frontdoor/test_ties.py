"""Whoever has declared a tie to a family neither decides, reviews, records nor asks about it, by any road (2.1)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import checks, completions, consent, matters, override_reviews, overrides, returns, telling
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import (
    ConflictOfInterest,
    ConsentEvent,
    ConsentOverride,
    ContactReturn,
    DecisionFact,
    FamilyTelling,
)
from frontdoor.models.ties import DECIDES_WITH_A_TIE, HAS_A_TIE
from tests.factories import decisions as standing
from tests.factories import people, workers
from tests.factories.after_override import RemedyFactory, approved, matter_of, withdrawn
from tests.factories.consent import ConsentEventFactory, OverrideFactory, asked, decided, only_child
from tests.factories.contacts import ContactFactory
from tests.frontdoor.test_decision_evidence import page_answers, urgently
from tests.frontdoor.test_decisions import ANALYSIS, decide
from tests.law.rules_evidence import decision
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

WHY = "The facts show a risk of harm today."
TODAY = timezone.localdate()
LATER = timezone.now() + timedelta(hours=1)
TOLD = "The mother was told all of it at home."


@pytest.fixture(params=["child", "father"])
def tied(request, acting):
    """A contact, and what makes somebody somebody with a tie: to its child, or to the child's father."""
    contact = ContactFactory(triaged=True)
    child = only_child(contact)
    father = people.RelationshipFactory(child=child, kind="father").adult

    def declare(worker: Any) -> Any:
        person = child if request.param == "child" else father
        with acting_as(worker):
            ConflictOfInterest(worker=worker, person=person, declared_by=worker, reason="He is my brother.").save()
        return worker

    return contact, declare


def refused(act: Any, *, by: Any, sentence: str = HAS_A_TIE) -> None:
    with acting_as(by), pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        act()


def test_a_dispensation_is_asked_for_decided_and_reviewed_by_nobody_with_a_tie(tied):
    contact, declare = tied
    override, now = OverrideFactory(contact=contact), timezone.now()
    asker, reviewer = declare(workers.social_worker()), declare(workers.practice_manager())
    decider = declare(workers.consent_decider())
    refused(lambda: OverrideFactory(contact=contact, requested_by=asker), by=asker)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        overrides.decide(by=decider, now=now, override=override, decision="approved", reason=WHY)
    values = {"decided_by": decider, "decided_at": now, "decision": "refused", "decision_reason": WHY}
    refused(lambda: update_raw(override, **values), by=decider)
    decided(override)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        override_reviews.review(by=reviewer, now=now, override=override, result="upheld", words=says(20))
    values = {"reviewed_by": reviewer, "reviewed_at": now, "review_result": "upheld", "review_words": says(20)}
    refused(lambda: update_raw(override, **values), by=reviewer)
    assert not ConsentOverride.objects.filter(reviewed_at__isnull=False).exists()


def test_an_answer_is_recorded_and_an_agency_asked_by_nobody_with_a_tie(tied):
    contact, declare = tied
    event, now, worker = ConsentEventFactory(contact=contact), timezone.now(), declare(workers.social_worker())
    about = {"by": worker, "now": now, "contact": contact, "children": [event.child]}
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        consent.record(**about, kind="B", status="GIVEN", happened_at=now, given_by=event.given_by)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        checks.request(**about, agencies=[people.AgencyFactory()], kind="information", questions=["What do you know?"])
    refused(lambda: ConsentEventFactory(contact=contact, recorded_by=worker), by=worker)
    refused(lambda: asked(contact=contact, consent=event, requested_by=worker, requested_at=now), by=worker)


def test_a_no_and_the_end_of_a_ground_are_written_down_by_anybody(tied):
    """They open nothing, and a withdrawal stops at once (C12)."""
    contact, declare = tied
    event, worker = ConsentEventFactory(contact=contact), declare(workers.practice_manager())
    now = timezone.now()
    for status in ("WITHDRAWN", "REFUSED", "GROUND_ENDED"):
        consent.record(
            by=worker,
            now=now,
            contact=contact,
            children=[event.child],
            kind="B",
            status=status,
            given_by=None if status == "GROUND_ENDED" else event.given_by,
            happened_at=now,
        )
        ConsentEventFactory(contact=contact, status=status, given_by=event.given_by, recorded_by=worker)
    assert ConsentEvent.objects.filter(recorded_by=worker).count() == 6


def test_what_a_no_comes_to_is_decided_by_nobody_with_a_tie(tied):
    contact, declare = tied
    matter, manager = matter_of(withdrawn(contact=contact)), declare(workers.practice_manager())
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        matters.decide(by=manager, now=timezone.now(), matter=matter, decision="concern", reason=WHY)
    values = {"decided_by": manager, "decided_at": timezone.now(), "decision": "concern", "reason": WHY}
    refused(lambda: update_raw(matter, **values), by=manager)


def test_a_family_is_told_by_nobody_with_a_tie(tied):
    contact, declare = tied
    row, manager = approved(contact=contact).tellings.get(), declare(workers.practice_manager())
    later, version = TODAY + timedelta(days=5), FamilyTelling.objects.with_version().get(pk=row.pk).version
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        telling.tell(by=manager, on=TODAY, telling=row, told_on=TODAY, words=TOLD)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        telling.put_off(by=manager, on=TODAY, telling=row, version=version, review_on=later, reason=WHY)
    refused(lambda: update_raw(row, told_on=TODAY, told_by=manager, told_words=TOLD), by=manager)
    put_off = {"put_off_on": TODAY, "put_off_by": manager, "put_off_reason": WHY, "due_on": later}
    refused(lambda: update_raw(row, **put_off), by=manager)


def test_what_is_put_right_is_done_and_checked_by_nobody_with_a_tie(tied):
    contact, declare = tied
    row, manager = RemedyFactory(override__contact=contact), declare(workers.practice_manager())
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        override_reviews.done(by=manager, on=row.set_on, remedy=row, words=TOLD)
    refused(lambda: update_raw(row, done_on=TODAY, done_by=manager, done_words=TOLD), by=manager)
    override_reviews.done(by=row.owner, on=row.set_on, remedy=row, words=TOLD)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        override_reviews.verify(by=manager, on=row.set_on, remedy=row)
    refused(lambda: update_raw(row, verified_on=TODAY, verified_by=manager), by=manager)


def test_a_contact_is_decided_with_a_tie_to_an_adult_only_where_it_cannot_wait(acting):
    """The only manager on duty keeps a child safe; another one completes the record. Nobody with a tie closes it."""
    contact = ContactFactory(triaged=True)
    father = people.RelationshipFactory(child=only_child(contact), kind="father").adult
    manager = workers.practice_manager(team__front_door=True)
    with acting_as(manager):
        ConflictOfInterest(worker=manager, person=father, declared_by=manager, reason="He is my brother.").save()
    with pytest.raises(NotPossible, match=DECIDES_WITH_A_TIE):
        decide(contact, by=manager)
    refused(lambda: decision(contact, decided_by=manager), by=manager, sentence=DECIDES_WITH_A_TIE)
    missing = {"reason": "area", "missing": "Please send the name of the child's school.", "how": "call"}
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        returns.give_back(contact_id=contact.pk, by=manager, at=timezone.now(), **missing)
    back = ContactReturn(
        contact=contact, returned_by=manager, returned_at=LATER, answer_due_at=LATER + timedelta(1), **missing
    )
    refused(lambda: insert_raw(back), by=manager)
    owed = urgently(contact, manager).completion
    whole = {"history_considered": "Nothing is known before this contact.", "analysis": ANALYSIS}
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        completions.complete(
            contact_id=contact.pk, evidence=standing.evidence(contact), by=manager, at=timezone.now(), **whole
        )
    values = {"finished_on": TODAY, "finished_by": manager, "missing": TOLD, "would_change": TOLD}
    DecisionFact(decision=owed.decision, position=1, words=standing.FACT, source=standing.SOURCE).save()
    refused(lambda: update_raw(owed, lived_experience=TOLD, **whole, **values), by=manager)


def test_pages_say_so_to_whoever_is_tied_to_an_adult_of_the_family(acting):
    contact = ContactFactory(triaged=True)
    override, matter = OverrideFactory(contact=contact), matter_of(withdrawn(contact=contact))
    decider = workers.consent_decider()
    father = people.RelationshipFactory(child=only_child(contact), kind="father").adult
    with acting_as(decider):
        ConflictOfInterest(worker=decider, person=father, declared_by=decider, reason="He is my brother.").save()
    client = Client()
    client.force_login(decider)
    key = {"submission_key": str(uuid4())}
    for page, sent, sentence in (
        (reverse("override", args=[override.pk]), {"decision": "approved", "reason": WHY}, HAS_A_TIE),
        (reverse("consent_matter", args=[matter.pk]), key | {"decision": "stop", "reason": WHY}, HAS_A_TIE),
        (reverse("contact_decide", args=[contact.pk]), page_answers(contact, analysis=WHY * 2), DECIDES_WITH_A_TIE),
    ):
        answer = client.post(page, sent)
        assert answer.status_code == 422, page
        assert sentence.rstrip(".") in answer.text
        assert WHY in answer.text
