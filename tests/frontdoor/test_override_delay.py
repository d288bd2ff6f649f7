"""Reason O4, that the delay in asking is itself the risk: it belongs to what is done at once (2.4, C-NOW)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.actions import overrides
from frontdoor.forms.override import OverrideForm
from frontdoor.models.acting_now import Act, is_whole
from frontdoor.models.override_rules import ACTS_NOW
from tests.factories.consent import OverrideFactory, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.enquiries import PowerFactory
from tests.factories.people import AgencyFactory
from tests.factories.strategy import MeetingFactory
from tests.factories.workers import social_worker
from tests.rows import bringing_in, insert_raw, update_raw

pytestmark = pytest.mark.django_db

SAME = (
    "asked attempts harm_if_sought harm_if_not_shared overriding_concern harm immediate less_intrusive legal_basis "
    "questions facts"
)
O4 = {"reason_codes": ["O4"], "evidence": {"O4": "He is due home at three and would find her there."}}


def strategy(contact):
    return Act("strategy", MeetingFactory(contact=contact).pk)


def of_another(_):
    return strategy(ContactFactory())


def of_another_contact(contact):
    other = ContactFactory(children=[only_child(contact)])
    return strategy(other)


def planned(contact, **apart):
    return Act("strategy", MeetingFactory(contact=contact, planned_at=timezone.now() + timedelta(**apart)).pk)


def lapsed(contact):
    now = timezone.now()
    over = PowerFactory(child=only_child(contact), started_at=now - timedelta(days=3), confirmed=True)
    with bringing_in():
        update_raw(over, due_at=now - timedelta(hours=1))
    return Act("power", over.pk)


def called_off(contact):
    by = social_worker()
    off = {"called_off_at": timezone.now(), "called_off_by": by, "called_off_reason": "The child was seen and is safe."}
    return Act("strategy", MeetingFactory(contact=contact, **off).pk)


def power(contact, *, confirmed=True):
    return Act("power", PowerFactory(child=only_child(contact), confirmed=confirmed).pk)


def call(_, *, hours=1, reference="WYP 1024"):
    return Act("call", called_at=timezone.now() - timedelta(hours=hours), reference=reference)


ACTS = {
    "a strategy discussion": (strategy, True),
    "an emergency power": (power, True),
    "a call with time and reference": (call, True),
    "nothing": (lambda _: Act(), False),
    "a discussion about another child": (of_another, False),
    "a discussion on another contact of the child": (of_another_contact, False),
    "a discussion this evening": (lambda contact: planned(contact, hours=5), True),
    "a discussion next week": (lambda contact: planned(contact, days=6), False),
    "a discussion of last week": (lambda contact: planned(contact, days=-2), False),
    "a power that has lapsed": (lapsed, False),
    "a power that one person noted": (lambda contact: power(contact, confirmed=False), False),
    "a discussion that was called off": (called_off, False),
    "a call without its reference": (lambda contact: call(contact, reference="none held"), False),
    "a call of long ago": (lambda contact: call(contact, hours=24 * 1100), False),
    "a call of the day before yesterday": (lambda contact: call(contact, hours=40), False),
    "a call to come": (lambda contact: call(contact, hours=-1), False),
}


@pytest.mark.parametrize("name", ACTS)
def test_L59_reason_O4_belongs_to_an_act_that_exists(acting, name):
    make, stands = ACTS[name]
    contact, by = ContactFactory(received_at=timezone.now() - timedelta(days=3)), social_worker()
    act = make(contact)
    row = OverrideFactory.build(
        contact=contact, requested_by=acting, requested_at=timezone.now(), **O4, **act.columns()
    )
    told = {column: getattr(row, column) for column in SAME.split()}
    given = {"children": [only_child(contact)], "agencies": [AgencyFactory()], **told, **O4, "act": act}
    typed = {
        "reason_codes": ["O4"],
        "acts_now": f"{act.kind}:{act.number}" if act.number else act.kind,
        "call_reference": act.reference,
    }
    now = timezone.now()
    if act.called_at:
        local = timezone.localtime(act.called_at)
        day = {"day": local.day, "month": local.month, "year": local.year, "time": f"{local:%H:%M}"}
        typed |= {f"called_at_{part}": str(value) for part, value in day.items()}
    form = OverrideForm(typed, contact=contact, today=timezone.localdate(), now=now)
    if stands:
        assert "acts_now" not in form.errors
        made = overrides.request(by=by, now=now, contact=contact, **given)
        assert (made.acts_now, made.acts_now_id, made.call_reference) == (act.kind, act.number, act.reference)
        return
    assert "acts_now" in form.errors
    with pytest.raises(ValidationError, match=ACTS_NOW[:40]):
        overrides.request(by=by, now=now, contact=contact, **given)
    for write in (type(row).save, insert_raw):
        with pytest.raises(DatabaseError, match=ACTS_NOW[:40]), transaction.atomic():
            write(row)


def test_a_call_before_the_contact_was_received_belongs_to_something_else(acting):
    contact, act = ContactFactory(received_at=timezone.now() - timedelta(hours=1)), call(None, hours=2)
    assert not is_whole(act, contact, requested_at=timezone.now())
    row = OverrideFactory.build(contact=contact, requested_by=acting, **O4, **act.columns())
    with pytest.raises(DatabaseError, match=ACTS_NOW[:40]), transaction.atomic():
        insert_raw(row)
    before = call(None, hours=0.5).columns()
    assert insert_raw(OverrideFactory.build(contact=contact, requested_by=acting, **O4, **before))
