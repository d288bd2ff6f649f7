"""Joining two records: nothing is lost, nothing is loosened, two people do it, and one step takes it back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdoor.actions import merging, sight
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import AccessGrant, Address, LedgerEvent, MovedRow, Person, PersonMerge
from frontdoor.models.adult_merges import ONE_IS_HIDDEN
from frontdoor.models.identity import (
    ALREADY_JOINED,
    KNOWN_DIFFERENT,
    NOT_A_MERGER,
    NOT_YOUR_OWN,
    TWO_NHS_NUMBERS,
    TWO_OPEN_CASES,
    TWO_TEAMS,
)
from frontdoor.models.relationships import Tie
from frontdoor.pointing import APART, pointers
from tests.factories import workers
from tests.factories.cases import AllocationFactory, AssessmentFactory, PlanFactory, ReferralFactory, Section47Factory
from tests.factories.consent import ConsentEventFactory
from tests.factories.contacts import ContactFactory
from tests.factories.families import HouseholdFactory, MemberFactory
from tests.factories.identity import REASON, approve, joined, link, pair, part, proposal, second_person
from tests.factories.people import AddressFactory, ChildFactory, ConflictFactory, PersonFactory, RelationshipFactory
from tests.factories.reviews import decided_contact
from tests.rows import insert_raw, update_raw
from tests.whole import whole

pytestmark = pytest.mark.django_db


def grant(person: Person, worker: Any, kind: str = "restricted", hours: int = 24) -> AccessGrant:
    now = timezone.now()
    made = AccessGrant(
        worker=worker,
        person=person,
        kind=kind,
        reason="Named on this record by a manager.",
        granted_by=workers.practice_manager(),
        granted_at=now,
        expires_at=now + timedelta(hours=hours),
    )
    with acting_as(made.granted_by):
        made.save()
    return made


def test_every_column_that_points_at_a_person_is_moved():
    """A later app whose table points at a person is found by itself; here the database's own list is the oracle."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
            " WHERE c.contype = 'f' AND c.confrelid = 'frontdoor_person'::regclass"
        )
        stored = set(cursor.fetchall())
        cursor.execute("SELECT in_table, in_column FROM frontdoor_person_pointers()")
        moved = set(cursor.fetchall())
    apart = {model._meta.db_table for model in APART}
    assert moved == {(table, column) for table, column in stored if table not in apart}
    assert moved == {(pointer.table, pointer.field.column) for pointer in pointers()}
    assert len(moved) > 15


def _brother_of(child: Person, other: Person) -> None:
    with acting_as(workers.social_worker()):
        Tie.between(child, other, kind="siblings").save()


ADDITIONS = {
    "address": lambda child, _: AddressFactory(person=child),
    "mother": lambda child, _: RelationshipFactory(child=child),
    "same mother": lambda child, both: RelationshipFactory(child=child, adult=both["mother"]),
    "contact": lambda child, _: ContactFactory(children=[child]),
    "same contact": lambda child, both: both["contact"](child),
    "consent": lambda child, _: ConsentEventFactory(contact=ContactFactory(children=[child])),
    "closed case": lambda child, _: ReferralFactory(child=child, closed=True),
    "enquiry": lambda child, _: Section47Factory(referral=ReferralFactory(child=child, closed=True)),
    "home": lambda child, _: MemberFactory(person=child),
    "same home": lambda child, both: MemberFactory(person=child, household=both["home"]),
    "brother": lambda child, _: _brother_of(child, ChildFactory()),
    "same brother": lambda child, both: _brother_of(child, both["brother"]),
    "conflict": lambda child, _: ConflictFactory(
        person=child, worker=workers.social_worker(), declared_by=workers.practice_manager()
    ),
    "grant": lambda child, both: grant(child, both["worker"]),
    "reason": lambda child, both: grant(child, both["worker"], kind="reason"),
}


