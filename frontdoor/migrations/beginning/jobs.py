"""The nightly jobs: each period runs once, however many schedulers ask, and everyone can see when it last did."""

import django.db.models.functions.datetime
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="JobRun",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=63)),
            ("on", models.DateField()),
            ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ("finished_at", models.DateTimeField(null=True)),
            ("result", models.JSONField(default=dict)),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("name", "on"), name="job_once_a_day")],
        },
    ),
]

RULES: dict = {}
