"""Every URL has a door, stands in the table of tests/law/doors.py, and answers each role as the table says."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from frontdoor.core.middleware import GUARDS_ITSELF, door_of
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.consent import OverrideFactory
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory, ConflictFactory
from tests.factories.workers import GrantFactory, TeamFactory, WorkerFactory
from tests.law.doors import DOORS, EVERYONE, LIBRARY

pytestmark = pytest.mark.django_db

EVERY_ADDRESS = "tests.demo_urls"
PAGES = sorted(name for name, door in DOORS.items() if not door.record)
RECORDS = sorted((name, relation) for name, door in DOORS.items() if door.record for relation in door.relations)
SIGN_IN, FORBIDDEN, WRONG_METHOD = 302, 403, 405


@pytest.fixture(autouse=True)
def _every_address(settings: Any) -> None:
    settings.ROOT_URLCONF = EVERY_ADDRESS


def patterns(resolver: Any = None) -> Iterator[URLPattern]:
    """Every pattern of the house, however deep."""
    for entry in (resolver or get_resolver(EVERY_ADDRESS)).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def parameters(name: str) -> list[str]:
    """The names of the parts of an address that vary."""
    return list(get_resolver(EVERY_ADDRESS).reverse_dict.getlist(name)[0][0][0][1])


SOMEBODY = {"provider_id": "nobody", "uidb36": "1", "key": "set-password", "code": "T07"}


def address(name: str, known: dict[str, Any]) -> str:
    """The address behind a name; a part that the test does not know is 1."""
    return reverse(name, kwargs={part: known.get(part, SOMEBODY.get(part, 1)) for part in parameters(name)})


_numbers = count(1)


def worker_with(role: str, **given: Any) -> Any:
    registered = role in {"social_worker", "practice_manager", "service_manager"}
    number = f"SW{next(_numbers):06}" if registered else None
    worker = WorkerFactory(registration_number=number, **given)
    GrantFactory(worker=worker, role=role)
    if role == "consent_decider":
        GrantFactory(worker=worker, role="practice_manager")
    worker.__dict__.pop("roles", None)
    return worker


def test_every_address_stands_in_the_table():
    names = {pattern.name for pattern in patterns()}
    assert None not in names, "An address without a name stands in no table."
    assert names - DOORS.keys() == set(), "Add a line to tests/law/doors.py for each."
    assert DOORS.keys() - names == set(), "These are in the table but have no address any more."


def test_every_view_declares_its_door():
    undeclared = {
        pattern.name for pattern in patterns() if door_of(pattern.callback) is None and pattern.name not in LIBRARY
    }
    assert undeclared == set()


def test_only_the_librarys_listed_pages_guard_themselves():
    unlisted = {
        pattern.name
        for pattern in patterns()
        if getattr(pattern.callback, "__module__", "").startswith(GUARDS_ITSELF) and pattern.name not in LIBRARY
    }
    assert unlisted == set()


def test_there_is_no_django_admin():
    assert not [pattern for pattern in patterns() if "django.contrib.admin" in str(pattern.callback.__module__)]


def known_pages() -> dict[str, Any]:
    """A row for each part of an address that names no child's record."""
    grant = GrantFactory()
    return {
        "worker_id": grant.worker_id,
        "team_id": grant.worker.team_id,
        "grant_id": grant.pk,
        "agency_id": AgencyFactory().pk,
    }


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_to_its_roles_alone(name, client):
    door, url = DOORS[name], address(name, known_pages())
    found = {"nobody": client.get(url).status_code}
    wanted = {"nobody": door.answers if door.roles is None else {SIGN_IN}}
    for role in sorted(EVERYONE if door.roles is not None else ()):
        client.force_login(worker_with(role))
        found[role] = client.get(url).status_code
        wanted[role] = door.answers if role in door.roles else {FORBIDDEN}
        if role not in door.roles:
            assert client.post(url).status_code == FORBIDDEN, f"POST as {role}"
    assert {who: status for who, status in found.items() if status not in wanted[who]} == {}


def record_of(relation: str, worker: Any) -> dict[str, Any]:
    """A child with everything that can be opened about them, who stands in ``relation`` to ``worker``."""
    child = ChildFactory(restricted=relation == "restricted")
    team = TeamFactory() if relation == "other_team" else worker.team
    referral = ReferralFactory(child=child, team=team)
    if relation in {"own", "restricted", "conflicted"}:
        AllocationFactory(referral=referral, worker=worker)
    if relation == "conflicted":
        ConflictFactory(person=child, worker=worker, declared_by=worker)
    contact = ContactFactory(children=[child], triaged=True)
    return {
        "person_id": child.pk,
        "contact_id": contact.pk,
        "referral_id": referral.pk,
        "assessment_id": AssessmentFactory(referral=referral).pk,
        "team_id": team.pk,
        "worker_id": worker.pk if relation == "own" else WorkerFactory(team=team).pk,
        "override_id": OverrideFactory(contact=contact).pk,
    }


@pytest.mark.parametrize(("name", "relation"), RECORDS)
def test_a_record_opens_to_those_who_may_see_it(name, relation, client):
    door = DOORS[name]
    wrong = {}
    for role in sorted(EVERYONE):
        worker = worker_with(role)
        url = address(name, record_of(relation, worker))
        client.logout()
        assert client.get(url).status_code == SIGN_IN
        client.force_login(worker)
        refusals = door.hides(role, relation) if role in door.roles else frozenset({FORBIDDEN})
        if not refusals:
            answers = {"GET": (client.get(url).status_code, door.answers)}
        else:
            refusals |= {WRONG_METHOD} if role in door.roles else frozenset()
            answers = {"GET": (client.get(url).status_code, refusals), "POST": (client.post(url).status_code, refusals)}
        wrong |= {f"{how} as {role}": found for how, found in answers.items() if found[0] not in found[1]}
    assert wrong == {}


def test_the_administrator_opens_no_record():
    opened = {name for name, _ in RECORDS if "system_administrator" in DOORS[name].roles}
    assert opened == set()
