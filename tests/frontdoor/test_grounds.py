"""Nobody dispenses with consent alone: section 47 and court orders are asked for, signed and reviewed (C04)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import grounds
from frontdoor.core.acting import acting_as
from frontdoor.core.drafts import Draft
from frontdoor.models import AgencyCheck, ConsentEvent, ConsentOverride, FamilyTelling, OverrideStrategy
from frontdoor.models.checks import NO_CONSENT
from frontdoor.models.consent_facts import ENDED_BY_A_MANAGER
from frontdoor.models.ground_rules import (
    COMPELS_NOTHING,
    COURT_BY_TWO,
    COURT_NOT_WHOLE,
    ORDER_HAS_ENDED,
    ORDER_IN_THE_FUTURE,
    S47_BY_TWO,
    S47_CONFIRMED_BY_ANOTHER,
    S47_IS_OVER,
    S47_NOT_DECIDED,
)
from frontdoor.models.override_questions import ONLY_ITS_QUESTIONS
from frontdoor.models.override_rules import NOT_YOUR_OWN, REQUEST_STAYS
from frontdoor.models.request_rules import REQUESTED_IN_TIME
from tests.factories import strategy, workers
from tests.factories.after_override import ask
from tests.factories.consent import (
    COMPELS,
    GROUNDS,
    QUESTION,
    REASON,
    CourtFactory,
    OrderFactory,
    SectionFactory,
    decided,
    only_child,
)
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.frontdoor.test_consent_pages import client_of, parts
from tests.frontdoor.test_consent_refusals import front_door, refused
from tests.frontdoor.test_gates import put
from tests.rows import bringing_in, insert_raw, update_raw

pytestmark = pytest.mark.django_db


@dataclass
class Telling:
    """What somebody asks for on a contact, as the act and the form take it, with some of it changed."""

    by: Any = field(default_factory=lambda: front_door(workers.social_worker))
    contact: Any = field(default_factory=ContactFactory)
    agency: Any = field(default_factory=AgencyFactory)

    @property
    def wanted(self) -> grounds.Wanted:
        return grounds.Wanted(
            children=[only_child(self.contact)],
            agencies=[self.agency],
            questions=QUESTION,
            facts=GROUNDS,
            asked="not_asked",
        )

    def typed(self, **answers: Any) -> dict[str, Any]:
        return {
            "submission_key": uuid4(),
            "children": [only_child(self.contact).pk],
            "agencies": [self.agency.pk],
            "questions": QUESTION,
            "facts": GROUNDS,
            "asked": "not_asked",
        } | answers

    def post(self, name: str, answers: dict[str, Any]) -> Any:
        return client_of(self.by).post(reverse(name, args=[self.contact.pk]), answers)


def order(**changes: Any) -> dict[str, Any]:
    return {
        "court": "Family Court at Invented",
        "named": "Order under section 37",
        "number": "ZZ26P00001",
        "made_on": timezone.localdate(),
        "ends_on": None,
        "compels": COMPELS,
    } | changes


def typed(told: dict[str, Any]) -> dict[str, Any]:
    """The same as a page sends it."""
    sent: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, date) and not hasattr(value, "hour"):
            sent |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        elif hasattr(value, "hour"):
            sent |= parts(name, value)
        elif value is not None:
            sent[name] = getattr(value, "pk", value)
    return sent


def sec_47(number: int, tried: Telling) -> Any:
    return grounds.section_47(
        by=tried.by,
        now=timezone.now(),
        contact=tried.contact,
        wanted=tried.wanted,
        harm="PHY",
        immediate=True,
        meeting=number,
    )


def by_order(told: dict[str, Any], tried: Telling) -> Any:
    given = {"by": tried.by, "now": timezone.now(), "contact": tried.contact, "wanted": tried.wanted}
    return grounds.court_order(**given, order=grounds.OrderTold(**told))


MEETINGS: dict[str, Callable[[Any], Any]] = {
    "held and not signed": lambda contact: strategy.ready(contact=contact),
    "about another contact": lambda contact: strategy.started(ContactFactory()),
    "decided against": strategy.decided_against,
    "about another child": lambda contact: strategy.started(contact, [ChildFactory()]),
}
ORDERS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "an order about contact": (lambda: {"compels": "She sees her father on Sundays."}, COMPELS_NOTHING),
    "without its number": (lambda: {"number": "somewhere"}, COURT_NOT_WHOLE),
    "of tomorrow": (lambda: {"made_on": timezone.localdate() + timedelta(days=1)}, ORDER_IN_THE_FUTURE),
    "ended yesterday": (
        lambda: {
            "made_on": timezone.localdate() - timedelta(days=9),
            "ends_on": timezone.localdate() - timedelta(days=1),
        },
        ORDER_HAS_ENDED,
    ),
}


@pytest.mark.parametrize("name", MEETINGS)
def test_L17_C04_section_47_rests_on_a_signed_meeting_about_these_children(acting, name):
    tried = Telling()
    meeting = MEETINGS[name](tried.contact)
    refused(lambda: sec_47(meeting.pk, tried), S47_NOT_DECIDED)
    request = SectionFactory(contact=tried.contact, strategy=False)
    row = OverrideStrategy(override=request, meeting_number=meeting.pk, held_at=meeting.held_at, outcome="s47")
    row.led_by = meeting.chair
    with acting_as(request.requested_by):
        refused(lambda: insert_raw(row), S47_NOT_DECIDED)
    strategy.started(tried.contact)
    answers = tried.typed(meeting=meeting.pk, harm="PHY", immediate="yes")
    answer = tried.post("consent_section_47", answers)
    assert answer.status_code == 422
    assert S47_NOT_DECIDED in answer.content.decode()
    assert ConsentOverride.objects.count() == 1


def test_C04_what_stands_on_the_row_is_the_meetings_own_chair_and_time(acting):
    request = SectionFactory(strategy=False)
    meeting = strategy.started(request.contact)
    true = {"override": request, "meeting_number": meeting.pk, "held_at": meeting.held_at, "led_by": meeting.chair}
    for wrong in (
        {"led_by": front_door(workers.practice_manager)},
        {"held_at": meeting.held_at - timedelta(minutes=1)},
        {"meeting_number": None, "held_where": "By telephone", "police": "Sergeant Example", "health": "Nurse Example"},
    ):
        row = OverrideStrategy(**true | wrong, outcome="s47")
        with acting_as(request.requested_by):
            refused(lambda row=row: insert_raw(row), S47_NOT_DECIDED)


def test_C04_without_a_meeting_the_page_says_so_at_once_and_leads_to_one(acting):
    tried = Telling()
    url = reverse("consent_section_47", args=[tried.contact.pk])
    unsigned = strategy.ready(contact=tried.contact)
    page = client_of(tried.by).get(url).content.decode()
    assert S47_NOT_DECIDED in page
    assert 'name="facts"' not in page
    assert reverse("strategy", args=[unsigned.pk]) in page
    assert reverse("strategy_from_contact", args=[tried.contact.pk]) in page
    strategy.sign(unsigned)
    page = client_of(tried.by).get(url).content.decode()
    assert f"Meeting {unsigned.pk}, held" in page


def test_C04_a_meeting_that_was_overtaken_is_no_ground(acting):
    tried = Telling()
    meeting, request = strategy.started(tried.contact), SectionFactory(contact=tried.contact)
    strategy.decided_against(tried.contact)
    refused(lambda: sec_47(meeting.pk, tried), S47_IS_OVER)
    refused(lambda: decided(request), S47_IS_OVER)


def test_a_request_of_the_system_before_keeps_its_words(acting):
    request = SectionFactory(strategy=False)
    told = {"held_where": "By telephone", "police": "Sergeant Example", "health": "Nurse Example", "outcome": "s47"}
    led_by = front_door(workers.practice_manager)
    with bringing_in():
        OverrideStrategy(override=request, held_at=request.contact.received_at, led_by=led_by, **told).save()
    reader = front_door(workers.consent_decider)
    assert "Sergeant Example" in client_of(reader).get(reverse("override", args=[request.pk])).content.decode()
    refused(lambda: decided(request), S47_NOT_DECIDED)


@pytest.mark.parametrize("name", ORDERS)
def test_L17_C01_an_order_is_told_whole_and_compels(acting, name):
    make, sentence = ORDERS[name]
    tried, told = Telling(), order(**make())
    refused(lambda: by_order(told, tried), sentence)
    if name != "ended yesterday":
        request = CourtFactory(contact=tried.contact, order=False)
        row = OrderFactory.build(override=request, **told)
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(request.requested_by):
            insert_raw(row)
    assert tried.post("consent_court_order", tried.typed(**typed(told))).status_code == 422


def test_L17_an_order_that_has_ended_is_not_signed(acting):
    today = timezone.localdate()
    request = CourtFactory(order__made_on=today - timedelta(days=9), order__ends_on=today - timedelta(days=1))
    refused(lambda: decided(request), ORDER_HAS_ENDED)


def test_no_decision_outlasts_its_order(acting):
    request = decided(CourtFactory(order__ends_on=timezone.localdate()))
    assert timezone.localdate(request.expires_at - timedelta(seconds=1)) == timezone.localdate()


def test_L17_section_47_without_a_meeting_is_not_signed(acting):
    refused(lambda: decided(SectionFactory(strategy=False)), S47_NOT_DECIDED)


@pytest.mark.parametrize(
    ("make", "sentence"), [(SectionFactory, S47_BY_TWO), (CourtFactory, COURT_BY_TWO)], ids=["section 47", "court"]
)
def test_L17_C04_no_manager_writes_it_down_alone(acting, make, sentence):
    """The event alone, on a request that waits, or on one's own request: by no road."""
    manager = front_door(workers.consent_decider)
    request = make(requested_by=manager)
    status = {"s47": "NOT_NEEDED_S47", "court": "NOT_NEEDED_COURT"}[request.ground]
    for override in (None, request):
        row = ConsentEvent(
            contact=request.contact,
            child=only_child(request.contact),
            kind="B",
            status=status,
            words="I talked it over with myself alone, at length.",
            happened_at=timezone.now(),
            override=override,
            recorded_by=manager,
        )
        with acting_as(manager):
            refused(row.save, sentence)
            refused(lambda row=row: insert_raw(row), sentence)
    refused(lambda: decided(request, by=manager), NOT_YOUR_OWN)
    page = client_of(manager).get(reverse("consent_record", args=[request.contact.pk])).content.decode()
    assert f'value="{status}"' not in page


