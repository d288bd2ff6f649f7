"""What partner agencies send: a referral under a random name, and the people it tells of, in the referrer's words."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger
from django.conf import settings
from django.db import migrations, models

import frontdoor.models.partners
from frontdoor.migrations.beginning.versions import with_versions
from frontdoor.migrations.beginning.words import TRACKED, refuses

TABLES = [
    *with_versions(
        migrations.CreateModel(
            name="PartnerReferral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_referral",
                        to="frontdoor.contact",
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=frontdoor.models.partners.random_name,
                        max_length=12,
                        unique=True,
                        verbose_name="reference for the partner",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_referrals",
                        to="frontdoor.agency",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals_sent",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals_sent",
                        to="frontdoor.partnerclient",
                    ),
                ),
                (
                    "body_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="SHA-256 of what a system sent"),
                ),
                (
                    "claimed_level",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="frontdoor.thresholdlevel",
                        verbose_name="level claimed",
                    ),
                ),
                ("over_limit", models.BooleanField(default=False, verbose_name="came above the agency's limit")),
                ("called_back_at", models.DateTimeField(editable=False, null=True)),
                (
                    "called_back_by",
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
                    models.Index(fields=["sent_by", "-id"], name="partner_referral_own"),
                    models.Index(fields=["agency", "recorded_at"], name="partner_referral_agency"),
                    models.Index(
                        condition=models.Q(("called_back_at__isnull", True), ("over_limit", True)),
                        fields=["contact"],
                        name="partner_referral_call_back",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("public_id__regex", "^[23456789BCDFGHJKMNPQRSTVWXZ]{12}$")),
                        name="partner_referral_named",
                        violation_error_message="The reference for the partner is made by the system.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body_digest", ""), ("client__isnull", True), ("sent_by__isnull", False)),
                            models.Q(
                                ("body_digest__regex", "^[0-9a-f]{64}$"),
                                ("client__isnull", False),
                                ("sent_by__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="partner_referral_sent_by_one",
                        violation_error_message="A referral is sent by a person or by a system, not by both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_back_at__isnull", True), ("called_back_by__isnull", True)),
                            models.Q(("called_back_at__isnull", False), ("called_back_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="partner_called_back_by_somebody",
                    ),
                ],
            },
        )
    ),
    *with_versions(
        migrations.CreateModel(
            name="ToldPerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told_people", to="frontdoor.contact"
                    ),
                ),
                ("is_child", models.BooleanField()),
                ("given_names", models.CharField(blank=True, max_length=120, verbose_name="first names")),
                ("family_name", models.CharField(blank=True, max_length=120, verbose_name="family name")),
                ("also_known_as", models.CharField(blank=True, max_length=240, verbose_name="other or former names")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="date of birth")),
                (
                    "birth_date_known",
                    models.CharField(
                        choices=[
                            ("exact", "Exact"),
                            ("estimated", "Estimated"),
                            ("unknown", "Not known"),
                            ("unborn", "Not born yet"),
                        ],
                        default="unknown",
                        max_length=9,
                        verbose_name="how sure the date of birth is",
                    ),
                ),
                ("expected_birth_date", models.DateField(blank=True, null=True, verbose_name="expected date of birth")),
                (
                    "sex",
                    models.CharField(
                        choices=[("M", "Male"), ("F", "Female"), ("U", "Not known")], default="U", max_length=1
                    ),
                ),
                (
                    "ethnicity",
                    models.CharField(
                        choices=[
                            ("WBRI", "White British"),
                            ("WIRI", "White Irish"),
                            ("WIRT", "Traveller of Irish heritage"),
                            ("WOTH", "Any other White background"),
                            ("WROM", "Gypsy or Roma"),
                            ("MWBC", "White and Black Caribbean"),
                            ("MWBA", "White and Black African"),
                            ("MWAS", "White and Asian"),
                            ("MOTH", "Any other mixed background"),
                            ("AIND", "Indian"),
                            ("APKN", "Pakistani"),
                            ("ABAN", "Bangladeshi"),
                            ("AOTH", "Any other Asian background"),
                            ("BCRB", "Black Caribbean"),
                            ("BAFR", "Black African"),
                            ("BOTH", "Any other Black background"),
                            ("CHNE", "Chinese"),
                            ("OOTH", "Any other ethnic background"),
                            ("REFU", "Preferred not to say"),
                            ("NOBT", "Not yet obtained"),
                        ],
                        default="NOBT",
                        max_length=4,
                    ),
                ),
                ("school", models.CharField(blank=True, max_length=120, verbose_name="school or nursery")),
                ("nhs_number", models.CharField(blank=True, max_length=10, null=True, verbose_name="NHS number")),
                ("upn", models.CharField(blank=True, max_length=13, null=True, verbose_name="unique pupil number")),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("address_lines", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("no_fixed_address", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mother", "Mother"),
                            ("father", "Father"),
                            ("step_parent", "Step-parent"),
                            ("partner", "Parent's partner"),
                            ("grandparent", "Grandparent"),
                            ("guardian", "Special guardian"),
                            ("foster_carer", "Foster carer"),
                            ("other_relative", "Other relative"),
                            ("other", "Somebody else"),
                        ],
                        max_length=14,
                        verbose_name="relationship to the children",
                    ),
                ),
                (
                    "parental_responsibility",
                    models.CharField(
                        blank=True, choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")], max_length=9
                    ),
                ),
                ("lives_with_child", models.BooleanField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told_of",
                        to="frontdoor.person",
                    ),
                ),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "settled_by",
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
                "verbose_name_plural": "people told of",
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)), fields=["contact"], name="told_unsettled"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("given_names"))
                                ),
                                1,
                            ),
                            django.db.models.lookups.GreaterThanOrEqual(
                                django.db.models.functions.text.Length(
                                    django.db.models.functions.text.Trim(models.F("family_name"))
                                ),
                                1,
                            ),
                            models.Q(("birth_date_known", "unborn"), ("is_child", True)),
                            _connector="OR",
                        ),
                        name="told_person_has_a_name",
                        violation_error_message="Enter a first name or a family name. If neither is known, write Unknown.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("birth_date__isnull", False), ("birth_date_known__in", ["exact", "estimated"])),
                            models.Q(("birth_date__isnull", True), ("birth_date_known__in", ["unknown", "unborn"])),
                            _connector="OR",
                        ),
                        name="told_birth_date_when_known",
                        violation_error_message="Enter a date of birth, or say that it is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_child", True),
                                ("kind", ""),
                                ("lives_with_child__isnull", True),
                                ("parental_responsibility", ""),
                            ),
                            models.Q(
                                ("is_child", False),
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("parental_responsibility", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="told_adult_has_a_tie",
                        violation_error_message="Say who each adult is to the children.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("person__isnull", True), ("settled_at__isnull", True), ("settled_by__isnull", True)
                            ),
                            models.Q(
                                ("person__isnull", False), ("settled_at__isnull", False), ("settled_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="told_person_settled_whole",
                        violation_error_message="Who somebody is needs the record, the worker who said so and the time.",
                    ),
                ],
            },
        )
    ),
]

RULES = {
    "partnerreferral": [
        *TRACKED,
        refuses(
            "partner_referral_of_own_agency",
            sentence="A referral is sent for the agency of the person who sends it.",
            operation=pgtrigger.Insert,
            when="""
        NEW.agency_id IS DISTINCT FROM coalesce(
            (SELECT w.agency_id FROM workforce_worker w WHERE w.id = NEW.sent_by_id),
            (SELECT c.agency_id FROM frontdoor_partnerclient c WHERE c.id = NEW.client_id))
    """,
        ),
        refuses(
            "partner_referral_stays",
            sentence="What a partner sent cannot be changed. Correct the contact instead.",
            operation=pgtrigger.Update,
            when="""
        (NEW.contact_id, NEW.public_id, NEW.agency_id, NEW.sent_by_id, NEW.client_id,
         NEW.body_digest, NEW.claimed_level_id, NEW.over_limit)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.public_id, OLD.agency_id, OLD.sent_by_id, OLD.client_id,
         OLD.body_digest, OLD.claimed_level_id, OLD.over_limit)
    """,
        ),
    ],
    "toldperson": [
        *TRACKED,
        refuses(
            "told_person_stays",
            sentence="What was told about a person cannot be changed, and who it is is settled once.",
            operation=pgtrigger.Update,
            when="""OLD.settled_at IS NOT NULL OR (NEW.contact_id, NEW.is_child, NEW.given_names, NEW.family_name, NEW.also_known_as, NEW.birth_date, NEW.birth_date_known, NEW.expected_birth_date, NEW.sex, NEW.ethnicity, NEW.school, NEW.nhs_number, NEW.upn, NEW.telephone, NEW.address_lines, NEW.postcode, NEW.no_fixed_address, NEW.kind, NEW.parental_responsibility, NEW.lives_with_child) IS DISTINCT FROM (OLD.contact_id, OLD.is_child, OLD.given_names, OLD.family_name, OLD.also_known_as, OLD.birth_date, OLD.birth_date_known, OLD.expected_birth_date, OLD.sex, OLD.ethnicity, OLD.school, OLD.nhs_number, OLD.upn, OLD.telephone, OLD.address_lines, OLD.postcode, OLD.no_fixed_address, OLD.kind, OLD.parental_responsibility, OLD.lives_with_child)""",
        ),
        refuses(
            "told_child_born_of_late",
            sentence="This date of birth is more than 25 years ago, so it is not a child's. Check it.",
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("is_child", "birth_date"),
            when="""
            NEW.is_child AND NOT (coalesce(current_setting('frontdoor.bringing_in', true), '') = 'on')
            AND (TG_OP = 'INSERT' OR (NEW.is_child, NEW.birth_date) IS DISTINCT FROM (OLD.is_child, OLD.birth_date))
            AND NEW.birth_date < ((clock_timestamp() AT TIME ZONE 'Europe/London')::date - interval '25 years')::date
        """,
        ),
    ],
}
