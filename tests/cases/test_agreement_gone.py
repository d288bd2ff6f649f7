"""An assessment that had begun when the family took its agreement back waits until a manager has decided (C08, C12)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases import agreement
from cases.actions import agreement as decisions
from cases.actions import assessment_sections as sections
from cases.actions import assessment_signing as signing
from cases.models import AgreementDecision, Assessment, ChildRisk
from cases.models.agreement_rules import AGREEMENT_GONE, ENDS_WITHOUT_MORE, NOTHING_TO_DECIDE, RECORDED_THE_NO
from frontdoor.actions import consent, matters
from frontdoor.core.acting import acting_as
from frontdoor.core.permissions import Refused
from frontdoor.models import ConsentMatter
from frontdoor.models.ties import HAS_A_TIE
from tests.factories import assessments as made
from tests.factories.cases import Section47Factory
from tests.factories.contacts import ContactFactory
from tests.factories.people import ConflictFactory, RelationshipFactory
from tests.factories.workers import service_manager, social_worker
from tests.law.sending import client_of
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

REASON = "The mother does not want it, and the school sees no harm."
CAUSE = "Burns in three places that nobody explains show that he suffers physical harm."
ROWS = {
    made.SectionFactory: lambda family: {"child": family.assessments.get().child},
    made.NeedFactory: lambda family: {"child": family.assessments.get().child},
    made.RiskFactory: lambda family: {"child": family.assessments.get().child},
    made.ConclusionFactory: lambda family: {"child": family.assessments.get().child},
    made.AdultFactory: lambda family: {"adult": RelationshipFactory().adult},
    made.ConsideredFactory: lambda family: {"contact": ContactFactory()},
    made.FlagAnswerFactory: lambda family: {"flag": made.FlagFactory()},
}
"""A row of each table of a document, and what it is about."""


def say(family: Any, status: str) -> Any:
    """The mother answers anew about the assessment of the document's child."""
    given = family.assessments.get().child.consent_events.earliest("pk")
    now = timezone.now()
    told = {"contact": given.contact, "children": [given.child], "kind": "C", "given_by": given.given_by}
    (event,) = consent.record(by=social_worker(), now=now, status=status, happened_at=now, **told)
    return event


def key(page: Any) -> str:
    return page.text.split('name="submission_key" value="')[1].split('"')[0]


def write_risk(family: Any) -> ChildRisk:
    return sections.write_child(
        by=family.opened_by,
        on=timezone.localdate(),
        family_id=family.pk,
        model=ChildRisk,
        child_id=family.assessments.get().child_id,
        version=0,
        written=made.RISK,
    )


def decide(family: Any, decision: str, *, by: Any = None, reason: str = CAUSE) -> AgreementDecision:
    one = family.assessments.get()
    return decisions.decide(by=by or service_manager(), assessment_id=one.pk, decision=decision, reason=reason)


def test_C08_writing_waits_from_the_decision_on_the_no_until_the_one_on_the_assessment(acting):
    family = made.begun()
    say(family, "WITHDRAWN")
    assert not agreement.waiting(Assessment.objects.all()).exists()
    matter = ConsentMatter.objects.get()
    matters.decide(by=service_manager(), now=timezone.now(), matter=matter, decision="stop", reason=REASON)
    with pytest.raises(ValidationError, match=AGREEMENT_GONE):
        write_risk(family)
    with pytest.raises(ValidationError, match=AGREEMENT_GONE):
        signing.submit(by=family.opened_by, on=timezone.localdate(), family_id=family.pk, version=family.version)
    decide(family, "goes_on")
    assert write_risk(family)


@pytest.mark.parametrize("factory", ROWS, ids=lambda one: one._meta.model.__name__)
def test_C08_every_row_of_the_document_waits(acting, factory):
    family = made.without_agreement()
    about = ROWS[factory](family)
    with acting_as(family.opened_by):
        row = factory.build(family=family, **about)
        with pytest.raises(DatabaseError, match=AGREEMENT_GONE), transaction.atomic():
            insert_raw(row)
        with pytest.raises(DatabaseError, match=AGREEMENT_GONE), transaction.atomic():
            update_raw(family.assessments.get(), analysis="Written all the same.")


