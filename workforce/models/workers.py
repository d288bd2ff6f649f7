"""The people who use the system: who they are, which team they work in, which roles they hold and who granted them."""

from datetime import date
from typing import Any

import pgtrigger
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.functional import cached_property

from frontdoor.core.acting import acting_as
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.permissions import Permission
from frontdoor.core.records import BRINGING_IN, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.roles import PRACTICE_MANAGER, ROLE_CHOICES, ROLES
from frontdoor.core.working_days import ONE_DAY
from frontdoor.models.brought_in import marked_by_an_import
from workforce.models.grant_rules import GRANT_RULES, OWN_GRANT, TAKEN_AWAY_WHOLE
from workforce.models.registration import FTE_IN_RANGE
from workforce.permissions import VIEW_ALL_TEAMS, VIEW_OWN_TEAM

SYSTEM_STAYS = "The system in whose name jobs act is one, and nobody becomes it."
AGENCY_STAYS = "Whoever holds a role for an agency stays with that agency. Invite them anew for another one."


class TeamKind(models.TextChoices):
    """What a team does, which decides what its members see."""

    FRONT_DOOR = "front_door", "Front door"
    ASSESSMENT = "assessment", "Assessment"
    LONGER_TERM = "longer_term", "Longer-term work"
    EMERGENCY_DUTY = "emergency_duty", "Emergency duty (out of hours)"
    QUALITY = "quality", "Quality assurance"
    BUSINESS = "business", "Management and business support"


class TeamQuerySet(TrackedQuerySet):
    def visible_to(self, worker: Any) -> "TeamQuerySet":
        """The teams whose page this worker may open: his own, or all."""
        if worker.holds(VIEW_ALL_TEAMS):
            return self.all()
        return self.filter(pk=worker.team_id) if worker.holds(VIEW_OWN_TEAM) else self.none()

    def in_use(self) -> "TeamQuerySet":
        return self.filter(ended_on__isnull=True)


class Team(TrackedRecord):
    """A team and the service it belongs to."""

    name = models.CharField(
        max_length=120, unique=True, error_messages={"unique": "There is already a team of this name."}
    )
    kind = models.CharField(max_length=14, choices=TeamKind.choices)
    service = models.CharField(max_length=120, blank=True)
    ended_on = models.DateField("no longer used from", null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WorkerQuerySet(TrackedQuerySet):
    """Workers, with the roles they hold."""

    def visible_to(self, worker: Any) -> "WorkerQuerySet":
        """Whose working figures somebody may open: his own, a practice manager his team's, a service manager all."""
        people = self.filter(is_system=False)
        if worker.holds(VIEW_ALL_TEAMS):
            return people
        own = Q(pk=worker.pk)
        if PRACTICE_MANAGER.code in worker.roles and worker.team_id is not None:
            own |= Q(team_id=worker.team_id)
        return people.filter(own)

    def with_roles(self, on: date) -> "WorkerQuerySet":
        """Each worker with the codes of the roles held on a day, and the team, in one query."""
        grants = RoleGrant.objects.held(on).filter(worker=OuterRef("pk"))
        return self.select_related("team", "agency").annotate(held_roles=ArraySubquery(grants.values("role")))

    def with_stand_ins(self, on: date) -> "WorkerQuerySet":
        """Each worker with the colleagues whose roles are held meanwhile, read in the same query."""
        grants = RoleGrant.objects.held(on).filter(worker=OuterRef("pk"))
        return self.annotate(held_stand_ins=ArraySubquery(grants.stand_ins()))

    def holding(self, role: str, on: date) -> "WorkerQuerySet":
        """Workers who hold a role on a day and may sign in."""
        grants = RoleGrant.objects.held(on).filter(role=role)
        return self.filter(is_active=True, pk__in=grants.values("worker_id"))

    def at_the_front_door(self) -> "WorkerQuerySet":
        """Workers of a front door team."""
        return self.filter(team__kind=TeamKind.FRONT_DOOR)

    def the_system(self) -> "Worker":
        """The worker in whose name jobs act."""
        return self.get(is_system=True)

    def people(self) -> "WorkerQuerySet":
        """Everyone but the system, whether still here or not."""
        return self.filter(is_system=False)

    def partners(self) -> "WorkerQuerySet":
        """People of partner agencies, by agency and name."""
        return self.filter(agency__isnull=False).order_by("agency__name", "family_name", "given_names", "pk")

    def with_second_factor(self) -> "WorkerQuerySet":
        """Each worker with ``has_second_factor``, read in the same query."""
        factors = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return self.annotate(has_second_factor=Exists(factors))

    def let_in(self, day: date) -> "WorkerQuerySet":
        """Those in post on a day whose agency, if they are a partner, is still in use."""
        return self.in_post(day).exclude(agency__ended_on__lte=day)

    def named(self, words: str) -> "WorkerQuerySet":
        """Those whose names or address contain every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(given_names__icontains=word) | Q(family_name__icontains=word) | Q(email__icontains=word)
            )
        return found

    def with_role(self, role: str, on: date) -> "WorkerQuerySet":
        """Those in post who hold a role on a day."""
        held = RoleGrant.objects.held(on).filter(worker=OuterRef("pk"), role=role)
        return self.in_post(on).filter(Exists(held)).order_by("family_name", "given_names")

    def in_post(self, on: date) -> "WorkerQuerySet":
        """People, not the system, who work here on a day."""
        return self.filter(is_system=False, is_active=True).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on))


_AGENCY_STAYS = refuses(
    "worker_agency_stays",
    sentence=AGENCY_STAYS,
    operation=pgtrigger.Update,
    when="""
        NEW.agency_id IS DISTINCT FROM OLD.agency_id AND EXISTS (
            SELECT 1 FROM workforce_rolegrant g WHERE g.worker_id = NEW.id AND g.refused_at IS NULL)
    """,
)


_SYSTEM_STAYS = refuses(
    "worker_system_stays",
    sentence=SYSTEM_STAYS,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("is_system"),
    when=f"NEW.is_system IS DISTINCT FROM coalesce(OLD.is_system, false) AND NOT {BRINGING_IN}",
)


class WorkerManager(BaseUserManager.from_queryset(WorkerQuerySet)):  # type: ignore[misc]
    """Sign-in by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str) -> "Worker":
        return self.get(email__iexact=username)


