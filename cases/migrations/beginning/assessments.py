"""Assessments: 45 working days from the referral, ended by a manager's authorisation and sharing with the family."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import RECORDED, VERSIONED, WRITTEN_ONCE, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="frontdoor.referral"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="frontdoor.person"
                    ),
                ),
                ("referral_received_on", models.DateField(editable=False)),
                ("started_on", models.DateField()),
                ("due_on", models.DateField(editable=False)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("child_seen_on", models.DateField(blank=True, null=True)),
                ("child_seen_alone", models.BooleanField(blank=True, null=True)),
                (
                    "child_views",
                    models.TextField(blank=True, verbose_name="what the child says, in the child's own words"),
                ),
                ("analysis", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cin", "A child in need plan"),
                            ("cp", "Section 47 or a child protection plan"),
                            ("early_help", "Early help"),
                            ("none", "No support from social care"),
                        ],
                        max_length=10,
                    ),
                ),
                ("late_reason", models.TextField(blank=True, verbose_name="why it took longer than the time allowed")),
                ("submitted_on", models.DateField(editable=False, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("authorised_on", models.DateField(editable=False, null=True)),
                (
                    "authorised_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("shared_on", models.DateField(editable=False, null=True, verbose_name="shared with the family")),
                (
                    "shared_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("finished_on", models.DateField(editable=False, null=True)),
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("finished_on__isnull", True)),
                        fields=["due_on"],
                        name="assessment_t07_open",
                    ),
                    models.Index(fields=["child", "-started_on"], name="assessment_child"),
                    models.Index(fields=["referral"], name="assessment_referral"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("referral_received_on"))),
                        name="assessment_t07_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_on__gte", models.F("referral_received_on"))),
                        name="assessment_t07_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("finished_on__isnull", True)),
                        fields=("child",),
                        name="assessment_one_open_a_child",
                        violation_error_message="This child already has an open assessment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("started_on__gte", models.F("referral_received_on"))),
                        name="assessment_starts_after_referral",
                        violation_error_message="An assessment cannot start before its referral.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("submitted_by__isnull", True), ("submitted_on__isnull", True)),
                            models.Q(("submitted_by__isnull", False), ("submitted_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_submitted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authorised_by__isnull", True), ("authorised_on__isnull", True)),
                            models.Q(("authorised_by__isnull", False), ("authorised_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_authorised_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shared_by__isnull", True), ("shared_on__isnull", True)),
                            models.Q(("shared_by__isnull", False), ("shared_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_shared_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authorised_by__isnull", True),
                            ("submitted_by__isnull", True),
                            models.Q(("authorised_by", models.F("submitted_by")), _negated=True),
                            ("legacy_key__isnull", False),
                            _connector="OR",
                        ),
                        name="assessment_not_authorised_by_its_author",
                        violation_error_message="Somebody other than its author must authorise an assessment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_on__isnull", True), ("authorised_on__isnull", False), _connector="OR"
                        ),
                        name="assessment_finished_means_authorised",
                        violation_error_message="An assessment is finished when a manager has authorised it and it is shared.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("submitted_on__isnull", True),
                            ("legacy_key__isnull", False),
                            models.Q(
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("analysis"))
                                    ),
                                    40,
                                ),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_submitted_whole",
                        violation_error_message="Write the analysis in at least 40 characters and choose an outcome.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_on__isnull", True),
                            ("finished_on__lte", models.F("due_on")),
                            ("legacy_key__isnull", False),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("late_reason"))
                                ),
                                20,
                            ),
                            _connector="OR",
                        ),
                        name="assessment_late_with_a_reason",
                        violation_error_message="Say in at least 20 characters why this assessment took longer than the time allowed.",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="AssessmentReturn",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "assessment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="returns", to="cases.assessment"
                ),
            ),
            ("returned_on", models.DateField()),
            (
                "returned_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("reason", models.TextField(verbose_name="what is missing")),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["assessment", "-id"], name="assessment_return")],
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        20,
                    ),
                    name="assessment_return_has_a_reason",
                    violation_error_message="Say in at least 20 characters what is missing.",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="OverdueFlag",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "assessment",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="flags", to="cases.assessment"
                ),
            ),
            ("due_on", models.DateField()),
            ("noticed_on", models.DateField()),
            ("cleared_on", models.DateField(null=True)),
        ],
        options={
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("cleared_on__isnull", True)), fields=("assessment",), name="overdue_flag_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("cleared_on__isnull", True), ("cleared_on__gte", models.F("noticed_on")), _connector="OR"
                    ),
                    name="overdue_flag_cleared_after",
                ),
            ],
        },
    ),
]

RULES = {
    "assessment": [
        *VERSIONED,
        refuses(
            "assessment_needs_consent",
            sentence="An assessment under section 17 starts when a person with parental responsibility, or a young person who can decide alone, has agreed to it. Record that agreement on the contact first. If it is refused, a manager decides.",
            operation=pgtrigger.Insert,
            declare=[("case_row", "frontdoor_referral%ROWTYPE")],
            first="SELECT * INTO case_row FROM frontdoor_referral r WHERE r.id = NEW.referral_id;",
            when="""
        NEW.legacy_key IS NULL AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
        AND NOT EXISTS (SELECT 1 FROM cases_section47 s WHERE s.referral_id = NEW.referral_id)
        AND NOT EXISTS (
            SELECT 1 FROM frontdoor_childoutcome o JOIN frontdoor_decision d ON d.id = o.decision_id
            WHERE d.contact_id = case_row.contact_id AND o.child_id = NEW.child_id AND o.outcome IN ('REF47', 'EMG'))
        AND NOT EXISTS (
            WITH latest AS (
                SELECT DISTINCT ON (coalesce(e.given_by_id, e.child_id)) e.* FROM frontdoor_consentevent e
                WHERE e.child_id = NEW.child_id AND e.kind = 'C'
                  AND e.status IN ('GIVEN', 'GIVEN_PARTIAL', 'CYP_COMPETENT', 'REFUSED', 'WITHDRAWN')
                  AND e.happened_at >= case_row.received_on::timestamptz - interval '28 days'
                ORDER BY coalesce(e.given_by_id, e.child_id), e.happened_at DESC, e.id DESC)
            SELECT 1 FROM latest y
            WHERE (y.status = 'CYP_COMPETENT' OR y.status IN ('GIVEN', 'GIVEN_PARTIAL') AND EXISTS (
                    SELECT 1 FROM frontdoor_relationship r
                    WHERE r.child_id = y.child_id AND r.adult_id = y.given_by_id
                      AND r.parental_responsibility = 'yes' AND r.ended_on IS NULL))
              AND NOT EXISTS (
                SELECT 1 FROM latest n
                WHERE n.status IN ('REFUSED', 'WITHDRAWN') AND NOT EXISTS (
                    SELECT 1 FROM frontdoor_consentmatter m
                    WHERE m.contact_id = n.contact_id AND m.child_id = n.child_id AND m.kind = 'C'
                      AND m.decision = 'rely' AND m.decided_at >= n.recorded_at)))
    """,
        ),
    ],
    "assessmentreturn": WRITTEN_ONCE,
    "overdueflag": RECORDED,
}
