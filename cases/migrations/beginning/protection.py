"""Section 47 enquiries, child in need and protection plans, visits: the episodes of a child's case."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Section47",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enquiries", to="frontdoor.referral"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enquiries", to="frontdoor.person"
                    ),
                ),
                ("started_on", models.DateField(verbose_name="strategy discussion that started it")),
                ("conference_not_needed", models.BooleanField(null=True)),
                (
                    "conference_on",
                    models.DateField(blank=True, null=True, verbose_name="initial child protection conference"),
                ),
                ("led_to_plan", models.BooleanField(null=True)),
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
            ],
            options={
                "verbose_name": "section 47 enquiry",
                "verbose_name_plural": "section 47 enquiries",
                "abstract": False,
                "indexes": [models.Index(fields=["child", "-started_on"], name="section47_child")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("conference_on__isnull", True),
                            ("conference_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="section47_conference_after_start",
                        violation_error_message="The conference cannot be before the strategy discussion.",
                    )
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="frontdoor.referral"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="frontdoor.person"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("cin", "Child in need plan"), ("cp", "Child protection plan")], max_length=3
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "initial_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NEG", "Neglect"),
                            ("PHY", "Physical abuse"),
                            ("SAB", "Sexual abuse"),
                            ("EMO", "Emotional abuse"),
                            ("MUL", "Multiple"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "latest_category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("NEG", "Neglect"),
                            ("PHY", "Physical abuse"),
                            ("SAB", "Sexual abuse"),
                            ("EMO", "Emotional abuse"),
                            ("MUL", "Multiple"),
                        ],
                        max_length=3,
                    ),
                ),
                ("latest_review_on", models.DateField(blank=True, null=True)),
                ("earlier_protection_plans", models.PositiveIntegerField(default=0)),
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(fields=["child", "-started_on"], name="plan_child"),
                    models.Index(condition=models.Q(("ended_on__isnull", True)), fields=["kind"], name="plan_current"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("child",),
                        name="plan_one_a_child",
                        violation_error_message="This child already has an open plan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="plan_ends_after_start",
                        violation_error_message="A plan cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "cp"), _negated=True),
                            models.Q(
                                models.Q(("initial_category", ""), _negated=True),
                                models.Q(("latest_category", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_of_protection_has_a_category",
                        violation_error_message="A child protection plan needs its category of abuse.",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="frontdoor.person"
                    ),
                ),
                ("visited_on", models.DateField()),
                (
                    "visited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen", models.BooleanField(verbose_name="child seen")),
                ("seen_alone", models.BooleanField(null=True)),
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["child", "-visited_on"], name="visit_child")],
            },
        )
    ),
]

RULES = {
    "section47": TRACKED,
    "plan": TRACKED,
    "visit": TRACKED,
}
