"""A random walk through consent on a real database: whatever the order, the rules hold after each step.

No question without a ground, no decision by the asker, no review by the asker or the decider, no event lost, a stopped
question never waits, and what people are told (``positions``) is what the database lets in. Two thousand steps a
run; ``CONSENT_WALKS=200`` walks for many thousands.
"""

import os
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from frontdoor.actions import consent, grounds, matters, overrides
from frontdoor.actions import override_reviews as reviews
from frontdoor.core.acting import acting_as
from frontdoor.models import AgencyCheck, CheckStop, ConsentEvent, ConsentMatter, ConsentOverride
from frontdoor.models.consent import AGREED, GROUNDS, SAID_NO
from frontdoor.models.positions import Stand, positions_of
from tests.factories.after_override import ask
from tests.factories.consent import COMPELS, COMPETENT, QUESTION, CheckFactory
from tests.factories.consent import GROUNDS as SECTION_47
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory, RelationshipFactory
from tests.factories.strategy import started
from tests.factories.workers import GrantFactory, consent_decider, practice_manager, service_manager, social_worker
from workforce.models import Worker

WALKS = int(os.environ.get("CONSENT_WALKS", "50"))
STEPS = 40
WORDS = "Written on the way, long enough to count as a reason."

pick = st.integers(0, 5)
answers = st.sampled_from(
    ["GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN", "SOUGHT_NO_REPLY", "CYP_COMPETENT", "NOT_NEEDED_S47"]
    + ["NOT_NEEDED_COURT", "GROUND_ENDED", "OVERRIDDEN"]
)


