"""Two people answer one question: the second reads what the first decided, and keeps every word that was written."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import challenges, matters, merging, record_use, referral_group, telling
from frontdoor.actions import override_reviews as reviews
from frontdoor.models import Export, GroupAction, PersonMerge
from tests.factories import after_override, exports, feedback, findings, identity, sight, workers
from tests.factories.people import AgencyFactory
from tests.factories.reviews import ActionFactory, MeetingFactory

pytestmark = pytest.mark.django_db

FIRST = "The first person has read it and decided so."
WORDS = "The second person wrote all of this in the meantime."
ON = date(2026, 11, 20)


def of_export() -> tuple[Any, str, dict[str, Any]]:
    row = exports.approved()
    return workers.senior_leader(), reverse("export", args=[row.pk]), {"decision": "refused", "reason": WORDS}


def of_matter() -> tuple[Any, str, dict[str, Any]]:
    row = after_override.matter_of()
    matters.decide(by=workers.service_manager(), now=timezone.now(), matter=row, decision="stop", reason=FIRST)
    url = reverse("consent_matter", args=[row.pk])
    return workers.service_manager(), url, {"decision": "stop", "reason": WORDS}


def of_challenge() -> tuple[Any, str, dict[str, Any]]:
    row, now = feedback.ChallengeFactory(), timezone.now()
    challenges.answer(by=workers.service_manager(), at=now, challenge=row, result="stands", answer=FIRST)
    return workers.service_manager(), reverse("challenge", args=[row.pk]), {"result": "stands", "answer": WORDS}


def of_alert() -> tuple[Any, str, dict[str, Any]]:
    row = sight.SearchAlertFactory()
    record_use.look_into(by=workers.service_manager(), at=timezone.now(), alert=row, found=FIRST)
    return workers.service_manager(), reverse("search_alert", args=[row.pk]), {"found": WORDS}


def of_remedy() -> tuple[Any, str, dict[str, Any]]:
    row = after_override.RemedyFactory()
    reviews.done(by=workers.service_manager(), on=timezone.localdate(), remedy=row, words=FIRST)
    return workers.service_manager(), reverse("override_remedy", args=[row.pk]), {"words": WORDS}


def of_merge() -> tuple[Any, str, dict[str, Any]]:
    row = identity.joined()
    return workers.service_manager(), reverse("merge", args=[row.pk]), {"decision": "approved", "reason": WORDS}


def of_parting() -> tuple[Any, str, dict[str, Any]]:
    row = identity.joined()
    identity.part(row)
    return workers.service_manager(), reverse("merge", args=[row.pk]), {"part-reason": WORDS}


def told_family() -> Any:
    row = after_override.approved().tellings.get()
    on = timezone.localdate()
    telling.tell(by=workers.service_manager(), on=on, telling=row, told_on=on, words=FIRST)
    return row


def of_telling() -> tuple[Any, str, dict[str, Any]]:
    on = timezone.localdate()
    typed = {f"tell-told_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
    url = reverse("family_telling", args=[told_family().pk])
    return workers.service_manager(), url, typed | {"tell-words": WORDS}


def of_putting_off() -> tuple[Any, str, dict[str, Any]]:
    day = timezone.localdate() + timedelta(days=5)
    typed = {f"later-review_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    url = reverse("family_telling", args=[told_family().pk])
    return workers.service_manager(), url, typed | {"put_off": "yes", "later-version": "1", "later-reason": WORDS}


def of_action() -> tuple[Any, str, dict[str, Any]]:
    row, leader = ActionFactory(), workers.service_manager()
    referral_group.finish(by=leader, on=ON, group_action=row, evidence=FIRST)
    return row.owner, reverse("group_action", args=[row.pk]), {"evidence": WORDS}


def of_minutes() -> tuple[Any, str, dict[str, Any]]:
    row = MeetingFactory(minuted=True)
    typed = {"agencies": [AgencyFactory().pk], "present": "The director and two schools.", "discussed": WORDS}
    return workers.service_manager(), reverse("group_meeting", args=[row.pk]), typed


def of_note() -> tuple[Any, str, dict[str, Any]]:
    row = findings.closed()
    return row.owner, reverse("finding", args=[row.pk]), {"words": WORDS}


def of_closing() -> tuple[Any, str, dict[str, Any]]:
    row = findings.closed()
    return workers.senior_leader(), reverse("finding_close", args=[row.pk]), {"evidence": WORDS}


CASES = [
    of_export,
    of_matter,
    of_challenge,
    of_alert,
    of_remedy,
    of_merge,
    of_parting,
    of_telling,
    of_putting_off,
    of_action,
    of_minutes,
    of_note,
    of_closing,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_the_second_person_wrote_is_shown_to_be_copied(client, acting, case):
    by, url, typed = case()
    client.force_login(by)
    page = client.post(url, {"submission_key": uuid4()} | typed)
    assert page.status_code == 422
    assert "Your words were not sent; copy from them what is still needed." in page.text
    assert WORDS in page.text
    assert WORDS not in client.get(url).text


def test_an_answer_to_a_list_that_is_answered_changes_nothing(client):
    by, url, typed = of_export()
    client.force_login(by)
    client.post(url, {"submission_key": uuid4()} | typed)
    assert Export.objects.get().reason == exports.REASON


def test_a_decision_to_join_records_that_are_joined_does_not_part_them(client):
    by, url, typed = of_merge()
    client.force_login(by)
    client.post(url, typed)
    assert PersonMerge.objects.get().stands
    assert client.post(url, {"part-reason": WORDS}).status_code == 302
    assert not PersonMerge.objects.get().stands


def test_evidence_for_an_action_that_is_reported_done_does_not_check_it(client, acting):
    row, leader = ActionFactory(), workers.service_manager()
    referral_group.finish(by=row.owner, on=ON, group_action=row, evidence=FIRST)
    client.force_login(leader)
    client.post(reverse("group_action", args=[row.pk]), {"submission_key": uuid4(), "evidence": WORDS})
    assert GroupAction.objects.get().verified_on is None


def test_parting_records_of_a_proposal_that_waits_is_refused(client):
    row = identity.proposal()
    client.force_login(workers.service_manager())
    page = client.post(reverse("merge", args=[row.pk]), {"part-reason": WORDS})
    assert page.status_code == 422
    assert merging.NOT_JOINED in page.text
    assert WORDS in page.text
