"""The invented people of the demo: who they are, and what is worth trying as each of them. Nobody here exists."""

from dataclasses import dataclass, field

from frontdoor.core.roles import (
    AUDITOR,
    CALL_HANDLER,
    CONSENT_DECIDER,
    PARTNER_REFERRER,
    PRACTICE_MANAGER,
    SENIOR_LEADER,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    SYSTEM_ADMINISTRATOR,
    Role,
)
from workforce.models.workers import TeamKind

DOMAIN = "demo.example"
PASSWORD = "correct horse demo"  # noqa: S105  everyone may know it: it opens invented records alone


@dataclass(frozen=True)
class DemoTeam:
    """A team of the invented authority."""

    name: str
    kind: TeamKind
    service: str


@dataclass(frozen=True)
class DemoAgency:
    """A partner agency of the invented authority."""

    name: str
    source_code: str
    sector: str


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Somebody to become: ``about`` says who they are, ``try_this`` what to look at as them."""

    given: str
    family: str
    team: DemoTeam | None
    roles: tuple[Role, ...]
    about: str
    try_this: str
    agency: DemoAgency | None = None
    registered: bool = False
    agency_worker: bool = False
    newly_qualified: bool = False
    fte: str = "1.00"
    email: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "email", f"{self.given}.{self.family}@{DOMAIN}".lower())


FRONT_DOOR = DemoTeam("Front door", TeamKind.FRONT_DOOR, "Front door and assessment")
NORTH = DemoTeam("Assessment team North", TeamKind.ASSESSMENT, "Front door and assessment")
SOUTH = DemoTeam("Assessment team South", TeamKind.ASSESSMENT, "Front door and assessment")
FAMILIES = DemoTeam("Children and families team", TeamKind.LONGER_TERM, "Longer-term work")
NIGHT = DemoTeam("Emergency duty team", TeamKind.EMERGENCY_DUTY, "Front door and assessment")
QUALITY = DemoTeam("Quality assurance", TeamKind.QUALITY, "Quality and performance")
SCHOOL = DemoAgency("Long Meadow Primary School", "2A", "education")
POLICE = DemoAgency("Police, Ashdale district", "6", "police")
TEAMS = (FRONT_DOOR, NORTH, SOUTH, FAMILIES, NIGHT, QUALITY)

SAFEGUARDING_LEAD = DemoPerson(
    given="Ffion",
    family="Marlowe",
    team=None,
    agency=SCHOOL,
    roles=(PARTNER_REFERRER,),
    about="Safeguarding lead of a school.",
    try_this="Refer a child, attach a document, and see what became of earlier referrals. Nothing else opens.",
)
POLICE_SERGEANT = DemoPerson(
    given="Kofi",
    family="Redfern",
    team=None,
    agency=POLICE,
    roles=(PARTNER_REFERRER,),
    about="Police sergeant who refers children from the night shift.",
    try_this="See how a referral above the limit of an hour is taken in all the same.",
)
PEOPLE = (
    DemoPerson(
        given="Asha",
        family="Petrie",
        team=FRONT_DOOR,
        roles=(CALL_HANDLER,),
        about="Takes the calls at the front door.",
        try_this="Record a contact with the keyboard alone, and find a child whose name you are not sure of.",
    ),
    DemoPerson(
        given="Tom",
        family="Lunn",
        team=FRONT_DOOR,
        roles=(SOCIAL_WORKER,),
        registered=True,
        about="Duty social worker at the front door.",
        try_this="Take the next contact, set how urgent it is and ask a parent for consent.",
    ),
    DemoPerson(
        given="Nell",
        family="Varga",
        team=FRONT_DOOR,
        roles=(SOCIAL_WORKER,),
        registered=True,
        fte="0.60",
        about="Social worker at the front door, three days a week.",
        try_this="Ask for an override where a parent says no and a child may be in danger.",
    ),
    DemoPerson(
        given="Marian",
        family="Holloway",
        team=FRONT_DOOR,
        roles=(PRACTICE_MANAGER,),
        registered=True,
        about="Practice manager of the front door.",
        try_this="Decide contacts and see which are close to their time.",
    ),
    DemoPerson(
        given="Desmond",
        family="Achter",
        team=FRONT_DOOR,
        roles=(PRACTICE_MANAGER, CONSENT_DECIDER),
        registered=True,
        about="Practice manager who may decide without a parent's consent.",
        try_this="Open the queue of overrides and decide one.",
    ),
    DemoPerson(
        given="Priya",
        family="Sandoval",
        team=NORTH,
        roles=(SOCIAL_WORKER,),
        registered=True,
        about="Social worker with far too many children.",
        try_this="See what a full day looks like, and which assessments are late.",
    ),
    DemoPerson(
        given="Callum",
        family="Brightwater",
        team=NORTH,
        roles=(SOCIAL_WORKER,),
        registered=True,
        newly_qualified=True,
        about="Newly qualified social worker in the protected first year.",
        try_this="Work on an assessment; the limit of this caseload is lower.",
    ),
    DemoPerson(
        given="Ines",
        family="Marchetti",
        team=NORTH,
        roles=(PRACTICE_MANAGER,),
        registered=True,
        about="Practice manager of the assessment team in the north.",
        try_this="Allocate a child with every worker's caseload in sight.",
    ),
    DemoPerson(
        given="Joel",
        family="Abernathy",
        team=SOUTH,
        roles=(SOCIAL_WORKER,),
        registered=True,
        agency_worker=True,
        about="Social worker employed through an agency.",
        try_this="Open a child of another team: the record stays shut.",
    ),
    DemoPerson(
        given="Wren",
        family="Castellane",
        team=SOUTH,
        roles=(PRACTICE_MANAGER,),
        registered=True,
        about="Practice manager of the assessment team in the south.",
        try_this="Authorise an assessment that somebody else wrote.",
    ),
    DemoPerson(
        given="Hana",
        family="Fairweather",
        team=FAMILIES,
        roles=(SOCIAL_WORKER,),
        registered=True,
        about="Social worker for children who need help for longer.",
        try_this="Read a child's story from the first call on.",
    ),
    DemoPerson(
        given="Gareth",
        family="Lindqvist",
        team=FAMILIES,
        roles=(PRACTICE_MANAGER,),
        registered=True,
        about="Practice manager of the longer-term team.",
        try_this="Look at the team's page and follow each number to its rows.",
    ),
    DemoPerson(
        given="Rosa",
        family="Timber",
        team=NIGHT,
        roles=(SOCIAL_WORKER,),
        registered=True,
        about="Social worker of the night and the weekend.",
        try_this="Record what happened at two in the morning, for the day team to find.",
    ),
    DemoPerson(
        given="Idris",
        family="Penhallow",
        team=QUALITY,
        roles=(SERVICE_MANAGER,),
        registered=True,
        about="Service manager over all these teams.",
        try_this="See every team's queue and what is late across the service.",
    ),
    DemoPerson(
        given="Beatrix",
        family="Noor",
        team=QUALITY,
        roles=(AUDITOR,),
        registered=True,
        about="Auditor who reads records and changes nothing in them.",
        try_this="Open any child's record, and notice what cannot be changed.",
    ),
    DemoPerson(
        given="Cordelia",
        family="Ashgrove",
        team=QUALITY,
        roles=(SENIOR_LEADER,),
        about="Director who answers for the whole service.",
        try_this="Read the leaders' page and open the rows behind a number.",
    ),
    SAFEGUARDING_LEAD,
    DemoPerson(
        given="Samir",
        family="Oakhurst",
        team=None,
        roles=(SYSTEM_ADMINISTRATOR,),
        about="System administrator.",
        try_this="Add a worker, propose a role for them, and try to open a child's record.",
    ),
    DemoPerson(
        given="Lotte",
        family="Winter",
        team=None,
        roles=(SYSTEM_ADMINISTRATOR,),
        about="The second system administrator.",
        try_this="Approve the role that Samir Oakhurst proposed.",
    ),
    POLICE_SERGEANT,
)
BY_EMAIL = {person.email: person for person in PEOPLE}
ADMINISTRATORS = tuple(person.email for person in PEOPLE if SYSTEM_ADMINISTRATOR in person.roles)