@given(
    first=st.lists(st.sampled_from(sorted(ADDITIONS)), max_size=5),
    second=st.lists(st.sampled_from(sorted(ADDITIONS)), max_size=5),
    restricted=st.tuples(st.booleans(), st.booleans()),
    chosen=st.sampled_from(["survivor", "merged"]),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_joined_and_parted_again_is_as_it_was(first, second, restricted, chosen):
    with transaction.atomic():
        _there_and_back(first, second, restricted, chosen)
        transaction.set_rollback(True)


def _there_and_back(first: list[str], second: list[str], restricted: tuple[bool, bool], chosen: str) -> None:
    mother, brother = PersonFactory(), ChildFactory()
    survivor = ChildFactory(given_names="Wren", upn="H801200001001", school="One", restricted=restricted[0])
    merged = ChildFactory(given_names="Wrenn", upn="H801200002002", nhs_number="9434765919", restricted=restricted[1])
    both = {
        "mother": mother,
        "brother": brother,
        "home": HouseholdFactory(),
        "worker": workers.social_worker(),
        "contact": _same_contact(survivor, merged),
    }
    for child, additions in ((survivor, first), (merged, second)):
        for addition in dict.fromkeys(additions):
            ADDITIONS[addition](child, both)
    merge = proposal(records=(survivor, merged), given_names=chosen, family_name=chosen, upn=chosen, birth_date=chosen)
    decider, undoer = second_person(merge), second_person(merge)
    before = whole(survivor, merged)
    approve(merge, by=decider)
    survivor.refresh_from_db()
    assert survivor.nhs_number == "9434765919"
    assert survivor.restricted == any(restricted)
    part(merge, by=undoer)
    assert whole(survivor, merged) == before


def _same_contact(one: Person, other: Person) -> Any:
    made: list[Any] = []

    def put(child: Person) -> None:
        if not made:
            made.append(decided_contact(children=[one, other]))

    return put


def test_the_old_id_leads_to_the_surviving_record_and_every_row_knows_where_it_came_from():
    survivor, merged = pair()
    home = AddressFactory(person=merged)
    merge = joined(records=(survivor, merged))
    assert Person.objects.survivor_of(merged.pk) == survivor.pk
    home.refresh_from_db()
    assert home.person == survivor
    moved = MovedRow.objects.get(merge=merge, table="frontdoor_address", row_id=home.pk)
    assert (moved.came_from, moved.went_to) == (merged, survivor)
    assert Address.history.filter(id=home.pk).latest().history_change_reason == f"Records joined by merge {merge.pk}"
    event = LedgerEvent.objects.get(verb="combine")
    assert (event.subject_id, event.person_ids, event.actor_id) == (
        merge.pk,
        [survivor.pk, merged.pk],
        merge.decided_by_id,
    )


def test_a_third_record_is_joined_and_taken_back_in_turn():
    first, second = pair()
    third = ChildFactory(given_names="Wren", family_name="Invented")
    earlier, later = joined(records=(second, first)), joined(records=(third, second))
    assert Person.objects.survivor_of(first.pk) == third.pk
    with pytest.raises(NotPossible, match="Take back the later merge first"):
        part(earlier)
    part(later)
    part(earlier)
    assert Person.objects.survivor_of(first.pk) == first.pk


def test_what_was_recorded_or_changed_since_stays_with_the_survivor():
    survivor, merged = pair()
    merged.telephone = "0113 496 0001"
    with acting_as(workers.social_worker()):
        merged.save()
    merge = joined(records=(survivor, merged))
    later = AddressFactory(person=survivor)
    survivor.refresh_from_db()
    assert survivor.telephone == "0113 496 0001"
    survivor.school = "A new school"
    with acting_as(workers.social_worker()):
        survivor.save()
    part(merge)
    survivor.refresh_from_db()
    later.refresh_from_db()
    assert (survivor.school, survivor.telephone, later.person) == ("A new school", "", survivor)


REFUSED = {
    TWO_NHS_NUMBERS: lambda one, other: (_number(one, "9434765919"), _number(other, "4010232137")),
    KNOWN_DIFFERENT: lambda one, other: link("different", pair=(other, one)),
    TWO_TEAMS: lambda one, other: (ReferralFactory(child=one), ReferralFactory(child=other)),
    TWO_OPEN_CASES: lambda one, other: ReferralFactory(child=one, team=ReferralFactory(child=other).team),
    ALREADY_JOINED: lambda one, other: joined(records=(pair()[0], other)),
}


def _number(person: Person, number: str) -> None:
    person.nhs_number = number
    with acting_as(workers.social_worker()):
        person.save()


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_must_not_be_joined_is_refused_with_the_reason(sentence):
    survivor, merged = pair()
    waiting = proposal(records=(survivor, merged))
    REFUSED[sentence](survivor, merged)
    with pytest.raises(NotPossible, match=sentence[:30]):
        approve(waiting)
    manager = workers.practice_manager()
    with acting_as(manager), pytest.raises(DatabaseError, match=sentence[:30]), transaction.atomic():
        update_raw(waiting, decided_by=manager, decided_at=timezone.now(), decision="approved", decision_reason=REASON)
    again = ChildFactory()
    with pytest.raises(NotPossible):
        merging.propose(
            by=workers.social_worker(), now=timezone.now(), survivor=again, merged=again, choices={}, reason=REASON
        )


def test_known_different_holds_for_records_joined_since():
    one, other = pair()
    third = ChildFactory(given_names="Wren", family_name="Invented")
    link("different", pair=(one, other))
    joined(records=(third, one))
    with pytest.raises(NotPossible, match=KNOWN_DIFFERENT):
        proposal(records=(third, other))


@pytest.mark.parametrize("make", [AssessmentFactory, PlanFactory])
def test_open_work_on_both_records_is_refused_in_words(make):
    survivor, merged = pair()
    for child in (survivor, merged):
        make(
            **(
                {"referral": ReferralFactory(child=child, closed=True)}
                if make is AssessmentFactory
                else {"child": child}
            )
        )
    waiting = proposal(records=(survivor, merged))
    with pytest.raises(NotPossible, match="cannot|End one first"):
        approve(waiting)
    assert Person.objects.survivor_of(merged.pk) == merged.pk


def test_a_worker_with_a_tie_to_the_other_record_stops_it():
    survivor, merged = pair()
    allocated = AllocationFactory(referral=ReferralFactory(child=merged))
    ConflictFactory(person=survivor, worker=allocated.worker, declared_by=workers.practice_manager())
    with pytest.raises(NotPossible, match="declared tie"):
        approve(proposal(records=(survivor, merged)))


@pytest.mark.parametrize("kind", ["restricted", "tie"])
@pytest.mark.parametrize("which", [0, 1])
def test_who_could_not_see_one_cannot_see_the_joined_record(kind, which):
    records = pair()
    leader = workers.senior_leader()
    if kind == "tie":
        ConflictFactory(person=records[which], worker=leader, declared_by=workers.practice_manager())
    else:
        update = records[which]
        update.restricted = True
        with acting_as(workers.social_worker()):
            update.save()
        grant(records[1 - which], leader)  # a grant on the other record opens nothing here
    joined(records=records)
    assert not Person.objects.visible_to(leader).filter(pk=records[0].pk).exists()


@pytest.mark.parametrize(("on_survivor", "on_merged", "sees"), [(1, 0, False), (0, 1, False), (1, 1, True)])
def test_two_restricted_records_stay_open_to_those_named_on_both(on_survivor, on_merged, sees):
    survivor, merged = ChildFactory(restricted=True), ChildFactory(restricted=True, given_names="Other")
    leader = workers.senior_leader()
    for wanted, child, hours in ((on_survivor, survivor, 48), (on_merged, merged, 24)):
        if wanted:
            grant(child, leader, hours=hours)
    joined(records=(survivor, merged), given_names="survivor", family_name="survivor")
    assert Person.objects.visible_to(leader).filter(pk=survivor.pk).exists() is sees
    if sees:
        assert AccessGrant.objects.get(person=survivor, worker=leader).expires_at < timezone.now() + timedelta(hours=25)


def test_what_was_closed_while_they_were_one_stays_closed_on_both():
    survivor, merged = pair()
    merge, stranger, tied = joined(records=(survivor, merged)), workers.senior_leader(), workers.senior_leader()
    manager, named = workers.service_manager(), workers.service_manager()
    sight.restrict(
        by=manager,
        at=timezone.now(),
        person_id=survivor.pk,
        reason="The father works for the council and must not see this.",
        manager=named,
        last_day=timezone.localdate() + timedelta(days=30),
    )
    ConflictFactory(person=Person.objects.get(pk=survivor.pk), worker=tied, declared_by=tied)
    part(merge, by=named)
    for record in (survivor, merged):
        assert not Person.objects.visible_to(stranger).filter(pk=record.pk).exists()
        assert not Person.objects.visible_to(tied).filter(pk=record.pk).exists()
        assert Person.objects.visible_to(named).filter(pk=record.pk).exists()
    with acting_as(manager), pytest.raises(DatabaseError), transaction.atomic():
        update_raw(Person.objects.get(pk=merged.pk), restricted=False)


def test_a_tie_declared_while_they_were_one_hides_both():
    survivor, merged = pair()
    merge, tied = joined(records=(survivor, merged)), workers.senior_leader()
    ConflictFactory(person=Person.objects.get(pk=survivor.pk), worker=tied, declared_by=tied)
    part(merge)
    assert not Person.objects.visible_to(tied).filter(pk__in=[survivor.pk, merged.pk]).exists()


def test_nobody_decides_alone():
    proposed = proposal()
    with pytest.raises(NotPossible, match=NOT_YOUR_OWN):
        approve(proposed, by=proposed.proposed_by)
    with pytest.raises(NotPossible, match=NOT_A_MERGER):
        approve(proposed, by=workers.social_worker())
    merge = joined()
    with pytest.raises(NotPossible, match=NOT_A_MERGER):
        part(merge, by=workers.social_worker())


def test_sql_of_the_serving_role_joins_nothing_by_itself():
    waiting = proposal()
    manager = workers.practice_manager()
    statements = (
        f"UPDATE frontdoor_person SET merged_into_id = {waiting.survivor_id} WHERE id = {waiting.merged_id}",
        f"SELECT * FROM frontdoor_combine({waiting.pk}, '{{}}')",
        f"SELECT frontdoor_point('frontdoor_address', 'person_id', 1, {waiting.survivor_id})",
        "INSERT INTO frontdoor_personmerge (survivor_id, merged_id, choices, reason, proposed_by_id, proposed_at,"
        " decision, decided_by_id, decided_at, decision_reason, before, undo_reason)"
        f" SELECT survivor_id, merged_id, '{{}}', reason, proposed_by_id, proposed_at, 'approved', {manager.pk}, now(),"
        f" reason, '{{}}', '' FROM frontdoor_personmerge WHERE id = {waiting.pk}",
    )
    for statement in statements:
        with acting_as(manager), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    merge = joined()
    with acting_as(manager), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE frontdoor_person SET merged_into_id = NULL WHERE id = %s", [merge.merged_id])
    with acting_as(manager), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE frontdoor_movedrow SET row_id = 1")


DECIDED = {"decision": "approved", "decision_reason": REASON}


def _waiting_with(manager: Any, **values: Any) -> dict[str, Any]:
    return {
        "row": proposal(),
        "actor": manager,
        **DECIDED,
        "decided_by": manager,
        "decided_at": timezone.now(),
        **values,
    }


def _proposed_by_a_manager(manager: Any) -> dict[str, Any]:
    survivor, merged = pair()
    own = merging.propose(by=manager, now=timezone.now(), survivor=survivor, merged=merged, choices={}, reason=REASON)
    return _waiting_with(manager, row=own)


def _merged_into_two(manager: Any) -> dict[str, Any]:
    survivor, merged = pair()
    first, second = proposal(records=(survivor, merged)), proposal(records=(pair()[0], merged))
    with acting_as(manager):
        update_raw(first, **DECIDED, decided_by=manager, decided_at=timezone.now())
    return _waiting_with(manager, row=second)


BY_HAND = {
    "merge_not_by_the_proposer": _proposed_by_a_manager,
    "merge_decided_whole": lambda manager: _waiting_with(manager, decision_reason="Short"),
    "merge_undone_whole": lambda manager: {
        "row": joined(),
        "actor": manager,
        "undone_by": manager,
        "undone_at": timezone.now(),
        "undo_reason": "Short",
    },
    "merge_decider_holds_the_right": lambda manager: _waiting_with(
        nobody := workers.social_worker(), decided_by=nobody
    ),
    "merge_signed_in_person": lambda manager: _waiting_with(manager, actor=workers.social_worker()),
    "merge_into_one": _merged_into_two,
}


def _refused(name: str, act: Any) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    assert caught.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize("name", BY_HAND)
def test_what_two_people_have_not_agreed_on_is_refused_on_the_row(name):
    values = BY_HAND[name](workers.practice_manager())
    row, actor = values.pop("row"), values.pop("actor")
    with acting_as(actor):
        _refused(name, lambda: update_raw(row, **values))


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("merge_has_a_reason", lambda row: {"reason": "Short"}),
        ("merge_of_two", lambda row: {"merged": row.survivor}),
        ("merge_proposed_once", lambda row: {}),
        ("merge_signed_in_person", lambda row: {"proposed_by": workers.social_worker()}),
    ],
)
def test_a_proposal_is_whole_on_its_row(name, changed):
    waiting = proposal()
    again = PersonMerge.objects.get(pk=waiting.pk)
    for field, value in changed(waiting).items():
        setattr(again, field, value)
    again.pk = None
    with acting_as(waiting.proposed_by):
        _refused(name, lambda: insert_raw(again))


