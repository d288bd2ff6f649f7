"""Keeping the register of what inspections found: recorded, owned, measured, closed on proof, opened again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from audits.indicators.weekly import INDICATORS, Proof, Target, Week, WeeklyIndicator, proof
from audits.models import FindingEvent, FindingWeek, InspectionFinding
from audits.models import finding_rules as rules
from audits.models.finding_choices import Better, EventKind, source_in_words
from audits.permissions import KEEP_FINDINGS, VIEW_FINDINGS
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import Refused, require
from frontdoor.core.versions import lock_untouched

OWNED = ("owner", "due_on", "closed_on", "again_on")
MEASURED = ("indicator", "better", "target")
OPENED_WORDS = "Recorded in the register from: {source}."
EASIER = "This indicator has a target of its own. Agree one that is at least as strict."
UNKNOWN_INDICATOR = "Choose an indicator of the list."
NOT_YOURS = "Its owner, or whoever keeps the register, notes what is done about a finding."


class NotProved(NotPossible):
    """A closing that the last thirteen weeks do not bear out."""

    sentence = rules.NOT_PROVED


class NoIndicator(NotPossible):
    """A closing of a finding that nothing measures."""

    sentence = rules.NO_INDICATOR


class NotByItsOwner(NotPossible):
    """A closing by somebody who owns the finding or has owned it."""

    sentence = rules.NOT_BY_ITS_OWNER


class IsClosed(NotPossible):
    """A closed finding stays as it is until it is found again."""

    sentence = rules.CLOSED


class AskedWhetherTheSame(NotPossible):
    """A new finding of a theme that was found before, without a word of how it differs."""

    sentence = rules.ASK_WHETHER_THE_SAME


@action
def record(
    *,
    by: Any,
    on: date,
    found: str,
    theme: str,
    source_kind: str,
    source: str,
    found_on: date,
    owner: Any,
    due_on: date,
    reference: str = "",
    differs: str = "",
) -> InspectionFinding:
    """Record a finding that is no repetition of another. Raises AskedWhetherTheSame, ValidationError."""
    require(by, KEEP_FINDINGS)
    row = InspectionFinding(
        found=found,
        theme=theme,
        source_kind=source_kind,
        source=source,
        found_on=found_on,
        reference=reference,
        differs=differs,
        owner=_in_post(owner, on),
        due_on=due_on,
        opened_on=on,
        opened_by=by,
    )
    row.full_clean()
    earlier = InspectionFinding.objects.repeated_by(theme=theme, found_on=found_on)
    if len(differs.strip()) < rules.LEAST_WORDS and earlier.exists():
        raise AskedWhetherTheSame(field="same_as")
    row.save()
    words = OPENED_WORDS.format(source=source)
    _note(row, EventKind.OPENED, by=by, on=on, words=words, owner=owner, due_on=due_on)
    return row


@action
def find_again(
    *,
    by: Any,
    on: date,
    finding_id: int,
    found: str,
    source_kind: str,
    source: str,
    found_on: date,
    owner: Any,
    due_on: date,
    reference: str = "",
    version: int | None = None,
) -> InspectionFinding:
    """Record that the same was found again: a closed finding opens, and leaders are told either way (L42).

    ``version`` is None where no owner and no day was shown to whoever gives them. Raises Stale when somebody else has
    given it another owner or day, or closed or opened it, since ``version``, NotPossible, ValidationError.
    """
    require(by, KEEP_FINDINGS)
    row = _locked(finding_id) if version is None else _untouched(finding_id, version, OWNED)
    if len(found.strip()) < rules.LEAST_WORDS:
        raise NotPossible(rules.FOUND_TOO_SHORT, field="found")
    if found_on > on:
        raise NotPossible(rules.FOUND_BEFORE, field="found_on")
    kind = EventKind.REOPENED if row.closed_on else EventKind.AGAIN
    where = f"{source_in_words(source_kind, source)}, {found_on:%-d %B %Y}" + (f", {reference}" if reference else "")
    _note(row, kind, by=by, on=on, words=f"{found}\n{where}", owner=owner, due_on=due_on)
    row.closed_on, row.closed_by, row.evidence = None, None, ""
    row.again_on, row.again_by = on, by
    row.owner, row.due_on = _in_post(owner, on), due_on
    return _kept(row)


@action
def hand_over(
    *, by: Any, on: date, finding_id: int, version: int, owner: Any, due_on: date, words: str
) -> InspectionFinding:
    """Give an open finding to another owner, or agree another day, and say why.

    Raises IsClosed, Stale when somebody else has given it another owner or day since ``version``, ValidationError.
    """
    require(by, KEEP_FINDINGS)
    _open(finding_id)
    row = _untouched(finding_id, version, OWNED)
    row.owner, row.due_on = _in_post(owner, on), due_on
    _note(row, EventKind.OWNER, by=by, on=on, words=words, owner=owner, due_on=due_on)
    return _kept(row)


@action
def measure(
    *, by: Any, on: date, finding_id: int, version: int, indicator: str, target: int, words: str
) -> InspectionFinding:
    """Choose what an open finding is measured by. A target that an indicator has of its own is not made easier.

    ``target`` in per cent. Raises IsClosed, Stale when somebody else has chosen another indicator or target since
    ``version``, NotPossible, ValidationError.
    """
    require(by, KEEP_FINDINGS)
    _open(finding_id)
    row = _untouched(finding_id, version, MEASURED)
    chosen = INDICATORS.get(indicator)
    if chosen is None:
        raise NotPossible(UNKNOWN_INDICATOR, field="indicator")
    agreed = Target(chosen.better, target)
    if chosen.own_target is not None and agreed.is_easier_than(chosen.own_target):
        raise NotPossible(EASIER, field="target")
    row.indicator, row.better, row.target = chosen.key, chosen.better, target
    told = f"{chosen.code} {chosen.name}, {agreed.words}. {words}"
    _note(row, EventKind.MEASURED, by=by, on=on, words=told)
    return _kept(row)


@action
def note(*, by: Any, on: date, finding_id: int, words: str) -> FindingEvent:
    """Note what was done about an open finding and what shows it. Raises Refused, IsClosed, ValidationError."""
    require(by, VIEW_FINDINGS)
    row = _open(finding_id)
    if not may_note(by, row):
        raise Refused(NOT_YOURS)
    return _note(row, EventKind.PROGRESS, by=by, on=on, words=words)


def may_note(worker: Any, finding: InspectionFinding) -> bool:
    """Whether somebody owns the finding or keeps the register."""
    return finding.owner_id == worker.pk or worker.holds(KEEP_FINDINGS)


@action
def close(*, by: Any, on: date, at: datetime, finding_id: int, evidence: str) -> InspectionFinding:
    """Close a finding on thirteen weeks inside its target, which are kept with it (L61).

    The weeks are those that ended before the week of ``on``, as they stand at ``at``. Raises IsClosed, NoIndicator,
    NotByItsOwner, NotProved, ValidationError.
    """
    require(by, KEEP_FINDINGS)
    row = _open(finding_id)
    if len(evidence.strip()) < rules.LEAST_EVIDENCE:
        raise NotPossible(rules.EVIDENCE_TOO_SHORT, field="evidence")
    if refusal := why_not(row, by, found := standing(row, by, on=on, at=at)):
        raise refusal
    return close_on(row, found.weeks, by=by, on=on, evidence=evidence)


def close_on(row: InspectionFinding, weeks: Sequence[Week], *, by: Any, on: date, evidence: str) -> InspectionFinding:
    """Write a closing with the weeks on which it stands; the database refuses what they do not prove."""
    row.times_closed += 1
    for week in weeks:
        _keep_week(row, week_from=week.week_from, counted=week.counted, out_of=week.out_of)
    row.closed_on, row.closed_by, row.evidence = on, by, evidence
    _kept(row)
    _note(row, EventKind.CLOSED, by=by, on=on, words=evidence)
    return row


def measured_by(finding: InspectionFinding) -> tuple[WeeklyIndicator, Target] | None:
    """The indicator of a finding and the target agreed for it; None where none is chosen."""
    indicator = INDICATORS.get(finding.indicator)
    if indicator is None or finding.target is None:
        return None
    return indicator, Target(Better(finding.better), finding.target)


def standing(finding: InspectionFinding, reader: Any, *, on: date, at: datetime) -> Proof | None:
    """The weeks by which a finding would be closed on a day; None without an indicator. One query."""
    measured = measured_by(finding)
    if measured is None:
        return None
    indicator, target = measured
    return proof(indicator.complete_weeks(reader, on=on, at=at), target)


def why_not(finding: InspectionFinding, worker: Any, found: Proof | None) -> NotPossible | None:
    """Why somebody cannot close an open finding that stands as ``found``; None when they can."""
    if found is None:
        return NoIndicator()
    owned = FindingEvent.objects.owner_of(finding.pk, worker).exists()
    if owned or finding.owner_id == worker.pk:
        return NotByItsOwner()
    return None if found.is_whole else NotProved()


def _locked(finding_id: int) -> InspectionFinding:
    return InspectionFinding.objects.select_for_update(of=("self",), no_key=True).get(pk=finding_id)


def _untouched(finding_id: int, version: int, fields: Sequence[str]) -> InspectionFinding:
    rows = InspectionFinding.objects.select_related("owner")
    found: InspectionFinding = lock_untouched(rows, finding_id, version=version, fields=fields)
    return found


def _open(finding_id: int) -> InspectionFinding:
    row = _locked(finding_id)
    if row.closed_on is not None:
        raise IsClosed
    return row


def _in_post(owner: Any, on: date) -> Any:
    works_here = owner.is_active and (owner.ended_on is None or owner.ended_on >= on)
    if not (works_here and owner.holds(VIEW_FINDINGS)):
        raise NotPossible(rules.OWNER_IN_POST, field="owner")
    return owner


def _kept(row: InspectionFinding) -> InspectionFinding:
    row.full_clean()
    row.save()
    return row


def _note(row: InspectionFinding, kind: str, *, by: Any, on: date, words: str, **more: Any) -> FindingEvent:
    event = FindingEvent(finding=row, kind=kind, happened_on=on, noted_by=by, words=words, **more)
    event.full_clean()
    event.save()
    return event


def _keep_week(row: InspectionFinding, **figures: Any) -> None:
    week = FindingWeek(finding=row, closing=row.times_closed, target=row.target, **figures)
    week.full_clean()
    week.save()
