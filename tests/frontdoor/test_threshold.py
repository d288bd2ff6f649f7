"""The levels of need as versioned data: who may change them, from which day, and which contact keeps which (L57)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdoor.actions import contacts as recording
from frontdoor.actions import decisions, threshold
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.versions import Stale
from frontdoor.models import ChildOutcome, Draft, ThresholdIndicator, ThresholdLevel, ThresholdScheme
from frontdoor.models.threshold import (
    ANOTHER_SCHEME,
    DAY_IS_TAKEN,
    ONE_DRAFT,
    STARTS_TOMORROW,
    TWO_PEOPLE,
    VERSION_STAYS,
)
from tests.factories import contacts, people, workers
from tests.factories.decisions import evidence
from tests.factories.threshold import published, shipped
from tests.rows import update_raw

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def ada():
    return workers.administrator()


@pytest.fixture
def ben():
    return workers.administrator()


def write(level, by, **given):
    return threshold.write_level(
        **{
            "level_id": level.pk,
            "version": level.version,
            "label": level.label,
            "leads": "Somebody",
            "description": "What it means.",
            "statutory": level.statutory,
            "left_out": False,
            "indicators": {"dev": ["Hungry at school", "Often late"], "par": [], "fam": []},
            "by": by,
            **given,
        }
    )


def proposed(ada, valid_from=TOMORROW):
    draft = threshold.start(by=ada, on=TODAY)
    return threshold.propose(scheme_id=draft.pk, valid_from=valid_from, by=ada, at=timezone.now())


def test_a_new_version_is_a_copy_that_another_administrator_publishes(ada, ben):
    draft = threshold.start(by=ada, on=TODAY)
    assert list(draft.levels.values_list("code", "label", "leads", "statutory")) == list(
        shipped().levels.values_list("code", "label", "leads", "statutory")
    )
    write(draft.levels.get(code="2"), ada)
    threshold.propose(scheme_id=draft.pk, valid_from=TOMORROW, by=ada, at=timezone.now())
    with pytest.raises(NotPossible, match=TWO_PEOPLE):
        threshold.publish(scheme_id=draft.pk, by=ada, at=timezone.now())
    threshold.publish(scheme_id=draft.pk, by=ben, at=timezone.now())
    assert [ThresholdScheme.objects.in_force(day).get() for day in (TODAY, TOMORROW)] == [shipped(), draft]
    words = [sign.words for sign in ThresholdIndicator.objects.shown().filter(level__scheme=draft)]
    assert words == ["Hungry at school", "Often late"]


def test_an_indicator_is_the_same_sign_in_every_later_version(ada, ben):
    first = published(TODAY - timedelta(days=5))
    draft = threshold.start(by=ada, on=TODAY)
    origins = set(ThresholdIndicator.objects.filter(level__scheme=draft).values_list("origin_id", flat=True))
    assert origins == set(ThresholdIndicator.objects.filter(level__scheme=first).values_list("pk", flat=True))


def test_words_taken_out_come_back_as_the_same_indicator(ada):
    level = threshold.start(by=ada, on=TODAY).levels.get(code="1")
    level = write(level, ada)
    kept = ThresholdIndicator.objects.get(words="Often late").pk
    level = write(level, ada, indicators={"dev": ["Hungry at school"]})
    assert [sign.words for sign in level.indicators.shown()] == ["Hungry at school"]
    level = write(level, ada, indicators={"dev": ["Often late", "Hungry at school", "Often late"]})
    shown = list(level.indicators.shown())
    assert ([sign.words for sign in shown], shown[0].pk) == (["Often late", "Hungry at school"], kept)


def test_two_who_write_the_same_level_do_not_overwrite_each_other(ada, ben):
    level = threshold.start(by=ada, on=TODAY).levels.get(code="1")
    write(level, ada, label="First")
    with pytest.raises(Stale):
        write(level, ben, label="Second")
    assert ThresholdLevel.objects.get(pk=level.pk).label == "First"


def test_what_is_in_force_is_never_edited(ada, acting):
    now = shipped()
    level = now.levels.first()
    for act in (
        lambda: threshold.describe(scheme_id=now.pk, version=now.version, name="New", introduction="", by=ada),
        lambda: threshold.add_level(scheme_id=now.pk, code="5", label="New", by=ada),
        lambda: write(level, ada),
        lambda: threshold.propose(scheme_id=now.pk, valid_from=TOMORROW, by=ada, at=timezone.now()),
    ):
        with pytest.raises(NotPossible, match=VERSION_STAYS):
            act()
    with pytest.raises(DatabaseError, match=VERSION_STAYS), transaction.atomic():
        update_raw(level, label="New", version=level.version + 1)


def test_there_is_one_draft_and_one_version_a_day(ada, ben):
    first = proposed(ada)
    with pytest.raises(ValidationError, match=ONE_DRAFT):
        threshold.start(by=ben, on=TODAY)
    threshold.publish(scheme_id=first.pk, by=ben, at=timezone.now())
    second = threshold.start(by=ben, on=TODAY)
    with pytest.raises(ValidationError, match=DAY_IS_TAKEN):
        threshold.propose(scheme_id=second.pk, valid_from=TOMORROW, by=ben, at=timezone.now())


def test_no_version_starts_today(ada, ben):
    draft = threshold.start(by=ada, on=TODAY)
    with pytest.raises(NotPossible, match=STARTS_TOMORROW):
        threshold.propose(scheme_id=draft.pk, valid_from=TODAY, by=ada, at=timezone.now())
    threshold.propose(scheme_id=draft.pk, valid_from=TOMORROW, by=ada, at=timezone.now())
    with pytest.raises(NotPossible, match=STARTS_TOMORROW):
        threshold.publish(scheme_id=draft.pk, by=ben, at=timezone.now() + timedelta(days=1))


def test_a_proposal_is_sent_back_and_a_version_to_come_is_taken_back(ada, ben):
    scheme = proposed(ada)
    threshold.send_back(scheme_id=scheme.pk, by=ben)
    threshold.propose(scheme_id=scheme.pk, valid_from=TOMORROW, by=ada, at=timezone.now())
    threshold.publish(scheme_id=scheme.pk, by=ben, at=timezone.now())
    with pytest.raises(NotPossible, match="in force already"):
        threshold.take_back(scheme_id=scheme.pk, by=ben, on=TOMORROW)
    threshold.take_back(scheme_id=scheme.pk, by=ben, on=TODAY)
    assert ThresholdScheme.objects.in_force(TOMORROW).get() == shipped()


@pytest.mark.parametrize("make", [workers.practice_manager, workers.senior_leader, workers.call_handler])
def test_nobody_but_an_administrator_changes_the_levels(make):
    with pytest.raises(Refused):
        threshold.start(by=make(), on=TODAY)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(starts=st.sets(st.integers(-60, 60), max_size=4), asked=st.integers(-61, 61))
def test_on_every_day_one_version_is_in_force(acting, starts, asked):
    with transaction.atomic():
        for start in starts:
            published(TODAY + timedelta(days=start), signs=0)
        day = TODAY + timedelta(days=asked)
        expected = max([start for start in starts if start <= asked], default=None)
        found = ThresholdScheme.objects.in_force(day).with_next_day().get()
        assert found.valid_from == (shipped().valid_from if expected is None else TODAY + timedelta(days=expected))
        assert found.next_from is None or found.valid_from <= day < found.next_from
        transaction.set_rollback(True)


def a_decision(contact, level, **given):
    child = contact.about.get().child_id
    answer = decisions.ForChild(
        child_id=child, level_id=level.pk, outcome="NFA", reason="The school keeps an eye on it."
    )
    return decisions.decide(
        **{
            "contact_id": contact.pk,
            "version": contact.version,
            "history_considered": "Nothing is known before this contact.",
            "analysis": "Three reports in a month of a hungry child, and a mother who asks for help.",
            "children": [answer],
            "evidence": evidence(contact),
            "by": workers.practice_manager(team__front_door=True),
            "at": datetime(2026, 11, 17, 11, 0, tzinfo=UTC),
            **given,
        }
    )


def test_L57_a_contact_is_decided_by_the_version_in_force_when_it_was_received():
    old = contacts.ContactFactory(triaged=True)
    newer = published(date(2026, 11, 17))
    level = newer.levels.get(code="2")
    with pytest.raises(decisions.NotForThisChild, match=ANOTHER_SCHEME):
        a_decision(old, level)
    made = a_decision(old, shipped().levels.get(code="2"))
    outcome = made.outcomes.get()
    with acting_as(made.decided_by), pytest.raises(DatabaseError, match=ANOTHER_SCHEME), transaction.atomic():
        ChildOutcome(
            decision=made, child=people.ChildFactory(), level=level, outcome="NFA", reason="The school keeps an eye."
        ).save()
    assert outcome.level.scheme == shipped()


def test_L57_the_form_of_the_call_shows_the_scheme_in_force_on_the_day(client):
    published(TODAY, signs=1)
    client.force_login(workers.call_handler())
    client.post(reverse("contact_start"), {"immediate_danger": "no"})
    step = reverse("contact_step", args=[Draft.objects.get().pk, "concern"])
    shown = client.get(step).text
    assert "Level 2: Level 2" in shown
    assert "They did not say" in shown
    assert "checked" not in shown


@pytest.mark.parametrize(("said", "kept"), [("", (None, False)), ("not_said", (None, True)), ("3", ("3", False))])
def test_the_level_that_a_referrer_claims_is_kept_and_may_be_missing(said, kept):
    columns = recording.claim(said, timezone.now())
    level = columns["claimed_level"]
    assert (level and level.code, columns["claimed_level_not_said"]) == kept


def test_a_level_that_the_day_does_not_know_is_refused():
    with pytest.raises(NotPossible, match=ANOTHER_SCHEME):
        recording.claim("9", timezone.now())


def test_claimed_is_not_decided_is_a_question_with_one_definition():
    two, four = shipped().levels.get(code="2"), shipped().levels.get(code="4")
    for claimed in (two, four, None):
        a_decision(contacts.ContactFactory(triaged=True, claimed_level=claimed), two)
    assert [row.decision.contact.claimed_level for row in ChildOutcome.objects.decided_otherwise()] == [four]
    assert ChildOutcome.objects.with_a_claim().count() == 2


def test_the_public_page_is_open_and_prints_the_version_in_force(client, django_assert_num_queries):
    published(TODAY, signs=3)
    with django_assert_num_queries(4):  # the authority's name, the version, its levels, their indicators
        shown = client.get(reverse("levels_of_need"))
    assert shown.status_code == 200
    for words in ("Sign 4 fam 2", "Parenting capacity", "It calls for social care", "Who leads: A social worker"):
        assert words.lower() in shown.text.lower()


def test_a_draft_and_a_version_to_come_are_not_public(client, ada):
    later = published(TOMORROW)
    draft = threshold.start(by=ada, on=TODAY)
    for scheme in (draft, later):
        assert client.get(reverse("levels_of_need_version", args=[scheme.pk])).status_code == 404
    assert client.get(reverse("levels_of_need_version", args=[shipped().pk])).status_code == 200


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def test_an_administrator_writes_previews_and_proposes_in_the_browser(client, ada, ben):
    client.force_login(ada)
    client.post(reverse("admin_threshold"), {"decision": "start"})
    draft = ThresholdScheme.objects.in_progress().get()
    level = draft.levels.get(code="1")
    sent = {
        "version": level.version,
        "label": "Everybody",
        "statutory": "no",
        "leads": "Families",
        "description": "Needs that every child has.",
        "dev": "Plays with other children\n\nSleeps well",
    }
    assert client.post(reverse("admin_threshold_level", args=[level.pk]), sent).status_code == 302
    stale = client.post(reverse("admin_threshold_level", args=[level.pk]), sent | {"label": "Mine"})
    assert stale.status_code == 422
    assert "Everybody" in stale.text
    assert "Mine" in stale.text
    assert (
        client.post(
            reverse("admin_threshold_level", args=[level.pk]),
            sent | {"label": "Mine", "version": stale.context["form"]["version"].value()},
        ).status_code
        == 302
    )
    assert "Sleeps well" in page(client, "admin_threshold_preview", draft.pk).text
    day = TODAY + timedelta(days=40)
    parts = {"valid_from_day": day.day, "valid_from_month": day.month, "valid_from_year": day.year}
    assert client.post(reverse("admin_threshold_propose", args=[draft.pk]), parts).status_code == 302
    own = page(client, "admin_threshold_version", draft.pk).text
    assert TWO_PEOPLE in own
    assert 'value="publish"' not in own
    client.force_login(ben)
    client.post(reverse("admin_threshold_version", args=[draft.pk]), {"decision": "publish"})
    assert ThresholdScheme.objects.in_force(day).get() == draft
    assert "To come" in page(client, "admin_threshold").text


def test_a_level_is_added_and_left_out(client, ada):
    client.force_login(ada)
    draft = threshold.start(by=ada, on=TODAY)
    new = reverse("admin_threshold_level_new", args=[draft.pk])
    assert client.post(new, {"code": "5", "label": "Emergency"}).status_code == 302
    assert client.post(new, {"code": "5", "label": "Again"}).status_code == 422
    write(draft.levels.get(code="5"), ada, left_out=True)
    assert list(draft.levels.in_use().values_list("code", flat=True)) == ["1", "2", "3", "4"]


def test_a_version_without_a_statutory_level_is_not_proposed(ada):
    draft = threshold.start(by=ada, on=TODAY)
    write(draft.levels.get(code="4"), ada, statutory=False)
    with pytest.raises(NotPossible, match="statutory"):
        threshold.propose(scheme_id=draft.pk, valid_from=TOMORROW, by=ada, at=timezone.now())
