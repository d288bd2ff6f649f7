"""A random walk over the whole desk: contacts, consent, questions to agencies and decisions, in any order, by anybody.

What ``test_consent_walk`` walks with one contact goes on here while contacts are recorded, corrected, triaged, taken,
handed over, returned, answered and decided with every outcome. After each step the rows are asked: no question without
an open gate, nothing decided by who asked for it, nothing lost from the ledger or the versions, every act that was
acknowledged stands in the ledger under its actor, and a contact has at most one decision, which stays as it was made.
Two thousand steps a run; ``DESK_WALKS=60`` walks for three thousand and says then which acts never came about.
"""

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test

from frontdoor.actions import contacts, corrections, decisions, details, hand_over, returns, triage
from frontdoor.actions.contacts import Referrer
from frontdoor.core.acting import acting_as
from frontdoor.models import (
    AgencyCheck,
    ConsentEvent,
    ConsentMatter,
    ConsentOverride,
    Contact,
    ContactReturn,
    Decision,
    HandOver,
    LedgerEvent,
    Referral,
    ReturnAnswer,
)
from frontdoor.models.consent import AGREED, GROUNDS
from frontdoor.models.decisions import Outcome
from frontdoor.models.positions import Stand, positions_of
from tests.factories import workers
from tests.factories.after_override import ask as ask_agency
from tests.factories.consent import CheckFactory
from tests.factories.contacts import ContactFactory
from tests.factories.decisions import evidence
from tests.factories.people import AgencyFactory, ChildFactory, RelationshipFactory
from tests.factories.strategy import started
from tests.frontdoor import test_consent_walk as consent_walk
from tests.frontdoor.test_consent_walk import pick
from tests.frontdoor.test_decisions import answer

WALKS = int(os.environ.get("DESK_WALKS", "40"))
STEPS = 50
LONG = 60
MOST_CONTACTS = 3
WORDS = consent_walk.WORDS
WITH_VERSIONS = (Contact, ConsentOverride, ConsentMatter, HandOver, Referral)
WRITTEN_ONCE = (ConsentEvent, ContactReturn, ReturnAnswer, Decision)
NEVER_CHANGES = ("rag", "decided_at", "decided_by_id", "received_at", "agency_id", "source_code")

EVERY_ACT = {
    "checks.request",
    "consent.record",
    "contacts.record",
    "corrections.correct_received",
    "decisions.decide",
    "details.amend",
    "hand_over.take_on",
    "hand_over.write",
    "matters.decide",
    "override_reviews.review",
    "overrides.decide",
    "overrides.request",
    "returns.answer",
    "returns.give_back",
    "triage.release",
    "triage.set_urgency",
    "triage.take",
    "triage.take_next",
}

# What each act has come to, so that a long walk can say which never came about.
done: Counter[str] = Counter()


