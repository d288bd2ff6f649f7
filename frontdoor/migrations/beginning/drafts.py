"""Writing that is not finished: kept on the server as it is typed, and given back after anything that interrupts it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="Draft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "worker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="drafts", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("form", models.CharField(max_length=63)),
            ("subject_id", models.BigIntegerField(default=0)),
            ("data", models.JSONField(default=dict)),
            ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ("updated_at", models.DateTimeField()),
        ],
        options={
            "indexes": [models.Index(fields=["worker", "-updated_at"], name="draft_worker")],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("subject_id", 0), _negated=True),
                    fields=("worker", "form", "subject_id"),
                    name="draft_one_a_form",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="HeldSubmission",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "worker",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("path", models.CharField(max_length=500)),
            ("fields", models.JSONField()),
            ("held_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
        ],
    ),
]

RULES: dict = {}
