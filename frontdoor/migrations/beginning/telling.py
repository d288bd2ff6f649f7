"""That a family is told afterwards that agencies were asked without its consent (C11)."""

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
            name="FamilyTelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "override",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="frontdoor.consentoverride",
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[
                            ("asked", "Agencies were asked without consent"),
                            ("wrong", "Agencies were asked without consent, and that was not justified"),
                        ],
                        max_length=5,
                        verbose_name="what the family is told",
                    ),
                ),
                ("started_on", models.DateField()),
                ("due_on", models.DateField()),
                ("told_on", models.DateField(editable=False, null=True)),
                (
                    "told_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("told_words", models.TextField(blank=True, verbose_name="who was told, and what was said")),
                ("put_off_on", models.DateField(editable=False, null=True)),
                (
                    "put_off_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("put_off_reason", models.TextField(blank=True, verbose_name="why the family is not told yet")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("told_on__isnull", True)),
                        fields=["due_on"],
                        name="telling_c_told_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("started_on"))),
                        name="telling_c_told_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_on__gte", models.F("started_on"))),
                        name="telling_c_told_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.UniqueConstraint(fields=("override", "of"), name="telling_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_by__isnull", True), ("told_on__isnull", True), ("told_words", "")),
                            models.Q(
                                ("told_by__isnull", False),
                                ("told_on__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("told_words"))
                                    ),
                                    10,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="telling_told_whole",
                        violation_error_message="Say who was told, and what, in at least 10 characters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("put_off_by__isnull", True), ("put_off_on__isnull", True), ("put_off_reason", "")
                            ),
                            models.Q(
                                ("put_off_by__isnull", False),
                                ("put_off_on__isnull", False),
                                django.db.models.lookups.GreaterThanOrEqual(
                                    django.db.models.functions.text.Length(
                                        django.db.models.functions.text.Trim(models.F("put_off_reason"))
                                    ),
                                    20,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="telling_put_off_whole",
                        violation_error_message="Say in at least 20 characters why the family is not told yet, and when that is looked at again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("put_off_on__isnull", True),
                            ("told_on__isnull", False),
                            ("due_on__gt", models.F("put_off_on")),
                            _connector="OR",
                        ),
                        name="telling_put_off_ahead",
                        violation_error_message="The day on which it is looked at again lies ahead.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "familytelling": TRACKED,
}
