"""How long each clock runs and where each limit lies: dated data with its source, never a number in code."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="PolicyPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=120)),
                ("value", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hours", "hours"),
                            ("duty_hours", "duty hours"),
                            ("working_days", "working days"),
                            ("calendar_days", "calendar days"),
                            ("months", "months"),
                            ("children", "children"),
                            ("per_cent", "per cent"),
                            ("minutes", "minutes"),
                            ("referrals", "referrals"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workforce.team",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("source", models.CharField(max_length=300)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["code", "team_id", "-valid_from"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "team", "valid_from"),
                        name="policy_one_a_day",
                        nulls_distinct=False,
                        violation_error_message="There is already a period for this clock from that day.",
                    ),
                    models.CheckConstraint(condition=models.Q(("value__gt", 0)), name="policy_positive"),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="BankHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("day", models.DateField(error_messages={"unique": "This day is already in the list."}, unique=True)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["day"],
                "abstract": False,
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("name", models.CharField(max_length=120)),
                ("la_code", models.CharField(max_length=3)),
                (
                    "mark",
                    models.CharField(
                        blank=True, help_text="Up to four letters shown beside the product's name.", max_length=4
                    ),
                ),
                ("brand_colour", models.CharField(default="#00557f", max_length=7)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("out_of_hours_telephone", models.CharField(blank=True, max_length=30)),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
                ("holidays_covered_until", models.DateField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="authority_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("opens__lt", models.F("closes"))),
                        name="authority_opens_before_closing",
                        violation_error_message="The office must open before it closes.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "policyperiod": TRACKED,
    "bankholiday": TRACKED,
    "authority": TRACKED,
}
