"""The systems of partner agencies that send referrals by API, and the tokens that they hold."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import frontdoor.models.partner_clients
from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="PartnerClient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clients", to="frontdoor.agency"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name of the system")),
                (
                    "client_id",
                    models.CharField(
                        default=frontdoor.models.partner_clients.random_id, editable=False, max_length=40, unique=True
                    ),
                ),
                ("secret_digest", models.CharField(editable=False, max_length=64)),
                (
                    "webhook_url",
                    models.URLField(blank=True, max_length=300, verbose_name="where to send a change of status"),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                (
                    "ended_by",
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("agency", "name"),
                        name="partner_client_once",
                        violation_error_message="This agency has a system of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secret_digest__regex", "^[0-9a-f]{64}$")),
                        name="partner_client_keeps_a_hash",
                        violation_error_message="A secret is kept as its hash.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="partner_client_ended_by_somebody",
                    ),
                ],
            },
        )
    ),
    migrations.CreateModel(
        name="ApiToken",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "client",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="frontdoor.partnerclient"
                ),
            ),
            ("digest", models.CharField(max_length=64, unique=True)),
            ("expires_at", models.DateTimeField()),
        ],
    ),
]

RULES = {
    "partnerclient": TRACKED,
}
