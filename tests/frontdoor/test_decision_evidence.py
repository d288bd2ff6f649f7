"""A decision stands on history, facts and proportion, or it is refused: by form, by action and by the database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from frontdoor.actions import completions, decisions, triage
from frontdoor.actions.evidence import Fact, Risk
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.models import (
    ChildOutcome,
    Contact,
    Decision,
    DecisionCompletion,
    DecisionFact,
    HistoryRead,
    OutcomeIndicator,
    RiskFlag,
)
from frontdoor.models import decision_rules as rules
from tests.factories import cases, contacts, people, workers
from tests.factories import decisions as standing
from tests.factories.threshold import published, shipped
from tests.rows import update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
ANALYSIS = "Three reports in a month of a hungry child, and a mother who asks for help."


@pytest.fixture
def manager(client):
    worker = workers.practice_manager(team__front_door=True, registration_number="SW2")
    client.force_login(worker)
    return worker


def answer(contact, outcome="NFA", **given):
    level = shipped().levels.get(code="4" if outcome in ("REF17", "REF47", "EMG") else "2")
    case = {"team_id": workers.TeamFactory().pk, "primary_need": "N1"} if outcome in ("REF17", "REF47", "EMG") else {}
    return decisions.ForChild(
        **{
            "child_id": contact.about.first().child_id,
            "level_id": level.pk,
            "outcome": outcome,
            "reason": "The school will keep an eye on this child.",
            **case,
            **given,
        }
    )


def decide(contact, by, *answers, **given):
    return decisions.decide(
        **{
            "contact_id": contact.pk,
            "version": contact.version,
            "history_considered": "Two contacts with the same worry, and help that did not last.",
            "analysis": ANALYSIS,
            "children": answers or [answer(contact)],
            "evidence": standing.evidence(contact),
            "by": by,
            "at": NOW,
            **given,
        }
    )


def with_history(**given):
    """A contact about a child told about a month and two years before, with a plan that ended."""
    child = people.ChildFactory(given_names="Ada", family_name="Example")
    old = contacts.ContactFactory(triaged=True, children=[child], received_at=contacts.RECEIVED - timedelta(days=30))
    contacts.ContactFactory(triaged=True, children=[child], received_at=contacts.RECEIVED - timedelta(days=700))
    began, closed = (contacts.RECEIVED.date() - timedelta(days=days) for days in (950, 450))
    referral = cases.ReferralFactory(child=child, received_on=began, closed=True, closed_on=closed)
    plan = cases.PlanFactory(
        referral=referral,
        child=child,
        started_on=contacts.RECEIVED.date() - timedelta(days=900),
        ended_on=contacts.RECEIVED.date() - timedelta(days=500),
    )
    return contacts.ContactFactory(triaged=True, children=[child], **given), old, plan


def insert_decision(contact, by, outcome="NFA", **given):
    """A decision with its outcome as somebody with a database prompt would write it, the contact still open."""
    with acting_as(by):
        row = Decision(
            **{
                "contact": contact,
                "decided_by": by,
                "decided_at": NOW,
                "history_considered": "Two contacts with the same worry, and help that did not last.",
                "analysis": ANALYSIS,
                "immediate_danger": False,
                "lived_experience": standing.LIVED,
                "missing": standing.MISSING,
                "would_change": standing.WOULD_CHANGE,
                **given,
            }
        )
        row.save()
        ChildOutcome(
            decision=row,
            child_id=contact.about.first().child_id,
            level=shipped().levels.get(code="2"),
            outcome=outcome,
            reason="The school will keep an eye on this child.",
            **(standing.PROPORTIONATE if outcome == "REF17" else {}),
        ).save()
    return row


def close_by_hand(contact, by):
    with acting_as(by), transaction.atomic():
        update_raw(contact, decided_at=NOW, decided_by=by, version=contact.version + 1)


def test_L54_without_the_history_marked_as_read_no_decision_stands(manager, client):
    contact, old, plan = with_history()
    marked = standing.evidence(contact)
    for missing in (("contact", old.pk), ("plan", plan.pk)):
        read = {piece: said for piece, said in marked.read.items() if piece != missing}
        with pytest.raises(NotPossible, match=rules.HISTORY_UNREAD):
            decide(contact, manager, evidence=standing.evidence(read=read))
    row = insert_decision(contact, manager)
    with acting_as(manager):
        DecisionFact(decision=row, position=1, words=standing.FACT, source=standing.SOURCE).save()
    with pytest.raises(DatabaseError, match=rules.HISTORY_UNREAD):
        close_by_hand(contact, manager)
    with acting_as(manager):
        for kind, pk in marked.read:
            HistoryRead(decision=row, kind=kind, subject_id=pk, happened_on=NOW.date(), relevance="little").save()
    close_by_hand(contact, manager)


def test_L54_the_page_lists_the_history_marks_nothing_and_asks_for_each(manager, client):
    contact, old, plan = with_history()
    url = reverse("contact_decide", args=[contact.pk])
    shown = client.get(url).text
    assert shown.count("It matters now") == 2
    assert "checked" not in shown
    refused = client.post(url, page_answers(contact))
    assert refused.context["form"].errors == {f"read_contact_{old.pk}": [rules.HISTORY_UNREAD]}
    read = {f"read_contact_{old.pk}": "matters", f"read_plan_{plan.pk}": "little"}
    said = {"history_considered": "Help was given a year ago and did not last beyond the summer."}
    assert client.post(url, page_answers(contact) | read | said).status_code == 302
    assert set(HistoryRead.objects.values_list("kind", "relevance")) == {("contact", "matters"), ("plan", "little")}


def test_L54_what_came_in_later_is_read_too_and_what_waits_stands_first(manager, client):
    contact, old, plan = with_history()
    child = contact.about.get().child
    newer = contacts.ContactFactory(children=[child], received_at=contact.received_at + timedelta(hours=1))
    page = client.get(reverse("contact_decide", args=[contact.pk]))
    first = page.context["form"].history[0]
    assert (first.subject_id, first.ended) == (newer.pk, "Not decided yet")
    read = {piece: said for piece, said in standing.evidence(contact).read.items() if piece != ("contact", newer.pk)}
    with pytest.raises(NotPossible, match=rules.HISTORY_UNREAD):
        decide(contact, manager, evidence=standing.evidence(read=read))


def page_answers(contact, **given):
    child = contact.about.first().child_id
    return standing.typed(
        **{
            "submission_key": str(uuid4()),
            "version": contact.version,
            f"level_{child}": shipped().levels.get(code="2").pk,
            f"outcome_{child}": "NFA",
            f"reason_{child}": "The school will keep an eye on this child.",
            **given,
        }
    )


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"facts": []}, rules.NO_FACT),
        ({"lived_experience": " "}, rules.LIVED_TOO_SHORT),
        ({"missing": "Too short"}, rules.MISSING_TOO_SHORT),
        ({"would_change": ""}, rules.CHANGE_TOO_SHORT),
        ({"immediate_danger": None}, rules.DANGER_UNANSWERED),
        ({"immediate_danger": True, "danger_steps": "Rang."}, rules.DANGER_UNANSWERED),
    ],
)
def test_L54_each_part_of_the_analysis_is_asked_by_the_act(manager, lacking, sentence):
    contact = contacts.ContactFactory(triaged=True)
    with pytest.raises(NotPossible) as refusal:
        decide(contact, manager, evidence=standing.evidence(**lacking))
    assert refusal.value.reason == sentence


@pytest.mark.parametrize(
    ("lacking", "field", "sentence"),
    [
        ({"fact_1": "", "source_1": ""}, "fact_1", rules.NO_FACT),
        ({"source_1": ""}, "source_1", rules.NO_FACT),
        ({"lived_experience": "Unknown"}, "lived_experience", rules.LIVED_TOO_SHORT),
        ({"missing": "Too short"}, "missing", rules.MISSING_TOO_SHORT),
        ({"would_change": ""}, "would_change", rules.CHANGE_TOO_SHORT),
        ({"immediate_danger": ""}, "immediate_danger", rules.DANGER_UNANSWERED),
        ({"analysis": "Too short."}, "analysis", rules.ANALYSIS_TOO_SHORT),
    ],
)
def test_L54_and_by_the_form_with_the_same_sentence(manager, client, lacking, field, sentence):
    contact = contacts.ContactFactory(triaged=True)
    answered = client.post(reverse("contact_decide", args=[contact.pk]), page_answers(contact, **lacking))
    assert answered.context["form"].errors == {field: [sentence]}


def test_L54_and_by_the_database(manager):
    for lacking, sentence in (
        ({"lived_experience": ""}, rules.LIVED_TOO_SHORT),
        ({"missing": ""}, rules.MISSING_TOO_SHORT),
        ({"would_change": "?"}, rules.CHANGE_TOO_SHORT),
        ({"immediate_danger": None}, rules.DANGER_UNANSWERED),
    ):
        with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
            insert_decision(contacts.ContactFactory(triaged=True), manager, **lacking)
    with pytest.raises(DatabaseError, match="decision_has_an_analysis"), transaction.atomic():
        insert_decision(contacts.ContactFactory(triaged=True), manager, analysis="Too short.")
    contact = contacts.ContactFactory(triaged=True)
    insert_decision(contact, manager)
    with pytest.raises(DatabaseError, match=rules.NO_FACT):
        close_by_hand(contact, manager)


def test_T34_after_a_case_that_closed_within_a_year_the_history_is_summarised(manager):
    child = people.ChildFactory()
    received = contacts.RECEIVED.date()
    for closed, asked in ((received - timedelta(days=366), True), (received - timedelta(days=367), False)):
        other = people.ChildFactory()
        cases.ReferralFactory(child=other, received_on=closed - timedelta(days=9), closed=True, closed_on=closed)
        contact = contacts.ContactFactory(triaged=True, children=[other])
        if asked:
            with pytest.raises(NotPossible, match="closed less than a year before"):
                decide(contact, manager, history_considered="Known before.")
            row = insert_decision(contact, manager, history_considered="Known before.")
            with acting_as(manager):
                DecisionFact(decision=row, position=1, words=standing.FACT, source=standing.SOURCE).save()
            with pytest.raises(DatabaseError, match="closed less than a year before"):
                close_by_hand(contact, manager)
        else:
            decide(contact, manager, history_considered="Known before.")
    assert not child.referrals.exists()


def test_what_the_decider_may_not_open_is_kept_as_unseen(manager):
    child, hidden = people.ChildFactory(), people.ChildFactory(restricted_record=True)
    contacts.ContactFactory(triaged=True, children=[child, hidden], received_at=contacts.RECEIVED - timedelta(days=30))
    contact = contacts.ContactFactory(triaged=True, children=[child])
    decide(contact, manager, evidence=standing.evidence())
    assert HistoryRead.objects.get().relevance == "unseen"


@pytest.mark.parametrize("part", ["assessment_changes", "lesser_step", "why_not_early_help"])
def test_L53_an_assessment_says_what_it_changes_and_why_not_early_help(manager, part):
    contact = contacts.ContactFactory(triaged=True)
    short = standing.PROPORTIONATE | {part: says(19)}
    with pytest.raises(decisions.NotForThisChild) as refusal:
        decide(contact, manager, answer(contact, "REF17", **short))
    assert refusal.value.field == part
    row = insert_decision(contact, manager)
    with acting_as(manager), pytest.raises(DatabaseError, match=refusal.value.reason), transaction.atomic():
        ChildOutcome(
            decision=row,
            child=people.ChildFactory(),
            level=shipped().levels.get(code="4"),
            outcome="REF17",
            reason="The needs are many.",
            **short,
        ).save()


def test_L19_no_lesser_step_no_assessment_on_the_page(manager, client):
    contact = contacts.ContactFactory(triaged=True)
    child = contact.about.get().child_id
    sent = page_answers(contact, **{f"outcome_{child}": "REF17", f"lesser_step_{child}": "Nothing"})
    errors = client.post(reverse("contact_decide", args=[contact.pk]), sent).context["form"].errors
    assert errors[f"assessment_changes_{child}"] == errors[f"lesser_step_{child}"] == [rules.ASSESSMENT_WHY]
    assert errors[f"why_not_early_help_{child}"] == [rules.EARLY_HELP_WHY]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("outcome", ["REF47", "EMG"])
def test_section_47_states_its_threshold_even_when_it_is_urgent(manager, outcome):
    contact = contacts.ContactFactory(triaged=True)
    with pytest.raises(decisions.NotForThisChild) as refusal:
        decide(contact, manager, answer(contact, outcome, threshold_statement=says(39)), urgent=True)
    assert refusal.value.reason == rules.THRESHOLD_STATEMENT_TOO_SHORT


def urgently(contact, by, outcome="REF47", **given):
    return decide(
        contact,
        by,
        answer(contact, outcome, threshold_statement=standing.STATEMENT),
        **{
            "urgent": True,
            "history_considered": "",
            "analysis": "",
            "evidence": standing.evidence(facts=(), missing="", would_change="", immediate_danger=None),
            **given,
        },
    )


def test_L65_an_urgent_decision_is_made_with_the_short_record_and_owes_the_rest(manager):
    contact, _, _ = with_history()
    made = urgently(contact, manager)
    owed = DecisionCompletion.objects.owed().get()
    assert (owed.decision, owed.due_on) == (made, datetime(2026, 11, 18, tzinfo=UTC).date())
    assert [DecisionCompletion.objects.overdue(owed.due_on + timedelta(days=late)).count() for late in (0, 1)] == [0, 1]
    assert contact.about.get().child.referrals.filter(closed_on=None).exists()


def test_only_section_47_and_emergencies_are_urgent(manager, client):
    contact = contacts.ContactFactory(triaged=True)
    with pytest.raises(NotPossible, match=rules.NOT_URGENT):
        decide(contact, manager, urgent=True)
    sent = page_answers(contact, urgent="on")
    shown = client.post(reverse("contact_decide", args=[contact.pk]), sent)
    assert shown.context["form"].errors == {"urgent": [rules.NOT_URGENT]}
    insert_decision(contact, manager, "REF17", urgent=True, analysis="", history_considered="")
    with pytest.raises(DatabaseError, match=rules.NOT_URGENT):
        close_by_hand(contact, manager)


@pytest.fixture
def siblings():
    contact = contacts.ContactFactory(triaged=True, children=[people.ChildFactory(), people.ChildFactory()])
    return contact, *(row.child for row in contact.about.order_by("pk"))


def together(siblings, by, outcome, level=None, **given):
    """An urgent decision for one child, with what is decided for the other."""
    contact, first, second = siblings
    case = {"team_id": workers.TeamFactory().pk, "primary_need": "N1", "why_not_early_help": standing.NOT_EARLY_HELP}
    of_level = {"level_id": level.pk} if level else {}
    of_second = answer(contact, outcome, child_id=second.pk, **(case if outcome == "REF17" else {}) | of_level | given)
    return decide(
        contact,
        by,
        answer(contact, "REF47", child_id=first.pk, threshold_statement=standing.STATEMENT, **of_level),
        of_second,
        urgent=True,
        history_considered="",
        analysis="",
        evidence=standing.evidence(facts=(), missing="", would_change="", immediate_danger=None),
    )


def test_L19_urgency_excuses_no_brother_or_sister_who_can_wait(manager, siblings):
    for missing in ("assessment_changes", "lesser_step"):
        said = {name: standing.PROPORTIONATE[name] for name in ("assessment_changes", "lesser_step")} | {missing: ""}
        with pytest.raises(decisions.NotForThisChild, match=rules.ASSESSMENT_WHY):
            together(siblings, manager, "REF17", **said)
    whole = {"assessment_changes": standing.CHANGES, "lesser_step": standing.LESSER}
    made = together(siblings, manager, "REF17", **whole)
    assert sorted(made.outcomes.values_list("outcome", flat=True)) == ["REF17", "REF47"]
    assert DecisionCompletion.objects.owed().get().decision == made


@pytest.mark.parametrize("outcome", ["NFA", "ADV", "EHO", "OLA"])
def test_L54_urgency_closes_nothing_for_a_brother_or_sister(manager, siblings, outcome):
    helped = standing.HELP if outcome == "EHO" else {}
    with pytest.raises(decisions.NotForThisChild, match=rules.NOT_IN_HASTE):
        together(siblings, manager, outcome, **helped)


def test_L19_the_page_asks_at_once_for_a_brother_or_sister_who_can_wait(manager, client, siblings):
    contact, first, second = siblings
    level, team = shipped().levels.get(code="4").pk, workers.TeamFactory().pk
    sent = {"submission_key": str(uuid4()), "version": contact.version, "urgent": "on"}
    for child, outcome in ((first, "REF47"), (second, "REF17")):
        case = {"outcome": outcome, "level": level, "reason": "She was hurt at home.", "team": team}
        sent |= {f"{name}_{child.pk}": said for name, said in case.items()} | {f"primary_need_{child.pk}": "N1"}
    sent |= {
        f"threshold_statement_{first.pk}": standing.STATEMENT,
        f"why_not_early_help_{second.pk}": standing.NOT_EARLY_HELP,
    }
    url = reverse("contact_decide", args=[contact.pk])
    errors = client.post(url, sent).context["form"].errors
    assert errors == {f"{part}_{second.pk}": [rules.ASSESSMENT_WHY] for part in ("assessment_changes", "lesser_step")}
    errors = client.post(url, sent | {f"outcome_{second.pk}": "NFA"}).context["form"].errors
    assert errors == {f"outcome_{second.pk}": [rules.NOT_IN_HASTE]}
    sent |= {f"assessment_changes_{second.pk}": standing.CHANGES, f"lesser_step_{second.pk}": standing.LESSER}
    assert client.post(url, sent).status_code == 302


def test_an_indicator_is_chosen_for_a_brother_or_sister_who_can_wait(manager, siblings):
    level = published(contacts.RECEIVED.date(), signs=1).levels.get(code="4")
    whole = {"assessment_changes": standing.CHANGES, "lesser_step": standing.LESSER, "level": level}
    with pytest.raises(decisions.NotForThisChild, match=rules.NO_INDICATOR):
        together(siblings, manager, "REF17", **whole)


def test_the_short_record_is_completed_in_the_browser_once(manager, client):
    contact, old, plan = with_history()
    urgently(contact, manager)
    url = reverse("contact_complete", args=[contact.pk])
    for place in ("my_work", "decisions_owed"):
        assert url in client.get(reverse(place)).text
    assert url in client.get(reverse("contact", args=[contact.pk])).text
    sent = standing.typed(submission_key=str(uuid4()))
    assert client.post(url, sent).status_code == 422
    sent |= {
        f"read_contact_{old.pk}": "matters",
        f"read_plan_{plan.pk}": "little",
        "history_considered": "Help was given a year ago and did not last beyond the summer.",
    }
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    done = DecisionCompletion.objects.get()
    assert (done.finished_by, done.analysis) == (manager, sent["analysis"])
    assert "Record completed" in client.get(reverse("contact", args=[contact.pk])).text
    assert "completed on" in client.get(url).text
    late = client.post(url, sent | {"submission_key": str(uuid4()), "missing": "Nobody asked the midwife so far."})
    assert late.status_code == 422
    for words in (completions.ALREADY_COMPLETE, "Your words were not sent", "Nobody asked the midwife", sent["fact_1"]):
        assert words in late.text


def test_a_completion_without_history_or_facts_is_refused_by_the_database_too(manager):
    contact, _, _ = with_history()
    urgently(contact, manager)
    owed = DecisionCompletion.objects.get()
    whole = {
        "finished_on": NOW.date(),
        "finished_by": manager,
        "history_considered": "Two contacts with the same worry.",
        "analysis": ANALYSIS,
        "lived_experience": standing.LIVED,
        "missing": standing.MISSING,
        "would_change": standing.WOULD_CHANGE,
    }
    with acting_as(manager), pytest.raises(DatabaseError, match="Give at least one fact|as read"), transaction.atomic():
        update_raw(owed, **whole)
    with pytest.raises(NotPossible, match=rules.NO_FACT):
        completions.complete(
            contact_id=contact.pk,
            history_considered="Help was given a year ago and did not last beyond the summer.",
            analysis=ANALYSIS,
            evidence=standing.evidence(contact, facts=()),
            by=manager,
            at=NOW,
        )


def test_what_was_given_at_once_is_not_asked_again(manager):
    contact, old, plan = with_history()
    read = {("contact", old.pk): "matters"}
    made = urgently(contact, manager, evidence=standing.evidence(read=read, missing="", would_change=""))
    assert made.facts.count() == 1
    completions.complete(
        contact_id=contact.pk,
        history_considered="Help was given a year ago and did not last beyond the summer.",
        analysis=ANALYSIS,
        evidence=standing.evidence(read={("plan", plan.pk): "little"}, facts=[Fact("More is known.", "The nurse")]),
        by=manager,
        at=NOW,
    )
    assert list(made.facts.values_list("position", flat=True)) == [1, 2]
    assert made.history_read.count() == 2


def test_nobody_but_a_manager_completes_a_record(manager):
    contact = contacts.ContactFactory(triaged=True)
    urgently(contact, manager)
    for worker in (workers.social_worker(team__front_door=True), workers.call_handler()):
        with pytest.raises(Refused):
            completions.complete(
                contact_id=contact.pk,
                history_considered="Nothing is known.",
                analysis=ANALYSIS,
                evidence=standing.evidence(contact),
                by=worker,
                at=NOW,
            )


def test_a_level_rests_on_indicators_of_its_own(manager, client):
    scheme = published(contacts.RECEIVED.date(), signs=2)
    two, four = scheme.levels.get(code="2"), scheme.levels.get(code="4")
    contact = contacts.ContactFactory(triaged=True)
    child = contact.about.get().child_id
    with pytest.raises(decisions.NotForThisChild, match=rules.NO_INDICATOR):
        decide(contact, manager, answer(contact, level_id=two.pk))
    with pytest.raises(decisions.NotForThisChild, match=rules.INDICATOR_ELSEWHERE):
        decide(contact, manager, answer(contact, level_id=two.pk, indicator_ids=[four.indicators.first().pk]))
    url = reverse("contact_decide", args=[contact.pk])
    sent = page_answers(contact, **{f"level_{child}": two.pk})
    assert client.post(url, sent).context["form"].errors == {f"signs_{child}_{two.pk}_dev": [rules.NO_INDICATOR]}
    chosen = two.indicators.filter(domain="fam").first()
    other = four.indicators.filter(domain="dev").first()
    sent |= {f"signs_{child}_{two.pk}_fam": chosen.pk, f"signs_{child}_{four.pk}_dev": other.pk}
    assert client.post(url, sent).status_code == 302
    assert OutcomeIndicator.objects.get().indicator == chosen
    assert chosen.words in client.get(reverse("contact", args=[contact.pk])).text


def test_a_level_without_indicators_chosen_is_refused_by_the_database(manager):
    scheme = published(contacts.RECEIVED.date(), signs=1)
    contact = contacts.ContactFactory(triaged=True)
    with acting_as(manager):
        row = Decision(
            contact=contact,
            decided_by=manager,
            decided_at=NOW,
            history_considered="Nothing is known before.",
            analysis=ANALYSIS,
            immediate_danger=False,
            lived_experience=standing.LIVED,
            missing=standing.MISSING,
            would_change=standing.WOULD_CHANGE,
        )
        row.save()
        DecisionFact(decision=row, position=1, words=standing.FACT, source=standing.SOURCE).save()
        ChildOutcome(
            decision=row,
            child=contact.about.get().child,
            level=scheme.levels.get(code="2"),
            outcome="NFA",
            reason="The school keeps an eye on it.",
        ).save()
    with pytest.raises(DatabaseError, match=rules.NO_INDICATOR):
        close_by_hand(contact, manager)


def test_more_lines_for_facts_come_without_losing_a_word(manager, client):
    contact = contacts.ContactFactory(triaged=True)
    url = reverse("contact_decide", args=[contact.pk])
    sent = page_answers(contact, fact_3="A third thing.", source_3="The nurse", keep="facts", immediate_danger="yes")
    kept = client.post(url, sent)
    assert kept.url == f"{url}#facts"
    shown = client.get(url)
    assert len(shown.context["form"].fact_rows) == 5
    assert "A third thing." in shown.text
    assert shown.context["form"]["immediate_danger"].value() == "yes"
    assert not Decision.objects.exists()


def test_S12_risks_are_raised_at_triage_and_at_the_decision_and_shown(manager, client):
    contact = contacts.ContactFactory()
    sent = {"submission_key": str(uuid4()), "version": 1, "rag": "red", "rag_reason": "Alone tonight.", "harm": "NEG"}
    url = reverse("contact_triage", args=[contact.pk])
    assert "Say who saw it" in client.post(url, sent).text
    assert client.post(url, sent | {"seen_NEG": "The teacher saw that no lunch was packed"}).status_code == 302
    contact.refresh_from_db()
    decide(
        contact, manager, evidence=standing.evidence(risks=[Risk("NEG", ""), Risk("EMO", "The aunt heard shouting")])
    )
    assert list(RiskFlag.objects.order_by("pk").values_list("harm", "raised_by")) == [
        ("NEG", manager.pk),
        ("EMO", manager.pk),
    ]
    shown = client.get(reverse("contact", args=[contact.pk])).text
    assert "no lunch was packed" in shown
    assert "The aunt heard shouting" in shown
    child = contact.about.get().child
    assert RiskFlag.objects.about(child, since=contact.received_at).count() == 2


def test_a_risk_says_who_saw_it(manager):
    contact = contacts.ContactFactory()
    with pytest.raises(ValidationError, match="who saw it"):
        triage.set_urgency(
            contact_id=contact.pk, version=1, rag="red", reason="Now.", by=manager, at=NOW, risks=[Risk("NEG", " ")]
        )
    assert Contact.objects.get(pk=contact.pk).rag == ""


def test_the_decision_page_asks_the_same_number_of_questions_of_the_database(
    manager, client, django_assert_max_num_queries
):
    few, _, _ = with_history()
    child = few.about.get().child
    url = reverse("contact_decide", args=[few.pk])
    client.get(url)
    with django_assert_max_num_queries(60) as one:
        client.get(url)
    for day in range(24):
        contacts.ContactFactory(triaged=True, children=[child], received_at=contacts.RECEIVED - timedelta(days=day + 1))
    with django_assert_max_num_queries(len(one)):
        shown = client.get(url)
    assert len(shown.context["form"].history) == 26
