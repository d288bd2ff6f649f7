"""What the cases put on the first page: a worker's own, and what waits for a manager."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cases import listing, presenters, seeing
from cases.models.assessment_family import CHECK_CLOCK
from cases.permissions import ALLOCATE, ASSESS, AUTHORISE_ASSESSMENT, RECORD_VISIT, TAKE_UP_LATE
from cases.presenters import visits as presenters_visits
from cases.presenters.assessment import SECTIONS
from frontdoor.core import drafts
from frontdoor.core.access import Viewer
from frontdoor.core.drafts import DraftKind
from frontdoor.core.my_work import Block, Reading, WorkItem, blocks
from frontdoor.core.navigation import address
from frontdoor.core.together import Moment
from frontdoor.models import Person
from frontdoor.presenters import due

Rows = Callable[[Viewer, Moment], QuerySet]

drafts.register(
    DraftKind(form="assessment", title="Assessment", url=lambda draft: reverse("assessment", args=[draft.subject_id]))
)
for part, title in SECTIONS.items():
    drafts.register(
        DraftKind(
            form=f"assessed_{part}",
            title=f"Assessment of a family: {title.lower()}",
            url=lambda draft: reverse(draft.form, args=[draft.data["family"][0], draft.subject_id]),
        )
    )
drafts.register(
    DraftKind(
        form="assessed_version",
        title="Assessment of a family: version for the child",
        url=lambda draft: reverse("child_version", args=[draft.data["family"][0], draft.subject_id]),
    )
)
drafts.register(
    DraftKind(
        form="assessed_adult",
        title="Assessment of a family: a parent or carer",
        url=lambda draft: reverse("assessed_adult", args=[draft.data["family"][0], draft.subject_id]),
    )
)
for part, title in (("history", "earlier work"), ("flags", "risks raised")):
    drafts.register(
        DraftKind(
            form=f"assessed_{part}",
            title=f"Assessment of a family: {title}",
            url=lambda draft: reverse(draft.form, args=[draft.subject_id]),
        )
    )
drafts.register(DraftKind(form="visit", title="Visit", url=lambda draft: reverse("visit_new", args=[draft.subject_id])))
drafts.register(
    DraftKind(form="case_note", title="Case note", url=lambda draft: reverse("note_new", args=[draft.subject_id]))
)
drafts.register(
    DraftKind(
        form="note_correction",
        title="Correction of a note",
        url=lambda draft: reverse("note_correct", args=[draft.subject_id]),
    )
)
drafts.register(
    DraftKind(
        form="visit_correction",
        title="Correction of a visit",
        url=lambda draft: reverse("visit_correct", args=[draft.subject_id]),
    )
)


def _assessment(row: Any, at: Reading) -> WorkItem:
    line = presenters.assessment_row(row, now=at.now, calendar=at.days)
    promise = line.due
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=line.due_url,
        detail=f"{line.worker or 'No worker'}. {line.flag_words}".strip(),
        due_words=promise.words[:1].upper() + promise.words[1:],
        state=promise.state,
        people=frozenset({row.child_id}),
    )


def _to_check(row: Any, at: Reading) -> WorkItem:
    promise = due(CHECK_CLOCK, row, now=at.now, calendar=at.days)
    assert promise is not None, "A check is listed from the moment it is promised."
    line = presenters.assessment_row(row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=line.due_url,
        detail=f"{line.worker or 'No worker'}. Say what you found and what happens next.",
        due_words=promise.words[:1].upper() + promise.words[1:],
        state=promise.state,
        people=frozenset({row.child_id}),
    )


def _without_agreement(row: Any, at: Reading) -> WorkItem:
    line = presenters.assessment_row(row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=reverse("assessment", args=[row.pk]),
        detail="The family took its agreement back. Nothing is written until a manager has decided.",
        people=frozenset({row.child_id}),
    )


def _agreement_to_decide(row: Any, at: Reading) -> WorkItem:
    line = presenters.assessment_row(row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=reverse("assessment_agreement", args=[row.pk]),
        detail=f"{line.worker or 'No worker'}. Decide whether this assessment ends.",
        people=frozenset({row.child_id}),
    )


def _to_start(row: Any, _: Reading) -> WorkItem:
    return WorkItem(
        title=Person(given_names=row.given_names, family_name=row.family_name).full_name,
        url=reverse("assessment_start", args=[row.pk]),
        detail=f"Referral received on {row.received_on:%-d %B %Y}. Its 45 working days run.",
        people=frozenset({row.child_id}),
    )


def _to_allocate(row: Any, at: Reading) -> WorkItem:
    line = presenters.case_row(row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=line.allocate_url or line.url,
        detail=line.team,
        due_words=(line.waits.words[:1].upper() + line.waits.words[1:]) if line.waits else "",
        state=line.waits.state if line.waits else "",
        people=frozenset({row.child_id}),
    )


def _to_see(row: Any, at: Reading) -> WorkItem:
    line = presenters_visits.seen_row(row, now=at.now, calendar=at.days)
    return WorkItem(
        title=f"{line.name}, {line.age}",
        url=line.visit_url,
        detail=f"{line.what_for}. Last visit: {line.last}.",
        due_words=line.due.words[:1].upper() + line.due.words[1:],
        state=line.due.state,
        people=frozenset({row.child_id}),
    )


def _seen_lines(rows: QuerySet) -> QuerySet:
    return seeing.seen_rows(rows, "due")


def _own_to_see(show: str) -> Rows:
    return lambda viewer, at: seeing.to_be_seen(viewer=viewer, on=at.today, lead=viewer.pk, show=show)


def _of_team_to_see(show: str) -> Rows:
    return lambda viewer, at: seeing.to_be_seen_to_start_from(viewer=viewer, on=at.today, show=show)


def _own_list_to_see(show: str) -> Callable[[Any], str]:
    return lambda worker: address("seen_list", show=show, team=listing.ALL_TEAMS, worker=worker.pk)


def _case_lines(rows: QuerySet) -> QuerySet:
    return listing.case_rows(rows, "received")


def _assessment_lines(rows: QuerySet) -> QuerySet:
    return listing.assessment_rows(rows, "due")


def _own_cases(show: str = "") -> Rows:
    return lambda viewer, at: listing.cases(viewer=viewer, on=at.today, lead=viewer.pk, show=show)


def _own_assessments(show: str) -> Rows:
    return lambda viewer, at: listing.assessments(viewer=viewer, on=at.today, lead=viewer.pk, show=show)


def _cases_of_team(show: str) -> Rows:
    return lambda viewer, at: listing.cases_to_start_from(viewer=viewer, on=at.today, show=show)


def _assessments_of_team(show: str) -> Rows:
    return lambda viewer, at: listing.assessments_to_start_from(viewer=viewer, on=at.today, show=show)


def _team_list(name: str, **query: str) -> Callable[[Any], str]:
    """The address of a list that begins with what the reader starts from."""
    return lambda worker: address(name, **query, team=listing.own_team(worker))


blocks(
    ASSESS,
    Block(
        title="My assessments without agreement",
        order=8,
        rows=_own_assessments(listing.NO_AGREEMENT),
        lines=_assessment_lines,
        item=_without_agreement,
        url=lambda worker: address("assessment_list", show=listing.NO_AGREEMENT, worker=worker.pk),
        empty="no family took its agreement back.",
    ),
    Block(
        title="My late assessments",
        order=10,
        rows=_own_assessments(listing.LATE),
        lines=_assessment_lines,
        item=_assessment,
        url=lambda worker: address("assessment_list", show=listing.LATE, worker=worker.pk),
        empty="none is late.",
    ),
    Block(
        title="My assessments due in 7 days",
        order=20,
        rows=_own_assessments(listing.DUE_SOON),
        lines=_assessment_lines,
        item=_assessment,
        url=lambda worker: address("assessment_list", show=listing.DUE_SOON, worker=worker.pk),
        empty="none is due.",
    ),
    Block(
        title="My assessments to start",
        order=11,
        rows=_own_cases(listing.NOT_STARTED),
        lines=_case_lines,
        item=_to_start,
        url=lambda worker: address("case_list", show=listing.NOT_STARTED, team=listing.ALL_TEAMS, worker=worker.pk),
        empty="every assessment has started.",
    ),
    Block(
        title="My cases",
        order=60,
        rows=_own_cases(),
        url=lambda worker: address("case_list", team=listing.ALL_TEAMS, worker=worker.pk),
        empty="you lead no case.",
    ),
)
blocks(
    AUTHORISE_ASSESSMENT,
    Block(
        title="Assessments to authorise",
        order=15,
        rows=_assessments_of_team(listing.AWAITING),
        lines=_assessment_lines,
        item=_assessment,
        url=_team_list("assessment_list", show=listing.AWAITING),
        empty="none waits for you.",
        urgent=False,
    ),
    Block(
        title="Assessments to check",
        order=18,
        rows=_assessments_of_team(listing.TO_CHECK),
        lines=_assessment_lines,
        item=_to_check,
        url=_team_list("assessment_list", show=listing.TO_CHECK),
        empty="each was looked at in time.",
    ),
    Block(
        title="Assessments without agreement",
        order=8,
        rows=_assessments_of_team(listing.NO_AGREEMENT),
        lines=_assessment_lines,
        item=_agreement_to_decide,
        url=_team_list("assessment_list", show=listing.NO_AGREEMENT),
        empty="none waits for a decision.",
    ),
)
blocks(
    ALLOCATE,
    Block(
        title="Cases without a worker",
        order=14,
        rows=_cases_of_team(listing.UNALLOCATED),
        lines=_case_lines,
        item=_to_allocate,
        url=_team_list("unallocated"),
        empty="every case has a worker.",
        urgent=False,
    ),
    Block(
        title="Assessments to start",
        order=16,
        rows=_cases_of_team(listing.NOT_STARTED),
        lines=_case_lines,
        item=_to_start,
        url=_team_list("case_list", show=listing.NOT_STARTED),
        empty="every assessment has started.",
    ),
)
blocks(
    RECORD_VISIT,
    Block(
        title="My children not seen in time",
        order=13,
        rows=_own_to_see(seeing.OVERDUE),
        lines=_seen_lines,
        item=_to_see,
        url=_own_list_to_see(seeing.OVERDUE),
        empty="each was seen in time.",
    ),
    Block(
        title="My children to see in 7 days",
        order=21,
        rows=_own_to_see(seeing.DUE_SOON),
        lines=_seen_lines,
        item=_to_see,
        url=_own_list_to_see(seeing.DUE_SOON),
        empty="no visit is due.",
    ),
)
# The head of service reads what has come up from the teams: see late_work.py beside this module.
blocks(
    AUTHORISE_ASSESSMENT,
    Block(
        title="Late assessments",
        order=12,
        rows=_assessments_of_team(listing.LATE),
        lines=_assessment_lines,
        item=_assessment,
        url=_team_list("assessment_list", show=listing.LATE),
        empty="none is late.",
    ),
    Block(
        title="Children not seen in time",
        order=17,
        rows=_of_team_to_see(seeing.OVERDUE),
        lines=_seen_lines,
        item=_to_see,
        url=_team_list("seen_list", show=seeing.OVERDUE),
        empty="each was seen in time.",
    ),
    only=lambda viewer: not viewer.holds(TAKE_UP_LATE),
)
