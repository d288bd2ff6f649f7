"""Documents that come with a contact: stored under names of our own, scanned where a scanner is set up."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger
from django.conf import settings
from django.db import migrations, models

import frontdoor.models.attachments
from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, refuses

TABLES = [
    migrations.CreateModel(
        name="DraftFile",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "draft",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="files", to="frontdoor.draft"
                ),
            ),
            ("name", models.CharField(max_length=120)),
            ("content", models.BinaryField()),
        ],
    ),
    *with_versions(
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="frontdoor.contact"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name of the file")),
                ("file", models.FileField(max_length=120, upload_to=frontdoor.models.attachments.stored_name)),
                ("kind", models.CharField(max_length=120)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for scan"),
                            ("clean", "Scanned, clean"),
                            ("refused", "Malware found"),
                            ("no_scanner", "Not scanned"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["contact"], name="attachment_contact")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)),
                        name="attachment_is_not_empty",
                        violation_error_message="The file is empty.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="attachment_has_a_digest",
                        violation_error_message="The file could not be read.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "attachment": [
        *TRACKED,
        refuses(
            "attachment_stays",
            sentence="A document that came with a contact cannot be changed.",
            operation=pgtrigger.Update,
            when="""
        (NEW.contact_id, NEW.name, NEW.file, NEW.kind, NEW.size, NEW.digest, NEW.attached_by_id)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.name, OLD.file, OLD.kind, OLD.size, OLD.digest, OLD.attached_by_id)
        OR (OLD.scan <> 'waiting' AND NEW.scan <> OLD.scan)
    """,
        ),
    ],
}