class Worker(AbstractBaseUser, TrackedRecord):
    """Somebody who signs in, or the system itself, in whose name jobs act."""

    email = models.EmailField(unique=True, error_messages={"unique": "Somebody already signs in with this address."})
    given_names = models.CharField("first names", max_length=120)
    family_name = models.CharField("family name", max_length=120)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    agency = models.ForeignKey(
        "frontdoor.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="partners"
    )
    registration_number = models.CharField(
        "Social Work England number", max_length=12, null=True, blank=True, unique=True
    )
    agency_worker = models.BooleanField("employed through an agency", default=False)
    newly_qualified = models.BooleanField("in the assessed and supported first year", default=False)
    fte = models.DecimalField("full-time equivalent", max_digits=3, decimal_places=2, default=1)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField("last day", null=True, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    is_system = models.BooleanField(default=False, editable=False)
    legacy_key = models.CharField(max_length=160, null=True, blank=True, unique=True, editable=False)

    last_login = None  # sign-ins are kept by the access log, not on the person's row

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_names", "family_name"]

    objects = WorkerManager()

    class Meta(TrackedRecord.Meta):
        ordering = ["family_name", "given_names"]
        indexes = [models.Index(fields=["team"], name="worker_team")]
        constraints = [
            models.CheckConstraint(
                name="worker_fte_in_range",
                condition=Q(fte__gt=0, fte__lte=1),
                violation_error_message=FTE_IN_RANGE,
            ),
            models.CheckConstraint(
                name="worker_leaves_after_starting",
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message="The last day cannot be before the first.",
            ),
            models.CheckConstraint(
                name="worker_of_a_team_or_an_agency",
                condition=Q(team__isnull=True) | Q(agency__isnull=True),
                violation_error_message="Somebody works in a team here or for a partner agency, not both.",
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _AGENCY_STAYS,
            _SYSTEM_STAYS,
            marked_by_an_import("worker"),
        ]

    def __str__(self) -> str:
        return f"worker {self.pk}"

    def check_password(self, raw_password: str | None) -> bool:
        """Check, and let Django renew an outdated hash in the worker's own name."""
        with acting_as(self):
            return super().check_password(raw_password)

    def get_full_name(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    def get_short_name(self) -> str:
        return self.given_names

    @cached_property
    def roles(self) -> frozenset[str]:
        """Codes of the roles held today; read with the worker where ``with_roles`` was used."""
        held = getattr(self, "held_roles", None)
        if held is None:
            held = RoleGrant.objects.held(timezone.localdate()).filter(worker=self).values_list("role", flat=True)
        return frozenset(held)

    @property
    def role_names(self) -> list[str]:
        """The names of those roles, in the order of the list."""
        return [role.name for code, role in ROLES.items() if code in self.roles]

    @cached_property
    def standing_in(self) -> list[str]:
        """ "Morgan Ellis until 27 November 2026" for each colleague stood in for today; read with the worker where
        ``with_stand_ins`` was used."""
        held = getattr(self, "held_stand_ins", None)
        if held is None:
            held = RoleGrant.objects.held(timezone.localdate()).filter(worker=self).stand_ins()
        return [_colleague_until(**grant) for grant in held]

    @property
    def works_at_front_door(self) -> bool:
        """Whether the worker's team is the front door or emergency duty."""
        return self.team is not None and self.team.kind in {TeamKind.FRONT_DOOR, TeamKind.EMERGENCY_DUTY}

    @property
    def on_emergency_duty(self) -> bool:
        """Whether the worker's team works while the office is closed."""
        return self.team is not None and self.team.kind == TeamKind.EMERGENCY_DUTY

    def holds(self, permission: Permission) -> bool:
        """Whether one of the worker's roles carries a permission."""
        return bool(permission.roles & self.roles)


def _colleague_until(*, given: str, family: str, until: str | None) -> str:
    end = f" until {date.fromisoformat(until):%-d %B %Y}" if until else ""
    return f"{given} {family}".strip() + end


_NOT_CUT_SHORT = Q(refused_at__isnull=True, ended_at__isnull=True)


class RoleGrantQuerySet(TrackedQuerySet):
    """Roles as they were granted."""

    def held(self, on: date) -> "RoleGrantQuerySet":
        """Approved and in force on a day, to its end."""
        return self.filter(approved_at__isnull=False, starts_on__lte=on).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on), Q(ended_at__isnull=True) | Q(ended_at__date__gt=on)
        )

    def held_in_post(self, roles: list[str], on: date) -> "models.QuerySet[Any, Any]":
        """Who holds one of these roles on a day and works here: worker id, role and team id, as plain values."""
        held = self.held(on).filter(role__in=roles, worker__in=Worker.objects.in_post(on))
        return held.values_list("worker_id", "role", "worker__team_id")

    def lasting_past(self, day: date) -> "RoleGrantQuerySet":
        """Neither refused, over nor ending by a day."""
        return self.filter(_NOT_CUT_SHORT).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))

    def overlapping(self, starts_on: date, ends_on: date | None) -> "RoleGrantQuerySet":
        """Neither refused nor taken away, and in force on at least one of these days; without ``ends_on`` they never
        end."""
        days = self.lasting_past(starts_on - ONE_DAY)
        return days if ends_on is None else days.filter(starts_on__lte=ends_on)

    def stand_ins(self) -> "models.QuerySet[Any, Any]":
        """Whose roles are held and until when, as plain values, the first to end first."""
        colleague = JSONObject(given="stands_in_for__given_names", family="stands_in_for__family_name", until="ends_on")
        return self.filter(stands_in_for__isnull=False).order_by("ends_on", "pk").values_list(colleague, flat=True)

    def proposed(self) -> "RoleGrantQuerySet":
        """Waiting for a second administrator."""
        return self.filter(approved_at__isnull=True, refused_at__isnull=True)