def test_the_document_about_a_sister_whose_family_agrees_goes_on(acting):
    """A no is about one child: the section of another child of the same document can be written."""
    family = made.without_agreement()
    with acting_as(family.opened_by):
        assert made.RiskFactory(family=family)


@pytest.mark.parametrize("then", ["agrees", "section 47"])
def test_a_new_yes_or_an_enquiry_ends_the_wait(acting, then):
    family = made.without_agreement()
    if then == "agrees":
        say(family, "GIVEN")
    else:
        Section47Factory(referral=family.assessments.get().referral)
    assert write_risk(family)
    with pytest.raises(ValidationError, match=NOTHING_TO_DECIDE):
        decide(family, "ends")


def test_C08_who_decides_that_it_ends(acting):
    recorder = service_manager()
    family = made.without_agreement(recorded_by=recorder)
    with pytest.raises(Refused):
        decide(family, "ends", by=family.opened_by)
    with pytest.raises(ValidationError, match=RECORDED_THE_NO):
        decide(family, "ends", by=recorder)
    row = AgreementDecision(assessment=family.assessments.get(), decision="ends", reason=REASON, decided_by=recorder)
    with acting_as(recorder), pytest.raises(DatabaseError, match=RECORDED_THE_NO), transaction.atomic():
        insert_raw(row)


def test_nobody_with_a_tie_to_the_father_decides_that_it_goes_on(acting):
    family, manager = made.without_agreement(), service_manager()
    one = family.assessments.get()
    father = RelationshipFactory(child=one.child, kind="father").adult
    ConflictFactory(worker=manager, person=father, declared_by=manager)
    with pytest.raises(ValidationError, match=HAS_A_TIE):
        decide(family, "goes_on", by=manager)
    row = AgreementDecision(assessment=one, decision="goes_on", reason=CAUSE, decided_by=manager)
    with acting_as(manager), pytest.raises(DatabaseError, match=HAS_A_TIE), transaction.atomic():
        insert_raw(row)
    page = reverse("assessment_agreement", args=[one.pk])
    client = client_of(manager)
    sent = {"decision": "goes_on", "reason": CAUSE, "submission_key": key(client.get(page))}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert HAS_A_TIE.rstrip(".") in answer.text
    with pytest.raises(ValidationError, match="at least 40"):
        decide(family, "goes_on", reason="It has to go on now.")
    assert decide(family, "ends", reason=REASON)


def test_C08_what_ends_concludes_in_no_plan(acting):
    family = made.write(made.begun())
    made.without_agreement(family)
    decide(family, "ends", reason=REASON)
    family.refresh_from_db()
    with pytest.raises(ValidationError, match=ENDS_WITHOUT_MORE):
        signing.submit(by=family.opened_by, on=timezone.localdate(), family_id=family.pk, version=family.version)
    told = {"submitted_on": timezone.localdate(), "submitted_by": family.opened_by, "outcome": "cin"}
    with acting_as(family.opened_by), pytest.raises(DatabaseError, match=ENDS_WITHOUT_MORE), transaction.atomic():
        update_raw(family.assessments.get(), analysis=says(40), **told)


def test_the_worker_sees_it_at_once_and_loses_nothing_and_the_manager_decides_on_the_page(acting):
    family = made.without_agreement()
    one = family.assessments.get()
    writes, manages = client_of(family.opened_by), client_of(service_manager())
    assert "My assessments without agreement" in writes.get(reverse("my_work")).text
    page = reverse("assessed_risk", args=[family.pk, one.child_id])
    answer = writes.post(page, {"version": 0, "family": family.pk, **made.RISK})
    assert AGREEMENT_GONE in answer.text
    assert made.RISK["harm"] in answer.text
    saved = reverse("draft_save", args=["assessed_risk", one.child_id])
    assert writes.post(saved, {"family": family.pk, **made.RISK}).status_code < 300
    decision = reverse("assessment_agreement", args=[one.pk])
    assert decision in manages.get(reverse("family_assessment", args=[family.pk])).text
    sent = {"decision": "goes_on", "reason": CAUSE, "submission_key": key(manages.get(decision))}
    assert manages.post(decision, sent).status_code == 302
    assert made.RISK["harm"] in writes.get(page).text
