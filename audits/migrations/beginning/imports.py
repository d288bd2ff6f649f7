"""One reading of a workbook: its content, its report, and whether it has been brought in."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import RECORDED

TABLES = [
    migrations.CreateModel(
        name="ImportRun",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ("content", models.BinaryField(null=True)),
            ("digest", models.CharField(max_length=64)),
            ("as_at", models.DateField(verbose_name="the day the workbook describes")),
            (
                "state",
                models.CharField(
                    choices=[
                        ("reading", "Being read"),
                        ("read", "Read, waiting for you"),
                        ("bringing_in", "Being brought in"),
                        ("brought_in", "Brought in"),
                        ("failed", "Could not be read"),
                    ],
                    default="reading",
                    max_length=11,
                ),
            ),
            (
                "started_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            ("started_at", models.DateTimeField()),
            (
                "brought_in_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("brought_in_at", models.DateTimeField(null=True)),
            ("report", models.JSONField(default=dict)),
            ("problem", models.CharField(blank=True, max_length=300)),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["-started_at"], name="import_newest")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("brought_in_at__isnull", True), ("brought_in_by__isnull", True)),
                        models.Q(("brought_in_at__isnull", False), ("brought_in_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="import_brought_in_by_somebody",
                )
            ],
        },
    ),
]

RULES = {
    "importrun": RECORDED,
}
