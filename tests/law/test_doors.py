"""Every URL has a door, stands in the table of tests/law/doors.py, and answers each role as the table says."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from cases.models import PlanDocument
from frontdoor.core.middleware import GUARDS_ITSELF, door_of
from frontdoor.core.navigation import links_for, search_for, section_links_for
from tests.factories.after_override import RemedyFactory, approved, matter_of, withdrawn
from tests.factories.assessments import rows_of_a_document
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory, Section47Factory
from tests.factories.conferences import rows_at_a_conference
from tests.factories.consent import ConsentEventFactory, OverrideFactory, asked
from tests.factories.contacts import ContactFactory
from tests.factories.documents import VersionFactory
from tests.factories.enquiries import PowerFactory
from tests.factories.exemplars import ExemplarFactory
from tests.factories.families import rows_of
from tests.factories.feedback import ChallengeFactory
from tests.factories.findings import InspectionFindingFactory
from tests.factories.follow_ups import FollowUpFactory
from tests.factories.identity import proposal, second_record
from tests.factories.look_backs import LookBackFactory, LookBackItemFactory
from tests.factories.partners import AttachmentFactory, PartnerClientFactory
from tests.factories.people import AgencyFactory, ChildFactory, ConflictFactory
from tests.factories.plans import rows_of_a_plan
from tests.factories.reviews import of_agencies
from tests.factories.sight import SearchAlertFactory
from tests.factories.strategy import MissedFactory, rows_at_a_meeting
from tests.factories.visits import CaseNoteFactory, ChildVisitFactory
from tests.factories.workers import GrantFactory, TeamFactory, WorkerFactory, partner_referrer
from tests.law.door import AUDITOR, EVERYONE, PARTNER, PRACTITIONERS, READERS, RELATIONS
from tests.law.doors import DOORS, LIBRARY
from tests.law.doors_partners import PORTAL

pytestmark = pytest.mark.django_db

EVERY_ADDRESS = "tests.demo_urls"
PAGES = sorted(name for name, door in DOORS.items() if not door.record)
RECORDS = sorted(name for name, door in DOORS.items() if door.record)
SIGN_IN, FORBIDDEN, WRONG_METHOD = frozenset({302}), frozenset({403}), frozenset({405})
NOT_THERE = frozenset({404})
BEYOND_EVERY_COLUMN = 2**63


@pytest.fixture(autouse=True)
def _every_address(settings: Any) -> None:
    settings.ROOT_URLCONF = EVERY_ADDRESS
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False  # it would answer before the door does; its own test shuts it


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


SOMEBODY = {"public_id": "BCDFGHJKMNPQ", "provider_id": "nobody", "uidb36": "1", "key": "set-password", "code": "T07"}


def address(name: str, known: dict[str, Any]) -> str:
    """The address behind a name; a part that the test does not know is 1."""
    return reverse(name, kwargs={part: known.get(part, SOMEBODY.get(part, 1)) for part in parameters(name)})


def worker_with(role: str, number: int, team: Any) -> Any:
    place = {"agency": AgencyFactory(), "team": None} if role == PARTNER else {"team": team}
    worker = WorkerFactory(registration_number=f"SW{number:06}" if role in PRACTITIONERS else None, **place)
    GrantFactory(worker=worker, role=role)
    if role == "consent_decider":
        GrantFactory(worker=worker, role="practice_manager")
    worker.__dict__.pop("roles", None)
    return worker


def contact_of(relation: str, *workers: Any) -> tuple[Any, Any]:
    """A contact about a child who stands in ``relation`` to each of ``workers``, and the child's referral."""
    child = ChildFactory(restricted=relation == "restricted")
    team = None if relation == "other_team" else workers[0].team
    referral = ReferralFactory(child=child, team=team or TeamFactory())
    if relation in {"own", "restricted", "conflicted"}:
        AllocationFactory(referral=referral, worker=workers[0])
    for worker in workers if relation == "conflicted" else ():
        ConflictFactory(person=child, worker=worker, declared_by=worker)
    return ContactFactory(children=[child], triaged=True), referral