def test_L17_C04_who_chaired_the_meeting_does_not_sign_it(acting):
    leader = front_door(workers.consent_decider)
    request = SectionFactory(strategy__chair=leader)
    refused(lambda: decided(request, by=leader), S47_CONFIRMED_BY_ANOTHER)
    answer = client_of(leader).post(reverse("override", args=[request.pk]), {"decision": "approved", "reason": REASON})
    assert answer.status_code in {404, 422}
    assert not ConsentEvent.objects.exists()


def test_L17_a_request_is_asked_signed_asked_on_reviewed_and_told(acting):
    tried = Telling()
    meeting = strategy.signed(contact=tried.contact)
    answers = tried.typed(meeting=meeting.pk, harm="PHY", immediate="yes")
    assert tried.post("consent_section_47", answers).status_code == 302
    request = ConsentOverride.objects.get()
    assert (request.ground, request.strategy.meeting_number) == ("s47", meeting.pk)
    assert (request.strategy.led_by, request.strategy.held_at) == (meeting.chair, meeting.held_at)
    shown = client_of(front_door(workers.consent_decider)).get(reverse("override", args=[request.pk])).content.decode()
    assert reverse("strategy", args=[meeting.pk]) in shown
    signed = decided(request)
    event = ConsentEvent.objects.get()
    assert (event.status, event.override, event.recorded_by) == ("NOT_NEEDED_S47", signed, signed.decided_by)
    assert signed.review_due_at is not None
    assert FamilyTelling.objects.get().override == signed
    reviewer = workers.service_manager()
    queue = client_of(reviewer).get(reverse("override_reviews")).content.decode()
    assert "Section 47 enquiry" in queue
    check = ask(event, tried.agency)
    assert check.consent == event


