"""The assessment of a family: every child of the household, every adult, the history and each risk, or no signature."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from cases import coverage
from cases.actions import assessment_sections as sections
from cases.actions import assessment_signing as signing
from cases.actions import assessments
from cases.actions.assessment_families import JOINED
from cases.models import AssessedNeed, Assessment, ChildConclusion, ChildRisk, ChildSection, FamilyAssessment
from cases.models.assessment_gaps import NOT_COVERED, OF_EACH_CHILD
from cases.models.assessment_rules import AUTHORISED_STAYS
from cases.models.assessment_words import DIMENSIONS, Domain
from frontdoor.actions import households, relationships
from frontdoor.core.acting import acting_as
from frontdoor.core.policy import calendar
from frontdoor.core.versions import Stale, StaleRows
from frontdoor.models.households import children_of_household
from tests.factories import assessments as made
from tests.factories import cases, workers
from tests.factories.people import ChildFactory, PersonFactory, RelationshipFactory
from tests.rows import update_raw

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def sister(db):
    return ChildFactory(given_names="Sister")


@pytest.fixture
def family(sister):
    """A document about a child who lives with a mother and a sister."""
    return made.begun(children=[sister])


@pytest.fixture
def worker(family):
    return family.opened_by


@pytest.fixture
def manager(family):
    return made.manager_of(family)


def fresh(family):
    return FamilyAssessment.objects.get(pk=family.pk)


def submit(family):
    row = fresh(family)
    return signing.submit(by=family.opened_by, on=TODAY, family_id=row.pk, version=row.version)


def authorise(family, manager):
    row = fresh(family)
    return signing.authorise(by=manager, on=TODAY, now=timezone.now(), family_id=row.pk, version=row.version)


def authorised(family, manager):
    made.write(family)
    submit(family)
    return authorise(family, manager)


def parts_missing(family, child):
    gaps = coverage.of(family, on=TODAY).gaps
    return {item.part for item in gaps if item.child_id == child.pk and item.part in OF_EACH_CHILD}


def joins(family, child, **given):
    home = family.assessments.earliest("pk").child.homes.get().household
    act = {"on": TODAY, "household_id": home.pk, "since": TODAY, "keeps_other_homes": False}
    return households.join(by=family.opened_by, person=child, **act | given)


def test_L47_the_first_minute_shows_every_part_of_every_child_as_missing(family, sister):
    own = family.assessments.get().child
    assert parts_missing(family, own) == set(OF_EACH_CHILD)
    assert parts_missing(family, sister) == set(OF_EACH_CHILD) - {"factors"}
    assert set(coverage.of(family, on=TODAY).child_ids) == set(
        children_of_household(own, on=TODAY).values_list("pk", flat=True)
    )


def test_L47_a_family_is_not_submitted_while_one_child_lacks_a_part(family, sister):
    made.write(family)
    with acting_as(family.opened_by):
        row = ChildSection.objects.get(child=sister)
        row.day = "Short."
        row.save()
    with pytest.raises(ValidationError, match="Sister .*: a day in this child's life"):
        submit(family)
    assert not Assessment.objects.filter(submitted_on__isnull=False).exists()


def test_L47_a_sibling_who_joins_opens_a_submitted_assessment_again_and_blocks_authorisation(family, manager):
    made.write(family)
    submit(family)
    brother = ChildFactory(given_names="Brother")
    joins(family, brother)
    assert fresh(family).submitted_on is None
    assert family.assessments.get().submitted_on is None
    assert family.returns.get().reason == JOINED
    assert parts_missing(family, brother) == set(OF_EACH_CHILD) - {"factors"}
    with pytest.raises(ValidationError, match=signing.NOT_SUBMITTED):
        authorise(family, manager)
    made.write(family)
    submit(family)
    assert authorise(family, manager).authorised_on == TODAY


def test_L47_a_sibling_who_joins_an_authorised_assessment_opens_it_again_until_it_is_finished(family, manager):
    authorised(family, manager)
    row = family.assessments.get()
    with acting_as(manager), pytest.raises(DatabaseError, match=AUTHORISED_STAYS), transaction.atomic():
        update_raw(fresh(family), authorised_on=None, authorised_by=None, version=fresh(family).version + 1)
    told = {"on": TODAY, "family_id": family.pk, "how": "met", "shared_on": TODAY, "comments": "It is fair."}
    for person in signing.untold(fresh(family)):
        signing.share(by=family.opened_by, person_id=person, **told)
    assert signing.untold(fresh(family)) == set()
    brother = ChildFactory(given_names="Brother")
    joins(family, brother)
    row.refresh_from_db()
    assert (fresh(family).authorised_on, row.authorised_on, row.submitted_on, row.plan_due_on) == (None,) * 4
    assert family.returns.get().reason == JOINED
    assert row.child_id in signing.untold(fresh(family)), "another text was shared"
    with pytest.raises(ValidationError):
        signing.finish(by=family.opened_by, family_id=family.pk)
    authorised(family, manager)
    row.refresh_from_db()
    assert (row.authorised_on, row.plan_due_on is not None) == (TODAY, True)
    for person in signing.untold(fresh(family)):
        signing.share(by=family.opened_by, person_id=person, **told)
    signing.finish(by=family.opened_by, family_id=family.pk)
    joins(family, ChildFactory(given_names="Later"))
    assert fresh(family).authorised_on == TODAY, "what is finished stays"


@pytest.mark.parametrize("recorded", ["with the mother", "before the mother moves in"])
def test_L47_an_unborn_child_opens_the_submitted_assessment_of_its_mothers_home_again(family, manager, recorded):
    mother = PersonFactory()
    unborn = ChildFactory(unborn=True)
    if recorded == "with the mother":
        joins(family, mother)
    made.write(family)
    submit(family)
    act = {"by": family.opened_by, "on": TODAY}
    relationships.add_adult(**act, child=unborn, who=mother.pk, standing=relationships.Standing(kind="mother"))
    if recorded != "with the mother":
        assert fresh(family).submitted_on is not None, "she lives elsewhere"
        joins(family, mother)
    assert fresh(family).submitted_on is None
    assert family.returns.get().reason == JOINED
    with pytest.raises(ValidationError, match=signing.NOT_SUBMITTED):
        authorise(family, manager)
    assert unborn.pk in coverage.of(family, on=TODAY).child_ids


def test_L47_the_row_refuses_a_signature_over_a_gap(family, manager):
    made.write(family)
    submit(family)
    row = fresh(family)
    with acting_as(manager):
        RelationshipFactory(child=family.assessments.get().child, kind="father")
        with pytest.raises(DatabaseError, match="Every child of the household"), transaction.atomic():
            update_raw(row, authorised_on=TODAY, authorised_by=manager, version=row.version + 1)
    with pytest.raises(ValidationError, match="not written about"):
        authorise(family, manager)


def test_an_unborn_child_is_answered_for_where_the_mother_lives(family):
    mother = family.assessments.get().child.adults.get().adult
    expected = ChildFactory(unborn=True)
    RelationshipFactory(child=expected, adult=mother)
    assert "seen" not in parts_missing(family, expected)
    assert "words" in parts_missing(family, expected)
    made.write(family)
    assert coverage.of(family, on=TODAY).is_whole


def test_a_child_is_left_out_by_a_manager_with_a_reason(family, sister, worker, manager):
    left = {"on": TODAY, "family_id": family.pk, "child_id": sister.pk, "version": 0, "reason": made.WHY_LEFT_OUT}
    with pytest.raises(PermissionDenied):
        sections.leave_out(by=worker, **left)
    with pytest.raises(ValidationError, match="at least 20 characters"):
        sections.leave_out(by=manager, **left | {"reason": "No."})
    sections.leave_out(by=manager, **left)
    assert coverage.of(family, on=TODAY).left_out == {sister.pk}
    own = family.assessments.get().child_id
    with pytest.raises(ValidationError, match="assessment of its own"):
        sections.leave_out(by=manager, **left | {"child_id": own})
    sections.take_in(by=worker, family_id=family.pk, child_id=sister.pk, version=1)
    assert not coverage.of(family, on=TODAY).left_out


def test_L48_a_risk_raised_at_the_contact_and_not_answered_blocks_authorisation(family, manager):
    made.write(family)
    submit(family)
    child = family.assessments.get().child
    flag = made.FlagFactory(contact=child.contacts.get().contact)
    with pytest.raises(ValidationError, match="Risks raised at a contact and not answered: 1"):
        authorise(family, manager)
    signing.send_back(by=manager, family_id=family.pk, version=fresh(family).version, reason="Answer the new risk.")
    answers = [(flag.pk, "confirmed", "The home visit found the same.")]
    sections.answer_flags(
        by=family.opened_by,
        on=TODAY,
        family_id=family.pk,
        version=sections.flags_of(family).version,
        answers=answers,
    )
    submit(family)
    assert authorise(family, manager).authorised_by == manager


def test_L48_a_risk_statement_names_harm_who_how_likely_how_bad_what_protects_and_what_is_not_known(family, sister):
    made.write(family)
    for name in sections.RISK:
        with acting_as(family.opened_by):
            row = ChildRisk.objects.get(child=sister)
            kept, empty = getattr(row, name), ""
            setattr(row, name, empty)
            row.save()
            assert parts_missing(family, sister) == {"risk"}, name
            setattr(row, name, kept)
            row.save()
    assert not parts_missing(family, sister)


@pytest.mark.parametrize(("words", "enough"), [(29, False), (30, True)])
def test_L46_the_childs_words_are_thirty_words(family, sister, words, enough):
    made.write(family)
    with acting_as(family.opened_by):
        row = ChildSection.objects.get(child=sister)
        row.words = "  " + " \n".join(["word"] * words)
        row.save()
    assert (parts_missing(family, sister) == set()) is enough


def test_L46_the_same_words_for_two_children_are_noticed(family, sister):
    made.write(family)
    assert len(coverage.alike(family)) == 1
    with acting_as(family.opened_by):
        row = ChildSection.objects.get(child=sister)
        row.words = " ".join(f"other{number}" for number in range(40))
        row.day = "She sleeps at her friend's and comes home when it is dark outside again."
        row.save()
    assert coverage.alike(family) == []


def test_L52_a_child_without_a_day_of_its_own_blocks(family, sister):
    made.write(family)
    with acting_as(family.opened_by):
        row = ChildSection.objects.get(child=sister)
        row.day = ""
        row.save()
    assert parts_missing(family, sister) == {"day"}


def test_L46_earlier_work_is_listed_by_the_system_and_each_is_considered(family, worker, sister):
    plan = cases.PlanFactory(child=sister, started_on=TODAY - timedelta(days=900), ended_on=TODAY - timedelta(days=800))
    later = cases.PlanFactory(child=sister, started_on=TODAY)
    made.write(family)
    about = [item.thing_id for item in coverage.of(family, on=TODAY).of("plan")]
    assert about == [plan.pk]
    act = {"by": worker, "on": TODAY, "family_id": family.pk, "version": sections.history_of(family).version}
    with pytest.raises(ValidationError, match="not part of the assessment"):
        sections.consider_all(answers=[("plan", later.pk, "The same worry then.")], **act)
    sections.consider_all(answers=[("plan", plan.pk, "It ended too early.")], **act)
    assert family.history_considered.get(plan=plan).relevance == "It ended too early."


def test_the_assessment_of_each_child_takes_over_what_its_section_says(family, manager):
    authorised(family, manager)
    row = family.assessments.get()
    section = ChildSection.objects.get(family=family, child=row.child)
    assert (row.child_seen_on, row.child_views) == (section.seen_on, section.words)
    assert (row.analysis, row.outcome) == (made.CONCLUSION["analysis"], "cin")
    assert (row.authorised_by, row.authorised_on) == (manager, TODAY)
    assert row.factors == ["4B", "16A"]
    assert row.finished_on is None


@pytest.mark.parametrize("factors", [["18A"], ["4B", "4B"], ["21", "4B"], ["21"]])
def test_factors_that_the_census_refuses_are_refused(family, sister, worker, factors):
    written = {"analysis": "", "outcome": "cin", "factors": factors}
    act = {"by": worker, "on": TODAY, "family_id": family.pk, "child_id": sister.pk, "version": 0}
    with pytest.raises((ValidationError, DatabaseError)), transaction.atomic():
        sections.write_child(model=ChildConclusion, written=written, **act)


def test_its_author_does_not_authorise_it_nor_anybody_who_is_no_manager(family, worker, manager):
    made.write(family)
    submit(family)
    for nobody in (worker, workers.social_worker(team=worker.team)):
        with pytest.raises(PermissionDenied):
            authorise(family, nobody)
    assert authorise(family, manager).authorised_by == manager


def test_somebody_of_another_team_does_not_write(family, sister):
    stranger = workers.social_worker()
    act = {"on": TODAY, "family_id": family.pk, "child_id": sister.pk, "version": 0, "model": ChildRisk}
    with pytest.raises(PermissionDenied):
        sections.write_child(by=stranger, written=made.RISK, **act)


def test_nothing_is_written_into_a_submitted_assessment(family, sister, worker):
    made.write(family)
    submit(family)
    act = {"by": worker, "on": TODAY, "family_id": family.pk, "child_id": sister.pk, "version": 1, "model": ChildRisk}
    with pytest.raises(ValidationError, match="has been submitted"):
        sections.write_child(written=made.RISK, **act)


def test_two_people_write_different_sections_and_one_of_two_on_the_same_section_sees_the_other(family, sister, worker):
    act = {"by": worker, "on": TODAY, "family_id": family.pk, "child_id": sister.pk, "version": 0}
    sections.write_child(model=ChildRisk, written=made.RISK, **act)
    sections.write_child(model=ChildConclusion, written=made.CONCLUSION, **act)
    with pytest.raises(Stale) as stale:
        sections.write_child(model=ChildRisk, written=made.RISK | {"harm": "Another harm, seen by somebody."}, **act)
    assert stale.value.current.harm == made.RISK["harm"]


def test_needs_are_graded_by_domain_and_a_stale_grading_is_refused(family, sister, worker):
    act = {"by": worker, "on": TODAY, "family_id": family.pk, "child_id": sister.pk, "domain": Domain.NEEDS}
    grades = dict.fromkeys(DIMENSIONS[Domain.NEEDS], ("none", "")) | {"health": ("high", made.RISK["harm"])}
    sections.grade(version=0, grades=grades, **act)
    assert [row.dimension for row in AssessedNeed.objects.high().filter(child=sister)] == ["health"]
    assert "needs" not in parts_missing(family, sister)
    with pytest.raises(StaleRows):
        sections.grade(version=0, grades=grades, **act)
    now = sections.needs_of(family, sister.pk, Domain.NEEDS).version
    with pytest.raises(ValidationError, match="what the need is"):
        sections.grade(version=now, grades={"identity": ("some", "Short")}, **act)


def test_L53_the_document_begins_with_an_agreed_assessment_and_a_sibling_joins_it(acting):
    received = TODAY - timedelta(days=3)
    child, sister = ChildFactory(), ChildFactory()
    first = cases.agreed(cases.ReferralFactory(child=child, received_on=received, allocated_on=received))
    worker = cases.AllocationFactory(referral=first, child=child).worker
    made.living_together(child, sister)
    with pytest.raises(ValidationError, match="has agreed to it"):
        assessments.start(by=worker, on=TODAY, referral_id=_case(sister, received, worker).pk)
    one = assessments.start(by=worker, on=TODAY, referral_id=first.pk)
    other = assessments.start(by=worker, on=TODAY, referral_id=cases.agreed(sister.referrals.get()).pk)
    assert one.family == other.family
    assert one.family.check_due_on == calendar(around=received).add_working_days(received, 10)
    apart = cases.agreed(_case(ChildFactory(), received, worker))
    assert assessments.start(by=worker, on=TODAY, referral_id=apart.pk).family != one.family


def _case(child, received, worker):
    referral = cases.ReferralFactory(child=child, received_on=received, allocated_on=received, team=worker.team)
    cases.AllocationFactory(referral=referral, child=child, worker=worker)
    return referral


def test_it_is_written_and_signed_as_a_whole_and_not_for_one_child(family, manager):
    row = family.assessments.get()
    words = {"child_seen_on": None, "child_seen_alone": None, "child_views": "", "analysis": "", "outcome": ""}
    with pytest.raises(ValidationError, match="document about the whole family"):
        assessments.write(by=family.opened_by, on=TODAY, assessment_id=row.pk, version=row.version, **words)
    made.write(family)
    submit(family)
    row.refresh_from_db()
    with pytest.raises(ValidationError, match="document about the whole family"):
        assessments.authorise(by=manager, on=TODAY, assessment_id=row.pk, version=row.version)


def test_the_gap_sentence_is_the_rows_own(family):
    with pytest.raises(ValidationError) as refused:
        submit(family)
    assert refused.value.messages[0].startswith(NOT_COVERED)


@pytest.mark.parametrize(
    ("words", "lacks"), [(". " * 40, True), ("12 " * 40, True), ("\u043c\u0430\u043c\u0430 " * 30, False)]
)
def test_S10_a_word_has_a_letter(family, words, lacks):
    made.write(family)
    section = family.sections.earliest("pk")
    section.words = words
    with acting_as(family.opened_by):
        section.save()
    gaps = coverage.of(family, on=TODAY).gaps
    assert [(item.part, item.child_id) for item in gaps] == ([("words", section.child_id)] if lacks else [])


def test_S10_L47_the_words_of_a_sibling_are_not_the_childs_own(family):
    made.write(family)
    first, second = family.sections.order_by("pk")
    first.words = second.words.upper().replace(".", " !")
    with acting_as(family.opened_by):
        first.save()
    assert {item.child_id for item in coverage.of(family, on=TODAY).gaps} == {first.child_id, second.child_id}
    with pytest.raises(ValidationError, match="own words"):
        submit(family)
