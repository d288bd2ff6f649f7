"""The system worker, every clock and limit with its source, England's bank holidays, the levels of need.

Values are the defaults of the first installation; an administrator dates later ones.
"""

from datetime import date, time

from django.db import migrations
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
    ("C-REPLY", "Agency's reply to a check", 3, "working_days", LOCAL),
    ("CASELOAD-AMBER", "Caseload: more than this is amber", 17, "children", LOCAL),
    ("CASELOAD-RED", "Caseload: more than this is red", 20, "children", LOCAL),
    ("CASELOAD-CRITICAL", "Caseload: more than this is critical", 25, "children", LOCAL),
    ("CASELOAD-ALARM", "Caseload: more than this alarms the director", 30, "children", LOCAL),
    ("CASELOAD-ASYE-AMBER", "Caseload in the first year: more than this is amber", 12, "children", LOCAL),
    ("CASELOAD-ASYE-RED", "Caseload in the first year: more than this is red", 15, "children", LOCAL),
]

LEVELS = [
    ("1", "Universal", "Needs met by families, schools and health services that every child has.", False),
    ("2", "Early help", "Extra help from one or more services, agreed with the family.", False),
    ("3", "Targeted", "Several needs that call for services working together, led by a key worker.", False),
    ("4", "Statutory", "Needs or harm that call for social care: section 17 or section 47.", True),
]


def _act_as(schema_editor, worker_id: int) -> None:
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(worker_id)])


def load(apps, schema_editor) -> None:
    get = apps.get_model
    _act_as(schema_editor, 0)
    system = get("workforce", "Worker").objects.create(
        email="system@frontdoor.invalid",
        given_names="The",
        family_name="system",
        password="!",
        is_active=False,
        is_system=True,
    )
    _act_as(schema_editor, system.pk)
    get("frontdoor", "PolicyPeriod").objects.bulk_create(
        get("frontdoor", "PolicyPeriod")(
            code=code, name=name, value=value, unit=unit, source=source, valid_from=SINCE, set_by=system
        )
        for code, name, value, unit, source in PERIODS
    )
    holidays = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    get("frontdoor", "BankHoliday").objects.bulk_create(
        get("frontdoor", "BankHoliday")(day=holiday["date"], name=holiday["title"]) for holiday in holidays
    )
    get("frontdoor", "Authority").objects.create(
        pk=1,
        name="Your authority",
        la_code="000",
        opens=time(9),
        closes=time(17),
        holidays_covered_until=date(max(holiday["date"].year for holiday in holidays), 12, 31),
    )
    scheme = get("frontdoor", "ThresholdScheme").objects.create(name="Continuum of need", valid_from=SINCE)
    get("frontdoor", "ThresholdLevel").objects.bulk_create(
        get("frontdoor", "ThresholdLevel")(
            scheme=scheme, code=code, label=label, description=description, statutory=statutory
        )
        for code, label, description, statutory in LEVELS
    )


class Migration(migrations.Migration):
    dependencies = [("frontdoor", "0002_initial"), ("workforce", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
