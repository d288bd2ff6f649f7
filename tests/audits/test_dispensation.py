"""The radar: how often consent is dispensed with, by whom and for whom, against what chance explains."""

from datetime import timedelta
from random import Random
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.indicators import dispensation
from audits.indicators.dispensation import Share
from audits.indicators.windows import last_weeks, monday_of
from frontdoor.actions import telling
from frontdoor.core.control_limits import limits
from frontdoor.models import Contact, FamilyTelling, LedgerEvent
from frontdoor.models.decisions import Outcome
from frontdoor.models.offer_questions import OFFER_QUESTIONS
from tests.exporting import saved
from tests.factories import consent, contacts, people, workers
from tests.frontdoor.test_decisions import contact_about, decide, referral_for
from tests.law.figures import on_page, rows_behind

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def director():
    return workers.senior_leader()


def asked(agency=None, *, status="GIVEN", received_at=NOW, by=None, **contact):
    """A contact on which an agency was asked; ``by`` records that nobody need agree."""
    told = contacts.ContactFactory(agency=agency, received_at=received_at, **contact)
    section_47 = {"section_47": True} if status == "NOT_NEEDED_S47" else {"status": status}
    event = consent.ConsentEventFactory(contact=told, **section_47, **({"recorded_by": by} if by else {}))
    owner = workers.social_worker(registration_number="SW47") if status == "NOT_NEEDED_S47" else None
    consent.asked(consent=event, contact=told, owner=owner)
    return told


def dispense(contact, *, by=None, asker=None, **request):
    asked_by = {"requested_by": asker} if asker else {}
    return consent.decided(consent.OverrideFactory(contact=contact, **asked_by, **request), by=by)


def window():
    return last_weeks(timezone.localdate(NOW))


def seen_by(worker):
    return Contact.objects.visible_to(worker)


def test_L17_K13_counts_contacts_with_a_check_below_section_47(acting, director):
    school, police = people.AgencyFactory(name="A school"), people.AgencyFactory(name="B police")
    plain = [asked(school) for _ in range(3)]
    dispense(plain[0])
    dispense(asked(police))
    asked(school, status="NOT_NEEDED_S47")
    offered = contacts.ContactFactory(agency=school, received_at=NOW)
    consent.asked(
        consent=consent.ConsentEventFactory(contact=offered, kind="C"),
        kind="early_help",
        questions=[OFFER_QUESTIONS[0]],
    )
    asked(school, received_at=NOW - timedelta(days=200))
    contacts.ContactFactory(agency=school, received_at=NOW)
    dispense(contacts.ContactFactory(agency=school, received_at=NOW))
    seen = seen_by(director)
    assert dispensation.together(dispensation.by_week(seen, window())) == (3, 5)
    shares = {share.name: (share.had, share.of, share.per_cent) for share in dispensation.by_agency(seen, window())}
    assert shares == {"A school": (2, 4, 50.0), "B police": (1, 1, 100.0)}


def test_L59_each_manager_stands_with_every_way_of_dispensing_and_with_what_was_refused(acting, director):
    first, second = (workers.consent_decider(family_name=name) for name in ("One", "Two"))
    for _ in range(2):
        dispense(asked(), by=first)
    asked(status="NOT_NEEDED_S47", by=first)
    asked(status="NOT_NEEDED_COURT", by=second)
    consent.decided(consent.OverrideFactory(), decision="refused", by=first)
    dispense(contacts.ContactFactory(received_at=NOW), by=second)  # nobody has been asked
    shares = dispensation.by_manager(seen_by(director), window())
    assert [(share.key, share.had, share.of) for share in shares] == [(first.pk, 3, 4), (second.pk, 1, 1)]


def test_a_contact_that_a_manager_decided_with_consent_is_in_that_managers_share(acting, director):
    told = contact_about(people.ChildFactory())
    consent.asked(consent=consent.ConsentEventFactory(contact=told), contact=told)
    decision = decide(told)
    (share,) = dispensation.by_manager(seen_by(director), window())
    assert (share.key, share.had, share.of) == (decision.decided_by_id, 0, 1)


