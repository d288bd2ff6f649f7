"""The night's hand-over: what the emergency duty team did about a contact, and what the day team must do next."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hand_overs", to="frontdoor.contact"
                    ),
                ),
                ("done", models.TextField(verbose_name="what has been done so far")),
                ("to_do", models.TextField(verbose_name="what the day team must do")),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="when the office opens")),
                ("taken_at", models.DateTimeField(editable=False, null=True)),
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False), ("taken_at__isnull", True)),
                        fields=["due_at"],
                        name="hand_over_hand_over_open",
                    ),
                    models.Index(fields=["written_at"], name="hand_over_written"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gte", models.F("written_at"))),
                        name="hand_over_hand_over_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_at__gte", models.F("written_at"))),
                        name="hand_over_hand_over_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_at__isnull", True)),
                        fields=("contact",),
                        name="hand_over_one_waiting_a_contact",
                        violation_error_message="This contact is handed over already. It must be taken on first.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("done"))
                            ),
                            10,
                        ),
                        name="hand_over_says_what_was_done",
                        violation_error_message="Say in at least 10 characters what has been done so far.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("to_do"))
                            ),
                            10,
                        ),
                        name="hand_over_says_what_to_do",
                        violation_error_message="Say in at least 10 characters what the day team must do.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at__isnull", True), ("taken_by__isnull", True)),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hand_over_taken_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken_by", models.F("written_by")), _negated=True),
                        name="hand_over_taken_by_another",
                        violation_error_message="Somebody other than the writer takes a hand-over on.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "handover": TRACKED,
}
