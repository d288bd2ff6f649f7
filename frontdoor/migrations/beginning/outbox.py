"""What must leave the process is written in the transaction of the act and relayed afterwards."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name="OutboxMessage",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("topic", models.CharField(max_length=63)),
            ("payload", models.JSONField()),
            ("key", models.CharField(max_length=120, unique=True)),
            ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ("next_attempt_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ("attempts", models.PositiveIntegerField(default=0)),
            ("problem", models.CharField(blank=True, max_length=200)),
            ("delivered_at", models.DateTimeField(null=True)),
        ],
        options={
            "indexes": [
                models.Index(
                    condition=models.Q(("delivered_at__isnull", True)),
                    fields=["next_attempt_at"],
                    name="outbox_waiting",
                )
            ],
        },
    ),
    migrations.CreateModel(
        name="OutboxEffect",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "message",
                models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, to="frontdoor.outboxmessage"),
            ),
            ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
        ],
    ),
]

RULES: dict = {}
