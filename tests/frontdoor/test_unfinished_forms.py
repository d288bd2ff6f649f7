"""Asking an agency, telling a referrer and reviewing a decision: what is typed outlives whatever interrupts it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import feedback
from frontdoor.actions import override_reviews as reviews
from frontdoor.core.drafts import Draft, HeldSubmission
from frontdoor.models import AgencyRequest, ConsentOverride, ReferrerFeedback
from tests.factories import workers
from tests.factories.consent import ConsentEventFactory, OverrideFactory, decided
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.frontdoor.test_decisions import decide

pytestmark = pytest.mark.django_db

WORDS = "What the nursery saw on Monday, in its own words."
TOKEN = {"csrfmiddlewaretoken": "x" * 64}


@dataclass
class Form:
    """One of the three: who writes on which page, under which name the draft lies, and a whole answer."""

    by: Any
    url: str
    draft: str
    subject: int
    field: str
    whole: dict[str, Any]

    @property
    def typed(self) -> dict[str, Any]:
        return {self.field: WORDS, "submission_key": str(uuid4())}

    def client(self) -> Client:
        client = Client()
        client.force_login(self.by)
        return client

    def autosave(self, client: Client, **more: Any) -> int:
        return client.post(reverse("draft_save", args=[self.draft, self.subject]), self.typed | more).status_code


def asking() -> Form:
    event = ConsentEventFactory()
    whole = {"kind": "information", "children": [event.child_id], "agencies": [AgencyFactory().pk], "rows": "3"}
    return Form(
        by=workers.social_worker(team__front_door=True),
        url=reverse("check_request", args=[event.contact_id]),
        draft="check",
        subject=event.contact_id,
        field="question_1",
        whole=whole,
    )


def telling() -> Form:
    contact, manager = ContactFactory(triaged=True), workers.practice_manager(team__front_door=True)
    decide(contact, by=manager)
    url = reverse("contact_feedback", args=[contact.pk])
    return Form(by=manager, url=url, draft="feedback", subject=contact.pk, field="words", whole={"how": "letter"})


def reviewing() -> Form:
    override, manager = decided(OverrideFactory()), workers.service_manager()
    url = reverse("override_review", args=[override.pk])
    return Form(
        by=manager, url=url, draft="override_review", subject=override.pk, field="words", whole={"result": "upheld"}
    )


EACH = pytest.mark.parametrize("make", [asking, telling, reviewing])


@EACH
def test_what_was_autosaved_is_there_again_for_its_writer_alone(acting, make):
    form = make()
    client = form.client()
    assert reverse("draft_save", args=[form.draft, form.subject]) in client.get(form.url).text
    assert form.autosave(client) == 204
    again = form.client()
    assert WORDS in again.get(form.url).text
    assert form.url in again.get(reverse("drafts")).text
    colleague = Client()
    colleague.force_login(workers.service_manager())
    assert WORDS not in colleague.get(form.url).text


@EACH
def test_what_is_sent_after_the_session_ended_is_given_back(acting, make):
    form = make()
    client = form.client()
    client.get(form.url)
    client.cookies.pop("sessionid")
    answer = client.post(form.url, TOKEN | form.typed | form.whole)
    held = HeldSubmission.objects.get()
    assert (held.worker, held.path) == (form.by, form.url)
    assert answer.url.endswith(reverse("held_submission", args=[held.pk]))
    client.force_login(form.by)
    assert WORDS in client.get(reverse("held_submission", args=[held.pk])).text
    sent = {name: values if len(values) > 1 else values[0] for name, values in held.fields.items()}
    assert client.post(form.url, sent | {"held_id": held.pk}).status_code == 302
    assert not HeldSubmission.objects.exists()


@EACH
def test_a_draft_is_gone_once_it_is_sent_and_never_brings_its_key_along(acting, make):
    form = make()
    client = form.client()
    used = str(uuid4())
    assert form.autosave(client, submission_key=used) == 204
    page = client.get(form.url)
    assert UUID(str(page.context["form"]["submission_key"].value())) != UUID(used)
    assert client.post(form.url, form.typed | form.whole).status_code == 302
    assert not Draft.objects.exists()


@EACH
def test_what_is_not_whole_comes_back_with_what_was_typed(acting, make):
    form = make()
    refused = form.client().post(form.url, form.typed)
    assert refused.status_code == 422
    assert WORDS in refused.text


def test_more_boxes_for_questions_come_back_too(acting):
    form = asking()
    client = form.client()
    form.autosave(client, rows="6", question_5="Who collects him from school?")
    page = client.get(form.url).text
    assert "Who collects him from school?" in page
    assert 'name="question_6"' in page


def told_by_a_colleague(form: Form) -> str:
    words = "The colleague told them first, by letter."
    colleague = workers.practice_manager(team__front_door=True)
    feedback.tell(contact_id=form.subject, words=words, how="letter", by=colleague, at=timezone.now())
    return words


def reviewed_by_a_colleague(form: Form) -> str:
    words = "The colleague reviewed it first and found it sound."
    override = ConsentOverride.objects.get(pk=form.subject)
    third = workers.service_manager()
    reviews.review(by=third, now=timezone.now(), override=override, result="upheld", words=words)
    return words


@pytest.mark.parametrize(("make", "first"), [(telling, told_by_a_colleague), (reviewing, reviewed_by_a_colleague)])
def test_a_colleague_who_was_first_and_what_was_typed_stand_side_by_side(acting, make, first):
    form = make()
    client = form.client()
    form.autosave(client)
    theirs = first(form)
    late = client.post(form.url, form.typed | form.whole)
    assert late.status_code == 422
    for page in (late.text, client.get(form.url).text):
        assert theirs in page
        assert WORDS in page
        assert "This was done before you sent it" in page
    assert ReferrerFeedback.objects.filter(words=WORDS).count() == 0
    assert ConsentOverride.objects.filter(review_words=WORDS).count() == 0


def test_questions_whose_consent_ended_meanwhile_are_not_lost(acting):
    form = asking()
    client = form.client()
    event = ConsentEventFactory._meta.model.objects.get(contact_id=form.subject)
    same = {"contact": event.contact, "child": event.child, "given_by": event.given_by, "kind": event.kind}
    ConsentEventFactory(**same, status="WITHDRAWN", happened_at=timezone.now())
    late = client.post(form.url, form.typed | form.whole)
    assert late.status_code == 422
    assert WORDS in late.text
    assert not AgencyRequest.objects.exists()
