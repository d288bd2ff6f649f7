"""Children to be seen, and children seen without a case: what each list means, once."""

from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from cases import listing
from cases.decided import day_of
from cases.models import CaseNoteChild, SeenDue, Visit, VisitRecord
from cases.models.notes import NoteKind
from cases.models.visits import SEEN_CLOCK, SeenDueQuerySet, last_two
from frontdoor.models import ContactChild, Person, Referral

OVERDUE = "overdue"
DUE_SOON = "soon"
NOT_SEEN = "not-seen"
NOT_ALONE = "not-alone"
NO_BEDROOM = "no-bedroom"
ORDERS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "name": ("child__sort_key", "pk"),
    "-name": ("-child__sort_key", "-pk"),
}


def to_be_seen(
    *, viewer: Any, on: Any, team: str = listing.ALL_TEAMS, lead: Any = None, show: str = ""
) -> SeenDueQuerySet:
    """The days by which children are to be seen whose record the viewer may open, of a team (its id) or all, of the
    children whom one worker leads, and only those that a filter lets through."""
    wanted = None if team == listing.ALL_TEAMS else team
    return _to_be_seen(viewer, on, team=wanted, own=team == str(viewer.team_id), lead=lead, show=show)


def to_be_seen_to_start_from(*, viewer: Any, on: Any, show: str) -> SeenDueQuerySet:
    """As ``to_be_seen``, of the viewer's own team, or of all for those who oversee many."""
    return _to_be_seen(viewer, on, team=None, own=not listing.starts_from_all(viewer), lead=None, show=show)


def _to_be_seen(viewer: Any, on: Any, *, team: Any, own: bool, lead: Any, show: str) -> SeenDueQuerySet:
    rows = SeenDue.objects.waiting()
    if own:
        rows = rows.of_own_team(viewer)
    else:
        rows = rows.visible_to(viewer)
        rows = rows if team is None else rows.filter(referral__team_id=team)
    rows = _shown(rows, on, show).annotate(
        lead=FilteredRelation(
            "child__allocations",
            condition=Q(child__allocations__ended_on__isnull=True, child__allocations__role="lead"),
        )
    )
    return rows if lead is None else rows.filter(lead__worker_id=lead)


def _shown(rows: SeenDueQuerySet, on: Any, show: str) -> SeenDueQuerySet:
    if show == OVERDUE:
        return rows.overdue(on)
    if show == DUE_SOON:
        return rows.filter(SEEN_CLOCK.due_by_q(on + listing.SOON)).exclude(SEEN_CLOCK.overdue_q(on))
    if show == NOT_SEEN:
        return rows.last_visit_not_seen()
    if show == NOT_ALONE:
        return rows.not_alone_twice()
    if show == NO_BEDROOM:
        return rows.no_bedroom_twice()
    return rows


def seen_rows(rows: QuerySet, order: str) -> QuerySet:
    """What a line of the list needs, in one of ``ORDERS``."""
    joined = {
        "team_name": F("referral__team__name"),
        "last": _last_visit(),
        **listing.CHILD,
        **listing.LEAD_WORKER,
    }
    own = ("pk", "child_id", "code", "counted_from", "due_on", "seen_on")
    return rows.order_by(*ORDERS[order]).annotate(**joined).values_list(*own, *joined, named=True)


def _last_visit() -> Subquery:
    """The facts of a child's last visit: ``on`` and ``seen``, and the moments that say whether it is a late entry."""
    last = Visit.objects.filter(child_id=OuterRef("child_id")).newest_first()
    written = {name: f"record__{name}" for name in ("happened_at", "note_due_at", "noted_at")}
    return Subquery(last.values(told=JSONObject(on="visited_on", seen="seen", **written))[:1])


def without_case(viewer: Any) -> QuerySet:
    """Of the children whom a visit wrote of and who had no case then nor since, the last visit of each that the viewer
    may open, about which nobody has decided: no contact came since, and no manager wrote a decision. The oldest first.

    ``may_decide``: whether the viewer may open the child's record.
    """
    day = OuterRef("visited_on")
    of_child = {"child_id": OuterRef("child_id")}
    case = Referral.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day), no_further_action=False)
    contact = ContactChild.objects.annotate(came=day_of("contact__received_at")).filter(came__gte=day)
    decided = CaseNoteChild.objects.annotate(said=day_of("note__happened_at")).filter(
        note__kind=NoteKind.DECISION, said__gte=day
    )
    last = Visit.objects.filter(record__isnull=False, **of_child).newest_first().values("pk")[:1]
    rows = Visit.objects.filter(record__in=VisitRecord.objects.visible_to(viewer), pk=Subquery(last))
    for settled in (case, contact, decided):
        rows = rows.exclude(Exists(settled.filter(**of_child)))
    opens = Person.objects.visible_to(viewer).filter(pk=OuterRef("child_id"))
    return rows.annotate(may_decide=Exists(opens)).order_by("visited_on", "pk")


def of_child(person: Any) -> QuerySet:
    """By when a child, by id or slot, is to be seen, what is due first standing first, and what visits left undone."""
    waiting = SeenDue.objects.waiting().filter(child_id=person)
    return waiting.order_by("due_on", "pk").annotate(last=_last_visit(), **last_two())
