"""The invented authority: legal, the same for the same seed, loaded once, true to the figures, and nobody real."""

import hashlib
from datetime import date, datetime, timedelta
from statistics import median

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery

from audits.actions.demo import AlreadyHoldsContacts, desk_moment, load_authority
from audits.demo import doubles
from audits.models import FindingWeek, InspectionFinding
from cases.models import Allocation, Assessment, Conference, CoreGroup, Section47, StrategyMeeting
from frontdoor.core.working_days import LONDON
from frontdoor.models import (
    Acknowledgement,
    Address,
    Agency,
    AgencyRequest,
    ChildOutcome,
    ConsentOverride,
    Contact,
    Household,
    Person,
    Referral,
    ReferrerFeedback,
    Relationship,
    Tie,
)
from frontdoor.models.decisions import MAKES_REFERRAL
from tests.rows import as_the_owner
from workforce.models import Worker

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
AFTERNOON = datetime(2026, 11, 20, 15, tzinfo=LONDON)


def load(system, *, children, seed=1):
    with as_the_owner():
        return load_authority(by=system, on=TODAY, now=AFTERNOON, seed=seed, children=children)


def digest():
    people = Person.objects.order_by("pk").values_list(
        "given_names", "family_name", "birth_date", "expected_birth_date", "nhs_number"
    )
    told = Contact.objects.order_by("pk").values_list("received_at", "concern")
    return hashlib.sha256(repr([list(people), list(told)]).encode()).hexdigest()


def made_with(system, seed):
    """What a seed makes, undone again."""
    with transaction.atomic():
        load(system, children=50, seed=seed)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_makes_the_same_people_and_another_seed_others(system):
    first = made_with(system, 1)
    assert made_with(system, 1) == first
    assert made_with(system, 2) != first


def rest_on_meetings():
    """How many requests rest on section 47: each on a real meeting that was signed before it (C04)."""
    requests = ConsentOverride.objects.filter(ground="s47").select_related("strategy")
    for request in requests:
        met = StrategyMeeting.objects.get(pk=request.strategy.meeting_number)
        assert (met.contact_id, met.chair_id) == (request.contact_id, request.strategy.led_by_id)
        assert met.held_at == request.strategy.held_at < met.signed_at < request.requested_at
        assert met.chair_id not in {request.requested_by_id, request.decided_by_id, request.reviewed_by_id}
        about = set(met.children.filter(decision="s47").values_list("child_id", flat=True))
        assert set(request.children.values_list("pk", flat=True)) <= about
    return len(requests)


def test_a_second_load_adds_nothing(system):
    made = load(system, children=50)
    assert rest_on_meetings()
    assert Person.objects.filter(is_child=True).count() == 50 + doubles.ON_THE_DESK
    before = digest(), Contact.objects.count()
    with pytest.raises(AlreadyHoldsContacts):
        load(system, children=50)
    assert (digest(), Contact.objects.count()) == before
    assert made["contacts"] == before[1]


def test_every_row_is_legal_when_it_is_saved_again(system):
    load(system, children=50)
    for model in (Person, Contact, Referral, Assessment, Address, Allocation, ConsentOverride, Worker, Agency):
        for row in model.objects.all()[:60]:
            row.full_clean()


def test_L42_the_register_holds_a_finding_closed_on_its_weeks_and_one_opened_again(system):
    load(system, children=50)
    shut = InspectionFinding.objects.closed().get()
    assert FindingWeek.objects.proving(shut).count() == 13
    again = InspectionFinding.objects.found_again()
    assert [row.theme for row in again if row.was_reopened] == ["consent"]
    assert again.count() == 3
    assert InspectionFinding.objects.open().count() == 11


@pytest.mark.parametrize("children", [30, 40])
def test_a_small_authority_has_a_conference_that_made_a_plan_and_one_to_be_held(system, children):
    load(system, children=children)
    assert Conference.objects.filter(signed_at__isnull=False, children__started_plan__ended_on=None).exists()
    assert Conference.objects.to_hold().exists()
    assert CoreGroup.objects.waiting().exists()


def test_the_desk_is_alive(system):
    load(system, children=120)
    waiting = Contact.objects.open()
    assert set(waiting.values_list("rag", flat=True)) == {"", "red", "amber", "green"}
    assert waiting.filter(immediate_danger=True).exists()
    assert waiting.filter(rag="red", decision_due_at__gt=AFTERNOON).exists()
    assert waiting.overdue(AFTERNOON).exists()
    assert waiting.to_triage().exists()
    assert ConsentOverride.objects.undecided().count() == 3
    assert Referral.objects.unallocated().exists()
    assert AgencyRequest.objects.waiting().exists()
    assert Acknowledgement.objects.in_time().exists()
    assert ReferrerFeedback.objects.in_time().exists()


