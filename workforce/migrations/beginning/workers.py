"""The people who use the system: who they are, which team they work in, which roles they hold and who granted them."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "There is already a team of this name."}, max_length=120, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("front_door", "Front door"),
                            ("assessment", "Assessment"),
                            ("longer_term", "Longer-term work"),
                            ("emergency_duty", "Emergency duty (out of hours)"),
                            ("quality", "Quality assurance"),
                            ("business", "Management and business support"),
                        ],
                        max_length=14,
                    ),
                ),
                ("service", models.CharField(blank=True, max_length=120)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="no longer used from")),
            ],
            options={
                "ordering": ["name"],
                "abstract": False,
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "Somebody already signs in with this address."},
                        max_length=254,
                        unique=True,
                    ),
                ),
                ("given_names", models.CharField(max_length=120, verbose_name="first names")),
                ("family_name", models.CharField(max_length=120, verbose_name="family name")),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="workforce.team",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partners",
                        to="frontdoor.agency",
                    ),
                ),
                (
                    "registration_number",
                    models.CharField(
                        blank=True, max_length=12, null=True, unique=True, verbose_name="Social Work England number"
                    ),
                ),
                ("agency_worker", models.BooleanField(default=False, verbose_name="employed through an agency")),
                (
                    "newly_qualified",
                    models.BooleanField(default=False, verbose_name="in the assessed and supported first year"),
                ),
                (
                    "fte",
                    models.DecimalField(decimal_places=2, default=1, max_digits=3, verbose_name="full-time equivalent"),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("is_system", models.BooleanField(default=False, editable=False)),
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=160, null=True, unique=True)),
            ],
            options={
                "ordering": ["family_name", "given_names"],
                "abstract": False,
                "indexes": [models.Index(fields=["team"], name="worker_team")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fte__gt", 0), ("fte__lte", 1)),
                        name="worker_fte_in_range",
                        violation_error_message="Full-time equivalent is more than 0 and at most 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="worker_leaves_after_starting",
                        violation_error_message="The last day cannot be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("team__isnull", True), ("agency__isnull", True), _connector="OR"),
                        name="worker_of_a_team_or_an_agency",
                        violation_error_message="Somebody works in a team here or for a partner agency, not both.",
                    ),
                ],
            },
        ),
        without=("password",),
    ),
    *with_versions(
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grants", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("call_handler", "Call handler"),
                            ("social_worker", "Social worker"),
                            ("practice_manager", "Practice manager"),
                            ("consent_decider", "Consent decider"),
                            ("service_manager", "Service manager"),
                            ("auditor", "Auditor"),
                            ("senior_leader", "Senior leader"),
                            ("partner_referrer", "Partner referrer"),
                            ("system_administrator", "System administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "stands_in_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                (
                    "refused_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("refused_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["worker", "role"], name="grant_worker_role")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                                models.Q(("approved_by", models.F("worker")), _negated=True),
                                models.Q(("proposed_by", models.F("worker")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grant_by_two_people",
                        violation_error_message="Nobody can grant a role to themselves, and the person who proposes a role cannot approve it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grant_approved_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at__isnull", True), ("refused_by__isnull", True)),
                            models.Q(
                                ("approved_at__isnull", True),
                                ("refused_at__isnull", False),
                                ("refused_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="grant_refused_or_approved",
                        violation_error_message="A proposal is either approved or refused.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="grant_ends_after_start",
                        violation_error_message="A role cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("reason"))
                            ),
                            10,
                        ),
                        name="role_grant_has_a_reason",
                        violation_error_message="Say in at least 10 characters why this role is needed.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("refused_at__isnull", True)),
                        expressions=[
                            (models.F("worker"), "="),
                            (models.F("role"), "="),
                            (
                                models.Func(
                                    models.F("starts_on"), models.F("ends_on"), models.Value("[]"), function="daterange"
                                ),
                                "&&",
                            ),
                        ],
                        name="grant_role_once_at_a_time",
                        violation_error_message="The worker already holds this role, or it has been proposed.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "team": TRACKED,
    "worker": [
        *TRACKED,
        refuses(
            "worker_agency_stays",
            sentence="Whoever holds a role for an agency stays with that agency. Invite them anew for another one.",
            operation=pgtrigger.Update,
            when="""
        NEW.agency_id IS DISTINCT FROM OLD.agency_id AND EXISTS (
            SELECT 1 FROM workforce_rolegrant g WHERE g.worker_id = NEW.id AND g.refused_at IS NULL)
    """,
        ),
    ],
    "rolegrant": [
        *TRACKED,
        refuses(
            "administrator_holds_no_cases",
            sentence="A system administrator cannot hold a role that opens children's records.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.refused_at IS NULL AND EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.worker_id AND g.id <> NEW.id AND g.refused_at IS NULL
              AND g.starts_on <= coalesce(NEW.ends_on, 'infinity') AND NEW.starts_on <= coalesce(g.ends_on, 'infinity')
              AND NEW.starts_on <= coalesce(NEW.ends_on, 'infinity')
              AND (g.role = 'system_administrator') <> (NEW.role = 'system_administrator'))
    """,
        ),
        refuses(
            "partner_of_one_agency",
            sentence="A partner referrer belongs to one agency and holds no other role, and nobody of an agency holds another role.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.refused_at IS NULL
        AND (TG_OP = 'INSERT' OR NEW.role <> OLD.role OR NEW.worker_id <> OLD.worker_id)
        AND (NEW.role = 'partner_referrer')
            <> (SELECT w.agency_id IS NOT NULL FROM workforce_worker w WHERE w.id = NEW.worker_id)
    """,
        ),
    ],
}