def record_of(relation: str, *workers: Any) -> dict[str, Any]:
    """Everything that can be opened about a child who stands in ``relation`` to each of ``workers``, of one team.

    The child is allocated to the first of them; the others would see it because their team works with it.
    """
    worker = workers[0]
    contact, referral = contact_of(relation, *workers)
    other = second_record(relation, *workers)
    asked_about, _ = contact_of(relation, *workers)  # a child of its own: the request shows it to every decider
    put = asked(contact=contact)
    decided_on = approved(contact=contact)  # after it: a harm that is named wants an owner of the request
    return {
        "person_id": referral.child_id,
        "contact_id": contact.pk,
        "attachment_id": AttachmentFactory(contact=contact).pk,
        "document_id": VersionFactory(document__child=referral.child).document_id,
        "referral_id": referral.pk,
        "assessment_id": AssessmentFactory(referral=referral).pk,
        "record_id": ChildVisitFactory(child=referral.child).record_id,
        "note_id": CaseNoteFactory(children=[referral.child]).pk,
        "challenge_id": ChallengeFactory(feedback__contact=contact_of(relation, *workers)[0]).pk,
        "request_id": put.pk,
        "second_id": other.pk,
        "merge_id": proposal(records=(referral.child, other), given_names="survivor", family_name="survivor").pk,
        "override_id": OverrideFactory(contact=asked_about).pk,
        "look_back_id": LookBackItemFactory(contact=contact).look_back_id,
        "matter_id": matter_of(withdrawn(ConsentEventFactory(contact=contact, kind="C"))).pk,
        "remedy_id": RemedyFactory(override=decided_on).pk,
        "telling_id": decided_on.tellings.get().pk,
        "team_id": referral.team_id,
        "worker_id": worker.pk if relation == "own" else WorkerFactory(team=referral.team).pk,
        **rows_of(referral.child),
        **rows_at_a_meeting(contact),
        **rows_of_a_document(referral),
        **(plan := rows_of_a_plan(referral)),
        "exemplar_id": ExemplarFactory(plan=PlanDocument.objects.get(pk=plan["plan_id"])).pk,
        **rows_at_a_conference(contact_of(relation, *workers)[1]),  # a child of its own: nobody is under two plans
        "enquiry_id": Section47Factory(referral=referral).pk,
        "power_id": PowerFactory(child=referral.child).pk,
        "follow_up_id": FollowUpFactory(child=referral.child).pk,
    }


class World:
    """One worker of each role, signed in, with a child in each relation to them; and rows that are no child's."""

    def __init__(self) -> None:
        team = TeamFactory()
        self.workers = {role: worker_with(role, number, team) for number, role in enumerate(sorted(EVERYONE))}
        self.sessions = {role: self._sign_in(worker) for role, worker in self.workers.items()}
        readers = [self.workers[role] for role in sorted(READERS)]
        self._own = {role: record_of("own", worker) for role, worker in self.workers.items()}
        self._shared = {relation: record_of(relation, *readers) for relation in RELATIONS if relation != "own"}
        grant = GrantFactory()
        self._pages = {
            "look_back_id": LookBackFactory().pk,
            "finding_id": InspectionFindingFactory().pk,
            "worker_id": grant.worker_id,
            "team_id": grant.worker.team_id,
            "grant_id": grant.pk,
            "agency_id": AgencyFactory().pk,
            **of_agencies(),
            "client_id": PartnerClientFactory().pk,
            "restricted_id": ChildFactory(restricted=True).pk,
            "alert_id": SearchAlertFactory().pk,
            "missed_id": MissedFactory().pk,
        }
        self._partner = partner_referrer().pk

    @staticmethod
    def _sign_in(worker: Any) -> str:
        client = Client()
        client.force_login(worker)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def browser_of(self, role: str) -> Client:
        """A browser in which the worker of a role is signed in."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def page(self, name: str) -> str:
        """The address of a page that shows no child's record."""
        known = self._pages | ({"worker_id": self._partner} if name == "admin_partner" else {})
        return address(name, known)

    def record(self, name: str, role: str, relation: str) -> str:
        """The address of a record that stands in ``relation`` to the worker of ``role``."""
        return address(name, self._own[role] if relation == "own" else self._shared[relation])


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once, since making it takes longer than asking it; what a test writes is undone by its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


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