def test_a_rehearsal_tells_what_would_move_and_keeps_nothing():
    survivor, merged = pair()
    AddressFactory(person=merged)
    mother = RelationshipFactory(child=survivor).adult
    RelationshipFactory(child=merged, adult=mother)
    waiting = proposal(records=(survivor, merged))
    before = whole(survivor, merged)
    rows = merging.rehearse(by=workers.practice_manager(), now=timezone.now(), merge=waiting)
    assert {(row.table, row.stayed) for row in rows} == {
        ("frontdoor_address", False),
        ("frontdoor_relationship", True),
    }
    assert whole(survivor, merged) == before
    assert PersonMerge.objects.get(pk=waiting.pk).decided_at is None


def test_a_value_on_which_they_differ_has_to_be_chosen():
    one, other = ChildFactory(given_names="Wren"), ChildFactory(given_names="Wrenna")
    with pytest.raises(NotPossible, match="Say which value stays"):
        proposal(records=(one, other), given_names="survivor")
    merge = joined(records=(one, other), given_names="merged", family_name="survivor")
    one.refresh_from_db()
    assert (one.given_names, merge.before["survivor"]["given_names"]) == ("Wrenna", "Wren")


def test_an_unborn_record_gives_its_expected_date():
    born = ChildFactory(family_name="Invented", birth_date=date(2026, 9, 20))
    unborn = ChildFactory(unborn=True, family_name="Invented", expected_birth_date=date(2026, 10, 1))
    joined(records=(born, unborn))
    born.refresh_from_db()
    assert (born.birth_date, born.expected_birth_date) == (date(2026, 9, 20), date(2026, 10, 1))


