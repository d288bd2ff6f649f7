"""Risks raised at the desk: which harm, and who saw it. A later assessment answers each (domain.md S12)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import WRITTEN_ONCE

TABLES = [
    migrations.CreateModel(
        name="RiskFlag",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="risk_flags", to="frontdoor.contact"
                ),
            ),
            (
                "harm",
                models.CharField(
                    choices=[
                        ("NEG", "Neglect"),
                        ("PHY", "Physical abuse"),
                        ("SAB", "Sexual abuse"),
                        ("EMO", "Emotional abuse"),
                        ("EXP", "Exploitation"),
                    ],
                    max_length=3,
                    verbose_name="which harm",
                ),
            ),
            ("seen_by", models.CharField(max_length=300, verbose_name="who saw what")),
            ("raised_at", models.DateTimeField()),
            (
                "raised_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "ordering": ["contact_id", "raised_at", "pk"],
            "abstract": False,
            "constraints": [
                models.UniqueConstraint(
                    fields=("contact", "harm"),
                    name="risk_raised_once",
                    violation_error_message="This risk is raised on the contact already.",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("seen_by"))
                        ),
                        5,
                    ),
                    name="risk_says_who_saw_it",
                    violation_error_message="Say who saw it or told it, and what they saw.",
                ),
            ],
        },
    ),
]

RULES = {
    "riskflag": WRITTEN_ONCE,
}
