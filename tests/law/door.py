"""Roles, and what one line of the doors law is made of."""

from dataclasses import dataclass, replace

CALLS, WORKER, MANAGER, DECIDER = "call_handler", "social_worker", "practice_manager", "consent_decider"
SERVICE, AUDITOR, LEADER, PARTNER, ADMIN = (
    "service_manager",
    "auditor",
    "senior_leader",
    "partner_referrer",
    "system_administrator",
)
EVERYONE = frozenset({CALLS, WORKER, MANAGER, DECIDER, SERVICE, AUDITOR, LEADER, PARTNER, ADMIN})
FRONT_DOOR = frozenset({CALLS, WORKER, MANAGER, DECIDER, SERVICE})
PRACTITIONERS = frozenset({WORKER, MANAGER, DECIDER, SERVICE})
READERS = FRONT_DOOR | {AUDITOR, LEADER}
CASE_READERS = PRACTITIONERS | {AUDITOR, LEADER}
MANAGERS = frozenset({MANAGER, DECIDER, SERVICE})
ADMINISTRATORS = frozenset({ADMIN})
SEE_EVERYTHING = frozenset({SERVICE, AUDITOR, LEADER})

RELATIONS = ("own", "own_team", "other_team", "restricted", "conflicted")


@dataclass(frozen=True, kw_only=True)
class Door:
    """``roles`` is None for a door that stands open to the street."""

    roles: frozenset[str] | None
    record: str = ""
    answers: frozenset[int] = frozenset({200})
    relations: tuple[str, ...] = RELATIONS
    everything: frozenset[str] = SEE_EVERYTHING
    stranger: frozenset[int] = frozenset({404})

    def post_only(self) -> "Door":
        return replace(self, answers=frozenset({405}))

    def hides(self, role: str, relation: str) -> frozenset[int]:
        """What a role that may open this kind of record is told of one it may not see; nothing where it sees it."""
        if relation in {"own", "own_team"} or (relation == "other_team" and role in self.everything):
            return frozenset()
        return self.stranger if relation == "other_team" else frozenset({404})


def page(roles: frozenset[str], *answers: int) -> Door:
    return Door(roles=roles, answers=frozenset(answers or {200}))


def record(key: str, roles: frozenset[str], *answers: int) -> Door:
    return Door(roles=roles, record=key, answers=frozenset(answers or {200}))


def team_page(key: str) -> Door:
    """A page about a team: its members see their own, two roles see every one."""
    everything = frozenset({SERVICE, LEADER})
    return Door(roles=READERS, record=key, relations=("own", "other_team"), everything=everything)


def street(*answers: int) -> Door:
    return Door(roles=None, answers=frozenset(answers or {200}))
