"""Agencies that tell the front door about children, and that are asked for information."""

import django.db.models.functions.datetime
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import versions_of
from frontdoor.migrations.beginning.words import TRACKED

AGENCY = migrations.CreateModel(
    name="Agency",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
        (
            "name",
            models.CharField(error_messages={"unique": "This agency is already listed."}, max_length=120, unique=True),
        ),
        (
            "source_code",
            models.CharField(
                choices=[
                    ("1A", "Family member, relative or carer"),
                    ("1B", "Acquaintance, neighbour or child minder"),
                    ("1C", "The child or young person"),
                    ("1D", "Other individual or stranger"),
                    ("2A", "School"),
                    ("2B", "Education service"),
                    ("3A", "GP"),
                    ("3B", "Health visitor"),
                    ("3C", "School nurse"),
                    ("3D", "Other primary health service"),
                    ("3E", "Accident and emergency department"),
                    ("3F", "Other health service"),
                    ("4", "Housing"),
                    ("5A", "Local authority social care, such as adults"),
                    ("5B", "Other local authority service, such as youth justice"),
                    ("5C", "Another local authority"),
                    ("5D", "Early help"),
                    ("6", "Police"),
                    ("7", "Court, probation, immigration, prison or other legal agency"),
                    ("8", "Children's centre, independent agency or voluntary organisation"),
                    ("9", "Anonymous"),
                    ("10", "Not known"),
                ],
                max_length=2,
                verbose_name="census source",
            ),
        ),
        (
            "sector",
            models.CharField(
                choices=[
                    ("health", "Health"),
                    ("police", "Police"),
                    ("education", "Education"),
                    ("early_help", "Early help"),
                    ("probation", "Probation"),
                    ("housing", "Housing"),
                    ("social_care", "Social care"),
                    ("voluntary", "Voluntary"),
                    ("other", "Other"),
                ],
                max_length=12,
            ),
        ),
        ("email", models.EmailField(blank=True, max_length=254, verbose_name="secure e-mail")),
        ("telephone", models.CharField(blank=True, max_length=30)),
        ("lead_name", models.CharField(blank=True, max_length=120, verbose_name="named lead")),
        ("lead_email", models.EmailField(blank=True, max_length=254, verbose_name="named lead's secure e-mail")),
        ("lead_telephone", models.CharField(blank=True, max_length=30, verbose_name="named lead's telephone")),
        ("ended_on", models.DateField(blank=True, null=True, verbose_name="no longer used from")),
    ],
    options={
        "verbose_name_plural": "agencies",
        "ordering": ["name"],
        "abstract": False,
    },
)

TABLES = [
    versions_of(AGENCY),
]

RULES = {
    "agency": TRACKED,
}
