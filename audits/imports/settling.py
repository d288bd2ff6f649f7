"""After the rows are read: which referral of each child is open, and what an open one is owed."""

from audits.imports.findings import Report, Verdict
from audits.imports.staged import Staged, StagedAssessment, StagedEpisode

OTHER = "RC7"


def settle(staged: Staged, report: Report) -> None:
    """Leave each child at most one open referral, the latest; give an open one without an assessment its clock.

    The workbook does not say when most referrals closed. One that a later one follows closes on that day; one with
    nobody's name and no open work closes on the last day known of it (domain.md 4.3, census rules 8815 and 8816).
    """
    for child in staged.children:
        episodes = [episode for episode in staged.episodes_of(child) if not episode.no_further_action]
        for earlier, later in zip(episodes, episodes[1:], strict=False):
            _close(staged, earlier, by=later)
        if episodes:
            _finish(staged, report, episodes[-1])
        _one_open_piece_each(staged, report, child)


def _close(staged: Staged, earlier: StagedEpisode, *, by: StagedEpisode) -> None:
    """Close a referral where the next begins; its open work goes on under the next."""
    if earlier.closed_on is None or earlier.closed_on > by.received_on:
        earlier.closed_on, earlier.closure_reason = by.received_on, earlier.closure_reason or OTHER
        _move_open_work(staged, earlier, by)


def _move_open_work(staged: Staged, earlier: StagedEpisode, later: StagedEpisode) -> None:
    for plan in staged.plans.values():
        if plan.episode == earlier.key and plan.ended_on is None:
            plan.episode = later.key
    later.team, later.worker = later.team or earlier.team, later.worker or earlier.worker


def _finish(staged: Staged, report: Report, last: StagedEpisode) -> None:
    if last.closed_on is not None:
        for plan in staged.plans.values():
            if plan.episode == last.key and plan.ended_on is None:
                plan.ended_on = max(last.closed_on, plan.started_on)
        return
    assessments = [a for a in staged.assessments.values() if a.episode == last.key]
    plans = [p for p in staged.plans.values() if p.episode == last.key and p.ended_on is None]
    if not (last.team or last.worker or plans or any(a.authorised_on is None for a in assessments)):
        known = [last.received_on, *(a.authorised_on for a in assessments if a.authorised_on)]
        last.closed_on, last.closure_reason = max(known), OTHER
    elif not assessments and not plans and last.key.startswith("annex-a:referral:"):
        key = f"annex-a:assessment-owed:{last.child}:{last.received_on}"
        staged.assessments[key] = StagedAssessment(key, last.key, last.child, last.received_on, last.origin)
        sheet, row = last.origin
        reason = (
            "The referral was accepted and List 4 shows no assessment: one is opened and its 45 days run from here."
        )
        report.say(sheet, row, Verdict.QUESTIONED, reason, column="Date of Referral", value=last.received_on)


def _one_open_piece_each(staged: Staged, report: Report, child: str) -> None:
    """One open plan and one open assessment a child: protection goes before need, the later before the earlier."""
    plans = [p for p in staged.plans.values() if p.child == child and p.ended_on is None]
    plans.sort(key=lambda plan: (plan.kind == "cp", plan.started_on))
    for plan in plans[:-1]:
        plan.ended_on = max(plans[-1].started_on, plan.started_on)
        reason = "Another plan of this child is open; this one ends with it."
        report.say(*plan.origin, Verdict.QUESTIONED, reason)
    assessments = [a for a in staged.assessments.values() if a.child == child and a.authorised_on is None]
    assessments.sort(key=lambda assessment: assessment.started_on)
    for assessment in assessments[:-1]:
        del staged.assessments[assessment.key]
        reason = "A later assessment of this child is open; this one is left out."
        report.say(*assessment.origin, Verdict.REFUSED, reason)
