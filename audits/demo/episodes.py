"""What follows from an accepted referral: dates first, then who, then the rows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from audits.demo.chance import EvenDraws
from audits.demo.contacts import Told
from audits.demo.families import Family
from audits.demo.staff import AREA_TEAM, WEST
from audits.demo.world import World
from frontdoor.core.working_days import london_date
from frontdoor.models import Person
from workforce.demo_people import FAMILIES, NORTH
from workforce.models import Worker

# Working days from referral to finish: quartiles 17, 33 and 43, six in seven within 45 (England 2025, domain.md K22).
ASSESSMENT_DAYS = ((0, 4), (0.25, 17), (0.5, 33), (0.75, 42), (0.86, 45), (0.955, 58), (0.985, 80), (1, 110))
# Since the summer the team in the north has had more work than it can finish: what a leader should find.
DRIFT_DAYS = ((0, 60), (1, 150))
DRIFT = timedelta(days=130)
DRIFTING = 0.6
# Working days from the strategy discussion to the conference: four in five within 15 (K20).
CONFERENCE_DAYS = ((0, 6), (0.5, 14), (0.815, 15), (0.95, 24), (1, 34))
PLAN_DAYS = {"cin": ((0, 60), (0.5, 190), (0.85, 330), (1, 560)), "cp": ((0, 90), (0.5, 270), (0.9, 480), (1, 640))}
ALLOCATION_DAYS = ((0, 50), (1, 36), (2, 9), (4, 5))
SEEN_DAYS = ((0, 20), (2, 30), (5, 25), (8, 17), (14, 8))
REFERRAL_NFA = 0.065
LATER_ENQUIRY = 0.09
CONFERENCE_OF_ENQUIRIES = 0.313
PLAN_OF_CONFERENCES = 0.86
NOT_IN_NEED = 0.33


@dataclass
class Span:
    """A worker's part of an episode; ``ended_on`` is None while it lasts."""

    team: str
    started_on: date
    ended_on: date | None
    worker: Worker = None  # type: ignore[assignment]  # named once all spans are known


@dataclass
class Enquiry:
    started_on: date
    not_needed: bool | None = None
    conference_on: date | None = None
    led_to_plan: bool | None = None


@dataclass
class PlanSpan:
    kind: str
    started_on: date
    ended_on: date | None


@dataclass
class Episode:
    """One open case of brothers and sisters who were accepted together."""

    told: Told
    children: list[Person]
    received_on: date
    accepted_on: date
    team: str
    no_further_action: bool = False
    allocated_on: date | None = None
    assessment: dict[str, Any] = field(default_factory=dict)
    enquiry: Enquiry | None = None
    plans: list[PlanSpan] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    closed_on: date | None = None
    closure_reason: str = ""

    @property
    def open(self) -> bool:
        return self.closed_on is None and not self.no_further_action

    def worker_on(self, day: date) -> Worker:
        """Who led the case on a day."""
        begun = [span for span in self.spans if span.started_on <= day]
        return (begun or self.spans)[-1].worker


