"""The advice line: somebody asks about a worry without naming a child, and no child is recorded (domain.md L56)."""

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
        name="AdviceCall",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
            ("received_at", models.DateTimeField()),
            (
                "taken_by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "caller",
                models.CharField(
                    choices=[
                        ("agency", "An agency in our list"),
                        ("professional", "Another professional"),
                        ("family", "A parent or relative"),
                        ("young_person", "A child or young person"),
                        ("public", "A neighbour, friend or somebody else"),
                    ],
                    max_length=12,
                ),
            ),
            (
                "agency",
                models.ForeignKey(
                    blank=True,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="advice_calls",
                    to="frontdoor.agency",
                ),
            ),
            (
                "consent_status",
                models.CharField(
                    choices=[("NOT_NEEDED_ADVICE", "Not needed: advice, no child named")],
                    default="NOT_NEEDED_ADVICE",
                    editable=False,
                    max_length=17,
                    verbose_name="consent",
                ),
            ),
            ("question", models.TextField(verbose_name="what the caller asked")),
            ("advice", models.TextField(verbose_name="what was advised")),
            (
                "next_step",
                models.CharField(
                    choices=[
                        ("own", "The caller can help within their own service"),
                        ("early_help", "Told how to reach early help"),
                        ("other", "Told about another service"),
                        ("refer", "Advised to refer, with the family's agreement where it is safe to ask"),
                        ("safety", "Told to ring 999 or to refer at once"),
                    ],
                    max_length=10,
                    verbose_name="what happens next",
                ),
            ),
        ],
        options={
            "abstract": False,
            "indexes": [
                models.Index(fields=["-received_at", "-id"], name="advice_newest"),
                models.Index(fields=["agency", "-received_at"], name="advice_agency"),
            ],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("agency__isnull", False), ("caller", "agency")),
                        models.Q(models.Q(("caller", "agency"), _negated=True), ("agency__isnull", True)),
                        _connector="OR",
                    ),
                    name="advice_caller_is_an_agency_or_not",
                    violation_error_message="Choose the agency that called.",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("question"))
                        ),
                        20,
                    ),
                    name="advice_says_what_was_asked",
                    violation_error_message="Say in at least 20 characters what the caller asked.",
                ),
                models.CheckConstraint(
                    condition=django.db.models.lookups.GreaterThanOrEqual(
                        django.db.models.functions.text.Length(
                            django.db.models.functions.text.Trim(models.F("advice"))
                        ),
                        20,
                    ),
                    name="advice_says_what_was_advised",
                    violation_error_message="Say in at least 20 characters what you advised.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("consent_status", "NOT_NEEDED_ADVICE")),
                    name="advice_needs_no_consent",
                    violation_error_message="An advice call names no child, so consent is not needed for it.",
                ),
            ],
        },
    ),
]

RULES = {
    "advicecall": [
        *WRITTEN_ONCE,
        refuses(
            "advice_names_nobody",
            sentence="Do not write who the child is: record a contact instead.",
            operation=pgtrigger.Insert,
            when="""NEW.question ~ '(?i)[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}|(^|[^a-zA-Z0-9])[0-9]{1,2}(st|nd|rd|th)? +(of +)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? +(''|[0-9]{2})?[0-9]{2}($|[^a-zA-Z0-9])|(^|[^a-zA-Z0-9])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* +[0-9]{1,2}(st|nd|rd|th)?,? +[0-9]{4}($|[^a-zA-Z0-9])|(^|[^a-zA-Z0-9])(born|birth|birthday|dob|d[.]o[.]b[.]?)[^.0-9]{0,20}[0-9]{1,2}(st|nd|rd|th)? +(of +)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|([0-9][ -]?){10}|(^|[^a-zA-Z0-9])[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}($|[^a-zA-Z0-9])|(^|[^a-zA-Z0-9])[0-9]{1,4}[a-z]?,? +[a-z''-]+ +(street|road|avenue|lane|crescent|terrace|grove|gardens|mews)($|[^a-zA-Z0-9])' OR NEW.question ~ '(^|[^a-zA-Z0-9])[0-9]{1,4}[A-Za-z]?,? +([A-Z][A-Za-z''-]* +){1,3}([Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Cc]lose|[Dd]rive|[Cc]ourt|[Ww]ay|[Ww]alk|[Pp]lace|[Rr]ise|[Vv]iew)($|[^a-zA-Z0-9])' OR NEW.advice ~ '(?i)[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}|(^|[^a-zA-Z0-9])[0-9]{1,2}(st|nd|rd|th)? +(of +)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? +(''|[0-9]{2})?[0-9]{2}($|[^a-zA-Z0-9])|(^|[^a-zA-Z0-9])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* +[0-9]{1,2}(st|nd|rd|th)?,? +[0-9]{4}($|[^a-zA-Z0-9])|(^|[^a-zA-Z0-9])(born|birth|birthday|dob|d[.]o[.]b[.]?)[^.0-9]{0,20}[0-9]{1,2}(st|nd|rd|th)? +(of +)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|([0-9][ -]?){10}|(^|[^a-zA-Z0-9])[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}($|[^a-zA-Z0-9])|(^|[^a-zA-Z0-9])[0-9]{1,4}[a-z]?,? +[a-z''-]+ +(street|road|avenue|lane|crescent|terrace|grove|gardens|mews)($|[^a-zA-Z0-9])' OR NEW.advice ~ '(^|[^a-zA-Z0-9])[0-9]{1,4}[A-Za-z]?,? +([A-Z][A-Za-z''-]* +){1,3}([Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Cc]lose|[Dd]rive|[Cc]ourt|[Ww]ay|[Ww]alk|[Pp]lace|[Rr]ise|[Vv]iew)($|[^a-zA-Z0-9])'""",
        ),
    ],
}
