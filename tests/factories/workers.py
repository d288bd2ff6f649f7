"""Workers, teams and the roles they hold."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import factory

from frontdoor.core import roles
from frontdoor.core.acting import acting_as
from tests.factories.base import RecordFactory, the_system
from tests.factories.people import AgencyFactory
from workforce.models import RoleGrant, Team, Worker

LONG_AGO = date(2020, 1, 1)
_NUMBERS = count(500000)


class TeamFactory(RecordFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")
    kind = "assessment"

    class Params:
        front_door = factory.Trait(kind="front_door", name=factory.Sequence(lambda n: f"Front door {n}"))


class WorkerFactory(RecordFactory):
    """A worker without a role; ``roles=[...]`` grants them."""

    class Meta:
        model = Worker

    email = factory.Sequence(lambda n: f"worker{n}@example.org")
    given_names = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")
    team = factory.SubFactory(TeamFactory)
    started_on = LONG_AGO

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **_: Any) -> None:
        for role in extracted or []:
            GrantFactory(worker=self, role=role.code)
        self.__dict__.pop("roles", None)


def _administrators() -> list[Worker]:
    """The two who sign each grant, made by the first of a test that needs them."""
    emails = [f"{which}.administrator@example.org" for which in ("first", "second")]
    known = {worker.email: worker for worker in Worker.objects.filter(email__in=emails)}
    return [known.get(email) or WorkerFactory(email=email, team=None) for email in emails]


class GrantFactory(RecordFactory):
    """A role as two administrators granted it."""

    class Meta:
        model = RoleGrant

    class Params:
        administrators = factory.LazyFunction(_administrators)

    worker = factory.SubFactory(WorkerFactory)
    role = roles.SOCIAL_WORKER.code
    reason = "Needed for the work of the team"
    starts_on = LONG_AGO
    proposed_by = factory.LazyAttribute(lambda grant: grant.administrators[0])
    proposed_at = datetime(2020, 1, 1, 9, tzinfo=UTC)
    approved_by = factory.LazyAttribute(lambda grant: grant.administrators[1])
    approved_at = datetime(2020, 1, 1, 10, tzinfo=UTC)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with acting_as(the_system()):
            return super()._create(model_class, *args, **kwargs)


def call_handler(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.CALL_HANDLER], "team__front_door": True, **given})


def social_worker(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.SOCIAL_WORKER], **given})


def practice_manager(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.PRACTICE_MANAGER], **given})


def consent_decider(**given: Any) -> Worker:
    return WorkerFactory(
        **{
            "roles": [roles.PRACTICE_MANAGER, roles.CONSENT_DECIDER],
            "team__front_door": True,
            "registration_number": f"SW{next(_NUMBERS):06}",
            **given,
        }
    )


def service_manager(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.SERVICE_MANAGER], **given})


def auditor(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.AUDITOR], **given})


def senior_leader(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.SENIOR_LEADER], **given})


def partner_referrer(**given: Any) -> Worker:
    given = {"agency": AgencyFactory()} | given
    return WorkerFactory(**{"roles": [roles.PARTNER_REFERRER], "team": None, **given})


def administrator(**given: Any) -> Worker:
    return WorkerFactory(**{"roles": [roles.SYSTEM_ADMINISTRATOR], "team": None, **given})
