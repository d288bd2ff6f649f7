"""What a step asks is judged on the step, not when everything is sent."""

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import CharField
from django.urls import reverse

from frontdoor.actions import contacts as acts
from frontdoor.core.drafts import Draft
from frontdoor.forms.record_contact import AdultForm, CallerForm, ConcernForm, ConsentForm, NewChildForm, UrgentForm
from frontdoor.forms.refer import ReferrerForm
from frontdoor.models import Address, Contact, Person, Relationship
from tests.factories import workers
from tests.frontdoor.test_record_contact_pages import at, begin, send, walk

pytestmark = pytest.mark.django_db

KEPT_ON = {
    CallerForm: [Contact],
    UrgentForm: [Person, Contact],
    NewChildForm: [Person, Address],
    AdultForm: [Person, Relationship],
    ConcernForm: [Contact],
    ConsentForm: [Contact],
    ReferrerForm: [Contact],
}
CLOSED_UP = {"nhs_number", "upn"}
"""Typed with spaces, kept without: their check digit is judged on what is left."""


@pytest.fixture
def handler(client):
    worker = workers.call_handler()
    client.force_login(worker)
    return worker


@pytest.mark.parametrize("wrong", ["x@@y", "x@y", "@example.org", "a b@example.org", "nobody"])
def test_an_email_address_is_judged_beside_its_field(client, handler, wrong):
    draft = begin(client)
    answer = client.post(at(draft, "caller"), {"source": "1D", "method": "telephone", "referrer_email": wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["referrer_email"]
    assert "like name@example.org" in answer.text
    assert f'value="{wrong}"' in answer.text


def kept_questions():
    for form, models in KEPT_ON.items():
        for name, field in form.base_fields.items():
            for model in models if name not in CLOSED_UP else ():
                columns = {column.name: column for column in model._meta.concrete_fields}
                if isinstance(field, CharField) and name in columns and not columns[name].choices:
                    yield pytest.param(field, columns[name], id=f"{form.__name__}.{name}")


@pytest.mark.parametrize(("field", "column"), list(kept_questions()))
def test_no_step_takes_a_text_that_its_column_refuses(field, column):
    assert column.max_length is None or field.max_length <= column.max_length
    others = {type(rule) for rule in column.validators if not isinstance(rule, MaxLengthValidator)}
    assert others <= {type(rule) for rule in field.validators}


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("referrer_email", "caller"),
        ("concern", "concern"),
        ("claimed_consent_reason", "consent"),
        ("birth_date", "child-1"),
        ("__all__", ""),
        ("lead_time", ""),
    ],
)
def test_a_refusal_at_the_end_leads_to_its_step(client, handler, monkeypatch, name, step):
    def refuse(**_):
        raise ValidationError({name: ["It cannot be so."]})

    draft = begin(client)
    walk(client, draft)
    monkeypatch.setattr(acts, "record", refuse)
    refused = send(client, draft)
    assert refused.status_code == 422
    assert (">It cannot be so.</a>" in refused.text) == bool(step)
    assert "It cannot be so." in refused.text
    if step:
        assert f'<a href="{at(draft, step)}?check">' in refused.text
        assert client.get(f"{at(draft, step)}?check").status_code == 200


def test_a_refused_urgent_contact_says_it_beside_the_question(client, handler, monkeypatch):
    def refuse(**_):
        raise ValidationError({"concern": ["It cannot be so."]})

    monkeypatch.setattr(acts, "record", refuse)
    draft = begin(client, "yes")
    sent = {"given_names": "Wren", "concern": "Hungry.", "submission_key": Draft.objects.get().data["key"]}
    refused = client.post(reverse("contact_step", args=[draft.pk, "urgent"]), sent)
    assert refused.context["form"].errors == {"concern": ["It cannot be so."]}


@pytest.mark.parametrize(
    ("day", "said"),
    [((1, 1, 1900), True), ((31, 12, 1999), True), ((1, 1, 2000), False), ((31, 12, 1899), True)],
)
def test_when_it_came_in_is_bounded_on_its_step(client, handler, day, said):
    """No clock is known before 2000: what is typed is judged beside its question, not where everything is sent."""
    draft = begin(client)
    parts = dict(zip(("day", "month", "year"), map(str, day), strict=True)) | {"time": "09:30"}
    typed = {f"received_at_{name}": part for name, part in parts.items()}
    answer = client.post(at(draft, "caller"), {"source": "1D", "method": "telephone"} | typed)
    assert answer.status_code == (422 if said else 302)
    if said:
        sentence = "after 1899" if day[2] < 1900 else "on or after 1 January 2000"
        assert answer.context["form"].errors["received_at"] == [f"When it came in must be {sentence}"]
        assert f'value="{day[2]}"' in answer.text
