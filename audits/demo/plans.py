"""Plans of children who are under one: written, most of them authorised, and reviewed; one drifts and one is late."""

from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from audits.demo import plan_words as said
from audits.demo.chance import Dice
from audits.demo.learning import saved_by
from audits.demo.world import World
from cases import plans
from cases.models import (
    Plan,
    PlanAction,
    PlanActionUpdate,
    PlanChild,
    PlanCopy,
    PlanDecision,
    PlanDocument,
    PlanNeed,
    PlanOutcome,
    PlanReview,
    PlanScale,
    PlanVersion,
    PlanView,
)
from cases.models.plan_reviews import REVIEW_TIMESCALES, UpdateResult
from frontdoor.core.working_days import LONDON
from frontdoor.models.relationships import PARENTS
from workforce.models import Worker

SEED = 20
MOST = 14
MOST_REVIEWS = 4
DRIFTS, IS_LATE, WAITS, UNFINISHED = 0, 1, 2, 3
"""By their place among the plans written: one that drifts, one reviewed late, one that waits, one being written."""


def write(world: World) -> None:
    """One plan for the children of a family under a plan of the same kind, up to fourteen families."""
    groups: dict[tuple[Any, str], list[Plan]] = {}
    for plan, _ in world.rows[Plan]:
        if plan.ended_on is None and plan.referral.closed_on is None and plan.started_on < world.on:
            groups.setdefault((plan.referral.contact_id or plan.referral_id, plan.kind), []).append(plan)
    newest = sorted(groups.values(), key=lambda periods: (periods[0].started_on, periods[0].pk))[-MOST:]
    dice = Dice(SEED)
    for place, periods in enumerate(newest):
        _Writing(world, dice, periods, place).write()


def _at(day: date, hour: int = 14) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def _give(by: Worker, version: PlanVersion, parts: list[PlanChild], at: datetime) -> None:
    """To somebody of the family, and to a parent with responsibility where one is recorded."""
    part = parts[0] if len(parts) > 1 else None
    given = [{"given_to": said.PEOPLE[said.FAMILY][0][0], "kind": "family", "how": "handed"}]
    tie = parts[0].child.adults.holding_responsibility().select_related("adult").order_by("pk").first()
    if tie:
        given.append({"person": tie.adult, "given_to": tie.adult.full_name, "kind": "parent", "how": "read_out"})
    for one in given:
        saved_by(by, PlanCopy(version=version, part=part, given_at=at, given_by=by, **one))


