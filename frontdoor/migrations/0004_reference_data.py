"""The system worker, every clock and limit with its source, England's bank holidays, the levels of need, two texts.

Values are the defaults of the first installation; an administrator dates later ones.
"""

from datetime import date, time

from dateutil.relativedelta import relativedelta
from django.db import migrations
from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

SINCE = date(2000, 1, 1)
WT = "Working Together to Safeguard Children"
LOCAL = "Local standard; to be confirmed by the authority"

PERIODS = [
    ("T01", "Contact triaged", 2, "duty_hours", LOCAL),
    ("T02-RED", "Red contact decided", 4, "hours", LOCAL),
    ("T02-AMBER", "Amber contact decided", 1, "working_days", LOCAL),
    ("T02-GREEN", "Green contact decided", 3, "working_days", LOCAL),
    ("T03", "Referral decision and acknowledgement", 1, "working_days", WT),
    ("T04", "Feedback to the referrer", 2, "working_days", LOCAL),
    ("T05", "Child seen in the assessment", 10, "working_days", LOCAL),
    ("T06", "Assessment review point", 10, "working_days", LOCAL),
    ("T07", "Assessment complete", 45, "working_days", WT),
    ("T08", "Strategy discussion held", 1, "working_days", LOCAL),
    ("T09", "Strategy record circulated", 5, "working_days", LOCAL),
    ("T10", "Section 47 outcome decided", 10, "working_days", LOCAL),
    ("T11", "Initial child protection conference held", 15, "working_days", WT),
    ("T12", "Transfer-in conference held", 15, "working_days", LOCAL),
    ("T13", "First core group", 10, "working_days", WT),
    ("T14", "Later core groups", 28, "calendar_days", LOCAL),
    ("T15", "First review conference", 3, "months", WT),
    ("T16", "Further review conferences", 6, "months", WT),
    ("T17", "Child protection visit", 10, "working_days", LOCAL),
    ("T18", "Child in need visit", 20, "working_days", LOCAL),
    ("T19", "Child in need planning meeting", 10, "working_days", LOCAL),
    ("T20", "Child in need review", 42, "calendar_days", LOCAL),
    ("T21", "Child in need length check", 9, "months", LOCAL),
    ("T22", "Case supervision", 33, "calendar_days", "Employer Standards for Social Workers"),
    ("T23", "Personal supervision", 33, "calendar_days", "Employer Standards for Social Workers"),
    ("T24", "Management decision recorded after consultation", 1, "working_days", LOCAL),
    ("T25", "Case note of a visit", 2, "working_days", LOCAL),
    ("T26", "Allocation to a named worker", 1, "working_days", LOCAL),
    ("T27", "Police protection ends", 72, "hours", "Children Act 1989, section 46"),
    ("T28", "Emergency protection order ends", 8, "calendar_days", "Children Act 1989, section 45"),
    ("T29", "Return-home interview", 72, "hours", "Statutory guidance on missing children"),
    ("T30", "Private fostering notification visit", 7, "working_days", "Private arrangements regulations 2005"),
    ("T31", "Audit completed", 20, "working_days", LOCAL),
    ("T32", "Audit action done and verified", 20, "working_days", LOCAL),
    ("T33", "Consent override reviewed", 1, "working_days", LOCAL),
    ("T34", "History read at re-referral", 1, "working_days", LOCAL),
    ("T35", "Pre-birth conference before the expected date", 70, "calendar_days", LOCAL),
    ("C-EXPIRY", "Consent override expires", 5, "working_days", LOCAL),
    ("T36", "Agency's reply to a request", 3, "working_days", LOCAL),
    ("CASELOAD-AMBER", "Caseload: more than this is amber", 17, "children", LOCAL),
    ("CASELOAD-RED", "Caseload: more than this is red", 20, "children", LOCAL),
    ("CASELOAD-CRITICAL", "Caseload: more than this is critical", 25, "children", LOCAL),
    ("CASELOAD-ALARM", "Caseload: more than this alarms the director", 30, "children", LOCAL),
    ("CASELOAD-ASYE-AMBER", "Caseload in the first year: more than this is amber", 12, "children", LOCAL),
    ("CASELOAD-ASYE-RED", "Caseload in the first year: more than this is red", 15, "children", LOCAL),
    ("K08-SAMPLE", "Reviews of referrals rated a second time", 10, "per_cent", LOCAL),
    ("PARTNER-HOUR", "Referrals of one agency in an hour; those above are called back", 30, "referrals", LOCAL),
    ("T36-RED", "Agency's reply to a request on a Red contact", 2, "hours", LOCAL),
    ("T37", "Referrer's challenge answered", 5, "working_days", LOCAL),
    ("T33-SHARE", "Consent overrides drawn for review", 100, "per_cent", LOCAL),
    ("C-MATTER", "Manager decides what an answer about consent opened", 1, "working_days", LOCAL),
    ("C-TOLD", "Family told that agencies were asked without consent", 10, "working_days", LOCAL),
    ("C-TOLD-WRONG", "Family told that asking without consent was not justified", 2, "working_days", LOCAL),
    ("C-REMEDY", "Unjustified override put right and checked", 5, "working_days", LOCAL),
    ("T01-RED", "Contact triaged, a child in danger", 1, "hours", LOCAL),
]