class Course:
    """Plans the dates of an episode; nothing that lies after the day of loading has happened."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.hours = world.hours
        self.assessment_days = EvenDraws(world.dice, ASSESSMENT_DAYS)
        self.drift_days = EvenDraws(world.dice, DRIFT_DAYS)
        self.shown: list[Family] = []
        """Families whose first case leads to a conference, and to a plan that still runs once it is held."""

    def _happened(self, day: date) -> date | None:
        return day if day < self.world.on else None

    def plan(self, told: Told, children: list[Person]) -> Episode:
        """The whole course from acceptance on, as far as it has come."""
        received, accepted = london_date(told.contact.received_at), london_date(told.contact.decided_at)
        team = AREA_TEAM[told.family.area].name
        episode = Episode(told, children, received, accepted, team)
        if told.outcome == "REF17" and self.dice.chance(REFERRAL_NFA / 0.78):
            episode.no_further_action = True
            return episode
        allocated = self.hours.add(
            self.hours.working_day(accepted), self.dice.one_of(((0, 50), (1, 36), (2, 9), (4, 5)))
        )
        episode.allocated_on = self._happened(allocated)
        if episode.allocated_on is None:
            return episode
        finish = self._assess(episode, allocated)
        conference = self._enquire(episode)
        if conference is not None:
            self._protect(episode, conference)
        elif finish is not None:
            self._after_assessment(episode, finish)
        self._divide(episode)
        return episode

    def _assess(self, episode: Episode, allocated: date) -> date | None:
        drifts = episode.team == NORTH.name and self.world.on - episode.received_on < DRIFT
        days = self.drift_days.next() if drifts and self.dice.chance(DRIFTING) else self.assessment_days.next()
        finish = max(self.hours.add(episode.received_on, days), self.hours.add(allocated, 2))
        authorised = max(finish - timedelta(days=self.dice.randint(0, 2)), allocated)
        submitted = max(authorised - timedelta(days=self.dice.randint(0, 6)), allocated)
        seen = min(
            self.hours.add(allocated, self.dice.one_of(((0, 20), (2, 30), (5, 25), (8, 17), (14, 8)))), submitted
        )
        episode.assessment = {
            "started_on": allocated,
            "seen_on": self._happened(seen),
            "submitted_on": self._happened(submitted),
            "authorised_on": self._happened(authorised),
            "finished_on": self._happened(finish),
        }
        return self._happened(finish)

    def _enquire(self, episode: Episode) -> date | None:
        """A section 47 enquiry, at once or later; returns the day of a conference that made a plan."""
        shown = self._is_shown(episode.told.family)
        at_once = shown or episode.told.outcome in {"REF47", "EMG"}
        if not at_once and not self.dice.chance(LATER_ENQUIRY):
            return None
        started = episode.received_on if at_once else self.hours.add(episode.received_on, self.dice.randint(4, 25))
        if started >= self.world.on:
            return None
        enquiry = episode.enquiry = Enquiry(started)
        held = self.hours.add(started, 14 if shown else self.dice.between(CONFERENCE_DAYS))
        needed = shown or self.dice.chance(CONFERENCE_OF_ENQUIRIES)
        if not needed:
            decided = self.hours.add(started, self.dice.randint(3, 12)) < self.world.on
            enquiry.not_needed = True if decided else None
            return None
        enquiry.not_needed = False
        enquiry.conference_on = self._happened(held)
        if enquiry.conference_on is None:
            return None
        enquiry.led_to_plan = shown or self.dice.chance(PLAN_OF_CONFERENCES)
        return held if enquiry.led_to_plan else None

    def _is_shown(self, family: Family) -> bool:
        found = any(one is family for one in self.shown)
        self.shown = [one for one in self.shown if one is not family]
        return found

    def _plan(self, episode: Episode, kind: str, start: date) -> date | None:
        end = self._happened(self.hours.working_day(start + timedelta(days=self.dice.between(PLAN_DAYS[kind]))))
        episode.plans.append(PlanSpan(kind, start, end))
        return end

    def _protect(self, episode: Episode, conference: date) -> None:
        end = self._plan(episode, "cp", conference)
        finish = episode.assessment["finished_on"]
        if end is None or finish is None:
            return
        if self.dice.chance(0.55):
            end = (
                self._plan(episode, "cin", end + timedelta(days=1)) if end + timedelta(days=1) < self.world.on else None
            )
        if end is not None:
            self._close(episode, max(end, finish), self.dice.one_of((("RC7", 82), ("RC5", 8), ("RC3", 6), ("RC4", 4))))

    def _after_assessment(self, episode: Episode, finish: date) -> None:
        enquiry = episode.enquiry
        if enquiry is not None and not enquiry.not_needed and enquiry.conference_on is None:
            return
        if enquiry is None and self.dice.chance(NOT_IN_NEED / 0.72):
            reason = self.dice.one_of((("RC8", 60), ("RC9", 40)))
            self._close(episode, self.hours.add(finish, self.dice.randint(0, 6)), reason)
            return
        start = self.hours.add(finish, self.dice.randint(0, 8))
        if start >= self.world.on:
            return
        end = self._plan(episode, "cin", start)
        if end is not None:
            self._close(episode, end, self.dice.one_of((("RC7", 90), ("RC5", 7), ("RC3", 3))))

    def _close(self, episode: Episode, day: date, reason: str) -> None:
        if day < self.world.on:
            episode.closed_on, episode.closure_reason = day, reason

    def _divide(self, episode: Episode) -> None:
        """Who has the case when: the assessment team, then for longer work often another."""
        moves_on = None
        finish = episode.assessment["finished_on"]
        if episode.plans and finish is not None:
            share = 0.85 if episode.plans[0].kind == "cp" else 0.5
            moved = self.hours.add(max(finish, episode.plans[0].started_on), self.dice.randint(1, 6))
            last = episode.closed_on or self.world.on
            moves_on = moved if self.dice.chance(share) and moved < last else None
        allocated = episode.allocated_on
        assert allocated is not None
        if moves_on is None:
            episode.spans = [Span(episode.team, allocated, episode.closed_on)]
            return
        later = WEST.name if episode.told.family.area != "South" else FAMILIES.name
        episode.spans = [Span(episode.team, allocated, moves_on), Span(later, moves_on, episode.closed_on)]
