"""The radar: how often consent is dispensed with, by whom and for whom, against what chance explains."""

from datetime import timedelta
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.indicators import dispensation
from audits.indicators.dispensation import Share
from audits.indicators.windows import last_weeks, monday_of
from frontdoor.core.control_limits import limits
from frontdoor.models import ConsentOverride, Contact, LedgerEvent
from tests.exporting import saved
from tests.factories import consent, contacts, people, workers

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def director():
    return workers.senior_leader()


def asked(agency, *, status="GIVEN", received_at=NOW, **contact):
    """A contact on which an agency was asked."""
    told = contacts.ContactFactory(agency=agency, received_at=received_at, **contact)
    section_47 = {"section_47": True} if status == "NOT_NEEDED_S47" else {}
    event = consent.ConsentEventFactory(contact=told, **section_47)
    owner = workers.social_worker(registration_number="SW47") if section_47 else None
    consent.asked(consent=event, contact=told, owner=owner)
    return told


def dispense(contact, *, by=None, asker=None):
    request = consent.OverrideFactory(contact=contact, **({"requested_by": asker} if asker else {}))
    return consent.decided(request, by=by)


def test_L17_K13_counts_contacts_with_a_check_below_section_47(acting, director):
    school, police = people.AgencyFactory(name="A school"), people.AgencyFactory(name="B police")
    plain = [asked(school) for _ in range(3)]
    dispense(plain[0])
    dispense(asked(police))
    asked(school, status="NOT_NEEDED_S47")
    offered = contacts.ContactFactory(agency=school, received_at=NOW)
    consent.ConsentEventFactory(contact=offered, kind="C")
    consent.asked(contact=offered, kind="early_help")
    asked(school, received_at=NOW - timedelta(days=200))
    contacts.ContactFactory(agency=school, received_at=NOW)
    dispense(contacts.ContactFactory(agency=school, received_at=NOW))
    window = last_weeks(timezone.localdate(NOW))
    seen = Contact.objects.visible_to(director)
    assert dispensation.together(dispensation.by_week(seen, window)) == (3, 5)
    shares = {share.name: (share.had, share.of, share.per_cent) for share in dispensation.by_agency(seen, window)}
    assert shares == {"A school": (2, 4, 50.0), "B police": (1, 1, 100.0)}


def test_L59_each_manager_stands_with_what_was_asked_and_approved(acting, director):
    first, second = workers.consent_decider(family_name="One"), workers.consent_decider(family_name="Two")
    for _ in range(2):
        dispense(contacts.ContactFactory(received_at=NOW), by=first)
    consent.decided(consent.OverrideFactory(), decision="refused", by=first)
    dispense(contacts.ContactFactory(received_at=NOW), by=second)
    window = last_weeks(timezone.localdate(NOW))
    shares = dispensation.by_manager(ConsentOverride.objects.visible_to(director), window)
    assert [(share.key, share.had, share.of) for share in shares] == [(first.pk, 2, 3), (second.pk, 1, 1)]


def test_a_share_is_a_signal_only_above_what_chance_explains():
    stand = limits(0.1, 100)
    assert not Share(1, "", 20, 100, stand).is_signal
    assert Share(1, "", 21, 100, stand).is_signal
    assert not Share(1, "", 0, 100, stand).is_signal
    assert not Share(1, "", 5, 5, None).is_signal


def test_too_few_have_no_limits(acting, director):
    for _ in range(19):
        asked(None)
    window = last_weeks(timezone.localdate(NOW))
    seen = Contact.objects.visible_to(director)
    assert all(week.limits is None for week in dispensation.by_week(seen, window))
    asked(None)
    assert dispensation.by_week(seen, window)[-1].limits is not None


def test_two_who_sign_for_each_other_are_named_and_others_are_not(acting, director):
    """One planted pair among managers who approve at random for askers who decide nothing."""
    chance = Random(3)
    ann, bo, others = (
        workers.consent_decider(),
        workers.consent_decider(),
        [workers.consent_decider() for _ in range(4)],
    )
    askers = [workers.social_worker() for _ in range(4)]
    for signer, asker in ((ann, bo), (bo, ann)) * 2:
        dispense(contacts.ContactFactory(received_at=NOW), by=signer, asker=asker)
    for _ in range(12):
        dispense(contacts.ContactFactory(received_at=NOW), by=chance.choice(others), asker=chance.choice(askers))
    window = last_weeks(timezone.localdate(NOW))
    (pair,) = dispensation.pairs(ConsentOverride.objects.visible_to(director), window)
    assert {pair.first, pair.second} == {ann.get_full_name(), bo.get_full_name()}
    assert (pair.first_for_second, pair.second_for_first) == (2, 2)


