"""Agencies, clocks, the calendar, the authority and the jobs in the hands of an administrator."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import policy as acts
from frontdoor.core.actions import NotPossible
from frontdoor.core.jobs import JobRun
from frontdoor.core.policy import Authority, BankHoliday, PolicyPeriod, authority, calendar, period, periods
from frontdoor.core.policy_rules import POPULATION_SOURCED
from frontdoor.core.timescales import ASSESSMENT, FEEDBACK
from frontdoor.core.working_days import end_of_day
from frontdoor.models import Agency, LedgerEvent
from tests.factories import workers
from tests.factories.cases import AssessmentFactory
from tests.factories.feedback import AcknowledgementFactory, FeedbackFactory
from tests.factories.people import AgencyFactory

pytestmark = pytest.mark.django_db

CLOSURE = date(2026, 12, 24)


@pytest.fixture
def administrator():
    return workers.administrator()


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


def dated(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def version_on(browser, address):
    """The hidden version of an open page."""
    return {"version": browser.get(address).context["form"]["version"].value()}


def test_an_agency_is_added_once(as_administrator):
    form = {"name": "Invented School", "source_code": "2A", "sector": "education"}
    assert as_administrator.post(reverse("admin_agency_new"), form).status_code == 302
    again = as_administrator.post(reverse("admin_agency_new"), form)
    assert again.status_code == 422
    assert "This agency is already listed." in again.text
    assert Agency.objects.filter(name="Invented School").count() == 1


def test_agencies_are_found_by_part_of_a_name_in_one_order(as_administrator):
    for name in ("Oakfield School", "Brook School", "Police"):
        AgencyFactory(name=name)
    page = as_administrator.get(reverse("admin_agencies"), {"q": "school"}).text
    assert page.index("Brook School") < page.index("Oakfield School")
    assert "Police" not in page
    assert "No agency has such a name" in as_administrator.get(reverse("admin_agencies"), {"q": "zzz"}).text


def test_an_agency_goes_out_of_use(as_administrator):
    agency = AgencyFactory()
    address = reverse("admin_agency", args=[agency.pk])
    form = {"name": agency.name, "source_code": "2A", "sector": "education", **dated("ended_on", CLOSURE)}
    assert as_administrator.post(address, form | version_on(as_administrator, address)).status_code == 302
    assert Agency.objects.get(pk=agency.pk).ended_on == CLOSURE


def test_a_new_period_counts_from_its_day_and_not_before(as_administrator):
    day = timezone.localdate() + timedelta(days=7)
    form = {"value": "40", "source": "Decision of the board", **dated("valid_from", day)}
    assert as_administrator.post(reverse("admin_clock", args=["T07"]), form).status_code == 302
    assert period(ASSESSMENT, on=day - timedelta(days=1)).value == 45
    assert period(ASSESSMENT, on=day).value == 40
    assert "Decision of the board" in as_administrator.get(reverse("admin_clock", args=["T07"])).text
    assert "1 hours" not in as_administrator.get(reverse("admin_policy")).text


def test_K19_how_many_children_live_here_is_entered_with_source_and_year(as_administrator):
    address = reverse("admin_clock", args=["POPULATION-U18"])
    assert "Not entered" in as_administrator.get(reverse("admin_policy")).text
    today = {"value": "139400", **dated("valid_from", timezone.localdate())}
    for refused in ({"source": "The census office"}, {"source": "Mid-2025", "team": workers.TeamFactory().pk}):
        answer = as_administrator.post(address, today | refused)
        assert answer.status_code == 422
        assert POPULATION_SOURCED in answer.text
    assert as_administrator.post(address, today | {"source": "ONS mid-2025 estimate"}).status_code == 302
    row = PolicyPeriod.objects.get(code="POPULATION-U18")
    assert (row.value, row.unit, row.name) == (139_400, "children", "Children under 18 in the area")
    assert "Not entered" not in as_administrator.get(reverse("admin_policy")).text


def test_a_team_has_a_limit_of_its_own(as_administrator):
    team = workers.TeamFactory()
    form = {"value": "19", "source": "Agreed locally", "team": team.pk, **dated("valid_from", timezone.localdate())}
    assert as_administrator.post(reverse("admin_clock", args=["CASELOAD-RED"]), form).status_code == 302
    assert PolicyPeriod.objects.get(code="CASELOAD-RED", team=team).value == 19
    assert team.name in as_administrator.get(reverse("admin_policy")).text


@pytest.mark.parametrize("days", [0, 7])
def test_a_mistyped_clock_is_corrected_and_what_it_said_stays_readable(as_administrator, administrator, days):
    day = timezone.localdate() + timedelta(days=days)
    form = {"value": "200", "source": "Decision of the board", **dated("valid_from", day)}
    address = reverse("admin_clock", args=["T04"])
    as_administrator.post(address, form)
    again = as_administrator.post(address, form | {"value": "2"})
    assert again.status_code == 422
    assert "There is already a period for this clock from that day. Correct that one instead." in again.text
    made = PolicyPeriod.objects.get(code="T04", valid_from=day)
    correct = reverse("admin_period_correct", args=[made.pk])
    assert correct in as_administrator.get(address).text
    right = form | {"value": "2", "reason": "Two noughts too many"} | version_on(as_administrator, correct)
    assert as_administrator.post(correct, right | {"reason": ""}).status_code == 422
    assert as_administrator.post(correct, right).status_code == 302
    assert period(FEEDBACK, on=day).value == 2
    assert [kept.value for kept in made.history.order_by("history_id")] == [200, 2]
    assert made.history.latest().history_user_id == administrator.pk
    written = LedgerEvent.objects.filter(subject="frontdoor_policyperiod", subject_id=made.pk, verb="alter")
    assert written.get().actor_id == administrator.pk
    assert "Two noughts too many" in as_administrator.get(address).text
    stale = as_administrator.post(correct, right | {"value": "3"})
    assert stale.status_code == 422
    assert "Somebody else has changed this" in stale.text


def test_what_was_promised_under_a_mistyped_clock_stays(administrator, system):
    today = timezone.localdate()
    made = acts.add_period(by=administrator, on=today, code="T04", value=200, valid_from=today, source="Mistyped")
    owed = FeedbackFactory(due_on=today + timedelta(days=280))
    row = PolicyPeriod.objects.with_version().get(pk=made.pk)
    words = {"value": 2, "valid_from": today, "source": "Decision of the board", "reason": "Mistyped"}
    acts.correct_period(by=administrator, on=today, period=row, version=row.version, **words)
    owed.refresh_from_db()
    assert owed.due_on == today + timedelta(days=280)


def test_a_period_that_has_started_before_today_is_not_corrected(as_administrator, administrator):
    today = timezone.localdate()
    started = PolicyPeriod.objects.with_version().of("T04").first()
    words = {"value": 9, "valid_from": today, "source": "Too late", "reason": "Too late"}
    with pytest.raises(NotPossible, match="started before today"):
        acts.correct_period(by=administrator, on=today, period=started, version=started.version, **words)
    assert as_administrator.get(reverse("admin_period_correct", args=[started.pk])).status_code == 404
    tomorrow = acts.add_period(
        by=administrator, on=today, code="T04", value=3, valid_from=today + timedelta(days=1), source="New"
    )
    row = PolicyPeriod.objects.with_version().get(pk=tomorrow.pk)
    for wrong, sentence in (
        ({"valid_from": today - timedelta(days=1)}, "starts today or later"),
        ({"value": 10_000}, "this time runs past that day"),
    ):
        with pytest.raises(NotPossible, match=sentence):
            acts.correct_period(by=administrator, on=today, period=row, version=row.version, **words | wrong)


def test_the_past_keeps_its_period(as_administrator):
    form = {"value": "40", "source": "Too late", **dated("valid_from", date(2020, 1, 1))}
    assert as_administrator.post(reverse("admin_clock", args=["T07"]), form).status_code == 422
    assert not PolicyPeriod.objects.filter(code="T07", value=40).exists()


@pytest.mark.parametrize(("code", "day_nought", "a_day"), [("T02-GREEN", 0, 1), ("T01", 1, 8)])
def test_a_clock_too_long_for_the_known_bank_holidays_is_refused(as_administrator, code, day_nought, a_day):
    """Of working days, and of hours on duty, which count on their first day; what was typed stays."""
    day = date(2026, 12, 1)
    known = calendar(around=day)
    longest = (known.working_days_between(day, known.covered_until) + day_nought) * a_day
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False):
        as_administrator.force_login(workers.administrator())
        form = {"source": "Mistyped by one nought", **dated("valid_from", day)}
        refused = as_administrator.post(reverse("admin_clock", args=[code]), form | {"value": longest + 1})
        assert refused.status_code == 422
        said = f"Bank holidays are known until {known.covered_until:%-d %B %Y}, and this time runs past that day."
        assert said in refused.text
        assert "Mistyped by one nought" in refused.text
        assert not PolicyPeriod.objects.filter(code=code, valid_from=day).exists()
        kept = as_administrator.post(reverse("admin_clock", args=[code]), form | {"value": longest})
    assert kept.status_code == 302


def test_a_closure_shows_what_it_moves_and_then_moves_it(as_administrator, administrator):
    assessment, done = AssessmentFactory(), AssessmentFactory(finished=True)
    before, unmoved = assessment.due_on, done.due_on
    form = {"name": "Office closed", **dated("day", CLOSURE)}
    shown = as_administrator.post(reverse("admin_holiday_new"), form)
    assert "Assessments that get another date: 1" in shown.text
    assert not BankHoliday.objects.filter(day=CLOSURE).exists()
    assessment.refresh_from_db()
    assert assessment.due_on == before
    assert as_administrator.post(reverse("admin_holiday_new"), form | {"confirmed": "2026-12-01"}).status_code == 200
    assert not BankHoliday.objects.filter(day=CLOSURE).exists()
    assert as_administrator.post(reverse("admin_holiday_new"), form | {"confirmed": f"{CLOSURE}"}).status_code == 302
    assessment.refresh_from_db()
    done.refresh_from_db()
    assert assessment.due_on == date(2027, 1, 22)
    assert done.due_on == unmoved
    assert assessment.history.latest().history_user_id == administrator.pk


def test_a_day_is_a_holiday_once(as_administrator):
    form = {"name": "Christmas again", "confirmed": "2026-12-25", **dated("day", date(2026, 12, 25))}
    response = as_administrator.post(reverse("admin_holiday_new"), form)
    assert response.status_code == 422
    assert "This day is already in the list." in response.text


def covered_until():
    return Authority.objects.get().holidays_covered_until


def bank_holidays(year, number):
    for month in range(1, number + 1):
        acts.add_holiday(by=workers.administrator(), day=date(year, month, 1), name="A bank holiday")


@pytest.mark.parametrize(
    ("number", "until", "sentence"),
    [
        (0, date(2029, 12, 31), "Recorded are none of 2029."),
        (7, date(2029, 12, 31), "Recorded are 7 of 2029."),
        (8, date(2029, 12, 31), ""),
        (0, date(2029, 12, 30), "Recorded are none of 2029."),
        (1, date(2029, 12, 30), ""),
        (8, date(2030, 1, 1), "Choose a day in 2029 or before."),
        (8, date(2099, 12, 31), "Choose a day in 2029 or before."),
        (8, date(9999, 12, 31), "The last day of the list must be before 2101"),
        (0, date(2028, 12, 31), "complete until this day already"),
    ],
)
def test_the_cover_moves_on_over_years_that_have_them(as_administrator, acting, number, until, sentence):
    known = date(2028, 12, 31)
    assert covered_until() == known
    bank_holidays(2029, number)
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False):
        as_administrator.force_login(workers.administrator())
        answer = as_administrator.post(reverse("admin_holidays_cover"), dated("until", until))
    assert (answer.status_code, covered_until()) == ((422, known) if sentence else (302, until))
    assert sentence in answer.text


def test_the_cover_moves_back_to_the_last_day_that_is_promised(as_administrator, acting):
    FeedbackFactory(due_on=date(2027, 6, 4))
    AcknowledgementFactory(due_at=end_of_day(date(2027, 6, 3)))
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False):
        as_administrator.force_login(workers.administrator())
        for until, said in (
            (date(2027, 6, 2), ("acknowledgements of contacts (1)", "answers to referrers (1)")),
            (date(2027, 6, 3), ("answers to referrers (1)",)),
        ):
            refused = as_administrator.post(reverse("admin_holidays_cover"), dated("until", until))
            assert refused.status_code == 422
            assert f"could no longer move them: {', '.join(said)}." in refused.text
        back = as_administrator.post(reverse("admin_holidays_cover"), dated("until", date(2027, 6, 4)))
    assert (back.status_code, covered_until()) == (302, date(2027, 6, 4))


@pytest.mark.parametrize(("days", "said"), [(-1, "Assessment complete"), (0, ""), (1, "")])
def test_the_cover_does_not_move_back_behind_the_work_of_the_next_four_weeks(as_administrator, acting, days, said):
    """45 working days from 24 December 2026 end on 2 March 2027; the last of them must be known."""
    reach = date(2027, 3, 2)
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False):
        as_administrator.force_login(workers.administrator())
        until = reach + timedelta(days=days)
        answer = as_administrator.post(reverse("admin_holidays_cover"), dated("until", until))
        assert said in answer.text
        if said:
            assert "runs until 2 March 2027. Choose that day or a later one." in answer.text
            assert (answer.status_code, covered_until()) == (422, date(2028, 12, 31))
        else:
            assert (answer.status_code, covered_until()) == (302, until)
            latest = date(2026, 12, 24)
            assert period(ASSESSMENT, on=latest).due_on(latest, calendar(around=latest)) == reach


def test_the_cover_reaches_a_longer_clock_that_is_to_come(as_administrator, administrator):
    with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False):
        as_administrator.force_login(administrator)
        start = date(2027, 4, 1)
        acts.add_period(by=administrator, on=date(2026, 11, 26), code="T26", value=90, valid_from=start, source="New")
        answer = as_administrator.post(reverse("admin_holidays_cover"), dated("until", date(2027, 3, 31)))
        assert answer.status_code == 422
        assert "Allocation" in answer.text


def test_the_authority_has_its_name_and_colour_on_every_page(as_administrator):
    form = {"name": "Inventshire", "la_code": "999", "brand_colour": "#123456", "opens": "08:30", "closes": "17:30"}
    form |= version_on(as_administrator, reverse("admin_authority"))
    assert as_administrator.post(reverse("admin_authority"), form).status_code == 302
    assert "Inventshire" in as_administrator.get(reverse("admin_authority")).text
    sheet = as_administrator.get(reverse("authority_css"))
    assert "--govuk-brand-colour: #123456" in sheet.text
    assert sheet["Content-Type"] == "text/css"


def test_the_authority_says_from_when_the_duty_to_share_is_in_force(as_administrator):
    form = {"name": "Inventshire", "la_code": "999", "brand_colour": "#123456", "opens": "08:30", "closes": "17:30"}
    form |= version_on(as_administrator, reverse("admin_authority"))
    sent = form | dated("duty_to_share_from", date(2027, 4, 1))
    assert as_administrator.post(reverse("admin_authority"), sent).status_code == 302
    days = [date(2027, 3, 31), date(2027, 4, 1)]
    assert [authority().duty_to_share_stands(day) for day in days] == [False, True]
    form |= version_on(as_administrator, reverse("admin_authority"))
    assert as_administrator.post(reverse("admin_authority"), form).status_code == 302
    assert not authority().duty_to_share_stands(days[1])


@pytest.mark.parametrize("wrong", [{"brand_colour": "red;} body{"}, {"closes": "07:00"}, {"name": ""}])
def test_an_impossible_authority_is_refused(as_administrator, wrong):
    form = {"name": "X", "la_code": "999", "brand_colour": "#123456", "opens": "08:30", "closes": "17:30"} | wrong
    form |= version_on(as_administrator, reverse("admin_authority"))
    assert as_administrator.post(reverse("admin_authority"), form).status_code == 422


def test_a_job_that_did_not_run_yesterday_is_red(as_administrator):
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        JobRun.objects.create(
            name="flag_overdue",
            on=date(2026, 11, 23),
            finished_at=timezone.now(),
            result={"open": 3, "new": 1234, "cleared": 0},
        )
        JobRun.objects.create(name="flag_high_caseloads", on=date(2026, 11, 20), finished_at=timezone.now())
        text = as_administrator.get(reverse("admin_jobs")).text
    assert text.count("In time") == 1
    assert text.count("Not since then") == 1
    assert "1,234 new, 3 open" in text
    assert "0 cleared" not in text


def test_a_row_that_a_job_set_aside_is_named_with_the_reason(as_administrator):
    now = timezone.now()
    found = {"open": 3, "set_aside": {"12": "A poisoned row"}}
    JobRun.objects.create(name="flag_overdue", on=now.date(), finished_at=now, result=found)
    text = as_administrator.get(reverse("admin_jobs")).text
    assert "3 open, 1 set aside" in text
    assert "A poisoned row" in text


def test_what_a_holiday_moves_says_nothing_where_nothing_is_open(db):
    assert acts.what_a_holiday_moves(day=CLOSURE) == {}


def test_a_caseload_limit_is_neither_set_nor_corrected_above_the_next(administrator):
    today = timezone.localdate()
    red = periods(["CASELOAD-RED"], on=today)["CASELOAD-RED"].value
    words = {"valid_from": today, "source": "Decision of the board"}
    with pytest.raises(NotPossible, match="lie above the next"):
        acts.add_period(by=administrator, on=today, code="CASELOAD-AMBER", value=red + 1, **words)
    made = acts.add_period(by=administrator, on=today, code="CASELOAD-AMBER", value=red - 1, **words)
    row = PolicyPeriod.objects.with_version().get(pk=made.pk)
    corrected = {"by": administrator, "on": today, "period": row, "version": row.version, "reason": "Mistyped"} | words
    with pytest.raises(NotPossible, match="lie above the next"):
        acts.correct_period(value=red + 1, **corrected)
    assert acts.correct_period(value=red - 2, **corrected).value == red - 2


@pytest.mark.parametrize("puts_off", [0, 1, 30])
def test_a_caseload_limit_is_not_put_off_past_the_one_that_relies_on_it(administrator, puts_off):
    """Amber rises to red's old limit on the day on which red rises; red cannot then rise later."""
    today = timezone.localdate()
    red = periods(["CASELOAD-RED"], on=today)["CASELOAD-RED"].value
    start = today + timedelta(days=10)
    words = {"source": "Decision of the board"}
    made = acts.add_period(by=administrator, on=today, code="CASELOAD-RED", value=red + 3, valid_from=start, **words)
    acts.add_period(by=administrator, on=today, code="CASELOAD-AMBER", value=red + 2, valid_from=start, **words)
    row = PolicyPeriod.objects.with_version().get(pk=made.pk)
    later = start + timedelta(days=puts_off)
    corrected = {"by": administrator, "on": today, "period": row, "version": row.version, "reason": "Mistyped"} | words
    if not puts_off:
        assert acts.correct_period(value=red + 4, valid_from=later, **corrected).valid_from == start
        return
    with pytest.raises(NotPossible, match=f"From {start:%-d %B %Y} one caseload limit") as refused:
        acts.correct_period(value=red + 3, valid_from=later, **corrected)
    assert refused.value.field == "valid_from"
