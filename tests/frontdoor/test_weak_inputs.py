"""Answers that look like answers and are none: each is refused beside its question, in our words, and kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import policy as policy_acts
from frontdoor.actions import telling
from frontdoor.core.actions import NotPossible
from frontdoor.core.policy import PolicyPeriod
from frontdoor.forms.after_override import PutOffForm
from frontdoor.forms.homes import AddressForm
from frontdoor.forms.record_contact import NewChildForm
from frontdoor.models.telling import PUT_OFF_TOO_LONG
from tests.factories import workers
from tests.factories.after_override import approved
from tests.words import says
from workforce.actions import workers as worker_acts
from workforce.forms.administration import FTE_WORDS, WorkerForm
from workforce.models import Worker
from workforce.models.registration import REGISTRATION_SIGNS

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)
WORKER = {
    "given_names": "Robin",
    "family_name": "Invented",
    "email": "robin.invented@example.org",
    "agency_worker": "no",
    "newly_qualified": "no",
    "fte": "0.8",
}
AMBER, RED, CRITICAL, ALARM = (f"CASELOAD-{level}" for level in ("AMBER", "RED", "CRITICAL", "ALARM"))


def errors_of_worker(**typed):
    return WorkerForm(WORKER | typed, today=TODAY, now=timezone.now()).errors


@pytest.mark.parametrize("number", ["<script>", "SW 123", "SW-123", "SW123'", "ＳＷ１", "SW12\u0661"])
def test_a_registration_number_has_letters_and_digits_only(number):
    assert errors_of_worker(registration_number=number) == {"registration_number": [REGISTRATION_SIGNS.rstrip(".")]}
    about = {"email": "robin@example.org", "given_names": "Robin", "family_name": "Invented"}
    with pytest.raises(NotPossible, match="letters and digits only") as refused:
        worker_acts.add(by=workers.administrator(), registration_number=number, **about)
    assert refused.value.field == "registration_number"
    assert not Worker.objects.filter(given_names="Robin").exists()


@pytest.mark.parametrize("number", ["SW123456", "sw123456", " SW1 ", ""])
def test_a_registration_number_as_it_is_written(number):
    assert errors_of_worker(registration_number=number) == {}


@pytest.mark.parametrize("fte", ["1e999", "-1e999", "NaN", "Infinity", "1.001", "0.123", "0", "1.01", "-1", "half"])
def test_a_full_time_equivalent_is_refused_in_our_words(fte):
    assert errors_of_worker(fte=fte) == {"fte": [FTE_WORDS]}


@pytest.mark.parametrize(("fte", "kept"), [("1", 1), ("0.01", "0.01"), ("0.6", "0.6"), ("1.00", 1)])
def test_a_full_time_equivalent_at_its_bounds(fte, kept):
    form = WorkerForm(WORKER | {"fte": fte}, today=TODAY, now=timezone.now())
    assert form.is_valid()
    assert form.cleaned_data["fte"] == Decimal(kept)
    assert errors_of_worker(fte="") == {"fte": ["Enter the full-time equivalent"]}


def child(**typed):
    named = {"given_names": "Wren", "birth_date_known": "unknown"}
    return NewChildForm(named | typed, today=TODAY, now=timezone.now())


def home(**typed):
    return AddressForm(typed)


@pytest.mark.parametrize("form", [child, home])
@pytest.mark.parametrize("postcode", ["QQQ", "ZZ1", "1ZZ ZZ1", "ZZ1 1ZZZ", "<b>", "ZZ1-1ZZ", "12345"])
def test_a_postcode_is_whole(form, postcode):
    sent = form(lines="1 Invented Street", postcode=postcode)
    assert list(sent.errors) == ["postcode"]
    assert "full UK postcode" in sent.errors["postcode"][0]
    assert list(form(postcode=postcode).errors) == ["postcode"]


@pytest.mark.parametrize("form", [child, home])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("zz11zz", "ZZ1 1ZZ"), (" ZZ1  1ZZ", "ZZ1 1ZZ"), ("W1A 0AX", "W1A 0AX"), ("EC1A1BB", "EC1A 1BB"), ("", "")],
)
def test_a_postcode_is_stored_one_way_or_left_out(form, typed, kept):
    sent = form(lines="1 Invented Street", postcode=typed)
    assert sent.is_valid(), sent.errors
    assert sent.cleaned_data["postcode"] == kept


@pytest.mark.parametrize("form", [child, home])
def test_no_fixed_address_needs_no_postcode(form):
    assert form(no_fixed_address="on").is_valid()


def dated(code, value, days=0, team=None, by=None):
    today = timezone.localdate()
    return policy_acts.add_period(
        by=by or workers.administrator(),
        on=today,
        code=code,
        value=value,
        valid_from=today + timedelta(days=days),
        source="Agreed locally",
        team=team,
    )


@pytest.mark.parametrize(
    ("code", "value", "days"),
    [
        (AMBER, 21, 0),
        (RED, 16, 0),
        (RED, 26, 5),
        (ALARM, 24, 0),
        ("CASELOAD-ASYE-AMBER", 16, 0),
        ("CASELOAD-ASYE-RED", 11, 0),
        (CRITICAL, 19, 0),
    ],
)
def test_no_caseload_limit_lies_above_the_next(code, value, days):
    with pytest.raises(NotPossible, match="Change the other limit first") as refused:
        dated(code, value, days)
    assert refused.value.field == "value"
    assert not PolicyPeriod.objects.filter(code=code, value=value).exists()


def test_a_limit_may_equal_the_next_and_other_clocks_have_no_order():
    assert dated(AMBER, 20).value == 20
    assert dated("T07", 90).value == 90


def test_a_team_and_a_later_day_are_weighed_too():
    team = workers.TeamFactory()
    dated(AMBER, 10, days=3)
    dated(RED, 12, days=3)
    with pytest.raises(NotPossible):
        dated(AMBER, 13, days=4)
    with pytest.raises(NotPossible):
        dated(AMBER, 15, team=team)
    dated(AMBER, 11, days=3, team=team)
    with pytest.raises(NotPossible):
        dated(RED, 10, days=5)


def test_the_page_says_it_beside_the_value(client):
    client.force_login(workers.administrator())
    today = timezone.localdate()
    day = {"valid_from_day": today.day, "valid_from_month": today.month, "valid_from_year": today.year}
    refused = client.post(reverse("admin_clock", args=[AMBER]), {"value": "21", "source": "Agreed locally", **day})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["value"]


@pytest.mark.parametrize(("days", "refused"), [(28, False), (29, True)])
def test_C11_telling_the_family_is_put_off_by_four_weeks_at_most(acting, days, refused):
    today = timezone.localdate()
    row, day = approved().tellings.with_version().get(), today + timedelta(days=days)
    parts = zip(("day", "month", "year"), f"{day:%d %m %Y}".split(), strict=True)
    sent = {f"review_on_{part}": words for part, words in parts} | {"reason": says(20)}
    form = PutOffForm(
        sent | {"version": row.version}, today=today, now=timezone.now(), latest=telling.latest_review(today)
    )
    assert form.errors == ({"review_on": [PUT_OFF_TOO_LONG.rstrip(".")]} if refused else {})
    put_off = {"by": workers.practice_manager(), "on": today, "telling": row, "review_on": day, "reason": says(20)}
    put_off["version"] = row.version
    if refused:
        with pytest.raises(NotPossible, match="further ahead than the authority allows"):
            telling.put_off(**put_off)
    else:
        assert telling.put_off(**put_off).due_on == day


@pytest.mark.parametrize(
    ("year", "sentence"),
    [("2100", PUT_OFF_TOO_LONG.rstrip(".")), ("9999", "The day it is looked at again must be before 2101")],
)
def test_C11_the_last_day_of_the_calendar_is_refused_and_not_an_error(acting, year, sentence):
    form = PutOffForm(
        {"review_on_day": "31", "review_on_month": "12", "review_on_year": year, "reason": says(20)} | {"version": 1},
        today=TODAY,
        now=timezone.now(),
        latest=telling.latest_review(TODAY),
    )
    assert form.errors == {"review_on": [sentence]}