def test_the_sample_is_the_same_for_everybody_in_a_week_and_another_in_the_next(acting, director):
    made = {dispense(contacts.ContactFactory(received_at=NOW)).pk for _ in range(14)}
    window = last_weeks(timezone.localdate(NOW))
    rows = ConsentOverride.objects.visible_to(director)
    this_week = monday_of(timezone.localdate(NOW))
    drawn = [[row.pk for row in dispensation.sample(rows, window, week=this_week)] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == dispensation.SAMPLE
    assert set(drawn[0]) <= made
    later = [row.pk for row in dispensation.sample(rows, window, week=this_week + timedelta(days=7))]
    assert later != drawn[0]


def test_the_page_names_what_stands_out_and_each_number_opens_its_rows(client, acting, director):
    school, signer = people.AgencyFactory(name="A school"), workers.consent_decider()
    for _ in range(2):
        dispense(asked(school), by=signer)
    client.force_login(director)
    page = client.get(reverse("dispensation"))
    assert "<strong>2</strong> of 2 contacts" in page.content.decode()
    for row in (*page.context["managers"], *page.context["agencies"]):
        assert len(client.get(row["url"]).context["page"].rows) == row["share"].had == 2
    assert len(client.get(reverse("dispensed"), {"reason": "O1"}).context["rows"]) == 2
    assert client.get(reverse("dispensed"), {"reason": "O2", "manager": "x", "agency": "²"}).context["rows"] == []


def test_a_recorded_section_47_is_in_the_agencys_number_and_in_its_list(client, acting, director):
    contact = asked(people.AgencyFactory(name="A school"), status="NOT_NEEDED_S47")
    client.force_login(director)
    (row,) = client.get(reverse("dispensation")).context["agencies"]
    listed = client.get(row["url"]).context["page"].rows
    assert ([one.pk for one in listed], row["share"].had) == ([contact.pk], 1)


def test_whoever_reads_the_reasons_is_written_down_with_whom_they_are_about(client, acting, director):
    override = dispense(contacts.ContactFactory(received_at=NOW))
    child = override.covered_children.get().child_id
    client.force_login(director)
    page = client.get(reverse("dispensed"))
    assert override.facts in page.content.decode()
    read = LedgerEvent.objects.get(verb="consult", subject="frontdoor_consentoverride", subject_id=0)
    assert (read.actor_id, read.person_ids) == (director.pk, [child])
    saved(client, reverse("dispensed"), {"format": "csv"})
    assert LedgerEvent.objects.get(verb="disclose", subject="frontdoor_consentoverride").person_ids == [child]


def test_a_request_about_a_child_hidden_from_the_reader_is_in_no_figure(client, acting, director):
    sealed = people.ChildFactory(restricted=True)
    dispense(contacts.ContactFactory(received_at=NOW, children=[sealed]))
    client.force_login(director)
    page = client.get(reverse("dispensation"))
    assert (page.context["managers"], page.context["sample"].count()) == ([], 0)


@pytest.mark.parametrize("make", [workers.social_worker, workers.practice_manager, workers.partner_referrer])
def test_those_who_are_counted_do_not_open_the_radar(client, make):
    client.force_login(make())
    assert client.get(reverse("dispensation")).status_code == 403
    assert client.get(reverse("dispensed")).status_code == 403
    assert client.get(reverse("dispensed_contacts")).status_code == 403


def test_the_radar_takes_as_many_queries_for_one_as_for_many(client, acting, director, django_assert_num_queries):
    dispense(asked(people.AgencyFactory()))
    client.force_login(director)
    client.get(reverse("dispensation"))
    for more in (0, 8):
        for _ in range(more):
            dispense(asked(people.AgencyFactory()))
        with django_assert_num_queries(9):
            client.get(reverse("dispensation"))
