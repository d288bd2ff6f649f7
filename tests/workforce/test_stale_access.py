"""Two administrators decide about one worker's access or role: the second sees what the first has decided."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.core.versions import Stale
from frontdoor.presenters import long_day
from tests.factories import workers
from workforce.actions import roles as role_acts
from workforce.actions import workers as worker_acts
from workforce.models import RoleGrant, Worker

pytestmark = pytest.mark.django_db


def browser():
    signed_in = Client()
    signed_in.force_login(workers.administrator())
    return signed_in


@pytest.fixture
def first():
    return browser()


@pytest.fixture
def second():
    return browser()


@pytest.fixture
def worker(system):
    made = workers.social_worker()
    with acting_as(made):
        made.set_unusable_password()
        made.save()
    return made


@pytest.fixture
def soon():
    return timezone.localdate() + timedelta(days=30)


def dated(day):
    return {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year}


def opened(client, address):
    return {"version": client.get(address).context["form"]["version"].value()}


def now_of(worker):
    row = Worker.objects.get(pk=worker.pk)
    return row.is_active, row.ended_on


def end(worker):
    return reverse("admin_worker_end", args=[worker.pk])


def page(worker):
    return reverse("admin_worker", args=[worker.pk])


def shut_out(client, worker):
    assert client.post(end(worker), {"how": "now"} | opened(client, end(worker))).status_code == 302


def let_return(client, worker):
    assert client.post(page(worker), {"decision": "return"} | opened(client, page(worker))).status_code == 302


def sent_again(client, address, answers, refused):
    return client.post(address, answers | {"version": refused.context["form"]["version"].value()})


def test_an_older_page_does_not_move_a_last_day(first, second, worker, soon):
    older = opened(second, end(worker))
    day = {"how": "day"} | dated(soon)
    assert first.post(end(worker), day | opened(first, end(worker))).status_code == 302
    other = {"how": "day"} | dated(soon + timedelta(days=60))
    refused = second.post(end(worker), other | older)
    assert refused.status_code == 422
    assert now_of(worker) == (True, soon)
    for words in (Stale.sentence, f"Last day {long_day(soon)}", f"Last day {long_day(soon + timedelta(days=60))}"):
        assert words in refused.text
    assert sent_again(second, end(worker), other, refused).status_code == 302
    assert now_of(worker) == (True, soon + timedelta(days=60))


def test_an_older_page_shuts_nobody_out_over_another_last_day(first, second, worker, soon):
    older = opened(second, end(worker))
    first.post(end(worker), {"how": "day"} | dated(soon) | opened(first, end(worker)))
    refused = second.post(end(worker), {"how": "now"} | older)
    assert (refused.status_code, now_of(worker)) == (422, (True, soon))
    for words in (Stale.sentence, f"Last day {long_day(soon)}", "Now, at once", 'value="now" checked'):
        assert words in refused.text
    assert sent_again(second, end(worker), {"how": "now"}, refused).status_code == 302
    assert now_of(worker) == (False, soon)


def test_an_older_page_lets_nobody_return_whom_somebody_has_shut_out(first, second, worker, soon):
    today = timezone.localdate()
    left = today - timedelta(days=2)
    first.post(end(worker), {"how": "day"} | dated(left) | opened(first, end(worker)))
    older = opened(second, page(worker))
    shut_out(first, worker)
    refused = second.post(page(worker), {"decision": "return"} | older)
    assert (refused.status_code, now_of(worker)) == (422, (False, left))
    assert Stale.sentence in refused.text
    assert "Shut out" in refused.text
    assert sent_again(second, page(worker), {"decision": "return"}, refused).status_code == 302
    assert now_of(worker) == (True, None)


def test_an_older_page_does_not_move_the_end_of_a_role(first, second, worker, soon):
    grant = worker.grants.get()
    address = reverse("admin_role_end", args=[grant.pk])
    older = opened(second, address)
    assert first.post(address, dated(soon) | opened(first, address)).status_code == 302
    later = dated(soon + timedelta(days=60))
    refused = second.post(address, later | older)
    assert (refused.status_code, RoleGrant.objects.get(pk=grant.pk).ends_on) == (422, soon)
    for words in (Stale.sentence, long_day(soon), long_day(soon + timedelta(days=60))):
        assert words in refused.text
    assert sent_again(second, address, dated(soon - timedelta(days=5)), refused).status_code == 302


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "0"}])
def test_a_page_that_does_not_say_what_it_was_opened_on_is_refused(first, worker, version):
    role = reverse("admin_role_end", args=[worker.grants.get().pk])
    assert first.post(end(worker), {"how": "now"} | version).status_code == 422
    assert first.post(role, dated(timezone.localdate()) | version).status_code == 422
    shut_out(first, worker)
    assert first.post(page(worker), {"decision": "return"} | version).status_code == 422
    assert now_of(worker) == (False, None)


def test_the_acts_themselves_refuse_what_was_decided_on_an_older_page(worker):
    by, on, at = workers.administrator(), date(2026, 11, 26), datetime(2026, 11, 26, 9, tzinfo=UTC)
    with pytest.raises(Stale):
        worker_acts.shut_out(by=by, worker=worker, version=0, at=at)
    with pytest.raises(Stale):
        worker_acts.end_access(by=by, worker=worker, version=0, last_day=on, at=at)
    with pytest.raises(Stale):
        worker_acts.let_return(by=by, worker=worker, version=0)
    with pytest.raises(Stale):
        role_acts.end(by=by, grant=worker.grants.get(), version=0, last_day=on)
