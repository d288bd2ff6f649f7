"""Two administrators with the same page open: the second to save sees what the first has saved."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from frontdoor.core.acting import acting_as
from frontdoor.core.policy import Authority
from frontdoor.core.versions import Stale
from frontdoor.models import Agency
from tests.factories import workers
from tests.factories.people import AgencyFactory
from workforce.actions import workers as worker_acts
from workforce.models import Team, Worker

pytestmark = pytest.mark.django_db


def signed_in():
    browser = Client()
    browser.force_login(workers.administrator())
    return browser


@pytest.fixture
def first():
    return signed_in()


@pytest.fixture
def second():
    return signed_in()


def opened(browser, address):
    """What the open page would send as it stands."""
    sent = {}
    for field in browser.get(address).context["form"]:
        value = field.value()
        if isinstance(value, date):
            sent |= {
                f"{field.name}_day": value.day,
                f"{field.name}_month": value.month,
                f"{field.name}_year": value.year,
            }
        elif isinstance(value, bool):
            sent[field.name] = "yes" if value else "no"
        elif value is not None:
            sent[field.name] = getattr(value, "pk", value)
    return sent


@pytest.fixture
def pages(system):
    """By name of the page: its address, what the first changes, what the second changes, and the row as it is now."""
    worker = workers.social_worker()
    with acting_as(worker):
        worker.set_unusable_password()
        worker.save()
    team = workers.TeamFactory()
    agency = AgencyFactory()
    return {
        "worker": (
            reverse("admin_worker_change", args=[worker.pk]),
            {"fte": "0.50"},
            {"given_names": "Written by the second"},
            lambda: Worker.objects.get(pk=worker.pk),
        ),
        "team": (
            reverse("admin_team", args=[team.pk]),
            {"service": "Saved by the first"},
            {"name": "Written by the second"},
            lambda: Team.objects.get(pk=team.pk),
        ),
        "agency": (
            reverse("admin_agency", args=[agency.pk]),
            {"telephone": "01632 960 001"},
            {"lead_name": "Written by the second"},
            lambda: Agency.objects.get(pk=agency.pk),
        ),
        "authority": (
            reverse("admin_authority"),
            {"opens": "08:15"},
            {"name": "Written by the second"},
            Authority.objects.get,
        ),
    }


def said(row, changes):
    return {name: str(getattr(row, name))[: len(value)] for name, value in changes.items()}


@pytest.mark.parametrize("name", ["worker", "team", "agency", "authority"])
def test_an_older_open_page_overwrites_nothing_and_loses_nothing(first, second, pages, name):
    address, theirs, yours, now = pages[name]
    older = opened(second, address)
    assert first.post(address, opened(first, address) | theirs).status_code == 302
    refused = second.post(address, older | yours)
    assert refused.status_code == 422
    assert Stale.sentence in refused.text
    assert said(now(), theirs) == theirs
    for words in (*theirs.values(), *yours.values()):
        assert escape(words) in refused.text
    assert said(now(), yours) != yours

    again = {"version": refused.context["form"]["version"].value()}
    assert second.post(address, older | theirs | yours | again).status_code == 302
    assert said(now(), theirs | yours) == theirs | yours


def test_what_was_changed_and_changed_back_meanwhile_was_decided_twice(first, second, pages):
    address, theirs, yours, now = pages["team"]
    before = {name: getattr(now(), name) for name in theirs}
    older = opened(second, address)
    for answers in (theirs, before):
        assert first.post(address, older | opened(first, address) | answers).status_code == 302
    refused = second.post(address, older | yours)
    assert refused.status_code == 422
    assert Stale.sentence in refused.text
    assert said(now(), yours) != yours
    again = {"version": refused.context["form"]["version"].value()}
    assert second.post(address, older | yours | again).status_code == 302
    assert said(now(), yours) == yours


def test_what_the_form_does_not_ask_may_change_meanwhile(first, pages):
    address, _, yours, now = pages["worker"]
    older = opened(first, address)
    with acting_as(now()):
        now().save()
    assert first.post(address, older | yours).status_code == 302
    assert now().fte == Decimal(1)


def test_a_page_that_says_no_version_or_another_rows_is_refused(first, pages):
    address, _, yours, now = pages["worker"]
    sent = opened(first, address) | yours
    for wrong in ("", "0", "999999999"):
        assert first.post(address, sent | {"version": wrong}).status_code == 422
    assert said(now(), yours) != yours


def test_the_act_itself_refuses_a_stale_change(pages):
    row = pages["worker"][3]()
    about = {"email": row.email, "registration_number": "", "fte": Decimal("0.5")}
    with pytest.raises(Stale):
        worker_acts.change(by=workers.administrator(), worker=row, version=0, **about)
