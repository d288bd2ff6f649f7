"""The leaders' page: what is wrong, how old the figures are, and contacts decided in time (K02)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from audits.indicators import front_door
from audits.indicators.measures import together
from cases.actions import flags as overdue
from cases.actions import seen_due
from frontdoor.core import roles
from frontdoor.core.policy import Authority
from frontdoor.models import Contact, JobRun
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.consent import OverrideFactory
from tests.factories.contacts import ContactFactory
from tests.factories.feedback import AcknowledgementFactory, FeedbackFactory
from tests.rows import bringing_in
from workforce.actions import flags as caseloads

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def contact(due, decided=None, **given):
    """A contact whose decision fell due at a moment and was made at another, or was not."""
    received = due - timedelta(days=2)
    made = ContactFactory(received_at=received, triaged=True, decision_due_at=due, **given)
    if decided is not None:
        made.decided_at, made.decided_by = decided, made.triaged_by
        with bringing_in():
            made.save()
    return made


def due_in(week, **given):
    return front_door.decided_by_week(Contact.objects.all(), at=NOW)[week]


HOUR = timedelta(hours=1)


def test_in_time_late_and_still_open_past_its_moment(acting):
    contact(MONDAY, decided=MONDAY)
    contact(MONDAY, decided=MONDAY + timedelta(microseconds=1))
    contact(MONDAY)
    contact(NOW + HOUR)
    contact(NOW + HOUR, decided=NOW - HOUR)
    week = due_in(-1)
    assert (week.due, week.in_time, week.not_in_time, week.per_cent) == (4, 2, 2, 50)


def test_a_contact_that_nobody_triaged_counts_as_not_in_time_from_its_triage_clock(acting):
    ContactFactory(received_at=MONDAY, triage_due_at=MONDAY + HOUR)
    ContactFactory(received_at=MONDAY, triage_due_at=NOW + HOUR)
    assert (due_in(-1).due, due_in(-1).in_time) == (1, 0)


@pytest.mark.parametrize(("shift", "week"), [(timedelta(), -2), (timedelta(microseconds=1), -1)])
def test_a_moment_at_midnight_belongs_to_the_day_before(acting, shift, week):
    midnight = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    contact(midnight + shift, decided=midnight - HOUR)
    counts = [found.due for found in front_door.decided_by_week(Contact.objects.all(), at=NOW)]
    assert counts[week] == sum(counts) == 1


def test_weeks_are_thirteen_with_the_current_one_last(acting):
    weeks = front_door.decided_by_week(Contact.objects.all(), at=NOW)
    assert [week.starts_on.isoformat() for week in (weeks[0], weeks[-1])] == ["2026-08-31", "2026-11-23"]
    assert len(weeks) == 13
    assert together(weeks).per_cent is None


@pytest.mark.parametrize(
    ("referred", "acknowledge_in", "in_time"),
    [(True, HOUR, False), (True, 3 * HOUR, True), (True, None, True), (False, HOUR, True)],
)
def test_T02_what_became_a_referral_is_in_time_only_within_the_next_working_day(
    client, acting, referred, acknowledge_in, in_time
):
    decided = NOW - timedelta(days=7)
    made = contact(decided + HOUR, decided=decided)
    if referred:
        ReferralFactory(contact=made)
    if acknowledge_in is not None:
        AcknowledgementFactory(contact=made, due_at=decided - 2 * HOUR + acknowledge_in)
    assert [week.in_time for week in front_door.decided_by_week(Contact.objects.all(), at=NOW)][-2] == in_time
    client.force_login(workers.senior_leader())
    for which, expected in (("in_time", in_time), ("late", not in_time)):
        with time_machine.travel(NOW, tick=False):
            page = client.get(reverse("answers_listed"), {"since": "2026-11-16", "until": "2026-11-23", "which": which})
        assert len(page.context["page"].rows) == expected


@pytest.mark.parametrize(("late", "fallen"), [(1, False), (4, False), (12, True)])
def test_L14_a_decline_beyond_chance_is_flagged_and_noise_is_not(client, acting, late, fallen):
    for week in range(1, 7):
        for number in range(20):
            missed = number < (late if week == 1 else 1)
            due = NOW - timedelta(weeks=week) + HOUR
            contact(due, decided=due + HOUR if missed else due - HOUR)
    weeks = front_door.decided_by_week(Contact.objects.all(), at=NOW)
    assert [week.starts_on.isoformat() for week in weeks if week.has_fallen] == ["2026-11-16"] * fallen
    said = "Fewer than chance explains in the week from 16 November" in opened(client).content.decode()
    assert said == fallen


@pytest.mark.parametrize(
    ("actor", "status"),
    [
        (workers.senior_leader, 200),
        (workers.service_manager, 200),
        (workers.practice_manager, 403),
        (workers.social_worker, 403),
        (workers.auditor, 403),
        (workers.administrator, 403),
        (workers.partner_referrer, 403),
    ],
)
def test_who_opens_the_page(client, acting, actor, status):
    client.force_login(actor())
    assert client.get(reverse("leaders")).status_code == status


def opened(client, at=NOW):
    with time_machine.travel(at, tick=False):
        client.force_login(workers.senior_leader())
        return client.get(reverse("leaders"))


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (None, "has never run"),
        (timedelta(days=1, seconds=1), "The morning job has not run since"),
        (timedelta(days=1), "figures as at 24 November 2026 at 12:00"),
    ],
)
def test_figures_say_how_old_they_are(client, acting, age, words):
    if age is not None:
        for name in (overdue.JOB, caseloads.JOB, seen_due.JOB):
            JobRun.objects.create(name=name, on=(NOW - age).date(), finished_at=NOW - age)
    page = opened(client, Authority.objects.get().recorded_at + timedelta(days=3) if age is None else NOW)
    assert page.text.count(words) == 3
    assert page.text.count("govuk-warning-text__text") == (0 if age == timedelta(days=1) else 3)


def test_what_is_wrong_stands_first(client, acting):
    contact(NOW - HOUR, rag="red")
    AssessmentFactory(overdue=True)
    ReferralFactory()
    figures = {tile.label: tile.count for tile in opened(client).context["board"].wrong}
    assert figures == {
        "Red contacts open": 1,
        "Contacts overdue": 1,
        "Assessments overdue": 1,
        "Cases without a worker too long": 2,
        "Assessments not started": 0,
        "Caseload alarms": 0,
        "Contacts not acknowledged in time": 0,
        "Referrers not told in time": 0,
        "Agencies' replies overdue": 0,
        "Consent overrides to decide": 0,
        "Findings reopened or repeated": 0,
    }


SESSION_WORKER_FIGURES_AND_WEEKS = 4


@pytest.mark.parametrize("rows", [1, 25, 100])
def test_the_number_of_queries_is_fixed(client, acting, django_assert_num_queries, rows):
    referral, shared = ReferralFactory(), {"recorded_by": workers.call_handler(), "children": [people.ChildFactory()]}
    shared |= {"triaged_by": shared["recorded_by"], "agency": people.AgencyFactory()}
    manager = referral.accepted_by
    for number in range(rows):
        AcknowledgementFactory(contact=contact(MONDAY, rag="red" if number % 2 else "amber", **shared))
        case = ReferralFactory(team=referral.team if number % 2 else workers.TeamFactory(), accepted_by=manager)
        AllocationFactory(referral=case, worker=workers.WorkerFactory(team=case.team))
        AssessmentFactory(referral=case, due_on=MONDAY.date())
    opened(client)
    with django_assert_num_queries(SESSION_WORKER_FIGURES_AND_WEEKS), time_machine.travel(NOW, tick=False):
        shown = client.get(reverse("leaders")).context["board"]
    assert {tile.label: tile.count for tile in shown.wrong}["Assessments overdue"] == rows
    assert sum(row.open for row in shown.urgencies) == sum(week.due for week in shown.weeks) == rows
    assert len(shown.caseloads.loads) >= rows


def test_the_rows_of_a_week_say_whether_they_were_in_time(client, acting):
    late, kept = contact(MONDAY), contact(MONDAY, decided=MONDAY)
    with time_machine.travel(NOW, tick=False):
        client.force_login(workers.senior_leader())
        week = {"since": "2026-11-23", "until": "2026-11-30"}
        pages = {
            which: client.get(reverse("answers_listed"), week | {"which": which})
            for which in ("all", "in_time", "late")
        }
    found = {which: [row.pk for row in page.context["page"].rows] for which, page in pages.items()}
    assert found == {"all": [late.pk, kept.pk], "in_time": [kept.pk], "late": [late.pk]}


@pytest.mark.parametrize("query", ["since=nonsense&weeks=x", "since=9999-12-31&until=0000-00-00", "page=x"])
def test_a_wrong_address_is_answered(client, acting, query):
    client.force_login(workers.senior_leader())
    assert client.get(f"{reverse('answers_listed')}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "name", "first"),
    [("file=teams", "teams", "Team"), ("file=weeks", "contacts-decided-in-time", "Week from")],
)
def test_tables_are_saved_as_files(client, acting, query, name, first):
    contact(MONDAY, rag="red")
    AssessmentFactory(overdue=True, referral__team=workers.TeamFactory(name="=SUM(A1)"))
    with time_machine.travel(NOW, tick=False):
        client.force_login(workers.senior_leader())
        answer = client.get(f"{reverse('leaders')}?{query}")
    assert f'filename="{name}.csv"' in answer["Content-Disposition"]
    assert answer.text.startswith(f'\ufeff"{first}"')
    assert ('"\'=SUM(A1)"' in answer.text) == (name == "teams")


def test_the_rows_behind_a_week_are_saved_as_a_file(client, acting):
    late = contact(MONDAY)
    with time_machine.travel(NOW, tick=False):
        client.force_login(workers.senior_leader())
        answer = client.get(f"{reverse('answers_listed')}?which=late&format=csv")
    assert f'"{late.reference}"' in answer.text
    assert answer.text.count("\r\n") == 2


def test_the_team_with_the_most_overdue_stands_first_and_is_named(client, acting):
    quiet, busy = workers.TeamFactory(name="A quiet team"), workers.TeamFactory(name="Zest")
    for team, late in ((quiet, 1), (busy, 2)):
        for _ in range(late):
            AssessmentFactory(overdue=True, referral__team=team)
    shown = opened(client).context["board"]
    assert [row.name for row in shown.teams if row.overdue] == ["Zest", "A quiet team"]
    assert next(tile.note for tile in shown.wrong if tile.label == "Assessments overdue") == "2 of them in Zest"


def test_a_leader_finds_what_is_wrong_on_my_work(client, acting):
    AssessmentFactory(overdue=True)
    with time_machine.travel(NOW, tick=False):
        client.force_login(workers.senior_leader())
        waiting = {block.title: block.count for block in client.get(reverse("my_work")).context["waiting"]}
        client.force_login(workers.service_manager())
        assert "Assessments overdue" not in client.get(reverse("my_work")).text
    assert waiting["Assessments overdue"] == 1


OWED = {
    "Contacts not acknowledged in time": (AcknowledgementFactory, "contact_acknowledge"),
    "Referrers not told in time": (FeedbackFactory, "contact_feedback"),
}


@pytest.mark.parametrize("label", OWED)
@pytest.mark.parametrize(("actor", "opens"), [(workers.senior_leader, "contact"), (workers.service_manager, "act")])
def test_what_is_owed_opens_the_act_for_those_who_may_and_the_contact_for_readers(client, acting, label, actor, opens):
    owes, act = OWED[label]
    ways = {"contact": reverse("contact", args=[owes().contact_id])}
    ways["act"] = reverse(act, args=[Contact.objects.get().pk])
    with time_machine.travel(NOW, tick=False):
        client.force_login(actor())
        figure = next(tile for tile in client.get(reverse("leaders")).context["board"].wrong if tile.label == label)
        listed = client.get(figure.url)
        assert (figure.count, len(listed.context["rows"])) == (1, 1)
        assert [name for name, url in ways.items() if f'href="{url}"' in listed.text] == [opens]
        assert client.get(ways[opens]).status_code == 200


def test_a_figure_of_the_service_counts_the_readers_own_request_and_leads_to_it(client, acting):
    decider = workers.service_manager(roles=[roles.SERVICE_MANAGER, roles.CONSENT_DECIDER])
    own, other = OverrideFactory(requested_by=decider), OverrideFactory()
    client.force_login(decider)
    wrong = client.get(reverse("leaders")).context["board"].wrong
    figure = next(tile for tile in wrong if tile.label == "Consent overrides to decide")
    shown = {row["override"] for row in client.get(figure.url).context["rows"]}
    assert (figure.count, shown) == (2, {own, other})
    narrowed = client.get(reverse("override_queue")).context["rows"]
    assert [row["override"] for row in narrowed] == [other]
    assert 'name="all" value="1"' in client.get(figure.url).text
