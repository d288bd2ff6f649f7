"""Each hard rule of consent (domain.md 2.5) is refused with one sentence by every road there is.

A form that is sent, the action, saving the row, a bulk write, and SQL as the role that serves pages. A road that this
kind of row does not have (``bulk_create`` on a table with versions) is refused for that reason alone.
"""

import html
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, models, transaction
from django.urls import reverse
from django.utils import timezone

from cases.actions import assessments
from cases.models.assessments import NO_SERVICE_CONSENT
from frontdoor.actions import matters, overrides
from frontdoor.actions import override_reviews as reviews
from frontdoor.core.acting import acting_as
from frontdoor.core.records import TrackedRecord, WouldSkipRules
from frontdoor.models import (
    ChildOutcome,
    ConsentMatter,
    ConsentOverride,
    Decision,
    OverrideAgency,
    SharingRefusal,
    ThresholdLevel,
)
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE
from frontdoor.models.checks import NO_CONSENT, PARENTS_DISAGREE
from frontdoor.models.consent_rules import REFUSED_BELOW
from frontdoor.models.contacts import NOT_TRIAGED
from frontdoor.models.matters import NOT_THE_RECORDER
from frontdoor.models.override_rules import (
    FACTS_TOO_SHORT,
    NO_LEGAL_BASIS,
    NO_OVERRIDING_CONCERN,
    NO_REMEDY,
    NOT_A_DECIDER,
    NOT_A_REVIEWER,
    NOT_A_THIRD,
    NOT_YOUR_OWN,
    REQUEST_STAYS,
)
from frontdoor.models.telling import NOT_TOLD
from tests.factories import cases, workers
from tests.factories import decisions as standing
from tests.factories.after_override import WRONG, approved, ask, matter_of, withdrawn
from tests.factories.consent import REASON, ConsentEventFactory, OverrideFactory, covered_by, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.frontdoor.test_consent_gate import unsaved_check
from tests.frontdoor.test_consent_pages import override_answers, stopped_client_of
from tests.frontdoor.test_decisions import answer, decide
from tests.law.rules_evidence import decision
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db


QUESTION = "What have you seen of this child?"


@dataclass(frozen=True)
class Attempt:
    """One forbidden act: who tries it, its action, its row (new, or stored with the values to set), its form."""

    by: Any
    act: Callable[[], Any]
    row: models.Model
    values: dict[str, Any] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def contact(self) -> Any:
        """The contact of the row, if it is about one; else any."""
        return getattr(self.row, "contact", None) or ContactFactory()

    def by_sql(self) -> None:
        """As somebody with a database prompt."""
        if self.values:
            update_raw(self.row, **self.values)
        else:
            insert_raw(self.row)

    def after_its_request(self, act: Callable[[], Any]) -> Callable[[], Any]:
        """A child stands on a request to an agency, which is written first."""

        def both() -> None:
            self.before()
            act()

        return both


def front_door(make: Any, **given: Any) -> Any:
    return make(team=workers.TeamFactory(front_door=True), **given)


def _check(given: Any) -> Attempt:
    by, agency = front_door(workers.social_worker), covered_by(given) or AgencyFactory()
    row = unsaved_check(given.contact, given.child, agency, given)
    request = row.request
    request.requested_by = by

    def put_the_request() -> None:
        request.pk, request._state.adding = None, True
        request.save()
        row.request = request

    return Attempt(
        by=by,
        act=lambda: ask(given, agency, by=by),
        row=row,
        before=put_the_request,
        url=reverse("check_request", args=[given.contact_id]),
        answers={
            "submission_key": uuid4(),
            "children": [given.child_id],
            "agencies": [agency.pk],
            "kind": "information",
            "question_1": QUESTION,
        },
    )


def no_consent() -> Attempt:
    return _check(ConsentEventFactory(status="REFUSED"))


def after_a_withdrawal() -> Attempt:
    given = ConsentEventFactory()
    withdrawn(given)
    return _check(given)


def parents_disagree() -> Attempt:
    given = ConsentEventFactory()
    ConsentEventFactory(contact=given.contact, child=given.child, status="REFUSED")
    return _check(given)


def _request(**changes: Any) -> Attempt:
    contact, by, agency = ContactFactory(), front_door(workers.social_worker), AgencyFactory()
    row = OverrideFactory.build(contact=contact, requested_by=by, **changes)
    names = "asked attempts reason_codes evidence facts harm_if_sought harm_if_not_shared overriding_concern harm"
    told = {name: getattr(row, name) for name in [*names.split(), "immediate", "less_intrusive", "questions"]}
    typed = {"legal_basis": row.legal_basis, "overriding_concern": "yes" if row.overriding_concern else "no"}
    typed |= {name: told[name] for name in ("facts", "questions")}
    return Attempt(
        by=by,
        act=lambda: overrides.request(
            by=by,
            now=timezone.now(),
            contact=contact,
            children=[only_child(contact)],
            agencies=[agency],
            legal_basis=row.legal_basis,
            **told,
        ),
        row=row,
        url=reverse("override_form", args=[contact.pk]),
        answers=override_answers(contact, agency, **typed),
    )


