"""Who may be expected to have a plan: its children, parents with responsibility, each agency of its core group.

That somebody stands here is no order to give it: who lives with the child in fear of whom, the worker knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.models import CoreGroup, CoreGroupInvitation, PlanCopy, PlanDocument
from cases.models.plan_copies import CopyFor
from frontdoor.models import Person, Relationship


@dataclass(frozen=True)
class Receiver:
    """One person with the latest copy that was given to them, if any; ``address`` is where mail to an agency goes."""

    key: str
    name: str
    what: str
    kind: str
    person_id: int | None = None
    member_id: int | None = None
    address: str = ""
    copy: PlanCopy | None = None


def of(document: PlanDocument, *, viewer: Any) -> list[Receiver]:
    """Everybody, the children first, as far as ``viewer`` may know of them. Four queries."""
    copies = list(PlanCopy.objects.of_plan(document.pk))
    return [*_family(document, copies, viewer), *_core_group(document, copies)]


def _family(document: PlanDocument, copies: Iterable[PlanCopy], viewer: Any) -> list[Receiver]:
    given = {one.person_id: one for one in reversed(list(copies)) if one.person_id}
    children = [part.child for part in document.parts.standing().in_order()]  # type: ignore[attr-defined]
    found = [_of_family(one, "Child under the plan", CopyFor.CHILD, given) for one in children]
    known = Person.objects.linkable_by(viewer)
    ties = Relationship.objects.holding_responsibility().filter(child__in=children, adult__in=known)
    parents: dict[int, Receiver] = {}
    for tie in ties.select_related("adult").order_by("pk"):
        if tie.adult_id not in parents:
            parents[tie.adult_id] = _of_family(tie.adult, str(tie.get_kind_display()), CopyFor.PARENT, given)
    return [*found, *parents.values()]


def _of_family(person: Person, what: str, kind: str, given: dict[int, PlanCopy]) -> Receiver:
    return Receiver(f"p{person.pk}", person.full_name, what, kind, person_id=person.pk, copy=given.get(person.pk))


def _core_group(document: PlanDocument, copies: Iterable[PlanCopy]) -> list[Receiver]:
    """Those of agencies who were asked to the latest core group to which anybody was asked."""
    of_plan = CoreGroup.objects.filter(plan__in=document.parts.standing().values("plan"))  # type: ignore[attr-defined]
    asked = CoreGroupInvitation.objects.filter(group__in=of_plan, agency__isnull=False)
    latest = asked.order_by("-group_id").values("group_id")[:1]
    given = {_who(one.member): one for one in reversed(list(copies)) if one.member}
    return [
        Receiver(
            key=f"m{one.pk}",
            name=one.name,
            what=f"{one.job}, {one.speaks_for}",
            kind=CopyFor.AGENCY,
            member_id=one.pk,
            address=one.address,
            copy=given.get(_who(one)),
        )
        for one in asked.filter(group_id__in=latest).in_order()
    ]


def _who(member: CoreGroupInvitation) -> tuple[int | None, str]:
    """The same person at one core group after the other."""
    return member.agency_id, member.name
