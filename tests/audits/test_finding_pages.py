"""The pages of the register: the list and its file, recording, closing, and where leaders and owners are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.models import FindingEvent, InspectionFinding
from audits.models import finding_rules as rules
from frontdoor.core import my_work
from frontdoor.core.versions import Stale
from tests.factories import workers
from tests.factories.findings import EVIDENCE, FOUND, WORDS, InspectionFindingFactory, closed
from tests.law import figures
from tests.words import says

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LONG_AGO = TODAY - timedelta(days=100)


@pytest.fixture
def leader(client):
    worker = workers.senior_leader()
    client.force_login(worker)
    return worker


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def posted(client, url, **answers):
    return client.post(url, opened(client, url) | answers)


def opened(client, url):
    """What a page carries unseen."""
    return {field.name: field.value() for field in client.get(url).context["form"].hidden_fields()}


def told(owner, **more):
    dates = day("found_on", TODAY) | day("due_on", TODAY + timedelta(days=30))
    return {
        "found": "Consent was again done without in four cases.",
        "source_kind": "monitoring",
        "source": "Visit of June",
        "owner": owner.pk,
        **dates,
        **more,
    }


def test_open_findings_stand_first_the_oldest_of_them_first(client, leader):
    new = InspectionFindingFactory(theme="plans")
    old = InspectionFindingFactory(found_on=LONG_AGO)
    done = closed(theme="quality", found_on=LONG_AGO - timedelta(days=9))
    page = client.get(reverse("findings"))
    assert [row["finding"].pk for row in page.context["rows"]] == [old.pk, new.pk, done.pk]
    file = client.get(reverse("findings"), {"format": "csv", "theme": "plans"}).content.decode()
    assert file.count("\r\n") == 2
    assert FOUND in file


@pytest.mark.parametrize(
    "narrowed", [{"state": "closed"}, {"theme": "quality"}, {"indicator": "K02"}, {"owner": "own"}]
)
def test_the_list_is_narrowed(client, leader, narrowed):
    InspectionFindingFactory()
    wanted = closed(theme="quality", owner=workers.auditor())
    asked = narrowed | ({"owner": wanted.owner_id} if "owner" in narrowed else {})
    assert [row["finding"] for row in client.get(reverse("findings"), asked).context["rows"]] == [wanted]


def test_the_list_asks_as_much_for_many_as_for_one(client, leader):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("findings"))
        return len(asked)

    InspectionFindingFactory()
    queries()
    one = queries()
    for _ in range(24):
        InspectionFindingFactory(theme="plans")
    assert queries() == one


def test_L42_recording_a_theme_found_before_asks_whether_it_is_the_same(client, leader):
    owner = workers.service_manager()
    earlier = closed(theme="consent", opened_on=TODAY, found_on=LONG_AGO)
    url = reverse("finding_new")
    assert client.get(url, {"theme": "nonsense"}).status_code == 422
    url += "?theme=consent"
    assert earlier.found in client.get(url).text
    for answer in ({}, {"same_as": "none"}, {"same_as": "none", "differs": says(19)}):
        page = posted(client, url, **told(owner, **answer))
        assert page.status_code == 422
        assert rules.ASK_WHETHER_THE_SAME in page.text
        assert "Consent was again done without in four cases." in page.text
    assert posted(client, url, **told(owner, same_as=earlier.pk)).url == reverse("finding", args=[earlier.pk])
    assert InspectionFinding.objects.get().was_reopened
    another = told(owner, same_as="none", differs="That one was about the words alone.")
    assert posted(client, url, **another).status_code == 302
    assert InspectionFinding.objects.count() == 2


def test_L42_leaders_are_told_on_their_page_and_on_my_work_with_the_lists_count(client, leader):
    finding = InspectionFindingFactory(owner=leader, again_on=None)
    InspectionFindingFactory(theme="plans")
    assert posted(client, reverse("finding_again", args=[finding.pk]), **told(leader)).status_code == 302
    found = {label: (count, url) for label, count, url in figures.on_page(client, reverse("leaders"))}
    count, url = next(value for label, value in found.items() if "reopened or repeated" in label.lower())
    assert count == figures.rows_behind(client, url) == 1
    for reader, title in (
        (leader, "Findings reopened or repeated"),
        (workers.service_manager(), "Findings reopened or repeated"),
        (leader, "Inspection findings that you put right"),
    ):
        block = next(block for block in my_work.of(reader, timezone.now()) if block.title == title)
        assert block.count == figures.rows_behind(client, block.url) == 1
    titles = {block.title: block.count for block in my_work.of(workers.auditor(), timezone.now())}
    assert titles.get("Inspection findings that you put right") == 0
    assert "Findings reopened or repeated" not in titles


def test_L61_the_page_says_why_a_finding_cannot_be_closed_and_refuses_it(client, leader):
    finding = InspectionFindingFactory(measured=True)
    url = reverse("finding_close", args=[finding.pk])
    page = client.get(url)
    assert page.context["form"] is None
    assert rules.NOT_PROVED in page.text
    refused = client.post(url, {"submission_key": "0b7f4c1e-5a38-4f0e-9d7c-1f5f4c1e5a38", "evidence": EVIDENCE})
    assert refused.status_code == 422
    assert rules.NOT_PROVED in refused.text
    assert EVIDENCE in refused.text
    unmeasured = InspectionFindingFactory(theme="plans")
    assert rules.NO_INDICATOR in client.get(reverse("finding_close", args=[unmeasured.pk])).text


def test_a_closed_finding_shows_the_weeks_that_were_kept(client, leader):
    finding = closed()
    page = client.get(reverse("finding", args=[finding.pk]))
    assert len(page.context["weeks"].lines) == 13
    assert EVIDENCE in page.text
    assert client.get(reverse("finding_close", args=[finding.pk])).status_code == 302


def test_three_readers_owner_colleague_and_stranger(client):
    owner, colleague, stranger = workers.auditor(), workers.auditor(), workers.social_worker()
    finding = InspectionFindingFactory(owner=owner)
    url = reverse("finding", args=[finding.pk])
    client.force_login(owner)
    assert posted(client, url, words=WORDS).status_code == 302
    assert FindingEvent.objects.of(finding.pk).get().noted_by == owner
    client.force_login(colleague)
    page = client.get(url)
    assert page.context["form"] is None
    assert WORDS in page.text
    assert client.get(reverse("finding_owner", args=[finding.pk])).status_code == 403
    client.force_login(stranger)
    assert client.get(url).status_code == 403


def test_owner_and_indicator_are_changed_by_who_keeps_the_register(client, leader):
    finding, owner = InspectionFindingFactory(), workers.auditor()
    due = day("due_on", TODAY + timedelta(days=12))
    assert posted(client, reverse("finding_owner", args=[finding.pk]), owner=owner.pk, words=WORDS, **due).url
    answers = {"indicator": "K02", "target": 94, "words": WORDS}
    easier = posted(client, reverse("finding_measure", args=[finding.pk]), **answers)
    assert easier.status_code == 422
    assert posted(client, reverse("finding_measure", args=[finding.pk]), **answers | {"target": 96}).status_code == 302
    finding.refresh_from_db()
    assert (finding.owner, finding.indicator, finding.target) == (owner, "K02", 96)


@pytest.mark.parametrize("first", [{}, {"indicator": "K02", "target": 95}])
def test_an_older_page_does_not_choose_an_indicator_over_another_choice(client, leader, first):
    """Whether none was chosen when it was opened or another; a day given meanwhile is no other choice."""
    finding = InspectionFindingFactory()
    url = reverse("finding_measure", args=[finding.pk])
    if first:
        posted(client, url, **first, words=WORDS)
    older = opened(client, url)
    assert posted(client, url, indicator="K13", target=40, words=WORDS).status_code == 302
    yours = {"indicator": "K02", "target": 99, "words": "Reasons are what the inspection missed."}
    refused = client.post(url, yours | older)
    finding.refresh_from_db()
    assert (refused.status_code, finding.indicator, finding.target) == (422, "K13", 40)
    for said in (Stale.sentence, "at most 40%", "at least 99%", yours["words"], 'value="99"'):
        assert said in refused.text
    again = {field.name: field.value() for field in refused.context["form"].hidden_fields()}
    assert client.post(url, yours | again).status_code == 302
    finding.refresh_from_db()
    assert (finding.indicator, finding.target) == ("K02", 99)


def test_another_owner_given_meanwhile_is_no_other_indicator(client, leader):
    finding, due = InspectionFindingFactory(), day("due_on", TODAY + timedelta(days=7))
    url = reverse("finding_measure", args=[finding.pk])
    older = opened(client, url)
    assert posted(
        client, reverse("finding_owner", args=[finding.pk]), owner=workers.auditor().pk, words=WORDS, **due
    ).url
    assert client.post(url, {"indicator": "K02", "target": 95, "words": WORDS} | older).status_code == 302


@pytest.mark.parametrize("name", ["finding_owner", "finding_again"])
def test_an_older_page_gives_a_finding_to_nobody_over_another_choice(client, leader, name):
    finding, theirs, yours = InspectionFindingFactory(), workers.auditor(), workers.service_manager()
    week = day("due_on", TODAY + timedelta(days=7))
    older = opened(client, reverse(name, args=[finding.pk]))
    assert posted(client, reverse("finding_owner", args=[finding.pk]), owner=theirs.pk, words=WORDS, **week).url
    answers = told(yours, words="The other one has left for the summer.")
    refused = client.post(reverse(name, args=[finding.pk]), answers | older)
    finding.refresh_from_db()
    assert (refused.status_code, finding.owner) == (422, theirs)
    for words in (Stale.sentence, theirs.get_full_name(), f'value="{yours.pk}" selected'):
        assert words in refused.text
    again = {field.name: field.value() for field in refused.context["form"].hidden_fields()}
    assert client.post(reverse(name, args=[finding.pk]), answers | again | {"version": ""}).status_code == 422
    assert client.post(reverse(name, args=[finding.pk]), answers | again).status_code == 302
    finding.refresh_from_db()
    assert finding.owner == yours
