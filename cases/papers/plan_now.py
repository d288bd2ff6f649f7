"""A plan as it stands today, and a review as it was held, for the file."""

from collections.abc import Iterator

from cases import plans
from cases.models import PlanReview
from cases.papers.filed import Printing, begin, facts
from cases.plans import PlanRead
from cases.presenters import plans as words
from cases.presenters.plans import ActionShown, ChildShown
from cases.presenters.strategy import rows
from frontdoor.core import pdf
from frontdoor.core.working_days import WorkingCalendar
from frontdoor.presenters import long_day

HAS_ENDED = "This plan has ended. What it said stands in its versions."
HEADS = ("What is done", "Who does it", "By when", "How we will know")
NOTHING = "Nothing is written yet."


def plan(printing: Printing, *, read: PlanRead, calendar: WorkingCalendar) -> bytes:
    """The plan with what is not authorised yet; every action with where it stands."""
    document = read.document
    changed = plans.changed_since_authorised(document)
    state, _ = words.state_of(document, is_changed=changed, is_over=not read.children)
    page = begin(printing, f"{document.get_kind_display()} {document.reference}", f"{state}.")
    facts(page, words.facts(read))
    for one in read.children:
        _child(page, words.child(one, now=printing.at, calendar=calendar))
    if not read.children:
        pdf.paragraph(page, HAS_ENDED)
    else:
        pdf.heading(page, "If nothing changes", 2)
        by = f" By {long_day(document.contingency_due_on)}." if document.contingency_due_on else ""
        pdf.paragraph(page, f"{document.contingency}{by}" if document.contingency else NOTHING)
    return pdf.bytes_of(page)


def _child(page: pdf.Document, child: ChildShown) -> None:
    pdf.heading(page, child.name, 2)
    if not child.needs:
        pdf.paragraph(page, NOTHING)
    for need in child.needs:
        pdf.heading(page, f"Need: {need.row.words}", 3)
        pdf.paragraph(page, f"{need.grade}. Seen at: {need.source}")
        for outcome in need.outcomes:
            pdf.line(page, f"What will be different: {outcome.row.words}", bold=True)
            pdf.paragraph(page, f"From 0 to 10: {outcome.track}.")
            if outcome.actions:
                pdf.table(page, HEADS, [_action(one) for one in outcome.actions], (28, 18, 20, 34))


def _action(action: ActionShown) -> tuple[str, str, str, str]:
    row = action.row
    stands = action.result or (action.due.words if action.due else "")
    when = "\n".join(filter(None, [long_day(row.due_on), stands, row.evidence, action.carried]))
    known = f"{row.measure}\nNow: {row.baseline}\nThen: {row.target}\nChecked by {row.checked_by}"
    return row.what, row.who, when, known


def review(printing: Printing, *, held: PlanReview) -> bytes:
    """A review as it was held: what each child said, where each outcome stood, what became of each action."""
    assert held.held_on is not None, "Only a review that was held has something to print."
    document = held.document
    title = f"Review of {long_day(held.held_on)}: {document.get_kind_display()} {document.reference}"
    page = begin(printing, title)
    by = held.held_by.get_full_name() if held.held_by else ""
    facts(page, rows(("Recorded by", by), ("Who was there", held.attended), ("What has changed", held.words)))
    asked: list[tuple[str, str]] = [
        (view.part.child.full_name, view.words)
        for view in held.views.select_related("part__child").order_by("part__child__birth_date", "pk")  # type: ignore[attr-defined]
    ]
    facts(page, rows(*asked), "What each child says")
    scales = held.scales.select_related("outcome__need__part__child").order_by("pk")  # type: ignore[attr-defined]
    outcomes = [
        (
            one.outcome.words,
            one.outcome.need.part.child.full_name,
            f"{one.outcome.scale_at_start} at the start, now {one.scale}",
        )
        for one in scales
    ]
    if outcomes:
        pdf.heading(page, "From 0 to 10", 2)
        pdf.table(page, ("What will be different", "For", "Where it stands"), outcomes, (50, 25, 25))
    updates = list(_updates(held))
    if updates:
        pdf.heading(page, "What became of each action", 2)
        pdf.table(page, ("Action", "For", "What became of it", "New day"), updates, (35, 18, 32, 15))
    return pdf.bytes_of(page)


def _updates(held: PlanReview) -> Iterator[tuple[str, str, str, str]]:
    read = ("action__agency", "action__owner", "action__outcome__need__part__child")
    for one in held.updates.select_related(*read).order_by("pk"):  # type: ignore[attr-defined]
        new = long_day(one.new_due_on) if one.new_due_on else ""
        whose = one.action.outcome.need.part.child.full_name
        yield f"{one.action.what}\n{one.action.who}", whose, f"{one.get_result_display()}\n{one.words}", new
