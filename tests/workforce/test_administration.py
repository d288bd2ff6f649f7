"""Workers, teams and roles in the hands of administrators."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.presenters import long_day
from tests.factories import workers
from workforce.actions import roles as role_acts
from workforce.actions import workers as worker_acts
from workforce.models import RoleGrant, Team, Worker
from workforce.models.grant_rules import ADMINISTRATOR_HOLDS_NO_CASES, OWN_GRANT
from workforce.views.administration_roles import NOTHING_CHOSEN

pytestmark = pytest.mark.django_db

PASSWORD = "three invented words"
REASON = "Needed for the work of the team"


@pytest.fixture
def administrator():
    return workers.administrator()


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def leaver():
    worker = workers.social_worker()
    with acting_as(worker):
        worker.set_password(PASSWORD)
        worker.save()
    return worker


@pytest.fixture
def live(leaver):
    """The leaver's browser, signed in."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})
    assert browser.get(reverse("security")).status_code == 200
    return browser


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def about(**changes):
    return {
        "given_names": "Robin",
        "family_name": "Invented",
        "email": "Robin.Invented@Example.org",
        "agency_worker": "no",
        "newly_qualified": "no",
        "fte": "0.8",
    } | changes


def version_on(browser, address):
    """The hidden version of an open page."""
    return {"version": browser.get(address).context["form"]["version"].value()}


def shut_out(browser, worker):
    address = reverse("admin_worker_end", args=[worker.pk])
    return browser.post(address, {"how": "now"} | version_on(browser, address))


def end_today(browser, worker):
    address = reverse("admin_worker_end", args=[worker.pk])
    day = dated("last_day", timezone.localdate())
    return browser.post(address, {"how": "day"} | day | version_on(browser, address))


def end_access(administrator, worker, last_day):
    version = Worker.objects.with_version().get(pk=worker.pk).version
    worker_acts.end_access(by=administrator, worker=worker, version=version, last_day=last_day, at=timezone.now())


def role_form(role, **changes):
    return {"role": role, "reason": REASON, **dated("starts_on", timezone.localdate())} | changes


def test_the_page_of_a_worker_shows_what_was_entered(as_administrator):
    for changes, shown in (
        ({"agency_worker": "yes", "newly_qualified": "no", "fte": "0.80"}, ["Yes", "No", "0.8"]),
        (
            {"agency_worker": "no", "newly_qualified": "yes", "fte": "1.00", "email": "b@example.org"},
            ["No", "Yes", "1"],
        ),
    ):
        as_administrator.post(reverse("admin_worker_new"), about(**changes))
        made = Worker.objects.latest("pk")
        facts = {row["key"]: row["value"] for row in as_administrator.get(worker_page(made)).context["rows"]}
        words = ("Employed through an agency", "In the assessed and supported first year", "Full-time equivalent")
        assert [facts[word] for word in words] == shown


def worker_page(worker):
    return reverse("admin_worker", args=[worker.pk])


def test_an_added_worker_holds_no_role_and_no_password(as_administrator):
    assert as_administrator.post(reverse("admin_worker_new"), about()).status_code == 302
    added = Worker.objects.get(email="robin.invented@example.org")
    assert not added.has_usable_password()
    assert added.roles == frozenset()


def test_a_second_worker_of_one_address_is_refused_beside_the_question(as_administrator):
    as_administrator.post(reverse("admin_worker_new"), about())
    response = as_administrator.post(reverse("admin_worker_new"), about(given_names="Kept words"))
    assert response.status_code == 422
    assert "Somebody already signs in with this address." in response.text
    assert "Kept words" in response.text


def test_a_change_is_a_version_in_the_administrators_name(as_administrator, administrator, leaver):
    address = reverse("admin_worker_change", args=[leaver.pk])
    changed = about(email=leaver.email, family_name="Married", **version_on(as_administrator, address))
    assert as_administrator.post(address, changed).status_code == 302
    version = leaver.history.latest()
    assert (version.family_name, version.history_user_id) == ("Married", administrator.pk)


def test_a_leavers_sessions_die_with_the_access(as_administrator, leaver, live):
    key = live.session.session_key
    assert shut_out(as_administrator, leaver).status_code == 302
    assert not Session.objects.filter(session_key=key).exists()
    assert live.get(reverse("security")).url.startswith(reverse("account_login"))
    live.post(reverse("account_login"), {"login": leaver.email, "password": PASSWORD})
    assert live.get(reverse("security")).status_code == 302


def test_a_last_day_is_worked_and_the_day_after_is_not(administrator, leaver, live):
    today = timezone.localdate()
    end_access(administrator, leaver, today)
    assert live.get(reverse("security")).status_code == 200
    end_access(administrator, leaver, today - timedelta(days=1))
    assert live.get(reverse("security")).status_code == 302
    assert not leaver.usersession_set.exists()


def test_nothing_ends_when_the_act_fails(administrator, leaver, live):
    with pytest.raises(NotPossible):
        worker_acts.shut_out(by=leaver, worker=leaver, version=0, at=timezone.now())
    assert live.get(reverse("security")).status_code == 200


