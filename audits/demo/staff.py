"""The further workers of the invented authority, beside the people one can become: so that caseloads are real.

``weight`` is the share of the team's open work that a worker carries; nobody's work is spread evenly.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from frontdoor.core.roles import CALL_HANDLER, CONSENT_DECIDER, PRACTICE_MANAGER, SOCIAL_WORKER, Role
from workforce.demo_people import DOMAIN, FAMILIES, FRONT_DOOR, NIGHT, NORTH, SOUTH, DemoTeam
from workforce.models.workers import TeamKind

EAST = DemoTeam("Assessment team East", TeamKind.ASSESSMENT, "Front door and assessment")
WEST = DemoTeam("Children and families team West", TeamKind.LONGER_TERM, "Longer-term work")
FURTHER_TEAMS = (EAST, WEST)
AREA_TEAM = {"North": NORTH, "South": SOUTH, "East": EAST}


@dataclass(frozen=True)
class Colleague:
    """A worker who fills a team; ``joined`` and ``left`` count days back from the day of loading, below 0 ahead."""

    name: str
    team: DemoTeam
    roles: tuple[Role, ...] = (SOCIAL_WORKER,)
    weight: float = 1.0
    fte: str = "1.00"
    agency_worker: bool = False
    newly_qualified: bool = False
    joined: int = 2000
    left: int | None = None

    @property
    def names(self) -> tuple[str, str]:
        given, family = self.name.split(" ", 1)
        return given, family

    @property
    def email(self) -> str:
        return f"{self.name.replace(' ', '.')}@{DOMAIN}".lower()

    def started_on(self, on: date) -> date:
        return on - timedelta(days=self.joined)

    def ended_on(self, on: date) -> date | None:
        return None if self.left is None else on - timedelta(days=self.left)

    def row(self, number: int, on: date) -> dict[str, object]:
        """The columns of the worker's row."""
        given, family = self.names
        registered = self.roles != (CALL_HANDLER,)
        return {
            "email": self.email,
            "given_names": given,
            "family_name": family,
            "registration_number": f"SW8{number:05}" if registered else None,
            "agency_worker": self.agency_worker,
            "newly_qualified": self.newly_qualified,
            "fte": Decimal(self.fte),
            "started_on": self.started_on(on),
            "ended_on": self.ended_on(on),
            "is_active": self.left is None or self.left < 0,
        }


COLLEAGUES = (
    Colleague("Dilys Oakroyd", FRONT_DOOR, (CALL_HANDLER,)),
    Colleague("Kwesi Barrowman", FRONT_DOOR, (CALL_HANDLER,)),
    Colleague("Mairead Tolland", FRONT_DOOR, (CALL_HANDLER,), fte="0.50"),
    Colleague("Roshni Daventry", FRONT_DOOR),
    Colleague("Pavel Ostrander", FRONT_DOOR),
    Colleague("Leonie Hartsop", FRONT_DOOR, fte="0.80"),
    Colleague("Bashir Calloway", FRONT_DOOR, (PRACTICE_MANAGER, CONSENT_DECIDER)),
    Colleague("Gethin Moorcock", NIGHT),
    Colleague("Salome Ricketts", NIGHT, fte="0.60"),
    Colleague("Anneliese Thorne", NORTH, weight=1.1),
    Colleague("Femi Larkspur", NORTH, weight=0.8, fte="0.80"),
    Colleague("Ciaran Whitlow", NORTH, weight=0.9, agency_worker=True, joined=300),
    Colleague("Judith Pemberley", SOUTH, weight=1.3),
    Colleague("Tariq Swinburne", SOUTH, weight=1.0),
    Colleague("Elin Castleford", SOUTH, weight=0.7, newly_qualified=True, joined=200),
    Colleague("Marcus Yardley", SOUTH, weight=1.1),
    Colleague("Odile Branscombe", EAST, (PRACTICE_MANAGER,)),
    Colleague("Zofia Harkness", EAST, weight=1.5),
    Colleague("Nathan Applegarth", EAST, weight=1.0),
    Colleague("Precious Dunmore", EAST, weight=0.6, fte="0.60"),
    Colleague("Harpreet Lonsdale", EAST, weight=0.9, agency_worker=True, joined=150, left=-12),
    Colleague("Owen Tredegar", FAMILIES, weight=1.2),
    Colleague("Sunita Ravensworth", FAMILIES, weight=1.0),
    Colleague("Blessing Fairhurst", FAMILIES, weight=0.9),
    Colleague("Piotr Hallam", FAMILIES, weight=0.6, fte="0.50"),
    Colleague("Verity Longbourne", WEST, (PRACTICE_MANAGER,)),
    Colleague("Dominic Askrigg", WEST, weight=1.4),
    Colleague("Yasmin Thistlewood", WEST, weight=1.0),
    Colleague("Bronagh Kestle", WEST, weight=0.9),
    Colleague("Andre Wolstenholme", WEST, weight=1.1, agency_worker=True, joined=240),
    Colleague("Lucinda Marchbank", NORTH, left=210),
    Colleague("Graham Sefton-Cole", SOUTH, left=95),
    Colleague("Ayesha Corrigan", SOUTH, agency_worker=True, joined=400, left=160),
    Colleague("Tobias Ennerdale", FAMILIES, left=130),
    Colleague("Mina Aldridge", WEST, left=40),
    Colleague("Stuart Pellow", EAST, agency_worker=True, joined=520, left=330),
)
