"""Acts at and after conferences as their pages send them (see sending.py)."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from cases.models import (
    Chaser,
    Conference,
    ConferenceCopy,
    ConferenceFamily,
    ConferenceInvitation,
    CoreGroup,
    CoreGroupInvitation,
    OutlineAction,
    Plan,
)
from tests.factories import conferences as made
from tests.factories import workers
from tests.factories.people import AgencyFactory, RelationshipFactory
from tests.law.sending import Act, day


def convene_conference() -> Act:
    row = made.first_child()
    answers = {
        "children_about": [row.child.pk],
        "place": "Town hall",
        "chair": workers.practice_manager().pk,
        "planned_at_time": "10:00",
        **day("planned_at", made.next_working_day(3)),
    }
    return Act(
        by=workers.social_worker(team=row.referral.team),
        page=reverse("conference_from_enquiry", args=[row.enquiry.pk]),
        answers=answers,
        rows=Conference.objects.all(),
    )


def invite_to_conference() -> Act:
    conference = made.ConferenceFactory()
    answers = {"kind": "agency", "agency": AgencyFactory().pk, "name": "Ann Invented", "job": "Nurse"}
    return Act(
        by=conference.chair,
        page=reverse("conference_invite", args=[conference.pk]),
        answers=answers,
        rows=ConferenceInvitation.objects.all(),
    )


def ask_family() -> Act:
    conference = made.ConferenceFactory()
    adult = RelationshipFactory(child=conference.children.get().child).adult
    return Act(
        by=conference.chair,
        page=reverse("conference_ask_family", args=[conference.pk]),
        answers={"person": adult.pk},
        rows=ConferenceFamily.objects.all(),
    )


def agree_outline() -> Act:
    row = made.child_at_a_conference()
    answers = {
        "what": made.WHAT,
        "purpose": "He sleeps safely.",
        "owner_name": "Ann Invented",
        "owner_job": "Nurse",
        **day("due_on", made.next_working_day(3)),
    }
    return Act(
        by=row.conference.chair,
        page=reverse("conference_outline", args=[row.pk]),
        answers=answers,
        rows=OutlineAction.objects.all(),
    )


def sign_conference() -> Act:
    conference = made.ready()
    return Act(
        by=conference.chair,
        page=reverse("conference_sign", args=[conference.pk]),
        answers={"version": conference.version},
        rows=Plan.objects.all(),
    )


def send_letter() -> Act:
    row = made.signed().invitations.latest("pk")
    return Act(
        by=row.conference.chair,
        page=reverse("conference_letter_send", args=[row.pk]),
        answers={"how": "handed"},
        rows=ConferenceCopy.objects.all(),
    )


def give_letter() -> Act:
    conference = made.signed()
    return Act(
        by=conference.chair,
        page=reverse("conference_circulation", args=[conference.pk]),
        to=reverse("conference_family_given", args=[conference.family.get().pk]),
        rows=ConferenceCopy.objects.all(),
    )


def hold_core_group() -> Act:
    group = made.CoreGroupFactory()
    answers = {
        "attended": "Owen Example, social worker; the mother",
        "child_day": "He gets himself up and has no breakfast before school.",
        "progress": "Both visits were made; the bed has come.",
        "version": group.version,
        **day("held_on", timezone.localdate()),
    }
    return Act(
        by=workers.social_worker(team=group.plan.referral.team),
        page=reverse("core_group", args=[group.pk]),
        answers=answers,
        rows=CoreGroup.objects.all(),
    )


def invite_to_core_group() -> Act:
    group = made.CoreGroupFactory()
    answers = {"kind": "agency", "agency": AgencyFactory().pk, "name": "Ann Invented", "job": "Nurse"}
    return Act(
        by=workers.social_worker(team=group.plan.referral.team),
        page=reverse("core_group_invite", args=[group.pk]),
        answers=answers,
        rows=CoreGroupInvitation.objects.all(),
    )


def remind_of_a_conference() -> Act:
    row = made.ConferenceInvitationFactory()
    return Act(
        by=row.conference.chair,
        page=reverse("conference_chase", args=[row.pk]),
        answers={"how": "telephone", "words": "Left word."},
        rows=Chaser.objects.all(),
    )


ACTS: dict[str, Callable[[], Act]] = {
    make.__name__: make
    for make in (
        convene_conference,
        invite_to_conference,
        ask_family,
        agree_outline,
        sign_conference,
        send_letter,
        give_letter,
        hold_core_group,
        invite_to_core_group,
        remind_of_a_conference,
    )
}
