"""The register of what inspections found: who puts it right by when, how it is measured, what proves it (L42, L61)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, WRITTEN_ONCE, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="InspectionFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "found",
                    models.TextField(
                        error_messages={"blank": "Write what was found, in at least 20 characters."},
                        verbose_name="what was found",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("consent", "Consent at the front door"),
                            ("response", "How soon concerns are answered"),
                            ("threshold", "Referrals that need no social care"),
                            ("oversight", "Management oversight and supervision"),
                            ("workload", "Workloads"),
                            ("workforce", "Recruitment and turnover"),
                            ("assessment", "Assessments"),
                            ("plans", "Plans and their progress"),
                            ("strategy", "Strategy meetings"),
                            ("quality", "Audit and learning"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[
                            ("inspection", "Inspection"),
                            ("monitoring", "Monitoring visit"),
                            ("peer", "Review by another authority"),
                            ("audit", "Our own audit"),
                        ],
                        max_length=10,
                        verbose_name="who found it",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        error_messages={"blank": "Name the inspection, visit or audit, in at least 5 characters."},
                        max_length=120,
                        verbose_name="where it was found",
                    ),
                ),
                ("found_on", models.DateField(verbose_name="the day on which it was found")),
                ("reference", models.CharField(blank=True, max_length=60, verbose_name="where the report says it")),
                ("differs", models.TextField(blank=True, verbose_name="how it differs from the others of its theme")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("due_on", models.DateField(verbose_name="by when")),
                ("indicator", models.CharField(blank=True, max_length=12)),
                (
                    "better",
                    models.CharField(
                        blank=True, choices=[("at_least", "at least"), ("at_most", "at most")], max_length=8
                    ),
                ),
                ("target", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("opened_on", models.DateField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("again_on", models.DateField(editable=False, null=True)),
                (
                    "again_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_on", models.DateField(editable=False, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.TextField(blank=True, editable=False, verbose_name="what shows that it is put right"),
                ),
                ("times_closed", models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True), ("due_on__isnull", False)),
                        fields=["due_on"],
                        name="finding_l61_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opened_on"))),
                        name="finding_l61_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_on__gte", models.F("opened_on"))),
                        name="finding_l61_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("found"))
                            ),
                            20,
                        ),
                        name="finding_says_what",
                        violation_error_message="Write what was found, in at least 20 characters.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("source"))
                            ),
                            5,
                        ),
                        name="finding_names_its_source",
                        violation_error_message="Name the inspection, visit or audit, in at least 5 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found_on__lte", models.F("opened_on"))),
                        name="finding_found_before_recorded",
                        violation_error_message="The day on which it was found cannot be after the day on which it is recorded.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("better", ""), ("indicator", ""), ("target__isnull", True)),
                            models.Q(
                                models.Q(("indicator", ""), _negated=True),
                                models.Q(("better", ""), _negated=True),
                                ("target__isnull", False),
                                ("target__lte", 100),
                            ),
                            _connector="OR",
                        ),
                        name="finding_measured_whole",
                        violation_error_message="Choose an indicator and its target, from 0 to 100 per cent.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("again_by__isnull", True), ("again_on__isnull", True)),
                            models.Q(("again_by__isnull", False), ("again_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="finding_again_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_by__isnull", True), ("closed_on__isnull", True)),
                            models.Q(("closed_by__isnull", False), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="finding_closed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("evidence", "")),
                            models.Q(
                                ("closed_on__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("evidence"))
                                    ),
                                    40,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="finding_closed_with_evidence",
                        violation_error_message="Say what shows that it is put right, in at least 40 characters.",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="FindingEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "finding",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="events", to="audits.inspectionfinding"
                ),
            ),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("opened", "Recorded"),
                        ("owner", "Owner or day changed"),
                        ("measured", "Indicator chosen"),
                        ("progress", "Progress noted"),
                        ("again", "Found again"),
                        ("reopened", "Found again and reopened"),
                        ("closed", "Closed"),
                    ],
                    max_length=8,
                ),
            ),
            ("happened_on", models.DateField()),
            (
                "noted_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("words", models.TextField(error_messages={"blank": "Write at least 20 characters."})),
            (
                "owner",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("due_on", models.DateField(blank=True, null=True)),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(django.db.models.functions.text.Trim(models.F("words"))),
                        20,
                    ),
                    name="finding_event_says_what",
                    violation_error_message="Write at least 20 characters.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="FindingWeek",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "finding",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="weeks", to="audits.inspectionfinding"
                ),
            ),
            ("closing", models.PositiveSmallIntegerField(verbose_name="the first, second ... closing")),
            ("week_from", models.DateField()),
            ("counted", models.PositiveIntegerField()),
            ("out_of", models.PositiveIntegerField()),
            ("target", models.PositiveSmallIntegerField()),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(fields=("finding", "closing", "week_from"), name="finding_week_once"),
                models.CheckConstraint(
                    condition=models.Q(("week_from__iso_week_day", 1)), name="finding_week_begins_on_monday"
                ),
                models.CheckConstraint(
                    condition=models.Q(("counted__lte", models.F("out_of"))), name="finding_week_counts_a_share"
                ),
            ],
        },
    ),
]

RULES = {
    "inspectionfinding": [
        *TRACKED,
        refuses(
            "finding_closed_by_another",
            sentence="Somebody who has never owned this finding closes it.",
            operation=pgtrigger.Update,
            when="""
        OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL AND (NEW.closed_by_id IN (OLD.owner_id, NEW.owner_id) OR EXISTS (
            SELECT 1 FROM audits_findingevent e WHERE e.finding_id = NEW.id AND e.owner_id = NEW.closed_by_id))
    """,
        ),
        refuses(
            "finding_closed_has_an_indicator",
            sentence="Choose the indicator that measures this finding first. Without one it cannot be closed.",
            operation=pgtrigger.Update,
            when="OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL AND NEW.indicator = ''",
        ),
        refuses(
            "finding_closed_in_person",
            sentence="A senior leader or a service manager closes a finding, in person and with the day's date.",
            operation=pgtrigger.Update,
            when="""
        OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL AND (
            NOT EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.closed_by_id AND g.role IN ('senior_leader', 'service_manager') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (((NEW.closed_on + time '12:00') AT TIME ZONE 'Europe/London') AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (((NEW.closed_on + time '12:00') AT TIME ZONE 'Europe/London') AT TIME ZONE 'Europe/London')::date))
            OR NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND (
                NEW.closed_by_id::text IS DISTINCT FROM current_setting('frontdoor.actor', true)
                OR abs(NEW.closed_on - (clock_timestamp() AT TIME ZONE 'Europe/London')::date) > 1))
    """,
        ),
        refuses(
            "finding_closed_when_proved",
            sentence="A finding is closed when the last 13 complete weeks of its indicator all lie inside the target. A week with nothing to count is passed over.",
            operation=pgtrigger.Update,
            when="""
        OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM (
                SELECT count(*) AS weeks, count(*) FILTER (WHERE w.out_of > 0) AS proving,
                       min(w.week_from) AS first, max(w.week_from) AS last,
                       bool_and(w.target = NEW.target) AS same,
                       bool_and(CASE NEW.better
                           WHEN 'at_least' THEN 100 * w.counted >= w.target * w.out_of
                           ELSE 100 * w.counted <= w.target * w.out_of END) AS inside
                FROM audits_findingweek w
                WHERE w.finding_id = NEW.id AND w.closing = NEW.times_closed
                  AND w.recorded_at >= transaction_timestamp()) run
            WHERE run.proving = 13 AND run.weeks <= 26 AND run.same AND run.inside
              AND run.last = date_trunc('week', NEW.closed_on)::date - 7
              AND run.weeks * 7 = run.last - run.first + 7)
    """,
        ),
        refuses(
            "finding_owner_in_post",
            sentence="The owner must be a senior leader, a service manager or an auditor who is in post.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        (TG_OP = 'INSERT' OR NEW.owner_id IS DISTINCT FROM OLD.owner_id OR OLD.closed_on IS NOT NULL AND NEW.closed_on IS NULL) AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on') AND NOT (
            EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = NEW.owner_id AND w.is_active
                    AND (w.ended_on IS NULL OR w.ended_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date))
            AND EXISTS (
            SELECT 1 FROM workforce_rolegrant g
            WHERE g.worker_id = NEW.owner_id AND g.role IN ('senior_leader', 'service_manager', 'auditor') AND g.approved_at IS NOT NULL
              AND g.starts_on <= (clock_timestamp() AT TIME ZONE 'Europe/London')::date AND (g.ends_on IS NULL OR g.ends_on >= (clock_timestamp() AT TIME ZONE 'Europe/London')::date)))
    """,
        ),
        refuses(
            "finding_words_stay",
            sentence="What was found stays as it was recorded. Note what has changed since.",
            operation=pgtrigger.Update,
            when="""
        (NEW.found, NEW.theme, NEW.source_kind, NEW.source, NEW.found_on, NEW.reference, NEW.differs, NEW.opened_on,
         NEW.opened_by_id)
        IS DISTINCT FROM
        (OLD.found, OLD.theme, OLD.source_kind, OLD.source, OLD.found_on, OLD.reference, OLD.differs, OLD.opened_on,
         OLD.opened_by_id)
    """,
        ),
        refuses(
            "finding_stays_when_closed",
            sentence="This finding is closed. If the same is found again, record that: it opens again.",
            operation=pgtrigger.Update,
            when="OLD.closed_on IS NOT NULL AND NEW.closed_on IS NOT NULL AND NEW IS DISTINCT FROM OLD",
        ),
        refuses(
            "finding_reopened_with_words",
            sentence="Record what was found again, where and by whom, before the finding opens again.",
            operation=pgtrigger.Update,
            when="""
        OLD.closed_on IS NOT NULL AND NEW.closed_on IS NULL AND (NEW.again_on IS NULL OR NOT EXISTS (
            SELECT 1 FROM audits_findingevent e
            WHERE e.finding_id = NEW.id AND e.kind = 'reopened' AND e.noted_by_id = NEW.again_by_id
              AND e.happened_on = NEW.again_on AND e.recorded_at >= transaction_timestamp()))
    """,
        ),
        refuses(
            "finding_asked_whether_the_same",
            sentence="This theme was found before. Say which finding it repeats, or how it differs, in at least 20 characters.",
            operation=pgtrigger.Insert,
            when="""
        length(trim(NEW.differs)) < 20 AND EXISTS (
            SELECT 1 FROM audits_inspectionfinding f WHERE f.theme = NEW.theme AND f.found_on < NEW.found_on)
    """,
        ),
        refuses(
            "finding_counts_its_closings",
            sentence="A finding is recorded as open, and each closing is counted.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        TG_OP = 'INSERT' AND (NEW.closed_on IS NOT NULL OR NEW.again_on IS NOT NULL OR NEW.times_closed <> 0)
        OR TG_OP = 'UPDATE' AND NEW.times_closed <> OLD.times_closed + (OLD.closed_on IS NULL AND NEW.closed_on IS NOT NULL)::integer
    """,
        ),
    ],
    "findingevent": WRITTEN_ONCE,
    "findingweek": [
        *WRITTEN_ONCE,
        refuses(
            "finding_week_with_its_closing",
            sentence="The weeks that prove a closing are written with it, while the finding is open.",
            operation=pgtrigger.Insert,
            when="""
        NOT EXISTS (
            SELECT 1 FROM audits_inspectionfinding f
            WHERE f.id = NEW.finding_id AND f.closed_on IS NULL AND NEW.closing = f.times_closed + 1)
    """,
        ),
    ],
}