class _Writing:
    """One plan, from its first line to the review that is promised next."""

    def __init__(self, world: World, dice: Dice, periods: list[Plan], place: int) -> None:
        self.world, self.dice, self.periods, self.place = world, dice, periods, place
        referral = periods[0].referral
        lead = referral.allocations.order_by("-started_on", "-pk").select_related("worker").first()
        self.manager: Worker = world.staff.manager(referral.team.name, world.on)
        self.worker: Worker = lead.worker if lead else self.manager
        self.scale = REVIEW_TIMESCALES[periods[0].kind]
        self.since = max(world.on - timedelta(days=42 * MOST_REVIEWS), *(plan.started_on for plan in periods))
        self.people = {kind: cycle(people) for kind, people in said.PEOPLE.items()}

    def write(self) -> None:
        document = self._document()
        parts = [self._part(document, plan) for plan in self.periods]
        for part in parts:
            for number, need in enumerate(self._needs()):
                self._need(part, need, high=number == 0)
        if self.place == WAITS and self.worker != self.manager:
            document.proposed_at, document.proposed_by = self.world.now - timedelta(hours=5), self.worker
            saved_by(self.worker, document)
        if self.place not in {WAITS, UNFINISHED} and self.worker != self.manager:
            self._authorise(document, parts)
        self._review(document, parts)

    def _document(self) -> PlanDocument:
        document = PlanDocument(kind=self.periods[0].kind, started_on=self.since, started_by=self.worker)
        if self.place != UNFINISHED:
            document.contingency = said.CONTINGENCY
            document.contingency_due_on = self.world.on + timedelta(days=20)
            document.contingency_at, document.contingency_by = _at(self.since), self.worker
        if document.kind == Plan.Kind.CHILD_IN_NEED:
            for plan in self.periods:
                given = {"step": "start", "reason": said.WHY_STARTED, "decided_on": plan.started_on}
                saved_by(self.manager, PlanDecision(referral=plan.referral, decided_by=self.manager, **given))
        return saved_by(self.worker, document)

    def _part(self, document: PlanDocument, plan: Plan) -> PlanChild:
        return saved_by(self.worker, PlanChild(document=document, plan=plan, child_id=plan.child_id))

    def _needs(self) -> list[said.Needing]:
        first = self.dice.randint(0, len(said.NEEDS) - 1)
        return [said.NEEDS[(first + step) % len(said.NEEDS)] for step in range(2)]

    def _need(self, part: PlanChild, need: said.Needing, *, high: bool) -> None:
        name, written = part.child.given_names, {"written_at": _at(self.since), "written_by": self.worker}
        row = saved_by(
            self.worker,
            PlanNeed(
                part=part, words=need.words, grade=need.grade if high else "medium", source=need.source, **written
            ),
        )
        outcome = saved_by(
            self.worker,
            PlanOutcome(
                need=row, words=need.outcome.format(name=name), scale_at_start=self.dice.randint(1, 4), **written
            ),
        )
        for doing in need.actions:
            self._action(outcome, doing, name)

    def _action(self, outcome: PlanOutcome, doing: said.Doing, name: str) -> None:
        owner = self.worker if doing.kind == said.WORKER else None
        person = (owner.get_full_name(), "Social worker") if owner else self._person(doing.kind, outcome)
        by = self.world.due_on(self.scale.code, self.since) - timedelta(days=self.dice.randint(2, 20))
        row = PlanAction(
            outcome=outcome,
            what=doing.what.format(name=name),
            owner_kind=doing.kind,
            owner=owner,
            owner_name=person[0],
            owner_role=person[1],
            started_on=self.since,
            due_on=max(by, self.since),
            measure=doing.measure.format(name=name),
            baseline=doing.baseline,
            target=doing.target,
            checked_by=self.worker.get_full_name(),
            written_at=_at(self.since),
            written_by=self.worker,
        )
        saved_by(self.worker, row)

    def _person(self, kind: str, outcome: PlanOutcome) -> tuple[str, str]:
        """Somebody by name; a parent is the child's own, where one is recorded."""
        ties = outcome.need.part.child.adults.filter(ended_on__isnull=True, kind__in=PARENTS).order_by("pk")
        own = ties.first() if kind == said.PARENT else None
        return (own.adult.full_name, str(own.get_kind_display())) if own else next(self.people[kind])

    def _authorise(self, document: PlanDocument, parts: list[PlanChild]) -> None:
        at = min(_at(self.since + timedelta(days=3)), self.world.now - timedelta(hours=1))
        version = PlanVersion(
            document=document,
            number=1,
            content=plans.in_words(plans.read(document)),
            proposed_by=self.worker,
            authorised_at=at,
            authorised_by=self.manager,
        )
        saved_by(self.manager, version)
        document.authorised_at, document.authorised_by = at, self.manager
        saved_by(self.manager, document)
        _give(self.worker, version, parts, min(at + timedelta(days=1), self.world.now))

    def _review(self, document: PlanDocument, parts: list[PlanChild]) -> None:
        counted_from, held = self.since, 0
        while True:
            due_on = self.world.due_on(self.scale.code, counted_from)
            held_on = max(due_on - timedelta(days=self.dice.randint(0, 9)), counted_from + timedelta(days=1))
            review = PlanReview(document=document, code=self.scale.code, counted_from=counted_from, due_on=due_on)
            is_last = self.place == IS_LATE and due_on + timedelta(days=45) > self.world.on
            if is_last or held_on >= self.world.on:
                saved_by(self.worker, review)
                return
            held += 1
            review.held_on, review.held_by, review.words = held_on, self.worker, said.CHANGED
            review.attended = said.ATTENDED.format(name=parts[0].child.given_names)
            saved_by(self.worker, review)
            self._said_at(review, parts, held)
            counted_from = held_on

    def _said_at(self, review: PlanReview, parts: list[PlanChild], held: int) -> None:
        for part in parts:
            saved_by(self.worker, PlanView(review=review, part=part, words=self.dice.choice(said.VIEWS)))
        read, held_on = plans.read(review.document), review.held_on
        assert held_on is not None, "What is said belongs to a review that is held."
        for outcome in (one for child in read.children for one in child.outcomes):
            scale = min(10, outcome.row.scale_at_start + held + self.dice.randint(-1, 1))
            saved_by(self.worker, PlanScale(review=review, outcome=outcome.row, scale=max(0, scale)))
        following = self.world.due_on(self.scale.code, held_on)
        for number, row in enumerate(read.to_update):
            self._update(review, row, held_on, following, drifts=self.place == DRIFTS and number == 0)

    def _update(self, review: PlanReview, row: PlanAction, held_on: date, following: date, *, drifts: bool) -> None:
        carries = drifts or self.dice.chance(0.35)
        new_day = max(following - timedelta(days=self.dice.randint(1, 14)), row.due_on) if carries else None
        result, words = (UpdateResult.CARRIED, said.CARRIED) if carries else (UpdateResult.DONE, said.DONE)
        update = PlanActionUpdate(
            review=review, action=row, result=result, words=words, was_due_on=row.due_on, new_due_on=new_day
        )
        saved_by(self.worker, update)
        if new_day is not None:
            row.due_on = new_day
        else:
            row.result, row.evidence, row.finished_on, row.finished_by = result, words, held_on, self.worker
        saved_by(self.worker, row)