def no_concern() -> Attempt:
    return _request(overriding_concern=False, harm="", immediate=None)


def no_basis() -> Attempt:
    return _request(legal_basis="")


def facts_of_a_line() -> Attempt:
    return _request(facts="He was hit on Sunday.")


def asks_to_investigate() -> Attempt:
    return _request(questions="Please speak to the child alone and find out what happened.")


def _decision(override: Any, by: Any) -> Attempt:
    now = timezone.now()
    values = {"decided_by": by, "decided_at": now, "decision": "refused", "decision_reason": REASON}
    return Attempt(
        by=by,
        act=lambda: overrides.decide(by=by, now=timezone.now(), override=override, decision="refused", reason=REASON),
        row=override,
        values=values,
        url=reverse("override", args=[override.pk]),
        answers={"decision": "refused", "reason": REASON},
    )


def own_request() -> Attempt:
    decider = front_door(workers.consent_decider)
    return _decision(OverrideFactory(requested_by=decider), decider)


def without_the_right() -> Attempt:
    return _decision(OverrideFactory(), front_door(workers.practice_manager))


def one_agency_more() -> Attempt:
    override = approved()
    row = OverrideAgency(override=override, agency=AgencyFactory())
    return Attempt(by=override.decided_by, act=row.save, row=row)


def _review(by: Any, override: Any, result: str = "upheld") -> Attempt:
    values = {"reviewed_by": by, "reviewed_at": timezone.now(), "review_result": result, "review_words": WRONG}
    return Attempt(
        by=by,
        act=lambda: reviews.review(by=by, now=timezone.now(), override=override, result=result, words=WRONG),
        row=override,
        values=values,
        url=reverse("override_review", args=[override.pk]),
        answers={"submission_key": uuid4(), "result": result, "words": WRONG},
    )


def review_by_the_asker() -> Attempt:
    asker = front_door(workers.practice_manager)
    return _review(asker, approved(requested_by=asker))


def review_by_the_decider() -> Attempt:
    override = approved()
    return _review(override.decided_by, override)


def review_without_the_right() -> Attempt:
    return _review(front_door(workers.social_worker), approved())


def unjustified_without_remedy() -> Attempt:
    return _review(front_door(workers.practice_manager), approved(), "not_justified")


def own_matter() -> Attempt:
    by = front_door(workers.practice_manager)
    matter, reason = matter_of(withdrawn(recorded_by=by)), "The mother said no to all of it."
    values = {"decided_by": by, "decided_at": timezone.now(), "decision": "stop", "reason": reason}
    return Attempt(
        by=by,
        act=lambda: matters.decide(by=by, now=timezone.now(), matter=matter, decision="stop", reason=reason),
        row=matter,
        values=values,
        url=reverse("consent_matter", args=[matter.pk]),
        answers={"submission_key": uuid4(), "decision": "stop", "reason": reason},
    )


def deciding(contact: Any, *, level: str, outcome: str, row: models.Model) -> Attempt:
    by, child = front_door(workers.practice_manager), only_child(contact)
    level_id, team = ThresholdLevel.objects.get(code=level).pk, workers.TeamFactory()
    case = {"team_id": team.pk, "primary_need": "N1"} | standing.PROPORTIONATE
    told = answer(child, outcome, level_id=level_id, **case)
    parts = {"level": level_id, "outcome": outcome, "reason": told.reason, "team": team.pk, "primary_need": "N1"}
    return Attempt(
        by=by,
        act=lambda: decide(contact, told, by=by, at=timezone.now()),
        row=row,
        url=reverse("contact_decide", args=[contact.pk]),
        answers={"submission_key": uuid4(), "version": contact.version}
        | standing.typed()
        | {f"{name}_{child.pk}": value for name, value in (parts | standing.PROPORTIONATE).items()},
    )


def _decision_row(contact: Any) -> Decision:
    made = decision()
    made.pk, made.contact, made._state.adding = None, contact, True
    return made


def family_not_told() -> Attempt:
    contact = ContactFactory(triaged=True)
    approved(contact=contact)
    return deciding(contact, level="1", outcome="NFA", row=_decision_row(contact))


def not_read() -> Attempt:
    contact = ContactFactory()
    return deciding(contact, level="1", outcome="NFA", row=_decision_row(contact))


def refused_below() -> Attempt:
    contact = ContactFactory(triaged=True)
    ConsentEventFactory(contact=contact, kind="C", status="REFUSED")
    level = ThresholdLevel.objects.get(code="2")
    elsewhere = ContactFactory(triaged=True)
    ConsentEventFactory(contact=elsewhere, kind="C", status="REFUSED")
    said = {"outcome": "REF17", "reason": says(20)} | standing.PROPORTIONATE
    row = ChildOutcome(decision=decision(elsewhere), child=only_child(elsewhere), level=level, **said)
    return deciding(contact, level="2", outcome="REF17", row=row)


