"""Sentences that letters of the authority carry: dated, and changed by an administrator."""

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
            name="AuthorityText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[("advice", "Whom to call for advice"), ("challenge", "How to challenge a decision")],
                        max_length=9,
                    ),
                ),
                ("words", models.TextField()),
                ("valid_from", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "valid_from"),
                        name="text_one_a_day",
                        violation_error_message="There is already such a text from that day.",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim(models.F("words"))
                            ),
                            20,
                        ),
                        name="text_says_something",
                        violation_error_message="Write the text in at least 20 characters.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "authoritytext": TRACKED,
}
