"""Who works with a child: every allocation is a row with its start, its end and why."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="frontdoor.person"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="allocations", to="frontdoor.referral"
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("lead", "Lead worker"), ("co_worker", "Co-worker")], default="lead", max_length=9
                    ),
                ),
                ("started_on", models.DateField()),
                (
                    "allocated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("rationale", models.TextField(verbose_name="why this worker")),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
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
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["worker", "child"],
                        name="allocation_worker",
                    ),
                    models.Index(fields=["referral"], name="allocation_referral"),
                    models.Index(condition=models.Q(("role", "lead")), fields=["ended_on"], name="allocation_lead_end"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True), ("role", "lead")),
                        fields=("child",),
                        name="allocation_one_lead_a_child",
                        violation_error_message="This child already has a lead worker. End that allocation first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True)),
                            models.Q(("ended_by__isnull", False), ("ended_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="allocation_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="allocation_ends_after_start",
                        violation_error_message="An allocation cannot end before it starts.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("rationale"))
                            ),
                            10,
                        ),
                        name="allocation_has_a_rationale",
                        violation_error_message="Say in at least 10 characters why this worker.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "allocation": [
        *TRACKED,
        refuses(
            "allocation_without_conflict",
            sentence="This worker has a declared tie to the child or family and cannot be given this case.",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when="""
        NEW.ended_on IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_conflictofinterest c
            WHERE c.worker_id = NEW.worker_id AND (c.person_id = NEW.child_id OR c.person_id IN (
                SELECT r.adult_id FROM frontdoor_relationship r WHERE r.child_id = NEW.child_id)))
    """,
        ),
    ],
}
