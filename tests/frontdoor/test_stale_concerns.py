"""Two people decide about one concern at once: the second sees what the first has decided, and loses no word."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import checks, telling
from frontdoor.core.versions import Stale
from frontdoor.models import AgencyRequest, FamilyTelling
from frontdoor.presenters import long_day
from tests.factories.after_override import approved
from tests.factories.consent import asked
from tests.factories.workers import TeamFactory, practice_manager, social_worker

pytestmark = pytest.mark.django_db

THEIRS = "The police interview him on Friday."
YOURS = "The mother is in hospital until Monday."


@pytest.fixture
def first():
    return at_the_desk()


@pytest.fixture
def second():
    return at_the_desk()


def at_the_desk():
    browser = Client()
    browser.force_login(practice_manager(team=TeamFactory(front_door=True)))
    return browser


def version_on(browser, url, form="form"):
    return browser.get(url).context[form]["version"].value()


def test_an_older_page_names_no_other_owner_of_a_concern(acting, first, second):
    request = asked()
    url = reverse("check_owner", args=[request.pk])
    one, other = (social_worker(registration_number=f"SW00070{number}") for number in (1, 2))

    def send(browser, owner, version):
        return browser.post(url, {"submission_key": uuid4(), "owner": owner.pk, "version": version})

    older = version_on(second, url)
    assert send(first, one, version_on(first, url)).status_code == 302
    refused = send(second, other, older)
    assert (refused.status_code, AgencyRequest.objects.get().owner) == (422, one)
    for words in (Stale.sentence, one.get_full_name(), f'value="{other.pk}" selected'):
        assert words in refused.text
    assert send(second, other, refused.context["form"]["version"].value()).status_code == 302
    assert AgencyRequest.objects.get().owner == other
    assert send(second, one, "").status_code == 422


def test_C11_an_older_page_puts_nothing_off_over_another_reason(acting, first, second):
    row = approved().tellings.get()
    url = reverse("family_telling", args=[row.pk])
    week, month = (timezone.localdate() + timedelta(days=days) for days in (7, 21))

    def send(browser, day, reason, version):
        parts = {f"later-review_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
        return browser.post(url, parts | {"later-reason": reason, "later-version": version, "put_off": "yes"})

    def stands():
        return FamilyTelling.objects.values_list("due_on", "put_off_reason").get(pk=row.pk)

    older = version_on(second, url, "later_form")
    assert send(first, week, THEIRS, version_on(first, url, "later_form")).status_code == 302
    refused = send(second, month, YOURS, older)
    assert (refused.status_code, stands()) == (422, (week, THEIRS))
    for words in (Stale.sentence, THEIRS, long_day(week), long_day(month), f"{YOURS}</textarea>"):
        assert words in refused.text
    assert send(second, month, YOURS, refused.context["form"]["version"].value()).status_code == 302
    assert stands() == (month, YOURS)
    assert send(second, month, YOURS, "").status_code == 422


def test_the_acts_themselves_refuse_what_was_decided_on_an_older_page(acting):
    today, by = timezone.localdate(), social_worker(registration_number="SW000703")
    with pytest.raises(Stale):
        checks.name_owner(by=by, check=asked(), version=0, owner=by)
    row, later = approved().tellings.get(), today + timedelta(days=1)
    with pytest.raises(Stale):
        telling.put_off(by=practice_manager(), on=today, telling=row, version=0, review_on=later, reason=YOURS)
