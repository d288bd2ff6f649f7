"""The rules of families: relationships, ties, homes, addresses and who may see a protected one."""

from datetime import timedelta
from typing import Any

from tests.factories import families, people, workers
from tests.law.rule import TODAY, YESTERDAY, Rule, before, the, twice
from tests.words import says

RELATIONSHIP, HOME, MEMBER, TIE = (
    people.RelationshipFactory,
    families.HouseholdFactory,
    families.MemberFactory,
    families.TieFactory,
)
PERSON = people.PersonFactory


def GRANT() -> Any:  # noqa: N802 - stands beside the factories
    """A protected address opened to one manager by another."""
    return families.AddressGrantFactory(worker=workers.practice_manager())


def a_manager(_: Any) -> Any:
    return workers.practice_manager()


def a_colleague(_: Any) -> Any:
    return workers.social_worker()


def turned_round() -> Any:
    """A father whose own child is recorded as somebody else's."""
    mine = RELATIONSHIP(kind="father")
    return RELATIONSHIP(child=mine.adult, adult=mine.child, kind="other", parental_responsibility="no")


def half_sisters() -> Any:
    """Two children of one mother, who are recorded as step-sisters all the same."""
    mother = RELATIONSHIP()
    other = RELATIONSHIP(adult=mother.adult)
    return TIE(person=mother.child, other=other.child, kind="step_siblings")


def shared_address() -> Any:
    """One of two people at the address of a home."""
    first, second = people.ChildFactory(), people.ChildFactory()
    families.living_together(first, second, lines="1 Invented Street", postcode="ZZ1 1ZZ")
    return second.addresses.get()


def secret_address() -> Any:
    return people.AddressFactory(household=HOME(secret=True), protected=True)


RULES: dict[str, Rule] = {
    "relationship_once": twice(RELATIONSHIP),
    "relationship_of_a_parents_age": Rule(
        RELATIONSHIP,
        {"adult": lambda row: PERSON(birth_date=row.child.birth_date, birth_date_known="exact")},
        on="insert",
    ),
    "person_born_as_a_parent": Rule(
        lambda: RELATIONSHIP().adult,
        {
            "birth_date": lambda row: row.children.get().child.birth_date,
            "birth_date_known": "exact",
            "version": lambda row: row.version + 1,
        },
        on="update",
    ),
    "relationship_of_two": Rule(RELATIONSHIP, {"adult": the("child")}, on="insert"),
    "relationship_ends_after_start": Rule(
        lambda: RELATIONSHIP(started_on=TODAY), {"ended_on": before("started_on", days=1)}, on="insert"
    ),
    "responsibility_told_whole": Rule(
        RELATIONSHIP, {"parental_responsibility": "no", "responsibility_by": "order", "kind": "other"}, on="insert"
    ),
    "responsibility_ends_after_start": Rule(
        RELATIONSHIP,
        {
            "kind": "other",
            "parental_responsibility": "no",
            "responsibility_from": TODAY,
            "responsibility_to": YESTERDAY,
        },
        on="insert",
    ),
    "responsibility_is_for_a_child": Rule(RELATIONSHIP, {"child": lambda row: people.PersonFactory()}, on="insert"),
    "relationship_not_both_ways": Rule(turned_round, {"kind": "mother"}, on="insert"),
    "tie_of_two": Rule(TIE, {"other": the("person")}, on="insert"),
    "tie_once": twice(TIE),
    "tie_ends_after_start": Rule(lambda: TIE(started_on=TODAY), {"ended_on": YESTERDAY}, on="insert"),
    "tie_is_not_known_from_parents": Rule(half_sisters, {"kind": "half_siblings"}, on="insert"),
    "household_protected_whole": Rule(HOME, {"protected_by": a_manager}),
    "household_protected_by_a_manager": Rule(lambda: HOME(secret=True), {"protected_by": a_colleague}),
    "address_lifted_by_a_manager": Rule(
        lambda: people.AddressFactory(protected=True), {"protected": False}, on="update"
    ),
    "address_grant_by_a_manager": Rule(GRANT, {"granted_by": a_colleague}, on="insert"),
    "member_once": twice(MEMBER),
    "member_ends_after_start": Rule(lambda: MEMBER(started_on=TODAY), {"ended_on": YESTERDAY}),
    "member_is_born": Rule(MEMBER, {"person": lambda row: people.ChildFactory(unborn=True)}),
    "household_lives_at_one_place": Rule(shared_address, {"lines": "2 Invented Street"}),
    "address_keeps_its_protection": Rule(secret_address, {"protected": False}),
    "address_grant_by_another": Rule(GRANT, {"granted_by": the("worker")}, on="insert"),
    "address_grant_has_a_reason": Rule(GRANT, {"reason": says(19)}, on="insert"),
    "address_grant_is_short": Rule(
        GRANT, {"expires_at": lambda row: row.granted_at + timedelta(days=367)}, on="insert"
    ),
}
