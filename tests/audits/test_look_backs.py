"""Looking back at past contacts: a cohort is picked, worked through, and its totals reconcile."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audits.actions import look_backs
from audits.cohort import cohort
from audits.forms.look_backs import WORDS_WITHOUT_DAYS, levels
from audits.models import LookBack, LookBackItem
from audits.models.look_backs import ACTION_WANTED, CLOSED, HANDED_TO_WHO_WORKS_IT, NOT_ONES_OWN, STILL_TO_DO, TOOK_PART
from frontdoor.actions import override_reviews, sight
from frontdoor.core import roles
from frontdoor.core.permissions import Refused
from frontdoor.models import Contact, LedgerEvent, RiskFlag
from tests.exporting import saved
from tests.factories import consent, people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.look_backs import FOUND, LookBackItemFactory
from tests.factories.reviews import decided_contact
from tests.frontdoor.test_decisions import answer as ends_in
from tests.frontdoor.test_decisions import contact_about, decide, referral_for
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PURPOSE = "An inspector asked whether reasons are recorded."


@pytest.fixture
def director():
    return workers.senior_leader()


@pytest.fixture
def auditor():
    return workers.auditor()


def start(by, **criteria):
    return look_backs.start(by=by, at=NOW, name="The summer", purpose=PURPOSE, criteria=criteria)


def picked(look_back):
    return {item.contact_id for item in LookBackItem.objects.of(look_back.pk)}


def test_L64_a_cohort_is_picked_worked_through_and_its_totals_reconcile(client, director, auditor):
    school = people.AgencyFactory()
    wanted = [decided_contact(agency=school) for _ in range(3)]
    decided_contact()
    client.force_login(director)
    page = client.get(reverse("look_back_new"))
    key = page.context["form"]["submission_key"].value()
    sent = {"submission_key": key, "name": "One school", "purpose": PURPOSE, "agency": school.pk}
    assert client.post(reverse("look_back_new"), sent).status_code == 302
    assert client.post(reverse("look_back_new"), sent).status_code == 302
    made = LookBack.objects.get()
    assert picked(made) == {contact.pk for contact in wanted}
    owner, day = workers.social_worker(), timezone.localdate() + timedelta(days=10)
    client.force_login(auditor)
    due = {"action_due_on_day": day.day, "action_due_on_month": day.month, "action_due_on_year": day.year}
    found = [
        {"finding": "sound", "found": FOUND},
        {"finding": "record", "found": FOUND},
        {"finding": "act", "found": FOUND, "action": "Write to the parents.", "action_owner": owner.pk, **due},
    ]
    for contact, answer in zip(wanted, found, strict=True):
        url = reverse("look_back_contact", args=[made.pk, contact.pk])
        assert contact.concern in client.get(url).content.decode()
        assert client.post(url, answer).status_code == 302
    page = client.get(reverse("look_back", args=[made.pk]))
    totals = {line["label"]: line["count"] for line in page.context["totals"]}
    assert sum(totals.values()) == page.context["total"] == 3
    assert sorted(totals.values()) == [0, 0, 1, 1, 1]
    for line in page.context["totals"]:
        rows = client.get(reverse("look_back", args=[made.pk]) + line["url"]).context["rows"]
        assert len(rows) == line["count"]
    report = saved(client, reverse("look_back", args=[made.pk]), {"format": "csv"}).text
    assert report.count("\r\n") == 5
    assert "Write to the parents." in report
    client.force_login(director)
    assert client.post(reverse("look_back_close", args=[made.pk])).status_code == 302
    assert LookBack.objects.get().closed_by == director


def test_each_criterion_narrows_the_cohort(acting, director):
    first = decided_contact(received_at=datetime(2026, 6, 3, 23, 30, tzinfo=UTC))  # 4 June in London
    second = decided_contact(received_at=datetime(2026, 6, 10, 9, tzinfo=UTC), rag="red")
    dispensed = decided_contact(received_at=datetime(2026, 6, 11, 9, tzinfo=UTC))
    consent.decided(consent.OverrideFactory(contact=dispensed))
    assert picked(start(director, since="2026-06-04", until="2026-06-04")) == {first.pk}
    assert picked(start(director, rag="red")) == {second.pk}
    assert picked(start(director, decided_by=first.decided_by_id)) == {first.pk}
    assert picked(start(director, dispensed=True)) == {dispensed.pk}
    assert picked(start(director)) == {first.pk, second.pk, dispensed.pk}


def test_L64_every_further_criterion_narrows_the_cohort_and_its_totals_reconcile(acting, client, director):
    baby = people.ChildFactory(birth_date=date(2026, 8, 1))
    teen = people.ChildFactory(birth_date=date(2011, 11, 17))  # 14 on the day before the birthday
    young, old, opened = decided_contact(children=[baby]), decided_contact(children=[teen]), ContactFactory()
    overridden = decided_contact()
    consent.OverrideFactory(contact=overridden, reason_codes=["O5"], evidence={})
    consent.ConsentEventFactory(contact=young, status="REFUSED")
    with bringing_in():
        RiskFlag(contact=old, harm="NEG", seen_by="Teacher", raised_at=NOW, raised_by=workers.social_worker()).save()
    everything = {contact.pk for contact in (young, old, overridden)}
    unborn = decided_contact(children=[people.ChildFactory(birth_unknown=True)])
    for criteria, wanted in (
        ({"age": "0"}, {young}),
        ({"age": "10"}, {old, overridden}),
        ({"age": "unborn"}, {unborn}),
        ({"harm": "NEG"}, {old}),
        ({"consent": "REFUSED"}, {young}),
        ({"override_reason": "O5"}, {overridden}),
        ({"state": "open"}, {opened}),
    ):
        assert picked(start(director, **criteria)) == {contact.pk for contact in wanted}, criteria
    assert picked(start(director, state="either")) == everything | {unborn.pk, opened.pk}
    made = start(director, state="either")
    client.force_login(director)
    page = client.get(reverse("look_back", args=[made.pk]))
    assert sum(line["count"] for line in page.context["totals"]) == page.context["total"] == 5
    assert "Not decided yet" in saved(client, reverse("look_back", args=[made.pk]), {"format": "csv"}).text


def test_L64_children_words_teams_and_earlier_contacts_narrow_the_cohort(acting, director):
    girl = people.ChildFactory(sex="F", ethnicity="BCRB")
    boy = people.ChildFactory(sex="M", ethnicity="APKN")
    first = decided_contact(children=[girl], received_at=NOW - timedelta(days=40), concern="He hides food in his bed.")
    second = decided_contact(children=[girl, boy], received_at=NOW - timedelta(days=20), concern="She was hiding food.")
    third = decided_contact(children=[boy], received_at=NOW - timedelta(days=10), concern="Nobody opened the door.")
    referred = contact_about(people.ChildFactory(sex="U", ethnicity="REFU"))
    chosen = referral_for(referred.about.get().child)
    decide(referred, chosen)
    for criteria, wanted in (
        ({"sex": "F"}, {first, second}),
        ({"sex": "M", "ethnicity": "APKN"}, {second, third}),
        ({"ethnicity": "BCRB"}, {first, second}),
        ({"earlier": "0"}, {first, referred}),
        ({"earlier": "1"}, {second, third}),
        ({"team": chosen.team_id}, {referred}),
        ({"decided_by": third.decided_by_id}, {third}),
        ({"words": "hide food"}, {first, second}),
        ({"words": '"food in his bed"'}, {first}),
        ({"words": "door -nobody"}, set()),
        ({"words": "O'Brien & | ! ( :*"}, set()),
    ):
        seen = cohort(Contact.objects.visible_to(director), criteria)
        assert {row.pk for row in seen} == {contact.pk for contact in wanted}, criteria


def test_words_are_looked_for_within_days_and_stand_in_no_address(client, director):
    wanted = decided_contact(received_at=NOW - timedelta(days=3), concern="The child hides food.")
    decided_contact(received_at=NOW - timedelta(days=3))
    client.force_login(director)
    key = client.get(reverse("look_back_new")).context["form"]["submission_key"].value()
    sent = {"submission_key": key, "name": "Food", "purpose": PURPOSE, "words": "hidden food hide"}
    day = (NOW - timedelta(days=5)).date()
    days = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    for wrong in ({}, days | {"since_year": day.year - 3}):
        page = client.post(reverse("look_back_new"), sent | wrong)
        assert page.status_code == 422
        assert WORDS_WITHOUT_DAYS in page.text
    assert client.post(reverse("look_back_new"), sent | days | {"words": "x" * 101}).status_code == 422
    answer = client.post(reverse("look_back_new"), sent | days | {"words": "hide food"})
    made = LookBack.objects.get()
    assert answer.url == reverse("look_back", args=[made.pk])
    assert (picked(made), made.criteria["words"]) == ({wanted.pk}, "hide food")


def test_who_decided_and_has_left_can_still_be_chosen(client, director):
    left = decided_contact().decided_by
    client.force_login(director)
    form = client.get(reverse("look_back_new")).context["form"]
    assert list(form.fields["decided_by"].queryset) == [left]


def test_L64_what_went_on_without_consent_is_found_by_level_and_outcome(acting, director):
    agreed, not_agreed, kept = (contact_about(people.ChildFactory()) for _ in range(3))
    consent.ConsentEventFactory(contact=agreed, status="GIVEN")
    for contact, outcome in ((agreed, "REF17"), (not_agreed, "REF17"), (kept, "NFA")):
        child = contact.about.get().child
        decide(contact, referral_for(child) if outcome == "REF17" else ends_in(child, outcome))
    checked = decided_contact()
    override = consent.decided(consent.OverrideFactory(contact=checked))
    owner = workers.social_worker(registration_number="SW47")
    agency, allowed = override.agencies.get(), override.events.first()
    consent.asked(consent=allowed, contact=checked, agency=agency, owner=owner, requested_at=timezone.now())
    assert picked(start(director, without_consent=True)) == {not_agreed.pk, checked.pk}
    assert picked(start(director, without_consent=True, outcome="REF17")) == {not_agreed.pk}
    level = kept.decision.outcomes.get().level.code
    assert kept.pk in picked(start(director, level=level))
    assert set(dict(levels())) >= {level}


def test_picking_asks_one_query_whatever_the_criteria(acting, director, django_assert_num_queries):
    chosen = {"age": "0", "harm": "NEG", "consent": "REFUSED", "override_reason": "O5", "without_consent": True}
    seen = Contact.objects.visible_to(director)
    for more in (1, 24):
        for _ in range(more):
            decided_contact()
        with django_assert_num_queries(1):
            more_of_it = {"earlier": "1", "words": "food", "sex": "F", "ethnicity": "WBRI", "team": 1}
            list(cohort(seen, chosen | more_of_it | {"level": "2", "outcome": "NFA", "state": "either"}))


def test_nothing_and_too_much_are_refused_with_a_sentence(acting, director, monkeypatch):
    with pytest.raises(look_backs.NothingPicked):
        start(director)
    monkeypatch.setattr(look_backs, "MOST", 1)
    decided_contact()
    assert start(director)
    decided_contact()
    with pytest.raises(look_backs.TooMany):
        start(director)


def test_a_contact_about_a_child_hidden_from_the_starter_is_not_picked_nor_shown(client, acting, director, auditor):
    seen = decided_contact()
    sealed = decided_contact(children=[people.ChildFactory(restricted=True)])
    made = start(director)
    assert picked(made) == {seen.pk}
    item = LookBackItemFactory(look_back=made, contact=sealed)
    client.force_login(auditor)
    page = client.get(reverse("look_back", args=[made.pk]))
    assert [row.contact_id for row, _ in page.context["rows"]] == [seen.pk]
    assert page.context["total"] == 1
    assert client.get(reverse("look_back_contact", args=[made.pk, item.contact_id])).status_code == 404


def hidden_from(leader):
    """A look-back of two contacts, one of which was looked at; the other is about a child restricted since then, on
    whose record one manager is named."""
    item = LookBackItemFactory(look_back__started_by=leader, done=True)
    child = people.ChildFactory()
    other = LookBackItemFactory(look_back=item.look_back, contact=decided_contact(children=[child]))
    manager = workers.practice_manager()
    told = {"reason": "A worker here is a cousin of the father.", "last_day": timezone.localdate() + timedelta(days=90)}
    sight.restrict(by=workers.service_manager(), at=timezone.now(), person_id=child.pk, manager=manager, **told)
    return other, child, manager


def test_L64_what_is_hidden_is_counted_handed_on_and_looked_at_before_it_is_closed(client, acting, director, auditor):
    item, child, manager = hidden_from(director)
    url, now = reverse("look_back", args=[item.look_back_id]), timezone.now()
    client.force_login(director)
    page = client.get(url)
    counts = {name: page.context[name] for name in ("total", "hidden", "hidden_to_do")}
    assert counts == {"total": 1, "hidden": 1, "hidden_to_do": 1}
    assert "cannot be closed before somebody who may open the hidden contacts" in page.text
    assert STILL_TO_DO in client.post(reverse("look_back_close", args=[item.look_back_id]), follow=True).text
    hand_on = reverse("look_back_hand_on", args=[item.look_back_id])
    assert client.post(hand_on, {"worker": manager.pk}).status_code == 422
    with pytest.raises(look_backs.NobodyWhoLooksBack, match=HANDED_TO_WHO_WORKS_IT):
        look_backs.hand_on(by=director, at=now, look_back_id=item.look_back_id, worker=manager)
    assert client.post(hand_on, {"worker": auditor.pk}).status_code == 302
    assert auditor.get_full_name() in client.get(url).text
    client.force_login(auditor)
    assert client.get(reverse("look_backs"), {"show": "yours"}).context["page"].rows == [item.look_back]
    assert client.get(reverse("look_back_contact", args=[item.look_back_id, item.contact_id])).status_code == 404
    client.force_login(manager)
    waiting = client.get(reverse("look_back_names"))
    assert [(row.person_id, row.look_back.handed_to) for row in waiting.context["page"].rows] == [(child.pk, auditor)]
    assert f"Record {child.pk}" in client.get(reverse("my_work")).text
    last_day = timezone.localdate() + timedelta(days=30)
    sight.name(by=manager, at=now, person_id=child.pk, worker=auditor, reason=PURPOSE, last_day=last_day)
    assert list(LookBackItem.objects.waiting_for_a_name(manager)) == []
    look_backs.record(by=auditor, at=now, item_id=item.pk, finding="sound", found=FOUND)
    assert look_backs.close(by=director, at=now, look_back_id=item.look_back_id).closed_by == director
    client.force_login(director)
    assert "0 still to do" in client.get(url).text


def test_nobody_but_a_manager_named_on_the_record_is_asked_to_name(acting, director, auditor):
    item, _, _ = hidden_from(director)
    look_backs.hand_on(by=director, at=timezone.now(), look_back_id=item.look_back_id, worker=auditor)
    assert not LookBackItem.objects.waiting_for_a_name(workers.practice_manager()).exists()
    with pytest.raises(Refused):
        look_backs.hand_on(by=auditor, at=timezone.now(), look_back_id=item.look_back_id, worker=auditor)


def test_the_manager_who_decided_does_not_look_back(acting):
    manager = workers.service_manager()
    item = LookBackItemFactory(contact=decided_contact())
    item.contact.decided_by = manager
    item.contact.save()
    with pytest.raises(look_backs.NotOnesOwn, match=NOT_ONES_OWN):
        look_backs.record(by=manager, at=NOW, item_id=item.pk, finding="sound", found=FOUND)


def test_L64_who_asked_signed_or_reviewed_without_consent_does_not_look_back(acting):
    item = LookBackItemFactory(contact=decided_contact())
    signer = workers.consent_decider(roles=[roles.SERVICE_MANAGER, roles.CONSENT_DECIDER])
    parties = workers.service_manager(), signer, workers.service_manager()
    asked = consent.OverrideFactory(contact=item.contact, requested_by=parties[0])
    signed = consent.decided(asked, by=parties[1])
    override_reviews.review(by=parties[2], now=timezone.now(), override=signed, result="upheld", words=FOUND)
    for by in parties:
        with pytest.raises(look_backs.TookPart, match=TOOK_PART):
            look_backs.record(by=by, at=NOW, item_id=item.pk, finding="sound", found=FOUND)
    somebody = workers.auditor()
    assert look_backs.record(by=somebody, at=NOW, item_id=item.pk, finding="sound", found=FOUND).looked_by == somebody


def test_what_must_be_put_right_says_what_by_whom_and_when(client, auditor):
    item = LookBackItemFactory()
    client.force_login(auditor)
    url = reverse("look_back_contact", args=[item.look_back_id, item.contact_id])
    page = client.post(url, {"finding": "act", "found": FOUND})
    assert page.status_code == 422
    assert page.content.decode().count(ACTION_WANTED) >= 3
    assert FOUND in page.content.decode()
    with pytest.raises(ValidationError, match=ACTION_WANTED):
        look_backs.record(by=auditor, at=NOW, item_id=item.pk, finding="act", found=FOUND)


def test_it_is_closed_when_nothing_is_left_and_stays_as_it_is(director, auditor):
    item = LookBackItemFactory()
    with pytest.raises(look_backs.StillToDo, match=STILL_TO_DO):
        look_backs.close(by=director, at=NOW, look_back_id=item.look_back_id)
    look_backs.record(by=auditor, at=NOW, item_id=item.pk, finding="sound", found=FOUND)
    look_backs.close(by=director, at=NOW, look_back_id=item.look_back_id)
    with pytest.raises(look_backs.IsClosed, match=CLOSED):
        look_backs.record(by=auditor, at=NOW, item_id=item.pk, finding="learning", found=FOUND)


def test_who_may_start_work_and_read(client, director, auditor):
    item = LookBackItemFactory()
    with pytest.raises(Refused):
        start(auditor)
    manager = workers.practice_manager()
    client.force_login(manager)
    assert client.get(reverse("look_backs")).status_code == 403
    with pytest.raises(Refused):
        look_backs.record(by=manager, at=NOW, item_id=item.pk, finding="sound", found=FOUND)
    client.force_login(auditor)
    assert client.get(reverse("look_back_new")).status_code == 403
    client.get(reverse("look_back_contact", args=[item.look_back_id, item.contact_id]))
    assert LedgerEvent.objects.filter(verb="consult", subject="audits_lookbackitem", actor_id=auditor.pk).count() == 1


def test_the_worklist_takes_as_many_queries_for_one_as_for_25(client, auditor, django_assert_num_queries):
    item = LookBackItemFactory()
    client.force_login(auditor)
    url = reverse("look_back", args=[item.look_back_id])
    client.get(url)
    for more in (0, 24):
        for _ in range(more):
            LookBackItemFactory(look_back=item.look_back)
        with django_assert_num_queries(7):
            client.get(url)
