"""That social care did not share what another agency asked for, and why sharing would harm the child more (C15)."""

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
        name="SharingRefusal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            (
                "contact",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="sharing_refusals", to="frontdoor.contact"
                ),
            ),
            (
                "child",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.person"),
            ),
            (
                "agency",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="frontdoor.agency"),
            ),
            ("asked_for", models.TextField(verbose_name="what the agency asked for")),
            ("detriment", models.TextField(verbose_name="why sharing would be more detrimental to the child")),
            ("refused_at", models.DateTimeField(verbose_name="when it was refused")),
            (
                "refused_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [models.Index(fields=["contact"], name="sharing_refusal_contact")],
            "constraints": [
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("detriment"))
                        ),
                        40,
                    ),
                    name="sharing_refused_for_the_child",
                    violation_error_message="Say in at least 40 characters why sharing would be more detrimental to the child than not sharing (Children Act 2004, section 16LA(3)).",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("asked_for"))
                        ),
                        10,
                    ),
                    name="sharing_refusal_says_what",
                    violation_error_message="Say in at least 10 characters what the agency asked for.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("refused_at__lte", models.F("recorded_at"))),
                    name="sharing_not_refused_in_the_future",
                    violation_error_message="It cannot have been refused in the future.",
                ),
            ],
        },
    ),
]

RULES = {
    "sharingrefusal": [
        *WRITTEN_ONCE,
        refuses(
            "sharing_refusal_child_is_on_the_contact",
            sentence="This child is not on the contact.",
            operation=pgtrigger.Insert,
            when="""
                    NOT EXISTS (SELECT 1 FROM frontdoor_contactchild c
                                WHERE c.contact_id = NEW.contact_id AND c.child_id = NEW.child_id)
                """,
        ),
    ],
}
