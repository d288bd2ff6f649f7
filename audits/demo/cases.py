"""The rows of episodes: referral, allocations, assessment, enquiry, plans and visits of each child."""

from datetime import date, timedelta

from audits.demo import writing
from audits.demo.closings import close
from audits.demo.episodes import Episode, PlanSpan
from audits.demo.visits import Visits
from audits.demo.world import World
from cases.models import Allocation, Assessment, Plan, Section47
from frontdoor.models import Person, Referral
from workforce.models import Worker

VISIT_EVERY = {"cin": 20, "cp": 10}


def with_its_plan(row: Assessment, episode: Episode, world: World) -> Assessment:
    """The assessment with the day by which the plan of a child in need was to be agreed, and its first day (T19)."""
    if row.authorised_on is not None and row.outcome == "cin":
        row.plan_due_on = world.due_on("T19", row.authorised_on)
        row.planned_on = max(episode.plans[0].started_on, row.authorised_on) if episode.plans else None
    return row


class Records:
    """Writes one episode after another."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.visits = Visits(world)

    def write(self, episode: Episode) -> None:
        """Every row of an episode, child by child."""
        for child in episode.children:
            referral = self._referral(episode, child)
            close(self.world, referral)
            if episode.allocated_on is not None:
                self._allocations(episode, child, referral)
                self._assessment(episode, child, referral)
                self._enquiry(episode, child, referral)
                self._plans(episode, child, referral)

    def _referral(self, episode: Episode, child: Person) -> Referral:
        contact, manager = episode.told.contact, self.world.staff.manager(episode.team, self.world.on)
        team = self.world.staff.teams[episode.spans[-1].team if episode.spans else episode.team]
        referral = Referral(
            child=child,
            contact=contact,
            team=team,
            received_on=episode.received_on,
            source_code=contact.source_code,
            primary_need=episode.told.theme.need,
            no_further_action=episode.no_further_action,
            accepted_at=contact.decided_at,
            accepted_by=contact.decided_by,
            allocation_due_on=(None if episode.no_further_action else self.world.due_on("T26", episode.accepted_on)),
            allocated_on=episode.allocated_on,
            closed_on=episode.closed_on,
            closed_by=manager if episode.closed_on else None,
            closure_reason=episode.closure_reason,
        )
        return self.world.add(referral, by=contact.decided_by)

    def _allocations(self, episode: Episode, child: Person, referral: Referral) -> None:
        for span in episode.spans:
            manager = self.world.staff.manager(span.team, self.world.on)
            allocation = Allocation(
                child=child,
                referral=referral,
                worker=span.worker,
                started_on=span.started_on,
                allocated_by=manager,
                rationale=self.dice.choice(writing.RATIONALES),
                ended_on=span.ended_on,
                ended_by=manager if span.ended_on else None,
            )
            self.world.add(allocation, by=manager)

    def _outcome(self, episode: Episode) -> str:
        kinds = {plan.kind for plan in episode.plans}
        if "cp" in kinds or (episode.enquiry and episode.enquiry.not_needed is not True):
            return "cp"
        if episode.closure_reason in {"RC8", "RC9"}:
            return {"RC8": "none", "RC9": "early_help"}[episode.closure_reason]
        return "cin"

    def _assessment(self, episode: Episode, child: Person, referral: Referral) -> None:
        days, world = episode.assessment, self.world
        worker = episode.worker_on(days["started_on"])
        manager, due = world.staff.manager(episode.team, world.on), world.due_on("T07", episode.received_on)
        theme, unborn = episode.told.theme, child.birth_date_known == "unborn"
        seen = None if unborn else days["seen_on"]
        begun = days["submitted_on"] is not None or (days["seen_on"] is not None and self.dice.chance(0.6))
        late = bool(days["finished_on"]) and days["finished_on"] > due
        row = Assessment(
            referral=referral,
            child=child,
            referral_received_on=episode.received_on,
            started_on=days["started_on"],
            due_on=due,
            opened_by=manager,
            child_seen_on=seen,
            child_seen_alone=None if seen is None else self.dice.chance(0.6),
            child_views=writing.voice(self.dice, theme, child, world.on) if seen and begun else "",
            analysis=writing.analysis(self.dice, theme, child) if begun else "",
            outcome=self._outcome(episode) if days["submitted_on"] else "",
            late_reason=self.dice.choice(writing.LATE_REASONS) if late else "",
            submitted_on=days["submitted_on"],
            submitted_by=worker if days["submitted_on"] else None,
            authorised_on=days["authorised_on"],
            authorised_by=manager if days["authorised_on"] else None,
            shared_on=days["finished_on"],
            shared_by=worker if days["finished_on"] else None,
            finished_on=days["finished_on"],
        )
        world.add(with_its_plan(row, episode, world), by=worker)
        if seen is not None:
            self._visit(child, seen, worker)

    def _enquiry(self, episode: Episode, child: Person, referral: Referral) -> None:
        enquiry = episode.enquiry
        if enquiry is None:
            return
        row = Section47(
            referral=referral,
            child=child,
            started_on=enquiry.started_on,
            conference_not_needed=enquiry.not_needed,
            conference_on=enquiry.conference_on,
            led_to_plan=enquiry.led_to_plan,
        )
        self.world.add(row, by=episode.worker_on(episode.assessment["started_on"]))

    def _plans(self, episode: Episode, child: Person, referral: Referral) -> None:
        harm = episode.told.theme.harm
        for plan in episode.plans:
            protects = plan.kind == "cp"
            row = Plan(
                referral=referral,
                child=child,
                kind=plan.kind,
                started_on=plan.started_on,
                ended_on=plan.ended_on,
                initial_category=harm if protects else "",
                latest_category=harm if protects else "",
                latest_review_on=self._latest_review(plan) if protects else None,
            )
            self.world.add(row, by=episode.worker_on(plan.started_on))
            if child.birth_date_known != "unborn":
                self._visits(episode, child, plan)

    def _latest_review(self, plan: PlanSpan) -> date | None:
        last, review = plan.ended_on or self.world.on, None
        day = plan.started_on + timedelta(days=self.dice.randint(75, 95))
        while day < last:
            review = self.world.hours.working_day(day)
            day += timedelta(days=self.dice.randint(150, 185))
        return review if review and review < last else None

    def _visits(self, episode: Episode, child: Person, plan: PlanSpan) -> None:
        last = plan.ended_on or self.world.on
        every = VISIT_EVERY[plan.kind]
        day = self.world.hours.add(plan.started_on, self.dice.randint(2, every))
        while day < last:
            self._visit(child, day, episode.worker_on(day), plan.kind)
            day = self.world.hours.add(day, self.dice.randint(every - 4, every + (9 if self.dice.chance(0.15) else 1)))

    def _visit(self, child: Person, day: date, worker: Worker, plan: str | None = None) -> None:
        seen = self.dice.chance(0.93)
        old_enough = (child.age_on(day) or 0) >= 4
        alone = self.dice.chance(0.72 if old_enough else 0.1) if seen else None
        self.visits.visit(child, day, worker, seen=seen, alone=alone, plan=plan)