def test_roles_end_with_the_access_and_do_not_come_back(as_administrator, leaver):
    shut_out(as_administrator, leaver)
    address = reverse("admin_worker", args=[leaver.pk])
    as_administrator.post(address, {"decision": "return"} | version_on(as_administrator, address))
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert Worker.objects.get(pk=leaver.pk).is_active
    assert not RoleGrant.objects.held(tomorrow).filter(worker=leaver).exists()


@pytest.mark.parametrize("how", [shut_out, end_today])
@pytest.mark.parametrize("approved", [True, False])
def test_a_role_that_has_not_begun_is_taken_back_with_the_access(
    as_administrator, administrator, leaver, how, approved
):
    """It is not held on its first day by somebody who has returned meanwhile, nor approved afterwards."""
    today = timezone.localdate()
    start = today + timedelta(days=7)
    proposed = {"role": "auditor", "reason": "Audits from next week on", "starts_on": start}
    grant = role_acts.propose(by=workers.administrator(), at=timezone.now(), worker=leaver, **proposed)
    if approved:
        role_acts.approve(by=workers.administrator(), grant=grant, at=timezone.now())
    assert how(as_administrator, leaver).status_code == 302
    address = reverse("admin_worker", args=[leaver.pk])
    as_administrator.post(address, {"decision": "return"} | version_on(as_administrator, address))
    grant.refresh_from_db()
    assert (grant.refused_by, grant.approved_by) == (administrator, None)
    assert not RoleGrant.objects.held(start).filter(worker=leaver).exists()
    assert role_acts.propose(by=workers.administrator(), at=timezone.now(), worker=leaver, **proposed).pk
    with pytest.raises(NotPossible):
        role_acts.approve(by=workers.administrator(), grant=grant, at=timezone.now())


def test_a_role_that_began_after_a_last_day_in_the_past_was_held_until_this_moment(administrator, leaver):
    today = timezone.localdate()
    proposed = {"role": "auditor", "reason": "Audits from today on", "starts_on": today}
    grant = role_acts.propose(by=workers.administrator(), at=timezone.now(), worker=leaver, **proposed)
    role_acts.approve(by=workers.administrator(), grant=grant, at=timezone.now())
    end_access(administrator, leaver, today - timedelta(days=3))
    grant.refresh_from_db()
    assert (grant.ends_on, grant.refused_at, grant.ended_by) == (today, None, administrator)
    assert Worker.objects.get(pk=leaver.pk).roles == frozenset()


def test_whoever_returns_the_same_day_holds_nothing_and_can_be_given_it_anew(as_administrator, administrator, leaver):
    role, today = leaver.grants.get().role, timezone.localdate()
    shut_out(as_administrator, leaver)
    address = reverse("admin_worker", args=[leaver.pk])
    answer = as_administrator.post(address, {"decision": "return"} | version_on(as_administrator, address), follow=True)
    assert "may sign in again. Roles are proposed anew." in answer.text
    grant = leaver.grants.get()
    assert (grant.ends_on, grant.ended_by) == (today, administrator)
    assert Worker.objects.get(pk=leaver.pk).roles == frozenset()
    assert f"Taken away on {long_day(today)}" in answer.text
    assert "End this role" not in as_administrator.get(reverse("admin_role", args=[grant.pk])).text
    held = RoleGrant.objects.held(today - timedelta(days=1)).filter(worker=leaver)
    assert held.get().role == role
    anew = {"worker": leaver, "role": role, "reason": "Came back after all", "starts_on": today}
    assert role_acts.propose(by=administrator, at=timezone.now(), **anew).pk


def test_nobody_ends_their_own_access(as_administrator, administrator):
    response = shut_out(as_administrator, administrator)
    assert response.status_code == 422
    assert worker_acts.OWN_ACCESS in response.text


def test_the_system_has_no_page(as_administrator, system):
    assert as_administrator.get(reverse("admin_worker", args=[system.pk])).status_code == 404


def test_a_role_opens_nothing_until_a_second_administrator_approves(as_administrator, administrator):
    worker = workers.WorkerFactory()
    form = role_form("social_worker")
    assert as_administrator.post(reverse("admin_role_new", args=[worker.pk]), form).status_code == 302
    grant = RoleGrant.objects.get(worker=worker)
    assert Worker.objects.get(pk=worker.pk).roles == frozenset()
    own = as_administrator.post(reverse("admin_role", args=[grant.pk]), {"decision": "approve"})
    assert own.status_code == 403
    assert OWN_GRANT in own.text
    second = Client()
    second.force_login(workers.administrator())
    assert second.post(reverse("admin_role", args=[grant.pk]), {"decision": "approve"}).status_code == 302
    assert Worker.objects.get(pk=worker.pk).roles == {"social_worker"}
    assert second.post(reverse("admin_role", args=[grant.pk]), {"decision": "refuse"}).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"decision": ""}, {"decision": "later"}])