def rates_follow_the_field():
    """Bands round the figures of domain.md: K07, K10, K19, K22 and what is decided; wide for a small sample."""
    referrals = Referral.objects.count()
    again = sum(
        Referral.objects.filter(
            child_id=child, received_on__lt=received, received_on__gte=received - timedelta(days=365)
        ).exists()
        for child, received in Referral.objects.values_list("child_id", "received_on")
    )
    outcomes = ChildOutcome.objects.count()
    accepted = ChildOutcome.objects.filter(outcome__in=MAKES_REFERRAL).count()
    finished = Assessment.objects.filter(finished_on__isnull=False)
    in_time = finished.filter(finished_on__lte=F("due_on")).count()
    days = [(end - start).days * 5 / 7 for start, end in finished.values_list("referral_received_on", "finished_on")]
    enquiries = Section47.objects.filter(Q(conference_not_needed=True) | Q(conference_on__isnull=False))
    assert 0.02 <= Referral.objects.filter(no_further_action=True).count() / referrals <= 0.11
    assert 0.14 <= again / referrals <= 0.30
    assert 0.28 <= accepted / outcomes <= 0.52
    assert 0.76 <= in_time / len(days) <= 0.93
    assert 25 <= median(days) <= 40
    assert 0.18 <= enquiries.filter(conference_on__isnull=False).count() / enquiries.count() <= 0.45
    assert Assessment.objects.overdue(TODAY).exists()


def families_are_as_varied_as_real_ones():
    children = Person.objects.filter(is_child=True)
    assert children.filter(birth_date_known="unborn").exists()
    assert children.filter(birth_date_known="estimated").exists()
    assert children.filter(birth_date_known="unknown").exists()
    assert children.filter(restricted=True).exists()
    assert children.exclude(also_known_as="").exists()
    assert Address.objects.filter(no_fixed_address=True).exists()
    assert children.filter(given_names__regex="[\u0600-\u06ff]").exists()
    assert 0.40 <= children.filter(ethnicity="WBRI").count() / 400 <= 0.75
    assert 0.44 <= children.filter(sex="M").count() / 400 <= 0.60


def families_are_tied_as_real_ones_are():
    parents = Relationship.objects.parents()
    fathers = parents.filter(child=OuterRef("child"), kind="father").values("adult")[:1]
    mothers = parents.filter(kind="mother", child__is_child=True).alias(father=Subquery(fathers))
    half_siblings = mothers.values("adult").annotate(fathers=Count("father", distinct=True)).filter(fathers__gt=1)
    assert half_siblings.exists()
    assert Relationship.objects.filter(kind="partner", adult__children__kind="father").exists()
    assert parents.filter(child__is_child=False).exists()
    assert Tie.objects.filter(ended_on__isnull=False).exists()
    assert Person.objects.annotate(number=Count("homes")).filter(number__gt=1, is_child=True).exists()
    assert Household.objects.get(protected=True).grants.exists()


def test_an_authority_of_400_children_is_true_to_the_field(system):
    load(system, children=400)
    rates_follow_the_field()
    families_are_as_varied_as_real_ones()
    families_are_tied_as_real_ones_are()


def test_nothing_leads_to_anybody_real(system):
    load(system, children=120)
    drama = r"^(07700 900\d{3}|01632 960\d{3}|020 7946 0\d{3})?$"
    assert not Address.objects.exclude(postcode="").exclude(postcode__regex=r"^ZZ[1-6] \d[A-Z]{2}$").exists()
    assert not Person.objects.exclude(telephone__regex=drama).exists()
    assert not Contact.objects.exclude(referrer_telephone__regex=drama).exists()
    assert not Agency.objects.exclude(telephone__regex=drama).exists()
    assert not Contact.objects.exclude(referrer_email="").exclude(referrer_email__endswith=".example").exists()
    assert not Worker.objects.filter(is_system=False).exclude(email__endswith="@demo.example").exists()
    assert not Person.objects.filter(nhs_number__isnull=False).exclude(nhs_number__startswith="999").exists()


def test_the_command_loads_the_demo_alone(system, settings, monkeypatch, capsys):
    monkeypatch.setenv("DEMO_CHILDREN", "50")
    settings.DEMO = False
    with pytest.raises(CommandError, match="only with the demo settings"):
        call_command("load_demo")
    settings.DEMO = True
    with as_the_owner():
        call_command("load_demo", "--date", "2026-11-20")
        call_command("load_demo", "--date", "2026-11-20")
    said = capsys.readouterr().out.splitlines()
    assert '"contacts"' in said[0]
    assert said[-1] == AlreadyHoldsContacts.sentence


def test_an_earlier_day_is_seen_in_its_afternoon():
    now = datetime(2026, 11, 23, 9, 30, tzinfo=LONDON)
    assert desk_moment(date(2026, 11, 23), now) == now
    assert desk_moment(TODAY, now) == AFTERNOON