class RoleGrant(TrackedRecord):
    """One role of one worker: proposed by one administrator, approved by another, from a day to a day.

    ``stands_in_for`` names the colleague whose role is held meanwhile; ``ended_at`` is the moment at which the role
    went with the worker's access, before its last day was over.
    """

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    stands_in_for = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    approved_at = models.DateTimeField(null=True, editable=False)
    refused_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    refused_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = RoleGrantQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [models.Index(fields=["worker", "role"], name="grant_worker_role")]
        constraints = [
            models.CheckConstraint(
                name="grant_by_two_people",
                condition=Q(approved_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")) & ~Q(approved_by=F("worker")) & ~Q(proposed_by=F("worker")),
                violation_error_message=OWN_GRANT,
            ),
            models.CheckConstraint(
                name="grant_approved_by_somebody",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_refused_or_approved",
                condition=Q(refused_at__isnull=True, refused_by__isnull=True)
                | Q(refused_at__isnull=False, refused_by__isnull=False, approved_at__isnull=True),
                violation_error_message="A proposal is either approved or refused.",
            ),
            models.CheckConstraint(
                name="grant_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="A role cannot end before it starts.",
            ),
            models.CheckConstraint(
                name="grant_taken_away_by_somebody",
                condition=both_or_neither("ended_at", "ended_by")
                & (Q(ended_at__isnull=True) | Q(approved_at__isnull=False)),
                violation_error_message=TAKEN_AWAY_WHOLE,
            ),
            models.CheckConstraint(
                name="role_grant_has_a_reason",
                condition=at_least("reason", 10),
                violation_error_message="Say in at least 10 characters why this role is needed.",
            ),
            ExclusionConstraint(
                name="grant_role_once_at_a_time",
                expressions=[
                    (F("worker"), "="),
                    (F("role"), "="),
                    (models.Func(F("starts_on"), F("ends_on"), models.Value("[]"), function="daterange"), "&&"),
                ],
                condition=_NOT_CUT_SHORT,
                violation_error_message="The worker already holds this role, or it has been proposed.",
            ),
        ]
        triggers = [*TrackedRecord.Meta.triggers, *GRANT_RULES]

    def __str__(self) -> str:
        return f"grant {self.pk}"