def test_nothing_is_decided_about_a_role_when_nothing_was_chosen(as_administrator, sent):
    worker = workers.WorkerFactory()
    as_administrator.post(reverse("admin_role_new", args=[worker.pk]), role_form("social_worker"))
    grant = RoleGrant.objects.get(worker=worker)
    second = Client()
    second.force_login(workers.administrator())
    answer = second.post(reverse("admin_role", args=[grant.pk]), sent)
    grant.refresh_from_db()
    assert (answer.status_code, grant.approved_at, grant.refused_at) == (422, None, None)
    assert NOTHING_CHOSEN in answer.text


def test_nobody_proposes_a_role_for_themselves(as_administrator, administrator):
    response = as_administrator.post(reverse("admin_role_new", args=[administrator.pk]), role_form("auditor"))
    assert response.status_code == 422
    assert OWN_GRANT in response.text


def test_an_administrator_gets_no_case_role(as_administrator):
    other = workers.administrator()
    response = as_administrator.post(reverse("admin_role_new", args=[other.pk]), role_form("auditor"))
    assert response.status_code == 422
    assert ADMINISTRATOR_HOLDS_NO_CASES in unescape(response.text)


def test_the_same_role_twice_is_refused(as_administrator, leaver):
    response = as_administrator.post(reverse("admin_role_new", args=[leaver.pk]), role_form("social_worker"))
    assert response.status_code == 422
    assert "already holds this role" in response.text


def test_a_stand_in_has_an_end_and_a_colleague_who_holds_the_role(as_administrator):
    manager, worker = workers.practice_manager(), workers.social_worker()
    address = reverse("admin_role_new", args=[worker.pk])
    endless = as_administrator.post(address, role_form("practice_manager", stands_in_for=manager.pk))
    assert role_acts.UNTIL_WHEN in endless.text
    until = dated("ends_on", timezone.localdate() + timedelta(days=14))
    wrong = as_administrator.post(address, role_form("service_manager", stands_in_for=manager.pk, **until))
    assert role_acts.DOES_NOT_HOLD in wrong.text
    right = as_administrator.post(address, role_form("practice_manager", stands_in_for=manager.pk, **until))
    assert right.status_code == 302


def test_a_role_that_ends_before_it_starts_is_refused(as_administrator, leaver):
    over = dated("ends_on", timezone.localdate() - timedelta(days=400))
    response = as_administrator.post(reverse("admin_role_new", args=[leaver.pk]), role_form("practice_manager", **over))
    assert response.status_code == 422
    assert "A role cannot end before it starts." in response.text


def test_a_role_ends_with_a_day(as_administrator, leaver):
    grant = leaver.grants.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    address = reverse("admin_role_end", args=[grant.pk])
    answers = dated("last_day", yesterday) | version_on(as_administrator, address)
    assert as_administrator.post(address, answers).status_code == 302
    assert Worker.objects.get(pk=leaver.pk).roles == frozenset()


def test_a_team_with_people_is_not_given_up(as_administrator, leaver):
    address = reverse("admin_team", args=[leaver.team_id])
    version = version_on(as_administrator, address)
    form = {"name": "Renamed", "kind": "assessment", **version, **dated("ended_on", date(2026, 11, 1))}
    response = as_administrator.post(address, form)
    assert response.status_code == 422
    assert "People still work in this team" in response.text
    assert as_administrator.post(address, {"name": "Renamed", "kind": "assessment"} | version).status_code == 302
    assert Team.objects.get(pk=leaver.team_id).name == "Renamed"


def test_a_second_team_of_one_name_is_refused(as_administrator, leaver):
    form = {"name": leaver.team.name, "kind": "assessment"}
    assert as_administrator.post(reverse("admin_team_new"), form).status_code == 422


def test_workers_are_found_by_part_of_a_name(as_administrator, leaver):
    found = as_administrator.get(reverse("admin_workers"), {"q": leaver.family_name.upper()})
    assert leaver.email in found.text
    assert leaver.email not in as_administrator.get(reverse("admin_workers"), {"q": "nobody"}).text
    assert leaver.email not in as_administrator.get(reverse("admin_workers"), {"state": "out"}).text


def test_a_list_of_workers_asks_the_same_number_of_questions_at_any_length(as_administrator, django_assert_num_queries):
    for _ in range(2):
        as_administrator.get(reverse("admin_workers"))
    with django_assert_num_queries(5):
        as_administrator.get(reverse("admin_workers"))
    for _ in range(24):
        workers.social_worker()
    with django_assert_num_queries(5):
        as_administrator.get(reverse("admin_workers"))


@pytest.mark.parametrize("name", ["administration", "admin_workers", "admin_teams", "admin_roles", "admin_worker_new"])
def test_nobody_else_gets_in(client, name):
    for make in (workers.social_worker, workers.service_manager, workers.senior_leader, workers.partner_referrer):
        client.force_login(make())
        assert client.get(reverse(name)).status_code == 403
