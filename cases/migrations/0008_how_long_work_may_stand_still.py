"""How long work with a child may stand still: the limits of the drift watch."""

from datetime import date

from django.db import migrations

SINCE = date(2000, 1, 1)
LOCAL = "Local standard; to be confirmed by the authority"
LIMITS = [
    ("T21-LAST", "Child in need length check, the last", 12, "months"),
    ("DRIFT-SEEN", "Drift: a child is not seen", 42, "calendar_days"),
    ("DRIFT-SEEN-CP", "Drift: a child under a protection plan is not seen", 21, "calendar_days"),
    ("DRIFT-DECISION", "Drift: no decision about a case", 56, "calendar_days"),
    ("DRIFT-ACTION", "Drift: an action is past its time", 7, "calendar_days"),
    ("DRIFT-CONTACT", "Drift: no decision since a contact on an open plan", 7, "calendar_days"),
    ("DRIFT-S47", "Drift: a section 47 enquiry with no child seen and no outcome", 5, "calendar_days"),
]


def load(apps, schema_editor) -> None:
    period = apps.get_model("frontdoor", "PolicyPeriod")
    system = apps.get_model("workforce", "Worker").objects.get(is_system=True)
    schema_editor.execute("SELECT set_config('frontdoor.actor', %s, true)", [str(system.pk)])
    period.objects.bulk_create(
        period(code=code, name=name, value=value, unit=unit, source=LOCAL, valid_from=SINCE, set_by=system)
        for code, name, value, unit in LIMITS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_strategy_meetings_and_enquiries"),
        ("frontdoor", "0008_who_decides_that_nobody_is_asked"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
