"""What was done with agencies and what came of it: before and after, the director's group and its actions."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from frontdoor import appropriateness, referral_group
from frontdoor.actions import agency_events
from frontdoor.actions import referral_group as acts
from frontdoor.appropriateness import AgencyCounts, Counts
from frontdoor.core.control_limits import differ
from frontdoor.core.permissions import Refused
from frontdoor.models import Contact
from frontdoor.models.agency_learning import ACTION_TOO_VAGUE, CHECKED_BY_ANOTHER, LED_BY_A_LEADER, NOT_YET_HELD
from frontdoor.presenters import agencies as words
from tests.factories.people import AgencyFactory
from tests.factories.reviews import ActionFactory, EventFactory, MeetingFactory, ReviewFactory, decided_contact
from tests.factories.workers import auditor, practice_manager, senior_leader, service_manager, social_worker
from tests.law import figures

pytestmark = pytest.mark.django_db

TRAINED = date(2026, 7, 1)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def referrals(agency, codes, begins):
    for number, code in enumerate(codes):
        at = datetime.combine(begins, datetime.min.time(), UTC) + timedelta(hours=10 + 24 * (number % 60))
        ReviewFactory(
            contact=decided_contact(agency=agency, received_at=at), code=code, reviewed_at=at + timedelta(days=2)
        )


def effect(agency, at=NOW):
    (found,) = appropriateness.effects(Contact.objects.filter(agency=agency), [TRAINED], weeks=13, at=at)
    return found


def test_L58_before_and_after_a_training_shows_an_agency_that_improved(acting, client):
    agency = AgencyFactory()
    referrals(agency, ["I1"] * 15 + ["AP"] * 10, TRAINED - timedelta(days=70))
    referrals(agency, ["I1"] * 4 + ["AP"] * 21, TRAINED + timedelta(days=3))
    found = effect(agency)
    assert (found.before.i_rate, found.after.i_rate) == (60, 16)
    assert found.words == "Fewer referrals are judged inappropriate: from 60% to 16%, more than chance explains."
    EventFactory(agency=agency, held_on=TRAINED)
    client.force_login(senior_leader())
    page = client.get(reverse("agency", args=[agency.pk]))
    assert found.words in page.content.decode()
    for label, count, url in figures.on_page(client, reverse("agency", args=[agency.pk])):
        assert figures.rows_behind(client, url) == count, label


def test_L58_no_change_is_claimed_where_chance_explains_it(acting):
    agency = AgencyFactory()
    referrals(agency, ["I1"] * 10 + ["AP"] * 15, TRAINED - timedelta(days=70))
    referrals(agency, ["I1"] * 9 + ["AP"] * 16, TRAINED + timedelta(days=3))
    assert "no more than chance explains" in effect(agency).words


@pytest.mark.parametrize(("after", "early"), [(19, True), (20, False)])
def test_it_says_when_it_is_too_early_to_tell(acting, after, early):
    agency = AgencyFactory()
    referrals(agency, ["I1"] * 20, TRAINED - timedelta(days=70))
    referrals(agency, ["AP"] * after, TRAINED + timedelta(days=3))
    found = effect(agency)
    assert found.is_early is early
    assert ("too early to tell: there are 19" in found.words) is early


def test_the_day_itself_belongs_to_neither_side(acting):
    agency = AgencyFactory()
    for day in (-1, 0, 1):
        referrals(agency, ["I1"], TRAINED + timedelta(days=day))
    found = effect(agency)
    assert (found.before.contacts, found.after.contacts) == (1, 1)


def test_L56_the_trend_names_the_week_beyond_chance_and_no_other(acting, client):
    agency = AgencyFactory()
    referrals(agency, ["AP"] * 24, date(2026, 9, 7))
    referrals(agency, ["I1"] * 8, date(2026, 11, 2))
    weeks = appropriateness.by_week(Contact.objects.filter(agency=agency), at=NOW)
    assert [week.starts_on for week in weeks if week.is_signal] == [date(2026, 11, 2)]
    assert len(weeks) == appropriateness.WEEKS
    assert sum(week.counts.inappropriate for week in weeks) == 8
    assert "week from Mon 2 November" in words.trend_words(weeks)
    assert words.trend_words(weeks[:2]).startswith("Too few to say")


def test_differences_are_those_of_the_textbook():
    # 15 of 25 against 4 of 25: z = 3.2; 10 of 25 against 9 of 25: z = 0.29; nothing against nothing
    assert differ((15, 25), (4, 25))
    assert not differ((10, 25), (9, 25))
    assert not differ((0, 30), (0, 30))


def test_an_event_is_of_today_or_earlier_and_is_corrected_by_a_new_one(acting):
    agency, manager = AgencyFactory(), practice_manager()
    told = {"agency": agency, "kind": "training", "agreed": "Every lead reads the threshold document."}
    today = timezone.localdate()
    with pytest.raises(ValidationError, match=NOT_YET_HELD):
        agency_events.note(by=manager, on=today, held_on=today + timedelta(days=1), **told)
    first = agency_events.note(by=manager, on=today, held_on=today, **told)
    second = agency_events.note(by=manager, on=today, held_on=today - timedelta(days=1), corrects=first, **told)
    assert list(agency.events.standing()) == [second]


def test_a_social_worker_reads_and_does_not_record(acting, client):
    client.force_login(social_worker())
    agency = AgencyFactory()
    assert client.get(reverse("agency", args=[agency.pk])).status_code == 200
    assert client.get(reverse("agency_event_new", args=[agency.pk])).status_code == 403


def test_L58_the_group_is_led_by_a_senior_leader(acting):
    with pytest.raises(ValidationError, match=LED_BY_A_LEADER):
        acts.call(by=service_manager(), held_on=date(2026, 11, 2), led_by=practice_manager())
    assert acts.call(by=service_manager(), held_on=date(2026, 11, 2), led_by=senior_leader()).pk


@pytest.mark.parametrize(
    "what", ["Train the safeguarding leads ASAP please", "Ongoing: remind every school of early help"]
)
def test_L58_an_action_without_a_real_date_is_refused(acting, client, what):
    meeting, agency, owner = MeetingFactory(), AgencyFactory(), social_worker()
    with pytest.raises(ValidationError, match="ASAP"):
        acts.agree(
            by=senior_leader(), meeting=meeting, agency=agency, what=what, owner=owner, due_on=date(2026, 12, 24)
        )
    client.force_login(senior_leader())
    url = reverse("group_action_new", args=[meeting.pk])
    key = client.get(url).context["form"]["submission_key"].value()
    sent = {"submission_key": key, "agency": agency.pk, "what": what, "owner": owner.pk}
    undated = client.post(url, sent)
    assert undated.status_code == 422
    due = {"due_on_day": "24", "due_on_month": "12", "due_on_year": "2026"}
    vague = client.post(url, sent | due)
    assert ACTION_TOO_VAGUE in vague.content.decode()
    assert client.post(url, sent | due | {"what": "Train every safeguarding lead in the document."}).status_code == 302


def test_L58_an_action_is_done_with_evidence_and_checked_by_another(acting, client):
    action = ActionFactory()
    on, told = date(2026, 11, 20), "Twelve leads came; the list is filed."
    with pytest.raises(Refused, match="Only the owner"):
        acts.finish(by=auditor(), on=on, group_action=action, evidence=told)
    client.force_login(action.owner)
    url = reverse("group_action", args=[action.pk])
    key = client.get(url).context["form"]["submission_key"].value()
    assert client.post(url, {"submission_key": key, "evidence": "Done."}).status_code == 422
    assert client.post(url, {"submission_key": key, "evidence": told}).status_code == 302
    owner_as_manager = ActionFactory(done=True, owner=practice_manager())
    with pytest.raises(Refused, match=CHECKED_BY_ANOTHER):
        acts.verify(by=owner_as_manager.owner, on=on, group_action=owner_as_manager)
    client.force_login(auditor())
    key = client.get(url).context["form"]["submission_key"].value()
    assert client.post(url, {"submission_key": key}).status_code == 302
    action.refresh_from_db()
    assert action.verified_by is not None
    assert "too early" in client.get(url).content.decode() or "Nothing can be said" in client.get(url).content.decode()


@pytest.mark.parametrize(("due", "overdue"), [(0, 0), (-1, 1)])
def test_overdue_actions_are_seen_by_leaders_and_lead_to_their_rows(acting, client, due, overdue):
    today = timezone.localdate()
    ActionFactory(meeting__held_on=today - timedelta(days=60), due_on=today + timedelta(days=due))
    client.force_login(senior_leader())
    tiles = {tile.label: tile for tile in client.get("/leaders/").context["board"].agencies}
    tile = tiles["Actions with agencies overdue"]
    assert tile.count == overdue
    assert len(client.get(tile.url).context["rows"]) == overdue
    assert {"Referrals judged inappropriate, 13 weeks", "Under-referrals, 13 weeks"} <= tiles.keys()


def test_L58_the_agenda_names_who_differs_beyond_chance():
    def row(pk, name, inappropriate, reviewed):
        return AgencyCounts(pk, name, Counts(reviewed, 0, {"I1": inappropriate, "AP": reviewed - inappropriate}), {})

    now = [row(1, "Bad", 20, 25), row(2, "Good", 5, 50), row(3, "Small", 10, 10)]
    before = [row(1, "Bad", 19, 25), row(2, "Good", 25, 50)]
    found = {point.name: point.words for point in referral_group.points(now, before)}
    assert found["Bad"] == "80% of 25 reviewed are judged inappropriate, against 25% from all others."
    assert "was 50% in the 13 weeks before" in found["Good"]
    assert "Small" not in found


def test_a_meeting_is_called_minuted_once_and_read_by_the_team(acting, client):
    leader = senior_leader()
    client.force_login(service_manager())
    new = reverse("group_meeting_new")
    key = client.get(new).context["form"]["submission_key"].value()
    on = timezone.localdate()
    sent = {"held_on_day": on.day, "held_on_month": on.month, "held_on_year": on.year, "led_by": leader.pk}
    assert client.post(new, sent | {"submission_key": key}).status_code == 302
    url = client.get(reverse("group")).context["meetings"].rows[0].pk
    page = reverse("group_meeting", args=[url])
    key = client.get(page).context["form"]["submission_key"].value()
    notes = {
        "submission_key": key,
        "agencies": [AgencyFactory(name="Holm Street Nursery").pk],
        "present": "The director and the head of Holm Street.",
        "discussed": "When to call early help before writing to us.",
    }
    assert client.post(page, notes).status_code == 302
    client.force_login(social_worker())
    text = client.get(page).content.decode()
    assert "Holm Street Nursery" in text
    assert "When to call early help" in text
    assert "Write the notes" not in text
