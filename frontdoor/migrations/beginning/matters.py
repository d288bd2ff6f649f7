"""A manager's decision that an answer about consent opens: a withdrawal, parents who disagree, a service refused."""

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
            name="ConsentMatter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "event",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matter",
                        to="frontdoor.consentevent",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent_matters",
                        to="frontdoor.contact",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="frontdoor.person",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("A", "The agency telling social care"),
                            ("B", "Asking other agencies for information"),
                            ("C", "An assessment, a plan or early help"),
                        ],
                        editable=False,
                        max_length=1,
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("withdrawn", "Agreement was withdrawn"),
                            ("disagree", "One parent agrees, another does not"),
                            ("refused", "An assessment or service was refused"),
                        ],
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False)),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stop", "Nothing goes on without agreement"),
                            ("rely", "Go on with the agreement of the parent who agrees"),
                            ("concern", "There is reasonable cause to suspect significant harm"),
                        ],
                        max_length=7,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True), ("due_at__isnull", False)),
                        fields=["due_at"],
                        name="matter_c_matter_open",
                    ),
                    models.Index(fields=["contact", "child"], name="matter_child"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("opened_at"))),
                        name="matter_c_matter_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_at__gte", models.F("opened_at"))),
                        name="matter_c_matter_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("decision", ""),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision__in", ["stop", "rely", "concern"]),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("reason"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="matter_decided_whole",
                        violation_error_message="A decision needs its reason in at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="matter_not_by_the_recorder",
                        violation_error_message="Somebody other than the person who recorded the answer must decide this.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "consentmatter": [
        *TRACKED,
        refuses(
            "matter_decided_in_person",
            sentence="A decision is signed by the manager who makes it, at the time it is made.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.decided_at IS NOT NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT'
            OR OLD.decided_at IS NULL AND (
                NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                OR abs(extract(epoch FROM NEW.decided_at - clock_timestamp())) > 300))
    """,
        ),
        refuses(
            "matter_decided_by_a_manager",
            sentence="Only a practice manager or a service manager can decide this.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.decided_by_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "matter_relies_on_somebody",
            sentence="Nobody else has agreed: there is no agreement to go on with.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.decision = 'rely' AND (TG_OP = 'INSERT' OR OLD.decided_at IS NULL) AND NOT EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT ON (coalesce(e.given_by_id, e.child_id)) e.status FROM frontdoor_consentevent e
                WHERE e.contact_id = NEW.contact_id AND e.child_id = NEW.child_id AND e.kind = NEW.kind
                  AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN')
                ORDER BY coalesce(e.given_by_id, e.child_id), e.happened_at DESC, e.id DESC) latest
            WHERE latest.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT'))
    """,
        ),
        refuses(
            "matter_stays",
            sentence="What was decided about consent cannot be changed. A new answer opens a new decision.",
            operation=pgtrigger.Update,
            when="""
        (NEW.event_id, NEW.contact_id, NEW.child_id, NEW.kind, NEW.cause, NEW.opened_at, NEW.opened_by_id)
        IS DISTINCT FROM
        (OLD.event_id, OLD.contact_id, OLD.child_id, OLD.kind, OLD.cause, OLD.opened_at, OLD.opened_by_id)
        OR (OLD.due_at IS NOT NULL AND NEW.due_at IS DISTINCT FROM OLD.due_at)
        OR (OLD.decided_at IS NOT NULL
            AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.reason)
            IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.reason))
    """,
        ),
    ],
}
