"""What people have done here since a workbook came in stands: a later workbook never writes over it.

A case counts as a whole. Where its referral, an assessment, an enquiry, a plan or an allocation was made or changed
here, none of it is brought up to date, and nothing is added to it. Nor is a second case opened for a child who has an
open one here.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Min

from audits.imports.findings import Report, Verdict
from audits.imports.staged import Staged
from cases.models import Allocation, Assessment, Plan, Section47
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, Person, Referral
from frontdoor.models.birth_dates import LONG_BEFORE_BIRTH, was_carried
from frontdoor.models.person_choices import BirthDateKnown
from workforce.models import Worker

BROUGHT_IN = "Brought in from the inspection workbook (Annex A)."
"""The reason that each version written by an import carries: any other version was written here."""

CASE_IS_OURS = "People have worked on this case here since it was brought in. What stands here is kept."
CHILD_HAS_A_CASE = "This child has an open case here. Open no second one; add what is missing on the record."
CHILD_IS_ASSESSED = "This child has another open assessment here. Finish that one first; no second one is opened."
CHILD_HAS_A_PLAN = "This child has another open plan here. End that one first; no second one is opened."
CONTACT_IS_OURS = "This contact was changed here since it was brought in. What stands here is kept."
BIRTH_IS_OURS = "A contact here came in more than 10 months before that date of birth. What stands here is kept."
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
    _keep_births(staged, report)
    standing = _records(staged)
    assessments = [piece for piece in staged.assessments.values() if piece.authorised_on is None]
    plans = [piece for piece in staged.plans.values() if piece.ended_on is None]
    for piece in _opened_twice(standing, staged.assessments, assessments, Assessment.objects.open()):
        report.say(*staged.assessments.pop(piece.key).origin, Verdict.SET_ASIDE, CHILD_IS_ASSESSED)
    for piece in _opened_twice(standing, staged.plans, plans, Plan.objects.filter(ended_on__isnull=True)):
        report.say(*staged.plans.pop(piece.key).origin, Verdict.SET_ASIDE, CHILD_HAS_A_PLAN)


def _keep_births(staged: Staged, report: Report) -> None:
    """No contact long before the birth that stands here, and no birth long after a contact that stands here.

    The reader has weighed the workbook's own dates against each other.
    """
    first_told = Min("contacts__contact__received_at")
    for person in Person.objects.filter(legacy_id__in=list(staged.children)).annotate(first_told=first_told):
        child = staged.children[person.legacy_id]
        born = child.birth_date if child.birth_date_known == BirthDateKnown.EXACT else None
        if born and person.first_told and not was_carried(born, london_date(person.first_told)):
            child.ours = True
            report.say(*child.origin, Verdict.QUESTIONED, BIRTH_IS_OURS, column="Date of Birth", value=born)
    ours = [child.legacy_id for child in staged.children.values() if child.ours]
    standing = {person.legacy_id: standing_for(person) for person in Person.objects.filter(legacy_id__in=ours)}
    for key, contact in list(staged.contacts.items()):
        person = standing.get(contact.child)
        if person is not None and person.was_born_long_after(contact.on):
            report.say(*staged.contacts.pop(key).origin, Verdict.REFUSED, LONG_BEFORE_BIRTH)


def standing_for(person: Person) -> Person:
    """The record that speaks for a person now: the one it was joined into, where it was."""
    if person.merged_into_id is None:
        return person
    return Person.objects.get(pk=Person.objects.survivor_of(person.pk))


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
    standing = _records(staged)
    cases = Referral.objects.open().filter(child_id__in=standing.values()).values_list("child_id", "legacy_key")
    followed = staged.episodes.keys() - worked_on
    busy = {child for child, key in cases if key not in followed}
    return {legacy_id for legacy_id, pk in standing.items() if pk in busy}


def _records(staged: Staged) -> dict[str, int]:
    """The record that speaks for each child of the workbook who is known here, by the workbook's id."""
    people = Person.objects.filter(legacy_id__in=list(staged.children)).values_list("legacy_id", "pk", "merged_into")
    return {key: Person.objects.survivor_of(pk) if joined else pk for key, pk, joined in people}


def _opened_twice(standing: dict[str, int], pieces: dict[str, Any], opened: list[Any], here: Any) -> list[Any]:
    """Those ``opened`` by the workbook whose child has another one open ``here`` that ``pieces`` does not name.

    ``standing`` gives the record of each child by the workbook's id, ``here`` the open rows of the kind.
    """
    keys = dict(here.filter(child_id__in=standing.values()).values_list("child_id", "legacy_key"))
    records = [(piece, standing.get(piece.child)) for piece in opened]
    return [piece for piece, record in records if record in keys and keys[record] not in pieces]


def _set_aside(staged: Staged, report: Report, episode: str, reason: str) -> None:
    for sheet, row in {staged.episodes.pop(episode).origin, *_take_out(staged, episode)}:
        report.say(sheet, row, Verdict.SET_ASIDE, reason)


def _take_out(staged: Staged, episode: str) -> Iterator[tuple[str, int]]:
    """Remove the work that hangs on a referral; where each piece came from."""
    for pieces in (staged.assessments, staged.enquiries, staged.plans):
        for key in [key for key, piece in pieces.items() if piece.episode == episode]:
            yield pieces.pop(key).origin