def test_L18_each_ground_and_harm_is_a_share_of_all_asked_about_around_its_own_share_of_the_year(acting, director):
    for _ in range(18):
        asked()
    dispense(asked(), reason_codes=["O1", "O5"])
    asked(status="NOT_NEEDED_COURT")
    earlier = NOW - timedelta(weeks=30)
    for _ in range(5):
        asked(received_at=earlier, status="NOT_NEEDED_COURT")
    found = dispensation.by_category(seen_by(director), window())
    shares = {share.key: share for share in found.grounds}
    assert {key: (share.had, share.of) for key, share in shares.items()} == {
        "O1": (1, 20),
        "O5": (1, 20),
        "NOT_NEEDED_COURT": (1, 20),
    }
    assert shares["O1"].limits == limits(1 / 25, 20)
    assert shares["NOT_NEEDED_COURT"].limits == limits(6 / 25, 20)
    assert [(share.key, share.had) for share in found.harms] == [("", 1), ("PHY", 1)]


def test_a_category_has_no_limits_where_too_few_were_asked_about(acting, director):
    for _ in range(dispensation.ENOUGH - 2):
        asked()
    dispense(asked())
    assert dispensation.by_category(seen_by(director), window()).grounds[0].limits is None
    asked()
    assert dispensation.by_category(seen_by(director), window()).grounds[0].limits is not None


def test_a_share_is_a_signal_only_above_what_chance_explains():
    stand = limits(0.1, 100)
    assert not Share(1, "", 20, 100, stand).is_signal
    assert Share(1, "", 21, 100, stand).is_signal
    assert not Share(1, "", 0, 100, stand).is_signal
    assert not Share(1, "", 5, 5, None).is_signal


def test_too_few_have_no_limits(acting, director):
    for _ in range(19):
        asked()
    assert all(week.limits is None for week in dispensation.by_week(seen_by(director), window()))
    asked()
    assert dispensation.by_week(seen_by(director), window())[-1].limits is not None


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
        dispense(asked(), by=signer, asker=asker)
    for _ in range(12):
        dispense(asked(), by=chance.choice(others), asker=chance.choice(askers))
    (pair,) = dispensation.pairs(seen_by(director), window())
    assert {pair.first, pair.second} == {(one.pk, one.get_full_name()) for one in (ann, bo)}
    assert (pair.first_for_second, pair.second_for_first) == (2, 2)


def test_no_decision_takes_a_pair_out_of_the_report(acting, director):
    ann, bo = workers.consent_decider(), workers.consent_decider()
    for signer, asker in ((ann, bo), (bo, ann)) * 2:
        dispense(asked(), by=signer, asker=asker)
    every = dispensation.received(Contact.objects.all(), window())
    with patch.object(dispensation, "received", lambda *_: every.annotate(section_47=Value(value=True))):
        assert len(dispensation.pairs(seen_by(director), window())) == 1
        assert dispensation.together(dispensation.by_manager(seen_by(director), window())) == (4, 4)
        assert dispensation.sample(seen_by(director), window(), week=monday_of(timezone.localdate(NOW))).count() == 4
        assert not dispensation.asked_about(seen_by(director), window()).exists()