# Every decision to ask without consent is reviewed in the first three months, then one in five at least (domain.md T33).
FIRST_MONTHS = relativedelta(months=3)
AFTER_THEM = ("T33-SHARE", "Consent overrides drawn for review", 20, "per_cent", LOCAL)

# Who leads at each level: domain.md 3.1.
LEVELS = [
    (
        "1",
        "Universal",
        "Needs met by families, schools and health services that every child has.",
        "Families, schools and health services",
        False,
    ),
    (
        "2",
        "Early help",
        "Extra help from one or more services, agreed with the family.",
        "A lead practitioner of the service that knows the family best",
        False,
    ),
    (
        "3",
        "Targeted",
        "Several needs that call for services working together, led by a key worker.",
        "A lead practitioner who brings the services together",
        False,
    ),
    (
        "4",
        "Statutory",
        "Needs or harm that call for social care: section 17 or section 47.",
        "A social worker",
        True,
    ),
]

TEXTS = {
    "advice": (
        "If you would like advice about this family or another one, ring the front door and ask for a consultation. "
        "You need not give a name to ask."
    ),
    "challenge": (
        "If you disagree with this decision, ring the front door and say why. A manager who did not decide it looks at "
        "it again and answers you. If you still disagree, use the escalation policy of the safeguarding partnership."
    ),
}


def _say(schema_editor, name: str, value: str) -> None:
    schema_editor.execute("SELECT set_config(%s, %s, true)", [f"frontdoor.{name}", value])


def load(apps, schema_editor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('workforce_worker', 'id'))")
        (number,) = cursor.fetchone()
    # The first worker is recorded in its own name.
    _say(schema_editor, "actor", str(number))
    system = apps.get_model("workforce", "Worker").objects.create(
        pk=number,
        email="system@frontdoor.invalid",
        given_names="The",
        family_name="system",
        password="!",
        is_active=False,
        is_system=True,
    )
    # The levels count as published and in force since SINCE: what is brought in may have begun before today.
    _say(schema_editor, "bringing_in", "on")
    _load_periods(apps, system)
    _load_authority(apps, system)
    _load_levels(apps, system)
    _say(schema_editor, "bringing_in", "")


def _load_periods(apps, system) -> None:
    period = apps.get_model("frontdoor", "PolicyPeriod")
    later = timezone.localdate() + FIRST_MONTHS
    rows = [*((row, SINCE) for row in PERIODS), (AFTER_THEM, later)]
    period.objects.bulk_create(
        period(code=code, name=name, value=value, unit=unit, source=source, valid_from=since, set_by=system)
        for (code, name, value, unit, source), since in rows
    )


def _load_authority(apps, system) -> None:
    holiday, text = apps.get_model("frontdoor", "BankHoliday"), apps.get_model("frontdoor", "AuthorityText")
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    holiday.objects.bulk_create(holiday(day=day["date"], name=day["title"]) for day in known)
    apps.get_model("frontdoor", "Authority").objects.create(
        pk=1,
        name="Your authority",
        la_code="000",
        opens=time(9),
        closes=time(17),
        holidays_covered_until=date(max(day["date"].year for day in known), 12, 31),
    )
    text.objects.bulk_create(
        text(code=code, words=words, valid_from=SINCE, set_by=system) for code, words in TEXTS.items()
    )


def _load_levels(apps, system) -> None:
    scheme = apps.get_model("frontdoor", "ThresholdScheme").objects.create(
        name="Continuum of need", valid_from=SINCE, approved_at=timezone.now(), approved_by=system
    )
    level = apps.get_model("frontdoor", "ThresholdLevel")
    level.objects.bulk_create(
        level(scheme=scheme, code=code, label=label, description=description, leads=leads, statutory=statutory)
        for code, label, description, leads, statutory in LEVELS
    )


class Migration(migrations.Migration):
    replaces = [
        ("frontdoor", "0003_reference_data"),
        ("frontdoor", "0010_share_of_reviews_rated_twice"),
        ("frontdoor", "0012_partner_limit"),
        ("frontdoor", "0022_threshold_shipped_is_in_force"),
        ("frontdoor", "0024_consent_periods"),
    ]
    dependencies = [("frontdoor", "0003_rules"), ("workforce", "0002_rules")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
