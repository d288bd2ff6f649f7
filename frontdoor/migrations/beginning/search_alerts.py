"""What somebody must look into about how a worker uses records: searches, views by the hundred, lists taken out."""

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
            name="SearchAlert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="search_alerts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("masked", "A search came upon a record that is hidden from the worker"),
                            ("pace", "Searched too often"),
                            ("rows", "Saw too many people in an hour"),
                            ("views", "Opened more than 300 records in a day"),
                            ("export", "Tried to take out a list that nobody had approved"),
                        ],
                        max_length=6,
                    ),
                ),
                ("noticed_at", models.DateTimeField()),
                ("looked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "looked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("found", models.CharField(blank=True, editable=False, max_length=500, verbose_name="what was found")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("looked_at__isnull", True)),
                        fields=["noticed_at", "id"],
                        name="alert_waiting",
                    ),
                    models.Index(fields=["worker", "kind", "noticed_at"], name="alert_worker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("looked_at__isnull", True), ("looked_by__isnull", True)),
                                models.Q(("looked_at__isnull", False), ("looked_by__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("looked_at__isnull", True),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("found"))
                                    ),
                                    20,
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="alert_looked_into_whole",
                        violation_error_message="Say in at least 20 characters what you found.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("looked_by__isnull", True),
                            models.Q(("looked_by", models.F("worker")), _negated=True),
                            _connector="OR",
                        ),
                        name="alert_not_ones_own",
                        violation_error_message="Somebody other than the worker whom it is about must look into it.",
                    ),
                    models.UniqueConstraint(
                        models.F("worker"),
                        django.db.models.functions.datetime.TruncDate("noticed_at"),
                        condition=models.Q(("kind", "views")),
                        name="alert_of_views_once_a_day",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "searchalert": [
        *TRACKED,
        refuses(
            "alert_stays",
            sentence="What was noticed, and what was found, cannot be changed.",
            operation=pgtrigger.Update,
            when="""
                    (NEW.worker_id, NEW.kind, NEW.noticed_at) IS DISTINCT FROM (OLD.worker_id, OLD.kind, OLD.noticed_at)
                    OR OLD.looked_at IS NOT NULL
                    AND (NEW.looked_at, NEW.looked_by_id, NEW.found)
                    IS DISTINCT FROM (OLD.looked_at, OLD.looked_by_id, OLD.found)
                """,
        ),
        refuses(
            "alert_looked_into_by_a_manager",
            sentence="Only a practice manager or service manager can look into this.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
                    NEW.looked_by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.looked_by_id IS NULL)
                    AND (NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.looked_by_id AND g.role IN ('practice_manager', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (NEW.looked_at AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (NEW.looked_at AT TIME ZONE 'Europe/London')::date))
                         OR NEW.looked_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true))
                """,
        ),
    ],
}
