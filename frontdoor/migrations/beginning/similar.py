"""By what a decided outcome is found again beside a new contact: short keys, read by index, never a scan."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="OutcomeKey",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "outcome",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="keys", to="frontdoor.childoutcome"
                ),
            ),
            ("key", models.CharField(max_length=60)),
            ("decided_at", models.DateTimeField()),
        ],
        options={
            "indexes": [models.Index(fields=["key", "-decided_at"], include=("outcome",), name="outcome_key_latest")],
            "constraints": [models.UniqueConstraint(fields=("outcome", "key"), name="outcome_key_once")],
        },
    ),
]

RULES: dict = {}
