"""Two years of families coming to the front door, again and again or once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audits.demo.caseloads import give_leads
from audits.demo.cases import Records
from audits.demo.consent import Consent
from audits.demo.contacts import Desk, Told
from audits.demo.episodes import Course, Episode
from audits.demo.families import Family, Registry
from audits.demo.world import World
from frontdoor.core.working_days import london_date
from frontdoor.models.decisions import Outcome

# Days after a contact, or after a case has closed, until the family is told about again.
SOON = ((0, 6), (0.5, 90), (1, 300))
LATER = ((0, 60), (1, 500))
COMES_BACK = {"closed": 0.62, "nfa": 0.75, "contact": 0.42, "open": 0.5}
ACCEPTED_AGAIN = 0.8
A_YEAR = timedelta(days=364)
# Since when two families are known that lead to a conference however few children there are: to one that made a plan,
# and to one that is to be held.
SHOWN = (timedelta(days=60), timedelta(days=9))


@dataclass
class Life:
    """What has happened to one family so far."""

    family: Family
    episode: Episode | None = None
    told: int = 0

    def case_open_on(self, day: date) -> bool:
        held = self.episode
        return held is not None and not held.no_further_action and (held.closed_on is None or day <= held.closed_on)

    def accepted_before(self, day: date) -> bool:
        """Whether a referral of the last twelve months would make the next a re-referral (domain.md K10)."""
        return self.episode is not None and day - self.episode.received_on <= A_YEAR


class History:
    """Makes families until there are enough children, and lets each live through its contacts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.registry = Registry(world)
        self.desk = Desk(world)
        self.consent = Consent(world)
        self.course = Course(world)
        self.episodes: list[Episode] = []
        self.families: list[Family] = []

    def run(self, children: int, *, made: int) -> None:
        """The history of an authority of this many children, of whom some are made already."""
        yesterday = self.world.on - timedelta(days=1)
        for back in SHOWN:
            family = self._family(most=children - made, known_from=self.world.hours.working_day(self.world.on - back))
            made += len(family.children)
            self.course.shown.append(family)
            self._live(family)
        while made < children:
            known_from = self.world.hours.day_between(self.world.since, yesterday)
            family = self._family(most=children - made, known_from=known_from)
            made += len(family.children)
            self._live(family)
        give_leads(self.world, self.episodes, size=children)
        records = Records(self.world)
        for episode in self.episodes:
            records.write(episode)

    def _family(self, *, most: int, known_from: date) -> Family:
        family = self.registry.family(most=most, known_from=known_from)
        self.families.append(family)
        return family

    def _live(self, family: Family) -> None:
        life, day = Life(family), family.known_from
        while day < self.world.on:
            told = self._contact(life, day)
            if not told.decided:
                return
            day = self._next(life, day)

    def _contact(self, life: Life, day: date) -> Told:
        family, desk = life.family, self.desk
        theme = desk.theme_for(family)
        named = family.children
        if len(named) > 1 and life.told == 0 and self.dice.chance(0.12):
            named = named[:-1]
        received_at = self.world.hours.arrival(day)
        told = desk.receive(family, theme, named, received_at)
        life.told += 1
        rag = desk.rag_for(theme)
        triaged_at = desk.triage_moment(received_at, rag)
        decided_at = desk.decision_moment(received_at, triaged_at, rag)
        if london_date(triaged_at) < self.world.on:
            desk.triage(told, rag, triaged_at)
        if london_date(decided_at) < self.world.on:
            self._decide(life, told, decided_at)
        return told

    def _decide(self, life: Life, told: Told, decided_at: datetime) -> None:
        day = london_date(told.contact.received_at)
        case_open = life.case_open_on(london_date(decided_at))
        again = life.accepted_before(day) and self.dice.chance(ACCEPTED_AGAIN)
        outcome = self.desk.outcome_for(told, case_open=case_open, again=again)
        if any(one is life.family for one in self.course.shown):
            outcome = Outcome.REFERRAL_STRATEGY
        accepted = self.desk.decide(told, outcome, decided_at)
        self.consent.seek(told)
        if accepted:
            life.episode = self.course.plan(told, accepted)
            self.episodes.append(life.episode)

    def _next(self, life: Life, day: date) -> date:
        """When the family is told about again; the day of loading or later if it is not."""
        held, never = life.episode, self.world.on
        if held is None:
            return day + timedelta(days=self.dice.between(LATER)) if self._comes_back("contact") else never
        if held.no_further_action:
            return day + timedelta(days=self.dice.between(SOON)) if self._comes_back("nfa") else never
        if held.closed_on is None:
            return self._while_open(day) if self._comes_back("open") else never
        if day < held.closed_on:
            meanwhile = self._while_open(day)
            if meanwhile < held.closed_on and self._comes_back("open"):
                return meanwhile
            day = held.closed_on
            return day + timedelta(days=self.dice.between(SOON)) if self._comes_back("closed") else never
        return day + timedelta(days=self.dice.between(LATER)) if self._comes_back("contact") else never

    def _while_open(self, day: date) -> date:
        return day + timedelta(days=self.dice.randint(8, 120))

    def _comes_back(self, after: str) -> bool:
        return self.dice.chance(COMES_BACK[after])
