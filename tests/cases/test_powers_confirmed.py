"""A second person, a manager, confirms a power that takes the place of agreement (C08); noting it stays free."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import next_due
from cases.actions import emergency
from cases.models import EmergencyPower
from cases.models.emergency import CONFIRMED_BY_ANOTHER, CONFIRMED_STAYS, NOTED_BY_A_PRACTITIONER, REFERENCE_MISSING
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.working_days import end_of_day, london_date
from frontdoor.models.signing import SIGNED_IN_PERSON
from tests.factories import workers
from tests.factories.cases import AllocationFactory, ReferralFactory
from tests.factories.enquiries import PowerFactory
from tests.factories.people import ChildFactory
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

REFERENCE = "WYP 20261"


def noted(by: Any, *, child: Any = None, **given: Any) -> EmergencyPower:
    now = timezone.now()
    told = {
        "kind": "police",
        "reason": says(30),
        "reference": "",
        "started_at": now - timedelta(hours=1),
        "ends_at": None,
    }
    return emergency.note(by=by, now=now, child=child or ChildFactory(), **(told | given))


def confirm(power: EmergencyPower, by: Any, reference: str = REFERENCE) -> EmergencyPower:
    return emergency.confirm(by=by, now=timezone.now(), power_id=power.pk, reference=reference)


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def assert_refused_raw(sentence: str, by: Any, act: Any) -> None:
    with acting_as(by), pytest.raises(DatabaseError, match=sentence), transaction.atomic():
        act()


def test_L53_one_person_notes_a_power_at_once_and_another_confirms_it(acting):
    worker, manager = workers.social_worker(), workers.practice_manager()
    power = noted(worker)
    assert list(EmergencyPower.objects.standing()) == [power]
    assert not EmergencyPower.objects.confirmed().exists()
    assert power.confirm_due_at == end_of_day(london_date(timezone.now()))
    for refused, error in ((worker, Refused), (workers.call_handler(), Refused)):
        with pytest.raises(error, match=CONFIRMED_BY_ANOTHER):
            confirm(power, refused)
    for reference in ("", "12", "none held"):
        with pytest.raises(NotPossible, match=REFERENCE_MISSING):
            confirm(power, manager, reference)
    confirm(power, manager)
    assert list(EmergencyPower.objects.confirmed()) == [power]
    with pytest.raises(NotPossible, match=emergency.CONFIRMED_ALREADY):
        confirm(power, workers.service_manager())
    own = noted(manager, reference=REFERENCE)
    with pytest.raises(Refused, match=CONFIRMED_BY_ANOTHER):
        confirm(own, manager)
    with pytest.raises(Refused, match=NOTED_BY_A_PRACTITIONER):
        noted(workers.call_handler())


def test_L53_the_row_refuses_what_the_act_refuses(acting):
    worker, manager, other = workers.social_worker(), workers.practice_manager(), workers.service_manager()
    power = noted(worker)
    signed = {"confirmed_by": manager, "confirmed_at": timezone.now(), "reference": REFERENCE}
    assert_refused_raw(SIGNED_IN_PERSON, worker, lambda: update_raw(power, **signed))
    assert_refused_raw(CONFIRMED_BY_ANOTHER, worker, lambda: update_raw(power, **signed | {"confirmed_by": worker}))
    assert_refused_raw(
        "emergency_power_confirmed_whole", manager, lambda: update_raw(power, **signed | {"reference": "none held"})
    )
    long_ago = signed | {"confirmed_at": timezone.now() - timedelta(hours=1)}
    assert_refused_raw(CONFIRMED_BY_ANOTHER, manager, lambda: update_raw(power, **long_ago))
    born_confirmed = PowerFactory.build(child=power.child, noted_by=worker, **signed)
    assert_refused_raw("confirmed", worker, lambda: insert_raw(born_confirmed))
    forged = PowerFactory.build(child=power.child, noted_by=worker)
    assert_refused_raw(SIGNED_IN_PERSON, other, lambda: insert_raw(forged))
    confirm(power, manager)
    for change in ({"kind": "order"}, {"reference": "WYP 9"}, {"due_at": timezone.now()}, {"child": ChildFactory()}):
        assert_refused_raw(CONFIRMED_STAYS, other, lambda change=change: update_raw(power, **change))
    assert_refused_raw(CONFIRMED_STAYS, manager, lambda: update_raw(power, noted_by=manager))


def test_an_order_that_is_extended_is_confirmed_anew_and_by_neither_who_noted_nor_extended_it(acting):
    worker, manager, other = workers.social_worker(), workers.practice_manager(), workers.service_manager()
    now = timezone.now()
    power = confirm(noted(worker, kind="order", ends_at=now + timedelta(days=7)), manager)
    extended = emergency.extend(by=manager, now=now, power_id=power.pk, ends_at=power.due_at + timedelta(days=7))
    assert not EmergencyPower.objects.confirmed().exists()
    with pytest.raises(Refused, match=CONFIRMED_BY_ANOTHER):
        confirm(extended, manager)
    assert confirm(extended, other)
    ended = emergency.end(by=worker, now=now, power_id=power.pk, ended_at=now, ended_how="Home with the grandmother.")
    assert not EmergencyPower.objects.confirmed().exists()
    with pytest.raises((NotPossible, ValidationError), match=emergency.ENDED_ALREADY):
        confirm(ended, other)


def test_the_page_shows_who_is_to_confirm_and_keeps_what_is_typed(acting):
    referral = ReferralFactory()
    manager = workers.practice_manager(team=referral.team)
    worker = AllocationFactory(referral=referral).worker
    power = noted(worker, child=referral.child)
    shown, address = reverse("emergency_powers", args=[power.child_id]), reverse("emergency_confirm", args=[power.pk])
    assert "Not confirmed yet" in client_of(worker).get(shown).text
    assert address not in client_of(worker).get(shown).text
    manages = client_of(manager)
    assert address in manages.get(shown).text
    refused = manages.post(address, {"reference": "no number here"})
    assert (refused.status_code, REFERENCE_MISSING in refused.text, "no number here" in refused.text) == (
        422,
        True,
        True,
    )
    assert client_of(worker).get(address).status_code == 403
    assert manages.post(address, {"reference": REFERENCE}).status_code == 302
    page = manages.get(shown).text
    assert "Confirmed: " in page
    assert address not in page
    assert client_of(workers.practice_manager()).get(address).status_code == 404
    own = noted(manager, child=referral.child)
    assert manages.get(reverse("emergency_confirm", args=[own.pk])).status_code == 403


def test_what_is_to_be_confirmed_stands_in_my_work_and_in_the_bar_of_the_record(acting):
    worker, manager = workers.social_worker(), workers.service_manager()
    power = noted(worker)
    titles = lambda by: client_of(by).get(reverse("my_work")).text  # noqa: E731
    assert "Emergency powers to confirm" not in titles(worker)
    page = titles(manager)
    assert "Emergency powers to confirm" in page
    assert list(EmergencyPower.objects.confirmable_by(manager)) == [power]
    own = noted(manager)
    assert own not in EmergencyPower.objects.confirmable_by(manager)
    assert "Emergency power to be confirmed" in [kind.words for kind in next_due._kinds.values()]
    assert "Not yet" in client_of(manager).get(reverse("emergency_list")).text
    confirm(power, manager)
    assert not EmergencyPower.objects.confirmable_by(manager).exists()
