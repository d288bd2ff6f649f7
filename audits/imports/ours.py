"""What people have done here since a workbook came in stands: a later workbook never writes over it.

A case counts as a whole. Where its referral, an assessment, an enquiry, a plan or an allocation was made or changed
here, none of it is brought up to date, and nothing is added to it. Nor is a second case opened for a child who has an
open one here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from audits.imports.findings import Report, Verdict
from audits.imports.staged import Staged
from cases.models import Allocation, Assessment, Plan, Section47
from frontdoor.models import Contact, Person, Referral
from workforce.models import Worker

BROUGHT_IN = "Brought in from the inspection workbook (Annex A)."
"""The reason that each version written by an import carries: any other version was written here."""

CASE_IS_OURS = "People have worked on this case here since it was brought in. What stands here is kept."
CHILD_HAS_A_CASE = "This child has an open case here. Open no second one; add what is missing on the record."
CONTACT_IS_OURS = "This contact was changed here since it was brought in. What stands here is kept."
CHILD_IS_OURS = "What is known of this child was changed here since it was brought in. What stands here is kept."


def keep_ours(staged: Staged, report: Report) -> None:
    """Take out of a staged workbook what would write over the work of people here, and say so at its row."""
    worked_on = _cases_worked_on(staged)
    busy = _with_an_open_case(staged, worked_on)
    for key, episode in list(staged.episodes.items()):
        if key in worked_on:
            _set_aside(staged, report, key, CASE_IS_OURS)
        elif episode.open and episode.child in busy:
            _set_aside(staged, report, key, CHILD_HAS_A_CASE)
    for key in _changed_here(Contact, "legacy_key", staged.contacts):
        report.say(*staged.contacts.pop(key).origin, Verdict.SET_ASIDE, CONTACT_IS_OURS)
    for legacy_id in _changed_here(Person, "legacy_id", staged.children):
        child = staged.children[legacy_id]
        child.ours = True
        report.say(*child.origin, Verdict.QUESTIONED, CHILD_IS_OURS, column="Child Unique ID", value=legacy_id)


def _written_here(model: Any, **of: Any) -> Any:
    """Versions that a person wrote here: neither an import nor a rule of the system that ran again."""
    versions = model.history.filter(**of).exclude(history_change_reason=BROUGHT_IN)
    return versions.exclude(history_user=Worker.objects.the_system())


def _changed_here(model: Any, key: str, wanted: Iterable[str]) -> set[str]:
    return set(_written_here(model, **{f"{key}__in": list(wanted)}).values_list(key, flat=True))


def _cases_worked_on(staged: Staged) -> set[str]:
    """The keys of referrals on which somebody made or changed anything here."""
    keys = dict(Referral.objects.filter(legacy_key__in=list(staged.episodes)).values_list("pk", "legacy_key"))
    touched = set(_written_here(Referral, id__in=list(keys)).values_list("id", flat=True))
    for model in (Assessment, Section47, Plan, Allocation):
        touched |= set(_written_here(model, referral_id__in=list(keys)).values_list("referral_id", flat=True))
    return {keys[pk] for pk in touched}


def _with_an_open_case(staged: Staged, worked_on: set[str]) -> set[str]:
    """Children of the workbook with an open case that the workbook does not bring up to date."""
    people = Person.objects.filter(legacy_id__in=list(staged.children)).values_list("legacy_id", "pk", "merged_into")
    standing = {key: Person.objects.survivor_of(pk) if joined else pk for key, pk, joined in people}
    cases = Referral.objects.open().filter(child_id__in=standing.values()).values_list("child_id", "legacy_key")
    followed = staged.episodes.keys() - worked_on
    busy = {child for child, key in cases if key not in followed}
    return {legacy_id for legacy_id, pk in standing.items() if pk in busy}


def _set_aside(staged: Staged, report: Report, episode: str, reason: str) -> None:
    for sheet, row in {staged.episodes.pop(episode).origin, *_take_out(staged, episode)}:
        report.say(sheet, row, Verdict.SET_ASIDE, reason)


def _take_out(staged: Staged, episode: str) -> Iterator[tuple[str, int]]:
    """Remove the work that hangs on a referral; where each piece came from."""
    for pieces in (staged.assessments, staged.enquiries, staged.plans):
        for key in [key for key, piece in pieces.items() if piece.episode == episode]:
            yield pieces.pop(key).origin
