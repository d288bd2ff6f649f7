"""Storing referrals and the work that hangs on them: allocations, assessments, enquiries."""

from datetime import date, datetime, time
from typing import Any

from audits.imports.clocks import Clocks
from audits.imports.ours import BROUGHT_IN
from audits.imports.staged import StagedEpisode
from audits.imports.storing_people import NO_TEAM, Register
from cases.models import Allocation, Assessment, Section47
from frontdoor.core.timescales import ASSESSMENT
from frontdoor.core.working_days import LONDON
from frontdoor.models import Referral


def start_of(day: date) -> datetime:
    """The first moment of a day in London: the workbook knows no times."""
    return datetime.combine(day, time.min, LONDON)


class CasesStore(Register):
    """Writes the referrals of a staged workbook and their work."""

    def _referral_values(self, episode: StagedEpisode) -> dict[str, Any]:
        return {
            "child_id": self.people[episode.child].pk,
            "team_id": self.teams[episode.team or NO_TEAM].pk,
            "received_on": episode.received_on,
            "source_code": episode.source,
            "primary_need": episode.need,
            "no_further_action": episode.no_further_action,
            "accepted_at": start_of(episode.received_on),
            "accepted_by_id": self.by.pk,
            "allocated_on": episode.received_on if episode.worker else None,
            "closed_on": max(episode.closed_on, episode.received_on) if episode.closed_on else None,
            "closed_by_id": self.by.pk if episode.closed_on else None,
            "closure_reason": episode.closure_reason if episode.closed_on else "",
        }

    def _referrals(self) -> dict[str, Referral]:
        """Closed ones first, so that a child never has two open at once on the way."""
        wanted = {episode.key: self._referral_values(episode) for episode in self.staged.episodes.values()}
        ordered = dict(sorted(wanted.items(), key=lambda item: item[1]["closed_on"] is None))
        return self._upsert(Referral, "legacy_key", ordered)

    def _allocations(self) -> None:
        """The lead worker of each open referral; a change of worker ends one allocation and starts the next."""
        wanted = {
            self.people[episode.child].pk: episode
            for episode in self.staged.episodes.values()
            if episode.open and episode.worker
        }
        current = {row.child_id: row for row in Allocation.objects.current().lead().filter(child_id__in=wanted)}
        new = []
        for child_id, episode in wanted.items():
            worker, referral = self.workers[episode.worker], self.referrals[episode.key]
            held = current.get(child_id)
            if held is not None and (held.worker_id, held.referral_id) == (worker.pk, referral.pk):
                continue
            started_on = episode.received_on
            if held is not None:
                held.ended_on = started_on = max(self.staged.as_at, held.started_on)
                held.ended_by = self.by
                held.save()
            new.append(
                Allocation(
                    child_id=child_id,
                    referral=referral,
                    worker=worker,
                    started_on=started_on,
                    allocated_by=self.by,
                    rationale=BROUGHT_IN,
                )
            )
        Allocation.objects.bring_in(new)
        self.made["allocations added"] += len(new)

    def _assessments(self) -> None:
        episodes = self.staged.episodes
        clocks = Clocks(ASSESSMENT, until=self.staged.as_at)
        wanted = {}
        for assessment in sorted(self.staged.assessments.values(), key=lambda one: one.authorised_on is None):
            received = min(episodes[assessment.episode].received_on, assessment.started_on)
            done = assessment.authorised_on
            wanted[assessment.key] = {
                "referral_id": self.referrals[assessment.episode].pk,
                "child_id": self.people[assessment.child].pk,
                "referral_received_on": received,
                "started_on": assessment.started_on,
                "due_on": clocks.due_on(ASSESSMENT, received),
                "opened_by_id": self.by.pk,
                "outcome": "none" if assessment.needs_support is False else "",
                "authorised_on": done,
                "authorised_by_id": self.by.pk if done else None,
                "finished_on": done,
            }
        self._upsert(Assessment, "legacy_key", wanted)

    def _enquiries(self) -> None:
        wanted = {
            enquiry.key: {
                "referral_id": self.referrals[enquiry.episode].pk,
                "child_id": self.people[enquiry.child].pk,
                "started_on": enquiry.started_on,
                "conference_not_needed": enquiry.conference_not_needed,
                "conference_on": enquiry.conference_on,
                "led_to_plan": enquiry.led_to_plan,
            }
            for enquiry in self.staged.enquiries.values()
        }
        self._upsert(Section47, "legacy_key", wanted)