def test_the_sample_is_the_same_for_everybody_in_a_week_and_another_in_the_next(acting, director):
    made = {asked(status="NOT_NEEDED_COURT").pk for _ in range(7)}
    for _ in range(7):
        made.add(dispense(asked()).contact_id)
    this_week = monday_of(timezone.localdate(NOW))
    seen = seen_by(director)
    drawn = [[row.pk for row in dispensation.sample(seen, window(), week=this_week)] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == dispensation.SAMPLE
    assert set(drawn[0]) <= made
    later = [row.pk for row in dispensation.sample(seen, window(), week=this_week + timedelta(days=7))]
    assert later != drawn[0]


def test_L17_every_figure_of_the_page_opens_a_list_of_as_many(client, acting, director):
    school, signer = people.AgencyFactory(name="A school"), workers.consent_decider()
    other = workers.consent_decider()
    for _ in range(2):
        dispense(asked(school), by=signer, asker=other, reason_codes=["O1", "O5"])
        dispense(asked(), by=other, asker=signer, harm="NEG")
    asked(status="NOT_NEEDED_S47", by=signer)
    asked(status="NOT_NEEDED_COURT", by=other)
    asked(school)
    consent.decided(consent.OverrideFactory(), decision="refused", by=signer)
    dispense(contacts.ContactFactory(received_at=NOW), by=other)
    urgent = contact_about(child := people.ChildFactory())
    court = consent.ConsentEventFactory(contact=urgent, status="NOT_NEEDED_COURT", recorded_by=other)
    consent.asked(consent=court, contact=urgent)
    for owed in FamilyTelling.objects.unsettled(urgent, on=timezone.localdate()):
        telling.tell(
            by=other,
            on=timezone.localdate(),
            telling=owed,
            told_on=timezone.localdate(),
            words="The mother was told on the telephone.",
        )
    decide(urgent, referral_for(child, Outcome.REFERRAL_STRATEGY))
    client.force_login(director)
    page = client.get(reverse("dispensation"))
    counted = tuple(page.context[name] for name in ("had", "of", "section_47", "nobody_asked"))
    assert counted == (6, 7, 1, 1)
    assert urgent in [told for told, _ in page.context["sample"]]
    managers = {row["share"].key: (row["share"].had, row["share"].of) for row in page.context["managers"]}
    assert (managers[signer.pk], managers[other.pk]) == ((3, 4), (4, 4))
    figures = on_page(client, reverse("dispensation"))
    assert (
        len(figures)
        == 4 + 2 * sum(len(page.context[name]) for name in ("managers", "agencies", "grounds", "harms")) + 2
    )
    for label, number, url in figures:
        assert rows_behind(client, url) == number, label


def test_an_address_that_names_nothing_narrows_nothing(client, acting, director):
    dispense(asked())
    client.force_login(director)
    for asked_for in ({"manager": "x", "agency": "²"}, {"ground": "O99", "harm": "XXX"}, {"since": "x", "which": "y"}):
        assert len(client.get(reverse("dispensed"), asked_for).context["rows"]) == 1
    assert client.get(reverse("dispensed"), {"ground": "O2"}).context["rows"] == []


def test_every_way_of_dispensing_stands_side_by_side_with_its_reasons(client, acting, director):
    override, court = dispense(asked()), asked(status="NOT_NEEDED_COURT")
    section_47 = asked(status="NOT_NEEDED_S47")
    client.force_login(director)
    text = client.get(reverse("dispensed")).content.decode()
    for words in (override.facts, override.less_intrusive, consent.COMPELS, consent.GROUNDS, "Strategy meeting"):
        assert words in text
    for contact in (override.contact, court, section_47):
        assert reverse("contact", args=[contact.pk]) in text


def test_a_decision_about_two_children_is_one_line(client, acting, director):
    told = asked(children=[people.ChildFactory(), people.ChildFactory()])
    dispense(told, children=[row.child for row in told.about.all()])
    client.force_login(director)
    ((_, found),) = client.get(reverse("dispensed")).context["rows"]
    assert [len(one.children) for one in found] == [2]


def test_whoever_reads_the_reasons_is_written_down_with_whom_they_are_about(client, acting, director):
    override = dispense(asked())
    child = override.covered_children.get().child_id
    client.force_login(director)
    page = client.get(reverse("dispensed"))
    assert override.facts in page.content.decode()
    read = LedgerEvent.objects.get(verb="consult", subject="frontdoor_consentevent", subject_id=0)
    assert (read.actor_id, read.person_ids) == (director.pk, [child])
    file = saved(client, reverse("dispensed"), {"format": "csv"})
    assert override.facts in file.text
    assert LedgerEvent.objects.get(verb="disclose", subject="frontdoor_consentevent").person_ids == [child]


def test_a_request_about_a_child_hidden_from_the_reader_is_in_no_figure(client, acting, director):
    sealed = people.ChildFactory(restricted=True)
    dispense(asked(children=[sealed]))
    client.force_login(director)
    page = client.get(reverse("dispensation"))
    assert (page.context["managers"], page.context["grounds"], page.context["sample"]) == ([], [], [])


@pytest.mark.parametrize("make", [workers.social_worker, workers.practice_manager, workers.partner_referrer])
def test_those_who_are_counted_do_not_open_the_radar(client, make):
    client.force_login(make())
    assert client.get(reverse("dispensation")).status_code == 403
    assert client.get(reverse("dispensed")).status_code == 403


@pytest.mark.parametrize("page", ["dispensation", "dispensed"])
def test_a_page_takes_as_many_queries_for_one_as_for_many(client, acting, director, page):
    dispense(asked(people.AgencyFactory()))
    client.force_login(director)
    client.get(reverse(page))
    taken = []
    for more in (0, 8):
        for _ in range(more):
            dispense(asked(people.AgencyFactory()))
            asked(status="NOT_NEEDED_COURT")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(page))
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 18
