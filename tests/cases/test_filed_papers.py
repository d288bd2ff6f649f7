"""Every document of a child's file is printed from its own page, asks what for, and leaves a record that it left."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.actions import closing
from cases.forms.papers import Purpose
from frontdoor.models import LedgerEvent
from tests.factories import (
    cases,
    conferences,
    consent,
    contacts,
    enquiries,
    follow_ups,
    plans,
    strategy,
    visits,
    workers,
)
from tests.factories.assessments import begun, write
from tests.words import says

pytestmark = pytest.mark.django_db

CHANGED = "The child sleeps in an own bed, is at school each day, and the mother has help."


def closed():
    referral = cases.ReferralFactory(received_on=timezone.localdate())
    cases.AllocationFactory(referral=referral)
    manager = workers.practice_manager(team=referral.team)
    told = {"reason": "RC7", "what_changed": CHANGED, "steps_down": False}
    closing.close(by=manager, on=timezone.localdate(), referral_id=referral.pk, **told)
    return referral.pk, referral.child, CHANGED


def of_visit():
    part = visits.ChildVisitFactory(said="She draws three dogs.")
    return part.record_id, part.child, "She draws three dogs."


def of_note():
    child = cases.ReferralFactory().child
    note = visits.CaseNoteFactory(text="The school rang about the bus.", children=[child])
    return note.pk, child, "The school rang about the bus."


def of_family():
    family = write(begun())
    return family.pk, family.assessments.get().child, "Risk statement"


def of_enquiry():
    row = enquiries.EnquiryFactory()
    return row.pk, row.child, "Under way"


def of_plan():
    action = plans.written()
    return action.outcome.need.part.document_id, action.outcome.need.part.child, plans.WHAT


def of_meeting():
    meeting = strategy.ready(risk_analysis=says(30))
    return meeting.pk, meeting.children.get().child, says(30)


def of_conference():
    conference = conferences.ready()
    return conference.pk, conference.children.get().child, "What it thinks"


def of_group():
    group = conferences.CoreGroupFactory()
    return group.pk, group.plan.child, "To be held by"


def of_review():
    part = plans.PartFactory()
    review = plans.HeldReviewFactory(document=part.document)
    plans.ViewFactory(review=review, part=part)
    return review.pk, part.child, review.words


def of_assessment():
    row = cases.AssessmentFactory(analysis="The father works nights.")
    return row.pk, row.child, "The father works nights."


def of_follow_up():
    row = follow_ups.FollowUpFactory(held=True)
    return row.pk, row.child, follow_ups.TOLD


def of_power():
    row = enquiries.PowerFactory()
    return row.pk, row.child, row.reason


def of_contact():
    contact = contacts.ContactFactory()
    return contact.pk, contact.about.get().child, contact.concern


def of_consent():
    event = consent.ConsentEventFactory(words="Asked by telephone; she says yes to the school.")
    return event.child_id, event.child, event.words


DOCUMENTS = {
    "family_assessment": ("family_paper", of_family),
    "assessment": ("assessment_paper", of_assessment),
    "enquiry": ("enquiry_paper", of_enquiry),
    "visit": ("visit_paper", of_visit),
    "note": ("note_paper", of_note),
    "plan": ("plan_paper", of_plan),
    "plan_review_held": ("plan_review_paper", of_review),
    "strategy": ("strategy_paper", of_meeting),
    "conference": ("conference_paper", of_conference),
    "core_group": ("core_group_paper", of_group),
    "emergency_end": ("emergency_paper", of_power),
    "contact": ("contact_paper", of_contact),
    "person": ("consent_paper", of_consent),
    "follow_up_hold": ("follow_up_paper", of_follow_up),
    "case_closure": ("case_closure_paper", closed),
}


@pytest.mark.parametrize(("shown", "paper", "made"), [(name, *rest) for name, rest in DOCUMENTS.items()], ids=DOCUMENTS)
def test_a_document_goes_on_paper_and_that_it_left_is_written(shown, paper, made):
    number, child, words = made()
    reader, client = workers.service_manager(), Client()
    client.force_login(reader)
    address = reverse(paper, args=[number])
    assert f'href="{address}">Print or save as PDF' in client.get(reverse(shown, args=[number])).text
    asked = client.get(address)
    assert "checked" not in asked.text, "what it is for is chosen for nobody"
    left = LedgerEvent.objects.filter(actor_id=reader.pk, verb="disclose")
    assert client.post(address, {}).status_code == 422
    assert not left.exists()
    answer = client.post(address, {"purpose": Purpose.COURT})
    file = PdfReader(BytesIO(answer.content))
    told = " ".join("".join(sheet.extract_text() for sheet in file.pages).split())
    assert words in told
    assert child.full_name in told
    assert f"Printed by {reader.get_full_name()} on" in told
    assert "What for: a court, or legal advice." in told
    assert f"Page {len(file.pages)} of {len(file.pages)}" in told
    for open_to_all in (answer["Content-Disposition"], file.metadata.title, address):
        assert child.family_name not in open_to_all
    assert file.trailer["/Root"]["/Lang"] == "en-GB"
    assert child.pk in left.get().person_ids
    assert left.get().basis == "paper: court"