class Walk(RuleBasedStateMachine):
    """Two children on two open contacts, two parents, three agencies, five workers with different rights; each act in a
    random order, and answers are written down late."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        with acting_as(Worker.objects.the_system()):
            self._make_world()
        self.seen: dict[int, tuple[Any, ...]] = {}

    def _make_world(self) -> None:
        self.contact = ContactFactory(children=[ChildFactory(), ChildFactory()], triaged=True)
        self.children = [row.child for row in self.contact.about.order_by("pk")]
        self.contacts = [self.contact, ContactFactory(children=self.children, triaged=True)]
        self.parents = [RelationshipFactory(child=self.children[0]).adult for _ in range(2)]
        for adult in self.parents:
            RelationshipFactory(child=self.children[1], adult=adult)
        self.agencies = [AgencyFactory(email="agency@example.org"), AgencyFactory(), AgencyFactory()]
        both, self.owner = consent_decider(), social_worker(registration_number="SW800001")
        GrantFactory(worker=both, role="social_worker")
        self.workers = [social_worker(), consent_decider(), both, practice_manager(), service_manager()]
        met = [started(self.contact, chair=by) for by in self.workers[1:4]]
        met += [started(self.contact, self.children[:1]), started(self.contacts[1])]
        self.meetings = [row.pk for row in met]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def try_to(self, act: Any, **named: Any) -> Any:
        """Do it, or be refused; a refusal leaves nothing behind."""
        try:
            with transaction.atomic():
                return act(**named)
        except (ValidationError, DatabaseError):
            return None

    @rule(who=pick, child=pick, parent=pick, said=st.tuples(st.sampled_from("BC"), answers), late=st.tuples(pick, pick))
    def record(self, who: int, child: int, parent: int, said: tuple[str, str], late: tuple[int, int]) -> None:
        now = timezone.now()
        kind, status = said
        where, ago = late
        by = self.workers[who % 5]
        spoken = status in {"GIVEN", "GIVEN_PARTIAL", "REFUSED", "WITHDRAWN"}
        self.try_to(
            consent.record,
            by=by,
            now=now,
            contact=self.contacts[where // 4 % len(self.contacts)],
            children=[self.children[child % 2]],
            kind=kind,
            status=status,
            happened_at=now - timedelta(minutes=10 * (ago // 4)),
            given_by=self.parents[parent % 2] if spoken else None,
            words=SECTION_47,
            considered=COMPETENT,
            agencies=self.agencies[:1] if status == "GIVEN_PARTIAL" else (),
        )

    @rule(who=pick, child=pick, agency=pick, concern=st.booleans())
    def request_override(self, who: int, child: int, agency: int, concern: bool) -> None:
        now = timezone.now()
        self.try_to(
            overrides.request,
            by=self.workers[who % 5],
            now=now,
            contact=self.contact,
            children=[self.children[child % 2]],
            agencies=[self.agencies[agency % 3]],
            asked="not_asked",
            attempts=[],
            reason_codes=["O1"],
            evidence={"O1": "The stepfather would strike the child."},
            facts=f"The neighbour saw the stepfather strike the child at {now:%H:%M:%S.%f}.",
            harm_if_sought="The child would be beaten for telling.",
            harm_if_not_shared="Nobody would see the next injury.",
            overriding_concern=concern,
            harm="PHY",
            immediate=True,
            less_intrusive="Waiting for the mother was considered.",
            questions=QUESTION if agency % 2 else f"When was the child seen?\n{QUESTION}",
            legal_basis="sch1",
        )

    @rule(who=pick, child=pick, agency=pick, meeting=pick, by_order=st.booleans())
    def ask_on_the_law(self, who: int, child: int, agency: int, meeting: int, by_order: bool) -> None:
        now = timezone.now()
        wanted = grounds.Wanted(
            children=[self.children[child % 2]],
            agencies=[self.agencies[agency % 3]],
            questions=QUESTION,
            facts=f"{SECTION_47} It was {now:%H:%M:%S.%f}.",
            asked="not_asked",
        )
        given = {"by": self.workers[who % 5], "now": now, "contact": self.contact, "wanted": wanted}
        if by_order:
            order = {"court": "Family Court at Invented", "named": "Order under section 37", "number": "ZZ26P00001"}
            told = grounds.OrderTold(**order, made_on=timezone.localdate(now), compels=COMPELS)
            self.try_to(grounds.court_order, **given, order=told)
        else:
            self.try_to(grounds.section_47, **given, harm="PHY", immediate=True, meeting=self.meetings[meeting % 5])

    @rule(who=pick, which=pick, decision=st.sampled_from(["approved", "refused"]))
    def decide(self, who: int, which: int, decision: str) -> None:
        waiting = list(ConsentOverride.objects.order_by("pk"))
        if waiting:
            self.try_to(
                overrides.decide,
                by=self.workers[who % 5],
                now=timezone.now(),
                override=waiting[which % len(waiting)],
                decision=decision,
                reason=WORDS,
            )

    @rule(who=pick, which=pick, result=st.sampled_from(["upheld", "learning", "not_justified"]))
    def review(self, who: int, which: int, result: str) -> None:
        rows = list(ConsentOverride.objects.order_by("pk"))
        if rows:
            self.try_to(
                reviews.review,
                by=self.workers[who % 5],
                now=timezone.now(),
                override=rows[which % len(rows)],
                result=result,
                words=WORDS,
                remedy=WORDS,
                owner=self.workers[0],
            )

    @rule(who=pick, which=pick, decision=st.sampled_from(["stop", "rely", "concern"]))
    def decide_matter(self, who: int, which: int, decision: str) -> None:
        rows = list(ConsentMatter.objects.order_by("pk"))
        if rows:
            self.try_to(
                matters.decide,
                by=self.workers[who % 5],
                now=timezone.now(),
                matter=rows[which % len(rows)],
                decision=decision,
                reason=WORDS,
            )

    @rule(child=pick, agency=pick, where=pick)
    def ask(self, child: int, agency: int, where: int) -> None:
        """Through the action, and past it with every event there is: the database lets in what people are told."""
        contact = self.contacts[where // 4]
        asked, told = self.children[child % 2], self.agencies[agency % 3]
        now = timezone.now()
        ground = positions_of(contact, at=now).get((asked.pk, "B"), Stand()).ground_for(told, now)
        event_or_none = ground or ConsentEvent.objects.filter(contact=contact, child=asked).first()
        if event_or_none is not None:
            made = self.try_to(lambda: ask(event_or_none, told))
            assert (made is None) == (ground is None)
        for event in ConsentEvent.objects.filter(contact=contact):
            with acting_as(self.workers[0]):
                row = {"contact": contact, "child": asked, "agency": told, "request__owner": self.owner}
                past = self.try_to(CheckFactory, consent=event, **row)
            stand = positions_of(contact, at=now).get((asked.pk, "B"), Stand())
            allowed = event in stand.grounds(now)
            assert (past is not None) == (allowed and stand.allows(event, told, at=now))

    @invariant()
    def every_waiting_question_stands_on_a_ground(self) -> None:
        """Whoever said no, wherever and however late it was written down: what waits could be asked again."""
        now = timezone.now()
        for contact in self.contacts:
            stands = positions_of(contact, at=now)
            for check in AgencyCheck.objects.waiting().filter(contact=contact).select_related("agency", "consent"):
                stand, ground = stands[check.child_id, "B"], check.consent
                if ground.status in AGREED:
                    latest = stand.answers[ground.giver]
                    assert latest.status in AGREED
                    assert not stand.refused
                    assert stand.allows(latest, check.agency, at=now)
                elif ground.status == "OVERRIDDEN" and ground == stand.ground:
                    assert ground in stand.grounds(now)

    @invariant()
    def each_no_is_answered_for_itself_by_somebody_else(self) -> None:
        for matter in ConsentMatter.objects.exclude(decided_at=None).select_related("refusal"):
            assert matter.decided_by_id != matter.refusal.recorded_by_id
            assert matter.decided_at >= matter.refusal.recorded_at

    @invariant()
    def nobody_judges_their_own_act(self) -> None:
        for row in ConsentOverride.objects.filter(contact=self.contact):
            assert row.decided_by_id is None or row.decided_by_id != row.requested_by_id
            assert row.reviewed_by_id is None or row.reviewed_by_id not in {row.requested_by_id, row.decided_by_id}
            assert row.overriding_concern or row.ground == "court"
            strategy = getattr(row, "strategy", None)
            assert strategy is None or row.decision != "approved" or row.decided_by_id != strategy.led_by_id
            if row.review_result == "not_justified":
                assert row.remedy is not None
                assert not AgencyCheck.objects.waiting().filter(consent__override=row).exists()
        for matter in ConsentMatter.objects.all():
            assert matter.decided_by_id is None or matter.decided_by_id != matter.opened_by_id

    @invariant()
    def no_event_is_lost_or_changed(self) -> None:
        rows = ConsentEvent.objects.filter(contact__in=self.contacts).values_list()
        now_there = {row[0]: row for row in rows}
        assert self.seen.items() <= now_there.items()
        self.seen = now_there
        for stop in CheckStop.objects.filter(check_row__contact__in=self.contacts).select_related("event", "override"):
            assert stop.event is None or stop.event.status in SAID_NO | GROUNDS | AGREED

    @invariant()
    def a_withdrawal_waits_for_a_manager(self) -> None:
        withdrawn = ConsentEvent.objects.filter(contact__in=self.contacts, status="WITHDRAWN")
        assert withdrawn.filter(matters=None).count() == 0


@pytest.mark.django_db
def test_no_road_through_consent_breaks_its_rules(django_db_setup):
    run_state_machine_as_test(
        Walk,
        settings=hypothesis.settings(
            max_examples=WALKS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