class DeskWalk(consent_walk.Walk):
    """The consent walk on one of up to three contacts at a time, with a desk around it."""

    def _make_world(self) -> None:
        self.children = [ChildFactory(), ChildFactory()]
        self.parents = [RelationshipFactory(child=self.children[0]).adult for _ in range(2)]
        for adult in self.parents:
            RelationshipFactory(child=self.children[1], adult=adult)
        self.agencies = [AgencyFactory(email="agency@example.org"), AgencyFactory(), AgencyFactory()]
        self.owner = workers.social_worker(registration_number="SW800001")
        both = workers.consent_decider(team__front_door=True)
        workers.GrantFactory(worker=both, role="social_worker")
        at_desk = workers.social_worker(team__front_door=True, registration_number="SW800002")
        self.workers = [
            at_desk,
            workers.consent_decider(team__front_door=True),
            both,
            workers.practice_manager(team__front_door=True),
            workers.service_manager(),
        ]
        night = workers.social_worker(team=workers.TeamFactory(kind="emergency_duty"), registration_number="SW800003")
        self.anybody = [*self.workers, night, workers.call_handler(team__front_door=True), workers.social_worker()]
        self.area = workers.TeamFactory()
        self.contact = ContactFactory(
            children=self.children, triaged=True, recorded_by=night, referrer_email="teacher@example.org"
        )
        met = [started(self.contact, chair=by) for by in self.workers[1:4]] + [started(self.contact, self.children[:1])]
        self.meetings = [*(row.pk for row in met), 0]
        self.versions: dict[tuple[Any, int], Any] = {}
        self.kept: dict[tuple[Any, int], Any] = {}
        self.ledger = (0, 0)
        self.decided: dict[int, tuple[Any, ...]] = {}

    @property
    def contacts(self) -> list[Contact]:
        """The one that is worked on first."""
        return [self.contact, *Contact.objects.exclude(pk=self.contact.pk).order_by("pk")]

    def try_to(self, act: Any, **named: Any) -> Any:
        """As the consent walk's; an act that is acknowledged stands in the ledger, under whoever did it."""
        last = LedgerEvent.objects.latest("pk").pk
        made = None
        with suppress(PermissionDenied, ObjectDoesNotExist):
            made = super().try_to(act, **named)
        if made is not None and "by" in named:
            done[f"{act.__module__.rsplit('.', 1)[-1]}.{act.__name__}"] += 1
            written = LedgerEvent.objects.filter(pk__gt=last, actor_id=named["by"].pk)
            assert written.exists(), act
            for row in made if isinstance(made, Iterable) else [made]:
                if isinstance(row, Model):
                    assert written.filter(subject=row._meta.db_table, subject_id=row.pk).exists(), (act, row)
        return made

    def somebody(self, who: int) -> Any:
        return self.anybody[who % len(self.anybody)]

    def fresh(self) -> Contact:
        return Contact.objects.get(pk=self.contact.pk)

    @rule(who=st.integers(0, 7), child=pick, danger=st.booleans())
    def record_contact(self, who: int, child: int, danger: bool) -> None:
        if Contact.objects.count() < MOST_CONTACTS:
            now = timezone.now()
            self.try_to(
                contacts.record,
                by=self.somebody(who),
                now=now,
                received_at=now,
                method="email",
                referrer=Referrer(source_code="2A", agency=self.agencies[0], referrer_email="teacher@example.org"),
                children=[self.children[child % 2].pk],
                concern="Hungry and cold, for the third time this month.",
                claimed_consent="not_known",
                immediate_danger=danger,
            )

    @initialize(first=st.sampled_from(["nothing", "another waits", "agreed", "took back", "asked", "goes without"]))
    def begin(self, first: str) -> None:
        """Some walks begin where others only come by chance: another contact waits, a parent agreed and perhaps took
        it back, a manager is asked or has decided."""
        if first == "another waits":
            self.record_contact(who=0, child=0, danger=False)
        if first in {"agreed", "took back"}:
            self.record(who=0, child=0, parent=0, said=("B", "GIVEN"), late=(0, 0))
        if first == "took back":
            self.record(who=0, child=0, parent=0, said=("B", "WITHDRAWN"), late=(0, 0))
        if first in {"asked", "goes without"}:
            self.request_override(who=0, child=0, agency=0, concern=True)
        if first == "goes without":
            self.decide(who=1, which=0, decision="approved")

    @rule(which=pick)
    def turn_to(self, which: int) -> None:
        """The acts that follow are about this contact."""
        rows = list(Contact.objects.order_by("pk"))
        self.contact = rows[which % len(rows)]

    @rule(who=st.integers(0, 7), stale=st.booleans())
    def correct(self, who: int, stale: bool) -> None:
        contact = self.fresh()
        told = {name: getattr(contact, name) for name in details.TOLD} | {"claimed_level": ""}
        told["concern"] = f"{contact.concern} Put right."[-400:]
        self.try_to(
            details.amend,
            contact_id=contact.pk,
            version=contact.version - stale,
            told=told,
            by=self.somebody(who),
        )

    @rule(who=st.integers(0, 7), minutes=st.integers(-1, 90))
    def correct_received(self, who: int, minutes: int) -> None:
        contact, now = self.fresh(), timezone.now()
        self.try_to(
            corrections.correct_received,
            contact_id=contact.pk,
            version=contact.version,
            received_at=contact.received_at - timedelta(minutes=minutes),
            reason=WORDS,
            by=self.somebody(who),
            at=now,
        )

    @rule(who=st.integers(0, 7), rag=st.sampled_from(["red", "amber", "green"]))
    def set_urgency(self, who: int, rag: str) -> None:
        contact = self.fresh()
        self.try_to(
            triage.set_urgency,
            contact_id=contact.pk,
            version=contact.version,
            rag=rag,
            reason=WORDS,
            by=self.somebody(who),
            at=timezone.now(),
        )

    @rule(who=st.integers(0, 7), act=st.sampled_from([triage.take, triage.release]))
    def take_or_release(self, who: int, act: Any) -> None:
        by = self.somebody(who)
        if act == triage.release or self.fresh().taken_by_id != by.pk:  # taking one's own again changes nothing
            self.try_to(act, contact_id=self.contact.pk, by=by, at=timezone.now())

    @rule(who=st.integers(0, 7))
    def take_next(self, who: int) -> None:
        self.try_to(triage.take_next, by=self.somebody(who), at=timezone.now())

    @rule(who=st.integers(0, 7), how=st.sampled_from(["call", "email"]))
    def give_back(self, who: int, how: str) -> None:
        asked = "Where does the child live now, and since when?"
        now = timezone.now()
        self.try_to(
            returns.give_back,
            contact_id=self.contact.pk,
            reason="concern",
            missing=asked,
            how=how,
            by=self.somebody(who),
            at=now,
        )

    @rule(who=st.integers(0, 7))
    def answer_what_was_asked(self, who: int) -> None:
        now = timezone.now()
        self.try_to(returns.answer, contact_id=self.contact.pk, words=WORDS, by=self.somebody(who), at=now)

    @rule(who=st.integers(0, 7))
    def hand_over(self, who: int) -> None:
        self.try_to(
            hand_over.write,
            by=self.somebody(who),
            at=timezone.now(),
            contact_id=self.contact.pk,
            done=WORDS,
            to_do=WORDS,
        )

    @rule(who=st.integers(0, 7), which=pick)
    def take_on(self, who: int, which: int) -> None:
        rows = list(HandOver.objects.order_by("pk"))
        if rows:
            row = rows[which % len(rows)]
            self.try_to(hand_over.take_on, by=self.somebody(who), at=timezone.now(), hand_over_id=row.pk)

    @rule(
        who=st.integers(2, 5),
        outcomes=st.tuples(st.sampled_from(Outcome.values), st.sampled_from(Outcome.values)),
        urgent=st.booleans(),
        stale=st.booleans(),
    )
    def decide_contact(self, who: int, outcomes: tuple[str, str], urgent: bool, stale: bool) -> None:
        contact = self.fresh()
        case = {"team_id": self.area.pk, "primary_need": "N1"}
        named = [row.child for row in contact.about.order_by("pk")]
        self.try_to(
            decisions.decide,
            contact_id=contact.pk,
            version=contact.version - (stale and who == 4),
            history_considered="Nothing is known before this contact.",
            analysis="Three reports in a month of a hungry child, and a mother who asks for help.",
            children=[
                answer(child, outcome, **(case if outcome in {"REF17", "REF47", "EMG"} else {}))
                for child, outcome in zip(named, outcomes, strict=False)
            ],
            evidence=evidence(contact),
            by=self.somebody(who),
            at=timezone.now(),
            urgent=urgent,
        )

    def ask(self, child: int, agency: int) -> None:
        """Through the action and past it, as in the consent walk; a decided contact may refuse what consent allows."""
        asked, told, now = self.children[child % 2], self.agencies[agency % 3], timezone.now()
        events = list(ConsentEvent.objects.filter(contact=self.contact, child=asked).order_by("pk"))
        stand = positions_of(self.contact, at=now).get((asked.pk, "B"), Stand())
        ground = stand.ground_for(told, now)
        if events:
            made = self.try_to(lambda: ask_agency(ground or events[0], told))
            done["checks.request"] += made is not None
            assert made is None or ground is not None
        for event in events:
            with acting_as(self.workers[0]):
                row = {"contact": self.contact, "child": asked, "agency": told, "request__owner": self.owner}
                past = self.try_to(CheckFactory, consent=event, **row)
            stand = positions_of(self.contact, at=now).get((asked.pk, "B"), Stand())
            assert past is None or (event in stand.grounds(now) and event.allows(told, at=now))

    ask = rule(child=pick, agency=pick)(ask)

    @invariant()
    def every_waiting_question_stands_on_a_ground(self) -> None:
        now = timezone.now()
        standing = {contact.pk: positions_of(contact, at=now) for contact in Contact.objects.all()}
        for check in AgencyCheck.objects.waiting().select_related("consent__override"):
            assert check.consent.status in AGREED | GROUNDS
            assert (check.consent.contact_id, check.consent.child_id) == (check.contact_id, check.child_id)
            override = check.consent.override
            assert override is None or (override.decision == "approved" and override.review_result != "not_justified")
            assert standing[check.contact_id][check.child_id, "B"] is not None

    @invariant()
    def nobody_judges_their_own_act(self) -> None:
        for row in ConsentOverride.objects.all():
            assert row.decided_by_id is None or row.decided_by_id != row.requested_by_id
            assert row.reviewed_by_id is None or row.reviewed_by_id not in {row.requested_by_id, row.decided_by_id}
        for matter in ConsentMatter.objects.all():
            assert matter.decided_by_id is None or matter.decided_by_id != matter.opened_by_id
        for night in HandOver.objects.all():
            assert night.taken_by_id is None or night.taken_by_id != night.written_by_id

    @invariant()
    def no_event_is_lost_or_changed(self) -> None:
        rows = {(model, row[0]): row for model in WRITTEN_ONCE for row in model.objects.values_list()}
        assert self.kept.items() <= rows.items()
        self.kept = rows
        versions = {(model, row[0]): row for model in WITH_VERSIONS for row in _versions(model)}
        assert self.versions.items() <= versions.items()
        self.versions = versions
        last, number = self.ledger
        assert LedgerEvent.objects.filter(pk__lte=last).count() == number
        self.ledger = (LedgerEvent.objects.latest("pk").pk, LedgerEvent.objects.count())

    @invariant()
    def a_withdrawal_waits_for_a_manager(self) -> None:
        assert not ConsentEvent.objects.filter(status="WITHDRAWN", matters=None).exists()

    @invariant()
    def a_contact_has_at_most_one_decision_and_it_stays(self) -> None:
        for contact in Contact.objects.select_related("decision"):
            decision = getattr(contact, "decision", None)
            assert (decision is None) == (contact.decided_at is None)
            assert Decision.objects.filter(contact=contact).count() <= 1
            if decision is None:
                continue
            assert contact.triaged_at is not None
            assert sorted(decision.outcomes.values_list("child_id", flat=True)) == sorted(
                contact.about.values_list("child_id", flat=True)
            )
            stands = tuple(getattr(contact, name) for name in NEVER_CHANGES)
            assert self.decided.setdefault(contact.pk, stands) == stands
        for child in self.children:
            assert Referral.objects.open().filter(child=child).count() <= 1

    @invariant()
    def what_went_back_was_read_before_and_answered_after(self) -> None:
        for row in ContactReturn.objects.select_related("contact", "answer"):
            assert row.contact.triaged_at <= row.returned_at
            ends = [moment for moment in (row.contact.decided_at,) if moment is not None]
            assert all(row.returned_at <= moment for moment in ends)
            if hasattr(row, "answer"):
                assert row.returned_at <= row.answer.answered_at
                assert all(row.answer.answered_at <= moment for moment in ends)


def _versions(model: Any) -> Any:
    return model.history.order_by("history_id").values_list(
        "history_id", *(f.attname for f in model._meta.concrete_fields)
    )


@pytest.mark.django_db
def test_no_road_over_the_desk_breaks_its_rules(django_db_setup):
    done.clear()
    run_state_machine_as_test(
        DeskWalk,
        settings=hypothesis.settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
    if WALKS >= LONG:
        assert not EVERY_ACT - (+done).keys(), sorted(done.items())
