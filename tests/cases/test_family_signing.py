"""A family's assessment after the last word: shared with the child and an adult, in time or with a manager's leave."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cases.actions import assessment_after as after
from cases.actions import assessment_sections as sections
from cases.actions import assessment_signing as signing
from cases.models import Assessment, FamilyAssessment
from cases.models.assessment_rules import NOT_EXTENDED, NOT_SHARED, SEEN_AT_A_VISIT
from frontdoor.core import my_work
from frontdoor.core.policy import calendar
from tests.factories import assessments as made
from tests.factories import workers
from tests.factories.cases import VisitFactory
from tests.factories.people import ChildFactory, RelationshipFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def submitted(**given):
    family = made.write(made.begun(**given))
    signing.submit(by=family.opened_by, on=TODAY, family_id=family.pk, version=family.version)
    return FamilyAssessment.objects.get(pk=family.pk)


def authorised(**given):
    family = submitted(**given)
    signing.authorise(
        by=made.manager_of(family), on=TODAY, now=timezone.now(), family_id=family.pk, version=family.version
    )
    return FamilyAssessment.objects.get(pk=family.pk)


def share(family, person, **changes):
    act = {"how": "met", "shared_on": TODAY, "comments": "She says that it is fair.", "on": TODAY} | changes
    by = made.manager_of(family) if act["how"] == "not" else family.opened_by
    return signing.share(by=by, family_id=family.pk, person_id=person.pk, **act)


def finish(family):
    return signing.finish(by=family.opened_by, family_id=family.pk)


def child_and_mother(family):
    child = family.assessments.get().child
    return child, child.adults.get().adult


def test_L46_it_is_not_finished_before_each_child_and_adult_have_it_and_what_they_said_is_kept():
    sister = ChildFactory()
    family = authorised(children=[sister])
    child, mother = child_and_mother(family)
    for person in (child, mother, sister):
        assert person.pk in signing.untold(family)
        with pytest.raises(ValidationError, match=NOT_SHARED):
            finish(family)
        share(family, person)
    finish(family)
    row = Assessment.objects.get()
    assert (row.finished_on, row.shared_by) == (TODAY, family.opened_by)
    with pytest.raises(ValidationError, match="finished"):
        finish(family)


def test_the_childs_version_of_a_finished_assessment_is_read_and_offers_no_form(client):
    family = authorised()
    child, mother = child_and_mother(family)
    after.write_version(
        by=family.opened_by,
        on=TODAY,
        family_id=family.pk,
        child_id=child.pk,
        version=0,
        written=dict.fromkeys(after.VERSION, "You like Saturdays best."),
    )
    client.force_login(family.opened_by)
    writes = reverse("child_version", args=[family.pk, child.pk])
    page = reverse("family_assessment", args=[family.pk])
    assert client.get(writes).status_code == 200
    assert f'href="{writes}"' in client.get(page).text
    for person in (child, mother):
        share(family, person)
    finish(family)
    reads = reverse("child_version_print", args=[family.pk, child.pk])
    assert client.get(writes).url == reads
    shown = client.get(page).text
    assert f'href="{reads}"' in shown
    assert f'href="{writes}"' not in shown
    late = client.post(writes, dict.fromkeys(after.VERSION, "You like Fridays.") | {"version": 1, "family": family.pk})
    assert late.status_code == 422
    assert after.FINISHED in late.text.replace("&#x27;", "'")


def test_somebody_it_is_not_shared_with_has_a_reason_of_twenty_characters():
    family = authorised()
    child, _ = child_and_mother(family)
    with pytest.raises(ValidationError, match="why in at least 20 characters"):
        share(family, child, how="not", comments="Too young")
    why = "Is two and does not speak yet; told the mother."
    told = {"on": TODAY, "family_id": family.pk, "person_id": child.pk, "how": "not", "shared_on": TODAY}
    with pytest.raises(PermissionDenied):
        signing.share(by=family.opened_by, comments=why, **told)
    assert share(family, child, how="not", comments=why).pk


def test_it_is_shared_after_it_is_authorised_with_somebody_of_the_family_and_not_in_the_future():
    family = submitted()
    child, _ = child_and_mother(family)
    with pytest.raises(ValidationError, match="must authorise"):
        share(family, child)
    signing.authorise(
        by=made.manager_of(family), on=TODAY, now=timezone.now(), family_id=family.pk, version=family.version
    )
    for changes in ({"shared_on": TODAY - timedelta(days=1)}, {"shared_on": TODAY + timedelta(days=1)}):
        with pytest.raises(ValidationError):
            share(family, child, **changes)
    with pytest.raises(ValidationError, match="not part of the assessment"):
        share(family, ChildFactory())


def test_an_unborn_child_is_not_told_and_the_mother_is():
    mother = RelationshipFactory().adult
    expected = ChildFactory(unborn=True)
    RelationshipFactory(child=expected, adult=mother, kind="mother", parental_responsibility="not_known")
    family = made.FamilyFactory(authorised=True)
    made.AssessmentFactory(family=family, referral__child=expected, child=expected, authorised=True)
    made.AdultFactory(family=family, adult=mother, account=made.ADULT["account"])
    assert signing.untold(family) == {mother.pk}
    made.SharedFactory(family=family, person=mother)
    assert not signing.untold(family)


def test_L49_a_late_one_is_not_submitted_before_more_time_was_asked_for_nor_finished_before_a_manager_agreed():
    family = made.write(made.begun(days_ago=80, due_in=-3))
    worker, manager = family.opened_by, made.manager_of(family)
    asks = {"by": worker, "on": TODAY, "family_id": family.pk, "reason_code": "specialist"}
    asks |= {"why": "The paediatrician sees the child next week.", "needed_until": TODAY + timedelta(days=9)}
    with pytest.raises(ValidationError, match=signing.ASK_FOR_TIME):
        signing.submit(by=worker, on=TODAY, family_id=family.pk, version=family.version)
    asked = signing.ask_for_time(**asks)
    with pytest.raises(ValidationError, match="asked for already"):
        signing.ask_for_time(**asks)
    family = signing.submit(by=worker, on=TODAY, family_id=family.pk, version=family.version)
    signing.authorise(by=manager, on=TODAY, now=timezone.now(), family_id=family.pk, version=family.version)
    for person in child_and_mother(family):
        share(family, person)
    with pytest.raises(ValidationError, match=NOT_EXTENDED):
        finish(family)
    said = {"on": TODAY, "extension_id": asked.pk, "decision": "agreed", "decision_reason": "It cannot be before."}
    with pytest.raises(PermissionDenied):
        signing.decide_time(by=workers.social_worker(team=worker.team), **said)
    signing.decide_time(by=manager, **said)
    finish(family)
    row = Assessment.objects.get()
    assert row.late_reason == asks["why"]
    assert row.due_on == TODAY - timedelta(days=3)


def test_a_refused_request_is_no_leave_and_who_asked_does_not_decide():
    family = made.begun(days_ago=80, due_in=-3)
    manager_who_asks = made.manager_of(family)
    asks = {"on": TODAY, "family_id": family.pk, "reason_code": "other", "why": "Something took longer than thought."}
    asked = signing.ask_for_time(by=manager_who_asks, needed_until=TODAY, **asks)
    said = {"on": TODAY, "extension_id": asked.pk, "decision": "refused", "decision_reason": "No reason at all."}
    with pytest.raises(ValidationError, match="Somebody other"):
        signing.decide_time(by=manager_who_asks, **said)
    signing.decide_time(by=made.manager_of(family), **said)
    assert not family.extensions.agreed().exists()
    made.write(family)
    with pytest.raises(ValidationError, match=signing.ASK_FOR_TIME):
        signing.submit(by=family.opened_by, on=TODAY, family_id=family.pk, version=family.version)
    with pytest.raises(ValidationError, match="after the day"):
        signing.ask_for_time(by=family.opened_by, needed_until=TODAY - timedelta(days=4), **asks)


@pytest.mark.parametrize(
    ("received", "day_45"),
    [
        (date(2025, 12, 19), date(2026, 2, 25)),
        (date(2025, 12, 24), date(2026, 3, 2)),
        (date(2026, 4, 1), date(2026, 6, 9)),
        (date(2026, 5, 1), date(2026, 7, 7)),
    ],
)
def test_L49_more_time_is_asked_for_from_day_46_on(received, day_45):
    after_it = calendar(around=received).add_working_days(day_45, 1)
    family = made.FamilyFactory()
    made.AssessmentFactory(family=family, received_on=received, due_on=day_45)
    assert calendar(around=received).add_working_days(received, 45) == day_45
    assert not signing.late(family, day_45)
    assert signing.late(family, after_it)


def test_L49_a_managers_check_is_recorded_while_it_is_written():
    family = made.begun()
    with pytest.raises(PermissionDenied):
        signing.check(by=family.opened_by, on=TODAY, family_id=family.pk, said="The father is not asked yet.")
    manager = made.manager_of(family)
    row = signing.check(by=manager, on=TODAY, family_id=family.pk, said="The father is not asked yet.")
    assert (row.checked_by, row.checked_on) == (manager, TODAY)


def test_T06_a_manager_of_the_team_is_asked_to_look_at_it_until_somebody_did():
    family = made.begun(check_from=TODAY - timedelta(days=20), check_due_on=TODAY + timedelta(days=7))
    one, manager = family.assessments.get(), made.manager_of(family)
    assert not Assessment.objects.to_check(TODAY + timedelta(days=6)).exists()

    def asked(worker):
        blocks = [block for block in my_work.of(worker, timezone.now()) if block.title == "Assessments to check"]
        return [item.url for block in blocks for item in block.items]

    assert asked(manager) == [reverse("assessment", args=[one.pk])]
    assert asked(workers.practice_manager()) == []
    signing.check(by=manager, on=TODAY, family_id=family.pk, said="The father is not asked yet.")
    assert asked(manager) == []


def test_the_childs_version_can_be_written_until_it_is_finished():
    family = authorised()
    child, mother = child_and_mother(family)
    words = dict.fromkeys(after.VERSION, "In plain words.")
    act = {"by": family.opened_by, "on": TODAY, "family_id": family.pk, "child_id": child.pk, "written": words}
    assert after.write_version(version=0, **act).heard == "In plain words."
    for person in (child, mother):
        share(family, person)
    finish(family)
    with pytest.raises(ValidationError, match="cannot be changed"):
        after.write_version(version=1, **act)


def test_the_days_of_a_visit_lie_between_the_referral_and_today():
    family = made.begun(days_ago=10)
    child = family.assessments.get().child
    act = {"by": family.opened_by, "on": TODAY, "family_id": family.pk, "child_id": child.pk, "version": 0}
    life = {**made.LIFE, "why_not_alone": ""}
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=11)):
        with pytest.raises(ValidationError):
            sections.write_child(model=sections.ChildSection, written=life | {"seen_on": day}, **act)
    written = life | {"seen_on": TODAY - timedelta(days=10)}
    with pytest.raises(ValidationError, match=SEEN_AT_A_VISIT):
        sections.write_child(model=sections.ChildSection, written=written, **act)
    VisitFactory(child=child, visited_on=written["seen_on"])
    assert sections.write_child(model=sections.ChildSection, written=written, **act).seen_on == written["seen_on"]
