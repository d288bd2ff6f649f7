"""The contact whose recording is measured is one that can be recorded."""

from uuid import uuid4

import pytest
from django.utils import timezone

from frontdoor.core.drafts import Draft
from frontdoor.forms.contact_draft import ContactDraft
from tests.bench.filling import ANSWERS
from tests.factories import workers
from tests.factories.people import ChildFactory

pytestmark = pytest.mark.django_db


def test_nothing_is_left_to_be_asked_of_a_measured_draft():
    worker, now = workers.call_handler(), timezone.now()
    data = {
        "key": str(uuid4()),
        "adults": [],
        "sections": ANSWERS,
        "children": [{"person": ChildFactory().pk}],
    }
    draft = Draft.objects.create(worker=worker, form="contact", data=data, updated_at=now)
    assert ContactDraft.open(draft.pk, worker=worker, today=now.date(), now=now).first_gap() is None
