"""That the moment a contact was received was typed wrong, and what it is: the start of its clocks."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.words import WRITTEN_ONCE, refuses

TABLES = [
    migrations.CreateModel(
        name="ReceivedCorrection",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="frontdoor.contact"
                ),
            ),
            ("before", models.DateTimeField(verbose_name="recorded as received")),
            ("after", models.DateTimeField(verbose_name="was received")),
            ("reason", models.TextField(verbose_name="why the moment is corrected")),
            ("corrected_at", models.DateTimeField()),
            (
                "corrected_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["contact", "-id"], name="received_correction")],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("before", models.F("after")), _negated=True),
                    name="received_correction_corrects",
                    violation_error_message="The contact is recorded as received at that moment already.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("after__lte", models.F("corrected_at"))),
                    name="received_correction_of_the_past",
                    violation_error_message="The contact cannot have been received in the future.",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("reason"))
                        ),
                        20,
                    ),
                    name="received_correction_has_a_reason",
                    violation_error_message="Say in at least 20 characters why the moment is corrected.",
                ),
            ],
        },
    ),
]

RULES = {
    "receivedcorrection": [
        *WRITTEN_ONCE,
        refuses(
            "received_correction_before_the_decision",
            sentence="This contact has already been decided.",
            operation=pgtrigger.Insert,
            when="""EXISTS (SELECT 1 FROM frontdoor_contact WHERE id = NEW.contact_id AND decided_at IS NOT NULL)""",
        ),
    ],
}
