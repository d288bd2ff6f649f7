"""Team page, worker page and the list of flags: who may open them, and that figures are what they link to."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import OverdueFlag
from frontdoor.core.roles import PRACTICE_MANAGER
from tests.factories import workers
from tests.factories.cases import AllocationFactory, AssessmentFactory
from workforce.models import CaseloadFlag

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(acting):
    return workers.TeamFactory(name="Assessment East")


@pytest.fixture
def owner(team):
    return workers.social_worker(team=team)


def lead(worker, **given):
    return AllocationFactory(referral__team=worker.team, referral__accepted_by=worker, worker=worker, **given)


def page(client, worker, name, *args):
    client.force_login(worker)
    return client.get(reverse(name, args=args))


def test_a_worker_page_opens_to_the_worker_the_manager_and_who_oversees_all(client, owner):
    for reader in (
        owner,
        workers.practice_manager(team=owner.team),
        workers.service_manager(),
        workers.senior_leader(),
    ):
        assert page(client, reader, "worker", owner.pk).status_code == 200


def test_a_worker_page_does_not_exist_for_a_colleague_or_another_teams_manager(client, owner):
    for reader in (
        workers.social_worker(team=owner.team),
        workers.practice_manager(),
        workers.auditor(),
        workers.call_handler(),
    ):
        assert page(client, reader, "worker", owner.pk).status_code == 404
    for reader in (workers.administrator(), workers.partner_referrer()):
        assert page(client, reader, "worker", owner.pk).status_code == 403


def test_a_worker_page_names_only_children_the_reader_may_open(client, owner):
    lead(owner, referral__child__given_names="Seen")
    lead(owner, referral__child__given_names="Unseen", referral__child__restricted_record=True)
    answer = page(client, workers.service_manager(), "worker", owner.pk)
    assert answer.context["load"].children == len(answer.context["rows"]) == 2
    assert b"Seen" in answer.content
    assert b"Unseen" not in answer.content
    assert b"A record that you may not open" in answer.content
    assert {row.since for row in answer.context["rows"] if not row.url} == {None}


def test_figures_of_a_worker_page_are_its_rows(client, owner):
    for traits in ({"overdue": True}, {"due_on": date(2040, 1, 2)}):
        assessment = AssessmentFactory(referral__team=owner.team, **traits)
        AllocationFactory(referral=assessment.referral, worker=owner)
    lead(owner)
    answer = page(client, owner, "worker", owner.pk)
    assert answer.context["counts"] == {"open": 2, "late": 1}
    for show, count in answer.context["counts"].items():
        assert len(client.get(answer.request["PATH_INFO"], {"show": show}).context["rows"]) == count


def test_team_pages(client, team, owner):
    for reader, status in (
        (owner, 200),
        (workers.practice_manager(team=team), 200),
        (workers.service_manager(), 200),
        (workers.social_worker(), 404),
        (workers.practice_manager(), 404),
        (workers.partner_referrer(), 403),
        (workers.administrator(), 403),
    ):
        assert page(client, reader, "team", team.pk).status_code == status


def test_a_team_page_has_every_caseload_and_links_those_that_may_be_opened(client, team, owner):
    lead(owner)
    colleague = workers.social_worker(team=team)
    lead(colleague)
    rows = page(client, owner, "team", team.pk).context["rows"]
    assert {row.name: bool(row.url) for row in rows} == {owner.get_full_name(): True, colleague.get_full_name(): False}
    manager = workers.practice_manager(team=team)
    assert all(row.url for row in page(client, manager, "team", team.pk).context["rows"])


def test_the_list_of_teams_sends_whoever_has_one_team_there(client, owner):
    assert page(client, owner, "team_list")["Location"] == reverse("team", args=[owner.team_id])
    assert owner.team in page(client, workers.senior_leader(), "team_list").context["teams"]


def flag(worker):
    return CaseloadFlag.objects.create(worker=worker, level="red", children=22, limit=20, noticed_on=date(2026, 11, 3))


def test_flags_are_seen_by_the_worker_the_manager_and_who_oversees_all(client, owner):
    flag(owner)
    both = workers.WorkerFactory(team=owner.team, roles=[PRACTICE_MANAGER])
    for reader, count in (
        (owner, 1),
        (both, 1),
        (workers.service_manager(), 1),
        (workers.social_worker(team=owner.team), 0),
        (workers.practice_manager(), 0),
    ):
        assert page(client, reader, "caseload_flags").text.count("children or fewer") == count


def test_a_flag_says_since_when_and_what_ends_it(client, owner):
    flag(owner)
    for name, *args in (("caseload_flags",), ("worker", owner.pk), ("my_work",)):
        words = page(client, owner, name, *args).content.decode()
        assert "Above the limit since 3 November 2026" in words
        assert "Ends when this worker leads 20 children or fewer" in words


def late(team, **child):
    """An assessment of the team past its day, noticed on 7 October 2026, with its lead worker."""
    assessment = AssessmentFactory(referral__team=team, overdue=True, **child)
    AllocationFactory(referral=assessment.referral)
    OverdueFlag.objects.create(assessment=assessment, due_on=assessment.due_on, noticed_on=date(2026, 10, 7))
    return assessment


def test_a_team_page_tells_each_standing_flag_since_when_and_what_ends_it(client, team, owner):
    assessment = late(team, referral__child__given_names="Seen")
    late(workers.TeamFactory(), referral__child__given_names="Elsewhere")
    flag(owner)
    flag(workers.social_worker())
    for reader in (workers.practice_manager(team=team), workers.service_manager()):
        answer = page(client, reader, "team", team.pk)
        words = answer.text
        for told in (
            "Seen",
            reverse("assessment", args=[assessment.pk]),
            "Noticed on 7 October 2026. Ends when a manager has authorised it and the family has it.",
            reverse("worker", args=[owner.pk]),
            "Above the limit since 3 November 2026. Ends when this worker leads 20 children or fewer.",
        ):
            assert told in words, told
        assert "Elsewhere" not in words
        assert (answer.context["late"].count, answer.context["high"].count) == (1, 1)


def test_a_flag_on_a_record_that_is_hidden_is_counted_and_names_nobody(client, team):
    late(team, referral__child__given_names="Seen")
    late(team, referral__child__given_names="Unseen", referral__child__restricted_record=True)
    answer = page(client, workers.practice_manager(team=team), "team", team.pk)
    assert (answer.context["late"].count, answer.context["late"].masked) == (1, 1)
    assert "Also 1 on a record that you may not open." in answer.text
    assert "Unseen" not in answer.text


def test_a_team_page_shows_the_first_flags_and_links_to_as_many_as_it_counts(client, team):
    for _ in range(26):
        late(team)
        flag(workers.social_worker(team=team))
    late(workers.TeamFactory())
    flag(workers.social_worker())
    reader = workers.service_manager()
    shown = page(client, reader, "team", team.pk)
    for kind in ("late", "high"):
        standing = shown.context[kind]
        assert (len(standing.rows), standing.count) == (25, 26)
        assert f'href="{standing.url.replace("&", "&amp;")}"' in shown.text
        listed = client.get(standing.url).context["page"]
        following = client.get(f"{standing.url}&page=2").context["page"]
        assert len(listed.rows) + len(following.rows) == standing.count


def test_a_team_without_flags_is_told_so_kindly(client, team, owner):
    shown = page(client, workers.practice_manager(team=team), "team", team.pk).text
    assert "No late assessment and no high caseload stands flagged" in shown
    handler = page(client, workers.call_handler(team=team), "team", team.pk).text
    assert "Nothing is flagged" in handler
    assert "45 working days" not in handler


def test_a_colleague_reads_of_own_flags_alone(client, team, owner):
    flag(owner)
    assert page(client, owner, "team", team.pk).context["high"].count == 1
    assert page(client, workers.social_worker(team=team), "team", team.pk).context["high"].count == 0


@pytest.mark.parametrize("rows", [1, 25])
def test_the_number_of_queries_is_fixed(client, django_assert_num_queries, owner, rows):
    for _ in range(rows):
        lead(owner)
        late(owner.team)
        flag(workers.social_worker(team=owner.team))
    manager = workers.practice_manager(team=owner.team)
    page(client, manager, "my_work")
    with django_assert_num_queries(QUERIES["worker"]):
        client.get(reverse("worker", args=[owner.pk]))
    with django_assert_num_queries(QUERIES["team"]):
        client.get(reverse("team", args=[owner.team_id]))


QUERIES = {"worker": 11, "team": 14}


def test_roles_wait_on_my_work_until_a_second_administrator_decides(client, acting):
    proposer, colleague = workers.administrator(), workers.administrator()
    workers.GrantFactory(worker=workers.WorkerFactory(), proposed_by=proposer, approved_by=None, approved_at=None)
    for reader, told in ((proposer, True), (colleague, False)):
        answer = page(client, reader, "my_work")
        block = next(block for block in answer.context["waiting"] if block.title.startswith("Roles waiting"))
        assert (block.count, len(block.items)) == (1, 1)
        assert ("A colleague must approve it." in answer.text) == told
        assert block.items[0].url in answer.text
    assert "Roles waiting" not in page(client, workers.practice_manager(), "my_work").text


def test_caseloads_and_flags_are_saved_as_files(client, owner):
    lead(owner)
    manager = workers.practice_manager(team=owner.team)
    CaseloadFlag.objects.create(worker=owner, level="red", children=21, limit=20, noticed_on=date(2026, 7, 1))
    client.force_login(manager)
    for path in (reverse("team", args=[owner.team_id]), reverse("caseload_flags")):
        answer = client.get(path, {"format": "csv"})
        assert answer["Content-Type"].startswith("text/csv")
        assert f'"{owner.get_full_name()}"' in answer.text