def test_C06_only_these_agencies_and_questions_for_five_days(acting):
    request = decided(SectionFactory())
    event = request.events.get()
    refused(lambda: ask(event, AgencyFactory()), NO_CONSENT)
    from_now = timezone.now() + timedelta(days=30)
    assert not request.is_in_force(from_now)
    other = ["What do you know of her father?"]
    with pytest.raises(ValidationError, match=ONLY_ITS_QUESTIONS):
        put(event, request.agencies.get(), workers.social_worker(), other)
    assert ask(event, request.agencies.get())
    assert AgencyCheck.objects.count() == 1


def test_C05_a_request_is_dated_at_the_moment_it_is_made(acting):
    contact, now = ContactFactory(), timezone.now()
    for at in (contact.received_at - timedelta(minutes=1), now - timedelta(minutes=6), now + timedelta(minutes=6)):
        row = SectionFactory.build(contact=contact, requested_by=workers.social_worker(), requested_at=at)
        with acting_as(row.requested_by):
            refused(lambda row=row: insert_raw(row), REQUESTED_IN_TIME)


def test_the_ground_of_a_request_stays(acting):
    request = SectionFactory()
    with acting_as(request.requested_by):
        refused(lambda: update_raw(request, ground="concern", reason_codes=["O5"]), REQUEST_STAYS)


def test_C04_its_end_is_recorded_by_a_manager_alone(acting):
    event = decided(SectionFactory()).events.get()
    by = front_door(workers.social_worker)
    row = ConsentEvent(
        contact=event.contact, child=event.child, kind="B", status="GROUND_ENDED", happened_at=timezone.now()
    )
    row.recorded_by = by
    with acting_as(by):
        refused(row.save, ENDED_BY_A_MANAGER)


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("consent_court_order", lambda contact: typed(order())),
        (
            "consent_section_47",
            lambda contact: {"meeting": strategy.started(contact).pk, "harm": "PHY", "immediate": "no"},
        ),
    ],
)
def test_what_was_begun_for_a_manager_to_sign_comes_back(acting, page, answers):
    tried = Telling()
    sent = tried.typed(**answers(tried.contact))
    client, url = client_of(tried.by), reverse(page, args=[tried.contact.pk])
    form = page.removeprefix("consent_")
    client.post(
        reverse("draft_save", args=[form, tried.contact.pk]), sent | {"advice": "The duty solicitor was asked."}
    )
    shown = client.get(url).content.decode()
    assert "The duty solicitor was asked." in shown
    assert GROUNDS in shown
    assert url in client.get(reverse("drafts")).content.decode()
    assert client.post(url, sent).status_code == 302
    assert not Draft.objects.exists()
