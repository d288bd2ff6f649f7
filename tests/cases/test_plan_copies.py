"""A plan in the hands of its children, their parents and each agency of the core group: who has it, and how it left."""

from io import BytesIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.actions import plan_copies
from cases.actions.plan_copies import Recipient
from cases.models import PlanCopy
from cases.models.plan_copies import HAS_AN_ADDRESS, OF_ANOTHER_PLAN, TO_AGENCIES_ALONE
from frontdoor.core.acting import acting_as
from frontdoor.core.outbox import OutboxMessage
from tests.cases.test_strategy import deliver_all
from tests.factories import conferences, people
from tests.factories import plans as made
from tests.factories.cases import AllocationFactory

pytestmark = pytest.mark.django_db


class World:
    """A protection plan that is authorised, with a core group of two agencies and a mother."""

    def __init__(self):
        self.group = conferences.CoreGroupFactory()
        plan = self.group.plan
        self.worker = AllocationFactory(referral=plan.referral).worker
        self.child = plan.child
        self.document = made.DocumentFactory(kind="cp", started_by=self.worker)
        self.part = made.PartFactory(document=self.document, plan=plan)
        told = {"part": self.part.pk, "name": self.child.full_name, "needs": []}
        content = {"kind": "Child protection plan", "contingency": made.CONTINGENCY, "contingency_by": "2026-12-24"}
        version = made.VersionFactory(document=self.document, content=content | {"children": [told]})
        self.document.authorised_at, self.document.authorised_by = version.authorised_at, version.authorised_by
        with acting_as(version.authorised_by):
            self.document.save()
        self.mother = people.RelationshipFactory(child=self.child, kind="mother", parental_responsibility="yes").adult
        make = conferences.CoreGroupInvitationFactory
        self.school = make(group=self.group, name="Jo Larkspur", email="jo@school.example")
        self.nurse = make(group=self.group, name="Robin Fairweather", agency__email="")
        self.browser = Client()
        self.browser.force_login(self.worker)
        self.new, self.page = (reverse(name, args=[self.document.pk]) for name in ("plan_copy_new", "plan_copies"))

    def gives(self, who, how, **more):
        return self.browser.post(self.new, {"who": who, "part": self.part.pk, "how": how, **more})


@pytest.fixture
def world():
    return World()


def test_child_parent_and_each_agency_of_the_core_group_is_offered_and_who_has_it_is_shown(world):
    offered = world.browser.get(world.new).text
    for key, name in (
        (f"p{world.child.pk}", world.child.full_name),
        (f"p{world.mother.pk}", world.mother.full_name),
        (f"m{world.school.pk}", "Jo Larkspur: Safeguarding lead"),
        (f"m{world.nurse.pk}", "Robin Fairweather"),
    ):
        assert f'value="{key}"' in offered
        assert name in offered
    assert "checked" not in offered
    assert world.gives(f"p{world.mother.pk}", "read_out").url == world.page
    assert world.gives(f"m{world.school.pk}", "email").url == world.page
    for page in (world.page, reverse("plan", args=[world.document.pk])):
        shown = world.browser.get(page)
        stands = {one.name: one.copy and one.copy.how for one in shown.context["receivers"]}
        assert stands == {
            world.child.full_name: None,
            world.mother.full_name: "read_out",
            "Jo Larkspur": "email",
            "Robin Fairweather": None,
        }
        assert "Who has the plan" in shown.text


def test_an_agency_gets_it_by_mail_that_names_nobody_outside_the_file(world):
    world.gives(f"m{world.school.pk}", "email")
    deliver_all()
    (sent,) = mail.outbox
    assert sent.to == ["jo@school.example"]
    assert sent.subject == f"Plan {world.document.reference} from children's social care"
    ((name, body, mime),) = sent.attachments
    assert (name, mime) == (f"plan-{world.document.reference}.pdf", "application/pdf")
    assert world.child.family_name not in f"{sent.subject} {sent.body} {name}"
    told = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(body)).pages)
    assert "For Jo Larkspur" in told
    assert world.child.full_name in told
    assert world.child.full_name not in str(OutboxMessage.objects.values_list("payload", flat=True))


def test_it_is_mailed_to_no_family_and_to_nobody_without_an_address(world):
    for who, more, why in (
        (f"p{world.mother.pk}", {}, TO_AGENCIES_ALONE),
        (f"m{world.nurse.pk}", {}, HAS_AN_ADDRESS),
        ("other", {"given_to": "Nan Example", "kind": "family", "email": "nan@home.example"}, TO_AGENCIES_ALONE),
        ("other", {"given_to": "Sam Example", "kind": "agency"}, HAS_AN_ADDRESS),
    ):
        answer = world.gives(who, "email", **more)
        assert answer.status_code == 422
        assert why in answer.text
        for typed in more.values():
            assert typed in answer.text
    assert not PlanCopy.objects.exists()
    answer = world.gives("other", "email", given_to="Sam Example", kind="agency", email="sam@agency.example")
    assert answer.url == world.page
    assert "To sam@agency.example" in world.browser.get(world.page).text


def test_nobody_of_another_core_group_gets_it(world):
    stranger = conferences.CoreGroupInvitationFactory()
    assert world.gives(f"m{stranger.pk}", "handed").status_code == 422
    to = Recipient(stranger.name, "agency", member_id=stranger.pk)
    about = {"plan_id": world.document.pk, "part_id": None, "how": "handed"}
    with pytest.raises(ValidationError, match=OF_ANOTHER_PLAN):
        plan_copies.give(by=world.worker, now=timezone.now(), to=to, **about)
