"""Two administrators change one partner's system: the second sees what the first has done."""

import pytest
from django.test import Client
from django.urls import reverse

from frontdoor.actions import partner_clients
from frontdoor.core.versions import Stale
from frontdoor.models import PartnerClient
from tests.factories import workers
from tests.factories.people import AgencyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def system_of_a_partner(system):
    by = workers.administrator()
    return partner_clients.make(by=by, agency=AgencyFactory(), name="Records", webhook_url="").client


def browser():
    signed_in = Client()
    signed_in.force_login(workers.administrator())
    return signed_in


def opened(client, url):
    return {"version": client.get(url).context["form"]["version"].value()}


def test_an_older_page_ends_no_secret_that_was_just_handed_over(system_of_a_partner):
    first, second, url = browser(), browser(), reverse("admin_client", args=[system_of_a_partner.pk])
    renew, older = {"decision": "renew"}, opened(second, url)
    assert "Client secret" in first.post(url, renew | opened(first, url)).text
    handed_over = PartnerClient.objects.get().secret_digest
    refused = second.post(url, renew | older)
    assert refused.status_code == 422
    assert Stale.sentence in refused.text
    assert "The partner may use it already" in refused.text
    assert second.post(url, renew).status_code == 422
    assert PartnerClient.objects.get().secret_digest == handed_over
    again = {"version": refused.context["form"]["version"].value()}
    assert "Client secret" in second.post(url, renew | again).text
    assert PartnerClient.objects.get().secret_digest != handed_over


def test_an_older_page_overwrites_no_other_address(system_of_a_partner):
    first, second, url = browser(), browser(), reverse("admin_client_change", args=[system_of_a_partner.pk])
    older = opened(second, url)
    theirs, yours = ({"webhook_url": f"https://systems.example/{name}"} for name in ("theirs", "yours"))
    assert first.post(url, theirs | opened(first, url)).status_code == 302
    refused = second.post(url, yours | older)
    assert refused.status_code == 422
    for words in (Stale.sentence, theirs["webhook_url"], yours["webhook_url"]):
        assert words in refused.text
    assert PartnerClient.objects.get().webhook_url == theirs["webhook_url"]
    again = {"version": refused.context["form"]["version"].value()}
    assert second.post(url, yours | again).status_code == 302
    assert second.post(url, yours).status_code == 422
