"""A protected address: seen by nobody but those who were named, found nowhere, and every sight is written down."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import households, protection
from frontdoor.actions.households import NewAddress
from frontdoor.core.permissions import Refused
from frontdoor.models import Address, LedgerEvent
from frontdoor.models.households import PROTECTED, PROTECTED_WHOLE, SIGHT_BY_ANOTHER, SIGHT_HAS_A_REASON
from tests.exporting import saved
from tests.factories import people, workers
from tests.factories.families import WHY_PROTECTED, living_together
from tests.frontdoor.homes import version_of
from tests.law.doors import DOORS, LIBRARY
from tests.law.test_doors import address, record_of
from tests.words import says

pytestmark = pytest.mark.django_db

STREET, POSTCODE = "77 Zzcanary Refuge", "ZX7 7XZ"
WHY = "Visits the family at home this week."


@pytest.fixture
def manager():
    return workers.practice_manager(registration_number="SW77")


@pytest.fixture
def records(manager):
    return record_of("own", manager)


@pytest.fixture
def home(acting, manager, records):
    """The child of the records with its mother at a secret place, which was recorded openly before."""
    child = people.Person.objects.get(pk=records["person_id"])
    people.AddressFactory(person=child, lines=STREET, postcode=POSTCODE)
    home = child.homes.get().household
    for member in home.members.all():
        people.AddressFactory(person=member.person, household=home, lines=STREET, postcode=POSTCODE)
    return protection.protect(by=manager, at=timezone.now(), household_id=home.pk, reason=WHY_PROTECTED)


def named(home, worker, by, **changes):
    given = {"reason": WHY, "last_day": timezone.localdate() + timedelta(days=7)} | changes
    return protection.name(by=by, at=timezone.now(), household_id=home.pk, worker=worker, **given)


def read(client, url):
    """The text of an answer, whatever its kind."""
    response = client.get(url)
    if "frontdoor/exports/ask.html" in [template.name for template in response.templates]:
        response = saved(client, url)
    return (b"".join(response) if response.streaming else response.content).decode(errors="replace").lower()


def hits(text):
    return [word for word in (STREET.lower(), POSTCODE.lower(), "zzcanary") if word in text]


@pytest.mark.parametrize("role", ["manager", "service_manager", "auditor", "call_handler"])
def test_no_page_list_or_file_about_the_child_shows_a_protected_address(home, manager, records, role):
    worker = manager if role == "manager" else getattr(workers, role)()
    client = Client()
    client.force_login(worker)
    found = {}
    for name in sorted(DOORS.keys() - LIBRARY.keys() - {"alive", "ready", "personas"}):
        page = read(client, url := address(name, records))
        endings = [ending for ending in ("as=csv", "format=csv") if ending in page]  # it offers itself as a file
        texts = {url: page} | {f"{url}?{ending}": read(client, f"{url}?{ending}") for ending in endings}
        found |= {asked: secrets for asked, text in texts.items() if (secrets := hits(text))}
    assert found == {}


@pytest.mark.parametrize("words", [POSTCODE, POSTCODE.replace(" ", ""), STREET])
def test_a_search_for_a_protected_address_finds_nobody_by_it(home, manager, records, words):
    child = people.Person.objects.get(pk=records["person_id"])
    client = Client()
    client.force_login(manager)
    answer = client.post(reverse("people_search"), {"q": words}, follow=True)
    assert child.full_name not in answer.content.decode()
    answer = client.post(reverse("people_search"), {"q": child.full_name}, follow=True).content.decode()
    assert child.full_name in answer
    assert STREET not in answer


def test_a_brother_and_the_mother_are_protected_with_the_child_and_later_moves_are_too(home, manager, records):
    assert {row.in_words for row in Address.objects.current().filter(household=home)} == {PROTECTED}
    child = people.Person.objects.get(pk=records["person_id"])
    assert {row.in_words for row in child.addresses.current()} == {PROTECTED}
    brother = people.ChildFactory()
    act = {"by": manager, "on": timezone.localdate(), "household_id": home.pk}
    households.join(**act, person=brother, since=None, keeps_other_homes=True)
    assert brother.addresses.get().in_words == PROTECTED
    households.move(
        **act,
        version=version_of(home),
        day=timezone.localdate(),
        address=NewAddress(lines="78 Zzcanary Next", postcode=POSTCODE),
    )
    assert {row.in_words for row in child.addresses.all()} >= {PROTECTED}
    assert not child.addresses.not_protected().exists()


def test_who_was_named_sees_it_by_one_act_that_is_written_down(home, manager, records):
    worker, other = workers.service_manager(), workers.service_manager()
    named(home, worker, manager)
    url = reverse("address_reveal", args=[records["person_id"], home.pk])
    for who, status in ((worker, 200), (other, 403), (manager, 403)):
        client = Client()
        client.force_login(who)
        assert client.get(url).status_code == 405
        before = LedgerEvent.objects.filter(basis=protection.REVEALED, actor_id=who.pk, verb="consult").count()
        response = client.post(url)
        after = LedgerEvent.objects.filter(basis=protection.REVEALED, actor_id=who.pk, verb="consult").count()
        assert response.status_code == status
        assert (STREET in response.content.decode()) == (status == 200)
        assert after - before == (status == 200)


def test_a_named_worker_who_may_not_open_the_record_is_told_nothing(home, manager, records):
    stranger = workers.social_worker()
    named(home, stranger, manager)
    client = Client()
    client.force_login(stranger)
    assert client.post(reverse("address_reveal", args=[records["person_id"], home.pk])).status_code == 404


def test_a_name_runs_out(home, manager):
    worker = workers.service_manager()
    with pytest.raises(ValidationError, match=protection.ENDS_TOO_EARLY):
        named(home, worker, manager, last_day=timezone.localdate() - timedelta(days=1))
    named(home, worker, manager, last_day=timezone.localdate())
    assert protection.may_see(worker, home.pk)


def test_nobody_names_themselves_and_a_name_has_a_reason(home, manager):
    with pytest.raises(ValidationError, match=SIGHT_BY_ANOTHER):
        named(home, manager, manager)
    with pytest.raises(ValidationError, match=SIGHT_HAS_A_REASON):
        named(home, workers.service_manager(), manager, reason=says(19))


@pytest.mark.parametrize("make", [workers.social_worker, workers.call_handler, workers.auditor])
def test_only_a_manager_protects_names_and_lifts(acting, make):
    home = living_together(people.ChildFactory())
    worker = make()
    with pytest.raises(Refused):
        protection.protect(by=worker, at=timezone.now(), household_id=home.pk, reason=WHY_PROTECTED)
    with pytest.raises(Refused):
        named(home, workers.service_manager(), worker)
    with pytest.raises(Refused):
        protection.lift(by=worker, household_id=home.pk)


def test_protecting_needs_a_reason_and_happens_once(acting, manager):
    home = living_together(people.ChildFactory())
    act = {"by": manager, "at": timezone.now(), "household_id": home.pk}
    with pytest.raises(ValidationError, match=PROTECTED_WHOLE):
        protection.protect(**act, reason=says(19))
    protection.protect(**act, reason=says(20))
    with pytest.raises(ValidationError, match=protection.PROTECTED_ALREADY):
        protection.protect(**act, reason=says(20))


def test_after_the_protection_the_present_address_is_open_and_the_one_left_before_stays_secret(home, manager, records):
    act = {"by": manager, "on": timezone.localdate(), "household_id": home.pk}
    households.move(**act, version=version_of(home), day=timezone.localdate(), address=NewAddress(lines="1 Open Road"))
    protection.lift(by=manager, household_id=home.pk)
    child = people.Person.objects.get(pk=records["person_id"])
    assert [row.in_words for row in child.addresses.current().filter(household=home)] == ["1 Open Road"]
    assert {row.in_words for row in child.addresses.exclude(ended_on=None)} == {PROTECTED}


def test_a_manager_protects_and_names_on_the_pages(acting, manager, records):
    client = Client()
    client.force_login(manager)
    args = [records["person_id"], records["household_id"]]
    key = {"submission_key": str(uuid4())}
    short = client.post(reverse("address_protect", args=args), {"reason": "short", **key})
    assert short.status_code == 422
    done = client.post(reverse("address_protect", args=args), {"reason": WHY_PROTECTED, **key})
    assert done.url == reverse("address_name", args=args)
    worker, day = workers.service_manager(), timezone.localdate() + timedelta(days=5)
    answers = {
        "worker": worker.pk,
        "reason": WHY,
        "last_day_day": day.day,
        "last_day_month": day.month,
        "last_day_year": day.year,
        "submission_key": str(uuid4()),
    }
    assert client.post(reverse("address_name", args=args), answers).status_code == 302
    assert protection.may_see(worker, args[1])
    lifted = client.post(reverse("address_protect", args=args), {"submission_key": str(uuid4())})
    assert lifted.status_code == 302
    assert not people.Person.objects.get(pk=args[0]).homes.get().household.protected