@pytest.mark.parametrize("hides", ["restriction", "tie"])
def test_nobody_joins_a_record_that_is_hidden_from_whoever_signs(acting, hides):
    one, other = pair()
    proposer, decider = workers.social_worker(), workers.practice_manager()
    merge = proposal(records=(one, other))
    if hides == "restriction":
        other.restricted = True
        with acting_as(workers.practice_manager()):
            other.save()
    else:
        for worker in (proposer, decider):
            ConflictFactory(worker=worker, person=other, declared_by=workers.practice_manager())
    reason = {"reason": REASON}
    with pytest.raises(NotPossible, match=ONE_IS_HIDDEN):
        merging.propose(by=proposer, now=timezone.now(), survivor=one, merged=other, choices={}, **reason)
    with pytest.raises(NotPossible, match=ONE_IS_HIDDEN):
        merging.decide(by=decider, now=timezone.now(), merge=merge, decision="approved", **reason)
    values = {"decided_by": decider, "decided_at": timezone.now(), "decision": "refused", "decision_reason": REASON}
    with acting_as(decider), pytest.raises(DatabaseError, match=ONE_IS_HIDDEN), transaction.atomic():
        update_raw(merge, **values)


@pytest.mark.parametrize("hides", ["restriction", "tie"])
def test_nobody_parts_a_record_that_is_hidden_from_whoever_signs(acting, hides):
    one, other = pair()
    merge, manager = joined(records=(one, other)), workers.practice_manager()
    if hides == "restriction":
        one.refresh_from_db()
        one.restricted = True
        with acting_as(workers.practice_manager()):
            one.save()
    else:
        ConflictFactory(worker=manager, person=one, declared_by=workers.practice_manager())
    with pytest.raises(NotPossible, match=ONE_IS_HIDDEN):
        merging.undo(by=manager, now=timezone.now(), merge=merge, reason=REASON)
    values = {"undone_by": manager, "undone_at": timezone.now(), "undo_reason": REASON}
    with acting_as(manager), pytest.raises(DatabaseError, match=ONE_IS_HIDDEN), transaction.atomic():
        update_raw(merge, **values)
