"""Everything of the invented authority that is not stored yet, and who was there on which day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from audits.demo.chance import Dice, Hours
from audits.demo.threshold import Levels
from frontdoor.core.roles import CALL_HANDLER, CONSENT_DECIDER, PRACTICE_MANAGER, SOCIAL_WORKER
from frontdoor.core.timescales import Period
from frontdoor.models import Agency, ConsentOverride
from workforce.demo_people import FRONT_DOOR, NIGHT, QUALITY
from workforce.models import Team, Worker


@dataclass
class Staff:
    """The workers by team and role, and how much of the team's work each carries."""

    teams: dict[str, Team]
    workers: dict[str, Worker]
    roles: dict[int, frozenset[str]]
    weights: dict[int, float]

    def members(self, team: str, role: str, on: date) -> list[Worker]:
        """Those of a team who hold a role and are in post on a day."""
        found = [
            worker
            for worker in self.workers.values()
            if worker.team_id == self.teams[team].pk
            and role in self.roles[worker.pk]
            and (worker.started_on or on) <= on <= (worker.ended_on or on)
        ]
        return sorted(found, key=lambda worker: worker.email)

    def manager(self, team: str, on: date) -> Worker:
        return self.members(team, PRACTICE_MANAGER.code, on)[0]

    def takes_calls(self, dice: Dice, moment: datetime) -> Worker:
        """Who records a contact that arrives at a moment: a call handler, at night the emergency duty team."""
        if 8 <= moment.hour < 18 and moment.weekday() < 5:
            return dice.choice(self.members(FRONT_DOOR.name, CALL_HANDLER.code, moment.date()))
        return dice.choice(self.members(NIGHT.name, SOCIAL_WORKER.code, moment.date()))

    def triages(self, dice: Dice, on: date) -> Worker:
        return dice.choice(self.members(FRONT_DOOR.name, SOCIAL_WORKER.code, on))

    def decides(self, dice: Dice, on: date) -> Worker:
        return dice.choice(self.members(FRONT_DOOR.name, PRACTICE_MANAGER.code, on))

    def overrides(self, dice: Dice, on: date, *, but: Worker | None = None) -> Worker:
        """Whoever decides on consent that day, other than ``but``."""
        deciders = self.members(FRONT_DOOR.name, CONSENT_DECIDER.code, on)
        return dice.choice([worker for worker in deciders if worker != but])

    def oversees(self, on: date) -> Worker:
        return self.members(QUALITY.name, "service_manager", on)[0]


@dataclass
class World:
    """The day of loading, the chance, the staff, and the rows made so far by model."""

    on: date
    now: datetime
    since: date
    dice: Dice
    hours: Hours
    periods: dict[str, Period]
    staff: Staff
    agencies: dict[str, Agency]
    levels: Levels
    rows: dict[type, list[tuple[Any, Worker]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Any, *, by: Worker) -> Any:
        """Keep a row to be stored, with whose doing it is."""
        self.rows[type(row)].append((row, by))
        return row

    def due_on(self, code: str, start: date) -> date:
        return self.periods[code].due_on(start, self.hours.calendar)

    def due_at(self, code: str, start: datetime) -> datetime:
        return self.periods[code].due_at(start, self.hours.calendar)

    def is_asked_on(self, override: ConsentOverride) -> bool:
        """Whether agencies are asked on a decision: it does not run out while the authority is made."""
        return override.expires_at is not None and override.expires_at > self.now + timedelta(days=1)
