from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from frontdoor.actions import decisions
from frontdoor.actions.decisions import ForChild
from frontdoor.core import drafts
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.versions import Stale
from frontdoor.models import Decision, Draft, Referral, ReferrerFeedback, ThresholdLevel
from frontdoor.models.referrals import ALREADY_OPEN
from tests.factories import contacts, people, workers
from tests.factories import decisions as standing

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
ANALYSIS = "Three reports in a month of a hungry child, and a mother who asks for help."


def level(code="4"):
    return ThresholdLevel.objects.get(code=code).pk


def answer(child, outcome="NFA", **given):
    return ForChild(
        **{
            "child_id": child.pk,
            "level_id": level(),
            "outcome": outcome,
            "reason": "The school will keep an eye on this child.",
            **(standing.PROPORTIONATE if outcome in ("REF17", "REF47", "EMG") else {}),
            **(standing.HELP if outcome == "EHO" else {}),
            **given,
        }
    )


def referral_for(child, outcome="REF17"):
    return answer(child, outcome, team_id=workers.TeamFactory().pk, primary_need="N1")


def decide(contact, *answers, by=None, **given):
    return decisions.decide(
        **{
            "contact_id": contact.pk,
            "version": contact.version,
            "history_considered": "Nothing is known before this contact.",
            "analysis": ANALYSIS,
            "children": answers or [answer(row.child) for row in contact.about.all()],
            "evidence": standing.evidence(contact),
            "by": by or workers.practice_manager(team__front_door=True),
            "at": NOW,
            **given,
        }
    )


def contact_about(*children, **given):
    return contacts.ContactFactory(**{"triaged": True, "children": list(children), **given})


def open_case(child):
    return Referral.objects.get(pk=_case(child).pk)


def _case(child):
    contact = contact_about(child)
    decide(contact, referral_for(child))
    return child.referrals.get()


def test_a_decision_ends_the_clock_and_owes_the_referrer_an_answer():
    manager = workers.practice_manager(team__front_door=True)
    contact = contact_about(people.ChildFactory())
    decision = decide(contact, by=manager)
    contact.refresh_from_db()
    assert (contact.decided_at, contact.decided_by, decision.decided_by) == (NOW, manager, manager)
    owed = ReferrerFeedback.objects.owed().get()
    assert (owed.contact, owed.due_on, owed.how) == (contact, date(2026, 11, 19), "")


@pytest.mark.parametrize("outcome", ["REF17", "REF47", "EMG"])
def test_a_referral_opens_the_childs_case(outcome):
    child = people.ChildFactory()
    contact = contact_about(child, received_at=datetime(2026, 11, 15, 23, 30, tzinfo=UTC))
    chosen = referral_for(child, outcome)
    decide(contact, chosen)
    case = child.referrals.get()
    assert (case.contact, case.team_id, case.primary_need) == (contact, chosen.team_id, "N1")
    assert (case.received_on, case.allocation_due_on) == (date(2026, 11, 15), date(2026, 11, 18))
    assert case.source_code == contact.source_code


def test_each_child_has_an_outcome_of_its_own():
    first, second = people.ChildFactory(), people.ChildFactory()
    contact = contact_about(first, second)
    decision = decide(contact, referral_for(first), answer(second, "EHO", level_id=level("2")))
    assert set(decision.outcomes.values_list("child_id", "outcome", "level__code")) == {
        (first.pk, "REF17", "4"),
        (second.pk, "EHO", "2"),
    }
    assert not second.referrals.exists()


def test_every_child_of_the_contact_is_decided_once():
    first, second, stranger = people.ChildFactory(), people.ChildFactory(), people.ChildFactory()
    contact = contact_about(first, second)
    for answers in ([answer(first)], [answer(first), answer(first)], [answer(first), answer(stranger)]):
        with pytest.raises(decisions.NotEveryChild):
            decide(contact, *answers)
    assert not Decision.objects.exists()


def test_a_child_with_an_open_case_gets_no_second_one():
    child = people.ChildFactory()
    open_case(child)
    contact = contact_about(child)
    with pytest.raises(decisions.NotForThisChild) as refusal:
        decide(contact, referral_for(child))
    assert (refusal.value.reason, refusal.value.field, refusal.value.child_id) == (ALREADY_OPEN, "outcome", child.pk)
    decide(contact, answer(child, "OPEN"))


def test_no_referral_rests_on_the_lowest_level():
    child = people.ChildFactory()
    with pytest.raises(decisions.NotForThisChild, match="The lowest level is for help"):
        decide(contact_about(child), replace(referral_for(child), level_id=level("1")))


def test_nothing_is_passed_to_the_worker_of_no_case():
    child = people.ChildFactory()
    with pytest.raises(decisions.NotForThisChild, match="no open case"):
        decide(contact_about(child), answer(child, "OPEN"))


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"team_id": None}, "team"), ({"primary_need": ""}, "primary_need"), ({"level_id": 0}, "level")],
)
def test_a_referral_needs_its_team_its_need_and_a_level(missing, field):
    child = people.ChildFactory()
    chosen = {"team_id": workers.TeamFactory().pk, "primary_need": "N1", **missing}
    with pytest.raises(decisions.NotForThisChild) as refusal:
        decide(contact_about(child), answer(child, "REF17", **chosen))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "short", [{"analysis": "Too short."}, {"history_considered": "None"}, {"children": "a short reason"}]
)
def test_short_words_are_refused_with_the_sentence_of_the_row(short):
    child = people.ChildFactory()
    if "children" in short:
        short = {"children": [answer(child, reason="Too short.")]}
    with pytest.raises(ValidationError, match="characters"):
        decide(contact_about(child), **short)
    assert not Decision.objects.exists()


def test_who_and_when():
    contact = contact_about(people.ChildFactory())
    for worker in (workers.social_worker(team__front_door=True), workers.call_handler(), workers.auditor()):
        with pytest.raises(Refused):
            decide(contact, by=worker)
    with pytest.raises(Stale):
        decide(contact, version=contact.version + 1)
    with pytest.raises(ValidationError, match="before the start"):
        decide(contact, at=contact.received_at - timedelta(minutes=1))
    with pytest.raises(decisions.NotTriaged):
        decide(contacts.ContactFactory())
    decide(contact)
    with pytest.raises(NotPossible, match="already been decided"):
        decide(contact)


def test_a_submitted_draft_never_comes_back():
    manager = workers.practice_manager(team__front_door=True)
    contact = contact_about(people.ChildFactory())
    drafts.keep(worker=manager, form=decisions.DRAFT_FORM, subject_id=contact.pk, data={}, now=NOW)
    decide(contact, by=manager)
    assert not Draft.objects.exists()