def faults(asked: str, answers: dict[str, tuple[int, frozenset[int]]]) -> list[str]:
    """A sentence for each answer that is not one of those expected."""
    return [
        f"{how} {asked}: got {status}, expected {' or '.join(map(str, sorted(expected)))}"
        for how, (status, expected) in answers.items()
        if status not in expected
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_to_its_roles_alone(name, world):
    door, url = DOORS[name], world.page(name)
    expected = door.answers if door.roles is None else SIGN_IN
    wrong = faults(f"{name} as nobody", {"GET": (Client().get(url).status_code, expected)})
    for role in sorted(EVERYONE if door.roles is not None else ()):
        browser = world.browser_of(role)
        if role in door.roles:
            answers = {"GET": (browser.get(url).status_code, door.answers)}
        else:
            answers = {how: (browser.generic(how, url).status_code, FORBIDDEN) for how in ("GET", "POST")}
        wrong += faults(f"{name} as {role}", answers)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_opens_to_those_who_may_see_it(name, world):
    door = DOORS[name]
    wrong = faults(
        f"{name} as nobody", {"GET": (Client().get(world.record(name, AUDITOR, "own")).status_code, SIGN_IN)}
    )
    sent = set()
    for role, relation in product(sorted(EVERYONE), door.relations):
        if role not in door.roles and relation != "own":
            continue  # the door is shut before the record is known, so the record nearest to them says it for all
        url, browser = world.record(name, role, relation), world.browser_of(role)
        if role in door.roles and not door.hides(role, relation):
            answers = {"GET": (browser.get(url).status_code, door.answers)}
        else:
            opens = role in door.roles
            hidden = door.hides(role, relation) | WRONG_METHOD if opens else FORBIDDEN
            # What is hidden is not found before anybody asks how it was sent: one role says that for each relation.
            hows = ("GET",) if (opens, relation) in sent else ("GET", "POST")
            sent.add((opens, relation))
            answers = {how: (browser.generic(how, url).status_code, hidden) for how in hows}
        wrong += faults(f"{name} as {role}, record: {relation}", answers)
    assert not wrong, "\n".join(wrong)


def numbered() -> Iterator[tuple[str, str]]:
    """Each name whose address holds a number, and that address with one which is more than any column holds."""
    for pattern in patterns():
        whole = {part for part, kind in pattern.pattern.converters.items() if isinstance(kind, IntConverter)}
        if whole:
            yield pattern.name, address(pattern.name, dict.fromkeys(whole, BEYOND_EVERY_COLUMN))


def test_a_number_that_no_column_holds_is_not_found(world):
    """And never a fault of the server, which the client would raise here."""
    found = dict(numbered())
    assert len(found) > 150
    wrong = []
    for name, url in found.items():
        role = min(DOORS[name].roles or EVERYONE)
        browser = world.browser_of(role)
        answers = {how: (browser.generic(how, url).status_code, NOT_THERE) for how in ("GET", "POST")}
        wrong += faults(f"{name} as {role}", answers)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_the_navigation_and_the_search_box_lead_only_to_open_doors(role, world):
    worker, browser = world.workers[role], world.browser_of(role)
    inside = [link for link in links_for(worker, "/") for link in (link, *section_links_for(worker, link.url))]
    assert [link.url for link in inside if browser.get(link.url).status_code == 403] == []
    assert bool(search_for(worker)) == (role in DOORS["people_search"].roles)


def test_a_partner_opens_the_portal_and_no_page_of_the_staff(world):
    own = {"drafts", "draft_save", "draft_discard", "end_session", "held_submission", "my_work"}
    own |= {"security", "mfa_index", "mfa_list_webauthn", *PORTAL, *LIBRARY}
    opens = {name for name, door in DOORS.items() if door.roles is not None and PARTNER in door.roles}
    assert opens - own == set(), "A page of the staff stands open to partners."
    links = {link.url for link in links_for(world.workers[PARTNER], "/")}
    assert links == {reverse(name) for name in PORTAL if not parameters(name)}


def test_the_administrator_opens_no_record():
    assert [name for name in RECORDS if "system_administrator" in DOORS[name].roles] == []
