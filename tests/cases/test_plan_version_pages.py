"""Each version of a plan is read and printed as it was, and two stand side by side."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from frontdoor.models import LedgerEvent
from tests.factories import plans as made
from tests.factories import workers

pytestmark = pytest.mark.django_db


def content(part, *, by, what, measure="The register shows it."):
    action = {"what": what, "who": "Nan Example", "by": by, "measure": measure, "target": "", "result": ""}
    outcome = {"words": "Wren is at school each day.", "scale": 3, "actions": [action]}
    need = {"words": "Wren misses school.", "outcomes": [outcome]}
    child = {"part": part.pk, "name": "Wren Invented", "needs": [need]}
    kept = {"kind": "Child in need plan", "contingency": made.CONTINGENCY, "contingency_by": "2026-12-24"}
    return kept | {"children": [child]}


@pytest.fixture
def action(db):
    return made.written()


@pytest.fixture
def versions(action):
    part, document = action.outcome.need.part, made.document_of(action)
    first = content(part, by="2026-11-20", what="Take Wren to school by half past eight.")
    second = content(part, by="2026-12-04", what="Take Wren to school by half past eight.")
    second["children"][0]["needs"].append({"words": "Wren sleeps badly.", "outcomes": []})
    return [
        made.VersionFactory(document=document, number=number, content=said)
        for number, said in enumerate((first, second), 1)
    ]


def test_an_earlier_version_is_read_and_printed_as_it_was(client, action, versions):
    client.force_login(action.written_by)
    first, second = versions
    page = client.get(reverse("plan", args=[first.document_id])).text
    assert reverse("plan_version", args=[first.pk]) in page
    shown = client.get(reverse("plan_version", args=[first.pk])).text
    assert "by 20 November 2026" in shown
    assert "Wren sleeps badly." not in shown
    answer = client.post(reverse("plan_version_paper", args=[first.pk]), {"purpose": "court"})
    told = " ".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.content)).pages).split())
    assert "version 1" in told
    assert "20 November 2026" in told
    assert "Wren sleeps badly." not in told
    assert "Wren" not in answer["Content-Disposition"]
    left = LedgerEvent.objects.filter(verb="disclose", subject="cases_plandocument", subject_id=first.document_id)
    assert left.count() == 1


def test_two_versions_stand_side_by_side_the_earlier_left(client, action, versions):
    client.force_login(action.written_by)
    for row, other in (versions, reversed(versions)):
        page = client.get(reverse("plan_version", args=[row.pk]), {"with": other.number})
        states = [(pair.about, pair.state) for pair in page.context["pairs"]]
        assert ("Action", "Changed") in states
        assert ("Needs", "New") in states
        assert ("Child", "") in states
        assert page.text.index("20 November 2026") < page.text.index("4 December 2026")
    alone = client.get(reverse("plan_version", args=[versions[0].pk]), {"with": "x"})
    assert alone.context["other"] is None


def test_a_stranger_reads_no_version(versions):
    stranger = Client()
    stranger.force_login(workers.social_worker())
    for name in ("plan_version", "plan_version_paper"):
        assert stranger.get(reverse(name, args=[versions[0].pk])).status_code == 404
