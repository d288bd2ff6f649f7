"""Lists of people that somebody takes out as a file: what for, how many people, and above fifty who approved it."""

import datetime

import django.db.models.deletion
import django.db.models.expressions
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
            name="Export",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exports", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("name", models.CharField(max_length=60, verbose_name="which list")),
                ("address", models.CharField(max_length=2000)),
                ("people", models.PositiveIntegerField(verbose_name="people on the list")),
                ("lines", models.PositiveIntegerField(verbose_name="lines of the list")),
                (
                    "purpose",
                    models.CharField(
                        error_messages={"blank": "Say in at least 10 characters what the list is for."},
                        max_length=200,
                        verbose_name="what the list is for",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports_decided",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "Approved"), ("refused", "Refused")],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="why")),
                ("taken_at", models.DateTimeField(editable=False, null=True)),
                (
                    "taken_people",
                    models.PositiveIntegerField(
                        editable=False, null=True, verbose_name="people who left with the file"
                    ),
                ),
                ("taken_lines", models.PositiveIntegerField(editable=False, null=True, verbose_name="lines that left")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("decided_at__isnull", True), ("taken_at__isnull", True)),
                        fields=["requested_at", "id"],
                        name="export_waiting",
                    ),
                    models.Index(fields=["requested_by", "-requested_at"], name="export_asker"),
                    models.Index(fields=["-requested_at", "-id"], name="export_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("purpose"))
                            ),
                            10,
                        ),
                        name="export_has_a_purpose",
                        violation_error_message="Say in at least 10 characters what the list is for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lines__lte", 5000),
                            models.Q(("taken_lines__isnull", True), ("taken_lines__lte", 5000), _connector="OR"),
                        ),
                        name="export_is_not_too_long",
                        violation_error_message="This list is longer than 5,000 lines. Narrow it with the filters, and save it in parts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision__in", ["approved", "refused"]),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("reason"))
                                    ),
                                    10,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="export_decided_whole",
                        violation_error_message="Say in at least 10 characters why you approve or refuse it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="export_not_by_the_asker",
                        violation_error_message="Somebody other than the person who asks must approve a list.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("taken_at__isnull", True), ("taken_people__isnull", True)),
                                models.Q(("taken_at__isnull", False), ("taken_people__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("taken_at__isnull", True), ("taken_lines__isnull", True)),
                                models.Q(("taken_at__isnull", False), ("taken_lines__isnull", False)),
                                _connector="OR",
                            ),
                        ),
                        name="export_taken_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_at__isnull", True),
                            models.Q(("decision", ""), ("taken_people__lte", 50)),
                            models.Q(
                                ("decision", "approved"),
                                ("taken_at__gte", models.F("decided_at")),
                                (
                                    "taken_at__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("decided_at"), "+", models.Value(datetime.timedelta(days=1))
                                    ),
                                ),
                                (
                                    "taken_people__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("people"),
                                        "+",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("people"), "/", models.Value(10)
                                        ),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="export_of_many_is_approved",
                        violation_error_message="This list names more than 50 people. Nobody has approved that you take it out, so no file is made.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "export": [
        *TRACKED,
        refuses(
            "export_stays",
            sentence="What was asked, decided and taken out cannot be changed.",
            operation=pgtrigger.Update,
            when="""
                    (NEW.requested_by_id, NEW.requested_at, NEW.name, NEW.address, NEW.people, NEW.lines, NEW.purpose)
                    IS DISTINCT FROM
                    (OLD.requested_by_id, OLD.requested_at, OLD.name, OLD.address, OLD.people, OLD.lines, OLD.purpose)
                    OR OLD.decided_at IS NOT NULL
                    AND (NEW.decided_at, NEW.decided_by_id, NEW.decision, NEW.reason)
                    IS DISTINCT FROM (OLD.decided_at, OLD.decided_by_id, OLD.decision, OLD.reason)
                    OR OLD.taken_at IS NOT NULL
                    AND (NEW.taken_at, NEW.taken_people, NEW.taken_lines)
                    IS DISTINCT FROM (OLD.taken_at, OLD.taken_people, OLD.taken_lines)
                """,
        ),
        refuses(
            "export_requested_in_person",
            sentence="Only the person who asked for a list can take it out, now.",
            operation=pgtrigger.Insert,
            when="""NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.requested_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)""",
        ),
        refuses(
            "export_taken_in_person",
            sentence="Only the person who asked for a list can take it out, now.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NEW.taken_at IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.taken_at IS NULL)
                    AND (NEW.requested_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                         OR NEW.taken_people > 50 AND abs(extract(epoch FROM NEW.taken_at - clock_timestamp())) > 300)
                """,
        ),
        refuses(
            "export_decided_by_an_approver",
            sentence="Only a service manager or senior leader can approve or refuse a list, in person and now.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NEW.decided_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decided_by_id IS NULL)
                    AND (NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.decided_by_id AND g.role IN ('service_manager', 'senior_leader') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.decided_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.decided_at AT TIME ZONE 'Europe/London')::date))
                         OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
                         AND (NEW.decided_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR abs(extract(epoch FROM NEW.decided_at - clock_timestamp())) > 300))
                """,
        ),
    ],
}
