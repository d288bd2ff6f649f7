"""Each field of an override's record (domain.md 2.3), and C04, C05, C09 and C15, with one sentence by every road.

A form that is sent, the action, saving the row, and SQL as the role that serves pages. No system of a partner asks for
an override: the API has no such road.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import override_reviews as reviews
from frontdoor.actions import overrides, sharing
from frontdoor.api.serializers import ContactIn
from frontdoor.core.acting import acting_as
from frontdoor.core.written import NO_WORDS
from frontdoor.models import OverrideChild, OverrideStrategy
from frontdoor.models.ground_rules import S47_NOT_DECIDED
from frontdoor.models.override_questions import ONE_ON_EACH_LINE
from frontdoor.models.override_rules import (
    CHILD_NOT_ON_CONTACT,
    DECIDED_IN_PERSON,
    DECISION_NOT_WHOLE,
    EVIDENCE_MISSING,
    EVIDENCE_WITHOUT_NUMBER,
    FACTS_COPIED,
    FACTS_TOO_SHORT,
    HARM_NOT_NAMED,
    NO_LEGAL_BASIS,
    NO_REASON,
    NOT_REGISTERED,
    NOT_WHOLE,
    REQUEST_STAYS,
    REVIEW_NOT_WHOLE,
    RUNS_TOO_LONG,
    TWO_ATTEMPTS,
)
from frontdoor.models.request_rules import ATTEMPTS_ARE_TOLD, ATTEMPTS_IN_TIME, NOT_REFUSED
from frontdoor.models.sharing import MORE_DETRIMENTAL
from tests.factories import strategy, workers
from tests.factories.after_override import SharingRefusalFactory, approved
from tests.factories.consent import REASON, OverrideFactory, SectionFactory, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.frontdoor.test_consent_pages import override_answers, parts, stopped_client_of
from tests.frontdoor.test_consent_refusals import front_door, refused
from tests.frontdoor.test_grounds import Telling, sec_47
from tests.rows import insert_raw, update_raw

pytestmark = pytest.mark.django_db

SAME = "asked attempts reason_codes evidence facts harm_if_sought harm_if_not_shared overriding_concern harm immediate"
SAME += " less_intrusive questions legal_basis"
FACTS = "The neighbour heard the stepfather threaten the child on Sunday evening."
FIRST = {"at": "2026-11-01T09:00:00+00:00", "means": "telephone", "whom": "the mother"}


@dataclass
class Asking:
    """One request to go past consent: as the act, the row and the page say it."""

    by: Any = field(default_factory=lambda: front_door(workers.social_worker))
    contact: Any = field(default_factory=ContactFactory)
    agency: Any = field(default_factory=AgencyFactory)

    def act(self, **changes: Any) -> Any:
        children = changes.pop("children", [only_child(self.contact)])
        row = OverrideFactory.build(contact=self.contact, requested_by=self.by, **changes)
        told = {name: getattr(row, name) for name in SAME.split()}
        given = {"by": self.by, "now": timezone.now(), "contact": self.contact}
        return overrides.request(**given, children=children, agencies=[self.agency], **told)

    def roads(self, changes: dict[str, Any]) -> dict[str, Callable[[], Any]]:
        row = OverrideFactory.build(contact=self.contact, requested_by=self.by, **changes)
        return {"act": lambda: self.act(**changes), "row": row.save, "SQL": lambda: insert_raw(row)}

    def page(self, **typed: Any) -> str:
        url = reverse("override_form", args=[self.contact.pk])
        answers = override_answers(self.contact, self.agency, **typed)
        client = stopped_client_of(self.by, self.contact)
        answer = client.post(url, answers)
        if answer.status_code == 302:
            answer = client.post(answer.url, {"submission_key": uuid4()})
        return html.unescape(answer.content.decode())


def too_early(contact: Any) -> dict[str, Any]:
    return {"asked": "refused", "attempts": [FIRST | {"at": (contact.received_at - timedelta(days=29)).isoformat()}]}


def told_once(contact: Any) -> dict[str, Any]:
    tried = [FIRST | {"at": contact.received_at.isoformat()}]
    return {"asked": "no_answer", "attempts": tried, "reason_codes": ["O11"], "evidence": {}}


def tried(contact: Any, days: int, **more: Any) -> dict[str, Any]:
    moment = contact.received_at - timedelta(days=days)
    return parts("first_at", moment) | {"first_means": FIRST["means"], "first_whom": FIRST["whom"]} | more


FIELDS: dict[str, tuple[Callable[[Any], dict[str, Any]], Callable[[Any], dict[str, Any]], str]] = {
    "asked, and nobody tells who was": (
        lambda _: {"asked": "refused"}, lambda _: {"asked": "refused"}, ATTEMPTS_ARE_TOLD),
    "attempts, out of their time": (too_early, lambda contact: tried(contact, 29, asked="refused"), ATTEMPTS_IN_TIME),
    "attempts, one where two are needed": (
        told_once, lambda contact: tried(contact, 0, asked="no_answer", reason_codes=["O11"]), TWO_ATTEMPTS),
    "reason codes": (lambda _: {"reason_codes": [], "evidence": {}}, lambda _: {"reason_codes": []}, NO_REASON),
    "reason codes against the asking": (
        lambda _: {"reason_codes": ["O10"], "evidence": {"O10": says_no()}},
        lambda _: {"reason_codes": ["O10"], "evidence_O10": says_no()},
        NOT_REFUSED,
    ),
    "evidence": (lambda _: {"evidence": {}}, lambda _: {"evidence_O1": ""}, EVIDENCE_MISSING),
    "evidence, thin": (
        lambda _: {"evidence": {"O1": "he would"}}, lambda _: {"evidence_O1": "he would"}, EVIDENCE_MISSING),
    "evidence, without its number": (
        lambda _: {"reason_codes": ["O3"], "evidence": {"O3": "The sergeant of the station said so."}},
        lambda _: {"reason_codes": ["O3"], "evidence_O3": "The sergeant of the station said so."},
        EVIDENCE_WITHOUT_NUMBER,
    ),
    "facts": (lambda _: {"facts": BRIEF}, lambda _: {"facts": BRIEF}, FACTS_TOO_SHORT),
    "facts in no words": (lambda _: {"facts": "x" * 40}, lambda _: {"facts": "x" * 40}, NO_WORDS),
    "facts of another": (lambda _: {"facts": f"{FACTS} !"}, lambda _: {"facts": f"{FACTS} !"}, FACTS_COPIED),
    "harm if sought": (lambda _: {"harm_if_sought": ""}, lambda _: {"harm_if_sought": ""}, NOT_WHOLE),
    "harm if not shared": (
        lambda _: {"harm_if_not_shared": "much"}, lambda _: {"harm_if_not_shared": "much"}, NOT_WHOLE),
    "harm category": (lambda _: {"harm": ""}, lambda _: {"harm": ""}, HARM_NOT_NAMED),
    "immediate or likely": (lambda _: {"immediate": None}, lambda _: {"immediate": ""}, HARM_NOT_NAMED),
    "lesser step": (lambda _: {"less_intrusive": ""}, lambda _: {"less_intrusive": ""}, NOT_WHOLE),
    "questions": (lambda _: {"questions": ""}, lambda _: {"questions": ""}, NOT_WHOLE),
    "questions that ask nothing": (
        lambda _: {"questions": "What has the school seen?\nWhy?"},
        lambda _: {"questions": "What has the school seen?\nWhy?"},
        ONE_ON_EACH_LINE,
    ),
    "legal basis": (lambda _: {"legal_basis": ""}, lambda _: {"legal_basis": ""}, NO_LEGAL_BASIS),
}  # fmt: skip
BRIEF = "He was hit on Sunday by him."
IN_THE_PAST = "The time of your decision must be in the past"


def says_no() -> str:
    return "The mother said no on Sunday and gave no reason for it."


def test_L18_L60_each_field_of_the_record_is_asked_for_by_every_road(acting):
    OverrideFactory(facts=FACTS)
    asking = Asking()
    wrong = []
    for name, (change, typed, sentence) in FIELDS.items():
        with acting_as(asking.by):
            for road, way in asking.roads(change(asking.contact)).items():
                wrong += _unlike(f"{name} by {road}", way, sentence)
        wrong += [f"{name} by the form"] * (sentence.rstrip(".") not in asking.page(**typed(asking.contact)))
    assert wrong == []


def _unlike(what: str, way: Callable[[], Any], sentence: str) -> list[str]:
    try:
        refused(way, sentence)
    except (AssertionError, pytest.fail.Exception) as other:
        return [f"{what}: {str(other)[:300]}"]
    return []


def test_L60_a_child_who_is_not_on_the_contact_is_covered_by_no_road(acting):
    asking, stranger = Asking(), ChildFactory()
    refused(lambda: asking.act(children=[stranger]), CHILD_NOT_ON_CONTACT)
    with acting_as(asking.by):
        request = asking.act()
        refused(OverrideChild(override=request, child=stranger).save, CHILD_NOT_ON_CONTACT)
        refused(lambda: insert_raw(OverrideChild(override=request, child=stranger)), CHILD_NOT_ON_CONTACT)
    assert "from the list" in asking.page(children=[stranger.pk])


def test_L60_who_decided_when_and_why_stands_by_every_road(acting):
    """The registration number, the time of the decision and its reason (2.3).

    A decision lies in the past, and asking rests on a decision: none is later than what it covers (C05).
    """
    request, now = OverrideFactory(), timezone.now()
    decider, unregistered = (front_door(workers.consent_decider, **more) for more in ({}, {"registration_number": ""}))
    tomorrow = now + timedelta(days=1)
    for by, sentence, changes in (
        (unregistered, NOT_REGISTERED, {}),
        (decider, DECISION_NOT_WHOLE, {"reason": "No."}),
        (decider, DECIDED_IN_PERSON, {"decided_at": tomorrow}),
        (decider, DECIDED_IN_PERSON, {"decided_at": now - timedelta(hours=25)}),
    ):
        told = {"decision": "refused", "reason": REASON} | changes
        refused(
            lambda by=by, told=told: overrides.decide(by=by, now=timezone.now(), override=request, **told), sentence
        )
        columns = {"decided_by": by, "decided_at": now} | told
        columns["decision_reason"] = columns.pop("reason")
        with acting_as(by):
            refused(lambda columns=columns: update_raw(request, **columns), sentence)
        typed = told | (parts("decided_at", told.pop("decided_at")) if "decided_at" in told else {})
        answer = stopped_client_of(by, request.contact).post(reverse("override", args=[request.pk]), typed)
        said = html.unescape(answer.content.decode())
        assert sentence.rstrip(".") in said or changes.get("decided_at") == tomorrow and IN_THE_PAST in said
    request.refresh_from_db()
    assert request.decided_at is None


def test_L60_a_review_has_its_words_and_a_decision_its_end(acting):
    override, by = approved(), front_door(workers.practice_manager)
    told = {"result": "upheld", "words": "Fine."}
    refused(lambda: reviews.review(by=by, now=timezone.now(), override=override, **told), REVIEW_NOT_WHOLE)
    columns = {"reviewed_by": by, "reviewed_at": timezone.now(), "review_result": "upheld", "review_words": "Fine."}
    with acting_as(by):
        refused(lambda: update_raw(override, **columns), REVIEW_NOT_WHOLE)
    url = reverse("override_review", args=[override.pk])
    answer = stopped_client_of(by, override.contact).post(url, told | {"submission_key": uuid4()})
    assert REVIEW_NOT_WHOLE in html.unescape(answer.content.decode())
    waiting, decider = OverrideFactory(), front_door(workers.consent_decider)
    late = {"decided_by": decider, "decided_at": timezone.now(), "decision": "approved", "decision_reason": REASON}
    late |= {"expires_at": timezone.now() + timedelta(days=30), "review_share": override.review_share}
    late |= {"review_due_at": timezone.now() + timedelta(hours=1)}
    with acting_as(decider):
        refused(lambda: update_raw(waiting, **late), RUNS_TOO_LONG)


def test_C09_L60_what_the_record_says_stays(acting):
    override = approved()
    for column, value in (("facts", FACTS), ("child_view", FACTS), ("decision_reason", FACTS), ("legal_basis", "s47")):
        refused(lambda column=column, value=value: update_raw(override, **{column: value}), REQUEST_STAYS)
        changed = type(override).objects.get(pk=override.pk)
        setattr(changed, column, value)
        refused(changed.save, REQUEST_STAYS)


def test_C04_L59_section_47_without_its_discussion_is_refused_by_every_road(acting):
    tried_by = Telling()
    meeting = strategy.ready(contact=tried_by.contact)
    refused(lambda: sec_47(meeting.pk, tried_by), S47_NOT_DECIDED)
    request = SectionFactory(contact=tried_by.contact, strategy=False)
    told = {"meeting_number": meeting.pk, "held_at": meeting.held_at, "outcome": "s47", "led_by": meeting.chair}
    with acting_as(request.requested_by):
        for way in ("save", "SQL"):
            row = OverrideStrategy(override=request, **told)
            refused(row.save if way == "save" else lambda row=row: insert_raw(row), S47_NOT_DECIDED)
    page = tried_by.post("consent_section_47", tried_by.typed(meeting=meeting.pk, harm="PHY", immediate="yes"))
    assert S47_NOT_DECIDED in html.unescape(page.content.decode())


def test_C15_a_refusal_to_share_says_why_by_every_road(acting):
    contact, by, agency = ContactFactory(), front_door(workers.practice_manager), AgencyFactory()
    told = {
        "child": only_child(contact),
        "agency": agency,
        "asked_for": "The address of the refuge.",
        "detriment": "No.",
    }
    told |= {"refused_at": timezone.now()}
    refused(lambda: sharing.refuse(by=by, now=timezone.now(), contact=contact, **told), MORE_DETRIMENTAL)
    row = SharingRefusalFactory.build(contact=contact, refused_by=by, **told)
    with acting_as(by):
        refused(row.save, MORE_DETRIMENTAL)
        refused(lambda: insert_raw(row), MORE_DETRIMENTAL)
    typed = {"child": told["child"].pk, "agency": agency.pk, "asked_for": told["asked_for"], "detriment": "No."}
    typed |= parts("refused_at", contact.received_at) | {"submission_key": uuid4()}
    page = stopped_client_of(by, contact).post(reverse("sharing_refused", args=[contact.pk]), typed)
    assert MORE_DETRIMENTAL in html.unescape(page.content.decode())


def test_C02_no_system_of_a_partner_says_anything_about_an_override():
    assert not {"override", "consent", "reason_codes", "legal_basis"} & set(ContactIn().fields)
