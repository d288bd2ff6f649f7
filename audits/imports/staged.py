"""What the workbook says, understood but not yet stored, keyed so that a second reading finds it again."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date


@dataclass
class StagedChild:
    """One child of any list; ``ours`` when people have changed here what is known of the child."""

    legacy_id: str
    origin: tuple[str, int]
    birth_date: date | None = None
    birth_date_known: str = "unknown"
    sex: str = "U"
    ethnicity: str = "NOBT"
    disabled: bool | None = None
    ours: bool = False


@dataclass
class StagedContact:
    """One row of List 1."""

    key: str
    child: str
    on: date
    source: str
    origin: tuple[str, int]


@dataclass
class StagedEpisode:
    """One referral, from List 3 or from the work that shows there was one."""

    key: str
    child: str
    received_on: date
    origin: tuple[str, int]
    source: str = "10"
    no_further_action: bool = False
    need: str = "N0"
    team: str = ""
    worker: str = ""
    closed_on: date | None = None
    closure_reason: str = ""

    @property
    def open(self) -> bool:
        return self.closed_on is None and not self.no_further_action


@dataclass
class StagedAssessment:
    """One row of List 4, or the assessment an open referral is owed. ``authorised_on`` None is open."""

    key: str
    episode: str
    child: str
    started_on: date
    origin: tuple[str, int]
    authorised_on: date | None = None
    seen: bool | None = None
    needs_support: bool | None = None


@dataclass
class StagedEnquiry:
    """One row of List 5."""

    key: str
    episode: str
    child: str
    started_on: date
    conference_not_needed: bool | None
    conference_on: date | None
    led_to_plan: bool | None
    origin: tuple[str, int]


@dataclass
class StagedPlan:
    """One plan of List 6 or 7."""

    key: str
    episode: str
    child: str
    kind: str
    started_on: date
    origin: tuple[str, int]
    ended_on: date | None = None
    initial_category: str = ""
    latest_category: str = ""
    review_on: date | None = None
    earlier_plans: int = 0


@dataclass
class StagedVisit:
    """The last time a child was seen, from List 6 or 7."""

    key: str
    child: str
    on: date
    seen_alone: bool | None = None


@dataclass
class Staged:
    """A whole workbook, ready to be brought in."""

    as_at: date
    children: dict[str, StagedChild] = field(default_factory=dict)
    contacts: dict[str, StagedContact] = field(default_factory=dict)
    episodes: dict[str, StagedEpisode] = field(default_factory=dict)
    assessments: dict[str, StagedAssessment] = field(default_factory=dict)
    enquiries: dict[str, StagedEnquiry] = field(default_factory=dict)
    plans: dict[str, StagedPlan] = field(default_factory=dict)
    visits: dict[str, StagedVisit] = field(default_factory=dict)
    teams_of_workers: dict[str, Counter] = field(default_factory=dict)
    teams: set[str] = field(default_factory=set)

    def episodes_of(self, child: str) -> list[StagedEpisode]:
        """A child's referrals, oldest first."""
        return sorted((e for e in self.episodes.values() if e.child == child), key=lambda e: (e.received_on, e.key))
