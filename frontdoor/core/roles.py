"""The eight roles and one separate right, in words that the people who hold them would use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """What somebody is here to do. ``sees_everything`` gives sight of every record that is not restricted."""

    code: str
    name: str
    description: str
    sees_everything: bool = False
    handles_cases: bool = True


CALL_HANDLER = Role(
    "call_handler",
    "Call handler",
    "Takes calls and messages at the front door and records them as contacts. Does not set urgency or decide.",
)
SOCIAL_WORKER = Role(
    "social_worker",
    "Social worker",
    "Sets the urgency of contacts, asks for consent, visits children, assesses and plans.",
)
PRACTICE_MANAGER = Role(
    "practice_manager",
    "Practice manager",
    "Decides contacts, allocates work and oversees the children of one team.",
)
CONSENT_DECIDER = Role(
    "consent_decider",
    "Consent decider",
    "May decide that agencies are asked without a parent's consent. A separate right, held by few and reviewed.",
)
SERVICE_MANAGER = Role(
    "service_manager",
    "Service manager",
    "Oversees several teams, decides what a practice manager may not decide alone.",
    sees_everything=True,
)
AUDITOR = Role(
    "auditor",
    "Auditor",
    "Reads records to judge the quality of practice together with the worker. Changes nothing in them.",
    sees_everything=True,
)
SENIOR_LEADER = Role(
    "senior_leader",
    "Senior leader",
    "Answers for the whole service. Reads the boards and the records behind each figure.",
    sees_everything=True,
)
PARTNER_REFERRER = Role(
    "partner_referrer",
    "Partner referrer",
    "Works for a school, the police, health or another agency that tells us about children.",
    handles_cases=False,
)
SYSTEM_ADMINISTRATOR = Role(
    "system_administrator",
    "System administrator",
    "Looks after workers, teams, agencies and settings. Cannot open any child's record.",
    handles_cases=False,
)

ROLES = {
    role.code: role
    for role in (
        CALL_HANDLER,
        SOCIAL_WORKER,
        PRACTICE_MANAGER,
        CONSENT_DECIDER,
        SERVICE_MANAGER,
        AUDITOR,
        SENIOR_LEADER,
        PARTNER_REFERRER,
        SYSTEM_ADMINISTRATOR,
    )
}
MANAGERS = frozenset({PRACTICE_MANAGER.code, SERVICE_MANAGER.code})
"""Who signs what a manager signs."""
ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
