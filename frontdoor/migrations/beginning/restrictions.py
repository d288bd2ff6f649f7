"""Restricted records: who closed one and why, and the second manager who opened it again."""

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
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restrictions", to="frontdoor.person"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        error_messages={"blank": "Say in at least 20 characters why the record must be restricted."},
                        max_length=500,
                    ),
                ),
                (
                    "restricted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("restricted_at", models.DateTimeField()),
                (
                    "lifted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lifted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "lift_reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="why it was lifted"),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=["restricted_at", "id"],
                        name="restriction_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("reason"))
                            ),
                            20,
                        ),
                        name="restriction_has_a_reason",
                        violation_error_message="Say in at least 20 characters why the record must be restricted.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                                models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("lifted_at__isnull", True),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("lift_reason"))
                                    ),
                                    20,
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="restriction_lifted_whole",
                        violation_error_message="Say in at least 20 characters why the record need not be restricted any more.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_by__isnull", True),
                            models.Q(("lifted_by", models.F("restricted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="restriction_lifted_by_another",
                        violation_error_message="Somebody other than the manager who restricted the record must lift the restriction.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "restriction": [
        *TRACKED,
        refuses(
            "restriction_by_a_manager",
            sentence="Only a practice manager or service manager can say who sees a record.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.restricted_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.restricted_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.restricted_at AT TIME ZONE 'Europe/London')::date))
        OR NEW.lifted_by_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.lifted_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.lifted_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.lifted_at AT TIME ZONE 'Europe/London')::date))
    """,
        ),
        refuses(
            "restriction_signed_in_person",
            sentence="Who sees a record is said by the manager who signs it, at the time it is said.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
            TG_OP = 'INSERT' AND (NEW.lifted_at IS NOT NULL
                OR (NEW.restricted_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR abs(extract(epoch FROM NEW.restricted_at - clock_timestamp())) > 300)
                   AND NOT (
        EXISTS (SELECT 1 FROM frontdoor_restriction o WHERE o.person_id <> NEW.person_id AND o.restricted_by_id = NEW.restricted_by_id AND o.restricted_at = NEW.restricted_at AND o.reason = NEW.reason)
        AND EXISTS (SELECT 1 FROM frontdoor_person p
                    WHERE p.id = NEW.person_id AND p.recorded_at >= transaction_timestamp())))
            OR TG_OP = 'UPDATE' AND OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL
                AND (NEW.lifted_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true) OR abs(extract(epoch FROM NEW.lifted_at - clock_timestamp())) > 300))
    """,
        ),
        refuses(
            "restriction_stays",
            sentence="What was said about a restriction cannot be changed.",
            operation=pgtrigger.Update,
            when="""
        (NEW.person_id, NEW.reason, NEW.restricted_by_id, NEW.restricted_at)
        IS DISTINCT FROM (OLD.person_id, OLD.reason, OLD.restricted_by_id, OLD.restricted_at)
        OR OLD.lifted_at IS NOT NULL AND (NEW.lifted_by_id, NEW.lifted_at, NEW.lift_reason)
        IS DISTINCT FROM (OLD.lifted_by_id, OLD.lifted_at, OLD.lift_reason)
    """,
        ),
        refuses(
            "restriction_hides_the_record",
            sentence="This record is not restricted.",
            operation=pgtrigger.Insert,
            when="""
        NEW.lifted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id AND p.restricted)
    """,
        ),
    ],
}
