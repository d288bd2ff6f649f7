"""People of partner agencies: invited by two administrators, shut in before a second factor, shut out at once."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from frontdoor.core import outbox
from frontdoor.core.outbox import OutboxMessage
from frontdoor.models import PartnerReferral
from tests.factories import workers
from tests.factories.people import AgencyFactory
from workforce.actions import partners, roles
from workforce.models import RoleGrant, Worker
from workforce.models.grant_rules import OWN_GRANT, PARTNER_OF_ONE_AGENCY

pytestmark = pytest.mark.django_db

NEW = {"given_names": "Nia", "family_name": "Newcomer", "email": "Nia.Newcomer@School.example"}


def invited(client: Any, agency: Any) -> Worker:
    client.force_login(workers.administrator())
    answer = client.post(reverse("admin_partner_invite"), NEW | {"agency": agency.pk})
    assert answer.status_code == 302, answer.content.decode()
    return Worker.objects.get(email="nia.newcomer@school.example")


def approved(worker: Worker) -> None:
    grant = RoleGrant.objects.get(worker=worker)
    roles.approve(by=workers.administrator(), grant=grant, at=timezone.now())


def mailed() -> str:
    for message in OutboxMessage.objects.filter(delivered_at=None):
        assert not re.search(r"reset/key", str(message.payload))
        outbox.deliver(message.pk, now=timezone.now())
    return mail.outbox[-1].body if mail.outbox else ""


def link_in(body: str) -> str:
    return re.search(r"https://testserver(\S+)", body)[1]


def set_password(client: Any, link: str) -> Any:
    page = client.get(link, follow=True)
    if not page.redirect_chain:
        return page
    new = "three odd words only"
    return client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})


def test_19_nobody_refers_before_a_second_administrator_and_a_second_factor(client):
    agency = AgencyFactory()
    worker = invited(client, agency)
    assert (worker.agency, worker.has_usable_password()) == (agency, False)
    assert mailed() == "", "no mail leaves before the role is approved"
    assert "Waits for a second administrator" in client.get(reverse("admin_partners")).content.decode()
    approved(worker)
    body = mailed()
    assert "Nia" not in mail.outbox[-1].subject
    client.logout()
    assert set_password(client, link_in(body)).status_code == 302
    worker = Worker.objects.get(pk=worker.pk)
    assert worker.has_usable_password()
    client.force_login(worker)
    for name in ("my_work", "partner_start", "partner_referrals", "drafts"):
        assert client.get(reverse(name)).url == reverse("security"), name
    assert client.post(reverse("partner_start"), {"immediate_danger": "no"}).url == reverse("security")
    assert client.get(reverse("security")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code in {200, 302}
    TOTP.activate(worker, "JBSWY3DPEHPK3PXP")
    assert client.get(reverse("my_work")).status_code == 200
    assert client.get(reverse("partner_start")).status_code == 200


def test_19_an_invitation_expires_and_can_be_sent_again(client):
    worker = invited(client, AgencyFactory())
    approved(worker)
    link = link_in(mailed())
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        set_password(client, link)
    assert not Worker.objects.get(pk=worker.pk).has_usable_password()
    client.force_login(workers.administrator())
    page = client.get(reverse("admin_partner", args=[worker.pk])).content.decode()
    assert "Send the invitation again" in page
    client.post(reverse("admin_partner", args=[worker.pk]))
    assert OutboxMessage.objects.filter(delivered_at=None).count() == 1


def test_one_administrator_alone_invites_nobody(acting):
    administrator = workers.administrator()
    now = timezone.now()
    worker = partners.invite(by=administrator, at=now, on=timezone.localdate(), agency=AgencyFactory(), **NEW)
    with pytest.raises(ValidationError, match=OWN_GRANT):
        roles.approve(by=administrator, grant=RoleGrant.objects.get(worker=worker), at=now)
    with pytest.raises(ValidationError, match="second administrator has approved"):
        partners.invite_again(by=administrator, at=now, worker=worker)


def test_an_agency_out_of_use_invites_nobody(acting):
    agency = AgencyFactory(ended_on=timezone.localdate())
    with pytest.raises(ValidationError, match="no longer used"):
        partners.invite(by=workers.administrator(), at=timezone.now(), on=timezone.localdate(), agency=agency, **NEW)


@pytest.mark.parametrize("role", ["call_handler", "social_worker", "system_administrator", "auditor"])
def test_a_partner_holds_no_other_role(acting, role):
    about = {"reason": "Wanted for a while", "starts_on": date(2026, 1, 1), "at": timezone.now()}
    with pytest.raises(ValidationError, match=PARTNER_OF_ONE_AGENCY):
        roles.propose(by=workers.administrator(), worker=workers.partner_referrer(), role=role, **about)
    with pytest.raises(ValidationError, match=PARTNER_OF_ONE_AGENCY):
        roles.propose(by=workers.administrator(), worker=workers.WorkerFactory(), role="partner_referrer", **about)


def test_23_a_partner_of_an_agency_out_of_use_is_out_at_once(client, settings):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    agency = AgencyFactory()
    client.force_login(workers.partner_referrer(agency=agency))
    assert client.get(reverse("my_work")).status_code == 200
    administrator = client_of(workers.administrator())
    address = reverse("admin_agency", args=[agency.pk])
    version = administrator.get(address).context["form"]["version"].value()
    answer = administrator.post(
        address,
        {"name": agency.name, "source_code": "2A", "sector": "education", "version": version, **_today("ended_on")},
    )
    assert answer.status_code == 302
    assert client.get(reverse("my_work")).url.startswith(reverse("account_login"))
    assert not PartnerReferral.objects.exists()


def client_of(worker: Worker) -> Any:
    from django.test import Client

    client = Client()
    client.force_login(worker)
    return client


def _today(name: str) -> dict[str, int]:
    day = timezone.localdate()
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_the_second_factor_is_left_out_among_invented_people_alone(settings):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    assert "frontdoor.E002" in {fault.id for fault in run_checks()}
    settings.DEMO = True
    assert "frontdoor.E002" not in {fault.id for fault in run_checks()}