def nobody_agreed() -> Attempt:
    by = workers.practice_manager()
    referral = cases.ReferralFactory(team=by.team)
    worker = workers.social_worker(team=by.team)
    led = cases.AllocationFactory(referral__team=by.team).referral
    return Attempt(
        by=by,
        act=lambda: assessments.start_from_referral(
            by=by, on=referral.received_on, referral_id=referral.pk, worker=worker, rationale="Has room for this child."
        ),
        row=cases.AssessmentFactory.build(
            referral=referral, child=referral.child, opened_by=by, received_on=referral.received_on
        ),
        url=reverse("assessment_start", args=[led.pk]),
        answers={},
    )


RULES: dict[str, tuple[Callable[[], Attempt], str]] = {
    "C01 L17 nobody agreed": (no_consent, NO_CONSENT),
    "C12 after a withdrawal": (after_a_withdrawal, NO_CONSENT),
    "2.2 parents disagree": (parents_disagree, PARENTS_DISAGREE),
    "C03 L59 without an over-riding concern": (no_concern, NO_OVERRIDING_CONCERN),
    "2.3 L60 without a legal basis": (no_basis, NO_LEGAL_BASIS),
    "2.3 L60 facts of a line": (facts_of_a_line, FACTS_TOO_SHORT.rstrip(".")),
    "C14 L62 questions that investigate": (asks_to_investigate, NOT_TO_INVESTIGATE.rstrip(".")),
    "C02 one's own request": (own_request, NOT_YOUR_OWN),
    "C02 without the right": (without_the_right, NOT_A_DECIDER),
    "C06 one agency more": (one_agency_more, REQUEST_STAYS),
    "C10 review by the asker": (review_by_the_asker, NOT_A_THIRD),
    "C10 review by the decider": (review_by_the_decider, NOT_A_THIRD),
    "C10 review without the right": (review_without_the_right, NOT_A_REVIEWER),
    "C10 not justified, and nothing put right": (unjustified_without_remedy, NO_REMEDY),
    "C12 one's own record": (own_matter, NOT_THE_RECORDER),
    "C11 the family is not told": (family_not_told, NOT_TOLD),
    "C13 nobody has read it": (not_read, NOT_TRIAGED),
    "C07 L19 a no below the threshold": (refused_below, REFUSED_BELOW),
    "C08 L53 nobody agreed to the assessment": (nobody_agreed, NO_SERVICE_CONSENT),
}
BY_ROLE = {"C02 without the right", "C10 review without the right"}
"""Here the page is shut to the role before the rule is asked; it says so in its own words."""

EACH = pytest.mark.parametrize("name", RULES)


def words_of(error: BaseException) -> str:
    """The sentence of a refusal, also where the database names a constraint instead of saying it."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    said = [str(error), *getattr(error, "messages", [])]
    for model in (ConsentOverride, ConsentMatter, SharingRefusal):
        said += [str(rule.violation_error_message) for rule in model._meta.constraints if rule.name == name]
    return "\n".join(said)


def refused(act: Callable[[], Any], sentence: str) -> None:
    with pytest.raises((ValidationError, DatabaseError, PermissionDenied)) as caught, transaction.atomic():
        act()
    assert sentence in words_of(caught.value)


@EACH
def test_the_action_refuses(acting, name):
    make, sentence = RULES[name]
    refused(make().act, sentence)


@EACH
def test_saving_refuses(acting, name):
    make, sentence = RULES[name]
    tried = make()
    for column, value in tried.values.items():
        setattr(tried.row, column, value)
    with acting_as(tried.by):
        refused(tried.after_its_request(tried.row.save), sentence)


@EACH
def test_sql_refuses(acting, name):
    make, sentence = RULES[name]
    tried = make()
    with acting_as(tried.by):
        refused(tried.after_its_request(tried.by_sql), sentence)


@EACH
def test_a_bulk_write_refuses(acting, name):
    make, sentence = RULES[name]
    tried = make()
    rows = type(tried.row)._default_manager
    with acting_as(tried.by):
        if isinstance(tried.row, TrackedRecord):
            with pytest.raises(WouldSkipRules):
                rows.filter(pk=tried.row.pk).update(**tried.values) if tried.values else rows.bulk_create([tried.row])
        else:
            refused(tried.after_its_request(lambda: rows.bulk_create([tried.row])), sentence)


@pytest.mark.parametrize("name", [name for name in RULES if name != "C06 one agency more"])
def test_the_form_refuses(acting, name):
    make, sentence = RULES[name]
    tried = make()
    answer = stopped_client_of(tried.by, tried.contact).post(tried.url, tried.answers)
    assert answer.status_code in {403, 409, 422}
    page = html.unescape(answer.content.decode())
    assert (sentence in page) or name in BY_ROLE
