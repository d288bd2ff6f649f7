"""A referral: the front door has accepted that one child needs social care. Open until it is closed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="frontdoor.person"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="frontdoor.contact",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="workforce.team"
                    ),
                ),
                ("received_on", models.DateField()),
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
                    "primary_need",
                    models.CharField(
                        choices=[
                            ("N1", "Abuse, neglect or exploitation"),
                            ("N2", "Child's disability"),
                            ("N3", "Parental disability or illness"),
                            ("N4", "Family in acute stress"),
                            ("N5", "Family dysfunction"),
                            ("N6", "Socially unacceptable behaviour"),
                            ("N7", "Low income"),
                            ("N8", "Absent parenting"),
                            ("N9", "Cases other than children in need"),
                            ("N0", "Not stated"),
                        ],
                        default="N0",
                        max_length=2,
                    ),
                ),
                ("no_further_action", models.BooleanField(default=False)),
                ("accepted_at", models.DateTimeField()),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("allocation_due_on", models.DateField(editable=False, null=True)),
                ("allocated_on", models.DateField(editable=False, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closure_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("RC1", "Adopted"),
                            ("RC2", "Died"),
                            ("RC3", "Child arrangements order"),
                            ("RC4", "Special guardianship order"),
                            ("RC5", "Transferred to another authority"),
                            ("RC6", "Transferred to adult care"),
                            ("RC7", "Services ceased for another reason"),
                            ("RC8", "Closed after assessment, no further action"),
                            ("RC9", "Closed after assessment, referred to early help"),
                        ],
                        max_length=3,
                    ),
                ),
                ("legacy_key", models.CharField(blank=True, editable=False, max_length=80, null=True, unique=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("allocated_on__isnull", True), ("allocation_due_on__isnull", False)),
                        fields=["allocation_due_on"],
                        name="referral_t26_open",
                    ),
                    models.Index(fields=["child", "-received_on"], name="referral_child"),
                    models.Index(
                        condition=models.Q(("closed_on__isnull", True), ("no_further_action", False)),
                        fields=["team", "received_on", "id"],
                        name="referral_team_open",
                    ),
                    models.Index(fields=["received_on"], name="referral_received"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("allocation_due_on__gte", models.F("received_on"))),
                        name="referral_t26_due_after_start",
                        violation_error_message="The due date cannot be before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allocated_on__gte", models.F("received_on"))),
                        name="referral_t26_end_after_start",
                        violation_error_message="The end cannot be before the start.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True), ("no_further_action", False)),
                        fields=("child",),
                        name="referral_one_open_a_child",
                        violation_error_message="This child already has an open case. Pass the contact to its worker.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("closed_by__isnull", True), ("closed_on__isnull", True)),
                                models.Q(("closed_by__isnull", False), ("closed_on__isnull", False)),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("closed_on__isnull", True), ("closure_reason", "")),
                                models.Q(("closed_on__isnull", False), models.Q(("closure_reason", ""), _negated=True)),
                                _connector="OR",
                            ),
                        ),
                        name="referral_closed_with_a_reason",
                        violation_error_message="Closing a case needs the date, the reason and who closes it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True), ("closed_on__gte", models.F("received_on")), _connector="OR"
                        ),
                        name="referral_closed_after_received",
                        violation_error_message="A case cannot close before it was received.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "referral": TRACKED,
}
